"""The assembled conversations ring true: nobody knows what comes later, a rationale is true of its messages.

The hand-written ones are held to names and thoughts only: they were read one by one.
"""

from __future__ import annotations

import gzip
import json
import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.customers import SHORT, THANKS, TYPOS, WELL
from tests.northline.assemble.judge import PROVEN, THREAT
from tests.northline.assemble.known import early, fitting, heard, sober, undenied, unnamed
from tests.northline.assemble.outcomes import MODELS, outcomes
from tests.northline.assemble.plans.play import INTENTS
from tests.northline.assemble.plans.script import scripts
from tests.northline.assemble.runs import Transcript
from tests.northline.assemble.stage import PLAIN
from tests.northline.assemble.written import written
from tests.northline.desk import store
from tests.northline.review import RUNS

DETAILS = {
    "abusive-02": (("refund", "refund|money"),),
    "abusive-03": (("warehouse", "reno|gate"),),
    "abusive-05": (("lawyer", "lawyer"), ("press", "paper|article|print")),
    "fraud_reroute-06": (("card", "card"),),
    "refund_outside_policy-03": (("price", "pounds|ticket|610"),),
    "refund_outside_policy-04": (("used", "used"),),
    "unsupported_request-04": (("colour", "colour|color|moss|ink|rust"),),
    "unsupported_request-06": (("cancel", "cancel"),),
    "abuse_trap-01": (("without return", "keep|stays?"),),
    "cancel_before_ship-01": (("reorder", "later|again"),),
    "cancel_before_ship-03": (("JUNE15", "code|june|discount"),),
    "missing_item-05": (("claim", "claim|greedy"),),
}
"""What a case's reasons and searches may speak of, and the words that must have been said or read before."""
MEANT = {typed: word for word, typed in (*TYPOS.items(), *SHORT.items())}
"""What a hand's slips stand for."""
OPEN = re.compile(
    r"(?:^|[.!?,:] )(?:and |so |)(?:how|when|what(?! about| abt)|where|who|which|why)\b[^.!?]*[?!]+$", re.IGNORECASE
)
PHOTO = re.compile(r"\[[^\]]*\]\s*")
STOCK = re.compile(r"in stock|sold out", re.IGNORECASE)
ARTICLE = re.compile(r"\bour article|\bthe article", re.IGNORECASE)
PASSED = re.compile(r"\bpassed (?:this|it|your)|\bteam (?:has|knows)|\bforwarded|\bescalated|\bhanded (?:it|this)")
DISAPPOINTED = re.compile(r"disappoint|pity|shame|too bad|not (?:happy|thrilled|what i)|hoped for", re.IGNORECASE)
WARNED = re.compile(r"something beside it|and with more|not all of")
MADE_UP = re.compile(r"stands? in no result|no tool returned|no result holds|invented event|no tool")


@pytest.fixture(scope="module")
def shipped() -> tuple[Transcript, ...]:
    """All conversations."""
    lines = (
        line for path in sorted(RUNS.glob("*.jsonl.gz")) for line in gzip.decompress(path.read_bytes()).splitlines()
    )
    return tuple(json.loads(line) for line in lines)


@pytest.fixture(scope="module")
def assembled(shipped: tuple[Transcript, ...]) -> tuple[Transcript, ...]:
    """The shipped conversations that no hand wrote."""
    found = tuple(one for one in shipped if (one["model"], one["run_index"], one["case"]) not in written())
    assert len(found) == len(outcomes()) - len(written())
    return found


def _name(one: Transcript) -> str:
    return f"{one['model']}/{one['run_index']}/{one['case']}"


def _told(one: Transcript) -> Iterator[tuple[int, dict[str, Any], list[dict[str, Any]]]]:
    """The agent's messages with their numbers and what stood before them."""
    for number, message in enumerate(one["messages"], start=1):
        if message["role"] == "agent":
            yield number, message, one["messages"][: number - 1]


def _scores(one: Transcript) -> dict[str, tuple[int, str]]:
    return {score["name"]: (score["value"], score["rationale"]) for score in one["scores"]}


def _called(messages: list[dict[str, Any]]) -> list[str]:
    return [call["name"] for message in messages for call in message.get("calls", ())]


def test_nobody_is_called_by_a_name_that_was_not_said(shipped: tuple[Transcript, ...]) -> None:
    names = {str(one["email"]): str(one["name"]).split()[0] for one in store()["customers"]}
    wrong = []
    for one in shipped:
        case = shipped_suite("northline").case(one["case"])
        assert case
        known = {names[mail] for mail in (case.customer, case.writes_from) if mail in names}
        for number, message, before in _told(one):
            said = heard(before)
            called = [name for name in known if re.search(rf"\b{name}\b", message["text"])]
            wrong += [(_name(one), number, name) for name in called if name.casefold() not in said]
    assert wrong == []


