"""The second draw of transcripts to label, as it was made: `python -m tests.checks.draw` prints rows of the index.

Three of each file in which somebody can say yes, from those that hold a write of the agent's and were not labelled
before. Of the first of each three and of every other third one it may be seen where a check errs; the others measure.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import groupby

from tests.checks.labelled import unlabelled

SEED = 3
EACH = 3
FIRST = 61
NOBODY_TO_ASK = "telecom-no-user"


def drawn() -> list[dict[str, object]]:
    """The rows: number, file, index, half."""
    chance = random.Random(SEED)
    found = ((file, place) for file, place, scene in unlabelled(before=2) if any(scene.of_kind("write")))
    rows: list[tuple[str, int, str]] = []
    for number, (file, places) in enumerate(groupby(found, key=lambda one: one[0])):
        if NOBODY_TO_ASK not in file:
            halves = ("tune", "held-out", "tune" if number % 2 else "held-out")
            picked = chance.sample([place for _, place in places], EACH)
            rows += [(file, place, half) for place, half in zip(picked, halves, strict=True)]
    return [
        {"n": n, "file": file, "index": place, "half": half, "draw": 2}
        for n, (file, place, half) in enumerate(rows, FIRST)
    ]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{json.dumps(row)}\n" for row in drawn()))
