"""`reviewer carried`: what became of the findings in transcripts that have changed."""

from __future__ import annotations

from collections import Counter

import click

from reviewer.cli.common import database, database_option, json_option, reading
from reviewer.cli.output import out, out_json, say


@click.command(epilog="Example: reviewer carried --json")
@click.option("--confirm", metavar="FINDING", multiple=True, help="The unsure place of this one is the right one.")
@click.option("--all", "every", is_flag=True, help="List those too whose place is sure.")
@json_option
@database_option
def carried(confirm: tuple[str, ...], every: bool, as_json: bool, db: str | None) -> None:
    """List the findings in transcripts that have changed.

    Each is unchanged (at the same message), moved (at another one, word for word), unsure (near the words it had: a
    person has to say) or lost (its words stand nowhere near). Nothing is thrown away. While any is unsure or lost, the
    command ends with 1.
    """
    from reviewer.cli.findings import data, show
    from reviewer.operations.authors import default_author
    from reviewer.store import carried as stored

    with reading(db) as connection:
        behind = bool(stored.due(connection))
    if behind or confirm:
        _write(db, confirm)
    with reading(db) as connection:
        found = stored.seen_by(connection, default_author(), stored.rows(connection))
    counts = Counter(one.how for one in found)
    if as_json:
        out_json([{"how": one.how, **data(one.row)} for one in found])
    else:
        from reviewer.operations.carry import sentence

        for one in found:
            if every or one.how in ("unsure", "lost"):
                out(f"{one.how}  was at {one.row.finding.anchor}")
                show(one.row, "  ")
        say(sentence(counts) or "no finding stands in a transcript that has changed since")
    if counts["unsure"] or counts["lost"]:
        click.get_current_context().exit(1)


def _write(db: str | None, confirm: tuple[str, ...]) -> None:
    """What nobody has carried over yet, such as after a load that was interrupted; then a person's word."""
    from reviewer.operations.carry import carry, settle
    from reviewer.operations.reviewing import Reviewing

    with Reviewing(database(db)) as reviewing:
        carry(reviewing.connection)
        for finding in confirm:
            settle(reviewing, finding.upper())
