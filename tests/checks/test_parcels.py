"""What is said of a parcel, held against what the results say of it."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.checks.scene import Scene

from .talk import Turn, agent, call, customer, facts, talk, words

TODAY = "Today is Monday, 29 June 2026."
DAYS = {"shipped_on": "2026-06-23", "estimated_delivery": "2026-07-02"}


def told(text: str, status: str, *between: Turn, **more: Any) -> Scene:
    """A conversation in which an agent looks an order up whose parcel has this status, and then says something."""
    sent = status not in ("processing", "cancelled")
    parcel = {"tracking_number": "NL-5029-1133", "status": status, **DAYS, **more}
    order = {
        "order_id": "#1133",
        "status": "shipped" if sent and status != "delivered" else status,
        "shipments": [parcel] if sent else [],
    }
    asked = customer("Where is #1133? I thought June 24, and the page says July 4.")
    return talk(asked, agent("", call("get_order", order)), *between, agent(text), policy=TODAY)


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        ("in_transit", "Your package is currently out for delivery.", "is currently out for delivery"),
        ("in_transit", "Your order is still processing.", "is still processing"),
        ("in_transit", "Your order has not shipped.", "has not shipped"),
        ("in_transit", "Your parcel has been dropped off at your address.", "has been dropped off at your address"),
        ("in_transit", "Thank you. DHL handed it over on 27 June.", "27 June"),
        ("in_transit", "No claims in twelve months, and the parcel came only yesterday.", "yesterday"),
        ("delivered", "It has not been delivered yet.", "has not been delivered yet"),
        ("delivered", "#1133 is still on its way.", "is still on its way"),
        ("cancelled", "Your order is being prepared for shipping.", "is being prepared for shipping"),
        ("cancelled", "The parcel is still in transit.", "is still in transit"),
        ("processing", "Your order is out for delivery.", "is out for delivery"),
        ("processing", "It has shipped.", "has shipped"),
        ("processing", "It's on its way to you!", "'s on its way"),
        ("in_transit", "The estimate is 2026-07-09.", "2026-07-09"),
        ("in_transit", "The estimate is **July 4**.", "July 4"),
        ("in_transit", "UPS estimates it for 5 July.", "5 July"),
        ("in_transit", "Tracking shows delivery on 2026-07-04.", "2026-07-04"),
        ("in_transit", "It left on June 24 (UPS) and reached Minneapolis.", "June 24"),
    ],
)
def test_what_the_results_deny(status: str, text: str, said: str) -> None:
    scene = told(text, status)
    (fact,) = facts(scene, "contradicted")
    assert words(scene, fact) == said
    assert words(scene, fact, 1) in (status, "shipped")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("out_for_delivery", "It is out for delivery."),
        ("processing", "Your order is still processing and has not shipped."),
        ("in_transit", "It has not been delivered yet; it is still in transit."),
        ("in_transit", "It left on June 23, and the estimate is July 2."),
        ("in_transit", "It left Leipzig on June 24."),
        ("in_transit", "The estimate is 1–3 July."),
        ("in_transit", "ETA is 1 to 3 July."),
        ("in_transit", "The estimate was July 4 first."),
        ("in_transit", "The estimate that you see is July 4."),
        ("in_transit", "A wrap is added while an order is processing."),
        ("in_transit", "Your refund is still processing."),
        ("in_transit", "Is it out for delivery?"),
        ("in_transit", "DHL handed it over to customs on 27 June."),
        ("in_transit", "We handed it over on 20 June."),
        ("cancelled", "Your refund for #1133 is on its way."),
        ("cancelled", "24.00 USD for #1133 is on its way to you."),
        ("processing", "It is on its way to a colleague."),
        ("processing", "It's on its way through our system."),
        ("in_transit", "If you look, and the parcel came only yesterday, tell me."),
        ("in_transit", "Nothing was delivered yesterday."),
        ("in_transit", "The return has been dropped off at the shop."),
        ("delivered", "I'm sorry that it has not been delivered yet."),
        ("delivered", "The replacement is still in transit."),
        ("delivered", "It is still on its way back to us."),
        ("delivered", "#1134 has not been delivered yet."),
        ("in_transit", "The estimate is soon."),
    ],
)
def test_what_they_do_not(status: str, text: str) -> None:
    assert not facts(told(text, status), "contradicted")


def test_a_scan_or_a_replacement_may_be_meant() -> None:
    scans = [{"at": "2026-06-28", "event": "Out for delivery"}]
    assert not facts(told("It is out for delivery.", "in_transit", events=scans), "contradicted")
    reship = call("create_reship", {"order_id": "#1133", "reship_id": "RS-1133-1", "status": "created"})
    assert not facts(told("It has not shipped.", "delivered", agent("", reship)), "contradicted")


def test_every_day_that_a_result_gave_is_right() -> None:
    later = {"order_id": "#1133", "tracking_number": "NL-5029-1133", "status": "in_transit"}
    moved = agent("", call("tracking", {**later, "estimated_delivery": "2026-07-03"}))
    for day, found in (("July 2", 0), ("July 3", 0), ("July 4", 1)):
        assert len(facts(told(f"The estimate is {day}.", "in_transit", moved), "contradicted")) == found
