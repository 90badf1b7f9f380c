"""Grounding marks: for each value that an agent states, where it came from, or that it came from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from reviewer.checks import conflicts
from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.ledger import Ledger
from reviewer.checks.scene import Scene
from reviewer.checks.sources import Key, Place, Sources
from reviewer.checks.values import Value, scanned, values

Status = Literal["grounded", "computed", "ungrounded", "stale", "contradicted"]


class Grounded(NamedTuple):
    """One value of an agent's message, and its source, where it has one."""

    message: int
    value: Value
    status: Status
    source: Place | None
    how: str


def grounded(scene: Scene) -> list[Grounded]:
    """Every value of every agent message, in order."""
    sources = Sources(_today(scene))
    if scene.suite is not None:
        sources.add(scene.suite.policy or "", "policy", None)
        for tool in scene.suite.tools:
            sources.add(tool.description, "tools", None)
    sources.add(scene.transcript.policy, "policy", None)
    ledger = Ledger(scene)
    own: set[Key] = set()
    computed: dict[tuple[str, object], str] = {}
    marks: list[Grounded] = []
    wrote = False
    for message in scene.messages:
        if message.role == "agent":
            found = _message(message.number, message.text, sources, own, computed)
            marks += _judged(message.number, message.text, found, ledger, sources, wrote)
            wrote = wrote or any(call.kind == "write" for call in message.calls)
        elif message.role == "customer":
            sources.add(message.text, "customer", message.number, own)
        else:
            sources.add(message.text, "tool" if message.role == "tool" else "system", message.number)
            if message.role == "tool":
                ledger.add(message.number)
            if message.answers and message.error is None:
                place = message.answers
                call = scene.message(place[0]).calls[place[1] - 1]
                if call.kind == "read":
                    sources.add(call.arguments, "tool", message.number)
    return marks


def _message(
    number: int, text: str, sources: Sources, own: set[Key], computed: dict[tuple[str, object], str]
) -> list[Grounded]:
    found = values(text)
    marks = [Grounded(number, value, "grounded", sources.find(value), "") for value in found]
    if any(mark.source is None for mark in marks):
        counts = {int(one or other) for one, other in _COUNT.findall(text)} | ({2} if _BOTH.search(text) else set())
        percents = [value.norm for value in found if value.kind == "percent"]
        for _ in range(2):
            for index, mark in enumerate(marks):
                if mark.source is not None or mark.how:
                    continue
                value = mark.value
                how = computed.get((value.kind, value.norm))
                if how is None:
                    match value.kind:
                        case "money" | "data":
                            how = sources.amounts.derive(
                                value.norm, _amounts(marks[:index]), _amounts(marks[index + 1 :]), counts, percents
                            ) or _labelled(value, text, marks)
                        case "date":
                            how = sources.calendar.from_day(value, text)
                        case "window":
                            how = sources.calendar.length(value)
                if how is not None:
                    computed[value.kind, value.norm] = how
                    marks[index] = mark._replace(status="computed", how=how)
        for index, mark in enumerate(marks):
            if mark.source is None and not mark.how:
                own.update(sources.wanted(mark.value))
                marks[index] = mark._replace(status="ungrounded")
    sources.amounts.say(_amounts(marks))
    return marks


_COUNT: Final = re.compile(
    r"(?<![0-9.,$])([2-9]|1[0-2])(?: ?[×x*]|-| (?:more |extra |additional |checked |other )?(?:passenger|people|person|travel|bag|item|unit|month|"
    r"night|day|ticket|seat|piece|line|pax|gb|of))|(?:[×x*]|times) ?([2-9]|1[0-2])(?![0-9.,]?[0-9])",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(r"\b(?:both|two|each way|round[- ]?trip|pair|either)\b", re.I)


def _judged(
    number: int, text: str, marks: list[Grounded], ledger: Ledger, sources: Sources, wrote: bool
) -> list[Grounded]:
    """The marks of a message, with what is stale and what a result contradicts."""
    for conflict in conflicts.deliveries(text, ledger):
        start, end = conflict.sentence
        inside = [i for i, mark in enumerate(marks) if mark.value.kind in ("date", "weekday") and start <= mark.value.start < end]
        for i in inside:
            marks[i] = marks[i]._replace(status="contradicted", source=conflict.source, how=conflict.says)
        if not inside:
            value = Value("status", conflict.start, conflict.end, conflict.says)
            marks.append(Grounded(number, value, "contradicted", conflict.source, conflict.says))
    for (start, end), days, place in conflicts.delivered_on(text, ledger):
        for i, mark in enumerate(marks):
            if mark.value.kind in ("date", "weekday") and start <= mark.value.start < end and mark.status != "contradicted":
                said = sources.calendar.resolve(mark.value)
                if said is not None and said.isoformat() not in days:
                    marks[i] = mark._replace(status="contradicted", source=place, how=" or ".join(sorted(days)))
    for i, mark in enumerate(marks):
        if mark.status != "grounded" or mark.source is None:
            continue
        newer = None
        if mark.value.kind in ("id", "url"):
            newer = conflicts.replaced(text, mark.value, ledger)
        elif wrote and mark.value.kind in ("address", "money"):
            newer = conflicts.outdated(text, mark.value, mark.source, ledger)
        if newer:
            marks[i] = mark._replace(status="stale", source=newer)
    return marks


def _labelled(value: Value, text: str, marks: list[Grounded]) -> str | None:
    """The sum of what several lines that begin alike come to: each order's saving, and the savings in all."""
    lines: dict[int, tuple[str, float]] = {}
    for mark in marks:
        if mark.value.kind == "money" and (mark.source or mark.how):
            start = text.rfind("\n", 0, mark.value.start) + 1
            if first := _WORD.search(text, start, mark.value.start):
                lines[start] = (first[0].lower(), mark.value.norm)
    sums: dict[str, list[float]] = {}
    for label, amount in lines.values():
        sums.setdefault(label, []).append(amount)
    for label, amounts in sums.items():
        if len(amounts) > 1 and round(sum(amounts), 2) == value.norm:
            return f"the sum of what is called {label}"
    return None


_WORD: Final = re.compile("[A-Za-z]{2,20}")


def _amounts(marks: list[Grounded]) -> list[float]:
    return [m.value.norm for m in marks if m.value.kind == "money" and (m.source or m.how)]


_TODAY: Final = re.compile(r"(?i:today is|current (?:time|date) is|date:)[^\n]{0,40}")


def _today(scene: Scene) -> date | None:
    if scene.suite is not None and scene.suite.today is not None:
        return scene.suite.today
    for text in (scene.transcript.policy, scene.messages[0].text if scene.messages else ""):
        if said := _TODAY.search(text):
            for value in scanned(said[0]):
                if value.kind == "date" and None not in value.norm:
                    return date(*value.norm)
    return None


def _facts(scene: Scene) -> Iterator[Fact]:
    marks = grounded(scene)
    yield Fact("values", len(marks))
    for mark in marks:
        if mark.status == "ungrounded":
            text = scene.message(mark.message).text[mark.value.start : mark.value.end]
            yield Fact(
                "ungrounded", text, (Evidence(mark.message, "text", mark.value.start, mark.value.end),), mark.value.kind
            )


CHECKS: tuple[Check, ...] = (
    Check(
        "grounding",
        1,
        "values that an agent states and that no earlier result, customer turn or rule holds",
        "",
        {"values": "how many values were looked at", "ungrounded": "a value without a source"},
        _facts,
    ),
)
