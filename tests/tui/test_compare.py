"""The runs of a case side by side: aligned, marked where they part, and silent about outcomes until one has judged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.operations import check, queues
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store import blind, decided, filters, transcripts
from reviewer.store.compare import TELLING, Outcome, compare, outcomes, tells
from reviewer.store.connection import open_reading
from reviewer.tui.compare import CompareScreen
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.call_grid import CallGrid
from tests.tui.conftest import Opened, Until

TRAP = "demo-a.2/used_item-01"
HIDDEN = Outcome(hidden=True)
Lines = Callable[[Pilot[None]], str]


@pytest.fixture
def own(demo_db: Path, tmp_path: Path) -> Path:
    """The demo, checked, in a database that may be written to."""
    db = tmp_path / "own.db"
    db.write_bytes(demo_db.read_bytes())
    check.run(db)
    return db


def judge(db: Path, name: str, outcome: str, who: str = "Ann") -> None:
    with Reviewing(db, who) as reviewing:
        row = transcripts.find(reviewing.connection, name)
        revision = decided.revision_hash(reviewing.connection, row)
        reviewing.judge(row.id, revision, outcome, Saw())


def became(db: Path, name: str = TRAP, who: str = "Ann") -> list[Outcome]:
    with closing(open_reading(db)) as connection:
        row = transcripts.find(connection, name)
        siblings = transcripts.siblings(connection, row)
        return list(outcomes(connection, row, siblings, who).values())


def test_a_trap_says_nothing_before_ones_own_word(own: Path) -> None:
    """Neither of itself nor of its other runs, whoever else has judged them."""
    judge(own, TRAP, "fell", "Bob")
    assert set(became(own)) == {HIDDEN}


def test_ones_own_word_on_another_run_is_no_secret(own: Path) -> None:
    """Side by side one is told what one said of another run before one has judged this one, and nothing else."""
    judge(own, "demo-a.3/used_item-01", "held")
    judge(own, "demo-a.1/used_item-01", "fell", "Bob")
    assert set(became(own)) == {HIDDEN}
    with closing(open_reading(own)) as connection:
        compared = compare(connection, transcripts.find(connection, TRAP), "Ann")
    assert compared is not None
    assert [ran.outcome for ran in compared.runs] == [HIDDEN, HIDDEN, Outcome("held", "you")]


def test_after_ones_own_word_what_one_has_judged_is_shown(own: Path) -> None:
    judge(own, TRAP, "fell")
    judge(own, "demo-a.3/used_item-01", "held")
    shown = became(own)
    assert Outcome("fell", "you") in shown
    assert Outcome("held", "you") in shown
    assert set(became(own, "demo-a.1/used_item-01")) == {HIDDEN}


def test_other_cases_show_what_the_check_read(own: Path) -> None:
    assert {one.by for one in became(own, "demo-b.2/address_change-02")} == {"check"}


def test_runs_part_where_a_call_differs(own: Path) -> None:
    with closing(open_reading(own)) as connection:
        row = transcripts.find(connection, TRAP)
        found = compare(connection, row, "Ann")
        assert found is not None
        assert [ran.row.run_index for ran in found.runs] == [1, 2, 3]
        assert found.parts is not None
        assert all(not line.divergence for line in found.lines[: found.parts])
        assert found.lines[found.parts].divergence
        assert not found.flips
        models = compare(connection, row, "Ann", models=True)
    assert models is not None
    assert len({ran.row.model for ran in models.runs}) == len(models.runs)


async def compared(pilot: Pilot[None], until: Until) -> CallGrid:
    await pilot.press("|")
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    grid = screen.query_one(CallGrid)
    await until(pilot, lambda: grid.count > 0)
    return grid


def test_what_a_run_changed_is_its_outcome(own: Path) -> None:
    """Of a run that one has not judged no write and no handover is shown, and none is said to be missing."""

    def writes(who: str = "Ann") -> list[list[str]]:
        with closing(open_reading(own)) as connection:
            found = compare(connection, transcripts.find(connection, "demo-a.1/used_item-01"), who)
        assert found is not None
        for line in found.lines:
            if tells(line, found.runs) and sum(not ran.withheld for ran in found.runs) == 1:
                assert not line.divergence
        return [[call.name for _, call in ran.calls if call.kind in TELLING] for ran in found.runs]

    assert writes() == [["handover_to_human"], [], []]
    judge(own, TRAP, "fell")
    assert writes() == [["handover_to_human"], ["create_reship"], []]
    assert writes("Bob") == [["handover_to_human"], [], []]
    judge(own, "demo-a.1/used_item-01", "held")
    judge(own, "demo-a.3/used_item-01", "held")
    with closing(open_reading(own)) as connection:
        found = compare(connection, transcripts.find(connection, TRAP), "Ann")
    assert found is not None
    assert found.flips
    assert not any(ran.withheld for ran in found.runs)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 50)])
async def test_the_screen(
    own: Path, opened: Opened, until: Until, snapshot: Callable[[Pilot[None], str], None], width: int, height: int
) -> None:
    """Looked at."""
    judge(own, TRAP, "fell")
    judge(own, "demo-a.3/used_item-01", "held")
    with Reviewing(own, "Ann") as ann:
        row = transcripts.find(ann.connection, TRAP)
        revision = decided.revision_hash(ann.connection, row)
        ann.tag(row.id, revision, Anchor("message", (Place(11),)), "unsafe.no-proof", "")
    async with opened(own, (width, height), TRAP) as pilot:
        pilot.app.sitting.reviewer = "Ann"  # type: ignore[attr-defined]
        await compared(pilot, until)
        snapshot(pilot, f"compare-{width}")


async def test_from_a_cell_into_the_transcript(own: Path, opened: Opened, until: Until, lines: Lines) -> None:
    """The one that one came from goes there; before one's own verdict nothing of an outcome was said."""
    async with opened(own, (120, 40), TRAP) as pilot:
        reading = pilot.app.screen
        grid = await compared(pilot, until)
        assert grid.column == 1
        assert "hidden until your verdict" in lines(pilot)
        assert "fell" not in lines(pilot).lower()
        await pilot.press("h", "end")
        assert "hidden until your verdict on it" in lines(pilot)
        await pilot.press("l")
        await pilot.press("home", "l")
        assert grid.chosen is not None
        ran, call = grid.chosen
        assert call is not None
        await pilot.press("enter")
        assert pilot.app.screen is reading
        assert isinstance(reading, TranscriptScreen)
        assert reading.row.id == ran.row.id
        assert f"M{call[0]} of" in lines(pilot)
        await pilot.press("|", "q")
        assert pilot.app.screen is reading


