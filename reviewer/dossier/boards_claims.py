"""What people wrote for a board: one line about a model, and the sentences of its sections.

A line about a model is a list item `- model: the line` under the section of the table, or a row of a table there that
has a column called Read. A placeholder stands for a published figure, as it does for `reviewer lint`, which also says
whether the numbers that are written out are borne; what it does not find stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.dossier.claims import Claim, ClaimsFile
from reviewer.dossier.resolve import Names, Resolved, Silent, resolved
from reviewer.model.dossier import ClaimEntry, FigureEntry

TABLE = "table"
"""The section that the rows stand in."""

_READ = ("read", "in one line", "one line")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Written:
    """Lines by model, and all other claims."""

    reads: Mapping[str, ClaimEntry] = field(default_factory=dict)
    claims: tuple[ClaimEntry, ...] = ()


def written(file: ClaimsFile, models: Sequence[str], published: Sequence[FigureEntry] = ()) -> Written:
    """What a claims file has for a board of these models, with the `published` figures that it quotes."""
    reads: dict[str, ClaimEntry] = {}
    claims = []
    for made in resolved(file, Names(None, published), Silent()):
        one = made.claim
        if one.section == TABLE and one.kind in ("item", "row"):
            found = next(_read(one, made.text, models), None)
            if found is not None:
                model, text = found
                reads.setdefault(model, _entry(made, text))
                continue
        if one.kind != "row":
            claims.append(_entry(made, made.text))
    return Written(reads, tuple(claims))


def _read(one: Claim, said: str, models: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Model and line, where this is such a line."""
    if one.kind == "item":
        name, colon, text = said.partition(": ")
        if colon and _plain(name) in models and text.strip():
            yield _plain(name), text.strip()
        return
    cells = [cell.strip() for cell in _CELLS.split(said)]
    for head, cell in zip(one.columns, cells, strict=False):
        if head.casefold() in _READ and cell and _plain(cells[0]) in models:
            yield _plain(cells[0]), cell.replace("\\|", "|")


def _plain(name: str) -> str:
    """A name without the signs that a board puts behind it."""
    return name.strip(" *`").rstrip("🏆⚠\ufe0f💭 ").strip(" *`")


def _entry(found: Resolved, text: str) -> ClaimEntry:
    one = found.claim
    return ClaimEntry(
        id=one.id,
        section=one.section,
        text=text,
        source=one.source,
        support=found.support,
        figures=tuple(figure.name for figure in found.figures),
        block=one.block,
        item=one.kind == "item",
        heading=one.heading,
    )
