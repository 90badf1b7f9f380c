"""Whether what a write was called with has a source, and is what was asked for."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainCall, PlainMessage

_TOKEN = re.compile(r"\w[\w-]*")
_ID = re.compile(r"(?=[\w#-]*\d)#?[A-Za-z0-9][\w-]{3,}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,4}")
_VARIANT_KEY = re.compile(r"variant|sku|^items?_id$")

_SHOWN = 20
"""So many values of one call are named; the detail says how many there are."""

_SIZES = {"s": "small", "m": "medium", "l": "large"}
_ABOUT_WHAT_CAME = re.compile(
    r"\b(?:came|received|arrived|got|sent me|tag|label|photo|instead of|way back|back with|send back|sends? the)\b"
)
_WORD = re.compile(r"[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)*")
_RECENT = 8
"""A wish for another variant is looked for in so many messages before a replacement."""


def unsourced_arguments(scene: Scene) -> Iterator[Fact]:
    """Ids in a write's arguments that nobody had said and no tool had returned."""
    if not any(scene.of_kind("write")):
        return
    rules = _words(scene.transcript.policy)
    known: set[str] = set()
    if scene.case:
        known.update(_TOKEN.findall(f"{scene.case.brief} {scene.case.customer or ''}".casefold()))
    for message in scene.messages:
        if message.role != "agent":
            known.update(_TOKEN.findall(message.text.casefold()))
            continue
        for call in message.calls:
            if call.kind == "write":
                leaves = _leaves(scene.arguments(message, call))
                unknown = dict.fromkeys((key, value) for key, value in leaves if not _known(value, known, rules))
                more = f", one of {len(unknown)} there" if len(unknown) > _SHOWN else ""
                for key, value in islice(unknown, _SHOWN):
                    evidence = _argument(message, call, value)
                    yield Fact("unsourced-argument", value, evidence, f"{key} of {call.name}{more}")


@lru_cache(64)
def _words(policy: str) -> frozenset[str]:
    """The words of a policy: it is the same in many transcripts."""
    return frozenset(_TOKEN.findall(policy.casefold()))


def _known(value: str, known: set[str], rules: frozenset[str]) -> bool:
    """Whether a value is no id, or its parts that hold a digit were all met before."""
    if not _ID.fullmatch(value) or _DATE.fullmatch(value):
        return True
    return all(token in known or token in rules for token in _TOKEN.findall(value.casefold()) if not token.isalpha())


def _leaves(arguments: object, key: str = "") -> Iterator[tuple[str, str]]:
    """The texts in arguments, each with the key that it stands under."""
    waiting = [(key, arguments)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting += reversed(list(value.items()))
        elif isinstance(value, list):
            waiting += [(key, element) for element in reversed(value)]


def _argument(message: PlainMessage, call: PlainCall, value: str) -> tuple[Evidence, ...]:
    field = f"c{call.ordinal}"
    start = call.arguments.find(value)
    if start < 0:
        return (Evidence(message.number, field),)
    return (Evidence(message.number, f"{field}.args", start, start + len(value)), Evidence(message.number, field))


def wrong_items(scene: Scene) -> Iterator[Fact]:
    """Replacements by a variant that the order does not hold, though it holds a sister, that nobody had spoken for."""
    suite = scene.suite
    if suite is None or not any(suite.action_of(call.name) == "reship" for _, call in scene.of_kind("write")):
        return
    lines: dict[str, set[str]] = {}
    recent: deque[str] = deque(maxlen=_RECENT)
    for message in scene.messages:
        if message.answers:
            _note_lines(scene, message, lines)
        for call in message.calls if message.role == "agent" else ():
            if suite.action_of(call.name) == "reship" and "exchang" not in call.arguments.casefold():
                arguments = scene.arguments(message, call)
                order = str(arguments.get("order_id", "")).lstrip("#") if isinstance(arguments, dict) else ""
                for key, value in _leaves(arguments):
                    if _VARIANT_KEY.search(key) and (sister := _sister(value, lines.get(order, set()), recent)):
                        detail = f"the order holds {sister}"
                        yield Fact("wrong-item", value, _argument(message, call, value), detail)
        if message.role in ("agent", "customer") and message.text:
            recent.append(message.text)


def _note_lines(scene: Scene, message: PlainMessage, lines: dict[str, set[str]]) -> None:
    result = scene.result(message.number)
    if isinstance(result, dict) and isinstance(result.get("items"), list) and "reship_id" not in result:
        held = lines.setdefault(str(result.get("order_id", "")).lstrip("#"), set())
        held.update(value for key, value in _leaves(result["items"]) if _VARIANT_KEY.search(key))


def _sister(value: str, held: set[str], recent: Iterable[str]) -> str | None:
    """A variant of the same product on the order; None where the order holds the value itself, or it was spoken for."""
    if value in held:
        return None
    sister = next((one for one in sorted(held) if one.split("-")[0] == value.split("-")[0]), None)
    return sister if sister and not any(_asks_for(text, value, sister) for text in recent) else None


def _asks_for(text: str, value: str, sister: str) -> bool:
    """Whether a text names what sets the variant apart from its sister, as what shall come: `moss` for MOS."""
    apart = set(value.split("-")) - set(sister.split("-"))
    for sentence in re.split(r"[.!?\n]", text):
        if not _ABOUT_WHAT_CAME.search(sentence.casefold()):
            words = _WORD.findall(sentence)
            if value in words or any(_abbreviates(code, word) for code in apart for word in words):
                return True
    return False


def _abbreviates(code: str, word: str) -> bool:
    """`MOS` abbreviates `moss`; one letter only itself, written large, or its size."""
    if len(code) == 1:
        return word == code or word.casefold() == _SIZES.get(code.casefold())
    plain, letters = word.casefold().replace("/", ""), iter(word.casefold().replace("/", ""))
    same_start = plain[:1] == code[:1].casefold() and len(code) <= len(plain) <= len(code) + 5
    return same_start and all(letter in letters for letter in code.casefold())


CHECKS = (
    Check(
        "unsourced-argument",
        1,
        "Ids in the arguments of a write that no tool had returned and nobody had said.",
        "Only values with a digit in them; an id that was put together from known parts is flagged.",
        {"unsourced-argument": "the value without a source"},
        unsourced_arguments,
        {"unsourced-argument": "grounding.invented-value"},
    ),
    Check(
        "wrong-item",
        1,
        "A replacement of another variant than the one on the order, that nobody had spoken for.",
        "Reads variants by their codes; what was spoken for long before the call is not seen.",
        {"wrong-item": "the variant that was sent"},
        wrong_items,
        {"wrong-item": "action.wrong-action"},
    ),
)
