"""What an edition corrects in the one before: old value, new value, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.dossier.since import Change, moved, outcome
from reviewer.model.dossier import Dossier, Erratum, FigureEntry

NONE = "not there any more"
_PLACES = ("run", "intent", "cluster", "trap")


def errata(then: Dossier, now: Dossier, changes: Sequence[Change], reopened: str) -> tuple[Erratum, ...]:
    """What reads otherwise than in the edition `then`.

    Figures: those over a whole class, of a trap, and those that a claim quoted; how many others changed stands in one
    line. `reopened` is why it was reopened: the reason of what no change of the data explains.
    """
    number = then.edition or 0
    why = _reasons(changes, reopened)
    found = [*_figures(then, now, why), *_outcomes(then, now), *_findings(then, now), *_claims(then, now)]
    return tuple(
        Erratum(edition=number, what=what, old=old, new=new, reason=reason or reopened)
        for what, old, new, reason in found
    )


_Row = tuple[str, str, str, str]


def _figures(then: Dossier, now: Dossier, why: Mapping[str, str]) -> Iterator[_Row]:
    quoted = {name for claim in then.claims for name in claim.figures}
    entries = {one.name: one for one in then.figures}
    changed = moved(then, now)
    told = [name for name in changed if name in quoted or _headline(entries[name])]
    for name in told:
        yield f"{entries[name].title} ({name})", changed[name].old, changed[name].new or NONE, why.get(name, "")
    rest = [name for name in changed if name not in told]
    if rest:
        reasons = "; ".join(dict.fromkeys(why[name] for name in rest if name in why))
        yield f"{len(rest):,} more figure{'s' * (len(rest) > 1)} of single runs, intents and rows", "", "", reasons


def _headline(one: FigureEntry) -> bool:
    return not any(place in one.scope for place in _PLACES) or ("trap" in one.scope and "run" not in one.scope)


def _outcomes(then: Dossier, now: Dossier) -> Iterator[_Row]:
    before = {(trap.id, cell.run): cell for trap in then.traps for cell in trap.cells}
    for trap in now.traps:
        for cell in trap.cells:
            was = before.get((trap.id, cell.run))
            if was is not None and outcome(was) != outcome(cell):
                yield f"{trap.label} in run {cell.run}", outcome(was), outcome(cell), cell.reason


def _findings(then: Dossier, now: Dossier) -> Iterator[_Row]:
    present = {one.id: one for one in now.findings}
    for one in then.findings:
        other = present.get(one.id)
        words = f"{one.label}, {one.severity}" + (f": {one.note}" if one.note else "")
        if other is None:
            yield f"the finding {one.id}", words, NONE, ""
        elif (one.tag, one.severity, one.note) != (other.tag, other.severity, other.note):
            said = f"{other.label}, {other.severity}" + (f": {other.note}" if other.note else "")
            yield f"the finding {one.id}", words, said, ""


def _claims(then: Dossier, now: Dossier) -> Iterator[_Row]:
    present = {one.id: one for one in now.claims}
    for one in then.claims:
        other = present.get(one.id)
        if other is None:
            yield f"the sentence {one.id}", one.text, NONE, ""
        elif other.source != one.source:
            yield f"the sentence {one.id}", one.text, other.text, ""


def _reasons(changes: Iterable[Change], reopened: str) -> dict[str, str]:
    """figure → why it changed."""
    found: dict[str, list[str]] = {}
    for change in changes:
        for figure in change.figures:
            if change.kind != "figure":
                found.setdefault(figure.name, []).append(change.says)
    return {name: "; ".join(dict.fromkeys(says)) or reopened for name, says in found.items()}
