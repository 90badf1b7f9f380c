"""The board's page in HTML and Markdown and its tables: they hold what the board holds, and text in it stays text."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pytest

from reviewer.export.board.html import html
from reviewer.export.board.markdown import markdown
from reviewer.export.board.tables import TABLES, table_file
from reviewer.export.charts.butterfly import Pair, Wing, butterfly
from reviewer.export.charts.lanes import Lane, lanes
from reviewer.export.charts.scatter import Point, scatter
from reviewer.model.board_schema import written
from reviewer.model.dossier import FigureEntry
from reviewer.model.sections import BOARD_SECTIONS
from reviewer.operations.board_files import DATA
from tests.export.board_sample import sample
from tests.export.hostile import TEXTS, hostile_left
from tests.export.page import Page

KEPT = Path(__file__).resolve().parents[1] / "golden" / "board"
HARD = "<b>&amp; | `x` \x1b[31m paypal\u202egpj.exe ＝1+1 größer 日本語"


def without_style(page: str) -> str:
    """The page but for its style sheets, whose own files are easier to compare."""
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'sha256-…'", page)


@pytest.mark.parametrize("name", ["hard.html", "hard.md", *(f"{one.name}.csv" for one in TABLES)])
def test_hard_values(name: str) -> None:
    """Byte for byte."""
    board, kept = sample(HARD, model="m|<i>"), KEPT / name
    if name.endswith(".csv"):
        made = table_file(next(one for one in TABLES if one.name == name[:-4]), board)
    elif name.endswith(".html"):
        made = without_style(html(board, files=DATA).decode()).encode()
    else:
        made = markdown(board, files=DATA)
    if os.environ.get("REVIEWER_SNAPSHOTS") == "new":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    assert made == kept.read_bytes(), "look at the difference; to keep it: REVIEWER_SNAPSHOTS=new"


def check(text: str) -> Page:
    """The page is well-formed, holds nothing raw, and leads nowhere but within itself and to its data."""
    page = Page(text)
    assert not hostile_left(text)
    assert set(page.labelled) <= page.ids
    for href in page.hrefs:
        assert href.removeprefix("#") in page.ids or href in dict(DATA), href
    return page


def test_it_stands_by_itself() -> None:
    """Links resolve, ids are unique, nothing is loaded; sections stand in their order; synthetic is said."""
    text = html(sample(), files=DATA).decode()
    page = check(text)
    places = [text.index(f'<section id="{one.id}"') for one in BOARD_SECTIONS]
    assert places == sorted(places)
    assert "(synthetic)" in text.partition("</title>")[0]
    assert "Synthetic: the runs behind 2 rows" in page.words
    assert page.words.count("· synthetic") >= 4
    assert "default-src 'none'" in page.meta["Content-Security-Policy"]


@pytest.mark.parametrize("text", [*TEXTS[::6], *(pytest.param(one, marks=pytest.mark.long) for one in TEXTS)], ids=repr)
def test_hostile_words(text: str) -> None:
    """Whatever somebody else wrote, also as the name of a model, is text on the page and in the table."""
    text = text.encode("utf-8", "replace").decode().strip() or "x"
    board = sample(text, model=f"{text} 2")
    check(html(board, files=DATA).decode())
    made = markdown(board, files=DATA).decode()
    assert not hostile_left(made)
    for one in TABLES:
        rows = list(csv.reader(io.StringIO(table_file(one, board).decode(), newline="")))
        assert {len(row) for row in rows} == {len(one.columns)}
        assert len(rows) - 1 == len([*one.rows(board)])


def test_both_pages_hold_every_figure() -> None:
    """Each number of each row, with its interval, in HTML and in Markdown."""
    board = sample()
    shown, told = Page(html(board).decode()).words, markdown(board).decode().replace("\\", "")
    for row in board.rows:
        for figure in row.figures:
            assert figure.shown in shown
            assert figure.shown in told
    assert "≈ 3 of 120, 0.9–7.1%" in shown
    assert "3 of 120, 0.9–7.1%" in told
    assert "as published" in told


def test_charts_say_what_they_show() -> None:
    """Every point, bar and row is there once, with its words; nothing lies outside of the picture."""
    points = [Point(f"m{n}", "$", float(n % 8), bool(n % 2), f"m{n}: {n % 8}/18") for n in range(20)]
    drawn = scatter(
        "title", [("$", "budget"), ("$$", "mid")], [("safe", 2), ("middling", 5.9), ("reckless", 18)], points
    )
    assert all(f"<title>{point.title}</title>" in drawn for point in points)
    assert [drawn.count(f">{name}</text>") for name in ("safe", "middling", "reckless")] == [1, 1, 1]
    pair = Pair("m", Wing(0.0, "0%", (0.0, 0.9)), Wing(0.3, "30%", None), True, "m: 0% and 30%")
    wings = butterfly("title", "left", "right", [pair])
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', wings)[0])
    places = [float(x) for x in re.findall(r"[ML]([\d.]+) ", wings)] + [
        float(x) for x in re.findall(r' x="([\d.-]+)"', wings)
    ]
    assert all(0 <= place <= width for place in places)
    lane = Lane("m", (("kept", 10), ("fallen", 0)), "0 of 10 fell", False, "m: none fell")
    assert 'class="fallen"' in lanes("title", [("kept", "held"), ("fallen", "fell")], [lane])
    assert "hostile\u202e" not in scatter("hostile\u202e", [("$", "b")], [("safe", 18)], points)


def test_the_schema_is_that_of_the_classes(root: Path) -> None:
    """`python -m reviewer.model.board_schema` wrote it."""
    assert (root / "reviewer" / "model" / "board.schema.json").read_text("utf-8") == written()


def test_quarters_stand_beside_the_messages() -> None:
    """Of six counted models, three of which have least, each is told its quarter; of two nobody is."""
    board = sample()
    assert b"quarter" not in markdown(board, files=DATA)
    first = next(row for row in board.rows if row.origin == "counted")
    rows = [
        row.model_copy(update={"model": row.model.model_copy(update={"id": name, "label": name}), "figures": figures})
        for row, name, amount in ((first, name, place) for place, name in enumerate("abcd", 1))
        if (figures := tuple(_with(one, amount) for one in first.figures))
    ]
    told = markdown(board.model_copy(update={"rows": (*rows, *board.rows)}), files=DATA).decode()
    table = told.partition("Also counted here")[2].partition("\n\n## ")[0]
    said = [line for line in table.splitlines() if "quarter" in line]
    told_of = [re.findall(r"(\w+) quarter", line) for line in said]
    assert told_of == [["lowest"], ["third"], ["third"], ["highest"], ["lowest"], ["lowest"]]


def _with(one: FigureEntry, amount: int) -> FigureEntry:
    """Agent messages of that many; any other figure as it was."""
    changed = {"numerator": amount * (one.denominator or 0)} if one.metric == "agent_messages" else {}
    return one.model_copy(update=changed)


def test_what_is_in_no_band_is_in_no_chart_of_bands() -> None:
    """And the page says so."""
    board = sample()
    assert b"In no band" not in html(board, files=DATA)
    rows = [row.model_copy(update={"band": None, "bands": ()}) if row.model.tier == "$$" else row for row in board.rows]
    told = html(board.model_copy(update={"rows": tuple(rows)}), files=DATA).decode()
    assert "In no band, as too few of 18 traps were counted, and so not drawn: " in told
