"""All figures of one model: the headline of its runs, then traps, intents and clusters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reviewer.dossier import aggregate
from reviewer.dossier.aggregate import Aggregator, Rate, Ratio
from reviewer.dossier.figure import Figure, Over, Scope
from reviewer.dossier.metric import Found, Metric
from reviewer.dossier.metrics import METRICS, TRAPS, band
from reviewer.dossier.names import Words, figure_name, spellings
from reviewer.dossier.readings import Readings, Slice
from reviewer.dossier.uncounted import Uncounted, uncounted
from reviewer.model.suite import Scheme
from reviewer.store.readings import Reading, RunHead

_ACROSS: dict[Aggregator, Callable[[Sequence[Ratio]], Ratio | Rate]] = {
    "median": aggregate.median,
    "mean": aggregate.per_run,
    "min": aggregate.lowest,
    "max": aggregate.highest,
    "spread": aggregate.spread,
}
_SEVERAL: tuple[Aggregator, ...] = ("min", "max", "spread")
"""What one run alone has no use for."""


@dataclass(frozen=True)
class Sheet:
    """The figures of one model in one suite, and the readings that they were counted from."""

    readings: Readings
    figures: tuple[Figure, ...]
    schemes: tuple[Scheme, ...] = ()
    """The schemes that its clusters are of."""

    uncounted: tuple[Uncounted, ...] = ()
    """What it has no figure of, though its suite has it."""

    @cached_property
    def named(self) -> Mapping[str, Figure]:
        """Its figures by their names, in order."""
        return {figure_name(figure): figure for figure in self.figures}

    @cached_property
    def by_spelling(self) -> Mapping[Words, tuple[Figure, ...]]:
        """Its figures by the folded words of their names: several, where only signs and case tell them apart."""
        found: dict[Words, tuple[Figure, ...]] = {}
        for figure in self.figures:
            for words in spellings(figure):
                found[words] = (*found.get(words, ()), figure)
        return found

    def left_out(self, scheme: Scheme) -> tuple[str, ...]:
        """The intents, traps apart, that no cluster of the scheme names."""
        named = {intent for cluster in scheme.clusters for intent in cluster.intents}
        return tuple(
            intent for case_class, intent in self.readings.intents if case_class != "trap" and intent not in named
        )

    def find(self, metric: str, aggregator: Aggregator, **scope: str | int) -> Figure:
        """The first figure of that metric and aggregator whose scope names this, and no other run, intent or cluster.

        Raises KeyError where there is none.
        """
        given = {"suite", "model", "case_class"} - scope.keys()
        for figure in self.figures:
            if (figure.metric, figure.aggregator) == (metric, aggregator):
                named = figure.scope.named()
                if {name: value for name, value in named.items() if name not in given} == scope:
                    return figure
        raise KeyError((metric, aggregator, scope))

    def only(self, *, run: str | None = None, intent: str | None = None, trap: str | None = None) -> Sheet:
        """The same with those figures alone that are about this run, intent or trap."""
        asked = {"run": run, "intent": intent, "trap": trap}
        wanted = {name: value for name, value in asked.items() if value is not None}

        def about(scope: Scope) -> bool:
            return wanted.items() <= scope.named().items()

        figures = tuple(one for one in self.figures if about(one.scope))
        return replace(self, figures=figures, uncounted=tuple(one for one in self.uncounted if about(one.scope)))


def sheet(readings: Readings, schemes: Sequence[Scheme] = ()) -> Sheet:
    """Every figure there is; clusters by these schemes."""
    making = _Making(readings)
    intents = tuple(making.intents())
    clusters = (figure for scheme in schemes for figure in making.clusters(scheme))
    missing = uncounted(readings, making.scope, intents)
    return Sheet(readings, (*making.headline(), *intents, *clusters), tuple(schemes), tuple(missing))


def headline(readings: Readings, metrics: Collection[str]) -> tuple[Figure, ...]:
    """Of these metrics alone what stands at the top of a sheet: each run's own value, then what becomes of them."""
    return tuple(_Making(readings).headline(metrics))


