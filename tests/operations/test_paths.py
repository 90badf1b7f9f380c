"""Where the database is when nobody says."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reviewer.operations.paths import default_database, demo_database


def test_in_the_users_data_folder(own_home: Path) -> None:
    """In a folder that is this user's alone."""
    path = default_database()
    assert path.name == "reviewer.db"
    assert own_home in path.parents
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.exists()


def test_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_home: Path) -> None:
    """`~` is the home folder there too."""
    monkeypatch.setenv("REVIEWER_DB", str(tmp_path / "a.db"))
    assert default_database() == tmp_path / "a.db"
    monkeypatch.setenv("REVIEWER_DB", "~/a.db")
    assert default_database() == own_home / "a.db"


def test_the_demo_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says of the other."""
    monkeypatch.setenv("REVIEWER_DB", "/srv/a.db")
    assert demo_database().name == "demo.db"
