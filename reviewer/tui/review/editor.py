"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread

_TO_LINE = frozenset(("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro"))
"""Editors that begin at a line where they are told `+N`."""


def edited(text: str) -> str | None:
    """The text as `$VISUAL` or `$EDITOR` left it; None where there is no editor, or it failed."""
    with tempfile.TemporaryDirectory(prefix="reviewer-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text, "utf-8")
        try:
            return file.read_text("utf-8") if edit(file) else None
        except (OSError, ValueError):
            return None


def edit(file: Path, line: int = 1) -> bool:
    """Opens a file in `$VISUAL` or `$EDITOR`, at a line where the editor knows how; whether it ended well."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(editor)
        at = [f"+{line}"] if line > 1 and words and Path(words[0]).name in _TO_LINE else []
        with _interrupts_are_its_own():
            done = subprocess.run([*words, *at, str(file)], check=False)  # noqa: S603 - the person's own word
        return done.returncode == 0
    except (OSError, ValueError):
        return False


@contextmanager
def _interrupts_are_its_own() -> Iterator[None]:
    """Ctrl+C in the editor is for the editor: the terminal sends it to all that runs in it."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the editor would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
