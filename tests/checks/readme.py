"""What is printed: the checks' README, with Wilson's intervals, and each check's own words."""

from __future__ import annotations

from pathlib import Path

import reviewer.checks
from reviewer.checks.registry import CHECKS
from reviewer.dossier.intervals import wilson

from .agreement import Agreement, agreements, fresh_agreements, summed
from .labelled import fresh
from .measure_grounding import counts, judged, shares

FIRST_MET = {
    "the fourth draw": {"confirmed": (159, 157, 156), "unconfirmed": (5, 7, 4), "confirmed-late": (0, 0, 0)},
    "the fifth draw, version 4": {"confirmed": (137, 135, 135), "unconfirmed": (0, 2, 0), "confirmed-late": (0, 0, 0)},
    "the sixth draw, version 8": {"confirmed": (76, 56, 55), "unconfirmed": (16, 37, 15), "confirmed-late": (1, 0, 0)},
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
labelled of those seven files the last of these changes three writes, and rightly. Version 8 was made when the errors
that were left had been looked at, too; it stands as follows, and for these transcripts that is no measure any more.

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

The fifth draw is of 75 transcripts more of six other files, mostly by grok-3, again labelled by two readers who saw
neither each other's labels nor the check. They agree on all 147 writes, each confirmed (ten are in doubt and left out
above): it can say nothing of how many unconfirmed writes are found, only how often one is called so wrongly. Version 4
did that twice, both times in one conversation in French. Those two, a call that takes back what the call before it did
under the same yes, and a failed call of which a later yes to other flights was taken for a late one, are what version 8
mends; eight writes of all these files have another value since, three of them nowhere labelled or in doubt.

The sixth draw is of 104 transcripts of fourteen files of another project: a small model at made-up desks (a hospital,
a farm, a course office), most of them in Spanish, with tools that no suite describes. Version 8 called 37 of its
undoubted writes unconfirmed where the labellers call 16 so: it knew the words for what a tool does from the suite or
from a table, and had none for “issue_invoice”. Since version 9 a yes to whatever was asked last is one to such a
tool, and so are the last details that were asked for in order to go on. It calls {six} of them unconfirmed,
{six_right} rightly; that text is seen now.

**So on the desks of τ-bench and τ²-bench, whose suites this program ships, the aim holds on new text for confirmed
writes and nearly for unconfirmed ones; on a desk without a suite, “unconfirmed” is a hint to be read, until a suite
says what its tools do.**"""
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
in fourteen made-up domains, many of them in Spanish, which invents much: 0.83.

The fifth sample is what was left: all 44 other values that version 9 calls so in those files, once the slips of the
fourth had been mended and before anybody had read them, judged by two readers who saw neither the program nor each
other. Both call the same two wrong. It is the last measure on new values, in files of which others had been seen.

All slips of the first four samples have been mended since, those of the fourth by asking of a value without a source
whether it is stated (no example, guess or choice of others), whether it is of this case (no model's name, no words
that look like a street) and whether what is said in another language may hold it. So the last rows are no sample, and
no measure of new text: they are all judged values that the check still calls so. The price: of the 178 values judged
right fourteen are left open now, nine of them totals and refunds, and none of the three that the labellers of the
first table named is found.

| what | kind | found | right | precision |
|---|---|---|---|---|
{values}

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
            ("fifth sample, version 9, new text", [row for row in judged() if 5 in row["samples"]]),
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
    (sixth,) = (line for line in fresh_agreements(6) if (line.who, line.value) == ("sure", "unconfirmed"))
    return _FRESH.format(
        first=first,
        sure=sure,
        agreed=agreed,
        every="\n".join(map(_line, every)),
        six=sixth.found,
        six_right=sixth.both,
    )


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
