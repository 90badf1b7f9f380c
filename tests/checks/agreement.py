"""What is measured: how often the checks agree with the labellers, for each half, kind of fact and labelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS

from .labelled import LABELLERS, Labelled, labelled

Items = set[Any]
Labels = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """What is compared of one kind of fact: how a labeller wrote it down, and how the check's fact says the same."""

    name: str
    value: str | None
    """Facts of this value; of either, where it is "one or another"; None: of any."""

    of_labels: Callable[[Labels], Items]
    of_fact: Callable[[Fact], Any]


def _call(fact: Fact) -> str:
    return f"M{fact.evidence[0].message}.{fact.evidence[0].field}"


def _message(fact: Fact) -> int:
    return fact.evidence[0].message


def _writes(*values: str) -> Measured:
    named = " or ".join(values)
    return Measured("write", named, lambda row: {call for call, said in row["writes"].items() if said in values}, _call)


WRITES = (
    _writes("confirmed"),
    _writes("unconfirmed"),
    _writes("confirmed-late"),
    _writes("unconfirmed", "confirmed-late"),
)
MEASURED = (
    Measured("handover", None, lambda row: set(row["handovers"]), _call),
    *WRITES,
    Measured("empty-promise", None, lambda row: set(row["empty_promise"]), _message),
    Measured("empty-reply", None, lambda row: set(row["empty_agent_messages"]), _message),
    Measured(
        "repeated-message",
        None,
        lambda row: {tuple(group) for group in row["repeated_agent_messages"]},
        lambda fact: tuple(place.message for place in fact.evidence),
    ),
    Measured("goodbye-loop", None, lambda row: {True} if row["goodbye_loop"] else set(), lambda _fact: True),
    Measured("simulator-fault", None, lambda row: set(row["customer_breaks_role"]), _message),
)


@dataclass(frozen=True)
class Agreement:
    """One line: `both` of the `found` are among the `labelled`.

    `who` is a labeller (A to H; D without what was in doubt), or `both` (A and B, without what they do not agree on),
    or `all` (both, and C without what was in doubt). D's are of the draw where an unconfirmed write is likely. Of the
    fourth draw `agreed` is what E and F agree on, `sure` what neither doubts besides; `every` sums over the draws.
    """

    half: str
    name: str
    value: str | None
    who: str
    labelled: int
    found: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that the labeller named too."""
        return self.both / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of what the labeller named, the share that was found."""
        return self.both / self.labelled if self.labelled else None

    @property
    def title(self) -> str:
        """The fact's name with its value."""
        return f"{self.name}={self.value}" if self.value else self.name


def agreements(half: str) -> Iterator[Agreement]:
    """Each kind of fact beside each labelling of a half."""
    first, second, third = (_read(half, draw) for draw in (1, 2, 3))
    for measured in MEASURED:
        found = _found(first, measured)
        by_a, by_b = (_named(first, measured, place) for place in (0, 1))
        lines = {"A": (by_a, found), "B": (by_b, found), "both": (by_a & by_b, found - (by_a ^ by_b))}
        if measured.name == "write":
            by_c = _named(second, measured, 0)
            lines["C"] = by_c, _found(second, measured)
            agreed, judged = lines["both"]
            lines["all"] = agreed | (by_c - _doubt(second)), judged | (lines["C"][1] - _doubt(second))
            lines["D"] = _named(third, measured, 0) - _doubt(third), _found(third, measured) - _doubt(third)
        for who, (wanted, judged) in lines.items():
            yield Agreement(half, measured.name, measured.value, who, len(wanted), len(judged), len(wanted & judged))


def fresh_agreements(draw: int = 4) -> Iterator[Agreement]:
    """The writes of the fourth or fifth draw, beside each labelling of them and what both say."""
    rows = _read("held-out", draw)
    doubted = _doubt(rows, 0) | _doubt(rows, 1)
    for measured in WRITES:
        found = _found(rows, measured)
        one, other = (_named(rows, measured, place) for place in (0, 1))
        agreed, judged = one & other, found - (one ^ other)
        first, second = list(LABELLERS[draw])
        lines = {first: (one, found), second: (other, found), "agreed": (agreed, judged)}
        lines["sure"] = agreed - doubted, judged - doubted
        for who, (wanted, judged) in lines.items():
            yield Agreement("held-out", "write", measured.value, who, len(wanted), len(judged), len(wanted & judged))


def summed(lines: Iterable[Agreement]) -> list[Agreement]:
    """By value, the sum of these lines of different draws: nothing of them is counted twice."""
    sums: dict[str | None, Agreement] = {}
    for line in lines:
        to = sums.get(line.value, Agreement(line.half, line.name, line.value, "every", 0, 0, 0))
        counts = to.labelled + line.labelled, to.found + line.found, to.both + line.both
        sums[line.value] = Agreement(line.half, line.name, line.value, "every", *counts)
    return [*sums.values()]


Read = list[tuple[Labelled, list[Fact]]]


def _read(half: str, draw: int) -> Read:
    return [(one, [fact for check in _needed() for fact in check.facts(one.scene)]) for one in labelled(half, draw)]


def _found(rows: Read, measured: Measured) -> Items:
    return {
        (one.n, measured.of_fact(fact))
        for one, facts in rows
        for fact in facts
        if fact.name == measured.name and (measured.value is None or fact.value in measured.value.split(" or "))
    }


def _doubt(rows: Read, place: int = 0) -> Items:
    return {(one.n, call) for one, _ in rows for call in one.labels[place].get("doubt", ())}


def _named(rows: Read, measured: Measured, place: int) -> Items:
    return {(one.n, item) for one, _ in rows for item in measured.of_labels(one.labels[place])}


def _needed() -> tuple[Check, ...]:
    names = {measured.name for measured in MEASURED}
    return tuple(check for check in CHECKS if names & {*check.names})
