"""Parts of a dossier, made in memory."""

from __future__ import annotations

from reviewer.dossier import build
from reviewer.dossier.build import Transcripts
from reviewer.dossier.published import entries, model_entry
from reviewer.dossier.sheet import sheet
from reviewer.model.dossier import ClaimEntry
from reviewer.model.published import published
from reviewer.model.shipped import shipped_suite
from tests.dossier.made import gathered, reading, run


def test_transcripts_behind_figures_are_stretches() -> None:
    """By run, class, intent and case, so that what a figure stands on lies together."""
    readings = [
        reading(f"{intent}-{number}", row, intent=intent, case_class=kind)
        for row in (1, 2)
        for kind, intent in (("trap", "z"), ("solvable", "b"), ("solvable", "a"))
        for number in (1, 2)
    ]
    made = sheet(gathered(readings, run(1), run(2)))
    of = Transcripts.of(made)
    assert [one.case for one in of.readings[:6]] == ["a-1", "a-2", "b-1", "b-2", "z-1", "z-2"]
    assert of.stretches(readings) == ((0, 11),)
    entry = {one.name: one for one in build.figures(made, of)}
    assert entry["over_escalation.median"].behind == ((0, 3), (6, 9))
    assert entry["over_escalation.intent.b.pooled"].behind == ((2, 3), (8, 9))
    assert of.stretches([]) == ()


def test_without_a_scheme_each_intent_is_a_row() -> None:
    """Then nothing is left out, and lowest and highest are the rate itself."""
    made = sheet(gathered([reading("a-1", intent="a"), reading("b-1", intent="b")]))
    table = build.use_cases(made, None)
    assert table is not None
    assert [row.intents for row in table.rows] == [("a",), ("b",)]
    assert table.scheme == build.BY_INTENT
    name = "over_escalation.intent.a.pooled"
    assert table.rows[0].cells["over_escalation"] == (name, name, name)
    claim = ClaimEntry(id="c-1", section="use-cases", heading="b", text="", source="", support="opinion")
    with_reads = build.with_reads(table, [claim, claim.model_copy(update={"id": "c-2"})])
    assert with_reads is not None
    assert [row.read for row in with_reads.rows] == [None, "c-1"]


def test_published_figures_have_names_of_their_own() -> None:
    """For each model of the board; none where nobody published anything of the suite."""
    page = published()
    for row in page.board:
        found = entries(page, row.model)
        assert len({one.name for one in found.figures}) == len(found.figures)
        assert {one.origin for one in found.figures} == {"published"}
    known = entries(page, "mimo-v2.5-pro")
    suite = shipped_suite("northline")
    assert set(known.board) <= {intent.id for intent in suite.intents}
    assert model_entry(page, "mimo-v2.5-pro").tier == "$"
    assert entries(None, "mimo-v2.5-pro").figures == ()
    assert model_entry(None, "mimo-v2.5-pro").tier is None
