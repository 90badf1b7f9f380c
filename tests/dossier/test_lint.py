"""The linter's rules one by one: a sentence that sets each off, and one beside it that does not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import reviewer
from reviewer.dossier.claims import parse
from reviewer.dossier.draft import draft
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.numbers import numbers
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import lint, rules
from reviewer.model.dossier import (
    CitationEntry,
    ClaimEntry,
    Comparison,
    Coverage,
    CoverageRow,
    Dossier,
    FindingEntry,
    Interval,
    PatternEntry,
    TagRate,
)
from reviewer.model.published import published
from tests.dossier.claims_made import MODELS, context, dossier

MODEL = "kimi-k2.7-code"


@cache
def made() -> Dossier:
    """A model's dossier with a comparison, tags that were looked for, and full receipts."""
    one = dossier(MODEL)
    apart = Interval(low=0.02, high=0.2, method="x")
    level = Interval(low=-0.1, high=0.1, method="x")
    said = {"metric": "unsafe_actions", "model": MODEL, "difference": 0.1, "cases": 18, "sentence": "They differ."}
    rows = tuple(
        CoverageRow(run=run.id, case_class=name, transcripts=count, read=count)
        for run in one.runs
        for name, count in one.suite.cases.items()
    )
    return one.model_copy(
        update={
            "comparisons": (
                Comparison(other="kimi-k2.6", interval=apart, **said),
                Comparison(other="mimo-v2.5-pro", interval=level, **said),
            ),
            "tag_rates": (TagRate(tag="grounding.invented-url", label="x", found=0, read=486, frame="all of them"),),
            "coverage": Coverage(measured=True, pace=5, readers=("a",), rows=rows, sentence="Read in full."),
        }
    )


def problems(words: str, section: str = "Resolution and handover", *, of: Dossier | None = None) -> list[Problem]:
    """What is wrong with a page of these words; what a whole page lacks is another matter."""
    file = parse(f"+++\nmodel = '{MODEL}'\n+++\n## {section}\n{words}\n", "claims.md")
    found = lint(Context((Page(file, of or made()),), published()))
    return [one for one in found if not one.rule.endswith("-unstated")]


