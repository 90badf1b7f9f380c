"""What can be exported in which format: the options, what is written, and the README's table say the same."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from reviewer.cli.exporting import export
from reviewer.operations import board_files
from reviewer.operations.publish import FOLDERS, FORMATS, counted

EVERY = {**FORMATS, "board": board_files.FORMATS}
DATA = ("md", "html", "json", "csv")


@pytest.mark.parametrize("kind", EVERY)
def test_the_option_takes_what_can_be_written(kind: str) -> None:
    """The usual one first, as the help has it; and each of the four that a person may expect."""
    assert isinstance(export, click.Group)
    (option,) = (one for one in export.commands[kind].params if one.name == "format_")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == EVERY[kind]
    assert option.default == EVERY[kind][0]
    assert set(DATA) <= {*EVERY[kind]}


def test_the_readme_has_each_cell(root: Path) -> None:
    """A folder or one file."""
    found = {
        kind: [cell.split(", ") for cell in (folder, file)]
        for kind, folder, file in re.findall(
            r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", (root / "README.md").read_text(), re.MULTILINE
        )
        if kind in EVERY
    }
    folders = FOLDERS | {("board", format_) for format_ in board_files.FORMATS if format_ != "json"}
    assert found.keys() == EVERY.keys()
    for kind, (folder, file) in found.items():
        assert {one for one in folder if one != "–"} == {one for one in EVERY[kind] if (kind, one) in folders}
        assert set(file) == {one for one in EVERY[kind] if (kind, one) not in folders}


def test_a_file_is_said_to_be_redacted_where_it_is() -> None:
    """Each placeholder that it holds, also as Markdown writes it; kinds that it has none of go unsaid."""
    content = b"[email 1] and \\[email 2\\], [email 1], [name 3], [phone x]"
    assert counted(content, ("email", "name", "phone", "address")) == {"email": 3, "name": 1}
