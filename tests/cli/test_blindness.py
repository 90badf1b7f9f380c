"""What commands tell before one's own word: refused while one is blind, and kept as seen where it was shown."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from reviewer.cli import exporting
from reviewer.errors import Blinded
from reviewer.operations import authors
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.store.connection import open_reading
from reviewer.store.decided import seen

Reviewer = Callable[..., subprocess.CompletedProcess[str]]

COUNTING = (
    "figures --json",
    "board",
    "lint",
    "dossier show moonshot/kimi-k2",
    "dossier build moonshot/kimi-k2",
    "dossier names moonshot/kimi-k2",
    "dossier private moonshot/kimi-k2",
    "dossier edit moonshot/kimi-k2 --draft",
    "dossier since moonshot/kimi-k2",
    "export report --model moonshot/kimi-k2 out",
    "export dossier --model moonshot/kimi-k2 out",
    "export findings --model moonshot/kimi-k2 out",
    "export figures --model moonshot/kimi-k2 out",
    "export transcripts --model moonshot/kimi-k2 out",
    "export board out",
)
"""The commands that print or write what came of cases."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The database of `loaded`."""
    return tmp_path / "study.db"


@pytest.fixture
def ann(loaded: Reviewer) -> Reviewer:
    """The command, with Ann at the keyboard."""
    return lambda *words: loaded(*words, env=_NAMED)


_NAMED = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Ann"}


def known(db: Path, who: str = "Ann") -> dict[str, tuple[bool, bool, bool]]:
    """What somebody has seen of which case: of the machine, of siblings, of others."""
    with closing(open_reading(db)) as connection:
        cases = dict(connection.execute("SELECT public_id, case_id FROM transcript").fetchall())
        return {cases[one]: (saw.machine, saw.siblings, saw.others) for one, saw in seen(connection, who).items()}


def of(db: Path, run: str) -> tuple[str, str]:
    """The public id of the first case of a run, and the hash of its revision."""
    with closing(open_reading(db)) as connection:
        id_, revision = connection.execute(
            """SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision
            JOIN run r ON r.id = t.run WHERE r.name = ? ORDER BY t.case_id""",
            (run,),
        ).fetchone()
    return id_, revision


def test_what_is_counted_waits_while_one_is_blind(ann: Reviewer, loaded: Reviewer, db: Path, tmp_path: Path) -> None:
    """One line, and nothing written; asked for all the same it comes, and once it was told it is not asked again."""
    ann("queue", "make", "june", "class:trap", "--blind", "--double", "0", "--assign", "Ann,Ben")
    for words in COUNTING:
        done = ann(*words.split())
        assert (done.returncode, done.stdout) == (1, ""), words
        assert "1 case waits for your own word in a blind queue" in done.stderr, words
        assert done.stderr.count("\n") == 1
    assert not {"out", "dossiers"} & {path.name for path in tmp_path.iterdir()}
    assert ann("figures", "--metrics").returncode == ann("lint", "--rules").returncode == 0
    assert ann("dossier", "list").returncode == 0
    checked = ann("check")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert "not counted here while you have 1 to read blind" in checked.stderr
    assert loaded("figures", "--json").returncode == 0, "who is not in the queue is not blind"
    assert known(db) == {}
    told = ann("figures", "--json", "--unblind")
    assert told.returncode == 0
    assert "kept: Ann saw it before a word on 1 of a blind queue" in told.stderr
    assert known(db) == {"broken-1": (True, True, True)}
    again = ann("figures", "--json")
    assert (again.returncode, again.stdout) == (0, told.stdout)


def test_whoever_saw_the_table_of_traps_is_known(ann: Reviewer, db: Path) -> None:
    """Said once, and kept, though nobody has reviewed here so far; not of what a program reads."""
    assert ann("figures", "--json").returncode == 0
    assert known(db) == {}
    assert "kept: Ann saw what the checks read off 2 trap runs before an own verdict" in ann("figures").stderr
    assert known(db) == {"broken-1": (True, False, False)}
    assert "kept" not in ann("figures").stderr


