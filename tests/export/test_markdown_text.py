"""Markdown: a parser with all of GitHub's extensions finds the words, and nothing but words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer.export.markdown_text import fence, line, lines, link, row
from reviewer.text.visible import visible, visible_line
from tests.export.hostile import PIECES, TEXTS, hostile_left

PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": False})
PLAIN = {"text", "softbreak", "hardbreak"}


def words(tokens: list[Token]) -> str:
    """The text of inline tokens; fails for any that is more than that."""
    said = ""
    for token in tokens:
        for part in token.children or ():
            assert part.type in PLAIN, (part.type, part.content, part.attrs)
            said += part.content if part.type == "text" else "\n"
    return said


def shown(text: str) -> str:
    """What should be read."""
    return visible(text.replace("\r\n", "\n"))


def check_line(text: str) -> None:
    """As a heading, an item of a list, a cell of a table, and a line of its own."""
    said = visible_line(text.replace("\r\n", "\n"))
    made = line(text)
    assert not hostile_left(made)
    for before, kinds in (
        ("# ", ["heading_open", "inline", "heading_close"]),
        ("- ", ["bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close"]),
        ("", ["paragraph_open", "inline", "paragraph_close"]),
    ):
        tokens = PARSER.parse(before + made)
        if said:
            assert [token.type for token in tokens][: len(kinds)] == kinds, (before, made)
            assert len(tokens) == len(kinds) + 2 * (before == "- ")
            assert words(tokens) == said
    tokens = PARSER.parse(f"| a | b |\n|---|---|\n{row(text, text)}\n")
    cells = [words([token]) for token in tokens if token.type == "inline"]
    assert cells == ["a", "b", said, said]


def check_lines(text: str) -> None:
    """As a paragraph."""
    made = lines(text)
    assert not hostile_left(made)
    tokens = PARSER.parse(made)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], made
    said = shown(text)
    assert words(tokens).split("\n") == [part or " " for part in said.split("\n")]


def check_fence(text: str) -> None:
    """As it is."""
    made = fence(text, "json")
    assert not hostile_left(made)
    block = PARSER.parse(f"x\n\n{made}\ny")[3]
    assert block.type == "fence"
    assert block.content == shown(text) + "\n"


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_hostile_text(number: int) -> None:
    """Every text of the list in every place."""
    check_line(TEXTS[number])
    check_lines(TEXTS[number])
    check_fence(TEXTS[number])


@settings(max_examples=150)
@given(PIECES)
def test_many_texts(text: str) -> None:
    """And what can be put together of them."""
    check_line(text)
    check_lines(text)
    check_fence(text)


def test_ordinary_words_stay_readable() -> None:
    """What needs no escape has none."""
    assert line("Hello, Ines! It's 5-10 days (about $20.50) - ok? 100 %") == (
        "Hello, Ines! It's 5-10 days (about \\$20\\.50) - ok? 100 %"
    )
    assert line("at 10:30, :smile:") == "at 10:30, \\:smile:"
    assert lines("one\ntwo") == "one\\\ntwo"


def test_links_stay_in_the_folder() -> None:
    """A label says what it likes; the place is ours."""
    (_, inline, _) = PARSER.parse(link("a](http://x.example) b", "t/run-1.md#m4"))
    assert [(t.type, t.attrs.get("href")) for t in inline.children or () if t.type == "link_open"] == [
        ("link_open", "t/run-1.md#m4")
    ]
    for place in ("http://x.example", "javascript:alert(1)", "//x.example", "", "a b", "/etc", "a)b"):
        with pytest.raises(ValueError, match="within the folder"):
            link("a", place)
    with pytest.raises(ValueError, match="plain word"):
        fence("a", "x y")