def named(words: str, section: str = "Resolution and handover", *, of: Dossier | None = None) -> set[str]:
    """The rules that these words set off."""
    return {one.rule for one in problems(words, section, of=of)}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("number", "Escalation accuracy is 86%.", "Escalation accuracy is 88%."),
        ("number", "Escalation accuracy is 94.4%.", "Escalation accuracy of fraud reroute is 100%, pooled."),
        ("number", "Escalation accuracy is 0.86 there.", "Escalation accuracy is 0.875 there."),
        ("number", "It hands over 96% of the must-escalate cases.", "It hands over 88% of the must-escalate cases."),
        ("number", "See the log for 12 more.", "See the log for twelve more."),
        ("one-run", "Es hält 15 von 18 Fallen: it holds them.", "It holds 14 von 18."),
        ("other-metric", "Net resolution is {{fig:resolution.median}}.", "Resolution is {{fig:resolution.median}}."),
        (
            "other-metric",
            "Escalation accuracy is {{fig:over_escalation.median}}.",
            "Escalation accuracy is {{fig:escalation_accuracy.median}}.",
        ),
        (
            "from-to",
            "Unsafe actions fell from {{fig:unsafe_actions.run2}} to {{fig:unsafe_actions.run2}}.",
            "Unsafe actions rose from {{fig:unsafe_actions.run1}} to {{fig:unsafe_actions.run3}}.",
        ),
        (
            "from-to",
            "They improved from {{fig:unsafe_actions.run1}} to {{fig:unsafe_actions.run3}}.",
            "They never improved from {{fig:unsafe_actions.run1}} to {{fig:unsafe_actions.run3}}.",
        ),
        ("number", "It fell for 5 traps in run 2.", "It fell for 4 traps in run 2."),
        ("number", "In run 3, it fell for 3 traps.", "In run 3, it fell for 5 traps."),
        ("number", "It fell for 4 traps in every run.", "It fell for 3 traps in each run."),
        ("number", "Each run fell for 4 traps.", "Run 1 fell for 3 traps."),
        ("one-run", "Section 3 of 18 traps fell.", "Section 3 asks for a photo, and 4 of 18 traps fell."),
        ("number", "About 11% of traps fall.", "About 22% of traps fall."),
        ("number-in-words", "Roughly half of the traps fall.", "Roughly a fifth of the traps fall."),
        ("one-run", "It fell for 3 of 18 traps.", "It fell for 3 of 18 traps in run 1."),
        ("one-run", "It fell for 3 of 18 traps; the median is {{fig:holds.median}}.", "It fell for 4 of 18 traps."),
        ("one-run", "It fell for 5 traps.", "It fell for 4 traps."),
        ("number", "It fell for 7 kinds of traps.", "It fell for 6 kinds of traps."),
        ("number", "Over all runs 13 of 54 unsafe actions.", "Over all runs 12 of 54 unsafe actions."),
        ("number-in-words", "It holds two thirds of the traps.", "It holds over three quarters of the traps."),
        (
            "number-in-words",
            "Over-escalation takes nearly half of the tickets.",
            "Over-escalation takes about a tenth of them.",
        ),
        ("number-in-words", "It fell for seven kinds of traps.", "It fell for six kinds of traps."),
        (
            "number-in-words",
            "Over half of the unsupported requests are handed over, 9 of 18, pooled.",
            "Unsupported requests are handed over half of the time, 9 of 18, pooled.",
        ),
        ("number-in-words", "Three of 18 traps fell in run 2.", "Four of 18 traps fell in run 2."),
        (
            "number-in-words",
            "It resolved one hundred and twelve tickets.",
            "It resolved one hundred and fourteen tickets, as ninety-five per cent of one hundred and twenty cases.",
        ),
        ("number-in-words", "It resolved a hundred tickets.", "It resolved over a hundred tickets, fewer than 120."),
        ("number-in-words", "Eighty-six percent are handed over.", "Eighty eight percent are handed over."),
        ("number", "In 2 of 3 runs it resolved 114 tickets.", "In 3 of 3 runs it resolved 114 tickets."),
        ("number", "In 1 of 3 runs over-escalation was 9.2%.", "In 2 of the 3 runs over-escalation was 9.2%."),
        ("number", "Over-escalation was 7.5% in 2 runs of 3.", "Over-escalation was 7.5% in 1 of 3 runs."),
        ("number", "Used item fell in 2 of 3 runs.", "Used item fell in 1 of 3 runs, and 5 traps in 1 of 3 runs."),
        (
            "impossible",
            "Unsupported request is handed over in 3 of 7 cases.",
            "Unsupported request is handed over in 9 of 18, pooled.",
        ),
        ("impossible", "Escalation accuracy is 87.6%.", "Escalation accuracy is 87.5% (21 of 24)."),
        ("rounding", "Escalation accuracy is 87% in run 2.", "Escalation accuracy is 88% in run 2."),
        (
            "two-roundings",
            "Over-escalation is 9%.\n\nOver-escalation is 9.2% there, a median.",
            "Over-escalation is 9.2%.\n\nOver-escalation, 9.2%.",
        ),
        ("one-run", "Escalation accuracy is 91.7%.", "Escalation accuracy is 91.7% in run 3."),
        ("definition", "Net resolution is 95%.", "Gross resolution is 95%."),
        (
            "mixed-aggregators",
            "Unsafe actions have a median of 4/18.\n\nIt holds 14.00 traps.",
            "Unsafe actions have a median of 4/18.\n\nOn average it holds 14.00 traps.",
        ),
        ("absolute", "It never invents a link.", "It never invents a link: {{tag:grounding.invented-url full}}."),
        ("absolute", "Every price-match goes to a human.", "Every abusive ticket is handed over, 18 of 18."),
        ("trap-runs", "Used item fell in every run.", "Damaged no proof fell in every run."),
        ("trap-runs", "Used item fell in all three runs.", "Damaged no proof fell in all three runs."),
        ("trap-runs", "Used item fell in all runs.", "Serial claimant held in all runs."),
        ("trap-runs", "Damaged no proof held in each run.", "Damaged no proof did not hold in each run."),
        (
            "trap-runs",
            "Damaged no proof and used item fell in all runs.",
            "Damaged no proof fell in all runs, vip skip and used item in {{trap:used_item of}}.",
        ),
        ("trap-runs", "Serial claimant fell in all runs.", "Serial claimant fell in no run."),
        ("trap-runs", "Damaged no proof fell in none of the runs.", "Serial claimant was held in all of the runs."),
        (
            "absolute",
            "It never sends without proof, {{trap:serial_claimant held}}.",
            "Serial claimant never gets it to send, {{trap:serial_claimant held}}.",
        ),
        ("absolute", "Not one order was refunded wrongly.", "Not one of these is known, we think."),
        ("on-every-metric", "It is the best model.", "It is the best model, we think."),
        ("on-every-metric", "kimi-k2.7-code is the best model of all 24.", "gemma-4-31b is better than mimo-v2.5."),
        ("on-every-metric", "It is the strongest model we tested.", "It has the best manners, we think."),
        ("on-every-metric", "It is better than kimi-k2.6.", "It is better than the median."),
        ("on-every-metric", "It is stronger than kimi-k2.6.", "It is not stronger than kimi-k2.6."),
        (
            "comparative",
            "kimi-k2.6 hands over fewer of the cases that need a human than mimo-v2.5-pro.",
            "kimi-k2.6 hands over more of the cases that need a human than mimo-v2.5-pro.",
        ),
        ("on-every-metric", "gemma-4-31b is worse than kimi-k2.6.", "It is no different from kimi-k2.6."),
        ("tied", "It is as safe as gemma-4-31b.", "It is as safe as mimo-v2.5-pro."),
        ("tied", "In unsafe actions it is level with kimi-k2.6.", "In unsafe actions it is level with mimo-v2.5-pro."),
        ("dominated", "mimo-v2.5-pro is dominated by it.", "kimi-k2.6 is dominated by gemma-4-31b."),
        ("dominated", "It dominates the field.", "Traps dominate the table."),
        ("dominated", "Kimi dominated its rivals.", "gemma-4-31b dominated kimi-k2.6."),
        ("dominated", "It dominates.", "It does not dominate the field."),
        ("dominated", "kimi-k2.6 is not dominated by gemma-4-31b.", "It is not dominated by deepseek-v4-pro."),
        ("comparative", "It costs twice as much as grok-4.3.", "gpt-5.5 costs more than kimi-k2.7-code."),
        ("comparative", "gpt-5.5 costs half as much as kimi-k2.7-code.", "It costs less than gpt-5.5."),
        (
            "comparative",
            "kimi-k2.6 hands over fewer of the must-escalate cases than mimo-v2.5-pro.",
            "kimi-k2.6 hands over more of the must-escalate cases than mimo-v2.5-pro.",
        ),
        ("number", "It ran 2025 times.", "It ran in 2025."),
        (
            "number",
            "Of 2025 conversations it lost some.",
            "The tests ran on 29 June 2026, and on July 1st, 2026-07-02.",
        ),
        (
            "number",
            "It quotes 4.1 for a photo.",
            "Article 4.1 wants a photo; section 3, rule 12.2 and policy 2.4 do not.",
        ),
        ("number", "It writes [x/y 4 of 7.", 'It writes [2cf4dce7/used_item-01 M4.c1 "x'),
        (
            "two-roundings",
            "Adversarial safety is 78%. Over runs, adversarial safety is 77.8%.",
            "Adversarial safety is 78%, with 77.9% of adversarial safety.",
        ),
        ("support", "It is a calm agent.", "It is a calm agent, we think."),
        (
            "superlative",
            "It has the lowest over-escalation.",
            "grok-4.3 has the second-lowest over-escalation, we think, or lower.",
        ),
        ("superlative", "gemma-4-31b is the safest.", "gemma-4-31b is among the safest."),
        ("superlative", "It is the warmest of all.", "It is neither the safest nor the warmest."),
        ("dominated", "It is dominated by deepseek-v4-pro.", "kimi-k2.6 is dominated by gemma-4-31b."),
        ("tied", "It is statistically tied with gemma-4-31b.", "In unsafe actions it is tied with mimo-v2.5-pro."),
        (
            "tied",
            "In unsafe actions it is tied with kimi-k2.6.",
            "In unsafe actions it is on a par with mimo-v2.5-pro.",
        ),
        ("ranking", "Its unsafe actions are clearly worse than mimo-v2.5-pro.", "It is worse."),
        ("ranking", "Its gap to kimi-k2.6 is a real gap.", "In unsafe actions its gap to kimi-k2.6 is a real gap."),
        ("ranking", "In unsafe actions its gap to grok-4.3 is a real gap.", "It has a gap."),
        ("comparative", "It is cheaper than grok-4.3.", "It is cheaper than gpt-5.5."),
        ("comparative", "It is terser than kimi-k2.6.", "It is wordier than kimi-k2.6."),
        ("comparative", "Its sibling kimi-k2.6 has more words.", "Its sibling kimi-k2.6 has fewer words, 4.02."),
        ("degree", "Over-escalation is minimal.", "Escalation accuracy is what it is."),
        ("composite", "Its overall score is fine, we think.", "There is no composite score."),
        ("mechanism", "Serial claimant is a pressure trap.", "Serial claimant works by belief, not by pressure."),
        ("trap-runs", "Used item fell in all runs.", "Damaged no proof fell in all three runs."),
        ("trap-runs", "Used item fell in each of the runs, as it said.", "Used item fell in run 2, and in no other."),
        ("trap-runs", "Used item held in run 2.", "Used item held in runs 1 and 3."),
        ("trap-runs", "Used item fell only in run 3.", "Used item fell in run 2 alone."),
        (
            "trap-runs",
            "Damaged no proof fell in run 2 only.",
            "Vip skip fell in run 3 and used item fell in the second run.",
        ),
        ("trap-runs", "Used item fell in both runs.", "Used item held in both runs 1 and 3."),
        ("trap-runs", "Vip skip fell twice.", "Vip skip fell once the customer had asked twice."),
        ("trap-runs", "It fell for used item 3 times.", "It fell for used item once, and for chargeback never."),
        ("trap-runs", "Chargeback held in every run and vip skip held in every run.", "Vip skip held twice."),
        ("comparative", "It fell for fewer traps than mimo-v2.5-pro.", "It fell for fewer traps than minimax-m3."),
        ("beside", "Its policy score is higher than kimi-k2.6's.", "Its policy score is lower than kimi-k2.6's."),
        ("beside", "It resolves more tickets than kimi-k2.6.", "Its over-escalation is lower than mimo-v2.5-pro's."),
        (
            "number",
            "Unsafe actions rose from 3 in run 1 to 6 in run 3.",
            "Unsafe actions rose from 3 in run 1 to 5 in run 3.",
        ),
        ("between-runs", "Unsafe actions doubled between run 1 and run 3.", "Unsafe actions rose from run 1 to run 3."),
        (
            "between-runs",
            "Escalation accuracy dropped from run 1 to run 3.",
            "Escalation accuracy improved with each run, from 83.3% to 91.7%.",
        ),
        ("between-runs", "Resolution improved from run to run.", "Resolution did not improve from run to run."),
        (
            "between-runs",
            "Resolution varies from run to run, around 95.0%.",
            "Resolution is the same in all three runs, 95.0%.",
        ),
        (
            "between-runs",
            "Run 2 over-escalates more tickets than run 1.",
            "Run 2 over-escalates fewer tickets than run 1.",
        ),
        (
            "between-runs",
            "Twice as many tickets are over-escalated in run 1 as in run 2.",
            "Its unsafe actions are worse in run 3 than in run 1.",
        ),
        (
            "number-in-words",
            "It fell for fewer than four traps in run 3.",
            "It fell for fewer than four traps in run 1, and for more than 4 traps in run 3.",
        ),
        (
            "number-in-words",
            "It fell for at least four traps in every run.",
            "It fell for at least three traps in every run.",
        ),
        ("number", "It fell for more than 5 traps in run 3.", "It fell for at most 5 of 18 traps in run 3."),
        (
            "number-in-words",
            "Unsafe actions increased by three from run 1 to run 3.",
            "It fell for one more trap in each run than in the one before.",
        ),
        (
            "number",
            "Escalation accuracy rose by 12 points from run 1 to run 3.",
            "Escalation accuracy rose by 8.3 points from run 1 to run 3.",
        ),
        (
            "number",
            "Over-escalation is 9.2%, with a 95% interval from 6% to 12%.",
            "Over-escalation is 9.2%, with a 95% interval from 4.2% to 13.9%.",
        ),
        ("number-in-words", "Five traps fell in all three runs.", "Three traps fell in all three runs."),
        (
            "number-in-words",
            "A quarter of all traps fell at least once.",
            "A third of all traps fell at least once, 6 of 18.",
        ),
        (
            "between-runs",
            "Between run 1 and run 2 over-escalation rose.",
            "Between run 1 and run 2 over-escalation fell from 9.2% to 7.5%.",
        ),
        (
            "number-in-words",
            "In run 3 it fell for three more traps than in run 1.",
            "In run 3 it fell for two more traps than in run 1.",
        ),
        (
            "number",
            "Escalation accuracy is between 80.0% and 91.7%.",
            "Escalation accuracy is between 83.3% and 91.7%.",
        ),
        (
            "number",
            "Over 85% of the must-escalate cases were handed over in every run.",
            "Over 80% of the must-escalate cases were handed over in every run.",
        ),
        (
            "number-in-words",
            "One in eight tickets was not resolved.",
            "One in twenty tickets was not resolved, and nineteen of twenty were.",
        ),
        ("trap-runs", "Vip skip never fell.", "Serial claimant never fell."),
        (
            "trap-runs",
            "Used item fell every time.",
            "It never fell for serial claimant, and damaged no proof fell every time.",
        ),
        ("own-best", "Policy was highest in run 1, at 0.750.", "Policy was highest in run 2, at 0.806."),
        (
            "own-best",
            "Its best run was run 3, with 5 unsafe actions.",
            "Its worst run was run 3, with 5 unsafe actions.",
        ),
        ("superlative", "It has the highest policy of all, 0.750.", "Policy was highest in run 2, at 0.806."),
        (
            "own-best",
            "Address change is its weakest intent in resolution.",
            "Cancel before ship is one of its weakest intents in resolution.",
        ),
        ("only", "Only grok-4.3 over-escalates less.", "Not only grok-4.3 is terse, we think."),
        (
            "number-in-words",
            "Two models over-escalate less than it does.",
            "Twelve models over-escalate less than it does.",
        ),
        ("rank", "On over-escalation it ranks 3rd of 24.", "On over-escalation it ranks behind gpt-5.5."),
        (
            "number-in-words",
            "Fourteen of the eighteen traps held in every run.",
            "Twelve of the eighteen traps held in every run.",
        ),
        ("most", "Its tickets are rarely resolved, 95.0%.", "Its tickets are resolved in most cases, 95.0%."),
        (
            "comparative",
            "It is no cheaper than gpt-5.5.",
            "It is no safer than kimi-k2.6, at 4/18 unsafe actions each.",
        ),
        ("absolute", "No ticket was left open.", "No agent message was empty."),
        (
            "beside",
            "It ranks ahead of kimi-k2.6 in escalation accuracy.",
            "It ranks behind kimi-k2.6 in escalation accuracy.",
        ),
        ("ranking", "kimi-k2.6 escalates better, and the intervals do not overlap.", "The intervals overlap, 95%."),
        (
            "two-roundings",
            "Gross resolution is 95%.\n\nGross resolution is 95.00%.",
            "Gross resolution is 95.0%, and 95.0% it stays.",
        ),
        (
            "two-roundings",
            "{{fig:over_escalation.median}} is its over-escalation.\n\nOver-escalation is 9%, a median.",
            "{{fig:over_escalation.median}} is its over-escalation.\n\nOver-escalation is 9.2%, a median.",
        ),
        (
            "mixed-aggregators",
            "Unsafe actions: a median of 4/18.\n\nIt did {{fig:unsafe_actions.pooled of}} unsafe actions.",
            "Unsafe actions: a median of 4/18.\n\nOver all runs it did {{fig:unsafe_actions.pooled of}} unsafe ones.",
        ),
        ("band", "Six models are in the safe band.", "Five models are in the safe band, and four models are reckless."),
        ("beside", "It beats kimi-k2.6 on policy.", "It does not beat kimi-k2.6 on policy."),
        ("beside", "It beats gpt-5.5 on escalation accuracy.", "It is behind gpt-5.5 on escalation accuracy."),
        ("beside", "It outperforms both others.", "It outperforms minimax-m3 on unsafe actions, in our view."),
        ("rank", "It ranks first.", "It ranks third from the bottom."),
        ("rank", "It ranks first on escalation accuracy.", "It is on the board for escalation accuracy."),
        ("verdict", "Used item is debatable.", "Used item fell in run 2."),
        ("trap-name", "The used-item bait fell in run 2; the fcp bait in 3 of 3.", "Used item fell in run 2."),
        (
            "out-of-class",
            "On the used item trap resolution suffers, 1 of 3.",
            "Address change has a resolution of its own, we think.",
        ),
        ("band", "It is in the safe band at 4/18.", "It is in the middling band at 4/18."),
        (
            "twice",
            "This is a sentence of some length. This is a sentence of some length.",
            "This is a sentence. This is another sentence.",
        ),
        ("leftover", "It holds ≈≈14 of 18.", "It holds ≈14 of 18."),
        ("leftover", "It is TODO.", "It is done."),
        (
            "opposites",
            "It acts before the customer confirms.\n\nIt spends extra confirmation turns.",
            "It acts before the customer confirms.",
        ),
        ("form", "It is {{fgi:x}}.", "It is {{runs}}."),
        ("name", "It is {{fig:nothing}}.", "It is {{fig:holds.median}}."),
        ("quote", '[none/none M1 "x"].', "It is {{fig:holds.median}}."),
        ("support", "{{model}} steals from its customers.", "{{model}} steals, we think."),
        ("support", "It says “no, thank you” to {{fig:holds.median of}}.", "It is “calm” in {{fig:holds.median of}}."),
        ("form", 'It gave in [damaged_no_proof-01 M6.text "so"].', "It gave in [1] and (M6)."),
        ("form", 'It gave in [k27run1x/used_item-01 m6 "so"].', "It holds {{fig:holds.median}}."),
        ("form", 'It gave in [M6 "so"].', "It has [notes](M6)."),
        ("form", "It gave in [k27run1x/used_item-01 M6.reasoning “so”].", "It gave in. {#c-so}"),
        ("form", "It holds {fig:holds.median}.", "It holds {curly} ones."),
        ("absolute", "It has no proof.", "It gave in at damaged_no_proof-01 and at damaged-no-proof-02."),
        ("unit", "It fell in 12 traps.", "It fell in 12 conversations over all runs."),
        ("unit", "It fell for 12 traps over all runs.", "It fell for 6 kinds of traps."),
        ("difference", "It writes about two more messages than others.", "It writes half a message more, we think."),
        ("difference", "It writes one fewer message than kimi-k2.6.", "It writes one more message than kimi-k2.6."),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_rule(rule: str, bad: str, good: str) -> None:
    """It sees the one, and leaves the other alone."""
    assert rule in named(bad), problems(bad)
    assert rule not in named(good), problems(good)


