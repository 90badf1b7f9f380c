"""What a report consists of, before anybody decides whether it becomes HTML or Markdown.

All text in here is raw: whoever renders it makes it safe. A chart never says more than the text of its cell or table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

from reviewer.dossier.standing import Standing
from reviewer.export.report.quoted import Excerpt, Reference

MarkKind = Literal["held", "fell", "none"]
BadgeKind = Literal["synthetic", "draft", "warning", "plain"]


_BEGINNING = 90
"""Characters of a sentence that name it where it is not printed whole."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value on a line from `low` to `high`, with its interval and each run's; all on the figure's own scale."""

    shape: ClassVar[str] = "bar"
    title: str
    """All that it shows, in words."""

    value: float
    low: float
    high: float
    interval: tuple[float, float] | None = None
    runs: tuple[float, ...] = ()
    zero: float | None = None
    """Where a line is drawn for no difference."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the check read in one trap in one run: a shape as well as a colour."""

    shape: ClassVar[str] = "mark"
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Support:
    """One figure that a sentence stands on, in words."""

    name: str
    title: str
    shown: str
    words: str
    definition: str | None
    """The anchor of its metric's definition."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: its words with references between them, and what it stands on."""

    id: str
    pieces: tuple[str | Reference, ...]
    support: Standing
    figures: tuple[Support, ...] = ()
    evidence: tuple[str, ...] = ()
    """Citations whose excerpt stands beneath this claim: those that it is the first to cite."""

    elsewhere: tuple[Reference, ...] = ()
    """Citations whose excerpt stands beneath an earlier claim."""

    superseded: bool = False

    @property
    def stands(self) -> bool:
        """Whether there is anything to show that it stands on."""
        return bool(self.figures or self.evidence or self.elsewhere)

    @property
    def tag(self) -> str:
        """What stands beside the sentence: that it is an opinion, or that nothing supports it."""
        return self.support if self.support in ("opinion", "unsupported") else ""

    @property
    def beginning(self) -> str:
        """The sentence without its references; a long one up to a word, with an ellipsis."""
        words = "".join(piece for piece in self.pieces if isinstance(piece, str)).strip()
        return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rpartition(' ')[0]} …"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `note` stands beneath, smaller; `chart` is drawn beside the text where drawing is possible."""

    text: str
    note: str = ""
    href: str | None = None
    chart: Bar | Mark | None = None
    said: tuple[Said, ...] = ()
    """The claims that stand in the cell, instead of its text."""

    within: str = ""
    """Its interval, on a line of its own beneath the note."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `number` sets its cells in figures of one width, to the right."""

    text: str
    number: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell is its head. `id` is where a link to it leads."""

    cells: tuple[Cell, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows. `legend` says what shapes mean; a `folded` one opens on demand."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    legend: bool = False
    folded: bool = False

    @property
    def said(self) -> tuple[Said, ...]:
        """The claims that stand in its cells."""
        return tuple(said for row in self.rows for cell in row.cells for said in cell.said)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Claims that are printed as one paragraph, or as one item of a list."""

    said: tuple[Said, ...]
    item: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and list items that follow each other, under a heading of their own if they have one."""

    kind: ClassVar[str] = "prose"
    paragraphs: tuple[Paragraph, ...]
    heading: str | None = None
    lead: bool = False
    """Set larger: the verdict."""

    @property
    def said(self) -> tuple[Said, ...]:
        """All claims in it, in order."""
        return tuple(said for paragraph in self.paragraphs for said in paragraph.said)


@dataclass(frozen=True, slots=True)
class Card:
    """One of the figures at the top of the page."""

    label: str
    value: str
    of: str
    """Numerator, denominator and aggregator in words."""

    interval: str
    caption: str
    chart: Bar | None = None
    definition: str | None = None
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """The figures at the top of the page."""

    kind: ClassVar[str] = "cards"
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the program's own."""

    kind: ClassVar[str] = "note"
    text: str
    badge: BadgeKind = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a list of terms: its name, what is said of it, and what stands beneath."""

    term: str
    text: str
    notes: tuple[str, ...] = ()
    id: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Terms and what is said of them; `folded` ones open on demand, the terms of `code` are to be typed."""

    kind: ClassVar[str] = "entries"
    entries: tuple[Entry, ...]
    caption: str = ""
    folded: bool = False
    code: bool = False

    @property
    def terms(self) -> bool:
        """Whether these are terms at all, or only a list of sentences."""
        return any(entry.term for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a reader found: words in a message, with a link to it."""

    id: str | None
    label: str
    severity: str
    place: str
    href: str | None
    words: str
    note: str
    by: str
    correct: str = ""
    """What would have been right."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Findings of one pattern, or of one tag; folded."""

    kind: ClassVar[str] = "quotes"
    caption: str
    memo: str
    quotes: tuple[Quote, ...]
    counter: tuple[Quote, ...] = ()


Block = Table | Prose | Cards | Note | Entries | Quotes


AnyBlock = TypeVar("AnyBlock")


@dataclass(frozen=True, slots=True)
class Part(Generic[AnyBlock]):
    """One section of a page."""

    id: str
    title: str
    blocks: tuple[AnyBlock, ...]


@dataclass(frozen=True, slots=True)
class Whole(Generic[AnyBlock]):
    """A whole page: what stands at its head, and its sections."""

    name: str
    title: str
    subtitle: str
    notices: tuple[Note, ...]
    parts: tuple[Part[AnyBlock], ...]
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Report(Whole[Block]):
    """The page of a model: eighteen sections, what follows them, and the excerpts that they show."""

    trail: tuple[tuple[str, str | None], ...]
    """Where the page stands: what it belongs to, and where that lies if it does; the page itself last."""

    after: tuple[Part[Block], ...]
    excerpts: dict[str, Excerpt]
