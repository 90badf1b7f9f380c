"""`reviewer list`, `show`, `search` and `schema`: what there is, for a pipe and for a person without the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewer.cli.blindness import saw, unblind_option
from reviewer.cli.common import blind, database_option, json_option, reading
from reviewer.cli.output import REMARKS, Strong, out, out_json, say, table
from reviewer.errors import Blinded, UsageError
from reviewer.store.blind import NOT_BY_MODEL, untold
from reviewer.store.filters import SORTABLE
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.store.filters import Filter
    from reviewer.store.rows import TranscriptRow
    from reviewer.store.search import Hit

_ROWS_ONLY = ("key", "rowid", "revision", "first_message")
"""Columns that mean something inside one database only."""


@click.command(
    "list",
    context_settings={"ignore_unknown_options": True},  # a filter may begin with a dash
    epilog="Example: reviewer list model:kimi class:solvable 'score:<0.5' --sort -words",
)
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@click.option("--sort", metavar="COLUMN", default="", help=f"One of {', '.join(SORTABLE)}; -COLUMN for the other way.")
@json_option
@database_option
def list_(words: tuple[str, ...], sort: str, as_json: bool, db: str | None) -> None:
    """List transcripts.

    A FILTER is a word to be found in case, intent, model or run, or a value with its key: model: run: suite: case:
    class: intent: status: score: tag: is:. Values of one key are alternatives, different filters must all hold, a dash
    in front excludes, `=` before a value asks for the whole of it. tag: finds what has a finding with such a tag, or
    with `none` no finding. After is: stand warned, scored, synthetic, unknown (a case that the suite does not have),
    valid, superseded and invalid; and of your own work unread, undecided (an outcome is asked for, and you gave none)
    and left (you are not done with it).
    """
    from reviewer.cli.page import remarks
    from reviewer.store import filters, transcripts

    for word in words:
        if word.startswith("--"):
            raise UsageError(f"there is no option {word}")
    order, wanted = filters.sort(sort), filters.parse(typed(words))
    refuse_unknown(words, wanted)
    with reading(db) as connection:
        hidden = blind(connection)
        found = transcripts.rows(connection, transcripts.keys(connection, wanted, order, hidden))
        waiting = {row.id for row in found if row.id not in hidden and hidden.score_waits(row)}
        rows = hidden.rows(found)
        tagged = untold(connection, hidden) if any(term.key == "tag" for term in wanted.terms) else 0
    if as_json:
        out_json(
            [
                _data(row)
                | ({"model": None, "run": None} if row.id in hidden else {})
                | ({"score": None} if row.id in waiting else {})
                for row in rows
            ]
        )
        return
    if tagged:
        say(f"{tagged:,} with findings of others wait for your own outcome: no tag finds those before it")
    if not rows:
        say("no transcript matches" if wanted.terms else "no transcripts yet; `reviewer load FILES` brings them in")
        return
    if hidden:
        say(f"{len(hidden.ids):,} are in a blind queue of yours: no filter finds those by model, run or score")
    if waiting and (order.column == "score" or any(term.key == "score" for term in wanted.terms)):
        few = "score waits" if len(waiting) == 1 else "scores wait"
        say(f"{len(waiting):,} {few} for your own word: none is shown, searched or sorted by before it")
    table(
        ("ID", "SUITE", "CASE", "RUN", "MODEL", "CLASS", "INTENT", "SCORE", "MESSAGES", "CALLS", "WORDS", REMARKS),
        [
            (
                *(row.id, row.suite, row.case, row.run, row.model, row.case_class, row.intent, row.score),
                *(row.messages, row.calls, row.words, ", ".join(remarks(row))),
            )
            for row in rows
        ],
        clip=("SUITE", "MODEL", "RUN", "CASE", "CLASS", "INTENT", "SCORE", REMARKS),
        leave=("INTENT", "CALLS", "SUITE", "WORDS", "CLASS", "MESSAGES"),
    )


@click.command(epilog="Example: reviewer show 7gq2m8k4x0ve | less")
@click.argument("transcript", metavar="ID")
@click.option("--policy", is_flag=True, help="With the policy and the tool definitions in full.")
@unblind_option
@json_option
@database_option
def show(transcript: str, policy: bool, unblind: bool, as_json: bool, db: str | None) -> None:
    """Print one transcript, message by message.

    Each result stands beside its call. ID is what `reviewer list` prints first, a beginning of it that is clear, or
    RUN/CASE. With `--json` it comes in the native form, raw and complete, as `reviewer load` reads it. Where an
    outcome is asked for, or a queue has given it to you, scores are printed after your own word, or with `--unblind`.
    """
    from reviewer.store import transcripts

    with reading(db) as connection:
        row = transcripts.find(connection, transcript)
        hidden = blind(connection)
        if row.id in hidden and ("/" in transcript or as_json):
            asked = "the native form names its model" if as_json else "say its id and not its run"
            raise UsageError(f"{transcript} is in a blind queue of yours: {asked}")
        waits = row.id not in hidden and hidden.score_waits(row)
        if as_json and waits and not unblind:
            raise Blinded(
                f"{transcript} has a score that waits for your own verdict, and the native form has it;"
                " `--unblind` prints it, and your verdict will say that you saw it"
            )
        if as_json:
            from reviewer.operations.native import native

            out_json(native(connection, row))
        else:
            from reviewer.cli.page import print_page

            shown = row if waits and unblind else hidden.row(row)
            print_page(connection, shown, policy=policy, hidden=hidden)
    if waits and unblind:
        saw(db, [row.id], machine=True)


@click.command(epilog="Example: reviewer search 'no need to return' role:agent tool:refund")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=50, show_default=True, help="Print so many.")
@json_option
@database_option
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], limit: int, as_json: bool, db: str | None) -> None:
    """Search all text, newest first. Exit code 1 says that nothing was found.

    Messages, reasoning, arguments and results are searched. All words must stand in one message. A "phrase in
    quotes" must stand as it is, refund* finds longer words, and role: tool: model: case: class: intent: run: narrow the
    search, to the whole name with = in front of it, as in tool:=refund. Nothing is excluded: a dash in front of a word
    is left out. What is not understood is said.
    Words are whole words, in Arabic with the article; in Chinese, Japanese, Korean and Thai any characters are found.
    """
    from reviewer.store import fulltext
    from reviewer.store import search as searching

    asked = searching.query(typed(words))
    if not asked:
        raise UsageError("; ".join([f"there is no word to look for in {' '.join(words)!r}", *asked.said]))
    with reading(db) as connection:
        hidden = blind(connection)
        wanted = hidden.query(asked)
        hits = hidden.hits(searching.hits(connection, wanted, limit, hidden=hidden))
        total = searching.count(connection, wanted)
        notes = searching.notes(connection, wanted)
        through, last = fulltext.progress(connection)
    for note in [*notes, *([] if wanted == asked else [NOT_BY_MODEL])]:
        say(note)
    if through < last:
        say(f"only {through / last:.0%} of all text is searchable yet; `reviewer load` with any file goes on")
    if as_json:
        out_json([_data(hit) for hit in hits])
    elif not hits:
        say("nothing found")
    else:
        for hit in hits:
            _print_hit(hit)
    if total > len(hits):
        say(f"the {'first' if hidden else 'newest'} {len(hits):,} of {total:,}; `--limit {total}` prints all")
    if any(hit.id in hidden for hit in hits):
        say("those of a blind queue of yours come last, and shuffled: when they were loaded would tell their model")
    ctx.exit(0 if hits else 1)


SCHEMAS = ("transcript", "suite", "proposal", "dossier", "board")


@click.command(epilog="Example: reviewer schema dossier > dossier.schema.json")
@click.argument("what", type=click.Choice(SCHEMAS), default=SCHEMAS[0])
def schema(what: str) -> None:
    """Print the JSON Schema of a form: a transcript's, unless told.

    A native file of transcripts is JSONL, one transcript a line, and so is a file of proposals.
    """
    import json
    from importlib.resources import files

    out_json(json.loads(files("reviewer.model").joinpath(f"{what}.schema.json").read_text("utf-8")))


def typed(words: tuple[str, ...]) -> str:
    """What the shell handed over, as one would type it in the program: what it unquoted is one phrase again."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word and ":" not in word else word for word in words)


