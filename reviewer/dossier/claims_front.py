"""The front matter of a claims file: TOML between two lines `+++`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reviewer.dossier.placeholders import Slip, near

_FENCED = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"\ufeff?\+\+\+[ \t]*(?:\r?\n|\Z)")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_LINE = re.compile(r"^", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pick:
    """A recommendation, and the rule that made it one."""

    slot: str
    model: str
    rule: str


@dataclass(frozen=True, slots=True)
class Front:
    """What the writer settled for the whole file."""

    page: Literal["report", "board"] = "report"
    model: str | None = None
    suite: str | None = None
    draft: bool = False
    """It was made by the program, and nobody has gone over it yet."""

    scheme: str | None = None
    """The suite's cluster scheme that the table by use case follows."""

    left_out: tuple[str, ...] = ()
    """Intents that the table leaves out on purpose."""

    single_reader: bool = False
    """Cited findings may have one reader; the page says so."""

    snapshot: str | None = None
    """The fleet snapshot that comparisons are made from."""

    compare: tuple[str, ...] = ()
    """Models that this one is compared with."""

    conclusions: tuple[str, ...] = ()
    """The author's own, for the private block."""

    picks: tuple[Pick, ...] = ()


_TEXT = {"model", "suite", "scheme", "snapshot"}
_LISTS = {"left-out": "left_out", "compare": "compare", "conclusions": "conclusions"}
_FLAGS = {"draft": "draft", "single-reader": "single_reader"}
KEYS = ("page", *sorted(_TEXT), *_LISTS, *_FLAGS, "picks")
"""What front matter can say."""


def front_matter(text: str) -> tuple[Front, list[Slip], int]:
    """What it says, what is wrong with it, and where the body begins. A file without front matter is no error."""
    found = _FENCED.match(text)
    if found is None:
        if _OPENED.match(text):
            return Front(), [Slip(0, 3, "front matter ends with a line +++; there is none")], len(text)
        return Front(), [], 1 if text.startswith("\ufeff") else 0
    try:
        data = tomllib.loads(found[1].replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        start, says = _where(found[1], found.start(1), str(error))
        return Front(), [Slip(start, start + 1, f"front matter is TOML: {says}")], found.end()
    slips: list[Slip] = []
    values = dict(_values(data, found[1], found.start(1), slips))
    return Front(**values), slips, found.end()


def _values(data: Mapping[str, Any], source: str, start: int, slips: list[Slip]) -> Sequence[tuple[str, Any]]:
    made: list[tuple[str, Any]] = []
    for key, value in data.items():
        says = ""
        if key in _TEXT:
            made.append((key, value)) if isinstance(value, str) else None
            says = "" if isinstance(value, str) else "expected a text in quotes"
        elif key in _FLAGS:
            made.append((_FLAGS[key], value is True))
            says = "" if isinstance(value, bool) else "expected true or false"
        elif key in _LISTS:
            good = isinstance(value, list) and all(isinstance(one, str) for one in value)
            made.append((_LISTS[key], tuple(value))) if good else None
            says = "" if good else "expected a list of texts"
        elif key == "page":
            good = value in ("report", "board")
            made.append(("page", value)) if good else None
            says = "" if good else 'expected "report" or "board"'
        elif key == "picks":
            picks = _picks(value)
            made.append(("picks", picks or ()))
            says = "" if picks is not None else "expected tables [[picks]], each with slot, model and rule"
        else:
            says = f"there is no such key{near(key, KEYS) or '; there are ' + ', '.join(KEYS)}"
        if says:
            slips.append(Slip(*_key(source, start, key), f"{key}: {says}"))
    return made


def _picks(value: Any) -> tuple[Pick, ...] | None:
    if not isinstance(value, list):
        return None
    names = ("slot", "model", "rule")
    if not all(isinstance(one, dict) and set(one) == set(names) for one in value):
        return None
    if not all(isinstance(one[name], str) for one in value for name in names):
        return None
    return tuple(Pick(**one) for one in value)


def _key(source: str, start: int, key: str) -> tuple[int, int]:
    found = re.search(rf"^[ \t]*\[*[ \t]*[\"']?({re.escape(key)})\b", source, re.MULTILINE)
    return (start + found.start(1), start + found.end(1)) if found else (start, start)


def _where(source: str, start: int, message: str) -> tuple[int, str]:
    """The offset that a message of the TOML reader names, and the message without it."""
    found = _AT.search(message)
    says = (message[: found.start()] if found else message).strip()
    if not found or not found[1]:
        return start + max(0, len(source.rstrip()) - (0 if found else len(source))), says
    lines = [one.start() for one in _LINE.finditer(source.replace("\r\n", "\n"))]
    line = min(int(found[1]), len(lines)) - 1
    return start + min(lines[line] + int(found[2]) - 1, max(0, len(source) - 1)), says
