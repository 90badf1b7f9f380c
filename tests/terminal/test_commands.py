"""What the commands print of hostile transcripts: to a pipe no order at all, to a terminal none of theirs."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.text.storable import storable
from reviewer.text.visible import visible
from tests.called import call
from tests.reference import commands
from tests.terminal import hostile
from tests.terminal.harness import ANSWERS, NARRATION, NONE, Terminal, strays
from tests.terminal.hostile import PAYLOADS

Program = Callable[..., list[str]]

# Every command that prints, and how it is called here. A new one fails `test_every_command_is_here` until it is added.
PRINTING: dict[str, list[list[str]]] = {
    "reviewer list": [["list"], ["list", "--json"]],
    "reviewer show": [],  # `test_show`
    "reviewer search": [["search", "hello"], ["search", "hello", "--json"], ["search", "{text}"]],
    "reviewer runs": [["runs"], ["runs", "--json"]],
    "reviewer runs history": [["runs", "history"], ["runs", "history", "--json"]],
    "reviewer doctor": [["doctor"], ["doctor", "--json"]],
    "reviewer check": [["check"], ["check", "--json"], ["check", "is:valid"]],
    "reviewer suites": [["suites"], ["suites", "--json"]],
    "reviewer figures": [["figures"], ["figures", "--json"]],
    "reviewer status": [["status"], ["status", "--json"]],
    "reviewer queue": [["queue"], ["queue", "--json"]],
    "reviewer inbox": [["inbox"], ["inbox", "--json"], ["inbox", "is:valid"], ["inbox", "is:valid", "--json"]],
    "reviewer board": [["board"], ["board", "--json"]],
    "reviewer dossier list": [["dossier", "list"], ["dossier", "list", "--json"]],
    "reviewer lint": [["lint"], ["lint", "--json"]],
    "reviewer taxonomy": [["taxonomy"], ["taxonomy", "diff"]],
}
# What prints reviewers' words: `test_reviews`, with the payload as every one of them.
REVIEWS: dict[str, list[list[str]]] = {
    "reviewer findings": [["findings"], ["findings", "--json"]],
    "reviewer patterns": [["patterns"], ["patterns", "--json"]],
    "reviewer patterns show": [["patterns", "show", "{text}"]],
    "reviewer agreement": [["agreement"], ["agreement", "--json"]],
    "reviewer disagreements": [["disagreements"], ["disagreements", "--json"]],
    "reviewer log": [["log", "{id}"], ["log", "{id}", "--json"]],
    "reviewer carried": [["carried"], ["carried", "--all", "--json"]],
    "reviewer export reviews": [["export", "reviews", "--jsonl", "-"]],
    "reviewer status": [["status"]],
}
# What changes the register, with the payload as every word that a person writes.
CHANGING: dict[str, list[str]] = {
    "reviewer runs alias": ["runs", "alias", "model {text}", "{text}"],
    "reviewer runs model": ["runs", "model", "run {text}", "model {text}"],
    "reviewer runs index": ["runs", "index", "run {text}", "3", "4"],
    "reviewer runs expect": ["runs", "expect", "run {text}", "5"],
    "reviewer runs synthetic": ["runs", "synthetic", "run {text}", "no"],
    "reviewer runs tool": ["runs", "tool", "suite {text}", "create_{text}", "handover"],
    "reviewer runs supersede": ["runs", "supersede", "run {text}", "{text}"],
    "reviewer runs invalidate": ["runs", "invalidate", "run {text}"],
    "reviewer runs revalidate": ["runs", "revalidate", "run {text}"],
}
ELSEWHERE = {"reviewer", "reviewer load", "reviewer open", "reviewer demo", "reviewer schema"}
# What they say of what they did is made of the words above, through the same door; `tests/cli` tries each of them.
DECIDING = {
    *(f"reviewer queue {word}" for word in ("make", "late", "next")),
    *(f"reviewer inbox {word}" for word in ("confirm", "amend", "reject")),
    *(f"reviewer patterns {word}" for word in ("make", "change", "join", "remove")),
    *(f"reviewer taxonomy {word}" for word in ("edit", "check", "diff", "use")),
    *(f"reviewer dossier {word}" for word in ("build", "edit", "show", "names", "private", "since")),
    *(f"reviewer dossier {word}" for word in ("state", "freeze", "reopen")),
    *(f"reviewer suites {word}" for word in ("check", "add", "bind")),
    *(f"reviewer export {word}" for word in ("report", "dossier", "findings", "figures", "transcripts", "board")),
    *(f"reviewer {word}" for word in ("propose", "adjudicate", "merge", "export", "dossier", "verify", "diff")),
}


def calls() -> Iterator[list[str]]:
    """Each call, for each payload where it says one."""
    for lines in PRINTING.values():
        for line in lines:
            if "{" not in "".join(line):
                yield line
                continue
            for text in PAYLOADS.values():
                word = text.replace("\0", " ").encode("utf-8", "replace").decode()
                yield [part.replace("{text}", word) for part in line]


def test_every_command_is_here() -> None:
    """No command prints without having been looked at here."""
    assert {name for name, command in commands()} == set(PRINTING) | set(CHANGING) | set(REVIEWS) | ELSEWHERE | DECIDING


@pytest.mark.long
def test_pipes(store: Path) -> None:
    """Not one byte of an order, and not one character that hides, in what goes to a pipe or a file."""
    for line in calls():
        done = call([*line, "--db", str(store)])
        assert strays(done.stdout, PAYLOADS, NONE) == [], line
        assert strays(done.stderr, PAYLOADS, NONE) == [], line
        assert b"Traceback" not in done.stderr, line
        assert done.returncode in ((0, 1, 2) if line[0] in ("board", "search") else (0, 1)), line  # 2: no word


@pytest.mark.parametrize("each", [6, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
def test_register(each: int, store: Path) -> None:
    """Changes whose every word is hostile, their confirmation, their history, and the lists afterwards."""
    for turn, (name, text) in enumerate(PAYLOADS.items()):
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            continue  # no call can carry these
        for words in [*CHANGING.values()][turn % each :: each]:
            line = [word.replace("{text}", text) for word in words]
            why = ["--reason", text, "--author", text, "--db", str(store)]
            done = call([*line, *why])
            assert strays(done.stdout + done.stderr, PAYLOADS, NONE) == [], line
            assert b"Traceback" not in done.stderr, line
            assert done.returncode == (1 if "supersede" in words else 0), (name, line, done.stderr)
    for line in (["runs"], ["runs", "history"], ["runs", "history", "--json"], ["list"], ["doctor"]):
        done = call([*line, "--db", str(store)])
        assert done.returncode == 0, line
        assert strays(done.stdout + done.stderr, PAYLOADS, NONE) == [], line


def test_reviews(store: Path, ids: dict[str, str]) -> None:
    """Notes, reasons, names of patterns and of reviewers, all of them hostile."""
    whole = [text for text in PAYLOADS.values() if text.strip() and text == storable(text)]
    some = [text for text in whole if "\0" not in text][::3]
    id_ = next(iter(ids.values()))
    for text in some:
        with Reviewing(store, text) as reviewing:
            found = reviewing.tag(id_, "b2:x", Anchor("message", (Place(1),)), "x.y", "b2:t", note=text, correct=text)
            reviewing.judge(id_, "b2:x", "fell", Saw(), verdict="genuine", reason=text)
            reviewing.join(reviewing.name_pattern(text, text), found.id)
    for lines in REVIEWS.values():
        for line in lines:
            words = [word.replace("{text}", some[-1]).replace("{id}", id_) for word in line]
            done = call([*words, "--db", str(store)])
            assert strays(done.stdout + done.stderr, PAYLOADS, NONE) == [], line
            assert b"Traceback" not in done.stderr, line


@pytest.mark.parametrize("line", [["list"], ["search", "hello"], ["runs"], ["doctor"]], ids=" ".join)
def test_terminal(line: list[str], loaded: Path, program: Program) -> None:
    """The same in a terminal that answers what it is asked: it is asked nothing."""
    with Terminal(program(*line, "--db", str(loaded)), answers=ANSWERS) as terminal:
        output = terminal.finish(keys="")
    assert strays(output, PAYLOADS, NARRATION) == []
    assert terminal.answered == []


EACH = """
import os, runpy, sys, reviewer.cli.page
for id_ in sys.argv[2:]:
    if child := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, id_
    else:
        sys.argv = ["reviewer", "show", id_, "--db", sys.argv[1]]
        runpy.run_module("reviewer", run_name="__main__", alter_sys=True)
