"""What a message of a finished conversation offers to somebody who cites it: words, calls, values, and no more."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

Message = Mapping[str, Any]

WRITES = ("cancel_order", "create_reship", "create_refund", "edit_address", "edit_line_item", "apply_discount")
MOST = 52
"""Characters of a quote, at most."""
MARKED = {
    "made-up-days": re.compile(r"\b(?:days?|weeks?|hours?|tomorrow|week)\b", re.IGNORECASE),
    "address-on-file": re.compile(r"on file", re.IGNORECASE),
    "empty-promise": re.compile(r"passed|forward|escalat|handed|informed|knows|colleague|team", re.IGNORECASE),
    "tone": re.compile(r"[!☀😄🎉😊]"),
    "dwells": re.compile(r"\?$"),
}
"""By what the sentence is known in which a slip happened."""
_PHOTO = re.compile(r"\[[^\]]*\]\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_EMPTY = re.compile(
    r"^(?:hi|hello|how nice|hey|good day|welcome|thank)\b|\bhello\b|https?:|\?$|[☀😄🎉😊🙂😅]|\bsorry\b|look(?:ed)?\b"
    r"|\bi (?:\w+ )?(?:understand|see|hear|get|wish|know)\b|i'd change|\blet(?:'s| me)\b|no worries|\bi? ?hope"
    r"|tell me|\b(?:ask|say|thanks)\b|around if|happy to|gladly|posted|shout|anything else|simply|good news|front of",
    re.IGNORECASE,
)
"""A sentence of an agent's that answers nothing."""
_POLITE = re.compile(r"(?:thank|thx|sorry|hi\b|hello|good (?:day|morning)|\S+@\S+$|(?:my )?e?-?mail)", re.IGNORECASE)
"""A sentence of a customer's that says nothing of the matter."""
_AGREES = re.compile(
    r"\b(?:yes|yep|ok|okay|go|do it|do this|do that|send|cancel|correct|please|fine|sure|confirm\w*|tak|that's it"
    r"|that's right)\b[^?]*$",
    re.IGNORECASE,
)
_ORDER = re.compile(r"#\d{3,5}\b")


