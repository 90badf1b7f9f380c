"""Where the simulated customer stops being one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene

_AS_AGENT = re.compile(
    r"\bhow (?:can|may) I (?:help|assist) you\b|\bI(?:['’]d| would) be (?:happy|glad) to (?:help|assist) you\b"
    r"|\bis there anything else I can (?:help|assist|do for) you\b"
    r"|\bthank you for (?:contacting|reaching out to|calling)\b"
    r"|\bwould you like (?:some |a )?step-by-step\b|\bwould you like (?:me to|to) (?:guide|walk) you\b"
    r"|\bplease (?:provide|verify|confirm) your (?:user id|order number|reservation|account|e-?mail|full name|phone)\b"
    r"|\byou(?:['’]ll| will)? need to:\s{1,4}(?:1|-|\*)"
    r"|\bI(?:['’]ve| have) (?:successfully )?(?:processed|cancelled|updated) your\b",
    re.IGNORECASE,
)
_SCRIPT = r"(?:my|the) (?:user )?(?:instructions?|scenario|script|prompt|persona)\b"
_ABOUT_ROLE = re.compile(
    r"\bas an? (?:AI|language model|assistant|simulated|user simulator)\b|\blanguage model\b|\brole-?play(?:ing)?\b"
    rf"|\b{_SCRIPT} (?:say|tell|do(?:es)? not|don['’]t|doesn['’]t|state|mention|specif)"
    rf"|\b(?:mentioned|given|provided|specified|stated|included|written) in {_SCRIPT}"
    r"|\b(?:stay|break)(?:ing)? (?:in|out of) character\b"
    r"|\bI(?:['’]m| am) (?:simulating|pretending to be) (?:a|the) (?:user|customer)\b"
    r"|<\|\w{1,40}\|>|</?think>|\[/?INST\]",
    re.IGNORECASE,
)
_BOTH_SIDES = re.compile(r"^[ \t*]*(?:agent|assistant|support|representative)[*]*:", re.IGNORECASE | re.MULTILINE)


def faults(scene: Scene) -> Iterator[Fact]:
    """The first sign of each kind in each customer message."""
    before: tuple[int, str] | None = None
    for message in scene.messages:
        if message.role == "agent":
            before = None
        if message.role != "customer" or not message.text.strip():
            continue
        said = message.text.strip()
        if found := _ABOUT_ROLE.search(message.text) or _AS_AGENT.search(message.text):
            place = Evidence(message.number, "text", found.start(), found.end())
            yield Fact("simulator-fault", "breaks-role", (place,), "the customer speaks as the agent or of a script")
        if found := _BOTH_SIDES.search(message.text):
            place = Evidence(message.number, "text", found.start(), found.end())
            yield Fact("simulator-fault", "talks-to-itself", (place,), "the customer writes the agent's lines too")
        elif before and before[1] == said:
            places = (Evidence(message.number, "text"), Evidence(before[0], "text"))
            yield Fact("simulator-fault", "talks-to-itself", places, "the customer says the same again, unanswered")
        before = (message.number, said)


CHECKS = (
    Check(
        "simulator",
        1,
        "Customer messages that speak as the agent, of their own instructions, or for both sides.",
        "A customer who gives advice in words of their own is missed; one who quotes the agent may be flagged.",
        {"simulator-fault": "the customer is out of role: breaks-role or talks-to-itself"},
        faults,
        {"simulator-fault": "simulator.fault"},
    ),
)
