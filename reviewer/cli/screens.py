"""`reviewer open`, which is also what `reviewer` alone does: the screens, where there is a terminal for them."""

from __future__ import annotations

import sys

import click

from reviewer.cli.common import database, database_option
from reviewer.cli.output import is_terminal
from reviewer.errors import NoTerminal, UsageError


def need_terminal(instead: str) -> None:
    """Raises NoTerminal, which says what to do instead, unless both ends are a terminal."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise NoTerminal(f"there is no terminal to open the screens in; {instead}")


@click.command("open", epilog="Example: reviewer open study.db --transcript 7gq2m8k4x0ve")
@click.argument("file", required=False)
@click.option("--transcript", metavar="ID", help="Go straight to this transcript: its id, or RUN/CASE.")
@click.option("--message", metavar="N", type=click.IntRange(min=1), help="And there to message N.")
@click.option("--dossier", metavar="MODEL", help="Go straight to the dossier of this model.")
@database_option
def open_(
    file: str | None = None,
    transcript: str | None = None,
    message: int | None = None,
    dossier: str | None = None,
    db: str | None = None,
) -> None:
    """Open the library, a transcript or a dossier in the terminal.

    FILE is the database, as `--db` names it.
    """
    need_terminal("`reviewer list` and `reviewer show ID` print instead")
    if file and db:
        raise UsageError(f"one database at a time, not both {file} and {db}")
    if message and not transcript:
        raise UsageError("`--message` needs `--transcript`")
    if dossier and transcript:
        raise UsageError("`--dossier` or `--transcript`, not both")
    from reviewer.tui import open_program

    open_program(database(file or db), transcript, message, dossier)
