"""Where a call does what it was agreed to do, and does it to something else: another amount, address, piece or order.

Only where it is certain: what was agreed to is named in the words of an order ("refund 50.00", "send one …", "to 5 Elm
St"), and what the call has instead was named by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from reviewer.checks.agreed import Agreement, Write
from reviewer.checks.scene import Scene
from reviewer.checks.things import codes

_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"
_CURRENCY: Final = r"(?:USD|EUR|GBP|dollars|euros|pounds|[$€£])"
_MONEY: Final = (
    rf"(?:{_CURRENCY} ?{_NUMBER}|{_NUMBER} ?{_CURRENCY}|\d[\d,]*\.\d\d)"
    r"(?![\w%]|\.\d| ?(?:%|percent|each\b))"
)
_REFUND: Final = re.compile(
    rf"\b(?:refund|reimburse|pay back|credit)(?:ing|s)?(?: (?:you|of|exactly|only|just|back)){{0,2}} {_MONEY}"
    rf"|{_MONEY}(?: {_CURRENCY})? (?:(?:would|will|can) )?(?:be |go )?(?:refund(?:ed)?|back)\b",
    re.IGNORECASE,
)
_AMOUNTS: Final = re.compile(_NUMBER)
_AMOUNT_KEY: Final = re.compile(r"^(?:refund_)?amount(?:_[a-z]{3})?$")
_SENT: Final = r"\b(?:re-?)?(?:send|ship|dispatch)(?:ing)?(?: (?:you|out|her|him|them))*"
_ONE: Final = re.compile(
    rf"{_SENT} (?:just |only |exactly )?(?:one|1|a single)\b(?! (?:of each|each|pair|pack|set|box))", re.I
)
_CODE: Final = re.compile(
    rf"{_SENT}(?:(?!\b(?:instead|from|of|for|your|replac\w+|old|not)\b)[^.?!;:\n]){{0,50}}?"
    r"\b([A-Z]{2,}(?:-[A-Z0-9]+)+)\b"
)
_ORDER: Final = re.compile(
    r"(?<!e\.g\. )(?<!e\.g\., )(?<!\bexample )(?<!\blike )(?<!such as )#[A-Z]?\d{3,}\b", re.IGNORECASE
)
_ORDER_KEY: Final = re.compile(r"^order_?(?:id|number|no)$")
_PLACE: Final = re.compile(
    r"\b(?:to|be|read|as)\W{1,3}(\d{1,5}[a-z]? [A-Z][a-z]+|[A-Z][a-zäöüß]+(?: [A-Z][a-z]+)? \d{1,4}\b)"
)
_STREET_KEY: Final = re.compile(r"^(?:line_?1|address_?1|street(?:_address)?)$")
_WORDS: Final = re.compile(r"\w+")
_NUMERALS: Final = dict(enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2))
_CENT: Final = 0.005
_TIMES: Final = 12
"""So many pieces of one price may make an amount."""

_MANY: Final = 40
"""Of more numbers than so many, any amount may have been reckoned."""

_MOST: Final = 1e9
_BETWEEN: Final = 8
_LONG: Final = 8_000
"""What was agreed to is looked for in the last so many messages before the yes, and at the head of each."""

_DEEP: Final = 4
"""Arguments are followed so many steps down."""


class Said:
    """When each word was first said by agent or customer, worked out when it is first asked for."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def _first(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for message in self._scene.messages:
            if message.role in ("agent", "customer"):
                for word in _WORDS.findall(message.text.casefold()):
                    first.setdefault(word, message.number)
        return first

    def any_of(self, words: Iterable[str], before: int) -> bool:
        """Whether one of these words was said before a message."""
        return any(self._first.get(word.casefold(), before) < before for word in words)


def departure(scene: Scene, said: Said, write: Write, agreement: Agreement) -> str | None:
    """What a write has in the place of what was agreed to: "amount_usd 260 where “refund 50.00” was agreed to"."""
    arguments = scene.arguments(scene.message(write.message), write.call)
    if not isinstance(arguments, Mapping):
        return None
    agreed = _agreed(scene, agreement)
    refunds, one, codes_sent, orders, places = (
        [found[found.lastindex or 0] for found in pattern.finditer(agreed)]
        for pattern in (_REFUND, _ONE, _CODE, _ORDER, _PLACE)
    )
    leaves = list(_leaves(arguments, _DEEP))
    pieces = sum(key == "quantity" for key, _ in leaves)
    for key, value in leaves:
        other: Sequence[str] = ()
        if not isinstance(value, str):
            if refunds and _AMOUNT_KEY.search(key) and _is_number(value):
                other = () if _reckoned(float(value), agreed) else refunds
            elif one and key == "quantity" and pieces == 1 and _is_number(value) and value > 1:
                other = () if said.any_of((str(value), _NUMERALS.get(value, "")), write.message) else one
        elif codes_sent and key == "variant_id":
            parts = value.casefold().split("-")
            alike = [code for code in codes_sent if code.casefold().split("-")[0] == parts[0]]
            other = [code for code in alike if not said.any_of({*parts} - {*code.casefold().split("-")}, write.message)]
            other = () if value.casefold() in map(str.casefold, alike) else other
        elif orders and _ORDER_KEY.search(key):
            own = value.lstrip("#")
            other = () if said.any_of((own,), write.message) else [order for order in orders if _alike(order, own)]
        elif places and _STREET_KEY.search(key):
            other = () if said.any_of(_WORDS.findall(value), write.message) else places
        if other:
            return f"{key} {value} where “{other[0]}” was agreed to"
    return None


def puts_instead(scene: Scene, write: Write, done: Write, agreement: Agreement) -> bool:
    """Whether a second write under one yes puts what nobody named in the place of what was agreed to."""
    asked, yes = agreement.proposal.message, agreement.yes.message
    named = codes(f"{scene.message(asked).text} {scene.message(yes).text}")
    instead = write.codes - done.codes
    return bool(instead) and not instead & named and bool((done.codes - write.codes) & named)


def _agreed(scene: Scene, agreement: Agreement) -> str:
    """The proposal, the yes, and what was said between the two: it may have been put right."""
    asked, yes = agreement.proposal.message, agreement.yes.message
    numbers = (asked, *range(max(asked + 1, yes - _BETWEEN), yes + 1))
    said = (scene.message(number) for number in numbers)
    return "\n".join(one.text[:_LONG] for one in said if one.role in ("agent", "customer"))


def _alike(order: str, own: str) -> bool:
    """Whether two orders are written alike: as many digits, and a letter before them in both or in neither."""
    other = order.lstrip("#")
    return (
        len(other) == len(own) and other[1:].isdigit() and own[1:].isdigit() and other[0].isdigit() == own[0].isdigit()
    )


def _leaves(value: Any, deep: int, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, one in value.items() if deep else ():
            yield from _leaves(one, deep - 1, str(name))
    elif isinstance(value, list):
        for one in value if deep else ():
            yield from _leaves(one, deep - 1, key)
    else:
        yield key, value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST


def _reckoned(amount: float, agreed: str) -> bool:
    """Whether an amount is one of those that were named, several times one, or two of them taken together."""
    named = {float(one.replace(",", "")) for one in _AMOUNTS.findall(agreed)}
    if len(named) > _MANY:
        return True
    sums = {one * times for one in named for times in range(1, _TIMES + 1)}
    sums |= {one + sign * two for one in named for two in named for sign in (1, -1)} | {sum(named)}
    return any(abs(amount - one) < _CENT for one in sums)
