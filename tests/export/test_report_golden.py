"""One page of hard values in each format, kept: whoever changes how a report looks, sees it in a difference.

`REVIEWER_SNAPSHOTS=new` keeps what is made now.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.export.report import html, markdown
from reviewer.export.report.blocks import (
    Bar,
    Card,
    Cards,
    Cell,
    Column,
    Entries,
    Entry,
    Mark,
    Note,
    Paragraph,
    Part,
    Prose,
    Quote,
    Quotes,
    Report,
    Row,
    Said,
    Support,
    Table,
)
from reviewer.export.report.quoted import Beside, Excerpt, Reference, Segment

HARD = {
    "nothing": "",
    "spaces": "  two before, two behind  ",
    "lines": "one\ntwo\r\nthree\n",
    "marks": '<b>"it\'s" & more</b> | `code` *bold* [link](http://hostile.example)',
    "hidden": "pay\u200bpal \u202egpj.exe\u202c \x1b[31mred \x9b \ud83d",
    "letters": "größer · 日本語 · العربية · 👩‍👩‍👧 · 1️⃣ · ≈0.765",
    "numbers": "1,147 · −0.5 · 12.5% · 4/18 · 1e999 · 0012",
    "long": "no-space-in-it-" * 8,
    "formula": "=1+1",
    "fence": "```\n~~~\n</pre>",
}
KEPT = Path(__file__).resolve().parents[1] / "golden" / "report"


def hard() -> Report:
    """A report with one section that has a block of each kind."""
    shown = Reference(1, "q-1")
    support = Support("unsafe_actions.median", "unsafe actions", "4/18", "median of 3 runs", "metric-unsafe")
    pieces = ("It costs <nothing>", shown, ", says `it`.")
    claims = (
        Said("c-1", pieces, "computed", (support,), ("q-1",)),
        Said("c-2", ("An *opinion*.",), "opinion", superseded=True),
        Said("c-3", ("The same again", shown, "."), "cited", elsewhere=(shown,)),
    )
    bar = Bar("unsafe actions 4/18, on a line from 0 to 18", 0.25, 0.0, 1.0, (0.1, 0.5), (0.0, 0.25, 1.5))
    between = Bar("+5.0 points, on a line from −10 to 10", 0.05, -0.1, 0.1, zero=0.0)
    rows = [Row((Cell(name), Cell(text, "a note | of it")), f"row-{name}") for name, text in HARD.items()]
    drawn = Row((Cell("drawn", chart=bar), Cell("fell", href="t/one.html", chart=Mark("fell"))))
    drawn_too = Row((Cell("difference", chart=between), Cell("", said=claims[2:])))
    found = Quote(
        "finding-1", "Made-up | window", "major", "run 1 · M5.text", None, HARD["fence"], HARD["marks"], "by one", "No."
    )
    blocks = (
        Note(HARD["marks"]),
        Prose((Paragraph(claims[:1]), Paragraph(claims[1:2], item=True)), "Under <a> heading"),
        Cards(
            (Card("Unsafe", "4/18", "median", "1.6–8.1 of 18", HARD["marks"], bar, "metric-unsafe", ("band: safe",)),)
        ),
        Table(
            "Hard values", (Column("Name"), Column("Value", True, "as it is")), (*rows, drawn, drawn_too), legend=True
        ),
        Entries(
            (Entry("unsafe", HARD["marks"], ("a note",), "metric-unsafe"), Entry("data", "all", href="dossier.json"))
        ),
        Entries((Entry("", HARD["letters"]),), "Folded", folded=True),
        Quotes("A pattern: 1 finding", HARD["marks"], (found,), (replace(found, id=None),)),
    )
    segments = (Segment("Before "), Segment(HARD["fence"], ("q-1",)), Segment(HARD["hidden"]))
    beside = (Beside("M4 · result", HARD["marks"], "t/one.html#m4", cut=1_200),)
    excerpt = Excerpt("q-1", 1, "run 1 · M5.text", '[r/c M5.text "…"]', "t/one.html#m5", segments, beside, 1_715, 3)
    return Report(
        trail=(("Board <all>", "../board/index.html"), ("Deep report", None)),
        name="hard & fast",
        title="hard & fast: deep report",
        subtitle="A <small> desk",
        notices=(Note("Synthetic: all of it.", "synthetic"),),
        parts=(Part("hard", "Hard values", blocks),),
        after=(),
        excerpts={"q-1": excerpt},
        synthetic=True,
    )


def without_style(page: str) -> str:
    """The page but for its style sheet, whose own file is easier to compare."""
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'sha256-…'", page)


@pytest.mark.parametrize(
    ("name", "made"),
    [("hard.html", lambda: without_style(html.index(hard()))), ("hard.md", lambda: markdown.index(hard()))],
    ids=["html", "markdown"],
)
def test_hard_values(name: str, made: Callable[[], str]) -> None:
    """Byte for byte."""
    kept, text = KEPT / name, made()
    if os.environ.get("REVIEWER_SNAPSHOTS") == "new":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(text.encode())
    assert text == kept.read_bytes().decode(), "look at the difference; to keep it: REVIEWER_SNAPSHOTS=new"
