"""JSON for reading says what the stored text says."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.text.escapes import read
from reviewer.tui.stream.display import Composer, Display
from reviewer.tui.stream.json_text import inline, levels, spread, spread_piece

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
).filter(lambda value: isinstance(value, dict | list))
raw_texts = st.builds(
    lambda value, indent, plain: json.dumps(value, indent=indent, ensure_ascii=plain),
    values,
    st.sampled_from([None, 1]),
    st.booleans(),
)


def display(raw: str, how: str) -> Display:
    """The text as one of the two ways shows it."""
    composer = Composer(raw)
    assert (spread if how == "spread" else inline)(raw, composer)
    return composer.display()


@given(raw_texts)
def test_spread_keeps_every_token(raw: str) -> None:
    """Only white space differs: parsed, it is the same."""
    composer = Composer("")
    assert spread(raw, composer)
    if composer.display().text.isprintable() and raw.isprintable():
        assert json.loads(display(raw, "spread").text) == json.loads(raw)


@given(raw_texts, st.sampled_from(["spread", "inline"]))
def test_each_styled_stretch_stands_in_the_raw_text(raw: str, how: str) -> None:
    """What is coloured as a name, a string or a value is found where the map says."""
    shown = display(raw, how)
    for start, end, style in shown.spans:
        words = shown.text[start:end]
        if style in ("json-name", "json-string", "json-value") and words and "\\" not in words and "\t" not in raw:
            place = shown.shown.raw_at(start)
            assert read(raw[place : shown.shown.raw_at(end)]).startswith(words)
            assert shown.shown.shown_at(place) == start


def test_a_reader_sees_lines_and_short_lists_in_one() -> None:
    """Members stand on lines of their own; what is short and flat stays together."""
    raw = '{"order": "#1147", "items": [{"sku": "TRV-40-BLK", "tags": ["a", "b"]}], "total": 12.50, "none": {}}'
    assert display(raw, "spread").text.splitlines() == [
        "{",
        '  "order": "#1147",',
        '  "items": [',
        "    {",
        '      "sku": "TRV-40-BLK",',
        '      "tags": ["a", "b"]',
        "    }",
        "  ],",
        '  "total": 12.50,',
        '  "none": {}',
        "}",
    ]


@pytest.mark.parametrize("how", ["spread", "inline"])
def test_escaped_characters_that_can_be_read_are_shown(how: str) -> None:
    """Each stands for its escape as a whole, there and back; what steers, hides or means something stays escaped."""
    value = {"café": "顾客 😀", "bad": '\u202e\x1b\x00\u200b\ufffd \\u00e9 "q"\n'}
    raw = json.dumps(value).replace("q", r"\ud83d\u0022\u003c")
    seen = display(raw, how)
    assert "café" in seen.text
    assert "顾客 😀" in seen.text
    assert r"\u202e\u001b\u0000\u200b" + "\ufffd" + r" \\u00e9 \"\ud83d\u0022<\"\n" in seen.text
    for words in ("café", "顾客 😀"):
        start, end = seen.text.index(words), seen.text.index(words) + len(words)
        first, last = seen.shown.raw_at(start), seen.shown.raw_at(end)
        assert json.loads(f'"{raw[first:last]}"') == words
        assert (seen.shown.shown_at(first), seen.shown.shown_at(last - 1) + 1) == (start, end)
        assert {seen.shown.shown_at(place) for place in range(first, last)} == {*range(start, end)}


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ('{"order_id": "#1147", "variant": "TRV-40-BLK"}', "order_id #1147 · variant TRV-40-BLK"),
        ('{"n": 12.50, "s": "12.50", "b": "true", "d": "2026-05-02"}', 'n 12.50 · s "12.50" · b "true" · d 2026-05-02'),
        ('{"a": {"b": [1, 2]}, "e": ""}', 'a {"b": [1, 2]} · e ""'),
        ('{"quoted": "say \\"x\\"", "dot": "a · b"}', 'quoted "say \\"x\\"" · dot "a · b"'),
        ("[1, 2]", "[1, 2]"),
        ("{}", "{}"),
    ],
)
def test_one_line(raw: str, line: str) -> None:
    """Quotation marks stay where without them a string could be taken for something else."""
    assert display(raw, "inline").text == line


@pytest.mark.parametrize("raw", ["", "plain", "{broken", '"a string"', "12", "[" * 5_000])
def test_other_text_is_left_alone(raw: str) -> None:
    """What is not a JSON object or list is not touched."""
    composer = Composer(raw)
    assert not spread(raw, composer)
    assert not inline(raw, composer)
    assert composer.display().text == ""


def spread_apart(pieces: Sequence[str]) -> str:
    """A text in pieces, each spread out on its own."""
    begin = levels(pieces)
    assert begin is not None
    shown = []
    for piece, level in zip(pieces, begin, strict=True):
        composer = Composer(piece)
        spread_piece(piece, level, composer)
        shown.append(composer.display().text)
    return "\n".join(shown)


@given(values, st.lists(st.integers(0, 400), max_size=3))
def test_pieces_read_as_the_whole(value: object, places: list[int]) -> None:
    """Wherever one member ends and the next one begins, nothing of the lines shows that there was a cut."""
    raw = json.dumps(value)
    members = json.JSONEncoder(separators=("\0", ": ")).encode(value).split("\0")  # JSON escapes such a character
    ends = {place % len(members) for place in places} - {0}
    pieces = [""]
    for place, member in enumerate(members):
        if place in ends:
            pieces.append("")
        pieces[-1] += member + ", " * (place < len(members) - 1)
    assert "".join(pieces) == raw
    together = spread_apart(pieces)
    assert json.loads(together) == value
    long = json.dumps(json.loads(raw), indent=2).splitlines()
    if spread_apart([raw]).splitlines() == long:  # else a short object is in one line, unless the cut is inside
        assert together.splitlines() == long


def test_a_piece_that_begins_inside_a_string_has_no_level() -> None:
    """Its tokens would be taken for others."""
    assert levels(['{"a": [1, ', '2], "b": "x', 'y"}']) is None
    assert levels(['{"a": [1, ', '2], "b": ', '"\\"{"}']) == [0, 2, 1]
