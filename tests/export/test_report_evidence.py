"""Quotations are found where they stand, also after something before them was redacted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.export.report.evidence import AROUND, SHORT, called, field_text, place, segments
from reviewer.export.report.ids import anchor, file_name
from reviewer.export.report.pages import Collected
from reviewer.export.report.report import REPORT
from reviewer.model.dossier import CitationEntry, PageCall
from tests.export.hostile import PIECES
from tests.export.sample import conversations, sample


def citation(quote: str, start: int = 0, before: str = "", after: str = "") -> CitationEntry:
    """A citation of these words."""
    end = start + len(quote)
    return CitationEntry(
        id="q-1",
        transcript="t",
        message=1,
        start=start,
        end=end,
        quote=quote,
        before=before,
        after=after,
        written="[…]",
    )


def test_words_that_stand_once() -> None:
    """Wherever the offsets say they were before redaction."""
    assert place("to [email 1]: it is sent", citation("it is sent", start=40)) == (14, 24)
    assert place("to [email 1]: it is sent", citation("was sent")) is None
    assert place("anything", citation("")) is None


@pytest.mark.parametrize(("before", "after", "expected"), [("one ", ", two", 4), ("two ", ", end", 12), ("", "", 4)])
def test_words_that_stand_twice(before: str, after: str, expected: int) -> None:
    """There where their surroundings are those that were kept with them; the first, where nothing tells."""
    text = "one yes, two yes, end"
    start = 13 if expected == 12 else expected
    found = place(text, citation("yes", start=99, before=before, after=after))
    assert found == (start, start + 3)
    assert place(text, citation("yes", start=13)) == (13, 16)


@given(PIECES, st.integers(0, 30), st.integers(1, 30))
def test_every_quoted_span_is_found_again(text: str, start: int, length: int) -> None:
    """With its own offsets and surroundings."""
    quote = text[start : start + length]
    one = citation(quote, start, text[max(0, start - 8) : start], text[start + length : start + length + 8])
    assert place(text, one) == ((start, start + len(quote)) if quote else None)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_segments_are_the_text(text: str, ends: list[tuple[int, int]]) -> None:
    """Cut into pieces, of which each is cited by all spans that it lies in."""
    spans = [(min(pair), max(pair), f"q-{number}") for number, pair in enumerate(ends) if max(pair) <= len(text)]
    found = segments(text, spans)
    assert "".join(one.text for one in found) == text
    for start, end, name in spans:
        assert "".join(one.text for one in found if name in one.cited) == text[start:end]


def test_fields_are_those_of_citations() -> None:
    """Text, reasoning, a call's name and its arguments."""
    message = next(conversations()).messages[2]
    assert field_text(message, "text") == "Let me look."
    assert field_text(message, "reasoning") == "The claim is late; still, they are cross."
    assert field_text(message, "c1.name") == "order_status"
    assert field_text(message, "c1") == field_text(message, "c1.args") == '{"order": "#1147"}'
    assert field_text(message, "c2.args") is None


def test_a_call_stands_with_a_finding_that_points_at_it() -> None:
    """With its arguments, a long one up to a length and saying so; what is quoted needs no more than its words."""
    collected = Collected(sample(), "html", REPORT)
    list(collected.pages(conversations()))
    assert collected.lookup.calls == {"q-call": 'order_status {"order": "#1147"}'}
    conversation = next(conversations())
    long = PageCall(ordinal=1, name="note", kind="write", arguments="x" * (SHORT + 1_000))
    message = conversation.messages[2].model_copy(update={"calls": (long,)})
    held = conversation.model_copy(update={"messages": (message,)})
    found = called(collected.lookup.citations["q-call"], held)
    assert found == f"note {'x' * SHORT} … 1,000 characters more"
    assert called(collected.lookup.citations["q-reship"], conversation) is None
    assert called(collected.lookup.citations["q-gap"], conversation) is None


def test_excerpts_say_what_is_missing() -> None:
    """Cut text says how much, words that are not there say so, and so does a transcript that is not bundled."""
    collected = Collected(sample(), "html", REPORT)
    list(collected.pages(conversations()))
    excerpts = collected.excerpts()
    long = excerpts["q-long"]
    assert (
        long.before + sum(len(one.text) for one in long.segments) + long.after == len("Please cancel. ") + 300 * 8 + 10
    )
    assert sum(len(one.text) for one in long.segments) == AROUND + len("Thank you.")
    assert excerpts["q-gone"].note == "these words do not stand in M3.text"
    assert excerpts["q-away"].note == "its transcript is not bundled with this report"
    assert [one.label for one in excerpts["q-reship"].beside] == ["M6 · result for M5.c1 · create_reship · failed"]
    assert excerpts["q-photo"].segments[0].text.endswith("No photo needed, ")


@given(st.lists(st.text(min_size=1, max_size=80), min_size=2, max_size=2, unique=True))
def test_no_two_names_share_a_file_or_an_anchor(names: list[str]) -> None:
    """Whatever letters they have, and though a file system may fold capitals."""
    one, other = names
    assert file_name(one).lower() != file_name(other).lower()
    assert anchor("q", f"q-{one}") != anchor("q", f"q-{other}")
    for name in names:
        assert anchor("q", name).replace("-", "").replace("_", "").isascii()
        assert re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,63}", file_name(name))
