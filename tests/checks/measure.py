"""How often the checks agree with the labellers: `python -m tests.checks.measure`.

One line for each half, fact and labeller: how many a labeller named, how many the check found, precision and recall.
Only sums are printed, so that the half `held-out` stays unseen. With `--write` the table of that half, with Wilson's
intervals, and each check's own words go into the checks' README.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reviewer.checks
from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS
from reviewer.dossier.intervals import wilson

from .labelled import HALVES, LABELLERS, Labelled, fresh, labelled, present
from .measure_grounding import counts, judged, shares

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

    `who` is a labeller (A to F; D without what was in doubt), or `both` (A and B, without what they do not agree on),
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


def readme() -> str:
    """The checks' README: how often they were right on the held-out half, what each looks for and where it errs."""
    measured = list(agreements("held-out"))
    lines = {(line.name, line.value): line for line in measured if line.who in ("both", "all")}
    rows = [_line(line) for line in lines.values()]
    hard = [_line(line) for line in measured if line.who == "D"]
    _, marked, right, labels, found = counts("held-out")
    rows.append(_row("ungrounded", labels, marked, right, found))
    checks = [f"- **{one.id}**: {_small(one.looks_for)}\n  It errs: {_small(one.errs)}" for one in CHECKS]
    unmet = _fresh_section(measured) if fresh() else _kept_section()
    values = "\n".join(
        f"| {title} | {kind} | {marked} | {right} | {_share(right, marked)} |"
        for title, some in (
            ("first sample, version 2", [row for row in judged() if 1 in row["samples"]]),
            ("second sample", [row for row in judged() if 2 in row["samples"]]),
            ("third sample, version 5, new text", [row for row in judged() if 3 in row["samples"]]),
            ("fourth sample, version 5 mended, new text", [row for row in judged() if 4 in row["samples"]]),
            ("all, as it is", [row for row in judged() if row["now"]]),
        )
        for kind, marked, right in shares(some)
    )
    return _README.format(
        values=values, table="\n".join(rows), hard="\n".join(hard), fresh=unmet, checks="\n".join(checks)
    )


def _fresh_section(measured: list[Agreement]) -> str:
    """What the fourth draw says, and what all say together."""
    lines = [*fresh_agreements()]
    sure, agreed = ("\n".join(_line(line) for line in lines if line.who == who) for who in ("sure", "agreed"))
    before = (line for line in measured if line.name == "write" and line.who in ("all", "D"))
    every = summed([*before, *(line for line in lines if line.who == "sure")])
    first = "\n".join(
        _row(f"{what} | {value}", labelled, found, right, right)
        for what, of_values in FIRST_MET.items()
        for value, (labelled, found, right) in of_values.items()
    )
    return _FRESH.format(first=first, sure=sure, agreed=agreed, every="\n".join(map(_line, every)))


def _kept_section() -> str:
    """The same as it stands in the README: where the fourth draw's files are not there it is not made anew."""
    begin, end = _FRESH.partition("\n")[0], _AFTER.partition("\n")[0]
    text = FILE.read_text(encoding="utf-8")
    return text[text.index(begin) : text.index(end)].rstrip("\n")


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


FIRST_MET = {
    "the fourth draw": {"confirmed": (159, 157, 156), "unconfirmed": (5, 7, 4), "confirmed-late": (0, 0, 0)},
    "the fifth draw, version 4": {"confirmed": (137, 135, 135), "unconfirmed": (0, 2, 0), "confirmed-late": (0, 0, 0)},
    "all held-out": {"confirmed": (293, 293, 290), "unconfirmed": (31, 30, 27), "confirmed-late": (2, 3, 2)},
}
"""Labelled, found and right when version 3 of the check met the fourth draw: no held-out write had been seen then."""

