"""Where things are kept when nobody says where."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

DATABASE_VARIABLE = "REVIEWER_DB"


def default_database() -> Path:
    """The database that is meant when none is named: `REVIEWER_DB`, or one file in the user's data folder."""
    named = os.environ.get(DATABASE_VARIABLE)
    return Path(named).expanduser() if named else _data_folder() / "reviewer.db"


def demo_database() -> Path:
    """The demo's own database: nothing that is tried out there touches a person's work."""
    return _data_folder() / "demo.db"


def _data_folder() -> Path:
    """The user's data folder, made for this user alone where it is not there yet."""
    from platformdirs import user_data_path

    folder = user_data_path("reviewer", appauthor=False)
    with suppress(OSError):  # opening the database there says it more clearly
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
