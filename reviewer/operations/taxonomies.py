"""The team's taxonomy: which tags are in force, taking others into force, and what a change touches."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import BrokenFile, TooLarge, UsageError
from reviewer.model.taxonomy import (
    Tag,
    Taxonomy,
    changes,
    known_taxonomy,
    read_taxonomy,
    shipped_taxonomy,
    shipped_text,
)
from reviewer.review.events import now
from reviewer.store import taxonomies
from reviewer.store.taxonomies import TaxonomyRow

if TYPE_CHECKING:
    from reviewer.operations.reviewing import Reviewing

OWN = "own"
"""The group of tags that were made from the words of a transcript, where nobody names another."""

_LARGEST = 1 << 20
_KEYS = string.ascii_lowercase + string.ascii_uppercase + string.digits + "!$%&*+-.;<=>@^_~"
_VERSION = re.compile(r"^version[ \t]*=.*$", re.MULTILINE)
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Difference:
    """One tag that is not what it was, and the findings that were made while it was."""

    change: str
    """added, removed, redefined or reworded"""

    tag: str
    before: Tag | None
    after: Tag | None
    findings: tuple[str, ...]


def in_force(connection: sqlite3.Connection, suite: str = "") -> Taxonomy:
    """The taxonomy that new findings are made under: a suite's own, the team's, or the shipped one."""
    decided = taxonomies.in_force(connection, suite)
    return (decided and of_hash(connection, decided.body["taxonomy"])) or shipped_taxonomy()


def text_in_force(connection: sqlite3.Connection, suite: str = "") -> str:
    """Its file, with comments."""
    decided = taxonomies.in_force(connection, suite)
    row = decided and taxonomies.row(connection, decided.body["taxonomy"])
    return row.content if row else shipped_text()


def of_hash(connection: sqlite3.Connection, hash: str) -> Taxonomy | None:  # noqa: A002 - a taxonomy's own word
    """The taxonomy that a finding was made under; None where it is not here."""
    row = taxonomies.row(connection, hash)
    if row is None:
        return shipped_taxonomy() if hash == shipped_taxonomy().hash else None
    return _parsed(row.content)


def read(file: str | os.PathLike[str]) -> tuple[Taxonomy, str]:
    """The taxonomy of a file, and its text. Raises BrokenFile with the place and what was expected."""
    where = os.fspath(file)
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise BrokenFile(where, "", error.strerror or str(error)) from None
    if len(content) > _LARGEST:
        raise TooLarge(where, "", f"over {_LARGEST >> 20} MB, which is no taxonomy")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(where, f"byte {error.start}", "expected UTF-8") from None
    text = text.replace("\r\n", "\n")
    return read_taxonomy(text, where), text


def use(
    reviewing: Reviewing,
    text: str,
    where: str,
    *,
    suite: str = "",
    reason: str | None = None,
    instead_of: str | None = None,
) -> Taxonomy:
    """From now on findings are made under the taxonomy of this text; nothing happens where it is the one in force.

    `instead_of` is the hash of the one that its author began with. Raises BrokenFile for a text that is none, or whose
    name and version another one has; UsageError where somebody else changed the one in force meanwhile.
    """
    taxonomy = read_taxonomy(text, where)

    def chosen(connection: sqlite3.Connection) -> TaxonomyRow | None:
        present = in_force(connection, suite)
        if instead_of not in (None, present.hash):
            raise UsageError(
                f"{present.name} {present.version} came into force meanwhile; `reviewer taxonomy diff {where}` compares"
            )
        if present.hash == taxonomy.hash and text_in_force(connection, suite) == text:
            return None
        _refuse_same_version(connection, taxonomy, where)
        return TaxonomyRow(taxonomy.hash, taxonomy.name, taxonomy.version, text, now())

    reviewing.use_taxonomy(chosen, suite, reason)
    return taxonomy


def use_shipped(reviewing: Reviewing, *, suite: str = "", reason: str | None = None) -> None:
    """Back to what holds without a decision: the team's taxonomy for a suite, the shipped one else."""
    reviewing.use_taxonomy(None, suite, reason)