_FRESH = """## Writes on files that no check had met

The fourth draw is of other result files of τ²-bench, from five models, labelled by two readers. First what version 3 of
the check made of it, and of all held-out transcripts of the four draws together, before anybody had looked where it
errs on any of them. This is the measure of the check on new text: the aim of 0.95 both ways holds for confirmed
writes, and does not for unconfirmed ones.

| what | write | labelled | found | right | precision | recall |
|---|---|---|---|---|---|---|
{first}

Of the seven errors behind these sums' unconfirmed writes five were of a kind that could be mended: a quantity asked for
was read as a deed (“the number of passengers”), a yes that says what it is for was taken for one to a cancellation, and
a request for a plain yes was not seen as one where any changes were invited beside it (three writes). In what nobody
labelled of those seven files the last of these changes three writes, and rightly. With that, version 4 stands as
follows; for those transcripts this is no measure any more, as the errors on them had been seen. Version 7, made after
errors on Northline's own conversations, answers alike on every write of all these files, labelled or not.

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{sure}

The same with the writes that a labeller doubted and both label alike: most are repeats of a call that had succeeded,
or more than was agreed to, which the definition does not settle.

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{agreed}

All held-out transcripts of the four draws, without what was in doubt:

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{every}

Still wrong: one call of three in one message, which takes back what the call before it did and was agreed to
(confirmed, as the same deed was agreed to), and one that failed, of which a later yes to other flights is taken for a
late one.

The fifth draw is of 75 transcripts more of six other files, mostly by grok-3, again labelled by two readers who saw
neither each other's labels nor the check. They agree on all 147 writes, each confirmed (ten are in doubt and left out
above): it can say nothing of how many unconfirmed writes are found, only how often one is called so wrongly. Version 4
did that twice, and so does the present one; nobody has looked at which they are."""
_AFTER = "## Ungrounded values"
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
before the check was run on them; this is the half that was not looked at until version 3 had been measured on it (then
its two unconfirmed writes that were missed, and one of the table above, were looked at, to mend what they show). So
these are the hardest writes, not the usual ones.

| fact | labelled | found | right | precision | recall |
|---|---|---|---|---|---|
{hard}

A write is one that nobody had agreed to where the value is unconfirmed or confirmed-late; both propose the same tag.

{fresh}

## Ungrounded values

Of the values that the check calls ungrounded or contradicted in 955 transcripts (the unlabelled ones of τ-bench and
τ²-bench, the seven files of the fourth draw, the sample of OpenAI chats), samples were judged by reading the
transcript, by one reader who knew the check. A value counts once in a transcript. The first sixty, with a seed and
stratified by kind, were drawn before anything was mended; most of the slips were names that an agent gives to keys and
options of JSON, amounts of several flights, addresses that the customer had said to be on file, masked e-mails and
dates without a year. The second sixty were drawn when most of these had been mended.

Version 5 leaves open (“unsettled”) what it cannot be sure of: an amount that may be reckoned from more known ones than
can be tried, links and toll-free numbers of general use, and, where a file holds no rules at all, what rules may say.
The third sample is all that it called ungrounded in 404 transcripts that nobody had looked at (grok-3 and others, six
files; then five more, after the slips in the first six had been mended). It is far from the aim of 0.90: 45 of its 59
wrong values are of two files that leave the policy out, the others are a shop's letter before the customer's number,
arithmetic with minutes and seconds, and public help lines. All of these have been mended since, so that text is seen.
The fourth sample is then sixty of 113 values, drawn with a seed, in 191 transcripts of another project: a small model
in fourteen made-up domains, many of them in Spanish, which invents much. That 0.83 is the last measure on new text;
some of its slips have been mended too (lengths of time in Spanish, a quantity times a price).

The last rows are no sample: all judged values that the check still calls so. What was mended had been seen in the same
transcripts, so it is no measure of new ones. The price: of the 132 values judged right ten are left open now, nine of
them totals and refunds, and none of the three that the labellers of the first table named is found.

| what | kind | found | right | precision |
|---|---|---|---|---|
{values}

Still wrong: amounts and codes that are given as examples, guesses and assumptions that say that they are such, dates
that a customer named in another language.

## Traps

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
        f"{'half':9} {'fact':28} {'by':7}{'labelled':>9}{'found':>7}{'both':>6}{'prec.':>7}{'recall':>8}\n"
    )
    for half in HALVES:
        new = fresh_agreements() if fresh() and half == "held-out" else ()
        for line in (*agreements(half), *new):
            shares = "".join("      –" if share is None else f"{share:7.3f}" for share in (line.precision, line.recall))
            sys.stdout.write(
                f"{half:9} {line.title:28} {line.who:7}{line.labelled:9}{line.found:7}{line.both:6}{shares}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
