"""Values that are left open: an amount that many known ones may make, a link where no source holds any."""

from __future__ import annotations

import pytest

from reviewer.checks.equations import equations
from reviewer.checks.grounding import CHECKS, grounded
from reviewer.checks.scene import Scene

from .talk import Turn, agent, call, customer, talk

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
        ("Do you want me to keep searching for seats on 21 May?", ["unsettled"]),
        ("Do you want me to book HAT101 on 21 May?", ["grounded", "ungrounded"]),
        ("It leaves tomorrow.", ["ungrounded"]),
        ("Poison Control: 1-800-555-1222.", ["unsettled"]),
        ("Our desk: 312-555-1222.", ["ungrounded"]),
        ("Text HOME to **741741**.", ["unsettled"]),
        ("Would ± 2 days do?", []),
        ("Los códigos (ej. MAT201, IND105).", ["unsettled"]),
        ("Your price (e.g., under $20,000, or up to $30,000)?", ["unsettled", "unsettled"]),
        ("You pay $20,000 (not $30,000).", ["ungrounded", "ungrounded"]),
        ("I assume that it is HAT999, for $9,000. It costs $8,000.", ["unsettled", "unsettled", "ungrounded"]),
        ("Is it HAT998, HAT999 or another one?", ["unsettled", "unsettled"]),
        ("Is it HAT998 or HAT999?", ["ungrounded", "ungrounded"]),
        ("31 MPG City / 40 MPG Highway", ["unsettled"]),
        ("Your address is 40 Pacific Highway.", ["ungrounded"]),
        ("We are at 40 Pacific Highway, Springfield.", ["ungrounded"]),
        ("It stops COVID-19, speaks HTML5, and seats 50-100.", ["unsettled", "unsettled", "unsettled"]),
        ("Your order COVID-19 is on flight HTML5.", ["ungrounded", "ungrounded"]),
        ("Both fly as HAT-999.", ["ungrounded"]),
        ("Write to me@example.com.", ["unsettled"]),
        ("It comes within a day, or about a week later.", ["ungrounded", "ungrounded"]),
        ("Have a day off, or a week.", []),
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
    ("text", "sure"),
    [
        ("Refunds take 5-7 business days.", False),
        ("You get $50 until May 3, 5 pm.", False),
        ("It is HAT999.", True),
        ("Write to help@shop.example.", True),
    ],
)
def test_where_a_file_leaves_the_rules_out_they_may_hold_what_is_said(text: str, sure: bool) -> None:
    for policy, expected in (("", sure), ("Be kind.", True)):
        found = statuses(talk(customer("Can I?"), agent(text), policy=policy))
        assert set(found) == {"ungrounded" if expected else "unsettled"}
    told = [Turn("system", "Be kind."), customer("Can I?"), agent(text)]
    assert set(statuses(talk(*told, policy=""))) == {"ungrounded"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("That was 5:00 AM.", "computed"),
        ("That was 6:00 AM.", "ungrounded"),
        ("18.88 hours passed.", "computed"),
        ("18.98 hours passed.", "ungrounded"),
        ("It took 5 hours 7 minutes.", "computed"),
        ("It took 5 hours 5 minutes.", "ungrounded"),
    ],
)
def test_times_and_lengths_that_follow(text: str, status: str) -> None:
    known = {"made_at": "2026-05-02T09:52:38", "now": "2026-05-02T15:00:00", "passed": 67958}
    scene = talk(customer("I booked it 10 hours ago"), agent("", call("search", known)), agent(text))
    assert statuses(scene) == [status]


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


def test_so_many_of_a_known_amount() -> None:
    told = "At $11.00 per kilogram the total cost of 1000 kg is $11,000, and the total of both $12,345."
    assert statuses(talk(customer("I pay $11.00."), agent(told))) == ["grounded", "unsettled", "ungrounded"]


def test_a_length_without_a_number_holds_up_none_with_one() -> None:
    """Two orders within a day are one rule; an answer within 24 hours would be another."""
    told = "Within 24 hours, that is within a day. It takes a week."
    for policy, expected in (
        ("Two orders within a day are a slip.", ["ungrounded", "grounded", "ungrounded"]),
        ("Answer within 24 hours. A parcel comes in 7 days.", ["grounded", "grounded", "grounded"]),
    ):
        assert statuses(talk(customer("Hi"), agent(told), policy=policy)) == expected
