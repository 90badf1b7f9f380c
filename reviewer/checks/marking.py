"""Marks the values of one message after the other, and remembers what was said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from reviewer.checks import outdated, parcels
from reviewer.checks.days import overnight
from reviewer.checks.equations import equations
from reviewer.checks.languages import Heard
from reviewer.checks.ledger import Ledger
from reviewer.checks.prices import Named, Prices
from reviewer.checks.reckoned import Reckoned
from reviewer.checks.scene import Scene
from reviewer.checks.sources import Key, Origin, Place, Sources
from reviewer.checks.unsettled import particular, stated
from reviewer.checks.values import Value, number, values
from reviewer.model.plain import PlainMessage

Status = Literal["grounded", "computed", "unsettled", "ungrounded", "stale", "contradicted"]
"""`unsettled` has no source that was found, and may have one: it is no claim that the agent made it up."""
_BESIDE: Final = 48
"""How many values before and after one are looked at."""
_LINE: Final = 40
_LINE_LENGTH: Final = 400
_TRIES: Final = 400
"""In a message with more values than this without a source, the others are not worked out."""
_CERTAIN: Final = frozenset(("id", "email", "address", "address on file", "status"))
"""Kinds that belong to a case: the others a rule may hold, and a file may leave the rules out."""

_COUNT: Final = 12
"""Up to this a number in arithmetic is a count."""

_ROUNDS: Final = 2
"""A total may stand before what it is made of."""

_QUANTITY: Final = re.compile(
    r"(?<![0-9.,$])([2-9]|1[0-2])(?: ?[×x*]|-| (?:more |extra |additional |checked |other )?"
    r"(?:passenger|people|person|travel|bag|item|unit|month|night|day|ticket|seat|piece|line|pax|gb|of))"
    r"|(?:[×x*÷/]|times|divided by) ?([2-9]|1[0-2])(?![0-9.,]?[0-9])",
    re.IGNORECASE,
)
_TWO: Final = re.compile(r"\b(?:both|two|each way|round[- ]?trip|pair|either)\b", re.IGNORECASE)
_CHANGE: Final = re.compile(r"upgrad|additional|difference|extra|refund|saving", re.IGNORECASE)
_LEFT: Final = re.compile(r"\b(?:leaving|leaves|remaining|left)\W{0,8}$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})*+")
_SUM: Final = re.compile(r"[0-9]{1,9}+(?:[.,][0-9]{1,3}+)*+(?: ?\+ ?[$€£]?[0-9]{1,9}+(?:[.,][0-9]{1,3}+)*+)++")
_BULLETS: Final = frozenset("-*•")
_INDENT: Final = 8
_BARE: Final = str.maketrans("", "", "()*")
_WORD: Final = re.compile("[A-Za-z]{2,20}")


class Grounded(NamedTuple):
    """One value of an agent's message.

    `source` is where it stands (grounded), or what says otherwise (stale, contradicted). `how` says in words how it was
    worked out (computed), or what the source says (contradicted).
    """

    message: int
    value: Value
    status: Status
    source: Place | None
    how: str = ""

    @property
    def held(self) -> bool:
        """Whether something holds it up."""
        return self.status in ("grounded", "computed")


class Marker:
    """Reads a transcript from its beginning. `today` is the conversation's day, where anything says it."""

    def __init__(self, scene: Scene, today: date | None, rules: tuple[tuple[Origin, str], ...]) -> None:
        self.sources = Sources(today, rules)
        self._scene = scene
        self._ledger = Ledger(scene)
        self._prices = Prices(scene)
        self._unfounded: set[Key] = set()
        self._worked_out: dict[tuple[str, object], str] = {}
        self._wrote = False
        self._ruled = any(origin == "policy" for origin, _ in rules)
        self._heard = Heard()
        for _, text in rules:
            self._heard.add(text)
        self._reckoned = Reckoned()

    def hear(self, message: PlainMessage) -> None:
        """A message that is not the agent's: what it holds can be said from now on."""
        self._heard.add(message.text)
        if message.role == "customer":
            # What a customer only repeats of the agent's inventions is no source of them.
            self.sources.add(message.text, "customer", message.number, echoes=self._unfounded)
            return
        self._ruled = self._ruled or (message.role in ("system", "developer") and bool(message.text.strip()))
        self.sources.add(message.text, "tool" if message.role == "tool" else "system", message.number)
        if message.role == "tool":
            self._ledger.add(message.number)
            self._prices.add(message.number)
            if message.answers is not None and message.error is None:
                asked, ordinal = message.answers
                call = self._scene.message(asked).calls[ordinal - 1]
                if call.kind in ("read", "kb"):
                    # "Nothing on 8 May" is held up by an empty result of a search for 8 May.
                    self.sources.add(call.arguments, "call", asked, f"c{ordinal}.args")

    def mark(self, message: PlainMessage) -> list[Grounded]:
        """The values of a message of the agent's, each with its status."""
        marks = []
        for value in values(message.text):
            if message.text[value.end : value.end + 1] == "{":
                continue  # A number as LaTeX writes it goes on behind the brace.
            if self.sources.claimable(value):
                source = self.sources.find(value)
                marks.append(Grounded(message.number, value, "grounded" if source else "ungrounded", source))
        if not all(mark.held for mark in marks):
            self._work_out(message.text, marks)
            self._leave_open(message.text, marks)
        for mark in marks:
            if not mark.held:
                self._unfounded.update(self.sources.wanted(mark.value))
        self.sources.amounts.say(_amounts(marks))
        self._judge(message, marks)
        self._wrote = self._wrote or any(call.kind == "write" for call in message.calls)
        return marks

    def _work_out(self, text: str, marks: list[Grounded]) -> None:
        quantities = {int(one or other) for one, other in _QUANTITY.findall(text)} | (
            {2} if _TWO.search(text) else set()
        )
        percents = [mark.value.norm for mark in marks if mark.value.kind == "percent"][:_BESIDE]
        named: Named | None = None
        written, next_day, tries = self._written(text), overnight(text), _TRIES
        for _ in range(_ROUNDS):
            equated = self._equated(text, marks)
            sums = written | _listed(text, marks) | _labelled(text, marks)
            for index, mark in enumerate(marks):
                if mark.held or not tries:
                    continue
                tries -= 1
                value = mark.value
                how = self._worked_out.get((value.kind, value.norm))
                if how is None and value.kind in ("money", "data"):
                    before = _amounts(marks[max(0, index - _BESIDE) : index])
                    after = _amounts(marks[index + 1 : index + 1 + _BESIDE])
                    change = (
                        _CHANGE.search(text, text.rfind("\n", *_before(value)) + 1, value.start + _LINE) is not None
                    )
                    how = sums.get(value.norm) or self.sources.amounts.derive(
                        value.norm, before, after, quantities, percents, change
                    )
                    if how is None and _LEFT.search(text, *_before(value)):
                        whole = (value.norm + one for one in before if self.sources.known(value.norm + one))
                        how = next((f"what is left of {one:g}" for one in whole), None)
                    if how is None and value.kind == "money":
                        named = named or self._prices.named(text)
                        how = named.made(value.norm, quantities, change) or equated.get(value.norm)
                elif how is None and value.kind == "date":
                    how = self.sources.calendar.from_day(value, next_day)
                    if how is not None:
                        self.sources.calendar.say(value)
                elif how is None and value.kind == "time":
                    how = self.sources.calendar.from_time(value)
                elif how is None and value.kind == "window":
                    how = self.sources.calendar.length(value, text)
                if how is not None:
                    self._worked_out[value.kind, value.norm] = how
                    marks[index] = mark._replace(status="computed", how=how)

    def _leave_open(self, text: str, marks: list[Grounded]) -> None:
        """Unsettles what nobody stated of this case, what an unread text may hold, and what may be made of much."""
        loose = [index for index, mark in enumerate(marks) if mark.status == "ungrounded"]
        for index in loose:
            value = marks[index].value
            ruled = self._ruled or value.kind in _CERTAIN
            link = value.kind == "url" and not self.sources.has_links() and not any(map(str.isdigit, value.norm))
            own = ruled and not link and particular(text, value, self.sources.formed(value))
            if not own or not stated(text, value) or self._heard.holds(value):
                marks[index] = marks[index]._replace(status="unsettled")
        left = [index for index in loose[:_TRIES] if marks[index].status == "ungrounded"]
        amounts = {index: marks[index].value for index in left if _is_amount(marks[index].value)}
        if amounts:
            said = {mark.value.norm for mark in marks if mark.value.kind == "money"}
            may = self._reckoned.may(text, [*amounts.values()], said, self.sources.amounts.all())
            for index, value in amounts.items():
                if float(value.norm) in may:
                    marks[index] = marks[index]._replace(status="unsettled")

    def _written(self, text: str) -> dict[float, str]:
        """The sums that a message writes out with bare numbers, each of which is known."""
        sums = {}
        for written in _SUM.findall(text.translate(_BARE)):
            parts = [number(part) for part in _NUMBER.findall(written)]
            if all(map(self.sources.known, parts)):
                sums[round(sum(parts), 2)] = str(written)
        return sums

    def _equated(self, text: str, marks: Sequence[Grounded]) -> dict[float, str]:
        """What the message's own equations come to, where they come out and all that they are made of is known."""
        known = {mark.value.norm for mark in marks if mark.value.kind == "money" and mark.held}
        results: dict[float, str] = {}
        for equation in equations(text):
            if equation.right and all(
                part in known or part in results or part <= _COUNT or self.sources.known(part)
                for part in equation.parts
            ):
                results[equation.said] = "as it is written out"
        return results

    def _judge(self, message: PlainMessage, marks: list[Grounded]) -> None:
        """What is stale, and what a result contradicts."""
        text = message.text
        stated: list[Grounded] = []
        starts = [mark.value.start for mark in marks]
        for conflict in parcels.denied(text, self._ledger):
            beside = range(bisect_left(starts, conflict.start), bisect_left(starts, conflict.end))
            days = [i for i in beside if marks[i].value.kind in ("date", "weekday")]
            known = (marks[i].source for i in days if marks[i].status == "grounded")
            if any(place is not None and place.origin in conflict.spared for place in known):
                continue
            if conflict.days:
                days = [i for i in days if self._day(marks[i].value) not in (None, *conflict.days)]
            elif not days:
                value = Value("status", conflict.start, conflict.stated, "delivery")
                stated.append(Grounded(message.number, value, "contradicted", conflict.source, conflict.says))
            for i in days:
                marks[i] = marks[i]._replace(status="contradicted", source=conflict.source, how=conflict.says)
        marks += stated
        renewed = outdated.speaks_of_new(text)
        if not renewed and not self._wrote:
            return
        for index, mark in enumerate(marks):
            if mark.status != "grounded" or mark.source is None:
                continue
            newer = None
            if renewed and mark.value.kind in ("id", "url"):
                newer = outdated.replaced(text, mark.value, self._ledger)
            elif self._wrote and mark.value.kind in ("address", "money"):
                newer = outdated.outdated(text, mark.value, mark.source, self._ledger)
            if newer:
                marks[index] = mark._replace(status="stale", source=newer)

    def _day(self, value: Value) -> str | None:
        day = self.sources.calendar.day(value)
        return day.isoformat() if day else None