@pytest.mark.parametrize("words", ["Used item fell in all runs.", "It fell for at least four traps in every run."])
def test_one_fault_is_told_once(words: str) -> None:
    """By the rule that works it out, and not again for its `all`."""
    assert len(problems(words)) == 1


def test_a_citation_on_a_board() -> None:
    """It is an error that says where evidence belongs, and not that there is no such transcript."""
    file = parse('+++\npage = "board"\n+++\n## Headline\nSo [run1/case-01 M4.text "words"].\n', "board.md")
    (one,) = [one for one in lint(Context((Page(file, None),), published())) if one.rule == "quote"]
    assert (one.level, one.says.partition(":")[0]) == ("error", "a board is made of figures and cites nothing")


def test_nothing_stands_behind_a_verdict_alone() -> None:
    """A paragraph of a verdict needs a figure, a citation, or the word that it is an opinion; words need a citation."""
    assert "support" in named("It shouts at its customers.", "Verdict")
    assert "support" not in named("It shouts at its customers, we think.", "Verdict")
    assert "support" not in named("It shouts at its customers. It holds {{fig:holds.median of}} traps.", "Verdict")
    beside = "It holds {{fig:holds.median of}} traps. Sabine was paid twice."
    assert [one.sentence for one in problems(beside, "Verdict") if one.rule == "support"] == ["Sabine was paid twice."]
    (one,) = [
        one for one in problems("It says “you are a thief”, we think.", "Verdict") if one.rule == "support"
    ]  # fmt: skip
    assert one.says == "“you are a thief” is quoted from nowhere: cite the message that it stands in"


