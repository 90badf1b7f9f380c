"""`reviewer status`: how far reviewing is, and whether it may be said that everything was read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reviewer.cli.common import blind, database_option, json_option, reading
from reviewer.cli.output import REMARKS, out, out_json, say, table
from reviewer.cli.reading import refuse_unknown, typed

if TYPE_CHECKING:
    from reviewer.operations.status import Line
    from reviewer.review.coverage import Tally


@click.command(
    context_settings={"ignore_unknown_options": True},  # a filter may begin with a dash
    epilog="Example: reviewer status model:kimi class:trap",
)
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@click.option("--reviewer", metavar="NAME", help="Of this reviewer's work alone.")
@json_option
@database_option
def status(words: tuple[str, ...], reviewer: str | None, as_json: bool, db: str | None) -> None:
    """Say how far reviewing is, by run and class of case.

    READ counts by receipts: one reader had every message of agent and customer, and every write call with its result,
    on screen for long enough, in the present revision. SKIMMED was put away without that, or as skimmed all the same;
    SKIPPED with a reason; BEGUN is neither. NO OUTCOME counts traps and must-escalate cases that nobody judged, LEFT
    what nobody is done with. The last sentence says whether all of it was reviewed message by message, by which rule
    and in which frame.
    """
    from reviewer.operations import status as operation
    from reviewer.store import filters

    wanted = filters.parse(typed(words))
    refuse_unknown(words, wanted)
    with reading(db) as connection:
        found = operation.status(connection, wanted, reviewer, blind(connection))
    if as_json:
        out_json({**asdict(found), "lines": [_data(line) for line in found.lines]})
        return
    if not found.lines:
        say("no transcript matches" if wanted.terms else "no transcripts yet; `reviewer load FILES` brings them in")
        return
    head = ("SUITE", "MODEL", "RUN", "CLASS", "ALL", "READ", "SKIMMED", "SKIPPED", "BEGUN", "UNREAD", "FINDINGS")
    rows: list[tuple[str | int, ...]] = [
        (line.suite, line.model, line.run, line.case_class, *_counts(line.tally), _remarks(line))
        for line in found.lines
    ]
    if len(rows) > 1:
        rows.append(("", "all", "", "", *_counts(found.total), ""))
    table(
        (*head, "NO OUTCOME", "LEFT", REMARKS),
        rows,
        clip=("SUITE", "MODEL", "RUN", "CLASS", REMARKS),
        leave=("SUITE", "BEGUN", "SKIPPED", "FINDINGS", "SKIMMED", "UNREAD"),
    )
    out(found.sentence)


def _counts(tally: Tally) -> tuple[int, ...]:
    readings = (tally.transcripts, tally.read, tally.skimmed, tally.skipped, tally.begun, tally.unread)
    return (*readings, tally.findings, tally.outcomes_missing, tally.left)


def _remarks(line: Line) -> str:
    marks = ["synthetic"] if line.synthetic else []
    return ", ".join(marks + ([line.run_state] if line.run_state != "valid" else []))


def _data(line: Line) -> dict[str, object]:
    said = asdict(line)
    return {**said.pop("tally"), **said}
