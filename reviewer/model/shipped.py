"""The suites that come with the program: Northline's desk, and the τ-bench domains as other people run them."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from reviewer.model.suite import Suite, read_suite

SUITES = ("northline", "tau-retail", "tau-airline")


@cache
def shipped_suite(name: str) -> Suite:
    """One of `SUITES`, read once; raises KeyError for any other name."""
    if name not in SUITES:
        raise KeyError(name)
    place = _place(name)
    return read_suite(
        place.joinpath("suite.json").read_text("utf-8"),
        f"{name}/suite.json",
        lambda sibling: place.joinpath(sibling).read_text("utf-8"),
    )


def suite_for(suite: str, tools: Collection[str] = ()) -> Suite | None:
    """The shipped suite that transcripts of this suite name, or that call these tools, belong to.

    A name decides before tools do.
    """
    shipped = [shipped_suite(name) for name in SUITES]
    named = (known for known in shipped if known.fits(suite))
    return next(named, None) or next((known for known in shipped if known.fits(suite, tools)), None)


def _place(name: str) -> Traversable:
    data = files("reviewer.fixtures")
    return data.joinpath("northline") if name == "northline" else data.joinpath("suites", name)


@cache
def shipped_names(name: str) -> tuple[str, ...]:
    """The people of a shipped suite's shop, whose names no redacted page may print; none where it names nobody."""
    place = _place(name).joinpath("store.json") if name in SUITES else None
    if place is None or not place.is_file():
        return ()
    return tuple(customer["name"] for customer in json.loads(place.read_text("utf-8"))["customers"])