def add_tag(
    reviewing: Reviewing,
    words: str,
    *,
    definition: str = "",
    group: str = OWN,
    key: str | None = None,
    polarity: str = "neutral",
    severity: str = "minor",
    suite: str = "",
    reason: str | None = None,
) -> tuple[Taxonomy, Tag]:
    """A tag in the words of a transcript, added to the one in force as its next version; with a free key.

    Two programs that add one each at the same time both keep theirs. Raises UsageError where there is such a tag, the
    key is taken, or the words hold no letter.
    """
    made: list[tuple[Taxonomy, Tag]] = []

    def chosen(connection: sqlite3.Connection) -> TaxonomyRow:
        present, text = in_force(connection, suite), text_in_force(connection, suite)
        tag = new_tag(present, words, definition, group, key, polarity, severity)
        version = _free_version(connection, present)
        more = _with_tag(text, present, tag, version)
        taxonomy = _reread(more, present, tag)
        made.append((taxonomy, tag))
        return TaxonomyRow(taxonomy.hash, taxonomy.name, taxonomy.version, more, now())

    reviewing.use_taxonomy(chosen, suite, reason or f"new tag: {' '.join(words.split())}")
    return made[0]


def new_tag(
    taxonomy: Taxonomy,
    words: str,
    definition: str = "",
    group: str = OWN,
    key: str | None = None,
    polarity: str = "neutral",
    severity: str = "minor",
) -> Tag:
    """The tag that `add_tag` would make, for showing it first. Raises UsageError as that does."""
    label = " ".join(words.split())
    if not any(character.isalnum() for character in label):
        raise UsageError("a tag needs words to be called by")
    letters = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("-") or str(len(taxonomy.tags) + 1)
    id_ = f"{group}.{slug}" if slug[0].isalpha() else f"{group}.tag-{slug}"
    if id_ in taxonomy.by_id:
        raise UsageError(f"there is the tag {id_} already: {taxonomy.by_id[id_].label}")
    free = key or next((one for one in label + _KEYS if one in _KEYS and one not in taxonomy.by_key), "")
    if not free or free in taxonomy.by_key:
        raise UsageError(f"{free} is the key of {taxonomy.by_key[free].id}" if free else "no key is free")
    from reviewer.model.taxonomy_file import refuse

    said = {"polarity": polarity, "severity": severity, "definition": definition.strip() or label}
    tag = Tag(id=id_, group=group, key=free, label=_short(label), **said)  # type: ignore[arg-type] # `refuse` looks
    refuse(tag)
    return tag


def near(taxonomy: Taxonomy, words: str, most: int = 3) -> list[Tag]:
    """Tags that may say the same already, the nearest first."""
    wanted = " ".join(words.casefold().split())

    def likeness(tag: Tag) -> float:
        texts = (tag.label.casefold(), tag.id.partition(".")[2].replace("-", " "))
        alike = max(SequenceMatcher(None, wanted, text).ratio() for text in texts)
        shared = {word for word in wanted.split() if len(word) > 3} & {
            word.strip(".,;:!?“”'\"") for word in f"{tag.label} {tag.definition} {tag.example}".casefold().split()
        }
        return max(alike, min(1.0, 0.4 + 0.2 * len(shared)) if shared else 0.0)

    ranked = sorted(((likeness(tag), -number, tag) for number, tag in enumerate(taxonomy.tags)), reverse=True)
    return [tag for alike, _, tag in ranked[:most] if alike >= _NEAR]


