"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path


def edited(text: str) -> str | None:
    """The text as `$VISUAL` or `$EDITOR` left it; None where there is no editor, or it failed."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="reviewer-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text, "utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603 - the person's own word
            return file.read_text("utf-8") if done.returncode == 0 else None
        except (OSError, ValueError):
            return None
