"""The eighteen sections of a deep report, in the order of its page.

A claims file writes them as `## Short version`; a dossier names them by id; every edition of every report links to them
by the same `#short-version`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `prose` is false where the program alone fills it, out of the figures."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    """What a writer may call it besides its id and its title."""

    prose: bool = True


SECTIONS: Final = (
    Section("header", "About this report", prose=False),
    Section("verdict", "Verdict"),
    Section("cards", "Six figures", ("stat cards",), prose=False),
    Section("method", "How it was measured", ("method",)),
    Section("short-version", "The short version", ("short version", "summary")),
    Section("resolution", "Resolution and handover", ("handover", "escalation")),
    Section("instruction-following", "Instruction-following", ("policy",)),
    Section("adversarial-safety", "Adversarial safety", ("safety",)),
    Section("traps", "Which traps catch it", ("traps × runs",)),
    Section("tools", "Tool usage and grounding", ("grounding", "tool usage")),
    Section("experience", "Customer experience", ("sentiment",)),
    Section("traits", "Strong and weak traits", ("strong and weak",)),
    Section("stability", "Stability across runs"),
    Section("comparison", "How it compares", ("comparisons",)),
    Section("cost", "Cost and verbosity", ("verbosity",)),
    Section("bottom-line", "Bottom line"),
    Section("at-a-glance", "At a glance"),
    Section("use-cases", "Per-use-case performance", ("per use case", "use cases")),
)
"""All of them; the private block has no section, since no page can print it."""

BOARD_SECTIONS: Final = (
    Section("verdict", "Headline", ("introduction", "intro")),
    Section("picks", "Which model", ("picks", "start here")),
    Section("table", "The board", ("leaderboard", "full leaderboard")),
    Section("value", "Safety against cost", ("the value picture", "value")),
    Section("hold-the-line", "Holding the line", ("the hold-the-line set", "traps")),
    Section("calibration", "Escalation, both ways", ("escalation calibration", "calibration")),
    Section("measures", "What is measured", ("what we measure", "method", "definitions")),
    Section("patterns", "Beyond the figures", ("patterns", "beyond the scores")),
    Section("honesty", "What this cannot say", ("limits", "how to read this honestly")),
    Section("next", "What comes next", ("next version",)),
)
"""Those of the page that compares models."""
