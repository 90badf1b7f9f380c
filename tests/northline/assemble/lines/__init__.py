"""The words of the cases, in text files: `[case]`, then `key: a way of saying it`, one line for each way.

Choices stand as `<one|other>`, values as `{order}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Words = Mapping[str, tuple[str, ...]]


@cache
def lines(name: str) -> Mapping[str, Words]:
    """Case id → key → its ways, of one text file beside this one."""
    cases: dict[str, dict[str, tuple[str, ...]]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = cases.setdefault(line.strip("[]"), {})
        elif line.strip():
            key, _, text = line.partition(":")
            words[key] = (*words.get(key, ()), text.strip())
    return cases
