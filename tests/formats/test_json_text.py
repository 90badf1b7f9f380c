"""What the careful parser keeps, mends and refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.formats.json_text import NotJson, deeper_than, parse_json
from reviewer.formats.peek import peek

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=4), inside, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_ordinary_json_comes_in_as_it_is(value: Any, ascii_only: bool) -> None:
    """Ordinary JSON comes in as it is."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert json.loads(text) == value
    if "\\ud" in text and not ascii_only:
        return
    parsed = parse_json(text)
    assert parsed.value == value
    assert parsed.oddities == ()


@given(st.text(st.characters()))
def test_any_string_of_surrogates_becomes_storable(text: str) -> None:
    """Any string of surrogates becomes storable."""
    parsed = parse_json(json.dumps([text]))
    parsed.value[0].encode()
    alone = any("\ud800" <= character <= "\udfff" for character in json.loads(json.dumps(text)))
    assert [oddity.code for oddity in parsed.oddities] == (["lone-surrogate"] if alone else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d"', r"\ud83d"),
        (r'"\ud83d\ude00"', "😀"),
        (r'"\\ud83d"', r"\ud83d"),
        (r'"\\\ud83d"', r"\\ud83d"),
        (r'"\ude00\ud83d"', r"\ude00\ud83d"),
        (r'"\uD83D\uD83D\uDE00"', r"\uD83D😀"),
    ],
)
def test_a_lone_surrogate_is_kept_in_its_escaped_form(text: str, value: str) -> None:
    """A lone surrogate is kept in its escaped form."""
    assert parse_json(text).value == value


def test_what_json_cannot_hold_is_kept_as_text() -> None:
    """What JSON cannot hold is kept as text."""
    parsed = parse_json("[NaN, -Infinity, 1e999, 1e308]")
    assert parsed.value == ["NaN", "-Infinity", "1e999", 1e308]
    assert [oddity.code for oddity in parsed.oddities] == ["not-finite"]


def test_a_key_that_stands_twice_is_named() -> None:
    """A key that stands twice is named."""
    parsed = parse_json('{"role": "user", "a": {"b": 1, "b": 2}, "role": "system"}')
    assert parsed.value == {"role": "system", "a": {"b": 2}}
    assert [oddity.text for oddity in parsed.oddities] == [
        "the key “b” stands twice in one object; the last value counts",
        "the key “role” stands twice in one object; the last value counts",
    ]


def test_what_is_odd_is_told_once_although_the_text_is_read_twice() -> None:
    """What is odd is told once although the text is read twice."""
    parsed = parse_json(r'{"a": NaN, "b": "\ud800", "b": "\udc00"}')
    assert [(oddity.code, oddity.text.count("twice")) for oddity in parsed.oddities] == [
        ("duplicate-key", 1),
        ("lone-surrogate", 0),
        ("not-finite", 0),
    ]


def test_bytes_that_are_no_utf_8_are_kept_readable() -> None:
    """Bytes that are no UTF-8 are kept readable."""
    parsed = parse_json(b'["caf\xe9", "\xed\xa0\xbd"]')
    assert parsed.value == ["caf\\xe9", "\\xed\\xa0\\xbd"]
    assert [oddity.code for oddity in parsed.oddities] == ["bad-utf-8"]


def test_big_integers_and_nul_stay() -> None:
    """Big integers and NUL stay."""
    assert parse_json('[18446744073709551617, "a\\u0000b"]').value == [2**64 + 1, "a\0b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 129 + "]" * 129, "nested deeper than 128 levels"),
        ("[" * 100_000, "nested deeper than 128 levels"),
        ('{"a":' * 129 + "1" + "}" * 129, "nested deeper than 128 levels"),
        ("1" * 4301, "an integer of more than 4,300 digits"),
        ('{"a": 1} {"b"', "more text after the JSON value, at character 9"),
        ('{"a": }', "no valid JSON: Expecting value at character 7"),
        ("", "no valid JSON: Expecting value at character 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, reason: str) -> None:
    """What cannot be read is refused with its place."""
    with pytest.raises(NotJson) as refusal:
        parse_json(text)
    assert refusal.value.reason == reason


def test_the_limit_of_depth_is_exact() -> None:
    """The limit of depth is exact."""
    deepest = parse_json("[" * 128 + "]" * 128).value
    assert not deeper_than(deepest, 128)
    assert deeper_than(deepest, 127)


@given(st.dictionaries(st.text(min_size=1, max_size=5), VALUES, min_size=1, max_size=5), st.integers(0, 400))
def test_a_cut_beginning_shows_the_keys_that_are_in_it(value: dict[str, Any], cut: int) -> None:
    """A cut beginning shows the keys that are in it."""
    text = json.dumps(value, ensure_ascii=False)
    found = peek(text[:cut].encode())
    assert list(found.keys) == list(value)[: len(found.keys)]
    assert found.whole == (cut >= len(text))
    if found.whole:
        assert found.value == value


@given(st.binary(max_size=200))
def test_a_look_at_the_head_never_fails(head: bytes) -> None:
    """A look at the head never fails."""
    peek(b"[" + head)
    peek(b'{"' + head)


def test_a_head_shows_whether_more_follows() -> None:
    """A head shows whether more follows."""
    assert peek(b'{"a": 1}\n{"b": 2}\n').more
    assert not peek(b'{"a": 1}\n').more
    assert peek(b'{"format": "reviewer/1", "messages": [{"text": "cut h').value == {
        "format": "reviewer/1",
        "messages": [{"text": None}],
    }
    assert peek(b"[" * 100_000).keys == ()
    assert peek(b"no JSON").value is None
