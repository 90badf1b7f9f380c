"""Why the judge gave what it gave: sentences that cite messages, made from the plan's notes and from what happened."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from tests.northline.assemble import rationales
from tests.northline.assemble.customers import THANKS, WELL, spin
from tests.northline.assemble.marks import Marks
from tests.northline.assemble.rationales import Lines
from tests.northline.assemble.scene import WRITES, Scene, clipped
from tests.northline.assemble.stage import Memory, Note, Stage

TRIES = 60
"""How often the judge looks for words that it has used in no other conversation."""
FAIR = 66
"""From this sentiment on a customer goes in peace."""
SIGHS = re.compile(
    r"not (?:what|great|happy|thrilled)|pity|shame|too bad|disappoint|hoped|nothing (?:for it|to be done)|hmph|sigh"
    r"|if (?:that's|you say)|so be it|whatever|give up|forget it|never mind",
    re.IGNORECASE,
)
THREAT = re.compile(
    r"consumer|lawyer|\bcourt|\bsue\b|complain|chargeback|ombuds|\bpress\b|review|report you|never (?:again|buy)|legal",
    re.IGNORECASE,
)
PROVEN = ("damaged_item", "angry_damaged", "wrong_item", "missing_item", "delivery_dispute")
"""Where the rules ask for a look at claims, weights or tracking before goods or money go out."""
_SPAN = re.compile(r"\b(?:days?|weeks?|hours?)\b", re.IGNORECASE)
_QUOTE = re.compile(r"“[^”]*”")
_SLOT = re.compile(r"\{(\w+)\}")


class Judge:
    """Writes the three scores of one conversation. Its chance is its own: no other word hangs on what it says."""

    def __init__(self, stage: Stage, marks: Marks, memory: Memory) -> None:
        self.stage = stage
        self.marks = marks
        self._memory = memory
        self._chance = random.Random(f"judge {stage.row.key}")
        self._scene = Scene(stage.messages, self._chance)

    def scores(self) -> list[dict[str, Any]]:
        """Resolution, policy and sentiment, as a native transcript has them."""
        parts = (
            ("resolution", self.marks.resolution, self._resolution),
            ("policy", self.marks.policy, self._policy),
            ("sentiment", self.marks.sentiment, self._sentiment),
        )
        return [
            {"name": name, "value": value, "scale": "0-100", "rationale": self._new(says), "by": "sab-judge"}
            for name, value, says in parts
        ]

    def _new(self, says: Callable[[], str]) -> str:
        """What was said of no other conversation and quotes nothing twice, if there is such a thing."""
        text = ""
        for _ in range(TRIES):
            text = says()
            text = text[:1].upper() + text[1:]
            quotes = _QUOTE.findall(text)
            if text not in self._memory.judged and len(quotes) == len(set(quotes)):
                break
        self._memory.judged.add(text)
        return text

    def _pick(self, phrasings: Lines, words: dict[str, str]) -> str:
        """One of the phrasings whose slots all have something in them, filled."""
        able = [one for one in phrasings if words.keys() >= set(_SLOT.findall(one))]
        assert able, f"{self.stage.case.id}: {phrasings[0]!r} needs more than {words}"
        return _SLOT.sub(lambda slot: words[slot[1]], spin(self._chance.choice(able), self._chance))

    def _at(self, number: int, kind: str = "", words: str = "") -> dict[str, str]:
        """What a message offers, and the conversation's first words."""
        found = self._scene.at(number, kind, words)
        first = self._scene.quoted(1)
        return {**found, "first": first} if first else found

    # policy

    def _policy(self) -> str:
        slips, goods = self._listed(True, 3), self._listed(False, 2)
        if not slips:
            return self._pick(rationales.CLEAN, {"goods": goods or self._cause(Note("looked-up", self._first_look()))})
        mixed = goods and self.marks.policy >= 50
        return self._pick(rationales.MIXED if mixed else rationales.POOR, {"slips": slips, "goods": goods})

    def _listed(self, slips: bool, most: int) -> str:
        notes = [note for note in self.stage.notes if note.is_slip is slips][:most]
        return "; ".join(self._cause(note) for note in notes)

    def _cause(self, note: Note) -> str:
        return self._pick(rationales.CAUSES[self._manner(note)], self._at(note.message, note.kind, note.words))

    def _manner(self, note: Note) -> str:
        """How a note came about, where the sentences about its kind would not all be true of it."""
        kind, before = note.kind, self.stage.messages[: note.message - 1]
        called = [call["name"] for one in before for call in one.get("calls", ())]
        if kind == "looked-up" and self._spoke_first():
            return "looked-up later"
        if kind == "acted-first" and any(one["role"] == "agent" and "?" in one["text"] for one in before):
            return "acted-first after a question"
        if kind == "unchecked" and self.stage.case.intent not in PROVEN:
            return f"unchecked {_unread(called)}"
        if kind == "held":
            heard = next(str(one["text"]) for one in reversed(before) if one["role"] == "customer")
            return "told" if heard.endswith("?") and "!" not in heard else "held"
        if kind == "made-up-days" and not _SPAN.search(self.stage.messages[note.message - 1]["text"]):
            return "made-up-day"
        return "honest" if kind == "kb" and "kb_search" not in called else kind

    def _spoke_first(self) -> bool:
        """Whether the agent said something before its first call."""
        return any(one["role"] == "agent" for one in self.stage.messages[: self._first_look() - 1])

    def _first_look(self) -> int:
        """The first message with a call, or the one behind the last."""
        numbered = enumerate(self.stage.messages, start=1)
        return next((n for n, one in numbered if one.get("calls")), len(self.stage.messages) + 1)

    # resolution

    def _resolution(self) -> str:
        row, last = self.stage.row, self._last("agent")
        made, handed = self._made(WRITES), self._made(("handover_to_human",))
        if row.forbidden:
            return self._pick(rationales.FELL, self._at(self._forbidden()))
        if row.forbidden is False:
            return self._pick(rationales.HELD, self._answering(handed or self._fullest()))
        if row.resolved is None and handed:
            return self._pick(rationales.HANDED, self._at(handed))
        if row.resolved is None:
            return self._pick(rationales.KEPT, self._answering(self._fullest()))
        if not row.resolved:
            slips = self._listed(True, 1) or self._cause(Note("left-open", last))
            return self._pick(rationales.OPEN, {**self._at(last), "slips": slips})
        text = self._pick(rationales.SETTLED, self._agreed(made)) if made else self._answered()
        return text + (self._pick(rationales.BESIDES, self._at(handed)) if handed else "")

    def _made(self, tools: tuple[str, ...]) -> int:
        """The message with the last call of one of these tools that did not fail, or 0."""
        failed = {one["call_id"] for one in self.stage.messages if one.get("error")}
        return max(
            (
                number
                for number, one in enumerate(self.stage.messages, start=1)
                for call in one.get("calls", ())
                if call["name"] in tools and call["id"] not in failed
            ),
            default=0,
        )

    def _agreed(self, number: int) -> dict[str, str]:
        """What a write offers, with the customer's yes only where it was asked for first."""
        hasty = any(note.kind in ("acted-first", "asked-late") for note in self.stage.notes)
        return {slot: value for slot, value in self._at(number).items() if slot != "yes" or not hasty}

    def _forbidden(self) -> int:
        return next(
            number
            for number, one in enumerate(self.stage.messages, start=1)
            for call in one.get("calls", ())
            if self.stage.breaks(call["name"], call["arguments"])
        )

    def _answered(self) -> str:
        """The first answer after the first look that holds nothing made up, or the first one with a word of warning."""
        wrong = {note.message for note in self.stage.notes if note.is_slip}
        spoken = [
            number
            for number, one in enumerate(self.stage.messages, start=1)
            if one["role"] == "agent" and one["text"] and number > self._first_look()
        ]
        sound = [number for number in spoken[:-1] or spoken if number not in wrong]
        told = [number for number in sound if not self.stage.messages[number - 1]["text"].endswith("?")] or sound
        if told:
            return self._pick(rationales.ANSWERED, self._answering(told[0]))
        return self._pick(rationales.ANSWERED_AND_MORE, self._at(spoken[0] if spoken else self._last("agent")))

    def _fullest(self) -> int:
        """The agent's longest message."""
        told = {n: len(one["text"]) for n, one in enumerate(self.stage.messages, start=1) if one["role"] == "agent"}
        return max(told, key=told.__getitem__)

    def _answering(self, number: int) -> dict[str, str]:
        """What a message offers, with the words of an answer in it."""
        return {**self._at(number), **({"words": words} if (words := self._scene.answer(number)) else {})}

    # sentiment

    def _sentiment(self) -> str:
        value, last = self.marks.sentiment, self._last("customer")
        said = str(self.stage.messages[last - 1]["text"])
        parting = self._scene.parting(last)
        found = {**self._at(last), "words": parting or self._scene.quoted(last) or clipped(said)}
        if value >= WELL and not parting and said.endswith("?"):
            return self._pick(rationales.ASKING, found)
        if value >= WELL:
            return self._pick(rationales.CONTENT if THANKS.search(said) else rationales.CALM, found)
        if value >= FAIR and any(THREAT.search(text) for text in self._heard()[-2:]):
            return self._pick(rationales.WARNING, found)
        found["end"] = "with a sigh at the end" if SIGHS.search(said) else "and not more than that"
        return self._pick(rationales.MIDDLING if value >= FAIR else rationales.SOUR, found)

    def _heard(self) -> list[str]:
        return [str(one["text"]) for one in self.stage.messages if one["role"] == "customer"]

    def _last(self, role: str) -> int:
        return max(number for number, one in enumerate(self.stage.messages, start=1) if one["role"] == role)


def _unread(called: list[str]) -> str:
    """What was not looked at, of what an answer about an open order rests on."""
    if "kb_search" not in called:
        return "article"
    return "other" if "order_items" in called or "order_status" not in called else "lines"
