"""The report as Markdown: the same content, and no Markdown, HTML or link but our own."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer.export.report.html import html
from reviewer.export.report.markdown import markdown
from reviewer.model.dossier import Conversation, Dossier
from reviewer.model.sections import SECTIONS
from tests.export.hostile import TEXTS, hostile_left
from tests.export.page import Page
from tests.export.sample import conversations, hostile, sample

PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": False})
_ANCHOR = re.compile(r'<a id="([A-Za-z0-9][\w-]*)">')

Folder = dict[str, str]


def folder(dossier: Dossier, *bundled: Conversation) -> Folder:
    """The files of a report."""
    return {name: data.decode("utf-8") for name, data in markdown(dossier, bundled)}


@pytest.fixture(scope="module")
def made() -> Folder:
    """The sample's folder."""
    return folder(sample(), *conversations())


def parts(text: str) -> list[Token]:
    """All tokens of a file, those of its lines too."""
    return [one for token in PARSER.parse(text) for one in (token, *(token.children or ()))]


def check(made: Folder) -> None:
    """Its only HTML are anchors, each once; its links lead to them, or to another file of the folder."""
    anchors: dict[str, list[str]] = {}
    links: list[tuple[str, str]] = []
    for name, text in made.items():
        assert not hostile_left(text), name
        anchors[name] = []
        for one in parts(text):
            assert one.type not in ("html_block", "image", "code_block", "code_inline", "s_open"), one
            if one.type == "html_inline":
                found = _ANCHOR.fullmatch(one.content)
                assert found or one.content == "</a>", one.content
                anchors[name] += [found[1]] if found else []
            if one.type == "link_open":
                links.append((name, str(one.attrs["href"])))
        assert len(set(anchors[name])) == len(anchors[name])
    for name, href in links:
        path, _, place = href.partition("#")
        target = re.sub(r"(^|/)[^/]+/\.\./", r"\1", str(PurePosixPath(name).parent / path)) if path else name
        assert target in made, f"{name} leads to {href}"
        assert not place or place in anchors[target], f"{name} leads to {href}"


def test_it_stands_by_itself(made: Folder) -> None:
    """Links resolve; transcripts are files of their own."""
    check(made)
    assert set(made) == {"t/taw.md", "t/ticket.md", "report.md"}


def test_all_sections_in_order(made: Folder) -> None:
    """As headings, each with an anchor."""
    places = [made["report.md"].index(f'<a id="{one.id}"></a>\n\n## ') for one in SECTIONS]
    assert places == sorted(places)


def test_it_says_what_the_page_says(made: Folder) -> None:
    """Each number of the HTML stands in the Markdown too, but for what only a picture's title says."""
    (page,) = (data.decode() for name, data in html(sample(), conversations()) if name == "index.html")
    plain = re.sub(r"\\([^\w\s])", r"\1", made["report.md"])
    said = set(re.findall(r"\d[\d.,/%–]*\d%?", Page(page).words))
    assert len(said) > 60
    assert not {number for number in said if number not in plain}


def test_quotations_keep_every_letter(made: Folder) -> None:
    """In a fence that nothing in them can close."""
    fences = [one.content for one in parts(made["t/ticket.md"]) if one.type == "fence"]
    assert "Cancelled `#1150` | see <https://shop.example/orders?a=1&b=2>.\n" in fences
    report = [one.content for one in parts(made["report.md"]) if one.type == "fence"]
    assert "<https://shop.example/orders?a=1&b=2>\n" in report


def test_tables_are_tables(made: Folder) -> None:
    """With as many cells in each row as the head has, whatever a label holds."""
    tokens = PARSER.parse(made["report.md"])
    assert sum(one.type == "table_open" for one in tokens) > 10
    rows = [line for line in made["report.md"].splitlines() if line.startswith("| ")]
    assert any("address \\| change" in row for row in rows)
    assert "| ◆ fell |" in made["report.md"]


def test_synthetic_is_said(made: Folder) -> None:
    """At the head of the report, and of each synthetic transcript."""
    assert made["report.md"].startswith("# larch-2: deep report (synthetic)\n")
    assert "(synthetic)" in made["t/taw.md"].splitlines()[0]
    assert "(synthetic)" not in made["t/ticket.md"].splitlines()[0]


@pytest.mark.parametrize("start", [0, *(pytest.param(start, marks=pytest.mark.long) for start in (1, 2))])
def test_nothing_of_a_hostile_text_is_more_than_text(start: int) -> None:
    """In every field of a dossier and of its transcripts; every third of the texts, one behind the other."""
    text = "".join(TEXTS[start::3])
    data = hostile(sample().model_dump(mode="json"), text)
    talks = [Conversation.model_validate(hostile(one.model_dump(mode="json"), text)) for one in conversations()]
    made = folder(Dossier.model_validate(data), *talks)
    check(made)
    assert len(made) == 3
