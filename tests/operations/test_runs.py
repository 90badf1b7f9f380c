"""The run register: what is there, what people say of it, and that both can be told apart."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection

import pytest

from reviewer.errors import NotFound, UsageError
from reviewer.operations import authors, runs
from reviewer.operations.load import load
from reviewer.review.register import RunKey
from reviewer.store import register
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.register import RegisterRow

Write = Callable[..., Path]


@contextmanager
def reading(db: Path) -> Iterator[Connection]:
    with closing(open_reading(db)) as connection:
        yield connection


def row(db: Path, name: str) -> RegisterRow:
    with reading(db) as connection:
        return runs.find(connection, name)


@pytest.fixture
def study(db: Path, write: Write) -> Path:
    """Two runs of a model and one of another."""
    load(db, [write("r1", "a", "b", "c", run_index=1, run_count=3), write("r2", "a", "b"), write("x1", "a", model="x")])
    load(db, [write("broken", "a", status="error"), write("going", "a", status="in progress", messages=[])])
    return db


def test_what_came_from_where(study: Path, tmp_path: Path) -> None:
    """Each run with its files, and how much of the suite it holds."""
    with reading(study) as connection:
        found = {one.key.run: one for one in runs.register(connection)}
    assert list(found) == ["broken", "going", "r2", "r1", "x1"]
    assert found["r1"].key == RunKey("desk", "m", "r1")
    assert (found["r1"].state.index, found["r1"].state.count) == (1, 3)
    assert found["r1"].sources == (str(tmp_path / "runs" / "r1.jsonl"),)
    assert (found["r1"].counts.cases, found["r1"].suite_cases, found["r1"].counts.messages) == (3, 3, 9)
    assert (found["r2"].counts.cases, found["r2"].suite_cases) == (2, 3)
    assert found["broken"].counts.failed == 1
    assert found["going"].counts.in_progress == 1
    assert found["r1"].counts.complete == 3


def test_names(study: Path) -> None:
    """A run by itself, with its model or suite, or by a clear beginning."""
    for name in ("x1", "x/x1", "desk/x/x1", "x"):
        assert row(study, name).key.run == "x1"
    with pytest.raises(UsageError, match="2 runs are called r: say which, as desk/m/r2 or desk/m/r1"):
        row(study, "r")
    with pytest.raises(NotFound, match="broken, going"):
        row(study, "nothing")
    with pytest.raises(NotFound):
        row(study, "")


def test_each_change_is_an_event_with_author_and_reason(study: Path) -> None:
    """And shows at once."""
    runs.alias(study, "x", "m", author="ann", reason="a gateway")
    runs.number(study, "r2", 2, 3, author="ann")
    runs.expect(study, "r2", 3, author="ann")
    runs.synthetic(study, "r2", True, author="bo")
    runs.invalidate(study, "broken", "wrong prompt", author="bo")
    runs.supersede(study, "r1", "r2", author="bo", reason="a rerun")
    assert row(study, "x1").state.label == "m"
    two = row(study, "r2").state
    assert (two.index, two.count, two.expected, two.synthetic, two.state) == (2, 3, 3, True, "valid")
    one = row(study, "r1").state
    assert (one.state, one.superseded_by, one.reason) == ("superseded", "r2", "a rerun")
    assert (row(study, "broken").state.state, row(study, "broken").state.reason) == ("invalid", "wrong prompt")
    with reading(study) as connection:
        told = [(event.kind, event.author, event.reason) for event in runs.history(connection)]
    assert told == [
        ("run.alias", "ann", "a gateway"),
        ("run.index", "ann", None),
        ("run.expect", "ann", None),
        ("run.synthetic", "bo", None),
        ("run.invalidate", "bo", "wrong prompt"),
        ("run.supersede", "bo", "a rerun"),
    ]


def test_a_run_s_model_is_named_for_it_alone(study: Path) -> None:
    """Other runs of the model keep its name; the run is found under either, and an alias of the new name holds."""
    runs.model(study, "r1", "kimi", reason="the file names none")
    assert [row(study, name).state.label for name in ("r1", "r2", "m/r1", "kimi/r1")] == ["kimi", "m", "kimi", "kimi"]
    runs.model(study, "r1", None)
    assert row(study, "r1").state.label == "m"
    with pytest.raises(UsageError, match="needs a name"):
        runs.model(study, "r1", " ")


def test_taking_back(study: Path) -> None:
    """Another event, after which the files' word holds; nothing is deleted."""
    runs.number(study, "r1", 2, 5)
    runs.number(study, "r1", None)
    runs.invalidate(study, "r1", "why")
    runs.revalidate(study, "r1")
    runs.synthetic(study, "r1", True)
    runs.synthetic(study, "r1", None)
    runs.expect(study, "r1", 9)
    runs.expect(study, "r1", None)
    runs.alias(study, "m", "other")
    runs.alias(study, "m", "m")
    state = row(study, "r1").state
    assert (state.label, state.index, state.count, state.synthetic, state.expected, state.state) == (
        *("m", 1, 3, False),
        *(None, "valid"),
    )
    with reading(study) as connection:
        events = runs.history(connection)
    assert len(events) == 10
    assert [event.supersedes for event in events[1::2]] == [(event.ulid,) for event in events[::2]]


