"""Whether the customer said yes to a write after the agent proposed it, and before the agent did it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from reviewer.checks import languages
from reviewer.checks.agreed import Agreement, Proposal, Write
from reviewer.checks.consent import (
    ANNOUNCES,
    ASKS,
    OFFERS,
    OPEN_QUESTION,
    SEEKS_CONSENT,
    SHALL_I,
    Answer,
    answer,
    asks_for_details,
    seeks_consent,
    withdraws,
)
from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.deeds import DEEDS, Deed, deed_of
from reviewer.checks.departures import Said, departure, puts_instead
from reviewer.checks.picking import picked
from reviewer.checks.proposing import names, proposed
from reviewer.checks.scene import Scene
from reviewer.checks.things import CODE, IDENTITY, TOKEN, codes, things_of
from reviewer.model.plain import PlainCall, PlainMessage

_GENERIC = re.compile(r"\b(?:proceed|confirm|correct|go ahead|these|this|details?|changes?|yes)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:transfer|human|colleague|representative|anything else|something else)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\bproceed|\bI(?:['’]ll| will)\b", re.IGNORECASE)
_WILL_GO_ON = re.compile(
    r"\bI(?:['’]ll| will) (?:then )?(?:proceed with|go ahead with|continue with|make|do) (?:the|this|that|your)\b",
    re.IGNORECASE,
)
_NAMES_A_DEED = re.compile(
    r"\b(?:cancel|refund|replac|re-?ship|exchang|upgrad|downgrad|book(?:ing)?\b|discount|address|transfer)",
    re.IGNORECASE,
)
_EITHER_OR = re.compile(r"\bor\b[^.?!\n]{1,40}\?", re.IGNORECASE)
_TELLS = re.compile(r"\bgo ahead\b|\bproceed\b|\bplease do\b", re.IGNORECASE)
_ORDERS = re.compile(r"\bplease (?!do\b|go\b|proceed|confirm)\w+ \w", re.IGNORECASE)
"""A customer who says in words of their own what is to be done."""
_ON_CONDITION = re.compile(r"\b(?:once|after|when|as soon as)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"(?:\b(?:and )?also\b|\badditionally\b|\bin addition\b|\bbesides\b|\bone more thing\b)[^.!?\n]*+", re.IGNORECASE
)
"""A wish that a customer adds to an answer."""
_SENTENCES = re.compile(r"[^.!?;\n]++[.!?;\n]*+")
_LAST = 3
"""A question about what has been done is looked for in so many sentences at the end of a message."""

_BACK = 2
"""A yes to “shall I?” is one to what was proposed up to so many turns before, too."""

_KEPT = 12
"""So many agreements to one deed, and so many writes that wait for a late yes, are remembered."""
_TELLING = 2
"""An argument that is longer than so many characters can be told from other words."""
_DEEDS = 100
"""So many different deeds of one transcript are followed."""


class Reading:
    """One pass over a transcript: what has been proposed and agreed to up to the present message."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.writes: list[Write] = []
        self._said = Said(scene)
        written = dict.fromkeys(call.name for _, call in scene.of_kind("write"))
        actions = {name: scene.suite.action_of(name) if scene.suite else None for name in written}
        self._deeds = {name: deed_of(name, action) for name, action in actions.items()}
        self._undescribed = {name for name, action in actions.items() if action is None}
        self._followed = tuple(dict.fromkeys(self._deeds.values()))[:_DEEDS]
        self._keys: dict[str, set[str]] = {}
        for message, call in scene.calls:
            for key, thing in things_of(scene, message, call):
                self._keys.setdefault(thing, set()).add(key)
        self._codes: dict[str, dict[Deed, None]] = {}
        for message, call in scene.of_kind("write"):
            for _, code in things_of(scene, message, call, CODE):
                self._codes.setdefault(code, {})[self._deeds[call.name]] = None
        self._turn = 0
        self._worded = -1
        self._asked: PlainMessage | None = None
        self._open: dict[Deed, Proposal] = {}
        self._just_agreed: Agreement | None = None
        self._answered: Agreement | None = None
        self._wanted: PlainMessage | None = None
        self._gave: Agreement | None = None
        self._wishes = ""
        self._agreed: dict[Deed, deque[Agreement]] = {}
        self._done: dict[tuple[str, str | None], Write] = {}
        self._waiting: deque[Write] = deque(maxlen=_KEPT)

    def read(self) -> None:
        """Fills `writes`; what follows the last of them is read for a late yes only."""
        last = max((message.number for message, _ in self.scene.of_kind("write")), default=0)
        for message in self.scene.messages:
            if message.number > last and not self._waiting:
                return
            if message.role == "agent":
                for call in message.calls:
                    if call.kind == "write":
                        self._acts(message, call)
                if message.text:
                    self._speaks(message)
            elif message.role == "customer" and message.text.strip():
                self._just_agreed = self._answered = self._gave = None
                self._wishes = message.text if _ORDERS.search(message.text) else ""
                self._hears(message)
                self._turn += 1
                self._asked = self._wanted = None

    def _acts(self, message: PlainMessage, call: PlainCall) -> None:
        deed = self._deeds[call.name]
        key, thing = next(things_of(self.scene, message, call), ("", None))
        write = Write(message.number, call, deed, thing, self._turn, self.scene.failed(call), codes(call.arguments))
        self.writes.append(write)
        done = self._done.get((call.name, thing))
        agreements = [*self._agreed.get(deed, ()), *self._blanket(deed)]
        for agreement in reversed(agreements):
            other = thing not in agreement.things and any(key in self._keys[one] for one in agreement.things)
            spent = (
                done is not None
                and agreement.yes.message < done.message
                and (done.turn < self._turn or puts_instead(self.scene, write, done, agreement))
            )
            if not other and not spent:
                write.proposal, write.yes = agreement.proposal.message, agreement.yes
                write.departs = departure(self.scene, self._said, write, agreement)
                if write.departs:
                    continue
                write.value = "confirmed"
                self._retried(write)
                if not write.failed:
                    self._done[call.name, thing] = write
                return
        gave = self._gave if call.name in self._undescribed and not write.departs else None
        if gave and self._uses(gave, message, call):
            write.value, write.proposal, write.yes = "confirmed", gave.proposal.message, gave.yes
            return
        if not write.departs and (proposal := self._open.get(deed)):
            write.proposal = proposal.message
        self._waiting.append(write)

    def _uses(self, gave: Agreement, message: PlainMessage, call: PlainCall) -> bool:
        """Whether a call puts to use, at once, what the customer has given as it was asked for; which order or line is
        meant, who the customer is, agrees to nothing."""
        if message.number != gave.yes.message + 1:
            return False
        arguments = self.scene.arguments(message, call)
        said = self.scene.message(gave.yes.message).text.casefold()
        return isinstance(arguments, dict) and any(
            isinstance(value, str) and len(value) > _TELLING and not IDENTITY.search(key) and value.casefold() in said
            for key, value in arguments.items()
        )

    def _retried(self, again: Write) -> None:
        """A yes to a write that is made once more, word for word, is a late one to that which had failed."""
        for write in [*self._waiting]:
            if write.failed and (write.call.name, write.call.arguments) == (again.call.name, again.call.arguments):
                write.value, write.proposal, write.yes = "confirmed-late", again.proposal, again.yes
                self._waiting.remove(write)

    def _blanket(self, deed: Deed) -> list[Agreement]:
        """A yes just given to a question that named no deed; one that goes on to say what is wished undoes nothing.

        Of a tool that no suite describes nobody knows what words people have for it: a yes to whatever was asked last
        is one to it.
        """
        said = self._just_agreed or (None if deed.known else self._answered)
        if said is None or (deed.words == DEEDS["cancel"] and self._wishes and not names(self._wishes, deed)):
            return []
        return [said]

    def _speaks(self, message: PlainMessage) -> None:
        if asks_for_details(message.text):
            self._wanted = message
        if "?" in message.text or ASKS.search(message.text):
            self._asked = message
        elif not ANNOUNCES.search(message.text):
            return
        deeds = proposed(message.text, self._followed)
        if deeds:
            self._worded = self._turn
        if self._codes:
            deeds += [deed for word in TOKEN.findall(message.text) for deed in self._codes.get(word.casefold(), ())]
        if deeds:
            self._open.update(dict.fromkeys(deeds, Proposal(message.number, self._named(message.text), self._turn)))

    def _hears(self, message: PlainMessage) -> None:
        said, start, end = answer(message.text)
        asked = self._asked.text if self._asked else ""
        if self._wanted and said not in ("no", "holds"):
            whole = Evidence(message.number, "text", 0, len(message.text))
            self._gave = Agreement(Proposal(self._wanted.number, frozenset(), self._turn), whole, frozenset())
        if said == "gives":
            said = "ok" if SHALL_I.search(asked) else ""
        here = [deed for deed, proposal in self._open.items() if proposal.turn == self._turn]
        chosen = [] if said else picked(message.text, here or self._recent(), asked)
        if said == "no" and not here:
            chosen = picked(message.text[end:], self._recent(), asked)
        if chosen:
            said, start, end = "yes", 0, len(message.text)
        if not said:
            return
        if said == "holds":
            for deed in here:
                self._agreed.pop(deed, None)
            return
        if said == "no":
            for deed in here:
                del self._open[deed]
                self._agreed.pop(deed, None)
            if not here and withdraws(message.text, asked):
                self._withdraw()
            return
        yes, named = Evidence(message.number, "text", start, end), self._named(message.text)
        if said in ("yes", "ok") and seeks_consent(asked):
            if said == "yes":
                self._late(here, yes)
            if self._asked and not _ELSEWHERE.search(asked):
                proposal = Proposal(self._asked.number, self._named(asked), self._turn)
                self._answered = Agreement(proposal, yes, proposal.things)
            wordless = self._worded != self._turn and SHALL_I.search(asked) and not _NAMES_A_DEED.search(asked)
            if self._asked and (wordless or languages.seeks_consent(asked)):
                proposal = Proposal(self._asked.number, self._named(asked), self._turn)
                self._just_agreed = Agreement(proposal, yes, proposal.things)
        agreed = chosen or self._agreed_to(said, here, asked, message.text)
        if said == "yes" and not agreed:
            agreed = picked(message.text, here, asked)
        if self._asked and said == "choice" and not agreed and named and OFFERS.search(asked):
            proposal = Proposal(self._asked.number, self._named(asked), self._turn)
            self._just_agreed = Agreement(proposal, yes, named) if named & proposal.things else None
        for deed in agreed:
            proposal = self._open[deed]
            things = named if named and said == "choice" else proposal.things | named
            self._agreed.setdefault(deed, deque(maxlen=_KEPT)).append(Agreement(proposal, yes, things))

    def _withdraw(self) -> None:
        """A no to what was agreed to last: none of it is agreed to any more."""
        last = max((yes[-1].yes.message for yes in self._agreed.values()), default=0)
        self._agreed = {deed: yes for deed, yes in self._agreed.items() if yes[-1].yes.message < last}

    def _agreed_to(self, said: Answer, here: list[Deed], asked: str, text: str) -> list[Deed]:
        """The open deeds that such an answer agrees to."""
        tells = seeks_consent(asked) or _TELLS.search(text)
        told = _BESIDES.sub("", text)
        named = [deed for deed in self._open if tells and names(told, deed)]
        if said == "did":
            return here if _ON_CONDITION.search(asked) else []
        if said == "choice" and OPEN_QUESTION.search(asked):
            return []
        if said == "choice":
            offered = _EITHER_OR.search(asked) or (OFFERS.search(asked) and any(map(str.isdigit, asked)))
            if not here and not _ELSEWHERE.search(asked):
                if offered:
                    return self._latest()
                here = self._latest() if _WILL_GO_ON.search(asked) else []
            return [deed for deed in here if offered or (_GOES_ON.search(asked) and deed in named)]
        if said == "ok":
            return (here or named) if seeks_consent(asked) else []
        if not seeks_consent(asked):
            here = []
        elif SHALL_I.search(asked):
            here = self._recent()
        elif not here and _GENERIC.search(asked) and not _ELSEWHERE.search(asked):
            here = self._latest()
        return list(dict.fromkeys((*here, *named)))

    def _recent(self) -> list[Deed]:
        """The deeds that were proposed in this turn, or shortly before it."""
        return [deed for deed, proposal in self._open.items() if proposal.turn >= self._turn - _BACK]

    def _latest(self) -> list[Deed]:
        """The deeds that were proposed last, in an earlier turn: a question about details comes back to them."""
        latest = max((proposal.turn for proposal in self._open.values()), default=0)
        return [deed for deed, proposal in self._open.items() if proposal.turn == latest]

    def _late(self, here: list[Deed], yes: Evidence) -> None:
        """A yes to a question about what has been done already."""
        if not self._waiting or not self._asked or _ELSEWHERE.search(self._asked.text):
            return
        leaves_it = SEEKS_CONSENT.search(self._asked.text)
        last = _SENTENCES.findall(self._asked.text)[-_LAST:]
        end, questions = " ".join(last), " ".join(sentence for sentence in last if "?" in sentence).casefold()
        for write in [*self._waiting]:
            things = self._open[write.deed].things if write.deed in here else frozenset()
            same = not things or write.thing is None or write.thing in things
            again = write.deed in here and same and (write.failed or write.turn == self._turn)
            about = (again and leaves_it and names(end, write.deed)) or (write.thing and write.thing in questions)
            own = write.codes - {write.thing}
            if about and not (write.failed and own and own.isdisjoint(codes(self._asked.text))):
                write.value, write.proposal, write.yes = "confirmed-late", self._asked.number, yes
                self._waiting.remove(write)

    def _named(self, text: str) -> frozenset[str]:
        return frozenset(token for token in map(str.casefold, TOKEN.findall(text)) if token in self._keys)


def writes(scene: Scene) -> Iterator[Fact]:
    """Each write call of the agent, and whether it was confirmed."""
    if any(scene.of_kind("write")):
        reading = Reading(scene)
        reading.read()
        yield from (write.fact() for write in reading.writes)


CHECKS = (
    Check(
        "confirmation",
        10,
        "For each write call, whether the agent had proposed it and the customer then said yes, before the call.",
        "A wish in the customer's own words is no yes, even where a policy says so; another amount, piece or address "
        "than the one agreed to counts only where it was named outright, and the call's by nobody; in another language "
        "than English, and to a tool that no suite describes, a yes agrees to whatever is done next; rare languages "
        "are missed.",
        {"write": "a write call by the agent: confirmed, unconfirmed or confirmed-late"},
        writes,
        {
            "write=unconfirmed": "protocol.acts-before-confirming",
            "write=confirmed-late": "protocol.acts-before-confirming",
        },
    ),
)
