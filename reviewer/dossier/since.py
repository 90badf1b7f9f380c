"""What changed since an edition was frozen, and which of its figures and claims that touches. Pure.

An edition stays what it is. A change has a cause: a run that counts no more, or a new one; other rules, another suite;
a transcript with another content; an outcome or a finding that people see otherwise; another fleet to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.model.dossier import ClaimEntry, Dossier, FigureEntry, FindingEntry, TrapCell

Kind = Literal["run", "suite", "rules", "transcript", "outcome", "finding", "fleet", "figure"]

COMPARISON = "comparison"
"""The section whose claims stand on other models."""

_FEW = 4


@dataclass(frozen=True, slots=True)
class RunNow:
    """What the register says of a run today."""

    name: str
    state: str
    superseded_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """How things stand. `seals` are those of the present revisions, by transcript; `dossier` is what would be built
    now, None where it cannot be, for the reason `refused`."""

    runs: Mapping[str, RunNow]
    seals: Mapping[str, str]
    dossier: Dossier | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that has another value now; empty where there is none any more."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One cause, in words, with what it touches: figures that have another value, and claims by their ids."""

    kind: Kind
    what: str
    says: str
    figures: tuple[Moved, ...] = ()
    claims: tuple[str, ...] = ()


def since(then: Dossier, now: Present) -> list[Change]:
    """Every change since that edition, by kind and name; nothing where it still holds as it is.

    A figure that changed stands under each cause that may have changed it, and under `figure` where none is known.
    """
    looking = _Looking(then, now)
    found = [*looking.runs(), *looking.rules(), *looking.transcripts(), *looking.outcomes(), *looking.findings()]
    found += looking.fleet()
    return [*found, *looking.unexplained(found)]


def moved(then: Dossier, now: Dossier) -> dict[str, Moved]:
    """The counted figures with another value, by name."""
    present = {one.name: one for one in now.figures if one.origin == "counted"}
    found = {}
    for one in then.figures:
        other = present.get(one.name)
        if one.origin == "counted" and (other is None or _worth(one) != _worth(other)):
            found[one.name] = Moved(one.name, _told(one), _told(other) if other else "")
    return found


