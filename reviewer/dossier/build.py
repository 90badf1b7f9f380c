"""A dossier out of its parts: figures, runs, transcripts and use cases as entries. Pure: it reads no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reviewer.dossier.figure import Figure
from reviewer.dossier.intervals import Interval as FigureInterval
from reviewer.dossier.metrics import metric
from reviewer.dossier.readings import PARTIAL
from reviewer.dossier.rounding import plain
from reviewer.dossier.sheet import Sheet
from reviewer.model.dossier import (
    ClaimEntry,
    FigureEntry,
    Interval,
    RunEntry,
    SuiteEntry,
    TranscriptEntry,
    UseCaseRow,
    UseCases,
)
from reviewer.model.suite import Suite
from reviewer.store.dossiers import Stored
from reviewer.store.readings import Reading
from reviewer.text.sealing import seal

_CLASSES = ("solvable", "must-escalate", "trap")
USE_CASES = "use-cases"
"""The section of the table."""

Stretches = tuple[tuple[int, int], ...]
"""First and last places in a list of transcripts."""

BY_INTENT = "by intent"
"""The scheme of a model that the suite has no clusters for: each intent is a row of its own."""


@dataclass(frozen=True, slots=True)
class Transcripts:
    """The transcripts that count, in the dossier's order: by run, class, intent, case. Figures name them by place."""

    readings: tuple[Reading, ...]
    place: Mapping[str, int]

    @classmethod
    def of(cls, sheet: Sheet) -> Transcripts:
        """In that order the transcripts behind a figure are few unbroken stretches."""
        runs = {run.row: place for place, run in enumerate(sheet.readings.runs)}

        def order(one: Reading) -> tuple[int, int, str, str]:
            known = one.case_class in _CLASSES
            number = _CLASSES.index(one.case_class) if known and one.case_class else len(_CLASSES)
            return runs[one.run], number, one.intent or "", one.case

        ordered = tuple(sorted(sheet.readings.counted, key=order))
        return cls(ordered, {reading.transcript: place for place, reading in enumerate(ordered)})

    def stretches(self, behind: Iterable[Reading]) -> Stretches:
        """First and last places of the unbroken stretches that these transcripts are."""
        made: list[tuple[int, int]] = []
        for place in sorted({self.place[reading.transcript] for reading in behind}):
            if made and made[-1][1] == place - 1:
                made[-1] = (made[-1][0], place)
            else:
                made.append((place, place))
        return tuple(made)


def figures(sheet: Sheet, transcripts: Transcripts) -> Iterator[FigureEntry]:
    """Each counted figure, in the order of the sheet."""
    stretches: dict[tuple[str, ...], Stretches] = {}
    for one in sheet.figures:
        key, known = one.transcripts, metric(one.metric)
        if key not in stretches:
            stretches[key] = transcripts.stretches(one.behind)
        yield figure_entry(one, stretches[key], transcripts.stretches(known.counted(one.behind)))


def figure_entry(one: Figure, behind: Stretches = (), counted: Stretches = ()) -> FigureEntry:
    """A counted figure as an entry has it; the others are places in a list of transcripts that goes with it."""
    known = metric(one.metric)
    return FigureEntry(
        name=one.name,
        metric=one.metric,
        title=known.title,
        definition=known.definition,
        version=one.definition,
        scope=one.scope.named(),
        aggregator=one.aggregator,
        over=one.over,
        numerator=None if one.numerator is None else plain(one.numerator),
        denominator=one.denominator,
        from_runs=tuple((plain(run.numerator), run.denominator) for run in one.from_runs),
        value=float(one.value),
        shown=one.shown,
        interval=interval_entry(one.interval),
        runs=one.runs,
        missing=one.missing,
        synthetic=one.synthetic,
        suite_hash=one.suite_hash,
        ruleset=one.ruleset,
        band=one.band,
        behind=behind,
        counted=counted,
    )


def interval_entry(one: FigureInterval | None) -> Interval | None:
    """An interval as an entry has it."""
    return Interval(**{name: getattr(one, name) for name in one.__slots__}) if one else None


