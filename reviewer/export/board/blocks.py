"""What a board's page consists of: the blocks of a report, and drawings that say no more than a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reviewer.export.charts.svg import Drawn
from reviewer.export.report.blocks import Block, Part, Whole


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart. Whoever cannot see it has the table that follows it."""

    kind: ClassVar[str] = "drawing"
    caption: str
    svg: Drawn


BoardBlock = Block | Drawing
BoardPart = Part[BoardBlock]


@dataclass(frozen=True, slots=True)
class BoardPage(Whole[BoardBlock]):
    """The page of a fleet."""

    files: Sequence[tuple[str, str]] = ()
