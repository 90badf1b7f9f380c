"""The README's pictures, made from the real screens on the demo: `python -m tests.pictures` writes them anew."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from reviewer.operations import check
from reviewer.operations.demo import demo
from reviewer.tui.app import ReviewerApp

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "pictures"
SIZE = (120, 34)
Walk = Callable[[Pilot[None]], Awaitable[None]]


async def library(pilot: Pilot[None]) -> None:
    """As it opens."""
    await pilot.press("j")


async def transcript(pilot: Pilot[None]) -> None:
    """A conversation in which a replacement goes out against the rules, at the message where it happens."""
    await pilot.press("f", *"run:k27run1x case:false_closure_wrongitem", "enter", "enter")
    await settle(pilot)
    await pilot.press("ctrl+g", "1", "0", "enter")


async def search(pilot: Pilot[None]) -> None:
    """Where a replacement was sent."""
    await pilot.press("slash", *"create_reship")


PICTURES: dict[str, Walk] = {"library": library, "transcript": transcript, "search": search}


async def settle(pilot: Pilot[None]) -> None:
    """Until the screen has nothing left to do."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.5)  # what is typed is looked up a moment later


async def picture(db: Path, walk: Walk) -> str:
    """The screen as SVG, after a walk through the program."""
    app: Any = ReviewerApp(db)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await walk(pilot)
        await settle(pilot)
        svg = app.export_screenshot(title="reviewer")
    app.close_store()
    return without_web(svg)


def without_web(svg: str) -> str:
    """The picture without the fonts that it would fetch from the web: a reader's own monospace will do."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono")
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE).rstrip() + "\n"


def main() -> None:
    """Writes every picture."""
    FOLDER.mkdir(exist_ok=True)
    named = {"COUNT": "1", "KEY_0": "user.name", "VALUE_0": "you"}  # nobody's own name stands in a picture
    os.environ.update({f"GIT_CONFIG_{key}": value for key, value in named.items()})
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # nor does anybody's own theme
        db = Path(folder) / "demo.db"
        demo(db)
        check.run(db)
        for name, walk in PICTURES.items():
            (FOLDER / f"{name}.svg").write_text(asyncio.run(picture(db, walk)), "utf-8")


if __name__ == "__main__":
    main()
