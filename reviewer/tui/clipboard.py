"""Copying: to the machine's own clipboard where there is one, and through the terminal, which also works over ssh.

A terminal never says whether it took what it was sent, and many take no long texts; so the person is told which way a
copy went, and a text that is too long for the way goes to a file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from textual.app import App

from reviewer.text.visible import hidden, visible

LONGEST = 100_000
"""The most characters that are sent through a terminal."""

_PROGRAMS = (
    ("pbcopy", (), ""),
    ("wl-copy", (), "WAYLAND_DISPLAY"),
    ("xclip", ("-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("--clipboard", "--input"), "DISPLAY"),
    ("clip.exe", (), ""),
)


def copy(app: App[object], what: str, raw: str) -> str:
    """Copies a text, made visible, and says in one line what was copied and how."""
    text = visible(raw)
    escapes = hidden(raw)
    remark = f", {escapes} hidden character{'s' if escapes != 1 else ''} written as escapes" if escapes else ""
    program = _own_clipboard(text)
    if len(text) <= LONGEST:
        app.copy_to_clipboard(text)
        way = f"with {program}" if program else "through the terminal"
    elif program:
        way = f"with {program}"
    else:
        path = _to_file(text)
        return f"{what} is too long for the terminal's clipboard: it is in {path}{remark}"
    return f"{what} copied {way}{remark}"


def _own_clipboard(text: str) -> str:
    if os.environ.get("SSH_CONNECTION"):
        return ""
    for name, arguments, needs in _PROGRAMS:
        path = shutil.which(name)
        if path is None or (needs and not os.environ.get(needs)):
            continue
        if name == "pbcopy" and sys.platform != "darwin":
            continue
        try:
            subprocess.run(  # noqa: S603 - a fixed program, and the text goes in as data
                [path, *arguments],
                input=text.encode(),
                check=True,
                timeout=2,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return name
    return ""


def _to_file(text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix="reviewer-", suffix=".txt")  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
