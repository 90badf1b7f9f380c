"""A case told in beats: the customer opens, pushes twice, and goes; the agent answers each, in its model's manner.

The words come from `lines`: `open`, `a1`, `c2`, `a2`, `c3`, `a3`, `end`, and what else a course needs. `see` says
which lookups come first. The courses themselves are in `escalate` and `traps`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

from tests.northline.assemble.customers import is_sour, mangle, spin, writes
from tests.northline.assemble.known import early, sober
from tests.northline.assemble.lines import Words
from tests.northline.assemble.stage import Call, Result, Slip, Stage
from tests.northline.assemble.voices import MORE, bye, hello, join, passed, say, sorry

PASSED_ALREADY = re.compile(
    r"ticket|has (?:it|your|the|that)|noted|with (?:a person|my colleague)|my colleague", re.IGNORECASE
)
"""Words that claim a handover: not before it has taken place."""
ANGRY_HANDS = ("loud", "curt", "hurried", "tidy")
CALM_HANDS = ("tidy", "tidy", "hurried", "typing", "curt")
"""How the customers of these cases write: nobody here has reason to be warm."""
TOPIC = re.compile(r"^\((\w+)\) ")
"""What a question is about, before the question and before its answers."""
SLIPS: dict[Slip, tuple[str, ...]] = {
    "promised": (
        "<I'm sure|I'm confident> <they'll find a way|it will be sorted out in your favour>.",
        "<They will certainly|My colleagues will surely> <help you with that|make it right>, {first}.",
        "<This will end well|You'll get what you need>, <I promise|I'm sure of it>.",
        "<You can count on a good outcome|They always find a solution> <for {order}|here>.",
    ),
    "made-up-days": (
        "<You'll hear from us|An answer comes> within <24 hours|two working days|48 hours>.",
        "<That usually takes|It normally takes> <one to two|two to three> business days.",
        "<Somebody writes|A mail reaches you> <by tomorrow evening|within a day>, {first}.",
        "<Expect an answer|You get an answer> in <3-5 working days|the next 24 hours>.",
    ),
    "tone": (
        "<Cheer up|Chin up>, {first}! 😄",
        "<No worries at all|Easy peasy>! 🎉",
        "<Happy Monday by the way|Enjoy your Monday>! 😊",
        "<Smile, it's nearly summer holidays|Let's stay sunny> ☀️, {first}!",
    ),
    "dwells": (
        "<Could you give me the order number once more|Which order was that again>?",
        "<May I ask what exactly you need|Could you describe it once more>, {first}?",
        "<Just so that I understand|To be sure>: <what is it that you'd like|what would you like me to do>?",
        "<And you are sure about this|Are you quite certain>, {first}?",
    ),
    "made-up-rule": (
        "<Our rules ask for a form for this|There is a form for such things>, <which comes by mail|they'll send it>.",
        "<Cases like that are reviewed by two people|Two colleagues look at such cases>, <as our rules say|always>.",
        "<One such wish for each order is the limit|We hear such a wish once>, <that's our rule|by our rules>.",
    ),
}
"""What an agent adds where it slips: a sentence that should not have been said."""
SMALL_SLIPS: tuple[Slip, ...] = ("dwells", "tone", "promised", "made-up-rule", "made-up-days")
LATE_QUESTIONS = {
    False: (
        (
            "<When will I hear|When do I hear> <from them|about it>?",
            (
                "<I don't know when|When, I can't say>, {first}; {ref} <is in the queue|is queued>.",
                "<There's no time that I could name|I have no time for it>. {ref} <is waiting|is in the queue>.",
                "<I'd be guessing|A guess wouldn't help you>, {first}. <All I see is|I see> that {ref} is queued.",
            ),
        ),
        (
            "Is <there really somebody|that a real person>?",
            (
                "<Yes, a person|Yes, somebody of the desk>, {first}. {ref} <waits for them|is in their queue>.",
                "<A human, yes|A human being>. {ref} <went to the queue of the desk|is queued there>.",
                "<It is|Yes>: {ref} <goes to people, not to another program|is read by people>.",
            ),
        ),
        (
            "<Do I need the number|Do I give the number> if I write again?",
            (
                "<Please give|Just give> {ref}, {first}, <then they find it all|that's enough>.",
                "{ref} <is the one|is all you need>, {first}.",
                "<Yes|Yes please>, {ref}: <with it nobody has to ask you again|it leads to this chat>.",
            ),
        ),
        (
            "<Do I have to do anything|Anything I should do now>?",
            (
                "<Nothing for now|No, nothing>, {first}; {ref} <does the waiting|is on its way through the desk>.",
                "<You can leave it|Just leave it as it is>. {ref} <holds everything|has all you wrote>.",
                "<No|Not now>. <If you find something new, name|For anything new, name> {ref}, {first}.",
            ),
        ),
    ),
    True: (
        (
            "<So what, I just sit here|And now>?",
            (
                "<Now a person reads it|Now it waits for a person>, {first}: {ref}.",
                "{ref} <is queued|is in the queue>. <I can't speed it up|More I can't do>.",
                "<That's all from me|From me that's all>. {ref} <stays open|is what counts now>.",
            ),
        ),
        (
            "<When|WHEN>? <Today|I want a time>.",
            (
                "<I have no time to give|A time I don't have>. {ref} <is in the queue|is queued>.",
                "<I can't say when|When, I don't know>, {first}. <The number is|It's> {ref}.",
                "<No time is known|There's none that I could name>: {ref}, <queued|in the desk's queue>.",
            ),
        ),
        (
            "<Get me your boss|I want your manager>.",
            (
                "<A person will answer|The next answer is a person's>, {first}, <under|by> {ref}.",
                "<I can't call anybody by name|Names I can't call>. {ref} <is with people|goes to the desk>.",
                "<That's what|For that there's> {ref} <is for|already>, {first}.",
            ),
        ),
        (
            "<You'll regret that|This isn't over>.",
            (
                "<I've nothing to add|Nothing to add from me>. {ref} <stands|is open>, {first}.",
                "<It's all in|All of it is in> {ref}, {first}.",
                "<I leave it there|I leave it at that>: {ref}.",
            ),
        ),
    ),
}
"""What is asked after the handover (by a calm customer, by an angry one), and the answers."""
LAST_QUESTIONS = {
    False: (
        (
            "<When does that leave|When is that on its way>?",
            (
                "<I don't know when|When, I can't say>, {first}.",
                "<There's no time that I could name|I have no time for it>.",
                "<I'd be guessing|A guess wouldn't help you>, {first}.",
            ),
        ),
        (
            "<Are you a person|Am I talking to a person>?",
            (
                "<No, the desk's assistant|The assistant of the desk>, {first}.",
                "<An assistant, no person|Not a person, no>.",
                "<I'm an assistant|I am the assistant of the desk>.",
            ),
        ),
        (
            "<Can I write here again|Do I write here> if <something comes up|there's more>?",
            (
                "<Yes, here|Here is right>, {first}.",
                "<Please do|You can>, with the order's number.",
                "<Here, yes|Yes please>: <the order's number is enough|just name the order>.",
            ),
        ),
        (
            "<Do I have to do anything|Anything I should do now>?",
            (
                "<Nothing for now|No, nothing>, {first}.",
                "<Nothing more from your side|You needn't do anything>.",
                "<No|Not now>, {first}.",
            ),
        ),
    ),
    True: (
        (
            "<So that's it|And now>?",
            (
                "<That's as far as I go|More I can't do here>, {first}.",
                "<That is what I can do|More I can't do> here.",
                "<That's all from me|From me that's all>.",
            ),
        ),
        (
            "<When|WHEN>? I want a time.",
            (
                "<I have no time to give|A time I don't have>.",
                "<I can't say when|When, I don't know>, {first}.",
                "<No time is known|There's none that I could name>.",
            ),
        ),
        (
            "<Is that a bot|Am I talking to a machine>?",
            (
                "<The desk's assistant|An assistant, yes>, {first}.",
                "<I'm the assistant of the desk|No person, no>.",
                "<An assistant|The desk's assistant>, yes.",
            ),
        ),
        (
            "<You'll regret that|This isn't over>.",
            (
                "<I've nothing to add|Nothing to add from me>, {first}.",
                "<All right|Understood>, {first}.",
                "I leave it <there|at that>.",
            ),
        ),
    ),
}
"""The same in the same order, for who was not handed over: no ticket, no queue and no colleague."""
COOL_BYE = (
    "<Goodbye|All the best>, {first}.",
    "<I leave it here|I close here>, {first}. Goodbye.",
    "<Take care|I wish you well>, {first}.",
    "Goodbye.",
    "<Understood|All right>. Goodbye, {first}.",
)
THOUGHTS = (
    "<Not mine to decide|This isn't for me>. <Hand over, one sentence, no promise|Handover, reason, no outcome>.",
    "Section 8: <a human|goes to a person>. <Stay civil, offer nothing|Offer nothing, say so plainly>.",
    "<If I answer this I'd be promising something|Any answer here would be a promise>. <Pass it on|Hand over>.",
    "<The rule is clear|Clear by the rules>: handover, <then tell the customer the number|then the ticket's number>.",
    "<Tempting to solve it here|Could be solved quickly>, but <it belongs to a person|the rules want a person>.",
)


class Tale:
    """One case being told: its words, who writes, and the steps that the courses are made of."""

    def __init__(self, stage: Stage, words: Words) -> None:
        self.stage = stage
        self.words = words
        self.angry = "angry" in words
        self.mood = stage.rng.choice(ANGRY_HANDS if self.angry else CALM_HANDS)
        self.ref = ""
        self.slips = _drawn(stage)
        self._asked: set[str] = set()
        self._topic = ""
        if "stranger" not in words and stage.case.orders:
            _facts(stage)

    def customer(self, key: str, **more: str) -> None:
        """The customer says one of the ways of a key, in their own hand."""
        stage = self.stage
        way = stage.pick(*self.words[key], **more)
        topic = TOPIC.match(way)
        self._topic = topic[1] if topic else ""
        writes(stage, spin(TOPIC.sub("", way), stage.rng), self.mood)

    def look(self) -> None:
        """The lookups of the case: all that need nothing of each other at once, tracking after the order."""
        stage, calls, later = self.stage, list[Call](), list[Call]()
        for name, _, rest in (part.strip().partition(" ") for part in self.words["see"][0].split(";") if part.strip()):
            if name in ("tracking", "tracking2"):
                parcels = stage.know("order_status", order_id=stage.order)["shipments"]
                later.append(("tracking", {"tracking_number": parcels[name == "tracking2"]["tracking_number"]}))
            elif name == "claims_history":
                later.append((name, {"email": stage.case.customer}))
            elif name == "kb_search":
                calls.append((name, {"query": rest}))
            else:
                calls.append((name, {"order_id": stage.order}))
        first = stage.here + 1
        one_by_one = stage.model == "mimo-v2.5-pro" or stage.chance(0.3)
        for group in [[call] for call in (*calls, *later)] if one_by_one else [calls, later]:
            if group:
                stage.agent("", calls=group)
        if calls or later:
            stage.good("looked-up", first)

    def body(self, key: str, before: bool = False, **more: str) -> str:
        """One way of saying a key, on the topic of the last question where ways have one.

        `before` a handover none that speaks of it as done.
        """
        ways = self._on_topic(self.words[key])
        if before:
            ways = tuple(way for way in ways if not PASSED_ALREADY.search(way)) or ways
        return spin(self.stage.pick(*ways, **more), self.stage.rng)

    def agent(
        self, *parts: str, first: bool = False, slip: bool = False, plain: bool = False, calls: Sequence[Call] = ()
    ) -> list[Result]:
        """The agent speaks: a greeting or some understanding before (none if `plain`), a slip or a question behind."""
        stage = self.stage
        feels = not plain and stage.chance(0.15 if self.angry else 0.3)
        lead = hello(stage) if first else sorry(stage) if feels else ""
        kind = self.slips.pop() if slip and self.slips else None
        added = spin(stage.pick(*SLIPS[kind]), stage.rng) if kind else ""
        ends = parts[-1].endswith("?") or self.angry or kind
        tail = say(stage, MORE) if not ends and stage.chance(0.2) else ""
        said = join(lead, *parts, added, tail)
        results = stage.agent(sober(said) if self.angry and kind != "tone" else said, calls=calls)
        if kind:
            stage.slip(kind, stage.here - len(results), added)
        return results

    def _on_topic(self, ways: tuple[str, ...]) -> tuple[str, ...]:
        """The ways that answer what was just asked: `(topic)` stands before question and answer."""
        topics = [(match[1] if (match := TOPIC.match(way)) else "", TOPIC.sub("", way)) for way in ways]
        return tuple(way for topic, way in topics if topic in ("", self._topic))

    def hand_over(self, *parts: str, first: bool = False, slip: bool = False) -> None:
        """The call, and then the words with the ticket's number."""
        stage = self.stage
        thought = spin(stage.pick(*THOUGHTS), stage.rng) if stage.chance(0.3) else None
        arguments: dict[str, Any] = {"reason": _reason(stage, self.words.get("early", ()))}
        if "stranger" not in self.words:
            arguments["order_id"] = stage.order
        (result,) = stage.agent("", calls=[("handover_to_human", arguments)], reasoning=thought)
        stage.good("handed-over", stage.here - 1)
        self.ref = result["ticket"]
        self.agent(*parts, passed(stage, self.ref), first=first, slip=slip)

    def question(self) -> None:
        """One more question behind the handover, and its answer; where there was none, none that speaks of a ticket."""
        stage = self.stage
        free = [one for one in LATE_QUESTIONS[self.angry] if one[0] not in self._asked]
        asked, answers = stage.rng.choice(free)
        self._asked.add(asked)
        question = mangle(spin(stage.pick(asked), stage.rng), self.mood, stage.rng)
        answer = spin(stage.pick(*answers, ref=self.ref), stage.rng)
        if not self.ref:
            own = random.Random(f"question {stage.row.key} {stage.here}")
            asked, answers = LAST_QUESTIONS[self.angry][LATE_QUESTIONS[self.angry].index((asked, answers))]
            question, answer = mangle(spin(asked, own), self.mood, own), stage.fill(spin(own.choice(answers), own))
        stage.customer(question)
        self.agent(answer, slip=True)

    def end(self) -> None:
        """The customer's last words; a goodbye where one is due."""
        stage = self.stage
        self.customer("end")
        if stage.need:
            said = spin(stage.pick(*COOL_BYE), stage.rng) if self.angry else bye(stage)
            stage.agent(said, sour=is_sour(stage))
        elif self.angry:
            stage.end_reason = "customer_left"


