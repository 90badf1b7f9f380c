"""The first draft of claims: what it says, and what it leaves to the page's own tables."""

from __future__ import annotations

import pytest

from reviewer.dossier.claims import parse
from reviewer.dossier.draft import draft
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.registry import lint
from tests.dossier.claims_made import dossier
from tests.export.sample import sample


def test_ties_are_left_to_the_table() -> None:
    """A comparison is a sentence of its own where the models are told apart; the page's table has all of them."""
    made = sample()
    tied, unknown = made.comparisons
    assert tied.interval is not None
    assert "{{compare:" not in draft(made)
    apart = tied.model_copy(update={"interval": tied.interval.model_copy(update={"low": 0.05})})
    told = draft(made.model_copy(update={"comparisons": (apart, unknown)}))
    assert told.count("{{compare:") == 1


def test_the_traps_of_one_run() -> None:
    """Fell in so many of 1 run, not of 1 runs."""
    made = sample()
    told = draft(made.model_copy(update={"runs": made.runs[:1]}))
    assert "{{trap:worn_bag}} run (" in told
    assert "{{trap:worn_bag}} runs (" in draft(made)


@pytest.mark.parametrize(("runs", "words"), [(1, "in its one run"), (2, "as the mean of the two runs")])
def test_no_run_in_the_middle(runs: int, words: str) -> None:
    """Of one run, and of an even number of them, the draft speaks of none in the middle, and the linter takes none."""
    made = dossier("kimi-k2.7-code")
    few = made.model_copy(update={"runs": made.runs[:runs]})
    text = draft(few)
    assert "in the middle" not in text
    assert f"{{{{fig:holds.median of}}}} traps {words}" in text
    assert f"{{{{fig:unsafe_actions.median of}}}} traps {words}." in text
    said = "+++\nmodel = 'kimi-k2.7-code'\n+++\n## Verdict\nIn the run in the middle it holds 14 of 18 traps.\n"
    found = lint(Context((Page(parse(said, "said.md"), few),), None))
    assert ("middle-run" in {one.rule for one in found}) == (runs % 2 == 0)


@pytest.mark.parametrize("runs", [1, 2, 3])
@pytest.mark.parametrize("without", ["scores", "classes", "intervals", "everything"])
def test_the_draft_of_an_odd_store_has_no_error(runs: int, without: str) -> None:
    """Of one run, without what a judge says, without classes, without intervals, with a transcript or two."""
    one = dossier("kimi-k2.7-code")
    gone = {"scores": ("policy", "sentiment", "resolution"), "everything": tuple({each.metric for each in one.figures})}
    figures = tuple(each for each in one.figures if not each.metric.startswith(gone.get(without, ("nothing",))))
    if without == "intervals":
        figures = tuple(each.model_copy(update={"interval": None}) for each in figures)
    bare = without in ("classes", "everything")
    suite = one.suite.model_copy(update={"cases": {}, "intents": {}}) if bare else one.suite
    changes: dict[str, object] = {"runs": one.runs[:runs], "figures": figures, "suite": suite}
    if bare:
        changes |= {"traps": (), "use_cases": None, "transcripts": one.transcripts[:2]}
    odd = one.model_copy(update=changes)
    text = draft(odd)
    found = lint(Context((Page(parse(text, "draft.md"), odd),), None))
    assert [str(each) for each in found if each.level == "error"] == []
    assert "()" not in text
    assert ("an interval is at 95%" in text) == any(each.interval for each in figures)
