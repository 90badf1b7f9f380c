"""Questions in the background: only the newest of a topic counts, and what is superseded is interrupted."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from reviewer.store.connection import open_reading
from reviewer.tui.app import ReviewerApp
from reviewer.tui.background import Background, at_once

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Asker:
    """Stands in for a screen: it takes deliveries as a message pump does, from any thread."""

    def __init__(self) -> None:
        self.answers: Queue[Any] = Queue()

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Deliver at once."""
        callback(*args)
        return True


@pytest.fixture
def failures() -> Queue[Exception]:
    """What the store raised."""
    return Queue()


@pytest.fixture
def background(demo_db: Path, failures: Queue[Exception]) -> Iterator[Background]:
    """On the demo."""
    background = Background(demo_db, failures.put)
    yield background
    background.close()


def test_an_answer_comes(background: Background, failures: Queue[Exception]) -> None:
    """From another thread, with a connection of its own."""
    asker: Any = Asker()

    def question(connection: sqlite3.Connection) -> tuple[int, bool]:
        (count,) = connection.execute("SELECT count(*) FROM transcript").fetchone()
        return count, threading.current_thread() is threading.main_thread()

    background.ask(asker, "count", question, asker.answers.put)
    assert asker.answers.get(timeout=60) == (12, False)
    assert failures.empty()


def test_the_newest_question_counts(background: Background, failures: Queue[Exception]) -> None:
    """One that would never end is interrupted, one that waits is forgotten, other topics are left alone."""
    asker: Any = Asker()
    begun = threading.Event()

    def endless(connection: sqlite3.Connection) -> str:
        begun.set()
        connection.execute(ENDLESS).fetchone()
        return "never"

    background.ask(asker, "a", endless, asker.answers.put)
    assert begun.wait(60)
    background.ask(asker, "b", lambda _: "b", asker.answers.put)
    background.ask(asker, "a", lambda _: "old", asker.answers.put)
    background.ask(asker, "a", lambda _: "new", asker.answers.put)
    assert {asker.answers.get(timeout=60), asker.answers.get(timeout=60)} <= {"b", "new", "old"}  # "old" may be in time
    background.ask(asker, "end", lambda _: "end", asker.answers.put)
    assert asker.answers.get(timeout=60) == "end"
    assert failures.empty()


def test_forgetting(background: Background, failures: Queue[Exception]) -> None:
    """What is forgotten is interrupted, and no failure."""
    asker: Any = Asker()
    begun = threading.Event()

    def endless(connection: sqlite3.Connection) -> str:
        begun.set()
        connection.execute(ENDLESS).fetchone()
        return "never"

    background.ask(asker, "a", endless, asker.answers.put)
    assert begun.wait(60)
    background.forget("a", "unheard of")
    background.ask(asker, "b", lambda _: "b", asker.answers.put)
    assert asker.answers.get(timeout=60) == "b"
    assert failures.empty()


def test_an_old_answer_is_not_delivered(background: Background, failures: Queue[Exception]) -> None:
    """Also when nothing could interrupt it; nor is one of a topic that was forgotten while it waited."""
    asker: Any = Asker()
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: sqlite3.Connection) -> str:
        begun.set()
        assert go_on.wait(60)
        return "old"

    background.ask(asker, "a", slow, asker.answers.put)
    assert begun.wait(60)
    background.ask(asker, "b", lambda _: "forgotten", asker.answers.put)
    background.ask(asker, "a", lambda _: "new", asker.answers.put)
    background.forget("b")
    go_on.set()
    assert asker.answers.get(timeout=60) == "new"
    background.ask(asker, "end", lambda _: "end", asker.answers.put)
    assert asker.answers.get(timeout=60) == "end"
    assert failures.empty()


def test_closing_ends_what_is_running(demo_db: Path) -> None:
    """And does not wait for it."""
    asker: Any = Asker()
    failed: Queue[Exception] = Queue()
    background = Background(demo_db, failed.put)
    begun = threading.Event()

    def endless(connection: sqlite3.Connection) -> None:
        begun.set()
        connection.execute(ENDLESS).fetchone()

    background.ask(asker, "a", endless, asker.answers.put)
    assert begun.wait(60)
    background.close()
    assert asker.answers.empty()
    assert failed.empty()


def test_what_the_store_raises_is_handed_over(background: Background, failures: Queue[Exception]) -> None:
    """And the next question is answered."""
    asker: Any = Asker()
    background.ask(asker, "a", lambda connection: connection.execute("SELECT nothing"), asker.answers.put)
    assert isinstance(failures.get(timeout=60), sqlite3.OperationalError)
    background.ask(asker, "a", lambda _: "a", asker.answers.put)
    assert asker.answers.get(timeout=60) == "a"


def test_a_mistake_is_handed_over_too(background: Background, failures: Queue[Exception]) -> None:
    """It keeps no later question waiting."""
    asker: Any = Asker()
    background.ask(asker, "a", lambda _: int("x"), asker.answers.put)
    assert isinstance(failures.get(timeout=60), ValueError)
    background.ask(asker, "a", lambda _: "a", asker.answers.put)
    assert asker.answers.get(timeout=60) == "a"


async def test_the_program_says_its_mistake_and_goes_on(demo_db: Path) -> None:
    """In a remark, without the program's end."""
    app = ReviewerApp(demo_db)
    try:
        async with app.run_test() as pilot:
            said: Queue[str] = Queue()
            app.background.ask(app.screen, "odd", lambda _: dict[str, str]()["\x1b[31mred"], said.put)
            app.background.ask(app.screen, "even", lambda _: "answered", said.put)
            while said.empty() or not app.mistake:
                await pilot.pause()
            assert isinstance(app.mistake, KeyError)
            (remark,) = [one.message for one in app._notifications]
            assert remark.startswith("A mistake of the program's own, and no answer: KeyError: ")
            assert "\x1b" not in remark
            assert app.failure is None
    finally:
        app.close_store()


def test_no_database(tmp_path: Path, failures: Queue[Exception]) -> None:
    """The thread says so and ends."""
    background = Background(tmp_path / "none.db", failures.put)
    asker: Any = Asker()
    background.ask(asker, "a", lambda _: "a", asker.answers.put)
    assert "none.db" in str(failures.get(timeout=60))
    background.close()


def test_at_once_or_not_at_all(demo_db: Path) -> None:
    """An answer in time, none to what would never end; afterwards the connection answers as before."""
    with closing(open_reading(demo_db)) as connection:
        ask = connection.execute
        assert at_once(connection, lambda late: (ask("SELECT 1").fetchone(), late()), 60) == ((1,), False)
        assert at_once(connection, lambda _: ask(ENDLESS).fetchone(), 0) is None
        assert ask("SELECT count(*) FROM transcript").fetchone() == (12,)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            at_once(connection, lambda _: ask("SELECT 1 FROM nowhere"), 60)