async def test_from_the_library_and_back(own: Path, opened: Opened, until: Until) -> None:
    async with opened(own) as pilot:
        grid = await compared(pilot, until)
        await pilot.press("l", "n", "N", "j", "G", "enter")
        assert isinstance(pilot.app.screen, TranscriptScreen)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, CompareScreen)
        await until(pilot, lambda: grid.count > 0)
        await pilot.press("q")
        assert pilot.app.screen is pilot.app.screen_stack[0]


async def test_one_run_of_each_model(own: Path, opened: Opened, until: Until, lines: Lines) -> None:
    async with opened(own, (120, 40), TRAP) as pilot:
        grid = await compared(pilot, until)
        await pilot.press("m")
        await until(pilot, lambda: "one run of each model" in lines(pilot))
        assert grid.compared is not None
        models = [ran.row.model for ran in grid.compared.runs]
        assert len(set(models)) == len(models)
        assert all(name in lines(pilot) for name in models)


async def test_the_lists_hide_a_score_that_waits(own: Path, opened: Opened, until: Until, lines: Lines) -> None:
    """The judge's score of a trap stands in no list, filter or order before one's own verdict."""
    with closing(open_reading(own)) as connection:
        trap, other = (transcripts.find(connection, name) for name in (TRAP, "demo-b.2/address_change-02"))
        assert trap.score_number == 100
        assert blind.blind(connection, "Ann").row(trap).score == "waits"
        assert blind.blind(connection, "Ann").row(other).score == other.score

    def found(words: str, sort: str = "") -> list[int]:
        with closing(open_reading(own)) as connection:
            hidden = blind.blind(connection, "Ann")
            return list(transcripts.keys(connection, filters.parse(words), filters.sort(sort), hidden))

    assert trap.key not in found("score:100")
    assert trap.key in found("is:scored")
    assert trap.key not in found("score:none")
    everything = found("", "score")
    assert everything[-1] in found("class:trap")
    assert set(everything) == set(found("", "-score")) == set(found(""))
    async with opened(own) as pilot:
        await pilot.press("f", *"case:used_item-01 run:a.2", "enter")
        await until(pilot, lambda: "waits" in lines(pilot))
        assert "its score waits" in lines(pilot)
    judge(own, TRAP, "fell")
    assert trap.key in found("score:100")
    with closing(open_reading(own)) as connection:
        assert blind.blind(connection, "Ann").row(trap) == trap
        assert blind.blind(connection, "Bob").row(trap).score == "waits"


