"""A board that agrees with itself, and what is said of one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.dossier.boards_arithmetic import contradictions
from reviewer.model.board import Board
from tests.export.board_sample import sample


def changed(*path: str | int, value: Any) -> Board:
    """The sample, but for one value of its JSON."""
    data = sample().model_dump(mode="json")
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return Board.model_validate(data)


def test_the_sample_agrees_with_itself() -> None:
    assert list(contradictions(sample())) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("rows", 0, "band"), "reckless", "its band is reckless, and its unsafe actions are "),
        (("orders", 0, "standings", 0, "place"), 7, "its places are not 1, 2, 3 and so on"),
        (("orders", 1, "standings", 0, "model"), "nobody", "there is no row of nobody"),
        (("picks", 0, "models"), ["nobody"], "there is no row of nobody"),
        (("pareto", "frontier"), ["nobody"], "there is no row of nobody"),
    ],
)
def test_what_does_not_fit(path: tuple[str | int, ...], value: Any, expected: str) -> None:
    """Each is named once, with where it stands."""
    ((where, says),) = contradictions(changed(*path, value=value))
    assert where.startswith({"rows": "row ", "orders": "order by ", "picks": "pick "}.get(str(path[0]), str(path[0])))
    assert says.startswith(expected)


def test_zones_that_come_to_something_else() -> None:
    """Where all three are known."""
    board = sample()
    counted = next(one for one in board.zones if one.held is not None and one.handed_over is not None)
    more = counted.model_copy(update={"conversations": counted.conversations + 1})
    ((where, says),) = contradictions(board.model_copy(update={"zones": (more,)}))
    assert (where, says) == (f"zones of {more.model}", f"they do not come to {more.conversations} conversations")


def test_a_better_one_behind() -> None:
    """The last and the first change places: each neighbour that is now out of order is said."""
    board = sample()
    first = board.orders[0]
    places = list(first.standings)
    models = [one.model for one in places]
    models[0], models[-1] = models[-1], models[0]
    moved = [one.model_copy(update={"model": model}) for one, model in zip(places, models, strict=True)]
    order = first.model_copy(update={"standings": tuple(moved)})
    found = list(contradictions(board.model_copy(update={"orders": (order, *board.orders[1:])})))
    assert found
    assert all(where == f"order by {first.metric}" and "which is better" in says for where, says in found)
