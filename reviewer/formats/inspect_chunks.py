"""Samples that Inspect writes in chunks: one folder of the archive each, put together again.

`sample.json` is the sample without its long parts; `messages`, `events` and `attachments` are lists, each cut into
members that are called after the index of their first item. The conversation at the end is a choice of those messages
(`message_refs`, half-open ranges); an attachment is referred to by its index. `calls`, and what else lies beside the
lists, only repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from reviewer.formats import limits
from reviewer.formats.json_text import Parsed
from reviewer.model.transcript import TranscriptWarning

SHELL = re.compile(r"samples/(?P<id>.+)_epoch_(?P<epoch>\d{1,6})/sample\.json")
PART = re.compile(
    r"(?P<sample>samples/.+_epoch_\d{1,6})/"
    r"((?P<list>messages|events|attachments|calls)/(?P<start>\d{1,12})|events/(stats|uuids)|metadata|skeleton)\.json"
)


def assembled(shell: str, parts: Iterable[re.Match[str]], parsed: Callable[[str], Parsed]) -> Parsed:
    """The sample whose shell is this member, as if it had been written in one piece. `parts` are its other members."""
    oddities: list[TranscriptWarning] = []

    def value(member: str) -> Any:
        found = parsed(member)
        oddities.extend(found.oddities)
        return found.value

    sample = value(shell)
    if not isinstance(sample, dict):
        return Parsed(sample, tuple(oddities))
    lists: dict[str, list[tuple[int, str]]] = {"messages": [], "events": [], "attachments": []}
    for part in parts:
        if part["list"] in lists:
            lists[part["list"]].append((int(part["start"]), part[0]))
        elif part[0].endswith("/metadata.json"):
            sample["metadata"] = value(part[0])
    whole = {
        name: [item for _, member in sorted(parts) for item in _list(value(member))] for name, parts in lists.items()
    }
    refs = sample.pop("message_refs", None)
    sample["messages"] = _chosen(whole["messages"], refs)
    sample["events"] = whole["events"]
    sample["attachments"] = {str(index): text for index, text in enumerate(whole["attachments"])}
    return Parsed(sample, tuple(oddities))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _chosen(pool: list[Any], refs: Any) -> list[Any]:
    """The messages that the ranges name, in their order; one more than a transcript may hold is enough to refuse it."""
    chosen: list[Any] = []
    for ref in _list(refs):
        if isinstance(ref, list) and len(ref) == 2 and all(isinstance(at, int) and at >= 0 for at in ref):
            chosen += pool[ref[0] : ref[1]]
        if len(chosen) > limits.MESSAGES:
            break
    return chosen
