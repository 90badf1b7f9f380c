"""Out of the database: models beside each other, rates of tags, and the judge beside reviewers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from reviewer.dossier.compare import Comparison, table
from reviewer.dossier.figure import Figure
from reviewer.dossier.judging import Judging, judging
from reviewer.dossier.metrics import metric
from reviewer.dossier.quarters import Quarter, quarter
from reviewer.dossier.sheet import Sheet
from reviewer.dossier.tagrates import Rate
from reviewer.dossier.tagrates import tag_rates as rates
from reviewer.errors import BrokenFile
from reviewer.operations.figures import messages
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


class Quarters:
    """Where each model stands among all of its suite, by agent messages; these are read when somebody asks."""

    def __init__(self, connection: sqlite3.Connection, suite: str | None = None) -> None:
        self._connection, self._suite = connection, suite

    def data(self, sheet: Sheet, figure: Figure) -> dict[str, Any]:
        """What JSON adds to the figure that it is the quarter of; nothing to any other."""
        found = self._of(sheet, figure)
        return {"quarter": {"name": found.name, "lower": found.lower, "models": found.models}} if found else {}

    def sentence(self, sheet: Sheet, figures: Iterable[Figure]) -> str | None:
        """What stands beneath a table with that figure."""
        found = ((figure, self._of(sheet, figure)) for figure in figures)
        return next((one.sentence(metric(figure.metric).title) for figure, one in found if one), None)

    def _of(self, sheet: Sheet, figure: Figure) -> Quarter | None:
        if (figure.metric, figure.aggregator) != ("agent_messages", "mean"):
            return None
        readings = sheet.readings
        return quarter(self._values[readings.suite, readings.suite_hash], readings.model)

    @cached_property
    def _values(self) -> Mapping[tuple[str, str | None], Mapping[str, Fraction]]:
        return messages(self._connection, self._suite)


def _rows(sheet: Sheet) -> list[int]:
    return [run.row for run in sheet.readings.runs]


def _tags(connection: sqlite3.Connection, hash_: str) -> frozenset[str]:
    """Those of a taxonomy; none where it is not here, or cannot be read."""
    try:
        taxonomy = of_hash(connection, hash_)
    except BrokenFile:
        return frozenset()
    return frozenset(tag.id for tag in taxonomy.tags) if taxonomy else frozenset()
