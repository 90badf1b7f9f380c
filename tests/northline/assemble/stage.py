"""One conversation being played: who speaks, what the tools return, and which words were used before.

A plan is `Callable[[Stage], None]`; it plays the case for every outcome that a row can ask for:

    def ask_then_cancel(stage: Stage) -> None:
        stage.customer(stage.pick("pls cancel {order}", "Cancel {order} for me?", …))      # {order} {first} … : `words`
        order = stage.look("order_status", order_id=stage.order)                           # a call, without words
        stage.agent(stage.pick("{first}, {order} is still processing. Shall I cancel it and return {total}?", …,
                               total=stage.money(order["total_usd"])))
        stage.customer(…)
        (done,) = stage.agent("", calls=[("cancel_order", {"order_id": stage.order, "reason": "…"})])
        stage.agent(…)                                                                     # uses done["refund"]
        close(stage)                                                                # fills up until need is 0

What the row asks for: `row.resolved`, `row.handover`, `row.forbidden`, and `need`, the number of agent messages with
text that are still to come (4 or 5 at first; exactly 0 at the end). `policy` (0 to 100 in quarters) says how clean
the agent is: 100 no slip, 75 a small one, 50 a grave one, 25 the write before any yes or two slips, 0 worse. Each slip
of a plan it names at once with `slip(kind)`, each thing well done with `good(kind)`: the rationale cites them.

Phrasings: `pick` prefers what was used least in all runs so far, and an agent text of more than 60 characters that was
said before, anywhere, ends this playing with `Again`: the assembler plays the case anew with another seed. So give
many phrasings, and put values (item, date, place, name) into every long sentence.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from reviewer.model.shipped import shipped_suite
from reviewer.model.suite import Case
from tests.northline.assemble.known import fitting, heard, sober, thought, undenied, unnamed
from tests.northline.assemble.outcomes import Outcome
from tests.northline.desk import Desk, store, variants

Result = dict[str, Any]
Call = tuple[str, Mapping[str, Any]]

Slip = Literal[
    "acted-first",  # a write before any yes
    "asked-late",  # it asked, and took something else than a yes for the answer
    "made-up-days",  # a number of days, for a refund or a delivery, that no tool returned
    "address-on-file",  # speaks of an address that it never looked at
    "stale-tracking",  # the old parcel's number given as the new one's
    "made-up-event",  # a delivery, a scan or a stock date that no tool returned
    "unchecked",  # no look at claims, lines, weights or tracking where the rules ask for it
    "unlooked",  # speaks about the order before looking it up
    "made-up-rule",  # a rule that nobody wrote
    "wrong-item",  # the wrong variant in a call
    "no-proof",  # goods or money without photo, weight gap or scan
    "wrong-answer",  # the facts are there and it says something else
    "refused",  # declines what the rules allow
    "promised",  # promises an outcome, a gift, an exception
    "left-open",  # the customer's want is not met, and nothing is said about it
    "needless-handover",
    "no-handover",  # declines and ends it where a human was due
    "empty-promise",  # says that it was passed on; no call
    "late-handover",
    "dwells",  # asks what the customer has already said, or repeats itself
    "tone",  # cheerful at an angry person, jokes, exclamation marks
]
Good = Literal[
    "asked-first",  # summary, question, a clear yes, then the write
    "looked-up",
    "read-out",  # tracking or lines read out as they stand
    "proof",  # asked for the proof and waited for it
    "claims",  # looked at claims_history before a replacement or refund
    "held",  # pressed, and did not give in
    "handed-over",
    "kb",  # asked the knowledge base and kept to the article
    "honest",  # says what it does not know
]

ENOUGH = 20
"""After so many attempts a conversation may begin as another one does."""
LONG = 60
"""Agent texts longer than this stand once in all the runs."""
_SLOT = re.compile(r"\{(\w+)\}")
_VALUES = re.compile(r"\S*\d\S*|\b[A-Z]\w*")


class Again(Exception):
    """This playing repeats a long text: play the case anew with another seed."""


@dataclass
class Memory:
    """What was said so far in all the runs."""

    shapes: Counter[str] = field(default_factory=Counter)
    said: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    """The agents' messages as they stand in the end."""
    judged: set[str] = field(default_factory=set)
    """The judge's rationales."""


