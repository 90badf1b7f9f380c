"""A note in the person's own editor, in a real pty: what it writes, what it leaves alone, the terminal after it."""

from __future__ import annotations

import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.operations.load import load
from reviewer.store.connection import open_reading
from tests.terminal.harness import Terminal

EDITOR = """#!/bin/sh
echo "EDITOR HAS: $(cat "$1")"
stty -a | grep -q " icanon" && echo "THE TERMINAL IS ITS OWN"
read mode
case $mode in
  write) printf 'first line\\nsecond line\\n' > "$1";;
  empty) : > "$1";;
  gone) rm "$1";;
  fail) echo half done > "$1"; exit 3;;
  wait) sleep 60;;
esac
"""
ALTERNATE, NORMAL = b"\x1b[?1049h", b"\x1b[?1049l"
EDIT, SAVE = "\x05", "\x1b"


@pytest.mark.long
def test_a_note_in_ones_own_editor(tmp_path: Path, root: Path) -> None:
    """It has the terminal to itself; where it fails, takes the file away or is interrupted, the note is as it was."""
    db, editor = tmp_path / "demo.db", tmp_path / "editor"
    assert load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill()).exit_code == 0
    editor.write_text(EDITOR)
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    env = {"VISUAL": "", "EDITOR": str(editor), "XDG_CONFIG_HOME": str(tmp_path)}

    def note() -> list[tuple[str]]:
        with closing(open_reading(db)) as connection:
            return connection.execute("SELECT note FROM finding").fetchall()

    argv = [sys.executable, "-m", "reviewer", "open", str(db), "--transcript", "demo-a.2/used_item-01"]
    with Terminal(argv, env=env) as terminal:
        terminal.see("M1 of")
        terminal.type("tw", "✓ Invented window")

        def edit(mode: str, has: str, then: str) -> None:
            """From the dialog into the editor, and what is on the screen after it."""
            terminal.press(EDIT)
            terminal.see(lambda text: f"EDITOR HAS: {has}".rstrip() in text and "THE TERMINAL IS ITS OWN" in text)
            assert terminal.raw.rfind(NORMAL) > terminal.raw.rfind(ALTERNATE)
            terminal.type(f"{mode}\r", lambda text: then in text and "EDITOR HAS" not in text)
            assert terminal.raw.rfind(ALTERNATE) > terminal.raw.rfind(NORMAL)

        terminal.type("a", "Finding on M1")
        edit("write", "", "second line")
        edit("fail", "first line", "The editor failed")
        edit("gone", "first line", "first line")
        terminal.press(EDIT)
        terminal.see("EDITOR HAS: first line")
        terminal.press("wait\r", "\x03")  # the terminal sends this one to all that runs in it
        terminal.see(lambda text: "second line" in text and "EDITOR HAS" not in text)
        terminal.type(SAVE, "✓ change of the finding on M1: first line")
        assert note() == [("first line\nsecond line",)]
        terminal.type("a", "second line")
        edit("empty", "first line", "Finding on M1")
        terminal.type(SAVE, "✓ change of the finding on M1")
        assert note() == [("",)]
        terminal.type("u", "Undone: change to Invented window")
        assert note() == [("first line\nsecond line",)]
        terminal.type("h", "took back: change to Invented window on M1 · major")
        terminal.type("q", lambda text: "History" not in text)
        terminal.finish()
    assert terminal.raw.rfind(NORMAL) > terminal.raw.rfind(ALTERNATE)
