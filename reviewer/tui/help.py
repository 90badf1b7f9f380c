"""The keys of the present screen."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewer.tui import actions
from reviewer.tui.actions import Action, bindings, key_label
from reviewer.tui.screen import Dialog
from reviewer.tui.widgets.bars import Bar, hints
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece

_MARGIN = 5
"""Cells beside the columns: the edges and the scroll bar."""

_KEYS = 16
_COLUMN = _KEYS + 41
"""Cells of a column of keys with what they do."""


class HelpScreen(Dialog[None]):
    """Keys and what they do, by heading, in as many columns as there is room for."""

    WHERE = "help"
    BINDINGS = bindings("help")

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """A title and the keys."""
        with VerticalScroll(id="help"):
            yield Static(sheet(self._where, self.app.size.width - _MARGIN), id="help-keys", markup=False)
        yield Bar(id="help-title")

    def on_mount(self) -> None:
        """The keys scroll."""
        self.query_one("#help").focus()
        left: list[Piece] = [("Keys", "strong"), (f" · {self._where}", "quiet")]
        self.query_one("#help-title", Bar).show(left, hints(("j k", "scroll"), ("Esc", "close")))

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again, once Textual is through with its own layout: it takes no other height while it is at it."""
        keys = sheet(self._where, event.size.width - _MARGIN)
        self.call_after_refresh(self.query_one("#help-keys", Static).update, keys)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one("#help").scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one("#help").scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        """Scroll down a page."""
        self.query_one("#help").scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll up a page."""
        self.query_one("#help").scroll_page_up(animate=False)


def sheet(where: str, width: int) -> Content:
    """The keys of one screen and of the program, in columns that fit `width` cells."""
    offered = [*actions.of(where), *actions.of("app")]
    names = list(dict.fromkeys(action.group for action in offered))
    blocks = [_block(name, [action for action in offered if action.group == name]) for name in names]
    columns = max(1, min(3, width // _COLUMN))
    cell = max(20, width // columns)
    tallest = -(-sum(len(block) + 1 for block in blocks) // columns)
    while len(stacks := _stacks(blocks, tallest)) > columns:
        tallest += 1
    rows = max(len(stack) for stack in stacks)
    lines = []
    for row in range(rows):
        pieces: list[tuple[str, str]] = []
        for stack in stacks:
            keys, words = stack[row] if row < len(stack) else ("", "")
            if keys:
                pieces += [(fit(keys, _KEYS), "bold $primary"), (fit(words, cell - _KEYS), "")]
            else:
                pieces.append((fit(words, cell), "bold"))
        lines.append(Content.assemble(*pieces))
    return Content("\n").join(lines)


def _block(name: str, offered: list[Action]) -> list[tuple[str, str]]:
    said = [(" ".join(map(key_label, a.keys)), f"{a.title} ({a.when})" if a.when else a.title) for a in offered]
    return [("", name), *((keys or "palette", title) for keys, title in said)]


def _stacks(blocks: list[list[tuple[str, str]]], tallest: int) -> list[list[tuple[str, str]]]:
    """The blocks one below the other, a new stack where `tallest` lines are reached."""
    stacks: list[list[tuple[str, str]]] = [[]]
    for block in blocks:
        if stacks[-1] and len(stacks[-1]) + len(block) > tallest:
            stacks.append([])
        if stacks[-1]:
            stacks[-1].append(("", ""))
        stacks[-1] += block
    return stacks
