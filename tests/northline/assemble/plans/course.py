"""The course of a conversation in which the desk only reads and explains.

The customer opens; the agent looks and answers; what the customer pushes for comes as `asks`, in either order,
singly or two at once; then they part. How many of each there are follows from the messages that the row asks for.
"""

from __future__ import annotations

from tests.northline.assemble.known import early
from tests.northline.assemble.plans.script import Ask, Script, common
from tests.northline.assemble.plans.slips import add_slip, slips_of
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call, Slip, Stage


def read(talk: Talk, script: Script) -> None:
    """The course without a write."""
    stage = talk.stage
    begin(talk, script)
    slips = slips_of(stage)
    answers = script.answers or (common("where")["estimated" if "est" in stage.words else "open"])
    talk.says(*answers, tone="plain")
    stage.good("read-out" if "scan" in stage.words else "looked-up")
    handed = not stage.row.handover
    for beat in beats(talk, script.asks, script.ordered):
        answer(talk, script, beat, slips, hand_over=not handed)
        handed = True
    part(talk, script)


def begin(talk: Talk, script: Script, skip: str = "", wish: str = "") -> None:
    """From the customer's first words to the last look before the answer; the tool `skip` is not looked at."""
    stage = talk.stage
    may_ask = not (script.given or script.orders or script.deed) and stage.need > 3
    asked = script.ask_first or (may_ask and stage.chance(0.3))
    if asked and not script.ask_first:
        talk.hears(*common("customer")["vague plain" if script.plain else "question" if script.look else "vague"])
    else:
        talk.hears(*(script.opens if not wish else tuple(f"{one} {wish}" for one in script.opens)))
    by_mail = script.given or script.ask_first
    if asked:
        talk.own("which")
        talk.greeted = True
        if script.ask_first:
            talk.hears(*common("customer")["mail"], exact=True)
        else:
            talk.hears(*script.opens)
    if by_mail:
        found = stage.look("recent_orders", email=stage.email)
        assert found["orders"], stage.email
    look(talk, script, skip, aloud=not asked and not by_mail and stage.need == 5 and stage.chance(0.4))


def look(talk: Talk, script: Script, skip: str, aloud: bool = False) -> None:
    """The looks of the script, or the order and its tracking; `aloud` says so beside the first."""
    stage = talk.stage
    order = script.orders[0] if script.orders else stage.order
    first: tuple[Call, ...] = (("order_status", {"order_id": order}),)
    if len(script.orders) > 1:
        first = (*first, ("order_status", {"order_id": script.orders[1]}))
    rest = tuple(one for one in script.look[1:] if one[0] != skip) if script.look else None
    results = talk.own("looking", calls=first) if aloud else stage.agent("", calls=first, reasoning=_thought(talk))
    talk.greeted = talk.greeted or aloud
    talk.learn_status(results[0], script.second)
    if len(results) > 1:
        talk.learn_status(results[1], other=True)
    if rest is None:
        rest = (("tracking", {"tracking_number": "{tn}"}),) if "tn" in stage.words and not script.deed else ()
        if script.ask_first:
            rest = ()
    if stage.chance(0.3):
        rest = tuple(reversed(rest))
    call(talk, rest, together=stage.chance(0.6))


def call(talk: Talk, calls: tuple[Call, ...], together: bool = True) -> None:
    """Calls without words, in one message or one after the other, and what they teach."""
    filled = tuple((tool, _filled(talk.stage, arguments)) for tool, arguments in calls)
    groups = [filled] if together else [(one,) for one in filled]
    for group in groups if filled else ():
        talk.learn(group, talk.stage.agent("", calls=group))


def _filled(stage: Stage, arguments: object) -> dict[str, object]:
    assert isinstance(arguments, dict)
    return {key: stage.fill(value) if isinstance(value, str) else value for key, value in arguments.items()}


def beats(talk: Talk, asks: tuple[Ask, ...], ordered: bool = False) -> list[tuple[Ask, ...]]:
    """Which asks come, in which order, and which two in one breath; one message is left where there is a goodbye."""
    stage = talk.stage
    core, extra = list(asks[:2]), list(asks[2:])
    stage.rng.shuffle(extra)
    if ordered:
        return [(one,) for one in asks[: stage.need - (1 if stage.need > 2 and stage.chance(0.5) else 0)]]
    if stage.chance(0.25):
        core.reverse()
    if stage.need <= 1:
        return [(one,) for one in core[: stage.need]]
    both = stage.chance(0.3)
    plan: list[tuple[Ask, ...]] = [tuple(core)] if both else [(one,) for one in core]
    for one in extra:
        if len(plan) < stage.need - (1 if stage.chance(0.5) else 0):
            plan.insert(stage.rng.choice((len(plan), len(plan), 1)), (one,))
    return plan[: stage.need]


def answer(talk: Talk, script: Script, beat: tuple[Ask, ...], slips: list[Slip], hand_over: bool = False) -> None:
    """One turn of the customer with one or two asks, and the agent's answer to it."""
    stage = talk.stage
    asked = " ".join(stage.pick(*ask.q) for ask in beat)
    talk.hears(asked)
    looks = tuple(dict.fromkeys((tool, tuple(sorted(args.items()))) for ask in beat for tool, args in ask.look))
    calls = tuple((tool, dict(args)) for tool, args in looks)
    call(talk, calls)
    if any(tool == "kb_search" for tool, _ in calls):
        stage.good("kb")
    ticket = passed_on(talk, script) if hand_over else ""
    texts = [talk.line(*ask.a) for ask in beat]
    tone = "no" if any(ask.tone == "no" for ask in beat) else beat[0].tone
    slip = slips.pop() if slips else None
    added = add_slip(talk, slip) if slip else ""
    if slip:
        texts.append(added)
    if ticket:
        texts.append(ticket)
    talk.says(" ".join(texts), tone=tone, last=stage.need == 1)
    if slip:
        talk.slip(slip, added)
    elif tone == "no":
        stage.good("held")


def passed_on(talk: Talk, script: Script) -> str:
    """A handover that nobody needed, and the sentence about it."""
    stage = talk.stage
    assert script.over, f"{stage.case.id}: a handover needs a reason"
    reason = early(script.early, stage.messages, talk.line(*script.over))
    made = stage.hand_over(reason=stage.fill(reason), order=stage.words.get("order"))
    stage.slip("needless-handover", stage.here - 1)
    stage.words["ticket"] = made["ticket"]
    return talk.line(*common("agent")["passed on"])


def part(talk: Talk, script: Script, content: bool | None = None) -> None:
    """The last words; the agent's goodbye where a message is left for it."""
    stage = talk.stage
    content = script.content if content is None else content
    content = content and not (talk.tone == "no" and stage.chance(0.6))
    if stage.need == 0:
        if stage.chance(0.8):
            talk.leaves(content)
        else:
            stage.end_reason = "customer_left"
        return
    talk.leaves(content)
    while stage.need > 1:
        talk.says(*common("agent")["more"], lead=False)
        talk.leaves(content, again=True)
    talk.bye()


SHARE = {"kimi-k2.6": 0.08, "kimi-k2.7-code": 0.35, "mimo-v2.5-pro": 0.25}
"""How often a model thinks aloud before the first look."""


def _thought(talk: Talk) -> str | None:
    return talk.line(*common("thoughts")["look"]) if talk.stage.chance(SHARE[talk.stage.model]) else None
