"""Values that are left open: an amount that many known ones may make, a link where no source holds any."""

from __future__ import annotations

import pytest

from reviewer.checks.equations import equations
from reviewer.checks.grounding import CHECKS, grounded
from reviewer.checks.scene import Scene

from .talk import agent, call, customer, talk

FARES = [(131, 277), (142, 318), (155, 349), (163, 402), (171, 431), (188, 467)]
SEATS = [
    {"flight_number": f"HAT{number}", "prices": {"economy": low, "business": high}}
    for number, (low, high) in enumerate(FARES, 101)
]


def told(text: str, flights: int = len(SEATS)) -> Scene:
    """A search that finds so many flights, and what the agent says then."""
    return talk(customer("What would it cost?"), agent("", call("search", SEATS[:flights])), agent(text))


def statuses(scene: Scene) -> list[str]:
    """Of each value, in order."""
    return [mark.status for mark in grounded(scene)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The total is $9,137.", ["unsettled"]),
        ("**Total additional charge:** **$9,137**", ["unsettled"]),
        ("You get a refund of $9,137.", ["unsettled"]),
        ("The fare is $9,137 per passenger.", ["ungrounded"]),
        ("I can give you a certificate of $9,137.", ["ungrounded"]),
        ("The total is known, and the fare is $9,137.", ["ungrounded"]),
        ("The total is $9,137. That would be $9,137 on your card.", ["unsettled", "unsettled"]),
        ("The fare is $9,137, in place of $131: a difference of $9,006.", ["ungrounded", "grounded", "ungrounded"]),
        ("The fare is $9,137. The total for both is $18,274.", ["ungrounded", "ungrounded"]),
        ("The refund is (349 - 155) × 2 = $9,137.", ["ungrounded"]),
        ("The refund is (349 - 155) × 2 = $388.", ["computed"]),
        (r"New: \( (349 + 171) \times 2 = 1004 \), so 1004 - 143 = 861: a refund of $861.", ["ungrounded"]),
        ("Per person on the card: 131 ÷ 3 = $43.67", ["computed"]),
        ("That is (349-155) more each.", []),
        ('{"total_refunds_2a": 19137}', ["unsettled"]),
        ('{"booking_2a": 19137}', ["ungrounded"]),
        ("Go to https://help.example/start.", ["unsettled"]),
        ("Go to https://help.example/HAT999.", ["ungrounded"]),
        ("I can search again for tomorrow.", ["unsettled"]),
        ("It leaves tomorrow.", ["ungrounded"]),
        ("Would ± 2 days do?", []),
    ],
)
def test_what_is_left_open(text: str, expected: list[str]) -> None:
    assert statuses(told(text)) == expected


@pytest.mark.parametrize(
    ("total", "expected"), [("$1,037", "ungrounded"), ("$9,137", "ungrounded"), ("$322", "unsettled")]
)
def test_of_few_amounts_all_sums_are_tried(total: str, expected: str) -> None:
    assert statuses(told(f"The total difference is {total}.", 2))[-1] == expected


def test_what_was_left_open_or_invented_stays_so() -> None:
    said = [
        agent("The total is $9,137. The fare is $8,001."),
        customer("ok"),
        agent("So $9,137, and a total of $8,001."),
    ]
    scene = talk(customer("What would it cost?"), agent("", call("search", SEATS)), *said)
    assert statuses(scene) == ["unsettled", "ungrounded", "unsettled", "ungrounded"]


def test_a_fact_of_its_own_that_proposes_nothing() -> None:
    (check,) = CHECKS
    facts = [fact for fact in check.facts(told("The total is $9,137.")) if fact.name != "values"]
    assert [(fact.name, fact.value) for fact in facts] == [("unsettled", "$9,137")]
    assert facts[0].detail == "money: no source found, may be computed or of general use"
    assert "unsettled" in check.names
    assert "unsettled" not in check.proposes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(166 - 65) × 2 = $202", [(True, 202.0)]),
        ("**$1,000** + $0.50 = **$1,000.50**", [(True, 1000.5)]),
        ("130 + 187 - 323 - 180 = -$186", [(True, 186.0)]),
        ("10 ÷ 3 = 3.33; 10 / 0 = 1; 2 * (3 = 6", [(True, 3.33)]),
        ("(1 + 2) x 2 = (3) x 2 = 7", [(False, 7.0)]),
        ("a = 5, 7 = 7 and nothing else", []),
        ("(" * 500 + "1+1 = 2", []),
    ],
)
def test_equations(text: str, expected: list[tuple[bool, float]]) -> None:
    assert [(one.right, one.said) for one in equations(text)] == expected
