"""`reviewer board`: all models of a suite beside each other, and what a rule picks of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.blindness import tells
from reviewer.cli.common import Command, database_option, json_option, reading
from reviewer.cli.output import Strong, out, out_json, say, table

if TYPE_CHECKING:
    from reviewer.model.board import Board, BoardRow

_COLUMNS = {
    "over_escalation": "OVER-ESCALATED",
    "unsafe_actions": "UNSAFE",
    "escalation_accuracy": "HANDED OVER",
    "resolution": "RESOLVED",
    "policy": "POLICY",
    "agent_messages": "MESSAGES",
}
"""The columns of the terminal."""

SORTS = ("over_escalation", "unsafe_actions", "escalation_accuracy")


def board_options(command: Command) -> Command:
    """What a board is made of: the same for the terminal and for files."""
    for option in (
        click.option(
            "--claims", type=click.Path(path_type=Path), metavar="FILE", help="Its claims; dossiers/board.md."
        ),
        click.option("--no-published", is_flag=True, help="Without the rows that others published."),
        click.option(
            "--published",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Published rows from this file, not those that come with the program.",
        ),
        click.option("--suite", metavar="NAME", help="The suite, where there are runs of several."),
    ):
        command = option(command)
    return command


@click.command(epilog="Example: reviewer board --sort unsafe_actions")
@board_options
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], help=f"By this column; {SORTS[0]} unless told.")
@json_option
@database_option
@tells("the board")
def board(
    suite: str | None,
    published: Path | None,
    no_published: bool,
    claims: Path | None,
    sort: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Print the board: each model's figures with the rank that the data bear, and what the rules pick.

    A model whose runs are here is counted; any other one stands as others published it, marked, and in no count over
    models. `reviewer export board` makes a page of it.
    """
    from reviewer.operations.board import Wanted, build

    with reading(db) as connection:
        made = build(connection, Wanted(suite, published, no_published, claims))
    if as_json:
        out_json(made.model_dump(mode="json"))
        return
    _print(made, sort)


def _print(made: Board, sort: str) -> None:
    order = next(one for one in made.orders if one.metric == sort)
    ranks = {one.model: (one.first, one.last) for one in order.standings}
    places = {one.model: one.place for one in order.standings}
    rows = sorted(made.rows, key=lambda row: places.get(row.model.id, len(places) + 1))
    out(Strong(made.suite.title), f"  snapshot {made.snapshot.id}")
    out("")
    table(
        ("RANK", "MODEL", "TIER", *_COLUMNS.values(), "BAND", "ROW", "READ"),
        [_cells(row, ranks.get(row.model.id)) for row in rows],
        clip=("MODEL", "READ"),
        leave=("READ", "MESSAGES", "POLICY", "RESOLVED", "TIER"),
    )
    out("")
    table(
        ("PICK", "MODELS", "RULE"),
        [(pick.slot, ", ".join(pick.models), pick.rule) for pick in made.picks],
        clip=("MODELS", "RULE"),
    )
    say(order.rule)
    say(order.ties)
    say("~ behind a band: its interval reaches into another one; a rank a–b: the data do not say more")
    say(f"reading: {made.coverage.sentence}")
    for note in made.left_out:
        say(f"on no row: {note}")


def _cells(row: BoardRow, ranks: tuple[int, int] | None) -> list[str | int | None]:
    shown = [figure.shown if (figure := row.figure(metric)) else None for metric in _COLUMNS]
    rank = "" if ranks is None else f"{ranks[0]}–{ranks[1]}" if ranks[0] != ranks[1] else str(ranks[0])
    band = f"{row.band} ~" if len(row.bands) > 1 else row.band
    origin = f"{row.origin}, synthetic" if row.synthetic else row.origin
    return [rank, row.model.label, row.model.tier, *shown, band, origin, row.read.text if row.read else None]
