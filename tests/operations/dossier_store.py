"""A database with the hand-written conversations, checked, and decisions of reviewers on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations import check
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.review.decisions import Finding, Saw
from reviewer.store import dossiers, plain
from reviewer.store.connection import open_reading

WRITTEN = Path(__file__).resolve().parents[2] / "fixtures" / "northline" / "written"
MODEL = "mimo-v2.5-pro"


class Said(NamedTuple):
    """The first words of what an agent says, and where."""

    transcript: str
    revision: str
    place: Place


def make(db: Path, *files: str) -> None:
    """Synthetic transcripts of three models, nine runs, with their facts; of some files alone no trap falls, and no
    interval has to be drawn."""
    db.write_bytes(_made(files))
    db.chmod(0o600)


@cache
def _made(files: tuple[str, ...]) -> bytes:
    """Loaded and checked once for all."""
    with TemporaryDirectory() as folder:
        db = Path(folder) / "made.db"
        load(db, [WRITTEN / f"{name}.jsonl" for name in files] or [WRITTEN])
        check.run(db, processes=0)
        return db.read_bytes()


def said(db: Path, place: int = 0, model: str = MODEL) -> Said:
    """Of the model's transcripts the one at `place`, by age."""
    connection = open_reading(db)
    try:
        rows = [row for (row,) in connection.execute("SELECT id FROM run WHERE label = ? ORDER BY id", (model,))]
        one = dossiers.stored(connection, rows)[place]
        (whole,) = plain.plain(connection, [one.row])
    finally:
        connection.close()
    message = next(message for message in whole.messages if message.role == "agent" and len(message.text) > 60)
    return Said(one.id, one.revision, span(message, "text", 0, 20))


def find(db: Path, place: int = 0, *, by: str = "Ines", **more: Any) -> Finding:
    """A finding on these words."""
    words = said(db, place)
    anchor, known = Anchor("span", (words.place,)), shipped_taxonomy().hash
    told = {"note": "no tool gave it", **more}
    with Reviewing(db, by) as reviewing:
        return reviewing.tag(words.transcript, words.revision, anchor, "grounding.invented-window", known, **told)


def judge(
    db: Path, transcript: str, outcome: str, by: str, verdict: str | None = "genuine", revision: str = ""
) -> None:
    """One reviewer's word on an outcome, of the present revision where none is given."""
    connection = open_reading(db)
    (present,) = connection.execute(
        "SELECT v.hash FROM transcript t JOIN revision v ON v.id = t.revision WHERE t.public_id = ?", (transcript,)
    ).fetchone()
    connection.close()
    with Reviewing(db, by) as reviewing:
        reviewing.judge(transcript, revision or present, outcome, Saw(), verdict=verdict, reason=f"{by} read it")
