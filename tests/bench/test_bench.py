"""The benchmark measures what it says: the same bytes from a seed, the same rows on both sides, the whole table."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from reviewer.operations.load import load

from . import by_hand, generate
from .generate import Shape
from .run import ROWS, main

SEED = 7
TINY = (
    "--transcripts 24 --messages 20 60 --giant-mb 0.1 --search-messages 480 --native-mb 1 --tau2-copies 0 --eval-mb 1"
    " --document-mb 1 --repeats 1 --keys 3 --rounds 1 --loads 1 --findings 30 --events 60 --tags 3"
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the benchmark reads /proc")


@pytest.fixture(scope="module", autouse=True)
def little_text() -> Iterator[None]:
    """Messages are cut from a text that is made in a moment."""
    generate.words.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "SENTENCES", 3_000)
        yield
    generate.words.cache_clear()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write(folder)
    return folder


def write(folder: Path) -> None:
    generate.write_native(folder / "a.jsonl", generate.conversations(SEED, Shape()), 0.2)
    generate.write_tau2(folder / "a.json", generate.conversations(SEED, Shape()), 0.2)
    generate.write_eval(folder / "a.eval", generate.conversations(SEED, Shape()), 0.2)


def test_a_seed_makes_the_same_bytes_again(made: Path, tmp_path: Path) -> None:
    generate.words.cache_clear()
    write(tmp_path)
    for name in ("a.jsonl", "a.json", "a.eval"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


def test_conversations_have_the_shape_that_is_asked_for() -> None:
    shape = Shape(5, 20, 20)
    conversations = list(generate.conversations(SEED, shape))
    assert [len(c["messages"]) for c in conversations] == [20] * 5
    assert len({(c["case"], c["model"], c["run"]) for c in conversations}) == 5
    lengths = sorted(len(m["text"]) for c in islice(generate.conversations(SEED, Shape()), 60) for m in c["messages"])
    assert 500 < lengths[len(lengths) // 2] < 800


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_the_loop_by_hand_stores_the_same_text(made: Path, tmp_path: Path, name: str) -> None:
    assert load(tmp_path / "program.db", [str(made / name)]).exit_code == 0
    by_hand.load(tmp_path / "hand.db", [str(made / name)], lambda: None)
    queries = (
        "SELECT role, text, reasoning, usage FROM message ORDER BY id",
        "SELECT ordinal, name, call_id, arguments FROM tool_call ORDER BY message, ordinal",
        "SELECT rowid FROM message_fts WHERE message_fts MATCH 'heron facets:roleagent'",
        "SELECT count(*) FROM transcript",
    )
    with (
        closing(sqlite3.connect(tmp_path / "program.db")) as ours,
        closing(sqlite3.connect(tmp_path / "hand.db")) as hand,
    ):
        for query in queries:
            rows = ours.execute(query).fetchall()
            assert rows == hand.execute(query).fetchall()
            assert rows


@pytest.mark.long
def test_without_a_screen_every_row_is_measured(tmp_path: Path) -> None:
    measured(tmp_path, ["command", "search"])


@pytest.mark.long
def test_every_row_is_measured(tmp_path: Path) -> None:
    measured(tmp_path, list(ROWS))


def measured(folder: Path, rows: list[str]) -> None:
    report = folder / "report.json"
    main(["--only", *rows, "--cache", str(folder / "cache"), "--json", str(report), *TINY.split()])
    said = json.loads(report.read_text())
    assert said["not measured"] == {}
    assert {result["row"].replace(" ", "-") for result in said["results"]} >= set(rows)
    assert not list((folder / "cache").glob("tmp*"))
