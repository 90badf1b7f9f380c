"""The courses that the sheets of `sheets/*.txt` can take: who says what in which turn, and where it goes wrong.

A turn is a customer's parts and the agent's answer to them, both as keys of the sheet: `("yes", "q1"), ("done", "r1")`.
All courses that fit the number of agent messages are made, and the nine playings of a case take different ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations_with_replacement

from tests.northline.assemble.plans.sheet_play import Playing, Turn
from tests.northline.assemble.sheet import PLAYINGS, Sheet
from tests.northline.assemble.stage import Slip, Stage

INTENTS = (
    "return_used",
    "return_request",
    "size_exchange",
    "damaged_item",
    "angry_damaged",
    "color_edit",
    "line_item",
    "bundle_rec",
    "address_change",
    "cancel_before_ship",
)
BEFORE, WITH, AFTER = range(3)
"""Where a question stands: before the yes, in the same message, after the deed."""
END: Turn = (("bye",), ("close",))


def play(stage: Stage) -> None:
    """Play a case from its sheet, for any row."""
    playing = Playing(stage)
    failing = stage.row.resolved is False
    style, small = _style(playing, failing)
    fitting = list(_fitting(playing, style, stage.need)) or list(_fitting(playing, style, stage.need, stretched=True))
    assert fitting, f"{stage.case.id}: no {style} course of {stage.need}"
    random.Random(f"{stage.case.id}/{style}").shuffle(fitting)
    asked, course = fitting[(playing.number + PLAYINGS * stage.rng.randrange(9)) % len(fitting)]
    playing.run(course, style, small, asked)


def _fitting(
    playing: Playing, style: str, need: int, stretched: bool = False
) -> Iterator[tuple[bool, tuple[Turn, ...]]]:
    """The courses with exactly so many agent messages, and whether the order's number is asked for before them."""
    for asked in (False, True) if playing.may_ask_number else (False,):
        left = need - asked - stretched
        for course in _courses(playing.sheet, style, left):
            if len(course) == left:
                small = _more(f"x{playing.number % 3 + 1}", f"y{playing.number % 3 + 1}")
                at = len(course) - (course[-1] == END)
                yield asked, (*course[:at], small, *course[at:]) if stretched else course


def _style(playing: Playing, failing: bool) -> tuple[str, list[Slip]]:
    """The kind of course, and the small slips on its way, as the policy score asks."""
    stage, sheet = playing.stage, playing.sheet
    faults = (100 - stage.policy) // 25
    if failing:
        return _failure(playing), []
    if stage.row.handover:
        faults -= 1
    if not sheet.has("done"):
        invents = faults >= (2 if sheet.first("slip") == "made-up-event" else 1)
        return "tell", playing.small(faults - invents) + ([_kind(sheet)] if invents else [])
    small = playing.small(faults)
    if len(small) == faults and (faults <= 1 or sheet.has("direct") or (faults == 2 and stage.chance(0.3))):
        quick = sheet.has("direct") and "dwells" not in small and stage.chance(0.6)
        return "direct" if quick else "asked", small
    if sheet.has("direct"):
        return "direct", ["unlooked", *small[:1]]
    hasty = sheet.before or (faults == 2 and stage.chance(0.3))
    return "late" if hasty else "early", playing.small(faults - 2)


def _kind(sheet: Sheet) -> Slip:
    kinds: dict[str, Slip] = {
        "made-up-event": "made-up-event",
        "made-up-rule": "made-up-rule",
        "made-up-days": "made-up-days",
    }
    return kinds.get(sheet.first("slip"), "promised")


def _failure(playing: Playing) -> str:
    """How a wish stays open; the playings of a case take different ways."""
    sheet, policy = playing.sheet, playing.stage.policy
    if sheet.has("wrongs"):
        return "misled"
    if not sheet.has("done"):
        return "soothed"
    ways = ["hurdle", "reask"] if policy == 100 else ["hurdle", "promise", "reask"]
    if policy < 100:
        ways += [way for way, key in (("refuse", "refuse"), ("wrong", "wrongcall")) if sheet.has(key)] + ["team"]
    random.Random(sheet.name).shuffle(ways)
    return ways[playing.number % len(ways)]


def _courses(sheet: Sheet, style: str, need: int) -> Iterator[tuple[Turn, ...]]:
    """All courses of this style that may fit."""
    begin: tuple[Turn, ...] = ((("open",), ("probe",)),) if sheet.has("probe") else ()
    ask = ("give",) if begin else ("open",)
    if style in ("tell", "soothed", "misled"):
        yield from _told(sheet, style, (*begin, (ask, ("tell",))))
    elif style in ("early", "direct"):
        yield from _quick(style, begin, ask)
    elif style in ("asked", "late"):
        yield from _asked(sheet, style, (*begin, (ask, ("offer",))))
    else:
        yield from _failed(sheet, style, begin, ask, need)


