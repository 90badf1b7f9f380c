"""Who is at the keyboard, as far as the machine knows."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache

from reviewer.operations import settings

_SETTING = "reviewer"


def default_author() -> str:
    """Who reviews, for screens and commands alike: as was chosen, else as git or the account calls them."""
    chosen = settings.read().get(_SETTING)
    return (chosen.strip() if isinstance(chosen, str) else "") or _known()


def choose_author(name: str) -> None:
    """From now on that is who reviews."""
    settings.write(**{_SETTING: name})


@lru_cache(1)
def _known() -> str:
    try:
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"],  # noqa: S607 - whichever git the person uses
            capture_output=True,
            text=True,
            errors="replace",
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        named = ""
    else:
        named = asked.stdout.strip()
    return named or os.environ.get("USER") or os.environ.get("LOGNAME") or _account() or "unknown"


def _account() -> str:
    """What the machine calls whoever runs this; nothing where it keeps no such list, or nobody of that number."""
    try:
        import pwd
    except ImportError:  # Windows
        return ""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container that was started under a number
        return ""
