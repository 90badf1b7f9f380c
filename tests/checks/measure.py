"""How often the checks agree with the two labellers: `python -m tests.checks.measure`.

One line for each half, fact and labeller: how many a labeller named, how many the check found, precision and recall;
`both` leaves out what the two labellers do not agree on.
Only sums are printed, so that the half `held-out` stays unseen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS

from .labelled import HALVES, labelled, present

Items = set[Any]
Labels = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """What is compared of one kind of fact: how a labeller wrote it down, and how the check's fact says the same."""

    name: str
    value: str | None
    of_labels: Callable[[Labels], Items]
    of_fact: Callable[[Fact], Any]


def _call(fact: Fact) -> str:
    return f"M{fact.evidence[0].message}.{fact.evidence[0].field}"


def _message(fact: Fact) -> int:
    return fact.evidence[0].message


def _writes(value: str) -> Measured:
    return Measured("write", value, lambda row: {call for call, said in row["writes"].items() if said == value}, _call)


MEASURED = (
    Measured("handover", None, lambda row: set(row["handovers"]), _call),
    _writes("confirmed"),
    _writes("unconfirmed"),
    _writes("confirmed-late"),
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
    """One line: `both` of the `found` are among the `labelled`."""

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


def agreements(half: str) -> Iterator[Agreement]:
    """Each kind of fact beside each labelling of a half."""
    rows = [(one, [fact for check in _needed() for fact in check.facts(one.scene)]) for one in labelled(half)]
    for measured in MEASURED:
        found = {
            (one.n, measured.of_fact(fact))
            for one, facts in rows
            for fact in facts
            if fact.name == measured.name and measured.value in (None, fact.value)
        }
        by_a, by_b = (
            {(one.n, item) for one, _ in rows for item in measured.of_labels(one.labels[place])} for place in (0, 1)
        )
        disputed = by_a ^ by_b
        for who, wanted, judged in (("A", by_a, found), ("B", by_b, found), ("both", by_a & by_b, found - disputed)):
            both = len(wanted & judged)
            yield Agreement(half, measured.name, measured.value, who, len(wanted), len(judged), both)


def _needed() -> tuple[Check, ...]:
    names = {measured.name for measured in MEASURED}
    return tuple(check for check in CHECKS if names & {*check.names})


def main() -> int:
    """Prints the table, and what each check looks for and where it errs; 1 where the corpora are absent."""
    if not present():
        sys.stderr.write("the corpora are not beside the checkout\n")
        return 1
    sys.stdout.write(
        f"{'half':9} {'fact':28} {'by':5}{'labelled':>9}{'found':>7}{'both':>6}{'prec.':>7}{'recall':>8}\n"
    )
    for half in HALVES:
        for line in agreements(half):
            name = line.name + (f"={line.value}" if line.value else "")
            shares = "".join("      –" if share is None else f"{share:7.3f}" for share in (line.precision, line.recall))
            sys.stdout.write(f"{half:9} {name:28} {line.who:5}{line.labelled:9}{line.found:7}{line.both:6}{shares}\n")
    sys.stdout.write("\n")
    for check in CHECKS:
        sys.stdout.write(f"{check.id}, version {check.version}\n  {check.looks_for}\n  errs: {check.errs}\n")
        for name, meaning in check.names.items():
            sys.stdout.write(f"  {name}: {meaning}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
