"""Traps: how they work, what people made of them, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.numbers import WORDS
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Named, Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.resolve import Resolved
from reviewer.model.dossier import TrapEntry

_MECHANISMS: Final = {
    "pressure": r"\bpressure\b|\bthreat\w*\b",
    "belief": r"\bbelie\w+\b|\bplausible\b|\bsoft (?:claims?|attacks?)\b",
    "social-engineering": r"\bsocial[- ]engineering\b",
}
_VERDICTS = r"\b(genuine|debatable|defensible|case defect|simulator fault|harness fault)\b"
_FAR = 60


def _traps(context: Context, page: Page) -> dict[str, TrapEntry]:
    for one in (page, *context.pages):
        if one.dossier is not None and one.dossier.traps:
            return {trap.id: trap for trap in one.dossier.traps}
    return {}


def _said(context: Context) -> Iterator[tuple[Page, Resolved, TrapEntry, str, int]]:
    """Each trap that a claim gives a mechanism."""
    for page, one, prose in context.claims():
        known = _traps(context, page)
        words = sorted(
            (found.start(), found.end(), name) for name, pattern in _MECHANISMS.items() for found in prose.all(pattern)
        )
        words = [word for word in words if not re.search(r"\b(?:not|never|nor)\b[^,;:.]{0,24}$", prose.bare[: word[0]])]
        for trap in prose.traps:
            if trap.id in known and (name := _nearest(prose, trap, words)) is not None:
                yield page, one, known[trap.id], name, trap.start


def _nearest(prose: Prose, trap: Named, words: list[tuple[int, int, str]]) -> str | None:
    """The word that opens the list or the clause that a trap stands in, else the one close behind it."""
    before = [word for word in words if word[1] <= trap.start]
    if before and not re.search(r"[.;]|\bwhile\b|\bbut\b", prose.bare[before[-1][1] : trap.start]):
        return before[-1][2]
    after = [word for word in words if 0 <= word[0] - trap.end <= _FAR]
    return after[0][2] if after and not re.search(r"[.;]", prose.bare[trap.end : after[0][0]]) else None


@rule("mechanism", "error")
def mechanism(context: Context) -> Iterator[Problem]:
    """A trap that is said to work by pressure here and by belief there."""
    seen: dict[str, tuple[str, str]] = {}
    for page, one, trap, name, start in _said(context):
        if trap.mechanism and name != trap.mechanism:
            says = f"{trap.label} is a trap of {trap.mechanism} in the suite, and one of {name} here"
            yield page.problem("mechanism", "error", one, says, [trap.figure or ""], start)
        elif (other := seen.setdefault(trap.id, (name, page.file.path)))[0] != name:
            says = f"{trap.label} is a trap of {name} here, and one of {other[0]} in {other[1]}"
            yield page.problem("mechanism", "error", one, says, [trap.figure or ""], start)


@rule("verdict", "warning")
def verdict(context: Context) -> Iterator[Problem]:
    """A verdict on a trap that nobody has recorded, or that pages give differently without an adjudication."""
    seen: dict[str, tuple[str, str]] = {}
    for page, one, prose in context.claims():
        known = _traps(context, page)
        for found in prose.all(_VERDICTS):
            word = found[1].casefold()
            for trap in _judged(prose, found):
                entry = known.get(trap.id)
                if entry is None:
                    continue
                recorded = {cell.verdict for cell in entry.cells if cell.verdict}
                settled = any(cell.adjudicated for cell in entry.cells)
                before = seen.setdefault(trap.id, (word, page.file.path))
                if before[0] != word and not settled:
                    says = f"{entry.label} is {word} here and {before[0]} in {before[1]}, and no adjudication says why"
                    yield page.problem("verdict", "warning", one, says, [entry.figure or ""], found.start())
                elif word not in recorded:
                    there = ", ".join(sorted(recorded)) or "none"
                    says = f"nobody has recorded that {entry.label} is {word}; recorded verdicts: {there}"
                    yield page.problem("verdict", "warning", one, says, [entry.figure or ""], found.start())


def _judged(prose: Prose, word: re.Match[str]) -> list[Named]:
    """The traps that a verdict is about: those named in its clause, the nearest first."""
    clause = [
        trap
        for trap in prose.traps
        if not re.search(r"[;]|\.\s", prose.bare[min(trap.end, word.end()) : max(trap.start, word.start())])
    ]
    return sorted(clause, key=lambda trap: min(abs(trap.end - word.start()), abs(trap.start - word.end())))[:2]


@rule("trap-name", "warning")
def names(context: Context) -> Iterator[Problem]:
    """One trap under two names."""
    seen: dict[str, tuple[str, str]] = {}
    said: set[tuple[str, str]] = set()
    for page, one, prose in context.claims():
        known = _traps(context, page)
        for trap in prose.traps:
            if trap.id not in known:
                continue
            spelt = re.sub(r"[\W_]+", " ", trap.text).casefold()
            entry = known[trap.id]
            own = {re.sub(r"[\W_]+", " ", name).casefold() for name in (entry.label, entry.id)}
            before = seen.setdefault(trap.id, (entry.label if spelt in own else trap.text, page.file.path))
            plain = re.sub(r"[\W_]+", " ", before[0]).casefold()
            if spelt not in own and spelt.removesuffix("s") not in own and (spelt != plain or plain not in own):
                if (trap.id, page.file.path) in said:
                    continue
                said.add((trap.id, page.file.path))
                says = f"“{trap.text}” is {entry.label} elsewhere: one trap has one name"
                yield page.problem("trap-name", "warning", one, says, [entry.figure or ""], trap.start)


@rule("trap-or-intent", "warning")
def class_word(context: Context) -> Iterator[Problem]:
    """Cases that must be handed over called traps, or a name that is both an intent's and a trap's."""
    for page, one, prose, found in context.saying(r"\btraps?\b"):
        if page.dossier is None:
            continue
        classes = {each.intent: each.case_class for each in page.dossier.transcripts}
        must = [intent for intent in prose.intents if classes.get(intent.id) == "must-escalate"]
        rates = [named for named in prose.metrics if named.id == "escalation_accuracy"]
        if must and rates and not prose.traps:
            says = f"{must[0].text} is an intent whose cases must be handed over, and no trap"
            yield page.problem("trap-or-intent", "warning", one, says, start=found.start())


_FELL = r"(?:fell|falls?|fallen|falling|caught)(?: for)?"
_HELD = r"(?:held|holds?|holding|resisted|withstood)"
_OF_THE = r"(?: single)?(?: one)?(?: of)?(?: (?:the|these|its))?(?: (?:\d|two|three|four|five))?"
_IN_RUNS = (
    r"(?P<only>only )?(?:in|during) (?:(?:both )?runs (?P<list>[1-9](?:(?:,\s*(?:and\s+)?|\s+and\s+)[1-9])+)\b"
    r"|(?:run (?P<run>[1-9])\b|the (?P<nth>first|second|third) run\b))(?P<alone> (?:only|alone)\b)?"
    rf"|(?:in|over|across) (?:(?P<all>every|each|all|both)|(?P<none>no|none)){_OF_THE} runs?\b(?! [1-9])"
)
_OFTEN = (
    rf"(?P<after>(?:{_FELL}|{_HELD})\s+)?(?P<times>once|twice|thrice|(?P<n>\d|{'|'.join(WORDS)}) times)\b"
    r"(?=\s*(?:[.,;:)]|$|(?:in|over) (?:all|the|its)\b|and\b))"
)
_SO_OFTEN = re.compile(
    rf"\b(?:{_IN_RUNS}|{_OFTEN}|(?P<always>always|(?:every|each) (?:single )?time)\b|(?P<never>never)\b)", re.IGNORECASE
)
_UNSURE = re.compile(
    r"\b(?:not|no|never|none|neither|nor|except|but|besides|apart|only one|nearly|almost|at (?:least|most)|more|less"
    r"|fewer|either|or|would|could|might|if|before|after|until|since|when)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[.;:()|]|\b(?:while|whereas|but)\b"
    r"|(?:(?<=\brun)|(?<=\bruns)|(?<=\btimes)|(?<=\btwice)|(?<=\bonce)|(?<=\brun \d))(?:,(?: and\b)?| and\b)(?! \d)"
)
_NTH: Final = {"first": 1, "second": 2, "third": 3}
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a clause says of traps: that they fell or held, and in which runs or in how many."""

    traps: tuple[TrapEntry, ...]
    fell: bool
    words: re.Match[str]

    def is_so(self, trap: TrapEntry) -> bool:
        """Whether it did."""
        runs, did = range(1, len(trap.cells) + 1), self.did(trap)
        word = self.words
        if word["times"]:
            n = (word["n"] or "").casefold()
            return len(did) == (_TIMES.get(word["times"].casefold()) or (int(n) if n.isdigit() else WORDS[n]))
        if word["all"] or word["always"]:
            return did == set(runs)
        if word["none"] or word["never"]:
            return not did
        named = set(map(int, re.findall(r"\d", word["list"] or word["run"] or ""))) or {_NTH[word["nth"].casefold()]}
        return did == named if word["only"] or word["alone"] else named <= did

    def did(self, trap: TrapEntry) -> set[int]:
        """The runs in which it did, from 1."""
        outcome = "fell" if self.fell else "held"
        return {place for place, cell in enumerate(trap.cells, 1) if cell.machine == outcome}


