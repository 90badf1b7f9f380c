"""The program on real databases, and its screens as text."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from reviewer.formats.contract import Fill
from reviewer.operations import authors
from reviewer.operations.load import load
from reviewer.tui.app import ReviewerApp
from reviewer.tui.checking import Checking
from tests.lent import lend

Opened = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]

BEGIN = Checking.begin
PARSE = Stylesheet._parse_rules
SNAPSHOTS = Path(__file__).parent / "snapshots"
MANY = 700


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames follow each other four times as fast, and so does what waits until nothing happens any more."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1 / 240)
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 1 / 4000)


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Each program that is opened has the same style sheets, which take a tenth of a second to parse."""
    parsed: dict[object, list[RuleSet]] = {}

    def parse(self: Stylesheet, *words: Any, **more: Any) -> list[RuleSet]:
        key = (words, *more.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = PARSE(self, *words, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse)
        yield


@pytest.fixture(autouse=True)
def no_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases are only read: nobody checks them behind the screens, but where a test asks for it."""
    monkeypatch.setattr(Checking, "begin", lambda _self, _reader: None)


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reviews where a test says nothing of it: the same person on every machine."""
    monkeypatch.setattr(authors, "_known", lambda: "Noor")


@pytest.fixture
def facts_are_read(no_facts: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - it comes first
    """As in the real program."""
    monkeypatch.setattr(Checking, "begin", BEGIN)


def _copied(db: Path, folder: Path) -> Path:
    """Under the same name, which screens show."""
    (folder / "shown").mkdir()
    return Path(shutil.copy(db, folder / "shown" / db.name))


@pytest.fixture
def demo_db(demo_made: Path, tmp_path: Path) -> Path:
    """A database with the twelve conversations of the demo."""
    return _copied(demo_made, tmp_path)  # whoever reads leaves receipts


@pytest.fixture
def many_db(many_made: Path, tmp_path: Path) -> Path:
    """A database with many short transcripts of two suites and three models, some odd."""
    return _copied(many_made, tmp_path)


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The one that is copied."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    assert load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill()).exit_code == 0
    return lend(db)


@pytest.fixture(scope="session")
def many_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one that is copied."""
    folder = tmp_path_factory.mktemp("many")
    models = ("quill-2", "模型-深度求索", "hostile\x1b]0;owned\x07[red]")
    with (folder / "many.jsonl").open("w", encoding="utf-8") as file:
        for i in range(MANY):
            file.write(json.dumps(_transcript(i, models[i % 3])) + "\n")
    assert load(folder / "many.db", [str(folder / "many.jsonl")], Fill()).added == MANY
    return lend(folder / "many.db")


def _transcript(i: int, model: str) -> dict[str, object]:
    return {
        "format": "reviewer/1",
        "suite": "desk" if i % 7 else "shop",
        "case": f"case-{i:04d}",
        "model": model,
        "run": f"{'abc'[i % 3]}.{i % 2 + 1}",
        "run_index": i % 2 + 1,
        "run_count": 2,
        "synthetic": i % 3 == 1,
        "case_class": ("trap", "solvable", None)[i % 3],
        "intent": ("refund", None)[i % 2],
        "status": ("complete", "in progress", "error", "limit")[i % 4],
        "scores": [{"name": "judge", "value": i % 5 / 4}] if i % 5 else [],
        "messages": [
            {"role": "customer", "text": f"Where is parcel {i}?"},
            {"role": "agent", "text": f"Parcel {i} is \x1b[31mon its way\x1b[0m, number {i * 7}."},
        ],
    }


@pytest.fixture
def opened(own_home: Path) -> Opened:
    """Opens the program on a database at a size, and lets go of it afterwards."""
    assert own_home.is_dir()  # the settings go there

    @asynccontextmanager
    async def opened(
        db: Path, size: tuple[int, int] = (120, 40), transcript: str | None = None
    ) -> AsyncIterator[Pilot[None]]:
        app = ReviewerApp(db, transcript)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield pilot
        finally:
            app.close_store()

    return opened


@pytest.fixture
def until() -> Until:
    """Waits until something holds, as long as it takes; the runner's own limit ends what never comes."""

    async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
        for _ in range(2_000):
            if holds():
                await pilot.pause()
                return
            await pilot.pause(0.005)
        raise AssertionError(f"never came to be; the screen shows:\n{lines_of(pilot)}")

    return until


@pytest.fixture
def lines() -> Callable[[Pilot[None]], str]:
    """All that is on screen, as text."""
    return lines_of


def lines_of(pilot: Pilot[None]) -> str:
    """The one place that knows how to get the text of a screen out of Textual."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()).rstrip() + "\n"


@pytest.fixture
def snapshot() -> Callable[[Pilot[None], str], None]:
    """Compares the screen with the kept one of that name; `REVIEWER_SNAPSHOTS=new` keeps it instead."""

    def compare(pilot: Pilot[None], name: str) -> None:
        kept = SNAPSHOTS / f"{name}.txt"
        shown = lines_of(pilot)
        if os.environ.get("REVIEWER_SNAPSHOTS") == "new":
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(shown, "utf-8")
        assert shown == kept.read_text("utf-8"), "look at the difference; to keep it: REVIEWER_SNAPSHOTS=new"

    return compare
