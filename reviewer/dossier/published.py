"""What others published about the same suite, as entries of a dossier: marked as such, and in no count of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reviewer.dossier.board import board_figures
from reviewer.dossier.metrics import METRICS
from reviewer.model.dossier import FigureEntry, ModelEntry
from reviewer.model.published import Published, PublishedFigure

ORIGIN = "published"
_TITLES = {metric.id: metric.title for metric in METRICS}
_PLAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")


@dataclass(frozen=True, slots=True)
class PublishedEntries:
    """The figures that may stand beside a model's own; `board` has the one with the fleet's rate, by trap."""

    figures: tuple[FigureEntry, ...] = ()
    board: Mapping[str, str] = field(default_factory=dict)


def entries(page: Published | None, model: str) -> PublishedEntries:
    """The board's, the fleet's and this model's own card; nothing where nobody published anything about the suite."""
    if page is None:
        return PublishedEntries()
    own = (one for one in page.models if one.scope.model == model)
    found = [
        _entry(_name(where, one), one)
        for where, some in (("board", board_figures(page)), ("fleet", page.fleet), ("card", own))
        for one in some
    ]
    board = {
        one.scope.trap: _name("fleet", one)
        for one in page.fleet
        if one.metric == "board_catch_rate" and one.scope.trap is not None
    }
    return PublishedEntries(tuple(sorted(found, key=lambda one: one.name)), board)


def model_entry(page: Published | None, model: str) -> ModelEntry:
    """The model, with its tier and icon where a board has it, and its vendor where a page about it names one."""
    if page is None:
        return ModelEntry(id=model, label=model)
    row = next((row for row in page.board if row.model == model), None)
    vendor = next((one.vendor for one in page.pages if one.model == model and one.vendor), None)
    return ModelEntry(
        id=model, label=model, vendor=vendor, tier=row.tier if row else None, icon=row.icon if row else None
    )


def _name(where: str, one: PublishedFigure) -> str:
    """`published.fleet.board_catch_rate.serial_claimant`; what a dossier's own model is goes without saying."""
    return ".".join((ORIGIN, where, one.metric, *_scope(one, own=where == "card")))


def _scope(one: PublishedFigure, *, own: bool) -> Iterator[str]:
    given = one.scope.model_dump(exclude_none=True)
    if own:
        given.pop("model", None)
    if "model" in given:
        given.pop("band", None)  # it says what the model's figure comes to, not what the figure is about
    for value in given.values():
        yield str(value) if _PLAIN.fullmatch(str(value)) else f'"{value}"'


def _entry(name: str, one: PublishedFigure) -> FigureEntry:
    value = one.value if isinstance(one.value, float) else None
    if value is None and one.numerator is not None and one.denominator:
        value = one.numerator / one.denominator
    return FigureEntry(
        name=name,
        origin="published",
        metric=one.metric,
        title=_TITLES.get(one.metric, one.metric.replace("_", " ")),
        definition="as its page prints it; not counted here",
        scope=one.scope.model_dump(exclude_none=True),
        aggregator=one.aggregator,
        numerator=one.numerator,
        denominator=one.denominator,
        value=value,
        shown=one.shown or "",
        band=one.scope.band if one.scope.model else None,
        page=one.page,
        note=one.note,
    )
