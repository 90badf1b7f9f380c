"""Cells and columns: whatever the text and the width, a row has exactly its cells, and `synthetic` is on it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import clip, fit
from reviewer.tui.widgets.columns import COLUMNS, place, run_of, score_of, states_of

ROW = TranscriptRow(
    key=1, id="abc", suite="desk", case="used_item-01", run="demo-a.1", model="model", attempt=1, run_index=2,
    run_count=3, run_state="valid", synthetic=False, case_class="must-escalate", intent="refund", status="complete",
    end_reason=None, score="1", score_number=1.0, messages=12, agent_messages=5, calls=3, results=3, words=345,
    warnings=0, started_at=None, revision=1, first_message=1,
)  # fmt: skip

texts = st.text(max_size=60).map(visible_line)
rows = st.builds(
    replace,
    st.just(ROW),
    model=st.text(max_size=50),
    case=st.text(max_size=50),
    run=st.text(max_size=50),
    suite=st.text(max_size=30),
    run_index=st.none() | st.integers(1, 10_000),
    case_class=st.none() | st.text(max_size=20),
    synthetic=st.booleans(),
    status=st.sampled_from(["complete", "in progress", "error", "limit"]),
    run_state=st.sampled_from(["valid", "superseded", "invalid"]),
    messages=st.integers(0, 10**7),
)


@given(texts, st.integers(0, 80), st.booleans())
def test_fit(text: str, width: int, right: bool) -> None:
    """Exactly so many cells, the text or its beginning, and a mark where something is missing."""
    fitted = fit(text, width, right)
    assert cell_len(fitted) == width
    if cell_len(text) <= width:
        assert fitted.strip() == text.strip()
    elif width:
        assert "…" in fitted


@given(texts, st.integers(1, 40))
def test_clip(text: str, width: int) -> None:
    """The beginning, in exactly the cells."""
    longer = text + "x" * (width + 1)
    clipped = clip(longer, width)
    assert cell_len(clipped) == width
    assert longer.startswith(clipped.rstrip(" "))


@given(st.integers(20, 240), st.lists(rows, min_size=1, max_size=5), st.sampled_from(["", "calls", "score", "case"]))
def test_columns_fit_every_width(width: int, sample: list[TranscriptRow], sorted_by: str) -> None:
    """They stand side by side within the width, and the one that the list is sorted by is among them."""
    placed = place(width, sample, sorted_by)
    end = -1
    for column in placed:
        assert column.start > end
        end = column.start + column.width
    assert end <= width or len(placed) <= 2
    assert "case" in [column.column.title for column in placed] or width < 40
    if sorted_by:
        assert sorted_by in [column.column.sort for column in placed]


@given(st.integers(72, 240), rows)
def test_synthetic_is_never_hidden(width: int, row: TranscriptRow) -> None:
    """At every width from 80 columns on, a synthetic transcript says so in full."""
    for column in place(width, [row]):
        if column.column.title == "state":
            shown = fit(column.column.cell(row, column.width)[0], column.width)
            assert shown.startswith("synthetic") == row.synthetic
            break
    else:
        raise AssertionError("no state column")


def test_wide_terminals_show_everything() -> None:
    """Every column but the suite, which says nothing where there is only one."""
    assert [column.column.title for column in place(150, [ROW])] == [c.title for c in COLUMNS if c.title != "suite"]
    assert "suite" in [column.column.title for column in place(200, [ROW, replace(ROW, suite="shop")])]


def test_words_for_cells() -> None:
    """Runs, scores and states as people read them."""
    assert run_of(ROW) == "2/3 demo-a.1"
    assert run_of(ROW, 4) == "2/3"
    assert run_of(replace(ROW, run_index=None)) == "demo-a.1"
    assert run_of(replace(ROW, run_count=None)) == "2 demo-a.1"
    assert [score_of(replace(ROW, score_number=number)) for number in (1.0, 0.5, 1 / 3, 100.0)] == [
        "1",
        "0.5",
        "0.333",
        "100",
    ]
    assert score_of(replace(ROW, score='"C"', score_number=None)) == "C"
    assert score_of(replace(ROW, score=None, score_number=None)) == ""
    assert states_of(ROW) == ["complete"]
    assert states_of(replace(ROW, synthetic=True)) == ["synthetic"]
    assert states_of(replace(ROW, synthetic=True, status="error", run_state="invalid")) == [
        "synthetic",
        "invalid",
        "error",
    ]