"""
"""One call after the other in the same terminal."""


def test_show(loaded: Path, ids: dict[str, str]) -> None:
    """A person sees the escape."""
    launch = [sys.executable, "-c", EACH, str(loaded), *(ids[name] for name in PAYLOADS)]
    with Terminal(launch, size=(400, 50), answers=ANSWERS) as terminal:
        output = terminal.finish(keys="")
    assert strays(output, PAYLOADS, NARRATION) == []
    assert terminal.answered == []
    half = re.compile("[\ud800-\udfff]")  # stored in escaped form
    seen = output.decode()
    for name, text in PAYLOADS.items():
        shown = visible(half.sub(lambda found: f"\\u{ord(found[0]):04x}", text)).split("\n")[0]
        assert f"hello {name} {shown[:60]}" in seen


@pytest.mark.parametrize("name", PAYLOADS)
def test_show_to_a_program(name: str, loaded: Path, ids: dict[str, str]) -> None:
    """Another program gets the raw text; the policy is read as the messages are."""
    text = PAYLOADS[name]
    piped = call(["show", ids[name], "--json", "--db", str(loaded)])
    assert piped.returncode == 0
    assert strays(piped.stdout + piped.stderr, PAYLOADS, NONE) == []
    assert piped.stdout.isascii()
    read = call(["show", ids[name], "--policy", "--db", str(loaded)])
    assert strays(read.stdout + read.stderr, PAYLOADS, NONE) == []
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert json.loads(piped.stdout)["messages"][5]["text"] == f"an orphan {text}"


def test_load(tmp_path: Path, program: Program) -> None:
    """Names of files, refusals that quote them and the summary of a load, to a pipe and to a terminal."""
    folder = tmp_path / "runs"
    folder.mkdir()
    hostile.write(folder)
    done = call(["load", str(folder), "--db", str(tmp_path / "piped.db")])
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert strays(done.stdout + done.stderr, PAYLOADS, NONE) == []
    with Terminal(program("load", str(folder), "--db", str(tmp_path / "seen.db")), answers=ANSWERS) as terminal:
        output = terminal.finish(keys="", code=1)
    assert strays(output, PAYLOADS, NARRATION) == []
    assert terminal.answered == []


@pytest.mark.parametrize("each", [3, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("name", [name for name, text in PAYLOADS.items() if "\0" not in text])
def test_words_of_the_call(name: str, each: int, tmp_path: Path) -> None:
    """What the person, or a script, wrote into the call comes back escaped in an error message."""
    word = PAYLOADS[name].encode("utf-8", "replace").decode()
    lines = (["show", word], ["load", word], ["list", "--db", word], [word], ["open", "--transcript", word])
    for line in lines[len(name) % each :: each]:
        database = [] if "--db" in line else ["--db", str(tmp_path / "none.db")]
        done = call([*line, *database])
        assert strays(done.stdout + done.stderr, {name: PAYLOADS[name]}, NONE) == [], line
        assert b"Traceback" not in done.stderr, line
        assert done.returncode in (1, 2, 3, 4), line


def test_words_that_are_no_text(store: Path, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, which a shell passes on as they are, stop nothing."""
    word = os.fsdecode(b"odd \xff\xfe")
    runs = hostile.write(tmp_path)[0]
    new = str(tmp_path / "new.db")
    for line in (
        ["load", str(runs), "--model", word, "--run", word, "--suite", word, "--db", new],
        ["list", "--db", new],
        ["list", word, f"model:{word}"],
        ["list", "--sort", word],
        ["show", word],
        ["search", word],
        ["runs", word],
        ["open", word],
        ["load", word],
    ):
        database = [] if "--db" in line else ["--db", str(store)]
        done = call([*line, *database])
        assert strays(done.stdout + done.stderr, PAYLOADS, NONE) == [], line
        assert b"Traceback" not in done.stderr, line
        assert done.returncode in (0, 1, 2, 3, 4), line


def test_the_net_has_no_hole() -> None:
    """The same payloads, printed as they are, are found and answered: the tests above can fail."""
    for name, text in PAYLOADS.items():
        if name.startswith(("markup", "queries")):
            continue
        assert strays(f"text {text} text".encode("utf-8", "surrogatepass"), PAYLOADS), name
    for name in ("osc-colour-query", "csi-query", "decrqss"):
        code = f"print({PAYLOADS[name]!r}, flush=True); input()"
        with Terminal([sys.executable, "-c", code], answers=ANSWERS) as terminal:
            terminal.finish(keys="\r", code=0)
        assert terminal.answered, name
