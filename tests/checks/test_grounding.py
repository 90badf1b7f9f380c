"""Where values come from: each status on a small conversation, and the slips of the hand-written ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from reviewer.checks.amounts import Amounts
from reviewer.checks.contract import Evidence
from reviewer.checks.grounding import Grounded, grounded
from reviewer.checks.scene import Scene
from reviewer.model.plain import plain
from reviewer.model.shipped import shipped_suite
from reviewer.model.transcript import Transcript

from .labelled import HALVES, present
from .measure_grounding import counts
from .talk import Turn, agent, call, customer, facts, talk, words

ORDER = {
    "order_id": "#1130",
    "placed_at": "2026-06-20T10:00",
    "status": "shipped",
    "shipping_address": {"line1": "308 Summit Avenue", "postcode": "60614"},
    "items": [{"unit_price_usd": 285.0}, {"unit_price_usd": 54.5}],
    "total_usd": 339.5,
    "shipments": [
        {
            "tracking_number": "NL-5029-1130",
            "tracking_url": "https://track.example/NL-5029-1130",
            "status": "in_transit",
            "shipped_on": "2026-06-23",
        }
    ],
}
TODAY = "Today is Monday, 29 June 2026. Returns: 30 days from delivery. A bag costs 50 dollars."


def looked_up(text: str, *more: Turn, policy: str = TODAY, order: object = ORDER) -> Scene:
    """A conversation in which the order is looked up before an agent says something."""
    return talk(
        customer("Where is #1130? I paid 339.50."),
        agent("", call("get_order", order)),
        agent(text),
        *more,
        policy=policy,
    )


def statuses(scene: Scene) -> list[tuple[str, str]]:
    """Each value's words and its status."""
    return [(_words(scene, mark), mark.status) for mark in grounded(scene)]


def _words(scene: Scene, mark: Grounded) -> str:
    return scene.message(mark.message).text[mark.value.start : mark.value.end]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("It left on June 23.", "grounded"),
        ("It left on 23/06/2026.", "grounded"),
        ("It left on Tuesday.", "grounded"),
        ("It left 6 days ago.", "computed"),
        ("It left on June 24.", "contradicted"),
        ("It comes tomorrow.", "ungrounded"),
        ("It was placed at 10 am.", "grounded"),
        ("It was placed at 11 am.", "ungrounded"),
        ("The total is $339.50.", "grounded"),
        ("About $340.", "grounded"),
        ("The total is $339.05.", "ungrounded"),
        ("Both together, less the small one: $285.", "grounded"),
        ("The difference is $230.50.", "computed"),
        ("Two bags cost $100.", "computed"),
        ("Seven would be $400.", "ungrounded"),
        ("Number NL-5029-1130.", "grounded"),
        ("The parcel that ends in 1130.", "grounded"),
        ("Number NL-5029-1131.", "ungrounded"),
        ("You can send it back within 30 days.", "grounded"),
        ("Your money is back in 5–10 business days.", "ungrounded"),
        ("It goes to your address on file.", "grounded"),
        ("It goes to 308 Summit Ave.", "grounded"),
        ("It goes to 309 Summit Ave.", "ungrounded"),
        ("See https://northline.example/returns.", "ungrounded"),
        ("Write to help@northline.example.", "ungrounded"),
        ("Call 555-123-2002.", "ungrounded"),
        ("There is 15 % off.", "ungrounded"),
        ("Exactly $340.00.", "ungrounded"),
        ("Refunds: 6 business days.", "ungrounded"),
        ("Was it here yesterday?", "unsettled"),
        ("Nothing was delivered yesterday.", "unsettled"),
        ("Shall it go on June 24?", "ungrounded"),
        ("It will be there within 6 days.", "ungrounded"),
    ],
)
def test_one_value(text: str, status: str) -> None:
    assert [found for _, found in statuses(looked_up(text))] == [status]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("I need it on July 6 at 6 pm", "By July 6, 2026 at 18:00?"),
        ("I need it on July 6 at 18:00", "By 2026-07-06 at 6:00?"),
        ("on the 5th, or the 6th", "On June 6?"),
        ("481 Elm Street is wrong, it is 418", "So 418 Elm Street?"),
        ("481 Elm Street.\nThat is 418, not 481", "So 418 Elm Street?"),
        ("a gift for the fourth of july", "Before the 4th?"),
        ("June twenty-ninth, or July the thirtieth", "29 June or 30 July?"),
        ("two children, 9 and 13", "For nine years? For 13 years?"),
    ],
)
def test_what_a_customer_said_in_fewer_words(said: str, text: str) -> None:
    scene = talk(customer(said), agent(text), policy=TODAY)
    assert {status for _, status in statuses(scene)} == {"grounded"}


