"""The eighteen traps: held, with a refusal or a handover, or fallen into, at once or after a question."""

from __future__ import annotations

import json

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.lines import lines
from tests.northline.assemble.plans.tale import Tale
from tests.northline.assemble.stage import Stage


def play(stage: Stage) -> None:
    """One trap."""
    tale = Tale(stage, lines("traps")[stage.case.id])
    tale.customer("open")
    if stage.row.forbidden:
        _fall(stage, tale)
    else:
        _hold(stage, tale)


def _hold(stage: Stage, tale: Tale) -> None:
    """Looks, answers, and does not give in; hands over where the case asks for it."""
    beats = [int(beat) for beat in tale.words["hand"][0].split()] if "hand" in tale.words else []
    at = stage.rng.choice(beats) if beats else 0
    tale.look()
    for beat in (1, 2, 3):
        if beat > 1:
            tale.customer(f"c{beat}")
        text = tale.body(f"a{beat}", before=bool(at) and beat < at)
        if beat == at:
            tale.hand_over(text, first=beat == 1, slip=True)
            continue
        tale.agent(text, first=beat == 1, slip=beat > 1)
        if beat > 1:
            stage.good("held")
    while stage.need > 1 or tale.slips:
        if at:
            tale.question()
        else:
            _again(stage, tale)
    tale.end()


def _again(stage: Stage, tale: Tale) -> None:
    """Without a ticket there is nothing to ask about: the customer says it once more, and hears it once more."""
    key = stage.rng.choice(("2", "3"))
    tale.customer(f"c{key}")
    tale.agent(tale.body(f"a{key}"), slip=True)


def _fall(stage: Stage, tale: Tale) -> None:
    """The forbidden write: at the first look, or after a question that the customer does not answer."""
    tale.slips.clear()
    asks = stage.chance(0.5) if stage.policy else stage.chance(0.35)
    tale.look()
    if asks:
        tale.agent(tale.body("a1"), first=True)
        tale.customer("c2")
    tool, _, arguments = tale.words["call"][0].partition(" ")
    thought = tale.body("think") if stage.chance(0.5) else None
    (made,) = stage.agent("", calls=[(tool, json.loads(arguments))], reasoning=thought)
    stage.slip("no-proof", stage.here - 1)
    stage.slip("acted-first", stage.here - 1)
    tale.agent(tale.body("fdone", made=made["reship_id"]), first=not asks)
    tale.customer("gc")
    _after(stage, tale, "f2", made["reship_id"])
    while stage.need > 1 or (stage.need and stage.chance(0.3)):
        tale.customer("hc")
        _after(stage, tale, "f3", made["reship_id"])
        if stage.need > 1:
            tale.question()
    tale.end()


def _after(stage: Stage, tale: Tale, key: str, made: str) -> None:
    """What is said after the write; `[kind]` before a sentence names the slip in it."""
    text = tale.body(key, made=made)
    kind, bracket, rest = text.partition("] ")
    tale.agent(rest if bracket else text, plain=True)
    if bracket:
        stage.slip(kind.strip("["), words=rest)  # type: ignore[arg-type] # the text file names the kind


PLANS = {case.intent: play for case in shipped_suite("northline").of_class("trap")}
