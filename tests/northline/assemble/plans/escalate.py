"""The four intents that a human must answer: handed over, or kept although they should not have been."""

from __future__ import annotations

from typing import Any

from tests.northline.assemble.customers import spin
from tests.northline.assemble.lines import lines
from tests.northline.assemble.plans.tale import Tale
from tests.northline.assemble.stage import Slip, Stage

EMPTY = (
    "<I've passed your wish on to our team|I have passed this on to our team>, {first}.",
    "I've <forwarded it|handed it over> to a colleague, {first}, <they'll be in touch|you'll hear from them>.",
    "<I've escalated it|I have escalated this> to <our specialists|the team>; <they'll look into it|they take over>.",
    "<Our team has been informed|The team knows about it now>, and <somebody will look at it|they'll look into it>.",
)
"""Says that it was passed on; nothing was called."""
KEPT = (
    "I'm sure we'll find something for you all the same, {first}.",
    "You can count on me to bring this to a good end, {first}.",
)
"""kimi-k2.6 never claims a handover that was not made: it promises."""


def play(stage: Stage) -> None:
    """One must-escalate case."""
    tale = Tale(stage, lines("escalate")[stage.case.id])
    tale.customer("open")
    if stage.row.handover:
        _handed(stage, tale)
    else:
        _kept(stage, tale)


def _handed(stage: Stage, tale: Tale) -> None:
    """Answered and handed over, at the first, second or third message."""
    beats = [int(beat) for beat in tale.words["hand"][0].split()]
    late = stage.policy <= 75 and beats[-1] < 3 and stage.chance(0.4)
    at = 3 if late else stage.rng.choice(beats)
    if late and tale.slips:
        tale.slips.pop()
    tale.look()
    for beat in (1, 2, 3):
        if beat > 1:
            tale.customer(f"c{beat}")
        text = tale.body(f"a{beat}", before=beat < at)
        if beat == at:
            tale.hand_over(text, first=beat == 1, slip=True)
            if late:
                stage.slip("late-handover", stage.here - 2)
        else:
            tale.agent(text, first=beat == 1, slip=beat > at or stage.need <= 3)
            if beat > at:
                stage.good("held")
    _finish(stage, tale)


def _finish(stage: Stage, tale: Tale) -> None:
    """What is left: a question or two, the customer's last words, perhaps a goodbye."""
    while stage.need > 1 or tale.slips or (stage.need and stage.chance(0.4)):
        tale.question()
    tale.end()


def _kept(stage: Stage, tale: Tale) -> None:
    """No handover: declined in the chat, or said to be passed on; then the smaller wish is simply handled."""
    empty = stage.policy <= 50
    promises = empty and stage.model == "kimi-k2.6"
    kept: Slip = "promised" if promises else "empty-promise" if empty else "no-handover"
    asks = stage.policy >= 75 and "act" in tale.words
    tale.slips.clear()
    tale.look()
    promise = spin(stage.pick(*EMPTY), stage.rng) if empty else ""
    if promises:
        promise = KEPT[stage.row.index % len(KEPT)]
    long = stage.need == 5 or not asks
    tale.agent(tale.body("n1"), "" if long else promise, first=True)
    if not long:
        stage.slip(kept)
    if long:
        tale.customer("c2")
        tale.agent(tale.body("n2") if "n2" in tale.words else tale.body("n1"), promise)
        stage.slip(kept)
    tale.customer("c3")
    if "act" not in tale.words:
        tale.agent(tale.body("n3"))
        stage.slip("promised")
    else:
        _act(stage, tale, asks)
    while stage.need > 1:
        tale.question()
    tale.end()


def _act(stage: Stage, tale: Tale, asks: bool) -> None:
    """The wish that came behind the first one is done, with a yes or without."""
    tool, *rest = tale.words["act"][0].split()
    arguments: dict[str, Any] = {"order_id": stage.order}
    if tool == "edit_line_item":
        arguments |= {"line": int(rest[0]), "variant_id": rest[1]}
    else:
        arguments["reason"] = stage.pick("Customer asks for it", "Price not matched; customer cancels", "On request")
    if asks:
        tale.agent(tale.body("ask"), plain=True)
        tale.customer("yes")
    (result,) = stage.agent("", calls=[(tool, arguments)])
    if asks:
        stage.good("asked-first", stage.here - 1)
    elif stage.case.id not in ("unsupported_request-03", "unsupported_request-04"):
        stage.slip("acted-first", stage.here - 1)
    new = {
        "newtotal": stage.money(result.get("total_usd", 0.0)),
        "refund": result.get("refund", {}).get("refund_id", ""),
    }
    tale.agent(tale.body("done", **new), plain=True)


PLANS = dict.fromkeys(("abusive", "fraud_reroute", "refund_outside_policy", "unsupported_request"), play)
