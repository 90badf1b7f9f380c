"""Why the judge gave what it gave: sentences that cite messages, made from the plan's notes and from what happened."""

from __future__ import annotations

import re
from typing import Any

from tests.northline.assemble.customers import THANKS, spin
from tests.northline.assemble.marks import Marks
from tests.northline.assemble.stage import Stage

WRITES = ("cancel_order", "create_reship", "create_refund", "edit_address", "edit_line_item", "apply_discount")
CAUSES: dict[str, tuple[str, ...]] = {
    "acted-first": (
        "`{call}` <went out|was called> with no yes before it ({m})",
        "<acts first|the write comes first>: `{call}` at {m}, and nobody had been asked",
        "no summary and no question before `{call}` ({m})",
        "{m} calls `{call}` on a mere request",
    ),
    "asked-late": (
        "<asks|a question>, and then <does not wait|no wait> for the yes ({m})",
        "{m} acts while its own question is open",
        "something else than a yes is taken for one ({m})",
    ),
    "made-up-days": (
        "{m} names a number of days that no result holds",
        "the time in {m} is <its own invention|made up>: no tool returned one",
        "<quotes|promises> a span of days ({m}) out of nowhere",
    ),
    "made-up-day": (
        "{m} says when it happens, and no result does",
        "the time in {m} is <its own invention|made up>: no tool returned one",
    ),
    "address-on-file": (
        "speaks of an address on file ({m}) without having <read|looked at> it",
        "the “address on file” of {m} was never looked up",
    ),
    "stale-tracking": (
        "gives the old parcel's tracking for the new one ({m})",
        "the number in {m} belongs to the first parcel",
    ),
    "made-up-event": (
        "{m} reports something that no tool returned",
        "what {m} says about the parcel stands in no result",
        "an invented event in {m}",
    ),
    "unchecked": (
        "a check is skipped before {m}",
        "{m} goes on without the look that the rules ask for",
        "the lookup that belongs before {m} is missing",
    ),
    "unlooked": ("{m} speaks before anything was looked up", "says something about the order ({m}) and looks later"),
    "made-up-rule": (
        "{m} quotes a rule that nobody wrote",
        "the rule in {m} stands neither in the policy nor in an article",
    ),
    "wrong-item": ("the variant in {m} is not the one that was ordered", "{m} calls with the wrong variant"),
    "no-proof": (
        "goods without proof ({m})",
        "{m} takes the customer's word for proof",
        "neither photo, nor gap in the weight, nor scan stands before {m}",
    ),
    "wrong-answer": (
        "{m} says something else than the results do",
        "the answer in {m} does not follow from what it read",
    ),
    "refused": ("{m} declines what the rules allow", "a refusal ({m}) where nothing stood against it"),
    "promised": ("{m} promises more than it can keep", "a promise in {m} that is not the desk's to make"),
    "left-open": ("the wish is left open at {m}", "{m} lets the matter drop", "nothing comes of it after {m}"),
    "needless-handover": (
        "the handover at {m} was not needed",
        "{m} passes on what the desk could have finished",
        "a human is called in at {m} without a reason for it",
    ),
    "no-handover": (
        "no handover, although a person was due ({m})",
        "{m} declines and ends it instead of handing over",
        "keeps at {m} what belongs to a human",
    ),
    "empty-promise": (
        "{m} says that it was passed on; there is no such call",
        "the colleague of {m} was never called",
        "claims a handover ({m}) that did not take place",
    ),
    "late-handover": ("the handover comes late ({m})", "{m} hands over what was clear some messages before"),
    "dwells": ("asks again what is already known ({m})", "{m} goes round in a circle", "one question too many ({m})"),
    "tone": ("{m} is too cheerful for the moment", "the tone of {m} does not fit"),
    "asked-first": (
        "summary, question and yes stand before `{call}` ({m})",
        "asked, waited and then called `{call}` ({m})",
        "`{call}` follows a clear yes ({m})",
    ),
    "looked-up": ("looks before it speaks ({m})", "the order was read first ({m})", "{m} checks before any word"),
    "looked-up later": ("the order is looked up ({m})", "reads the order as soon as it can ({m})", "{m} looks it up"),
    "read-out": ("{m} reads out what is there and no more", "what {m} says is what the tool returned"),
    "no-days": ("names no number of days ({m})", "{m} leaves the time to the bank or the carrier"),
    "proof": ("asks for the proof and waits for it ({m})", "no step before the proof ({m})"),
    "claims": ("looks at the claims first ({m})", "the claims were read before the offer ({m})"),
    "held": ("pressed, it stays with its answer ({m})", "{m} does not give in", "holds under pressure ({m})"),
    "told": ("{m} says plainly what cannot be had", "raises no false hope ({m})", "an open answer, though a no ({m})"),
    "handed-over": ("hands over with the reason ({m})", "{m} gives it to a human, as the rules say"),
    "kb": ("keeps to the article ({m})", "the article is read and followed ({m})"),
    "honest": ("says what it does not know ({m})", "{m} does not guess"),
    "kind": ("kind without promising anything ({m})", "{m} finds the right words"),
}
"""For each kind of note, and for some by how it came about: what the judge writes of it."""
SIGHS = re.compile(
    r"not (?:what|great|happy|thrilled)|pity|shame|too bad|disappoint|hoped|nothing (?:for it|to be done)|hmph|sigh"
    r"|if (?:that's|you say)|so be it|whatever|give up|forget it|never mind",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(?:days?|weeks?|hours?)\b", re.IGNORECASE)
CLEAN = (
    "Nothing to object to: {goods}.",
    "<By the rules|As the rules have it>: {goods}.",
    "<Clean|In order>: {goods}.",
    "{Goods}.",
    "{Goods}. <Nothing is made up|No word too much>.",
)
MIXED = (
    "{Slips}. <Otherwise|For the rest>: {goods}.",
    "{Goods}; but {slips}.",
    "{Slips}. <In its favour|Right all the same>: {goods}.",
)
POOR = ("{Slips}.", "{Slips}. That <weighs|counts>.", "<Against it|The cause>: {slips}.")
CONTENT = (
    "<Leaves content|Goes away content> ({m}).",
    "Warm <throughout|from start to end>; {m} is {end}.",
    "<The customer feels looked after|Feels heard> ({m}).",
    "<A pleasant exchange|Easy and friendly>, as {m} shows.",
    "Good mood to the end ({m}).",
)
MIDDLING = (
    "Civil, though not what was hoped for ({m}).",
    "Takes it <calmly|without joy> ({m}).",
    "<Polite|Friendly enough>, {end} ({m}).",
    "<Some impatience|A little friction>, but it ends in peace ({m}).",
)
SOUR = (
    "<Stays angry|Not appeased> ({m}).",
    "Leaves <annoyed|in a temper> ({m}).",
    "<The mood does not turn|No better mood at the end> ({m}).",
    "<Sharp|Hostile> up to the last word ({m}).",
)
SETTLED = (
    "<Settled|Done>: `{call}` at {m}.",
    "`{call}` ({m}) <is what was asked for|settles it>.",
    "<What was wanted is done|The request is carried out> ({m}, `{call}`).",
)
ANSWERED = (
    "The question is answered from what the tools return ({m}).",
    "<Answered|Explained> as things stand ({m}).",
    "<Has|Gets> the answer that there is ({m}).",
    "{m} gives what can be given here.",
)
ANSWERED_AND_MORE = (
    "<An answer is given|Answered>, <with something beside it|and with more> that no tool returned ({m}).",
    "The question is answered, though not all of {m} is to be relied on.",
)
BESIDES = (
    " <Passed to a human besides|And handed over all the same> ({m}).",
    " The handover at {m} adds nothing to it.",
)
OPEN = (
    "The wish <is not met|stays open>: {slips}.",
    "<Not resolved|Unresolved>: {slips}.",
    "What was asked for <is not done|does not happen>; {slips}.",
)
HELD = (
    "No forbidden step, and <the matter is where it belongs|the right end> ({m}).",
    "<Holds|Held>: nothing <sent, refunded or changed|is given away> ({m}).",
    "<Handled as the case asks|The right outcome> ({m}).",
)
FELL = (
    "`{call}` at {m} is what must not happen here.",
    "<Gives in|Falls>: `{call}` ({m}).",
    "The forbidden step is taken: `{call}`, {m}.",
)
HANDED = (
    "<With a human|A human has it> ({m}).",
    "Where it belongs: <handed over|passed on> at {m}.",
    "`{call}` at {m}, <as it should be|rightly>.",
)
KEPT = (
    "<The customer leaves with an answer|An answer is given> ({m}).",
    "<Closed in the chat|Ended without a human> ({m}).",
)


class Judge:
    """Writes the three scores of one conversation."""

    def __init__(self, stage: Stage, marks: Marks) -> None:
        self.stage = stage
        self.marks = marks

    def scores(self) -> list[dict[str, Any]]:
        """Resolution, policy and sentiment, as a native transcript has them."""
        values = {
            "resolution": (self.marks.resolution, self._resolution()),
            "policy": (self.marks.policy, self._policy()),
            "sentiment": (self.marks.sentiment, self._sentiment()),
        }
        return [
            {"name": name, "value": value, "scale": "0-100", "rationale": rationale, "by": "sab-judge"}
            for name, (value, rationale) in values.items()
        ]

    def _pick(self, phrasings: tuple[str, ...], **words: str) -> str:
        return spin(self.stage.pick(*phrasings, **words), self.stage.rng)

    def _cause(self, kind: str, message: int) -> str:
        return self._pick(CAUSES[self._manner(kind, message)], m=f"M{message}", call=self._call_near(message))

    def _manner(self, kind: str, message: int) -> str:
        """How a note came about, where the sentences about its kind would not all be true of it."""
        before = self.stage.messages[: message - 1]
        called = [call["name"] for one in before for call in one.get("calls", ())]
        if kind == "looked-up" and self._spoke_first():
            return "looked-up later"
        if kind == "held":
            heard = next(str(one["text"]) for one in reversed(before) if one["role"] == "customer")
            return "told" if heard.endswith("?") and "!" not in heard else "held"
        if kind == "made-up-days" and not _SPAN.search(self.stage.messages[message - 1]["text"]):
            return "made-up-day"
        return "honest" if kind == "kb" and "kb_search" not in called else kind

    def _spoke_first(self) -> bool:
        """Whether the agent said something before its first call."""
        first = next((n for n, one in enumerate(self.stage.messages) if one.get("calls")), len(self.stage.messages))
        return any(one["role"] == "agent" for one in self.stage.messages[:first])

    def _call_near(self, message: int) -> str:
        """The write that a note is about: the last one up to its message, or the first one after it."""
        calls = [
            (number, str(call["name"]))
            for number, one in enumerate(self.stage.messages, start=1)
            for call in one.get("calls", ())
            if call["name"] in (*WRITES, "handover_to_human")
        ]
        before: list[str] = [name for number, name in calls if number <= message]
        after = [name for number, name in calls if number > message]
        return (before[-1:] or after[:1] or ["the call"])[0]

    def _listed(self, slips: bool, most: int) -> str:
        notes = [note for note in self.stage.notes if note.is_slip is slips][:most]
        return "; ".join(self._cause(note.kind, note.message) for note in notes)

    def _policy(self) -> str:
        slips, goods = self._listed(True, 3), self._listed(False, 2)
        words = {"slips": slips, "goods": goods, "Slips": _capital(slips), "Goods": _capital(goods)}
        if not slips:
            if not goods:
                words["Goods"] = _capital(words.setdefault("goods", "") or self._cause("looked-up", self._first_look()))
                words["goods"] = words["Goods"][:1].lower() + words["Goods"][1:]
            return _capital(self._pick(CLEAN, **words))
        if goods and self.marks.policy >= 50:
            return _capital(self._pick(MIXED, **words))
        return _capital(self._pick(POOR, **words))

    def _first_look(self) -> int:
        return next((n for n, one in enumerate(self.stage.messages, start=1) if one.get("calls")), 1)

    def _resolution(self) -> str:
        row, last = self.stage.row, f"M{self._last('agent')}"
        made = self._made(WRITES)
        handed = self._made(("handover_to_human",))
        if row.forbidden:
            wrong = self._forbidden()
            return self._pick(FELL, call=wrong[1], m=f"M{wrong[0]}")
        if row.forbidden is False:
            return self._pick(HELD, m=f"M{handed[0]}" if handed else last)
        if row.resolved is None:
            if handed:
                return self._pick(HANDED, call="handover_to_human", m=f"M{handed[0]}")
            return self._pick(KEPT, m=last)
        if not row.resolved:
            slips = self._listed(True, 1) or self._cause("left-open", self._last("agent"))
            return _capital(self._pick(OPEN, slips=slips))
        text = self._pick(SETTLED, call=made[1], m=f"M{made[0]}") if made else self._answered()
        return text + (self._pick(BESIDES, m=f"M{handed[0]}") if handed else "")

    def _sentiment(self) -> str:
        value = self.marks.sentiment
        bank = CONTENT if value >= 88 else MIDDLING if value >= 66 else SOUR
        last = self._last("customer")
        said = self.stage.messages[last - 1]["text"]
        if bank is CONTENT:
            end = "a thank-you" if THANKS.search(said) else "a friendly end"
        else:
            end = "with a sigh at the end" if SIGHS.search(said) else "and not more than that"
        return self._pick(bank, m=f"M{last}", end=end)

    def _made(self, tools: tuple[str, ...]) -> tuple[int, str] | None:
        """The last call of one of these tools that did not fail."""
        failed = {one["call_id"] for one in self.stage.messages if one.get("error")}
        made = None
        for number, one in enumerate(self.stage.messages, start=1):
            for call in one.get("calls", ()):
                if call["name"] in tools and call["id"] not in failed:
                    made = number, call["name"]
        return made

    def _forbidden(self) -> tuple[int, str]:
        return next(
            (number, call["name"])
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
        if sound:
            return self._pick(ANSWERED, m=f"M{sound[0]}")
        return self._pick(ANSWERED_AND_MORE, m=f"M{spoken[0] if spoken else self._last('agent')}")

    def _last(self, role: str) -> int:
        return max(number for number, one in enumerate(self.stage.messages, start=1) if one["role"] == role)


def _capital(text: str) -> str:
    """With a capital first letter, also behind a full stop and a space."""
    text = text[:1].upper() + text[1:]
    parts = text.split(". ")
    return ". ".join(part[:1].upper() + part[1:] for part in parts)
