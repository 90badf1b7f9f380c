"""E-mail addresses, bank cards, IBANs, telephone numbers and IP addresses, by their shapes and check digits.

Read in folded text. Each finder is a function of the text alone; every repeat is bounded, so that a search is linear.
Identifiers of a trade are not eaten: order and tracking numbers, article codes, dates, amounts and bare long numbers.
So ten digits in a row are a telephone number only where a word beside them says so: "call 5558675309".
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.found import Found

_LOCAL: Final = r"[^\W_](?:[\w.+%'~-]{0,99}[\w+~-])?"
SAID_AT: Final = r"[\[({]\s?(?i:at|\u00e4t|aroba(?:se)?|arroba|@)\s?[\])}]"
SAID_DOT: Final = r"[\[({]\s?(?i:dot|punkt|point|punto|\.)\s?[\])}]"
_AT: Final = rf"(?:[ \t]{{0,2}}(?:@|{SAID_AT})[ \t]{{0,2}}|[ \t]{{0,2}}\n@|@[ \t]{{0,2}}\n)"
_DOT: Final = rf"(?:\.|[ \t]{{0,2}}{SAID_DOT}[ \t]{{0,2}}|\.\n|,(?=(?:com|net|org|de|fr)(?!\w)))"
LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL: Final = re.compile(
    rf"(?<![^\W_])(?:{_LOCAL}[-_+.]\n)?{_LOCAL}"
    rf"(?:@|{_AT})(?:{LABEL}(?:{_DOT}|\n(?=[\w-]{{1,63}}\.)))"
    rf"(?:{LABEL}{_DOT}){{0,6}}(?P<top>(?:xn--[a-z0-9-]{{2,59}}|[^\W\d_]{{2,24}}))(?![^\W_]|@)"
)
TOPS: Final = "com|org|net|edu|gov|io|de|uk|fr|es|it|nl|ca|au|ch|at|pl|se|example"
_QUOTED: Final = re.compile(  # "weird name"@example.org
    rf"(?P<mark>\")(?=[\w.'+-])[^\"\n@]{{0,62}}[\w.'+-]\"@(?:{LABEL}\.){{1,6}}[^\W\d_]{{2,24}}(?![^\W_]|@)"
)
_OPENS: Final = re.compile(r"[{\[,:]\s{0,40}$")
_TONGUES: Final = {" dot ": "at", " punkt ": "(?:at|\u00e4t)", " point ": "aroba(?:se)?", " punto ": "arroba"}
"""How people say the dot, and what they say for the @ then."""

_SPOKEN: Final = {
    dot: re.compile(
        rf"(?<![\w.])(?P<who>[\w.+-]{{2,64}}(?:{dot}[\w+-]{{1,40}}){{0,3}})"
        rf" {at} (?P<where>{LABEL}(?:{dot}{LABEL}){{0,2}}){dot}(?P<top>{TOPS})\b",
        re.IGNORECASE,
    )
    for dot, at in _TONGUES.items()
}
_PICTURES: Final = frozenset("png jpg jpeg gif svg webp css js ts py json html scss".split())


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses: with breaks around the @, `[at]` and `dot` spelled out too."""
    lower = text.lower()
    if '"@' in text:
        for match in _QUOTED.finditer(text):
            structure = _OPENS.search(text, max(0, match.start() - 41), match.start())
            start = match.start() + (structure is not None)  # that mark may open a string of JSON
            yield Found(start, match.end(), "email", match[0].lower())
    if "@" in text or re.search(SAID_AT, text):
        for match in _EMAIL.finditer(text):
            top = match["top"].lower()
            if top not in _PICTURES and ("\n@" not in match[0] or top in TOPS.split("|")):  # code has lines with @
                plain = re.sub(r"[\s>]+", "", match[0].lower())
                plain = re.sub(rf"{SAID_DOT}|,", ".", re.sub(SAID_AT, "@", plain))
                yield Found(match.start(), match.end(), "email", plain)
    for dot, spoken in _SPOKEN.items():
        if dot in lower:
            for match in spoken.finditer(text):
                value = f"{match['who']}@{match['where']}.{match['top']}".lower().replace(dot, ".")
                yield Found(match.start(), match.end(), "email", value)