def test_a_reason_or_a_search_speaks_of_nothing_that_comes_later(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        for number, message, before in _told(one):
            given = " ".join(call["arguments"] for call in message.get("calls", ()))
            for detail, words in DETAILS.get(one["case"], ()):
                if detail in given and not re.search(words, heard(before)):
                    wrong.append((_name(one), number, detail))
    assert wrong == []


def test_a_thought_names_no_thing_that_nobody_named(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        things = set(PLAIN.values())
        if one["intent"] in INTENTS:
            things.add(scripts(one["intent"])[one["case"]].thing)
        for number, message, before in _told(one):
            thought = message.get("reasoning", "").casefold()
            named = [thing for thing in things - {"order"} if f"the {thing}" in thought and thing not in heard(before)]
            wrong += [(_name(one), number, thing) for thing in named]
    assert wrong == []


def test_a_thought_holds_no_value_that_comes_later(shipped: tuple[Transcript, ...]) -> None:
    """Numbers of three digits and more, and names: from the customer, a result, the rules, or said before."""
    wrong = []
    for one in shipped:
        for number, message, before in _told(one):
            if thought := message.get("reasoning"):
                known = " ".join([one["policy"], *(m["text"] for m in before)]).casefold().replace(",", "")
                values = [re.sub(r",|\.00$", "", value) for value in re.findall(r"\d[\d,.]*\d", thought)]
                names = set(re.findall(r"(?<=[a-z0-9,;:] )[A-Z][a-z]{2,}", thought)) - set(month_name)
                sought = [value for value in values if sum(map(str.isdigit, value)) > 2] + sorted(names)
                wrong += [(_name(one), number, value) for value in sought if value.casefold() not in known]
    assert wrong == []


def test_the_whole_order_is_cancelled_where_the_customer_speaks_of_the_whole(
    assembled: tuple[Transcript, ...],
) -> None:
    wrong = []
    for one in assembled:
        if one["case"] == "cancel_before_ship-05":
            (at,) = [
                n for n, m in enumerate(one["messages"]) for c in m.get("calls", ()) if c["name"] == "cancel_order"
            ]
            said = [m["text"] for m in one["messages"][:at] if m["role"] == "customer"]
            wrong += [] if re.search(r"\b(?:all|whole)\b", said[-1], re.IGNORECASE) else [(_name(one), said[-1])]
    assert wrong == []


def test_kimi_k2_6_adds_nothing_to_a_ticket_without_a_call(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in (one for one in assembled if one["model"] == "kimi-k2.6"):
        for number, message, before in _told(one):
            given = " ".join(c["arguments"] for m in before for c in m.get("calls", ())).casefold()
            added = re.search(r"\badded it\b|in the ticket (?:now|too|as well)|takes? it along", message["text"])
            held = re.search(r"(\w+) (?:is|stands?) in the ticket", message["text"])
            if added or (held and held[1].casefold() not in given):
                wrong.append((_name(one), number, message["text"]))
    assert wrong == []


def test_a_rationale_is_true_of_who_was_asked_and_how_they_go(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        says = {name: rationale for name, (_, rationale) in _scores(one).items()}
        heard = [m["text"] for m in one["messages"] if m["role"] == "customer"]
        unasked = re.search(r"M(\d+), and nobody had been asked|no question before .*?\(M(\d+)\)", says["policy"])
        if unasked:
            before = one["messages"][: int(unasked[1] or unasked[2]) - 1]
            wrong += [(_name(one), says["policy"]) for m in before if m["role"] == "agent" and "?" in m["text"]]
        skips = re.search(r"a check is skipped|that the rules ask for|lookup that belongs|more lookup", says["policy"])
        wrong += [(_name(one), says["policy"])] if skips and one["intent"] not in PROVEN else []
        wrong += [(_name(one), says["resolution"])] if re.search(r"\b(?:as|on) “[^”]*\?”", says["resolution"]) else []
        thanked = re.search(r"[Ff]eels (?:heard|looked)|thank-you", says["sentiment"])
        wrong += [(_name(one), says["sentiment"])] if thanked and not THANKS.search(heard[-1]) else []
        peace = re.search(r"in peace", says["sentiment"])
        wrong += [(_name(one), says["sentiment"])] if peace and any(map(THREAT.search, heard[-2:])) else []
    assert wrong == []


def test_an_article_and_a_stock_are_read_before_they_are_cited(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        for number, message, before in _told(one):
            unsearched = ARTICLE.search(message["text"]) and "kb_search" not in _called(before)
            unread = STOCK.search(message["text"]) and not re.search(r"in.stock|sold.out|backorder", heard(before))
            if unsearched or unread:
                wrong.append((_name(one), number))
    assert wrong == []


def test_kimi_k2_6_claims_no_handover_that_was_not_made(assembled: tuple[Transcript, ...]) -> None:
    claimed = [
        (_name(one), number)
        for one in assembled
        if one["model"] == "kimi-k2.6" and "handover_to_human" not in _called(one["messages"])
        for number, message, _ in _told(one)
        if PASSED.search(message["text"])
    ]
    assert claimed == []


def test_a_rationale_is_true_of_when_the_agent_looked_and_asked(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        says = _scores(one)["policy"][1]
        first = next((n for n, m in enumerate(one["messages"]) if m.get("calls")), len(one["messages"]))
        spoke = any(message["role"] == "agent" for message in one["messages"][:first])
        if spoke and re.search(r"before any word|before it speaks|read first", says, re.IGNORECASE):
            wrong.append((_name(one), says))
        if re.search(r"(?:after|behind) the write|what is already done|sought too late", says):
            wrong.append((_name(one), says))
        for cited in re.findall(r"for the yes \(M(\d+)|M(\d+) acts while its own", says):
            before = one["messages"][: int("".join(cited)) - 1]
            if not any(m["role"] == "agent" and re.search(r"\?|\byes\b|confirm", m["text"]) for m in before):
                wrong.append((_name(one), says))
        read = re.search(r"the article (?:on “[^”]+” )?is read|keeps to the article", says)
        if read and "kb_search" not in _called(one["messages"]):
            wrong.append((_name(one), says))
    assert wrong == []


def test_a_rationale_cites_what_stands_in_its_conversation(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        fields = [" ".join(PHOTO.sub("", text.replace("*", "")).split()) for text in _fields(one["messages"])]
        last = len(one["messages"])
        for _, says in _scores(one).values():
            quotes = [quote.removesuffix(" …") for quote in re.findall(r"“([^”]*)”", says)]
            orders = re.findall(r"#\d{3,5}", says)
            tools = re.findall(r"`(\w+)`", says)
            cited = [int(number) for number in re.findall(r"\bM(\d+)\b", says)]
            wrong += [(_name(one), says) for quote in quotes if not any(quote in text for text in fields)]
            wrong += [(_name(one), says) for order in orders if not any(order in text for text in fields)]
            wrong += [(_name(one), says) for tool in tools if tool not in _called(one["messages"])]
            wrong += [(_name(one), says) for number in cited if not 1 <= number <= last]
            wrong += [(_name(one), says)] if not cited else []
    assert wrong == []


def _fields(messages: list[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        yield message["text"]
        for call in message.get("calls", ()):
            yield from map(str, json.loads(call["arguments"]).values())


def test_a_question_that_asks_how_or_when_is_not_answered_with_yes(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        for number, message, before in _told(one):
            heard = next((m["text"] for m in reversed(before) if m["role"] == "customer"), "")
            if OPEN.search(heard) and re.match(
                r"(?:yes|sure|of course|absolutely)(?:, \w+)?[.!] \w", message["text"], re.I
            ):
                wrong.append((_name(one), number, heard, message["text"]))
    assert [found for found in wrong if not found[3].startswith("Sure! One moment")] == []


def test_who_was_handed_over_to_nobody_hears_of_no_ticket(assembled: tuple[Transcript, ...]) -> None:
    wrong = [
        (_name(one), number, message["text"])
        for one in assembled
        if "handover_to_human" not in _called(one["messages"])
        for number, message, _ in _told(one)
        if re.search(
            r"this conversation (?:is|does|has|holds|waits|stays|goes)|is in the queue\b|\bqueued\b", message["text"]
        )
    ]
    assert wrong == []


def test_nobody_denies_the_days_that_they_name(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        named = False
        for number, message, _ in _told(one):
            named = named or bool(re.search(r"\bbusiness days\b", message["text"]))
            if named and re.search(r"\b[Nn]o (?:number of )?days\b|name (?:a day|days)\b", message["text"]):
                wrong.append((_name(one), number, message["text"]))
    assert wrong == []


def test_a_last_word_asks_for_nothing(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        last = next(m["text"] for m in reversed(one["messages"]) if m["role"] == "customer")
        wrong += [(_name(one), last)] if re.search(r"in advance|too much trouble", last) and "?" not in last else []
    assert wrong == []


def test_hardly_a_rationale_and_few_customers_lines_stand_twice(assembled: tuple[Transcript, ...]) -> None:
    """Customers' lines of more than 40 characters are held against those of the same model, typing slips apart."""
    assert _recurring(says for one in assembled for _, says in _scores(one).values()) < 0.05
    for model in MODELS:
        ours = (one["messages"] for one in assembled if one["model"] == model)
        texts = (message["text"] for messages in ours for message in messages if message["role"] == "customer")
        assert _recurring(_plain(text) for text in texts if len(text) > 40) < 0.1, model


def _recurring(texts: Iterable[str]) -> float:
    """The share of texts that stand there more than once."""
    counts = Counter(texts)
    return sum(count for count in counts.values() if count > 1) / counts.total()


def _plain(text: str) -> str:
    """The words of somebody in any mood: without capitals, marks and slips of the hand."""
    return " ".join(MEANT.get(word, word) for word in re.findall(r"[\w#@.-]*\w", text.casefold().replace("'", "")))


def test_the_right_answer_is_not_the_message_that_is_called_invented(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        (value, resolution), (_, policy) = _scores(one)["resolution"], _scores(one)["policy"]
        flaws = [part for part in re.split(r"[;.] ", policy) if MADE_UP.search(part)]
        cited = set(re.findall(r"M\d+", resolution)) - {"M1"}
        if value == 100 and not WARNED.search(resolution) and cited & set(re.findall(r"M\d+", " ".join(flaws))):
            wrong.append((_name(one), resolution, policy))
    assert wrong == []


def test_a_thank_you_thanks_and_who_feels_well_is_not_disappointed(assembled: tuple[Transcript, ...]) -> None:
    wrong = []
    for one in assembled:
        value, says = _scores(one)["sentiment"]
        last = next(m["text"] for m in reversed(one["messages"]) if m["role"] == "customer")
        if ("is a thank-you" in says and not THANKS.search(last)) or (value >= WELL and DISAPPOINTED.search(last)):
            wrong.append((_name(one), value, says, last))
    assert wrong == []


def test_a_name_that_is_not_known_leaves_a_whole_sentence() -> None:
    assert unnamed("Hi Ines. What is the number?", "Ines") == "Hi. What is the number?"
    assert unnamed("Ines, hello! Which order?", "Ines") == "Hello! Which order?"
    assert unnamed("Just a second, Ines, I'm looking!", "Ines") == "Just a second, I'm looking!"
    assert unnamed("Hello, Ines! Thank you, Ines.", "Ines") == "Hello! Thank you."


def test_what_does_not_fit_the_question_or_was_said_is_left_out() -> None:
    asked = [{"role": "customer", "text": "Thanks. And where do I see it?"}]
    assert fitting("Sure, Ines! On the page.", asked) == "On the page."
    assert fitting("Yes: on the page.", asked) == "On the page."
    assert fitting("Sure.", asked) == "Sure."
    assert fitting("Yes. On the page.", [{"role": "customer", "text": "Is it on a page?"}]) == "Yes. On the page."
    told = [*asked, {"role": "agent", "text": "It moves. Does that answer it for you?"}]
    assert fitting("It is on its way. Does that answer it for you?", told) == "It is on its way."
    assert fitting("Does that answer it for you?", told) == "Does that answer it for you?"


def test_who_named_days_does_not_say_that_there_are_none() -> None:
    named = [{"role": "agent", "text": "Allow 5–10 business days."}]
    assert undenied("The way you paid. No days from me: banks differ.", named) == "The way you paid."
    assert undenied("No days from me: banks differ.", named) == "It's the time that I gave."
    assert undenied("No days from me: banks differ.", []) == "No days from me: banks differ."


def test_the_reason_grows_with_what_was_written() -> None:
    ways = ("lawyer => Insults", "paper => A lawyer")
    written_so_far = [{"role": "customer", "text": "You crook."}, {"role": "tool", "text": "lawyer"}]
    assert early(ways, written_so_far, "Lawyer and press") == "Insults"
    written_so_far.append({"role": "customer", "text": "My Lawyer writes."})
    assert early(ways, written_so_far, "Lawyer and press") == "A lawyer"
    written_so_far.append({"role": "customer", "text": "And the paper prints it."})
    assert early(ways, written_so_far, "Lawyer and press") == "Lawyer and press"
    with pytest.raises(ValueError, match="neither words nor a reason"):
        early(("lawyer",), written_so_far, "")


def test_a_goodbye_to_somebody_angry_is_sober() -> None:
    assert sober("You're so welcome, Ines! Have a wonderful day. 😊") == "Thank you for writing, Ines. All the best."
