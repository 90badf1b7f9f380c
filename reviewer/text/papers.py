"""Numbers that only their word gives away: of papers, of accounts, of doors and cards; births with the month's name.

And those that a form of their own gives away: wallets, network cards, an account with dots, a card with strokes. Read
in folded text; nothing found goes over a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.credentials import CALLED
from reviewer.text.found import Found
from reviewer.text.personal import luhn

_SAID: Final = r"(?:[\s:=#.,-]|\b(?:is|was|number|no|nr|num|nummer|code|id|on|my|the|ist|es|est)\b){1,8}"
_SECRET: Final = re.compile(
    r"(?<![\w-])(?i:cvv2?|cvc2?|cvn|(?:card )?(?:security|verification) code|pin(?: code)?"
    rf"|(?:gate|door|entry|alarm|lock ?box|key ?safe|one[- ]time|log-?in|access) (?:pass)?code|otp){_SAID}"
    r"(?P<value>[0-9]{3,8})(?![\w%-]|[.,][0-9])"
)
_OFFICE: Final = re.compile(
    r"(?<![\w-])(?:(?i:ssn|social security|dni|nif|cpf|curp|bsn|aadhaa?r|pesel|personnummer|codice fiscale|nhs|medicare"
    r"|national id(?:entity)?|identity card|driv(?:ing|er'?s?) licen[cs]e|licen[cs]e plate|imei"
    rf"|(?:number|reg(?:istration)?) plate|insurance|sozialversicherung(?:snummer)?)|NIE|PAN|VIN|INSEE){_SAID}"
    r"(?P<value>(?=[A-Z0-9 .-]{0,24}[0-9]{2})[A-Z0-9](?:[ .-]?[A-Z0-9]){5,18})(?![\w-])"
)
_BANK: Final = re.compile(
    r"(?<![\w-])(?i:(?:bank )?(?:account|acct|a/c)[ .]{1,2}(?:number|num|no|nr)\b|bank account|konto(?:nummer| ?nr)"
    rf"|routing(?: number)?|aba(?: number)?|bic|swift)(?:{_SAID})"
    r"(?P<value>[0-9](?:[ -]?[0-9]){5,16}|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![\w-])"
)
_BRANCH: Final = re.compile(  # of an Australian bank, and the account behind it
    rf"(?<!\w)(?i:bsb)(?:{_SAID})(?P<branch>[0-9]{{3}}[ -]?[0-9]{{3}})(?![\w-])"
    r"(?:[^0-9\"]{1,30}(?P<account>[0-9](?:[ -]?[0-9]){5,9})(?![\w-]))?"
)
_PASSWORD: Final = re.compile(  # with a blank in front of it, so that no `&` of a query can end it
    rf"(?<!\w)(?i:{CALLED})(?i:[ \t]{{0,2}}(?:[:=]|\b(?:is|was|ist|lautet|est|es)\b)){{1,2}}[ \t]{{1,2}}"
    r"(?P<value>(?=[^\s0-9\"]{0,60}[0-9])(?=[^\s\"]{0,60}[&%?()=:|])[^\s\"'`<>\\,;{}\[\]]{6,120}(?<![.:!?)]))"
)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|januar|februar|marz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo"
    r"|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|fevrier|mars|avril|juin|juillet|aout|septembre"
    r"|octobre|novembre|decembre)"
)
_BIRTH: Final = re.compile(
    r"(?<!\w)(?i:d\.?o\.?b\.?|date of birth|birth ?da(?:y|te)|born|geburtsdatum|geboren|geb\.|nee?|nacid[oa])"
    r"(?:[\s:=.,-]|\b(?:is|was|on|the|am|le|el)\b){1,6}"
    rf"(?P<value>(?i:[0-9]{{1,2}}(?:st|nd|rd|th|er|\.)?(?: of| de)? {_MONTH}\.?,?(?: de)? (?:19|20)[0-9]{{2}}"
    rf"|{_MONTH}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{6}}))(?!\w)"
)
_FORMS: Final = re.compile(
    r"(?<![\w.-])(?:(?P<brazil>[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2})|(?P<spain>[XYZ][0-9]{7}[A-Z])"
    r"|(?P<network>(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})|(?P<wallet>0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{20,87}))(?![\w:-])"
)
_LONG: Final = re.compile(r"[0-9]{3}\.[0-9]{3}\.|[XYZ][0-9]{7}|[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:|0x|bc1")
"""One of them is in whatever the forms find."""

_COIN: Final = re.compile(
    r"(?<!\w)(?i:btc|bitcoin|wallet)[^\w\"]{1,4}(?:(?i:address|is|to|wallet)[^\w\"]{1,3}){0,3}"
    r"(?P<value>[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
)
_FOURS: Final = re.compile(r"[0-9]{2}[./_][A-Za-z0-9]{4}[./_]")
_CARD: Final = re.compile(r"(?<![\w/-])[2-6][0-9]{3}(?P<gap>[/_])[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{4}(?![\w/-])")
_IBAN: Final = re.compile(
    r"(?<!\w)[A-Z]{2}[0-9]{2}(?P<gap>[./_])(?:[A-Z0-9]{4}(?P=gap)){2,6}[A-Z0-9]{1,4}(?!\w)", re.IGNORECASE
)
_WORDS: Final = (
    "cvv cvc cvn pin code otp ssn social dni nif cpf curp bsn aadha pesel personn codice nhs medicare identity"
    " national licen plate imei insurance sozial nie pan vin insee acc a/c konto routing aba bic swift"
).split()
_NUMBERED: Final = re.compile(r"[0-9]{2}|[0-9][ .-][0-9][ .-][0-9]|[A-Z]{6}")
"""One of them is in whatever stands behind these words."""

_BIRTHS: Final = ("born", "birth", "dob", "d.o.b", "geb", "nacid", "ne ", "nee ")
_PASSWORDS: Final = ("pass", "pwd", "wort", "mdp", "contrasena", "senha", "wachtwoord", "haslo", "losenord")
_COINS: Final = ("btc", "bitcoin", "wallet")


def papers(text: str) -> Iterator[Found]:
    """Numbers of papers, accounts, doors and cards, by their words or by their forms."""
    lower = text.lower()
    if _NUMBERED.search(text) and any(word in lower for word in _WORDS):
        for pattern, kind in ((_SECRET, "key"), (_OFFICE, "id"), (_BANK, "id")):
            for match in pattern.finditer(text):
                yield Found(match.start("value"), match.end("value"), kind, _joined(match["value"]))
    for match in _BRANCH.finditer(text) if "bsb" in lower else ():
        for part in ("branch", "account"):
            if match[part]:
                yield Found(match.start(part), match.end(part), "id", _joined(match[part]))
    for match in _FORMS.finditer(text) if _LONG.search(text) else ():
        yield Found(match.start(), match.end(), "id", match[0].lower())
    for pattern, kind, words in (
        (_COIN, "id", _COINS),
        (_BIRTH, "date of birth", _BIRTHS),
        (_PASSWORD, "key", _PASSWORDS),
    ):
        if any(word in lower for word in words):
            for match in pattern.finditer(text):
                yield Found(match.start("value"), match.end("value"), kind, match["value"])


def parted(text: str) -> Iterator[Found]:
    """Cards and accounts with strokes, dots or low lines between their fours."""
    if _FOURS.search(text) is None:
        return
    for match in _CARD.finditer(text):
        if luhn(_joined(match[0])):
            yield Found(match.start(), match.end(), "card", _joined(match[0]))
    for match in _IBAN.finditer(text):
        value = _joined(match[0])
        if int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1:
            yield Found(match.start(), match.end(), "iban", value)


def _joined(printed: str) -> str:
    return "".join(c for c in printed if c.isalnum()).upper()
