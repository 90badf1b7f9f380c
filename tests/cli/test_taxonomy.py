"""`reviewer taxonomy`, `findings` and `patterns`, as a person and a program use them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.taxonomy import shipped_taxonomy, shipped_text
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.store import proposals, transcripts

Reviewer = Callable[..., subprocess.CompletedProcess[str]]
SECOND = shipped_text().replace('version = "1"', 'version = "2"', 1).replace("Cold, pushing", "Cold")


@pytest.fixture
def ann(loaded: Reviewer, tmp_path: Path) -> Iterator[Reviewing]:
    """A reviewer at the database of the command."""
    assert callable(loaded)
    with Reviewing(tmp_path / "study.db", "Ann") as reviewing:
        yield reviewing


def tagged(ann: Reviewing, case: str, anchor: str = "span", **more: Any) -> str:
    """A finding on the customer's first words."""
    row = transcripts.find(ann.connection, case)
    message, hash_ = proposals.message(ann.connection, row, 2)
    place = span(message, "text", 0, 14, hash_) if anchor == "span" else Place(3, "c1")
    made = Anchor("span", (place,)) if anchor == "span" else Anchor("gap", (place,))
    revision = proposals.present(ann.connection, row.key)
    return ann.tag(row.id, revision, made, "conversation.tone", shipped_taxonomy().hash, **more).id


def test_the_tags_are_printed(loaded: Reviewer) -> None:
    """As a table, as JSON with their hash, and as the file that a team edits."""
    assert "t    conversation.tone" in loaded("taxonomy").stdout
    assert json.loads(loaded("taxonomy", "--json").stdout)["hash"] == shipped_taxonomy().hash
    assert loaded("taxonomy", "--toml").stdout == shipped_text()


def test_a_file_is_checked_compared_and_used(loaded: Reviewer, ann: Reviewing, tmp_path: Path) -> None:
    """What it would touch is listed before, and counted when it comes into force."""
    finding = tagged(ann, "kimi.1/broken-1")
    file = tmp_path / "tags.toml"
    file.write_text(SECOND)
    assert loaded("taxonomy", "check", file).stdout.startswith("support-desk 2  b2:")
    done = loaded("taxonomy", "diff", file)
    assert done.stdout.splitlines() == [
        "redefined conversation.tone  1 finding",
        "    definition: Cold, pushing or flippant where that hurts. → Cold or flippant where that hurts.",
        f"    finding {finding}",
    ]
    (change,) = json.loads(loaded("taxonomy", "diff", file, "--json").stdout)["changes"]
    assert (change["change"], change["tag"], change["findings"]) == ("redefined", "conversation.tone", [finding])
    done = loaded("taxonomy", "use", file, "--author", "Ada", "--reason", "agreed")
    assert "support-desk 2" in done.stderr
    assert done.stderr.endswith("says Ada\nredefined: conversation.tone (1 finding)\n")
    assert loaded("taxonomy", "--toml").stdout == SECOND
    assert f"finding {finding}" in loaded("taxonomy", "diff").stdout
    assert loaded("taxonomy", "use", "--undo").returncode == 0
    assert loaded("taxonomy", "--toml").stdout == shipped_text()
    assert loaded("taxonomy", "diff").stderr.endswith("no difference\n")


def test_a_broken_file_says_where(loaded: Reviewer, tmp_path: Path) -> None:
    """File, place, reason, in one line; nothing comes into force."""
    file = tmp_path / "tags.toml"
    file.write_text(SECOND.replace('group = "unsafe"', 'group = "odd"', 1))
    for words in (["check"], ["use"], ["diff"]):
        done = loaded("taxonomy", *words, file)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr == f"reviewer: {file}: tags[0].group: unknown group: odd\n"


def test_editing(loaded: Reviewer, tmp_path: Path) -> None:
    """What is wrong is said and the text kept; the next edit goes on with it; nothing changed leaves nothing."""
    draft = tmp_path / "study.db.taxonomy.toml"

    def edit(script: str) -> subprocess.CompletedProcess[str]:
        return loaded("taxonomy", "edit", "--reason", "why", env={"VISUAL": f"sed -i '{script}'"})

    assert edit("s/a/a/").stderr == "nothing was changed\n"
    assert not draft.exists()
    done = edit("s/Cold,/Chilly,/")
    assert done.returncode == 3
    assert "NOT SAVED; the text is kept" in done.stderr
    assert 'there is another support-desk "1" already: say the next, such as "2"' in done.stderr
    assert "Chilly" in draft.read_text()
    assert draft.stat().st_mode & 0o777 == 0o600
    done = edit('s/^version.*/version="2"/')
    assert f"going on with {draft}" in done.stderr
    assert "support-desk 2" in done.stderr
    assert "Chilly" in loaded("taxonomy", "--toml").stdout
    assert not draft.exists()
    failed = loaded("taxonomy", "edit", env={"VISUAL": "false"})
    assert (failed.returncode, len(failed.stderr.splitlines())) == (1, 1)
    assert not draft.exists()


