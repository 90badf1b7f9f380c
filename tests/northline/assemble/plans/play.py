"""From scripts to plans: which course a case takes."""

from __future__ import annotations

from tests.northline.assemble.plans.course import read
from tests.northline.assemble.plans.deeds import act
from tests.northline.assemble.plans.fails import fail
from tests.northline.assemble.plans.script import scripts
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Stage

INTENTS = (
    "tracking",
    "wismo_unfulfilled",
    "wismo_travel",
    "wismo_non_english",
    "gift_deadline",
    "promo_not_applied",
    "delivery_dispute",
    "missing_item",
    "wrong_item",
    "duplicate",
)


def play(stage: Stage) -> None:
    """The case of the stage, in one of its courses."""
    script = scripts(stage.case.intent)[stage.case.id]
    talk = Talk(stage, script.thing, script.plain)
    if script.orders:
        stage.words["order"] = script.orders[0]
    if stage.row.resolved is False:
        fail(talk, script)
    elif script.deed:
        act(talk, script)
    else:
        read(talk, script)
    assert stage.need == 0, f"{stage.case.id}: {stage.need} messages are missing"


PLANS = dict.fromkeys(INTENTS, play)
