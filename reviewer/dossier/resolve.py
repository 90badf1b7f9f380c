"""What the placeholders and citations of a claim stand for: figures by name, words by the raw text of a message.

Nothing here reads a database; `Texts` is all that has to be known of where messages come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reviewer.dossier.claims import Claim, ClaimsFile
from reviewer.dossier.names import matching
from reviewer.dossier.placeholders import FORMS, Placeholder, Slip, near
from reviewer.dossier.resolve_quotes import Evidence as Evidence
from reviewer.dossier.resolve_quotes import Silent as Silent
from reviewer.dossier.resolve_quotes import Texts as Texts
from reviewer.dossier.resolve_quotes import find
from reviewer.dossier.resolve_words import full, interval, of
from reviewer.model.dossier import ClaimEntry, Dossier, FigureEntry, SectionEntry, Support, TrapEntry
from reviewer.model.sections import SECTIONS
from reviewer.review.anchors import Place


@dataclass(frozen=True, slots=True)
class Put:
    """A placeholder, the words in its place, and the figure that they come from."""

    placeholder: Placeholder
    words: str
    figure: FigureEntry | None = None

    @property
    def recorded(self) -> str:
        """What is written down of it, to see later that it changed: short, where the words are long."""
        return self.figure.shown if self.figure and self.placeholder.form in ("full", "board") else self.words


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with what it stands on. `slips` are places in the claim's text."""

    claim: Claim
    text: str
    """As it is printed: figures put in, citations as [1], counted from its own first."""

    puts: tuple[Put, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def figures(self) -> tuple[FigureEntry, ...]:
        """Each figure that it quotes, once."""
        found = {put.figure.name: put.figure for put in self.puts if put.figure is not None}
        return tuple(found.values())

    @property
    def support(self) -> Support:
        """What it stands on: a figure or a count that is put in, a citation, or neither."""
        return (
            "computed" if any(put.placeholder.bears for put in self.puts) else "cited" if self.evidence else "opinion"
        )


_NO_EVIDENCE = "a board is made of figures and cites nothing: evidence stands in the deep report of a model"


class Names:
    """Everything that prose can name: what is in a dossier; without one, the published figures that are given."""

    def __init__(self, dossier: Dossier | None, published: Sequence[FigureEntry] = ()) -> None:
        self.dossier = dossier
        self._published = published

    @cached_property
    def figures(self) -> Mapping[str, FigureEntry]:
        """By name."""
        return {one.name: one for one in (self.dossier.figures if self.dossier else self._published)}

    @cached_property
    def traps(self) -> Mapping[str, TrapEntry]:
        """By id, label and alias, however spelt."""
        named: dict[str, TrapEntry] = {}
        for one in self.dossier.traps if self.dossier else ():
            for name in (*one.aliases, one.label, one.id):
                named[_plain(name)] = one
        return named

    @cached_property
    def transcripts(self) -> Mapping[tuple[str, int], str]:
        """Public id by `run/case` and attempt."""
        known = self.dossier.transcripts if self.dossier else ()
        return {(f"{one.run}/{one.case}", one.attempt): one.id for one in known}

    def figure(self, name: str) -> FigureEntry | str:
        """The figure of that name or of a shorter one; what is wrong with the name where there is none."""
        if (exact := self.figures.get(name)) is not None:
            return exact
        found = matching(self.figures, name)
        if len(found) == 1:
            return self.figures[found[0]]
        if found:
            return f"{len(found)} figures are called {name}: {', '.join(found[:4])}"
        return f"no figure is called {name}{near(name, self.figures)}"

    def trap(self, name: str) -> TrapEntry | str:
        """The trap of that name."""
        found = self.traps.get(_plain(name))
        return found or f"no trap is called {name}{near(name, {one.id for one in self.traps.values()})}"


def resolve(claim: Claim, names: Names, texts: Texts) -> Resolved:
    """The claim with its figures and its evidence; whatever is not found is in `slips`, and stays as it was written."""
    slips: list[Slip] = []
    pieces: dict[tuple[int, int], str] = {}
    puts: list[Put] = []
    evidence: list[Evidence] = []
    for one in claim.scan.placeholders:
        put = _put(one, names)
        if isinstance(put, Put):
            puts.append(put)
            pieces[one.start, one.end] = put.words
        else:
            slips.append(Slip(one.start, one.end, put))
    for cited in claim.scan.citations:
        found = find(cited, names.transcripts, texts) if names.dossier else _NO_EVIDENCE
        if isinstance(found, Evidence):
            evidence.append(found)
            pieces[cited.start, cited.end] = f"[{len(evidence)}]"
        else:
            slips.append(Slip(cited.start, cited.end, found))
    made, place = [], 0
    for (start, end), words in sorted(pieces.items()):
        made += [claim.text[place:start], words]
        place = end
    text = " ".join("".join([*made, claim.text[place:]]).split())
    return Resolved(claim, text, tuple(puts), tuple(evidence), tuple(sorted(slips, key=lambda slip: slip.start)))


def resolved(file: ClaimsFile, names: Names, texts: Texts) -> tuple[Resolved, ...]:
    """Every claim of a file."""
    return tuple(resolve(one, names, texts) for one in file.claims)


def claim_entries(
    found: Sequence[Resolved], cite: Callable[[str, Place], str]
) -> tuple[tuple[SectionEntry, ...], tuple[ClaimEntry, ...]]:
    """Sections and claims as a dossier holds them; `cite` takes transcript and place and gives a citation's id."""
    entries = [
        ClaimEntry(
            id=one.claim.id,
            section=one.claim.section,
            text=one.text,
            source=one.claim.source,
            support=one.support,
            figures=tuple(figure.name for figure in one.figures),
            citations=tuple(cite(evidence.transcript, evidence.place) for evidence in one.evidence),
            block=one.claim.block,
            item=one.claim.kind in ("item", "row"),
            heading=one.claim.heading,
        )
        for one in found
    ]
    sections = [
        SectionEntry(
            id=section.id, title=section.title, claims=tuple(one.id for one in entries if one.section == section.id)
        )
        for section in SECTIONS
    ]
    return tuple(sections), tuple(entries)


# ---- placeholders


def _put(one: Placeholder, names: Names) -> Put | str:
    """What stands for a placeholder; else what is wrong with it, be it the name or the form behind a good name."""
    found = _made(one, names)
    name, _, last = one.name.rpartition(" ")
    if isinstance(found, str) and name and not one.form and isinstance(_made(replace(one, name=name), names), Put):
        forms = FORMS[one.kind]
        there = f"its forms are {', '.join(forms)}" if forms else "it has no forms"
        return f"{name} has no form called {last}: {there}"
    return found


def _made(one: Placeholder, names: Names) -> Put | str:
    match one.kind:
        case "fig" | "published":
            return _figure(one, names)
        case "trap":
            return _trap(one, names)
    dossier = names.dossier
    if dossier is None:
        return f"{{{{{one.kind}}}}} is of a report: a page without a dossier quotes published figures"
    match one.kind:
        case "tag":
            return _tag(one, dossier)
        case "coverage":
            return Put(one, dossier.coverage.sentence.rstrip("."))
        case "model":
            return Put(one, dossier.model.label)
        case "suite":
            return Put(one, dossier.suite.title)
        case "runs":
            return Put(one, str(len(dossier.runs)))
        case "cases":
            return _cases(one, dossier)
        case "judged":
            told = {judged.score: judged.sentence for judged in dossier.judged}
        case _:
            told = {f"{beside.metric} {beside.other}": beside.sentence for beside in dossier.comparisons}
    words = told.get(one.name)
    return Put(one, words.rstrip(".")) if words else f"there is no {one.kind}:{one.name}{near(one.name, told)}"


def _figure(one: Placeholder, names: Names) -> Put | str:
    found = names.figure(("published." if one.kind == "published" else "") + one.name.removeprefix("published."))
    if isinstance(found, str):
        return found
    words: str | None = found.shown
    match one.form:
        case "of":
            words = of(found)
        case "interval":
            words = interval(found)
        case "band":
            words = found.band
        case "page":
            words = found.page
        case "runs":
            words = f"{found.runs} run{'s' * (found.runs != 1)}"
        case "full":
            words = full(found)
    return Put(one, words, found) if words else f"the figure {found.name} has no {one.form}"


def _trap(one: Placeholder, names: Names) -> Put | str:
    trap = names.trap(one.name)
    if isinstance(trap, str):
        return trap
    if one.form == "label":
        return Put(one, trap.label)
    if one.form == "verdict":
        said = Counter(cell.verdict for cell in trap.cells if cell.verdict)
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(said.items()))
        return Put(one, words) if words else f"nobody has given a verdict on {trap.label}"
    name = trap.board if one.form == "board" else trap.figure
    figure = names.figures.get(name) if name else None
    if figure is None and one.form != "board":
        return f"no transcript of {trap.label} counts"
    if figure is None:
        return f"there is no rate of the board for {trap.label}"
    if one.form == "board":
        return Put(one, full(figure), figure)
    caught, runs = figure.numerator, figure.denominator
    if one.form == "held" and runs is not None and caught is not None:
        return Put(one, f"{runs - caught} of {runs}", figure)
    return Put(one, f"{caught} of {runs}", figure)


