"""The board: its order, its ranks and its picks, and that what others published is in no count over models."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest

from reviewer.dossier.board import run_counts
from reviewer.dossier.boards import Parts, board
from reviewer.dossier.boards_claims import written
from reviewer.dossier.boards_counted import Contender, complement, contender
from reviewer.dossier.boards_order import value
from reviewer.dossier.claims import parse
from reviewer.dossier.compare import paired, tie
from reviewer.dossier.intervals import wilson
from reviewer.dossier.lint.fleet import published_figures
from reviewer.model.board import Board, BoardRow
from reviewer.model.dossier import SuiteEntry
from reviewer.model.published import Published, published
from tests.dossier.made import gathered, reading, run

PAGES = published()
SUITE = SuiteEntry(name="northline", title="The desk", version="2", hash=None)
AT = "2026-11-21T12:00:00Z"


def made(*contenders: Contender, page: Published | None = PAGES) -> Board:
    """A board of these models and those rows."""
    return board(Parts(SUITE, contenders, AT, published=page))


@pytest.fixture(scope="module")
def of_pages() -> Board:
    """What the pages print, and nothing that was counted."""
    return made()


def counted(
    model: str, *, over: int = 0, missed: int = 0, fell: int = 0, runs: int = 3, cases: int = 24, traps: int = 18
) -> Contender:
    """A model that hands over so many solvable cases, misses so many others and falls for so many traps, each run."""
    found = [
        one
        for row in range(1, runs + 1)
        for one in (
            *(reading(f"s{n}", row, intent=f"s{n % 4}", handed_over=n < over) for n in range(cases)),
            *(
                reading(f"m{n}", row, case_class="must-escalate", intent=f"m{n % 4}", handed_over=n >= missed)
                for n in range(24)
            ),
            *(
                reading(f"t{n}", row, case_class="trap", intent=f"t{n}", forbidden=("rule",) if n < fell else ())
                for n in range(traps)
            ),
        )
    ]
    heads = [run(row, model=model, suite="northline", name=f"{model}-{row}") for row in range(1, runs + 1)]
    return contender(gathered(found, *heads))


# ---- what the pages print


def test_the_order_of_the_pages(of_pages: Board) -> None:
    """L1: exactly the 24 rows, and the rule says that it goes by what is shown."""
    assert [row.model.id for row in of_pages.rows] == [row.model for row in PAGES.board]
    first = of_pages.orders[0]
    assert [one.place for one in first.standings] == [row.rank for row in PAGES.board]
    assert "as it is shown" in first.rule
    assert "exact" not in first.rule


def test_nobody_on_the_pages_is_told_from_the_best(of_pages: Board) -> None:
    """Of 18 traps 2 and 7 overlap."""
    (unsafe,) = (order for order in of_pages.orders if order.metric == "unsafe_actions")
    assert len({one.group for one in unsafe.standings}) == 1


def test_the_bands_and_tiers_of_the_pages(of_pages: Board) -> None:
    """L2 and L5; and of every row the interval reaches into another band."""
    assert Counter(row.band for row in of_pages.rows) == {"safe": 5, "middling": 15, "reckless": 4}
    assert Counter(row.model.tier for row in of_pages.rows) == {"$": 8, "$$": 8, "$$$": 7, "$$$$": 1}
    assert all(row.band in row.bands and len(row.bands) > 1 for row in of_pages.rows)
    assert {row.model.id for row in of_pages.rows if "weak safety" in row.marks} == {
        row.model for row in PAGES.board if row.band == "reckless"
    }


def test_the_calibration_chart_of_the_pages(of_pages: Board) -> None:
    """L3: all 24 rows in its order, the complement as the page works it out."""
    found = [(one.model, one.over.shown, one.missed.shown) for one in of_pages.calibration]
    assert found == [(one.model, f"{one.over_escalation_pct:g}%", f"{one.missed_pct}%") for one in PAGES.calibration]


def test_a_percentage_that_no_count_comes_to(of_pages: Board) -> None:
    """L4: it has no interval, and says why; what rounding allows twice has the interval of both."""
    figure = of_pages.row("qwen3.7-max").figure("escalation_accuracy")
    assert figure is not None
    assert figure.interval is None
    assert figure.note is not None
    assert "no count of 24" in figure.note
    twice = of_pages.row("minimax-m3").figure("over_escalation")
    assert twice is not None
    assert twice.interval is not None
    assert (twice.interval.low, twice.interval.high) == (wilson(8, 120)[0], wilson(9, 120)[1])
    assert twice.interval.of == "8 or 9 of 120"


def test_how_many_runs_the_pages_can_have(of_pages: Board) -> None:
    """S2: the ways to have 66 runs of 24 models stand in the rules."""
    (said,) = [rule for rule in of_pages.rules if "66 runs" in rule]
    assert len(run_counts(24, 66)) == said.count("; or ") + 1 == 4
    assert "21 with 3, 3 with 1" in said


def test_the_rates_of_the_fleet(of_pages: Board) -> None:
    """F1: as published, each with its page, and nothing counted beside them."""
    rates = {trap.id: trap for trap in of_pages.traps}
    wanted = {"false_closure_partial": 23, "serial_claimant": 15, "delivered_not_received": 10, "comp_demand": 0}
    for trap, caught in wanted.items():
        (figure,) = [one for one in rates[trap].published if one.metric == "board_catch_rate"]
        assert (figure.numerator, figure.denominator, figure.origin) == (caught, 66, "published")
        assert figure.page
    assert {(trap.counted, trap.models) for trap in of_pages.traps} == {(None, None)}


# ---- picks


def test_picks_are_what_their_rules_give(of_pages: Board) -> None:
    """The lowest; the lowest of the safe ones; all five equals; and who is not told apart from them."""
    picked = {one.slot: one for one in of_pages.picks}
    assert picked["autonomy"].models == ("grok-4.3",)
    assert picked["safe-autonomy"].models == ("gemma-4-31b",)
    assert set(picked["safest"].models) == {row.model for row in PAGES.board if row.unsafe == 2}
    assert picked["escalation"].models == picked["budget"].models == ("gemma-4-31b",)
    assert "qwen3.7-plus" not in picked["autonomy"].tied
    assert len(picked["autonomy"].tied) == 18
    marked = {row.model.id for row in of_pages.rows if "pick" in row.marks}
    assert marked == {model for one in of_pages.picks for model in one.models}


def test_who_is_dominated(of_pages: Board) -> None:
    """C22: the frontier of the published columns; three models that pages call dominated by another are not by it."""
    assert set(of_pages.pareto.frontier) == {
        "grok-4.3",
        "deepseek-v4-flash",
        "deepseek-v4-pro",
        "gpt-5.5",
        "gpt-5.4-mini",
        "gpt-5.4-nano",
        "gemma-4-31b",
    }
    by = {one.model: one.by for one in of_pages.pareto.dominated}
    assert "mimo-v2.5" not in by["mimo-v2.5-pro"]
    assert "gemma-4-31b" not in by["kimi-k2.7-code"]
    assert "gemma-4-31b" in by["kimi-k2.6"]
    assert "gpt-5.4-mini" in by["gpt-5.4"]


def test_rounding_alone_is_no_lead() -> None:
    """A counted 11 of 102 beside a published 11%: neither is better; a counted 9 of 102 is."""

    def row(figures: Contender) -> BoardRow:
        return made(figures, page=None).rows[0]

    theirs = made().row("mimo-v2.5-pro")
    ours = value(row(counted("m", over=11, cases=102)), "over_escalation")
    lower = value(row(counted("m", over=9, cases=102)), "over_escalation")
    shown = value(theirs, "over_escalation")
    assert ours is not None
    assert lower is not None
    assert shown is not None
    assert not ours.better(shown)
    assert not shown.better(ours)
    assert lower.better(shown)
    assert ours.at == Fraction(11, 102) < shown.at


# ---- what is counted


def test_a_counted_model_takes_the_place_of_its_published_row() -> None:
    """One row, of counted figures; what was published stands beside it, and the other rows stay."""
    found = made(counted("kimi-k2.6", over=2, missed=1, fell=4))
    assert Counter(row.model.id for row in found.rows)["kimi-k2.6"] == 1
    assert Counter(row.origin for row in found.rows) == {"counted": 1, "published": 23}
    row = found.row("kimi-k2.6")
    assert {one.origin for one in row.figures} == {"counted"}
    assert {one.metric: one.shown for one in row.published}["escalation_accuracy"] == "96%"
    assert "exact values" in found.orders[0].rule
    assert row.model.tier == "$$"


def test_published_rows_are_in_no_count() -> None:
    """Whatever is added up over models is the same with and without them."""
    models = [counted("kimi-k2.6", over=2, missed=1, fell=4), counted("new", over=5, missed=3, fell=1)]
    with_, without = made(*models), made(*models, page=None)

    def over_models(found: Board) -> list[object]:
        return [
            *(one for trap in found.traps for one in (trap.counted, trap.models) if one is not None),
            *(one for one in found.fleet if one.origin == "counted"),
            *(one for one in found.zones if one.origin == "counted"),
        ]

    assert over_models(with_) == over_models(without)
    assert {one.name: (one.numerator, one.denominator) for one in without.fleet} == {
        "fleet.missed_escalation_share.m0": (6, 12),
        "fleet.missed_escalation_share.m1": (3, 12),
        "fleet.missed_escalation_share.m2": (3, 12),
    }
    first = next(trap for trap in with_.traps if trap.id == "t0")
    assert first.counted is not None
    assert first.models is not None
    assert (first.counted.numerator, first.counted.denominator, first.models.shown) == (6, 6, "2/2")
    assert with_.snapshot.models == ("kimi-k2.6", "new")


def test_a_complement_comes_from_the_fraction() -> None:
    """21 of 24 is 87.5%; what is left is 12.5%, and the ends of its interval change places."""
    one = counted("m", missed=3, runs=1)
    accuracy = next(figure for figure in one.figures if figure.metric == "escalation_accuracy")
    assert one.missed is not None
    assert (accuracy.shown, one.missed.shown, one.missed.numerator) == ("87.5%", "12.5%", 3)
    assert one.missed.interval is not None
    assert accuracy.interval is not None
    assert one.missed.interval.low == 1 - accuracy.interval.high
    with pytest.raises(ValueError, match="no value"):
        complement(accuracy.model_copy(update={"numerator": None, "value": None}))
    uneven = {"numerator": None, "denominator": None, "from_runs": ((5, 8), (3, 4)), "value": 11 / 16}
    left = complement(accuracy.model_copy(update=uneven))
    assert (left.shown, left.numerator, left.from_runs) == ("31.3%", None, ((1, 4), (3, 8)))


def test_ranks_go_as_far_as_the_data() -> None:
    """Alike: both 1–3. One that is far behind is third, in a group of its own."""
    found = made(counted("a", over=1), counted("b", over=2), counted("c", over=23), page=None)
    standings = {one.model: one for one in found.orders[0].standings}
    assert [(standings[name].first, standings[name].last) for name in "abc"] == [(1, 2), (1, 2), (3, 3)]
    assert [standings[name].group for name in "abc"] == [1, 1, 2]
    assert "paired by case" in found.orders[0].ties
    assert found.picks[0].tied == ("b",)


def test_zones_add_up() -> None:
    """Fallen, handed over and kept are all there is; a published row says no more than it knows."""
    found = made(counted("kimi-k2.6", fell=4))
    zones = {one.model: one for one in found.zones}
    own = zones["kimi-k2.6"]
    assert (own.fell, own.handed_over, own.held, own.conversations) == (12, 0, 42, 54)
    theirs = zones["grok-4.3"]
    assert (theirs.fell, theirs.handed_over, theirs.held, theirs.conversations) == (3, None, None, 18)


def test_nothing_at_all() -> None:
    """A board without models has no picks, no ranks, and says so in no number."""
    found = made(page=None)
    assert (found.rows, found.picks, found.calibration, found.zones, found.traps) == ((), (), (), (), ())
    assert not found.coverage.measured
    few = made(counted("m", traps=0, cases=0), page=None)
    assert few.rows[0].figure("unsafe_actions") is None
    assert [one.standings for one in few.orders][:2] == [(), ()]


def test_lines_from_a_claims_file() -> None:
    """List items and rows with a column Read; sentences go to their sections, rows of numbers nowhere."""
    text = """+++
