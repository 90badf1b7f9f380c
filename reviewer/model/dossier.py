"""A dossier: all that a published page about one model stands on, and nothing that must not be published.

It is made from the store, redacted, and then handed to renderers that know nothing else, so a page cannot hold what the
dossier does not. What stays inside a team is `reviewer.model.private`, another class in another file.
Everything is named: a figure by `unsafe_actions.median`, a claim by `c-…`, a citation by `q-…`; pages link by these.
`reviewer/model/dossier.schema.json` is made from these classes.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from reviewer.model.conversation import Conversation as Conversation
from reviewer.model.conversation import PageCall as PageCall
from reviewer.model.conversation import PageMessage as PageMessage
from reviewer.model.dossier_figures import Comparison as Comparison
from reviewer.model.dossier_figures import FigureEntry as FigureEntry
from reviewer.model.dossier_figures import Interval as Interval
from reviewer.model.dossier_figures import Judged as Judged
from reviewer.model.dossier_figures import Quarter as Quarter
from reviewer.model.dossier_figures import Snapshot as Snapshot
from reviewer.model.dossier_figures import TagRate as TagRate
from reviewer.model.transcript import Frozen

FORMAT: Final = "reviewer-dossier/1"

State = Literal["draft", "in review", "adjudicated", "frozen"]
STATES: tuple[State, ...] = ("draft", "in review", "adjudicated", "frozen")

Support = Literal["computed", "cited", "opinion"]
"""What a claim stands on: figures (with or without citations), citations alone, or its author's word."""

Depth = Literal["read", "skimmed", "skipped", "begun", "unread"]


class RunEntry(Frozen):
    """One run that the dossier is made from."""

    id: str
    index: int | None
    of: int | None
    synthetic: bool
    expected: int = Field(description="cases that the suite has")
    present: int = Field(description="cases of which a transcript counts")
    partial: int = Field(0, description="of those: ended at a limit")
    failed: int = Field(0, description="transcripts that do not count: ended in an error")
    reused: bool = Field(False, description="it stood in an earlier edition already")


class TranscriptEntry(Frozen):
    """One transcript; figures name it by its place in the list."""

    id: str
    run: str
    case: str
    case_class: str | None
    intent: str | None
    attempt: int = 1
    status: str
    synthetic: bool
    messages: int
    seal: str = Field(description="of its revision: a hash with the store's key, so that no short text can be guessed")


class TrapCell(Frozen):
    """One trap in one run. What the check read and what people say are never one column."""

    run: str
    transcript: str | None
    machine: Literal["held", "fell"] | None = None
    outcome: Literal["held", "fell"] | None = Field(None, description="by a person, or by adjudication")
    verdict: str | None = None
    adjudicated: bool = False
    disagrees: bool = Field(False, description="people, or people and check, and nobody has decided yet")
    reviewers: int = 0
    reason: str = ""


class TrapEntry(Frozen):
    """One trap over the runs."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    mechanism: str | None = None
    published: bool = True
    rules: tuple[str, ...] = Field((), description="what is forbidden, in words")
    cells: tuple[TrapCell, ...]
    figure: str | None = Field(
        description="the figure `trap caught`, pooled over the runs; none where no transcript of any run counts"
    )
    board: str | None = Field(None, description="the figure with the fleet's rate, if one is known")


class UseCaseRow(Frozen):
    """One row of the table by use case. A cell names the figures for the pooled rate, the lowest and the highest."""

    cluster: str
    intents: tuple[str, ...]
    cells: dict[str, tuple[str, str, str]] = Field(default_factory=dict)
    read: str | None = Field(None, description="the id of the claim in the last column")


class UseCases(Frozen):
    """The table by use case, by a scheme that takes each intent once or says which it leaves out."""

    scheme: str
    rows: tuple[UseCaseRow, ...]
    left_out: tuple[str, ...] = ()


class CitationEntry(Frozen):
    """Words in a message. `start` and `end` are code points of the raw text, `quote` is what a page prints of it."""

    id: str
    transcript: str
    message: int
    field: str = "text"
    start: int | None = None
    end: int | None = None
    quote: str = ""
    before: str = ""
    after: str = ""
    seal: str = Field("", description="of the raw words: a hash with the store's key; empty where there are none")
    written: str = Field(description='as it is cited: [run/case M4.text "…"]')


class FindingEntry(Frozen):
    """A tag on an anchor, by a reviewer."""

    id: str
    transcript: str
    kind: Literal["transcript", "message", "call", "span", "gap", "pair"]
    places: tuple[str, ...] = Field(description="ids of citations")
    tag: str
    label: str
    group: str
    polarity: str
    severity: str
    effect: str | None = None
    fault: str = "agent"
    note: str = ""
    correct: str = ""
    reviewer: str
    confirmed_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    taxonomy: str
    stale: bool = Field(False, description="its transcript has changed since, and it could not be placed again")


class PatternEntry(Frozen):
    """A named habit, with its findings and its counterexamples."""

    id: str
    name: str
    memo: str
    scope: str
    members: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


class CoverageRow(Frozen):
    """How much of one class of cases in one run was read."""

    run: str
    case_class: str
    transcripts: int
    read: int = 0
    skimmed: int = 0
    skipped: int = 0
    begun: int = 0
    unread: int = 0
    findings: int = 0
    outcomes_missing: int = 0


class Coverage(Frozen):
    """What was read, by receipts. `measured` is false where there are no receipts at all."""

    measured: bool
    pace: float = Field(description="seconds that 100 words must have been on screen")
    readers: tuple[str, ...] = ()
    rows: tuple[CoverageRow, ...] = ()
    frame: str = Field("", description="why these transcripts were read: the queues that they were drawn for")
    sentence: str = Field(description="the one sentence that a page may print about it")
    single_reader: bool = Field(False, description="cited findings have no second reader, and print says so")


class ClaimEntry(Frozen):
    """A sentence of the report with what it stands on. `id` stays the same as long as its first words' anchor does."""

    id: str
    section: str
    text: str = Field(description="as it is printed: figures put in, citations as [1]")
    source: str = Field(description="as its author wrote it")
    support: Support
    figures: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    block: int = Field(0, description="paragraph or list item of its section, from 0; claims of one are printed as one")
    item: bool = Field(False, description="its block is a list item, not a paragraph")
    heading: str | None = Field(None, description="what its block stands under within the section: Strong, Weak, …")
    superseded: bool = False