def _tag(one: Placeholder, dossier: Dossier) -> Put | str:
    rates = {rate.tag: rate for rate in dossier.tag_rates}
    rate = rates.get(one.name)
    if rate is None:
        return f"no rate is known of the tag {one.name}{near(one.name, rates)}"
    counted = f"{rate.found} of {rate.read}"
    match one.form:
        case "label":
            return Put(one, rate.label)
        case "share" if not rate.read:
            return f"nothing was read under the tag {one.name}: there is no share"
        case "share":
            return Put(one, f"{100 * rate.found / rate.read:.1f}%")
        case "interval" if rate.interval is None:
            return f"the tag {one.name} has no interval"
        case "interval" if rate.interval is not None:
            return Put(one, f"{100 * rate.interval.low:.1f}–{100 * rate.interval.high:.1f}%")
        case "full":
            return Put(one, f"{counted} transcripts that were read for it ({rate.frame})")
    return Put(one, counted)


def _cases(one: Placeholder, dossier: Dossier) -> Put | str:
    counts = dossier.suite.cases
    if not one.name:
        return Put(one, f"{sum(counts.values()):,}")
    found = counts.get(one.name)
    return Put(one, f"{found:,}") if found is not None else f"no class is called {one.name}{near(one.name, counts)}"


def _plain(name: str) -> str:
    return "".join(character if character.isalnum() else " " for character in name.casefold()).strip()
