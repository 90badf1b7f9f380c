"""One part as rows: what its gutter says, which text it shows, how much of that is folded away.

    ▌ M9   agent     the text of the message
    ▌      WRITE     create_reship  order #1147 · variant TRV-40-BLK
      M10            → {"ok": true}

A layout depends on the part, the width and whether it is folded, and on nothing else: it can be thrown away and made
again at any time.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.model.reading import Kind
from reviewer.store.rows import CallRow, MessageRow
from reviewer.text.visible import visible_line
from reviewer.tui.stream.display import Composer, Display, markdown
from reviewer.tui.stream.json_text import inline, spread, spread_piece
from reviewer.tui.stream.wrap import Row, width_of, wrap

FOLDED_ROWS = {Kind.TEXT: 200, Kind.REASONING: 1, Kind.CALL: 3, Kind.RESULT: 4}
"""How many rows a folded part shows."""

BRIEF_ROWS = 4
"""How many rows the text of a system, developer or event message shows while it is folded."""

LABELS = {"read": "read", "kb": "kb", "write": "WRITE", "handover": "HANDOVER", None: "call"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with its message: all that a layout is made from. `rest` are the code points and lines in later pieces."""

    message: MessageRow
    kind: Kind
    call: int
    start: int
    length: int
    first: bool
    """Whether the part opens its message (and bears its number)."""
    chunked: bool
    """Whether the field goes on in other parts."""
    rest_length: int = 0
    rest_newlines: int = 0
    level: int | None = None
    """Inside of how many brackets it begins, where it is a piece of JSON that is to be spread out."""

    beside: bool = True
    """Whether a result stands right below its call, or a call right above its result."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a part: first `gap` empty ones, then one for each of `rows`; `more` stands at the end of the last."""

    number: str
    label: str
    label_style: str
    style: str
    display: Display
    rows: list[Row]
    width: int
    gap: int
    more: str
    foldable: bool
    folded: bool
    """Whether it was to be folded; what is short looks the same."""

    @property
    def height(self) -> int:
        """All rows."""
        return self.gap + len(self.rows)


def field_text(message: MessageRow, kind: Kind, call: int) -> str:
    """The raw field that a part is a stretch of."""
    if kind is Kind.REASONING:
        return message.reasoning or ""
    if kind is Kind.CALL:
        return message.calls[call - 1].arguments
    return message.text


def folded_rows(kind: Kind, role: str) -> int:
    """How many rows a part of this kind shows while it is folded."""
    if kind is Kind.TEXT and role in ("system", "developer", "event"):
        return BRIEF_ROWS
    return FOLDED_ROWS[kind]


def lay_out(piece: Piece, width: int, folded: bool) -> Layout:
    """The rows of a part at a text width of at least eight cells."""
    message, kind = piece.message, piece.kind
    raw = field_text(message, kind, piece.call)[piece.start : piece.start + piece.length]
    display, spreads = _display(piece, raw, folded)
    rows = wrap(display.text, width)
    limit = folded_rows(kind, message.role)
    too_long = piece.chunked or len(rows) > limit + 1
    more = ""
    if too_long and folded:
        all_rows, rows = len(rows), rows[:limit]
        while len(rows) > 1 and not display.text[rows[-1][0] : rows[-1][1]].strip():
            rows.pop()
        hidden_rows = max(all_rows - len(rows), 0)
        rows[-1] = _beside(display.text, rows[-1], width, len(_more(piece, hidden_rows, raw)) + 2)
        more = _more(piece, hidden_rows, raw[display.shown.raw_at(rows[-1][1]) :])
    continued = piece.start > 0
    label, label_style = ("", "") if continued else _label(piece)
    opens_turn = piece.first and not continued and message.role != "tool" and kind in (Kind.TEXT, Kind.REASONING)
    return Layout(
        number=f"M{message.number}" if piece.first or (kind is Kind.RESULT and not continued) else "",
        label=label,
        label_style=label_style,
        style=_style(piece),
        display=display,
        rows=rows,
        width=width,
        gap=int(opens_turn and message.number > 1),
        more=more,
        foldable=too_long or spreads,
        folded=folded,
    )


