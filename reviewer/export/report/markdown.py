"""The deep report as one Markdown file, and a file for each cited transcript: the same content as the HTML has.

Where HTML draws, this says it in words. The only HTML in it are the anchors that links lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.export.markdown_text import fence, line, lines, link
from reviewer.export.report.blocks import Block, Note, Part, Report
from reviewer.export.report.markdown_blocks import anchored, block, joined
from reviewer.export.report.pages import INDEX, Collected
from reviewer.export.report.quoted import Field, Message, TranscriptPage
from reviewer.export.report.report import REPORT, SYNTHETIC_PAGE, PageOf, report
from reviewer.model.dossier import Conversation, Dossier


def markdown(
    dossier: Dossier,
    conversations: Iterable[Conversation],
    *,
    files: Sequence[tuple[str, str]] = (),
    what: str = REPORT,
    page_of: PageOf = report,
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, the report last; `conversations` and `files` are as for `html`."""
    collected = Collected(dossier, "md", what)
    for name, page in collected.pages(conversations):
        yield name, _transcript(page, collected.title).encode("utf-8")
    yield INDEX["md"], index(page_of(collected.lookup, collected.excerpts(), files)).encode("utf-8")


def index(whole: Report) -> str:
    """The report itself."""
    parts = (*whole.parts, *whole.after)
    contents = "\n".join(f"- {link(part.title, f'#{part.id}')}" for part in parts)
    head = [
        f"# {line(_titled(whole.title, whole.synthetic))}",
        " › ".join(link(name, href) if href else line(name) for name, href in whole.trail),
        line(whole.subtitle),
        *_notices(whole.notices),
        contents,
    ]
    return joined((*head, *(piece for part in parts for piece in _part(part, whole))))


def _part(part: Part[Block], whole: Report) -> Iterator[str]:
    yield f"{anchored(part.id)}\n\n## {line(part.title)}"
    for one in part.blocks:
        yield from block(one, whole.excerpts)


def _notices(notices: Sequence[Note]) -> Iterator[str]:
    if notices:
        yield "\n>\n".join(f"> **{line(notice.text)}**" for notice in notices)


def _transcript(page: TranscriptPage, title: str) -> str:
    head = [f"# {line(_titled(page.title, page.synthetic))}", line(page.subtitle), link(title, f"../{INDEX['md']}")]
    notice = [f"> **{line(SYNTHETIC_PAGE)}**"] if page.synthetic else []
    return joined((*head, *notice, *(piece for message in page.messages for piece in _message(message))))


def _message(message: Message) -> Iterator[str]:
    note = f" ({line(message.note)})" if message.note else ""
    yield f"{anchored(f'm{message.number}')}\n\n## M{message.number} {line(message.role)}{note}"
    for field in message.fields:
        yield from _field(field)
    if message.cited:
        cited = " ".join(link(f"[{one.number}]", f"../{INDEX['md']}#{one.id}") for one in message.cited)
        yield f"Cited in the report: {cited}"


def _field(field: Field) -> Iterator[str]:
    if field.label:
        yield (anchored(field.id) if field.id else "") + lines(field.label)
    if text := "".join(segment.text for segment in field.segments):
        yield fence(text, "text")


def _titled(title: str, synthetic: bool) -> str:
    return f"{title} (synthetic)" if synthetic else title