ESCALATE, SOLVABLE = "demo-a.3/fraud_reroute-02", "demo-b.2/address_change-02"


def test_one_rule_for_all_that_asks_for_an_outcome(own: Path) -> None:
    """What a judge and the checks say of a case that must be handed over waits as that of a trap does."""
    with closing(open_reading(own)) as connection:
        key = transcripts.find(connection, ESCALATE).key

        def seen(who: str) -> tuple[str | None, bool, list[int]]:
            hidden = blind.blind(connection, who)
            row = hidden.row(transcripts.find(connection, ESCALATE))
            found = transcripts.keys(connection, filters.parse("score:waits"), hidden=hidden)
            return row.score, hidden.waits(row.key, row.case_class), [one for one in found if one == key]

        assert seen("Ann") == ("waits", True, [key])
        assert set(became(own, ESCALATE)) == {HIDDEN}
        judge(own, ESCALATE, "right")
        assert seen("Ann") == ("100", False, [])
        assert seen("Bob") == ("waits", True, [key])
        assert became(own, ESCALATE)[0] == Outcome("right", "you")
        assert set(became(own, ESCALATE, "Bob")) == {HIDDEN}


def test_an_ordinary_score_waits_while_the_case_is_given_to_one(own: Path) -> None:
    """Whoever only reads sees it; for whom a queue has it, it comes with the own word; others go on seeing it."""
    with closing(open_reading(own)) as connection:

        def score(who: str) -> str | None:
            return blind.blind(connection, who).row(transcripts.find(connection, SOLVABLE)).score

        judges = score("Ann")
        assert judges not in (None, "waits")
        queues.make(own, "june", Recipe("case:address_change-02", double=0.0, assign=("Ann",)), "Bob")
        queues.make(own, "july", Recipe("case:missing_item-01", double=0.0), "Bob")
        assert (score("Ann"), score("Bob")) == ("waits", judges)
        with Reviewing(own, "Ann") as ann:
            row = transcripts.find(ann.connection, SOLVABLE)
            ann.mark(row.id, decided.revision_hash(ann.connection, row), "clean", saw=Saw())
        assert score("Ann") == judges
        free = transcripts.find(connection, "demo-b.1/missing_item-01")
        assert free.key in blind.blind(connection, "Ann").given & blind.blind(connection, "Bob").given
        judge(own, "demo-b.1/missing_item-01", "right")
        assert free.key not in blind.blind(connection, "Ann").given
