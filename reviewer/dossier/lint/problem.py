"""What a rule of the linter has to say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["error", "warning"]
"""An error can be settled by counting and comparing; a warning reads wording, and a person has the last word."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `line` and `column` are from 1; `figures` are the names of those that speak against the sentence."""

    rule: str
    level: Level
    file: str
    line: int
    column: int
    claim: str | None
    """The id of the claim; None where it is about the whole file."""

    sentence: str
    says: str
    figures: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.level}: {self.says} ({self.rule})"

    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"figures": list(self.figures)}
