"""A transcript as the pages of a report have it: its messages and its calls, and nothing of where it lies."""

from __future__ import annotations

from pydantic import Field

from reviewer.model.transcript import Frozen


class PageCall(Frozen):
    """A call, as a page shows it."""

    ordinal: int
    name: str
    kind: str
    arguments: str


class PageMessage(Frozen):
    """A message, as a page shows it; redacted as all of the dossier is."""

    number: int
    role: str
    text: str = ""
    reasoning: str | None = None
    name: str | None = None
    error: str | None = None
    calls: tuple[PageCall, ...] = ()
    answers: tuple[int, int] | None = Field(None, description="of a result: message and ordinal of its call")


class Conversation(Frozen):
    """A cited transcript, whole: a report folder holds one page for each."""

    id: str
    run: str
    case: str
    model: str
    synthetic: bool
    messages: tuple[PageMessage, ...]