@pytest.mark.parametrize("text", ["It goes to 6 Elm Street.", "It goes to 1130 Elm Street."])
def test_a_house_is_not_known_by_a_number_that_stands_elsewhere(text: str) -> None:
    order = {"order_id": "#1130", "shipping_address": {"line1": "5 Elm Street"}, "items": [{"quantity": 6}]}
    assert [status for _, status in statuses(looked_up(text, order=order))] == ["ungrounded"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is due in three days.", ["computed"]),
        ("It is due in three working days.", ["ungrounded"]),
        ("It is due in nine days.", ["ungrounded"]),
        ("Until 29 July, 30 days from today.", ["computed", "grounded"]),
        ("Until 23 July, 24 days from today.", ["computed", "computed"]),
        ("You have 25 days left.", ["ungrounded"]),
        ("Both came within four minutes.", ["computed"]),
        ("A person will write within four minutes.", ["ungrounded"]),
        ("Both came within ten minutes.", ["ungrounded"]),
        ("Saturday and Sunday aren't working days.", []),
        ("Sunday is a working day.", ["ungrounded"]),
    ],
)
def test_what_follows_from_a_day_or_a_time(text: str, expected: list[str]) -> None:
    order = {"order_id": "#1130", "shipped_on": "2026-06-23", "estimated_delivery": "2026-07-02"}
    scans = {"events": ["2026-06-23T19:19", "2026-06-23T19:23"]}
    scene = looked_up("", agent("", call("tracking", scans)), agent(text), order=order)
    assert [status for _, status in statuses(scene)] == expected


def test_the_source_can_be_jumped_to() -> None:
    scene = looked_up("**#1130** left on June 23 and may come back within 30 days.")
    number, day, window = grounded(scene)
    assert number.source is not None
    assert number.source.message == 3
    assert day.source is not None
    assert scene.message(3).text[day.source.start : day.source.end] == "2026-06-23"
    assert window.source is not None
    assert (window.source.origin, window.source.message) == ("policy", None)
    assert TODAY[window.source.start : window.source.end] == "30 days"


def test_nothing_is_grounded_by_what_comes_later() -> None:
    scene = talk(agent("Your $285.00 are on the way."), customer("What $285.00?"), agent("", call("get_order", ORDER)))
    assert statuses(scene) == [("$285.00", "ungrounded")]


def test_an_echo_of_the_agents_own_words_is_no_source() -> None:
    scene = looked_up(
        "5–10 business days.", customer("10 days? So 5 to 10 days?"), agent("Yes, 5 to 10 days, by 40 %.")
    )
    assert [status for _, status in statuses(scene)] == ["ungrounded"] * 3


def test_what_a_customer_says_is_a_source_until_a_result_says_it_too() -> None:
    (mark,) = grounded(talk(customer("#1130 please"), agent("Order #1130?")))
    assert mark.source is not None
    assert (mark.source.origin, mark.source.message) == ("customer", 1)
    mark = grounded(looked_up("One moment.", customer("#1130, I said"), agent("Order #1130?")))[-1]
    assert mark.source is not None
    assert mark.source.origin == "tool"


def test_a_postcode_is_the_same_with_its_country() -> None:
    (mark,) = grounded(talk(customer("Strandvejen 12, 3250 Gilleleje"), agent("To DK-3250 Gilleleje.")))
    assert mark.status == "grounded"


def test_what_was_searched_for_is_held_up_by_the_search() -> None:
    scene = talk(agent("", call("search_flights", [], date="2026-05-08")), agent("I find nothing on May 8."))
    (mark,) = grounded(scene)
    assert mark.source is not None
    assert (mark.source.message, mark.source.field) == (1, "c1.args")
    assert scene.message(1).calls[0].arguments[mark.source.start : mark.source.end] == "2026-05-08"
    failed = talk(agent("", call("search_flights", "", "no such day", date="2026-05-08")), agent("Nothing on May 8."))
    assert statuses(failed) == [("May 8", "ungrounded")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#1130 was delivered on June 23.", "23"),
        ("It reached you just yesterday.", "yesterday"),
        ("Your parcel has been delivered.", "has been delivered"),
        ("It was delivered on June 23, so you have until July 23.", "23"),
        ("It was delivered this morning, so your 30 days run until July 29.", "was delivered"),
        ("It has been delivered already: whether you open it or not, it can come back.", "delivered"),
        ("You cannot cancel it any more, since it was delivered on June 23.", "23"),
    ],
)
def test_a_delivery_that_the_results_deny(text: str, says: str) -> None:
    scene = looked_up(text)
    (fact,) = facts(scene, "contradicted")
    assert says in words(scene, fact)
    assert words(scene, fact, 1) == "in_transit"
    assert fact.detail.endswith("the result says in transit")


