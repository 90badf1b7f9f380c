"""What stands in prose for figures and for evidence: `{{fig:unsafe.median}}` and `[run/case M4.c1 "words"]`.

A placeholder is `{{kind:name form}}`; `= 4/18` behind it records what it stood for when the sentence was written. A
citation is written as `reviewer.review.anchors.citation` prints it. This file finds both and says what is misspelt;
what they stand for is `reviewer.dossier.resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "fig": ("value", "of", "interval", "runs", "band", "full"),
    "published": ("value", "of", "page", "full"),
    "trap": ("caught", "held", "board", "verdict", "label"),
    "tag": ("of", "share", "interval", "label", "full"),
    "judged": (),
    "compare": (),
    "cases": (),
    "coverage": (),
    "runs": (),
    "model": (),
    "suite": (),
}
"""Each kind of placeholder, and the forms that it has besides its plain one."""

UNNAMED = ("coverage", "runs", "model", "suite")
"""Kinds that take no name."""

MAYBE_NAMED = (*UNNAMED, "cases")

_NAMES = ("model", "suite")
_NAMING = ("label", "page")

_FIELD = r"(?:text|reasoning|c\d{1,4}(?:\.(?:name|args))?)"
CITATION: Final = (
    r"\[(?P<origin>[^\[\]\"\n]{1,200}?/[^\[\]\"\n]{1,200}?)\s+(?P<before>before\s+)?M(?P<message>\d{1,7})"
    rf"(?:\.(?P<field>{_FIELD}))?"
    r"(?:\s+\"(?P<words>.{1,4000}?)\")?(?P<synthetic>\s+synthetic)?\]"
)
_CITATION = re.compile(CITATION, re.DOTALL)
_NEARLY = re.compile(
    r"\[(?:[^\[\]\"“”\n]{1,200}?\s)?(?:before\s+)?[Mm]\d{1,7}(?![\w-])[^\[\]\"“”\n]{0,40}(?:[\"“][^\n]{0,4000}?[\"”]\s*(?=\]))?"
    r"|\[[^\[\]\"“”\n]{1,200}?/[^\[\]\"“”\n]{1,200}?\s+[\"“][^\n]{0,4000}?[\"”]\s*(?=\])"
)
_ATTEMPT = re.compile(r"(.*?)\s+attempt\s+(\d{1,6})")
_PLACEHOLDER = re.compile(r"\{\{([^{}]{0,400})\}\}")
_SINGLE = re.compile(rf"(?<!\{{)\{{\s*((?:{'|'.join(FORMS)})(?:\s*:[^{{}}\n]{{1,400}})?)\s*\}}(?!\}})")
_INNER = re.compile(
    r"\s*(?P<kind>[a-z]+)\s*(?::(?P<rest>(?:\"(?:[^\"\\]|\\.)*\"|[^\"=])*))?(?:=(?P<was>.*))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One of them, from `start` to `end` in the text that was scanned."""

    start: int
    end: int
    kind: str
    name: str = ""
    form: str = ""
    was: str | None = None
    """What it stood for when the sentence was written, if the file says so."""

    @property
    def bears(self) -> bool:
        """Whether a sentence can stand on it: on what was counted or said, not on what something is called."""
        return self.kind not in _NAMES and self.form not in _NAMING


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: a message, a field of it, or words in a field; `before`: something is missing there."""

    start: int
    end: int
    origin: str
    """`run/case`."""

    message: int
    field: str | None = None
    words: str | None = None
    attempt: int = 1
    before: bool = False
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """Something misspelt, and what was expected."""

    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in a text, in its order."""

    placeholders: tuple[Placeholder, ...] = ()
    citations: tuple[Cited, ...] = ()
    slips: tuple[Slip, ...] = ()


