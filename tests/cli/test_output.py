"""The door to the outside: tables that fit, lines that are rewritten, and nothing that steers a terminal."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.cli import output
from reviewer.cli.output import Strong, Ticker, cells, clipped, out, out_json, out_json_each, say, table

HEAD = ("ID", "MODEL", "CASE", "WORDS", output.REMARKS)
ROWS = [
    ("a1", "the-very-same-model", "a-case-with-a-long-name", 1_234, "synthetic, invalid"),
    ("b2", "the-very-same-model", "another-case", 5, "synthetic, invalid"),
]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As if both streams were a terminal; its width may be changed."""
    size = [200]
    monkeypatch.setattr(output, "is_terminal", lambda _stream, **_: True)
    monkeypatch.setattr("reviewer.cli.output.shutil.get_terminal_size", lambda: os.terminal_size((size[0], 40)))
    return size


def test_a_pipe_gets_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """However wide; numbers to the right, empty columns left out."""
    table((*HEAD, "EMPTY"), [(*row, None) for row in ROWS], clip=HEAD, leave=HEAD)
    assert capsys.readouterr() == (
        "ID  MODEL                CASE                     WORDS  REMARKS\n"
        "a1  the-very-same-model  a-case-with-a-long-name  1,234  synthetic, invalid\n"
        "b2  the-very-same-model  another-case                 5  synthetic, invalid\n",
        "",
    )


def test_one_long_name_does_not_widen_every_row_of_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """It stands there in full, and the other rows are as wide as they were."""
    table(("CASE", "N"), [("c" * 226, 1), ("d", 2)])
    head, long, short = capsys.readouterr().out.splitlines()
    assert (long, short, head) == ("c" * 226 + "  1", "d" + " " * 59 + "  2", "CASE" + " " * 56 + "  N")


@pytest.mark.parametrize(
    ("width", "shown", "said"),
    [
        (75, "ID MODEL CASE WORDS REMARKS", ""),
        (60, "ID CASE WORDS REMARKS", "model of all: the-very-same-model\n"),
        (45, "ID CASE WORDS REMARKS", "model of all: the-very-same-model\n"),
        (
            30,
            "ID CASE REMARKS",
            "model of all: the-very-same-model\nnot shown in so narrow a terminal: words\n",
        ),
    ],
)
def test_a_terminal_gets_what_fits(
    terminal: list[int], capsys: pytest.CaptureFixture[str], width: int, shown: str, said: str
) -> None:
    """First what is the same everywhere goes, then what can be left out, then names are clipped; remarks stay."""
    terminal[0] = width
    table(HEAD, ROWS, clip=("MODEL", "CASE", output.REMARKS), leave=("WORDS",))
    data, narration = capsys.readouterr()
    lines = data.splitlines()
    assert (lines[0].split(), narration) == (shown.split(), said)
    assert all(len(line) <= width for line in lines)
    assert all("synthetic" in line for line in lines[1:])


def test_wide_characters_take_two_cells(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns stay aligned, accents on their own take none."""
    table(("A", "B"), [("東京", "x"), ("e\u0301", "y")])
    assert capsys.readouterr().out.splitlines() == ["A     B", "東京  x", "e\u0301     y"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(1, 30))
def test_clipping_fits_and_says_so(text: str, width: int) -> None:
    """Never wider, and never shorter without an ellipsis."""
    short = clipped(text, width)
    assert cells(short) <= width
    assert short == text or short.endswith("…")


def test_nothing_hostile_passes(capsys: pytest.CaptureFixture[str], terminal: list[int]) -> None:
    """By none of the ways out; only the marks of the program's own are there."""
    hostile = "\x1b]0;x\x07\x9b2J\u202e\n"
    out("a", hostile, Strong(hostile))
    say(hostile)
    table(("A", hostile), [(hostile, hostile)])
    terminal[0] = 80
    ticker = Ticker()
    ticker.show(hostile)
    ticker.clear()
    out_json({hostile: hostile + "\x7f"})
    captured = capsys.readouterr()
    text = (captured.out + captured.err).replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\r\x1b[K", "")
    assert not [character for character in text if character in "\x1b\x07\x7f\x9b\u202e"]


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe or a file gets no progress line and no bold."""
    ticker = Ticker()
    ticker.show("half")
    ticker.clear()
    out(Strong("strong"))
    assert capsys.readouterr() == ("strong\n", "")


def test_json_by_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    """An array has one element a line, so that other tools can compare two."""
    out_json([{"b": 1, "a": "ä"}, {"c": float("inf")}])
    text = capsys.readouterr().out
    assert text == '[\n{"a": "\\u00e4", "b": 1},\n{"c": "Infinity"}\n]\n'
    out_json([])
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("values", [[], [1], [{"b": 1, "a": "ä"}, [], {"c": float("nan")}]])
def test_elements_one_at_a_time_are_the_same_array(values: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte; and what fails before the first element has printed nothing."""
    out_json(values)
    whole = capsys.readouterr()
    out_json_each(iter(values))
    assert capsys.readouterr() == whole
    with pytest.raises(ZeroDivisionError):
        out_json_each(1 // number for number in (0, 1))
    assert capsys.readouterr().out == ""
