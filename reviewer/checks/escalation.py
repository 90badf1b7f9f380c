"""Whether the right cases went to a person, in time, and whether what was said about it is true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainCall, PlainMessage

_PEOPLE = (
    r"(?:teams?|colleagues?|specialists?|humans?|agents?|desk|department|managers?|supervisors?|representatives?"
    r"|someone|somebody|person|support|staff)"
)
_PASSED = (
    r"(?:passed|forwarded|escalated|handed|transferred|referred|raised|reported|flagged|routed|relayed|given|sent|put)"
)
_WILL = r"(?:will|['’]ll|is going to|are going to|shall)"
_TOUCH = (
    r"(?:get in touch|be in touch|get back|contact you|reach (?:out|you)|follow up|write (?:to )?you|call you|email you"
    r"|respond to you|reply to you|take (?:it|this|over)|pick (?:it|this) up|look (?:in)?to|look at|review|handle"
    r"|see to|send it to you)"
)
_OURS = r"(?:an?|my|our|the|one of (?:my|our))"
_HAVE = r"\bI(?:['’]ve| have)?(?: just| already| now| also)*"
_PROMISE = re.compile(
    rf"\b(?=[EFGHJNPRST])(?:^|(?<=[.!?] )|(?<=\n))(?:now |just )?{_PASSED} (?:(?:it|this|that|on|over|along) ){{0,2}}to"
    rf" (?:an?|my|our|the|one of (?:my|our)) (?:\w+ )?{_PEOPLE}\b"
    r"|\b(?=[IHYAMOST])(?:"  # how each of these begins: most words end here
    rf"\bI(?:['’]ve| have|['’]m| am)?(?: just| already| now| also)* {_PASSED}\b[^.!?\n]{{0,60}}?\b{_PEOPLE}\b"
    rf"|\b(?:has|have) (?:\w+ ){{0,2}}?been (?:passed|forwarded|escalated|handed|transferred|referred)\b"
    rf"|\b(?:has|have) (?:\w+ ){{0,2}}?been {_PASSED} (?:on |over )?to {_OURS} (?:\w+ )?{_PEOPLE}\b"
    rf"|{_HAVE} escalated (?:it|this|that|your|the)\b"
    rf"|{_HAVE} let {_OURS} (?:\w+ )?{_PEOPLE} know\b"
    rf"|{_HAVE} (?:informed|notified|alerted|told|asked) {_OURS} (?:\w+ )?{_PEOPLE}\b"
    rf"|{_HAVE} (?:logged|filed|registered|shared) [^.!?\n]{{0,40}}?\bwith {_OURS} (?:\w+ ){{0,2}}?{_PEOPLE}\b"
    rf"|(?P<ticket>{_HAVE} (?:raised|opened|created|filed|logged|submitted) an? (?:\w+ ){{0,2}}?ticket\b)"
    rf"|(?P<ahead>\bI(?:['’]ll| will|['’]m| am)(?: going to| now| just)*"
    rf" (?:transfer|forward|escalat|hand|connect|pass)(?:ring|ing|e)?\b[^.!?\n]{{0,60}}?\b{_PEOPLE}\b)"
    r"|\byou(?: are|['’]re| will be|['’]ll be) (?:now )?(?:being transferred"
    rf"|(?:transferred|connected) to [^.!?\n]{{0,30}}?{_PEOPLE})"
    rf"|\b(?:(?:an?|my|our|the|one of (?:my|our)) (?:\w+ )?{_PEOPLE}|they|somebody|someone)"
    rf"(?:(?: \w+)? {_WILL} (?:\w+ )?{_TOUCH}"
    r"|(?<!they) (?:(?:has|have) (?:it|this|that|your \w+) (?:now|from here|in hand)"
    r"|knows? (?:about|of) (?:it|this) now)\b)"
    r"|\b(?:is|are) (?:now )?with (?:an?|my|our|the) (?:\w+ )?(?:colleague|team|specialist|desk))",
    re.IGNORECASE,
)
_ONLY_OFFERED = re.compile(
    r"\b(?:if|unless|would|could|can|may|might|once|before|should|until|whether|when|want|not|n['’]t|nothing)\b|n['’]t\b",
    re.IGNORECASE,
)
_IF_WANTED = re.compile(
    r"[^.!?\n]{0,40}?\b(?:if (?:you(?:['’]d| would)? (?:want|like|wish|prefer|agree)|that(?:['’]s| is))|unless you)\b",
    re.IGNORECASE,
)
_OPENS_TICKETS = re.compile(r"ticket|case|claim|incident|complaint", re.IGNORECASE)
"""The name of a tool that may open the ticket of which an agent speaks."""

_ASKS_FOR_PERSON = re.compile(
    r"\b(?:speak|talk|transfer|connect|escalate|put me|get me|give me|pass|hand|want|need|is there|real|where is)\b"
    r"[^.!?\n]{0,40}?\b(?:human|person|manager|supervisor|representative|real agent|live agent|colleague)\b",
    re.IGNORECASE,
)
_TWICE = 2
_IS_FOR_A_PERSON = re.compile(
    r"\b(?:(?:persons?|people|somebody|someone)\b(?! (?:who|whose|that|on|in|at|named|else)\b)"
    r"|humans?|colleagues?|teams?|specialists?|managers?|supervisors?"
    r"|(?:pass|hand|escalat)(?:es?|ing)? (?:\w+ ){0,2}?(?:on|over)\b)",
    re.IGNORECASE,
)
"""An agent who says whose matter it is; the one who ordered, or who shall receive it, is a person too."""

_ANOTHER = re.compile(r"\b(?:another|other|same|right|third|which|every|each|real)\W+$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?:;\n]++[.!?:;\n]*+")
_CLOSING = re.compile(r"\b(?:else|other|more|further|help)\b", re.IGNORECASE)
"""A question of mere form: "Anything else?"."""


def by_class(scene: Scene) -> Iterator[Fact]:
    """What the case's class says about the handover: missed, needless or late."""
    handovers = list(scene.of_kind("handover"))
    case_class = scene.transcript.case_class
    if case_class == "must-escalate" and not handovers and scene.transcript.status == "complete":
        last = (Evidence(scene.agent[-1].number),) if scene.agent else ()
        yield Fact(
            "missed-escalation", scene.transcript.intent, last, "the case belongs to a person; nobody was called"
        )
    elif case_class == "solvable" and handovers:
        evidence = tuple(_at(message, call) for message, call in handovers)
        yield Fact("needless-escalation", scene.transcript.intent, evidence, "the agent could have finished this case")
    elif case_class in ("must-escalate", "trap") and handovers:
        yield from _late(scene, *handovers[0])