def _is_amount(value: Value) -> bool:
    """Whether it may be an amount: also a bare number that was taken for an id."""
    return value.kind == "money" or (value.kind == "id" and value.norm.isdecimal())


def _amounts(marks: Sequence[Grounded]) -> list[float]:
    return [mark.value.norm for mark in marks if mark.value.kind in ("money", "data") and mark.held]


def _labelled(text: str, marks: Sequence[Grounded]) -> dict[float, str]:
    """What lines that begin alike come to: each order's saving, and the savings in all."""
    lines: dict[int, tuple[str, float]] = {}
    for mark in marks:
        if mark.value.kind == "money" and mark.held:
            start = text.rfind("\n", *_before(mark.value)) + 1
            if first := _WORD.search(text, start, mark.value.start):
                lines[start] = (first[0].lower(), mark.value.norm)
    sums: dict[str, list[float]] = {}
    for label, amount in lines.values():
        sums.setdefault(label, []).append(amount)
    return {
        round(sum(amounts), 2): f'the sum of the lines "{label}"' for label, amounts in sums.items() if len(amounts) > 1
    }


def _listed(text: str, marks: Sequence[Grounded]) -> dict[float, str]:
    """What the items of each list come to, every item by the amount that its line ends with."""
    lines = text.replace("\\n", " \n")
    last: dict[int, float] = {}
    for mark in marks:
        if mark.value.kind == "money" and mark.held:
            start = lines.rfind("\n", *_before(mark.value)) + 1
            if lines[start : start + _INDENT].lstrip()[:1] in _BULLETS:
                last[start] = mark.value.norm
    sums: dict[float, str] = {}
    total, items, beyond = 0.0, 0, -1
    for start, amount in last.items():
        total, items = (total + amount, items + 1) if start == beyond else (amount, 1)
        beyond = lines.find("\n", start, start + _LINE_LENGTH) + 1
        if items > 1:
            sums[round(total, 2)] = f"the sum of {items} items"
    return sums


def _before(value: Value) -> tuple[int, int]:
    """Where to look for the beginning of a value's line."""
    return max(0, value.start - _LINE_LENGTH), value.start
