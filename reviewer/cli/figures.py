"""`reviewer figures`: what is counted of a model, and what the pages print, each with all that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import ask_first, saw_traps, unblind_option
from reviewer.cli.common import database_option, json_option, reading
from reviewer.cli.output import out_json_each, say
from reviewer.errors import UsageError

if TYPE_CHECKING:
    from reviewer.dossier.sheet import Sheet
    from reviewer.operations.statistics import Quarters


@click.command(epilog="Example: reviewer figures --model mimo-v2.5-pro --trap fcw --json")
@click.option("--model", metavar="NAME", help="The model; without it, all of them, each by itself.")
@click.option("--run", metavar="RUN", help="Only this run: its name, a beginning of it, or k.")
@click.option("--intent", metavar="NAME", help="Only this intent: its id, label or alias.")
@click.option("--trap", metavar="NAME", help="Only this trap.")
@click.option("--suite", metavar="NAME", help="Only runs of this suite.")
@click.option("--scheme", metavar="NAME", help="The suite's cluster scheme; without it, the one called like the model.")
@click.option("--transcripts", is_flag=True, help="With --json: the ids of the transcripts behind each figure, too.")
@click.option("--metrics", is_flag=True, help="Print what each metric counts of what; count nothing.")
@click.option("--board", is_flag=True, help="Print what the published board says; count nothing.")
@click.option("--fleet", is_flag=True, help="Print what the published pages say of all models; count nothing.")
@unblind_option
@json_option
@database_option
def figures(
    model: str | None,
    run: str | None,
    intent: str | None,
    trap: str | None,
    suite: str | None,
    scheme: str | None,
    transcripts: bool,
    metrics: bool,
    board: bool,
    fleet: bool,
    unblind: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Count what the runs of a model come to, by metric, trap, intent and cluster.

    Each figure has its numerator and denominator, and says how it comes from the runs. Superseded and invalid runs,
    failed and unfinished transcripts are not counted, and that is said; those that ended at a limit are. A case that
    is missing is in neither numerator nor denominator. What `--board` and `--fleet` print is never added to it. With
    `--json` an intent or a trap of which nothing could be counted has null, and why.

    The table of traps says what the checks read off each. Your verdicts on those that you have not judged yet will say
    that you saw it, also if you review here for the first time after it. `--json` and exports are for programs and for
    readers, whom nobody knows: nothing is kept of who made them.
    """
    narrow = (model, run, intent, trap, suite, scheme)
    if metrics + board + fleet + any(name is not None for name in narrow) > 1:
        raise UsageError("`--metrics`, `--board` and `--fleet` stand alone")
    if transcripts and not as_json:
        raise UsageError("`--transcripts` needs `--json`")
    if metrics:
        from reviewer.cli.figure_tables import print_metrics

        print_metrics(as_json=as_json)
    elif board or fleet:
        from reviewer.cli import published_tables

        published_tables.print_published(board=board, as_json=as_json)
    else:
        from reviewer.cli.figure_tables import print_sheets
        from reviewer.operations import figures as operation
        from reviewer.operations import statistics

        ask_first(db, "what is counted", unblind=unblind)
        with reading(db) as connection:
            connection.execute("BEGIN")  # all of them as of one moment; nothing is written
            counted = (
                operation.each if scheme is None else operation.sheets
            )  # who names one hears first that it is there
            sheets: Iterable[Sheet] = counted(connection, model, suite=suite, scheme=scheme)
            if (run, intent, trap) != (None, None, None):
                sheets = operation.narrowed(connection, [*sheets], run=run, intent=intent, trap=trap)
            notes: list[str] = []
            traps: set[str] = set()
            noted = _noting(sheets, notes, traps)
            quarters = statistics.Quarters(connection, suite)
            if as_json:
                out_json_each(row for sheet in noted for row in _rows(sheet, quarters, transcripts=transcripts))
            else:
                print_sheets(noted, quarters.sentence)
        if not as_json:
            saw_traps(db, traps)
        for note in notes:
            say(note)


def _rows(sheet: Sheet, quarters: Quarters, *, transcripts: bool) -> Iterator[dict[str, Any]]:
    """Each figure as JSON has it, then what could not be counted, with null and why."""
    for figure in sheet.figures:
        row = figure.data() | quarters.data(sheet, figure)
        yield row | ({"transcripts": list(figure.transcripts)} if transcripts else {})
    for absent in sheet.uncounted:
        yield absent.data() | ({"transcripts": []} if transcripts else {})


def _noting(sheets: Iterable[Sheet], notes: list[str], traps: set[str]) -> Iterator[Sheet]:
    """The same sheets; what is to be said of each is kept until all are printed, and so are the runs of its traps."""
    for sheet in sheets:
        yield sheet
        traps.update(one for figure in sheet.figures if figure.scope.trap for one in figure.transcripts)
        notes += [f"{sheet.readings.model}: {note}" for note in sheet.readings.notes]