def test_findings_with_their_citations(loaded: Reviewer, ann: Reviewing) -> None:
    """Each says whether its words stand where it points; a broken one ends with 1; nothing hostile passes."""
    good = tagged(ann, "kimi.1/broken-1", note="cold \x1b[31m", severity="critical")
    gap = tagged(ann, "gpt.1/broken-2", "gap")
    lines = loaded("findings").stdout
    assert f'conversation.tone  {good}  critical  Ann\n    [kimi.1/broken-1 M2.text "My bottle brok"]' in lines
    assert f"{gap}  major  synthetic  Ann\n    before [gpt.1/broken-2 M3.c1 synthetic]" in lines
    assert "\x1b" not in lines
    assert [one["id"] for one in json.loads(loaded("findings", "model:gpt", "--json").stdout)] == [gap]
    assert [one["id"] for one in json.loads(loaded("findings", "--severity", "critical", "--json").stdout)] == [good]
    assert loaded("findings", "--tag", "unsafe").stderr == "no finding matches\n"
    row = transcripts.find(ann.connection, "kimi.1/broken-1")
    place = Place(2, "text", 0, 4, "Your")
    ann.tag(row.id, proposals.present(ann.connection, row.key), Anchor("span", (place,)), "conversation.tone", "b2:x")
    ann.tag("gone", "b2:aa", Anchor("message", (Place(2),)), "conversation.tone", "b2:x")
    done = loaded("findings", "--failing", "--json")
    assert done.returncode == 1
    assert [(one["quote"], one["stands"]) for one in json.loads(done.stdout)] == [
        ("broken", False),
        ("not here", False),
    ]
    assert "BROKEN" in loaded("findings").stdout


def test_patterns(loaded: Reviewer, ann: Reviewing) -> None:
    """A name, findings for and against it, another scope, and gone; each says what it did."""
    first, second = tagged(ann, "kimi.1/broken-1"), tagged(ann, "gpt.1/broken-2", "gap")
    assert loaded("patterns", "make", "fires at once", "--memo", "no question", "--model", "x").returncode == 0
    assert "1 put into fires at once: 1 member, 0" in loaded("patterns", "join", "fires at once", first).stderr
    assert "1 member, 1 against" in loaded("patterns", "join", "fires at once", second, "--against").stderr
    shown = loaded("patterns", "show", "fires at once")
    assert '    [kimi.1/broken-1 M2.text "My bottle brok"]' in shown.stdout
    assert shown.stdout.index(first) < shown.stdout.index("1 counterexample") < shown.stdout.index(second)
    assert "1 of the members are not of model x" in shown.stderr
    assert loaded("patterns", "change", "fires at once", "--fleet", "--name", "fires").returncode == 0
    (one,) = json.loads(loaded("patterns", "--json").stdout)
    assert (one["name"], one["memo"], one["scope"], one["scope_name"]) == ("fires", "no question", "fleet", "")
    assert [[found["id"] for found in one[key]] for key in ("findings", "against")] == [[first], [second]]
    assert "0 members, 1 against" in loaded("patterns", "join", "fires", first, "--out").stderr
    assert "its findings stay" in loaded("patterns", "remove", "fires").stderr
    assert loaded("patterns").stderr.startswith("no pattern has a name yet")
    assert len(json.loads(loaded("findings", "--json").stdout)) == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["patterns", "show", "nope"], 1, "no pattern is called 'nope'"),
        (["patterns", "make", " "], 2, "a pattern needs a name"),
        (["patterns", "make", "x", "--model", "a", "--intent", "b"], 2, "not both"),
        (["patterns", "join", "nope", "01"], 1, "no pattern is called"),
        (["taxonomy", "use"], 2, "say FILE, or `--undo`"),
        (["findings", "score:<"], 2, "not understood as a filter"),
    ],
)
def test_what_makes_no_sense(loaded: Reviewer, words: list[str], code: int, said: str) -> None:
    """One line says so."""
    done = loaded(*words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (code, "", 1), done.stderr
    assert said in done.stderr
