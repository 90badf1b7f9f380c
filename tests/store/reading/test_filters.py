"""The language of the library's filter: it understands people, and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import UsageError
from reviewer.store import filters
from reviewer.store.filters import Sort, Term


def test_words_keys_quotes_dashes_and_whole_values() -> None:
    wanted = filters.parse('Reship model:"Kimi K2" -class:TRAP run:=r1 -draft')
    assert wanted.terms == (
        Term("", "reship"),
        Term("model", "kimi k2"),
        Term("class", "trap", excluded=True),
        Term("run", "r1", whole=True),
        Term("", "draft", excluded=True),
    )
    assert wanted.unknown == ()


@pytest.mark.parametrize("typed", ["", "   ", "model:", "-model:", 'model:"', "run:=", '""', "score:<", "score:>="])
def test_what_is_still_being_typed_narrows_nothing(typed: str) -> None:
    assert filters.parse(typed) == filters.EVERYTHING


@pytest.mark.parametrize("typed", ["is:shiny", "score:<half", "status:sleepy"])
def test_a_value_that_makes_no_sense_is_named_and_narrows_nothing(typed: str) -> None:
    assert filters.parse(typed + " model:kimi") == filters.Filter((Term("model", "kimi"),), (typed,))


def test_an_unknown_key_is_named_and_looked_for_as_a_word() -> None:
    assert filters.parse("tau2:7") == filters.Filter((Term("", "tau2:7"),))
    assert filters.parse("modle:kimi") == filters.Filter((Term("", "modle:kimi"),), ("modle:kimi",))


def test_a_lone_dash_is_a_word() -> None:
    assert filters.parse("-").terms == (Term("", "-"),)


@given(
    st.text()
    | st.lists(st.sampled_from(['"', ":", "=", "-", "model", "score:", "<", "is:", " ", "\0", "ß", "\ud800"])).map(
        "".join
    )
)
def test_nothing_raises(typed: str) -> None:
    wanted = filters.parse(typed)
    for _, tests in wanted.conditions():
        for column, test in tests:
            test(1.0 if column == "score_number" else 3 if column in ("warnings", "synthetic") else "text")
            if column not in ("model", "source_model", "run", "suite", "case"):
                test(None)


@given(key=st.sampled_from(["model", "run", "suite", "case", "class", "intent"]), value=st.text(min_size=1))
def test_a_written_term_is_read_back(key: str, value: str) -> None:
    bare = value.replace('"', "").casefold()
    expected = (Term(key, bare, whole=True),) if bare else ()
    assert filters.parse(filters.term(key, value)).terms == expected


def test_orders() -> None:
    assert filters.sort("score") == Sort("score")
    assert filters.sort("-words") == Sort("words", descending=True)
    assert filters.sort("") == filters.READING_ORDER
    with pytest.raises(UsageError, match="cannot sort by 'colour'"):
        filters.sort("colour")
