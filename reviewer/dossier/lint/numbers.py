"""Numbers in prose, in digits and in words: `84%`, `11 of 54`, `0.94–1.00`, `3/4/5`, `two thirds`, `over a fifth`."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from reviewer.dossier.lint.number import COUNTED, Kind, Number

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS: Final = (
    {word: number for number, word in enumerate(_UNITS)} | {"seventeen": 17, "eighteen": 18, "nineteen": 19} | _TENS
)
"""The words that numbers are put together from, but for the hundred."""

_ONES = "|".join(_UNITS[1:10])
_TO_99 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-]+(?:{_ONES})\b(?!-[a-z]))?|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
)
_WORD = rf"(?:(?:an?|{_ONES})[\s-]+hundred(?:[\s-]+(?:and[\s-]+)?{_TO_99}\b)?|{_TO_99})"
_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_OTHER = r"(?:runs?|models?|intents?|kinds?|types?|reviewers?|customers?|orders?)\b"
_N = r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MARK = r"(?P<approx>(?:≈|~|about|around|roughly|nearly|almost|some|circa)\s*)?"

_LITERAL = re.compile(
    rf"""
    {_MARK}(?:
      (?P<list>{_N}%?(?:\s*/\s*{_N}%?){{2,}})
    | (?P<k>\d+)\s*(?:/|\s(?:out\s+)?of\s+(?:the\s+|its\s+|all\s+)?|\s(?:in|von|sur|de|su|van|av)\s
        |\s(?:[a-z-]+\s){{0,2}}?{COUNTED}\s(?:out\s+)?of\s+(?:the\s+|its\s+|all\s+)?(?=\d+(?!\s+{_OTHER})))\s*
      (?P<n>\d+)(?!\s*[.]\d)(?![\w%])
    | (?<!\brun\s)(?P<low>{_N})\s*(?P<lowsign>%)?\s*(?:–|—|-|\sto\s|\sand\s(?=\S+\s+(?:messages|turns)))\s*
      (?P<high>\d+(?:\.\d+)?)\s*(?P<highsign>%|percent\b|per\s+cent\b)?(?![\w])
    | (?P<value>{_N})\s*(?P<sign>%|percent\b|per\s+cent\b|(?:st|nd|rd|th)\b|×)?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"""
    \b(?P<bound>no\s+(?:more|fewer|less)\s+than|at\s+most
      |(?<!hand\s)(?<!hands\s)(?<!handed\s)(?<!handing\s)over|more\s+than|above|at\s+least|under
      |less\s+than|below|fewer\s+than|nearly|almost|about|around|roughly|up\s+to)?\s*\b(?:
      (?P<many>a|an|one|two|three|four)[\s-]+(?P<part>half|halves|(?:third|quarter|fourth|fifth|sixth|eighth|tenth)s?)
        (?=\s+of\b|\s*[.,;:)]|\s*$)
    | (?P<half>half)(?=\s+(?:of|the)\b)
    | (?P<k>{_WORD})\s+(?:out\s+)?(?:of|in)\s+(?:the\s+|its\s+|all\s+)?(?P<n>{_WORD}|\d+)\b
    | (?P<rate>{_WORD})[\s-]+(?:percent|per\s+cent)\b
    | (?<!\bno\s)(?P<count>(?!an?\s+hundred\s+times\b){_WORD})
        (?=(?:[\s-]+(?!of\b|in\b|and\b|or\b)[\w-]+){{0,3}}?[\s-]+{COUNTED}\b)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.;:(]\s*|,\s+)of\s+(?:the|its|all)?\s*$", re.IGNORECASE)
_NOUN = re.compile(r"\s*[-–]?\s*([A-Za-z][\w'-]*(?:\s+[A-Za-z][\w'-]*){0,3})")
_BEFORE = re.compile(r"([A-Za-z][\w'-]*(?:\s+[A-Za-z][\w'-]*){0,2})\s*[(=:]?\s*$")


def numbers(text: str) -> list[Number]:
    """Every number of a text from which names, quotes and placeholders were taken out, in its order."""
    words = [*_IN_WORDS.finditer(text)]
    wholes = {one.start("n") for one in words if one["n"]}  # the 18 of `three of 18` is no number by itself
    digits = [one for one in _LITERAL.finditer(text) if one.start("value") not in wholes]
    found = _of_so_many([_digits(one, text) for one in digits], text)
    taken = [(one.start, one.end) for one in found]
    found += [
        _words(one, text) for one in words if not any(start < one.end() and one.start() < end for start, end in taken)
    ]
    return _ranges(sorted((_told(one, text) for one in found), key=lambda number: number.start), text)


def _ranges(found: list[Number], text: str) -> list[Number]:
    """`between 83.3% and 87.5%` is one range."""
    made: list[Number] = []
    for one in found:
        low = made[-1] if made else one
        both = low is not one and low.kind == one.kind == "value" and low.percent <= one.percent
        if both and low.before.endswith("between") and re.fullmatch(r"\s+and\s+", text[low.end : one.start]):
            values, places = (low.value, one.value), max(low.places, one.places)
            words = text[low.start : one.end]
            made[-1] = replace(one, start=low.start, text=words, kind="range", values=values, places=places)
        else:
            made.append(one)
    return made


def _of_so_many(found: list[Number], text: str) -> list[Number]:
    """`Of the 120 tickets, 114 are resolved` is 114 of 120: the number behind such a beginning is a ratio."""
    made = _with_nouns(found)
    for place, (whole, part) in enumerate(pairwise(made), 1):
        opens = whole.counts and _OPENS.search(text, max(0, whole.start - 30), whole.start) is not None
        between = text[whole.end : part.start]
        if opens and part.whole and not re.search(r"[.;:]", between) and part.value <= whole.value:
            made[place] = replace(part, kind="ratio", values=(part.value, whole.value))
    return made


def _with_nouns(found: list[Number]) -> list[Number]:
    """Each count that goes without its noun marked as the count that it is."""
    made: list[Number] = []
    counted = False
    for one in found:
        if re.search(r"\bruns?$", one.before):
            made.append(one)
            continue
        bare = re.match(r"(?:in (?:the )?(?:run|first|second|third)\b|$)", one.after) is not None
        made.append(replace(one, elided=counted and one.whole and bare))
        counted = made[-1].counts
    return made


def _digits(one: re.Match[str], text: str) -> Number:
    kind: Kind = "value"
    values: tuple[Fraction, ...]
    written = one["value"] or ""
    percent, ordinal = (one["sign"] or "").casefold() in ("%", "percent") or "cent" in (one["sign"] or ""), False
    if one["list"]:
        kind, pieces = "list", re.findall(_N, one["list"])
        percent, written = "%" in one["list"], pieces[0]
        values = tuple(map(_fraction, pieces))
    elif one["k"]:
        kind, values, written = "ratio", (Fraction(one["k"]), Fraction(one["n"])), one["k"]
    elif one["low"]:
        kind, written = "range", max(one["low"], one["high"], key=_places)
        values, percent = (_fraction(one["low"]), _fraction(one["high"])), bool(one["lowsign"] or one["highsign"])
    else:
        values, ordinal = (_fraction(written),), (one["sign"] or "").casefold() in ("st", "nd", "rd", "th")
    start = one.start() + len(one["approx"] or "")
    return Number(
        start,
        one.end(),
        text[start : one.end()].strip(),
        kind,
        values,
        _places(written),
        percent=percent,
        ordinal=ordinal,
        approx=bool(one["approx"]),
        after=_after(text, one.end()),
        before=_prior(text, start),
    )


def _words(one: re.Match[str], text: str) -> Number:
    kind: Kind = "value"
    values: tuple[Fraction, ...]
    bound = " ".join((one["bound"] or "").split()).casefold()
    percent = False
    if one["part"] or one["half"]:
        many = {"a": 1, "an": 1}.get((one["many"] or "a").casefold()) or WORDS[(one["many"] or "one").casefold()]
        part = (one["part"] or "half").casefold()
        whole = _PARTS["half" if part == "halves" else part.removesuffix("s")]
        values, percent = (Fraction(100 * many, whole),), True
    elif one["k"]:
        n = one["n"]
        kind = "ratio"
        values = (Fraction(_worth(one["k"])), Fraction(n if n.isdigit() else _worth(n)))
    else:
        values, percent = (Fraction(_worth(one["count"] or one["rate"])),), one["rate"] is not None
    words = text[one.start() : one.end()]
    start = one.start() + len(words) - len(words.lstrip())
    return Number(
        start,
        one.end(),
        words.strip(),
        kind,
        values,
        0,
        percent=percent,
        approx=bool(bound),
        in_words=True,
        bound=_BOUNDS.get(bound, ""),
        after=_after(text, one.end()),
        before=_prior(text, start),
    )


def _worth(words: str) -> int:
    """What words of one number come to: `one hundred and fourteen`, `eighty-eight`."""
    hundreds, said, rest = words.casefold().rpartition("hundred")
    small = sum(WORDS[word] for word in re.findall(r"[a-z]+", rest) if word != "and")
    return small + 100 * (WORDS.get(hundreds.strip(" -"), 1) if said else 0)


_BOUNDS = {
    **dict.fromkeys(("over", "more than", "above"), "above"),
    **dict.fromkeys(("at least", "no fewer than", "no less than"), "least"),
    **dict.fromkeys(("under", "less than", "below", "fewer than", "nearly", "almost"), "below"),
    **dict.fromkeys(("at most", "up to", "no more than"), "most"),
    **dict.fromkeys(("about", "around", "roughly"), "near"),
}
_SIDE = re.compile(r"\b(no (?:more|fewer|less) than|(?:more|less|fewer) than|at (?:least|most))\s+$", re.IGNORECASE)
_SIDE_OF_A_SHARE = re.compile(
    rf"{_SIDE.pattern}|\b((?<!hand )(?<!hands )(?<!handed )(?<!handing )over|under|above|below)\s+$", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:rose|rises?|increase[sd]?|grew|grows?|fell|falls?|drop(?:s|ped)?|decrease[sd]?|decline[sd]?|improve[sd]?"
    r"|worsen(?:s|ed)?|change[sd]?|differ(?:s|ed)?|var(?:y|ies|ied)|up|down|apart|higher|lower)\s+by\s+(?:only\s+)?$",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:(?:percentage )?points?|more|fewer|less)\b(?! (?:than|likely|often)\b)")


def _told(number: Number, text: str) -> Number:
    """With the side that is meant, and whether it is how far two values are apart; by the words around it."""
    sides = _SIDE_OF_A_SHARE if number.percent else _SIDE
    side = sides.search(text, max(0, number.start - 20), number.start) if not number.bound else None
    if number.kind in ("value", "ratio") and side:
        number = replace(number, bound=_BOUNDS[side[0].strip().casefold()])
    apart = _BY.search(text, max(0, number.start - 24), number.start) or _MORE.match(number.after)
    return replace(number, difference=True) if number.kind == "value" and apart else number


def _fraction(written: str) -> Fraction:
    return Fraction(written.replace(",", "").replace("−", "-").rstrip("%"))


def _places(written: str) -> int:
    return len(written.partition(".")[2].rstrip("%"))


def _after(text: str, end: int) -> str:
    found = _NOUN.match(text, end)
    return " ".join(found[1].casefold().split()) if found else ""


def _prior(text: str, start: int) -> str:
    found = _BEFORE.search(text, max(0, start - 60), start)
    return " ".join(found[1].casefold().split()) if found else ""
