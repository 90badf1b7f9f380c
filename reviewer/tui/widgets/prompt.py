"""One line at the foot of a screen that asks for words or a number, with room for a remark."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from reviewer.tui.widgets.entry import Entry

Check = Callable[[str], str]
"""What is wrong with an answer, in a few words; nothing where it will do."""


def wanted(what: str) -> Check:
    """Takes any words, and no blank."""
    return lambda text: "" if text.strip() else f"{what} is needed"


def anything(_text: str) -> str:
    """Takes a blank, too: it means something here."""
    return ""


class Prompt(Horizontal):
    """Hidden until it asks. It answers with `Changed` while one types, and `Answered` or `Left` at the end.

    An answer that will not do leaves it open, with what is wrong: whatever is typed next is no command.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Changed(Message):
        """The text changed."""

        def __init__(self, asked: str, text: str) -> None:
            super().__init__()
            self.asked, self.text = asked, text

    class Answered(Changed):
        """Enter was pressed, and the answer will do."""

    class Left(Message):
        """The person thought better of it."""

        def __init__(self, asked: str) -> None:
            super().__init__()
            self.asked = asked

    asked = _hint = ""
    _check: Check = staticmethod(anything)

    def compose(self) -> ComposeResult:
        """A label, the input, a remark."""
        yield Static("", id="prompt-label", markup=False)
        yield Entry(id="prompt-input", compact=True)
        yield Static("", id="prompt-note", markup=False)

    def ask(self, asked: str, label: str, text: str = "", *, check: Check = anything, note: str = "") -> None:
        """Shows the line and takes the keys; `asked` comes back with the answer, once `check` finds nothing wrong."""
        self.asked, self._check = asked, check
        self.query_one("#prompt-label", Static).update(Content(label))
        self._hint = note
        self.note(note)
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = text
        line.select_all()
        self.styles.display = "block"
        self.screen.set_focus(line)  # now, not in turn: what is typed next is already meant for it

    def note(self, text: str, *, wrong: bool = False) -> None:
        """Shows a remark at the right: a hint, or what is wrong."""
        self.set_class(bool(text), "-noted")
        self.set_class(wrong, "-wrong")
        self.query_one("#prompt-note", Static).update(Content(text))

    def close(self) -> None:
        """Hides the line."""
        self.styles.display = "none"

    def action_leave(self) -> None:
        """Closes without an answer."""
        self.close()
        self.post_message(self.Left(self.asked))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes on what is typed; what was wrong with it before is not said of it now."""
        event.stop()
        self.note(self._hint)
        self.post_message(self.Changed(self.asked, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Passes on the answer, or says why it will not do."""
        event.stop()
        if problem := self._check(event.value):
            self.note(f"{problem} · Esc leaves", wrong=True)
            return
        self.close()
        self.post_message(self.Answered(self.asked, event.value))
