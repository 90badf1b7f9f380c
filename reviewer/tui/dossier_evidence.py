"""What stands behind a row of a dossier: its words in full, what the linter says, and where to look it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.resolve_words import full
from reviewer.dossier.standing import standing
from reviewer.model.dossier import (
    CitationEntry,
    ClaimEntry,
    CoverageRow,
    Dossier,
    FigureEntry,
    TrapCell,
    TrapEntry,
    UseCaseRow,
)
from reviewer.operations.dossiers_opened import Opened
from reviewer.text.visible import visible_line

HIDDEN = "hidden until your own verdict; v shows it"
BLIND = "in a blind queue of yours"


@dataclass(frozen=True, slots=True)
class There:
    """Transcripts, by public id, the first at a message and words of it."""

    transcripts: tuple[str, ...]
    message: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class At:
    """Another row of the dossier: a figure by name, or a claim by id."""

    part: str
    name: str


Target = There | At


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, already `visible`; with a target, Enter goes there."""

    text: str
    style: str = ""
    target: Target | None = None
    indent: int = 0


class Shown:
    """A dossier with what its rows have to look up, and without what its reader may not see yet."""

    def __init__(self, opened: Opened, dossier: Dossier) -> None:
        self.opened, self.dossier = opened, dossier

    @cached_property
    def figures(self) -> dict[str, FigureEntry]:
        """By name."""
        return {one.name: one for one in self.dossier.figures}

    @cached_property
    def citations(self) -> dict[str, CitationEntry]:
        """By id."""
        return {one.id: one for one in self.dossier.citations}

    @cached_property
    def claims(self) -> dict[str, ClaimEntry]:
        """By id."""
        return {one.id: one for one in self.dossier.claims}

    @cached_property
    def problems(self) -> dict[str | None, list[Problem]]:
        """By claim; None has those of the whole file."""
        found: dict[str | None, list[Problem]] = {}
        for one in self.opened.problems:
            found.setdefault(one.claim if one.claim in self.claims else None, []).append(one)
        return found

    @cached_property
    def closed_traps(self) -> frozenset[str]:
        """Traps of which a transcript waits for the reader's own verdict."""
        shut = self.opened.waiting | self.opened.blind
        return frozenset(one.id for one in self.dossier.traps if any(cell.transcript in shut for cell in one.cells))

    def shut(self, cell: TrapCell) -> str:
        """Why a cell is not shown; empty where it is."""
        if cell.transcript in self.opened.blind:
            return BLIND
        return HIDDEN if cell.transcript in self.opened.waiting else ""

    def tells(self, figure: FigureEntry) -> bool:
        """Whether the figure may be shown: one of a single trap tells what came of it."""
        return figure.origin == "published" or figure.scope.get("trap") not in self.closed_traps

    def words(self, claim: ClaimEntry) -> str:
        """A claim as it is printed; as it was written where a figure of it may not be shown yet."""
        quoted = (self.figures.get(name) for name in claim.figures)
        return visible_line(claim.text if all(one is None or self.tells(one) for one in quoted) else claim.source)

    # What is behind a row.

    def of_claim(self, claim: ClaimEntry) -> Iterator[Said]:
        """Text, marks, figures, citations."""
        yield Said(self.words(claim))
        about = f"{claim.id} · {_support(claim)}{' · superseded' * claim.superseded}"
        line = (self.opened.lines or {}).get(claim.id)
        yield Said(about + (f" · line {line:,} of {visible_line(self.opened.path.name)}" if line else ""), "quiet")
        for one in self.problems.get(claim.id, ()):
            yield from self.of_problem(one)
        for name in claim.figures:
            if name in self.figures:
                yield self._line(self.figures[name])
        for id_ in claim.citations:
            if id_ in self.citations:
                yield self._citation(self.citations[id_])

    def of_problem(self, one: Problem) -> Iterator[Said]:
        """What is wrong, and the figures that say so."""
        mark, style = ("✗ error", "error") if one.level == "error" else ("! warning", "warning")
        yield Said(visible_line(f"{mark}: {one.says} ({one.rule})"), style)
        if one.claim not in self.claims and one.sentence:
            yield Said(visible_line(one.sentence), "quiet", indent=2)
        for name in one.figures:
            if name in self.figures:
                yield self._line(self.figures[name])

    def of_figure(self, one: FigureEntry) -> Iterator[Said]:
        """The figure with its definition, its interval and how it was counted; what quotes it."""
        yield Said(f"{visible_line(one.name)}", "strong")
        shown = full(one) if self.tells(one) else f"({HIDDEN})"
        yield Said(visible_line(f"{one.title}: {shown}"))
        yield Said(visible_line(one.definition), "quiet")
        if one.origin == "published":
            yield Said(f"published: printed on {visible_line(one.page or 'a page')}, not counted here", "warning")
        counted = [
            f"{one.aggregator} over {one.over}" if one.aggregator and one.over else one.aggregator or "",
            _many(one.runs, "run") if one.runs else "",
            f"{one.missing:,} missing" if one.missing else "",
            "synthetic" if one.synthetic else "",
            f"band {one.band}" if one.band else "",
            f"definition {one.version}",
        ]
        yield Said(visible_line(" · ".join(word for word in counted if word)), "quiet")
        if one.interval:
            drawn = f" · seed {one.interval.seed}" if one.interval.seed is not None else ""
            drawn += f" · {one.interval.draws:,} draws" if one.interval.draws else ""
            yield Said(visible_line(f"interval: {one.interval.method}{drawn}"), "quiet")
        if one.note:
            yield Said(visible_line(one.note), "quiet")
        if one.name == f"{one.metric}.mean":
            quarters = (each for each in self.dossier.quarters if each.metric == one.metric)
            yield from (Said(visible_line(each.sentence), "quiet") for each in quarters)
        yield from self._transcripts(one)
        for claim in self.dossier.claims:
            if one.name in claim.figures:
                yield Said(f"quoted: {self.words(claim)}", target=At("claims", claim.id))

    def of_trap(self, trap: TrapEntry, cell: TrapCell | None) -> Iterator[Said]:
        """What is forbidden; of one run what the check read and what people say, each by itself."""
        yield Said(visible_line(trap.label), "strong")
        if trap.mechanism:
            yield Said(visible_line(f"mechanism: {trap.mechanism}"), "quiet")
        for rule in trap.rules:
            yield Said(visible_line(rule))
        for name in (trap.figure, trap.board):
            if name in self.figures:
                yield self._line(self.figures[name])
        if cell is None:
            return
        index = next((one.index for one in self.dossier.runs if one.id == cell.run), None)
        yield Said(visible_line(f"run {index or ''} · {cell.run}".replace("run  ·", "run")), "strong")
        if cell.transcript is None:
            yield Said("no transcript of it counts", "quiet")
            return
        target = There((cell.transcript,))
        if why := self.shut(cell):
            yield Said(why, "warning", target=target)
            return
        yield Said(f"the check: {cell.machine or 'read nothing'}", target=target)
        if cell.outcome:
            how = "adjudicated" if cell.adjudicated else _many(cell.reviewers, "reviewer")
            word = f"people: {cell.outcome}{f', {cell.verdict}' if cell.verdict else ''} ({how})"
            yield Said(visible_line(word), target=target)
        else:
            yield Said("people: nobody has said", "quiet")
        if cell.disagrees:
            yield Said("≠ they disagree, and nobody has decided", "warning")
        if cell.reason:
            yield Said(visible_line(cell.reason), "quiet")
        for one in self.dossier.findings:
            if one.transcript == cell.transcript:
                note = f": {one.note}" if one.note else ""
                first = self.citations.get(one.places[0]) if one.places else None
                yield Said(visible_line(f"{one.label}{note}"), "finding", self.to(first) if first else target)

    def of_use_case(self, row: UseCaseRow) -> Iterator[Said]:
        """Its intents, its figures with their range over runs, and its sentence."""
        yield Said(visible_line(row.cluster), "strong")
        labels = self.dossier.suite.intents
        yield Said(visible_line(", ".join(labels.get(one, one) for one in row.intents)), "quiet")
        for names in row.cells.values():
            for name, what in zip(names, ("pooled", "lowest run", "highest run"), strict=False):
                if name in self.figures:
                    one = self.figures[name]
                    yield Said(visible_line(f"{what}: {one.title} {full(one)}"), target=At("figures", name))
        if row.read in self.claims:
            claim = self.claims[row.read]
            yield Said(self.words(claim), target=At("claims", claim.id))

    def of_coverage(self, row: CoverageRow) -> Iterator[Said]:
        """One class of cases in one run, in words."""
        yield Said(visible_line(f"{row.case_class or 'no class'} · run {row.run}"), "strong")
        every = self.of_class(row)
        yield Said(_many(row.transcripts, "transcript"), target=There(every) if every else None)
        for name in ("read", "skimmed", "skipped", "begun", "unread", "findings"):
            yield Said(f"{name}: {getattr(row, name):,} of {row.transcripts:,}".replace("findings:", "findings in"))
        if row.outcomes_missing:
            yield Said(f"{row.outcomes_missing:,} without an outcome by a person", "warning")
        yield Said(visible_line(self.dossier.coverage.sentence), "quiet")
        if self.dossier.coverage.frame:
            yield Said(visible_line(self.dossier.coverage.frame), "quiet")

    def of_class(self, row: CoverageRow) -> tuple[str, ...]:
        """The transcripts that a row of the coverage counts."""
        wanted = row.run, row.case_class or None
        return tuple(one.id for one in self.dossier.transcripts if (one.run, one.case_class or None) == wanted)

    def _transcripts(self, one: FigureEntry) -> Iterator[Said]:
        """Those in the numerator, then all that it was counted from. Of what waits for the reader's own verdict the
        first does not speak: to be among them or not is what came of a trap."""
        behind = self._at(one.behind)
        open_ = [id_ for id_ in behind if id_ not in self.opened.waiting]
        wanted = {*self._at(one.counted)}
        counted = tuple(id_ for id_ in open_ if id_ in wanted)
        if counted and len(counted) < len(open_):
            which = "that does not wait for you " if len(counted) == 1 else "that do not wait for you "
            which *= len(open_) < len(behind)
            yield Said(f"{_many(len(counted), 'transcript')} {which}in the numerator", target=There(counted))
        if behind:
            yield Said(f"{_many(len(behind), 'transcript')} behind it", target=There(behind))

    def _at(self, stretches: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        listed = self.dossier.transcripts
        return tuple(each.id for first, last in stretches for each in listed[first : last + 1])

    def to(self, one: CitationEntry) -> There:
        """Where a citation points."""
        return There((one.transcript,), one.message, one.quote if one.quote and "\n" not in one.quote else None)

    def _line(self, one: FigureEntry) -> Said:
        shown = full(one) if self.tells(one) else f"({HIDDEN})"
        mark = "published " if one.origin == "published" else ""
        return Said(visible_line(f"{mark}{one.name} {shown}"), target=At("figures", one.name))

    def _citation(self, one: CitationEntry) -> Said:
        hidden = one.transcript in self.opened.blind
        return Said(BLIND if hidden else visible_line(one.written), "finding", None if hidden else self.to(one))


def targets(said: Sequence[Said]) -> list[Target]:
    """Where one can go from there."""
    return [one.target for one in said if one.target is not None]


def _support(claim: ClaimEntry) -> str:
    kinds = [_many(len(claim.figures), "figure")] * bool(claim.figures)
    kinds += [_many(len(claim.citations), "citation")] * bool(claim.citations)
    return " · ".join([standing(claim), *kinds])


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
