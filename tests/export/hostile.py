"""Texts that a file format could trip over: of fixtures/hostile, and what spreadsheets, pages and Markdown read."""

from __future__ import annotations

from hypothesis import strategies as st

from reviewer.text.visible import visible
from tests.terminal.hostile import PAYLOADS

WRITTEN = (
    '=HYPERLINK("http://hostile.example","x")', "+1+cmd|'/C calc'!A0", "-2+3", "@SUM(1;1)", "\t=1+1", "\r\n=1",
    "  =1+1", '＝1+1', "a;=1+1", "0012", 'a "quoted", text', "one\ntwo\r\nthree\n", "<script>alert(1)</script>",
    "</pre><img src=x>", '" onmouseover="alert(1)', "]]><!--", "&lt;b&gt; &#64; &amp;", "</script",
    "![x](http://hostile.example/p.png)", "[a](javascript:alert(1))", "[a]: http://x.example\n\n[a]",
    "<http://x.example>", "http://x.example www.x.example x.example",
    "//x.example/a ftp://x.example mailto:a@x.example a@x.example xmpp:a@x.example", "# heading", "a\n===",
    "a\n---", "***", "- list\n- list", "1. one\n2) two", "1) one", "+ x", "> quote", "    code", "\tcode",
    "a\n\n    code",
    "```\ncode\n```", "~~~\ncode\n~~~", "`code`", "``a`b``", "**bold** _em_ ~~gone~~ ==x== ^^x^^ H~2~O",
    "| a | b |\n|---|---|\n| 1 | 2 |", ":--|:--", "a\\\nb", "a  \nb", "\\", "\\*", "$x$ $$y$$",
    "[^1]\n\n[^1]: note", ":smile: @nobody #1147 GH-1", "term\n: definition", "---\ntitle: x\n---",
    "<!-- hidden -->", "&nbsp;&copy;", "a|b", "<details><summary>x</summary>", "![]()", "[x] done", "- [ ] task",
    "{#id .class}", "{{ fig:x }}", "%%x%%", "", " ", "\n", "\n\n",
)  # fmt: skip

TEXTS = (*PAYLOADS.values(), *WRITTEN)

LETTERS = st.text(
    st.sampled_from("ab1 \n\t\r\\`*_[]()<>&|~!#+-=.:/@\"'$^{};,％＝\x1b\x9b\u202e\u200b\ud83d\U000e0041"), max_size=24
)
PIECES = st.lists(st.sampled_from(TEXTS) | LETTERS | st.text(st.characters(codec=None), max_size=6), max_size=4).map(
    "".join
)
"""Put together from the above, for tests that try many."""


def hostile_left(text: str) -> list[str]:
    """The characters of a written file that may not stand in it raw."""
    return [] if visible(text) == text else [c for c in text if c != "\n" and visible(c) != c]
