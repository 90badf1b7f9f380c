"""`reviewer list`, `show`, `search`: data on stdout, for people and for programs."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reviewer = Callable[..., subprocess.CompletedProcess[str]]


def test_the_list_is_aligned_and_in_order(loaded: Reviewer) -> None:
    """One line each, under a head; empty columns are left out; numbers stand to the right."""
    done = loaded("list")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, len(lines)) == (0, "", 5)
    head = lines[0].split()
    assert head == "ID SUITE CASE RUN MODEL CLASS INTENT SCORE MESSAGES CALLS WORDS REMARKS".split()
    assert [line.split()[2:4] for line in lines[1:]] == [
        ["broken-1", "gpt.1"], ["broken-1", "kimi.1"], ["broken-2", "gpt.1"], ["broken-10", "kimi.2"],
    ]  # fmt: skip
    for name in ("SUITE", "CASE", "RUN", "MODEL"):
        place = lines[0].index(name)
        assert all(line[place - 1] == " " and line[place] != " " for line in lines[1:])
    end = lines[0].index("MESSAGES") + len("MESSAGES")
    assert [line[:end].split()[-1] for line in lines[1:]] == ["0", "7", "7", "7"]
    assert lines[1].endswith("synthetic, 1 warning")


def test_the_list_as_json(loaded: Reviewer) -> None:
    """An array of objects with sorted keys: ids that are safe in a shell, names and counts, and nothing internal."""
    rows = json.loads(loaded("list", "--json").stdout)
    assert [(row["suite"], row["case"], row["run"], row["model"], row["synthetic"]) for row in rows][:2] == [
        ("shop", "broken-1", "gpt.1", "gpt-4.1", True),
        ("shop", "broken-1", "kimi.1", "moonshot/kimi-k2", False),
    ]
    row = rows[1]
    assert (row["messages"], row["agent_messages"], row["calls"], row["results"]) == (7, 2, 2, 3)
    assert (row["score"], row["score_number"], row["case_class"], row["intent"]) == (None, None, "trap", "refund")
    assert list(row) == sorted(row)
    assert not {"key", "revision", "first_message"} & set(row)
    assert all(row["id"].isalnum() for row in rows)


def test_the_list_is_filtered_and_sorted(loaded: Reviewer) -> None:
    """In the words of the library's filter, with and without `--`."""

    def cases(*words: str) -> list[str]:
        return [row["case"] for row in json.loads(loaded("list", "--json", *words).stdout)]

    assert cases("model:kimi") == ["broken-1", "broken-10"]
    assert cases("-is:synthetic", "broken") == ["broken-1", "broken-10"]
    assert cases("class:trap", "is:scored") == ["broken-1"]
    assert cases("class:trap", "score:<0.5") == []
    assert cases("model:gpt", "--sort", "-messages") == ["broken-2", "broken-1"]
    assert cases("nothing-like-it") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["is:wraned"], "is:wraned; after is: stands one of warned, scored,"),
        (["model:kimi", "-is:wraned"], "-is:wraned; after is:"),
        (["score:<much"], "score:<much; after score: stands"),
        (["status:done"], "status:done; after status: stands one of complete,"),
        (["foo:bar"], "foo:bar; there are model: run: suite:"),
        (["model:"], "model:; there are"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_filter_that_is_not_understood_lists_nothing(
    loaded: Reviewer, words: list[str], said: str, form: list[str]
) -> None:
    """A script that mistypes a filter must not go on with all transcripts: exit code 2, and what there is."""
    done = loaded("list", *words, *form)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith(f"reviewer: not understood as a filter: {said}")


def test_a_word_with_a_colon_is_looked_for_in_quotes(loaded: Reviewer) -> None:
    """As the refusal of an unknown key says."""
    done = loaded("list", '"foo:bar"')
    assert (done.returncode, done.stderr) == (0, "no transcript matches\n")


def test_a_transcript_is_readable_in_a_pipe(loaded: Reviewer) -> None:
    """Numbers, roles, reasoning, calls with their results beside them, failures, orphans, scores and warnings."""
    done = loaded("show", "kimi.1/broken-1")
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "case      broken-1, trap, refund",
        "run       kimi.1 (1 of 2)",
        "ended     customer left",
        "scores    2, not shown before your own word",
        "    money back.",
        "M2  customer  Ines  2026-05-02T10:00:00Z",
        "    (reasoning)",
        "    c2  write  send  not valid JSON: cut",
    ):
        assert line in done.stdout.splitlines(), line
    stream = done.stdout[done.stdout.index("M3  agent") :]
    places = [
        stream.index(part) for part in ("c1  read", "TRV-1147", "    M4", "delivered", "c2", "M5  failed: timed out")
    ]
    assert places == sorted(places)
    assert "M7  tool  answers no call" in stream
    assert "Never reship" not in done.stdout
    assert "policy    30 characters, not shown here" in done.stdout
    assert "Never reship" in loaded("show", "kimi.1/broken-1", "--policy").stdout
    assert "\x1b" not in done.stdout


