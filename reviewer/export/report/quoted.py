"""Words of transcripts on a page: where they are quoted, and whole."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.export.report.ids import anchor


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a sentence cites: the number that a reader sees, and the citation's id."""

    number: int
    citation: str

    @property
    def id(self) -> str:
        """Where the quotation stands on the page."""
        return anchor("q", self.citation)


@dataclass(frozen=True, slots=True)
class Segment:
    """Some text of a message; `cited` names the citations whose words it is part of."""

    text: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a quotation: the call that was made, or the result that it should have matched."""

    label: str
    text: str
    href: str | None
    cut: int = 0
    """How many characters are left out at the end."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation in its message, and what the tools said."""

    citation: str
    number: int
    source: str
    written: str
    href: str | None
    segments: tuple[Segment, ...]
    beside: tuple[Beside, ...] = ()
    before: int = 0
    after: int = 0
    """How many characters of the message are left out before and after."""

    note: str = ""
    code: bool = False
    """It is the arguments of a call."""

    @property
    def id(self) -> str:
        """Where it stands on the page."""
        return anchor("q", self.citation)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message on a transcript's page."""

    label: str
    segments: tuple[Segment, ...]
    id: str | None = None
    look: str = ""
    """How it is set: `reasoning`, `error`, `call` and the kind of the tool."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a transcript's page."""

    number: int
    role: str
    note: str
    look: str
    fields: tuple[Field, ...]
    cited: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """A cited transcript, whole."""

    title: str
    subtitle: str
    synthetic: bool
    messages: tuple[Message, ...]