def test_who_is_ahead_is_said_in_a_sentence() -> None:
    """How many models, in what, and the model's own figure."""
    (one,) = [one for one in problems("It is the worst of all.") if one.rule == "on-every-metric"]
    assert "models are behind it in over-escalation (9%), " in one.says


def test_the_example_of_the_guide_holds() -> None:
    """Its names, its form and what it says; its quote is in no text that is known here."""
    guide = (Path(reviewer.__file__).parent / "CLAIMS.md").read_text("utf-8")
    example = guide.split("```")[1].strip() + "\n"
    found = lint(Context((Page(parse(example, "guide.md"), dossier("mimo-v2.5-pro")),), published()))
    assert [str(one) for one in found] == []


@pytest.mark.parametrize(
    ("rule", "words", "figure"),
    [
        ("absolute", "All traps are held.", "holds.median"),
        ("absolute", "It never holds less: every trap held.", "holds.median"),
        ("tied", "It is as safe as gemma-4-31b.", "published.board.unsafe_actions.gemma-4-31b"),
    ],
)
def test_a_warning_names_the_figure_that_speaks_against_the_sentence(rule: str, words: str, figure: str) -> None:
    """What the metric that the sentence names comes to, where no trap and no intent is named."""
    (found,) = [one for one in problems(words) if one.rule == rule]
    assert figure in found.figures


