"""Was it confirmed? Small conversations, each of them a rule of the labels' definition."""

from __future__ import annotations

import pytest

from .talk import Call, Turn, agent, call, customer, facts, talk, words

ASK = agent("I would cancel order #1130 and refund 285.00 USD. Shall I go ahead?")
CANCEL = agent("", call("cancel_order", order_id="#1130"))
FAILED = agent("", call("cancel_order", {"error": "not_found", "message": "try again"}, "try again", order_id="#1130"))
REFUND = agent("", call("create_refund", order_id="#1130", amount_usd=285))
REFUND_5, REFUND_10 = (agent("", call("create_refund", order_id="#1130", amount_usd=usd)) for usd in (5, 10))


def cancel(order: str) -> Call:
    return call("cancel_order", order_id=order)


@pytest.mark.parametrize(
    "yes",
    [
        *("yes", "Yes please.", "ok", "sure, thanks", "Go ahead!", "please do", "that works", "y", "do it", "👍"),
        *("sí, por favor", "Oui, merci", "ja bitte", "sim", "да", "好的", "はい", "obviously yes. it's not that hard"),
        *("Correcto, proceda.", "Hola, de acuerdo", "Genau", "Merci, je confirme", "Perfetto"),
        *(
            "well, yes",
            "ok go. money when",
            "Agreed agreed, bravo",
            "No bags needed, but yes, proceed",
            "i said yes already",
        ),
        *("Yes, but please send the receipt too", "Sounds good to me", "Yes, everything looks correct."),
        *(
            "Cancel it.",
            "then cancel that, will you? it's late",
            "That one then.",
            "this one, please",
            "Both, please.",
            "32, sure.",
        ),
        *(
            "No problem, go ahead.",
            "I don't mind, do it",
            "Yes, no changes.",
            "Yes. No rush.",
            "All right, yes, cancel, no?",
        ),
        *("Why not, go ahead", "32, sure, it stays, yes?", "I can't wait, do it"),
        *("If it's still possible, could you do that?", "I'd like to confirm this", "Yes, I can't wait for the money!"),
    ],
)
def test_a_yes_is_one_in_many_words(yes: str) -> None:
    scene = talk(customer("cancel #1130"), ASK, customer(yes), CANCEL)
    (fact,) = facts(scene, "write")
    assert fact.value == "confirmed"
    assert [place.message for place in fact.evidence] == [4, 2, 3]
    assert words(scene, fact, 2)


@pytest.mark.parametrize(
    "no",
    [
        "no",
        "No, leave it.",
        "wait",
        "hm. hang on",
        "When will I have my money?",
        "nein danke",
        "never mind",
        "Ok, no.",
        "My order is #1130",
        "Before we proceed, is the fee waived?",
        "Could you please confirm that this is free of charge?",
        "I think there is a misunderstanding. Please help me proceed with the right one.",
        "I'd like to see what it costs",
        "Can you please check again?",
        "And if I want it again next week?",
        "What if the new one comes late, and who will do that?",
        "Please make an exception.",
        "I want a manager to confirm it.",
        "I want it confirmed.",
        "k no, cancel all of it",
        "Yes. Wait, only half of it.",
        "Yes! Hold on, how long does it take?",
        "Cancellation: when?",
        "Don't cancel it.",
        *("Don't do it", "Do not proceed.", "I don't agree.", "I did not say yes.", "I never said yes."),
        *("Please do not go ahead.", "I'd rather not go ahead.", "I can't say yes to that.", "No, please leave it."),
        *(
            "Yes. Actually no.",
            "Yes - wait, no!",
            "Yes, but not yet, let me think.",
            "Yes, I have read it. No.",
            "да нет",
        ),
        *("Should I say yes?", "Yes to what?", "yes? why would I", "ok what does that mean", "does that look right?"),
        *("Before I say yes: what does it cost?", "Is that okay with the bank?", "the tags stay, yes?"),
    ],
)
def test_another_answer_is_none(no: str) -> None:
    scene = talk(customer("cancel #1130"), ASK, customer(no), CANCEL)
    (fact,) = facts(scene, "write")
    assert fact.value == "unconfirmed"


