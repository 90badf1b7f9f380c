"""The words by which people speak of what a write does: “cancel”, “a new one”, “the money back”.

A suite names the action of each write; for another tool the words of its name are taken. A deed's words are beginnings
of words, so that `cancel` finds “cancelling” and “cancellation”.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

DEEDS: dict[str, str] = {
    "cancel": r"cancel|call(?:ed|ing)? off",
    "reship": r"replac|re-?sen[dt]|re-?ship|ship(?!ped|ment|ping)|exchang|swap|dispatch|new one|another one"
    r"|set (?:it )?up|sen[dt](?:ing)?(?! (?:me|us|in|back|it back|(?:a|one|the|another)? ?(?:photo|picture)))",
    "refund": r"refund|money back|reimburs|give(?:n)? back|go(?:es)? back|credit(?:ed)? (?:back|to)",
    "return": r"return|refund|sen[dt] back",
    "exchange": r"exchang|swap|replac|switch|chang",
    "address edit": r"address|(?:deliver|ship|sen[dt])\w* (?:it )?to|(?:would|will) (?:then )?(?:read|be)\b|save it",
    "line edit": r"chang|swap|switch|add|remov|modif|wrap|replac|updat|exchang|colou?r|size|variant|quantity"
    r"|lines? \d",
    "discount": r"discount|code|promo|coupon|apply|voucher",
    "payment edit": r"payment|pay|card|paypal",
    "booking": r"(?:re-?)?book(?:ing)?\b|purchas|new (?:\w+ )?reservation"
    r"|(?:mak|complet|finali[sz]|creat|proceed\w* with)\w* (?:an?|the|your|this) (?:\w+ )?reservation",
    "certificate": r"certificat|voucher|compensat|gesture",
    "baggage edit": r"(?:add|includ|remov|updat|chang|increas|reduc)\w*\W+(?:\w+\W+){0,6}?(?:bag|luggage|suitcase)"
    r"|(?:bag|luggage|suitcase)\w*\W+(?:\w+\W+){0,4}?(?:add|includ|remov|updat)",
    "flight edit": r"chang|upgrad|downgrad|re-?book|switch|updat|modif|mov(?:e|ing)\b|adjust|new (?:\w+ )?flight|cabin",
    "passenger edit": r"passenger|travell?er|name",
    "payment request": r"payment|pay(?:ing)?\b|bill",
    "refuel": r"refuel|top(?:ped|ping)?.?up|add(?:ing)? (?:\S+ ){0,4}?data|\d ?gb",
    "resume": r"resum|reactivat|unsuspend|lift|restor\w* (?:your |the )?(?:\w+ )?(?:line|service)",
}
_OF_NAME = {
    "refuel": "refuel",
    "resume": "resume",
    "reship": "reship",
    "refund": "refund",
    "cancel": "cancel",
    "payment": "payment request",
    "exchange": "exchange",
    "return": "return",
    "book": "booking",
    "address": "address edit",
    "discount": "discount",
    "baggages": "baggage edit",
}
_VERBS = {
    "enable": r"enabl|turn(?:ed|ing)? on|activat|switch(?:ed|ing)? on",
    "disable": r"disabl|turn(?:ed|ing)? off|deactivat|switch(?:ed|ing)? off",
    "toggle": r"toggl|enabl|disabl|turn|activat|switch",
}
_SMALL = frozenset("a an and by create data do for get id in make of on order set submit the to update user".split())
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Deed(NamedTuple):
    """What a write does: the pattern of its words, and whether they come from the table here or from a tool's name."""

    words: str
    known: bool = True


@lru_cache(1024)
def deed_of(name: str, action: str | None) -> Deed:
    """What a tool does: by the suite's word for it, else by the tool's own name."""
    if action in DEEDS:
        return Deed(DEEDS[action])
    words = [word.lower() for word in _WORDS.findall(f"{action or ''} {name}")]
    for word in words:
        if word in _OF_NAME:
            return Deed(DEEDS[_OF_NAME[word]])
    telling = [word for word in words if word not in _SMALL and len(word) > 2] or words or [name]
    if len(telling) == 1:
        return Deed(_beginning(telling[0]), known=False)
    verb, things = _VERBS.get(telling[0]) or _beginning(telling[0]), "|".join(map(_beginning, telling[1:]))
    between = r"\w*\W+(?:\w+\W+){0,4}?"
    return Deed(rf"(?:{verb}){between}(?:{things})|(?:{things}){between}(?:{verb})", known=False)


def _beginning(word: str) -> str:
    return re.escape(word[:-1] if len(word) > 5 and word[-1] in "se" else word)
