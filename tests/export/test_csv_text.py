"""CSV: what is read is what was written, nothing begins a formula, numbers are numbers."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings

from reviewer.export.csv_text import Cell, csv_bytes, guarded
from reviewer.text.visible import visible
from tests.export.hostile import PIECES, TEXTS, hostile_left


def read(content: bytes) -> list[list[str]]:
    """As a reader of RFC 4180 takes it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


@settings(max_examples=150)
@given(PIECES)
def test_a_field_is_harmless_and_complete(text: str) -> None:
    """No hostile character, no formula at the start of a field however it is separated, and no word lost."""
    content = csv_bytes(["a", "b"], [[text, 1], ["x", text]])
    assert not hostile_left(content.decode("utf-8").replace("\r\n", "\n"))
    (_, first, second) = read(content)
    assert first == [second[1], "1"]
    field = first[0]
    assert not re.match(r"\s*[=+\-@＝＋－＠\t\r]", field)
    assert not re.search(r";\s*[=+\-@＝＋－＠]", field)
    assert field.replace("'", "") == visible(text.replace("\r\n", "\n")).replace("'", "")


def test_every_hostile_text_in_one_table() -> None:
    """Line ends, quotes and separators in a text break no record."""
    rows: list[list[Cell]] = [[number, text] for number, text in enumerate(TEXTS)]
    table = read(csv_bytes(["number", "text"], rows))
    assert [int(number) for number, _ in table[1:]] == [*range(len(TEXTS))]


def test_values() -> None:
    """Negative numbers stay numbers, text that looks like one stays text, nothing is an empty field."""
    rows: list[list[Cell]] = [[-1, "-1", None, True], [0.5, "0012", "", False], [float("nan"), "a", "b", float("-inf")]]
    expected = '"a","b","c","d"\r\n-1,"\'-1","","true"\r\n0.5,"0012","","false"\r\n"NaN","a","b","minus infinity"\r\n'
    assert csv_bytes(["a", "b", "c", "d"], rows).decode() == expected
    assert guarded("5 - 3 = 2; a") == "5 - 3 = 2; a"


def test_a_row_of_another_length() -> None:
    """It would shift every field behind it."""
    with pytest.raises(ValueError, match="1 fields under 2"):
        csv_bytes(["a", "b"], [["x"]])