def differences(
    connection: sqlite3.Connection, new: Taxonomy, old: Taxonomy
) -> tuple[list[Difference], dict[str, list[str]]]:
    """Every tag that is another in `new` than in `old`, or than in the taxonomy that some finding was made under.

    Each with exactly the findings that it touches: those whose own taxonomy said something else of their tag. And the
    findings of which nobody here has the taxonomy, by its hash.
    """
    found: dict[tuple[str, str, Tag | None], tuple[Tag | None, list[str]]] = {}
    unknown: dict[str, list[str]] = {}
    for change, tag, before, after in changes(old, new):
        found[change, tag, before] = (after, [])
    under: dict[str, list[tuple[str, str]]] = {}
    for id_, tag, hash_ in connection.execute("SELECT id, tag, taxonomy FROM finding ORDER BY id"):
        under.setdefault(hash_, []).append((id_, tag))
    for hash_, of_it in under.items():
        base = of_hash(connection, hash_)
        if base is None:
            unknown[hash_] = [id_ for id_, _ in of_it]
            continue
        changed = {tag: (change, before, after) for change, tag, before, after in changes(base, new)}
        for id_, tag in of_it:
            if tag in changed:
                change, before, after = changed[tag]
                found.setdefault((change, tag, before), (after, []))[1].append(id_)
    return [
        Difference(change, tag, before, after, tuple(ids)) for (change, tag, before), (after, ids) in found.items()
    ], unknown


def keep_shipped(connection: sqlite3.Connection, hash: str) -> None:  # noqa: A002 - a taxonomy's own word
    """Inside a transaction: a finding under the shipped taxonomy keeps it, for a program that ships another."""
    shipped = shipped_taxonomy()
    if hash == shipped.hash:
        taxonomies.put(connection, TaxonomyRow(hash, shipped.name, shipped.version, shipped_text(), now()))


@lru_cache(16)
def _parsed(text: str) -> Taxonomy:
    return known_taxonomy(text, "the taxonomy in the database")


def _versions(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    shipped = shipped_taxonomy()
    yield shipped.name, shipped.version, shipped.hash
    for row in taxonomies.rows(connection):
        yield row.name, row.version, row.hash


def _refuse_same_version(connection: sqlite3.Connection, taxonomy: Taxonomy, where: str) -> None:
    for name, version, hash_ in _versions(connection):
        if (name, version) == (taxonomy.name, taxonomy.version) and hash_ != taxonomy.hash:
            reason = f'there is another {name} "{version}" already: say the next, such as "{_next(version)}"'
            raise BrokenFile(where, "version", reason)


def _free_version(connection: sqlite3.Connection, taxonomy: Taxonomy) -> str:
    taken = {version for name, version, _ in _versions(connection) if name == taxonomy.name}
    version = _next(taxonomy.version)
    while version in taken:
        version = _next(version)
    return version


def _next(version: str) -> str:
    number = re.search(r"\d+$", version)
    return version[: number.start()] + str(int(number[0]) + 1) if number else f"{version}.2"


def _with_tag(text: str, taxonomy: Taxonomy, tag: Tag, version: str) -> str:
    """The file with one tag more and the next version; everything else in it, comments too, stays."""
    head, mark, rest = text.partition("[[")
    more = _VERSION.sub(lambda _: f"version = {_quoted(version)}", head, count=1) + mark + rest.rstrip("\n") + "\n"
    if tag.group not in {group.id for group in taxonomy.groups}:
        label = "In our own words" if tag.group == OWN else tag.group.capitalize()
        more += f"\n[[groups]]\nid = {_quoted(tag.group)}\nlabel = {_quoted(label)}\n"
    fields = "".join(f"{name} = {_quoted(value)}\n" for name, value in asdict(tag).items() if value)
    return f"{more}\n[[tags]]\n{fields}"


def _reread(text: str, before: Taxonomy, tag: Tag) -> Taxonomy:
    """What was written, and nothing else must have changed. Raises UsageError where the file is of an odd make."""
    try:
        taxonomy = read_taxonomy(text, "the taxonomy")
    except BrokenFile:
        taxonomy = before
    if taxonomy.tags != (*before.tags, tag) or taxonomy.version == before.version:
        raise UsageError("a tag cannot be added to a file of this form by itself; `reviewer taxonomy edit` can")
    return taxonomy


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _short(label: str) -> str:
    return label if len(label) <= 40 else label[:39].rstrip() + "…"