def scan(text: str) -> Scan:
    """Every placeholder and citation of a text; never raises."""
    citations = [_cited(found) for found in _CITATION.finditer(text)]
    inside = [(one.start, one.end) for one in citations]
    placeholders: list[Placeholder] = []
    slips: list[Slip] = []
    for found in _PLACEHOLDER.finditer(text):
        if not _within(found.start(), inside):
            made = _placeholder(found)
            if isinstance(made, Placeholder):
                placeholders.append(made)
            else:
                slips.append(made)
    known = [*inside, *((found.start(), found.end()) for found in _PLACEHOLDER.finditer(text))]
    slips += [
        Slip(found.start(), found.end(), _uncited(found[0]))
        for found in _NEARLY.finditer(text)
        if not _within(found.start(), known) and not text.startswith("](", found.end())
    ]
    slips += [
        Slip(found.start(), found.end(), f"{found[0]} is in single braces: a placeholder reads {{{{{found[1]}}}}}")
        for found in _SINGLE.finditer(text)
        if not _within(found.start(), inside)
    ]
    slips += [
        Slip(found.start(), found.end(), "a placeholder reads {{fig:name}}; this one is not complete")
        for found in re.finditer(r"\{\{|\}\}", text)
        if not _within(found.start(), known)
    ]
    return Scan(tuple(placeholders), tuple(citations), tuple(sorted(slips, key=lambda slip: slip.start)))


def _uncited(found: str) -> str:
    """What is the matter with something that nearly is a citation."""
    expected = 'a citation reads [run/case M4.text "words"]; '
    head = re.split(r"[\"“]", found, maxsplit=1)[0]
    if re.fullmatch(r"\[\s*(?:before\s+)?[Mm]\d+\S*\s*", head):
        return expected + "here run and case are missing"
    if "/" not in head:
        return expected + "here the run is missing"
    if re.search(r"\sm\d", head):
        return expected + "a message is written with a capital M"
    if not re.search(r"\sM\d", head):
        return expected + "here the message is missing"
    if "“" in found:
        return expected + "its words stand between straight quotation marks"
    if re.search(rf"\sM\d+\.(?!{_FIELD}[\s\"\]]|{_FIELD}$)", head):
        return expected + "a field is text, reasoning, c1, c1.name or c1.args"
    return expected + "this one is not complete"


def near(name: str, names: Iterable[str], count: int = 4) -> str:
    """`; near are a, b`, or nothing."""
    found = get_close_matches(name, list(names), n=count, cutoff=0.5)
    return f"; near are {', '.join(found)}" if found else ""


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _cited(found: re.Match[str]) -> Cited:
    origin, attempt = found["origin"].strip(), 1
    if (told := _ATTEMPT.fullmatch(origin)) is not None:
        origin, attempt = told[1], int(told[2])
    return Cited(
        found.start(),
        found.end(),
        origin,
        int(found["message"]),
        found["field"],
        found["words"],
        attempt,
        before=found["before"] is not None,
        synthetic=found["synthetic"] is not None,
    )


def _placeholder(found: re.Match[str]) -> Placeholder | Slip:
    inner = _INNER.fullmatch(found[1])
    if inner is None:
        return Slip(*found.span(), f"{found[0]} is no placeholder; one reads {{{{fig:name}}}}")
    kind, was = inner["kind"], inner["was"]
    if kind not in FORMS:
        there = ", ".join(FORMS)
        return Slip(*found.span(), f"there is no placeholder called {kind}; there are {there}")
    name, form = _form(kind, " ".join((inner["rest"] or "").split()))
    if not name and kind not in MAYBE_NAMED:
        return Slip(*found.span(), f"{{{{{kind}:…}}}} needs a name")
    if name and kind in UNNAMED:
        return Slip(*found.span(), f"{{{{{kind}}}}} takes no name; here it has {name}")
    return Placeholder(*found.span(), kind, name, form, was.strip() if was is not None else None)


def _form(kind: str, rest: str) -> tuple[str, str]:
    """The name and the form: the last word is a form where it is one of the kind's own."""
    name, _, last = rest.rpartition(" ")
    return (name, last) if name and last in FORMS[kind] else (rest, "")
