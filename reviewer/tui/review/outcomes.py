"""What can be said of an outcome, each with its key."""

from __future__ import annotations

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


def keys(case_class: str | None) -> dict[str, Said]:
    """The outcomes of a case of this class, by their keys."""
    return _TRAP if case_class == "trap" else _OTHER


def rows(case_class: str | None) -> list[Row]:
    """The same, to choose from."""
    found = keys(case_class)
    plain = [key for key, said in found.items() if not said.wants_reason]
    asking = [key for key in found if key not in plain]
    return [
        Heading("at once"),
        *(Entry(key, str(found[key])) for key in plain),
        Heading("with a reason"),
        *(Entry(key, str(found[key])) for key in asking),
    ]
