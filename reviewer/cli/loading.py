"""`reviewer load` and `reviewer demo`: files come in, and the person hears what became of each."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from reviewer.cli.checking import bring_up_to_date
from reviewer.cli.common import database, database_option, json_option
from reviewer.cli.output import Ticker, out_json, say
from reviewer.cli.screens import need_terminal
from reviewer.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from reviewer.operations.load import FileSummary, Progress, Summary

_MOST = 10
"""Refusals of one file that are named one by one."""

_NAMED = 3
"""Kinds of warnings that a count names."""


@click.command(epilog="Example: reviewer load runs/ more/*.eval results.json.gz --model kimi-k2")
@click.argument("files", nargs=-1, metavar="FILES...")
@click.option("--model", metavar="NAME", help="The model, where the files do not say, or say it wrong.")
@click.option("--run", metavar="ID", help="The run; without it the run is called after its file.")
@click.option(
    "--index",
    metavar="K",
    type=click.IntRange(min=1),
    help="Which of the model's runs it is: k of N. For files of one run.",
)
@click.option("--suite", metavar="NAME", help="The benchmark.")
@click.option(
    "--newer",
    is_flag=True,
    help="Take what differs from what another file held as newer: a revision, to which findings are carried over.",
)
@json_option
@database_option
@click.pass_context
def load(
    ctx: click.Context,
    files: tuple[str, ...],
    model: str | None,
    run: str | None,
    index: int | None,
    suite: str | None,
    newer: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Load run files: files, folders, globs.

    The format is recognised by content. Loading again is cheap: what has not changed is passed over, what has
    changed becomes a new revision. At the end the facts of `reviewer check` are read. Exit code 1 says that something
    was refused, 3 that nothing usable came in.
    """
    if not files:
        raise UsageError("name the files or folders to load, such as `reviewer load runs/`")
    for option, word in (("--model", model), ("--run", run), ("--suite", suite)):
        if word is not None and not word.strip():
            raise UsageError(f"`{option}` is blank: a name was expected, or leave it out")
    if "-" in files:
        raise UsageError("a load needs files that can be read again, so not `-`; write the stream into one first")
    from reviewer.formats.contract import Fill
    from reviewer.operations import load as operation

    ticker = Ticker()
    path = database(db)
    try:
        summary = operation.load(
            path, files, Fill(model, run, index, suite), on_progress=lambda p: ticker.show(_line(p)), newer=newer
        )
    finally:
        ticker.clear()
    checked = bring_up_to_date(path) if summary.searchable else None
    if as_json:
        out_json(_data(summary) | {"checked": checked.transcripts if checked else 0})
    _tell(summary, path)
    ctx.exit(summary.exit_code)


@click.command(epilog="Example: reviewer demo")
@click.option("--no-open", is_flag=True, help="Only load; do not open the library.")
@database_option
@click.pass_context
def demo(ctx: click.Context, no_open: bool, db: str | None) -> None:
    """Try the program on three models' runs of a support desk, 1,458 made-up conversations.

    Where neither --db nor REVIEWER_DB names one, they are kept in a database of their own, beside yours.
    """
    if not no_open:
        need_terminal("`reviewer demo --no-open` only loads")
    from reviewer.operations.demo import demo as operation
    from reviewer.operations.paths import DATABASE_VARIABLE, demo_database

    path = database(db) if db or os.environ.get(DATABASE_VARIABLE) else demo_database()
    ticker = Ticker()
    try:
        summary = operation(path, on_progress=lambda p: ticker.show(_line(p)))
    finally:
        ticker.clear()
    if summary.searchable:
        bring_up_to_date(path)
    if no_open or summary.exit_code:
        for file in summary.files:
            if file.refused:
                _tell_file(file)
        _tell_all(summary, path)
        ctx.exit(summary.exit_code)
    from reviewer.tui import open_program

    open_program(path, None, None)


def _line(progress: Progress) -> str:
    """How far a load is, in one line."""
    share = progress.bytes_done / progress.bytes_total if progress.bytes_total else 1
    if progress.phase == "search":
        return f"{share:4.0%}  making all text searchable  {progress.bytes_done:,} of {progress.bytes_total:,} messages"
    files = f"file {min(progress.files_done + 1, progress.files_total):,} of {progress.files_total:,}"
    return f"{share:4.0%}  {files}  {progress.transcripts:,} transcripts  {progress.file}"


