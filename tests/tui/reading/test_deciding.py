"""Words on what others say: proposals and findings from the panel, scores, and what was seen before a verdict."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewer.operations import proposals, settings
from reviewer.operations.patterns import make
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, to_json
from reviewer.review.decisions import Saw
from reviewer.review.events import canonical
from reviewer.store import connection, decided, transcripts
from reviewer.store.connection import open_writing, transaction
from reviewer.tui.transcript import TranscriptScreen
from tests.tui.reading.conftest import Reading

Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
Lines = Callable[[Pilot[None]], str]
TRAP, SOLVABLE = "demo-a.2/used_item-01", "demo-b.2/address_change-02"
SIZE = (120, 40)
MESSAGE = Anchor("message", (Place(5),))


@pytest.fixture(autouse=True)
def ada(own_home: Path) -> None:
    """Who reviews in these tests."""
    assert own_home.is_dir()


@pytest.fixture
def db(tmp_path: Path, reading: Reading) -> Path:
    """The database that `reading` opens."""
    assert reading is not None
    settings.write(reviewer="Ada")  # in the folder that `reading` has made ours
    return tmp_path / "demo.db"


def asked(db: Path, sql: str) -> list[tuple[Any, ...]]:
    """What the database says, over a connection of its own."""
    with closing(connection.open_reading(db)) as reader:
        return reader.execute(sql).fetchall()


def place(db: Path, name: str) -> tuple[str, str]:
    """Public id and revision of a transcript."""
    with closing(connection.open_reading(db)) as reader:
        row = transcripts.find(reader, name)
        return row.id, decided.revision_hash(reader, row)


def suggest(db: Path, folder: Path, *tags: str) -> None:
    """What a helper proposes on the solvable case."""
    lines = [
        json.dumps(
            {"proposer": "helper@1", "transcript": SOLVABLE, "citation": f"M{number}", "tag": tag, "kind": "message"}
        )
        for number, tag in enumerate(tags, 5)
    ]
    (folder / "p.jsonl").write_text("\n".join(lines))
    assert proposals.propose(db, str(folder / "p.jsonl")).added == len(tags)


@pytest.fixture
def does(until: Until, lines: Lines) -> Callable[..., Awaitable[None]]:
    """Presses keys, and waits until the screen shows some words."""

    async def does(pilot: Pilot[None], keys: str, wanted: str) -> None:
        await pilot.press(*keys.split())
        await until(pilot, lambda: wanted in lines(pilot))

    return does


async def test_proposals_are_decided_from_the_panel(reading: Reading, does: Any, db: Path, tmp_path: Path) -> None:
    """Confirmed, amended, rejected, in one key each; one undo takes the finding and the decision back."""
    suggest(db, tmp_path, "conversation.verbose", "grounding.invented-value", "grounding.stale-value")
    said = "SELECT decision, tag FROM proposal ORDER BY message"
    async with reading(SOLVABLE, size=SIZE) as (pilot, _):
        await does(pilot, "tab", "proposals")
        await does(pilot, "c", "✓ confirmed")
        await does(pilot, "j x", "✓ rejected")
        await does(pilot, "a", "whose fault")
        await pilot.press("tab", "tab", "s", "escape")
        await does(pilot, "", "✓ amended")
        decisions = [decision for decision, _ in asked(db, said)]
        assert sorted(decisions) == ["amended", "confirmed", "rejected"]
        assert len(asked(db, "SELECT * FROM finding")) == 2
        await does(pilot, "escape u", "Undone")
        assert len(asked(db, "SELECT * FROM finding")) == 1
        assert sorted(filter(None, (decision for decision, _ in asked(db, said)))) == ["confirmed", "rejected"]


async def test_somebody_was_quicker(reading: Reading, does: Any, db: Path, tmp_path: Path) -> None:
    """A proposal that is decided meanwhile is said to be, and nothing else happens."""
    suggest(db, tmp_path, "conversation.verbose")
    async with reading(SOLVABLE, size=SIZE) as (pilot, screen):
        await does(pilot, "tab", "proposals")
        with Reviewing(db, "Ben") as ben:
            ben.reject(screen._decided.proposals[0].id)
        await does(pilot, "c", "Not saved: Ben has rejected this proposal already")
        assert asked(db, "SELECT * FROM finding") == []


async def test_a_second_reader_confirms_or_disputes(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """Another's finding, with a key; a dispute has a reason."""
    id_, revision = place(db, SOLVABLE)
    with Reviewing(db, "Ben") as ben:
        ben.tag_all(id_, revision, [MESSAGE, Anchor("message", (Place(7),))], "conversation.verbose", "x")
    async with reading(SOLVABLE, size=SIZE) as (pilot, _):
        await does(pilot, "tab", "2 of others, after your word")
        await does(pilot, "enter", "by Ben")
        await does(pilot, "c", "confirmed by Ada")
        await does(pilot, "j x", "is none, because")
        await pilot.press(*"it is short", "enter")
        await does(pilot, "", "disputed by Ada")
        assert asked(db, "SELECT verdict, reason FROM confirmation ORDER BY verdict") == [
            ("confirmed", ""),
            ("disputed", "it is short"),
        ]
        assert "by Ben · confirmed by Ada" in lines(pilot)