def refuse_unknown(words: tuple[str, ...], wanted: Filter) -> None:
    """Raises UsageError for a filter that makes no sense: without it a script would go on with all transcripts."""
    from reviewer.store import filters

    # A screen waits for the rest of `model:`; here nobody types on, such as where a script's variable is empty.
    unknown = [*wanted.unknown, *(word for word in words if word.strip() and filters.parse(word) == filters.EVERYTHING)]
    if not unknown:
        return
    raise UsageError(f"not understood as a filter: {' '.join(unknown)}; {filters.there_are(unknown[0])}")


def _data(row: TranscriptRow | Hit) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__ if name not in _ROWS_ONLY}


def _print_hit(hit: Hit) -> None:
    marks = ["synthetic"] if hit.synthetic else []
    if hit.run_state != "valid":
        marks.append(hit.run_state)
    around = [f"{hit.run}/{hit.case}", hit.model, hit.case_class, hit.role, hit.tool, *marks]
    out(Strong(f"{hit.id} M{hit.number}.{hit.field}"), "  ", visible_line("  ".join(part for part in around if part)))
    pieces, place = ["    "], 0
    for start, end in hit.matches:
        pieces += (visible_line(hit.snippet[place:start]), Strong(hit.snippet[start:end]))
        place = end
    out(*pieces, visible_line(hit.snippet[place:]))
