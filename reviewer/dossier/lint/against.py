"""What speaks against a number that no figure bears: what it was meant to be, as far as can be told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.candidates import Candidates, Meant
from reviewer.dossier.lint.fitting import complements, reachable, scaled_values, told
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.places import headline, nearest
from reviewer.dossier.lint.tallies import OF_WHAT, meant, tallies, unnamed
from reviewer.dossier.resolve_words import DISPLAY
from reviewer.dossier.rounding import shown
from reviewer.model.dossier import FigureEntry

Matter = Literal["borne", "one run", "sibling", "rounded", "impossible", "other scope", "none"]

SIBLINGS: Final = {"resolution": "resolution_autonomous", "resolution_autonomous": "resolution"}
"""Metrics that one word of prose can mean."""


class Against(NamedTuple):
    """What is the matter with a number, the figures that say so, and the words."""

    matter: Matter
    figures: tuple[FigureEntry, ...]
    says: str


def against(number: Number, can: Candidates, of: Meant) -> Against:
    """Why nothing bears it; the first reason that can be told."""
    return (
        _row_of_the_table(number, can, of)
        or _sibling(number, can, of)
        or (misrounded(number, of.any) if number.kind == "value" and of.metrics else None)
        or _impossible(number, can, of)
        or _elsewhere(number, can, of)
        or _tallied(number, can, of)
        or _nothing(number, of)
    )


def _row_of_the_table(number: Number, can: Candidates, of: Meant) -> Against | None:
    rows = [one for one in of.mine if one.scope.get("cluster") in can.like_classes]
    found = can.fitting(number, rows, of.metrics)
    main = headline(of.here, found[0].metric) if found else None
    if main is None:
        return None
    says = f"{number.text} is {found[0].name}, a row of the table and not the whole class; {main.name} is {told(main)}"
    return Against("other scope", (found[0], main), says)


def _sibling(number: Number, can: Candidates, of: Meant) -> Against | None:
    for metric in of.metrics:
        others = [one for one in can.of([SIBLINGS[metric]]) if can.in_scope(one)] if metric in SIBLINGS else []
        if (found := can.fitting(number, others, of.metrics)) and (main := headline(of.here, metric)):
            other = f"{number.text} is {found[0].title} ({told(found[0])})"
            return Against("sibling", (found[0], main), f"{other}; {main.title} is {told(main)}: say which is meant")
    return None


def misrounded(number: Number, here: Sequence[FigureEntry]) -> Against | None:
    """A figure that is rounded otherwise than half up, or what is left of a rounded one."""
    for one in here:
        if one.aggregator not in ("median", "pooled", "mean", "run") or (value := exact(one)) is None:
            continue
        for scaled in scaled_values(value, number, one):
            unit = Fraction(1, 10**number.places)
            if 0 < abs(scaled - number.value) < unit and not number.whole:
                right = shown(scaled, number.places) + ("%" if number.percent else "")
                fine = shown(scaled, number.places + 2)
                says = f"{one.name} is {fine}, and {right} when rounded half up; here it is {number.text}"
                return Against("rounded", (one,), says)
            for missed, rest in complements(scaled, number):
                if missed == number.value:
                    says = f"{number.text} is what a rounded {told(one)} leaves; the figure itself leaves {rest}"
                    return Against("rounded", (one,), says)
    return None


def _impossible(number: Number, can: Candidates, of: Meant) -> Against | None:
    """A count over a denominator that nothing of the model has, or a share that no count comes to."""
    sizes = {one.denominator: one for one in of.here if one.denominator and one.aggregator in _COUNTED}
    if number.kind == "ratio" and can.scopes:
        sizes |= {one.denominator: one for one in can.all if one.denominator and can.in_scope(one)}
    if number.kind == "ratio" and of.metrics and sizes:
        anywhere = {one.denominator for one in can.all}
        if int(number.values[1]) not in {*sizes, *anywhere}:
            says = f"nothing that is counted here is of {number.values[1]}; there are {_listed(sizes)}"
            return Against("impossible", tuple(sizes.values())[:1], f"{number.text} cannot be: {says}")
    if number.percent and number.kind == "value" and not number.in_words:
        shares = ("percent", "count")
        few = {size: one for size, one in sizes.items() if DISPLAY.get(one.metric) in shares and size <= 400}
        if few and not any(reachable(number, size) for size in few):
            says = f"{number.text} cannot be: no count of {_listed(few)} comes to it"
            return Against("impossible", tuple(few.values())[:1], says)
    return None


_COUNTED: Final = ("run", "median", "pooled")


def _listed(sizes: dict[int, FigureEntry]) -> str:
    return ", ".join(map(str, sorted(sizes)))


def _elsewhere(number: Number, can: Candidates, of: Meant) -> Against | None:
    """A figure that comes to the number, and that the claim does not name."""
    if not (of.metrics and can.scopes):
        return None
    named = set(map(id, of.here))
    found = can.fitting(number, [one for one in of.mine if id(one) not in named], of.metrics)
    if not found:
        return None
    return Against("other scope", (found[0],), f"{number.text} is {found[0].name}, which the sentence does not name")


def _tallied(number: Number, can: Candidates, of: Meant) -> Against | None:
    first = next((one for one in of.here if tallies(number, one)), None)
    if first is None:
        return None
    right = [one for one in of.here if one.metric == first.metric and meant(number, one, can.prose, can.runs)]
    is_right = f"; {right[0].name} is {told(right[0])}" if right else ""
    says = f"{number.text} is {first.name} ({told(first)}), and the sentence says otherwise{is_right}"
    return Against("other scope", (first, *right[:1]), says)


def _nothing(number: Number, of: Meant) -> Against:
    closest = nearest(number, of.here or of.near) if of.metrics else None
    if closest is None:
        return Against("none", (), f"no figure bears {number.text}")
    why = f"{number.text} {OF_WHAT}" if unnamed(number, closest) else f"no figure bears {number.text}"
    return Against("none", (closest,), f"{why}; {closest.name} is {told(closest)}")
