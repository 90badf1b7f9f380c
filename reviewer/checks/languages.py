"""What is read of other languages than English, so that it is not held against an agent.

A yes to "¿Desea que lo cancele?" is one, and "el 20 de abril a las 11" may be where 2026-04-20 and 11:00 come from.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reviewer.checks.patterns import MONTH
from reviewer.checks.values import Value

_ENGLISH: Final = re.compile(r"\b(?:the|you|your|is|are|to|of|and|would|please|it|for|have|with)\b", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"\b(?:el|los|las|una?|que|del?|por|para|con|sus?|está|le|les|des|du|et|vous|votre|vos|pour|est|der|das|und|ist|sie"
    r"|ihren?|für|zu|il|di|che|è|não|você|uma|em|het|een|van)\b",
    re.IGNORECASE,
)
_SEEKS: Final = re.compile(
    r"\b(?:pro[cs][eé]d|confirm|conferm|bestätig|dese[ae]|quier[ea]|gostaria|souhait|voulez|vuo(?:le|i)\b|desidera"
    r"|möcht|soll(?:en)? (?:ich|wir)\b|fortfahr|de acuerdo|d['’]accord|einverstanden|correct[oa]?\b|est[áa] bien)",
    re.IGNORECASE,
)
_ELSE: Final = re.compile(r"\b(?:algo|alguna|autre chose|noch etwas|qualcos|altro)\b", re.IGNORECASE)
_QUESTION: Final = re.compile(r"[^.?!\n]{1,300}+\?")

_LENGTH: Final = re.compile(
    r"(?<![0-9.,])([0-9]{1,3})\)? (?:d\S{1,4}as?|a(?:ñ|\S{2})os?|horas?|mes(?:es)?|semanas?|minutos?|Tagen?|Jahren?"
    r"|Stunden|Wochen|Monaten?|jours?|ans|heures?|mois|semaines?|giorni|anni|ore|mesi|settimane)\b",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "ene|jan|gen", "f[eé][bv]", "mar|mär", "a[bpv]r", "ma[igy]", "jui?n|giu", "jui?l|lug", "ago|aug|aoû", "se[pt]",
    "o[ckt]t", "nov", "d[eéi][cz]",
)  # fmt: skip
_DAY: Final = re.compile(
    rf"(?<![0-9.,])([0-9]{{1,2}})(?:º|°|\.|er)? (?:de )?(?!{MONTH}\b)(?:{'|'.join(f'({name})' for name in _MONTHS)})",
    re.IGNORECASE,
)
_HOUR: Final = re.compile(
    r"\b(?:at|around|by|las?|à|às|um|gegen|alle|vers) ([01]?[0-9]|2[0-3])(?![0-9:/.]|,[0-9]| ?[%$€])"
    r"(?! (?:\w+ )?(?:day|hour|min|week|month|year|d[ií]a|hora|jour|tag))"
    r"|\b([01]?[0-9]|2[0-3]) ?(?:h|uhr|o['’]clock)\b|\b(noon|mediod[ií]a|midi|mittags?)\b",
    re.IGNORECASE,
)
_WEEKDAYS: Final = (
    "lunes|lundi|montag|luned[iì]|segunda-feira", "martes|mardi|dienstag|marted[iì]|terça-feira",
    "mi[eé]rcoles|mercredi|mittwoch|mercoled[iì]|quarta-feira", "jueves|jeudi|donnerstag|gioved[iì]|quinta-feira",
    "viernes|vendredi|freitag|venerd[iì]|sexta-feira", "s[aá]bado|samedi|samstag|sabato",
    "domingo|dimanche|sonntag|domenica",
)  # fmt: skip
_OFFSETS: Final = ("mañana|demain|morgen|domani|amanhã", "ayer|gestern|ieri|ontem")
_NAMED_DAY: Final = re.compile(rf"\b(?:{'|'.join(f'({names})' for names in (*_WEEKDAYS, *_OFFSETS))})\b", re.IGNORECASE)
_NORMS: Final = (*(("day", number) for number in range(7)), ("offset", 1), ("offset", -1))


@lru_cache(8)
def foreign(text: str) -> bool:
    """Whether a text is in another language than English, by the small words in it."""
    return len(_OTHER.findall(text)) > len(_ENGLISH.findall(text))


def seeks_consent(asked: str) -> bool:
    """Whether a question in another language leaves a yes to be said, and does not only want to know something."""
    return foreign(asked) and any(
        _SEEKS.search(question) and not _ELSE.search(question) for question in _QUESTION.findall(asked)
    )


class Heard:
    """Days, hours and lengths of time in texts whose words are not read for values: "72 horas", "at 3"."""

    def __init__(self) -> None:
        self._unread: list[str] = []
        self._lengths: set[float] = set()
        self._days: set[tuple[int, int]] = set()
        self._hours: set[int] = set()
        self._named_days: set[tuple[str, int]] = set()

    def add(self, text: str) -> None:
        """A text, to be read when it is needed, and only once."""
        self._unread.append(text)

    def holds(self, value: Value) -> bool:
        """Whether a length of time, a day or a full hour may come from there."""
        if value.kind not in ("window", "date", "weekday", "time"):
            return False
        self._read()
        if value.kind == "weekday":
            return value.norm in self._named_days
        if value.kind == "time":
            return value.norm % 60 == 0 and value.norm // 60 % 12 in self._hours
        if value.kind == "date":
            return value.norm[1:] in self._days
        unit, *ends = value.norm
        return any(part in self._lengths for end in ends for part in (end, end / (12 if unit == "m" else 24)))

    def _read(self) -> None:
        for text in self._unread:
            self._lengths.update(map(float, _LENGTH.findall(text)))
            for day in _DAY.finditer(text):
                self._days.add(((day.lastindex or 0) - 1, int(day[1])))
            self._named_days.update(_NORMS[(day.lastindex or 0) - 1] for day in _NAMED_DAY.finditer(text))
            for one, other, noon in _HOUR.findall(text):
                self._hours.add(0 if noon else int(one or other) % 12)
        self._unread.clear()
