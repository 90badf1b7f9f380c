"""Postal addresses: a street with its number, and the flat, town, region and postcode that follow.

By the forms that countries print: "262 Orchard Street", "Hauptstraße 12", "12 rue de la Paix", "Calle Mayor 12". A
street that no word gives away is one by the postcode and the town behind its number: "Unter den Linden 77, 10117
Berlin". A town on its own is no address, nor is a street without a number. Read in folded text. Most text is
looked at for a few words only: the patterns themselves run where one of those stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.found import Found

_S: Final = r"(?:[ \t]{1,2}|[ ]?\n)"
_WORD: Final = r"[^\W\d_][\w.'\u2019-]{0,24}"
_NAMED: Final = (
    r"(?:[A-Z\u0410-\u042f][\w.'\u2019-]{0,24}|[0-9]{1,3}(?:st|nd|rd|th)|(?:de|la|le|of|the|and|&|N|S|E|W)\.?)"
)
_SURE: Final = r"(?:street|avenue|road|boulevard|lane|parkway|highway|crescent)\b|(?:st|ave|rd|blvd|ln|pkwy|hwy)\b\.?"
_PERHAPS: Final = (
    "St|Way|Place|Pl|Drive|Dr|Court|Ct|Close|Row|Terrace|Ter|Trail|Trl|Circle|Cir|Square|Sq|Mews|Gardens|Grove"
    "|Quay|Wharf|Alley|Park|Hill|Walk|Plaza|Loop|Heights|Cove|Green|View|Broadway|Esplanade|Parade|Rise|Vale|Crossing"
    "|Bend|Ridge|Run|Path|Pike"
)
_STOP: Final = (
    r"(?!(?:of|on|the|in|to|a|an|for|and|or|items?|days?|weeks?|months?|hours?|minutes?|miles?|blocks?|people|times|at"
    r"|by|is|was|from|usd|eur|per|down|up|off|my|your|this|that|left|more|x|pm|am|km|percent|hrs?|lines?|steps?|years?"
    r"|via)\b)"
)
_HOUSE: Final = r"(?=[0-9])(?<![^\W_])(?<![#$€£/-])(?<![0-9][.,:])[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5}|/[0-9]{1,4})?"
_NUMBER: Final = r"[0-9]{1,4}(?:[ ]?[a-zA-Z](?![A-Za-z]))?(?:[-/][0-9]{1,4}[a-zA-Z]?)?(?![0-9]|[.:,][0-9])"
_SIDE: Final = (  # "Pennsylvania Avenue NW"
    rf"(?:{_S}(?:[NS]\.? ?[EW]\.?|[NSEW]\.?|(?:North|South)(?:[ ]?(?:east|west|East|West))?|East|West"
    r"|(?:ne|nw|se|sw)(?=[ ]?[,\n]))(?!\w|[ ](?:of|and|or)\b))?"
)
_ENGLISH: Final = (
    rf"{_HOUSE},?{_S}(?:{_STOP}(?i:{_WORD}){_S}){{1,3}}(?i:{_SURE}){_SIDE}"
    rf"|{_HOUSE},?{_S}(?:{_NAMED}{_S}){{1,4}}(?i:{_SURE}){_SIDE}"
    rf"|{_HOUSE},?{_S}(?:{_NAMED}{_S}){{1,4}}(?:{_PERHAPS}|{_PERHAPS.upper()})\b(?:(?<=\b[A-Z][a-z])\.)?{_SIDE}"
    rf"|{_HOUSE}{_S}(?:Broadway|(?:Highway|Route){_S}[0-9]{{1,4}})\b"
)
_OF: Final = r"(?i:de|du|des|la|le|les|l'|d'|de l'|del|della|di|da|do|das|dos|el|los|las)"
_FRENCH: Final = (
    rf"{_HOUSE}(?:{_S}(?i:bis|ter|quater))?,?{_S}"
    rf"(?:(?i:rue|av\.|bd|chemin|impasse|allee){_S}(?:{_OF}{_S}?){{0,3}}[A-Za-z]"
    rf"|(?i:avenue|boulevard|place|quai|route|cours|square){_S}(?:{_OF}{_S}?){{0,3}}[A-Z])"
    r"[\w'-]{2,24}(?:[ -][A-Z][\w'-]{1,24}){0,3}"
)
_ENDINGS: Final = (
    "strasse stra\u00dfe str. weg platz allee gasse ufer damm -ring straat laan gracht plein kade gatan gata gaten"
    " vagen veien vej brogade sgade katu utca"
).split()
_OPENINGS: Final = (
    "calle avenida avda. avda av. paseo viale piazza corso rua travessa praca ul. ulica aleja os. strada"
).split()
_GERMANIC: Final = "|".join(re.escape(ending) for ending in _ENDINGS)
_ROMANCE: Final = "|".join(re.escape(opening) for opening in _OPENINGS)
_AHEAD: Final = (  # the house number stands last
    rf"(?<![^\W_])(?:[A-Z][\w.'-]{{0,24}}[ -]){{0,3}}(?i:(?:[^\W\d_][\w-]{{0,24}})?(?:{_GERMANIC})){_S}{_NUMBER}"
    rf"|(?<![^\W_])(?:(?i:(?:{_ROMANCE}){_S}|c/ ?|ul\. ?)(?:{_OF}{_S}){{0,3}}(?:{_WORD}{_S}){{0,2}}?{_WORD}"
    rf"|(?:Via|Plaza|Ring){_S}(?:{_OF}{_S}){{0,3}}(?:[A-Z][\w'-]{{1,24}}{_S}){{0,2}}?[A-Z][\w'-]{{1,24}})"
    rf",?{_S}(?:(?i:n[.\u00bao]{{0,2}}){_S}?)?{_NUMBER}"
)
_PREPOSED: Final = (
    "Am|Im|Zum|Zur|Beim|Unter|Ober|(?:An|Auf|In|Vor|Hinter|Bei|Neben|Zu)[ ](?:der|den|dem)"
    "|(?:Alte|Neue|Gro\u00dfe|Grosse|Kleine|Hohe|Lange)[rs]?|Op[ ]de|Aan[ ](?:de|het)"
)
_NO_STREET: Final = (
    r"(?!(?:Orders?|Items?|Flights?|Rooms?|Sections?|Chapters?|Parts?|Steps?|Pages?|Cases?|Versions?|Tables?|Figures?|Days?"
    r"|Weeks?|Years?|Lines?|Nos?|Numbers?|Totals?|Levels?|Units?|Lots?|Batch|Seats?|Gates?|Terminals?|Options?|Quantity"
    r"|Qty|Phases?|Articles?|Tickets?|Points?|Miles|Size|Model|Build|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
    r"|January|February|March|April|August|September|October|November|December)\b)"
)
_BEFORE_CODE: Final = (  # the postcode and the town behind the number say that it is a street
    rf"(?<![^\W_])(?:(?:{_PREPOSED})(?:[ ](?:der|den|dem|des))?(?:[ ][A-Z][\w.'-]{{1,24}}){{1,3}}[ ]{_NUMBER}"
    r"(?=[ ]?[,\n][ ]?(?:[A-Z]{1,2}-)?(?!(?:19|20)[0-9]{2}[ ])[0-9]{4,5}[ ][A-Z][a-z])"
    rf"|{_NO_STREET}[A-Z][\w'-]{{3,24}}(?:[ ]{_NO_STREET}[A-Z][\w'-]{{1,24}}){{0,2}}[ ]{_NUMBER}"
    r"(?=,[ ]?(?:[A-Z]{1,2}-)?[0-9]{5}[ ][A-Z][a-z]))"
)
_BOX: Final = (
    r"(?<![^\W_])(?:(?i:p\.? ?o\.?[\s>]{0,8}box|post office box|postfach|apartado)|BP|B\.P\.)[ .:#]{1,3}"
    r"[0-9]{2,7}(?![0-9])"
    r"|(?<![^\W_])(?i:r\.?r\.?|rural route|hc)[ #]{1,2}[0-9]{1,3},?[ ](?i:box)[ #]{1,2}[0-9]{1,5}(?![0-9])"
)
_JAPANESE: Final = (
    r"\u3012 ?[0-9]{3}-?[0-9]{4}[^\n\"]{0,40}|(?=[0-9])(?<![^\W_])[0-9]{3}-[0-9]{4} ?[\u4e00-\u9fff][^\n\",;]{2,40}"
)

_STATE: Final = (
    "(?:A[CKLRZ]T?|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ABDEINOST]|N[BCDEHJLMSTUVY]W?|O[HKNR]|P[AE]|QC|QLD|RI"
    "|S[CDK]|SA|T[NX]|TAS|UT|V[AT]|VIC|W[AIVY]|YT)"
)
_POSTCODE: Final = (
    r"(?:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[A-Z][0-9]{2} ?[A-Z0-9]{4}"
    r"|[0-9]{5}(?:-[0-9]{3,4})?|[0-9]{4} ?[A-Z]{2}(?![a-z])|[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4})(?![^\W_]|-)"
)
_COUNTRY: Final = (
    r"(?:USA?|U\.S\.A?\.?|United States|UK|GB|United Kingdom|England|Scotland|Ireland|IE|Germany|Deutschland|DE|France"
    r"|FR|Spain|Espana|ES|Italy|Italia|IT|Netherlands|NL|Belgium|BE|Austria|AT|Switzerland|CH|Poland|PL|Portugal|PT"
    r"|Brazil|BR|Canada|CA|Australia|AU|Japan|JP|Sweden|SE|Norway|NO|Denmark|DK|Finland|FI|Turkey|TR|Singapore|SG)(?!\w)"
)
_UNIT: Final = (
    r"(?i:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|building|bldg|#|no|appt|etage|top|wohnung|piso|int)"
    r"(?![A-Za-z])\.?[ #]{0,2}(?=[\w-]{0,5}[0-9]|[A-Za-z](?![\w'\u2019]))[\w-]{1,6}"
)
_COMMA: Final = r"(?:[ \t]{0,2},[ \t]{0,2}(?:\n)?|[ ]?\n)"
_GO: Final = r"(?:[ \t]{0,2},[ \t]{0,2}(?:\n)?|[ \t]{1,2}|[ ]?\n)"
_TOWN: Final = r"[^\W\d_][\w.'\u2019-]{1,24}(?:[ -][^\W\d_][\w.'\u2019-]{0,24}){0,3}"
_PROPER: Final = r"(?:[A-Z][\w'\u2019-]{1,24}(?:[ -][A-Za-z][\w'\u2019-]{0,24}){0,3})"
_CODE: Final = (
    rf"(?:{_GO}(?:{_STATE}|{_TOWN}))??{_GO}(?:(?:A|B|CH|D|DK|F|FIN|I|L|N|NL|S)-)?{_POSTCODE}(?:[ ]{_PROPER})?"
)
_TAIL: Final = (
    rf"(?:{_GO}{_UNIT})?"
    rf"(?:(?:{_COMMA}{_TOWN}){{0,2}}{_CODE}(?:{_COMMA}{_PROPER}(?={_COMMA}{_COUNTRY}))?(?:{_GO}{_COUNTRY})?"
    rf"|{_COMMA}{_TOWN}{_COMMA}{_STATE}(?!\w)(?:{_COMMA}{_COUNTRY})?"
    rf"|{_COMMA}{_PROPER}{_COMMA}{_COUNTRY})?"
)
_NUMBER_FIRST: Final = re.compile(rf"(?=[0-9])(?P<street>{_FRENCH}|{_ENGLISH}){_TAIL}")
_NUMBER_LAST: Final = re.compile(rf"(?P<street>{_AHEAD}){_TAIL}")
_BY_CODE: Final = re.compile(rf"(?P<street>{_BEFORE_CODE}){_TAIL}")
_CODED: Final = re.compile(r"(?<=[0-9A-Za-z])[ ]?[,\n][ ]?(?:[A-Z]{1,2}-)?[0-9]{4,5}[ ][A-Z][a-z]")
_BOXES: Final = re.compile(rf"(?P<street>{_BOX}){_TAIL}")
_WHOLE: Final = re.compile(rf"(?P<street>{_JAPANESE})")
_BRITISH: Final = re.compile(
    r"(?=[A-Z])(?<![^\W_])(?<!-)(?P<street>[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}"
    r"|[ABCEGHJ-NPRSTVXY][0-9][A-Z] [0-9][A-Z][0-9])(?![^\W_]|-)"
)
_CALLED: Final = re.compile(
    r"(?<![^\W_])(?i:zip(?: code)?|postcode|postal code|post code|plz|codigo postal|code postal)"
    rf"(?:[ \t]{{0,2}}(?:is|:|=|to|as)){{0,2}}[ \t\"']{{1,2}}(?P<street>{_POSTCODE})"
)
_HAS_NUMBER: Final = re.compile(
    r"(?=[0-9])(?<![^\W_])(?<![#$€£/-])(?<![0-9][.,:])[0-9]{1,5}[A-Za-z]?(?:[-/][0-9]{1,5})?,?[\s>]{1,8}[A-Za-z0-9]"
)
_OPENED: Final = {
    word: re.compile(rf"(?<![^\W_]){re.escape(word)}{'(?![a-z])' if word[-1].isalpha() else ''}")
    for word in (*_OPENINGS, "c/", "via", "plaza", "ring")
}
_NUMBERED: Final = re.compile(r"(?<=[\s>])[0-9]{1,4}")
_TYPES: Final = {
    "street": "st", "avenue": "ave", "road": "rd", "boulevard": "blvd", "lane": "ln", "drive": "dr", "court": "ct",
    "place": "pl", "parkway": "pkwy", "highway": "hwy", "terrace": "ter", "square": "sq", "circle": "cir",
    "av": "ave", "trail": "trl",
}  # fmt: skip


def postal(text: str) -> Iterator[Found]:
    """Streets with their numbers and what follows them, post boxes, and postcodes that are called so."""
    for pattern in _likely(text):
        for match in pattern.finditer(text):
            printed = match["street"]
            value = "".join(printed.split()).upper() if pattern in (_BRITISH, _CALLED) else street(printed)
            yield Found(match.start("street"), match.end(), "address", value)


def street(printed: str) -> str:
    """One spelling for a street and its number, however it is abbreviated."""
    words = re.findall(r"[^\W_]+", printed.lower())
    return " ".join(_TYPES.get(word, re.sub(r"stra(?:ss|\u00df)e$", "str", word)) for word in words)


def _likely(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns that may find something, by a quick look."""
    lower = text.lower()
    if _HAS_NUMBER.search(text):
        yield _NUMBER_FIRST
    if any(word in lower for word in ("box", "postfach", "apartado", "bp", "b.p.")):
        yield _BOXES
    if "zip" in lower or "post" in lower or "plz" in lower:
        yield _CALLED
    if not text.isascii():
        yield _WHOLE
    yield _BRITISH
    if _romance(lower) or any(_germanic(lower, match.start()) for match in _NUMBERED.finditer(lower)):
        yield _NUMBER_LAST
    if _CODED.search(text):
        yield _BY_CODE


def _romance(lower: str) -> bool:
    return any(word in lower and opened.search(lower) for word, opened in _OPENED.items())


def _germanic(lower: str, place: int) -> bool:
    return lower[max(0, place - 16) : place].rstrip(" \t\r\n>,").endswith((*_ENDINGS, " weg"))