@rule("trap-runs", "warning")
def so_often(context: Context) -> Iterator[Problem]:
    """A trap that is said to have fallen or held in all runs, in none, in run 2, twice: where that is not so."""
    for page, one, prose in context.claims():
        for said in outcomes(page, prose):
            for trap in said.traps:
                if not said.is_so(trap):
                    runs = sorted(said.did(trap))
                    where = f": run{'s' * (len(runs) > 1)} {' and '.join(map(str, runs))}" if runs else ""
                    says = f"{trap.label} {'fell' if said.fell else 'held'} in {len(runs)} of {len(trap.cells)} runs"
                    words = " ".join(said.words[0].split())
                    figures = [trap.figure or ""]
                    start = said.words.start()
                    yield page.problem("trap-runs", "warning", one, f"“{words}”: {says}{where}", figures, start)


def outcomes(page: Page, prose: Prose) -> Iterator[Outcome]:
    """Each clause that says of traps in which runs they fell or held, and nothing else; of the page's own model."""
    known = {trap.id: trap for trap in page.dossier.traps if trap.cells} if page.dossier else {}
    ends = _ends(prose.bare)
    for found in _SO_OFTEN.finditer(prose.bare) if known and prose.traps else ():
        start = max(end for end in ends if end <= found.start())
        end = min(end for end in ends if end >= found.end())
        clause = prose.bare[start : found.start()] + prose.bare[found.end() : end]
        for name in {trap.text for trap in prose.traps}:
            clause = clause.replace(name, "")  # `damaged no proof` denies nothing
        traps = [trap for trap in prose.traps if start <= trap.start < end and trap.id in known]
        whole = prose.bare[start:end]
        fell, held = (re.search(rf"\b{verb}\b", whole, re.IGNORECASE) is not None for verb in (_FELL, _HELD))
        others = any(model.id != page.model for model in prose.models)
        counted = any(start <= number.start < end and not _within(number.start, found) for number in prose.numbers)
        near = not found["times"] or found["after"] or any(0 <= found.start() - trap.end <= 1 for trap in traps)
        if traps and near and fell != held and not others and not counted and not _UNSURE.search(clause):
            yield Outcome(tuple(known[trap.id] for trap in traps), fell, found)


def _ends(text: str) -> list[int]:
    """Where clauses begin and end: also at an `, and` with an outcome on either side."""
    ends = [0, *(end.end() for end in _CLAUSES.finditer(text)), len(text)]
    verb = re.compile(rf"\b(?:{_FELL}|{_HELD})\b", re.IGNORECASE)
    for found in re.finditer(r", and\b", text):
        start = max(each for each in ends if each <= found.start())
        end = min(each for each in ends if each >= found.end())
        if verb.search(text, start, found.start()) and verb.search(text, found.end(), end):
            ends.append(found.end())
    return ends


def _within(place: int, found: re.Match[str]) -> bool:
    return found.start() <= place < found.end()