async def test_an_unsure_place_is_settled(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """The panel asks, and a key says that it is still the place."""
    id_, revision = place(db, SOLVABLE)
    with Reviewing(db, "Ada") as ada:
        made = ada.tag(id_, "b2:before", MESSAGE, "conversation.verbose", "x")
    with closing(open_writing(db)) as writer, transaction(writer):
        anchor = canonical(to_json(MESSAGE))
        writer.execute("INSERT INTO carried VALUES (?, ?, 'unsure', ?)", (made.id, revision, anchor))
    async with reading(SOLVABLE, size=SIZE) as (pilot, _):
        await does(pilot, "tab", "still the place? c says so")
        await does(pilot, "c", "✓ Too many words on M5 stands there")
        assert "still the place" not in lines(pilot)
        assert asked(db, "SELECT revision FROM finding") == [(revision,)]


async def test_a_score_is_contested(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """With a reason; the judge's own stays, and both are shown; nothing takes it back."""
    async with reading(SOLVABLE, size=SIZE) as (pilot, _):
        await does(pilot, "exclamation_mark", "Which score is wrong?")
        await does(pilot, "2", "policy 100 should be:")
        await does(pilot, "u enter", "a number from 0 to 100 · Esc leaves")
        await does(pilot, "backspace 1 0 0 enter", "that is what it is · Esc leaves")
        await does(pilot, "ctrl+u 1 0 1 enter", "a number from 0 to 100 · Esc leaves")
        await does(pilot, "ctrl+u 4 0 enter", "because")
        await does(pilot, "enter", "a reason is needed · Esc leaves")
        await pilot.press(*"it never asked", "enter")
        await does(pilot, "", "✓ policy contested: 40")
        assert asked(db, "SELECT score, says, reason FROM contest") == [("policy", "40", "it never asked")]
        shown = lines(pilot)
        assert "you: it should be 40" in shown
        await does(pilot, "d", "contested by Ada: it should be 40, because it never asked")
        await does(pilot, "escape exclamation_mark 2", "nothing takes it back")
        await does(pilot, "ctrl+u enter", "✓ policy is contested no more")
        assert asked(db, "SELECT * FROM contest") == []


async def test_the_scores_of_a_trap_wait(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """For one's own outcome; nothing to contest before it."""
    assert db.exists()
    async with reading(TRAP, size=SIZE) as (pilot, _):
        await does(pilot, "exclamation_mark", "shown after your own word")
        assert "policy" not in lines(pilot)
        await does(pilot, "o h", "✓ outcome held")
        assert "policy" in lines(pilot)


async def test_several_messages_are_one_undo(reading: Reading, does: Any, db: Path) -> None:
    """Also when it is done again."""
    async with reading(TRAP, 6, size=SIZE) as (pilot, _):
        await does(pilot, "x j x j x", "3 messages are chosen")
        await does(pilot, "t v", "✓ Too many words on M6, M7, M8")
        assert len(asked(db, "SELECT * FROM finding")) == 3
        await does(pilot, "u", "and 2 more")
        assert asked(db, "SELECT * FROM finding") == []
        await does(pilot, "ctrl+r", "Done again: Too many words on M8")
        assert len(asked(db, "SELECT * FROM finding")) == 3


async def test_a_finding_joins_a_pattern(reading: Reading, does: Any, db: Path) -> None:
    """One key, and one for which."""
    make(db, "talks too long")
    async with reading(TRAP, 6, size=SIZE) as (pilot, _):
        await does(pilot, "P", "No finding of yours is here")
        await does(pilot, "t v", "✓ Too many words")
        await does(pilot, "P", "A finding joins")
        await does(pilot, "1", "≈ talks too long")
        assert asked(db, "SELECT role FROM member") == [("member",)]


async def test_what_was_seen_stays_seen(reading: Reading, does: Any, db: Path) -> None:
    """Who asked to see the others' word before giving one is no independent judge, after a restart neither."""
    id_, revision = place(db, TRAP)
    with Reviewing(db, "Ben") as ben:
        ben.judge(id_, revision, "fell", Saw())
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        assert screen._shown.saw.independent
        screen._sitting.look(id_, screen._shown.hides)
        screen.decisions_changed()
        await does(pilot, "j", "Ben")
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        await does(pilot, "j", "Ben")
        await does(pilot, "o h", "✓ outcome held")
    ((independent,),) = asked(db, "SELECT independent FROM judgement WHERE reviewer = 'Ada'")
    assert not independent
    assert len(asked(db, "SELECT * FROM review_event WHERE kind = 'seen.add'")) == 1


async def test_what_a_verdict_opened_stays_seen(reading: Reading, does: Any, db: Path, until: Until) -> None:
    """Whoever takes it back, to give another one, has read what Ben says; a skip had opened nothing."""
    id_, revision = place(db, TRAP)
    with Reviewing(db, "Ben") as ben:
        ben.judge(id_, revision, "fell", Saw())
    independent = "SELECT outcome, independent FROM judgement WHERE reviewer = 'Ada'"
    with Reviewing(db, "Ada") as ada:
        ada.mark(id_, revision, "skipped", reason="not now")
        ada.undo()
    async with reading(TRAP, size=SIZE) as (pilot, _):
        await does(pilot, "o h", "✓ outcome held")
        assert asked(db, independent) == [("held", 1)]
        await does(pilot, "u", "Undone: outcome held")
        await pilot.press("o", "d", *"so it was", "enter")
        await until(pilot, lambda: asked(db, independent) == [("fell", 0)])
        await does(pilot, "u", "Undone: outcome fell")
    async with reading(TRAP, size=SIZE) as (pilot, _):
        await does(pilot, "o h", "✓ outcome held")
    assert asked(db, independent) == [("held", 0)]
    looked = asked(db, "SELECT json_extract(body, '$.machine', '$.others') FROM review_event WHERE kind = 'seen.add'")
    assert looked == [("[true,true]",)]


async def test_others_in_the_history_were_seen(reading: Reading, does: Any, db: Path) -> None:
    """Also what they have taken back since, which stands nowhere else."""
    id_, revision = place(db, TRAP)
    with Reviewing(db, "Ben") as ben:
        ben.remove(ben.tag(id_, revision, MESSAGE, "conversation.verbose", "x"))
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        await does(pilot, "h", "Nothing was decided yet")
        await does(pilot, "escape o h", "✓ outcome held")
        assert not screen._shown.saw.others
        await does(pilot, "h", "Ben")
        assert screen._shown.saw.others


async def test_the_other_runs_in_the_strip(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """Of a trap only after one's own verdict here, and of each only where one has judged that too."""
    for run in (1, 3):
        with Reviewing(db, "Ada") as ada:
            ada.judge(*place(db, f"demo-a.{run}/used_item-01"), "fell" if run == 1 else "held", Saw())
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        assert "r1 ▌r2▐ r3" in lines(pilot)
        await does(pilot, "o h", "r1 FELL ▌r2 held▐ r3 held")
        assert not screen._shown.saw.siblings
        with Reviewing(db, "Ben") as ben:
            ben.adjudicate(place(db, "demo-a.1/used_item-01")[0], "held", "read again")
        await does(pilot, "asterisk", "r1 held")
        assert screen._shown.saw.siblings


async def test_receipts_are_of_the_transcript_in_front(reading: Reading, db: Path, until: Until) -> None:
    """Also where a second one lay over it for a while."""
    assert db.exists()
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        keys = list(screen._keys)
        other = keys.index(next(key for key in keys if key != screen.row.key))
        second = screen.program.open_transcript(keys, other)
        await until(pilot, lambda: pilot.app.screen is second)
        assert screen._sitting.receipts._present == (second.row.id, second._revision)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen) and pilot.app.screen is screen)
        assert screen._sitting.receipts._present == (screen.row.id, screen._revision)


async def test_a_question_stays_until_it_has_its_answer(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """What is typed after a blank answer is no command; Esc leaves, and nothing was saved."""
    async with reading(TRAP, 5, size=(80, 24)) as (pilot, screen):
        for keys, wants in (
            ("comma", "a note is needed · Esc leaves"),
            ("i", "a name is needed · Esc leaves"),
            ("o b", "a reason is needed · Esc leaves"),
            ("ctrl+g", "expected 1 to 15 · Esc leaves"),
        ):
            await does(pilot, f"{keys} enter", wants)
            await does(pilot, "space enter", wants)
            await pilot.press("escape")
            assert wants not in lines(pilot)
            assert screen._stream.has_focus
        assert asked(db, "SELECT count(*) FROM review_event") == [(0,)]


async def test_the_history_names_what_it_is_about(reading: Reading, does: Any, db: Path, lines: Lines) -> None:
    """Patterns by their names, findings by their tags, undo and redo by what they were of."""
    make(db, "too early", author="Ada")
    async with reading(TRAP, 5, size=SIZE) as (pilot, _):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "P", "A finding joins")
        await does(pilot, "1", "≈ too early")
        await does(pilot, "u", "Undone: a finding bears “too early”")
        await does(pilot, "ctrl+r", "Done again: a finding bears “too early”")
        await does(pilot, "o h u", "Undone: outcome held")
        await does(pilot, "h", "History of this transcript")
        shown = lines(pilot)
        for words in (
            "took back: outcome held",
            "did again: Invented window on M5 bears “too early”",
            "took back: Invented window on M5 bears “too early”  (undone)",
        ):
            assert words in shown
