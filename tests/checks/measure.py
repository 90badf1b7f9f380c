"""How often the checks agree with the labellers: `python -m tests.checks.measure`.

One line for each half, fact and labeller: how many a labeller named, how many the check found, precision and recall.
Only sums are printed, so that the half `held-out` stays unseen. With `--write` the table of that half, with Wilson's
intervals, and each check's own words go into the checks' README.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reviewer.checks
from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS
from reviewer.dossier.intervals import wilson

from .labelled import HALVES, LABELLERS, Labelled, labelled, present
from .measure_grounding import counts

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


MEASURED = (
    Measured("handover", None, lambda row: set(row["handovers"]), _call),
    _writes("confirmed"),
    _writes("unconfirmed"),
    _writes("confirmed-late"),
    _writes("unconfirmed", "confirmed-late"),
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

    `who` is a labeller (A, B, C, D; D without what was in doubt), or `both` (A and B, without what they do not agree
    on), or `all` (both, and C without what was in doubt). D's are of the draw where an unconfirmed write is likely.
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
    first, second, third = (_read(half, draw) for draw in LABELLERS)
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


def _doubt(rows: Read) -> Items:
    return {(one.n, call) for one, _ in rows for call in one.labels[0].get("doubt", ())}


def _named(rows: Read, measured: Measured, place: int) -> Items:
    return {(one.n, item) for one, _ in rows for item in measured.of_labels(one.labels[place])}


def _needed() -> tuple[Check, ...]:
    names = {measured.name for measured in MEASURED}
    return tuple(check for check in CHECKS if names & {*check.names})


def readme() -> str:
    """The checks' README: how often they were right on the held-out half, what each looks for and where it errs."""
    measured = list(agreements("held-out"))
    lines = {(line.name, line.value): line for line in measured if line.who in ("both", "all")}
    rows = [_line(line) for line in lines.values()]
    hard = [_line(line) for line in measured if line.who == "D"]
    _, marked, right, labels, found = counts("held-out")
    rows.append(_row("ungrounded", labels, marked, right, found))
    checks = [f"- **{one.id}**: {_small(one.looks_for)}\n  It errs: {_small(one.errs)}" for one in CHECKS]
    return _README.format(table="\n".join(rows), hard="\n".join(hard), checks="\n".join(checks))


def _line(line: Agreement) -> str:
    return _row(line.title, line.labelled, line.found, line.both, line.both)


def _row(title: str, named: int, found: int, right: int, seen: int) -> str:
    return f"| {title} | {named} | {found} | {right} | {_share(right, found)} | {_share(seen, named)} |"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({low:.2f}–{high:.2f})"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".") + "."


_README = """# The checks

Written by `python -m tests.checks.measure --write`. A check is a pure function from a transcript and its suite to facts
(`contract.py`); `reviewer check` runs them, `reviewer check --rules` prints what each fact means. What may be a finding
becomes a proposal, which a person confirms or rejects.

## How often they are right on real text

On transcripts of τ-bench and τ²-bench, labelled by reading, before any check was run on them; on the half that was not
looked at while the checks were written. `labelled`: what the labellers agree on; `found`: by the check; `right`: both.
In brackets Wilson's 95 % interval: most of these numbers are small. How the labels were made, and what has been seen of
that half since, is in `tests/checks/labels/README.md`.

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{table}

An unconfirmed write is rare, so the same was measured where it is likely: all other transcripts of these files with a
write before which the customer's last words hold no yes, or the agent's last words no question. They were labelled
before the check was run on them; this is the half that was not looked at since. So these are the hardest writes, not
the usual ones.

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{hard}

A write is one that nobody had agreed to where the value is unconfirmed or confirmed-late; both propose the same tag.

These benchmarks have no traps: forbidden writes are measured on Northline, where tests want every one of them exactly.

## What each looks for, and where it errs

{checks}

No check says whether a rule that an agent cites says what the agent says of it. The days, amounts, numbers and links
in such a sentence are looked up like all others, and so are a policy's name and a rule's number; that nobody wrote the
rule itself is for a reader to see, and to tag. In the 570 τ transcripts and in Northline's 1,458 an agent cites a
policy by its name twice, both times one that is there: of that check it is only known that it raises no false alarm on
them.
"""
FILE = Path(reviewer.checks.__file__).with_name("README.md")


def main() -> int:
    """Prints the table, or writes the README; 1 where the corpora are absent."""
    if not present():
        sys.stderr.write("the corpora are not beside the checkout\n")
        return 1
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(readme(), encoding="utf-8")
        return 0
    sys.stdout.write(
        f"{'half':9} {'fact':28} {'by':5}{'labelled':>9}{'found':>7}{'both':>6}{'prec.':>7}{'recall':>8}\n"
    )
    for half in HALVES:
        for line in agreements(half):
            shares = "".join("      –" if share is None else f"{share:7.3f}" for share in (line.precision, line.recall))
            sys.stdout.write(
                f"{half:9} {line.title:28} {line.who:5}{line.labelled:9}{line.found:7}{line.both:6}{shares}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
