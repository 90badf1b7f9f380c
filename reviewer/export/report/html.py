"""The deep report as a folder of HTML: `index.html`, and a page for each cited transcript.

It works from a disk: nothing is loaded from anywhere, there is no script, and the style sheet stands in each page,
whose policy allows that style sheet and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.export.report.blocks import Report
from reviewer.export.report.environment import template
from reviewer.export.report.pages import INDEX, Collected
from reviewer.export.report.report import REPORT, SYNTHETIC_PAGE, PageOf, report
from reviewer.model.dossier import Conversation, Dossier


def html(
    dossier: Dossier,
    conversations: Iterable[Conversation],
    *,
    files: Sequence[tuple[str, str]] = (),
    what: str = REPORT,
    page_of: PageOf = report,
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, the index last: it knows then which transcripts have a page.

    `conversations` are read once and let go one by one. `files` are what else the folder will hold: name, what it is.
    `what` the folder is, and the page that leads to the transcripts, are the report unless told.
    """
    collected = Collected(dossier, "html", what)
    for name, page in collected.pages(conversations):
        said = {"page": page, "report_title": collected.title, "synthetic_page": SYNTHETIC_PAGE}
        yield name, _page("transcript.html.j2", page.title, page.synthetic, **said).encode("utf-8")
    yield INDEX["html"], index(page_of(collected.lookup, collected.excerpts(), files)).encode("utf-8")


def index(whole: Report) -> str:
    """The report itself."""
    return _page("report.html.j2", whole.title, whole.synthetic, report=whole)


def _page(name: str, title: str, synthetic: bool, **values: object) -> str:
    return template(name).render(title=title, synthetic=synthetic, **values)
