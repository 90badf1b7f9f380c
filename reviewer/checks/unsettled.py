"""Which values without a source are left open, whatever they are: two questions.

Is it said to be so, and not only supposed, offered or shown as an example? Is it of this case, and not of general use?
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.checks.values import Value

_SENTENCE: Final = 240
_SUPPOSES: Final = re.compile(
    r"\((?:e\.?g|i\.?e|(?:p\.? ?)?ej|z\. ?B|such as|like|(?:for )?example|por ejemplo|par exemple|zum Beispiel)\b"
    r"[^()\n]*\Z|\b(?:I(?:['’]ll| will)? (?:assume|suppose|guess)|assuming|supposing|hypothetically|let['’]?s say|asumo"
    r"|asumiendo|sup(?:ongo|oniendo|ongamos)|supposons|angenommen)\b[^.!?\n]*\Z",
    re.IGNORECASE,
)
_OR_ANOTHER: Final = re.compile(
    r"[^.!?\n]{0,60}\b(?:or (?:(?:some|any) ?)?(?:another|other|thing else)|o (?:algun[oa]? |algún )?otr[oa]"
    r"|ou (?:une? )?autre|oder (?:ein\w* )?ander)[^.!\n]{0,60}\?",
    re.IGNORECASE,
)
_LOOKS_UP: Final = re.compile(
    r"\b(?:if you|(?:like|want|prefer) (?:me|us) to|(?:I|we) (?:can|could)|(?:can|could|shall|should) (?:I|we))\b"
    r"[^.!?\n]*\b(?:search|check|look|try|explor)\w*[^.!?\n]*\Z",
    re.IGNORECASE,
)

_ASKS: Final = re.compile(
    r"(?:\A|[.!?:\n]\s+)(?:\w{1,12}, )?(?:was|were|did|has|have|had)(?:n['’]t)? [^.!?\n]*\Z", re.IGNORECASE
)
_ASKED: Final = re.compile(r"[^.!?\n]{0,160}\?")
_DENIES: Final = re.compile(
    r"\b(?:nothing|nobody|none) (?:was|were|has|have|came|arrived|left)\b[^.,;!?\n]*\Z", re.IGNORECASE
)

_TOLL_FREE: Final = re.compile("8(?:00|33|44|55|66|77|88)[0-9]{7}$")
_SHORT_CODE: Final = re.compile(r"\btext (?:\S{1,12} )?to \W{0,4}$", re.IGNORECASE)
_SAMPLE: Final = re.compile(r"(?:^|@)example\.(?:com|org|net)")
_MODEL: Final = re.compile("[A-Z]{2,8}-?[1-9][0-9]?|[0-9]{1,4}-[0-9]{1,4}")
"""So are models, standards and ranges written, too: COVID-19, HTML5, 50-100."""

_CALLED: Final = re.compile(
    r"(?:\b(?:id|no|n[uú]m\w*|number|code|c[oó]digo|order|flight|reservation|booking|ticket|case|reference|sku|item"
    r"|coupon|variant)s?|_id|#)\W{0,8}\Z",
    re.IGNORECASE,
)
_LAYS: Final = re.compile(r"\b(?:Way|Place|Pl|Court|Ct|Row|Square|Highway|Hwy|Circle|Close)\Z")
"""Streets are called so, and much else: 40 MPG Highway, 2 Tennis Court."""

_PLACE: Final = re.compile(r"\b(?:address|direcci[oó]n|adresse|live|mov\w+|ship\w*|deliver\w*|send|located|at)\b", re.I)


def stated(text: str, value: Value) -> bool:
    """Whether a message says that it is so: it supposes nothing, gives no example, leaves no choice of others, and of
    a day does not ask or deny that something was then, or say that somebody might look it up."""
    before = text[max(0, value.start - _SENTENCE) : value.start]
    if _SUPPOSES.search(before) or _OR_ANOTHER.match(text, value.end):
        return False
    if value.kind not in ("date", "weekday"):
        return True
    asks = _ASKS.search(before) is not None and _ASKED.match(text, value.end) is not None
    return not asks and not _LOOKS_UP.search(before) and not _DENIES.search(before)


def particular(text: str, value: Value, formed: bool) -> bool:
    """Whether a value is of this case, and none that anybody may use: a toll-free line, a model's name, a sample.

    `formed` says that the conversation has ids which begin like this one.
    """
    before = text[max(0, value.start - 40) : value.start]
    match value.kind:
        case "phone":
            return _TOLL_FREE.match(value.norm) is None
        case "email" | "url":
            return _SAMPLE.search(value.norm) is None
        case "address":
            lays = _LAYS.search(text, value.start, value.end) and text[value.end : value.end + 1] != ","
            return not lays or _PLACE.search(before) is not None
        case "id":
            if _SHORT_CODE.search(before):
                return False
            return formed or _CALLED.search(before) is not None or _MODEL.fullmatch(value.norm) is None
    return True
