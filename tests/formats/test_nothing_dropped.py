"""Change one value in a source, and what comes out of it changes: nothing is dropped silently.

Each leaf of each sample is changed in turn, nulls too, and so are the keys of objects: whatever a format does not know
must reach `extra`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import InputRefused
from reviewer.formats import Fill, Source, read

SAMPLES = [
    "native-teashop.jsonl",
    "openai-chat-teashop.jsonl",
    "openai-chat-teashop-list.json",
    "openai-chat-teashop-openhands.json",
    "tau-teashop.json",
]


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all leaves; an empty list or object is one."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        inside = list(value.items() if isinstance(value, dict) else enumerate(value))
    if not inside:
        yield place
    for key, child in inside:
        yield from _places(child, (*place, key))


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, int | float):
        return value + 1
    return {"x": 1} if value == {} else ["x"] if value == [] else "x"


def _changed(value: Any, place: tuple[Any, ...]) -> Any:
    value = copy.deepcopy(value)
    parent = value
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = _other(parent[place[-1]])
    return value


def _renamed(value: Any, place: tuple[Any, ...]) -> Any:
    value = copy.deepcopy(value)
    parent = value
    for step in place[:-1]:
        parent = parent[step]
    entries = [(f"{key}_x" if key == place[-1] else key, child) for key, child in parent.items()]
    parent.clear()
    parent.update(entries)
    return value


def _written(value: Any, name: str) -> str:
    if name.endswith(".jsonl"):
        return "".join(json.dumps(entry) + "\n" for entry in value)
    return json.dumps(value)


def _outcome(text: str, path: Path) -> list[str]:
    path.write_text(text, encoding="utf-8")
    try:
        name, items = read(Source(path, path.name), Fill())
        return [name, *(repr(item) for item in items)]
    except InputRefused as error:
        return [str(error)]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_value_counts(name: str, samples: Path, tmp_path: Path) -> None:
    """Each value of the sample shows in what comes out of it; so does each key that carries something."""
    text = (samples / name).read_text(encoding="utf-8")
    value = [json.loads(line) for line in text.splitlines()] if name.endswith(".jsonl") else json.loads(text)
    path = tmp_path / name
    before = _outcome(_written(value, name), path)
    lost: list[Any] = []
    for place in _places(value):
        if _outcome(_written(_changed(value, place), name), path) == before:
            lost.append(place)
        leaf = value
        for step in place:
            leaf = leaf[step]
        carries = leaf is not None and leaf not in ("", [], {})
        named = carries and isinstance(place[-1], str)
        if named and _outcome(_written(_renamed(value, place), name), path) == before:
            lost.append((*place, "renamed"))
    assert lost == []