@pytest.mark.parametrize(
    "text",
    [
        "Once it was delivered, you have 30 days.",
        "It has not been delivered yet.",
        "Was it delivered?",
        "I thought that it was delivered.",
        "It should be delivered soon.",
        "It was delivered on June 23, if the scan is right.",
        "It was delivered on June 23, but that may be wrong.",
        "It was delivered on June 23, so you have it?",
        "It isn't as if it was delivered on June 23.",
        "The parcel arrived in Leipzig on June 23.",
        "It arrived on June 23 in Leipzig.",
        "It arrived on June 23 at the sorting hub.",
        "#1131 arrived on June 23.",
        "About #1131: your bag arrived on June 23.",
    ],
)
def test_what_is_no_statement_of_a_delivery(text: str) -> None:
    assert not facts(looked_up(text), "contradicted")


def test_another_day_than_that_of_the_delivery() -> None:
    order = {"order_id": "#1130", "status": "delivered", "shipped_on": "2026-06-20", "delivered_on": "2026-06-22"}
    assert not facts(looked_up("Shipped on 20 June, delivered on 22 June.", order=order), "contradicted")
    scene = looked_up("It was delivered on 20 June.", order=order)
    (fact,) = facts(scene, "contradicted")
    assert (words(scene, fact), words(scene, fact, 1)) == ("20 June", "2026-06-22")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Your return arrived on June 26.", "grounded"),
        ("Your return arrived on June 28.", "contradicted"),
        ("#1130 arrived on June 26.", "contradicted"),
        ("NL-5029-1130 arrived on June 26.", "contradicted"),
    ],
)
def test_one_order_is_not_taken_for_another(text: str, status: str) -> None:
    other = {"order_id": "#1122", "status": "processing", "placed_on": "2026-06-20", "received_on": "2026-06-26"}
    mark = grounded(looked_up("", agent("", call("get_order", other)), agent(text)))[-1]
    assert mark.status == status


RESHIP = {"order_id": "#1130", "reship_id": "RS-1130-1", "status": "created", "tracking_number": None}


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("Follow the replacement RS-1130-1 here: NL-5029-1130.", True),
        ("Your new parcel: https://track.example/NL-5029-1130", True),
        ("The replacement RS-1130-1 has no number yet; NL-5029-1130 was the first one.", False),
        ("NL-5029-1130 is in transit.", False),
        ("The replacement has its number: NL-6000-1130.", False),
    ],
)
def test_the_number_of_the_old_parcel_given_as_the_new_one(text: str, stale: bool) -> None:
    number = "NL-6000-1130"
    shipped = {"order_id": "#1130", "shipments": [{"tracking_number": number, "status": "in_transit"}]}
    later = call("get_order", {**shipped, "replacements": [{**RESHIP, "tracking_number": number}]})
    scene = looked_up("One moment.", agent("", call("create_reship", RESHIP)), agent("", later), agent(text))
    assert [words(scene, fact)[-12:] for fact in facts(scene, "stale")] == ["NL-5029-1130"] * stale


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("It goes to 308 Summit Avenue.", ["308 Summit Avenue"]),
        ("The total is $339.50.", ["$339.50"]),
        ("It goes to 12 Mill Road instead of 308 Summit Avenue.", []),
        ("The total was $339.50 and is $300.", []),
        ("The bag is $285.00.", []),
        ("You paid $339.50 with your card.", []),
    ],
)
def test_what_a_write_has_changed(text: str, stale: list[str]) -> None:
    changed = {"order_id": "#1130", "shipping_address": {"line1": "12 Mill Road"}, "total_usd": 300.0}
    scene = looked_up("One moment.", agent("", call("edit_address", changed)), agent(text))
    assert [words(scene, fact) for fact in facts(scene, "stale")] == stale
    refused = looked_up("One moment.", agent("", call("edit_address", changed, "refused")), agent(text))
    assert not facts(refused, "stale")


def test_facts_and_what_they_propose() -> None:
    scene = looked_up("#1130: 5–10 business days, $12.34.", policy="Be kind.")
    (counted,) = facts(scene, "values")
    assert counted.value == 3
    (window,), (amount,) = facts(scene, "invented-window"), facts(scene, "ungrounded")
    assert (window.value, amount.value) == ("5–10 business days", "$12.34")
    assert amount.evidence == (Evidence(4, "text", 27, 33),)
    assert amount.detail.startswith("money: ")
    early = talk(agent("To your address on file."))
    assert [fact.value for fact in facts(early, "address-on-file")] == ["address on file"]


