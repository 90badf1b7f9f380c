"""Out of the database: models beside each other, rates of tags, and the judge beside reviewers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reviewer.dossier.compare import Comparison, table
from reviewer.dossier.judging import Judging, judging
from reviewer.dossier.sheet import Sheet
from reviewer.dossier.stability import quarter
from reviewer.dossier.tagrates import Rate
from reviewer.dossier.tagrates import tag_rates as rates
from reviewer.errors import BrokenFile
from reviewer.operations.taxonomies import of_hash
from reviewer.store import sampled

COMPARED = ("unsafe_actions", "escalation_accuracy", "over_escalation", "resolution", "policy")
"""The metrics that models are compared on."""

JUDGED = ("resolution",)
"""The scores that reviewers have a word of their own on: whether a case was handled right."""


def comparisons(sheets: Sequence[Sheet], metrics: Sequence[str] = COMPARED) -> list[Comparison]:
    """Every two models of one suite, on each metric; the chances adjusted over each metric's table."""
    suites: dict[tuple[str, str | None], list[Sheet]] = {}
    for sheet in sheets:
        suites.setdefault((sheet.readings.suite, sheet.readings.suite_hash), []).append(sheet)
    counted = {id(sheet): {figure.metric for figure in sheet.figures if figure.behind} for sheet in sheets}
    return [
        comparison
        for group in suites.values()
        for metric in metrics
        for comparison in table([sheet.readings for sheet in group if metric in counted[id(sheet)]], metric)
    ]


def tag_rates(connection: sqlite3.Connection, sheet: Sheet) -> list[Rate]:
    """The rate of each tag over the transcripts of this model that count and that were read under it."""
    counted = {reading.transcript for reading in sheet.readings.counted}
    reads = [one for one in sampled.reads(connection, _rows(sheet)) if one.transcript in counted]
    return list(rates(reads, {hash_: _tags(connection, hash_) for hash_ in {one.taxonomy for one in reads}}))


def judged(connection: sqlite3.Connection, sheet: Sheet) -> list[Judging]:
    """The judge beside reviewers on each score that reviewers have a word of their own on."""
    counted = {reading.transcript for reading in sheet.readings.counted}
    return [
        judging([one for one in sampled.scored(connection, _rows(sheet), score) if one.transcript in counted], score)
        for score in JUDGED
    ]


def messages_quarter(sheets: Sequence[Sheet], model: str) -> str | None:
    """The quarter of these models that one is in by agent messages a conversation; None among fewer than four.

    Raises KeyError where none of the sheets is of that model.
    """
    return quarter({sheet.readings.model: sheet.find("agent_messages", "mean").value for sheet in sheets}, model)


def _rows(sheet: Sheet) -> list[int]:
    return [run.row for run in sheet.readings.runs]


def _tags(connection: sqlite3.Connection, hash_: str) -> frozenset[str]:
    """Those of a taxonomy; none where it is not here, or cannot be read."""
    try:
        taxonomy = of_hash(connection, hash_)
    except BrokenFile:
        return frozenset()
    return frozenset(tag.id for tag in taxonomy.tags) if taxonomy else frozenset()
