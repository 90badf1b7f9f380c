"""Full text: what can be found by which words, in batches that share the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.model.transcript import Message, ToolCall, Transcript
from reviewer.store import fulltext, search
from reviewer.store.connection import Writer, open_writing
from reviewer.store.content import content
from reviewer.store.facets import case_word, role_word, run_word, tool_word
from reviewer.store.ledger import SourceFile
from reviewer.store.load import Loader

Make = Callable[..., Transcript]


def put(writer: Writer, *transcripts: Transcript) -> None:
    loader = Loader(writer)
    reading = loader.begin(SourceFile("/runs/a", "{}", 1, 1), "native")
    for transcript in transcripts:
        loader.add(reading, content("", transcript))
    loader.flush()


def found(writer: Writer, query: str) -> list[int]:
    """The numbers of the messages that a query finds, in order."""
    sql = "SELECT m.number FROM message_fts f JOIN message m ON m.id = f.rowid WHERE message_fts MATCH ? ORDER BY m.id"
    return [number for (number,) in writer.execute(sql, (query,))]


def test_every_part_of_a_message_is_found(writer: Writer, make: Make) -> None:
    """Text, reasoning, names and arguments of calls, results; each in its column."""
    put(writer, make())
    assert found(writer, "order") == []
    assert fulltext.index(writer)
    assert found(writer, "text : order") == [2]
    assert found(writer, "reasoning : first") == [3]
    assert found(writer, 'calls : "get_order"') == [3]
    assert found(writer, "calls : 7") == [3]
    assert found(writer, "shipped") == [4]


def test_filters_are_words(writer: Writer, make: Make) -> None:
    """Of role, run, case and tool; a result is of the tool that it answers, named in it or not."""
    put(writer, make(), make(case="Other", run="r2"))
    fulltext.index(writer)
    (run,) = writer.execute("SELECT id FROM run WHERE name = 'r2'").fetchone()
    assert found(writer, f"facets : {role_word('tool')}") == [4, 5, 4, 5]
    assert found(writer, f"facets : {run_word(run)}") == [1, 2, 3, 4, 5, 6]
    assert found(writer, f"facets : {case_word('other')} AND text : look") == [3]
    assert found(writer, f"facets : {tool_word('GET_ORDER')}") == [3, 4, 3, 4]
    assert found(writer, f"facets : {tool_word('reship')}") == [3, 5, 3, 5]


def test_what_is_taken_out_leaves_nothing_behind(writer: Writer, make: Make) -> None:
    """Word for word: the index is then as good as empty, and whole."""
    put(writer, make(), make(case="b"))
    fulltext.index(writer)
    fulltext.take(writer, 1, 6)
    assert found(writer, "order OR shipped OR first OR way OR kind") == [1, 2, 3, 4, 6]
    fulltext.take(writer, 7, 12)
    assert writer.execute("SELECT count(*) FROM message_fts WHERE message_fts MATCH 'a* OR o* OR s*'").fetchone() == (
        0,
    )
    writer.execute("INSERT INTO message_fts (message_fts) VALUES ('integrity-check')")
    fulltext.put(writer, 1, 6)
    assert found(writer, "shipped") == [4]


def test_words_that_no_blank_divides_and_escaped_ones_are_found(writer: Writer, make: Make) -> None:
    """By the words that a person reads, in texts, in reasoning and in arguments."""
    escaped = ToolCall(name="refund", arguments=r'{"city": "Caf\u00e9", "why": "\u9000\u6b3e"}')
    put(writer, make(messages=(Message(role="agent", text="我想退款", reasoning="ขอเงินคืน", calls=(escaped,)),)))
    fulltext.index(writer)
    for words in ("退款", "เงินคืน", "café"):
        assert search.count(writer, search.query(words)) == 1
    (hit,) = search.hits(writer, search.query("cafe"))
    assert (hit.field, hit.snippet[slice(*hit.matches[0])]) == ("c1.args", r"Caf\u00e9")
    assert not search.count(writer, search.query("款退"))
    fulltext.take(writer, 1, 1)
    writer.execute("INSERT INTO message_fts (message_fts) VALUES ('integrity-check')")
    assert not search.count(writer, search.query("退款"))


def test_full_text_of_an_older_version_is_made_anew(writer: Writer, make: Make) -> None:
    """Until then it finds what it has; nothing is taken out that came in as other words."""
    put(writer, make(messages=(Message(role="agent", text="refund 我想退款"),)))
    row = (1, "refund 我想退款", None, "", "")
    writer.execute("INSERT INTO message_fts (rowid, text, reasoning, calls, facets) VALUES (?, ?, ?, ?, ?)", row)
    writer.execute("UPDATE search_progress SET indexed_through = 1, version = 0")
    asked = search.query("refund")
    assert search.count(writer, asked) == 1
    assert search.notes(writer, asked) == [
        "an older version made the full text, and passed over words; `reviewer load` makes it anew"
    ]
    fulltext.take(writer, 1, 1)
    assert search.count(writer, asked) == 1
    assert fulltext.index(writer)
    assert not fulltext.outdated(writer)
    assert search.notes(writer, asked) == []
    assert search.count(writer, asked) == search.count(writer, search.query("退款")) == 1
    writer.execute("INSERT INTO message_fts (message_fts) VALUES ('integrity-check')")


WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS | st.none(), st.lists(st.tuples(WORDS, WORDS), max_size=2)), max_size=4))
def test_any_text_goes_in_and_out_again(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str | None, list[tuple[str, str]]]]
) -> None:
    """No character spoils the index, and none stays in it."""
    messages = tuple(
        Message(role="agent", text=text, reasoning=why, calls=tuple(ToolCall(name=n, arguments=a) for n, a in calls))
        for text, why, calls in said
    )
    writer = open_writing(tmp_path_factory.mktemp("any") / "study.db")
    put(writer, Transcript(suite="s", case="c", model="m", run="r", messages=messages))
    fulltext.index(writer)
    sql = "SELECT count(*) FROM message_fts WHERE message_fts MATCH ?"
    assert writer.execute(sql, (f"facets : {role_word('agent')}",)).fetchone() == (len(said),)
    fulltext.take(writer, 1, len(said))
    writer.execute("INSERT INTO message_fts (message_fts) VALUES ('integrity-check')")
    assert writer.execute(sql, (f"facets : {role_word('agent')}",)).fetchone() == (0,)
    writer.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches that a small table fills."""
    monkeypatch.setattr(fulltext, "SMALLEST", 16)