def _display(piece: Piece, raw: str, folded: bool) -> tuple[Display, bool]:
    """What a part displays, and whether it is JSON: in one line while folded, spread out otherwise."""
    message, kind = piece.message, piece.kind
    if kind is Kind.TEXT and message.role in ("agent", "customer") and raw:
        return markdown(raw), False
    composer = Composer(raw)
    if kind is Kind.CALL:
        return _call(composer, piece, message.calls[piece.call - 1], raw, folded)
    if message.role == "tool" and piece.start == 0:
        composer.mark("→ ", "arrow")
        if kind is Kind.TEXT and message.name:
            composer.mark(visible_line(message.name) + "  ", "call-name")
        elif kind is Kind.RESULT and not piece.beside and message.answers:
            composer.mark(f"of M{message.answers[0]}.c{message.answers[1]}  ", "note")
    if message.error and piece.start == 0 and message.error not in raw:
        composer.mark(visible_line(message.error) + (" · " if raw else ""), "error")
    if not raw and piece.start == 0 and not message.error:
        composer.mark("(empty)", "note")
    spreads = message.role == "tool" and _json(composer, piece, raw, folded)
    if not spreads:
        composer.raw(raw, 0)
    return composer.display(), spreads


def _call(composer: Composer, piece: Piece, call: CallRow, raw: str, folded: bool) -> tuple[Display, bool]:
    if piece.start == 0:
        composer.mark(visible_line(call.name), f"call-{call.kind or 'unknown'}")
        composer.mark("  ")
        if call.invalid:
            composer.mark(f"not JSON: {visible_line(call.invalid)}  ", "error")
    spreads = not call.invalid and _json(composer, piece, raw, folded)
    if not spreads:
        composer.raw(raw, 0, "json-value")
    if not piece.rest_length and not piece.beside:
        where = "no result" if call.result is None else f"result at M{call.result}"
        composer.mark(f"  ({where})", "note")
    return composer.display(), spreads


def _json(composer: Composer, piece: Piece, raw: str, folded: bool) -> bool:
    """Adds JSON, in one line while it is folded; False for other text, and for a folded piece of a longer one."""
    if not piece.chunked:
        return inline(raw, composer) if folded else spread(raw, composer)
    if folded or piece.level is None:
        return False
    spread_piece(raw, piece.level, composer)
    return True


def _label(piece: Piece) -> tuple[str, str]:
    message, kind = piece.message, piece.kind
    if kind is Kind.REASONING:
        return "thinks", "label-reasoning"
    if kind is Kind.CALL:
        call = message.calls[piece.call - 1]
        if message.role != "agent" and piece.first:
            return message.role, f"label-{message.role}"
        return LABELS[call.kind], f"label-{call.kind or 'unknown'}"
    if message.role == "tool":
        if message.error is not None:
            return "error", "label-error"
        return ("", "label-tool") if kind is Kind.RESULT else ("orphan", "label-error")
    return message.role, f"label-{message.role}"


def _style(piece: Piece) -> str:
    if piece.kind is Kind.REASONING:
        return "reasoning"
    if piece.message.role == "tool":
        return "result"
    return "text" if piece.message.role in ("agent", "customer") else "background"


def _beside(text: str, row: Row, width: int, cells: int) -> Row:
    """A row, cut at a word so that some cells at its end stay free."""
    start, end = row
    if width_of(text[start:end].rstrip()) + cells <= width:
        return row
    return start, start + wrap(text[start:end], max(width - cells, 8))[0][1]


def _more(piece: Piece, hidden_rows: int, hidden: str) -> str:
    """What a fold hides: some rows of this piece, with some of its text, and all the pieces after it."""
    if not piece.rest_length:
        return f"{hidden_rows} line{'s' if hidden_rows != 1 else ''} more ▸"
    several = piece.rest_newlines or "\n" in hidden
    lines = f"{hidden_rows + piece.rest_newlines:,} lines or more" if several else "one long line"
    return f"{lines}, {len(hidden) + piece.rest_length:,} characters further ▸"
