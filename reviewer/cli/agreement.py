"""`reviewer agreement`, `disagreements` and `adjudicate`: several reviewers on the same transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import saw
from reviewer.cli.common import database, database_option, json_option, reading
from reviewer.cli.output import REMARKS, Strong, out, out_json, say, table

if TYPE_CHECKING:
    from reviewer.operations.agreement import Judged, Pair
    from reviewer.review.agreement import Agreement, Measure
    from reviewer.review.apart import Clash
    from reviewer.review.disagreements import Disagreement, Voice
    from reviewer.store.rows import TranscriptRow

_MEASURES = ("raw", "kappa", "alpha", "ac1")


@click.command(epilog="Example: reviewer agreement --json")
@json_option
@database_option
def agreement(as_json: bool, db: str | None) -> None:
    """Print how far reviewers agree.

    Raw agreement, Cohen's κ, Krippendorff's α and Gwet's AC1 of every two reviewers, on outcomes, on verdicts, and on
    whether a tag of each group is there; with the number of items that both judged and the table they come from. Only
    verdicts that were given without seeing anybody else's reading count, and of several the last such one.
    """
    from reviewer.operations.agreement import sheet

    with reading(db) as connection:
        made = sheet(connection)
    if as_json:
        out_json({"judged": [_judged(one) for one in made.judged], "left_out": dict(made.left_out)})
        return
    rows = [line for one in made.judged for line in _lines(one)]
    if rows:
        table(("JUDGED", "BY", "ITEMS", "RAW", "κ", "α", "AC1"), rows, clip=("BY", "JUDGED"))
        for one in made.judged:
            for pair in (pair for pair in one.pairs if len(pair.agreement.table) > 1):
                _print_table(one.about, pair)
    for text in _undefined(made.judged):
        say(text)
    for reason, count in made.left_out.items():
        say(f"not counted: {count:,} {reason}")


@click.command(epilog="Example: reviewer disagreements --all")
@click.option("--all", "everything", is_flag=True, help="Also what has been adjudicated.")
@json_option
@database_option
def disagreements(everything: bool, as_json: bool, db: str | None) -> None:
    """List what reviewers disagree on.

    Outcomes on which reviewers, or a reviewer and the check, say different things; findings that somebody disputes; and
    decisions about one thing that were made apart, as on two machines. Where the sides are furthest apart comes first.
    What a queue still has for you to read is hidden until you are done with it.
    """
    from reviewer.operations.adjudicate import disagreements as listed
    from reviewer.operations.authors import default_author
    from reviewer.store import agreement as store

    with reading(db) as connection:
        found = listed(connection, default_author(), decided=everything)
        rows = store.loaded(connection, [one.transcript for one in found.shown])
        tags = dict(connection.execute("SELECT id, tag FROM finding").fetchall())
    if as_json:
        data = [_data(one, rows.get(one.transcript)) for one in found.shown]
        out_json({"disagreements": data, "hidden": found.hidden, "clashes": [_clash(one) for one in found.elsewhere]})
        return
    if found.shown:
        table(
            ("TRANSCRIPT", "CASE", "RUN", "ABOUT", "SIDES", "AGREE", "ADJUDICATED", REMARKS),
            [_cells(one, rows.get(one.transcript), tags) for one in found.shown],
            clip=("RUN", "CASE", "SIDES", "ABOUT", REMARKS),
            leave=("RUN", "AGREE"),
        )
        saw(db, {one.transcript for one in found.shown}, machine=True, others=True)
    else:
        say("nothing is disputed" if everything else "nothing is open")
    for one in found.shown:
        if one.apart and not one.apart.settled:
            kept = " or ".join(
                f"{event.ulid} ({voice.who})" for event, voice in zip(one.apart.events, one.voices, strict=True)
            )
            say(f"decided apart: {one.transcript} is settled by `reviewer adjudicate {one.transcript} --keep` {kept}")
    if found.hidden:
        say(f"{found.hidden:,} more stay hidden until you have judged those transcripts yourself")
    for clash in found.elsewhere:
        sides = " and ".join(f"{event.author} at {event.at}" for event in clash.events)
        of = ", ".join(str(value) for value in clash.subject.values())
        say(f"decided apart: {clash.slot} of {of}, by {sides}; the last one shows, and deciding anew settles it")


@click.command(epilog="Example: reviewer adjudicate kimi.2/used_item-01 fell --reason 'M9 sends it; nobody asked'")
@click.argument("transcript", metavar="ID")
@click.argument("decision", metavar="held|fell|right|wrong|stands|falls", required=False)
@click.option("--reason", metavar="TEXT", default="", help="Why. It is needed.")
@click.option(
    "--verdict", metavar="VERDICT", help="genuine, debatable, defensible, case defect, simulator or harness fault."
)
@click.option(
    "--method", type=click.Choice(["consensus", "third", "lead"]), help="How it was decided.  [default: third]"
)
@click.option("--finding", metavar="FINDING", help="The disputed finding that it is about, instead of the outcome.")
@click.option("--keep", metavar="ULID", help="Of what was decided apart, the decision that holds.")
@click.option("--undo", is_flag=True, help="Take the adjudication back.")
@click.option("--author", metavar="NAME", help="Who decides. Without it: the name that git knows, or yours.")
@database_option
def adjudicate(
    transcript: str,
    decision: str | None,
    reason: str,
    verdict: str | None,
    method: str | None,
    finding: str | None,
    keep: str | None,
    undo: bool,
    author: str | None,
    db: str | None,
) -> None:
    """Decide where others disagree.

    A trap held or fell, another case was handled right or wrong; a disputed finding stands or falls. The decision is
    kept beside what everybody said, with both sides in it, and overwrites nothing: the strict count stays what it is.
    Of one thing that was decided apart, as in two copies of a database, `--keep` says which decision holds.
    """
    from reviewer.operations.adjudicate import adjudicate as decide
    from reviewer.operations.adjudicate import settle
    from reviewer.review.decisions import OUTCOME
    from reviewer.review.wording import sentence

    if (decision is not None) + undo + (keep is not None) != 1 or (keep and (finding or verdict)):
        raise click.UsageError("say what holds, or `--undo`, or `--keep`", click.get_current_context())
    if keep:
        event = settle(database(db), transcript, keep, reason, method=method, author=author)
        say(f"{event.author} {sentence(event)}: {event.reason}")
        return
    event = decide(
        database(db),
        transcript,
        decision,
        reason,
        verdict=verdict,
        method=method or ("lead" if undo else None),
        about=finding or OUTCOME,
        author=author,
    )
    say(f"{event.author} {sentence(event)}" + (f": {event.reason}" if event.reason else ""))


# ---- agreement


def _lines(one: Judged) -> Iterator[tuple[str | int | None, ...]]:
    for pair in one.pairs:
        said = pair.agreement
        raw = said.raw.value
        agreed = f"{int(raw * said.items):,} of {said.items} ({_share(said.raw)})" if raw is not None else "–"
        yield (
            one.about,
            f"{pair.first}, {pair.second}",
            said.items,
            agreed,
            *map(_figure, (said.kappa, said.alpha, said.ac1)),
        )
    if len(one.reviewers) > 2:
        yield one.about, f"all {len(one.reviewers)}", one.items, None, None, _figure(one.alpha), None


def _figure(measure: Measure) -> str:
    from reviewer.dossier.rounding import shown

    return "–" if measure.value is None else shown(measure.value, 3)


def _share(measure: Measure) -> str:
    from reviewer.dossier.rounding import percent

    return "–" if measure.value is None else percent(measure.value)


def _print_table(about: str, pair: Pair) -> None:
    labels = sorted({str(label) for labels in pair.agreement.table for label in labels})
    out("")
    out(Strong(about), f": {pair.first} down, {pair.second} across")
    counts = {(str(one), str(other)): count for (one, other), count in pair.agreement.table.items()}
    rows: list[tuple[str | int | None, ...]]
    rows = [(one, *(counts.get((one, other), 0) for other in labels)) for one in labels]
    table(("", *labels), rows)


def _undefined(judged: tuple[Judged, ...]) -> Iterator[str]:
    """Why there is no number where a dash stands, or nothing."""
    nothing = [one.about for one in judged if not one.pairs]
    if nothing:
        yield f"nothing was judged by two independently: {', '.join(nothing)}"
    where: dict[str, list[str]] = {}
    for one in judged:
        for pair in one.pairs:
            said = pair.agreement
            for reason in dict.fromkeys(m.undefined for m in (said.kappa, said.alpha, said.ac1) if m.undefined):
                where.setdefault(f"{pair.first} and {pair.second}: {reason}", []).append(one.about)
    for reason, abouts in where.items():
        yield f"{reason} ({', '.join(abouts)})"


def _judged(one: Judged) -> dict[str, Any]:
    pairs = [{"first": pair.first, "second": pair.second, **_agreement(pair.agreement)} for pair in one.pairs]
    return {
        "about": one.about,
        "reviewers": list(one.reviewers),
        "items": one.items,
        "alpha": _measure(one.alpha),
        "pairs": pairs,
    }


def _agreement(said: Agreement) -> dict[str, Any]:
    counts = sorted((str(one), str(other), count) for (one, other), count in said.table.items())
    cells = [{"first": one, "second": other, "items": count} for one, other, count in counts]
    return {"items": said.items, "table": cells} | {name: _measure(getattr(said, name)) for name in _MEASURES}


def _measure(measure: Measure) -> dict[str, Any]:
    if measure.value is None:
        return {"value": None, "undefined": measure.undefined}
    return {
        "value": float(measure.value),
        "numerator": measure.value.numerator,
        "denominator": measure.value.denominator,
    }


# ---- disagreements


def _cells(one: Disagreement, row: TranscriptRow | None, tags: dict[str, str]) -> tuple[str | int | None, ...]:
    from reviewer.cli.page import remarks
    from reviewer.dossier.rounding import percent
    from reviewer.review.decisions import OUTCOME

    if one.apart:
        about = f"{one.apart.slot}, decided apart"
    else:
        about = "outcome" if one.about == OUTCOME else f"{tags.get(one.about, 'a removed finding')} {one.about}"
    notes = ", ".join(remarks(row)) if row else "not loaded here"
    place = (row.case, row.run) if row else (None, None)
    sides = " · ".join(f"{voice.who}: {_says(voice)}" for voice in one.voices)
    return one.transcript, *place, about, sides, percent(one.agreement, 0), one.adjudicated, notes


def _says(voice: Voice) -> str:
    return voice.says + (f", {voice.verdict}" if voice.verdict else "")


def _data(one: Disagreement, row: TranscriptRow | None) -> dict[str, Any]:
    voices = [
        {"who": voice.who, "machine": voice.machine, "says": voice.says, "verdict": voice.verdict}
        | {"reason": voice.reason, "at": voice.at or None, "independent": voice.independent, "revision": voice.revision}
        for voice in one.voices
    ]
    place = {name: getattr(row, name) if row else None for name in ("suite", "case", "model", "run", "synthetic")}
    return {
        "transcript": one.transcript,
        **place,
        "about": one.about,
        "between_people": one.between_people,
        "agreement": {"numerator": one.agreement.numerator, "denominator": one.agreement.denominator},
        "adjudicated": one.adjudicated,
        "voices": voices,
        "apart": _clash(one.apart) if one.apart else None,
    }


def _clash(one: Clash) -> dict[str, Any]:
    from reviewer.operations.exports import plainly

    return {"about": one.slot, "subject": dict(one.subject), "decisions": [plainly(event) for event in one.events]}
