"""A claim read: its bare words, its numbers, and what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reviewer.dossier.claims import LONGEST
from reviewer.dossier.lint.number import COUNTED, Number
from reviewer.dossier.lint.numbers import numbers
from reviewer.dossier.lint.vocabulary import AGGREGATOR, METRICS_OF
from reviewer.dossier.placeholders import Scan
from reviewer.dossier.resolve import Resolved
from reviewer.model.dossier import Dossier, SuiteEntry

_QUOTED = re.compile(r'(?<!\w)"(?=\S)[^"]{0,2000}"(?!\w)|“[^”]{0,2000}”|`[^`]{0,400}`')
_SPOKEN = re.compile(r'(?<!\w)"(?=\S)[^"\s]+\s[^"]{0,2000}"(?!\w)|“[^”\s]+\s[^”]{0,2000}”')
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_UNIT = (
    rf"(?:{COUNTED}|(?:agent|tool|customer|customers|orders?|calls?|words|tokens|characters|seconds|dollars|euros|"
    r"of|out|in all|points?|per cent|percent)\b)"
)
_OF = r"\s+(?:out\s+)?of\s+(?:the\s+)?\d"
_YEAR = r"(?:199\d|20\d\d|2100)"
_DATES = (
    r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR}\b(?!-\d))?(?!\s*%|{_OF})"
    rf"|(?<![\w$€.,/])(?<!of ){_YEAR}(?:[–-]{_YEAR})?(?![\w%]|[.,–-]\d|\s*[%/]|\s+{_UNIT})"
)
_RULES = (
    r"\b(?:[Aa]rticles?|[Ss]ections?|[Rr]ules?|[Cc]lauses?|[Pp]aragraphs?)\s+\d{1,3}(?:\.\d{1,3})*(?![\d.]*\s*%)"
    rf"(?!{_OF})"
    r"|§\s*\d+(?:\.\d+)*"
    # A policy's section; the metric of that name lies between 0 and 1.
    rf"|\b[Pp]olicy\s+(?!1\.0)(?:[1-9]|[12]\d)(?:\.\d{{1,2}}){{1,4}}(?![\w%]|[.,]\d|\s*(?:%|per\s?cent)|{_OF})"
)
_RUNS = r"\b[Rr]uns\s+[1-9](?:(?:,\s*(?:and\s+)?|\s+and\s+)[1-9])+\b"
_NAMES = re.compile(
    _DATES + "|" + _RULES + "|" + _RUNS + r"|(?<![\w.])(?=[0-9]*[a-f])[0-9a-f]*\d[0-9a-f]*[a-f][0-9a-f]*(?<=\w{6})\b|"
    r"https?://\S+|(?<![\w.])#\d+|\b\d{1,2}:\d\d\b|(?<![\w$.])[A-Za-z_]\w*(?:[.+-]\w+)*"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: what it names, and where."""

    id: str
    start: int
    end: int
    text: str


class Vocabulary:
    """What models, intents, traps and clusters are called, longest names first."""

    def __init__(
        self, models: Sequence[str], intents: Iterable[tuple[str, str]], traps: Iterable[tuple[str, str]]
    ) -> None:
        self.models = tuple(models)
        self._models = _finder((model, model) for model in models)
        self.intent_names, self.trap_names = dict(intents), dict(traps)
        self._intents = _finder((name, id_) for name, id_ in self.intent_names.items())
        self._traps = _finder((name, id_) for name, id_ in self.trap_names.items())

    @classmethod
    def of(cls, dossiers: Sequence[Dossier], models: Sequence[str], suite: SuiteEntry | None = None) -> Vocabulary:
        """From the suites and traps of these dossiers; from the suite alone where there is none."""
        traps: dict[str, str] = {}
        intents: dict[str, str] = {}
        for dossier in dossiers:
            for trap in dossier.traps:
                for name in (trap.id, trap.label, *trap.aliases):
                    traps.setdefault(_spelt(name), trap.id)
        named = set(traps.values())
        for known in (*(dossier.suite for dossier in dossiers), *((suite,) if suite and not dossiers else ())):
            for id_, label in known.intents.items():
                if id_ not in named:
                    intents.setdefault(_spelt(id_), id_)
                    intents.setdefault(_spelt(label), id_)
        own = [dossier.model.id for dossier in dossiers]
        return cls(tuple(dict.fromkeys([*own, *models])), intents.items(), traps.items())

    def found_models(self, text: str) -> list[Named]:
        """The models that a text names."""
        return list(_named(self._models, {model: model for model in self.models}, text, plain=False))

    def found_intents(self, text: str) -> list[Named]:
        """The intents, traps apart."""
        return list(_named(self._intents, self.intent_names, text))

    def found_traps(self, text: str) -> list[Named]:
        """The traps."""
        return list(_named(self._traps, self.trap_names, text))


