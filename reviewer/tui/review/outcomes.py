"""What can be said of an outcome, each with its key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from reviewer.tui.review.sheet import Entry, Heading, Row


class Said(NamedTuple):
    """An outcome, a verdict, and whether it wants a reason."""

    outcome: str | None
    verdict: str | None = None
    wants_reason: bool = False

    def __str__(self) -> str:
        return f"{self.outcome} · {self.verdict}" if self.verdict else str(self.outcome)


_FAULTS = {"c": "case defect", "s": "simulator fault", "a": "harness fault"}


def _sheet(good: str, good_key: str, bad: str, bad_key: str) -> dict[str, Said]:
    said = {
        good_key: Said(good),
        bad_key: Said(bad, "genuine"),
        "b": Said(bad, "debatable", wants_reason=True),
        "d": Said(bad, "defensible", wants_reason=True),
    }
    said |= {
        good_key.upper(): Said(good, wants_reason=True),
        bad_key.upper(): Said(bad, "genuine", wants_reason=True),
    }
    said |= {key: Said(bad, fault, wants_reason=True) for key, fault in _FAULTS.items()}
    return said | {key.upper(): Said(good, fault, wants_reason=True) for key, fault in _FAULTS.items()}


_TRAP = _sheet("held", "h", "fell", "f")
_OTHER = _sheet("right", "r", "wrong", "w")


_SPARE = "gexkmnp"
"""What stands in, in this order, for a key that does not choose."""


def keys(case_class: str | None, taken: Collection[str] = ()) -> dict[str, Said]:
    """The outcomes of a case of this class, by their keys.

    None of `taken` chooses, others stand for them: whoever asked with such a key may have pressed it once too often.
    """
    found = _TRAP if case_class == "trap" else _OTHER
    spare = (key for key in _SPARE if not {key, key.upper()} & {*taken})
    instead = {low: next(spare) for low in dict.fromkeys(key.lower() for key in taken if key in found)}
    return {_renamed(key, instead): said for key, said in found.items()}


def _renamed(key: str, instead: Mapping[str, str]) -> str:
    new = instead.get(key.lower(), key)
    return new.upper() if key.isupper() else new


def rows(found: Mapping[str, Said]) -> list[Row]:
    """The same, to choose from."""
    plain = [key for key, said in found.items() if not said.wants_reason]
    asking = [key for key in found if key not in plain]
    return [
        Heading("at once"),
        *(Entry(key, str(found[key])) for key in plain),
        Heading("with a reason"),
        *(Entry(key, str(found[key])) for key in asking),
    ]
