"""Grounding marks: for each value that an agent states, where it came from, or that it came from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from reviewer.checks.contract import Check, Evidence, Fact
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
        sources.add(scene.suite.policy, "policy", None)
        for tool in scene.suite.tools:
            sources.add(tool.description, "tools", None)
    sources.add(scene.transcript.policy, "policy", None)
    own: set[Key] = set()
    computed: dict[tuple[str, object], str] = {}
    marks = []
    for message in scene.messages:
        if message.role == "agent":
            marks += _message(message.number, message.text, sources, own, computed)
        elif message.role == "customer":
            sources.add(message.text, "customer", message.number, own)
        else:
            sources.add(message.text, "tool" if message.role == "tool" else "system", message.number)
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
    known = [mark.value.norm for mark in marks if mark.source is not None and mark.value.kind == "money"]
    percents = [value.norm for value in found if value.kind == "percent"]
    for _ in range(2):
        for index, mark in enumerate(marks):
            if mark.source is not None or mark.how:
                continue
            value = mark.value
            how = computed.get((value.kind, value.norm))
            if how is None:
                how = _computed(value, text, sources, known, percents)
            if how is not None:
                computed[value.kind, value.norm] = how
                marks[index] = mark._replace(status="computed", how=how)
                if value.kind == "money":
                    known.append(value.norm)
    for index, mark in enumerate(marks):
        if mark.source is None and not mark.how:
            own.update(sources.wanted(mark.value))
            marks[index] = mark._replace(status="ungrounded")
    return marks


def _computed(value: Value, text: str, sources: Sources, known: list[float], percents: list[float]) -> str | None:
    match value.kind:
        case "money" | "data":
            return sources.amounts.derive(value.norm, known, percents)
        case "date":
            return sources.calendar.date(value, text)
        case "window":
            return sources.calendar.length(value)
    return None


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
