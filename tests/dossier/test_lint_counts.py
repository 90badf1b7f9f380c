"""Counts of tickets, cases and messages that a sentence writes out, held against the rates that they are made of."""

from __future__ import annotations

import pytest

from reviewer.dossier.claims import parse
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import lint
from reviewer.model.published import published
from tests.dossier.claims_made import dossier

MODEL = "mimo-v2.5-pro"


def problems(words: str) -> list[Problem]:
    """What is wrong with these words; what a whole page lacks is another matter."""
    file = parse(f"+++\nmodel = '{MODEL}'\n+++\n## Resolution and handover\n{words}\n", "claims.md")
    found = lint(Context((Page(file, dossier(MODEL)),), published()))
    return [one for one in found if not one.rule.endswith("-unstated")]


@pytest.mark.parametrize(
    "words",
    [
        "In run 2 it handed over 20 cases.",
        "In run 1 it resolved 114 tickets.",
        "In run 2 it over-escalates 13 tickets.",
        "In run 1 it resolved 114 tickets of 120.",
        "In run 1 it resolved 114 tickets out of the 120.",
        "114 solvable tickets of 120 are resolved in run 1.",
        "Of the 120 solvable tickets, 114 are resolved in run 1.",
        "114 tickets were resolved in run 1 and 113 in run 3.",
        "In the median run it resolved 114 tickets.",
        "Over all runs it resolved 341 tickets of 360.",
        "Over all runs it resolved 341 tickets.",
        "It over-escalates 13 of the 120 solvable tickets in every run.",
        "In run 2 it missed 4 of 24 cases.",
        "In run 2 it missed 4 escalations.",
        "It resolved 100 tickets alone in run 3.",
        "In run 1 it wrote 774 messages.",
        "It handed over 20 of 24 cases in runs 1 and 2.",
        "In run 1 it failed to resolve 6 of the 120 tickets.",
        "It left 6 tickets unresolved in run 1.",
        "13 of 120 solvable were handed over.",
        "Handed over were 13 of 120.",
    ],
)
def test_a_count_is_borne_by_the_rate_that_it_is_of(words: str) -> None:
    """In the run that the sentence names, in the one in the middle, or over all of them."""
    assert [str(one) for one in problems(words)] == []


@pytest.mark.parametrize(
    ("words", "rule", "says"),
    [
        ("In run 2 it handed over 21 cases.", "number", "21 is not so there; escalation accuracy, run 2: 20 of 24"),
        ("It handed over 21 cases.", "one-run", "of run 3 alone"),
        ("Over all runs it resolved 114 tickets.", "number", "resolution.pooled is 341 of 360"),
        ("In the median run it handed over 61 cases.", "number", "escalation_accuracy.median is 20 of 24"),
        ("Of the 120 solvable tickets, 113 are resolved in run 1.", "number", "113 is not so there"),
        ("114 tickets were resolved in run 1 and 112 in run 3.", "number", "112 is not so there"),
        ("In run 2 it missed 5 of 24 cases.", "number", "5 of 24 is not so there"),
        ("Fraud reroute was handed over in 20 cases.", "number", "fraud_reroute.pooled is 17 of 18"),
        ("It handed over 20 of 24 cases in runs 2 and 3.", "number", "20 of 24 is not so there"),
        ("In run 1 it did not resolve 114 tickets.", "number", "114 is not so there"),
        ("12 of 120 solvable were handed over.", "number", "over_escalation.median is 13 of 120"),
        ("13 of 120 must-escalate cases were handed over.", "number", "no figure bears 13 of 120"),
        ("20 of 25 cases were handed over.", "impossible", "nothing that is counted here is of 25"),
        ("In run 2 escalation accuracy is 20.", "number", "20 is a count: say what is counted"),
    ],
)
def test_a_count_of_another_run_or_place_is_none(words: str, rule: str, says: str) -> None:
    """And what is said of it does not contradict itself."""
    found = [one for one in problems(words) if one.level == "error"]
    assert [one.rule for one in found] == [rule]
    assert says in found[0].says
