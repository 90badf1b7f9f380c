"""`reviewer log`: what was decided about a transcript: when, by whom, what, and why."""

from __future__ import annotations

import click

from reviewer.cli.blindness import saw
from reviewer.cli.common import blind, database_option, json_option, reading
from reviewer.cli.output import Strong, out, out_json, say


@click.command(epilog="Example: reviewer log kimi.2/used_item-01")
@click.argument("transcript", metavar="ID")
@json_option
@database_option
def log(transcript: str, as_json: bool, db: str | None) -> None:
    """Print what was decided about a transcript.

    When, by whom, what, and why; the oldest first, also what was taken back since. ID is what `reviewer list` prints
    first, a beginning of it that is clear, or RUN/CASE.
    """
    from reviewer.operations.authors import default_author
    from reviewer.operations.exports import plainly
    from reviewer.review.wording import sentence
    from reviewer.store import log as logged
    from reviewer.store import transcripts

    with reading(db) as connection:
        row = transcripts.find(connection, transcript)
        events = logged.of_transcript(connection, row.id)
        names = logged.names(connection)
        hidden = row.id in blind(connection)
    me = default_author()
    known = {event.ulid: event for event in events}
    told = [event for event in events if not hidden or event.author == me]
    if as_json:
        words = [sentence(event, known, names.findings, names.patterns) for event in told]
        out_json([plainly(event) | {"what": what} for event, what in zip(told, words, strict=True)])
    else:
        for event in told:
            what = sentence(event, known, names.findings, names.patterns)
            out(f"{event.at}  ", Strong(event.author), f"  {what}" + (f": {event.reason}" if event.reason else ""))
        if any(event.author != me for event in told):
            saw(db, [row.id], others=True)
        if not events:
            say("nobody has decided anything about it yet")
    if hidden and len(told) < len(events):
        say("what others decided stays hidden until you are done with the blind queue")