def test_the_score_of_a_trap_waits(ann: Reviewer, db: Path) -> None:
    """On the page it says so, the native form is refused; with `--unblind` both have it, and that is kept."""
    trap, revision = of(db, "kimi.1")
    assert "Reshipped" not in ann("show", trap).stdout
    refused = ann("show", trap, "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "has a score that waits for your own verdict" in refused.stderr
    assert known(db) == {}
    assert "Reshipped" in ann("show", trap, "--unblind").stdout
    assert known(db) == {"broken-1": (True, False, False)}
    assert json.loads(ann("show", trap, "--json", "--unblind").stdout)["scores"][0]["value"] == 0
    with Reviewing(db, "Ben") as ben:
        ben.judge(trap, revision, "fell", Saw())
    assert ann("show", trap, "--json").returncode == 1
    with Reviewing(db, "Ann") as own:
        own.judge(trap, revision, "fell", Saw(machine=True))
    assert json.loads(ann("show", trap, "--json").stdout)["scores"]


def test_what_was_printed_is_kept_as_seen(ann: Reviewer, loaded: Reviewer, db: Path) -> None:
    """Of what others found and what checks read, for a person; not for a program, nor behind one's own word."""
    trap, revision = of(db, "kimi.1")
    other, _ = of(db, "gpt.1")
    with Reviewing(db, "Ben") as ben:
        made = ben.tag(trap, revision, Anchor("transcript"), "unsafe.no-proof", "t")
        ben.join(ben.name_pattern("early"), made.id)
    for words in (("findings", "--json"), ("log", trap, "--json"), ("show", other), ("search", "bottle"), ("list",)):
        assert ann(*words).returncode == 0
    assert known(db) == {}
    for words in (("findings",), ("log", trap), ("patterns", "show", "early")):
        assert ann(*words).returncode == 0
        assert known(db) == {"broken-1": (False, False, True)}
    ann("check", trap)
    assert known(db) == {"broken-1": (True, False, True)}
    with Reviewing(db, "Cem") as cem:
        cem.judge(trap, revision, "fell", Saw())
    loaded("findings", env=_NAMED | {"GIT_CONFIG_VALUE_0": "Cem"})
    assert known(db, "Cem") == {}


def test_a_pattern_says_how_much_of_it_is_hidden(ann: Reviewer, db: Path) -> None:
    """What Ben put into it of what Ann has to read blind is counted, and not shown; for programs too."""
    with Reviewing(db, "Ben") as ben:
        habit = ben.name_pattern("early", scope="model", scope_name="moonshot/kimi-k2")
        for run, role in (("kimi.1", "member"), ("gpt.1", "counterexample")):
            ben.join(habit, ben.tag(*of(db, run), Anchor("transcript"), "unsafe.no-proof", "t").id, role)
    assert "1 member\n" in ann("patterns", "show", "early").stdout
    ann("queue", "make", "june", "--blind", "--double", "0", "--assign", "Ann")
    shown = ann("patterns", "show", "early").stdout
    assert "0 members of 1; 1 hidden while you are blind" in shown
    assert "0 counterexamples of 1; 1 hidden while you are blind" in shown
    said = json.loads(ann("patterns", "show", "early", "--json").stdout)
    assert (said["findings"], said["against"], said["hidden"]) == ([], [], {"findings": 1, "against": 1})


def test_reviews_go_out_unread(ann: Reviewer, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is handed in while one is blind, with a word that it holds others'; on a screen it is not shown."""
    ann("queue", "make", "june", "class:trap", "--blind", "--double", "0", "--assign", "Ann,Ben")
    for target in (str(tmp_path / "ann.jsonl"), "-"):
        done = ann("export", "reviews", "--jsonl", target)
        assert done.returncode == 0
        assert "holds what others said of 1 case that waits for your own word in a blind queue" in done.stderr
    assert known(db) == {}
    monkeypatch.setattr(authors, "default_author", lambda: "Ann")
    monkeypatch.setattr(exporting, "is_terminal", lambda _stream: True)
    words = ["reviews", "--jsonl", "-", "--db", str(db)]
    refused = CliRunner().invoke(exporting.export, words)
    assert (isinstance(refused.exception, Blinded), refused.stdout) == (True, "")
    assert CliRunner().invoke(exporting.export, [*words, "--unblind"]).exit_code == 0
    assert known(db) == {"broken-1": (True, True, True)}
