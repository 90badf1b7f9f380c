"""What an agent can know at a point of a conversation, and what it says instead of what it cannot.

A plan knows its case from the beginning: the buyer's name, what is asked for later, what the articles say. These
mend a finished sentence, so that they draw nothing from chance: the rest of a playing stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Messages = Sequence[Mapping[str, Any]]
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
_OPEN_QUESTION = re.compile(
    r"(?:^|[.!?,:] )(?:and |so |but |then |okay |ok |fine |because |)"
    r"(?:how|(?:until |from )?when|what(?! about| abt)|what'?s|where'?s?|who|which|why)\b[^.!?]*[?!]+$"
    r"|\bor\b[^.!?]*[?!]+$",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"(?:Yes|Sure|Of course|Oh, (?:sure|of course|gladly)|Absolutely|Certainly|Right|Happily|Gladly)"
    r"(?: indeed| thing)?(?:,? [^.!?:;\d]{1,26})?[.!:] (?:[😊🙂] )?"
)
_SENTENCE = re.compile(r"(?<=[.!?] )(?=\S)")
_EXACT = re.compile(r"\d|\n")
SHORT = 14
"""Characters of a sentence that may come again."""
_DENIES_DAYS = re.compile(
    r"number of days|name (?:days|a day)|give days|no days|commit to days|guessing|days i don't|how long, i don't",
    re.IGNORECASE,
)
_NAMES_DAYS = re.compile(r"\b(?:business|working) days\b|\babout a week\b", re.IGNORECASE)
_AS_SAID = ("As I said, about that long.", "It's the time that I gave.", "The time is the one above.", "As said above.")
_ORDER = re.compile(r"#\d{4}\b")
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
    """A thought about a thing or an order's number only where somebody named it: about the order before."""
    said = heard(messages)
    if thing.casefold() not in said:
        text = text.replace(f"the {thing}", "the order")
    text = _ORDER.sub(lambda found: found[0] if found[0][1:] in said else "the order", text)
    return text[:1].upper() + text[1:]


def sober(text: str) -> str:
    """The text without what is too sunny for somebody who goes away angry or disappointed."""
    for sunny, plain in _SUNNY:
        text = sunny.sub(plain, text)
    return text.strip()


def fitting(text: str, messages: Messages) -> str:
    """The text without a `Yes.` to a question that asks how or when, and without sentences that were said before.

    What is the only sentence of a message stays.
    """
    told = " ".join(str(one["text"]) for one in messages if one["role"] == "agent")
    heard = next((str(one["text"]) for one in reversed(messages) if one["role"] == "customer"), "")
    affirms = _AFFIRMS.match(text) if _OPEN_QUESTION.search(heard.strip()) else None
    if affirms and affirms[0] != text:
        text = text[affirms.end() :]
        text = text[:1].upper() + text[1:]
    parts = _SENTENCE.split(text)
    kept = [part for part in parts if len(part.strip()) <= SHORT or part.strip() not in told or _EXACT.search(part)]
    return "".join(kept).strip() or text


def undenied(text: str, messages: Messages) -> str:
    """The text of somebody who has named a number of days, here or before, without a denial of any."""
    before = any(_NAMES_DAYS.search(str(one["text"])) for one in messages if one["role"] == "agent")
    parts = _SENTENCE.split(text)
    denied = [part for part in parts if _DENIES_DAYS.search(part)]
    if not denied or not (before or _NAMES_DAYS.search(text)):
        return text
    return "".join(part for part in parts if part not in denied).strip() or _AS_SAID[len(messages) % len(_AS_SAID)]


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
