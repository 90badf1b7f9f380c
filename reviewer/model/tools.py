"""What a tool does: what its definition says, and otherwise a guess from its name.

The name is taken apart into words (`cancel_order`, `cancelOrder` and `cancel-order` are the same), and the first rule
that fits decides:

1. handover: it speaks of a transfer, an escalation or a hand-over, to whomever;
2. kb: it looks something up in what the company has written down: a knowledge base, a policy, an FAQ, an article;
3. read: its first telling word only looks (`get`, `find`, `search`, …), names what is looked at (`status`, `items`,
   `profile`, …) or computes (`think`, `calculate`);
4. write: everything else. A tool that nobody recognises is shown as one that acts, so that no action hides. A call that
   names no tool is none: it counts as read, and a warning says that its name is missing.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Literal, get_args

ToolKind = Literal["read", "kb", "write", "handover"]
KINDS: tuple[ToolKind, ...] = get_args(ToolKind)

HANDOVER = frozenset("transfer escalate escalation handover handoff".split())
_TO_PEOPLE = frozenset("agent agents human humans representative specialist supervisor person support team".split())
_MONEY = frozenset("account amount balance file files fund funds money payment points ticket tickets".split())
KB = frozenset("kb faq faqs knowledge article articles policy policies docs documentation".split())
WRITES = frozenset(
    """add apply approve assign block book cancel change charge close create delete disable edit enable exchange grant
    insert issue make modify notify open pay place post put refund remove replace reset reship resume return revoke
    schedule send set submit suspend toggle update upload write""".split()
)
READS = frozenset(
    """analyze browse calc calculate calculator can check compare compute count describe detail details display estimate
    fetch find get has history info information inspect is items list load locate lookup orders plan preview profile
    query quote read reason recent records retrieve search show status summarize summary test think thought track
    tracking validate verify view""".split()
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def defined_kinds(definitions: str) -> dict[str, ToolKind]:
    """What tool definitions (JSON text of a list) say themselves: their key `kind`, where it is one of the four."""
    kinds: dict[str, ToolKind] = {}
    for tool in json.loads(definitions):
        inner = tool.get("function")
        name = tool.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
        kind = tool.get("kind")
        if isinstance(name, str) and kind in KINDS:
            kinds[name] = kind
    return kinds


@lru_cache(4096)
def guess_kind(name: str) -> ToolKind:
    """The kind of a tool, from its name alone."""
    if not name.strip():
        return "read"
    words = [word.lower() for word in _WORDS.findall(name)]
    said = set(words)
    joined = "_".join(words)
    if said & HANDOVER and not (said & _MONEY and not said & _TO_PEOPLE):
        return "handover"
    if "hand_off" in joined or "hand_over" in joined:
        return "handover"
    telling = next((word for word in words if word in WRITES or word in READS), None)
    if said & KB and telling not in WRITES:
        return "kb"
    return "read" if telling in READS else "write"
