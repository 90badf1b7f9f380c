"""The linter on claim sets that say what the four published pages say: it flags what they contradict, and nothing else.

`claims/*.md` are in words of our own, with the pages' figures, aggregators and scopes. The id of a claim says which row
it is: `c-ok-m1` is row M1 of the acceptance data, `c-c22-mimo` is contradiction C22 of the report's specification.
`claims/ok-*.md` say the rows that agree with themselves as this program would have them said.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import lint, rules
from reviewer.model.published import published
from tests.dossier.claims_made import context, page, written

PAGES = ("board", "kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")
STATED = ("ok-board", "ok-kimi-k2.6", "ok-kimi-k2.7-code", "ok-mimo-v2.5-pro")

BY_ROW = {
    "M3": {"definition"},
    "M12": {"rounding"},
    "K75": {"one-run"},
    "K77": {"number", "composite"},
    "F4": {"composite"},
    "L4": {"board-counts"},
}
"""Each contradiction of the acceptance data, and the rules that must see it."""

BY_CONTRADICTION = {
    "C1": {"definition"},
    "C2": {"out-of-class"},
    "C3": {"mixed-aggregators"},
    "C4": {"one-run"},
    "C5": {"impossible"},
    "C6": {"unit"},
    "C7": {"board-counts"},
    "C8": {"rounding"},
    "C9": {"scale", "rounding"},
    "C10": {"composite", "opposites"},
    "C11": {"ranking"},
    "C12": {"opposites"},
    "C13": {"opposites"},
    "C14": {"opposites"},
    "C15": {"board-order"},
    "C16": {"partials"},
    "C17": {"picks"},
    "C18": {"band"},
    "C19": {"legend"},
    "C20": {"on-every-metric"},
    "C21": {"superlative", "incomplete-list"},
    "C22": {"dominated"},
    "C23": {"opposites", "receipts"},
    "C24": {"mechanism"},
    "C25": {"mechanism"},
    "C26": {"trap-or-intent"},
    "C27": {"trap-name"},
    "C28": {"clusters", "schemes"},
    "C29": {"verdict"},
    "C30": {"number"},
    "C31": {"opposites", "absolute"},
    "C32": {"absolute"},
    "C33": {"degree"},
    "C34": {"difference"},
    "C35": {"superlative", "opposites"},
    "C36": {"opposites"},
    "C37": {"superlative", "comparative"},
    "C38": {"comparative"},
    "C39": {"out-of-class"},
    "C40": {"comparative"},
    "C41": {"receipts"},
    "C42": {"twice", "leftover"},
}
"""Each contradiction of the specification, and the rules that see it: all 42 of them."""

CLAIM_OF = {"C1": "c-m3", "C7": "c-l4", "C10": "c-k77", "C27": "c-c24", "C28": None}
"""Where a contradiction has no claim of its own."""


@cache
def found() -> tuple[Problem, ...]:
    """What the linter says of the four pages together."""
    return tuple(lint(context(*map(page, PAGES))))


def rules_of(prefix: str | None) -> set[str]:
    """The rules that flagged the claims whose ids begin so."""
    if prefix is None:
        return {one.rule for one in found() if one.claim is None}
    own = re.compile(rf"{prefix}(?:-|$)")
    return {one.rule for one in found() if one.claim and own.match(one.claim)}


def test_every_row_is_here() -> None:
    """No contradiction of the acceptance data is left out, and every row that agrees is said twice."""
    expectations = published().expectations
    assert {one.id for one in expectations if one.status == "contradiction"} == set(BY_ROW)
    for names, form in ((PAGES, "c-ok-{}"), (STATED, "c-{}")):
        ids = [claim.id for name in names for claim in page(name).file.claims]
        for one in expectations:
            if one.status == "ok" and (one.id, names) not in {("L3", PAGES), ("M9", STATED)}:
                wanted = form.format(one.id.lower())
                assert any(id_ == wanted or id_.startswith(wanted + "-") for id_ in ids), one.id


@pytest.mark.parametrize("row", BY_ROW)
def test_a_contradiction_of_the_acceptance_data_is_flagged(row: str) -> None:
    """By each of the rules that are there for it."""
    assert BY_ROW[row] <= rules_of(f"c-{row.lower()}"), rules_of(f"c-{row.lower()}")


@pytest.mark.parametrize("row", BY_CONTRADICTION)
def test_a_contradiction_of_the_specification_is_flagged(row: str) -> None:
    """By each of the rules that are there for it."""
    there = rules_of(CLAIM_OF.get(row, f"c-{row.lower()}"))
    assert BY_CONTRADICTION[row] <= there, there


def test_no_row_that_agrees_is_flagged() -> None:
    """Not one problem on the claims of the pages that agree with themselves."""
    assert [str(one) for one in found() if one.claim and one.claim.startswith("c-ok-")] == []


def test_what_is_well_said_has_no_problem() -> None:
    """Not one, of any rule, together and each page alone."""
    assert [str(one) for one in lint(context(*map(page, STATED)))] == []
    for name in STATED:
        assert [str(one) for one in lint(context(page(name)))] == []


def test_every_rule_sees_something_or_is_tried_elsewhere() -> None:
    """A rule that nothing sets off is either broken or tried in `test_lint.py`."""
    elsewhere = {"form", "name", "quote", "changed", "stale", "number-in-words", "two-roundings"}
    elsewhere |= {
        "runs-unstated",
        "coverage-unstated",
        "tied",
        "middle-run",
        "beside",
        "rank",
        "own-best",
        "most",
        "only",
        "empty-section",
        "other-metric",
        "from-to",
    }
    assert {one.name for one in rules()} - {one.rule for one in found()} <= elsewhere


def test_picks_that_another_model_dominates() -> None:
    """Both of those that gemma-4-31b is ahead of, and not gemma-4-31b."""
    picked = [one.says for one in found() if one.rule == "dominated-pick"]
    assert sorted(picked) == [
        "the pick gemini-3.1-flash-lite is dominated by gemma-4-31b",
        "the pick mimo-v2.5 is dominated by gemma-4-31b",
    ]


def test_a_problem_says_where_and_what() -> None:
    """File, line and column of the words, the sentence, and the figures that speak against it."""
    (one,) = (one for one in found() if one.claim == "c-k75" and one.rule == "one-run")
    assert (one.file, one.level) == ("kimi-k2.7-code.md", "error")
    line = page("kimi-k2.7-code").file.text.splitlines()[one.line - 1]
    assert line[one.column - 1 :].startswith("0.33")
    assert one.figures == (
        "escalation_accuracy.must-escalate.unsupported_request.run1",
        "escalation_accuracy.must-escalate.unsupported_request.pooled",
    ) or one.figures[0].endswith("unsupported_request.run1")
    assert "9 of 18" in one.says
    assert one.data()["claim"] == "c-k75"


@pytest.mark.long
def test_a_number_that_is_one_off_is_seen() -> None:
    """Of the numbers in sentences that are right, each made one greater: nearly all of them are errors then."""
    tried, missed = 0, []
    for name in (*PAGES, "ok-kimi-k2.6"):
        one = page(name)
        looking = context(one)
        for claim in one.claims:
            if not (claim.claim.id.startswith("c-ok-") or name.startswith("ok-")):
                continue
            for number in looking.prose(claim).numbers:
                digits = re.search(r"\d+(?:\.(\d+))?", number.text)
                if digits is None or number.in_words:
                    continue
                places = len(digits[1] or "")
                other = f"{float(digits[0]) + 10**-places:.{places}f}"
                start = claim.claim.start + number.start + digits.start()
                text = one.file.text[:start] + other + one.file.text[start + len(digits[0]) :]
                again = lint(context(written(text, one.file.path)))
                tried += 1
                if not any(each.claim == claim.claim.id and each.level == "error" for each in again):
                    missed.append((name, claim.claim.id, number.text, other))
    assert tried > 90
    assert len(missed) <= tried // 10, missed
