"""What a message says of a parcel and the results deny: how far it is, when it left, came or is due."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from reviewer.checks.ledger import Ledger, Parcel
from reviewer.checks.outdated import NEAR, sentence, speaks_of_new
from reviewer.checks.sources import Origin, Place

_WAITING: Final = frozenset(("processing", "pending", "packed"))
_MOVING: Final = frozenset(("shipped", "in_transit", "out_for_delivery"))
_GONE: Final = frozenset(("lost", "returned_to_sender"))
_HERE: Final = frozenset(("delivered",))
_OFF: Final = frozenset(("cancelled", "canceled"))

_HAPPENED: Final = (
    "elivered",
    "hipped",
    "reached you",
    "arrived",
    "came ",
    "got to you",
    "handed ",
    "dropped ",
    "igned ",
)
_UNDER_WAY: Final = ("out for", "processing", "for shi", "for dis", "transit", "its way", "asn", "as not")
_DATED: Final = (" left", "hipped", "stimate", "ETA", "delivery")
"""One of them stands in every statement that something happened, is under way, or has its day."""

_IS: Final = r"(?:\b(?:is|are)|['’]s)(?: (?:now|currently|already|still|just|being)){0,2} "
_DATE: Final = (
    r"(?![^.!?\n]{0,20}(?:[–—] ?[0-9]|(?<![0-9-])[0-9]{1,2}-[0-9]{1,2}(?![0-9-])| (?:to|and|or) [0-9]))"
    r"(?=[ *_`]{1,4}(?:the )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
    r"(?:[0-9]|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
"""One day follows, and no range of days."""

_DELIVERED: Final = re.compile(
    r"\b(?:(?:was|were|has been|have been|been|got|shows? as|marked(?: as)?|status:?|is|are)"
    r"[ *_`:]{1,4}(?:(?!for |of |on )\w+ ){0,2}?[*_`]{0,2}"
    r"(?:delivered|dropped off (?:at your (?:address|door|home|house|place)|with you))"
    r"|delivered[*_`]{0,2} (?:to you )?(?:just |only )?(?:on|yesterday|today|this)"
    r"|came (?:just |only )?yesterday|(?:reached you|(?P<came>arrived)|got to you|handed (?:\w+ ){1,3}to you"
    r"|(?:UPS|DHL|USPS|FedEx|carrier|courier|driver)(?: has)? handed (?:it|(?:the|your) parcel) over)"
    r"(?: (?:just|only|with you|safely)){0,2} (?:on|yesterday))\b",
    re.IGNORECASE,
)
_LEFT: Final = re.compile(r"\b(?:has|have|was|were|been) (?:already )?(?:been )?shipped\b", re.IGNORECASE)
_OUT: Final = re.compile(rf"{_IS}out for delivery\b", re.IGNORECASE)
_TRAVELS: Final = re.compile(rf"{_IS}(?:in transit\b|on its way(?= to you\b| with \w|[*_.,;!]|\Z))", re.IGNORECASE)
_NOT_LEFT: Final = re.compile(
    rf"{_IS}(?:processing|(?:processed|prepared|packed) for (?:shipping|shipment|dispatch))\b"
    r"|\b(?:has not|hasn['’]t) (?:yet )?(?:been )?(?:shipped|left (?:our|the) warehouse)\b",
    re.IGNORECASE,
)
_NOT_HERE: Final = re.compile(
    r"\b(?:has not|hasn['’]t) (?:yet been delivered\b|been delivered yet\b)|(?:\bis|['’]s) (?:currently|still) "
    r"(?:in transit|on its way)\b",
    re.IGNORECASE,
)
_LEFT_ON: Final = re.compile(
    rf"\b(?:it|parcel|package|order(?: #\w+)?|shipment)(?: was| has)? (?:left|shipped)(?: on)?{_DATE}", re.IGNORECASE
)
_DUE_ON: Final = re.compile(
    r"\b(?:(?:estimate|ETA)(?: \w+)?(?: is|:| says)|estimated (?:delivery|arrival)(?: (?:date|day))?(?: is|:| on| for)"
    rf"|estimates? (?:it|delivery|arrival) (?:for|on|by)|shows? (?:the )?delivery (?:on|for|by))[*_`]{{0,2}}{_DATE}",
    re.IGNORECASE,
)

_ON_THE_WAY: Final = re.compile(
    r"\b(?:in|at) (?:(?:the|our|a) (?:\w+ )?(?:hub|depot|cent(?:er|re)|facility|warehouse|airport|port"
    r"|customs)\b|[A-Z])"
)
"""After "arrived on 26 June": it is a scan of one that travels, or of one that came back."""

_SUPPOSES: Final = (
    r"if|once|when|until|unless|after|before|whether|which|as soon as|to be|should|will|would|may|might|can|could"
    r"|said|says|thought|mixed"
)
_NEGATED: Final = r"|n['’]t\b"
_DEPENDS: Final = re.compile(rf"\b(?:{_SUPPOSES})\b|\?", re.IGNORECASE)
_UNSURE: Final = re.compile(
    rf"\b(?:not|never|no|nor|nothing|none|nobody|neither|hardly|cannot|yet|estimated|expected|scheduled|{_SUPPOSES}"
    rf"|that (?:was|were))\b|\?{_NEGATED}",
    re.IGNORECASE,
)
_TOLD: Final = (
    r"sorry|understand|hear|know|you(?:['’]ve)? (?:say|tell|told|write|wrote|report|mention|see|saw|read|quote|think"
    r"|haven)|sounds?|seems?|maybe|perhaps|appears?|typically|usually|normally"
)
_ONCE: Final = r"but|however|although|though|was|were|earlier|first|original(?:ly)?|changed|moved|instead|not on"
_ELSE: Final = (
    r"back|returns?|refunds?|replacements?|exchanges?|payment|money|USD|amount|tickets?|colleague|desk|person|vouchers?"
    r"|invoice|confirmation|form|request|claim|cancellation|mails?|emails?|label|slip|lines?|items?|part|rest|other"
    r"|second|one of|while|as long as|an (?:order|parcel|package)|orders|parcels|any"
)
_OTHERS: Final = re.compile(rf"\b(?:{_SUPPOSES}|{_TOLD}|{_ONCE}|{_ELSE})\b|[?$€£]", re.IGNORECASE)
"""In a sentence on how far a parcel is, or on its days: it may be what somebody says, what was so once, or of something
else."""

_THE_PARCEL: Final = re.compile(r"\b(?:it|order|parcel|package|shipment|tracking|UPS|DHL|ETA|estimate)\b|#[0-9]", re.I)

_REASON: Final = re.compile(r";|[,–—] *(?:and |but )?(?:as|since|because)\b(?! (?:if|soon)\b)", re.IGNORECASE)
"""Before a statement that is given as a reason: what comes earlier says nothing of whether it holds."""

_ADDED: Final = re.compile(r", (?:and|but) (?=(?:it|the|your)\b)", re.IGNORECASE)
"""Before a statement of its own: what comes earlier may make it depend on something, and denies something else."""

_NEXT: Final = re.compile(r"; |,? (?:so|therefore|which means|meaning)\b|, and\b|: | [–—] ", re.IGNORECASE)
"""After a statement: what follows from it, or is added. A question mark at the end asks for all of it nevertheless."""

_BESIDE: Final = 16


class Conflict(NamedTuple):
    """A statement on a parcel, and the result that it is measured by.

    `start` to `end` is where its day may stand, `stated` the end of the statement itself. With `days`, the results know
    the day, and only another than these contradicts them; without, they deny the statement. A day is left alone that
    has a source of one of the origins in `spared`: it may be that of something else.
    """

    start: int
    stated: int
    end: int
    source: Place
    says: str
    days: frozenset[str] = frozenset()
    spared: Collection[Origin] = ()


_ANY: Final[tuple[Origin, ...]] = ("tool", "call", "customer", "system", "policy", "tools")
_RESULTS: Final[tuple[Origin, ...]] = ("tool",)
_HAS: Final = (
    (_DELIVERED, _WAITING | _MOVING | _GONE | {"processed"}),
    (_LEFT, _WAITING | _OFF),
)
_STAGES: Final = (
    (_OUT, _WAITING | _GONE | _HERE | _OFF | {"in_transit"}),
    (_TRAVELS, _WAITING | _OFF),
    (_NOT_LEFT, _MOVING | _GONE | _HERE | _OFF),
    (_NOT_HERE, _HERE),
)
"""Statements, each with what denies it."""


def denied(text: str, ledger: Ledger) -> Iterator[Conflict]:
    """The statements on parcels that the results deny."""
    if any(word in text for word in _HAPPENED):
        yield from _happened(text, ledger)
    if any(word in text for word in _UNDER_WAY):
        yield from _under_way(text, ledger)
    if any(word in text for word in _DATED):
        yield from _dated(text, ledger)


def _happened(text: str, ledger: Ledger) -> Iterator[Conflict]:
    """That something was delivered, or has left."""
    for stated, against in _HAS:
        for match in stated.finditer(text):
            start, end = sentence(text, match.start(), match.end())
            came = stated is _DELIVERED and match["came"]
            if _unsure(text, start, match, end) or (came and _ON_THE_WAY.search(text, match.end(), end)):
                continue
            parcels = _meant(text, start, end, ledger)
            until = min(end, match.end() + _BESIDE)
            spared = () if _of_one(parcels) else _ANY
            if known := [parcel for parcel in parcels if parcel.delivered]:
                if stated is _DELIVERED:
                    days = frozenset(parcel.delivered for parcel in known)
                    yield Conflict(match.start(), match.end(), until, known[-1].place, _either(days), days, spared)
            elif parcels and all(parcel.status in against for parcel in parcels):
                yield Conflict(match.start(), match.end(), until, *_status(parcels[-1]), spared=spared)


def _under_way(text: str, ledger: Ledger) -> Iterator[Conflict]:
    """That something is out for delivery, in transit, or has not left."""
    for stated, against in _STAGES:
        for match in stated.finditer(text):
            parcels = _first_sent(text, match, ledger)
            denying = [parcel for parcel in parcels if parcel.status in against]
            known = all(parcel in denying or parcel.status == "shipped" for parcel in parcels)
            scanned = stated is _OUT and any(ledger.says(parcel, "out for delivery") for parcel in parcels)
            if denying and known and not scanned:
                yield Conflict(match.start(), match.end(), match.end(), *_status(denying[-1]))


def _dated(text: str, ledger: Ledger) -> Iterator[Conflict]:
    """That something left on a day, or is due on one. A day of another result may be that of something else."""
    for stated in (_LEFT_ON, _DUE_ON):
        for match in stated.finditer(text):
            parcels = _first_sent(text, match, ledger)
            found = [(parcel.left if stated is _LEFT_ON else parcel.due, parcel.place) for parcel in parcels]
            if known := [(days, place) for days, place in found if days]:
                days = frozenset().union(*(days for days, _ in known))
                until = match.end() + _BESIDE
                yield Conflict(match.end(), match.end(), until, known[-1][1], _either(days), days, _RESULTS)


def _first_sent(text: str, stated: re.Match[str], ledger: Ledger) -> list[Parcel]:
    """The parcels of the one order that a statement is surely about; none where a replacement may be meant."""
    start, end = sentence(text, stated.start(), stated.end())
    said = text[start:end]
    if not _THE_PARCEL.search(said) or _OTHERS.search(said) or speaks_of_new(text[max(0, start - NEAR) : end + NEAR]):
        return []
    parcels = _meant(text, start, end, ledger)
    return parcels if _of_one(parcels) and parcels[0].order not in ledger.replacements else []


def _meant(text: str, start: int, end: int, ledger: Ledger) -> list[Parcel]:
    ledger.read()
    return ledger.meant(text[start:end], text[max(0, start - NEAR) : start])


def _of_one(parcels: list[Parcel]) -> bool:
    """Whether it is known which order is meant."""
    return len({parcel.order for parcel in parcels}) == 1


def _status(parcel: Parcel) -> tuple[Place, str]:
    return parcel.place, parcel.status.replace("_", " ")


def _either(days: frozenset[str]) -> str:
    return " or ".join(sorted(days))


def _unsure(text: str, start: int, stated: re.Match[str], end: int) -> bool:
    """Whether the clause that holds a statement leaves open, or denies, what it says; its sentence may ask for it."""
    first = max((reason.end() for reason in _REASON.finditer(text, start, stated.start())), default=start)
    own = max((added.end() for added in _ADDED.finditer(text, first, stated.start())), default=first)
    following = _NEXT.search(text, stated.end(), end)
    last = following.start() if following else end
    return (
        _DEPENDS.search(text, first, own) is not None
        or _UNSURE.search(text, own, last) is not None
        or "?" in text[last:end]
    )
