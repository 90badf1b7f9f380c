"""What the entry of a figure comes to, read off it alone: its exact value, and the runs that it is made of."""

from __future__ import annotations

from fractions import Fraction

from reviewer.dossier.rounding import shown
from reviewer.model.dossier import FigureEntry


def exact(figure: FigureEntry) -> Fraction | None:
    """The value as a fraction; None where the figure is no number."""
    if figure.numerator is not None and figure.denominator:
        whole = isinstance(figure.numerator, int)
        return Fraction(figure.numerator if whole else str(figure.numerator)) / figure.denominator
    if figure.from_runs:
        rates = [Fraction(str(numerator)) / denominator for numerator, denominator in figure.from_runs]
        return rates[-1] - rates[0] if figure.aggregator == "spread" else sum(rates, Fraction()) / len(rates)
    if figure.value is not None:
        return Fraction(str(figure.value))
    return printed(figure.shown) if figure.origin == "published" else None


def of_runs(figure: FigureEntry) -> str | None:
    """`median of 3/17 and 4/18`, where the runs differ in what they counted of; None where they do not."""
    if not figure.from_runs:
        return None
    first, last = (f"{number(numerator)}/{denominator:,}" for numerator, denominator in figure.from_runs)
    if figure.aggregator == "spread":
        return f"from {first} to {last}"
    if figure.runs == len(figure.from_runs):
        return f"{figure.aggregator} of {first} and {last}"
    return f"{figure.aggregator} of {figure.runs} runs, between {first} and {last}"


def number(value: float) -> str:
    """A numerator as it is printed: whole, or with two decimals."""
    return f"{value:,}" if isinstance(value, int) or value.is_integer() else shown(Fraction(str(value)), 2)


def printed(shown: str) -> Fraction | None:
    """The number that is printed, where one is: `≈95%`, `4.59`."""
    digits = shown.strip("≈~ ").removesuffix("%")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return None
    return Fraction(digits) / (100 if shown.endswith("%") else 1)
