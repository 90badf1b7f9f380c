"""The quarter of a fleet that a model is in, by one value of each. It knows no readings: boards tell it, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

QUARTERS = ("lowest", "second", "third", "highest")
"""The quarters of a fleet, by value."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Where a model stands in a fleet, of which `lower` models have less. `name` is None among fewer than four."""

    name: str | None
    lower: int
    models: int

    def sentence(self, title: str) -> str:
        """`agent messages: third quarter of 8 models; 5 of them have fewer`; of too few models, that it is so."""
        models = f"{self.models} model{'s' * (self.models != 1)}"
        if self.name is None:
            return f"{title}: no quarter of {models}, as quarters need {len(QUARTERS)}"
        have = "has" if self.lower == 1 else "have"
        return f"{title}: {self.name} quarter of {models}; {self.lower} of them {have} fewer"


def quarter(values: Mapping[str, Fraction], model: str) -> Quarter:
    """The quarter of a fleet that a model's value is in.

    It goes by how many models are lower: equals are in one quarter, the lower one.
    """
    lower, models = sum(value < values[model] for value in values.values()), len(values)
    name = QUARTERS[lower * len(QUARTERS) // models] if models >= len(QUARTERS) else None
    return Quarter(name, lower, models)
