"""How far something is: a bar of one line with its percentage in words."""

from __future__ import annotations

from reviewer.tui.widgets.lines import Piece


def progress_pieces(done: int, total: int, width: int) -> list[Piece]:
    """A bar and its percentage in `width` cells. Where the total is not known it stays empty."""
    share = min(1.0, done / total) if total else 0.0
    percent = f" {int(share * 100):3d} %"
    room = max(1, width - len(percent))
    full = int(room * share)
    return [("━" * full, "accent"), ("─" * (room - full), "quiet"), (percent, "strong")]
