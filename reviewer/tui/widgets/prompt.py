"""One line at the foot of a screen that asks for words or a number, with room for a remark."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from reviewer.tui.widgets.entry import Entry

if TYPE_CHECKING:
    from reviewer.operations.drafts import Answered as Words
    from reviewer.operations.drafts import Drafts

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
    Words that would be decisions are kept as they are typed, and offered again, until they are saved or wiped out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Changed(Message):
        """The text changed."""

        def __init__(self, asked: str, text: str) -> None:
            super().__init__()
            self.asked, self.text = asked, text

    class Answered(Changed):
        """Enter was pressed, and the answer will do. `words` is what was kept of it: see `Sitting.answering`."""

        def __init__(self, asked: str, text: str, words: Words | None = None) -> None:
            super().__init__(asked, text)
            self.words = words

    class Left(Message):
        """The person thought better of it."""

        def __init__(self, asked: str) -> None:
            super().__init__()
            self.asked = asked

    asked = _hint = _offered = ""
    _drafts: Drafts | None = None
    """Where what is typed is kept; for words that change nothing, such as those to find, nowhere."""

    _draft: tuple[str, ...] = ()
    _check: Check = staticmethod(anything)

    def compose(self) -> ComposeResult:
        """A label, the input, a remark."""
        yield Static("", id="prompt-label", markup=False)
        entry = Entry(id="prompt-input", compact=True)
        entry.foot_keys = (("Enter", "done"), ("Esc", "leave"))
        yield entry
        yield Static("", id="prompt-note", markup=False)

    def ask(
        self,
        asked: str,
        label: str,
        text: str = "",
        *,
        check: Check = anything,
        note: str = "",
        drafts: Drafts | None = None,
        about: str = "",
    ) -> None:
        """Shows the line and takes the keys; `asked` comes back with the answer, once `check` finds nothing wrong.

        What is typed is kept in `drafts`, where there are some, for the next time that the same is asked `about` it.
        """
        self.asked, self._check = asked, check
        self._drafts, self._draft, self._offered = drafts, (about, asked, label), text
        kept = None if drafts is None else drafts.get(self._draft)
        if kept is not None:
            note = "typed before · ^U wipes it out"
        self.query_one("#prompt-label", Static).update(Content(label))
        self._hint = note
        self.note(note)
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = text if kept is None else kept
        line.select_on_focus = kept is None
        if kept is None:
            line.select_all()
        else:
            line.cursor_position = len(kept)  # the next letter goes on with it
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
        self._keep(event.value)
        self.post_message(self.Changed(self.asked, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Passes on the answer, or says why it will not do."""
        event.stop()
        if problem := self._check(event.value):
            self.note(f"{problem} · Esc leaves", wrong=True)
            return
        self.close()
        words = None if self._drafts is None else self._drafts.answered(self._draft)
        self.post_message(self.Answered(self.asked, event.value, words))

    def on_key(self, event: Key) -> None:
        """While somebody types what is to be kept, the screen takes no key for another meaning."""
        here = self.screen.active_bindings.get(event.key)
        if self._drafts is not None and here is not None and here.node is self.screen:
            event.stop()

    def _keep(self, text: str) -> None:
        """What is typed by now, for the next time; nothing where it is as it was offered, or wiped out."""
        if self._drafts is None:
            return
        if text.strip() and text != self._offered:
            self._drafts[self._draft] = text
        else:
            self._drafts.pop(self._draft, None)
