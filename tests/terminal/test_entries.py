"""Lines that are typed into: what is pasted there, or filled in from names and texts of others, is shown as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.terminal import hostile
from tests.terminal.harness import ANSWERS, Terminal, strays
from tests.terminal.hostile import PAYLOADS
from tests.terminal.test_screens import ANYTHING, OWN, events, without


@pytest.mark.long
def test_load_dialog(screens: list[str], store: Path, tmp_path: Path) -> None:
    """Names of files in the list of what could be loaded, completed into the line, and in the summary."""
    folder = tmp_path / "runs"
    folder.mkdir()
    hostile.write(folder)
    for number, name in enumerate(["\x1b]52;c;aG9z\x07 x", "\u202egpj.exe", "[2J \x9b31m"]):
        lonely = tmp_path / f"only-{number}"
        lonely.mkdir()
        shutil.copy(folder / "hostile.jsonl", lonely / f"a{name}.jsonl")
    with Terminal(screens, size=(130, 60), answers=ANSWERS) as terminal:
        terminal.see("decset")
        terminal.ask("L", "Load run files")
        terminal.type(f"{folder}/", "runs/14 ")
        terminal.type("\r", " · 52 refused")
        terminal.type("\x1b", without(" · 52 refused"))
        for number in range(3):
            terminal.ask("L", "Tab complete")
            terminal.type(f"{tmp_path}/only-{number}/", f"only-{number}/a")
            terminal.type("\t", ANYTHING)
            terminal.type("\r", " · 26 unchanged")
            terminal.type("\x1b", without(" · 26 unchanged"))
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
    assert set(terminal.answered) <= OWN
    assert events(store) == 0


@pytest.mark.long
def test_pasting(screens: list[str]) -> None:
    """What is pasted into the filter, the search and the words to find."""
    text = "ok\u202eko pay\u200bpal tag\U000e0069s c1\x9b31m qq\u2066zz"
    pasted = f"\x1b[200~{text}\x1b[201~"
    with Terminal(screens, size=(130, 40), answers=ANSWERS) as terminal:
        terminal.see(lambda text: all(part in text for part in ("decset", "undecided", " · decrqss")))
        terminal.ask("f", ANYTHING)  # all else that the library paints by itself is there
        terminal.type(pasted, "zz")
        terminal.type("\r", ANYTHING)
        terminal.type("\x1b", "decset")
        terminal.ask("/", "search")
        terminal.type(pasted, "zz")
        terminal.type("\x1b", "decset")
        terminal.type("\r", "hello ")
        terminal.ask("/", "Find:")
        terminal.type(pasted, "not found")
        terminal.type("\x1b", without("Find:"))
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
    assert set(terminal.answered) <= OWN
