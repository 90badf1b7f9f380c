"""The later draws of transcripts to label, as they were made: `python -m tests.checks.draw 2` prints rows of the index.

All are of transcripts that hold a write of the agent's and were not labelled before. The second draw takes three of
each file in which somebody can say yes. The third looks for writes that nobody agreed to: it takes all
with a write before which the customer's last words have none of the words of a yes, or the agent's last words none of a
question. Of one part of each draw it may be seen where a check errs; the other part measures. The fourth is of other
files; all of it measures.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from itertools import groupby

from reviewer.checks.scene import Scene
from tests.checks.labelled import BRANCHES, scenes, unlabelled

NOBODY_TO_ASK = "telecom-no-user"
YES = re.compile(
    r"\b(?:yes|yeah|yep|sure|ok|okay|please do|go ahead|proceed|confirm\w*|correct|sounds good|that works|agree)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\?|\b(?:confirm|proceed|let me know)", re.IGNORECASE)
"""Wider than what the check looks for, and not made with it: what has none of these is likely to be unconfirmed."""

FRESH = {
    f"{BRANCHES}/09c941e54dc711c7cee082f210079de90bff0599.json": 20,
    f"{BRANCHES}/dfd71123a2868b264444e33a088325dc91a6de28.json": 7,
    f"{BRANCHES}/0620dda831909001fe4bd79dd3cb0bd4cb41a85f.json": 7,
    f"{BRANCHES}/e77229c1fcb00b4447b3b9e3222c85b3324a2b75.json": 7,
    f"{BRANCHES}/d8bfdae119c4c8434ad3936a35cca84e63e888ed.json": 7,
    f"{BRANCHES}/b25ec8565ee4572042aa0f614044fb6697077198.json": 7,
    f"{BRANCHES}/d09a484020d9667ee90232299ddc10f8562e9dbf.json": 7,
}
"""The fourth draw's files, and how many transcripts of each it takes besides the hard ones."""

LOOP = 50
"""A transcript with more writes than this is one write made again and again."""

Row = dict[str, object]


def second() -> Iterator[Row]:
    """Thirty, n from 61."""
    chance = random.Random(3)
    rows: list[tuple[str, int, str]] = []
    for number, (file, places) in enumerate(_by_file(2, lambda scene: any(scene.of_kind("write")))):
        if NOBODY_TO_ASK not in file:
            halves = ("tune", "held-out", "tune" if number % 2 else "held-out")
            rows += [(file, place, half) for place, half in zip(chance.sample(places, 3), halves, strict=True)]
    for n, (file, place, half) in enumerate(rows, 61):
        yield {"n": n, "file": file, "index": place, "half": half, "draw": 2}


def third() -> Iterator[Row]:
    """All of those, n from 91; which half each belongs to is drawn."""
    chance = random.Random(20)
    n = 91
    for file, places in _by_file(3, _unasked):
        if NOBODY_TO_ASK not in file:
            halves = ["tune", "held-out"] * (len(places) // 2) + chance.sample(["tune", "held-out"], len(places) % 2)
            chance.shuffle(halves)
            for place, half in zip(places, halves, strict=True):
                yield {"n": n, "file": file, "index": place, "half": half, "draw": 3}
                n += 1


def fourth() -> Iterator[Row]:
    """Of each new file those that the third draw would take and some others, n from 157; without one that is a loop."""
    chance = random.Random(4)
    n = 157
    for file, others in FRESH.items():
        acting = {place: scene for place, scene in enumerate(scenes(file)) if scene and any(scene.of_kind("write"))}
        hard = [place for place, scene in acting.items() if _unasked(scene)]
        easy = [place for place in acting if place not in hard]
        places = sorted(hard + chance.sample(easy, min(len(easy), others)))
        # Halves were drawn here, and given up before anything was labelled: the seed's course is kept.
        halves = ["tune", "held-out"] * (len(places) // 2) + chance.sample(["tune", "held-out"], len(places) % 2)
        chance.shuffle(halves)
        for place in places:
            if len([*acting[place].of_kind("write")]) <= LOOP:
                yield {"n": n, "file": file, "index": place, "half": "held-out", "draw": 4}
            n += 1


def _by_file(draw: int, fits: Callable[[Scene], bool]) -> Iterator[tuple[str, list[int]]]:
    """Each file, with the indices in it of those that fit and stand in no earlier draw."""
    found = ((file, place) for file, place, scene in unlabelled(draw) if fits(scene))
    for file, places in groupby(found, key=lambda one: one[0]):
        yield file, [place for _, place in places]


def _unasked(scene: Scene) -> bool:
    """Whether before some write the customer's last words hold no yes, or the agent's last words no question."""
    answer = question = ""
    for message in scene.messages:
        if message.role == "customer":
            answer = message.text if message.text.strip() else answer
        elif message.role == "agent":
            if any(call.kind == "write" for call in message.calls) and not (
                YES.search(answer) and QUESTION.search(question)
            ):
                return True
            question = message.text if message.text.strip() else question
    return False


if __name__ == "__main__":
    draws = {"2": second, "3": third, "4": fourth}
    if sys.argv[1:] not in [[name] for name in draws]:
        sys.exit("python -m tests.checks.draw 2|3|4")
    sys.stdout.write("".join(f"{json.dumps(row)}\n" for row in draws[sys.argv[1]]()))
