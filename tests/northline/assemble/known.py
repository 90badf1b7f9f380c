"""What an agent can know at a point of a conversation, and what it says instead of what it cannot.

A plan knows its case from the beginning: the buyer's name, what is asked for later, what the articles say. These
mend a finished sentence, so that they draw nothing from chance: the rest of a playing stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Messages = Iterable[Mapping[str, Any]]
_AFTER_NAME = r"(?=[.!?:;,)]|$)"
_SUNNY = tuple(
    (re.compile(sunny), plain)
    for sunny, plain in (
        (r" ?[😊😄🙂]", ""),
        (r"Have a wonderful day|Happy travels|Have a lovely day|Enjoy your Monday", "All the best"),
        (
            r"(?:(?:It|That) was a pleasure|You(?:'re| are)(?: so| very| most)? welcome|My pleasure"
            r"|So glad I could help)(, \w+)?[!.]",
            r"Thank you for writing\1.",
        ),
        (r"(?:Lovely|Great) talking to you", "Thank you for writing"),
        (r"(?:Always happy to help|Glad (?:I could|to) help|Any ?time|Gladly)(, \w+)?[!.]", r"I leave it here\1."),
        (r"\band (?:happy travels|have a great week)", "and all the best"),
    )
)
_EARLY = re.compile(r"(?P<said>.+?) => (?P<reason>.+)")


def heard(messages: Messages) -> str:
    """What customers and tools have said so far, in small letters."""
    return " ".join(str(m["text"]) for m in messages if m["role"] in ("customer", "tool")).casefold()


def written(messages: Messages) -> str:
    """What the customer alone has written so far, in small letters."""
    return " ".join(str(m["text"]) for m in messages if m["role"] == "customer").casefold()


def unnamed(text: str, name: str) -> str:
    """The text without the customer's name, wherever it calls them by it."""
    name = re.escape(name)
    text = re.sub(rf"(^|(?<=[.!?:] )){name}[,:] ?(\w?)", lambda found: found[2].upper(), text)
    text = re.sub(rf", {name},", ",", text)
    return re.sub(rf",? {name}{_AFTER_NAME}", "", text)


def thought(text: str, thing: str, messages: Messages) -> str:
    """A thought about the thing only where somebody named it: about the order before."""
    return text if thing.casefold() in heard(messages) else text.replace(f"the {thing}", "the order")


def sober(text: str) -> str:
    """The text without what is too sunny for somebody who goes away angry or disappointed."""
    for sunny, plain in _SUNNY:
        text = sunny.sub(plain, text)
    return text.strip()


def early(ways: Iterable[str], messages: Messages, otherwise: str) -> str:
    """The reason that fits what was written so far.

    `words => reason` is for as long as none of those words was written; the first that is left to be said counts.
    """
    said = written(messages)
    for way in ways:
        found = _EARLY.fullmatch(way)
        if found is None:
            raise ValueError(f"neither words nor a reason: {way!r}")
        if not re.search(found["said"], said):
            return found["reason"]
    return otherwise