_BETWEEN: Final = r"(?:[.-]|[ \t]{1,3}|[ ]?\n|[ \n]-[ \n])"
_CARD: Final = re.compile(
    rf"(?=[2-6])(?<![^\W_])(?<![#+-])(?<![0-9][.,])(?<![$€£] )[2-6](?:{_BETWEEN}?[0-9]){{11,18}}(?![A-Za-z])"
)
_WIDE: Final = re.compile(r"[ \t]{2}")
_GROUPED: Final = re.compile(r"[0-9]{4}(?:(?:\s{1,3}[0-9]{4}){3}|\s{1,3}[0-9]{6}\s{1,3}[0-9]{4,5})")
_GOES_ON: Final = re.compile(r"[^\W_]|[.-][0-9]")
_BRANDS: Final = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|35(?:2[89]|[3-8][0-9])[0-9]{12}"
    r"|62[0-9]{14,17}|(?:5018|5020|5038|5893|6304|6759|676[1-3])[0-9]{8,15}"
)


def cards(text: str) -> Iterator[Found]:
    """Bank cards: a brand's length and first digits, and the check digit; other numbers may stand right behind."""
    place = 0
    while match := _CARD.search(text, place):
        place = match.start() + 1
        digits = [i for i in range(match.start(), match.end()) if text[i].isdigit()]
        for size in range(len(digits), 11, -1):
            end = digits[size - 1] + 1
            number = "".join(text[i] for i in digits[:size])
            if _WIDE.search(text, match.start(), end) and not _GROUPED.fullmatch(text, match.start(), end):
                continue  # columns of a table
            alone = not _GOES_ON.match(text, end) and text.count(".", match.start(), end) != 1
            if alone and _BRANDS.fullmatch(number) and luhn(number):
                yield Found(match.start(), end, "card", number)
                place = end
                break


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = "0246813579"
    total = sum(int(doubled[int(d)]) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0 and len(set(digits)) > 1


_BREAK: Final = r"(?:-|[ \t]{1,3}|[ ]?\n)?"
_IBAN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:[A-Z]{{2}}|[a-z]{{2}}){_BREAK}[0-9]{{2}}(?:{_BREAK}[A-Za-z0-9]){{11,30}}"
)
_LENGTHS: Final = {
    pair[:2]: int(pair[2:])
    for pair in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18"
        " FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20"
        " LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18"
        " SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
    ).split()
}


def ibans(text: str) -> Iterator[Found]:
    """Bank accounts: the country's length, and the remainder of 1 when divided by 97."""
    place = 0
    while match := _IBAN.search(text, place):
        place = match.start() + 1
        length = _LENGTHS.get(match[0][:2].upper())
        taken = [i for i, c in enumerate(match[0]) if c.isalnum()]
        if length is None or len(taken) < length:
            continue
        end = match.start() + taken[length - 1] + 1
        value = "".join(c for c in text[match.start() : end] if c.isalnum()).upper()
        if text[end : end + 1].isalnum() or sum(c.isdigit() for c in value) < 10:
            continue
        if int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1:
            yield Found(match.start(), end, "iban", value)
            place = end


