"""The small and the grave ones among an agent's slips, and the sentences in which they happen."""

from __future__ import annotations

from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Slip, Stage

SLIPS: dict[str, tuple[str, ...]] = {
    "made-up-days": (
        "<From there|At this stage> it is <usually|normally> two to three <working|business> days for {order}.",
        "<Typically|In most cases> that takes another 2–4 business days, {first}.",
        "<As a rule|Usually> your {thing} needs three to five <working|business> days <from here|at most>.",
    ),
    "made-up-days-early": (
        "<Orders like this|Orders such as {order}> <usually|normally> leave within one to two <working|business> days.",
        "<Typically|In most cases> we ship within 24 to 48 hours, {first}.",
        "<As a rule|Usually> your {thing} is out of our hands after two <working|business> days.",
    ),
    "address-on-file": (
        "It <goes|will go> to your address on file, <of course|naturally>.",
        "<We deliver|It's delivered> to the address on file for {order}.",
        "<The address on file is the one it uses|Your address on file is used>, {first}.",
    ),
    "promised": (
        "<You'll have it in time, don't worry|It will be there when you need it>, {first}.",
        "<I'm sure|I can assure you> the {thing} <will be with you in time|makes it>.",
        "<Consider it done|You can count on it>: the {thing} will be there.",
    ),
    "made-up-event": (
        "<The {thing} was sorted for your route|It was already loaded for your area> this morning.",
        "<The warehouse tells me|I see> that the {thing} was handled again <an hour ago|earlier today>.",
        "{order} was <checked|looked at> by the <team|shift> this morning, <and all was well|without any problem>.",
    ),
    "made-up-rule": (
        "<That's a legal matter|The law asks for that>, so no exception for {order}.",
        "<After 24 hours|Once 24 hours have passed> nothing like that is possible on {order} <anyway|in any case>.",
        "<Management decided that|It's a rule of the payment provider>, {first}.",
    ),
}
"""What is said, by kind."""


KINDS: dict[str, Slip] = {
    "made-up-days": "made-up-days",
    "made-up-days-early": "made-up-days",
    "address-on-file": "address-on-file",
    "promised": "promised",
    "made-up-event": "made-up-event",
    "made-up-rule": "made-up-rule",
}
"""What the judge calls them."""


def slips_of(stage: Stage) -> list[str]:
    """The slips of a conversation without a write, fewest for the cleanest; the last one comes first."""
    tracked = "scan" in stage.words
    small = ["made-up-days" if tracked else "made-up-days-early", "address-on-file"]
    grave = ["promised", "made-up-event"] if tracked else ["made-up-event", "made-up-rule"]
    if "street" not in stage.words:
        small = small[:1]
    stage.rng.shuffle(small)
    stage.rng.shuffle(grave)
    return {100: [], 75: small[:1], 50: grave[:1], 25: [small[0], grave[0]]}.get(stage.policy, grave)


def add_slip(talk: Talk, kind: str) -> str:
    """The sentence in which it happens."""
    return talk.line(*SLIPS[kind])
