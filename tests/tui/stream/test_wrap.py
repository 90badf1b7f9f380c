"""Wrapped rows cover the text, fit the width and break where a reader expects it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reviewer.text.visible import visible
from reviewer.tui.stream.wrap import narrow, width_of, wrap

texts = st.text(st.sampled_from("ab  \n日é👍🏽\u200d❤\ufe0f“.") | st.characters(), max_size=200).map(visible)


@given(texts, st.integers(8, 40))
def test_rows_cover_the_text_and_fit(text: str, width: int) -> None:
    """Only line feeds stand between rows, and without its end spaces no row is too wide."""
    rows = wrap(text, width)
    assert rows[0][0] == 0
    assert rows[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(rows):
        assert start == end or (start == end + 1 and text[end] == "\n")
    for start, end in rows:
        assert "\n" not in text[start:end]
        assert width_of(text[start:end].rstrip(" ")) <= width


@given(texts)
def test_narrow_text_takes_one_cell_a_character(text: str) -> None:
    """What is measured by its length has that width in the terminal."""
    line = text.replace("\n", "")
    if narrow(line):
        assert cell_len(line) == len(line)


def test_breaks_at_spaces() -> None:
    """Words stay whole where they can, and are cut where they must."""
    text = "one two three incomprehensibilities"
    assert [text[a:b] for a, b in wrap(text, 10)] == ["one two ", "three ", "incomprehe", "nsibilitie", "s"]


def test_an_empty_line_is_a_row() -> None:
    """Paragraphs keep their distance."""
    assert wrap("a\n\nb\n", 10) == [(0, 1), (2, 2), (3, 4), (5, 5)]
