"""Where a report finds things: figures by what they are about, claims, citations and transcripts by their ids.

Numbers of citations run through the whole page, in the order in which its sentences come to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from reviewer.export.report.ids import file_name
from reviewer.model.dossier import (
    CitationEntry,
    ClaimEntry,
    Dossier,
    FigureEntry,
    FindingEntry,
    TranscriptEntry,
    TrapEntry,
)
from reviewer.model.sections import SECTIONS

_LEAD = ("median", "mean", "pooled")
"""Which figure speaks for a metric, the first that there is."""

_IGNORED = {"suite", "model", "case_class", "scheme", "run_index"}

Place = tuple[str, str | None, frozenset[tuple[str, object]]]


class Lookup:
    """The dossier with its indexes, for a folder whose pages have this suffix."""

    def __init__(self, dossier: Dossier, suffix: str) -> None:
        self.dossier = dossier
        self.suffix = suffix
        self.pages: dict[str, None] = {}
        """The transcripts that the folder holds a page of, as they come by."""

        self.calls: dict[str, str] = {}
        """What was called where a citation points at a call and quotes nothing of it, as the conversations come by."""

        self.figures = {figure.name: figure for figure in dossier.figures}
        self.citations = {citation.id: citation for citation in dossier.citations}
        self.findings = {finding.id: finding for finding in dossier.findings}
        self.claims = {claim.id: claim for claim in dossier.claims}
        self.transcripts = {transcript.id: transcript for transcript in dossier.transcripts}
        self.run_ids = tuple(run.id for run in dossier.runs)
        self._places: dict[Place, FigureEntry] = {}
        for figure in dossier.figures:
            if figure.origin == "counted":
                about = frozenset((key, value) for key, value in figure.scope.items() if key not in _IGNORED)
                self._places.setdefault((figure.metric, figure.aggregator, about), figure)

    def figure(self, metric: str, aggregator: str, **about: str) -> FigureEntry | None:
        """The counted figure of that metric and aggregator that is about this and nothing narrower."""
        return self._places.get((metric, aggregator, frozenset(about.items())))

    def lead(self, metric: str) -> FigureEntry | None:
        """The figure that speaks for a metric over all runs; of one run alone, that run's."""
        for aggregator in _LEAD:
            if (figure := self.figure(metric, aggregator)) is not None:
                return figure
        return self.of_run(metric, self.run_ids[0]) if len(self.run_ids) == 1 else None

    def of_run(self, metric: str, run: str, **about: str) -> FigureEntry | None:
        """What one run has."""
        return self.figure(metric, "run", run=run, **about)

    def per_run(self, metric: str, **about: str) -> tuple[FigureEntry | None, ...]:
        """What each run has, in the order of the runs."""
        return tuple(self.of_run(metric, run, **about) for run in self.run_ids)

    @cached_property
    def metrics(self) -> Mapping[str, FigureEntry]:
        """Each metric that was counted, with the first figure of it; in the order of the dossier."""
        found: dict[str, FigureEntry] = {}
        for figure in self.dossier.figures:
            if figure.origin == "counted":
                found.setdefault(figure.metric, figure)
        return found

    def headline(self) -> Iterator[FigureEntry]:
        """Counted over all cases of a class, in each run and in all: nothing of one intent, trap or cluster."""
        return (figure for (_, _, about), figure in self._places.items() if {key for key, _ in about} <= {"run"})

    def intents(self, metric: str) -> tuple[FigureEntry, ...]:
        """The pooled figure of each intent."""
        return tuple(
            figure
            for (one, aggregator, about), figure in self._places.items()
            if one == metric and aggregator == "pooled" and {key for key, _ in about} == {"intent"}
        )

    def published(self) -> tuple[FigureEntry, ...]:
        """What others published: never counted here."""
        return tuple(figure for figure in self.dossier.figures if figure.origin == "published")

    def board(self, trap: TrapEntry) -> FigureEntry | None:
        """What is known of a trap over the fleet: its rate, or else whatever was published of it."""
        if (named := self.figures.get(trap.board or "")) is not None:
            return named
        return next((one for one in self.published() if one.scope.get("trap") == trap.id), None)

    def label(self, intent: object) -> str:
        """An intent or a trap as people call it."""
        return self.dossier.suite.intents.get(str(intent), str(intent))

    def title(self, metric: str) -> str:
        """A metric as people call it."""
        return self.metrics[metric].title if metric in self.metrics else metric.replace("_", " ")

    def run_name(self, run: str) -> str:
        """`run 2`, or the run's own id where it has no place among the runs."""
        for one in self.dossier.runs:
            if one.id == run and one.index is not None:
                return f"run {one.index}"
        return f"run {run}"

    def run_head(self, run: str) -> str:
        """The same as the head of a column, which is not broken."""
        return self.run_name(run).capitalize().replace(" ", "\N{NO-BREAK SPACE}")

    def said(self, section: str) -> tuple[ClaimEntry, ...]:
        """The claims of a section, in order; what stands in the table of use cases does not stand here again."""
        return tuple(claim for claim in self._claims_of(section) if claim.id not in self._read)

    @cached_property
    def reads(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """What is said of each use case: the claim that its row names, and those that stand under its label."""
        rows = self.dossier.use_cases.rows if self.dossier.use_cases else ()
        under: dict[str, list[ClaimEntry]] = {}
        for claim in self._claims_of("use-cases"):
            under.setdefault((claim.heading or "").casefold(), []).append(claim)
        found: dict[str, tuple[ClaimEntry, ...]] = {}
        placed: set[str] = set()
        for row in rows:
            named = [self.claims[row.read]] if row.read in self.claims else []
            mine = {one.id: one for one in (*named, *under.get(row.cluster.casefold(), ())) if one.id not in placed}
            found[row.cluster] = (*found.get(row.cluster, ()), *mine.values())
            placed.update(mine)
        return found

    @cached_property
    def _read(self) -> frozenset[str]:
        return frozenset(claim.id for claims in self.reads.values() for claim in claims)

    def _claims_of(self, section: str) -> tuple[ClaimEntry, ...]:
        named = next((one.claims for one in self.dossier.sections if one.id == section), ())
        return tuple(self.claims[claim] for claim in named if claim in self.claims)

    @cached_property
    def first_cited_by(self) -> Mapping[str, str]:
        """The claim that is the first to cite each citation, in the order of the page."""
        found: dict[str, str] = {}
        for section in SECTIONS:
            read = self.reads.values() if section.id == "use-cases" else ()
            for claim in (*(claim for claims in read for claim in claims), *self.said(section.id)):
                for citation in claim.citations:
                    if citation in self.citations:
                        found.setdefault(citation, claim.id)
        return found

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each citation of a claim, from 1."""
        return {citation: number for number, citation in enumerate(self.first_cited_by, 1)}

    @cached_property
    def cited(self) -> Mapping[str, tuple[CitationEntry, ...]]:
        """The citations of each transcript: by claims first, by their number, then by findings."""
        found: dict[str, list[CitationEntry]] = {}
        for citation in (*self.numbers, *(one for one in self.citations if one not in self.numbers)):
            entry = self.citations[citation]
            found.setdefault(entry.transcript, []).append(entry)
        return {transcript: tuple(entries) for transcript, entries in found.items()}

    def page(self, transcript: str | None, message: int | None = None) -> str | None:
        """The link to a transcript, or to one message of it; None where the folder has no page of it."""
        if transcript is None or transcript not in self.pages:
            return None
        return transcript_file(transcript, self.suffix) + (f"#m{message}" if message is not None else "")

    def source(self, transcript: str) -> str:
        """Where it comes from: `run 2cf4dce7 · case used_item-01 · synthetic`."""
        entry = self.transcripts.get(transcript)
        return f"transcript {transcript}" if entry is None else origin(entry)

    def findings_of(self, groups: Iterable[str]) -> Iterator[FindingEntry]:
        """The findings whose tag is of one of these groups, in the dossier's order."""
        wanted = set(groups)
        return (finding for finding in self.dossier.findings if finding.group in wanted)


def transcript_file(transcript: str, suffix: str) -> str:
    """The file of a transcript's page, below the folder."""
    return f"t/{file_name(transcript)}.{suffix}"


def origin(entry: TranscriptEntry) -> str:
    """Run and case of a transcript, with all that must not be lost of it."""
    attempt = f" · attempt {entry.attempt}" if entry.attempt > 1 else ""
    synthetic = " · synthetic" if entry.synthetic else ""
    return f"run {entry.run} · case {entry.case}{attempt}{synthetic}"