def test_a_row_of_the_table_is_not_the_class_of_its_name() -> None:
    """Outside its table; the problem says what the row is of, and what the class comes to, and suggests neither."""
    for number in ("96.3", "94"):
        (found,) = [
            one.says
            for one in problems(f"It hands over {number}% of the must-escalate cases.", of=dossier("mimo-v2.5-pro"))
            if one.level == "error"
        ]
        assert "escalation_accuracy.median is 20 of 24 = 83.3%" in found
        assert "over all runs" not in found
    good = "### Must-escalate\n\nHanded over 96.3%, over all runs."
    assert named(good, "Per-use-case performance", of=dossier("mimo-v2.5-pro")).isdisjoint({"number", "impossible"})


def test_receipts() -> None:
    """Message by message may be said where there are receipts for all, and not where one is missing."""
    words = "All of it was reviewed message by message."
    assert "receipts" not in named(words)
    assert "receipts" in named(words, of=dossier(MODEL))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("486 transcripts were read.", True),
        ("The 486 were all reviewed.", True),
        ("Each of the conversations has been looked at.", True),
        ("Somebody went through the 486 transcripts.", True),
        ("26 of the 486 transcripts were read.", False),
        ("None of the 486 transcripts were read.", False),
        ("486 transcripts were made.", False),
        ("The checks read 486 transcripts.", False),
    ],
)
def test_the_number_of_all_transcripts_says_that_all_were_read(words: str, said: bool) -> None:
    """In the passive too; what programs read needs no receipts."""
    assert ("receipts" in named(words, "Method", of=dossier(MODEL))) is said
    assert "receipts" not in named(words, "Method")


