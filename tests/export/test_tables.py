"""The tables beside a page: what a row of figures says of how its interval was made."""

from __future__ import annotations

from itertools import islice

from reviewer.export.tables import TABLES, table
from reviewer.model.dossier import Dossier, Interval
from tests.export.sample import sample


def rows(dossier: Dossier, name: str) -> list[dict[str, object]]:
    """Each row by its columns."""
    one = table(name)
    return [dict(zip(one.columns, row, strict=True)) for row in one.rows(dossier)]


def test_every_row_has_its_columns() -> None:
    """Of each table, and none of them is empty."""
    for one in TABLES:
        made = list(islice(one.rows(sample()), 50))
        assert made
        assert {len(row) for row in made} == {len(one.columns)}


def test_an_interval_can_be_made_again() -> None:
    """Method, draws and seed stand beside its ends, for a use case's figure too; what has none has empty fields."""
    drawn = Interval(low=0.1, high=0.9, method="cluster bootstrap over cases, percentile", seed=17, draws=10_000)
    whole = sample()
    figures = [one.model_copy(update={"interval": drawn if one.interval else None}) for one in whole.figures]
    made = whole.model_copy(update={"figures": tuple(figures)})
    wanted = (0.1, 0.9, 0.95, drawn.method, "", 10_000, 17)
    for name, key in (("figures", "name"), ("use-cases", "cluster")):
        found = {str(row[key]): tuple(value for column, value in row.items() if column.startswith("interval_"))
                 for row in rows(made, name)}  # fmt: skip
        assert wanted in found.values()
    of = {str(row["name"]): row for row in rows(made, "figures")}
    assert {of["unsafe_actions.min"][f"interval_{what}"] for what in ("low", "method", "seed")} == {None}
