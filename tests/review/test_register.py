"""The fold of the run register."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.review.events import Event
from reviewer.review.register import Register, RunKey, RunState

KEY = RunKey("desk", "m", "r1")
SUBJECT = {"suite": "desk", "model": "m", "run": "r1"}


def event(
    number: int, kind: str, subject: dict[str, Any] | None = None, /, reason: str | None = None, **body: Any
) -> Event:
    """One of a row in which each puts aside the one before."""
    aside = (f"{number - 1:02}",) if number > 1 else ()
    return Event(f"{number:02}", kind, subject or SUBJECT, body, "ann", "now", reason, aside)


def test_without_a_word_the_files_hold() -> None:
    """k, N and synthetic as they say; counted, under the model's own name."""
    assert Register([]).run(KEY, 1, 3, True) == RunState("m", 1, 3, True, None, "valid", None, None)


@pytest.mark.parametrize(
    ("events", "changed"),
    [
        ([event(1, "run.model", **{"is": "kimi"})], {"label": "kimi"}),
        ([event(1, "run.model", **{"is": "kimi"}), event(2, "run.model", **{"is": None})], {}),
        ([event(1, "run.model", {**SUBJECT, "run": "r9"}, **{"is": "kimi"})], {}),
        ([event(1, "run.index", index=2, count=5)], {"index": 2, "count": 5}),
        ([event(1, "run.index", index=2, count=5), event(2, "run.index", index=None, count=None)], {}),
        ([event(1, "run.index", index=2, count=None)], {"index": 2}),
        ([event(1, "run.expect", cases=50)], {"expected": 50}),
        ([event(1, "run.expect", cases=50), event(2, "run.expect", cases=None)], {}),
        ([event(1, "run.synthetic", synthetic=True)], {"synthetic": True}),
        ([event(1, "run.synthetic", synthetic=True), event(2, "run.synthetic", synthetic=False)], {}),
        (
            [event(1, "run.invalidate", reason="wrong prompt")],
            {"state": "invalid", "reason": "wrong prompt"},
        ),
        ([event(1, "run.invalidate"), event(2, "run.revalidate")], {}),
        ([event(1, "run.supersede", by="r2")], {"state": "superseded", "superseded_by": "r2"}),
        ([event(1, "run.supersede", by="r2"), event(2, "run.invalidate")], {"state": "invalid"}),
        ([event(1, "run.supersede", {**SUBJECT, "run": "r9"}, by="r2")], {}),
        ([event(1, "run.unheard_of", x=1)], {}),
    ],
)
def test_what_is_said_of_a_run(events: list[Event], changed: dict[str, Any]) -> None:
    """The last word holds, of whatever kind; taken back, the files' word holds again."""
    fields = {"label": "m", "index": 1, "count": 3, **changed}
    assert Register(events).run(KEY, 1, 3, False) == RunState(**fields)


def test_a_synthetic_run_can_be_said_to_be_real() -> None:
    """By a person only; the files' word is kept beside."""
    assert not Register([event(1, "run.synthetic", synthetic=False)]).run(KEY, 1, 3, True).synthetic


def alias(number: int, model: str, other: str) -> Event:
    return Event(f"{number:02}", "run.alias", {"model": model}, {"is": other}, "ann", "now")


def test_aliases_are_followed() -> None:
    """Along all of them; a circle ends."""
    register = Register([alias(1, "x (gateway)", "x"), alias(2, "x", "X"), alias(3, "a", "b"), alias(4, "b", "a")])
    assert register.label("x (gateway)") == "X"
    assert register.label("X") == "X"
    assert register.label("a") in {"a", "b"}
    assert register.label("other") == "other"
    assert Register([alias(1, "x", "x")]).label("x") == "x"


def test_the_heads_are_what_a_new_word_puts_aside() -> None:
    """All that stand, of whatever kind about the same thing."""
    first, second = event(1, "run.invalidate"), Event("02", "run.supersede", SUBJECT, {"by": "r2"}, "bo", "now")
    register = Register([first, second])
    assert register.heads("run.revalidate", SUBJECT) == ("01", "02")
    assert register.heads("run.expect", SUBJECT) == ()
    assert register.conflicts == [("state", '{"model":"m","run":"r1","suite":"desk"}')]


def test_tools() -> None:
    """A person's word for a tool of one suite."""
    said = Event("01", "tool.kind", {"suite": "desk", "tool": "do"}, {"kind": "read"}, "ann", "now")
    back = Event("02", "tool.kind", {"suite": "desk", "tool": "do"}, {"kind": None}, "ann", "now", None, ("01",))
    assert Register([said]).tools() == {("desk", "do"): "read"}
    assert Register([said, back]).tools() == {}
