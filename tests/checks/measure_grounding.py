"""How good the grounding marks are on the labelled transcripts: `python -m tests.checks.measure_grounding`.

Prints for each half precision and recall of ungrounded values against what either labeller wrote, and what was looked
at. With `--show tune` it prints the marks themselves; the held-out half has no such switch.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from reviewer.checks.grounding import grounded
from reviewer.checks.scene import Scene
from tests.checks.labelled import HALVES, HERE, Labelled, labelled, present

JUDGED = HERE / "grounding.jsonl"
Said = tuple[int, str]
"""A message's number, and a value as it stands there."""


def marked(scene: Scene) -> set[Said]:
    """The values that are marked as ungrounded."""
    return {
        (mark.message, scene.message(mark.message).text[mark.value.start : mark.value.end])
        for mark in grounded(scene)
        if mark.status == "ungrounded"
    }


def wanted(one: Labelled) -> set[Said]:
    """The values that either labeller calls ungrounded."""
    return {(row["message"], row["value"]) for labels in one.labels for row in labels["ungrounded"]}


def matches(mark: Said, label: Said) -> bool:
    """Whether a mark and a label are about the same words of the same message."""
    return mark[0] == label[0] and (mark[1] in label[1] or label[1] in mark[1])


def counts(half: str) -> tuple[int, int, int, int, int]:
    """Values looked at, marks, marks that a label confirms, labels, labels that a mark finds."""
    looked = marks = right = labels = found = 0
    for one in labelled(half):
        here, there = marked(one.scene), wanted(one)
        looked += len(grounded(one.scene))
        marks, labels = marks + len(here), labels + len(there)
        right += sum(any(matches(mark, label) for label in there) for mark in here)
        found += sum(any(matches(mark, label) for mark in here) for label in there)
    return looked, marks, right, labels, found


def judged() -> list[dict[str, Any]]:
    """Each value that was judged by reading: where it stands, whether it is ungrounded, in which samples it was."""
    return [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]


def shares(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, int]]:
    """By kind, how many were marked and how many of them rightly; then all together."""
    kinds: dict[str, list[bool]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row["right"])
    for kind, found in sorted(kinds.items()):
        yield kind, len(found), sum(found)
    yield "all", sum(map(len, kinds.values())), sum(map(sum, kinds.values()))


def _shown() -> Iterator[str]:
    for one in labelled("tune"):
        for message, text in sorted(marked(one.scene)):
            yield f"{one.n} M{message} {text!r}"


def _main() -> None:
    if not present():
        sys.exit("the corpora are not beside the checkout")
    for half in HALVES:
        looked, marks, right, labels, found = counts(half)
        print(  # noqa: T201
            f"{half}: {looked} values, {marks} marked, {right} of them labelled; "
            f"{labels} labelled, {found} of them marked"
        )
    if sys.argv[1:] == ["--show", "tune"]:
        print(*_shown(), sep="\n")  # noqa: T201


if __name__ == "__main__":
    _main()
