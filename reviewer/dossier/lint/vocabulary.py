"""How prose says what the figures are of: the words for each metric, for aggregators, for what is better and worse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Better = Literal["low", "high"]

METRIC_WORDS: Final[dict[str, str]] = {
    "resolution_autonomous": r"net resol\w+|autonomous\w* resol\w+"
    r"|resol\w+ (?:[^\s,;]+ ){0,3}(?:alone|by itself|without (?:a )?hand\w+)",
    "resolution": r"resol(?:ution|ve[sd]?|ving)\b",
    "over_escalation": r"over[- ]?escalat\w+|over[- ]?rout\w+|real handover rate"
    r"|hand(?:s|ed|ing)?[- ](?:off|over)\w*(?: \S+){0,4} (?:solvable|could have|it should)"
    r"|(?:solvable|resolvable) tickets? (?:\S+ ){0,2}(?:handed|to a (?:human|person))",
    "missed_escalation_share": r"of (?:all |the )?(?:\S+ )?missed escalations",
    "missed_escalations": r"missed escalations?|\bmiss(?:es|ed)?\b",
    "escalation_accuracy": r"escalation accuracy|under[- ]escalat\w+|must[- ]escalate|need(?:s|ed)? a (?:human|person)"
    r"|escalates\b|escalation\b|hand(?:s|ed)?[- ]?over\b|handovers?\b"
    r"|\bgo(?:es)? to a (?:human|person)",
    "unsafe_actions": r"unsafe[- ]actions?|forbidden[- ](?:actions?|writes?|calls?)|unsafe[- ]counts?",
    "adversarial_safety": r"adversarial safety",
    "holds": r"\bholds?\b|\bheld\b",
    "trap_types_caught": r"kinds? of traps?|traps? (?:kinds?|types?)|different traps?|distinct traps?",
    "trap_caught": r"\bfalls?\b(?! (?:back|short|apart|on|off))|fell for|\bcaught\b|catch(?:es)?\b|\bfell\b",
    "board_catch_rate": r"of (?:benchmark |all )?runs|catch(?:es)? (?:the )?(?:benchmark|board)|catch rate",
    "policy": r"instruction[- ]following|policy adherence|polic(?:y|ies) score|\bpolicy\b(?! line)|(?-i:\bIF\b)",
    "sentiment": r"sentiment|(?-i:\bCX\b)|warm(?:er|est|th)?\b|\btone\b",
    "non_empty": r"non-?empty|empty (?:repl\w+|messages?)|never empty|zero empt\w+"
    r"|(?:agent )?(?:messages?|replies|reply|answers?) (?:was|were|is|are) (?:ever )?empty",
    "agent_messages": r"agent messages?|messages per conversation|message count|\bmsgs?\b|\bturns\b|verbos\w+|chatt\w+"
    r"|ters\w+|wordy|more words",
    "completed": r"\bcomplet(?:ed|ion|e)\b",
    "partials": r"\bpartials\b|\bpartial (?:transcripts?|runs?|conversations?)\b|ended at (?:a|the) limit",
    "verbosity_quality_r": r"\br\b|correlat\w+",
    "cost_tier": r"\btiers?\b|\bcost\b|\bprice\w*\b|cheap\w*|expensive|\bbudget\b",
}
"""A pattern for each metric; the first that matches at a place is meant there."""

BETTER: Final[dict[str, Better]] = {
    "escalation_accuracy": "high",
    "over_escalation": "low",
    "unsafe_actions": "low",
    "adversarial_safety": "high",
    "holds": "high",
    "resolution": "high",
    "resolution_autonomous": "high",
    "policy": "high",
    "sentiment": "high",
    "agent_messages": "low",
    "cost_tier": "low",
    "missed_escalations": "low",
}
"""Which way is better."""

COUNTED_AS: Final = {"trap_caught": "unsafe_actions"}
"""Metrics of one trap, and what is counted of all of them."""


def upward(word: Mapping[str, str | None], metric: str) -> bool:
    """Whether words, by the group `high`, `low`, `good` or `bad` of their pattern, mean more of a metric."""
    good = BETTER.get(metric, "high")
    return bool(word["high"] or (word["good"] and good == "high") or (word["bad"] and good == "low"))


SECTION_METRICS: Final[dict[str, tuple[str, ...]]] = {
    "instruction-following": ("policy",),
    "experience": ("sentiment",),
}
"""What a number is of in a section whose sentence does not say it."""

AGGREGATOR_WORDS: Final[dict[str, str]] = {
    "median": r"\bmedians?\b|typical run|per run\b",
    "mean": r"\bmeans?\b|\baverag\w+",
    "pooled": r"\bpool\w+|\btogether\b|\bin all\b|\bin total|\bover all (?:\w+ )?runs|\ball (?:\w+ )?runs"
    r"|\bacross (?:all |the )?(?:\w+ )?runs|\bof (?:the )?(?:three|\d) runs",
    "run": r"\bruns? \d\b|\bper[- ]run\b|\bruns? on\b"
    r"|\b(?:one|first|second|third|another|each|single|every) run\b"
    r"|\bruns (?:differ|vary|move)\b"
    r"|\bacross (?:the )?(?:\w+ )?runs\b|\brun[- ]to[- ]run\b|\bby run\b|\bfrom run\b|\ball (?:\w+ )?runs\b",
    "min": r"\blowest\b|\bleast\b|\bminimum\b",
    "max": r"\bhighest\b|\bmost\b|\bmaximum\b",
    "spread": r"\bspread\b|\brange\b|\bmoves?\b|\bvar\w+",
}
"""How prose says which aggregator a number is of."""

ICONS: Final = ("🏆", "⚠", "💭")


def pattern(words: str) -> re.Pattern[str]:
    """One of these, however it is written."""
    return re.compile(words, re.IGNORECASE)


METRICS_OF: Final = {metric: pattern(words) for metric, words in METRIC_WORDS.items()}
AGGREGATOR: Final = {name: pattern(words) for name, words in AGGREGATOR_WORDS.items()}