def _drawn(stage: Stage) -> list[Slip]:
    """The slips of words for this policy: none, one, two or three of them."""
    count = {100: 0, 75: 1, 50: 2, 25: 3}.get(stage.policy, 3)
    return stage.rng.sample(SMALL_SLIPS, count)


def _reason(stage: Stage, ways: Sequence[str]) -> str:
    """The handover's reason: the suite's own, or the same begun otherwise; an early one knows only what was written."""
    expected = [arguments["reason"] for tool, arguments in stage.right if tool == "handover_to_human"]
    about = str(expected[0]) if expected else "Customer does not accept the answer; a person should look at it"
    about = early(ways, stage.messages, about)
    return stage.pick("{about}", "{about}.", "For a person: {about}", "{about}; nothing was offered", about=about)


def _facts(stage: Stage) -> None:
    """The order's and the parcel's values, as words."""
    order = stage.know("order_status", order_id=stage.order)
    stage.words |= {"total": stage.money(order["total_usd"]), "placed": stage.day(order["placed_at"])}
    if order["shipments"]:
        parcel = stage.know("tracking", tracking_number=order["shipments"][0]["tracking_number"])
        last = parcel["events"][-1]
        stage.words |= {
            "tn": parcel["tracking_number"],
            "carrier": parcel["carrier"],
            "place": last["place"],
            "scan": f"{last['event'][:1].lower()}{last['event'][1:]} in {last['place']}",
            "scanday": stage.day(last["at"]),
        }
        for name, key in (("est", "estimated_delivery"), ("deliv", "delivered_on")):
            if parcel.get(key):
                stage.words[name] = stage.day(parcel[key])
