"""The demo in a real database, and the reading screen on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.formats.contract import Fill
from reviewer.operations.load import load
from reviewer.store import connection
from reviewer.tui.app import ReviewerApp
from reviewer.tui.transcript import TranscriptScreen
from tests.lent import lend

Reading = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], TranscriptScreen]]]


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the twelve conversations of the demo."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    with as_file(files("reviewer.fixtures") / "demo" / "conversations.jsonl") as path:
        assert load(db, [str(path)], Fill()).exit_code == 0
    return lend(db)


@pytest.fixture
def reading(demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Opens the program at a transcript of the demo, `run/case`, and waits until it is shown."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "demo.db"
    own.write_bytes(demo_db.read_bytes())

    @asynccontextmanager
    async def opened(
        name: str, message: int | None = None, size: tuple[int, int] = (100, 30), db: Path = own
    ) -> AsyncIterator[tuple[Pilot[None], TranscriptScreen]]:
        assert connection.present(db)
        app = ReviewerApp(db, name, message)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                screen = app.screen
                assert isinstance(screen, TranscriptScreen)
                yield pilot, screen
        finally:
            app.close_store()

    return opened