def test_a_long_message_is_printed_once(reviewer: Reviewer, tmp_path: Path) -> None:
    """Whole, although the screen cuts it into parts."""
    text = "\n".join(f"line {number}" for number in range(10_000))
    transcript = {"format": "reviewer/1", "suite": "s", "case": "c", "model": "m", "run": "r"}
    (tmp_path / "long.jsonl").write_text(json.dumps({**transcript, "messages": [{"role": "event", "text": text}]}))
    assert reviewer("load", "long.jsonl").returncode == 0
    assert [line.strip() for line in reviewer("show", "r/c").stdout.splitlines()[-10_000:]] == text.split("\n")
    assert reviewer("show", "r/c").stdout.count("line 9999") == 1


def test_a_transcript_without_messages(loaded: Reviewer) -> None:
    """Says that it holds none."""
    done = loaded("show", "gpt.1/broken-1")
    assert done.returncode == 0
    assert "0 messages, 0 calls, 0 words, synthetic" in done.stdout


def test_the_native_form_comes_out_as_it_went_in(loaded: Reviewer, runs: Path, tmp_path: Path) -> None:
    """`show --json` of everything, loaded into another database, gives the same contents; here nothing is new."""
    ids = [row["id"] for row in json.loads(loaded("list", "--json").stdout)]
    lines = [loaded("show", one, "--json", "--unblind").stdout for one in ids]
    original = [json.loads(line) for line in runs.read_text("utf-8").splitlines()]
    kimi = next(json.loads(line) for line in lines if "kimi.1" in line)
    assert {key: kimi[key] for key in original[0] if key != "messages"} == {
        key: value for key, value in original[0].items() if key != "messages"
    }
    assert all(json.loads(line)["synthetic"] for line in lines if "gpt.1" in line)
    for stored, written in zip(kimi["messages"], original[0]["messages"], strict=True):
        assert {key: stored[key] for key in written} == written
    again = tmp_path / "again.jsonl"
    again.write_text("".join(lines), "utf-8")
    done = loaded("load", again)
    assert (done.returncode, "4 unchanged" in done.stderr) == (0, True), done.stderr


def test_numbers_that_json_does_not_know(reviewer: Reviewer, tmp_path: Path) -> None:
    """NaN and the infinities come out as text, and control characters as escapes."""
    transcript: dict[str, Any] = {"format": "reviewer/1", "suite": "s", "case": "c", "model": "m", "run": "r"}
    transcript["extra"] = {"x": float("nan")}
    transcript["scores"] = [{"name": "a", "value": float("-inf")}]
    transcript["messages"] = [{"role": "event", "text": "\x7f\x1b"}]
    (tmp_path / "odd.jsonl").write_text(json.dumps(transcript))
    assert reviewer("load", "odd.jsonl").returncode == 0
    text = reviewer("show", "r/c", "--json").stdout
    shown = json.loads(text, parse_constant=pytest.fail)
    assert (shown["extra"], shown["scores"][0]["value"]) == ({"x": "NaN"}, "-Infinity")
    assert shown["messages"][0]["text"] == "\x7f\x1b"
    assert text.isascii()
    assert "\x7f" not in text


def test_what_is_not_there(loaded: Reviewer) -> None:
    """Exit code 1 and a line that says what is near."""
    done = loaded("show", "kimi.1/broken-7")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "reviewer: no transcript is called 'kimi.1/broken-7'; the run kimi.1 holds the cases broken-1\n"
    )


def test_a_search_prints_hits_in_their_context(loaded: Reviewer) -> None:
    """Newest first; each says in which message and where; what the shell unquoted is a phrase again."""
    done = loaded("search", "new bottle", "model:kimi")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, len(lines)) == (0, "", 4)
    assert "M6.text  kimi.2/broken-10  moonshot/kimi-k2  agent" in lines[0]
    assert lines[1] == "    I have sent a new bottle."
    assert loaded("search", "bottle new", "model:kimi").stdout == ""
    assert loaded("search", "bottle new model:kimi").stdout == done.stdout


