"""The team's taxonomy: in force by a decision, never lost, and each change says which findings it touches."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import BrokenFile, TooLarge, UsageError
from reviewer.model.taxonomy import read_taxonomy, shipped_taxonomy, shipped_text
from reviewer.operations import taxonomies as operation
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.store import reviews, taxonomies
from reviewer.store.connection import transaction

SHIPPED = shipped_taxonomy()
SECOND = shipped_text().replace('version = "1"', 'version = "2"', 1).replace("Cold, pushing", "Cold")
THIRD = SECOND.replace('version = "2"', 'version = "3"', 1).replace("“Bye.”, six times.", "“Bye.”, ten times.")


def test_what_is_in_force(db: Path) -> None:
    """The shipped one, the team's, a suite's own; no undo takes one back; all of it is kept with its comments."""
    with Reviewing(db, "Ann") as ann:
        connection = ann.connection
        assert operation.in_force(connection) == SHIPPED
        assert operation.text_in_force(connection) == shipped_text()
        second = operation.use(ann, SECOND, "two.toml", reason="pushing is another thing")
        third = operation.use(ann, THIRD, "three.toml", suite="desk")
        assert operation.in_force(connection) == operation.in_force(connection, "shop") == second
        assert operation.in_force(connection, "desk") == third
        assert list(taxonomies.suites(connection)) == ["desk"]
        assert operation.text_in_force(connection, "desk") == THIRD
        with transaction(connection):
            reviews.refold(connection)
        assert operation.in_force(connection, "desk") == third
        operation.use_shipped(ann, reason="it was better")
        assert operation.in_force(connection) == SHIPPED
        assert operation.in_force(connection, "desk") == third
        assert ann.undo() is None
        assert {row.content for row in taxonomies.rows(connection)} == {SECOND, THIRD}


def test_tags_are_called_by_their_names_without_the_models(db: Path) -> None:
    """As the taxonomy in force says, the shipped one or the team's own."""
    with Reviewing(db, "Ann") as ann:
        assert taxonomies.labels(ann.connection) == {tag.id: tag.label for tag in SHIPPED.tags}
        taxonomy, tag = operation.add_tag(ann, "A word of our own")
        assert taxonomies.labels(ann.connection) == {tag.id: tag.label for tag in taxonomy.tags}
        assert taxonomies.labels(ann.connection)[tag.id] == "A word of our own"


def test_what_cannot_come_into_force(db: Path) -> None:
    """A broken text, a version that another one has, and what somebody else has changed meanwhile."""
    with Reviewing(db, "Ann") as ann:
        with pytest.raises(BrokenFile, match=r"tags\[0\]\.key"):
            operation.use(ann, SECOND.replace('key = "u"', 'key = "uu"'), "two.toml")
        with pytest.raises(BrokenFile, match=r'two\.toml: version: there is another support-desk "1" already.*"2"'):
            operation.use(ann, SECOND.replace('version = "2"', 'version = "1"'), "two.toml")
        operation.use(ann, SECOND, "two.toml", instead_of=SHIPPED.hash)
        with pytest.raises(UsageError, match="came into force meanwhile"):
            operation.use(ann, THIRD, "three.toml", instead_of=SHIPPED.hash)
        before = ann.connection.total_changes
        operation.use(ann, SECOND, "two.toml")
        assert ann.connection.total_changes == before


def test_a_finding_keeps_what_it_was_made_under(db: Path) -> None:
    """Also the shipped taxonomy, which another version of the program may not ship."""
    with Reviewing(db, "Ann") as ann:
        ann.tag("t1", "b2:aa", Anchor("transcript"), "conversation.tone", SHIPPED.hash)
        (row,) = taxonomies.rows(ann.connection)
        assert (row.hash, row.content) == (SHIPPED.hash, shipped_text())


