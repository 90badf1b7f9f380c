"""The classes of cases that ask for more than reading."""

from __future__ import annotations

from typing import Final

OUTCOME_CLASSES: Final = ("trap", "must-escalate")
"""Not finished without an outcome."""