_GAP: Final = r"(?:[ \t\n]{0,2}[-./·()][ \t\n()]{0,2}|[ \t]{1,2}|[ ]?\n)?"
_WRAP: Final = r"(?:[ .-]{1,2}|[ .-]?\n)"
_BEFORE: Final = r"(?<![^\W_])(?<![^\W_]_)(?<![#$€£/@-])(?<![0-9][.:(])"
_AFTER: Final = r"(?![0-9A-Za-z%]|[-/:#][0-9]|\.[0-9])"
_EXTENSION: Final = r"(?:[ ,;]{0,2}(?i:ext|extension|x|durchwahl)[. :]{0,2}[0-9]{1,6}(?![0-9]))?"
_PHONE: Final = re.compile(
    r"(?=[+(0-9])(?:"
    rf"(?<![^\W_])(?<![#+])\(?\+(?:[1-9]|\([1-9])(?:\(0\)|{_GAP}[0-9]){{6,14}}(?![0-9])"  # +49 (0)30 123456
    rf"|{_BEFORE}(?:00[ -]?[1-9](?:{_GAP}[0-9]){{7,14}}"  # 0049 30 123456
    rf"|(?:1[ .-]?)?(?:\([2-9][0-9]{{2}}\){_WRAP}?|[2-9][0-9]{{2}}{_WRAP})[2-9]?[0-9]{{2,3}}{_WRAP}[0-9]{{4}}"
    rf"|\((?:0[0-9]{{1,4}}|[1-9][0-9]{{1,2}})\){_WRAP}?[0-9](?:{_GAP}[0-9]){{6,9}}"  # (02) 9876 5432
    rf"|0[1-9](?:{_GAP}[0-9]){{7,10}}"  # 020 7946 0958
    rf"|[6-9][0-9]{{2}}[ \n][0-9]{{2}} [0-9]{{2}} [0-9]{{2}}"  # 612 34 56 78
    rf"|(?:[2-9][0-9]{{2}}-?)?555-[0-9]{{4}}){_AFTER})"
    rf"{_EXTENSION}"
)
_NUMBER: Final = re.compile(rf"(?=[+(0-9])(?<![^\W_])(?<![+(-])\(?\+?[0-9](?:{_GAP}[0-9]){{6,14}}{_AFTER}{_EXTENSION}")
_CALLED: Final = re.compile(
    r"(?<![A-Za-z])(?:(?:tele)?(?:phones?|fon)|tel|mobiles?|mob|cell(?:phone)?|handy(?:nummer)?|fax|whatsapp|sms|call"
    r"|text|ring|dial|reach|movil|telefono|telefoon|telefone|celular|portable|numero|contact"
    r"|(?:my|your|his|her|their)\snumber)(?![A-Za-z])[\"']?"
    r"(?:\s{0,2}(?:number|no|nr|num|is|at|me|us|on|now|under|back|my|the|ist|es|a|file|for|this|[:=#.,\"'(-])){0,5}\s{0,2}$",
    re.IGNORECASE,
)
_CALLED_SO: Final = re.compile(
    r"[\"')]?,?\s{1,2}(?:(?:is|was|as|ist|es)\s{1,2})?(?:(?:my|your|his|her|their|our|the|a|an|mein|meine|mi)\s{1,2})?"
    r"(?:(?:new|old|other|home|work|current|correct)\s{1,2})?\(?(?:(?:tele)?(?:phone|fon)|cell|mobile|handy|whatsapp|fax)",
    re.IGNORECASE,
)
_LINKED: Final = re.compile(r"(?i:wa\.me/|whatsapp\.com/send/?\?phone=)\+?(?P<digits>[0-9]{7,15})(?![0-9])")
_DATE: Final = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}[-./ ][01]?[0-9][-./ ][0-3]?[0-9]"
    r"|[0-3]?[0-9][-./ ][0-3]?[0-9][-./ ](?:19|20)[0-9]{2})(?![0-9])"
)


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers: international, of the forms that countries print, or beside a word such as "call"."""
    for match in _PHONE.finditer(text):
        if found := _phone(match):
            yield found
    if "/" in text:
        for match in _LINKED.finditer(text):
            yield Found(match.start("digits"), match.end(), "phone", match["digits"][-9:])
    for match in _NUMBER.finditer(text):
        called = _CALLED.search(text, max(0, match.start() - 48), match.start()) or _CALLED_SO.match(text, match.end())
        if called and (found := _phone(match)):
            yield found


def _phone(match: re.Match[str]) -> Found | None:
    number = re.split(r"(?i)[ ,;]{0,2}(?:ext|x|durchwahl)", match[0], maxsplit=1)[0]
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", ""))
    if not 7 <= len(digits) <= 17 or len(set(digits)) < 2 or _DATE.search(number):
        return None
    start = match.start() + (number[0] == "(" and ")" not in number)
    return Found(start, match.end(), "phone", digits[-9:])  # the same with and without the country's number


_FOUR: Final = re.compile(r"(?=[0-9])(?<![\w.:-])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w-]|\.[0-9])")
_SIX: Final = re.compile(r"(?<![\w.:-])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\w:])")
_COLONS: Final = re.compile(r":[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:")
_EDITION: Final = re.compile(r"(?:\bv|version|release|build|section|\u00a7)[ .:]{0,2}$", re.IGNORECASE)
_SOCIAL: Final = re.compile(r"(?=[0-9])(?<![\w-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![\w-])")


def machines(text: str) -> Iterator[Found]:
    """IP addresses that name somebody's machine: no version numbers, no loopback, no masks."""
    for match in _FOUR.finditer(text):
        if not _EDITION.search(text, max(0, match.start() - 12), match.start()):
            yield from _address(match)
    if "::" in text or _COLONS.search(text):
        for match in _SIX.finditer(text):
            if match[0].count(":") > 3 or "::" in match[0]:
                yield from _address(match)


