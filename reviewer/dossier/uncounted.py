"""What a sheet has no figure of, though its suite has it: an intent or a trap of which nothing could be counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from reviewer.dossier.aggregate import Aggregator
from reviewer.dossier.figure import Figure, Scope
from reviewer.dossier.metrics import METRICS
from reviewer.dossier.names import figure_name
from reviewer.dossier.readings import Readings


@dataclass(frozen=True, slots=True)
class Uncounted:
    """The figure that is not there, by its name, and why: how many transcripts of it there should be, and there are."""

    metric: str
    definition: int
    scope: Scope
    aggregator: Aggregator
    expected: int
    counted: int
    """Transcripts that count, and in which there is nothing of what is counted."""

    synthetic: bool
    suite_hash: str | None
    ruleset: str | None

    @property
    def intent(self) -> str:
        """The intent or the trap."""
        return self.scope.trap or self.scope.intent or ""

    @property
    def why(self) -> str:
        """In words, for a row of a table."""
        if not self.counted:
            return f"not counted: of {self.expected:,} transcript{'s' * (self.expected != 1)} none counts"
        return f"not counted: none of {self.counted:,} transcripts has what is counted"

    def data(self) -> dict[str, Any]:
        """As JSON has it, with the keys of a figure: what there is none of is null."""
        return {
            "origin": "counted",
            "name": figure_name(self),
            "metric": self.metric,
            "definition": self.definition,
            "scope": self.scope.named(),
            "aggregator": self.aggregator,
            "over": "transcripts",
            "numerator": None,
            "denominator": None,
            "value": None,
            "shown": None,
            "why": self.why,
            "runs": 0,
            "missing": self.expected,
            "synthetic": self.synthetic,
            "suite_hash": self.suite_hash,
            "ruleset": self.ruleset,
        }


def uncounted(readings: Readings, scope: Scope, figures: Collection[Figure]) -> Iterator[Uncounted]:
    """Each metric of each intent and trap that these figures lack, over all runs and in each, within `scope`."""
    there = {(one.metric, one.scope.intent or one.scope.trap, one.scope.run) for one in figures}
    for case_class, intent in readings.intents:
        of_class = replace(scope, case_class=case_class)
        about = replace(of_class, trap=intent) if case_class == "trap" else replace(of_class, intent=intent)
        for metric in METRICS:
            for run in (None, *readings.runs) if case_class in metric.tables else ():
                if (metric.id, intent, run and run.name) in there:
                    continue
                among = readings.of(run, case_class, intent)
                yield Uncounted(
                    metric.id,
                    metric.version,
                    replace(about, run=run.name, run_index=readings.place(run)) if run else about,
                    "run" if run else "pooled",
                    among.expected,
                    len(among.readings),
                    readings.synthetic,
                    readings.suite_hash,
                    readings.ruleset,
                )