class _Looking:
    """An edition beside how things stand."""

    def __init__(self, then: Dossier, now: Present) -> None:
        self._then, self._now = then, now
        self._place = {one.id: place for place, one in enumerate(then.transcripts)}
        self._figures = {one.name: one for one in then.figures}
        self._moved = moved(then, now.dossier) if now.dossier else {}
        self._transcript_of = {one.id: one.transcript for one in then.citations}

    def runs(self) -> Iterator[Change]:
        """Runs that count no more, and runs that count now."""
        known = {one.id for one in self._then.runs}
        for name in sorted(known):
            run = self._now.runs.get(name)
            if run is None or run.state != "valid":
                theirs = [one.id for one in self._then.transcripts if one.run == name]
                yield self._change("run", name, _gone(name, run), theirs)
        for name in sorted(name for name, run in self._now.runs.items() if run.state == "valid" and name not in known):
            over_all = [one for one in self._moved if "run" not in self._figures[one].scope]
            yield self._change("run", name, f"run {name} counts now", figures=over_all)

    def rules(self) -> Iterator[Change]:
        """Another content of the suite, other rules of the checks; or that nobody can count at present."""
        now = self._now.dossier
        if now is None:
            yield self._change("rules", "", f"it cannot be counted anew: {self._now.refused}")
            return
        if self._then.suite.hash != now.suite.hash:
            says = f"the suite is another one: {self._then.suite.version or '?'} was {_short(self._then.suite.hash)}, "
            says += f"{now.suite.version or '?'} is {_short(now.suite.hash)}"
            yield self._change("suite", now.suite.name, says, figures=self._moved)
        was, is_ = _rulesets(self._then), _rulesets(now)
        if was != is_:
            says = f"the rules of the checks are others: {' and '.join(was)} then, {' and '.join(is_)} now"
            yield self._change("rules", "", says, figures=self._moved)

    def transcripts(self) -> Iterator[Change]:
        """Those that hold something else today, or are gone."""
        for one in self._then.transcripts:
            seal = self._now.seals.get(one.id)
            if seal != one.seal:
                how = "is not in the database any more" if seal is None else "has another content"
                yield self._change("transcript", one.id, f"{one.run}/{one.case} {how}", [one.id], [one.id])

    def outcomes(self) -> Iterator[Change]:
        """What people or checks say of a trap now."""
        if self._now.dossier is None:
            return
        present = {(trap.id, cell.run): cell for trap in self._now.dossier.traps for cell in trap.cells}
        for trap in self._then.traps:
            for cell in trap.cells:
                other = present.get((trap.id, cell.run))
                if other is not None and outcome(cell) != outcome(other):
                    says = f"{trap.id} in run {cell.run}: {outcome(cell)} then, {outcome(other)} now"
                    there = [cell.transcript] if cell.transcript else []
                    yield self._change("outcome", f"{trap.id}/{cell.run}", says, there, there)

    def findings(self) -> Iterator[Change]:
        """Those that are gone, say something else, are disputed, or stand nowhere; and how many are new."""
        if self._now.dossier is None:
            return
        present = {one.id: one for one in self._now.dossier.findings}
        counting = {one.id for one in self._now.dossier.transcripts}
        for one in self._then.findings:
            how = _differs(one, present.get(one.id), gone=one.transcript not in counting)
            if how:
                says = f"the finding {one.tag} of {one.reviewer} {how}"
                yield self._change("finding", one.id, says, cited=[one.transcript])
        new = sorted(present.keys() - {one.id for one in self._then.findings})
        if new:
            tags = ", ".join(sorted({present[id_].tag for id_ in new})[:_FEW])
            yield Change("finding", new[0], f"{len(new):,} finding{'s are' * (len(new) > 1) or ' is'} new: {tags}")

    def fleet(self) -> Iterator[Change]:
        """Other models than those that this one was compared with, or other runs of them; its own are told above."""
        then = self._then.snapshot
        now = self._now.dossier.snapshot if self._now.dossier else None
        if then is None or now is None:
            return
        own = self._then.model.id
        parts = []
        for what, was, is_ in (("model", then.models, now.models), ("run", then.runs, now.runs)):
            old, new = ({one for one in some if one != own and not one.startswith(f"{own}/")} for some in (was, is_))
            parts += [f"{what} {name} is new" for name in sorted(new - old)]
            parts += [f"{what} {name} is gone" for name in sorted(old - new)]
        if then.published != now.published:
            parts.append(f"what others published was {then.published}, and is {now.published}")
        if parts:
            says = "; ".join([*parts[:_FEW], *(f"and {len(parts) - _FEW} more" for _ in parts[_FEW : _FEW + 1])])
            claims = tuple(one.id for one in self._then.claims if one.section == COMPARISON)
            yield Change("fleet", now.id, f"the fleet is another one: {says}", (), claims)

    def unexplained(self, found: Iterable[Change]) -> Iterator[Change]:
        """Figures that changed for no cause that is known here."""
        told = {figure.name for change in found for figure in change.figures}
        for name in sorted(self._moved.keys() - told):
            one = self._moved[name]
            says = f"{name} was {one.old} and is {one.new or 'not counted'}"
            yield self._change("figure", name, says, figures=[name])

    def _change(
        self,
        kind: Kind,
        what: str,
        says: str,
        behind: Iterable[str] = (),
        cited: Iterable[str] = (),
        figures: Iterable[str] = (),
    ) -> Change:
        """Touched are these figures, those that moved and stand on the transcripts `behind`, and the claims that quote
        one of them or cite one of the transcripts `cited`. Where nothing can be counted anew, any may have moved."""
        places = {self._place[one] for one in behind}
        perhaps = self._moved if self._now.dossier else self._figures
        found = (name for name in perhaps if places and _stands_on(self._figures[name], places))
        names, there = sorted({*figures, *found}), {*cited}
        claims = tuple(one.id for one in self._then.claims if self._touches(one, names, there))
        return Change(kind, what, says, tuple(self._moved[name] for name in names if name in self._moved), claims)

    def _touches(self, claim: ClaimEntry, figures: Sequence[str], transcripts: set[str]) -> bool:
        cited = (self._transcript_of.get(one) for one in claim.citations)
        return any(one in figures for one in claim.figures) or any(one in transcripts for one in cited)


def outcome(cell: TrapCell) -> str:
    """What a page says of one trap in one run: the check's reading, and people's word."""
    said = " · ".join(part for part in (cell.outcome, cell.verdict) if part)
    ruled = " by adjudication" if cell.adjudicated else ""
    return f"{cell.machine or 'not checked'} by the check" + (f", {said}{ruled}" if said else "")


def _told(one: FigureEntry) -> str:
    """`50.0% (9 of 18)`: another count may be shown as the same share."""
    counts = f"{one.numerator:g} of {one.denominator}" if one.numerator is not None and one.denominator else ""
    return f"{one.shown} ({counts})" if counts and one.shown != counts.replace(" of ", "/") else one.shown


def _worth(one: FigureEntry) -> tuple[object, ...]:
    return one.numerator, one.denominator, one.from_runs, one.shown


def _stands_on(one: FigureEntry, places: set[int]) -> bool:
    return any(first <= place <= last for first, last in one.behind for place in places)


def _gone(name: str, run: RunNow | None) -> str:
    if run is None:
        return f"run {name} is not in the database any more"
    how = f"superseded by {run.superseded_by}" if run.superseded_by else run.state
    return f"run {name} is {how}" + (f": {run.reason}" if run.reason else "")


def _differs(one: FindingEntry, other: FindingEntry | None, *, gone: bool) -> str:
    if other is None:
        return "" if gone else "was taken back, or is not for publication any more"
    if other.stale and not one.stale:
        return "stands nowhere in the present text"
    if {*other.disputed_by} - {*one.disputed_by}:
        return f"is disputed by {', '.join(sorted({*other.disputed_by} - {*one.disputed_by}))}"
    told = ("tag", "severity", "effect", "fault", "note", "correct", "places")
    changed = [name for name in told if getattr(one, name) != getattr(other, name)]
    return f"says something else ({', '.join(changed)})" if changed else ""


def _rulesets(dossier: Dossier) -> list[str]:
    return sorted({_short(one.ruleset) for one in dossier.figures if one.ruleset})


def _short(hash_: str | None) -> str:
    return (hash_ or "none")[:11]
