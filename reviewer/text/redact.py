"""Redaction: personal data out, a placeholder in, the same one for the same value everywhere in a dossier.

`[email 1]`, `[name 2]`: numbered by first appearance, so a fixed order of walking gives the same text again. What is
found is what the rules below say, no more: a redacted text is not proven to be free of personal data, and nothing may
call it so. A name counts only from a list that is given. Redacting a redacted text changes nothing.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reviewer.text.credentials import keys
from reviewer.text.escapes import is_json
from reviewer.text.folding import KINDS, MASK, fold
from reviewer.text.found import Found
from reviewer.text.keyed import keyed, keyed_besides
from reviewer.text.names import Joined, Names
from reviewer.text.papers import papers, parted
from reviewer.text.personal import cards, emails, ibans, machines, numbers_of_people, phones
from reviewer.text.places import houses, places
from reviewer.text.postal import postal
from reviewer.text.reached import handles, odd_emails, senders, told_phones

RULES: Final = "redact/2"
"""The version of the rules, which an export records: another version may find something else."""

Rule = Callable[[str], Iterator[Found]]
_FIRST: Final[tuple[Rule, ...]] = (keys, keyed, emails, ibans, cards, postal, numbers_of_people, phones, machines)
_SECOND: Final[tuple[Rule, ...]] = (
    *(senders, handles, papers, parted, keyed_besides, houses, keys, keyed, odd_emails, emails, ibans, cards, postal),
    *(numbers_of_people, phones, machines, places, told_phones),
)
_BY_VERSION: Final[Mapping[str, tuple[tuple[Rule, ...], tuple[Callable[[Iterable[str]], Rule], ...]]]] = {
    "redact/1": (_FIRST, (Names,)),
    RULES: (_SECOND, (Names, Joined)),
}
"""The rules of each version, in the order in which they are asked, and what is made of the names that are given.

A version that was published stays as it was, so that its pages can be proven: what is found besides is a rule of its
own, in the next one.
"""

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BARE: Final = re.compile(r"[{\[,:][ \t\r\n]{0,40}$")
_ENDED: Final = re.compile(r"[ \t\r\n]{0,40}(?:[,}\]]|\Z)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of raw text, `start` to `end`, and where its placeholder stands in the redacted one."""

    start: int
    end: int
    kind: str
    shown: int
    placeholder: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted text, and the way from raw offsets to its own."""

    text: str
    spans: tuple[Span, ...] = ()

    def at(self, raw: int) -> int:
        """Where the raw offset `raw` is in the redacted text; what lies in a redacted stretch is where that begins."""
        i = bisect_right(self.spans, raw, key=lambda span: span.start) - 1
        if i < 0:
            return raw
        span = self.spans[i]
        return span.shown if raw < span.end else span.shown + len(span.placeholder) + raw - span.end

    def cut(self, start: int, end: int) -> str:
        """The redacted form of the raw text from `start` to `end`; a placeholder that is cut through stays whole."""
        last = self.at(end)
        i = bisect_right(self.spans, end - 1, key=lambda span: span.start) - 1
        if start < end and i >= 0 and self.spans[i].start < end < self.spans[i].end:
            last = self.spans[i].shown + len(self.spans[i].placeholder)
        return self.text[self.at(start) : last]


def versions() -> tuple[str, ...]:
    """The versions of the rules that this program can follow, the first one first."""
    return tuple(_BY_VERSION)


class Redactor:
    """The rules, the names, and the placeholders that were given out so far: one for each dossier.

    `known` is what `known()` of an earlier one said: with it the same values get the same placeholders again.
    `version` is one of `versions()`.
    """

    def __init__(
        self, names: Iterable[str] = (), known: Mapping[str, Sequence[str]] | None = None, *, version: str = RULES
    ) -> None:
        self.version = version
        rules, of_names = _BY_VERSION[version]
        listed = [*names]
        self._rules: tuple[Rule, ...] = (*rules, *(made(listed) for made in of_names))
        self._numbers: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        for kind, values in (known or {}).items():
            self._numbers[kind] = {value: number for number, value in enumerate(values, 1)}
        self.counts: Counter[str] = Counter()
        """How often something of each kind was redacted."""

    def known(self) -> dict[str, list[str]]:
        """The values behind the placeholders, in their order. Personal: it stays beside the raw text."""
        return {kind: list(numbers) for kind, numbers in self._numbers.items() if numbers}

    def distinct(self) -> dict[str, int]:
        """How many different values of each kind there were."""
        return {kind: len(numbers) for kind, numbers in self._numbers.items() if numbers}

    def text(self, text: str) -> str:
        """`text`, redacted."""
        return self.redact(text).text

    def redact(self, text: str) -> Redacted:
        """`text` redacted, with what was replaced. A bare number of JSON becomes a quoted placeholder."""
        reading = fold(text)
        found = self._found(reading.text)
        if not found:
            return Redacted(text)
        pieces: list[str] = []
        spans: list[Span] = []
        end = width = 0
        for one in found:
            start, stop = reading.start(one.start), reading.end(one.end)
            if start < end:  # two halves of one raw character
                continue
            quote = _quote(reading.text, one, text, reading.start)
            placeholder = f"{quote}[{one.kind} {self._number(one)}]{quote}"
            self.counts[one.kind] += 1
            width += start - end
            spans.append(Span(start, stop, one.kind, width, placeholder))
            pieces += (text[end:start], placeholder)
            width += len(placeholder)
            end = stop
        pieces.append(text[end:])
        return Redacted("".join(pieces), tuple(spans))

    def value(self, value: Any) -> Any:
        """Any JSON value, redacted: keys, strings, JSON inside strings, and numbers that are a card's or a phone's."""
        if isinstance(value, str):
            return self.text(value)
        if not isinstance(value, dict | list | tuple):
            return json.loads(self.text(f"[{json.dumps(value)}]"))[0] if type(value) is int else value
        return json.loads(self.text(json.dumps(value, ensure_ascii=False)), object_pairs_hook=_object)

    def _found(self, text: str) -> list[Found]:
        """What the rules find, in the text's order; they are asked again until nothing is left for them."""
        found: list[Found] = []
        while True:
            before = len(found)
            for rule in self._rules:
                hits = list(rule(text))
                if hits:
                    text = _mask(text, hits, found)
            if len(found) == before:
                return sorted(found)

    def _number(self, one: Found) -> int:
        numbers = self._numbers[one.kind]
        return numbers.setdefault(one.value, len(numbers) + 1)