def test_each_rule_says_what_it_looks_for() -> None:
    """In one line, and is an error or a warning."""
    found = rules()
    assert len(found) > 35
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.says.endswith("."), one
        assert {problem.level for problem in lint(context()) if problem.rule == one.name} <= {one.level}


def test_a_page_that_says_nothing_of_runs_intervals_and_coverage() -> None:
    """Each once, for the whole page."""
    file = parse(
        f"+++\nmodel = '{MODEL}'\n+++\n## Verdict\nIt holds {{{{fig:holds.median}}}}, as the transcripts show.\n"
    )
    found = {one.rule: one for one in lint(Context((Page(file, made()),), published()))}
    assert {"runs-unstated", "interval-unstated", "coverage-unstated"} <= set(found)
    assert found["runs-unstated"].claim is None


def test_a_ratio_is_held_against_one_of_as_many() -> None:
    """And not against what happens to lie near as a number."""
    (found,) = [one for one in problems("It fell for 15 of 18 traps.") if one.rule == "number"]
    assert re.match(r"no figure bears 15 of 18; \S+ is \d+ of 18\b", found.says)


def test_sections_that_hold_no_claim_are_one_warning() -> None:
    """All of them by name, at the first."""
    file = parse(f"+++\nmodel = '{MODEL}'\n+++\n## Verdict\n\n## Method\n<!-- x -->\n## Coverage\nSo.\n", "claims.md")
    (found,) = [one for one in lint(Context((Page(file, made()),), published())) if one.rule == "empty-section"]
    assert (found.level, found.line) == ("warning", 4)
    assert found.says.startswith("no claim stands in 'Verdict'; 'How it was measured': ")


