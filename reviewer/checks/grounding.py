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


def grounded(scene: Scene) -> list[Grounded]:
    """Every value of every agent message, in order."""
    sources = Sources(_today(scene))
    if scene.suite is not None:
        sources.add(scene.suite.policy, "policy", None)
        for tool in scene.suite.tools:
            sources.add(tool.description, "tools", None)
    sources.add(scene.transcript.policy, "policy", None)
    own: set[Key] = set()
    marks = []
    for message in scene.messages:
        if message.role == "agent":
            for value in values(message.text):
                source = sources.find(value)
                if source is None:
                    own.update(sources.wanted(value))
                marks.append(Grounded(message.number, value, "ungrounded" if source is None else "grounded", source))
        elif message.role == "customer":
            sources.add(message.text, "customer", message.number, own)
        else:
            sources.add(message.text, "tool" if message.role == "tool" else "system", message.number)
    return marks


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
            yield Fact("ungrounded", text, (Evidence(mark.message, "text", mark.value.start, mark.value.end),), mark.value.kind)


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
