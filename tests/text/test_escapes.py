"""Escapes of JSON, read as the characters that they are."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.text.escapes import ESCAPE, LONGEST, escaped, legible, read, unescaped
from reviewer.text.visible import visible


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_what_can_be_read_is_read_and_the_json_says_the_same(text: str) -> None:
    """Nothing hostile comes out, and nothing that means something else."""
    raw = json.dumps([text])
    seen = legible(raw)
    assert json.loads(seen) == [text]
    assert visible(seen) == seen
    if visible(text) == text and text.isprintable() and not {'"', "\\"} & {*text}:
        assert seen == f'["{text}"]'


@pytest.mark.parametrize("text", [r"caf\u00e9", r'"\u00e9"', r'{"a": "\u00e9"', ""])
def test_other_text_stays(text: str) -> None:
    """Only an object or a list is JSON here."""
    assert legible(text) == text


def test_half_a_character_and_the_end_of_a_text_stay() -> None:
    """They can be neither stored nor shown."""
    for text in (r"\ud83d", r"\ude00", r"\u0000", r"\ude00\ud83d"):
        assert ESCAPE.sub(unescaped, text) == read(text) == text


@example("😀")
@given(st.characters(codec="utf-8", exclude_characters="\0"))
def test_there_and_back(character: str) -> None:
    """As JSON escapes it."""
    assert ESCAPE.sub(unescaped, escaped(character)) == character
    assert len(escaped(character)) <= LONGEST
    if not character.isascii():
        assert f'"{escaped(character)}"' == json.dumps(character)