def test_refusals(study: Path) -> None:
    """What makes no sense is refused, and leaves no event."""
    changes: tuple[Callable[[], object], ...] = (
        lambda: runs.alias(study, "nobody", "x"),
        lambda: runs.alias(study, "m", " "),
        lambda: runs.number(study, "r1", 0),
        lambda: runs.number(study, "r1", 4, 3),
        lambda: runs.expect(study, "r1", 0),
        lambda: runs.invalidate(study, "r1", " "),
        lambda: runs.supersede(study, "r1", "r1"),
        lambda: runs.supersede(study, "r1", "x1"),
        lambda: runs.synthetic(study, "nothing", True),
        lambda: runs.tool(study, "desk", "get_order", "reads"),
        lambda: runs.tool(study, "desk", "no_tool", "read"),
    )
    for change in changes:
        with pytest.raises((UsageError, NotFound)):
            change()
    runs.supersede(study, "r1", "r2")
    with pytest.raises(UsageError, match="superseded"):
        runs.supersede(study, "broken", "r1")
    with reading(study) as connection:
        assert len(runs.history(connection)) == 1


def test_tools(study: Path) -> None:
    """A person's word instead of the guess, and back."""

    def kind() -> tuple[str, str]:
        with reading(study) as connection:
            found: tuple[str, str] = connection.execute("SELECT kind, said_by FROM tool").fetchone()
            return found

    assert kind() == ("read", "guess")
    runs.tool(study, "desk", "get_order", "handover")
    assert kind() == ("handover", "person")
    runs.tool(study, "desk", "get_order", None)
    assert kind() == ("read", "guess")


def test_what_was_said_holds_for_what_comes_later(study: Path, write: Write) -> None:
    """A new run of a model that is another's alias shows under that name; a reload forgets nothing."""
    runs.alias(study, "m", "M")
    runs.synthetic(study, "r1", True)
    load(study, [write("r9", "a"), write("r1", "a", "b", "c", "d", run_index=2, run_count=3)])
    assert row(study, "r9").state.label == "M"
    state = row(study, "r1").state
    assert (state.label, state.synthetic, state.index) == ("M", True, 2)


def test_the_columns_are_what_the_events_say(study: Path) -> None:
    """They can be made anew from them, whatever happened to them."""
    runs.invalidate(study, "r1", "why")
    before = row(study, "r1")
    with closing(open_writing(study)) as writer, transaction(writer):
        writer.execute("UPDATE run SET state = 'valid', label = 'nonsense', reason = NULL")
        assert len(register.stale(writer, register.read(writer))) == 5
        register.refold(writer)
        assert register.stale(writer, register.read(writer)) == []
    assert row(study, "r1") == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_who_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name that was chosen on the screens, the one that git knows, the account's, the machine's; never nothing."""
    authors._known.cache_clear()
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Ann Other")
    assert authors.default_author() == "Ann Other"
    authors._known.cache_clear()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("USER", "ann")
    assert authors.default_author() == "ann"
    authors._known.cache_clear()
    monkeypatch.delenv("USER")
    monkeypatch.delenv("LOGNAME", raising=False)
    assert authors.default_author() == pwd.getpwuid(os.getuid()).pw_name
    authors._known.cache_clear()
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)  # an account that the machine does not know, as in containers
    assert authors.default_author() == "unknown"
    authors.choose_author(" Ada ")  # as on the screens
    assert authors.default_author() == "Ada"
    authors._known.cache_clear()
