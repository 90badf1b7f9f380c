"""What a person chose for the program, in one small JSON file of the user's configuration folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

_FILE = "settings.json"


def path() -> Path:
    """Where the settings are."""
    return user_config_path("reviewer") / _FILE


def read() -> dict[str, Any]:
    """The settings; empty where there is no file, or none that can be read."""
    try:
        settings = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}


def write(**changes: object) -> None:
    """Keep these. A folder that cannot be written to is no reason to stop: the choice then holds until the end."""
    target = path()
    beside = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({**read(), **changes}, indent=2, sort_keys=True) + "\n", "utf-8")
        beside.replace(target)
    except OSError:
        return
