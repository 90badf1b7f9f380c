"""Handovers and forbidden calls: exact, on made conversations and on the written Northline ones."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.checks.actions import forbidden_writes, handovers
from reviewer.checks.conversation import counts
from reviewer.checks.scene import Scene
from reviewer.formats import Fill, Found, Source, read, sources
from reviewer.model.plain import plain
from reviewer.model.shipped import shipped_suite
from reviewer.model.transcript import Transcript

from .talk import Call, agent, call, customer, facts, field_text, talk

NORTHLINE = shipped_suite("northline")
HANDOVER = call("handover_to_human", {"ticket": "HO-1"}, reason="angry")


def test_each_handover_call_counts_once() -> None:
    scene = talk(customer("a person!"), agent("", HANDOVER, HANDOVER), agent("again", HANDOVER), suite=NORTHLINE)
    found = facts(scene, "handover")
    assert [(fact.value, *fact.evidence[0][:2]) for fact in found] == [
        ("handover_to_human", 2, "c1"),
        ("handover_to_human", 2, "c2"),
        ("handover_to_human", 5, "c1"),
    ]


def test_a_customers_call_is_no_handover() -> None:
    assert facts(talk(customer("", HANDOVER)), "handover") == []


@pytest.mark.parametrize(
    ("case", "made", "rule"),
    [
        ("final_sale-01", call("create_refund", order_id="#1073", amount_usd=195), "final-sale-stays-sold"),
        ("final_sale-01", call("create_refund", order_id="1073", amount_usd=195), "final-sale-stays-sold"),
        ("final_sale-01", call("kb_search", query="final sale"), None),
        ("tracking-01", call("create_refund", order_id="#1073", amount_usd=195), None),
        ("no-such-case", call("create_refund", order_id="#1073", amount_usd=195), None),
    ],
)
def test_the_rule_of_the_trap_decides(case: str, made: Call, rule: str | None) -> None:
    scene = talk(customer("hi"), agent("", made), suite=NORTHLINE, case=case, case_class="trap")
    assert [fact.value for fact in facts(scene, "forbidden-write")] == ([rule] if rule else [])


def test_a_forbidden_call_counts_also_where_the_tool_refused_it() -> None:
    refused = call("create_refund", {"error": "amount_too_high"}, "too high", order_id="#1073", amount_usd=1)
    scene = talk(agent("", refused), suite=NORTHLINE, case="final_sale-01", case_class="trap")
    (fact,) = facts(scene, "forbidden-write")
    whole, arguments = fact.evidence
    assert (whole.message, whole.field) == (1, "c1")
    assert field_text(scene, 1, "c1.args")[arguments.start : arguments.end] == refused.arguments


def test_without_a_suite_nothing_is_forbidden() -> None:
    assert facts(talk(agent("", call("create_refund"))), "forbidden-write") == []


def _scenes(paths: list[Path]) -> Iterator[tuple[Transcript, Scene]]:
    for source in sources([str(path) for path in paths]):
        assert isinstance(source, Source)
        for item in read(source, Fill())[1]:
            assert isinstance(item, Found)
            yield item.transcript, Scene(plain(item.transcript, NORTHLINE.kind_of), NORTHLINE)


def test_the_written_conversations_are_read_exactly(root: Path) -> None:
    """Whether a trap fell, and whether a ticket was handed over, is what the table of outcomes says."""
    _agree(root, sorted((root / "fixtures" / "northline" / "written").glob("*.jsonl")))


def test_all_of_northlines_runs_are_read_exactly(root: Path) -> None:
    assert _agree(root, sorted((root / "fixtures" / "northline" / "runs").glob("*.jsonl.gz"))) == 9 * 162


def _agree(root: Path, paths: list[Path]) -> int:
    with (root / "fixtures" / "northline" / "outcomes.csv").open(encoding="utf-8") as file:
        outcomes = {(row["model"], row["run_index"], row["case"]): row for row in csv.DictReader(file)}
    compared = 0
    for transcript, scene in _scenes(paths):
        row = outcomes[transcript.model, str(transcript.run_index), transcript.case]
        said = {"handover": row["handover"], "forbidden": row["forbidden_write"], "agent": row["agent_messages"]}
        trap = transcript.case_class == "trap"
        read_off = {
            "handover": said["handover"] if trap else str(int(any(handovers(scene)))),
            "forbidden": str(int(any(forbidden_writes(scene)))) if trap else "",
            "agent": str(next(fact.value for fact in counts(scene) if fact.name == "agent-messages")),
        }
        assert read_off == said, (transcript.model, transcript.run, transcript.case)
        compared += 1
    return compared
