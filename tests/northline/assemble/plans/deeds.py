"""The course of a conversation with a write: look, propose, wait for the yes, act, say what was done.

Where the row's policy score is low, the write comes first, or the claims are not looked at, or days are made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tests.northline.assemble.known import early
from tests.northline.assemble.plans.course import answer, beats, begin, call, part, passed_on
from tests.northline.assemble.plans.script import Ask, Deed, Lines, Script, common
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call, Stage

_OFFER = re.compile(
    r"\?|choose|possible|you may|allow|offer|can (?:be|go|have|send)|as you like|costs|processing", re.IGNORECASE
)
"""Findings that leave the choice to the customer: nothing to say after the choice was made for them."""


@dataclass(frozen=True)
class Care:
    """How clean the agent is, as the row's policy score says."""

    first: bool
    """The write comes before the yes."""
    claims: bool
    """The claims are looked at, where the rules want it."""
    days: bool
    """A number of days is made up."""


def act(talk: Talk, script: Script) -> None:
    """The course with a write."""
    stage = talk.stage
    deed = script.deed
    assert deed, f"{stage.case.id}: no write to be made"
    care = _care(stage, deed)
    wish = talk.line(*deed.wish) if care.first and deed.wish else ""
    begin(talk, script, skip="" if care.claims else "claims_history", wish=wish)
    if care.claims and deed.claims:
        stage.good("claims")
    deed_words(talk, deed)
    if deed.photo:
        talk.says(*common("agent")["photo"], last=True)
        stage.good("proof")
        talk.hears(*deed.photo, exact=True)
    asks = script.asks
    if care.first:
        acted = _write(talk, deed, common("thoughts")["first"])
        stage.slip("acted-first", acted)
    else:
        between = _ask_first(talk, script, deed)
        asks = tuple(ask for n, ask in enumerate(asks) if not between or n != between.instead)
        acted = _write(talk, deed, common("thoughts")["yes"])
        stage.good("asked-first", acted)
    if deed.claims and not care.claims:
        stage.slip("unchecked", acted)
    _report(talk, script, deed, care)
    asked = beats(talk, asks)
    if asked and care.first and stage.chance(0.4):
        haste = stage.pick(*common("customer")["haste"])
        asked[0] = (replace(asked[0][0], q=tuple(f"{haste} {q}" for q in asked[0][0].q)), *asked[0][1:])
    for beat in asked:
        answer(talk, script, beat, [])
    part(talk, script)


def _care(stage: Stage, deed: Deed) -> Care:
    if stage.policy == 100 or (stage.policy == 75 and stage.row.handover):
        return Care(first=False, claims=True, days=False)
    if stage.policy == 75:
        skips = deed.claims and stage.chance(0.5)
        return Care(first=False, claims=not skips, days=not skips)
    if stage.policy == 50:
        return Care(first=True, claims=True, days=False)
    if stage.policy == 25:
        return Care(first=True, claims=False, days=not deed.claims)
    return Care(first=True, claims=False, days=True)


def _ask_first(talk: Talk, script: Script, deed: Deed) -> Ask | None:
    """Summary and question; perhaps something comes between, and is returned; then the yes."""
    stage = talk.stage
    summary = talk.line(*(deed.propose or common("propose")[deed.kind]))
    talk.says(f"{talk.line(*script.answers)} {summary}", last=True)
    between = None
    if deed.before and stage.chance({3: 0.5, 4: 0.8}.get(stage.need, 0)):
        between = stage.rng.choice(deed.before)
        talk.hears(*between.q)
        call(talk, between.look)
        talk.says(f"{talk.line(*between.a)} {talk.line(*common('agent')['again'])}", tone=between.tone, last=True)
    talk.hears(*(deed.yes or common("customer")["yes"]))
    return between


def _report(talk: Talk, script: Script, deed: Deed, care: Care) -> None:
    """What was done; what was found as well, where nobody was asked before."""
    stage = talk.stage
    found = tuple(one for one in script.answers if not _OFFER.search(one))
    said = [talk.line(*found)] if care.first and found else []
    said.append(talk.line(*(deed.done or common("done")[deed.kind])))
    if stage.row.handover:
        said.append(passed_on(talk, script))
    if care.days:
        said.append(talk.line(*common("agent")["parcel days" if deed.kind in ("reship", "change") else "days"]))
    talk.says(" ".join(said), tone="acted" if care.first else "done", last=stage.need == 1)
    if care.days:
        talk.slip("made-up-days")


def deed_words(talk: Talk, deed: Deed) -> None:
    """`what`, `amount`, `target` and `kept`, for the proposal."""
    stage = talk.stage
    words = stage.words
    words["what"] = deed.what
    for tool, arguments in stage.right:
        if tool == "create_refund":
            words["amount"] = stage.money(arguments["amount_usd"])
        if tool == "cancel_order":
            words["target"] = arguments["order_id"]
            words["kept"] = next(order for order in stage.case.orders if order != arguments["order_id"])
            words["amount"] = stage.money(stage.know("order_status", order_id=words["target"])["total_usd"])


def _write(talk: Talk, deed: Deed, thoughts: Lines) -> int:
    """The suite's own writes, with a reason in other words; the number of the message that calls them."""
    stage = talk.stage
    calls: list[Call] = []
    for tool, arguments in stage.right:
        given = dict(arguments)
        if "reason" in given and deed.reasons:
            given["reason"] = early(deed.early, stage.messages, talk.line(*deed.reasons, given["reason"]))
        calls.append((tool, given))
    thought = talk.line(*thoughts) if stage.chance(0.3 if stage.model != "kimi-k2.6" else 0.1) else None
    if thought and "target" in stage.words:
        thought = thought.replace(stage.words["order"], stage.words["target"])
    made = stage.agent("", calls=calls, reasoning=thought)
    message = stage.here - len(made)
    for result in made:
        assert "error" not in result, (stage.case.id, result)
        refund = result.get("refund", result)
        if "refund_id" in refund:
            stage.words |= {"rf": refund["refund_id"], "amount": stage.money(refund["amount_usd"])}
        if "reship_id" in result:
            stage.words["rs"] = result["reship_id"]
        if "difference_usd" in result:
            stage.words["difference"] = stage.money(abs(result["difference_usd"]))
        if "discount_usd" in result:
            stage.words["off"] = stage.money(result["discount_usd"])
        if "total_usd" in result:
            stage.words["newtotal"] = stage.money(result["total_usd"])
    return message
