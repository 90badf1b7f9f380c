"""The guess of what a tool does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.model.tools import defined_kinds, guess_kind

REAL = {
    "read": """
        calculate can_send_mms check_apn_settings check_app_permissions check_app_status
        check_data_restriction_status check_installed_apps check_network_mode_preference
        check_network_status check_payment_request check_sim_status check_status_bar
        check_vpn_status check_wifi_calling_status check_wifi_status find_user_id_by_email
        find_user_id_by_name_zip get_bills_for_customer get_customer_by_id get_customer_by_name
        get_customer_by_phone get_data_usage get_details_by_id get_flight_status get_order_details
        get_product_details get_reservation_details get_user_details list_all_airports
        list_all_product_types run_speed_test search_direct_flight search_onestop_flight think
    """,
    "write": """
        book_reservation cancel_pending_order cancel_reservation disable_roaming disconnect_vpn
        enable_roaming exchange_delivered_order_items grant_app_permission make_payment
        modify_pending_order_address modify_pending_order_items modify_pending_order_payment
        modify_user_address reboot_device refuel_data reseat_sim_card reset_apn_settings resume_line
        return_delivered_order_items send_certificate send_payment_request
        set_network_mode_preference suspend_line toggle_airplane_mode toggle_data
        toggle_data_saver_mode toggle_roaming toggle_wifi_calling update_reservation_baggages
        update_reservation_flights update_reservation_passengers
    """,
    "handover": """
        transfer_to_human_agents
    """,
}
"""The tools of τ-bench and τ²-bench, agents' and customers'."""


@pytest.mark.parametrize("kind", REAL)
def test_the_tools_of_real_suites(kind: str) -> None:
    """Each by its name alone."""
    assert {name: guess_kind(name) for name in REAL[kind].split()} == dict.fromkeys(REAL[kind].split(), kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("escalate", "handover"),
        ("escalateToSupervisor", "handover"),
        ("hand_off", "handover"),
        ("transfer_call", "handover"),
        ("transfer_funds", "write"),
        ("transfer_ticket_to_agent", "handover"),
        ("search_kb", "kb"),
        ("kb-search", "kb"),
        ("getPolicy", "kb"),
        ("lookup_faq", "kb"),
        ("update_article", "write"),
        ("order_status", "read"),
        ("create_reship", "write"),
        ("getOrderHistory", "read"),
        ("get_return_status", "read"),
        ("verify_identity", "read"),
        ("HTTPGet", "read"),
        ("frobnicate", "write"),
        ("bash", "write"),
        ("", "read"),
        ("查询", "write"),
    ],
)
def test_other_names(name: str, kind: str) -> None:
    """However the words are joined; what nobody recognises counts as acting, and no name as no tool."""
    assert guess_kind(name) == kind


def test_no_tool_of_the_corpora_was_left_out(shared: Path) -> None:
    """The names above are those of the real files."""
    seen = set()
    for path in (shared / "corpora" / "tau2-bench").glob("*.json"):
        for simulation in json.loads(path.read_bytes())["simulations"]:
            for message in simulation["messages"]:
                seen |= {call["name"] for call in message.get("tool_calls") or ()}
    named = {name for names in REAL.values() for name in names.split()}
    assert {name for name in seen - named if guess_kind(name) == "write"} <= {"done"}


def test_what_definitions_say_of_themselves() -> None:
    """A `kind` beside either form of a definition counts; other words and odd shapes do not."""
    definitions = [
        {"type": "function", "kind": "read", "function": {"name": "order_items"}},
        {"name": "ping", "kind": "kb"},
        {"name": "pong", "kind": "sideways"},
        {"kind": "write"},
        {"function": "text", "kind": "write"},
    ]
    assert defined_kinds(json.dumps(definitions)) == {"order_items": "read", "ping": "kb"}