def _address(match: re.Match[str]) -> Iterator[Found]:
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return
    if not (address.is_loopback or address.is_multicast or match[0].startswith(("255.", "0.")) or not int(address)):
        yield Found(match.start(), match.end(), "ip", str(address))


_INSURED: Final = re.compile(  # of the United Kingdom, with its gaps: without them it could be an article's code
    r"(?<![\w-])[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NP-TW-Z] [0-9]{2} [0-9]{2} [0-9]{2} [A-D](?![\w-])"
)
_SAID: Final = r"[\"']?(?:[ :=#.,]|\b(?:is|was|number|no|nr|nummer|lautet|ist|est|le|on|am)\b|\u00b0){0,6}[\"']?[ ]?"
_PAPERS: Final = (
    "passport|reisepass|passeport|pasaporte|personalausweis|steuer-?id|tax id|national insurance|driving licen[cs]e"
)
_NAMED: Final = re.compile(
    rf"(?<![^\W_])(?i:{_PAPERS}){_SAID}(?P<id>[A-Z]{{0,2}}[ ]?[0-9](?:[ ]?[0-9]){{5,11}}(?:[ ]?[A-D])?"
    r"|(?=[A-Z]{1,8}[0-9])[A-Z0-9]{9})(?![\w-])"
)
_BIRTH: Final = r"d\.?o\.?b\.?|date of birth|birth ?da(?:y|te)|born|geburtsdatum|geboren|geb\.|n\u00e9e?|nacid[oa]"
_BORN: Final = re.compile(
    rf"(?<![^\W_])(?i:{_BIRTH}){_SAID}"
    r"(?P<date>[0-9]{1,4}(?P<gap>[-./])[0-9]{1,2}(?P=gap)[0-9]{2,4})(?![\w-])"
)
_WORDS: Final = "pass pasa ausweis steuer tax national driv birth born dob d.o geb n\u00e9 nacid sort".split()
"""One of them is in whatever these find: most texts hold none."""

_SORTED: Final = re.compile(
    r"(?<![^\W_])(?i:sort ?code)[ :=#.]{0,3}(?P<sort>[0-9]{2}([ -]?)[0-9]{2}\2[0-9]{2})(?![\w-])"
    r"(?:[^0-9]{1,30}(?P<account>[0-9]{8})(?![\w-]))?"
)


def numbers_of_people(text: str) -> Iterator[Found]:
    """What offices and banks know a person by: in forms that nothing else has, or behind the word for it."""
    for match in (*_SOCIAL.finditer(text), *_INSURED.finditer(text)):
        yield Found(match.start(), match.end(), "id", match[0])
    lower = text.lower()
    if not any(word in lower for word in _WORDS):
        return
    for match in _NAMED.finditer(text):
        yield Found(match.start("id"), match.end("id"), "id", match["id"].replace(" ", ""))
    for match in _BORN.finditer(text):
        yield Found(match.start("date"), match.end("date"), "date of birth", match["date"])
    for match in _SORTED.finditer(text):
        for part in ("sort", "account"):
            if match[part]:
                yield Found(match.start(part), match.end(part), "id", re.sub("[ -]", "", match[part]))
