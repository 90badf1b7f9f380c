"""The terminal program: screens over the store, drawn with Textual."""

from __future__ import annotations

from pathlib import Path


def open_program(
    db: Path, transcript: str | None = None, message: int | None = None, dossier: str | None = None
) -> None:
    """Open the program on a database. Raises ReviewerError for what a person should know after it has closed."""
    import gc
    import os
    import sys

    # Textual waits up to a whole frame before it paints: at 60 frames a second that is most of the time from a key, or
    # from the hits of a search, to the screen. It reads this once, when it is imported.
    os.environ.setdefault("TEXTUAL_FPS", "250")
    # A thread that looks something up gives the processor back to the screen after so many seconds, and the one that
    # writes to the terminal, which has little to do and is waited for, gets it after as many.
    sys.setswitchinterval(0.0002)
    gc.disable()  # until the first paint: of what is imported and set up nothing is garbage
    # From then on a collection looks at more at once: by Python's own measure each frame would wait for one or two.
    gc.set_threshold(20_000, 20, 20)
    try:
        from reviewer.tui import keymap

        keymap.take()
        from reviewer.tui.app import run

        run(db, transcript, message, dossier)
    finally:
        gc.enable()
