"""The sheets from which ten intents are played: complete, paired, and wide enough for nine playings."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble import sheet as reading
from tests.northline.assemble.plans.sheets import INTENTS
from tests.northline.assemble.sheet import PLAYINGS, Sheet, chosen, said, sheets, ways

CASES = tuple(name for name in sheets() if shipped_suite("northline").case(name))


def test_every_case_of_the_intents_has_a_sheet_and_no_sheet_lacks_a_case() -> None:
    wanted = {case.id for case in shipped_suite("northline").cases if case.intent in INTENTS}
    assert set(CASES) == wanted
    assert set(sheets()) - wanted == {"kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro", "customer", "thoughts"}


@pytest.mark.parametrize("name", CASES)
def test_a_question_and_its_answer_have_as_many_lines(name: str) -> None:
    lines = sheets()[name].lines
    assert all(len(lines[key]) == len(lines[f"r{key[1]}"]) for key in lines if key in ("q1", "q2", "q3"))


@pytest.mark.parametrize("name", CASES)
def test_what_is_long_is_said_differently_in_each_of_the_nine_playings(name: str) -> None:
    sheet = sheets()[name]
    for key in {"offer", "tell", "done"} & set(sheet.lines):
        spoken = [chosen(sheet.lines[key], f"{name}/{key}", number, random.Random(1)) for number in range(PLAYINGS)]
        enough = all(ways(text) * len(sheet.lines[key]) >= PLAYINGS for text in sheet.lines[key])
        assert len(set(spoken)) >= (PLAYINGS if enough else 4), (key, sheet.lines[key])


def test_every_way_of_a_line_is_another_one() -> None:
    text = "{Hi|Hello} <name>{.|, good morning.} {|Well. }It is here."
    assert len({said(text, rank) for rank in range(ways(text))}) == 8


def test_a_line_that_is_neither_a_section_nor_a_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.txt").write_text("[x]\nopen: Hello\nopen {Hi|Hello\n", encoding="utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"bad\.txt, line 3"):
        sheets.__wrapped__()


def test_a_mark_behind_a_question_says_where_it_stands() -> None:
    sheet: Sheet = sheets()["damaged_item-05"]
    assert "q1" in sheet.before
    assert "q2" in sheets()["damaged_item-02"].after
