"""The files that a dossier gives: what an export writes, and what `reviewer verify` makes again to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from reviewer.export import csv_text, tables
from reviewer.export.json_text import json_bytes
from reviewer.export.report.html import html
from reviewer.export.report.html import index as html_page
from reviewer.export.report.listing import LISTING, listing
from reviewer.export.report.lookup import Lookup, transcript_file
from reviewer.export.report.markdown import index as markdown_page
from reviewer.export.report.markdown import markdown
from reviewer.export.report.pages import INDEX
from reviewer.export.report.tabled import PAGES
from reviewer.model.dossier import Conversation, Dossier

DOSSIER: Final = "dossier.json"
CONVERSATIONS: Final = "t/"
"""Where the transcripts of a report lie, each as a page and as data."""

DATA: Final = (
    (DOSSIER, "everything that this page knows, as data; its schema is `reviewer schema dossier`"),
    *((f"{one.name}.csv", f"the {one.name.replace('-', ' ')} as a table") for one in tables.TABLES),
)
"""What lies beside the page: name and what it is."""

_RENDERED: Final = {"html": html, "md": markdown}


def dossier_file(dossier: Dossier) -> bytes:
    """The dossier as JSON: sorted, so that equal content is equal bytes."""
    return json_bytes(dossier.model_dump(mode="json"))


def table_file(name: str, dossier: Dossier) -> bytes:
    """One table as CSV; raises KeyError for a table that there is not."""
    table = tables.table(name)
    return csv_text.csv_bytes(table.columns, table.rows(dossier))


def table_rows(name: str, dossier: Dossier) -> list[dict[str, Any]]:
    """The same as objects, for JSON."""
    table = tables.table(name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows(dossier)]


def tables_files(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """Every table as CSV."""
    for one in tables.TABLES:
        yield f"{one.name}.csv", table_file(one.name, dossier)


def report_files(format_: str, dossier: Dossier, conversations: Sequence[Conversation]) -> Iterator[tuple[str, bytes]]:
    """A report's folder, without its manifest: pages, and the data beside them. `format_` is html or md."""
    yield from _RENDERED[format_](dossier, conversations, files=DATA)
    yield from _as_data(conversations)
    yield DOSSIER, dossier_file(dossier)
    yield from tables_files(dossier)


def transcripts_files(
    format_: str, dossier: Dossier, conversations: Sequence[Conversation]
) -> Iterator[tuple[str, bytes]]:
    """A folder of transcripts alone, with a page that lists them: no claim is in it, for nobody has proven any."""
    bare = dossier.model_copy(update={"sections": (), "claims": ()})
    yield from _RENDERED[format_](bare, conversations, what=LISTING, page_of=listing)
    yield from _as_data(conversations)


def page_file(kind: str, format_: str, dossier: Dossier) -> bytes:
    """The figures or the findings as one page, without any claim. `format_` is html or md."""
    whole = PAGES[kind](Lookup(dossier.model_copy(update={"sections": (), "claims": ()}), format_))
    return {"html": html_page, "md": markdown_page}[format_](whole).encode("utf-8")


def report_page(format_: str, dossier: Dossier) -> bytes:
    """The report in one file, without the transcripts that it cites."""
    return dict(_RENDERED[format_](dossier, ()))[INDEX[format_]]


_MESSAGES: Final = (
    *("transcript", "run", "case", "model", "synthetic", "message", "role", "name", "answers", "error"),
    *("text", "reasoning", "calls"),
)


def messages_file(conversations: Iterable[Conversation]) -> bytes:
    """Conversations as CSV, a row for each message; its calls are JSON, and a result names the call that it answers."""
    return csv_text.csv_bytes(_MESSAGES, (row for one in conversations for row in _messages(one)))


def _messages(one: Conversation) -> Iterator[tuple[csv_text.Cell, ...]]:
    head = (one.id, one.run, one.case, one.model, one.synthetic)
    for message in one.messages:
        calls = json.dumps([call.model_dump(mode="json") for call in message.calls], ensure_ascii=False)
        answers = "M{}.c{}".format(*message.answers) if message.answers else None
        said = (message.text, message.reasoning, calls if message.calls else None)
        yield (*head, message.number, message.role, message.name, answers, message.error, *said)


def _as_data(conversations: Sequence[Conversation]) -> Iterator[tuple[str, bytes]]:
    for one in conversations:
        yield transcript_file(one.id, "json"), json_bytes(one.model_dump(mode="json"))


def format_of(files: Sequence[str], index: Mapping[str, str] = INDEX) -> str | None:
    """Which format a folder is in, by its names and what its first page is called in each; None where it has none."""
    return next((format_ for format_, name in index.items() if name in files), None)
