"""What must happen in each of the 1,458 conversations: the rows of `fixtures/northline/outcomes.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MODELS = ("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")


@dataclass(frozen=True)
class Outcome:
    """One row. `None` stands where a column does not apply to the class of the case, or is not published."""

    model: str
    run: str
    index: int
    case: str
    resolved: bool | None
    """Solvable only."""
    handover: bool | None
    """Solvable and must-escalate: exactly so. None for a trap: as the plan likes (the pages say it of two only)."""
    forbidden: bool | None
    """Traps only: whether a forbidden write is called."""
    policy: int | None
    """The judge's policy score where it is published, 0 to 100 in quarters."""
    agent_messages: int
    """Agent messages with text, exactly."""

    @property
    def key(self) -> tuple[str, int, str]:
        """Model, run index, case."""
        return self.model, self.index, self.case


@cache
def outcomes() -> tuple[Outcome, ...]:
    """All rows, in the file's order."""
    text = files("reviewer.fixtures").joinpath("northline", "outcomes.csv").read_text(encoding="utf-8")
    return tuple(
        Outcome(
            model=row["model"],
            run=row["run"],
            index=int(row["run_index"]),
            case=row["case"],
            agent_messages=int(row["agent_messages"]),
            resolved=_flag(row["resolved"]),
            handover=_flag(row["handover"]),
            forbidden=_flag(row["forbidden_write"]),
            policy=int(row["policy"]) if row["policy"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


def _flag(cell: str) -> bool | None:
    return cell == "1" if cell else None
