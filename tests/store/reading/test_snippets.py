"""Words in their context: found as the full text finds them, and marked where they stand in the raw text."""

from __future__ import annotations

import re
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.store.snippets import WIDTH, Phrase, Snippet, beginning, fold, snippet, words
from reviewer.store.tokens import searchable

TELLING = st.text(st.sampled_from("abAB eéÉ\u0301\u0308ßẞİıſŞ_-.東京が\n9٣\0ǅﬁ\ud800Σς"), max_size=40)


def marked(text: str, *typed: str) -> list[str]:
    """The marked pieces of the snippet of a text."""
    found = snippet([text], [Phrase(one) for one in typed])
    return [found.text[start:end] for start, end in found.matches] if found else []


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("I want a Refund, now", "refund", ["Refund"]),
        ("refunds and refunded", "refund", []),
        ("re-fund; RE FUND", "re fund", ["re-fund", "RE FUND"]),
        ("Möchte ich zurückgeben", "mochte", ["Möchte"]),
        ("cafe\u0301 cafe", "café", ["cafe\u0301", "cafe"]),
        ("a_b", "b", ["b"]),
        ("x [Errno 13] y", "[errno 13]", ["Errno 13"]),
        ("İstanbul ist", "istanbul", ["İstanbul"]),
        ("東京都、大阪", "東京都", ["東京都"]),
        ("我想退款，谢谢。帐篷坏了。", "帐篷", ["帐篷"]),
        ("テントが破れたので返金してください", "返金", ["返金"]),
        ("テントか破れた", "が", []),
        ("ฉันต้องการขอเงินคืน", "เงินคืน", ["เงินคืน"]),
        ("환불을 요청합니다", "환불", ["환불"]),
        ("M3帐篷ok", "帐篷", ["帐篷"]),
        ("M3帐篷ok", "m3", ["M3"]),
        ("M3帐篷ok", "m3帐", ["M3帐"]),
        ("帐,篷", "帐篷", ["帐,篷"]),
        ("帐篷", "篷帐", []),
        (r'{"city": "Caf\u00e9"}', "café", [r"Caf\u00e9"]),
        (r'{"city": "Caf\u00E9s"}', "cafes", [r"Caf\u00E9s"]),
        (r'{"city": "Caf\u00e9"}', r"caf\u00e9", [r"Caf\u00e9"]),
        (r"r\u00e9serve serve", "serve", ["serve"]),
        (r"don\u2019t", "don t", [r"don\u2019t"]),
        (r'"{\"reason\": \"\\u9000\\u6b3e\"}"', "退款", [r"\\u9000\\u6b3e"]),
        (r"a\ud842\udfb7b", "𠮷", [r"\ud842\udfb7"]),
        (r"half \ud842 zero \u0000 end", "zero", ["zero"]),
        ("ΟΔΟΣ οδος", "οδος", ["ΟΔΟΣ", "οδος"]),
        ("İ ΟΔΟΣ", "ΟΔΟΣ", ["ΟΔΟΣ"]),
        ("nothing", "else", []),
    ],
)
def test_words_are_found_as_the_full_text_finds_them(text: str, typed: str, expected: list[str]) -> None:
    """Without case and accents, as whole words, across whatever stands between them; SQLite says the same."""
    assert marked(text, typed) == expected
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='unicode61 remove_diacritics 2')")
    index.execute("INSERT INTO t VALUES (?)", (searchable(text),))
    found = index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (f'"{searchable(typed)}"',)).fetchone()[0]
    index.close()
    assert bool(found) is bool(expected)


def test_a_prefix_finds_longer_words() -> None:
    """`refund*` marks what the full text would find: the beginning of the last word."""
    found = snippet(["the refunded amount"], [Phrase("refund*", prefix=True)])
    assert found == Snippet("the refunded amount", ((4, 10),))


def test_matches_that_overlap_are_one() -> None:
    """A word within a phrase is not marked twice."""
    assert marked("alpha beta gamma", "beta", "alpha beta", "gamma") == ["alpha beta", "gamma"]


def test_a_long_text_is_cut_at_words_and_says_so() -> None:
    """The match stands in a window with an ellipsis on either side."""
    text = "before " * 100 + "Needle " + "after " * 100
    found = snippet([text], [Phrase("needle")])
    assert found is not None
    assert found.text.startswith("…before ")
    assert found.text.endswith("after…")
    assert len(found.text) <= WIDTH + 2
    assert [found.text[start:end] for start, end in found.matches] == ["Needle"]


def test_a_match_in_a_later_piece_is_found() -> None:
    """Pieces are looked through in order; what stands before a later one is shown as cut."""
    found = snippet(["one two", "two three"], [Phrase("three")])
    assert found == Snippet("…two three", ((5, 10),))


def test_the_beginning_of_a_text() -> None:
    """Nothing marked, cut at a word."""
    assert beginning("short") == Snippet("short")
    assert beginning("word " * 100).text == ("word " * 40)[:-1] + "…"


@given(TELLING)
def test_folding_keeps_every_place(text: str) -> None:
    """One code point in, one out, whichever way it is done; a second time changes nothing."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(before=TELLING, typed=TELLING, after=TELLING)
def test_what_stands_between_separators_is_found(before: str, typed: str, after: str) -> None:
    """Any words are found again in any text, and the spans lie within the snippet."""
    phrase = Phrase(typed)
    if not phrase.words:
        return
    found = snippet([f"{before} {typed} {after}"], [phrase])
    assert found is not None
    assert found.matches
    for start, end in found.matches:
        assert 0 <= start < end <= len(found.text)
    start, end = found.matches[0]
    assert words(found.text[start:end])[: len(phrase.words)] == phrase.words


@given(TELLING, TELLING)
def test_marks_do_not_overlap(text: str, typed: str) -> None:
    """Whatever is looked for, spans come in order and apart."""
    phrases = [Phrase(word) for word in typed.split() if words(word)]
    found = snippet([text], phrases)
    if found:
        ends = [0, *(end for _, end in found.matches)]
        assert all(start >= end for (start, _), end in zip(found.matches, ends, strict=False))


@example(text="a a a a", typed="a a", start=0, end=7)
@example(text="a b", typed="a b", start=0, end=2)
@given(text=TELLING, typed=TELLING, start=st.integers(0, 40), end=st.integers(0, 40))
def test_the_quick_way_finds_what_the_pattern_finds(text: str, typed: str, start: int, end: int) -> None:
    """With accents that stand apart or without, and from the middle of a word."""
    phrase, folded = Phrase(typed), fold(text)
    if phrase.words:
        slow = whole_words(phrase, folded, start, end)
        assert phrase.spans(folded, start, end) == slow
        assert phrase.first(folded) == next(iter(whole_words(phrase, folded, 0, len(folded))), (-1, -1))[0]


def whole_words(phrase: Phrase, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the phrase stands, by a look at every place: marks belong to their letter, ideographs end a word."""
    found: list[tuple[int, int]] = []
    joins = r"[^\W_\u3005-\ud7a3]"
    for place in range(start, len(folded)):
        here = phrase._pattern.match(folded, place, end)
        if here is None or (found and place < found[-1][1]):
            continue
        within = re.search(joins + "\u0300*$", folded[:place]) and re.match(joins, phrase.words[0])
        goes_on = re.match(joins, folded[here.end() : end]) and re.match(joins, phrase.words[-1])
        if not within and not goes_on:
            found.append(here.span())
    return found