def _tell(summary: Summary, path: Path) -> None:
    """What became of each file, and of all together, where that is not the same."""
    for file in summary.files:
        if _was_reached(file, summary):
            _tell_file(file)
    _tell_all(summary, path)


def _was_reached(file: FileSummary, summary: Summary) -> bool:
    """Whether a load that was interrupted came to this file."""
    return bool(file.transcripts or file.refused) or not summary.interrupted


def _tell_all(summary: Summary, path: Path) -> None:
    for note in summary.notes:
        say(note)
    counts = _counts(summary)
    seen = sum(_was_reached(file, summary) for file in summary.files)
    if len(summary.files) != 1 and (seen or not summary.interrupted):
        of = f"{seen:,} of " if seen < len(summary.files) else ""
        many = f"{of}{len(summary.files):,} {_plural(len(summary.files), 'file')}"
        say(f"{many}: {counts or 'nothing that could be used'}")
    if summary.interrupted:
        say(f"interrupted: {_came_in(summary)} in {path}; the same command goes on from there")
    elif summary.added or summary.revised:
        say(f"in {path}; `{_opening(path)}` opens it")


def _opening(path: Path) -> str:
    """What a person types to see what has come in."""
    from reviewer.operations.paths import DATABASE_VARIABLE, default_database, demo_database

    known = {default_database(): "reviewer"}
    if not os.environ.get(DATABASE_VARIABLE):  # which the demo would open too
        known[demo_database()] = "reviewer demo"
    return known.get(path, f"reviewer open {shlex.quote(str(path))}")


def _tell_file(file: FileSummary) -> None:
    name = f"{file.name} ({file.format})" if file.format else file.name
    counts = "not changed since it was loaded" if file.skipped else _counts(file)
    if file.transcripts or not file.refused:
        say(f"{name}: {counts or 'no transcript in it'}")
    for place, reason in file.refused[:_MOST]:
        say(f"{file.name}: {place}: {reason}" if place else f"{file.name}: {reason}")
    if len(file.refused) > _MOST:
        say(f"{file.name}: {len(file.refused) - _MOST:,} more were refused; `reviewer doctor` names them")
    for note in file.notes:
        say(f"{file.name}: {note}")


def _counts(of: FileSummary | Summary) -> str:
    refused = of.refused if isinstance(of.refused, int) else len(of.refused)
    gone = getattr(of, "gone", 0)
    said = [
        f"{of.added:,} {_plural(of.added, 'transcript')} added" if of.added else "",
        f"{of.revised:,} revised" if of.revised else "",
        f"{of.unchanged:,} unchanged" if of.unchanged else "",
        f"{refused:,} refused" if refused else "",
        f"{of.warnings:,} {_plural(of.warnings, 'warning')}{_which(of)}" if of.warnings else "",
        f"{gone:,} no longer in it, kept" if gone else "",
    ]
    return ", ".join(part for part in said if part)


def _which(of: FileSummary | Summary) -> str:
    """The warnings by name, most frequent first."""
    codes = [code.replace("-", " ") for code, _ in of.warned.most_common()]
    more = f" and {len(codes) - _NAMED:,} more" if len(codes) > _NAMED else ""
    return f" ({'; '.join(codes[:_NAMED])}{more})"


def _came_in(summary: Summary) -> str:
    kept = summary.added + summary.revised + summary.unchanged
    return f"{kept:,} {_plural(kept, 'transcript')} {'stays' if kept == 1 else 'stay'}"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else word + "s"


def _data(summary: Summary) -> dict[str, object]:
    from dataclasses import asdict

    files = [
        asdict(file) | {"refused": [{"place": p, "reason": r} for p, r in file.refused], "warned": dict(file.warned)}
        for file in summary.files
    ]
    return {
        "files": files,
        "notes": summary.notes,
        "interrupted": summary.interrupted,
        "searchable": summary.searchable,
        "carried": summary.carried,
        **{name: getattr(summary, name) for name in ("added", "revised", "unchanged", "refused", "warnings")},
    }
