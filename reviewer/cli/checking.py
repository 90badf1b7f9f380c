"""`reviewer check`: what a program can read off the transcripts, brought up to date and printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import saw, waiting
from reviewer.cli.common import blind, database, database_option, json_option, reading
from reviewer.cli.output import Strong, Ticker, out, out_json, say, table
from reviewer.cli.reading import refuse_unknown, typed
from reviewer.errors import NotFound

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reviewer.model.plain import PlainTranscript
    from reviewer.operations.check import Checked
    from reviewer.store.facts import StoredFact

_LONGEST = 200
"""Code points of evidence that a line shows."""


@click.command(
    context_settings={"ignore_unknown_options": True},  # a filter may begin with a dash
    epilog="Example: reviewer check class:trap model:mimo --json",
)
@click.argument("words", nargs=-1, metavar="[ID | FILTER]...")
@click.option("--rules", is_flag=True, help="Print what each check looks for and where it errs; check nothing.")
@click.option("--behind", type=int, hidden=True, help="End with the process of this number, which started this one.")
@json_option
@database_option
def check(words: tuple[str, ...], rules: bool, behind: int | None, as_json: bool, db: str | None) -> None:
    """Read facts off the transcripts: forbidden calls, handovers, values without a source, and more.

    Facts are recomputable, and never a person's word. They are read after each load; this brings them up to date where
    rules or suites have changed, and counts them. With an ID, RUN/CASE or a FILTER as `reviewer list` takes it, it
    prints the facts of those transcripts, each with its place and its words; verdicts that you give on them later say
    that you saw it. `--json` prints one object for each fact.
    """
    if rules:
        _print_rules(as_json=as_json)
        return
    path = database(db)
    if words:
        refuse_unknown(words, _parsed(words))
    with reading(db):  # a mistyped name is said, and no database is made for it
        pass
    bring_up_to_date(path, cancelled=lambda: behind not in (None, os.getppid()))
    with reading(db) as connection:
        printed: set[str] = set()
        chosen = _chosen(connection, words) if words else None
        if as_json:
            out_json([_data(fact, texts) for fact, texts in _with_words(connection, chosen)])
        elif chosen is None and (left := waiting(connection)):
            say(f"what was read is not counted here while you have {len(left):,} to read blind")
        elif chosen is None:
            _print_tally(connection)
        else:
            printed = _print_facts(connection, chosen)
    if not as_json:
        saw(db, printed, machine=True)


def bring_up_to_date(path: Path, cancelled: Callable[[], bool] = lambda: False) -> Checked:
    """Checks what needs it, with a line that says how far it is, and says what came of it."""
    from reviewer.operations import check as operation
    from reviewer.store import suites

    ticker = Ticker()
    try:
        done = operation.run(path, on_progress=lambda read, total: ticker.show(_line(read, total)), cancelled=cancelled)
    finally:
        ticker.clear()
    for bound in done.bound:
        if bound.mixed and done.transcripts:
            say(
                f"{bound.name}: bound to no suite, for {bound.told - bound.strangers:,} transcripts call the tools of"
                f" {bound.suite} and {bound.strangers:,} call others; `reviewer suites bind RUN SUITE` decides"
            )
        elif not bound.mixed and bound.name != bound.suite:
            say(f"{bound.name}: bound to {bound.suite}")
    if done.transcripts:
        say(f"{done.transcripts:,} transcript{'s' * (done.transcripts != 1)} checked, {done.facts:,} facts")
    with reading(str(path)) as connection:
        unknown = suites.unknown_cases(connection)
    if unknown:
        cases = ", ".join(case for _, case in unknown[:5]) + (", …" if len(unknown) > 5 else "")
        say(f"{len(unknown):,} case{'s' * (len(unknown) != 1)} that the suite does not know: {cases}")
    return done


def _line(read: int, total: int) -> str:
    return f"{read / total if total else 1:4.0%}  checking  {read:,} of {total:,} messages"


def _parsed(words: tuple[str, ...]) -> Any:
    from reviewer.store import filters

    return filters.parse(typed(words))


def _chosen(connection: sqlite3.Connection, words: tuple[str, ...]) -> list[int]:
    """The transcripts that the words name: one by its id or RUN/CASE, or all that a filter lets through."""
    from reviewer.store import transcripts

    hidden = blind(connection)
    found = list(transcripts.keys(connection, _parsed(words), hidden=hidden))
    if len(words) == 1 and ":" not in words[0]:
        try:
            return [transcripts.find(connection, words[0]).key]
        except NotFound:
            if not found:
                raise
    if not found:
        raise NotFound("no transcript matches")
    return found


def _print_rules(*, as_json: bool) -> None:
    from reviewer.checks.registry import CHECKS

    if as_json:
        out_json(
            [
                {
                    **{name: getattr(one, name) for name in ("id", "version", "looks_for", "errs")},
                    "facts": dict(one.names),
                    "proposes": dict(one.proposes),
                }
                for one in CHECKS
            ]
        )
        return
    for one in CHECKS:
        out(Strong(one.id), f"  version {one.version}\n  {one.looks_for}\n  errs: {one.errs}")
        for name, meaning in one.names.items():
            out(f"    {name:<22}{meaning}")


def _print_tally(connection: sqlite3.Connection) -> None:
    from reviewer.checks.registry import CHECKS
    from reviewer.store import facts

    order = {one.id: place for place, one in enumerate(CHECKS)}
    rows = sorted(facts.tally(connection), key=lambda row: order.get(row.check, len(order)))
    checked, present = facts.counted(connection)
    if not rows:
        say(f"no facts in {checked:,} of {present:,} transcripts" if present else "no transcripts yet")
        return
    table(
        ("CHECK", "FACT", "VALUE", "TRANSCRIPTS", "FACTS"),
        [(row.check, row.name, _plain_value(row.value), row.transcripts, row.facts) for row in rows],
        clip=("VALUE", "CHECK"),
    )
    say(f"over {checked:,} transcripts; `reviewer check ID` prints those of one, `--rules` what each check looks for")


def _plain_value(value: str | None) -> str | None:
    import json

    return None if value is None else str(json.loads(value))


def _print_facts(connection: sqlite3.Connection, chosen: list[int]) -> set[str]:
    """Of which transcripts it printed some."""
    last, printed = "", set()
    for fact, texts in _with_words(connection, chosen):
        if fact.transcript != last:
            mark = "  synthetic" if fact.synthetic else ""
            out(Strong(f"{fact.transcript}  {fact.run}/{fact.case}"), f"  {fact.model}{mark}")
            last = fact.transcript
            printed.add(last)
        value = "" if fact.value is None else f" {fact.value}"
        out(f"  {_place(fact.evidence[0]) if fact.evidence else '':<14}{fact.name}{value}")
        if fact.detail:
            out(f"{'':16}{fact.detail}")
        for place, text in zip(fact.evidence, texts, strict=True):
            if text is not None:
                words = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
                out(f"{'':16}{_place(place)} “{' '.join(words.split())}”")
    if not last:
        say("no facts: nothing of what the checks look for is there")
    return printed


def _place(evidence: list[Any]) -> str:
    message, field, *_ = evidence
    return f"M{message}.{field}" if field else f"M{message}"


def _with_words(
    connection: sqlite3.Connection, chosen: list[int] | None
) -> Iterator[tuple[StoredFact, list[str | None]]]:
    """Each fact with the words that its evidence points at; None where it points at a whole message or field."""
    from dataclasses import replace
    from itertools import groupby

    from reviewer.store import facts
    from reviewer.store.blind import NAME
    from reviewer.store.plain import plain

    hidden = blind(connection)
    for revision, found in groupby(facts.facts(connection, chosen), key=lambda fact: fact.row):
        transcript = next(plain(connection, [revision]))
        for fact in found:
            shown = replace(fact, model=NAME, run=NAME) if fact.transcript in hidden else fact
            yield shown, [_words(transcript, place) for place in fact.evidence]


def _words(transcript: PlainTranscript, place: list[Any]) -> str | None:
    number, field, start, end = place
    return None if start is None else transcript.messages[number - 1].field(field or "text")[start:end]


def _data(fact: StoredFact, texts: list[str | None]) -> dict[str, Any]:
    data = {name: getattr(fact, name) for name in fact.__slots__ if name not in ("row", "evidence")}
    evidence = [
        {"message": message, "field": field, "start": start, "end": end, "text": text}
        for (message, field, start, end), text in zip(fact.evidence, texts, strict=True)
    ]
    return data | {"evidence": evidence}
