"""Characters that hide, turn text around, steer a terminal, or pass for others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainMessage
from reviewer.text.visible import shown

_OTHER_LETTERS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"\w{4,}")
_LATIN = re.compile("[A-Za-z]")
_SHOWN = 20
"""So many places of one kind in one field are kept as evidence; the detail says how many there are."""

_KINDS = (
    ("direction", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"),
    ("tag", "\U000e0000-\U000e007f"),
    ("variation", "\ufe00-\ufe0f\U000e0100-\U000e01ef"),
    ("surrogate", "\ud800-\udfff"),
    ("control", "\x00-\x1f\x7f-\x9f\u2028\u2029"),
)
_KIND = re.compile("|".join(f"(?P<{kind}>[{characters}])" for kind, characters in _KINDS))


def odd_characters(scene: Scene) -> Iterator[Fact]:
    """One fact for each kind of odd character in a field."""
    for message in scene.messages:
        for field, text in _fields(message):
            found: dict[str, list[tuple[int, int]]] = {}
            for kind, start, end in _odd(text):
                found.setdefault(kind, []).append((start, end))
            for kind, places in found.items():
                evidence = tuple(Evidence(message.number, field, start, end) for start, end in places[:_SHOWN])
                yield Fact("odd-characters", kind, evidence, _detail(kind, text, places))


def _fields(message: PlainMessage) -> Iterator[tuple[str, str]]:
    yield "text", message.text
    if message.reasoning:
        yield "reasoning", message.reasoning
    for call in message.calls:
        yield f"c{call.ordinal}.name", call.name
        yield f"c{call.ordinal}.args", call.arguments


def _odd(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind and the place of each odd character, and of each word that mixes alphabets."""
    display = shown(text)
    edges = zip(display.raw[1::2], display.raw[2::2], display.shown[1::2], display.shown[2::2], strict=True)
    for start, end, from_, to in edges:
        character = text[start:end]
        as_it_is = display.text[from_:to] == character
        if as_it_is or character == "\t" or (character == "\r" and text[end : end + 1] == "\n"):
            continue
        kind = _KIND.match(character)
        yield (kind.lastgroup or "" if kind else "zero-width"), start, end
    if not text.isascii() and _OTHER_LETTERS.search(text):
        for word in _WORD.finditer(text):
            if _OTHER_LETTERS.search(word[0]) and _LATIN.search(word[0]):
                yield "mixed-alphabets", word.start(), word.end()


def _detail(kind: str, text: str, places: list[tuple[int, int]]) -> str:
    start, end = places[0]
    first = "" if kind == "mixed-alphabets" else f", first U+{ord(text[start:end]):04X}"
    return f"{len(places)} in this field{first}"


CHECKS = (
    Check(
        "characters",
        1,
        "Characters that are not what they seem: hidden ones, controls, turned text, two alphabets in one word.",
        "Joiners that a script needs count as hidden; brand names that mix Greek or Cyrillic letters in are flagged.",
        {
            "odd-characters": "the kind: control, direction, zero-width, tag, variation, surrogate or mixed-alphabets",
        },
        odd_characters,
        {"odd-characters": "conversation.odd-characters"},
    ),
)