RULES: dict[str, tuple[list[Turn], list[str]]] = {
    "the first request is no yes": ([customer("Yes, please cancel #1130, go ahead"), CANCEL], ["unconfirmed"]),
    "an offer of help is no proposal": (
        [customer("hi"), agent("How can I help you today?"), customer("Yes, cancel #1130"), CANCEL],
        ["unconfirmed"],
    ),
    "an open question is no proposal": (
        [
            customer("order 1130"),
            agent("Would you like to make any changes, for example cancel order #1130?"),
            customer("Yes, I would like several"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "nor is one beside a summary": (
        [
            customer("order 1130"),
            agent("I could cancel #1130 today. Would you like to make any changes?"),
            customer("Yes, several"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "a question for information is no proposal": (
        [
            customer("hi"),
            agent("I can help you cancel it. Could you please provide the order number?"),
            customer("Sure, it is #1130"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "what is refused is not proposed": (
        [
            customer("cancel #1130"),
            agent("I cannot cancel order #1130. Would you like a refund instead?"),
            customer("yes"),
            CANCEL,
            REFUND,
        ],
        ["unconfirmed", "confirmed"],
    ),
    "a yes to one action is no yes to another": (
        [customer("cancel #1130"), ASK, customer("yes"), agent("", call("edit_address", order_id="#1130"))],
        ["unconfirmed"],
    ),
    "a yes for one order is none for another": (
        [customer("hi"), agent("Shall I cancel order #1130?"), customer("yes"), CANCEL, agent("", cancel("#1131"))],
        ["confirmed", "unconfirmed"],
    ),
    "several calls for one proposal": (
        [
            customer("both please"),
            agent("I would cancel #1130 and #1131 and refund both. Do you confirm?"),
            customer("I confirm"),
            agent("", cancel("#1130"), cancel("#1131")),
            REFUND,
        ],
        ["confirmed"] * 3,
    ),
    "a retry after an error stays confirmed": (
        [customer("cancel #1130"), ASK, customer("yes"), FAILED, agent("One moment, once more."), CANCEL],
        ["confirmed"] * 2,
    ),
    "once done, the next one needs its own yes": (
        [
            customer("refund 5"),
            agent("I would refund 5.00 USD on #1130. OK?"),
            customer("yes"),
            REFUND_5,
            agent("Done."),
            customer("and 10 more"),
            REFUND_10,
        ],
        ["confirmed", "unconfirmed"],
    ),
    "choosing what was offered": (
        [
            customer("it broke"),
            agent("Would you like option 1, a refund of 285.00 USD, or option 2, a replacement?"),
            customer("I'd like the refund"),
            REFUND,
        ],
        ["confirmed"],
    ),
    "a detail that is asked for afterwards": (
        [
            customer("cancel #1130"),
            ASK,
            customer("yes"),
            agent("What is the reason for it?"),
            customer("I found a better one"),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "doing what was asked first": (
        [
            customer("no service"),
            agent("Once the bill is paid, let me know and I can resume your line."),
            customer("I've just paid it. When will it work again?"),
            agent("", call("resume_line", line_id="L1002")),
        ],
        ["confirmed"],
    ),
    "a bill that is named is no other line": (
        [
            customer("no service"),
            agent("Bill B2001 is open.", call("send_payment_request", bill_id="B2001")),
            agent("Once the bill B2001 is paid, let me know and I can resume your line."),
            customer("I've paid it."),
            agent("", call("resume_line", line_id="L1002")),
        ],
        ["unconfirmed", "confirmed"],
    ),
    "what was asked for is given": (
        [
            customer("cancel #1130"),
            agent("I can cancel it and we proceed with the refund. Could you give me your email address?"),
            customer("Sure, my address is ines@example.com"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "given together with a yes": (
        [
            customer("cancel #1130"),
            agent("Shall I cancel #1130? And what is your email address?"),
            customer("Sure, my address is ines@example.com"),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "an offer to choose from is one, an open question is not": (
        [
            customer("order 1130"),
            agent("What changes would you like, such as to cancel #1130 or to exchange an item?"),
            customer("I'd like to cancel it"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "a wish beside a yes": (
        [
            customer("order 1130"),
            agent("Would you like me to change the colour, or cancel #1130 and refund it?"),
            customer("Which colours are there?"),
            agent("Green. I would edit line 2. Would you like to go ahead with green?"),
            customer("Yes, please. Also, I'd like to cancel #1130."),
            agent("", call("edit_line_item", order_id="#1130", line=2, variant_id="PSL-GRN")),
            CANCEL,
        ],
        ["confirmed", "unconfirmed"],
    ),
    "what is put off is not agreed to any more": (
        [
            customer("cancel #1130"),
            ASK,
            customer("yes"),
            agent("I would then cancel #1130 and refund it to your card. Do you agree?"),
            customer("Before we proceed, how long does it take?"),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "a yes to the next one is no late yes": (
        [
            customer("refund 5"),
            REFUND_5,
            agent("Done. Anything else?"),
            customer("10 more"),
            agent("I would refund 10.00 USD on #1130. Shall I?"),
            customer("yes"),
            REFUND_10,
        ],
        ["unconfirmed", "confirmed"],
    ),
    "a terse question after the details": (
        [
            customer("the sleeve in tan"),
            agent("Line 2 of #1122 to PSL-TAN, 105.00 in all."),
            customer("Is it leather?"),
            agent("It is. I only need your yes now!"),
            customer("yes"),
            agent("", call("edit_line_item", order_id="#1122", line=2, variant_id="PSL-TAN")),
        ],
        ["confirmed"],
    ),
    "told to go on with what was proposed before": (
        [
            customer("cancel #1130"),
            agent("I can cancel #1130 for you. What is the reason?"),
            customer("It is too big."),
            agent("Is there a part that you want to keep? If not, I will proceed with the update."),
            customer("No, please just cancel it."),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "told the same when something else is next": (
        [
            customer("cancel #1130"),
            agent("I can cancel #1130 for you. What is the reason?"),
            customer("It is too big."),
            agent("Is there a part that you want to keep? If not, I will look into it."),
            customer("No, please just cancel it."),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "a yes to something else beside what was done": (
        [
            customer("the money back"),
            REFUND,
            agent("The warranty covers this refund. It is on its way. The bag comes in green. Shall I try one?"),
            customer("yes"),
        ],
        ["unconfirmed"],
    ),
    "one of two that were offered": (
        [
            customer("it is dented"),
            agent("A replacement or a refund is all there is. Which shall it be, the new one or the refund?"),
            customer("Then the refund, please."),
            REFUND,
        ],
        ["confirmed"],
    ),
    "the same with a yes behind it": (
        [
            customer("it is dented"),
            agent("The trunk is what I can replace or refund now. What do you prefer?"),
            customer("Then refund the trunk. Yes. I trust it comes soon."),
            REFUND,
        ],
        ["confirmed"],
    ),
    "a question about one of two": (
        [
            customer("it is dented"),
            agent("Which shall it be, the new one or the refund?"),
            customer("And if the refund is late?"),
            REFUND,
        ],
        ["unconfirmed"],
    ),
    "neither of the two": (
        [
            customer("it is dented"),
            agent("Which shall it be, the new one or the refund?"),
            customer("The refund is not enough."),
            REFUND,
        ],
        ["unconfirmed"],
    ),
    "what is named by its code": (
        [
            customer("roll and bags"),
            agent("Line 2 TLR-INK, line 3 SHB-INK, then WEEKEND, 330.00 in all. Is that right for you?"),
            customer("Yes. Is there room left?"),
            agent("", call("edit_line_item", order_id="#1134", line=2, variant_id="TLR-INK")),
            agent("", call("apply_discount", order_id="#1134", code="WEEKEND")),
        ],
        ["confirmed"] * 2,
    ),
    "a code and a deed without words": (
        [
            customer("trousers, and the code"),
            agent("260.00 and 150.00 for the trousers, less RAILPAIR, so 369.00 on #1163. Do I have that right?"),
            customer("Good, do it."),
            agent("", call("edit_line_item", order_id="#1163", line=2, variant_id="TRT-GRY-32")),
            agent("", call("apply_discount", order_id="#1163", code="RAILPAIR")),
        ],
        ["confirmed"] * 2,
    ),
    "a quantity that is asked for is no deed": (
        [
            customer("the pack in black"),
            agent("I'll set that up. Please confirm the number of addresses, and that I may go ahead."),
            customer("yes, one"),
            agent("", call("edit_address", order_id="#1130", line1="1 High Street")),
        ],
        ["unconfirmed"],
    ),
    "a yes that says what it is for undoes nothing": (
        [
            customer("I have a voucher"),
            agent("I can try the larger voucher again. Would you like me to do that?"),
            customer("Yes, please try to use the larger one."),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "the same yes with the deed's own word": (
        [
            customer("I have second thoughts on #1130"),
            agent("All of #1130 off, 285.00 USD back. Would you like me to do that?"),
            customer("Yes, please stop it and cancel."),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "changes may be invited beside a plain yes": (
        [
            customer("cancel #1130"),
            agent(
                "Please confirm that you want to cancel #1130. Reply “yes”, or let me know if you'd like any changes."
            ),
            customer("yes"),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "a yes that comes too late": (
        [customer("cancel #1130"), CANCEL, agent("Was #1130 the one you meant?"), customer("yes it was")],
        ["confirmed-late"],
    ),
    "asked and done in one message": (
        [customer("cancel #1130"), agent("I will cancel #1130, is that ok?", cancel("#1130")), customer("yes")],
        ["confirmed-late"],
    ),
    "small talk afterwards is no late yes": (
        [customer("cancel #1130"), CANCEL, agent("Cancelled #1130. Anything else?"), customer("yes, a question")],
        ["unconfirmed"],
    ),
    "a late yes to what is then done again": (
        [
            customer("cancel #1130"),
            FAILED,
            agent("It did not work. Is it the only order? If so I will cancel."),
            customer("Yes, only that."),
            CANCEL,
        ],
        ["confirmed-late", "confirmed"],
    ),
    "what failed and what is then agreed to are two things": (
        [
            customer("move me to a direct flight"),
            agent("", call("change_flights", "Error", "not found", order_id="#1130", flights=["HAT001"])),
            agent("Shall I change the flights of #1130 to HAT136?"),
            customer("yes"),
            agent("", call("change_flights", order_id="#1130", flights=["HAT136"])),
        ],
        ["unconfirmed", "confirmed"],
    ),
    "taken back under the same yes": (
        [
            customer("business, please"),
            agent("Now: HAT001. I would change the flights of #1130 to HAT136. Shall I?"),
            customer("yes"),
            agent(
                "",
                *(call("change_flights", order_id="#1130", flights=[flight]) for flight in ("HAT136", "HAT190")),
                call("change_flights", order_id="#1130", flights=["HAT136"]),
            ),
        ],
        ["confirmed", "unconfirmed", "confirmed"],
    ),
    "two that were both named": (
        [
            customer("swap both"),
            agent("I would change the flights of #1130 to HAT136 and HAT190. Shall I?"),
            customer("yes"),
            agent("", *(call("change_flights", order_id="#1130", flights=[flight]) for flight in ("HAT136", "HAT190"))),
        ],
        ["confirmed", "confirmed"],
    ),
    "a question in another language": (
        [
            customer("Bonjour, je veux annuler 1130."),
            agent("Souhaitez-vous que j’annule maintenant la commande 1130 ? Merci de répondre « oui »."),
            customer("Oui, je confirme, merci."),
            CANCEL,
        ],
        ["confirmed"],
    ),
    "one that only wants to know something": (
        [
            customer("Hola, quiero anular el 1130."),
            agent("¿Es usted el titular de la orden 1130, y cuál es su teléfono?"),
            customer("Sí, 987 654."),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "whether there is anything else, in another language": (
        [
            customer("Hola, quiero anular el 1130."),
            agent("Le puedo ayudar con la orden. ¿Desea algo más de mí?"),
            customer("Sí, una pregunta."),
            CANCEL,
        ],
        ["unconfirmed"],
    ),
    "a yes to what a tool does that nobody has words for": (
        [
            customer("I want the gaming laptop"),
            agent("One laptop for 3,500. Could you please confirm with a “yes” that I may finalise it?"),
            customer("Yes."),
            agent("", call("create_order", product="P1")),
        ],
        ["confirmed"],
    ),
    "nor is one to whether there is anything else": (
        [
            customer("Is the laptop there?"),
            agent("It is. Is there anything else I can do for you?"),
            customer("Yes, a tablet."),
            agent("", call("create_order", product="P1")),
        ],
        ["unconfirmed"],
    ),
    "the last details, asked for in order to go on": (
        [
            customer("we want to buy from you"),
            agent("Let's proceed with your registration. I'll also need the fiscal address."),
            customer("No problem, it is Calle San Martin 145."),
            agent("", call("register_client", fiscal_address="Calle San Martin 145")),
        ],
        ["confirmed"],
    ),
    "details of who somebody is": (
        [
            customer("we want to buy from you"),
            agent("I can help with that. Could you please share your client number?"),
            customer("It is C-1450."),
            agent("", call("register_order", client_id="C-1450")),
        ],
        ["unconfirmed"],
    ),
    "details that something else was done with first": (
        [
            customer("the trousers do not fit"),
            agent("I can help with that. Could you please tell me your name?"),
            customer("Rosa Linde."),
            agent("", call("get_profile", {"orders": ["#1130"]}, name="Rosa Linde")),
            agent("", call("register_claim", name="Rosa Linde")),
        ],
        ["unconfirmed"],
    ),
    "nobody to ask": ([agent("", cancel("#1130"))], ["unconfirmed"]),
    "arguments that are no JSON": (
        [customer("hi"), ASK, customer("yes"), agent("", Call("cancel_order", "{order", "{}"))],
        ["confirmed"],
    ),
    "the customer's own calls do not count": (
        [customer("I restart it", call("reboot_device")), agent("Thanks.")],
        [],
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_of_the_definition(rule: str) -> None:
    turns, expected = RULES[rule]
    assert [fact.value for fact in facts(talk(*turns), "write")] == expected


def test_a_no_takes_an_agreement_back() -> None:
    scene = talk(
        customer("cancel #1130"), ASK, customer("yes"), agent("Shall I cancel it now?"), customer("No!"), CANCEL
    )
    assert [fact.value for fact in facts(scene, "write")] == ["unconfirmed"]


@pytest.mark.parametrize(
    ("between", "no"),
    [
        ("Are you really sure?", "No."),
        ("Okay, doing it now.", "Wait, stop, I changed my mind."),
        ("Okay, doing it now.", "No, please leave it after all."),
        ("Is anything else to be done first?", "Don't do it."),
    ],
)
def test_a_no_takes_back_what_was_agreed_to_before(between: str, no: str) -> None:
    scene = talk(customer("cancel #1130"), ASK, customer("yes"), agent(between), customer(no), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["unconfirmed"]


def test_so_does_one_that_follows_at_once() -> None:
    scene = talk(customer("cancel #1130"), ASK, customer("yes"), customer("STOP, no, keep it"), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["unconfirmed"]


@pytest.mark.parametrize(
    ("between", "no"),
    [("Anything else that I can do?", "No."), ("Okay, doing it now.", "No, that's all. Thanks!")],
)
def test_a_no_to_something_else_takes_nothing_back(between: str, no: str) -> None:
    scene = talk(customer("cancel #1130"), ASK, customer("yes"), agent(between), customer(no), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["confirmed"]


def test_a_no_to_an_alternative_that_orders_what_was_proposed() -> None:
    rest = agent("That is possible: the pouch stays. Shall I?")
    asked = customer("Could only the adapter go?")
    scene = talk(customer("cancel #1130"), ASK, asked, rest, customer("Okay no, cancel all of it."), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["confirmed"]


def test_an_order_that_answers_a_question_asked_again() -> None:
    again = agent("I can't promise a day. Just tell me yes and it's done.")
    scene = talk(customer("hi"), ASK, customer("Will it take long?"), again, customer("Cancel it."), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["confirmed"]


def _line(code: str, quantity: int = 1) -> Turn:
    return agent("", call("create_reship", order_id="#1130", items=[{"variant_id": code, "quantity": quantity}]))


def _refund(usd: float) -> Turn:
    return agent("", call("create_refund", order_id="#1130", amount_usd=usd))


def _address(line1: str) -> Turn:
    return agent("", call("edit_address", order_id="#1130", address={"line1": line1, "city": "Reno"}))


@pytest.mark.parametrize(
    ("asked", "write", "departs"),
    [
        ("I can refund 50.00 USD on #1130. OK?", _refund(260), "amount_usd 260 where “refund 50.00 USD” was agreed to"),
        ("I can refund 50.00 USD on #1130. OK?", _refund(50), None),
        ("I can refund 50.00 USD for the lamp and 30.00 USD for the vase. OK?", _refund(80), None),
        ("I can refund the lamp less the 6.00 fee. OK?", _refund(44), None),
        ("I can refund 10% of it. OK?", _refund(44), None),
        ("I would send one RLJ-INK-M on #1130. OK?", _line("RLJ-INK-XL"), "variant_id RLJ-INK-XL where “RLJ-INK-M”"),
        ("I would send one RLJ-INK-M in XL on #1130. OK?", _line("RLJ-INK-XL"), None),
        ("I would send RLJ-INK-XL instead of RLJ-INK-M on #1130. OK?", _line("RLJ-INK-XL"), None),
        ("I would send one RLJ-INK-S on #1130. OK?", _line("RLJ-INK-S", 5), "quantity 5 where “send one”"),
        ("I would send one RLJ-INK-S to all five of you. OK?", _line("RLJ-INK-S", 5), None),
        ("I would change the address of #1130 to 5 Elm St. OK?", _address("9 Oak Rd"), "line1 9 Oak Rd where “5 Elm”"),
        ("I would change the address of #1130 to 5 Elm St. OK?", _address("5 Elm Street"), None),
        ("I would change the address to the one on file. OK?", _address("9 Oak Rd"), None),
        ("I can cancel order #1131. Shall I?", CANCEL, "order_id #1130 where “#1131” was agreed to"),
        ("I can cancel your order (like #1131). Shall I?", CANCEL, None),
    ],
)
def test_what_departs_from_what_was_agreed_to(asked: str, write: Turn, departs: str | None) -> None:
    (fact,) = facts(talk(customer("help me"), agent(asked), customer("Yes"), write), "write")
    assert fact.value == ("unconfirmed" if departs else "confirmed")
    assert departs is None or f"agreed to in M3, but {departs}" in fact.detail


def test_what_anybody_named_is_no_other_order() -> None:
    scene = talk(customer("#1130"), agent("Like #1131, shall I cancel? See #1131."), customer("Yes"), CANCEL)
    assert [fact.value for fact in facts(scene, "write")] == ["confirmed"]
