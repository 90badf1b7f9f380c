"""The list of the transcripts of a folder that holds these and no report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reviewer.export.report.blocks import Cell, Column, Part, Report, Row, Table
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.quoted import Excerpt
from reviewer.export.report.report import notices
from reviewer.export.report.words import count

LISTING: Final = "transcripts"


def listing(lookup: Lookup, excerpts: Mapping[str, Excerpt], _files: Sequence[tuple[str, str]] = ()) -> Report:
    """A page that leads to each transcript."""
    dossier = lookup.dossier
    rows = tuple(
        Row(
            (
                Cell(one.case, href=lookup.page(one.id)),
                Cell(one.run),
                Cell(one.case_class or ""),
                Cell(lookup.label(one.intent) if one.intent else ""),
                Cell(f"{one.messages:,}"),
            )
        )
        for one in dossier.transcripts
        if one.id in lookup.pages
    )
    columns = (Column("Case"), Column("Run"), Column("Class"), Column("Intent"), Column("Messages", True))
    table = Table(count(len(rows), "transcript"), columns, rows)
    return Report(
        name=dossier.model.label,
        title=f"{dossier.model.label}: {LISTING}",
        subtitle=dossier.suite.title,
        trail=((LISTING.capitalize(), None),),
        notices=tuple(notices(lookup)),
        parts=(Part("transcripts", "Transcripts", (table,)),),
        after=(),
        excerpts=dict(excerpts),
        synthetic=dossier.synthetic,
    )