class Scene:
    """The messages of one conversation, looked at from a number."""

    def __init__(self, messages: Sequence[Message], chance: random.Random) -> None:
        self.messages = messages
        self._chance = chance

    def at(self, number: int, kind: str = "", words: str = "") -> dict[str, str]:
        """What can be cited of a message, by the name of its slot; what is not there has none.

        `words` is the sentence that a note is about, where it is known; else a mark of its kind finds it.
        """
        found = {"m": f"M{number}", "said": self._said(number), "words": self._words(number, kind, words)}
        found |= {"order": self._order(number), "tools": self._tools(number), "status": self._status(number)}
        found |= {"query": self._query(number), "claims": self._claims(number)}
        found["were"] = "were" if " and " in found["tools"] else "was"
        if wrote := self._near(number, (*WRITES, "handover_to_human")):
            found |= {"call": wrote[1]["name"], "deed": deed(wrote[1]), "yes": self._yes(wrote[0])}
            found["reason"] = clipped(json.loads(wrote[1]["arguments"]).get("reason", ""))
        return {slot: value for slot, value in found.items() if value}

    def quoted(self, number: int) -> str:
        """Words of a message, as a quote without its marks; empty where there are none."""
        whole = self._sentences(number)
        telling = [part for part in whole if len(part) > 14 and not _POLITE.match(part)] or whole
        return clipped(self._chance.choice(telling)) if telling else ""

    def parting(self, number: int) -> str:
        """The last words of a message that ask nothing; empty where it only asks."""
        told = [part for part in self._sentences(number) if not part.endswith(("?", "?!"))]
        return clipped(told[-1]) if told else ""

    def answer(self, number: int) -> str:
        """Words of the agent's that tell something: no greeting, link or question where there is anything else."""
        whole = self._sentences(number)
        telling = [part for part in whole if len(part) > 24 and not _EMPTY.search(part)] or whole
        return clipped(self._chance.choice(sorted(telling, key=len)[-2:])) if telling else ""

    def _sentences(self, number: int) -> list[str]:
        """The sentences of a message, without photos and bold type."""
        text = _PHOTO.sub("", str(self.messages[number - 1]["text"])).replace("*", "")
        return [part for part in _SENTENCE.split(text.strip()) if part]

    def _heard(self, number: int) -> list[int]:
        """The customer's messages before one, the last first."""
        return [n for n in range(number - 1, 0, -1) if self.messages[n - 1]["role"] == "customer"]

    def _said(self, number: int) -> str:
        """The customer's last words before a message."""
        return next(filter(None, map(self.quoted, self._heard(number))), "")

    def _yes(self, number: int) -> str:
        """The sentence before a write that agrees to it; empty where none is known as such."""
        heard = self._sentences(self._heard(number)[0])
        return next((clipped(part) for part in heard if _AGREES.search(part)), "")

    def _words(self, number: int, kind: str, words: str) -> str:
        if words and words in str(self.messages[number - 1]["text"]).replace("*", ""):
            return clipped(words)
        marked = [part for part in self._sentences(number) if kind in MARKED and MARKED[kind].search(part)]
        return clipped(marked[-1]) if marked else ""

    def _order(self, number: int) -> str:
        """The order that was spoken of last, up to a message."""
        told = " ".join(str(one["text"]) for one in self.messages[:number] if one["role"] != "tool")
        orders: list[str] = _ORDER.findall(told)
        return orders[-1] if orders else ""

    def _looks(self, number: int) -> list[tuple[int, Mapping[str, Any], Any]]:
        """The calls up to a message with their results, and the numbers of these."""
        called = {call["id"]: call for one in self.messages[:number] for call in one.get("calls", ())}
        return [
            (n, called[one["call_id"]], json.loads(one["text"]))
            for n, one in enumerate(self.messages, start=1)
            if one["role"] == "tool" and one["call_id"] in called
        ]

    def _tools(self, number: int) -> str:
        names = [call["name"] for _, call, _ in self._looks(number) if call["name"] not in WRITES]
        told = [f"`{name}`" for name in dict.fromkeys(names) if name != "handover_to_human"]
        return " and ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)

    def _status(self, number: int) -> str:
        """`#1044 is shipped (M3)`: of the last order that was looked up."""
        looks = [(n, result) for n, call, result in self._looks(number) if call["name"] == "order_status"]
        sound = [(n, result) for n, result in looks if "error" not in result]
        if not sound:
            return ""
        n, result = sound[-1]
        return f"{result['order_id']} is {result['status'].replace('_', ' ')} (M{n})"

    def _query(self, number: int) -> str:
        asked = [call for _, call, _ in self._looks(number) if call["name"] == "kb_search"]
        return str(json.loads(asked[-1]["arguments"])["query"]) if asked else ""

    def _claims(self, number: int) -> str:
        counts = [(n, result["count"]) for n, call, result in self._looks(number) if call["name"] == "claims_history"]
        if not counts:
            return ""
        n, count = counts[-1]
        return f"{['none', 'one', 'two', 'three', 'four', 'five', 'six'][min(count, 6)]} in twelve months (M{n})"

    def _near(self, number: int, tools: Sequence[str]) -> tuple[int, Mapping[str, Any]] | None:
        """The write that a note is about: the last one up to its message, or the first one after it."""
        calls = [
            (n, call)
            for n, one in enumerate(self.messages, start=1)
            for call in one.get("calls", ())
            if call["name"] in tools
        ]
        before = [one for one in calls if one[0] <= number]
        return before[-1] if before else next(iter(calls), None)


def deed(call: Mapping[str, Any]) -> str:
    """`create_refund` of 240 USD on #1054: a call with what matters of its arguments."""
    given = json.loads(call["arguments"])
    name = f"`{call['name']}`"
    order = given.get("order_id", "")
    match call["name"]:
        case "create_reship":
            return f"{name} of {', '.join(item['variant_id'] for item in given['items'])} for {order}"
        case "create_refund":
            return f"{name} of {given['amount_usd']:,.2f} USD on {order}"
        case "apply_discount":
            return f"{name} of {given['code']} on {order}"
        case "edit_line_item":
            return f"{name} on line {given['line']} of {order}"
    return f"{name} on {order}" if order else name


def clipped(words: str) -> str:
    """The words, or their beginning with an ellipsis; without the full stop or comma at the end."""
    words = " ".join(words.split())
    if len(words) > MOST:
        words = words[:MOST].rsplit(" ", 1)[0].rstrip(",;:.–- ") + " …"
    return words.rstrip(".,;: ")
