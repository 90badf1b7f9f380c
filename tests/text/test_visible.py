"""The sanitiser: nothing hostile comes out, nothing is lost, and every displayed place leads back to the raw text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.text.visible import Shown, hidden, shown, visible, visible_line

# Format characters that a terminal draws: marks that stand before Arabic, Syriac and Kaithi numbers.
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Drawn as nothing, although Unicode files them under letters, marks and unassigned.
UNDRAWN = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065, 0x3164, 0xFFA0} | {
    *range(0xFFF0, 0xFFF9),
    *range(0x13430, 0x13440),
    *range(0xE0000, 0xE1000),
}
SELECTORS = {*range(0xFE00, 0xFE10)}

# Drawn often, because what may stay is judged by its neighbours.
TELLING = (
    "\x00\x07\x1b\x7f\x85\x9b\x9d\r\n\t[]\\aあ葛e\u0301\u200b\u200d\u202e\ufe0e\ufe0f\ufeff\u2708\u2b1b\ud83d\udca9"
    "\U0001f468\U0001f3fd\U000e0041\U000e0101"
)
TEXTS = st.text(st.sampled_from(TELLING) | st.characters(codec=None), max_size=16)
CLEAN = st.text(
    st.characters(
        exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Cn", "Lo"], include_characters="\n", codec="utf-8"
    )
)


def hostile(code: int) -> bool:
    """Whether a character may never reach a terminal on its own, by Unicode's own tables."""
    if code in (0x0A, *DRAWN):
        return False
    return unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or code in UNDRAWN or code in SELECTORS


def test_each_character_of_unicode_on_its_own() -> None:
    """Every code point is either shown as it is or as an escape, as Unicode's tables say."""
    wrong = [hex(c) for c in range(sys.maxunicode + 1) if (visible(chr(c)) != chr(c)) is not hostile(c)]
    assert wrong == []


@settings(max_examples=2_000)
@given(TEXTS)
@example("\U0001f468\ufe0f\ufe0f\u200d\U0001f469")
@example("あ\u200dい")
def test_nothing_hostile_comes_out(text: str) -> None:
    """Nothing hostile is left but joiners and selectors at home; a second pass changes nothing; clean text passes."""
    out = visible(text)
    assert not [c for c in out if hostile(ord(c)) and ord(c) not in {0x200D, *SELECTORS, *range(0xE0100, 0xE01F0)}]
    out.encode("utf-8")
    assert visible(out) == out
    if not any(hostile(ord(c)) for c in text):
        assert out == text
    assert shown(text).text == out
    assert "\n" not in visible_line(text)


@pytest.mark.long
@settings(max_examples=10_000)
@given(TEXTS)
def test_ten_thousand_texts(text: str) -> None:
    """The same, many times."""
    test_nothing_hostile_comes_out.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(CLEAN)
def test_clean_text_passes_untouched(text: str) -> None:
    """Text without anything hostile is the very same object."""
    assert visible(text) is text
    assert hidden(text) == 0
    assert shown(text).raw == ()


@settings(max_examples=400)
@given(TEXTS)
def test_every_place_leads_back(text: str) -> None:
    """Raw to shown and back is the identity; shown to raw never goes backwards and covers every raw character."""
    view = shown(text)
    assert [view.raw_at(view.shown_at(place)) for place in range(len(text) + 1)] == [*range(len(text) + 1)]
    back = [view.raw_at(place) for place in range(len(view.text) + 1)]
    assert back == sorted(back)
    assert set(back) == {*range(len(text) + 1)}
    pieces = [view.text[view.shown_at(place) : view.shown_at(place + 1)] for place in range(len(text))]
    assert "".join(pieces) == view.text
    assert all(piece == raw or visible(raw) == piece for piece, raw in zip(pieces, text, strict=True))


@settings(max_examples=400)
@given(TEXTS)
def test_hidden_counts_what_was_escaped(text: str) -> None:
    """As many as there are escapes, less the tabs and the carriage returns at line ends."""
    view = shown(text)
    escaped = sum(view.text[view.shown_at(i) : view.shown_at(i + 1)] != text[i] for i in range(len(text)))
    assert hidden(text) == escaped - text.count("\t") - text.count("\r\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\tb", "a    b"),
        ("a\rb", "a\\x0db"),
        ("paypal\u202egpj.exe", "paypal\\u{202e}gpj.exe"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("\ud83d", "\\u{d83d}"),
        ("\U0001f9d1\U0001f3fd\u200d\U0001f680", "\U0001f9d1\U0001f3fd\u200d\U0001f680"),  # an astronaut
        ("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"),  # a heart on fire
        ("ok\u200dok", "ok\\u{200d}ok"),
        ("あ\u200dい", "あ\\u{200d}い"),
        ("\u2708\ufe0f\ufe0e\ufe02", "\u2708\ufe0f\\u{fe0e}\\u{fe02}"),  # a message smuggled behind an aeroplane
        (
            "1\ufe0f\u20e3 h\ufe0fi\ufe01",
            "1\ufe0f\u20e3 h\\u{fe0f}i\\u{fe01}",
        ),  # a keycap, and a message behind letters
        ("\U0001f600\U000e0148\U000e0149", "\U0001f600\\u{e0148}\\u{e0149}"),
        ("葛\U000e0100", "葛\U000e0100"),  # a form of the ideograph that names are written with
        ("\U0001f3f4\U000e0067\U000e007f", "\U0001f3f4\\u{e0067}\\u{e007f}"),
        ("\u3164\u034f", "\\u{3164}\\u{034f}"),
    ],
)
def test_what_an_escape_looks_like(text: str, expected: str) -> None:
    """The escape can be read and copied; what does its ordinary work stays."""
    assert visible(text) == expected


def test_one_line() -> None:
    """Where there is only one line, a line feed is a sign of its own."""
    assert visible_line("a\nb\x1b") == "a⏎b\\x1b"


STRETCHES = st.lists(st.tuples(st.sampled_from(["as it is", "escape", "inserted"]), st.integers(1, 4)), max_size=8)


@settings(max_examples=150)
@given(STRETCHES)
def test_a_map_with_inserted_space(stretches: list[tuple[str, int]]) -> None:
    """A raw character leads to its own place and back; inserted white space leads to the character that follows it."""
    display: list[int] = []
    raw: list[int] = []
    truth: list[int] = []  # for each displayed character the raw one
    home: list[int] = []  # for each raw character where it is displayed
    for kind, size in stretches:
        display.append(len(truth))
        raw.append(len(home))
        if kind == "inserted":
            truth += [len(home)] * size
        elif kind == "escape":
            home.append(len(truth))
            truth += [len(home) - 1] * size
        else:
            for _ in range(size):
                home.append(len(truth))
                truth.append(len(home) - 1)
    view = Shown("x" * len(truth), [*display, len(truth)], [*raw, len(home)])
    assert [view.raw_at(place) for place in range(len(truth) + 1)] == [*truth, len(home)]
    assert [view.shown_at(place) for place in range(len(home) + 1)] == [*home, len(truth)]
