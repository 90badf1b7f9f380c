"""The editing dialog of a finding: tag, severity, effect, whose fault, private or not, note, what was right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import TextArea

from reviewer.review.decisions import EFFECTS, FAULTS, SEVERITIES, Finding
from reviewer.text.visible import visible, visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.review.editor import edited
from reviewer.tui.review.places import called, quote
from reviewer.tui.screen import Dialog
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.lines import Lines, Piece

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Taxonomy
    from reviewer.operations.drafts import Answered, Drafts, Key


_TEXTS = {"note": "note", "correct": "what would have been right"}
"""What is typed, and how it is called."""

_LOW = 28
"""Rows of the terminal below which the notes are lower."""


@dataclass(frozen=True, slots=True)
class _Field:
    """Something with a few possible values, gone through with its key."""

    name: str
    key: str
    title: str
    values: Sequence[object]
    words: Sequence[str]


def _fields(taxonomy: Taxonomy) -> list[_Field]:
    tags = taxonomy.tags
    return [
        _Field("severity", "s", "severity", SEVERITIES, SEVERITIES),
        _Field("effect", "f", "effect", (None, *EFFECTS), ("–", *(f"{effect} the customer" for effect in EFFECTS))),
        _Field("fault", "w", "whose fault", FAULTS, FAULTS),
        _Field("publishable", "p", "for print", (True, False), ("publishable", "private")),
        _Field("tag", "t", "tag", [tag.id for tag in tags], [visible_line(tag.label) for tag in tags]),
    ]


class Choices(Lines):
    """One line for each field."""

    def __init__(self, fields: Sequence[_Field], values: dict[str, Any]) -> None:
        super().__init__(id="amend-fields")
        self._fields, self._values = fields, values

    @property
    def field(self) -> _Field:
        """The one under the cursor."""
        return self._fields[self.cursor]

    def row(self, index: int, _line: int, _width: int, /) -> Iterator[Piece]:
        """Key, title, value."""
        field = self._fields[index]
        value = self._values[field.name]
        words = field.words[list(field.values).index(value)] if value in field.values else visible_line(str(value))
        yield f"{field.key}  ", "accent"
        yield f"{field.title:<13}", "quiet"
        yield words, "strong"


class Amend(Dialog[dict[str, Any] | None]):
    """Answers what was changed; nothing where nothing was, None where it is to stay as it was."""

    CSS_PATH = "../dialogs.tcss"
    WHERE = "amend"
    BINDINGS: ClassVar[list[BindingType]] = bindings("amend")

    def __init__(self, finding: Finding, taxonomy: Taxonomy, drafts: Drafts) -> None:
        super().__init__()
        self._finding, self._drafts = finding, drafts
        self.answers: list[Answered | None] = []
        """What was typed here before the dialog was closed."""

        self._values = {name: getattr(finding, name) for name in ("severity", "effect", "fault", "publishable", "tag")}
        self._fields = _fields(taxonomy)

    def compose(self) -> ComposeResult:
        """Where it stands, the fields, the note, what had been right, the keys."""
        words = quote(self._finding.anchor)
        with Vertical(id="amend"):
            yield Bar([(f"Finding on {called(self._finding.anchor)}", "strong"), (f"  {words}", "quiet")])
            yield Choices(self._fields, self._values)
            for name, title in _TEXTS.items():
                before = visible(getattr(self._finding, name))
                text = self._drafts.get(self._draft(name), before)
                yield Bar([(title, "quiet"), (" · typed before", "warning")] if text != before else [(title, "quiet")])
                yield Note(text, id=f"amend-{name}")
            yield KeyBar("amend")

    def on_resize(self, event: events.Resize) -> None:
        """The keys have room on a low terminal, too."""
        self.set_class(event.size.height < _LOW, "-low")

    def on_mount(self) -> None:
        """Most often it is the note, and more of it."""
        choices = self.query_one(Choices)
        choices.styles.height = len(self._fields)
        choices.resize_to(len(self._fields))
        note = self.query_one("#amend-note", Note)
        note.move_cursor(note.document.end)
        note.focus()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        """It is kept from now on, until it is saved or discarded."""
        name, text = str(event.text_area.id).removeprefix("amend-"), event.text_area.text
        if text != visible(getattr(self._finding, name)):
            self._drafts[self._draft(name)] = text
        else:
            self._drafts.pop(self._draft(name), None)

    def _draft(self, name: str) -> Key:
        about = self._finding.id or f"{self._finding.transcript} {self._finding.anchor}"
        return about, "amend", f"{name} of the finding on {called(self._finding.anchor)}:"

    def on_key(self, event: events.Key) -> None:
        """A field's key goes on to its next value, while nobody types."""
        if not self.query_one(Choices).has_focus:
            return
        for place, field in enumerate(self._fields):
            if event.character == field.key:
                event.stop()
                self.query_one(Choices).move_to(place)
                self._turn(field, 1)

    def action_next_row(self) -> None:
        """The next field."""
        choices = self.query_one(Choices)
        if choices.cursor == len(self._fields) - 1:
            self.query_one("#amend-note", Note).focus()
        choices.move(1)

    def action_previous_row(self) -> None:
        """The field before."""
        self.query_one(Choices).move(-1)

    def action_next_value(self) -> None:
        """The next value of the field under the cursor."""
        self._turn(self.query_one(Choices).field, 1)

    def action_previous_value(self) -> None:
        """The value before."""
        self._turn(self.query_one(Choices).field, -1)

    def action_other_part(self) -> None:
        """From the fields to the note, to what had been right, and round again."""
        self._to_part(1)

    def action_other_part_back(self) -> None:
        """The same, the other way round."""
        self._to_part(-1)

    def _to_part(self, step: int) -> None:
        parts = [self.query_one("#amend-note"), self.query_one("#amend-correct"), self.query_one(Choices)]
        here = next((n for n, part in enumerate(parts) if part.has_focus), 2)
        parts[(here + step) % 3].focus()

    def action_editor(self) -> None:
        """The note, or what had been right, in the person's own editor."""
        note = self.query_one("#amend-correct" if self.query_one("#amend-correct").has_focus else "#amend-note", Note)
        with self.app.suspend():
            text = edited(note.text)
        if text is None:
            self.program.say("The editor failed, or there is none: the text is as it was", problem=True)
        else:
            note.load_text(visible(text))

    def action_back(self) -> None:
        """Keeps what was changed."""
        now = self._values | {name: self._kept(name, getattr(self._finding, name)) for name in _TEXTS}
        self.answers = [self._drafts.answered(self._draft(name)) for name in _TEXTS]
        self.dismiss({name: value for name, value in now.items() if value != getattr(self._finding, name)})

    def action_discard(self) -> None:
        """Leaves the finding as it was."""
        for name in _TEXTS:
            self._drafts.pop(self._draft(name), None)
        self.dismiss(None)

    def _kept(self, name: str, before: str) -> str:
        """What was typed; what nobody touched stays as it is stored."""
        text = self.query_one(f"#amend-{name}", Note).text
        return before if text == visible(before) else text.strip()

    def _turn(self, field: _Field, step: int) -> None:
        values = list(field.values)
        present = self._values[field.name]
        place = values.index(present) if present in values else -step
        self._values[field.name] = values[(place + step) % len(values)]
        self.query_one(Choices).refresh()


class Note(TextArea):
    """Text of one's own. Tab leaves it."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(text, id=id, tab_behavior="focus", show_line_numbers=False, compact=True)
