"""The desk's tools: every result comes from the store, and one conversation's writes are its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.shipped import shipped_suite
from tests.northline.desk import Desk, store

SUITE = shipped_suite("northline")
TOOLS = [tool.name for tool in SUITE.tools]
ORDERS: dict[str, dict[str, Any]] = {order["order_id"]: order for order in store()["orders"]}


def order_of(case: str) -> str:
    """The first order of a case."""
    found = SUITE.case(case)
    assert found
    return found.orders[0]


def test_every_tool_answers() -> None:
    """Each tool of the suite has an answer, and no others are known."""
    desk = Desk()
    for tool in TOOLS:
        assert desk.call(tool, {})["error"] == "invalid_arguments", tool
    assert desk.call("send_flowers", {})["error"] == "unknown_tool"


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.id)
def test_what_is_expected_can_be_done(case: Any) -> None:
    """The right handling's calls succeed, one after the other, on the store as it is."""
    desk = Desk()
    results = [desk.call(call.tool, call.arguments) for call in case.expected.calls]
    assert [result for result in results if "error" in result] == []


@pytest.mark.parametrize("order_id", ORDERS)
def test_reads_agree_with_each_other(order_id: str) -> None:
    """What one tool says of an order, the others say too."""
    desk = Desk()
    status = desk.call("order_status", {"order_id": order_id.strip("#")})
    items = desk.call("order_items", {"order_id": order_id})
    assert status["order_id"] == items["order_id"] == order_id
    goods = sum(item["quantity"] * item["unit_price_usd"] for item in items["items"])
    off = sum(discount["amount_usd"] for discount in items["discounts"])
    assert status["total_usd"] == items["total_usd"] == pytest.approx(goods + items["shipping_usd"] - off)
    recent = desk.call("recent_orders", {"email": status["customer_email"].upper(), "limit": 20})["orders"]
    assert {"order_id": order_id, "status": status["status"]}.items() <= next(
        order for order in recent if order["order_id"] == order_id
    ).items()
    assert [order["placed_at"] for order in recent] == sorted((order["placed_at"] for order in recent), reverse=True)
    for shipment in status["shipments"]:
        seen = desk.call("tracking", {"tracking_number": shipment["tracking_number"].lower()})
        assert (seen["order_id"], seen["status"], seen["carrier"]) == (
            order_id,
            shipment["status"],
            shipment["carrier"],
        )
        assert seen.get("delivered_on") == shipment.get("delivered_on")
    profile = desk.call("customer_profile", {"email": status["customer_email"]})
    assert profile["orders"] == len(recent)


def test_a_cancellation() -> None:
    """The order is cancelled with all of its money, once; another conversation still has it."""
    desk = Desk()
    done = desk.call("cancel_order", {"order_id": "#1130", "reason": "found another"})
    total = ORDERS["#1130"]["total_usd"]
    assert done["status"] == "cancelled"
    assert done["refund"]["amount_usd"] == total
    assert desk.call("order_status", {"order_id": "1130"})["status"] == "cancelled"
    assert desk.call("cancel_order", {"order_id": "#1130", "reason": "again"})["error"] == "not_processing"
    assert desk.call("create_refund", {"order_id": "#1130", "amount_usd": 1, "reason": "more"})["error"] == (
        "amount_too_high"
    )
    assert Desk().call("order_status", {"order_id": "#1130"})["status"] == "processing"


def test_shipped_is_refused() -> None:
    """What has left cannot be cancelled, changed, re-addressed or discounted."""
    desk = Desk()
    address = ORDERS["#1133"]["address"]
    for tool, arguments in (
        ("cancel_order", {"reason": "late"}),
        ("edit_address", {"address": address}),
        ("edit_line_item", {"line": 1, "quantity": 2}),
        ("apply_discount", {"code": "JUNE15"}),
    ):
        refused = desk.call(tool, {"order_id": "#1133", **arguments})
        assert refused["error"] == "not_processing", tool
        assert refused["message"].startswith("#1133 is shipped")


def test_a_reship_has_no_number_yet() -> None:
    """A replacement is created without a tracking number; the old parcel's stays what it was."""
    desk = Desk()
    order_id = order_of("damaged_item-01")
    before = desk.call("order_status", {"order_id": order_id})
    made = desk.call(
        "create_reship", {"order_id": order_id, "items": [{"variant_id": "FJC-36-MOS", "quantity": 1}], "reason": "x"}
    )
    after = desk.call("order_status", {"order_id": order_id})
    assert made["tracking_number"] is None
    assert made["reship_id"] == f"RS-{order_id[1:]}-1"
    assert made["items"][0]["title"] == "Fjell Carry-On 36"
    assert after["shipments"] == before["shipments"]
    assert [one["reship_id"] for one in after["replacements"]] == [made["reship_id"]]
    sold_out = {"order_id": order_id, "items": [{"variant_id": "BRB-28-RST", "quantity": 1}], "reason": "x"}
    assert desk.call("create_reship", sold_out)["error"] == "out_of_stock"


