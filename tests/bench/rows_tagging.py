"""Tagging on the screen: from a key to the end of the frame that shows what came of it, beside one frame."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Context, copied, forget_place, only_transcript
from .measure import FRAME_MS, Result, Target, median, p95
from .rows_keys import DOWN, Sitting
from .rows_start import BARE_APP
from .terminal import Terminal, program

_TAGS, _SAVED, _UNDONE = "Esc leaves", "✓", "Undone"
_MOST = 2_000
"""Messages of the longest transcript that is tagged."""


def tag_keys(context: Context) -> Iterator[Result]:
    """The key that shows the tags, the one that saves, until its tick, which comes after COMMIT; and taking back."""
    sizes = context.sizes
    for messages in (size for size in sizes.messages if size <= _MOST):
        sittings = [_sit(context, messages) for _ in range(sizes.rounds)]
        for action in sittings[0].running:
            took, clock, bare = (
                median([p95(taken[action]) for taken in many])
                for many in ([s.running for s in sittings], [s.clock for s in sittings], [s.bare for s in sittings])
            )
            usual = median([value for sitting in sittings for value in sitting.running[action]])
            note = (
                f"p95 of {sizes.keys}, {sizes.rounds} sittings; median {usual:.1f}; "
                f"p95 by the clock {clock:.1f}, of the bare app {bare:.1f}"
            )
            what = f"{action}, {messages:,} messages"
            yield Result("tag keys", what, took, FRAME_MS, "ms", "a frame", Target(1), note)


def _sit(context: Context, messages: int) -> Sitting:
    from reviewer.model.taxonomy import shipped_taxonomy

    stays, goes = (tag.key for tag in shipped_taxonomy().tags[:2])  # none twice in one place: that is asked back
    env = context.environment()
    with context.folder() as folder:
        store = copied(context.reading(messages), folder)
        forget_place(store)
        argv = program("open", "--db", str(store), "--transcript", only_transcript(store))
        with Terminal(BARE_APP, env) as other, Terminal(argv, env) as terminal:
            sitting = Sitting(terminal, other)
            terminal.opened("M1")
            terminal.settled()
            terminal.key("t" + goes, _SAVED)  # opens the database for writing
            for turn in range(context.sizes.keys):
                sitting.press_once("the tags", "t", _TAGS)
                sitting.press_once("a tag, saved", goes if turn % 2 else stays, _SAVED)
                if turn % 2:
                    sitting.press_once("undo", "u", _UNDONE)
                else:
                    terminal.key(DOWN)
    return sitting