def test_a_search_as_json(loaded: Reviewer) -> None:
    """With the spans that match, and whether the run is synthetic."""
    done = loaded("search", "refund", "--json", "--limit", "1")
    (hit,) = json.loads(done.stdout)
    assert (hit["number"], hit["field"], hit["role"], hit["synthetic"], hit["run"]) == (
        2,
        "text",
        "customer",
        True,
        "gpt.1",
    )
    assert hit["snippet"][slice(*hit["matches"][0])] == "réfund"
    assert done.stderr == "the newest 1 of 3; `--limit 3` prints all\n"


def test_a_search_that_finds_nothing_says_why(loaded: Reviewer) -> None:
    """On stderr; an empty array for programs."""
    done = loaded("search", "refund", "model:claude", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [])
    assert done.stderr == "there is no model 'claude'\n"
    done = loaded("search", "--", "-- ?")
    assert (done.returncode, done.stderr) == (2, "reviewer: there is no word to look for in '-- ?'\n")


def test_the_schema_is_the_one_that_is_shipped(reviewer: Reviewer, root: Path) -> None:
    """`reviewer schema` needs no database."""
    shipped = json.loads((root / "reviewer" / "model" / "transcript.schema.json").read_text("utf-8"))
    assert json.loads(reviewer("schema").stdout) == shipped


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["show", "kimi.1/broken-1"], ["search", "bottle"]])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, words: list[str]) -> None:
    """`reviewer list | head -1` ends without a word."""
    command = [sys.executable, "-m", "reviewer", *words, "--db", str(tmp_path / "study.db")]
    pipe = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert pipe.stdout
    assert pipe.stderr
    pipe.stdout.close()
    said = pipe.stderr.read()
    assert (pipe.wait(), said) == (0, b"")
    pipe.stderr.close()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "words", ["list", "list --json", "show kimi.1/broken-1", "show kimi.2/broken-10 --json", "search bottle", "runs"]
)
def test_a_closed_stdout_is_said(tmp_path: Path, words: str) -> None:
    """`reviewer show ID >&-`: one line and exit code 1: it is not the database that is amiss."""
    command = f"{shlex.quote(sys.executable)} -m reviewer {words} --db study.db >&-"
    done = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S602
    assert (done.returncode, done.stderr) == (1, "reviewer: the output cannot be written: stdout is closed\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&-"])
def test_no_screens_where_a_stream_is_closed(tmp_path: Path, closed: str) -> None:
    """That is no terminal either."""
    command = f"{shlex.quote(sys.executable)} -m reviewer {closed}"
    done = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S602
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "no terminal" in done.stderr


_LEAVES_A_SEARCH = """
import sqlite3, sys
from reviewer.cli import main
from reviewer.store import excerpts

def interrupted(pieces, phrases):
    next(pieces)  # a text is open, and more of it is to come
    raise KeyboardInterrupt

excerpts.snippet = interrupted
main(["search", "bottle"])
"""


@pytest.mark.usefixtures("loaded")
def test_an_interrupted_search_says_so_and_nothing_else(tmp_path: Path) -> None:
    """What it was reading is closed before the database is."""
    done = subprocess.run(
        [sys.executable, "-c", _LEAVES_A_SEARCH],
        env={**os.environ, "REVIEWER_DB": str(tmp_path / "study.db")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "reviewer: interrupted\n")


def test_a_terminal_without_unicode_gets_escapes(loaded: Reviewer) -> None:
    """No UnicodeEncodeError where the locale knows less than the transcripts."""
    done = loaded("show", "kimi.1/broken-1", env={"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}, encoding="latin-1")
    assert done.returncode == 0
    assert "réfund \\u6771\\u4eac" in done.stdout


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("words", [["schema"], ["list", "--db", "study.db"]])
def test_a_full_disk_is_said_once(tmp_path: Path, words: list[str]) -> None:
    """Not once more by Python at its end, with an exit code that nobody documented."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "reviewer", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False)
    said = "reviewer: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_a_case_is_no_transcript(loaded: Reviewer) -> None:
    """But what its transcripts are called is said."""
    done = loaded("show", "broken-1")
    assert done.returncode == 1
    assert "RUN/broken-1 is a transcript of it, and `reviewer list case:broken-1` shows them" in done.stderr


def test_a_tag_that_there_is_not(loaded: Reviewer) -> None:
    """One that is near is named; a group is as good as a tag."""
    done = loaded("findings", "--tag", "grouding")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no tag 'grouding'; near it: grounding," in done.stderr
    assert loaded("findings", "--tag", "grounding").returncode == 0


def test_no_editor_on_a_pipe(loaded: Reviewer) -> None:
    """It would draw its screen into a file."""
    done = loaded("taxonomy", "edit", env={"VISUAL": "", "EDITOR": ""})
    assert done.returncode == 2
    assert done.stderr == "reviewer: there is no terminal for an editor, and neither VISUAL nor EDITOR names one\n"