def _told(sheet: Sheet, style: str, begin: tuple[Turn, ...]) -> Iterator[tuple[Turn, ...]]:
    if style == "misled":
        pushed: tuple[Turn, ...] = ((("wrongq",), ("wrongr",)), (("wrongt",), ("wrongs",)))
        for last in ((), (END,), (_more("protest", "refuse2"),), (_more("protest", "refuse2"), END)):
            yield ((("open",), ("wrong",)), *pushed, *last)
        return
    first, second = _question("q1"), _question("q2")
    if style == "soothed":
        soothed: Turn = (("q2",), ("invent",))
        for last in ((), (END,)):
            yield (*begin, first, soothed, *last)
        for last in ((), (END,)):
            yield (*begin, first, soothed, _more("waiting", "promise2"), *last)
        return
    both: Turn = (("q1", "q2"), ("r1", "r2"))
    third = [_question("q3")] if sheet.has("q3") else []
    courses: list[list[Turn]] = [[first, second], [first, second, *third], [both], [both, *third]]
    for middle in courses:
        for last in ((), (END,)):
            yield (*begin, *middle, *last)
            if third and third[0] in middle:
                yield (*begin, *middle[:-2], third[0], middle[-2], *last)


def _quick(style: str, begin: tuple[Turn, ...], ask: tuple[str, ...]) -> Iterator[tuple[Turn, ...]]:
    done: tuple[Turn, ...] = (*begin, (ask, ("done",)))
    why: Turn = (("why",), ("sorry",))
    first, second = _question("q1"), _question("q2")
    both: Turn = (("q1", "q2"), ("r1", "r2"))
    middles = [[first, second], [second, first], [both], [first], [second]]
    for middle in middles:
        for last in ((), (END,)):
            yield (*done, *middle, *last)
            if style == "early":
                yield (*done, why, *middle, *last)
                yield (*done, middle[0], why, *middle[1:], *last)


def _asked(sheet: Sheet, style: str, begin: tuple[Turn, ...]) -> Iterator[tuple[Turn, ...]]:
    for places in combinations_with_replacement((BEFORE, WITH, AFTER), 2):
        where = dict(zip(("q1", "q2"), places, strict=True))
        if any(where[q] != BEFORE for q in sheet.before) or any(where[q] != AFTER for q in sheet.after):
            continue
        before = [_question(q, again=True) for q, place in where.items() if place == BEFORE]
        along = [q for q, place in where.items() if place == WITH]
        after = [_question(q) for q, place in where.items() if place == AFTER]
        deed: tuple[Turn, ...] = ((("yes", *along), ("done", *[f"r{q[1]}" for q in along])),)
        if style == "late":
            if not before or (sheet.has("decides") and where["q2"] != BEFORE):
                continue
            (asked, _), deed = before.pop(), ()
            said = (*asked, "decides") if sheet.has("decides") else asked
            deed = ((said, ("done", f"r{asked[0][1]}")),)
        for last in ((), (END,)):
            yield (*begin, *before, *deed, *after, *last)


def _failed(
    sheet: Sheet, style: str, begin: tuple[Turn, ...], ask: tuple[str, ...], need: int
) -> Iterator[tuple[Turn, ...]]:
    if style == "wrong":
        wrong: tuple[Turn, ...] = ((ask, ("wrongdone",)), (("wrongask",), ("wrongend",)))
        for last in ((), (END,), (_more("protest", "refuse2"),), (_more("protest", "refuse2"), END)):
            yield (*begin, *wrong, *last)
        return
    if style == "refuse":
        for many in (1, 2, 3):
            for last in ((), (END,)):
                yield (*begin, (ask, ("refuse",)), *[_more("protest", "refuse2")] * many, *last)
        return
    offered: tuple[Turn, ...] = (*begin, (ask, ("offer",)))
    questions = [_question(q, again=True) for q in ("q1", "q2") if q not in sheet.after]
    push = "waiting" if style in ("promise", "team") else "sigh"
    answer = {"hurdle": "hurdle2", "reask": "reask2", "promise": "promise2", "team": "promise2"}[style]
    for some in ([], questions[:1], questions, questions[1:]):
        if any(_question(q, again=True) not in some for q in sheet.before):
            continue
        for many in (1, 2):
            for last in ((), (END,)) if style in ("promise", "team") else ((),):
                course = (*offered, *some, (("yes",), (style,)), *[_more(push, answer)] * many, *last)
                if len(course) <= need:
                    yield course


def _question(name: str, again: bool = False) -> Turn:
    return (name,), (f"r{name[1]}", "again") if again else (f"r{name[1]}",)


def _more(push: str, answer: str) -> Turn:
    return (push,), (answer,)


PLANS = dict.fromkeys(INTENTS, play)