def test_a_change_names_the_findings_that_it_touches(db: Path) -> None:
    """Those whose own taxonomy said something else of their tag, and no other; also from taxonomies long gone."""
    with Reviewing(db, "Ann") as ann:
        connection, whole = ann.connection, Anchor("transcript")
        tone = ann.tag("t1", "b2:aa", whole, "conversation.tone", SHIPPED.hash)
        loop = ann.tag("t1", "b2:aa", whole, "conversation.goodbye-loop", SHIPPED.hash)
        second = operation.use(ann, SECOND, "two.toml")
        later = ann.tag("t1", "b2:aa", whole, "conversation.tone", second.hash)
        odd = ann.tag("t1", "b2:aa", whole, "conversation.tone", "b2:nobody has it")
        third = read_taxonomy(THIRD, "three.toml")
        found, unknown = operation.differences(connection, third, second)
        touched = {(one.change, one.tag): one.findings for one in found}
        assert touched == {
            ("reworded", "conversation.goodbye-loop"): (loop.id,),
            ("redefined", "conversation.tone"): (tone.id,),
        }
        assert unknown == {"b2:nobody has it": [odd.id]}
        found, _ = operation.differences(connection, SHIPPED, second)
        assert [(one.change, one.tag, one.findings) for one in found] == [
            ("redefined", "conversation.tone", (later.id,))
        ]


@given(words=st.text(min_size=1, max_size=60), group=st.sampled_from(["own", "conversation"]))
def test_any_words_make_a_tag_or_none(words: str, group: str) -> None:
    """It can be typed, and the file with it can be read again, with all that was in it."""
    try:
        tag = operation.new_tag(SHIPPED, words, group=group)
    except UsageError:
        assert not any(character.isalnum() for character in words)
        return
    assert tag.key not in SHIPPED.by_key
    text = operation._with_tag(shipped_text(), SHIPPED, tag, "2")
    assert read_taxonomy(text, "").tags == (*SHIPPED.tags, tag)
    assert text.startswith(shipped_text().partition("format =")[0])


def test_tags_in_ones_own_words(db: Path) -> None:
    """Two reviewers who add one at the same time both keep theirs; a third version has both."""

    def add(name: str) -> None:
        with Reviewing(db, name) as reviewing:
            operation.add_tag(reviewing, f"No need to  return, {name}", definition="The agent waives the return.")

    with Reviewing(db, "Ann") as ann:
        with ThreadPoolExecutor() as pool:
            list(pool.map(add, ("Bob", "Cleo")))
        present = operation.in_force(ann.connection)
        assert present.version == "3"
        assert {tag.id for tag in present.of_group("own")} == {
            "own.no-need-to-return-bob",
            "own.no-need-to-return-cleo",
        }
        with pytest.raises(UsageError, match=r"there is the tag own\.no-need-to-return-bob already"):
            operation.add_tag(ann, "no need to return Bob")
        with pytest.raises(UsageError, match="u is the key of unsafe"):
            operation.add_tag(ann, "another", key="u")
        with pytest.raises(UsageError, match="words to be called by"):
            operation.add_tag(ann, " … ")
        assert operation.near(present, "no need to return")[0].group == "own"
        assert operation.near(present, "invented links")[0].id == "grounding.invented-url"
        assert operation.near(present, "zzz") == []


def test_a_file_that_is_too_large_or_none(tmp_path: Path) -> None:
    """One line says where."""
    path = tmp_path / "tags.toml"
    with pytest.raises(BrokenFile, match="No such file"):
        operation.read(path)
    path.write_bytes(b"name = \xff")
    with pytest.raises(BrokenFile, match="byte 7: expected UTF-8"):
        operation.read(path)
    path.write_bytes(b"#" * (1 << 20) + b"\n")
    with pytest.raises(TooLarge):
        operation.read(path)
    path.write_text(shipped_text().replace("\n", "\r\n"))
    assert operation.read(path) == (SHIPPED, shipped_text())
