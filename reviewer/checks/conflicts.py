"""Where a message says what the results do not: a delivery that did not take place, or what a write has replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reviewer.checks.ledger import Ledger
from reviewer.checks.sources import Place
from reviewer.checks.values import Value

_MOVING: Final = frozenset(
    "processing pending packed shipped in_transit out_for_delivery lost returned_to_sender processed".split()
)
_WAITING: Final = frozenset("processing pending packed".split())
_WORDS: Final = ("elivered", "shipped", "reached you", "arrived", "came ", "got to you", "handed ")
_STATED: Final = re.compile(
    r"\b(?:(?:(?:was|were|has been|have been|been|got|shows? as|marked(?: as)?|status:?|is|are)"
    r"[ *_`:]{1,4}(?:(?!for |of |on )\w+ ){0,2}?[*_`]{0,2}"
    r"delivered|delivered[*_`]{0,2} (?:to you )?(?:just |only )?(?:on|yesterday|today|this)"
    r"|came (?:just |only )?yesterday|(?:reached you|(?P<came>arrived)|got to you|handed (?:\w+ ){1,3}to you)"
    r"(?: (?:just|only|with you|safely)){0,2} (?:on|yesterday))"
    r"|(?P<left>(?:has|have|was|were|been) (?:already )?(?:been )?shipped))\b",
    re.IGNORECASE,
)
_ON_THE_WAY: Final = re.compile(
    r"\b(?:in|at) (?:(?:the|our|a) (?:\w+ )?(?:hub|depot|cent(?:er|re)|facility|warehouse|airport|port"
    r"|customs)\b|[A-Z])"
)
"""After "arrived on 26 June": it is a scan of one that travels, or of one that came back."""

_NEGATED: Final = r"|n't\b|n’t\b"
_UNSURE: Final = re.compile(
    r"\b(?:not|never|no|nor|cannot|if|once|when|until|unless|after|before|whether|which|yet|as soon as|to be|should"
    r"|will|would|may|might|can|could|estimated|expected|scheduled|said|says|thought|mixed|that (?:was|were))\b|\?"
    + _NEGATED,
    re.IGNORECASE,
)
_REASON: Final = re.compile(r";|[,–—] *(?:and |but )?(?:as|since|because)\b(?! (?:if|soon)\b)", re.IGNORECASE)
"""Before a statement that is given as a reason: what comes earlier says nothing of whether it holds."""

_NEXT: Final = re.compile(r"; |,? (?:so|therefore|which means|meaning)\b|, and\b|: | [–—] ", re.IGNORECASE)
"""After a statement: what follows from it, or is added. A question mark at the end asks for all of it nevertheless."""

_FORMER: Final = re.compile(
    r"\b(?:old|original|first|former(?:ly)?|previous(?:ly)?|earlier|from|instead|before|was|were|lost|not|no longer"
    r"|rather|down|changed|than|wrong)\b" + _NEGATED,
    re.IGNORECASE,
)
_NEW: Final = re.compile(
    r"\b(?:replacements?|reship(?:ment|ped)?|RS-[0-9]|new (?:one|parcel|package|order|shipment)|second parcel|booked)"
    r"\b",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\b(?:total|comes to|in all|altogether|order is now|now)\b", re.IGNORECASE)


class Conflict(NamedTuple):
    """A statement of a delivery, and the result that it is measured by.

    `start` to `end` is where its day may stand, `stated` the end of the statement itself. With `days`, the results know
    the delivery, and only another day than these contradicts them; without, they deny it. `sure` says that it is known
    which order is meant: where it is not, a day that a result holds may be that of something else.
    """

    start: int
    stated: int
    end: int
    source: Place
    says: str
    days: frozenset[str] = frozenset()
    sure: bool = True


def deliveries(text: str, ledger: Ledger) -> Iterator[Conflict]:
    """Statements that something was delivered, or has left."""
    if not any(word in text for word in _WORDS):
        return
    for match in _STATED.finditer(text):
        start, end = sentence(text, match.start(), match.end())
        if _unsure(text, start, match, end) or (match["came"] and _ON_THE_WAY.search(text, match.end(), end)):
            continue
        ledger.read()
        parcels = ledger.meant(text[start:end], text[max(0, start - _NEAR) : start])
        against = _WAITING if match["left"] else _MOVING
        until = min(end, match.end() + _BESIDE)
        sure = len({parcel.order for parcel in parcels}) == 1
        if known := [parcel for parcel in parcels if parcel.delivered]:
            if not match["left"]:
                days = frozenset(parcel.delivered for parcel in known)
                yield Conflict(
                    match.start(), match.end(), until, known[-1].place, " or ".join(sorted(days)), days, sure
                )
        elif parcels and all(parcel.status in against for parcel in parcels):
            last = parcels[-1]
            says = last.status.replace("_", " ")
            yield Conflict(match.start(), match.end(), until, last.place, says, sure=sure)


def _unsure(text: str, start: int, stated: re.Match[str], end: int) -> bool:
    """Whether the clause that holds a statement leaves open, or denies, what it says; its sentence may ask for it."""
    first = max((reason.end() for reason in _REASON.finditer(text, start, stated.start())), default=start)
    following = _NEXT.search(text, stated.end(), end)
    last = following.start() if following else end
    return _UNSURE.search(text, first, last) is not None or "?" in text[last:end]


def speaks_of_new(text: str) -> bool:
    """Whether a message speaks of a replacement."""
    return _NEW.search(text) is not None


def replaced(text: str, value: Value, ledger: Ledger) -> Place | None:
    """The replacement of whose parcel a message speaks with the number of an older one."""
    start = max(0, text.rfind("\n", 0, value.start) + 1, value.start - _NEAR)
    _, end = sentence(text, value.start, value.end)
    own, _ = sentence(text, value.start, value.end)
    if not _NEW.search(text, start, end) or _FORMER.search(text, own, end):
        return None
    ledger.read()
    number = text[value.start : value.end].rstrip("/").rpartition("/")[2].strip("_")
    parcel = ledger.parcel(number)
    if parcel is None or number == parcel.order:
        return None
    found = ledger.replacements.get(parcel.order)
    return found[1] if found and found[0] != number else None


def outdated(text: str, value: Value, source: Place, ledger: Ledger) -> Place | None:
    """What replaced a total or an address that is told as if it still held."""
    start, end = sentence(text, value.start, value.end)
    if _FORMER.search(text, start, end) or (value.kind == "money" and not _TOTAL.search(text, start, end)):
        return None
    ledger.read()
    return ledger.changed(value, source)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence goes that holds a span; at most some hundred characters each way."""
    first = max(0, start - _NEAR)
    for match in _END.finditer(text, first, start):
        first = match.end()
    last = _END.search(text, end, end + _NEAR)
    return first, last.end() if last else min(len(text), end + _NEAR)


_NEAR: Final = 240
_BESIDE: Final = 16
_END: Final = re.compile(r"[.!?…](?=[\s*_\"”')]|$)|\n")
