"""`reviewer export`: what was made here, as files for others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import ask_first, tells, unblind_option, waiting
from reviewer.cli.board import board_options
from reviewer.cli.common import Command, InOrder, database, database_option, edition_option, pass_on, reading
from reviewer.cli.dossier import runs_option, suite_option
from reviewer.cli.output import Ticker, is_terminal, out, say

if TYPE_CHECKING:
    from reviewer.operations.publish import Written


@click.group(cls=InOrder, epilog="Example: reviewer export report --model kimi-k2.6 kimi-report/")
@database_option
@click.pass_context
def export(ctx: click.Context, db: str | None) -> None:
    """Write what was made here to files."""
    pass_on(ctx, db)


def _options(formats: tuple[str, ...], *, folder: bool) -> Callable[[Command], Command]:
    """What every export of a model takes; `formats` has the usual one first."""

    def decorate(command: Command) -> Command:
        where = "a folder" if folder else "a file"
        for option in reversed(
            [
                click.argument("out", type=click.Path(path_type=Path)),
                click.option("--model", required=True, metavar="NAME", help="The model."),
                click.option(
                    "--format",
                    "format_",
                    type=click.Choice(formats),
                    default=formats[0],
                    help=f"{formats[0]} unless told.",
                ),
                runs_option,
                suite_option,
                edition_option("As edition N (or a hash) froze it; the present one, where it is frozen."),
                click.option(
                    "--claims", type=click.Path(path_type=Path), metavar="FILE", help="The claims; dossiers/MODEL.md."
                ),
                click.option("--names", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help=NAMES),
                click.option("--raw", is_flag=True, help=PLAINLY),
                click.option("--with-errors", is_flag=True, help="Print claims too that `reviewer lint` refuses."),
                click.option("--force", is_flag=True, help=f"Replace {where} that is there."),
                database_option,
            ]
        ):
            command = option(command)
        return command

    return decorate


NAMES = "Names to redact besides, one a line."
PLAINLY = "Redact nothing: e-mails, phones and names stay in; the files are for you alone to read."
_HTML = "html unless told."


@export.command(epilog="Example: reviewer export report --model kimi-k2.6 kimi-report/")
@_options(("html", "md", "json", "csv"), folder=True)
@tells("a report")
def report(**given: Any) -> None:
    """Write the deep report of a model: a folder that works from disk.

    The page, a page for each cited transcript, the data that it stands on, and a manifest that `reviewer verify` reads.
    Personal data is redacted. `json` and `csv` are that data alone, as `reviewer export dossier` writes it.
    """
    _export("report", **given)


@export.command(epilog="Example: reviewer export dossier --model kimi-k2.6 kimi.json")
@_options(("json", "md", "html", "csv", "db"), folder=True)
@tells("a dossier")
def dossier(**given: Any) -> None:
    """Write all that a page about a model stands on: one JSON file, a folder of tables, or a SQLite file.

    `md` and `html` are the deep report in one file, without the transcripts that it cites.
    """
    _export("dossier", **given)


@export.command(epilog="Example: reviewer export findings --model kimi-k2.6 --format tau2 notes.json")
@_options(("csv", "json", "md", "html", "tau2"), folder=False)
@tells("a list of findings")
def findings(**given: Any) -> None:
    """Write the findings of a model; `tau2` makes them notes on simulations, as τ²-bench keeps them."""
    _export("findings", **given)


@export.command(epilog="Example: reviewer export figures --model kimi-k2.6 figures.csv")
@_options(("csv", "json", "md", "html"), folder=False)
@tells("a list of figures")
def figures(**given: Any) -> None:
    """Write every figure of a model with its fraction, its interval and how it was counted."""
    _export("figures", **given)


@export.command(epilog="Example: reviewer export transcripts --model kimi-k2.6 kimi-transcripts/")
@_options(("html", "md", "json", "csv"), folder=True)
@tells("such a page")
def transcripts(**given: Any) -> None:
    """Write all transcripts of a model as pages, as one JSON file, or as CSV with a row for each message."""
    _export("transcripts", **given)


@export.command(epilog="Example: reviewer export board board/")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(("html", "md", "json", "csv")), default="html", help=_HTML)
@board_options
@click.option("--names", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help=NAMES)
@click.option("--raw", is_flag=True, help=PLAINLY)
@click.option("--force", is_flag=True, help="Replace what is there.")
@database_option
@tells("the board")
def board(
    out: Path,
    format_: str,
    suite: str | None,
    published: Path | None,
    no_published: bool,
    claims: Path | None,
    names: tuple[Path, ...],
    raw: bool,
    force: bool,
    db: str | None,
) -> None:
    """Write the page that compares all models of a suite: a folder with the page and its tables, or one JSON file.

    Each row leads to the deep report of its model, where that was exported into a folder beside this one.
    """
    from reviewer.operations.board import Wanted
    from reviewer.operations.publish_board import publish

    wanted = Wanted(suite, published, no_published, claims)
    with _ticking() as told:
        made = publish(database(db), wanted, format_, out, raw=raw, names=names, force=force, progress=told)
    _tell(made, raw=raw)


@export.command(epilog="Example: reviewer export reviews --jsonl ann.jsonl")
@click.option("--jsonl", "target", required=True, metavar="FILE", help="Where to; - is standard output.")
@click.option(
    "--without-keys",
    is_flag=True,
    help="Leave out the keys of published pages, the values behind their placeholders, and editions.",
)
@unblind_option
@database_option
def reviews(target: str, without_keys: bool, unblind: bool, db: str | None) -> None:
    """Write all reviews to one file, complete.

    A line of JSON for each decision, receipt, proposal, taxonomy, queue, frozen edition and manifest of an export.
    `reviewer merge FILE` brings them into another database; in an empty one that gives the same reviews again.
    Transcripts are not in it. It is for the team: it holds the values that redaction took out of what was exported, and
    the keys that keep them from being guessed. `--without-keys` leaves those out, and frozen editions; quotes and notes
    stay as they are, so read what you hand on.
    What others said is in it, too: while you have cases to read blind it goes to a file or a pipe, to a screen only
    with `--unblind`.
    """
    from reviewer.operations import exports

    if target == "-" and is_terminal(sys.stdout):
        ask_first(db, "all reviews", unblind=unblind)
    with reading(db) as connection:
        if left := len(waiting(connection)):
            wait = "case that waits" if left == 1 else "cases that wait"
            say(f"it holds what others said of {left:,} {wait} for your own word in a blind queue: hand it in unread")
        if target == "-":
            for line in exports.lines(connection, keys=not without_keys):
                out(line)
            return
        count = exports.write(connection, Path(target), keys=not without_keys)
    say(f"{target}: {count:,} records")


def _export(
    kind: str,
    *,
    out: Path,
    model: str,
    format_: str,
    runs: tuple[str, ...],
    suite: str | None,
    edition: int | str | None,
    claims: Path | None,
    names: tuple[Path, ...],
    raw: bool,
    with_errors: bool,
    force: bool,
    db: str | None,
) -> None:
    from reviewer.operations.publish import CLAIMED, Wanted, publish
    from reviewer.review.publishing import FROZEN

    wanted = Wanted(model, kind, format_, runs or None, suite, claims, edition, raw, names, with_errors)
    with _ticking() as told:
        made = publish(database(db), wanted, out, force=force, progress=told)
    if made.dossier is not None and kind in CLAIMED and claims is None and made.dossier.state != FROZEN:
        from reviewer.operations.dossiers_claims import default_place, stand_in
        from reviewer.operations.dossiers_states import Named

        of = Named(made.dossier.suite.name, made.dossier.model.id)
        with reading(db) as connection:
            if said := stand_in(connection, of, default_place(of.model)):
                say(said)
    if made.dossier is not None and made.dossier.edition is not None:
        from reviewer.operations.dossiers_states import Named, superseded

        with reading(db) as connection:
            if said := superseded(connection, Named(made.dossier.suite.name, made.dossier.model.id), made.dossier):
                say(said)
    _tell(made, raw=raw)


@contextmanager
def _ticking() -> Iterator[Callable[[str, int, int], bool]]:
    """What an export tells of its work, on a line that goes away."""
    ticker = Ticker()

    def told(what: str, done: int, of: int) -> bool:
        ticker.show(f"{done / of if of else 1:4.0%}  {what}  {done:,} of {of:,}")
        return True

    try:
        yield told
    finally:
        ticker.clear()


def _tell(made: Written, *, raw: bool) -> None:
    pieces = "file" if made.files == 1 else "files"
    found = RAW if raw else f"redacted: {made.redacted}"
    say(f"{made.path}: {made.files:,} {pieces}, {made.bytes / 1e6:,.1f} MB; {found}")
    for note in made.left_out:
        say(f"on no row: {note}")
    if made.manifest:
        say(f"`reviewer verify {made.path}` says whether it is still what was written")


RAW = "NOT redacted: it may hold personal data"
