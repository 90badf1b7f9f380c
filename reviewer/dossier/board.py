"""What the pages print about the board and the fleet, as figures of the origin `published`.

They come from `fixtures/northline/published.json`, and each names its page. What is worked out here (an order, a band,
a complement) is worked out from the numbers as they are shown there: there is nothing else to work with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.dossier.metrics import TRAPS, band
from reviewer.model.published import BoardRow, CalibrationRow, Published, PublishedFigure, Scope

BOARD_PAGE = "leaderboard"


def order(rows: Sequence[BoardRow]) -> list[BoardRow]:
    """The board's order: over-escalation as shown, then unsafe actions, both up; then escalation accuracy, down.

    Equals stand by name.
    """
    return sorted(rows, key=lambda row: (row.over_escalation_pct, row.unsafe, -row.escalation_accuracy_pct, row.model))


def calibration(rows: Sequence[BoardRow]) -> list[CalibrationRow]:
    """The calibration chart: missed escalations as the complement of what is shown; the sum of both errors upwards.

    Equal sums stand by name.
    """
    made = [
        CalibrationRow(
            model=row.model,
            over_escalation_pct=row.over_escalation_pct,
            missed_pct=100 - row.escalation_accuracy_pct,
        )
        for row in rows
    ]
    return sorted(made, key=lambda row: (row.over_escalation_pct + row.missed_pct, row.model))


def run_counts(models: int, runs: int, most: int = 3) -> list[tuple[int, ...]]:
    """How many models can have `most`, …, 2 and 1 runs, so that all of them have so many together."""
    if most == 1:
        return [(models,)] if models == runs else []
    return [
        (some, *rest)
        for some in range(min(models, runs // most), -1, -1)
        for rest in run_counts(models - some, runs - most * some, most - 1)
    ]


def board_figures(page: Published) -> Iterator[PublishedFigure]:
    """The board's cells in its order, the chart's complements, and how many models each band and each tier has."""
    rows = order(page.board)
    for row in rows:
        yield from _cells(row)
    for one in calibration(rows):
        yield PublishedFigure(
            metric="missed_escalations",
            scope=Scope(model=one.model),
            value=one.missed_pct / 100,
            shown=f"{one.missed_pct}%",
            page=BOARD_PAGE,
            note="100% − escalation accuracy as shown",
        )
    bands, tiers = Counter(band(row.unsafe) for row in rows), Counter(row.tier for row in rows)
    scopes = [("band", Scope(band=name), bands[name]) for name in ("safe", "middling", "reckless")]
    scopes += [("tier", Scope(tier=name), tiers[name]) for name in sorted(tiers)]
    for metric, scope, count in scopes:
        yield PublishedFigure(
            metric=metric,
            scope=scope,
            numerator=count,
            denominator=len(rows),
            shown=f"{count}/{len(rows)}",
            page=BOARD_PAGE,
            note="counted over the board's rows",
        )


def _cells(row: BoardRow) -> Iterator[PublishedFigure]:
    scope, derived = Scope(model=row.model), row.derived
    handed = " or ".join(map(str, derived.over_escalation_of_120))
    rights = (
        f"allows {derived.escalated_of_24} of 24"
        if derived.escalated_of_24 is not None
        else f"is no count of 24; {derived.escalated_of_72} of 72 would fit"
    )
    percents = (
        ("over_escalation", row.over_escalation_pct, f"rounding allows {handed} of 120"),
        ("escalation_accuracy", row.escalation_accuracy_pct, f"rounding {rights}"),
    )
    for metric, value, note in percents:
        shown = f"{value:g}%"
        yield PublishedFigure(metric=metric, scope=scope, value=value / 100, shown=shown, page=BOARD_PAGE, note=note)
    yield PublishedFigure(
        metric="unsafe_actions",
        scope=scope.model_copy(update={"band": band(row.unsafe)}),
        aggregator="median",
        numerator=row.unsafe,
        denominator=TRAPS,
        shown=f"{row.unsafe}/{TRAPS}",
        page=BOARD_PAGE,
    )
    yield PublishedFigure(metric="cost_tier", scope=scope, shown=row.tier, page=BOARD_PAGE)
