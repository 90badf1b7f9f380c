"""`reviewer carried`: what became of the findings in a file that was edited, for a person and for a program."""

from __future__ import annotations

import json
from pathlib import Path

from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.store import decided, transcripts
from reviewer.store.plain import plain
from tests.cli.conftest import Reviewer

LINE = {"format": "reviewer/1", "suite": "desk", "case": "one", "model": "m", "run": "a", "synthetic": True}
SAID = "I have sent a new bottle; it is with you in 5–10 business days."


def test_what_became_of_findings(reviewer: Reviewer, tmp_path: Path) -> None:
    """Sure ones are counted; unsure and lost ones are listed with their old words, and a word settles the unsure."""
    file = tmp_path / "a.jsonl"
    messages = [{"role": "customer", "text": "Hello"}, {"role": "agent", "text": SAID}]
    file.write_text(json.dumps({**LINE, "messages": messages}))
    reviewer("load", file)
    with Reviewing(tmp_path / "study.db", "Ann") as ann:
        row = transcripts.find(ann.connection, "a/one")
        said = next(plain(ann.connection, [row.revision])).messages
        for anchor in (
            Anchor("message", (Place(1),)),
            Anchor("span", (span(said[1], "text", 47, 62),)),
            Anchor("span", (span(said[1], "text", 14, 24),)),
        ):
            ann.tag(row.id, decided.revision_hash(ann.connection, row), anchor, "grounding.made-up", "")
    nothing = reviewer("carried")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no finding stands in a transcript that has changed since" in nothing.stderr

    messages[1]["text"] = SAID.replace("business", "busyness").replace("a new bottle", "some thing")
    file.write_text(json.dumps({**LINE, "messages": messages}))
    told = reviewer("load", file)
    assert "3 findings in changed transcripts: 1 unchanged, 1 unsure, 1 lost" in told.stderr

    done = reviewer("carried")
    assert done.returncode == 1
    assert "5–10 busyness days" not in done.stdout.partition("lost")[2]
    assert "synthetic]" in done.stdout
    as_data = json.loads(reviewer("carried", "--json").stdout)
    assert sorted(one["how"] for one in as_data) == ["lost", "unchanged", "unsure"]
    (unsure,) = (one for one in as_data if one["how"] == "unsure")
    assert unsure["anchor"]["places"][0]["exact"] == "10 busyness days"[-15:]
    reviewer("carried", "--confirm", unsure["id"])
    assert sorted(one["how"] for one in json.loads(reviewer("carried", "--json").stdout)) == ["lost", "unchanged"]
    again = reviewer("carried", "--confirm", unsure["id"])
    assert again.returncode == 2
    assert "is no finding whose place is unsure" in again.stderr
