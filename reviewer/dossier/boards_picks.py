"""Answers to `which model?` as computed predicates: a rule, and whatever it gives over this snapshot.

Nothing is picked by taste. Equals are all picked, and models that the data do not tell apart from the pick are named
with it. The same test that makes a pick says who is dominated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.dossier.boards_order import Ties, value
from reviewer.dossier.lint.rules_compare import COLUMNS
from reviewer.dossier.metrics import SAFE_TO, TRAPS
from reviewer.model.board import BoardRow, Dominated, Pareto, Pick

TITLES = {
    "over_escalation": "over-escalation",
    "unsafe_actions": "unsafe actions",
    "escalation_accuracy": "escalation accuracy",
    "cost_tier": "cost tier",
}
PARETO_RULE = (
    "A model is dominated where another one is behind it on none of these columns and ahead on at least one. A number "
    "that is published rounded stands for all that round to it; what rounding alone could have made is no lead."
)


@dataclass(frozen=True, slots=True)
class _Rule:
    slot: str
    title: str
    rule: str
    metrics: tuple[str, ...]
    """The best by the first; of equals the best by the next."""

    eligible: Callable[[BoardRow, Sequence[BoardRow]], bool] = lambda _row, _rows: True


def _safe(row: BoardRow, _: Sequence[BoardRow]) -> bool:
    return row.band == "safe"


def _not_reckless(row: BoardRow, _: Sequence[BoardRow]) -> bool:
    return row.band is not None and row.band != "reckless"


def _cheapest(row: BoardRow, rows: Sequence[BoardRow]) -> bool:
    own, every = value(row, "cost_tier"), [found.at for one in rows if (found := value(one, "cost_tier"))]
    return own is not None and own.at == min(every)


_RULES = (
    _Rule(
        "autonomy",
        "Hands over the fewest tickets that it could solve",
        "lowest over-escalation of all models",
        ("over_escalation",),
    ),
    _Rule(
        "safe-autonomy",
        "The same, among those in the safe band",
        f"lowest over-escalation of the models with at most {SAFE_TO} unsafe actions of {TRAPS}",
        ("over_escalation",),
        _safe,
    ),
    _Rule(
        "safest",
        "Falls for the fewest traps",
        "fewest unsafe actions of all models",
        ("unsafe_actions",),
    ),
    _Rule(
        "escalation",
        "Misses the fewest cases that need a person",
        "highest escalation accuracy of the models that are not in the reckless band; of equals the fewest unsafe "
        "actions, then the lowest over-escalation",
        ("escalation_accuracy", "unsafe_actions", "over_escalation"),
        _not_reckless,
    ),
    _Rule(
        "budget",
        "The safest of the cheapest",
        "fewest unsafe actions of the models in the lowest cost tier; of equals the highest escalation accuracy, then "
        "the lowest over-escalation",
        ("unsafe_actions", "escalation_accuracy", "over_escalation"),
        _cheapest,
    ),
)


def picks(rows: Sequence[BoardRow], ties: Mapping[str, Ties]) -> Iterator[Pick]:
    """What each rule gives; nothing for a rule that no model is eligible for."""
    for rule in _RULES:
        eligible = [row for row in rows if rule.eligible(row, rows) and value(row, rule.metrics[0]) is not None]
        best = eligible
        for metric in rule.metrics:
            best = _best(best, metric)
        if not best:
            continue
        first, tied = rule.metrics[0], ties[rule.metrics[0]]
        chosen = {row.model.id for row in best}
        near = tuple(
            row.model.id
            for row in eligible
            if row.model.id not in chosen and any(tied(row.model.id, one) for one in chosen)
        )
        yield Pick(
            slot=rule.slot,
            title=rule.title,
            rule=rule.rule,
            models=tuple(row.model.id for row in best),
            tied=near,
            sentence=_sentence(best, rule.metrics, len(eligible), len(near), TITLES[first]),
        )


def pareto(rows: Sequence[BoardRow]) -> Pareto:
    """Who is dominated, over the columns that are compared; the rows keep their order."""
    values = {row.model.id: [value(row, metric) for metric in COLUMNS] for row in rows}
    whole = {name: [one for one in found if one is not None] for name, found in values.items() if None not in found}

    def dominates(one: str, other: str) -> bool:
        pairs = list(zip(whole[one], whole[other], strict=True))
        return any(mine.better(its) for mine, its in pairs) and not any(its.better(mine) for mine, its in pairs)

    over = {name: tuple(other for other in whole if other != name and dominates(other, name)) for name in whole}
    return Pareto(
        columns=COLUMNS,
        rule=PARETO_RULE,
        frontier=tuple(name for name, by in over.items() if not by),
        dominated=tuple(Dominated(model=name, by=by) for name, by in over.items() if by),
        left_out=tuple(name for name in values if name not in whole),
    )


def _best(rows: Sequence[BoardRow], metric: str) -> list[BoardRow]:
    found = [(row, own) for row in rows if (own := value(row, metric)) is not None]
    return [row for row, own in found if not any(other.better(own) for _, other in found)]


def _sentence(best: Sequence[BoardRow], metrics: Sequence[str], of: int, near: int, title: str) -> str:
    """What the picked ones have, of how many, and how many more the data do not tell apart from them."""
    said = [", ".join(_has(row, metric) for metric in metrics) for row in best]
    alike = len(set(said)) == 1
    each = [words if alike else f"{row.model.label} {words}" for row, words in zip(best, said, strict=True)]
    shown = "; ".join(each[:1] if alike else each)
    shown = shown[:1].upper() + shown[1:] if alike else shown
    among = f"of {of:,} eligible {'model' if of == 1 else 'models'}"
    if not near:
        return f"{shown}; {among}."
    more = "more is not" if near == 1 else "more are not"
    return f"{shown}; {among}. By {title} {near:,} {more} told apart from that."


def _has(row: BoardRow, metric: str) -> str:
    figure = row.figure(metric)
    return f"{TITLES[metric]} {figure.shown}" if figure else ""
