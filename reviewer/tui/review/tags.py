"""The tags in force. Read when the first of them is needed: no first paint waits for them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Tag, Taxonomy

GAP = "protocol.acts-before-confirming"
"""What a gap before a write says, where the taxonomy has it."""

UNTAGGED = "untagged.note"
"""What a note says until it has a tag."""

_NOT_THE_AGENT = ("simulator", "case", "harness")


def in_force(connection: sqlite3.Connection, suite: str) -> Taxonomy:
    """The taxonomy that findings about a suite are made under."""
    from reviewer.operations import taxonomies

    return taxonomies.in_force(connection, suite)


def suite_of(connection: sqlite3.Connection, suite: str) -> str:
    """The suite that a new tag is for: this one where it has tags of its own, else nobody's in particular."""
    from reviewer.store import taxonomies

    return suite if suite in taxonomies.suites(connection) else ""


def label(taxonomy: Taxonomy, tag: str) -> str:
    """A tag as a person reads it; its id where the taxonomy does not know it."""
    known = taxonomy.by_id.get(tag)
    return visible_line(known.label if known else tag)


def for_gap(taxonomy: Taxonomy) -> Tag:
    """The tag of a finding that one key makes on a call."""
    return taxonomy.by_id.get(GAP) or next((tag for tag in taxonomy.tags if tag.group == "protocol"), taxonomy.tags[0])


def fault(tag: Tag) -> str:
    """Whom a tag is about, until a person says otherwise."""
    head, _, rest = tag.id.partition(".")
    return next((one for one in _NOT_THE_AGENT if one in (head, rest)), "agent")
