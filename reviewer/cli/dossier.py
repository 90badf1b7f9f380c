"""`reviewer dossier`: what a page about a model stands on, from the first build to the frozen edition."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import tells
from reviewer.cli.common import (
    Command,
    InOrder,
    database,
    database_option,
    edition_option,
    json_option,
    open_editor,
    reading,
)
from reviewer.cli.output import Strong, out, out_json, say, table
from reviewer.text.visible import visible_line

_MOST = 6
_SHORT = 40
"""Characters of a value that stands in a column before others."""

if TYPE_CHECKING:
    import sqlite3

    from reviewer.dossier.claims import ClaimsFile
    from reviewer.dossier.completion import Quotable
    from reviewer.dossier.lint.problem import Problem
    from reviewer.model.dossier import Dossier
    from reviewer.operations.dossiers_states import Listed, Named


@click.group(cls=InOrder, epilog="Example: reviewer dossier build mimo-v2.5-pro")
def dossier() -> None:
    """Build what a page about a MODEL stands on, write its claims, and freeze it as an edition.

    A dossier is a draft, then in review, then adjudicated, then frozen. A frozen one is kept whole, with its number,
    and changes no more: it is reopened with a reason, and the next edition prints what it corrects.
    """


def suite_option(command: Command) -> Command:
    """`--suite NAME`, the same for all of them."""
    return click.option("--suite", metavar="NAME", help="Which one, where the model has runs of several suites.")(
        command
    )


def claims_option(command: Command) -> Command:
    """`--claims FILE`."""
    return click.option("--claims", metavar="FILE", help="Its claims. Without it: dossiers/MODEL.md.")(command)


def runs_option(command: Command) -> Command:
    """`--runs RUN`, as often as there are runs."""
    say_what = "Of this run alone: its name, a beginning of it, or k. Again for each run."
    return click.option("--runs", metavar="RUN", multiple=True, help=say_what)(command)


@dossier.command(epilog="Example: reviewer dossier build mimo-v2.5-pro --runs 1 --runs 2")
@click.argument("model")
@runs_option
@suite_option
@claims_option
@json_option
@database_option
@tells("a dossier")
def build(
    model: str, runs: tuple[str, ...], suite: str | None, claims: str | None, as_json: bool, db: str | None
) -> None:
    """Make the dossier of a MODEL from the database, and say what is in it. Nothing is published.

    A frozen one is not built again until it is reopened.
    """
    from reviewer.operations import dossiers_claims, dossiers_editions, dossiers_states

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        dossiers_states.refuse_frozen(connection, of)
        made, file = _built(connection, of, claims, runs)
        found = dossiers_editions.problems(connection, made, file)
        left = dossiers_editions.obstacles(connection, made, file, found)
    dossiers_claims.keep(database(db), of, made)
    if as_json:
        problems = [one.data() for one in found]
        out_json(_counts(made) | {"left": left, "claims_file": file.path if file else None, "problems": problems})
        return
    _print(made)
    if file is None:
        say(f"no claims yet: `reviewer dossier edit {model}` begins {place_of(of, claims)}")
    _print_problems(found)
    for reason in left:
        say(f"not to be frozen yet: {reason}")


@dossier.command(epilog="Example: reviewer dossier edit mimo-v2.5-pro")
@click.argument("model")
@click.option("--draft", "only_draft", is_flag=True, help="Write the first draft, and open no editor.")
@runs_option
@suite_option
@claims_option
@database_option
@tells("a dossier")
def edit(
    model: str, only_draft: bool, runs: tuple[str, ...], suite: str | None, claims: str | None, db: str | None
) -> None:
    """Open the claims about a MODEL in your editor: the one that VISUAL or EDITOR names.

    Where there are none yet, a draft is made from the figures and findings. What is there is never overwritten. What is
    wrong with the claims is said afterwards.
    """
    from reviewer.operations import dossiers, dossiers_claims, dossiers_editions, dossiers_states

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        place = place_of(of, claims)
        if not place.exists():
            made = dossiers.build(connection, of.model, suite=of.suite, runs=runs or None)
            example = dossiers_claims.read(connection, of, place)
            dossiers_claims.begin(place, made, example.text if example else None)
            from_what = "the demo's example" if example else f"a draft, made from the figures and findings of {model}"
            say(f"{place} is {from_what}")
        elif only_draft:
            say(f"{place} is there already, and stays as it is")
    if only_draft:
        return
    open_editor(place)
    with reading(db) as connection:
        made, file = _built(connection, of, str(place), runs)
        _print_problems(dossiers_editions.problems(connection, made, file))


@dossier.command("list", epilog="Example: reviewer dossier list --json")
@json_option
@database_option
def list_(as_json: bool, db: str | None) -> None:
    """List the dossiers: each model with its state and its editions."""
    from reviewer.operations import dossiers_states

    with reading(db) as connection:
        found = dossiers_states.listed(connection)
    if as_json:
        out_json([one.data() for one in found])
    elif not found:
        say("there are no runs yet")
    else:
        rows = [
            (
                *(one.model, one.suite, one.standing.state, _editions(one)),
                *(one.standing.author, one.standing.at, one.standing.reason),
            )
            for one in found
        ]
        table(
            ("MODEL", "SUITE", "STATE", "EDITION", "BY", "AT", "WHY"), rows, clip=("MODEL", "WHY"), leave=("BY", "AT")
        )


def _editions(one: Listed) -> str | None:
    """The last edition, those that were frozen apart under its number, and those whose place it takes."""
    from reviewer.operations.dossiers_states import handle

    if one.last is None:
        return None
    before = sorted({kept.number for kept in one.editions if kept.number != one.last})
    notes = [f"≠ frozen apart: {', '.join(map(handle, one.apart))}"] if one.apart else []
    notes += [f"supersedes {', '.join(map(str, before))}"] if before else []
    return f"{one.last} ({'; '.join(notes)})" if notes else str(one.last)


@dossier.command(epilog="Example: reviewer dossier show mimo-v2.5-pro --edition 1 --json")
@click.argument("model")
@edition_option("A frozen edition, as it was: its number, or its hash.")
@suite_option
@claims_option
@json_option
@database_option
@tells("a dossier")
def show(
    model: str, edition: int | str | None, suite: str | None, claims: str | None, as_json: bool, db: str | None
) -> None:
    """Print the dossier of a MODEL as it stands: the frozen edition, or what would be built now.

    With --json all of it, raw: nothing is redacted here.
    """
    from reviewer.dossier.standing import standing
    from reviewer.operations import dossiers_states
    from reviewer.review.publishing import FROZEN
    from reviewer.review.wording import sentence

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        if edition is not None or dossiers_states.standing(connection, of).state == FROZEN:
            made = dossiers_states.frozen(connection, of, edition)
        else:
            made, _ = _built(connection, of, claims)
        events = dossiers_states.history(connection, of)
        later = dossiers_states.superseded(connection, of, made)
    if as_json:
        out_json(made.model_dump(mode="json"))
        if later:
            say(later)
        return
    _print(made)
    if later:
        out(later)
    known = {event.ulid: event for event in events}
    for event in events:
        why = f": {event.reason}" if event.reason else ""
        out(visible_line(f"{event.at}  {event.author} {sentence(event, known)}{why}"))
    for section in made.sections:
        own = [one for one in made.claims if one.section == section.id]
        if own:
            out("")
            out(Strong(section.title))
        for one in own:
            out(f"  {visible_line(one.text)}")
            out(f"    {one.id}  {standing(one)}{''.join(f'  {name}' for name in one.figures)}")
    for erratum in made.errata:
        out(f"corrects edition {erratum.edition}: {erratum.what}: {erratum.old} → {erratum.new} ({erratum.reason})")


@dossier.command(epilog="Example: reviewer dossier names mimo-v2.5-pro unsafe")
@click.argument("model")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@suite_option
@json_option
@database_option
@tells("a dossier")
def names(model: str, words: tuple[str, ...], suite: str | None, as_json: bool, db: str | None) -> None:
    """List what the prose about a MODEL can quote: figures, traps, citations; only names with every WORD in them."""
    from reviewer.dossier.completion import matching
    from reviewer.operations import dossiers_states

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        made, _ = _built(connection, of, None)
    found = matching(made, *words)
    if as_json:
        out_json([{"write": one.write, "shown": one.shown, "about": one.about} for one in found])
    elif not found:
        say("nothing is called so")
    else:
        _quotables(found)


@dossier.command(epilog="Example: reviewer dossier private mimo-v2.5-pro --json")
@click.argument("model")
@suite_option
@claims_option
@json_option
@database_option
@tells("a dossier")
def private(model: str, suite: str | None, claims: str | None, as_json: bool, db: str | None) -> None:
    """Print what stays inside the team: where the runs of a MODEL came from, components, who read what.

    No page and no export holds any of it.
    """
    from reviewer.operations import dossiers_states
    from reviewer.operations.dossiers_private import private as of_team

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        made, file = _built(connection, of, claims)
        found = of_team(connection, made, file)
    if as_json:
        out_json(found.model_dump(mode="json"))
        return
    out(Strong(found.model), f"  {found.suite}  NOT FOR PUBLICATION")
    for run in found.runs:
        reason = f" ({run.reason})" if run.reason else ""
        out(f"run {run.id}  {run.slug}  {run.state}{reason}  {run.transcripts:,} transcripts")
        judges = ", ".join(run.judges) or "nobody"
        out(f"    {run.partial:,} ended at a limit, {run.failed:,} failed; judged by {judges}")
        for name in run.files:
            out(f"    {name}")
        for key, value in run.harness.items():
            out(f"    {key}: {value}")
    for name, shown in found.components.items():
        out(f"{name}  {shown}")
    for line in (*found.coverage, *found.conclusions):
        out(line)


def place_of(of: Named, claims: str | None) -> Path:
    """The claims file that is meant."""
    from reviewer.operations.dossiers_claims import default_place

    return Path(claims) if claims else default_place(of.model)


def claims_of(connection: sqlite3.Connection, of: Named, claims: str | None) -> ClaimsFile | None:
    """The claims of the file, where there is one. NotFound where one was named and is not there."""
    from reviewer.errors import NotFound
    from reviewer.operations import dossiers_claims

    place = place_of(of, claims)
    file = dossiers_claims.read(connection, of, place)
    if said := dossiers_claims.stand_in(connection, of, place):
        say(said)
    if file is None and claims is not None:
        raise NotFound(f"{place}: there is no such file; `reviewer dossier edit` makes one")
    return file


def _built(
    connection: sqlite3.Connection, of: Named, claims: str | None, runs: tuple[str, ...] = ()
) -> tuple[Dossier, ClaimsFile | None]:
    """The dossier with its claims."""
    from reviewer.operations import dossiers

    file = claims_of(connection, of, claims)
    return dossiers.build(connection, of.model, suite=of.suite, runs=runs or None, claims=file), file


def _quotables(found: list[Quotable]) -> None:
    """Names with short values as a table; sentences and citations, which are long, each in a last column of its own."""
    cited = [one for one in found if one.write.startswith("[")]
    long = [one for one in found if one not in cited and len(one.shown) > _SHORT]
    short = [one for one in found if one not in cited and one not in long]
    tables = (
        (("WRITE", "SHOWN", "ABOUT"), [(one.write, one.shown, one.about) for one in short]),
        (("WRITE", "SHOWN"), [(one.write, one.shown) for one in long]),
        (("ABOUT", "WRITE"), [(one.about, one.write) for one in cited]),
    )
    for place, (head, rows) in enumerate((head, rows) for head, rows in tables if rows):
        if place:
            out("")
        table(head, rows, clip=[name for name in ("ABOUT", "SHOWN", "WRITE") if name in head[:1] + head[-1:]])


def _counts(made: Dossier) -> dict[str, Any]:
    origins = Counter(one.origin for one in made.figures)
    return {
        "model": made.model.id,
        "suite": made.suite.name,
        "state": made.state,
        "edition": made.edition,
        "supersedes": made.supersedes,
        "synthetic": made.synthetic,
        "made_at": made.made_at,
        "runs": [one.id for one in made.runs],
        "transcripts": len(made.transcripts),
        "figures": origins["counted"],
        "published_figures": origins["published"],
        "traps": len(made.traps),
        "use_cases": len(made.use_cases.rows) if made.use_cases else 0,
        "left_out": list(made.use_cases.left_out) if made.use_cases else [],
        "findings": len(made.findings),
        "patterns": len(made.patterns),
        "citations": len(made.citations),
        "claims": len(made.claims),
        "errata": len(made.errata),
        "coverage": made.coverage.sentence,
    }


def _print(made: Dossier) -> None:
    from reviewer.dossier.standing import standing

    counts = _counts(made)
    runs = f"{len(made.runs)} run{'s' * (len(made.runs) != 1)} ({', '.join(one.id for one in made.runs)})"
    marks = [f"edition {made.edition}" if made.edition else "", "synthetic" if made.synthetic else ""]
    head = [made.suite.name, made.state, *(mark for mark in marks if mark)]
    out(Strong(made.model.label), "  ", visible_line(", ".join(head)))
    out(visible_line(f"{runs}, {counts['transcripts']:,} transcripts"))
    beside = f", and {counts['published_figures']:,} that others published" if counts["published_figures"] else ""
    out(f"{counts['figures']:,} figures{beside}; {counts['traps']:,} traps; {counts['use_cases']:,} use cases")
    if counts["left_out"]:
        out(visible_line(f"the table by use case leaves out {', '.join(counts['left_out'])}"))
    out(f"{counts['findings']:,} findings, {counts['patterns']:,} patterns, {counts['citations']:,} citations")
    support = Counter(standing(one) for one in made.claims)
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(support.items()))
    out(f"{counts['claims']:,} claims" + (f": {told}" if told else ""))
    unsupported = [one for one in made.claims if standing(one) == "unsupported"]
    for one in unsupported[:_MOST]:
        out(visible_line(f"    unsupported: {one.text} ({one.id})"))
    if len(unsupported) > _MOST:
        out(f"    and {len(unsupported) - _MOST:,} more: `reviewer dossier show {made.model.id}` lists them")
    out(visible_line(made.coverage.sentence))


def _print_problems(found: list[Problem]) -> None:
    """The errors, and how much more there is."""
    errors = [one for one in found if one.level == "error"]
    for one in errors[:_MOST]:
        say(str(one))
    if found:
        warnings = len(found) - len(errors)
        counts = f"{len(errors):,} error{'s' * (len(errors) != 1)}, {warnings:,} warning{'s' * (warnings != 1)}"
        say(f"the claims have {counts}; `reviewer lint` lists them")
