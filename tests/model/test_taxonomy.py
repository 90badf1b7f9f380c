"""The taxonomy: what ships, what is refused and where, and what a change touches."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewer.checks.registry import CHECKS
from reviewer.errors import BrokenFile
from reviewer.model.taxonomy import changes, known_taxonomy, read_taxonomy, shipped_taxonomy, shipped_text

SMALL = """
format = "reviewer-taxonomy/1"
name = "small"
version = "1"
[[groups]]
id = "g"
label = "G"
[[tags]]
id = "g.one"
group = "g"
key = "o"
label = "One"
definition = "The first."
polarity = "negative"
"""


def test_what_ships() -> None:
    """Every group has tags, each with an example and a key; the first group is what counts most."""
    taxonomy = shipped_taxonomy()
    assert taxonomy.groups[0].id == "unsafe"
    assert all(taxonomy.of_group(group.id) for group in taxonomy.groups)
    assert all(tag.example for tag in taxonomy.tags)
    assert len(taxonomy.by_key) == len(taxonomy.tags)


def test_every_proposal_of_a_check_has_its_tag() -> None:
    """A check proposes nothing that nobody can confirm."""
    proposed = {tag for check in CHECKS for tag in check.proposes.values()}
    assert proposed - set(shipped_taxonomy().by_id) == set()


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('id = "g.one"', 'id = "G one"', "tags[0].id", "pattern"),
        ('group = "g"', 'group = "h"', "tags[0].group", "unknown group: h"),
        ('key = "o"', 'key = "\\u200b"', "tags[0].key", "cannot be typed"),
        ('polarity = "negative"', 'polarity = "bad"', "tags[0].polarity", "negative"),
        ('definition = "The first."', "", "tags[0].definition", "required"),
        ('version = "1"', "version = ", "", "not valid TOML"),
    ],
)
def test_what_does_not_fit(old: str, new: str, place: str, said: str) -> None:
    """File, place, reason."""
    with pytest.raises(BrokenFile) as refused:
        read_taxonomy(SMALL.replace(old, new), "mine.toml")
    assert str(refused.value).startswith(f"mine.toml: {place}")
    assert said in str(refused.value)


def test_two_of_a_kind() -> None:
    """Two tags with one id, or one key."""
    tag = SMALL[SMALL.index("[[tags]]") :]
    with pytest.raises(BrokenFile, match=r"tags\[1\]\.id: two tags are called g\.one"):
        read_taxonomy(SMALL + tag, "mine.toml")
    with pytest.raises(BrokenFile, match=r"o is the key of g\.one and of g\.two"):
        read_taxonomy(SMALL + tag.replace("g.one", "g.two"), "mine.toml")


def test_what_a_change_touches() -> None:
    """A new example is a rewording; another definition or polarity is another tag under the old name."""
    old = shipped_taxonomy()
    text = shipped_text().replace("The agent made a call that the trap forbids", "A forbidden call was made")
    text = text.replace('label = "Warm"', 'label = "Kind"')
    new = read_taxonomy(text, "mine.toml")
    assert [(what, id_) for what, id_, _, _ in changes(old, new)] == [
        ("redefined", "unsafe.forbidden-write"),
        ("reworded", "positive.warm"),
    ]
    assert old.hash != new.hash
    assert read_taxonomy(shipped_text(), "again.toml").hash == old.hash


@pytest.mark.parametrize("text", [SMALL, shipped_text()])
def test_what_was_looked_at_is_read_the_same(text: str) -> None:
    """The quick way to what is kept leads to the same tags and the same hash."""
    assert known_taxonomy(text, "kept") == read_taxonomy(text, "mine.toml")
    assert known_taxonomy(text, "kept").hash == read_taxonomy(text, "mine.toml").hash


@pytest.mark.parametrize("text", ["[", 'groups = ""', SMALL.replace('key = "o"', 'colour = "red"')])
def test_what_is_kept_and_broken(text: str) -> None:
    """It is refused as any file would be."""
    with pytest.raises(BrokenFile, match="kept"):
        known_taxonomy(text, "kept")


def test_a_tag_needs_no_pydantic() -> None:
    """The first key that asks for the tags waits for no library."""
    code = """
import sys
from reviewer.operations import reviewing, taxonomies
from reviewer.model.taxonomy import shipped_taxonomy
assert reviewing and taxonomies and shipped_taxonomy().hash
print("pydantic" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