def test_results_are_the_caller_s() -> None:
    """What is done to a result changes neither the desk nor the store."""
    desk = Desk()
    desk.call("order_status", {"order_id": "#1133"})["shipments"].clear()
    desk.call("tracking", {"tracking_number": ORDERS["#1133"]["shipments"][0]})["events"].clear()
    assert desk.call("order_status", {"order_id": "#1133"})["shipments"]
    assert desk.call("tracking", {"tracking_number": ORDERS["#1133"]["shipments"][0]})["events"]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("order_status", {"order_id": 1130}, "order_id must be of type string."),
        ("edit_line_item", {"order_id": "#1130", "line": True}, "line must be of type integer."),
        ("edit_line_item", {"order_id": "#1130", "line": 1, "quantity": -1}, "quantity is out of range."),
        ("create_refund", {"order_id": "#1130", "amount_usd": 0, "reason": "r"}, "amount_usd is out of range."),
        ("create_reship", {"order_id": "#1130", "items": [], "reason": "r"}, "items is empty."),
        ("create_reship", {"order_id": "#1130", "items": [{}], "reason": "r"}, "items[0].variant_id is missing."),
        ("edit_address", {"order_id": "#1130", "address": {"zip": "1"}}, "address.name is missing."),
        ("cancel_order", {"order_id": "#1130", "reason": "r", "force": True}, "force is unknown."),
    ],
)
def test_arguments_are_checked(tool: str, arguments: dict[str, Any], message: str) -> None:
    """A call that does not fit its schema is refused with the argument's name."""
    assert Desk().call(tool, arguments) == {"error": "invalid_arguments", "message": message}


def test_lines_and_codes() -> None:
    """A changed line changes the total; a percentage is taken anew; a second code goes through, the rules forbid it."""
    desk = Desk()
    order_id = order_of("trap_unnamed_17-01")
    before = desk.call("order_items", {"order_id": order_id})
    wrapped = desk.call("edit_line_item", {"order_id": order_id, "line": 4, "variant_id": "GFT-WRAP"})
    assert wrapped["difference_usd"] == pytest.approx(8 * 0.9)
    assert wrapped["total_usd"] == pytest.approx(before["total_usd"] + 7.2)
    assert desk.call("edit_line_item", {"order_id": order_id, "line": 9, "quantity": 1})["error"] == "no_such_line"
    assert desk.call("apply_discount", {"order_id": order_id, "code": "june15"})["code"] == "JUNE15"
    assert SUITE.forbidden("trap_unnamed_17-01", "apply_discount", {"order_id": order_id, "code": "june15"})


@pytest.mark.parametrize(
    ("case", "code", "error"),
    [
        ("promo_not_applied-01", "SUMMER20", "expired"),
        ("promo_not_applied-02", "WELCOME10", "not_first_order"),
        ("promo_not_applied-03", "NORTHPRO40", "unknown_code"),
        ("promo_not_applied-04", "TRIP50", "below_minimum"),
        ("promo_not_applied-06", "JUNE15", "not_processing"),
        ("bundle_rec-04", "WEEKEND", "incomplete_set"),
    ],
)
def test_codes_that_do_not_apply(case: str, code: str, error: str) -> None:
    """The promo tickets are as their briefs say."""
    assert Desk().call("apply_discount", {"order_id": order_of(case), "code": code})["error"] == error


def test_a_backorder_ends_with_another_colour() -> None:
    """An order no longer waits for a variant that is not on it."""
    desk = Desk()
    order_id = order_of("wismo_unfulfilled-01")
    assert desk.call("order_status", {"order_id": order_id})["backorder"]["expected_on"] == "2026-07-20"
    desk.call("edit_line_item", {"order_id": order_id, "line": 1, "variant_id": "BRB-28-MOS"})
    assert "backorder" not in desk.call("order_status", {"order_id": order_id})


def test_strangers_are_not_found() -> None:
    """Who writes about somebody else's order is no customer."""
    writers = [case.writes_from for case in SUITE.cases if case.writes_from]
    assert len(writers) == 4
    for email in writers:
        assert Desk().call("customer_profile", {"email": email})["error"] == "not_found"


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("price match", "KB-17"),
        ("how do I return something, is there a portal", "KB-05"),
        ("gift wrap", "KB-13"),
        ("set for a long flight", "KB-12"),
        ("delivered but not received", "KB-04"),
        ("used backpack return", "KB-07"),
        ("promo code", "KB-11"),
        ("rail jacket sizes", "PR-RLJ"),
        ("warranty for a broken wheel", "KB-08"),
    ],
)
def test_articles_are_found(query: str, article: str) -> None:
    """The article that a person would want comes among the three, whatever the case of the letters."""
    found = Desk().call("kb_search", {"query": query.upper()})["articles"]
    assert article in [one["article_id"] for one in found]
    assert len(found) <= 3


def test_nothing_found() -> None:
    """A query without a telling word finds nothing."""
    assert Desk().call("kb_search", {"query": "what is it"})["articles"] == []


def test_tickets_count() -> None:
    """Each handover of a conversation has a number of its own."""
    desk = Desk()
    assert desk.call("handover_to_human", {"reason": "r", "order_id": "1130"})["ticket"] == "HO-1130-1"
    assert desk.call("handover_to_human", {"reason": "r"})["ticket"] == "HO-0000-2"


ARGUMENTS = st.dictionaries(
    st.sampled_from(
        ["order_id", "email", "items", "amount_usd", "address", "line", "variant_id", "code", "reason", "x"]
    ),
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats()
    | st.sampled_from(["#1130", "#1133", "FJC-36-MOS", "JUNE15", "nobody@example.com", ""])
    | st.lists(
        st.dictionaries(st.sampled_from(["variant_id", "quantity"]), st.integers() | st.text(max_size=3)), max_size=2
    )
    | st.dictionaries(st.sampled_from(["name", "line1", "city"]), st.text(max_size=3)),
    max_size=5,
)


@given(st.sampled_from(TOOLS), ARGUMENTS)
def test_any_call_has_an_answer(tool: str, arguments: dict[str, Any]) -> None:
    """An agent may write anything into a call: it gets a result or an error with a sentence."""
    result = Desk().call(tool, arguments)
    assert ("error" in result) is ("message" in result)
