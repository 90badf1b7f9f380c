"""What a command tells before one's own word: it is refused, or `--unblind` shows it; and what was shown is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import Command, database, reading
from reviewer.cli.output import say

if TYPE_CHECKING:
    import sqlite3


def unblind_option(command: Command) -> Command:
    """`--unblind`, the same everywhere."""
    say_what = "Show it before your own word; your verdicts will say that you saw it."
    return click.option("--unblind", is_flag=True, help=say_what)(command)


def tells(what: str) -> Callable[[Command], Command]:
    """For a command that prints what came of cases: while its caller has to read some of them blind, it is refused."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def guarded(*args: Any, unblind: bool, **given: Any) -> Any:
            ask_first(given["db"], what, unblind=unblind)
            return command(*args, **given)

        return unblind_option(guarded)  # type: ignore[return-value] # the same call, and one option more

    return decorate


def waiting(connection: sqlite3.Connection) -> list[str]:
    """The transcripts that the caller has still to read blind, and of which nothing was told yet."""
    from reviewer.store.blind import any_blind

    if not any_blind(connection):
        return []
    from reviewer.operations import blindness
    from reviewer.operations.authors import default_author

    return blindness.waiting(connection, default_author())


def ask_first(db: str | None, what: str, *, unblind: bool) -> None:
    """Raises Blinded where the caller has cases to read blind; with `unblind` that they were told is kept instead."""
    with reading(db) as connection:
        left = waiting(connection)
    if not left:
        return
    from reviewer.operations import blindness
    from reviewer.operations.authors import default_author

    who = default_author()
    if not unblind:
        raise blindness.refusal(left, what)
    blindness.keep(database(db), dict.fromkeys(left, blindness.TOLD), who)
    say(f"kept: {who} saw it before a word on {len(left):,} of a blind queue")


def saw(
    db: str | None,
    transcripts: Iterable[str],
    *,
    machine: bool = False,
    others: bool = False,
    reviewer: str | None = None,
) -> int:
    """Keeps what was printed for a person of transcripts on which an own word is still to come; what fails is said.

    On how many of them that is new.
    """
    from reviewer.errors import StoreError
    from reviewer.operations import blindness
    from reviewer.operations.authors import default_author
    from reviewer.review.decisions import Saw

    seen, who = dict.fromkeys(transcripts, Saw(machine=machine, others=others)), reviewer or default_author()
    if not seen:
        return 0
    with reading(db) as connection:
        new = blindness.without_word(connection, seen, who)
    try:
        blindness.keep(database(db), new, who)
    except StoreError as error:
        say(f"NOT kept that you saw it: {error}")
        return 0
    return len(new)


def saw_traps(db: str | None, transcripts: Iterable[str]) -> None:
    """The same of traps, one by one, whose count was printed; also of whoever has reviewed nothing here so far."""
    from reviewer.operations.authors import default_author

    who = default_author()
    if new := saw(db, transcripts, machine=True, reviewer=who):
        say(f"kept: {who} saw what the checks read off {new:,} trap run{'s' * (new != 1)} before an own verdict")