page = "board"
+++
## Headline
One sentence. Another one.
## The board
- grok-4.3: keeps its tickets {#c-grok}
- nobody: is not on the board
| Model | Unsafe | Read |
|---|---|---|
| gemma-4-31b 🏆 | 2/18 | asks: for proof |

| Model | Unsafe |
|---|---|
| gpt-5.5 | 3/18 |
"""
    found = written(parse(text), ["grok-4.3", "gemma-4-31b", "gpt-5.5"])
    assert {model: one.text for model, one in found.reads.items()} == {
        "grok-4.3": "keeps its tickets",
        "gemma-4-31b": "asks: for proof",
    }
    assert found.reads["grok-4.3"].id == "c-grok"
    assert [one.text for one in found.claims] == ["One sentence.", "Another one.", "nobody: is not on the board"]
    assert {one.support for one in found.claims} == {"opinion"}


def test_sentences_of_a_board_quote_published_figures() -> None:
    """In prose and in a line about a model; what no page prints stays as it was written."""
    text = """+++
page = "board"
+++
## Headline

grok-4.3 over-escalates {{published:board.over_escalation.grok-4.3}} and {{fig:nowhere}}. It is a calm one.

## The board

- grok-4.3: falls {{published:board.unsafe_actions.grok-4.3 of}}
"""
    found = written(parse(text), ["grok-4.3"], published_figures(published()))
    said, calm = found.claims
    assert said.text == "grok-4.3 over-escalates 2.5% and {{fig:nowhere}}."
    assert (said.support, said.figures) == ("computed", ("published.board.over_escalation.grok-4.3",))
    assert (calm.support, calm.figures) == ("opinion", ())
    assert found.reads["grok-4.3"].text == "falls 3 of 18"


def test_ties_are_those_of_comparisons() -> None:
    """Asked of very many pairs, the answer is that of the whole comparison."""
    models = [counted(f"m{over}", over=over) for over in (0, 1, 3, 6, 12)]
    for one, other in combinations(models, 2):
        pair = [(each.head.model, each.rates["over_escalation"]) for each in (one, other)]
        assert tie("over_escalation", *pair) == paired("over_escalation", *pair).ties
