"""The registry of actions and all that it feeds cannot drift apart."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from reviewer.tui import actions
from reviewer.tui.actions import ACTIONS
from reviewer.tui.help import sheet
from reviewer.tui.palette import Actions
from reviewer.tui.screen import Dialog

CLASSES = {
    "app": ("reviewer.tui.app", "ReviewerApp"),
    "library": ("reviewer.tui.library", "LibraryScreen"),
    "search": ("reviewer.tui.search", "SearchScreen"),
    "adjudicate": ("reviewer.tui.adjudicate", "AdjudicateScreen"),
    "compare": ("reviewer.tui.compare", "CompareScreen"),
    "inbox": ("reviewer.tui.inbox", "InboxScreen"),
    "queue": ("reviewer.tui.queue", "QueueScreen"),
    "patterns": ("reviewer.tui.patterns", "PatternsScreen"),
    "transcript": ("reviewer.tui.transcript", "TranscriptScreen"),
    "panel": ("reviewer.tui.review.panel", "Panel"),
    "amend": ("reviewer.tui.review.amend", "Amend"),
    "page": ("reviewer.tui.page", "Page"),
    "dossier": ("reviewer.tui.dossier", "DossierScreen"),
    "board": ("reviewer.tui.board", "BoardScreen"),
    "load": ("reviewer.tui.load_dialog", "LoadDialog"),
    "draw": ("reviewer.tui.draw_dialog", "DrawDialog"),
    "export": ("reviewer.tui.export_dialog", "ExportDialog"),
    "help": ("reviewer.tui.help", "HelpScreen"),
    "choose": ("reviewer.tui.choose", "Choose"),
}
SCREENS = sorted({action.where for action in ACTIONS} - {"app"})


def class_of(where: str) -> type[DOMNode]:
    """The class that has the methods of these actions."""
    module, name = CLASSES[where]
    found: type[DOMNode] = getattr(import_module(module), name)
    return found


def test_names_are_unique() -> None:
    """A name is the id of a binding: two of them would be one."""
    assert [name for name, count in Counter(action.name for action in ACTIONS).items() if count > 1] == []


@pytest.mark.parametrize("where", SCREENS)
def test_no_key_means_two_things(where: str) -> None:
    """On a screen each key has one meaning, or a second one that says when it holds; a dialog hides the program's."""
    dialog = issubclass(class_of(where), Dialog)
    offered = actions.of(where) if dialog else (*actions.of(where), *actions.of("app"))
    uses = Counter((key, bool(action.when)) for action in offered for key in action.keys)
    assert [use for use, count in uses.items() if count > 1] == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_the_method_is_there(action: actions.Action) -> None:
    """Every action does something."""
    assert callable(getattr(class_of(action.where), f"action_{action.method}"))


@pytest.mark.parametrize("where", CLASSES)
def test_screens_bind_what_the_registry_says(where: str) -> None:
    """No key of a screen is bound past the registry."""
    own = [binding for binding in class_of(where).__dict__["BINDINGS"] if isinstance(binding, Binding)]
    assert [(b.id, b.key, b.action, b.description) for b in own] == [
        (b.id, b.key, b.action, b.description) for b in actions.bindings(where) if isinstance(b, Binding)
    ]


@pytest.mark.parametrize("where", SCREENS)
@pytest.mark.parametrize("width", [74, 114, 194])
def test_the_help_screen_shows_every_action(where: str, width: int) -> None:
    """All titles are there in full, at every width."""
    shown = sheet(where, width).plain
    titles = [action.title for action in (*actions.of(where), *actions.of("app"))]
    assert [title for title in titles if title not in shown] == []
    assert max(map(len, shown.splitlines())) <= width


async def test_the_palette_offers_every_action(opened, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """On each screen: all of its own and of the program, but for the palette itself and what does not hold now."""
    async with opened(demo_db) as pilot:
        for keys in ((), ("slash",), ("escape", "enter")):
            await pilot.press(*keys)
            await pilot.pause()
            screen = pilot.app.screen
            where = screen.WHERE
            offered = [hit.text async for hit in Actions(screen).discover()]
            wanted = [action.title for action in (*actions.of(where), *actions.of("app")) if not action.when]
            wanted.remove("Everything, by name")
            assert offered == wanted


async def test_the_palette_does_what_was_chosen(opened, until, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """From `:` to the load dialog."""
    async with opened(demo_db) as pilot:
        await pilot.press("colon", *"load run")
        await until(pilot, lambda: "Load run files" in str(pilot.app.screen.query("OptionList").first().options))
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "WHERE", "") == "load")


@pytest.mark.parametrize(
    ("key", "label"),
    [("j", "j"), ("G", "G"), ("ctrl+f", "^F"), ("pagedown", "PgDn"), ("shift+tab", "⇧Tab"), ("f2", "F2"), ("/", "/")],
)
def test_key_labels(key: str, label: str) -> None:
    """Keys as people read them."""
    assert actions.key_label(key) == label