@dataclass(frozen=True)
class Prose:
    """The words of one claim. All places are in the claim's text, which `bare` is as long as."""

    text: str
    bare: str
    """Without placeholders, citations and quoted words: blanks stand there instead."""

    vocabulary: Vocabulary
    columns: tuple[str, ...] = ()
    """Of a table's row: the heads of its columns."""

    scan: Scan = field(default_factory=Scan)

    @classmethod
    def of(cls, one: Resolved, vocabulary: Vocabulary) -> Prose:
        """Reads a claim."""
        text = one.claim.text[:LONGEST]
        bare = text
        found = one.claim.scan
        spots = [(spot.start, spot.end) for spot in found.placeholders]
        spots += [(spot.start, spot.end) for spot in found.citations] + [(slip.start, slip.end) for slip in found.slips]
        for start, end in spots:
            bare = bare[:start] + " " * (end - start) + bare[end:]
        bare = _QUOTED.sub(lambda found: " " * len(found[0]), bare)
        return cls(
            text,
            re.sub(r"\*(?=\S)|(?<![^\W_])_(?=\S)|(?<=\S)[*_](?!\w)", " ", bare.replace("\n", " ")),
            vocabulary,
            one.claim.columns,
            found,
        )

    @cached_property
    def numbers(self) -> list[Number]:
        """Numbers that are not part of a name."""
        bare = _NAMES.sub(lambda found: _blank(found[0]), self.bare)
        return numbers(bare)

    @cached_property
    def metrics(self) -> list[Named]:
        """The metrics that it names, in order."""
        found: list[Named] = []
        for metric, pattern in METRICS_OF.items():
            for match in pattern.finditer(self.bare):
                if not any(other.start < match.end() and match.start() < other.end for other in found):
                    found.append(Named(metric, match.start(), match.end(), match[0]))
        return sorted(found, key=lambda named: named.start)

    def of_column(self, place: int) -> list[str]:
        """The metric that the column of a place in a table's row is of; none where it has no such head."""
        column = self.bare.count("|", 0, place)
        head = self.columns[column] if column < len(self.columns) else ""
        return [metric for metric, pattern in METRICS_OF.items() if pattern.search(head)][:1]

    @cached_property
    def models(self) -> list[Named]:
        """The models that it names."""
        return self.vocabulary.found_models(self.text)

    @cached_property
    def traps(self) -> list[Named]:
        """The traps that it names."""
        return self.vocabulary.found_traps(self.bare)

    @cached_property
    def intents(self) -> list[Named]:
        """The intents that it names; what could be a trap's name too is in both lists."""
        longer = [(one.start, one.end) for one in self.traps]
        return [
            one
            for one in self.vocabulary.found_intents(self.bare)
            if not any(start <= one.start and one.end < end for start, end in longer)
        ]

    @cached_property
    def aggregators(self) -> set[str]:
        """The aggregators that it names."""
        return {name for name, pattern in AGGREGATOR.items() if pattern.search(self.bare)}

    @cached_property
    def runs(self) -> set[int]:
        """The runs that it names by number."""
        ordinals = {"first": 1, "second": 2, "third": 3}
        found = {int(one[1]) for one in re.finditer(r"\brun (\d)\b", self.bare, re.IGNORECASE)}
        found |= {
            int(digit)
            for one in re.finditer(r"\bruns ((?:\d(?:, | and )?)+)", self.bare)
            for digit in one[1]
            if digit.isdigit()
        }
        return found | {
            ordinals[one[1].casefold()] for one in re.finditer(r"\b(first|second|third) run\b", self.bare, re.I)
        }

    @cached_property
    def quoted(self) -> list[tuple[int, str]]:
        """Words in quotation marks outside of citations and placeholders, each with its place; not one word alone."""
        scan = self.scan
        spots = [(spot.start, spot.end) for spot in scan.placeholders]
        spots += [(spot.start, spot.end) for spot in scan.citations] + [(slip.start, slip.end) for slip in scan.slips]
        return [
            (found.start(), found[0])
            for found in _SPOKEN.finditer(self.text)
            if not any(start < found.end() and found.start() < end for start, end in spots)
        ]

    def has(self, pattern: str) -> re.Match[str] | None:
        """The first place of these words outside of quotes."""
        return re.search(pattern, self.bare, re.IGNORECASE)

    def all(self, pattern: str) -> Iterator[re.Match[str]]:
        """Every place of these words outside of quotes."""
        return re.finditer(pattern, self.bare, re.IGNORECASE)


def _spelt(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _finder(names: Iterable[tuple[str, str]]) -> re.Pattern[str] | None:
    spelt = sorted({name for name, _ in names}, key=lambda name: (-len(name), name))
    if not spelt:
        return None
    made = "|".join(r"[\s_-]?".join(map(re.escape, re.split(r"[ _-]", name))) for name in spelt)
    return re.compile(rf"(?<![\w.-])(?:{made})(?:s|es)?(?![\w-]|\.\w)", re.IGNORECASE)


def _named(finder: re.Pattern[str] | None, names: dict[str, str], text: str, *, plain: bool = True) -> Iterator[Named]:
    squeezed = {re.sub(r"[\s_-]", "", name.casefold()): id_ for name, id_ in names.items()}
    for found in finder.finditer(text) if finder else ():
        key = re.sub(r"[\s_-]", "", found[0].casefold())
        for name in (key, key.removesuffix("s"), key.removesuffix("es")) if plain else (key,):
            if name in squeezed:
                yield Named(squeezed[name], found.start(), found.end(), found[0])
                break


def _blank(name: str) -> str:
    """Blanks in the place of a name with digits; a name without stays."""
    return " " * len(name) if _DIGIT.search(name) else name