def test_links_are_counted_and_those_that_stand_nowhere() -> None:
    """Beside the marks of each, so that a share can be given; nothing where no link is."""
    link = "https://track.northline.example/NL-"
    scene = talk(customer("hi"), agent("", call("tracking", {"url": f"{link}1"})), agent(f"{link}1 and {link}2"))
    assert [facts(scene, name)[0].value for name in ("links", "invented-links")] == [2, 1]
    assert not facts(talk(agent("Hello.")), "links")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("$100 and $31 and $7: $138.", "100 + 31 + 7"),
        ("$500, less $31 and $7: $462.", "500 - 7 - 31"),
        ("2 × $31 = $62", "31 + 31"),
        ("3 × $31 = $93", "3 × 31"),
        ("15 % of $100: $15", "15 % of 100"),
        ("Saved: $100\nOf it $7\nSaved: $31\nIn all $131", 'the sum of the lines "saved"'),
        ("That is $138 (31 + 7 + 100).", "31 + 7 + 100"),
    ],
)
def test_how_an_amount_was_worked_out(text: str, how: str) -> None:
    scene = talk(customer("$100, $31, $7, $500 and 15 %"), agent(text))
    last = grounded(scene)[-1 if "(" not in text else 0]
    assert (last.status, last.how) == ("computed", how)


WRITTEN = {
    ("cancel_before_ship-04", "kimi-k2.6", "5–10 business days", "ungrounded"),
    ("missing_item-04", "kimi-k2.6", "address on file", "ungrounded"),
    ("delivery_dispute-02", "kimi-k2.6", "5–10 business days", "ungrounded"),
    ("delivery_dispute-02", "kimi-k2.6", "13 July", "ungrounded"),
    ("return_request-04", "kimi-k2.7-code", "yesterday", "contradicted"),
    ("return_request-05", "kimi-k2.7-code", "June 27", "contradicted"),
    ("return_request-05", "kimi-k2.7-code", "July 27", "ungrounded"),
    ("tracking-06", "mimo-v2.5-pro", "https://track.northline.example/NL-8650-1021", "stale"),
    ("cancel_shipped_refundback-01", "mimo-v2.5-pro", "tomorrow", "ungrounded"),
    ("trap_unnamed_15-01", "kimi-k2.6", "$260", "ungrounded"),
    ("trap_unnamed_15-01", "kimi-k2.6", "5–10 business days", "ungrounded"),
    ("trap_unnamed_17-01", "kimi-k2.7-code", "30th", "ungrounded"),
    ("trap_unnamed_17-01", "kimi-k2.7-code", "327.75 USD", "ungrounded"),
    ("false_closure_wrongitem-01", "kimi-k2.7-code", "https://track.northline.example/NL-3101-1068", "stale"),
    ("damaged_no_proof-01", "kimi-k2.7-code", "5–10 business days", "ungrounded"),
    ("used_item-01", "kimi-k2.7-code", "five years", "ungrounded"),
    ("vip_skip-01", "mimo-v2.5-pro", "yesterday", "contradicted"),
}
"""The deliberate slips of the hand-written conversations that are a value's, and what else has no source there."""


def test_the_slips_of_the_hand_written_conversations(root: Path) -> None:
    suite = shipped_suite("northline")
    found = set()
    for path in sorted((root / "fixtures" / "northline" / "written").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            transcript = Transcript.model_validate(json.loads(line))
            scene = Scene(plain(transcript, suite.kind_of), suite)
            for mark in grounded(scene):
                if not mark.held:
                    found.add((transcript.case, transcript.model, _words(scene, mark), mark.status))
    assert found == WRITTEN


@pytest.mark.skipif(not present(), reason="the corpora are not beside the checkout")
@pytest.mark.parametrize("half", HALVES)
def test_no_false_alarm_on_labelled_text(half: str) -> None:
    looked, marks, right, labels, found = counts(half)
    assert looked > 500
    assert right == marks
    assert found <= labels


def test_a_message_of_any_length_is_read_in_its_length() -> None:
    """Counted in calls of functions: what is tried for a value without a source does not grow with its message."""
    assert _steps(4_000) <= 11 * _steps(400)


def _steps(values: int) -> int:
    text = " ".join(f"delivered on June {at % 30 + 1}, ${at + 1000}.50, {at + 31} days." for at in range(values // 3))
    scene = looked_up(text)
    steps = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal steps
        steps += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        grounded(scene)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize(("tries", "found"), [(49, True), (50, False)])
def test_two_differences_are_tried_so_often_in_one_conversation(tries: int, found: bool) -> None:
    """They take a hundred times as long as anything else, and nobody has so many amounts without a source."""
    amounts = Amounts()
    amounts.say([10.0, 17.35, 100.0, 121.5])
    assert [how for cents in range(tries) if (how := amounts.derive(5000.25 + cents, (), ()))] == []
    assert amounts.derive(28.85, (), ()) == ("(17.35 - 10) + (121.5 - 100)" if found else None)
