"""`reviewer findings`: what reviewers found, with citations and whether the words still stand there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import saw
from reviewer.cli.common import blind, database_option, json_option, reading
from reviewer.cli.output import Strong, out, out_json, say
from reviewer.cli.reading import refuse_unknown, typed
from reviewer.errors import UsageError
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.store.findings import FindingRow

STATES = {
    "moved": "moved with the changed transcript",
    "unsure": "NOT SURE that this is still the place: the transcript has changed",
    "lost": "LOST: the words stand nowhere in the changed transcript",
    "changed": "NOT CARRIED OVER yet: the transcript has changed",
    "broken": "BROKEN: the words do not stand there",
    "not here": "the transcript is not in this database",
}
"""What is said of a quote that does not simply hold."""


@click.command(
    context_settings={"ignore_unknown_options": True},  # a filter may begin with a dash
    epilog="Example: reviewer findings model:kimi class:trap --tag grounding --severity major",
)
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@click.option("--tag", metavar="TAG", default="", help="With this tag, or with any of this group.")
@click.option("--by", metavar="NAME", default="", help="Made by this reviewer.")
@click.option("--severity", type=click.Choice(["minor", "major", "critical"]), help="Of this severity.")
@click.option("--failing", is_flag=True, help="Only those whose words do not stand where they point.")
@json_option
@database_option
def findings(
    words: tuple[str, ...],
    tag: str,
    by: str,
    severity: str | None,
    failing: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """List findings, with their citations.

    A FILTER chooses transcripts, as for `reviewer list`. Every quote is looked up in the stored message, character by
    character: one that does not stand there any more says so, and the command ends with 1. Verdicts that you give
    later say of which transcripts you had seen the findings of others here.
    """
    from reviewer.operations.authors import default_author
    from reviewer.store import filters, taxonomies, transcripts
    from reviewer.store import findings as stored

    wanted = filters.parse(typed(words))
    refuse_unknown(words, wanted)
    me = default_author()
    with reading(db) as connection:
        keys = transcripts.keys(connection, wanted, hidden=blind(connection)) if wanted.terms else None
        found = stored.seen_by(connection, me, stored.rows(connection, keys))
        _refuse_unknown_tag(tag, {*taxonomies.labels(connection), *(row.finding.tag for row in found)})
    chosen = [
        row
        for row in found
        if (row.finding.tag == tag or row.finding.tag.startswith(f"{tag}.") or not tag)
        and by in ("", row.finding.author)
        and severity in (None, row.finding.severity)
        and not (failing and row.stands)
    ]
    if as_json:
        out_json([data(row) for row in chosen])
    elif not chosen:
        say("no finding matches" if found or wanted.terms else "nobody has found anything yet")
    else:
        for row in chosen:
            show(row)
        counts = Counter(row.finding.severity for row in chosen)
        many = f"{len(chosen):,} finding{'s' * (len(chosen) != 1)}"
        saw(db, {row.finding.transcript for row in chosen if row.finding.author != me}, others=True)
        say(f"{many}: " + ", ".join(f"{counts[one]:,} {one}" for one in ("critical", "major", "minor") if counts[one]))
    if broken := [row for row in chosen if not row.stands]:
        say(f"of {len(broken):,} the words do not stand where they point, or that is not known")
        click.get_current_context().exit(1)


def _refuse_unknown_tag(tag: str, known: set[str]) -> None:
    """Raises UsageError for what is neither a tag nor a group of tags."""
    groups = {name.partition(".")[0] for name in known}
    if tag and tag not in known | groups:
        from difflib import get_close_matches

        near = get_close_matches(tag, sorted(known | groups), 3, 0.5)
        there = f"near it: {', '.join(near)}" if near else "`reviewer taxonomy` prints the tags"
        raise UsageError(f"there is no tag {tag!r}; {there}")


def show(row: FindingRow, indent: str = "") -> None:
    """A finding for a person: what, where, in which words."""
    made = row.finding
    marks = [made.severity, made.effect or "", "" if made.fault == "agent" else f"fault: {made.fault}"]
    marks += ["" if made.publishable else "private", "synthetic" if row.synthetic else ""]
    marks += [row.run_state if row.run_state not in ("", "valid") else ""]
    out(
        indent,
        Strong(made.tag),
        "  ",
        visible_line("  ".join([made.id, *(mark for mark in marks if mark), made.author])),
    )
    out(f"{indent}    {visible_line(row.citation)}")
    if row.quote in STATES:
        out(f"{indent}    {STATES[row.quote]}")
    for name, text in (("", made.note), ("right: ", made.correct)):
        if text:
            out(f"{indent}    {name}{visible_line(text)}")
    for reviewer, verdict, reason in row.said:
        out(f"{indent}    {visible_line(f'{verdict} by {reviewer}' + (f': {reason}' if reason else ''))}")


def data(row: FindingRow) -> dict[str, Any]:
    """A finding for a program."""
    from reviewer.review.anchors import to_json

    made = row.finding
    return {name: getattr(made, name) for name in made.__slots__ if name != "anchor"} | {
        **{name: getattr(row, name) for name in ("suite", "case", "model", "run", "attempt", "synthetic", "run_state")},
        "citation": row.citation,
        "made_at": to_json(made.anchor),
        "anchor": to_json(row.anchor) if row.anchor else None,
        "quote": row.quote,
        "stands": row.stands,
        "said": [dict(zip(("reviewer", "verdict", "reason"), one, strict=True)) for one in row.said],
        "patterns": [dict(zip(("id", "name", "role"), one, strict=True)) for one in row.patterns],
    }
