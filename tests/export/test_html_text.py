"""HTML: a text comes out of a parser as the words that it was, and as nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings

from reviewer.export.html_text import html_text
from reviewer.text.visible import visible
from tests.export.hostile import PIECES, hostile_left


class Reader(HTMLParser):
    """What a parser sees: tags with their attributes, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps it."""
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        """Keeps them."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """Keeps it, as it should not be there."""
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        """The same."""
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        """The same."""
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        """The same."""
        self.others.append(data)


@settings(max_examples=150)
@given(PIECES)
def test_a_text_is_text(text: str) -> None:
    """Between tags and in quoted attributes, single and double."""
    made = html_text(text)
    assert not hostile_left(made)
    reader = Reader()
    reader.feed(f"<p title=\"{made}\" class='{made}'>{made}</p>")
    reader.close()
    said = visible(text.replace("\r\n", "\n"))
    assert reader.tags == [("p", [("title", said), ("class", said)])]
    assert reader.words == said
    assert reader.others == []
