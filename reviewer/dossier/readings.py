"""What figures of one model are counted from, and the rule that says which transcripts are among them.

The rule: runs that were superseded or invalidated are out. Of several attempts at a case in one run, the last one that
counts, counts. A transcript counts when it is complete or ended at a limit (which is then a *partial*); one that failed
or is still in progress does not, nor does one whose case the suite does not know. A case that is not counted is in
neither numerator nor denominator; each figure says how many are missing from it. The median of an even number of runs
is the mean of the middle two; of one run no median, lowest, highest or spread is more than that run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from reviewer.model.tools import KINDS
from reviewer.store.readings import CaseHead, Reading, RunHead

COUNTED = ("complete", "limit")
"""The statuses of a transcript that counts."""

PARTIAL = "limit"
_CLASSES = {"solvable": 0, "must-escalate": 1, "trap": 2}
_PLACE = attrgetter("run", "case")
_ORDER = attrgetter("run", "case", "attempt")


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the readings, and how many there should be: what a metric is applied to."""

    readings: tuple[Reading, ...]
    expected: int


@dataclass(frozen=True)
class Readings:
    """The readings of one model in one suite that count, its runs in order, and what each run should hold."""

    model: str
    suite: str
    suite_hash: str | None
    ruleset: str | None
    """The hash of the rules that the facts were read with."""

    runs: tuple[RunHead, ...]
    cases: tuple[CaseHead, ...]
    counted: tuple[Reading, ...]
    notes: tuple[str, ...] = ()
    """What was left out, and what is missing: one line each."""

    kinds: frozenset[str] = frozenset(KINDS)
    """What the tools of the suite do."""

    _places: dict[tuple[int | None, str | None, str | None], Slice] = field(default_factory=dict, repr=False)

    @cached_property
    def synthetic(self) -> bool:
        """Whether any of them is made up."""
        return any(run.synthetic for run in self.runs) or any(reading.synthetic for reading in self.counted)

    @cached_property
    def judged(self) -> bool:
        """Whether people say anything of the outcome of any trap."""
        return any(reading.verdict or reading.decided or reading.open for reading in self.counted)

    @cached_property
    def intents(self) -> tuple[tuple[str, str], ...]:
        """(class, intent) of the cases that a run should hold, each once: solvable, must-escalate, traps, by name."""
        found = {(case.case_class, case.intent) for case in self.cases}
        named = [(kind, intent) for kind, intent in found if kind is not None and intent is not None]
        return tuple(sorted(named, key=lambda pair: (_CLASSES.get(pair[0], len(_CLASSES)), pair)))

    def of(self, run: RunHead | None = None, case_class: str | None = None, intent: str | None = None) -> Slice:
        """Those of one run, class or intent; what is not named is not narrowed."""
        place = (run.row if run else None, case_class, intent)
        if place not in self._places:
            of_run = self._by_run.get(run.row, ()) if run else self.counted
            there = (one for one in of_run if _belongs(one, case_class, intent))
            expected = sum(_belongs(case, case_class, intent) for case in self.cases)
            self._places[place] = Slice(tuple(there), expected if run else expected * len(self.runs))
        return self._places[place]

    def place(self, run: RunHead) -> int | None:
        """The number of one of the runs; None where another has the same."""
        return run.index if sum(one.index == run.index for one in self.runs) == 1 else None

    @cached_property
    def _by_run(self) -> Mapping[int, tuple[Reading, ...]]:
        found: defaultdict[int, list[Reading]] = defaultdict(list)
        for reading in self.counted:
            found[reading.run].append(reading)
        return {run: tuple(readings) for run, readings in found.items()}


def gather(
    runs: Sequence[RunHead],
    cases: Sequence[CaseHead],
    readings: Iterable[Reading],
    *,
    suite_hash: str | None = None,
    ruleset: str | None = None,
    known: bool = True,
    kinds: Iterable[str] = KINDS,
) -> Readings:
    """What counts of one model's runs of one suite, by the rule above. `known`: the suite names its cases.

    `kinds` is what its tools do.
    """
    valid = tuple(run for run in runs if run.state == "valid")
    rows, by_id = {run.row for run in valid}, {case.id: case for case in cases}
    left: Counter[str] = Counter()
    counted = []
    for _, group in groupby(sorted(filter(lambda reading: reading.run in rows, readings), key=_ORDER), key=_PLACE):
        attempts = list(group)
        standing = [reading for reading in attempts if reading.status in COUNTED]
        case = by_id.get(attempts[0].case)
        if known and case is None:
            left["of a case that the suite does not know"] += len(attempts)
        elif standing:
            counted.append(_of_case(standing[-1], case))
            left["an earlier or failed attempt at a case that counts"] += len(attempts) - 1
        else:
            left[{"error": "failed"}.get(attempts[-1].status, attempts[-1].status)] += len(attempts)
    notes = [*_unusable(runs), *_incomplete(valid)]
    notes += [f"not counted: {count:,} {_transcripts(count)} ({why})" for why, count in left.items() if count]
    if missing := len(cases) * len(valid) - len(counted):
        notes.append(f"missing: {missing:,} of {len(cases) * len(valid):,} cases, in neither numerator nor denominator")
    partial = sum(reading.status == PARTIAL for reading in counted)
    if partial:
        notes.append(f"counted, though they ended at a limit: {partial:,} {_transcripts(partial)}")
    whose = (runs[0].model, runs[0].suite, suite_hash, ruleset)
    return Readings(*whose, valid, tuple(cases), tuple(counted), tuple(notes), frozenset(kinds))


def _of_case(reading: Reading, case: CaseHead | None) -> Reading:
    """The reading with class and intent of its case: files may differ in what they say of one case."""
    if case is None or (reading.case_class, reading.intent) == case[1:]:
        return reading
    return replace(reading, case_class=case.case_class, intent=case.intent)


def _belongs(one: Reading | CaseHead, case_class: str | None, intent: str | None) -> bool:
    return (case_class is None or one.case_class == case_class) and (intent is None or one.intent == intent)


def _unusable(runs: Sequence[RunHead]) -> Iterator[str]:
    for run in runs:
        if run.state != "valid":
            how = f"superseded by {run.superseded_by}" if run.superseded_by else run.state
            yield f"not counted: run {run.name} is {how}" + (f": {run.reason}" if run.reason else "")


def _incomplete(runs: Sequence[RunHead]) -> Iterator[str]:
    """Runs that should be there and are not, and two that say that they are the same one."""
    places = Counter(run.index for run in runs if run.index is not None)
    for place, count in places.items():
        if count > 1:
            same = ", ".join(run.name for run in runs if run.index == place)
            yield f"{count} runs say that they are run {place}: {same}; all count, until one supersedes the other"
    should = max((run.count for run in runs if run.count), default=0)
    if 0 < len(places) < should:
        yield f"{len(places)} of {should} runs are here"


def _transcripts(count: int) -> str:
    return "transcript" if count == 1 else "transcripts"