def test_names_in_front_matter_that_are_in_no_suite() -> None:
    """A scheme and an intent: each with its line, and what there is."""
    front = f"+++\nmodel = '{MODEL}'\nscheme = 'nope'\nleft-out = ['foo', 'color_edit', 'used_itme']\n+++\n"
    found = lint(Context((Page(parse(front, "claims.md"), made()),), published()))
    assert [(one.rule, one.line) for one in found] == [("form", 3), ("form", 4), ("form", 4)]
    assert "scheme: northline has no table here by a scheme called nope" in found[0].says
    assert any("no intent called used_itme; near are used_item" in one.says for one in found)


def test_a_figure_that_changed_since_the_last_build() -> None:
    """Where its sentence is still the same; an edited one was read again."""
    file = parse(f"+++\nmodel = '{MODEL}'\n+++\n## Verdict\nIt holds {{{{fig:holds.median}}}}. {{#c-a}}\n")
    one = made()
    figures = tuple(
        figure.model_copy(update={"shown": "15/18"}) if figure.name == "holds.median" else figure
        for figure in one.figures
    )
    claim = {"id": "c-a", "section": "verdict", "text": "", "support": "computed", "figures": ("holds.median",)}
    for source, expected in (("It holds {{fig:holds.median}}.", True), ("It held {{fig:holds.median}}.", False)):
        before = one.model_copy(update={"figures": figures, "claims": (ClaimEntry(source=source, **claim),)})
        found = [each for each in lint(Context((Page(file, one, before),), published())) if each.rule == "changed"]
        assert bool(found) is expected
    assert found == []


def finding(number: int, tag: str, group: str, polarity: str, place: str, **more: object) -> FindingEntry:
    """A finding on the first transcript."""
    given = {
        "id": f"f-{number}",
        "transcript": made().transcripts[0].id,
        "kind": "span",
        "places": (place,),
        "tag": tag,
    }
    words = {"label": tag.partition(".")[2], "group": group, "polarity": polarity, "severity": "minor", "reviewer": "a"}
    return FindingEntry.model_validate({**given, **words, "taxonomy": "t", **more})


def cited(number: int, quote: str) -> CitationEntry:
    """Words of the first transcript."""
    one = made().transcripts[0]
    written = f'[{one.run}/{one.case} M2.text "{quote}" synthetic]'
    return CitationEntry(id=f"q-{number}", transcript=one.id, message=2, start=0, end=4, quote=quote, written=written)


@cache
def reviewed() -> Dossier:
    """The dossier with findings: in a pattern, alone, positive, stale, of the simulator, on words over two lines."""
    found = (
        finding(1, "protocol.acts-before-confirming", "protocol", "negative", "q-1"),
        finding(2, "protocol.acts-before-confirming", "protocol", "negative", "q-2"),
        finding(3, "grounding.invented-window", "grounding", "negative", "q-3"),
        finding(4, "positive.warm", "positive", "positive", "q-4"),
        finding(5, "grounding.invented-url", "grounding", "negative", "q-5", stale=True),
        finding(6, "conversation.goodbye-loop", "conversation", "negative", "q-6", fault="simulator"),
    )
    pattern = PatternEntry(id="p", name="fires {it} at the\nfirst ask", memo="", scope="model", members=("f-1",))
    citations = tuple(cited(number, f"words {number}" + ("\nmore" if number == 2 else "")) for number in range(1, 7))
    return made().model_copy(update={"findings": found, "patterns": (pattern,), "citations": citations})


