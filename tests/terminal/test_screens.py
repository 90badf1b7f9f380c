"""Every screen on hostile transcripts, in a real pty: no order of theirs comes out, and nothing stops."""

from __future__ import annotations

import base64
import re
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store import connection
from tests.terminal.harness import ANSWERS, SCREENS, Check, Terminal, strays, unprintable
from tests.terminal.hostile import PAYLOADS

WINDOW = (130, 160)
"""As high as these transcripts are long, so that all of one is on the screen at once."""

OWN = {b"\x1b[?2026;2$y", b"\x1b[?2048;0$y"}
"""Answers to what Textual itself asks when it starts."""

REMOTE = {"SSH_CONNECTION": "1"}
"""Keeps a copy inside the terminal: the clipboard of whoever runs the tests is theirs."""


def begins(name: str) -> str:
    """As much of a payload's name as the narrowest column shows."""
    return name[:10]


def without(words: str) -> Check:
    """The screen no longer shows `words`."""
    return lambda text: words not in text


def many(words: str, count: int) -> Check:
    """The screen shows `words` at least so many times."""
    return lambda text: text.count(words) >= count


def ANYTHING(_: str) -> bool:  # noqa: N802 - a constant check
    """Any frame at all."""
    return True


def events(db: Path) -> int:
    """How many review events the database holds."""
    with closing(connection.open_reading(db)) as reader:
        (count,) = reader.execute("SELECT count(*) FROM review_event").fetchone()
    return int(count)


def test_library_and_search(screens: list[str], store: Path, ids: dict[str, str]) -> None:
    """The lists, the line below them, the filter, the runs, the order, the keys, the palette, and the search."""
    with Terminal(screens, size=WINDOW, answers=ANSWERS) as terminal:
        terminal.see(lambda text: all(begins(name) in text for name in PAYLOADS))
        for name in list(ids)[1:]:
            terminal.type("j", begins(name))
        terminal.type("s", "reading order")
        terminal.type("m", without("reading order"))
        terminal.type("?", "Keys")
        terminal.type("q", without("Keys"))
        terminal.ask(":", "Load run files")
        terminal.type("\x1b", without("Load run files"))
        terminal.ask("f", ANYTHING)
        terminal.type("case:markup", without("decset"))
        terminal.type("\r", ANYTHING)
        terminal.type("\x1b", "decset")
        terminal.ask("/", without("decset"))
        terminal.type("hello", many("hello", 20))
        terminal.type("\x15", without("hello "))
        terminal.type("orphan", many("orphan", 20))
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
    assert set(terminal.answered) <= OWN
    assert events(store) == 0


LONG = pytest.mark.long
SOME = pytest.mark.parametrize(
    ("screens", "each"),
    [
        pytest.param("bare", 27, id="some"),
        pytest.param("guarded", 9, id="guarded", marks=LONG),
        pytest.param("bare", 1, id="all", marks=LONG),
    ],
    indirect=["screens"],
)
"""Every twenty-seventh payload, every ninth with the second layer, or every one where the first stands alone."""


@SOME
def test_transcripts(each: int, screens: list[str], store: Path, ids: dict[str, str]) -> None:
    """Transcripts, with everything unfolded."""
    names = list(ids)
    with Terminal(screens, size=WINDOW, answers=ANSWERS) as terminal:
        terminal.see(begins(names[0]))
        terminal.press("\r")
        for turn, name in enumerate(names):
            terminal.see(f"hello {name}")
            if turn % each == 0:
                terminal.type("Z", many("a long one", 12))
            terminal.press("n")
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
    assert set(terminal.answered) <= OWN
    assert events(store) == 0


@SOME
def test_pages(each: int, screens: list[str], store: Path, ids: dict[str, str]) -> None:
    """Of transcripts the policy, the brief and the details, words that are found; the keys and the palette."""
    names = list(ids)
    with Terminal(screens, size=(130, 40), answers=ANSWERS) as terminal:
        terminal.see(begins(names[0]))
        terminal.press("\r")
        for turn, name in enumerate(names):
            terminal.see(f"hello {name}")
            if turn % each == 0:
                terminal.type("p", f"policy of {name}")
                terminal.type("q", without("policy of"))
                terminal.ask("/", "Find:")
                terminal.type("orphan", "1 of 1")
                terminal.type("\r", without("Find:"))
                terminal.type("q", without("1 of 1"))
            if turn % each == 1 % each:
                terminal.type("B", f"brief of {name}")
                terminal.type("q", without("brief of"))
            if turn % each == 2 % each:
                terminal.type("d", "because")
                terminal.type("q", without("because"))
            terminal.press("n")
        terminal.type("?", "Keys")
        terminal.type("q", without("Keys"))
        terminal.ask(":", "Bookmark")
        terminal.type("\x1b", without("Bookmark"))
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
    assert set(terminal.answered) <= OWN
    assert events(store) == 0


@pytest.mark.long
def test_copies(screens: list[str], ids: dict[str, str]) -> None:
    """What is copied goes out in one order of the program's own, and what it carries is made visible first."""
    names = list(ids)
    copy = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
    with Terminal(screens, size=(130, 40), env=REMOTE, answers=ANSWERS) as terminal:
        terminal.see(begins(names[0]))
        terminal.press("\r")
        for name in names:
            terminal.see(f"hello {name}")
            terminal.type("y", "M1 copied")
            terminal.press("c")  # what was copied before may stand over the place in the strip
            terminal.type("\x19", "c1 copied")
            terminal.type("Y", "Citation of M3 copied")
            terminal.press("n")
        output = terminal.finish()
    sent = [base64.b64decode(found).decode() for found in copy.findall(output.decode())]
    assert len(sent) == 3 * len(names)
    assert [text for text in sent if unprintable(text.replace("\n", ""))] == []
    assert strays(output, PAYLOADS, re.compile(f"(?:{SCREENS.pattern})|{copy.pattern}")) == []
    assert set(terminal.answered) <= OWN
