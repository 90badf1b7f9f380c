"""The form in which other programs suggest findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile
from reviewer.model.proposal import Proposal, read_proposal
from reviewer.model.proposal_schema import written

WHOLE: dict[str, Any] = {
    "proposer": "helper@1",
    "transcript": "t1",
    "citation": "M2.text",
    "quote": "words",
    "tag": "conversation.tone",
}
DONE = {"citation": "M3.c1"}


def test_the_schema_is_the_classes(root: Path) -> None:
    """The file beside the classes is their output."""
    assert (root / "reviewer" / "model" / "proposal.schema.json").read_text("utf-8") == written()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"format": "reviewer-proposal/1", "severity": "critical", "note": "why", "occurrence": 2},
        {"kind": "pair", "done": DONE},
        {"kind": "gap", "quote": None, "citation": "M3.c1"},
        {"kind": "transcript", "quote": None, "citation": None},
        {"kind": "message", "citation": "M3"},
    ],
)
def test_what_is_whole_comes_in(change: dict[str, Any]) -> None:
    """Of every kind."""
    assert isinstance(read_proposal({**WHOLE, **change}, "f", "line 1"), Proposal)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"proposer": ""}, "proposer: "),
        ({"proposer": " \t"}, "the proposer's name is blank"),
        ({"quote": " "}, "a quote has words"),
        ({"kind": "pair", "done": {**DONE, "quote": "\n"}}, "a quote has words"),
        ({"proposer": "check:grounding"}, "does not begin with check:"),
        ({"citation": "message 2"}, "citation: "),
        ({"citation": "M0"}, "citation: "),
        ({"citation": None}, "a proposal of the kind span has a citation"),
        ({"quote": ""}, "quote: "),
        ({"quote": None}, "a proposal of the kind span has a quote"),
        ({"kind": "pair"}, "a pair has a done"),
        ({"done": DONE}, "a pair has a done, and nothing else has one"),
        ({"kind": "transcript"}, "a whole transcript has no citation"),
        ({"severity": "dire"}, "severity: "),
        ({"quotation": "x"}, "quotation: "),
        ({"format": "reviewer-proposal/2"}, "format: "),
    ],
)
def test_what_is_not_says_why(change: dict[str, Any], reason: str) -> None:
    """With the field."""
    with pytest.raises(BrokenFile) as caught:
        read_proposal({**WHOLE, **change}, "f.jsonl", "line 3")
    assert str(caught.value).startswith("f.jsonl: line 3: ")
    assert reason in str(caught.value)


def test_what_is_no_object_is_told_where_the_form_is_said() -> None:
    """By the command that prints it."""
    with pytest.raises(BrokenFile, match="reviewer propose --schema"):
        read_proposal(["x"], "f.jsonl", "line 1")
