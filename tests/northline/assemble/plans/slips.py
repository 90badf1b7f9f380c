"""Slips in a conversation without a write: which ones, and the sentences in which they happen."""

from __future__ import annotations

from tests.northline.assemble.plans.script import common
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Slip, Stage

SMALL: tuple[Slip, ...] = ("made-up-days", "made-up-days", "dwells")
"""Made-up days are the models' habit; asking again for what was said is rarer."""


def slips_of(stage: Stage) -> list[Slip]:
    """What the policy score asks for: none, a small one, a grave one, both."""
    if stage.policy == 75 and stage.row.handover:
        return []
    small = "promised" if _is_promo(stage) else stage.rng.choice(SMALL)
    grave = stage.rng.choice(_grave(stage))
    slips: dict[int, list[Slip]] = {100: [], 75: [small], 50: [grave], 25: [small, grave]}
    return slips.get(stage.policy, list(_grave(stage)))


def add_slip(talk: Talk, slip: Slip) -> str:
    """The sentence in which it happens."""
    bank: str = slip
    if slip == "made-up-days" and not _is_under_way(talk.stage):
        bank = "made-up-days-early"
    elif slip == "promised" and _is_promo(talk.stage):
        bank = "promised promo"
    return talk.line(*common("slips")[bank])


def _grave(stage: Stage) -> tuple[Slip, Slip]:
    return ("promised", "made-up-event") if _is_under_way(stage) else ("made-up-event", "made-up-rule")


def _is_promo(stage: Stage) -> bool:
    return stage.case.intent == "promo_not_applied"


def _is_under_way(stage: Stage) -> bool:
    return "scan" in stage.words