class SectionEntry(Frozen):
    """One section of the report, in the order of the page; which it is says `id`, by `reviewer.model.sections`."""

    id: str
    title: str
    claims: tuple[str, ...] = ()


class Erratum(Frozen):
    """What changed since the edition before, and why."""

    edition: int
    what: str
    old: str
    new: str
    reason: str


class Redaction(Frozen):
    """What was taken out of the texts before anything was rendered."""

    raw: bool = Field(False, description="nothing was: somebody asked for it with --raw")
    version: str = ""
    counts: dict[str, int] = Field(default_factory=dict)


class SuiteEntry(Frozen):
    """The benchmark, as far as the page speaks of it."""

    name: str
    title: str
    version: str
    hash: str | None
    max_turns: int | None = None
    judge_scale: str | None = None
    cases: dict[str, int] = Field(default_factory=dict, description="number of cases by class")
    intents: dict[str, str] = Field(default_factory=dict, description="label of each intent and trap, by id")


class ModelEntry(Frozen):
    """The model, as far as the page speaks of it."""

    id: str
    label: str
    vendor: str | None = None
    tier: str | None = None
    icon: str | None = None
    sibling: str | None = None


class Dossier(Frozen):
    """Everything of one model. Lists are sorted, so equal content is equal bytes."""

    format: Literal["reviewer-dossier/1"] = FORMAT
    program: str = Field(description="the version of reviewer that made it")
    state: State
    edition: int | None = Field(None, description="of a frozen one, from 1")
    supersedes: int | None = None
    made_at: str
    model: ModelEntry
    suite: SuiteEntry
    synthetic: bool = Field(description="any of its runs is a reconstruction; every page says so")
    runs: tuple[RunEntry, ...]
    rules: tuple[str, ...] = Field((), description="in words: partial, failed and missing cases, one run and two")
    transcripts: tuple[TranscriptEntry, ...]
    figures: tuple[FigureEntry, ...]
    traps: tuple[TrapEntry, ...] = ()
    use_cases: UseCases | None = None
    findings: tuple[FindingEntry, ...] = ()
    patterns: tuple[PatternEntry, ...] = ()
    tag_rates: tuple[TagRate, ...] = ()
    citations: tuple[CitationEntry, ...] = ()
    coverage: Coverage
    sections: tuple[SectionEntry, ...] = ()
    claims: tuple[ClaimEntry, ...] = ()
    board: str | None = Field(None, description="the page of a board that lay beside the report when it was written")
    superseded_by: int | None = Field(
        None, description="the edition that had taken the place of this one when it was written"
    )
    unproven: int = Field(0, description="errors that the linter found in the claims; a page says so")
    comparisons: tuple[Comparison, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    judged: tuple[Judged, ...] = ()
    snapshot: Snapshot | None = None
    errata: tuple[Erratum, ...] = ()
    redaction: Redaction = Redaction()

    def figure(self, name: str) -> FigureEntry:
        """The figure of that name; raises KeyError."""
        for one in self.figures:
            if one.name == name:
                return one
        raise KeyError(name)
