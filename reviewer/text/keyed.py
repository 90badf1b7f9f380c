"""Personal data that JSON names: the value of `"phone"` is a phone number, whatever it looks like.

Works on JSON, on JSON inside strings, on Python's way of printing a dictionary, and on what was cut off in the middle:
it reads folded text and looks for quoted keys. An object with a street in it is an address: its town, postcode and name
go too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.folding import MASK, folded
from reviewer.text.found import Found
from reviewer.text.postal import street

_KINDS: Final = {
    "email": "email emailaddress mail customeremail useremail contactemail",
    "phone": "phone phonenumber telephone tel mobile mobilenumber mobilephone cell cellphone fax contactphone msisdn",
    "card": "cardnumber creditcardnumber pan ccnumber",
    "iban": "iban accountnumber bankaccount",
    "name": "firstname lastname middlename givenname familyname surname fullname customername recipient recipientname"
    " cardholder cardholdername passengername",
    "key": "apikey password passwd pwd passphrase secret clientsecret accesstoken refreshtoken authtoken sessiontoken"
    " idtoken authorization privatekey secretkey secretaccesskey awssecretaccesskey awssecretkey accountkey"
    " sharedaccesskey passwort kennwort motdepasse contrasena senha wachtwoord",
    "date of birth": "dob dateofbirth birthdate birthday",
    "id": "ssn socialsecuritynumber passport passportnumber taxid nationalid",
    "ip": "ip ipaddress clientip remoteaddr",
}
_KIND: Final = {key: kind for kind, keys in _KINDS.items() for key in keys.split()}
_STREET: Final = frozenset("line1 address1 addressline1 street street1 streetaddress streetname".split())
_REST: Final = frozenset("line2 line3 address2 addressline2 street2 city town postcode postalcode zip zipcode".split())
_ALONE: Final = frozenset("postcode postalcode zip zipcode line2 address2 addressline2".split())

_ENTRY: Final = re.compile(
    r"(?P<mark>[\"'])(?P<key>[A-Za-z][A-Za-z0-9_ -]{0,39})(?P=mark)[ \t\r\n]{0,40}:[ \t\r\n]{0,40}"
    r"(?:\"(?P<double>[^\"\n]{1,400})\"|'(?P<single>[^'\n]{1,400})'(?=[ \t\r\n]{0,8}(?:[,}\]]|\Z))"
    r"|(?P<bare>[0-9]{4,40})(?![\w.]))"
)
_NOTHING: Final = frozenset(["null", "none", "n/a", "unknown", "-", "string", "true", "false", "yes", "no", ""])


def keyed(text: str) -> Iterator[Found]:
    """Values whose key says what they are."""
    if '":' not in text and "':" not in text and '" :' not in text:
        return
    entries = [(match, _plain(match["key"])) for match in _ENTRY.finditer(text)]
    if not entries:
        return
    within = _objects(text, [match.start() for match, _ in entries])
    homes: dict[int, str] = {}
    for (match, key), home in zip(entries, within, strict=True):
        if key in _STREET:
            homes.setdefault(home, street(folded(_value(match)[1])))
    for (match, key), home in zip(entries, within, strict=True):
        start, value = _value(match)
        if value.strip().lower() in _NOTHING or value == MASK:
            continue
        kind, norm = _read(key, value, homes.get(home), match["bare"] is not None)
        if kind:
            yield Found(start, start + len(value), kind, norm)


_OF_WHOM: Final = re.compile(
    r"^(?:new|old|current|customer|user|contact|shipping|billing|delivery|mailing|home|work|primary|alt|to|from|recipient"
    r"|sender|owner|guest)+(?=[a-z]{3})|[0-9]+$"
)
"""What stands before a key, or behind it, and says of whom it is: `customer_phone`, `phone_2`."""

_BESIDE: Final = _KIND | {
    "pin": "key", "cvv": "key", "cvc": "key", "cvv2": "key", "securitycode": "key", "otp": "key", "doorcode": "key",
    "gatecode": "key", "routingnumber": "id", "bic": "id", "swift": "id", "taxnumber": "id", "licenseplate": "id",
    "vin": "id", "driverslicense": "id", "macaddress": "id", "telegram": "handle",
    "instagram": "handle", "twitter": "handle", "facebook": "handle", "whatsapp": "phone", "handle": "handle",
}  # fmt: skip
_PERSON: Final = frozenset("customer buyer client guest passenger sender receiver accountholder attention attn".split())
_WHOLE: Final = frozenset("address streetaddress fulladdress postaladdress".split())
_PEOPLE: Final = re.compile(r"(?:[A-Z][\w.'\u2019-]{0,24} ){1,3}[A-Z][\w'\u2019-]{1,24}")


def keyed_besides(text: str) -> Iterator[Found]:
    """Values whose key says it with more words (`customer_phone`, `pin`), or stands before `=`: `zip="10117"`."""
    entries = _ENTRY.finditer(text) if '":' in text or "':" in text or '" :' in text else ()
    arguments = _ARGUMENT.finditer(text) if _ASSIGNED.search(text) else ()
    for match in (*entries, *arguments):
        start, value = _value(match)
        kind = _besides(_plain(match["key"]), value, argument=match.re is _ARGUMENT)
        if kind and MASK not in value and value.strip().casefold() not in _NOTHING:
            norm = re.sub(r"\D", "", value)[-9:] if kind == "phone" else " ".join(value.split()).casefold()
            yield Found(start, start + len(value), kind, norm)


_ARGUMENT: Final = re.compile(
    r"(?<![\w\"'.-])(?P<key>[A-Za-z][A-Za-z0-9_]{1,39}) ?= ?"
    r"(?:\"(?P<double>[^\"\n]{1,400})\"|'(?P<single>[^'\n]{1,400})')(?P<bare>(?!))?"
)
"""As in `find(zip="10117")`: with the groups of an entry, of which `bare` matches nothing here."""

_ASSIGNED: Final = re.compile("= ?[\"']")
_DIGITS: Final = {"phone": 6, "card": 6, "key": 3, "id": 3}
"""So many at least are in a value of that kind."""


def _besides(key: str, value: str, *, argument: bool) -> str:
    """What a value is by its key, where `keyed` does not say it."""
    short = _OF_WHOM.sub("", key)
    if key in _PERSON:
        return "name" if _PEOPLE.fullmatch(value) else ""
    if {key, short} & _WHOLE:
        return "address" if " " in value.strip() and "@" not in value else ""
    if argument and key in _STREET | _REST:
        return "address"
    if not argument and short == key and key in _KIND:
        return ""
    kind = _BESIDE.get(key) or _BESIDE.get(short, "")
    enough = sum(map(str.isdigit, value)) >= _DIGITS.get(kind, 0)
    return kind if enough and (kind != "email" or "@" in value) else ""


def _read(key: str, value: str, home: str | None, bare: bool) -> tuple[str, str]:
    plain = " ".join(value.split()).casefold()
    if key in _STREET:
        return "address", street(value)
    if home is not None and key in _REST:
        return "address", home
    if home is not None and key == "name":
        return "name", plain
    if key in _ALONE:
        return "address", "".join(value.split()).upper()
    kind = _KIND.get(key, "")
    if kind in ("phone", "card"):
        digits = "".join(c for c in value if c.isdigit())
        if len(digits) < 6:
            return "", ""
        return kind, digits[-9:] if kind == "phone" else digits
    if kind == "iban":
        return kind, "".join(c for c in value if c.isalnum()).upper()
    if kind == "key":
        return ("", "") if bare or len(value) < 4 else (kind, value)
    if kind == "email" and "@" not in value:
        return "", ""
    return kind, plain


def _plain(key: str) -> str:
    return "".join(c for c in key if c.isalnum()).lower()


def _value(match: re.Match[str]) -> tuple[int, str]:
    group = "double" if match["double"] is not None else "single" if match["single"] is not None else "bare"
    return match.start(group), match[group]


def _objects(text: str, places: list[int]) -> list[int]:
    """For each place where the innermost object around it begins."""
    found: list[int] = []
    open_at: list[int] = [-1]
    braces = re.compile(r"[{}]").finditer(text)
    brace = next(braces, None)
    for place in places:
        while brace is not None and brace.start() < place:
            if brace[0] == "{":
                open_at.append(brace.start())
            elif len(open_at) > 1:
                open_at.pop()
            brace = next(braces, None)
        found.append(open_at[-1])
    return found


def names_in(text: str) -> Iterator[str]:
    """The people that JSON names in `text`: for a list of names, so that they are found in prose too."""
    reading = folded(text)
    if '":' not in reading and "':" not in reading:
        return
    entries = [(match, _plain(match["key"])) for match in _ENTRY.finditer(reading)]
    within = _objects(reading, [match.start() for match, _ in entries])
    parts: dict[int, dict[str, str]] = {}
    for (match, key), home in zip(entries, within, strict=True):
        parts.setdefault(home, {}).setdefault(key, _value(match)[1].strip())
    for said in parts.values():
        whole = [said.get("firstname") or said.get("givenname"), said.get("lastname") or said.get("surname")]
        if any(whole):
            yield " ".join(part for part in whole if part)
        for key in ("fullname", "customername", "recipientname", "cardholder", "cardholdername", "passengername"):
            if said.get(key):
                yield said[key]
        if said.get("name") and not _STREET.isdisjoint(said):
            yield said["name"]
