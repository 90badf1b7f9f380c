"""What the library shows while there is nothing in it."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from reviewer.text.visible import visible_line


class Welcome(Static):
    """What to do first."""

    def __init__(self, db: Path, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(_words(db), id=id)


def _words(db: Path) -> Content:
    return Content.assemble(
        ("No transcripts yet", "bold"),
        "\n\n",
        ("L", "bold $primary"),
        "   load a file, a folder or a pattern\n",
        ("?", "bold $primary"),
        "   the keys of this screen\n\n",
        ("Or from the shell\n", "$quiet"),
        "reviewer load runs/ more/*.eval results.json\n",
        "reviewer demo",
        ("   conversations that come with the program\n\n", "$quiet"),
        ("It reads\n", "$quiet"),
        "τ²-bench and τ-bench results, OpenAI chat files, Inspect logs,\n"
        "and its own JSONL. What is in a file counts, not its name.\n\n",
        ("The database will be\n", "$quiet"),
        visible_line(str(db)),
    )
