"""Text in a fixed number of terminal cells."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size


def clip(text: str, width: int) -> str:
    """The beginning, in exactly `width` cells, of a text that takes more; half of a wide character is a blank."""
    head = text[:width]
    # Looking for where each grapheme ends takes longer than all else about a line.
    return head if head.isascii() or cell_len(head) == width else set_cell_size(text, width)


def fit(text: str, width: int, right: bool = False) -> str:
    """`text` in exactly `width` cells; what does not fit ends in `…`."""
    if width <= 0:
        return ""
    size = len(text) if text.isascii() else cell_len(text)
    if size > width:
        text = clip(text, width - 1)
        return text.rstrip() + "…" + " " * (len(text) - len(text.rstrip()))
    blank = " " * (width - size)
    return blank + text if right else text + blank


_USUAL = frozenset({"", "complete", "synthetic", "valid"})


def tone(states: Iterable[str]) -> str:
    """The style of what is said of a transcript or a run: a warning only where something is odd about it."""
    return "quiet" if _USUAL.issuperset(states) else "warning"