def _mask(text: str, hits: list[Found], found: list[Found]) -> str:
    pieces: list[str] = []
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start < end or MASK in text[hit.start : hit.end]:
            continue
        found.append(hit)
        pieces += (text[end : hit.start], MASK * (hit.end - hit.start))
        end = hit.end
    return "".join(pieces) + text[end:]


def _quote(reading: str, one: Found, text: str, raw: Callable[[int], int]) -> str:
    """The quotation mark that a placeholder needs in place of a bare number of JSON, escaped as its neighbours are."""
    if _NUMBER.fullmatch(reading, one.start, one.end) is None:
        return ""
    mark = reading.rfind('"', 0, one.start)
    before = _BARE.search(reading, max(0, one.start - 41), one.start)
    if before is None or _ENDED.match(reading, one.end) is None:
        return ""
    if mark >= 0 and reading[mark + 1 : one.start].strip(" \t\r\n") == ":":
        return text[raw(mark) : raw(mark + 1)]
    return '"' if is_json(text) else ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two keys that became one are told apart again: nothing is dropped."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        unique, copy = key, 2
        while unique in made:
            unique, copy = f"{key} ({copy})", copy + 1
        made[unique] = value
    return made


_PLACEHOLDER: Final = re.compile(r"\[[a-z][a-z ]* \d+\]")


def fits(printed: str, raw: str) -> bool:
    """Whether the words around the placeholders are the raw ones: where nobody knows what these stood for."""
    first, *rest = _PLACEHOLDER.split(printed)
    if not rest:
        return printed == raw
    *middle, last = rest
    if len(raw) < len(first) + len(last) or not (raw.startswith(first) and raw.endswith(last)):
        return False
    place, end = len(first), len(raw) - len(last)
    for piece in middle:  # the earliest place of each leaves the most for the rest, so none is tried twice
        if (found := raw.find(piece, place, end)) < 0:
            return False
        place = found + len(piece)
    return True
