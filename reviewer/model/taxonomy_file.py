"""The form of a taxonomy's file: what is looked at before any of it is kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

from pydantic import Field, ValidationError

from reviewer.errors import BrokenFile, UsageError
from reviewer.model.taxonomy import Polarity, Severity, Tag, Taxonomy, from_data
from reviewer.model.transcript import Frozen


class _Group(Frozen):
    id: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*$")
    label: str = Field(min_length=1)
    definition: str = ""


class _Tag(Frozen):
    id: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$")
    group: str
    key: str = Field(min_length=1, max_length=1)
    label: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    example: str = ""
    polarity: Polarity
    severity: Severity = "minor"


class _File(Frozen):
    format: Literal["reviewer-taxonomy/1"]
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    groups: tuple[_Group, ...]
    tags: tuple[_Tag, ...]


def read(text: str, where: str) -> Taxonomy:
    """The taxonomy that a file's text holds. Raises BrokenFile with the place in it and what was expected."""
    try:
        made = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenFile(where, "", f"not valid TOML: {error}") from None
    except RecursionError:
        raise BrokenFile(where, "", "nested too deeply to be a taxonomy") from None
    try:
        file = _File.model_validate(made)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"])
        raise BrokenFile(where, place.removeprefix("."), first["msg"][:1].lower() + first["msg"][1:]) from None
    for place, reason in _problems(file):
        raise BrokenFile(where, place, reason)
    return from_data(file.model_dump())


def refuse(tag: Tag) -> None:
    """Raises UsageError for a tag that no file could hold."""
    try:
        _Tag.model_validate(asdict(tag))
    except ValidationError as error:
        raise UsageError(f"no tag: {error.errors()[0]['msg'].lower()}") from None


def _problems(taxonomy: _File) -> Iterator[tuple[str, str]]:
    groups = [group.id for group in taxonomy.groups]
    seen: dict[str, str] = {}
    keys: dict[str, str] = {}
    for number, group in enumerate(groups):
        if group in groups[:number]:
            yield f"groups[{number}].id", f"two groups are called {group}"
    for number, tag in enumerate(taxonomy.tags):
        if tag.id in seen:
            yield f"tags[{number}].id", f"two tags are called {tag.id}"
        if tag.group not in groups:
            yield f"tags[{number}].group", f"unknown group: {tag.group}"
        if not tag.key.isprintable() or tag.key.isspace():
            yield f"tags[{number}].key", f"the key of {tag.id} cannot be typed"
        if tag.key in keys:
            yield f"tags[{number}].key", f"{tag.key} is the key of {keys[tag.key]} and of {tag.id}"
        seen[tag.id] = keys[tag.key] = tag.id
