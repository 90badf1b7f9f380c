"""Whether the policies and numbered rules that an agent cites by name are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene

_KIND = "Policy|Guarantee|Promise|Programme|Program|Pledge|Terms"
_CITED = re.compile(
    rf"\b(?P<name>(?:[A-Z][A-Za-z'’-]{{1,20}} ){{1,4}}(?:{_KIND}))\b"
    rf"|[\"“](?P<quoted>(?:\w[\w'’-]{{0,20}} ){{1,4}}(?i:{_KIND}))[\"”]"
    r"|(?:\b(?i:policy|rule|clause|section|article|paragraph) #?|§ ?)(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})"
    r"(?![0-9%]|\.[0-9]| ?(?:[€$£]|(?:kg|km|cm|lbs?|percent|million|hours|days|miles|stars)\b))"
)
_MARKS = (
    "olicy",
    "uarantee",
    "romise",
    "rogram",
    "ledge",
    "erms",
    "ule ",
    "lause ",
    "ection ",
    "rticle ",
    "raph ",
    "§",
)
"""What stands in every citation: a text without any is not looked at."""

_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)+|[^\W\d_]{2,}")
_GENERIC = frozenset(
    "a an and as by for from full general if in is of on our own per please policy since so terms that the their this"
    " to under what with your".split()
)
_OF_RULES = re.compile(r"\b(?:polic(?:y|ies)|rules?|guidelines?)\b", re.IGNORECASE)
_FIRST = 3
"""Rules that are not stored apart stand in so many messages at the beginning."""

_STEM = 5


def cited_rules(scene: Scene) -> Iterator[Fact]:
    """Citations of which no rule, result or customer turn before them has the number or every word."""
    rules = f"{scene.policy}\n" + "\n".join(
        tool.description or "" for tool in (scene.suite.tools if scene.suite else ())
    )
    known: set[str] = set()
    read = 0
    for message in scene.agent:
        if not any(mark in message.text for mark in _MARKS):
            continue
        for found in _CITED.finditer(message.text):
            for earlier in scene.messages[read : message.number - 1]:
                if earlier.role != "agent":
                    known.update(_words(earlier.text))
            read = message.number - 1
            if _is_missing(found, known, _rules(rules)) and _has_rules(scene):
                start, end = found.span("quoted" if found["quoted"] else 0)
                place = Evidence(message.number, "text", start, end)
                yield Fact("invented-policy", message.text[start:end], (place,), "no rule or result before it has it")


def _has_rules(scene: Scene) -> bool:
    """Whether the rules are there to look in: a file may leave them out, and a general assistant has none."""
    first = (message.text for message in scene.messages[:_FIRST] if message.role == "system")
    return bool(scene.policy.strip()) or any(map(_OF_RULES.search, first))


def _is_missing(found: re.Match[str], known: set[str], rules: frozenset[str]) -> bool:
    if number := found["number"]:
        return number not in known and number not in rules
    words = [word for word in _words(found["name"] or found["quoted"]) if word not in _GENERIC]
    return any(word not in known and word not in rules for word in words)


def _words(text: str) -> list[str]:
    """The numbers with points, and how the words begin: a cancellation policy is one on what can be cancelled."""
    return [
        word[:_STEM] if word.isalpha() and word not in _GENERIC else word for word in _TOKEN.findall(text.casefold())
    ]


@lru_cache(16)
def _rules(text: str) -> frozenset[str]:
    """The words of the rules: they are the same in many transcripts."""
    return frozenset(_words(text))


CHECKS = (
    Check(
        "policy-name",
        1,
        "Policies and numbered rules that an agent cites (“the Loyal Traveller Policy”, “policy 4.9”) and that no "
        "rule, result or customer turn before them names.",
        "Only names in capitals or quotation marks and numbers with a point; a name made of words that stand apart in "
        "the rules is taken for known; what is said of a rule that is there is not looked at.",
        {"invented-policy": "the name or the number that stands nowhere before"},
        cited_rules,
        {"invented-policy": "grounding.invented-policy"},
    ),
)
