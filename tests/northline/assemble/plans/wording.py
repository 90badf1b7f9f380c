"""The words of a playing: which line of the sheet, which phrasing of the voice, and the values in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.northline.assemble.outcomes import MODELS
from tests.northline.assemble.sheet import chosen, said, sheets, ways
from tests.northline.assemble.stage import Slip, Stage

CLAIMS = ("damaged_item", "angry_damaged")
_UNREAD = (
    (
        r"(?:your (?:\w+ )?address(?:,| at) )?\b\d{1,3} [A-Z]\w+ [A-Z]\w+(?:(?:,| in) [A-Z]\w*(?: [A-Z0-9]\w*)*)?",
        "the address on file",
    ),
    (r"(?:, delivered on|,? until|,? by) (?:\d+ (?:June|July)|(?:June|July) \d+)", ""),
)
"""What nobody can say who has not looked at the order, and what is said instead."""
_NO_DAYS = re.compile(
    r"number of days|no number|name days|give days|days are up to|no days|commit to days|bank decides|up to your bank"
    r"|be guessing|days I don't"
)
"""Words that deny a time: not from somebody who names one."""
_AS_SAID = ("As I said, about that long.", "It's the time that I gave.", "The time is the one above.", "As said above.")
_SOON = (
    "Your bank has a say in that.",
    "It depends on your bank.",
    "Banks differ there.",
    "That varies from bank to bank.",
)
_VALUE = re.compile(r"<(\w+)>")
_BOLD = re.compile(r"\*(.+?)\*")
_ANSWER = re.compile(r"^r(?=\d$)")
"""An answer is chosen as its question was: the first line of `r1` answers the first of `q1`."""


class Wording:
    """Lines and phrasings for one case, model and run; `facts` are the values that `<…>` stands for."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sheet = sheets()[stage.case.id]
        self.intent = stage.case.intent
        self.number = MODELS.index(stage.model) * 3 + stage.row.index - 1
        self.facts = {"name": stage.words["first"], "email": stage.email}
        self.facts["thing"] = self.sheet.first("thing", "it")
        if stage.case.orders:
            self.facts["order"] = stage.order
            self.facts["no"] = stage.rng.choice((stage.order, stage.order, stage.order[1:]))
        self._bold = stage.model == "kimi-k2.7-code" and stage.chance(0.7)
        self._small: list[Slip] = []
        self._dated = False
        """Whether a number of days was made up already."""

    def _query(self, key: str) -> str:
        """What is searched for before the answer to a question: where there are as many searches, that of its line."""
        queries, asked = self.sheet.lines[key], f"q{key[2:]}"
        if len(queries) < 2:
            return queries[0]
        return chosen(queries, f"{self.sheet.name}/{asked}", self.number, Random(key))

    def _without_denial(self, text: str) -> str:
        """The answer of somebody who makes up days: it does not say as well that there are none."""
        if "made-up-days" not in self._small or not _NO_DAYS.search(text):
            return text
        return (_AS_SAID if self._dated else _SOON)[self.number % 4]

    def _line(self, key: str) -> str:
        seed = f"{self.sheet.name}/{_ANSWER.sub('q', key)}"
        text = chosen(self.sheet.lines[key], seed, self.number, self.stage.rng)
        text = self._filled(text)
        if "address-on-file" in self._small:
            for unread, instead in _UNREAD:
                text = re.sub(unread, instead, text)
        return text

    def _voice(self, key: str) -> str:
        return self._some(self.stage.model, key)

    def _person(self, key: str) -> str:
        return self._some("customer", key)

    def _some(self, section: str, key: str) -> str:
        text = self.stage.pick(*sheets()[section].lines[key])
        return self._filled(said(text, self.stage.rng.randrange(ways(text))))

    def _filled(self, text: str) -> str:
        thing = self.facts["thing"]
        text = text.replace("<Thing>", thing[:1].upper() + thing[1:])
        text = _VALUE.sub(lambda slot: self.facts[slot[1]], text)
        return _BOLD.sub(r"**\1**" if self._bold else r"\1", text).strip()

    def _join(self, parts: Sequence[str]) -> str:
        said_parts = [part for part in parts if part]
        if self.intent == "angry_damaged" and "tone" not in self._small:
            said_parts = [part.replace("!", ".").removesuffix("😊").strip() for part in said_parts]
        gap = "\n\n" if self._bold and len(said_parts) > 2 and self.stage.chance(0.6) else " "
        return said_parts[0] + gap + " ".join(said_parts[1:]) if len(said_parts) > 1 else "".join(said_parts)
