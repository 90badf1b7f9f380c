"""The list of transcripts: order, filters, names, siblings, counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from reviewer.errors import NotFound
from reviewer.store import filters, transcripts
from reviewer.store.blind import Blind, untold
from reviewer.text.hashing import public_id

if TYPE_CHECKING:
    from tests.store.reading.conftest import Store

Conversation = Callable[..., list[dict[str, Any]]]


def listed(store: Store, typed: str = "", order: str = "") -> list[str]:
    keys = transcripts.keys(store.connection, filters.parse(typed), filters.sort(order))
    return [f"{row.run}/{row.case}" for row in transcripts.rows(store.connection, keys)]


@pytest.fixture
def study(store: Store, conversation: Conversation) -> Store:
    short, long = conversation("customer: one two"), conversation("customer: one two three", "agent: four")
    store.add(run="r2", case="case-10", run_index=2, case_class="trap", intent="Rückgabe", messages=long)
    store.add(run="r1", case="case-10", run_index=1, case_class="trap", intent="Rückgabe", messages=short)
    store.add(
        run="r1",
        case="case-2",
        run_index=1,
        case_class="solvable",
        messages=short,
        scores=[{"name": "a", "value": 0.25}],
    )
    store.add(run="r1", case="case-3", run_index=1, status="error", messages=(), scores=[{"name": "a", "value": "C"}])
    store.add(
        run="g1",
        model="openai/GPT-4.1",
        case="case-2",
        synthetic=True,
        messages=long,
        scores=[{"name": "a", "value": 1}],
    )
    store.add(run="g1", model="openai/GPT-4.1", case="Übung", messages=long, warnings=[{"code": "empty", "text": "w"}])
    store.add(suite="another", run="z", case="case-9", status="in progress", messages=long)
    return store


def test_reading_order_is_suite_case_model_run(study: Store) -> None:
    assert listed(study) == [
        "z/case-9", "r1/case-2", "g1/case-2", "r1/case-3", "r1/case-10", "r2/case-10", "g1/Übung",
    ]  # fmt: skip


def test_attempts_follow_each_other(store: Store, conversation: Conversation) -> None:
    for attempt in (2, 10, 1):
        store.add(attempt=attempt, messages=conversation("customer: hi"))
    for typed in ("", "status:complete"):
        rows = transcripts.rows(store.connection, transcripts.keys(store.connection, filters.parse(typed)))
        assert [row.attempt for row in rows] == [1, 2, 10]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("model:gpt", ["g1/case-2", "g1/Übung"]),
        ("model:=gpt-4.1", []),
        ("model:=openai/gpt-4.1 case:2", ["g1/case-2"]),
        ("run:=r1 class:trap", ["r1/case-10"]),
        ("class:trap class:solvable", ["r1/case-2", "r1/case-10", "r2/case-10"]),
        ("-class:trap run:r", ["r1/case-2", "r1/case-3"]),
        ("class:none suite:shop", ["g1/case-2", "r1/case-3", "g1/Übung"]),
        ("intent:RÜCK", ["r1/case-10", "r2/case-10"]),
        ("rück r2", ["r2/case-10"]),
        ("übung", ["g1/Übung"]),
        ("suite:another", ["z/case-9"]),
        ("status:progress", ["z/case-9"]),
        ("status:error", ["r1/case-3"]),
        ("score:<0.5", ["r1/case-2"]),
        ("score:>=0.25", ["r1/case-2", "g1/case-2"]),
        ("score:1", ["g1/case-2"]),
        ("score:=0.25", ["r1/case-2"]),
        ("score:c", ["r1/case-3"]),
        ("score:none", ["z/case-9", "r1/case-10", "r2/case-10", "g1/Übung"]),
        ("is:scored", ["r1/case-2", "g1/case-2", "r1/case-3"]),
        ("is:warned", ["g1/Übung"]),
        ("is:synthetic", ["g1/case-2", "g1/Übung"]),
        ("is:synthetic is:warned", ["g1/Übung"]),
        ("nothing-like-it", []),
    ],
)
def test_filters(study: Store, typed: str, expected: list[str]) -> None:
    assert sorted(listed(study, typed)) == sorted(expected)


@pytest.mark.parametrize(
    ("typed", "everybody", "waiting"),
    [
        ("tag:tone", {1, 3}, {3}),
        ("tag:=tone", {3}, {3}),
        ("tag:tone tag:late", {1, 2, 3}, {1, 3}),
        ("tag:none", {4}, {2, 4}),
        ("tag:none tag:rough", {1, 4}, {2, 4}),
        ("-tag:tone", {2, 4}, {1, 2, 4}),
        ("-tag:tone tag:late", {2}, {1}),
        ("tag:missing", set(), set()),
        ("-tag:none", {1, 2, 3}, {1, 3}),
    ],
)
def test_tags_filter_by_findings_that_may_be_known(
    store: Store, typed: str, everybody: set[int], waiting: set[int]
) -> None:
    """Of the first two, which wait for Ann's own word, only Ann's findings count."""
    keys = [store.add(case=f"c-{case}") for case in range(1, 5)]
    ids = [row.id for row in transcripts.rows(store.connection, keys)]
    found = [(1, "Ben", "rough-tone"), (1, "Ann", "late"), (2, "Ben", "late"), (3, "Ben", "tone"), (3, "Ann", "tone")]
    for number, (place, author, tag) in enumerate(found):
        store.connection.execute(
            """INSERT INTO finding VALUES (?, ?, '', 'transcript', 0, '{}', ?, 'a', 'minor', NULL, '', 1, '',
            'agent', ?, '2026', NULL)""",
            (str(number), ids[place - 1], tag, author),
        )
    wanted, order = filters.parse(typed), filters.READING_ORDER
    hidden = Blind(frozenset(ids[:2]), frozenset(keys[:2]), "Ann")
    assert {keys.index(key) + 1 for key in transcripts.keys(store.connection, wanted, order)} == everybody
    assert {keys.index(key) + 1 for key in transcripts.keys(store.connection, wanted, order, hidden)} == waiting
    assert untold(store.connection, hidden) == 2
    assert untold(store.connection, Blind(reviewer="Ann")) == 0


def test_an_alias_is_found_by_both_names(study: Store) -> None:
    study.change_run("g1", label="gpt")
    assert listed(study, "model:=gpt case:2") == listed(study, "model:=openai/gpt-4.1 case:2") == ["g1/case-2"]


def test_states_of_runs(study: Store) -> None:
    study.change_run("r2", state="invalid")
    study.change_run("z", state="superseded")
    assert listed(study, "is:invalid") == ["r2/case-10"]
    assert listed(study, "is:superseded") == ["z/case-9"]
    assert "r2/case-10" not in listed(study, "is:valid")


def test_sorting_puts_what_has_no_value_last_both_ways(study: Store) -> None:
    rising, falling = listed(study, "suite:shop", "score"), listed(study, "suite:shop", "-score")
    assert rising[:3] == ["r1/case-2", "g1/case-2", "r1/case-3"]
    assert falling[:3] == rising[2::-1]
    assert rising[3:] == falling[3:] == ["r1/case-10", "r2/case-10", "g1/Übung"]


@pytest.mark.parametrize("column", filters.SORTABLE)
def test_every_column_sorts_all(study: Store, column: str) -> None:
    assert sorted(listed(study, "", column)) == sorted(listed(study, "", f"-{column}")) == sorted(listed(study))


def test_sorting_by_words_and_case(study: Store) -> None:
    assert listed(study, "", "words")[0] == "r1/case-3"
    assert listed(study, "", "-case")[0] == "g1/Übung"
    assert listed(study, "", "run")[0].startswith("r1/")


def test_rows_come_in_the_order_asked_for(study: Store) -> None:
    keys = list(transcripts.keys(study.connection))[::-1]
    rows = transcripts.rows(study.connection, keys)
    assert [row.key for row in rows] == keys
    first = rows[0]
    assert (first.model, first.synthetic, first.messages, first.words, first.id) == (
        "openai/GPT-4.1", True, 2, 4, public_id("shop", "Übung", "openai/GPT-4.1", "g1", "1"),
    )  # fmt: skip


def test_only_the_present_revision_is_listed(store: Store, conversation: Conversation) -> None:
    store.add(messages=conversation("customer: one"))
    store.add(messages=conversation("customer: one", "agent: two"))
    (row,) = transcripts.rows(store.connection, transcripts.keys(store.connection))
    assert row.messages == 2


def test_found_by_id_beginning_and_run_and_case(study: Store) -> None:
    for row in transcripts.rows(study.connection, transcripts.keys(study.connection)):
        assert transcripts.find(study.connection, row.id) == row
        assert transcripts.find(study.connection, row.id[:9].upper()) == row
        assert transcripts.find(study.connection, f" {row.run}/{row.case} ") == row


def test_names_with_slashes(store: Store) -> None:
    store.add(run="a/b", case="c/d")
    assert transcripts.find(store.connection, "a/b/c/d").run == "a/b"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "empty text"),
        ("r1/case-1", "the run r1 holds the cases case-"),
        ("r3/case-1", "there are the runs r"),
        ("zzzzzzzzzzzz", "`reviewer list` shows the ids"),
        ("\ud800\0", "no transcript is called"),
    ],
)
def test_what_is_not_there_names_what_is_near(study: Store, name: str, said: str) -> None:
    with pytest.raises(NotFound, match=said):
        transcripts.find(study.connection, name)


def test_a_mistyped_id_is_answered_with_the_right_one(study: Store) -> None:
    right = transcripts.find(study.connection, "z/case-9").id
    with pytest.raises(NotFound, match=f"near it: {right}"):
        transcripts.find(study.connection, right[:6] + "u" + right[7:])


def test_a_name_of_several_asks_for_an_id(store: Store) -> None:
    store.add(attempt=1)
    store.add(attempt=2)
    with pytest.raises(NotFound, match="several transcripts"):
        transcripts.find(store.connection, "r1/case-1")


def test_an_empty_store_says_so(store: Store) -> None:
    with pytest.raises(NotFound, match="holds no transcript yet"):
        transcripts.find(store.connection, "abc")
    with pytest.raises(NotFound, match="holds no run yet"):
        transcripts.find(store.connection, "abc/d")
    assert not transcripts.keys(store.connection)
    assert transcripts.facets(store.connection) == []


def test_siblings_are_the_runs_of_one_case(study: Store) -> None:
    row = transcripts.find(study.connection, "r2/case-10")
    assert [other.run for other in transcripts.siblings(study.connection, row)] == ["r1", "r2"]
    row = transcripts.find(study.connection, "r1/case-2")
    assert transcripts.siblings(study.connection, row) == [row]


def test_the_register_counts(study: Store) -> None:
    study.connection.execute("UPDATE run SET expected = 5 WHERE name = 'r1'")
    runs = {run.name: run for run in transcripts.facets(study.connection)}
    assert list(runs) == ["z", "r1", "r2", "g1"]
    r1 = runs["r1"]
    assert (r1.transcripts, r1.cases, r1.complete, r1.failed, r1.expected) == (3, 3, 2, 1, 5)
    assert r1.classes == {"": 1, "solvable": 1, "trap": 1}
    assert (runs["g1"].synthetic, runs["g1"].warned, runs["z"].in_progress) == (True, 1, 1)


def test_a_run_without_transcripts_stays_in_the_register(store: Store) -> None:
    store.add()
    store.connection.execute("UPDATE run SET name = 'other'")
    store.connection.execute(
        "INSERT INTO run (suite, model, name, first_loaded_at, label) VALUES ('shop', 'kimi', 'r1', '2026', 'kimi')"
    )
    runs = {run.name: run for run in transcripts.facets(store.connection)}
    assert (runs["r1"].transcripts, runs["r1"].words, runs["r1"].classes) == (0, 0, {})


def test_the_blind_are_shuffled(store: Store) -> None:
    """No rule leads from one run of a case to the next, as it does where numbers are only scattered."""
    runs = {store.add(run=f"r{run}", case=f"c-{case}"): (case, run) for run in range(6) for case in range(8)}
    ids = {row.id for row in transcripts.rows(store.connection, list(runs))}
    hidden = Blind(frozenset(ids), frozenset(runs), "Ann")
    listed = [runs[key] for key in transcripts.keys(store.connection, hidden=hidden)]
    assert [case for case, _ in listed] == sorted(case for case, _ in runs.values())
    orders = [tuple(run for case, run in listed if case == one) for one in range(8)]
    turned = {tuple((run - order[0]) % 6 for run in order) for order in orders}
    assert len(turned) == len(orders)