def _at(message: PlainMessage, call: PlainCall) -> Evidence:
    return Evidence(message.number, f"c{call.ordinal}")


def _late(scene: Scene, message: PlainMessage, call: PlainCall) -> Iterator[Fact]:
    for written_in, write in scene.of_kind("write"):
        if (written_in.number, write.ordinal) < (message.number, call.ordinal):
            detail = f"{write.name} in M{written_in.number} came first"
            yield Fact("late-handover", "after-write", (_at(message, call), _at(written_in, write)), detail)
            return
    if said := _said_so(scene, message.number):
        detail = f"M{said.message} had said that it is for a person"
        yield Fact("late-handover", "after-saying-so", (_at(message, call), said), detail)
        return
    asked = []
    for turn in scene.customer:
        if turn.number > message.number:
            break
        if found := _ASKS_FOR_PERSON.search(turn.text):
            asked.append(Evidence(turn.number, "text", found.start(), found.end()))
    if len(asked) >= _TWICE:
        detail = f"the customer had asked for a person {len(asked)} times"
        yield Fact("late-handover", "after-asking", (_at(message, call), *asked), detail)


def _said_so(scene: Scene, handed: int) -> Evidence | None:
    """Where the agent said that it is a person's matter, and then had an answer for the customer, but no handover.

    An answer that asks the customer for something may gather what the person will need.
    """
    said: Evidence | None = None
    heard = False
    for message in scene.messages[: handed - 1]:
        if message.role == "customer" and message.text.strip():
            heard = said is not None
        elif message.role == "agent" and message.text:
            if heard and not any("?" in one and not _CLOSING.search(one) for one in _SENTENCE.findall(message.text)):
                return said
            said = said or _for_a_person(message)
    return None