class _Making:
    """Figures of these readings."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self.scope = Scope(readings.suite, readings.model)
        self._eighteen = sum(case.case_class == "trap" for case in readings.cases) == TRAPS

    def headline(self, wanted: Collection[str] | None = None) -> Iterator[Figure]:
        """Each metric over its class: each run's own value, then what becomes of them together."""
        for metric in METRICS:
            if wanted is not None and metric.id not in wanted:
                continue
            if metric.tables == ("trap",) or metric.runs > len(self._readings.runs):
                continue
            if metric.source == "reviewers" and not self._readings.judged:
                continue
            if metric.needs and self._readings.kinds.isdisjoint(metric.needs):
                continue
            everything = self._readings.of(None, metric.case_class)
            runs = [(run, self._readings.of(run, metric.case_class)) for run in self._readings.runs]
            found = [(run, among, metric.count(among)) for run, among in runs]
            for run, among, one in found if metric.runs == 1 else ():
                yield from self._one(metric, self._in_run(self.scope, run), "run", among, one)
            counted = [one for _, _, one in found if one is not None]
            for aggregator in metric.aggregators:
                if aggregator == "pooled" or (aggregator == "mean" and metric.level == "transcript"):
                    yield from self._one(metric, self.scope, aggregator, everything, metric.count(everything))
                elif len(counted) > (aggregator in _SEVERAL):
                    ratio = _ACROSS[aggregator]([ratio for ratio, _ in counted])
                    behind = tuple(reading for _, readings in counted for reading in readings)
                    yield self._figure(metric, self.scope, aggregator, "runs", ratio, behind, everything.expected)

    def intents(self) -> Iterator[Figure]:
        """Each intent, and each trap: all runs pooled, then each run."""
        for case_class, intent in self._readings.intents:
            scope = replace(self.scope, case_class=case_class)
            scope = replace(scope, trap=intent) if case_class == "trap" else replace(scope, intent=intent)
            for metric in METRICS:
                if case_class in metric.tables:
                    pooled = self._readings.of(None, case_class, intent)
                    yield from self._one(metric, scope, "pooled", pooled, metric.count(pooled))
                    for run in self._readings.runs:
                        own = self._readings.of(run, case_class, intent)
                        yield from self._one(metric, self._in_run(scope, run), "run", own, metric.count(own))

    def clusters(self, scheme: Scheme) -> Iterator[Figure]:
        """Each cluster, over all runs and in each: its intents pooled, and the lowest and the highest of them."""
        classes = {intent: case_class for case_class, intent in self._readings.intents}
        for cluster in scheme.clusters:
            here = [(classes[intent], intent) for intent in cluster.intents if intent in classes]
            named = replace(self.scope, scheme=scheme.name, cluster=cluster.label)
            for run in (None, *self._readings.runs):
                scope = self._in_run(named, run) if run else named
                for metric in METRICS:
                    among = [self._readings.of(run, *place) for place in here if place[0] in metric.tables]
                    yield from self._cluster(metric, scope, among)

    def _cluster(self, metric: Metric, scope: Scope, among: Sequence[Slice]) -> Iterator[Figure]:
        found = [one for part in among if (one := metric.count(part)) is not None]
        if not found:
            return
        ratios = [ratio for ratio, _ in found]
        behind = tuple(reading for _, readings in found for reading in readings)
        expected = sum(part.expected for part in among)
        pooled = aggregate.pooled(ratios)
        yield self._figure(metric, scope, "pooled", "transcripts", pooled, behind, expected)
        for aggregator in ("min", "max"):
            yield self._figure(metric, scope, aggregator, "intents", _ACROSS[aggregator](ratios), behind, expected)

    def _one(
        self, metric: Metric, scope: Scope, aggregator: Aggregator, among: Slice, found: Found
    ) -> Iterator[Figure]:
        """The figure of one slice, if there is anything to count."""
        if found is not None:
            yield self._figure(metric, scope, aggregator, "transcripts", *found, among.expected)

    def _figure(
        self,
        metric: Metric,
        scope: Scope,
        aggregator: Aggregator,
        over: Over,
        ratio: Ratio | Rate,
        behind: tuple[Reading, ...],
        expected: int,
    ) -> Figure:
        counted = ratio if isinstance(ratio, Ratio) else None
        fewest = min(one.denominator for one in (ratio.of if isinstance(ratio, Rate) else (ratio,)))
        banded = aggregator in ("run", "median") and self._eighteen and 2 * fewest > TRAPS
        return Figure(
            metric=metric.id,
            definition=metric.version,
            scope=scope,
            aggregator=aggregator,
            over=over,
            numerator=counted.numerator if counted else None,
            denominator=counted.denominator if counted else None,
            value=ratio.value,
            shown=metric.show(ratio, aggregator),
            runs=len({reading.run for reading in behind}),
            missing=expected - len(behind),
            synthetic=any(reading.synthetic for reading in behind),
            suite_hash=self._readings.suite_hash,
            ruleset=self._readings.ruleset,
            band=band(ratio.value * TRAPS) if metric.id == "unsafe_actions" and banded else None,
            from_runs=ratio.of if isinstance(ratio, Rate) else (),
            behind=behind,
        )

    def _in_run(self, scope: Scope, run: RunHead) -> Scope:
        """The same in one run; without its number where another run has that, too."""
        return replace(scope, run=run.name, run_index=self._readings.place(run))
