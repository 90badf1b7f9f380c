"""`reviewer export`: what was made here, as files for others."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.common import InOrder, database_option, pass_on, reading
from reviewer.cli.output import out, say


@click.group(cls=InOrder, epilog="Example: reviewer export reviews --jsonl ann.jsonl")
@database_option
@click.pass_context
def export(ctx: click.Context, db: str | None) -> None:
    """Write what was made here to files."""
    pass_on(ctx, db)


@export.command(epilog="Example: reviewer export reviews --jsonl ann.jsonl")
@click.option("--jsonl", "target", required=True, metavar="FILE", help="Where to; - is standard output.")
@database_option
def reviews(target: str, db: str | None) -> None:
    """Write all reviews to one file, complete.

    A line of JSON for each decision, receipt, proposal, taxonomy and queue. `reviewer merge FILE` brings them into
    another database; in an empty one that gives the same reviews again. Transcripts are not in it.
    """
    from reviewer.operations import exports

    with reading(db) as connection:
        if target == "-":
            for line in exports.lines(connection):
                out(line)
            return
        count = exports.write(connection, Path(target))
    say(f"{target}: {count:,} records")