@dataclass(frozen=True)
class Note:
    """A hint of the plan for the judge: what happened, and in which message."""

    kind: Slip | Good
    message: int
    words: str = ""
    """The sentence in which it happened, where the plan knows it."""

    @property
    def is_slip(self) -> bool:
        """Whether the agent did something that it should not have done."""
        return self.kind in get_args(Slip)


class Stage:
    """One conversation. `messages` is native (without times and usage, which the assembler adds)."""

    def __init__(self, row: Outcome, policy: int, sentiment: int, memory: Memory, attempt: int = 0) -> None:
        case = shipped_suite("northline").case(row.case)
        assert case, row.case
        self.row = row
        self.case: Case = case
        self.model = row.model
        self.policy = policy
        self.sentiment = sentiment
        self.rng = random.Random(f"{row.model}/{row.index}/{row.case}/{attempt}")
        self.messages: list[dict[str, Any]] = []
        self.opening = ""
        """What the customer was about to write first."""
        self.drafts: list[str] = []
        """What the agent was about to say, before what it could not know or had said already was left out."""
        self.notes: list[Note] = []
        self.end_reason = "customer_done"
        """`customer_left` where the customer goes without a goodbye."""
        self.spoken = 0
        self.words: dict[str, str] = {}
        """What `{…}` in a phrasing stands for: order, orders, first, buyer, item, and what the plan adds."""
        self.apart = 0
        """How many of the next calls take nothing from the playing's chance for their ids."""
        self._ids = random.Random(f"ids {row.key}")
        self._memory = memory
        self._attempt = attempt
        self._desk = Desk()
        self._calls = 0
        self._date_style = self.rng.randrange(4)
        self._money_style = self.rng.randrange(2)
        self._set_words()

    # who and what it is about

    @property
    def order(self) -> str:
        """The first order of the case, such as `#1130`."""
        return self.case.orders[0]

    @property
    def email(self) -> str:
        """The address that the customer writes from."""
        return self.case.writes_from or self.case.customer or ""

    @property
    def need(self) -> int:
        """How many agent messages with text are still to come."""
        return self.row.agent_messages - self.spoken

    @property
    def right(self) -> list[Call]:
        """The writes or the handover of the right handling, as the suite has them."""
        return [(call.tool, call.arguments) for call in self.case.expected.calls]

    @property
    def here(self) -> int:
        """The number of the last message."""
        return len(self.messages)

    def know(self, tool: str, **arguments: Any) -> Result:
        """What a tool would return now, without a call: for what a *customer* knows, or for choosing a plan."""
        return self._desk.call(tool, arguments)

    # what is said and done

    def customer(self, text: str, drafted: str = "") -> None:
        """The customer writes. A photo is `[photo: what it shows]`. The first words are new, where there are enough.

        `drafted` is what they were about to write, where that is not the same.
        """
        text = self.fill(text)
        if not self.messages:
            self.opening = self.fill(drafted) or text
            if self._attempt < ENOUGH and self.opening in self._memory.said:
                raise Again(text)
        self.messages.append({"role": "customer", "text": text})

    def agent(
        self, text: str, calls: Sequence[Call] = (), reasoning: str | None = None, sour: bool = False
    ) -> list[Result]:
        """The agent writes, calls, or both; the results follow as messages and come back, one for each call.

        `sour` where the customer goes away so: nothing sunny is said to them then.
        """
        text = self._named_once(self.fill(text).strip())
        assert text or calls, f"{self.case.id}: an agent message without text and calls"
        if text:
            self.spoken += 1
            assert self.need >= 0, f"{self.case.id}: more than {self.row.agent_messages} agent messages"
        if len(text) > LONG and (text in self._memory.said or text in self.drafts):
            raise Again(text)
        self.drafts.append(text)
        made = [
            {"id": self._call_id(tool), "name": tool, "arguments": json.dumps(arguments, ensure_ascii=False)}
            for tool, arguments in calls
        ]
        if self.words["first"].casefold() not in heard(self.messages):
            text = unnamed(text, self.words["first"])
        text = self._mended(sober(text) if sour else text)
        message: dict[str, Any] = {"role": "agent", "text": text}
        if reasoning:
            message["reasoning"] = thought(self.fill(reasoning), self.words.get("thing", ""), self.messages)
        if made:
            message["calls"] = made
        self.messages.append(message)
        results = []
        for call, (tool, arguments) in zip(made, calls, strict=True):
            result = self._desk.call(tool, arguments)
            results.append(result)
            answer = {"role": "tool", "name": tool, "call_id": call["id"]}
            answer["text"] = json.dumps(result, ensure_ascii=False)
            self.messages.append(answer | ({"error": result["message"]} if "error" in result else {}))
        return results

    def look(self, tool: str, reasoning: str | None = None, **arguments: Any) -> Result:
        """One call without words; its result."""
        return self.agent("", calls=[(tool, arguments)], reasoning=reasoning)[0]

    def hand_over(self, text: str = "", reason: str | None = None, order: str | None = None) -> Result:
        """The handover call (with words beside it, or none). The reason is the suite's own where the plan has none."""
        arguments: dict[str, Any] = {"reason": reason} if reason else {}
        for tool, right in self.right:
            if tool == "handover_to_human":
                arguments = {**right, **arguments}
        assert "reason" in arguments, f"{self.case.id}: a handover needs a reason"
        if order or (not self.case.writes_from and self.case.orders):
            arguments["order_id"] = order or arguments.get("order_id") or self.order
        return self.agent(text, calls=[("handover_to_human", arguments)])[0]

    def breaks(self, tool: str, arguments: str) -> bool:
        """Whether a call (its arguments as JSON text) breaks a rule of the case."""
        return shipped_suite("northline").forbidden(self.case.id, tool, json.loads(arguments)) is not None

    def slip(self, kind: Slip, message: int | None = None, words: str = "") -> None:
        """The agent has just done wrong (in the last message, unless told), perhaps in these words."""
        self.notes.append(Note(kind, message or self.here, self.fill(words)))

    def good(self, kind: Good, message: int | None = None) -> None:
        """The agent has just done well (in the last message, unless told)."""
        self.notes.append(Note(kind, message or self.here))

    # chance

    def chance(self, share: float) -> bool:
        """True in this share of playings."""
        return self.rng.random() < share

    def pick(self, *phrasings: str, **words: str) -> str:
        """One of the phrasings, filled; of those that were used least so far, any."""
        choice = self._least([(_shape(phrasing), phrasing) for phrasing in phrasings])
        return self.fill(choice, **words)

    def skeleton(self, *plans: Callable[[Stage], None]) -> None:
        """Play one of several courses: the one that was played least so far, or any of those."""
        self._least([(f"{plan.__module__}.{plan.__qualname__}", plan) for plan in plans])(self)

    def fill(self, text: str, **words: str) -> str:
        """Put the words into a text's `{…}`; one that is not known fails."""
        known = {**self.words, **words}
        return _SLOT.sub(lambda slot: known[slot[1]], text)

    # values as people spell them

    def money(self, amount: float) -> str:
        """`$285.00` or `285.00 USD`, the same way all through a conversation."""
        return f"${amount:,.2f}" if self._money_style == 0 else f"{amount:,.2f} USD"

    def day(self, iso: str) -> str:
        """`June 27`, `27 June`, `Saturday, June 27` or `June 27th` of an ISO date or time, one way all through."""
        when = date.fromisoformat(iso[:10])
        month = when.strftime("%B")
        ending = "th" if 11 <= when.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
        spelt = (
            f"{month} {when.day}",
            f"{when.day} {month}",
            f"{when:%A}, {month} {when.day}",
            f"{month} {when.day}{ending}",
        )
        return spelt[self._date_style]

    def item(self, line: Mapping[str, Any] | str) -> str:
        """`Rail Jacket in ink, size M` of a line, a variant id, or an item of a shipment."""
        variant = line if isinstance(line, str) else line["variant_id"]
        known = variants()[variant]
        colour, size = known["options"].get("colour"), known["options"].get("size")
        named = str(known["title"]).removesuffix(", pair")
        return named + (f" in {colour.lower()}" if colour else "") + (f", size {size}" if size else "")

    def short(self, line: Mapping[str, Any] | str) -> str:
        """`jacket`, `carry-on`, `backpack`: the plain word for an item, as a customer would say."""
        variant = line if isinstance(line, str) else line["variant_id"]
        return PLAIN[variants()[variant]["product_id"]]

    # within

    def _mended(self, text: str) -> str:
        """The text as it fits what was said before; as it was, where it would be word for word another one's."""
        mended = undenied(fitting(text, self.messages), self.messages)
        return text if len(mended) > LONG and mended in self._memory.told else mended

    def _named_once(self, text: str) -> str:
        """The first name only once in a message."""
        name = re.escape(self.words["first"])
        seen = re.search(rf"\b{name}\b", text)
        return text[: seen.end()] + re.sub(rf", {name}(?=[.,;:!?])", "", text[seen.end() :]) if seen else text

    def _least(self, options: Sequence[tuple[str, Any]]) -> Any:
        shapes = self._memory.shapes
        fewest = min(shapes[shape] for shape, _ in options)
        shape, choice = self.rng.choice([option for option in options if shapes[option[0]] == fewest])
        shapes[shape] += 1
        return choice

    def _call_id(self, tool: str) -> str:
        self._calls += 1
        if self.model == "mimo-v2.5-pro":
            drawn_apart, self.apart = self.apart > 0, max(0, self.apart - 1)
            return f"call_{(self._ids if drawn_apart else self.rng).getrandbits(48):012x}"
        return f"functions.{tool}:{self._calls - 1}"

    def _set_words(self) -> None:
        writer = next((c for c in store()["customers"] if c["email"] == self.email), None)
        buyer = next((c for c in store()["customers"] if c["email"] == self.case.customer), None)
        self.words["first"] = writer["name"].split()[0] if writer else self.email.split(".")[0].capitalize()
        self.words["buyer"] = buyer["name"] if buyer else ""
        self.words["email"] = self.email
        if self.case.orders:
            self.words["order"] = self.order
            lines = self.know("order_items", order_id=self.order).get("items", [])
            if lines:
                self.words["item"] = self.item(lines[0])
                self.words["thing"] = self.short(lines[0])


def _shape(phrasing: str) -> str:
    """A phrasing without its values, so that it is the same for another customer and order."""
    return _VALUES.sub("…", phrasing)


PLAIN = {
    "FJC-36": "carry-on",
    "FJC-70": "suitcase",
    "FJC-100": "trunk",
    "SKW-45": "weekender",
    "SKG": "garment bag",
    "BRB-22": "backpack",
    "BRB-28": "backpack",
    "LPC-M": "packing cubes",
    "LPC-L": "packing cubes",
    "TLR": "toiletry roll",
    "PSL": "passport sleeve",
    "TCP-S": "tech pouch",
    "TCP-M": "tech pouch",
    "DRP": "neck pillow",
    "RCV": "rain cover",
    "MBK": "blanket",
    "SLG-5": "sling",
    "SHB": "shoe bags",
    "LCK": "lock",
    "RLJ": "jacket",
    "TRT": "trousers",
    "MSK": "socks",
    "ADP": "adapter",
    "LTG": "luggage tags",
    "STR": "straps",
    "GFT": "gift wrap",
}
"""The plain word for each product."""
