"""The keys that a person chose: what would not work is refused before anything is bound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.errors import BrokenFile
from reviewer.tui import actions, keymap

SHOWS = """
from reviewer.tui import keymap
keymap.take()
from reviewer.tui.transcript import TranscriptScreen
print([(b.key, b.action) for b in TranscriptScreen.BINDINGS if b.id in ("transcript.tag", "transcript.skip")])
"""


def written(text: str) -> None:
    """A file where it is looked for."""
    keymap.path().parent.mkdir(parents=True, exist_ok=True)
    keymap.path().write_text(text, "utf-8")


def test_without_a_file_nothing_changes() -> None:
    """The defaults hold."""
    assert keymap.read() == {}


def test_keys_are_bound_as_they_are_chosen() -> None:
    """In the real order: the file first, then the screens."""
    written('"transcript.tag" = "f8"\n"transcript.skip" = ["f7", "~"]\n')
    done = subprocess.run([sys.executable, "-c", SHOWS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[('f8', 'tag'), ('f7,tilde', 'skip')]"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"transcript.tagg" = "T"', "there is no such action (was transcript.tag meant?); the page of all keys"),
        ('"transcript.tag" = "u"', "u is the key of transcript.undo, too"),
        ('"transcript.tag" = "n"', "n is the key of transcript.next_match, too"),
        ('"transcript.tag" = "?"', "question_mark is the key of app.help, too"),
        ('"app.help" = "j"', "j is the key of library.next_row, too"),
        ('"transcript.tag" = "Ctrl-T"', "'Ctrl-T' is no key: expected one character, or a name"),
        ('"transcript.tag" = "Ctrl-T"', "was ctrl+t meant?"),
        ('"transcript.tag" = "tt"', "transcript.tag: 'tt' is no key: expected one character, or a name such as f3"),
        ('"transcript.tag" = ["f8", "g g"]', "'g g' is no key"),
        ('"transcript.tag" = "ctrl+tt"', "'ctrl+tt' is no key"),
        ('"transcript.tag" = ""', "'' is no key"),
        ('"transcript.tag" = "\\u001b"', "is no key: expected one character"),
        ('"transcript.tag" = "f25"', "'f25' is no key"),
        ('"transcript.tag" = "Pgdn"', "was pagedown meant?"),
        ('"transcript.tag" = "esc"', "was escape meant?"),
        ('"transcript.tag" = "shift+t"', "'shift+t' is no key: expected T"),
        ('"transcript.tag" = "ctrl+T"', "'ctrl+T' is no key: expected ctrl+t"),
        ('"transcript.tag" = "shift+ctrl+f3"', "expected ctrl+shift+f3"),
        ('"transcript.tag" = "cmd+t"', "'cmd+t' is no key"),
        ('"app.quit" = "%"', "the way out needs a key that cannot be typed as text"),
        ('"app.quit" = []', "the way out needs a key that cannot be typed as text"),
        ('"transcript.back" = []', "there has to be a way back"),
        ('"transcript.tag" = 7', "expected a key or a list of keys"),
        ('transcript.tag = "T"', "an action's name stands in quotes"),
        ("nonsense", "not valid TOML"),
    ],
)
def test_what_would_not_work_is_refused(text: str, reason: str) -> None:
    """With the file, the action and the reason."""
    written(text)
    with pytest.raises(BrokenFile) as refused:
        keymap.read()
    assert reason in str(refused.value)
    assert str(keymap.path()) in str(refused.value)


def test_what_the_pages_tell_a_person_to_write_works(root: Path) -> None:
    """The example of the reference, whose tables have every name, and that of the README."""
    reference = (root / "reviewer" / "REFERENCE.md").read_text("utf-8")
    written(reference.partition("```toml\n")[2].partition("```")[0])
    assert set(keymap.read()) == {"transcript.tag", "transcript.next_message", "transcript.tag_again"}
    assert not [action.name for action in actions.ACTIONS if f"| `{action.name}` |" not in reference]
    written((root / "README.md").read_text("utf-8").partition("by the names of that page: `")[2].partition("`;")[0])
    assert keymap.read() == {"transcript.tag": ("f8",)}


def test_where_the_file_is_looked_for_is_said() -> None:
    """And how much it says."""
    assert keymap.state().startswith(f"{keymap.path()}: not there")
    written('"transcript.tag" = "f8"\n')
    assert keymap.state() == f"{keymap.path()}: one action has keys of yours"


def test_every_key_of_the_registry_is_one() -> None:
    """And so are names of characters, and what terminals send with modifiers."""
    assert not [key for action in actions.ACTIONS for key in action.keys if keymap._wrong(key)]
    said = ("full_stop", "question_mark", "minus", "plus", "ctrl+backslash", "alt+f", "ctrl+shift+left", "ctrl+@", "é")
    assert [key for key in said if keymap._wrong(key)] == ["ctrl+@"]


def test_keys_can_be_swapped() -> None:
    """What both give away is free for the other."""
    written('"transcript.tag" = "u"\n"transcript.undo" = "t"\n')
    assert keymap.read() == {"transcript.tag": ("u",), "transcript.undo": ("t",)}