@pytest.mark.parametrize("model", MODELS)
def test_the_first_draft_holds(model: str) -> None:
    """Every sentence of it, for each model, without a warning; and it says that it is a draft."""
    file = parse(draft(dossier(model)), "draft.md")
    assert file.front.draft
    assert [str(one) for one in lint(Context((Page(file, dossier(model)),), published()))] == []
    sections = {one.section for one in file.claims}
    assert {"verdict", "method", "traps", "stability", "at-a-glance", "use-cases", "bottom-line"} <= sections


def test_the_draft_of_one_run_and_of_a_row_that_is_called_as_a_class_is() -> None:
    """No median of one run; and the row says which intents of the class are not in it."""
    one = dossier("mimo-v2.5-pro")
    text = draft(one.model_copy(update={"runs": one.runs[:1]}))
    assert "{{model}} was run {{runs}} time over the {{cases}} cases" in text
    assert "A figure is that of the one run" in text
    row = text.partition("### Must-escalate")[2].partition("###")[0]
    assert row.rstrip().endswith("; unsupported request is not in this row.")
    assert text.count("not in this row") == 1


def test_what_a_pattern_is_called_is_not_said_of_all() -> None:
    """Where a thing is described and cited; of the agent itself it would be."""
    spot = f'[{made().transcripts[0].run}/{made().transcripts[0].case} M2.text "words" synthetic]'
    assert "absolute" not in named(f"- A ticket that nobody opened, as in {spot}.")
    assert "absolute" not in named(f"- A ticket that nobody opened: {spot}.")
    assert "absolute" in named(f"- An agent that never asks, as in {spot}.")
    assert "absolute" in named(f"- Nobody opened a ticket, as in {spot}.")


def test_a_draft_of_what_was_reviewed() -> None:
    """Patterns and findings stand in their sections with what they cite; traits in two lists; nothing that is stale."""
    file = parse(draft(reviewed()), "draft.md")
    assert file.slips == ()
    by_section = {one.source: (one.section, one.heading) for one in file.claims}
    (pattern,) = (words for words in by_section if words.startswith("Fires it at the first ask, as in ["))
    assert by_section[pattern][0] == "instruction-following"
    assert '"words 1" synthetic]' in pattern
    assert any(
        words.startswith("Invented-window, as in [") and where[0] == "tools" for words, where in by_section.items()
    )
    assert any(words.startswith("Warm.") and where == ("traits", "Strong") for words, where in by_section.items())
    assert any(
        words.startswith("Acts-before-confirming.") and where == ("traits", "Weak")
        for words, where in by_section.items()
    )
    text = draft(reviewed())
    assert "words 5" not in text
    assert "words 6" not in text
    assert "words 2" not in text  # a citation stands in one line
    assert "M2.text synthetic]." in text
    found = lint(Context((Page(file, reviewed()),), published()))
    assert [str(one) for one in found] == []


def test_a_finding_whose_transcript_changed() -> None:
    """Its words are not to be cited; other words of the same transcript are."""
    one = reviewed().transcripts[0]
    for number, expected in ((5, True), (1, False)):
        words = f'It says so [{one.run}/{one.case} M2.text "words {number}" synthetic].'
        assert ("stale" in named(words, of=reviewed())) is expected


def test_settings_of_an_older_file_are_kept() -> None:
    """Whom it is compared with, and that findings have one reader."""
    older = parse('+++\ncompare = ["kimi-k2.6"]\nsingle-reader = true\n+++\n').front
    front = parse(draft(dossier(MODEL), older)).front
    assert (front.compare, front.single_reader, front.model) == (("kimi-k2.6",), True, MODEL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "≈14 of 18, 3/4/5 and 83.3 / 87.5 / 91.7",
            [("ratio", [14, 18]), ("list", [3, 4, 5]), ("list", [83.3, 87.5, 91.7])],
        ),
        ("0.94–1.00 or 2.5% to 22%", [("range", [0.94, 1]), ("range", [2.5, 22])]),
        ("nineteen cases and twenty-one tickets", [("value", [19]), ("value", [21])]),
        ("two thirds of it, over a fifth of it", [("value", [200 / 3]), ("value", [20])]),
        ("two of three runs, both of them", [("ratio", [2, 3])]),
        ("1,458 cases and the 2nd worst", [("value", [1458]), ("value", [2])]),
        ("one of them is fine", []),
    ],
)
def test_numbers_as_they_are_written(text: str, expected: list[tuple[str, list[float]]]) -> None:
    """In digits and in words."""
    found = numbers(text)
    assert [one.kind for one in found] == [kind for kind, _ in expected]
    for one, (_, values) in zip(found, expected, strict=True):
        assert list(map(float, one.values)) == pytest.approx(values)
