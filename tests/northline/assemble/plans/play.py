"""From scripts to plans: which course a case takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.northline.assemble.plans.course import read
from tests.northline.assemble.plans.deeds import act
from tests.northline.assemble.plans.script import Script
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Stage


def plans(scripts: dict[str, Script]) -> dict[str, Callable[[Stage], None]]:
    """The plan of the scripts' intent, by its name."""
    intents = {case.rsplit("-", 1)[0] for case in scripts}
    return {intent: partial(_play, scripts) for intent in intents}


def _play(scripts: dict[str, Script], stage: Stage) -> None:
    script = scripts[stage.case.id]
    talk = Talk(stage, script.thing, script.plain)
    if script.orders:
        stage.words["order"] = script.orders[0]
    if script.fail and not stage.row.resolved:
        script.fail(talk, script)
    elif script.deed:
        act(talk, script)
    else:
        read(talk, script)
    assert stage.need == 0, f"{stage.case.id}: {stage.need} messages are missing"
