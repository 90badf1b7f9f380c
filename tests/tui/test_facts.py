"""Facts that are read while a person reads."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from reviewer.formats.contract import Fill
from reviewer.operations.load import load
from reviewer.store import facts
from reviewer.store.connection import open_reading

pytestmark = pytest.mark.usefixtures("facts_are_read")


def counted(db: Path) -> tuple[int, int]:
    """Checked, and all."""
    with closing(open_reading(db)) as connection:
        return facts.counted(connection)


async def test_what_is_not_checked_is_checked_behind_the_library(  # type: ignore[no-untyped-def]
    opened, until, tmp_path: Path, root: Path
) -> None:
    """A database that an interrupted load, or an older program, has left."""
    db = tmp_path / "study.db"
    load(db, [root / "fixtures" / "northline" / "written" / "traps-loud.jsonl"], Fill(), searchable=False)
    assert counted(db) == (0, 22)
    async with opened(db, (100, 30)) as pilot:
        await until(pilot, lambda: counted(db) == (22, 22))


async def test_leaving_does_not_wait_for_all_of_it(opened, tmp_path: Path, root: Path) -> None:  # type: ignore[no-untyped-def]
    """What was read stays, and the next time goes on."""
    db = tmp_path / "study.db"
    load(db, [root / "fixtures" / "northline" / "written"], Fill(), searchable=False)
    async with opened(db, (100, 30)) as pilot:
        await pilot.press("ctrl+q")
    checked, present = counted(db)
    assert checked <= present == 74
