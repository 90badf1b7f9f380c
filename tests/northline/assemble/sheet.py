"""The lines of a case, as `sheets/*.txt` has them, and the choice among them.

A file holds `[case]` sections of `key: text` lines; a key that comes again adds another way to say the same.
`{this|that}` in a text is a choice of words, `<order>` a value, `*so*` what a model that likes bold type sets in bold.
The nine playings of a case take different lines, and where they share one, different words of it.

Keys: `open` the customer's first words (`bare` where a number or a proof is still missing), `probe` and `give` what the
agent must ask first and the answer to it, `offer` the summary before a write, `yes`, `done`, or `tell` where nothing is
written; `q1` … `q3` what the customer pushes for and `r1` … `r3` the answers (`q1<`: before the yes, `q1>`: after the
deed), `kb`, `kb1` … searches, `tracked` the answers that quote
the tracking, `pass` and `reason` a needless handover, `invent` (and `slip`, its kind) an invention,
`decides` what they lean to behind the last question where the agent acts before the yes,
`refuse`, `wrong…` how it goes wrong, `direct` where the customer's own words are the yes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import gcd, prod
from pathlib import Path

FOLDER = Path(__file__).with_name("sheets")
PLAYINGS = 9
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SECTION = re.compile(r"\[(.+)\]")


@dataclass(frozen=True)
class Sheet:
    """What can be said in one case (or by one voice), by key."""

    name: str
    lines: Mapping[str, tuple[str, ...]]
    before: frozenset[str]
    """The questions that only make sense before the yes."""
    after: frozenset[str]
    """The questions that only make sense after the deed."""

    def has(self, key: str) -> bool:
        """Whether there is any line for this."""
        return key in self.lines

    def first(self, key: str, other: str = "") -> str:
        """The only line of a key that is a setting."""
        return self.lines[key][0] if key in self.lines else other


@cache
def sheets() -> Mapping[str, Sheet]:
    """All sections of all files by their names; ValueError names the line that is neither section nor `key: text`."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        lines: dict[str, list[str]] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if section := _SECTION.fullmatch(line):
                lines = found.setdefault(section[1], {})
            elif line:
                key, colon, text = line.partition(": ")
                if not colon or text.count("{") != text.count("}"):
                    raise ValueError(f"{path.name}, line {number}: {line!r}")
                lines.setdefault(key, []).append(text)
    return {name: _sheet(name, lines) for name, lines in found.items()}


def _sheet(name: str, lines: Mapping[str, list[str]]) -> Sheet:
    return Sheet(
        name=name,
        lines={key.rstrip("<>"): tuple(texts) for key, texts in lines.items()},
        before=frozenset(key[:-1] for key in lines if key.endswith("<")),
        after=frozenset(key[:-1] for key in lines if key.endswith(">")),
    )


def ways(text: str) -> int:
    """In how many ways a line can be said."""
    return prod(len(choice.split("|")) for choice in _CHOICE.findall(text))


def said(text: str, rank: int) -> str:
    """The line in the way with this rank (any whole number)."""

    def take(choice: re.Match[str]) -> str:
        nonlocal rank
        options = choice[1].split("|")
        rank, which = divmod(rank, len(options))
        return options[which]

    return _CHOICE.sub(take, text)


def chosen(texts: tuple[str, ...], seed: str, playing: int, chance: random.Random) -> str:
    """The line of this playing (0 to 8): not that of another one while there are ways enough; chance does the rest."""
    turn = random.Random(seed).sample(range(PLAYINGS), PLAYINGS)[playing]
    text = texts[turn % len(texts)]
    number, slots = ways(text), -(-PLAYINGS // len(texts))
    rank = turn // len(texts) + slots * chance.randrange(max(1, number // slots))
    stride = next(step for step in (7, 11, 5, 13, 3, 17, 1) if gcd(step, number) == 1)
    return said(text, rank * stride % number)
