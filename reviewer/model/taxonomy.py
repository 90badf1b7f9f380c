"""A taxonomy: the tags that a finding can carry, as a TOML file that a team reads, argues about and edits.

A finding keeps the hash of the taxonomy that it was made under, so that a definition that changes later lists exactly
the findings that it touches.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from typing import Final, Literal

from pydantic import Field, ValidationError

from reviewer.errors import BrokenFile
from reviewer.model.transcript import Frozen

FORMAT: Final = "reviewer-taxonomy/1"

Polarity = Literal["negative", "positive", "neutral"]
Severity = Literal["minor", "major", "critical"]


class Group(Frozen):
    """Tags that belong together."""

    id: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*$")
    label: str = Field(min_length=1)
    definition: str = ""


class Tag(Frozen):
    """One thing that a finding can say."""

    id: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$")
    group: str
    key: str = Field(min_length=1, max_length=1, description="the mnemonic that saves it; one visible character")
    label: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    example: str = ""
    polarity: Polarity
    severity: Severity = "minor"


class Taxonomy(Frozen):
    """All tags. `hash` names its content; the order of groups and tags is that of the file."""

    format: Literal["reviewer-taxonomy/1"]
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    groups: tuple[Group, ...]
    tags: tuple[Tag, ...]

    @cached_property
    def hash(self) -> str:
        """The content hash, in the form of `reviewer.text.hashing`."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return "b2:" + blake2b(canonical.encode(), digest_size=16).hexdigest()

    @cached_property
    def by_id(self) -> dict[str, Tag]:
        """id → tag."""
        return {tag.id: tag for tag in self.tags}

    @cached_property
    def by_key(self) -> dict[str, Tag]:
        """mnemonic → tag."""
        return {tag.key: tag for tag in self.tags}

    def of_group(self, group: str) -> tuple[Tag, ...]:
        """The tags of a group, in the file's order."""
        return tuple(tag for tag in self.tags if tag.group == group)


def read_taxonomy(text: str, where: str) -> Taxonomy:
    """The taxonomy that a file's text holds. Raises BrokenFile with the place in it and what was expected."""
    try:
        made = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenFile(where, "", f"not valid TOML: {error}") from None
    except RecursionError:
        raise BrokenFile(where, "", "nested too deeply to be a taxonomy") from None
    try:
        taxonomy = Taxonomy.model_validate(made)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"])
        raise BrokenFile(where, place.removeprefix("."), first["msg"][:1].lower() + first["msg"][1:]) from None
    for place, reason in _problems(taxonomy):
        raise BrokenFile(where, place, reason)
    return taxonomy


def shipped_text() -> str:
    """The default taxonomy's file, with its comments: what a team's copy begins as."""
    return files("reviewer.model").joinpath("taxonomy.toml").read_text("utf-8")


@cache
def shipped_taxonomy() -> Taxonomy:
    """The default taxonomy, read once."""
    return read_taxonomy(shipped_text(), "taxonomy.toml")


def changes(old: Taxonomy, new: Taxonomy) -> Iterator[tuple[str, str, Tag | None, Tag | None]]:
    """(added, removed, redefined or reworded; tag id; before; after) of each tag that is not the same."""
    for id_ in [*old.by_id, *(id_ for id_ in new.by_id if id_ not in old.by_id)]:
        before, after = old.by_id.get(id_), new.by_id.get(id_)
        if before is None:
            yield "added", id_, before, after
        elif after is None:
            yield "removed", id_, before, after
        elif (before.definition, before.polarity, before.group) != (after.definition, after.polarity, after.group):
            yield "redefined", id_, before, after
        elif before != after:
            yield "reworded", id_, before, after


def _problems(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
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
