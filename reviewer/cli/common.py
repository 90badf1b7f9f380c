"""What several commands share: the option that names the database, and a connection that reads it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reviewer.cli.output import is_terminal
from reviewer.errors import NoTerminal

if TYPE_CHECKING:
    from reviewer.store.blind import Blind

Command = TypeVar("Command", bound=Callable[..., Any])


class InOrder(click.Group):
    """A group that lists its commands in the order in which they were registered: as a person needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """By registration."""
        return list(self.commands)


def database_option(command: Command) -> Command:
    """`--db FILE`, the same everywhere."""
    say = "The database. Without it: the file that REVIEWER_DB names, or one in your data folder."
    return click.option("--db", metavar="FILE", help=say)(command)


def edition_option(say: str) -> Callable[[Command], Command]:
    """`--edition N`, the same everywhere: a number, or the beginning of a hash, as two may have one number."""

    def named(ctx: click.Context, param: click.Parameter, said: str | None) -> int | str | None:
        if said is None or said.startswith("b2:"):
            return said
        if not (said.isdecimal() and int(said)):
            raise click.BadParameter(f"{said!r} is neither an edition's number, from 1, nor its hash", ctx, param)
        return int(said)

    return click.option("--edition", callback=named, metavar="N", help=say)


def json_option(command: Command) -> Command:
    """`--json`, the same everywhere."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")(command)


def because_option(command: Command) -> Command:
    """`--reason TEXT`, needed for what published figures change with."""

    def given(ctx: click.Context, _param: click.Parameter, said: str | None) -> str | None:
        if not (said or "").strip() and not ctx.resilient_parsing:
            raise click.UsageError("say why: `--reason TEXT` is kept with the change", ctx)
        return said

    return click.option("--reason", callback=given, metavar="TEXT", help="Why; it is needed.")(command)


def database(db: str | None) -> Path:
    """The file that is meant."""
    if db:
        return Path(db).expanduser()
    from reviewer.operations.paths import default_database

    return default_database()


def open_editor(path: Path) -> None:
    """Opens the editor that VISUAL or EDITOR names, or the machine's own.

    Raises NoTerminal where none is named and there is no terminal for another.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise NoTerminal("there is no terminal for an editor, and neither VISUAL nor EDITOR names one")
    click.edit(filename=str(path))


@contextmanager
def reading(db: str | None) -> Iterator[sqlite3.Connection]:
    """A connection for a command that only looks. Raises StoreError."""
    from reviewer.store.connection import open_reading
    from reviewer.store.faults import faults

    connection = open_reading(database(db))
    try:
        with faults(connection):
            yield connection
    except BaseException as error:
        from traceback import clear_frames

        clear_frames(error.__traceback__)  # what was being read, and is left in the middle, closes before the database
        raise
    finally:
        connection.close()


def blind(connection: sqlite3.Connection, reviewer: str | None = None) -> Blind:
    """What whoever asks may not be shown: in a blind queue the model, and what others say; scores that wait."""
    from reviewer.store import blind as hiding

    if not hiding.depends(connection):
        return hiding.NEWCOMER
    if not reviewer:
        from reviewer.operations.authors import default_author

        reviewer = default_author()
    return hiding.blind(connection, reviewer)


def pass_on(ctx: click.Context, db: str | None) -> None:
    """A `--db` that stands before a command holds for it too; one that stands after it is nearer, and wins."""
    if db and isinstance(ctx.command, click.Group):
        ctx.default_map = _everywhere(ctx.command, db)


def _everywhere(command: click.Command, db: str) -> dict[str, Any]:
    within = command.commands if isinstance(command, click.Group) else {}
    return {"db": db} | {name: _everywhere(inner, db) for name, inner in within.items()}
