"""A database of hostile transcripts, loaded by the program itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import hostile

# The second layer against hostile text would hide a hole in the first: with it off, `visible` stands alone.
BARE = "import reviewer.tui.guard as guard; guard.install = lambda: None; from reviewer.cli import main; main()"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with all payloads in it. It is shared: copy it before writing."""
    folder = tmp_path_factory.mktemp("hostile")
    good = hostile.write(folder)[0]
    db = folder / "hostile.db"
    environment = {**os.environ, "HOME": str(folder), "REVIEWER_DB": str(db)}
    subprocess.run(
        [sys.executable, "-m", "reviewer", "load", str(good)], env=environment, check=True, capture_output=True
    )
    return db


@pytest.fixture(scope="session")
def ids(loaded: Path) -> dict[str, str]:
    """The public id of the transcript of each payload."""
    command = [sys.executable, "-m", "reviewer", "list", "--json", "--db", str(loaded)]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found = {row["case"].partition(" ")[0]: row["id"] for row in rows}
    assert set(found) == set(hostile.PAYLOADS)
    return found


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of that database, to write to."""
    return Path(shutil.copy(loaded, tmp_path / "copy.db"))


@pytest.fixture
def program() -> Callable[..., list[str]]:
    """The command line of the program, without its second layer against hostile text where that is asked for."""

    def line(*words: str, bare: bool = False) -> list[str]:
        return [sys.executable, *(["-c", BARE] if bare else ["-m", "reviewer"]), *words]

    return line
