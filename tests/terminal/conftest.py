"""A database of hostile transcripts, and the program on it in the ways that it is tested here."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.operations.load import load
from reviewer.store import connection, transcripts
from tests.lent import lend
from tests.terminal import hostile

SCREENS = """
import sys
from pathlib import Path
if sys.argv[1] == "bare":
    # The second layer against hostile text would hide a hole in the first: without it, `visible` stands alone.
    import reviewer.tui.guard
    reviewer.tui.guard.install = lambda: None
from reviewer.tui.app import run
run(Path(sys.argv[2]), *sys.argv[3:])
"""


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with all payloads in it. It is shared: copy it before writing, and before what records a sight."""
    folder = tmp_path_factory.mktemp("hostile")
    good = hostile.write(folder)[0]
    db = folder / "hostile.db"
    summary = load(db, [str(good)], Fill())
    assert (summary.added, summary.refused) == (len(hostile.PAYLOADS), 0)
    return lend(db)


@pytest.fixture(scope="session")
def ids(loaded: Path) -> dict[str, str]:
    """The public id of the transcript of each payload, in the order of the library."""
    with closing(connection.open_reading(loaded)) as reader:
        rows = transcripts.rows(reader, transcripts.keys(reader))
    return {row.case.partition(" ")[0]: row.id for row in rows}


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of that database, to write to."""
    return Path(shutil.copy(loaded, tmp_path / "copy.db"))


@pytest.fixture
def program() -> Callable[..., list[str]]:
    """The command line of the program."""
    return lambda *words: [sys.executable, "-m", "reviewer", *words]


@pytest.fixture(params=["bare", pytest.param("guarded", marks=pytest.mark.long)])
def screens(request: pytest.FixtureRequest, store: Path) -> list[str]:
    """The command line of the screens on a copy of the database, without and with the second layer."""
    return [sys.executable, "-c", SCREENS, str(request.param), str(store)]
