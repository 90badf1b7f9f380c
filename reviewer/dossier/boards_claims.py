"""What people wrote for a board: one line about a model, and the sentences of its sections.

A line about a model is a list item `- model: the line` under the section of the table, or a row of a table there that
has a column called Read. Everything is printed as its author's word: no figure is put in, and `reviewer lint` says
whether the numbers in it are borne.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.dossier.claims import Claim, ClaimsFile
from reviewer.model.dossier import ClaimEntry

TABLE = "table"
"""The section that the rows stand in."""

_READ = ("read", "in one line", "one line")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Written:
    """Lines by model, and all other claims."""

    reads: Mapping[str, ClaimEntry] = field(default_factory=dict)
    claims: tuple[ClaimEntry, ...] = ()


def written(file: ClaimsFile, models: Sequence[str]) -> Written:
    """What a claims file has for a board of these models."""
    reads: dict[str, ClaimEntry] = {}
    claims = []
    for one in file.claims:
        if one.section == TABLE and one.kind in ("item", "row"):
            found = next(_read(one, models), None)
            if found is not None:
                model, text = found
                reads.setdefault(model, _entry(one, text))
                continue
        if one.kind != "row":
            claims.append(_entry(one, one.source))
    return Written(reads, tuple(claims))


def _read(one: Claim, models: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Model and line, where this is such a line."""
    if one.kind == "item":
        name, colon, text = one.source.partition(": ")
        if colon and _plain(name) in models and text.strip():
            yield _plain(name), text.strip()
        return
    cells = [cell.strip() for cell in _CELLS.split(one.source)]
    for head, cell in zip(one.columns, cells, strict=False):
        if head.casefold() in _READ and cell and _plain(cells[0]) in models:
            yield _plain(cells[0]), cell.replace("\\|", "|")


def _plain(name: str) -> str:
    """A name without the signs that a board puts behind it."""
    return name.strip(" *`").rstrip("🏆⚠\ufe0f💭 ").strip(" *`")


def _entry(one: Claim, text: str) -> ClaimEntry:
    return ClaimEntry(
        id=one.id,
        section=one.section,
        text=text,
        source=one.source,
        support="opinion",
        block=one.block,
        item=one.kind == "item",
        heading=one.heading,
    )