def run_entries(sheet: Sheet, stored: Iterable[Stored], before: Collection[str] = ()) -> Iterator[RunEntry]:
    """Each run that counts; `before` names those of an earlier edition."""
    failed = Counter(one.run for one in stored if one.status == "error")
    for run in sheet.readings.runs:
        there = sheet.readings.of(run).readings
        yield RunEntry(
            id=run.name,
            index=run.index,
            of=run.count,
            synthetic=bool(run.synthetic),
            expected=len(sheet.readings.cases),
            present=len(there),
            partial=sum(reading.status == PARTIAL for reading in there),
            failed=failed[run.row],
            reused=run.name in before,
        )


def transcript_entries(
    sheet: Sheet, transcripts: Transcripts, stored: Iterable[Stored], key: bytes
) -> Iterator[TranscriptEntry]:
    """Each transcript that counts, sealed with the store's key."""
    runs = {run.row: run.name for run in sheet.readings.runs}
    known = {one.id: one for one in stored}
    for one in transcripts.readings:
        yield TranscriptEntry(
            id=one.transcript,
            run=runs[one.run],
            case=one.case,
            case_class=one.case_class,
            intent=one.intent,
            attempt=one.attempt,
            status=one.status,
            synthetic=one.synthetic,
            messages=known[one.transcript].messages,
            seal=seal(key, known[one.transcript].revision),
        )


def suite_entry(sheet: Sheet, suite: Suite | None) -> SuiteEntry:
    """What the page says of the benchmark; of a suite that nobody has bound only its name and its cases.

    The name is the one that the runs give it: with the model it says which dossier this is.
    """
    counts = Counter(case.case_class for case in sheet.readings.cases if case.case_class)
    if suite is None:
        name = sheet.readings.suite
        return SuiteEntry(name=name, title=name, version="", hash=sheet.readings.suite_hash, cases=dict(counts))
    return SuiteEntry(
        name=sheet.readings.suite,
        title=suite.title,
        version=suite.version,
        hash=suite.hash,
        max_turns=suite.max_turns,
        judge_scale=suite.judge.scale if suite.judge else None,
        cases=dict(sorted(counts.items())),
        intents={intent.id: intent.label for intent in sorted(suite.intents, key=lambda intent: intent.id)},
    )


def use_cases(sheet: Sheet, suite: Suite | None) -> UseCases | None:
    """The table by use case: by the scheme of the sheet, or else each intent for itself."""
    if sheet.schemes:
        scheme = sheet.schemes[0]
        cells: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for one in sheet.figures:
            if one.scope.scheme == scheme.name and one.scope.cluster is not None and one.scope.run is None:
                cells[one.scope.cluster][one.metric][one.aggregator] = one.name
        rows = [
            UseCaseRow(cluster=cluster.label, intents=cluster.intents, cells=_ranges(cells[cluster.label]))
            for cluster in scheme.clusters
        ]
        return UseCases(scheme=scheme.name, rows=tuple(rows), left_out=sheet.left_out(scheme))
    by_intent: dict[str, dict[str, str]] = defaultdict(dict)
    for one in sheet.figures:
        if one.scope.intent is not None and one.scope.run is None:
            by_intent[one.scope.intent][one.metric] = one.name
    labels = {intent.id: intent.label for intent in suite.intents} if suite else {}
    every = {intent: by_intent.get(intent, {}) for kind, intent in sheet.readings.intents if kind != "trap"}
    made = [
        UseCaseRow(
            cluster=labels.get(intent, intent),
            intents=(intent,),
            cells={name: (figure, figure, figure) for name, figure in found.items()},
        )
        for intent, found in every.items()
    ]
    return UseCases(scheme=BY_INTENT, rows=tuple(made)) if by_intent else None


def _ranges(found: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, str, str]]:
    return {name: (of["pooled"], of["min"], of["max"]) for name, of in found.items() if len(of) == 3}


def with_reads(table: UseCases | None, claims: Iterable[ClaimEntry]) -> UseCases | None:
    """The table with the claim that stands under each row's label, in the section of the same name."""
    if table is None:
        return None
    said = {claim.heading: claim.id for claim in reversed([*claims]) if claim.section == USE_CASES and claim.heading}
    rows = (row.model_copy(update={"read": said.get(row.cluster)}) for row in table.rows)
    return table.model_copy(update={"rows": tuple(rows)})
