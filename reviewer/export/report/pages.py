"""Walks the cited conversations once: a page for each, and only the excerpts that the report prints are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reviewer.export.report.evidence import called, excerpt, quotation
from reviewer.export.report.lookup import Lookup, transcript_file
from reviewer.export.report.quoted import Excerpt, TranscriptPage
from reviewer.export.report.transcripts import transcript
from reviewer.model.dossier import Conversation, Dossier

INDEX: Final = {"html": "index.html", "md": "report.md"}
"""The report itself, by the suffix of the folder's pages."""


class Collected:
    """The conversations that have come by so far."""

    def __init__(self, dossier: Dossier, suffix: str, what: str) -> None:
        self.lookup = Lookup(dossier, suffix)
        self.title = f"{dossier.model.label}: {what}"
        self._excerpts: dict[str, Excerpt] = {}

    def pages(self, conversations: Iterable[Conversation]) -> Iterator[tuple[str, TranscriptPage]]:
        """File and page of each conversation; the same one twice is one."""
        lookup = self.lookup
        for conversation in conversations:
            if conversation.id in lookup.pages:
                continue
            lookup.pages[conversation.id] = None
            for citation in lookup.cited.get(conversation.id, ()):
                if citation.id in lookup.numbers:
                    self._excerpts[citation.id] = excerpt(citation, conversation, lookup)
                if (call := called(citation, conversation)) is not None:
                    lookup.calls[citation.id] = call
            yield transcript_file(conversation.id, lookup.suffix), transcript(conversation, lookup)

    def excerpts(self) -> dict[str, Excerpt]:
        """An excerpt for every citation of a claim; the words alone where no conversation held them."""
        lookup = self.lookup
        missing = "its transcript is not bundled with this report"
        return {
            citation: self._excerpts.get(citation) or quotation(lookup.citations[citation], lookup, missing)
            for citation in lookup.numbers
        }
