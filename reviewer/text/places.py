"""Where somebody lives, without a street and its number: a house by its name, a post code with its town, a map.

A house's name counts with the street, the town's code or the words "ship to" beside it. Two numbers are a place where
both have four decimals or a map's link is around them. Read in folded text; nothing found goes over a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.folding import MASK
from reviewer.text.found import Found

_CODE: Final = r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY][0-9][A-Z] [0-9][A-Z][0-9]"
_PROPER: Final = (
    rf"(?!(?:{_CODE})(?!\w))"
    r"[A-Z][\w'\u2019-]{0,24}(?:\.(?=[ ][A-Z]))?(?:(?:[ ](?:of|on|in|the|le|upon|de|am|an|der)){1,2}(?=[ ][A-Z]))?"
)
_PART: Final = rf"(?!I['\u2019 ]){_PROPER}(?:[ ]{_PROPER}){{0,3}}"
_HOUSE: Final = (
    "Rectory|Vicarage|Parsonage|Cottages?|House|Farm(?:house)?|Lodge|Manor|Hall|Barns?|Villa|Grange|Croft|Tower|Towers"
    "|Mansions?|Bungalow|Chalet|Priory|Abbey|Gatehouse|Schoolhouse|Coach House|Stables?|Mill|Smithy|Forge|Chapel|Castle"
    "|Homestead|Ranch|Estate|Haus|Hof|Gut|Schloss"
)
_STREET: Final = (
    "Street|Avenue|Road|Boulevard|Lane|Parkway|Highway|Crescent|Close|Drive|Way|Row|Terrace|Mews|Gardens|Grove|Square"
    "|Hill|Green|Walk|Court|Place|Rd|St|Ln|Ave|Dr"
)
_NAMED: Final = rf"(?:(?:[Tt]he )?(?:{_PROPER}[ ]){{0,3}}?(?:{_HOUSE}))"
_ROAD: Final = rf"(?:{_PROPER}[ ]){{1,3}}?(?:{_STREET})\b(?:\.(?=[ ]?[,\n]))?"
_GO: Final = r"(?:[ ]?,[ ]?\n?|[ ]?\n)"
_REST: Final = rf"(?:{_GO}{_PART}(?![\w'\u2019])){{0,3}}(?:(?:{_GO}|[ ])(?:{_CODE})(?!\w))?"
_TO: Final = (
    r"(?i:\b(?:live[sd]?|living|stay(?:ing)?|reside[sd]?)\s(?:at|in)"
    r"|\b(?:ship|send|deliver|post|mail|forward|redirect)\w*"
    r"(?:\s(?:it|this|them|that|everything|the \w+|my \w+)){0,2}\sto|\baddress(?:\s(?:is|to|as|now|at|was)){0,2}[ :]?"
    r"|\bmov(?:ed|ing)\sto|\bhome is)[\s:]{1,2}"
)
_NUMBER: Final = r"(?<!\w)(?P<number>[0-9]{1,5}[A-Za-z]?,?[ ])?"
"""A street with its number is left to the rule of these."""

_HOUSES: Final = (
    re.compile(rf"(?<!\w)(?P<place>(?:{_NAMED}|The {_PROPER})(?:{_GO}|[ ]on[ ]){_ROAD}{_REST})"),
    re.compile(rf"{_NUMBER}(?P<place>{_PART}{_GO}{_ROAD}{_GO}(?!I\b|We\b|Please\b|Thanks?\b){_PART})"),
    re.compile(rf"{_TO}(?P<place>{_NAMED}(?![\w'\u2019]){_REST})"),
    re.compile(rf"{_NUMBER}(?P<place>(?:{_PART}{_GO}){{0,4}}{_PART}(?:{_GO}|[ ])(?:{_CODE}))(?![\w-])"),
)
_BLOCKS: Final = (  # of Japan, where streets have no names: by their post code, or by the ward
    re.compile(
        rf"(?<![\w-])(?P<place>[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{1,4}},?[ ]{_PART}(?:,[ ]?{_PART}){{0,3}}"
        r"[ ,]{1,2}[0-9]{3}-[0-9]{4})(?![\w-])"
    ),
    re.compile(
        rf"(?<![\w-])(?P<place>[0-9]{{1,2}}-[0-9]{{1,2}}(?:-[0-9]{{1,4}})?,?[ ](?:{_PART},[ ]?){{0,2}}"
        rf"[A-Z][a-z]{{2,20}}-(?:ku|shi|gun|cho|machi|mura)(?![\w-])(?:,[ ]?{_PART}){{0,2}}"
        r"(?:[ ,]{1,2}[0-9]{3}-[0-9]{4})?)(?![\w-])"
    ),
)
_ANY_BLOCK: Final = re.compile(r"[0-9]-[0-9]{1,4},? [A-Z]")
_FLOOR: Final = (
    r"(?:[0-9]{1,2}\.?[ ]?(?:[oae]|er|eme|st|nd|rd|th|OG|UG|Stock)(?![a-z])[^,\n\"]{0,16}"
    r"|(?i:EG|DG|bajo|atico|entresuelo|principal|portal|esc|escalera|puerta|piso|planta|interno|int|scala|etage|bat"
    r"|hinterhaus|vorderhaus|seitenfl(?:ue|u)gel)(?![a-z])[^,\n\"]{0,16})"
)
_ABOVE: Final = re.compile(  # what stands behind a street that was found: the floor, the code and the town
    rf"(?<={MASK}), ?(?P<place>(?:{_FLOOR}, ?){{1,3}}(?:[A-Z]{{1,2}}-)?[0-9]{{4,5}} {_PROPER})(?![\w-])"
)
_STATES: Final = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_LANDS: Final = (
    "Germany|Deutschland|France|Spain|Espana|Italy|Italia|Netherlands|Nederland|Belgium|Austria|Osterreich|Switzerland"
    "|Schweiz|Poland|Polska|Portugal|Sweden|Sverige|Norway|Norge|Denmark|Danmark|Finland"
)
_TOWNS: Final = (
    re.compile(rf"(?<!\w)(?P<place>{_PART}, (?:{_STATES})[ ,]{{1,2}}[0-9]{{5}}(?:-[0-9]{{4}})?)(?![\w-])"),
    re.compile(rf"(?<![\w.,$])(?P<place>(?:[A-Z]{{1,2}}-)?[0-9]{{4,5}} {_PART}, ?(?:{_LANDS}))\b"),
    re.compile(rf"(?<!\w)(?P<place>(?:D|A|CH|F|I|E|B|NL|PL|L)-[0-9]{{4,5}} {_PROPER})"),
    re.compile(
        r"(?i:\b(?:live[sd]?|living|based|reside[sd]?|home|wohne|lebe|habite|vivo|woon) (?:in|is|at|a|en)"
        rf"|\bmov(?:ed|ing) to|\b(?:aus|nach|from|near)|\baddress(?: is)?:?)[ ]{{1,2}}"
        rf"(?P<place>[0-9]{{5}} {_PROPER})(?!\w)"
    ),
)
_BOX: Final = re.compile(
    r"(?<!\w)(?P<place>(?i:postbus|apartado de correos|casella postale|c\.p\.|boite postale|caixa postal|postboks"
    r"|skrytka pocztowa|box postal|private bag)[ .:#]{1,3}[0-9]{1,3}(?:[ ]?[0-9]{2,4}){0,2}"
    rf"(?:, ?[0-9]{{4,5}}(?: [A-Z]{{2}})? {_PROPER})?)(?!\w)"
)
_MAP: Final = re.compile(
    r"(?i:maps\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6}/maps|maps\.app\.goo\.gl|goo\.gl/maps|maps\.apple\.com|maps\.me"
    r"|openstreetmap\.org|osm\.org|waze\.com(?:/ul)?|bing\.com/maps|what3words\.com|w3w\.co|plus\.codes)"
    r"(?P<place>[/?#][^\s\"'<>\\\])}]{3,400})|(?<![\w/:])(?P<words>///[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})(?!\w)"
)
_BOXES: Final = "postbus|apartado|casella|c.p.|boite|caixa|skrytka|postboks|box postal|private bag".split("|")
_MAPPED: Final = ("map", "osm.org", "goo.gl", "waze", "///", ".co")
_BOTH: Final = re.compile(  # two numbers alone: of more they would be a list
    r"(?<![\w.$-])(?<![0-9][,;] )(?<![0-9][,;/])(?P<north>-?[0-9]{1,2}\.[0-9]{4,15}(?<!000))"
    r"[\u00b0 ]{0,2}[NS]?[ ]?[,;/][ ]?"
    r"(?P<east>-?[0-9]{1,3}\.[0-9]{4,15}(?<!000))(?![\w.%])(?![ ]?[,;][ ]?-?[0-9])"
)
_DECIMALS: Final = re.compile(r"[0-9]\.[0-9]{3}")
_ONE: Final = re.compile(
    r"[\"'](?i:lat|latitude|lng|lon|long|longitude)[\"'][ ]?:[ ]?[\"']?(?P<place>-?[0-9]{1,3}\.[0-9]{3,15})(?![\w.])"
)


_ANY_STREET: Final = re.compile(rf"\b(?:{_STREET})\b")
_ANY_HOUSE: Final = re.compile(rf"\b(?:{_HOUSE})\b")
_ANY_CODE: Final = re.compile(rf"(?<!\w)(?:{_CODE})(?![\w-])")
_CODED: Final = re.compile(r"[0-9]{4} [A-Z][a-z]|[A-Z]{2}[ ,]{1,2}[0-9]{5}|[A-Z]-[0-9]{4}")


def houses(text: str) -> Iterator[Found]:
    """Houses by their names, with what follows, and blocks by their numbers."""
    street, house = _ANY_STREET.search(text), _ANY_HOUSE.search(text)
    for pattern, likely in zip(_HOUSES, (street, street, house, _ANY_CODE.search(text)), strict=True):
        if likely:
            for match in pattern.finditer(text):
                if not match.groupdict().get("number"):
                    yield Found(match.start("place"), match.end("place"), "address", _value(match["place"]))
    for pattern in _BLOCKS if _ANY_BLOCK.search(text) else ():
        for match in pattern.finditer(text):
            yield Found(match.start("place"), match.end("place"), "address", _value(match["place"]))


def places(text: str) -> Iterator[Found]:
    """Post codes with their towns, boxes, maps and coordinates."""
    lower = text.lower()
    boxed = any(word in lower for word in _BOXES)
    coded = (_ABOVE, *_TOWNS) if _CODED.search(text) else ()
    for pattern in (*coded, *((_BOX,) if boxed else ())):
        for match in pattern.finditer(text):
            yield Found(match.start("place"), match.end("place"), "address", _value(match["place"]))
    if any(hint in lower for hint in _MAPPED):
        for match in _MAP.finditer(text):
            group = match.lastgroup or "place"
            yield Found(match.start(group), match.end(group), "address", match[group])
    if _DECIMALS.search(text):
        for match in _BOTH.finditer(text):
            if match["north"].lstrip("-")[:2] == match["east"].lstrip("-")[:2] == "0.":
                continue  # two shares
            for group in ("north", "east"):
                yield Found(match.start(group), match.end(group), "address", f"{match['north']},{match['east']}")
        for match in _ONE.finditer(text):
            yield Found(match.start("place"), match.end("place"), "address", match["place"])


def _value(printed: str) -> str:
    """One spelling, whatever stands between its parts."""
    return " ".join(re.findall(r"[^\W_]+", printed.lower()))
