"""The labelled transcripts, and all the others of the same files, as the checks read them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reviewer.checks.scene import Scene
from reviewer.formats import Fill, Found, Source, read, sources
from reviewer.model.plain import plain
from reviewer.model.shipped import suite_for

HERE = Path(__file__).resolve().parent / "labels"
CORPORA = HERE.parents[3] / "shared" / "corpora"
HALVES = ("tune", "held-out")
BRANCHES = "tau2-branches"
ELSEWHERE = Path(os.environ.get("REVIEWER_TAU2_BRANCHES") or CORPORA / BRANCHES)
"""Where the files of the fourth and fifth draw lie: each is named by its hash, as the labels' README says."""

FRESH = 4
"""From this draw on the transcripts are of files that no check had met."""

LABELLERS = {1: "AB", 2: "C", 3: "D", 4: "EF", 5: "GH", 6: "IJ"}
"""By the draw: sixty with all that is measured; then thirty, sixty-six, eighty-nine, seventy-five and a hundred
and four with their writes only."""


@dataclass(frozen=True)
class Labelled:
    """One transcript with the labellings of it."""

    n: int
    half: str
    scene: Scene
    labels: tuple[dict[str, Any], ...]


def present() -> bool:
    """Whether the corpora stand beside the checkout."""
    return CORPORA.is_dir()


def fresh() -> bool:
    """Whether the files of the fourth and fifth draw are there, too."""
    return all(there(row["file"]) for row in index() if row.get("draw", 1) >= FRESH)


def there(file: str) -> bool:
    """Whether a file is there."""
    return _path(file).is_file()


def _path(file: str) -> Path:
    folder, _, name = file.partition("/")
    return ELSEWHERE / name if folder == BRANCHES else CORPORA / file


@cache
def scenes(file: str) -> tuple[Scene | None, ...]:
    """A file's transcripts by their index, each with the shipped suite that fits it; None for one that was refused."""
    (source,) = sources([str(_path(file))])
    if not isinstance(source, Source):
        raise FileNotFoundError(file)
    _, items = read(source, Fill())
    return tuple(_scene(item.transcript) if isinstance(item, Found) else None for item in items)


def _scene(transcript: Any) -> Scene:
    called = {call.name for message in transcript.messages for call in message.calls}
    suite = suite_for(transcript.suite, called)
    return Scene(plain(transcript, suite.kind_of if suite else lambda _name: None), suite)


def index() -> list[dict[str, Any]]:
    """Which transcripts are labelled, and to which half each belongs."""
    rows: list[dict[str, Any]] = json.loads((HERE / "index.json").read_text("utf-8"))
    return rows


def labelled(half: str, draw: int = 1) -> Iterator[Labelled]:
    """The transcripts of a half, `tune` or `held-out`, as one of the draws has them."""
    labels = [_labels(who) for who in LABELLERS[draw]]
    for row in index():
        if (row["half"], row.get("draw", 1)) == (half, draw):
            scene = scenes(row["file"])[row["index"]]
            assert scene is not None, row
            yield Labelled(row["n"], half, scene, tuple(of_one[row["n"]] for of_one in labels))


def unlabelled(before: int) -> Iterator[tuple[str, int, Scene]]:
    """Every transcript of the same files that was not labelled before this draw: file, index, scene."""
    rows = [row for row in index() if row.get("draw", 1) < before]
    taken = {(row["file"], row["index"]) for row in rows}
    for file in sorted({row["file"] for row in rows}):
        for place, scene in enumerate(scenes(file)):
            if scene is not None and (file, place) not in taken:
                yield file, place, scene


def _labels(who: str) -> dict[int, dict[str, Any]]:
    lines = (HERE / f"labels-{who}.jsonl").read_text("utf-8").splitlines()
    return {row["n"]: row for row in map(json.loads, lines)}
