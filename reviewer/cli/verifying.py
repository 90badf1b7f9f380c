"""`reviewer verify` and `reviewer diff`: what was published, held against the store and against another edition."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.common import database_option, json_option, reading
from reviewer.cli.output import out, out_json, say, table

if TYPE_CHECKING:
    from reviewer.operations.verify import Verified


@click.command(epilog="Example: reviewer verify kimi-report/ --db study.db")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--inside", is_flag=True, help="Look at the files alone, and at no database.")
@json_option
@database_option
@click.pass_context
def verify(ctx: click.Context, path: Path, inside: bool, as_json: bool, db: str | None) -> None:
    """Say whether a folder that was exported, or one file of it, is what was written, and whether the store bears it.

    Every figure is counted again, every quote found in its message letter by letter and redacted again. Without a
    database (none named, none in your data folder, or --inside) only the inside of the folder is looked at; of a
    dossier.json alone, which has no manifest, that is whether its numbers and names agree with each other. Any other
    single file is held against the bytes that the store wrote. Exit code 1 says that something differs.
    """
    from reviewer.operations.verify import verify as operation

    store = None if inside else _store(db)
    if store is None:
        found = operation(path)
    else:
        with reading(store) as connection:
            found = operation(path, connection)
    if as_json:
        out_json({**asdict(found), "verified": not found.problems})
    else:
        _tell(found)
    ctx.exit(1 if found.problems else 0)


def _store(db: str | None) -> str | None:
    """The database that is meant; None where none is named and none is there."""
    from reviewer.cli.common import database
    from reviewer.operations.paths import DATABASE_VARIABLE

    path = database(db)
    return str(path) if db or os.environ.get(DATABASE_VARIABLE) or path.exists() else None


def _tell(found: Verified) -> None:
    for problem in found.problems:
        out(f"{problem.where}: {problem.says}")
    for note in found.notes:
        say(f"note: {note}")
    well = not found.problems  # else nobody may take what was looked at for what was found to be right
    again, there = (" counted again", " found in the store") if well and found.against_store else ("", "")
    looked = [
        *([f"{found.files:,} {'file' if found.files == 1 else 'files'}"] if found.files else []),
        *([f"{found.figures:,} figures{again}"] if found.figures else []),
        *([f"{found.quotes:,} quotes{there}"] if found.quotes else []),
    ]
    if well:
        how = "all as it was written" if found.held else "nothing in it contradicts itself"
        say(f"{found.path}: {how}: {', '.join(looked)}")
    else:
        count = len(found.problems)
        what = "thing differs" if count == 1 else "things differ"
        say(f"{found.path}: {count:,} {what}; looked at {', '.join(looked)}")


@click.command(epilog="Example: reviewer diff edition-1/dossier.json edition-2/dossier.json")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what is another in one dossier than in an earlier one: figures, outcomes, findings, claims, coverage.

    Each is a dossier.json, or a folder that holds one.
    """
    from reviewer.operations.verify import compared

    changes = compared(old, new)
    if as_json:
        out_json([asdict(one) for one in changes])
        return
    rows = [(one.kind, one.name, one.old or "–", one.new or "–") for one in changes]
    if rows:
        table(("KIND", "NAME", "OLD", "NEW"), rows, clip=("NAME", "OLD", "NEW"))
    say(f"{len(rows):,} {'difference' if len(rows) == 1 else 'differences'}")