@pytest.mark.usefixtures("small")
def test_it_goes_on_where_it_stopped(writer: Writer, make: Make) -> None:
    """Whoever cancels keeps what is done; the rest follows, each message once."""
    put(writer, *(make(case=f"c{place}") for place in range(40)))
    steps: list[tuple[int, int]] = []
    assert not fulltext.index(writer, lambda done, last: steps.append((done, last)), lambda: True)
    assert fulltext.progress(writer) == steps[-1]
    assert 0 < steps[-1][0] < steps[-1][1] == 240
    assert fulltext.index(writer, lambda done, last: steps.append((done, last)))
    assert fulltext.progress(writer) == (240, 240) == steps[-1]
    assert steps == sorted(steps)
    assert len(found(writer, "shipped")) == 40


def test_long_messages_end_a_batch_early(writer: Writer, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither memory nor the lock pays for many long ones at once; each is found all the same."""
    put(writer, *(make(case=f"c{place}") for place in range(3)))
    monkeypatch.setattr(fulltext, "LONGEST", 30)
    steps: list[int] = []
    assert fulltext.index(writer, lambda done, _last: steps.append(done))
    assert len(set(steps)) > 3
    assert steps == sorted(steps)
    assert fulltext.progress(writer) == (18, 18)
    assert found(writer, "shipped") == [4, 4, 4]


@pytest.mark.usefixtures("small")
def test_two_may_do_it_at_once(writer: Writer, make: Make) -> None:
    """Each batch takes up where the last one of either ended."""
    put(writer, *(make(case=f"c{place}") for place in range(40)))
    other = open_writing(writer.path)
    turns = 0

    def interrupting() -> bool:
        nonlocal turns
        turns += 1
        if turns == 1:
            fulltext.index(other, cancelled=lambda: True)
        return False

    assert fulltext.index(writer, cancelled=interrupting)
    other.close()
    assert len(found(writer, "shipped")) == 40
    assert fulltext.index(writer)


def test_an_empty_store_is_searchable(tmp_path: Path) -> None:
    """There is nothing to do, and that is said."""
    writer = open_writing(tmp_path / "study.db")
    said: list[tuple[int, int]] = []
    assert fulltext.index(writer, lambda done, last: said.append((done, last)))
    assert said == [(0, 0)]
    writer.close()
