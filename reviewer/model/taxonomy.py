"""A taxonomy: the tags that a finding can carry, as a TOML file that a team reads, argues about and edits.

A finding keeps the hash of the taxonomy that it was made under, so that a definition that changes later lists exactly
the findings that it touches.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Literal

Polarity = Literal["negative", "positive", "neutral"]
Severity = Literal["minor", "major", "critical"]


@dataclass(frozen=True)
class Group:
    """Tags that belong together."""

    id: str
    label: str
    definition: str = ""


@dataclass(frozen=True, kw_only=True)
class Tag:
    """One thing that a finding can say. `key` is the mnemonic that saves it."""

    id: str
    group: str
    key: str
    label: str
    definition: str
    example: str = ""
    polarity: Polarity
    severity: Severity = "minor"


@dataclass(frozen=True)
class Taxonomy:
    """All tags. `hash` names its content; the order of groups and tags is that of the file."""

    format: str
    name: str
    version: str
    groups: tuple[Group, ...]
    tags: tuple[Tag, ...]

    @cached_property
    def hash(self) -> str:
        """The content hash, in the form of `reviewer.text.hashing`."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
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
    from reviewer.model.taxonomy_file import read  # brings pydantic, for which no key has to wait

    return read(text, where)


def known_taxonomy(text: str, where: str) -> Taxonomy:
    """The same of a text that was looked at before it was kept, which takes a hundredth of the time."""
    try:
        return from_data(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, LookupError, TypeError):
        return read_taxonomy(text, where)  # says what is wrong with it


def from_data(said: Mapping[str, Any]) -> Taxonomy:
    """The taxonomy of a TOML file's data, which must be one."""
    lists = {"groups": tuple(Group(**one) for one in said["groups"]), "tags": tuple(Tag(**one) for one in said["tags"])}
    return Taxonomy(**{**said, **lists})


def shipped_text() -> str:
    """The default taxonomy's file, with its comments: what a team's copy begins as."""
    return files("reviewer.model").joinpath("taxonomy.toml").read_text("utf-8")


@cache
def shipped_taxonomy() -> Taxonomy:
    """The default taxonomy, read once."""
    return known_taxonomy(shipped_text(), "taxonomy.toml")


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