def _for_a_person(message: PlainMessage) -> Evidence | None:
    """The first such words of a message; None where it asks the customer whether a person shall have it."""
    said: Evidence | None = None
    for sentence in _SENTENCE.finditer(message.text):
        for found in _IS_FOR_A_PERSON.finditer(sentence[0]):
            before = sentence[0][: found.start()]
            if "?" in sentence[0]:
                return None
            if said is None and not _ONLY_OFFERED.search(before) and not _ANOTHER.search(before):
                start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
                said = Evidence(message.number, "text", start, sentence.start() + len(sentence[0].rstrip()))
    return said


def empty_promises(scene: Scene) -> Iterator[Fact]:
    """Messages that say the case is with a person, where no handover call went through by the end of the next reply."""
    handovers = [(message.number, scene.failed(call)) for message, call in scene.of_kind("handover")]
    handed = min((number for number, failed in handovers if not failed), default=None)
    detail = "the handover call failed" if handovers and handed is None else "no handover call was made"
    opens = any(_OPENS_TICKETS.search(call.name) for _, call in scene.calls)
    claims: list[Fact] = []
    waiting: list[tuple[int, Fact]] = []
    turn = 0
    for message in scene.messages:
        if handed is not None and message.number >= handed:
            claims += [fact for spoken, fact in waiting if spoken < turn - 1]
            waiting.clear()
            break
        if message.role == "customer" and message.text:
            turn += 1
        elif message.role == "agent" and (found := _promise(message.text, opens)):
            evidence = (Evidence(message.number, "text", *found),)
            waiting.append((turn, Fact("empty-promise", message.text[slice(*found)], evidence, detail)))
    yield from claims
    yield from (fact for _, fact in waiting)


def _promise(text: str, opens: bool) -> tuple[int, int] | None:
    """Where a text promises that a person has the case; of tickets only where no tool `opens` them."""
    last_question = text.rfind("?")
    for found in _PROMISE.finditer(text):
        begins = max(text.rfind(end, max(0, found.start() - 120), found.start()) for end in ".!?\n") + 1
        ends = text.find("?", found.end(), found.end() + 60)
        asks = ends >= 0 and not any(text.find(end, found.end(), ends) >= 0 for end in ".!\n")
        if found["ahead"] and last_question >= found.end():
            continue
        if (found["ticket"] and opens) or (found["ahead"] and _IF_WANTED.match(text, found.end())):
            continue
        if not asks and not _ONLY_OFFERED.search(text, max(begins, found.start() - 120), found.end()):
            return found.span()
    return None


CHECKS = (
    Check(
        "escalation",
        3,
        "Whether a handover call was missed, needless or late, going by the class of the case.",
        "Only as right as the class; a call that failed counts as a handover; "
        "a handover after many refusals that name no person is not called late.",
        {
            "missed-escalation": "a must-escalate case is complete without a handover call; the value is the intent",
            "needless-escalation": "a solvable case with a handover call; the value is the intent",
            "late-handover": "handed over only after a write, after saying that it is for a person, or after being "
            "asked twice: after-write, after-saying-so, after-asking",
        },
        by_class,
        {
            "missed-escalation": "escalation.missed",
            "needless-escalation": "escalation.needless",
            "late-handover": "escalation.late",
        },
    ),
    Check(
        "empty-promise",
        4,
        "Agent messages that say the case was passed on or a colleague will write, and no handover call went through.",
        "Passing on in other words is missed; a file that leaves out calls makes every promise look empty.",
        {"empty-promise": "the words of the promise"},
        empty_promises,
        {"empty-promise": "escalation.empty-promise"},
    ),
)
