"""What the placeholders and citations of a claim stand for: figures by name, words by the raw text of a message.

A citation's words are found code point by code point, or not at all: what stands there nearly is named, and where.
Nothing here reads a database; `Texts` is all that has to be known of where messages come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reviewer.dossier.claims import Claim, ClaimsFile
from reviewer.dossier.names import matching
from reviewer.dossier.placeholders import Cited, Placeholder, Slip, near
from reviewer.dossier.resolve_words import full, interval, of
from reviewer.model.dossier import ClaimEntry, Dossier, FigureEntry, SectionEntry, Support, TrapEntry
from reviewer.model.plain import PlainMessage
from reviewer.model.sections import SECTIONS
from reviewer.review.anchors import Place, span
from reviewer.review.quotes import nearest

_SHOWN = 60
_FIELDS = ("text", "reasoning")


class Texts(Protocol):
    """Where the raw messages of a transcript come from."""

    def messages(self, transcript: str) -> Sequence[PlainMessage]:
        """All of them, by the transcript's public id; none where there is no such transcript."""
        ...


class Silent:
    """No texts at hand: citations are not looked up, only their transcripts are."""

    def messages(self, transcript: str) -> Sequence[PlainMessage]:  # noqa: ARG002 - the protocol's signature
        """None."""
        return ()


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
class Evidence:
    """A citation, the transcript that it is of, and the place that it names."""

    cited: Cited
    transcript: str
    place: Place


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
        """What it stands on."""
        return "computed" if self.puts else "cited" if self.evidence else "opinion"


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
        found = _find(cited, names, texts)
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


# ---- citations


def _find(cited: Cited, names: Names, texts: Texts) -> Evidence | str:
    """The place that a citation names; what is wrong with it where there is none."""
    transcript = names.transcripts.get((cited.origin, cited.attempt))
    if transcript is None:
        attempts = sorted(attempt for origin, attempt in names.transcripts if origin == cited.origin)
        if attempts:
            return f"{cited.origin} has no attempt {cited.attempt}; there is {', '.join(map(str, attempts))}"
        return f"no transcript is called {cited.origin}{near(cited.origin, {name for name, _ in names.transcripts})}"
    if isinstance(texts, Silent):
        return Evidence(cited, transcript, Place(cited.message, cited.field, exact=cited.words))
    messages = texts.messages(transcript)
    message = next((one for one in messages if one.number == cited.message), None)
    if message is None:
        return f"{cited.origin} has {len(messages)} messages, no M{cited.message}"
    if cited.words is None:
        if cited.field is not None and _raw(message, cited.field) is None:
            return f"M{cited.message} of {cited.origin} has no {cited.field}; it has {', '.join(_fields(message))}"
        return Evidence(cited, transcript, Place(cited.message, cited.field))
    return _words(cited, cited.words, transcript, message, messages)


def _words(
    cited: Cited, words: str, transcript: str, message: PlainMessage, messages: Sequence[PlainMessage]
) -> Evidence | str:
    fields = [cited.field] if cited.field else _fields(message)
    spots = [
        (field, start)
        for field in fields
        for start in _starts(words, _raw(message, field) or "")
    ]  # fmt: skip
    if len(spots) == 1:
        field, start = spots[0]
        return Evidence(cited, transcript, span(message, field, start, start + len(words)))
    where = f"M{cited.message}" + (f".{cited.field}" if cited.field else "")
    if spots:
        return f"these words stand {len(spots)} times in {where} of {cited.origin}: quote more of them"
    if cited.field and _raw(message, cited.field) is None:
        return f"{where} of {cited.origin} is not there; M{cited.message} has {', '.join(_fields(message))}"
    return f"these words do not stand in {where} of {cited.origin}{_nearest(words, where, message, messages)}"


def _nearest(words: str, where: str, message: PlainMessage, messages: Sequence[PlainMessage]) -> str:
    """Where they stand, or nearly stand, instead."""
    ordered = [message, *(one for one in messages if one.number != message.number)]
    for one in ordered:
        for field in _fields(one):
            if words in (_raw(one, field) or ""):
                return f"; they stand in M{one.number}.{field}"
    for one in ordered:
        for field in _fields(one):
            text = _raw(one, field) or ""
            if (found := nearest(words, text)) is not None:
                stands = _clipped(text[found.start : found.end])
                return f'; what stands in M{one.number}.{field} is "{stands}"'
    first = " ".join(words.split()[:3])
    for one in ordered:
        for field in _fields(one):
            text = _raw(one, field) or ""
            if first and (start := text.find(first)) >= 0:
                return f'; M{one.number}.{field} goes on with "{_clipped(text[start : start + _SHOWN])}"'
    return f"; nothing like them stands in another message either, nor in {where}"


def _starts(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _fields(message: PlainMessage) -> list[str]:
    """The fields of a message that hold something, as citations name them."""
    named = [name for name in _FIELDS if message.field(name)]
    for call in message.calls:
        named += [f"c{call.ordinal}.name", f"c{call.ordinal}.args"]
    return named or ["text"]


def _raw(message: PlainMessage, field: str) -> str | None:
    try:
        return message.field(field)
    except (IndexError, ValueError):
        return None


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _plain(name: str) -> str:
    return "".join(character if character.isalnum() else " " for character in name.casefold()).strip()
