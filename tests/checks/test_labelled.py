"""The checks on real transcripts: agreement with the labellings, of both halves."""

from __future__ import annotations

import pytest

from .labelled import HALVES, present
from .measure import FILE, Agreement, agreements, readme

pytestmark = pytest.mark.skipif(not present(), reason="the corpora are not beside the checkout")


@pytest.fixture(scope="module", params=HALVES)
def lines(request: pytest.FixtureRequest) -> dict[tuple[str, str | None], Agreement]:
    """What the labellers agree on, by fact and value; of writes what both draws say."""
    return {(line.name, line.value): line for line in agreements(request.param) if line.who in ("both", "all")}


@pytest.mark.parametrize("name", ["handover", "empty-reply", "repeated-message", "goodbye-loop", "simulator-fault"])
def test_what_must_be_exact(lines: dict[tuple[str, str | None], Agreement], name: str) -> None:
    line = lines[name, None]
    assert line.both == line.found == line.labelled


@pytest.mark.parametrize(("value", "precision", "recall"), [("confirmed", 0.95, 0.95), ("unconfirmed", 0.95, 0.8)])
def test_writes_are_confirmed_as_people_say(
    lines: dict[tuple[str, str | None], Agreement], value: str, precision: float, recall: float
) -> None:
    line = lines["write", value]
    assert line.precision is not None
    assert line.recall is not None
    assert line.precision >= precision
    assert line.recall >= recall


def test_the_readme_says_what_is_measured() -> None:
    assert FILE.read_text("utf-8") == readme(), "python -m tests.checks.measure --write"
