"""Grounding marks: for each value that an agent states, where it comes from, or that nothing holds it up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.marking import Grounded, Marker, Status
from reviewer.checks.scene import Scene
from reviewer.checks.sources import Origin, Place
from reviewer.checks.values import scan

__all__ = ["CHECKS", "OPEN", "Grounded", "Place", "Status", "grounded"]

_TODAY: Final = re.compile(r"(?i:today is|current (?:time|date) is|today's date)[^\n]{0,40}")
_KINDS: Final = {
    "window": "length of time",
    "data": "amount of data",
    "id": "number or id",
    "weekday": "day",
    "status": "statement",
}
OPEN: Final = "no source found, may be computed or of general use"
"""What is said of a value that is left open."""

_NAMES: Final = {"window": "invented-window", "address on file": "address-on-file"}
"""Kinds of ungrounded values that have a fact of their own, since they are tagged apart."""


def grounded(scene: Scene) -> list[Grounded]:
    """Every value of every message of the agent's, in the order of the transcript, with its source."""
    marker = Marker(scene, _today(scene), _rules(scene))
    marks: list[Grounded] = []
    for message in scene.messages:
        if message.role == "agent":
            marks += marker.mark(message)
        else:
            marker.hear(message)
    return marks


def _rules(scene: Scene) -> tuple[tuple[Origin, str], ...]:
    """What holds for the whole conversation: the policy, the suite's too, and what it says of its tools."""
    rules: list[tuple[Origin, str]] = []
    if scene.suite is not None:
        rules += [("tools", tool.description) for tool in scene.suite.tools if tool.description]
        if scene.suite.policy and scene.suite.policy != scene.transcript.policy:
            rules.append(("policy", scene.suite.policy))
    if scene.transcript.policy:
        rules.append(("policy", scene.transcript.policy))
    return tuple(rules)


def _today(scene: Scene) -> date | None:
    """The day of the conversation, as the suite, the policy or the first message says it."""
    if scene.suite is not None and scene.suite.today is not None:
        return scene.suite.today
    for text in (scene.transcript.policy, scene.messages[0].text if scene.messages else ""):
        if said := _TODAY.search(text):
            for value in scan(said[0]):
                if value.kind == "date" and None not in value.norm:
                    try:
                        return date(*value.norm)
                    except ValueError:
                        continue
    return None


def _facts(scene: Scene) -> Iterator[Fact]:
    marks = grounded(scene)
    yield Fact("values", len(marks))
    links = [mark for mark in marks if mark.value.kind == "url"]
    if links:
        yield Fact("links", len(links))
        yield Fact("invented-links", sum(mark.status == "ungrounded" for mark in links))
    for mark in marks:
        if not mark.held:
            text = scene.message(mark.message).text[mark.value.start : mark.value.end]
            evidence = [Evidence(mark.message, "text", mark.value.start, mark.value.end)]
            if mark.source is not None and mark.source.message is not None:
                evidence.append(Evidence(mark.source.message, mark.source.field, mark.source.start, mark.source.end))
            name = _NAMES.get(mark.value.kind, "ungrounded") if mark.status == "ungrounded" else mark.status
            yield Fact(name, text, tuple(evidence), _detail(mark))


def _detail(mark: Grounded) -> str:
    kind = _KINDS.get(mark.value.kind, mark.value.kind)
    if mark.status == "unsettled":
        return f"{kind}: {OPEN}"
    if mark.status == "stale":
        return f"{kind}: a later write has replaced it"
    if mark.status == "contradicted":
        return f"{kind}: the result says {mark.how}"
    return f"{kind}: in no earlier result, customer turn or rule, and not to be worked out from them"


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        id="grounding",
        version=10,
        looks_for="values that the agent states (days, times, lengths of time, amounts, ids, links, addresses) and "
        "that no earlier result, customer turn or rule holds, that a later write replaced, or that a result denies",
        errs="an amount that is called a total, a difference or a refund is left open (unsettled) where many amounts "
        "are known, also a wrong one; so is a link where no source holds any, and what rules may say where a file "
        "leaves them out, what is given as an example or a guess, and what other languages may say; "
        "a wrong amount may be taken for the sum of others; "
        "what the agent itself searched for counts as known; vague lengths of time (a few days), names, colours and "
        "the words of a policy are not looked at (its name is, by policy-name): a rule that is made up without a value "
        "is not seen; where a replacement, a refund or somebody's word may be meant, nothing contradicts",
        names={
            "values": "how many values were looked at",
            "links": "how many of them are links",
            "invented-links": "how many of the links stand nowhere before; each is an ungrounded value, too",
            "ungrounded": "a value that stands nowhere before and does not follow from what does",
            "unsettled": "a value without a source that was found, which may be computed or of general use: no fault",
            "invented-window": "a length of time or a range of days that stands nowhere before",
            "address-on-file": "an address on file is spoken of before any result showed one",
            "stale": "a value that a later write has replaced, told as if it still held",
            "contradicted": "what is said of a parcel (that it came, left, is due, is under way) and the results deny",
        },
        facts=_facts,
        proposes={
            "ungrounded": "grounding.invented-value",
            "invented-window": "grounding.invented-window",
            "address-on-file": "grounding.address-on-file",
            "stale": "grounding.stale-value",
            "contradicted": "grounding.contradicted",
        },
    ),
)
