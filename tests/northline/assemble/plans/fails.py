"""The course in which the customer does not get what is due: refused, promised only, or done wrongly."""

from __future__ import annotations

from tests.northline.assemble.plans.course import begin, part
from tests.northline.assemble.plans.deeds import deed_words
from tests.northline.assemble.plans.script import Script, common
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call


def fail(talk: Talk, script: Script) -> None:
    """One of the script's failures, another one in each run."""
    stage = talk.stage
    deed = script.deed
    assert deed, f"{stage.case.id}: nothing to fail at"
    rash = stage.policy <= 50
    courses = [one for one in script.fails if one.cancel_all is rash] or script.fails
    course = courses[(stage.row.index + len(stage.model)) % len(courses)]
    begin(talk, script, skip="claims_history")
    deed_words(talk, deed)
    if course.cancel_all:
        calls: list[Call] = [
            ("cancel_order", {"order_id": order, "reason": talk.line(*deed.reasons)}) for order in stage.case.orders
        ]
        stage.agent("", calls=calls)
        stage.slip("acted-first", stage.here - len(calls))
    said = [talk.line(*(course.finding or script.answers))]
    if course.propose:
        said.append(talk.line(*(deed.propose or common("propose")[deed.kind])))
    talk.says(" ".join(said), last=course.propose)
    if not course.late:
        stage.slip(course.slip)
    for turn, ask in enumerate(course.turns):
        if stage.need > 1:
            talk.hears(*ask.q)
            talk.says(*ask.a, tone=ask.tone)
            if course.late and turn == 0:
                stage.slip(course.slip)
    part(talk, script, content=False)
