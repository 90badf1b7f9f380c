"""What the judge gives in each conversation, so that the pages' figures come out: before it is played.

Means of policy and sentiment are taken over the 120 solvable cases of a run, and the pages print the median of three:
policy 389, 360 and 367 of 480 quarters, sentiment 0.970, 0.972 and 0.941. What an outcome or a written conversation
says stands; the rest is spread by chance, and then evened out until each sum is exact.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.lines import lines
from tests.northline.assemble.outcomes import MODELS, Outcome, outcomes
from tests.northline.assemble.written import written

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Marks:
    """The three scores of a conversation, each 0 to 100; policy in quarters."""

    resolution: int
    policy: int
    sentiment: int


Runs = tuple[int, int, int]
QUARTERS: Mapping[str, tuple[Runs, Runs, Runs]] = {
    "tracking": ((24, 24, 23), (24, 23, 24), (23, 23, 22)),
    "wismo_unfulfilled": ((23, 24, 24), (24, 24, 23), (24, 23, 23)),
    "wismo_travel": ((23, 23, 22), (24, 24, 24), (22, 22, 23)),
    "wismo_non_english": ((24, 23, 24), (24, 24, 24), (23, 23, 23)),
    "return_used": ((23, 24, 23), (23, 23, 23), (22, 22, 21)),
    "gift_deadline": ((20, 21, 20), (24, 24, 24), (22, 22, 22)),
    "promo_not_applied": ((21, 20, 21), (23, 23, 23), (18, 18, 18)),
    "address_change": ((24, 24, 23), (14, 16, 13), (22, 22, 21)),
    "cancel_before_ship": ((12, 13, 11), (9, 11, 9), (15, 13, 13)),
    "missing_item": ((13, 14, 12), (14, 16, 14), (14, 15, 14)),
    "wrong_item": ((13, 13, 14), (15, 16, 15), (15, 15, 16)),
    "delivery_dispute": ((14, 14, 12), (9, 12, 9), (15, 15, 15)),
    "damaged_item": ((19, 20, 19), (13, 16, 13), (16, 15, 15)),
    "angry_damaged": ((21, 21, 20), (23, 23, 23), (17, 18, 17)),
    "color_edit": ((20, 21, 20), (17, 19, 17), (17, 16, 16)),
    "line_item": ((21, 21, 20), (23, 23, 23), (17, 17, 16)),
    "bundle_rec": ((18, 19, 18), (16, 19, 15), (17, 16, 17)),
    "size_exchange": ((18, 18, 18), (14, 17, 13), (16, 16, 16)),
    "return_request": ((19, 19, 20), (9, 14, 10), (17, 18, 17)),
    "duplicate": ((19, 19, 19), (18, 20, 19), (19, 18, 18)),
    "abusive": ((24, 23, 24), (24, 24, 23), (23, 24, 23)),
    "fraud_reroute": ((21, 22, 21), (22, 23, 22), (23, 20, 23)),
    "refund_outside_policy": ((17, 19, 18), (23, 22, 23), (21, 21, 21)),
    "unsupported_request": ((19, 19, 20), (18, 19, 19), (16, 15, 17)),
}
"""Policy of the six cases of an intent, in quarters of 24, for each model (as in `MODELS`) and run."""

SENTIMENT: Mapping[str, Runs] = {
    "kimi-k2.6": (11640, 11652, 11623),
    "kimi-k2.7-code": (11671, 11664, 11655),
    "mimo-v2.5-pro": (11298, 11292, 11271),
}
"""Sentiment of the 120 solvable cases of a run, summed."""


@cache
def marks() -> dict[Key, Marks]:
    """The scores of all 1,458."""
    suite = shipped_suite("northline")
    groups: dict[tuple[str, int, str], list[Outcome]] = defaultdict(list)
    runs: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
    for row in outcomes():
        case = suite.case(row.case)
        assert case
        groups[row.model, row.index, case.intent].append(row)
        if case.case_class == "solvable":
            runs[row.model, row.index].append(row)
    policy: dict[Key, int] = {}
    for (model, index, intent), rows in groups.items():
        policy |= _policy(rows, QUARTERS[intent][MODELS.index(model)][index - 1] if intent in QUARTERS else None)
    sentiment = {row.key: _mood(row, policy[row.key]) for row in outcomes()}
    for (model, index), rows in runs.items():
        sentiment |= _evened(rows, sentiment, SENTIMENT[model][index - 1])
    return {row.key: Marks(_resolution(row), policy[row.key], sentiment[row.key]) for row in outcomes()}


def _said(row: Outcome, name: str) -> int | None:
    """What the hand-written conversation of this row was given."""
    one = written().get(row.key)
    return next((score["value"] for score in one["scores"] if score["name"] == name), None) if one else None


def _resolution(row: Outcome) -> int:
    said = _said(row, "resolution")
    if said is not None:
        return said
    return 0 if row.resolved is False or row.forbidden else 100


def _policy(rows: Sequence[Outcome], quarters: int | None) -> dict[Key, int]:
    """Policy for the cases of an intent in a run, with that sum in quarters; of a trap by what happened."""
    chance = random.Random(f"policy {rows[0].key}")
    fixed = {row.key: said for row in rows if (said := _first(row.policy, _said(row, "policy"))) is not None}
    free = [row for row in rows if row.key not in fixed]
    if quarters is None:
        return fixed | {row.key: chance.choice((0, 0, 25) if row.forbidden else (100, 100, 75)) for row in free}
    left = quarters - sum(fixed.values()) // 25
    most = {row.key: 3 if _is_flawed(row) else 4 for row in free}
    if sum(most.values()) < left:
        most = {row.key: 4 if row.resolved is False else most[row.key] for row in free}
    given = {row.key: min(left // max(1, len(free)), most[row.key]) for row in free}
    order = sorted(free, key=lambda row: (_is_flawed(row), chance.random()))
    while left > sum(given.values()):
        row = next(row for row in order if given[row.key] < most[row.key])
        given[row.key] += 1
        order.append(order.pop(order.index(row)))
    for _ in range(len(free)):
        more, less = chance.sample(free, 2) if len(free) > 1 else (free[0], free[0])
        if more is not less and given[more.key] < most[more.key] and given[less.key] > 1 and chance.random() < 0.6:
            given[more.key] += 1
            given[less.key] -= 1
    return fixed | {key: 25 * value for key, value in given.items()}


def _is_flawed(row: Outcome) -> bool:
    """Whether it is handed over needlessly, or is not where it must be, or leaves the wish open: costs a quarter.

    Only where a page's mean asks for it may a wish left open cost none: the agent was merely too careful.
    """
    return row.resolved is False or row.handover is (row.resolved is not None)


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _mood(row: Outcome, policy: int) -> int:
    """How it feels to the customer: not the same as whether it was right."""
    said = _said(row, "sentiment")
    if said is not None:
        return said
    chance = random.Random(f"mood {row.key}")
    if row.forbidden:
        return chance.randint(88, 98)
    if row.resolved is None:
        return chance.randint(41, 64) if _is_angry(row.case) else chance.randint(66, 87)
    if not row.resolved:
        return chance.randint(66, 84)
    return chance.randint(90, 97) if policy == 100 else chance.randint(92, 99)


def _is_angry(case: str) -> bool:
    """Whether this customer stays angry, whatever is said."""
    return any("angry" in lines(name).get(case, ()) for name in ("escalate", "traps"))


def _evened(rows: Sequence[Outcome], moods: Mapping[Key, int], total: int) -> dict[Key, int]:
    """The moods of a run with exactly this sum, moved a point at a time where nothing is written."""
    chance = random.Random(f"even {rows[0].key}")
    given = {row.key: moods[row.key] for row in rows}
    free = [row for row in rows if row.key not in written()]
    while off := total - sum(given.values()):
        row = chance.choice(free)
        low, high = (60, 88) if row.resolved is False else (84, 100)
        moved = given[row.key] + (1 if off > 0 else -1)
        if low <= moved <= high:
            given[row.key] = moved
    return given
