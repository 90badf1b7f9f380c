"""The first draft of claims: what it says, and what it leaves to the page's own tables."""

from __future__ import annotations

from reviewer.dossier.draft import draft
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
