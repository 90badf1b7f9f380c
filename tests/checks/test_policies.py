"""Policies and rules that an agent cites by name or number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .talk import Turn, agent, call, customer, facts, talk

POLICY = """# The desk's rules
4.1 Damaged on arrival: one photo. 4.2 A wrong item goes back with our label.
What was ordered can be returned for thirty days. We match no prices; the Best Price Guarantee ended in May.
"""


def cited(*turns: Turn, policy: str = POLICY) -> list[object]:
    """What is said to be invented in a conversation under these rules."""
    scene = talk(*turns)
    return [
        fact.value for fact in facts(type(scene)(replace(scene.transcript, policy=policy), None), "invented-policy")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Under the Loyal Traveller Policy you get a new one.",
        'Our "goodwill exchange program" covers it.',
        "That falls under policy 4.9, so I can send it.",
        "See section 12.3 of the rules.",
        "§ 7.1 allows it.",
        "The Lifetime Luggage Guarantee covers that.",
    ],
)
def test_what_nobody_wrote(said: str) -> None:
    assert len(cited(customer("it broke"), agent(said))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Policy 4.1 asks for a photo.",
        "Under our Return Policy you have thirty days.",
        "Please see Our Policy on that.",
        "The Best Price Guarantee ended in May.",
        "**Photo Policy:** one photo.",
        "In version 9.9 of the app, section 3 of the list, rule 2.5 kg and article 1234567.",
        "I promise that these terms hold.",
    ],
)
def test_what_is_there_or_no_citation(said: str) -> None:
    assert cited(customer("it broke"), agent(said)) == []


def test_what_a_result_or_the_customer_names_first() -> None:
    found = agent("", call("search_kb", {"title": "Loyal Traveller Policy", "text": "9.4 Members pay no fee."}))
    names = agent("Under the Loyal Traveller Policy, rule 9.4, there is no fee.")
    assert cited(customer("hi"), found, names) == []
    assert cited(customer("What of your Loyal Traveller Policy, 9.4?"), names) == []
    assert len(cited(customer("hi"), names, found)) == 2


def test_without_rules_nothing_is_said_of_them() -> None:
    hello = [customer("hi"), agent("Use a Content Security Policy, and the Loyal Traveller Policy makes it free.")]
    assert cited(*hello, policy="") == []
    assert cited(Turn("system", "You are an expert of security."), *hello, policy="") == []
    assert len(cited(Turn("system", "Follow the rules of this desk: no refunds."), *hello, policy="")) == 2


def test_the_place_is_the_citation() -> None:
    scene = talk(customer("hi"), agent("I used policy 4.9 here."))
    scene = type(scene)(replace(scene.transcript, policy=POLICY), None)
    (fact,) = facts(scene, "invented-policy")
    place = fact.evidence[0]
    assert scene.message(2).text[place.start : place.end] == fact.value == "policy 4.9"
