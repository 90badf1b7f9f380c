"""What the next keys will need, made ready while nobody presses one: a key then only shows what is there.

Work comes in small pieces. They are done a few at a time between two looks at the keyboard, and all of them are dropped
when the view moves: what was made ready stays in the caches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from textual.timer import Timer
from textual.widget import Widget

_BREATH = 0.006
"""Seconds after the last move in which the screen is left alone: it is being painted."""

_SLICE = 0.001
"""Seconds of work between two looks at the keyboard."""

_EVERY = 0.002


class Ahead:
    """Does a widget's work of tomorrow. `pieces` begins it anew, `after` is called behind each slice of it."""

    def __init__(self, widget: Widget, pieces: Callable[[], Iterator[object]], after: Callable[[], object]) -> None:
        self._pieces, self._after = pieces, after
        self._work: Iterator[object] | None = None
        self._not_before = 0.0
        self._timer: Timer = widget.set_interval(_EVERY, self._go_on, name="ahead", pause=True)

    def begin(self) -> None:
        """Something moved: other things are likely now."""
        self._work = None
        self._not_before = perf_counter() + _BREATH
        self._timer.resume()

    def _go_on(self) -> None:
        now = perf_counter()
        if now < self._not_before:
            return
        if self._work is None:
            self._work = self._pieces()
        for _ in self._work:
            if perf_counter() - now > _SLICE:
                break
        else:
            self._timer.pause()
        self._after()
