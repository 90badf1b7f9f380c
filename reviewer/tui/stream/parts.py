"""The parts of one transcript, with their texts fetched when they are looked at and their rows counted or estimated."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from reviewer.model.reading import ROLES, Kind, Outline
from reviewer.store.rows import MessageRow
from reviewer.text.escapes import is_json
from reviewer.tui.stream.json_text import levels
from reviewer.tui.stream.layout import BRIEF_ROWS, FOLDED_ROWS, Layout, Piece, field_text, lay_out
from reviewer.tui.stream.rows import Rows

Fetch = Callable[[int, int], list[MessageRow]]
"""Messages by their numbers, from and to, both included."""

Folds = tuple[frozenset[Kind], frozenset[int]]
"""The kinds of parts that are unfolded, and the first parts of fields that are otherwise."""

_WINDOW = 16
_MESSAGES_KEPT = 512
_LAYOUTS_KEPT = 256

SPREAD = 1 << 18
"""Code points up to which a field of JSON is spread out: what it takes is looked at in one go."""


class Parts:
    """A transcript as parts at one width. Parts count from 0, messages from 1."""

    def __init__(self, outline: Outline, fetch: Fetch) -> None:
        self.outline = outline
        self._fetch = fetch
        self._messages: OrderedDict[int, MessageRow] = OrderedDict()
        self._layouts: OrderedDict[tuple[int, bool], Layout] = OrderedDict()
        self._fields: dict[int, range] = {}
        self._levels: dict[int, list[int] | None] = {}
        self._turned: set[int] = set()
        self.unfolded: frozenset[Kind] = frozenset()
        """The kinds of parts that are unfolded, but for those that were turned one by one."""
        self.count = max(outline.message, default=0)
        """How many messages there are."""
        self._first = self._first_parts()
        self.width = 0
        self.rows = Rows([])
        self._exact = bytearray()

    def __len__(self) -> int:
        return len(self.outline)

    # ---- places

    def _first_parts(self) -> list[int]:
        first = [0] * (self.count + 1)
        message = self.outline.message
        for part in range(len(message) - 1, -1, -1):
            first[message[part]] = part
        return first

    def first_part(self, message: int) -> int:
        """The part that opens a message."""
        return self._first[message]

    def part_of(self, message: int, kind: Kind, call: int, offset: int) -> int:
        """The part that holds a code point of a field, the offset being one of the raw field."""
        outline, part = self.outline, self._first[message]
        found = part
        while part < len(outline) and (outline.message[part] == message or outline.kind[part] == Kind.RESULT):
            same = outline.message[part] == message and outline.kind[part] == kind
            if same and (kind is not Kind.CALL or outline.call[part] == call) and outline.start[part] <= offset:
                found = part
            part += 1
        return found

    def head(self, part: int) -> int:
        """The first part of the field that a part belongs to."""
        return self.field(part).start if self.outline.start[part] else part

    def field(self, part: int) -> range:
        """All parts of the field that a part belongs to."""
        found = self._fields.get(part)
        if found is None:
            start, head, end = self.outline.start, part, part + 1
            while start[head] > 0:
                head -= 1
            while end < len(start) and start[end] > 0:
                end += 1
            found = range(head, end)
            if len(found) == 1:
                return found
            self._fields.update(dict.fromkeys(found, found))
        return found

    def next(self, part: int) -> int:
        """The part after this one, without those that a fold hides; as many as there are parts after the last."""
        following = part + 1
        if following < len(self) and self.outline.start[following] and self.folded(following):
            return self.field(following).stop
        return following

    def previous(self, part: int) -> int:
        """The part before this one, which is not the first, without those that a fold hides."""
        before = part - 1
        return self.head(before) if self.outline.start[before] and self.folded(before) else before

    # ---- texts

    def message(self, number: int) -> MessageRow:
        """A message, fetched with its neighbours when it is not at hand."""
        found = self._messages.get(number)
        if found is None:
            first = max(1, number - _WINDOW // 4)
            for row in self._fetch(first, min(self.count, first + _WINDOW)):
                self._messages[row.number] = row
            while len(self._messages) > _MESSAGES_KEPT:
                self._messages.popitem(last=False)
            found = self._messages[number]
        return found

    def at_hand(self, number: int) -> MessageRow | None:
        """A message if it was fetched already. May be called in another thread."""
        return self._messages.get(number)

    # ---- rows

    def measure(self, width: int) -> None:
        """Estimates all rows anew, for another width."""
        self.width = width
        self._layouts.clear()
        self._exact = bytearray(len(self))
        outline = self.outline
        limits = [10**9 if kind in self.unfolded else FOLDED_ROWS[kind] for kind in Kind]
        talk = [role in ("agent", "customer", "tool") for role in ROLES]
        columns = zip(outline.kind, outline.role, outline.start, outline.length, outline.newlines, strict=True)
        counts = [
            0
            if start
            else min(1 + newlines + length // width, limits[kind] if kind or talk[role] else min(limits[0], BRIEF_ROWS))
            + (not kind and talk[role])
            for kind, role, start, length, newlines in columns
        ]
        self.rows = Rows(counts)
        for head in self._turned:
            self._estimate(head)
        if self.unfolded:
            for part in range(len(self)):
                if outline.start[part] and not self.folded(part):
                    self.rows[part] = 1 + outline.newlines[part] + outline.length[part] // width

    def turn(self, head: int) -> None:
        """Folds a field that is unfolded, or the other way round."""
        self._turned ^= {head}
        self._estimate(head)

    @property
    def folds(self) -> Folds:
        """What is unfolded. Setting it takes another layout."""
        return self.unfolded, frozenset(self._turned)

    @folds.setter
    def folds(self, folds: Folds) -> None:
        self.unfolded, self._turned, self.width = folds[0], set(folds[1]), 0

    def turn_kinds(self, kinds: Iterable[Kind], *, unfold: bool) -> None:
        """Folds or unfolds all fields of some kinds."""
        self._turned.clear()
        self.unfolded = self.unfolded | set(kinds) if unfold else self.unfolded - set(kinds)
        self.measure(self.width)

    def offset_of_row(self, part: int, row: int) -> int:
        """The place in the displayed text of a part where a row begins."""
        layout = self.layout(part)
        row = min(max(row - layout.gap, 0), len(layout.rows) - 1)
        return layout.rows[row][0]

    def row_of_offset(self, part: int, offset: int) -> int:
        """The row of a part that shows a place of its displayed text."""
        layout = self.layout(part)
        return layout.gap + next((row for row, (_, end) in enumerate(layout.rows) if end > offset), 0)

    def _estimate(self, head: int) -> None:
        for part in self.field(head):
            self._exact[part] = 0
            hidden = part != head and self.folded(part)
            self.rows[part] = 0 if hidden else 1 + self.outline.newlines[part] + self.outline.length[part] // self.width

    def folded(self, part: int) -> bool:
        """Whether the field of a part is folded, should it be long enough to fold."""
        head = self.head(part)
        return (head in self._turned) == (Kind(self.outline.kind[part]) in self.unfolded)

    def exact(self, part: int) -> int:
        """The rows of a part, laid out if they were only estimated."""
        if not self._exact[part]:
            hidden = self.outline.start[part] > 0 and self.folded(part)
            self.rows[part] = 0 if hidden else self.layout(part).height
            self._exact[part] = 1
        return self.rows[part]

    def layout(self, part: int, *, turned: bool = False) -> Layout:
        """A part, laid out; with `turned` as it would be if it were folded where it is not."""
        key = (part, self.folded(part) is not turned)
        found = self._layouts.get(key)
        if found is None:
            found = self._layouts[key] = lay_out(self._piece(part, folded=key[1]), self.width, key[1])
            if len(self._layouts) > _LAYOUTS_KEPT:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(key)
        return found

    def forget(self) -> None:
        """Throws away texts and layouts, after what they say has changed (a tool's kind, for one)."""
        self._messages.clear()
        self._layouts.clear()

    def _piece(self, part: int, *, folded: bool) -> Piece:
        outline = self.outline
        number, kind = outline.message[part], Kind(outline.kind[part])
        field = self.field(part)
        following = field.stop
        later = range(part + 1, following) if outline.start[part] == 0 else range(0)
        message = self.message(number)
        beside = True
        if kind is Kind.CALL:
            result = message.calls[outline.call[part] - 1].result
            beside = following < len(self) and outline.message[following] == result
        elif kind is Kind.RESULT and message.answers:
            beside = self._first[number] > 0 and self._belongs_above(self._first[number] - 1, message.answers)
        return Piece(
            message=message,
            kind=kind,
            call=outline.call[part],
            start=outline.start[part],
            length=outline.length[part],
            first=part == self._first[number],
            chunked=len(field) > 1,
            rest_length=sum(outline.length[place] for place in later),
            rest_newlines=sum(outline.newlines[place] for place in later),
            level=None if folded or len(field) == 1 else self._level(part),
            beside=beside,
        )

    def _level(self, part: int) -> int | None:
        """Inside of how many brackets a piece of JSON begins; None where its field is no JSON, or very long."""
        field, outline = self.field(part), self.outline
        if field.start not in self._levels:
            message, kind = self.message(outline.message[part]), Kind(outline.kind[part])
            raw = field_text(message, kind, outline.call[part])
            pieces = [raw[outline.start[one] : outline.start[one] + outline.length[one]] for one in field]
            spreads = len(raw) <= SPREAD and (kind is Kind.CALL or message.role == "tool") and is_json(raw)
            self._levels[field.start] = levels(pieces) if spreads else None
        found = self._levels[field.start]
        return None if found is None else found[part - field.start]

    def _belongs_above(self, part: int, answers: tuple[int, int]) -> bool:
        outline = self.outline
        same_call = outline.kind[part] in (Kind.CALL, Kind.RESULT) and outline.call[part] == answers[1]
        return same_call and (outline.message[part] == answers[0] or outline.kind[part] == Kind.RESULT)
