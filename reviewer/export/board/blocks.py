"""What a board's page consists of: the blocks of a report, and drawings that say no more than a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reviewer.export.charts.svg import Drawn
from reviewer.export.report.blocks import Block, Note


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart. Whoever cannot see it has the table that follows it."""

    kind: ClassVar[str] = "drawing"
    caption: str
    svg: Drawn


BoardBlock = Block | Drawing


@dataclass(frozen=True, slots=True)
class BoardPart:
    """One section of the page."""

    id: str
    title: str
    blocks: tuple[BoardBlock, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The whole page."""

    name: str
    title: str
    subtitle: str
    notices: tuple[Note, ...]
    parts: tuple[BoardPart, ...]
    synthetic: bool
    files: Sequence[tuple[str, str]] = ()
