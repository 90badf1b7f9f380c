"""Amounts that are made of the prices of what a message names."""

from __future__ import annotations

import pytest

from reviewer.checks.grounding import grounded

from .talk import agent, call, customer, talk

BOOKING = {
    "reservation_id": "YAX4DR",
    "flights": [{"flight_number": "HAT235", "price": 122}, {"flight_number": "HAT298", "price": 127}],
    "payment_history": [{"payment_id": "credit_card_4938634", "amount": 498}],
}
OFFERED = [
    {"flight_number": "HAT235", "available_seats": {"business": 17}, "prices": {"economy": 125, "business": 350}},
    {"flight_number": "HAT182", "available_seats": {"business": 18}, "prices": {"economy": 142, "business": 226}},
]
ONWARD = [{"flight_number": "HAT298", "prices": {"economy": 131, "business": 499}}]


def status(text: str, said: str = "Upgrade both of us on YAX4DR") -> dict[str, str]:
    """Each value's words in an agent's answer after three look-ups, with its status."""
    looks = [agent("", call(name, found)) for name, found in (("a", BOOKING), ("b", OFFERED), ("c", ONWARD))]
    scene = talk(customer(said), *looks, agent(text))
    last = scene.messages[-1].text
    return {last[mark.value.start : mark.value.end]: mark.status for mark in grounded(scene)}


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("HAT235 and HAT298 in business: $849.", "$849", "computed"),
        ("HAT235 and HAT298 in business, 2 passengers: $1,698.", "$1,698", "computed"),
        ("HAT235 and HAT298 in business, for both an additional $1,200.", "$1,200", "computed"),
        ("HAT235 and HAT298 in economy, a difference of $7 each.", "$7", "computed"),
        ("HAT182 and HAT298 in business: $849.", "$849", "ungrounded"),
        ("HAT235 and HAT298, one in business, one in economy: $481.", "$481", "ungrounded"),
        ("HAT235 and HAT298 in business: $1,200.", "$1,200", "ungrounded"),
        ("Seats on HAT235 and HAT182: $35.", "$35", "ungrounded"),
        ("It comes to (350 + 499) + (125 + 131) = $1,105.", "$1,105", "computed"),
        ("I would take $98 of the $498 paid, leaving $400.", "$400", "ungrounded"),
        ("I would take $122 of it, leaving $376.", "$376", "computed"),
    ],
)
def test_what_is_named_is_added_up(text: str, amount: str, expected: str) -> None:
    assert status(text)[amount] == expected


def test_the_items_of_a_list_by_what_their_lines_end_with() -> None:
    text = "All of it:\n- Camera: $122 → $350\n- Lamp: $127 → $226\n- Bag stays $499\nNew total: $1,075"
    assert status(text)["$1,075"] == "computed"
    assert status(text.replace("1,075", "1,076"))["$1,076"] == "unsettled"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Send it to the address that's already on file.", "grounded"),
        ("Send it to the address you already have.", "grounded"),
        ("Send it to my default NYC address.", "grounded"),
        ("Send it to my address.", "ungrounded"),
    ],
)
def test_a_customer_may_say_that_an_address_is_on_file(said: str, expected: str) -> None:
    assert status("I will use your address on file.", said)["address on file"] == expected
