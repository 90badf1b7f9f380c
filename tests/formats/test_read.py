"""What `read` adds to every format: choosing one, warnings, attempts, gaps, and an end to refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pluggy
import pytest

from reviewer.errors import BrokenFile, UsageError
from reviewer.formats import Fill, Found, Item, Refused, Source, hooks, limits, read
from reviewer.formats.hooks import formats, hookimpl, manager
from reviewer.formats.warn import warned
from reviewer.model.plain import READ
from reviewer.model.transcript import FORMAT, Message, ToolCall, Transcript


class Letters:
    """A plug-in's format: one transcript for each letter of a file that begins with “letters:”."""

    name = "letters"

    def detect(self, source: Source) -> bool:
        """By its first word."""
        return source.head(8) == b"letters:"

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """One for each letter; a digit is refused."""
        for place, letter in enumerate(source.data()[8:].decode(), 1):
            if letter.isdigit():
                yield Refused(f"letter {place}", "a digit")
            else:
                yield Found(f"letter {place}", _transcript(case=letter, run=fill.run or source.stem))


@pytest.fixture
def letters() -> Iterator[None]:
    """A plug-in that is installed for one test."""

    class Plugin:
        @hookimpl
        def reviewer_formats(self) -> list[Letters]:
            return [Letters()]

    manager().register(Plugin(), name="letters")
    yield
    manager().unregister(name="letters")


def _transcript(*messages: Message, **fields: Any) -> Transcript:
    return Transcript(**{"suite": "s", "case": "c", "model": "m", "run": "r", "messages": messages, **fields})


def _call(call_id: str | None = "1", name: str = "f") -> ToolCall:
    return ToolCall(id=call_id, name=name)


def _codes(*messages: Message) -> list[tuple[str, int | None]]:
    return [(warning.code, warning.message) for warning in warned(_transcript(*messages)).warnings]


def test_the_built_in_formats() -> None:
    """The built-in formats, in the order in which they are asked."""
    assert [found.name for found in formats()] == ["native", "inspect", "tau2", "tau", "openai-chat"]
    assert hooks.GROUP == "reviewer"


def test_a_plug_in_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken plug-in is one clear line, and no traceback."""

    def broken(*_: Any) -> int:
        raise ImportError("no module named tea")

    monkeypatch.setattr(pluggy.PluginManager, "load_setuptools_entrypoints", broken)
    with pytest.raises(UsageError, match=r"^an installed plug-in cannot be loaded: no module named tea$"):
        manager.__wrapped__()


@pytest.mark.usefixtures("letters")
def test_a_plug_in_s_format(load: Any) -> None:
    """A plug-in's format is asked first, and what comes out is finished like any other."""
    loaded = load("letters:aba1a", Fill(run="night"))
    assert loaded.format == "letters"
    assert [(item.place, item.transcript.case, item.transcript.attempt) for item in loaded.found] == [
        ("letter 1", "a", 1),
        ("letter 2", "b", 1),
        ("letter 3", "a", 2),
        ("letter 5", "a", 3),
    ]
    assert loaded.refused == [Refused("letter 4", "a digit")]
    assert loaded.codes() == ["no-messages"] * 4


@pytest.mark.usefixtures("letters")
def test_refusals_without_end(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a thousand, refusals are counted and no longer told apart."""
    monkeypatch.setattr(limits, "REFUSALS", 2)
    loaded = load("letters:12345a")
    assert [item.place for item in loaded.refused] == ["letter 1", "letter 2", ""]
    assert loaded.refused[-1].reason == "3 more transcripts were refused"
    assert len(loaded.found) == 1


def test_gaps(load: Any) -> None:
    """A run that lacks cases which other runs of the file hold is noted."""

    def line(case: str, trial: int, model: str = "m") -> str:
        said = [{"role": "user", "content": "x"}]
        return json.dumps({"id": case, "trial": trial, "model": model, "messages": said}) + "\n"

    whole = "".join(line(f"c{n}", trial) for n in range(10) for trial in (1, 2))
    assert load(whole, name="a.jsonl").source.notes == []
    some = "".join(line(f"c{n}", trial) for n in range(10) for trial in (1, 2) if trial == 1 or n < 3)
    assert load(some, name="a.jsonl").source.notes == [
        "run a.2 of m holds 3 of 10 cases of chat; missing: c3, c4, c5, c6, c7, …"
    ]


def test_orphans_and_open_calls() -> None:
    """A result without a call, and a call that nobody answered although the conversation went on."""
    assert _codes(
        Message(role="tool", call_id="9"),
        Message(role="agent", calls=(_call("1"), _call("2"))),
        Message(role="tool", call_id="2"),
        Message(role="customer", text="?"),
        Message(role="agent", calls=(_call("3"),)),
        Message(role="event", text="cut"),
    ) == [("orphan-result", 1), ("open-call", 2)]


def test_identifiers_and_names() -> None:
    """An identifier of two calls, and a result that names another tool."""
    assert _codes(
        Message(role="agent", calls=(_call("1", "f"), _call("1", "g"), _call(None, "h"), _call(None, "h"))),
        Message(role="tool", call_id="1", name="f"),
        Message(role="tool", call_id="1", name="f"),
        Message(role="tool", name="h"),
        Message(role="tool"),
        Message(role="agent", calls=(_call("1"),)),
    ) == [("duplicate-call-id", 1), ("result-name-differs", 3), ("duplicate-call-id", 6)]


def test_empty_turns() -> None:
    """A turn without anything in it; an empty result is none, and neither is a call or a thought."""
    assert _codes(
        Message(role="agent"),
        Message(role="customer"),
        Message(role="agent", reasoning="hm"),
        Message(role="agent", calls=(_call(),)),
        Message(role="tool", call_id="1"),
        Message(role="system"),
        Message(role="customer", text=" \n\u00a0"),
        Message(role="agent", text=" ", reasoning="hm"),
    ) == [("empty-turn", 1), ("empty-turn", 2), ("empty-turn", 7)]
    assert _codes() == [("no-messages", None)]


def test_a_message_that_the_checks_do_not_read_to_its_end() -> None:
    """Says so; one character less does not."""
    assert _codes(Message(role="agent", text="x" * (READ + 1)), Message(role="agent", text="x" * READ)) == [
        ("long-message", 1)
    ]


def test_invalid_arguments() -> None:
    """Arguments that are no JSON say which call and why."""
    call = ToolCall(name="f", arguments="{", invalid="it ends too soon")
    (warning,) = warned(_transcript(Message(role="agent", text="x", calls=(call,)))).warnings
    assert (warning.code, warning.message, warning.text) == ("invalid-arguments", 1, "M1.c1 f: it ends too soon")


@pytest.mark.parametrize("kind", ["openai-chat", "native"])
def test_values_over_several_lines_one_after_the_other(load: Any, tmp_path: Path, kind: str) -> None:
    """As `jq` writes them, with one on a line between; where one breaks off, those before it are in."""
    chats = [{"messages": [{"role": "user", "content": f"hello {n}"}]} for n in range(3)]
    own = [
        {"format": FORMAT, "suite": "s", "case": str(n), "model": "m", "run": "r", "messages": chat["messages"]}
        for n, chat in enumerate([{"messages": [{"role": "customer", "text": f"hello {n}"}]} for n in range(3)])
    ]
    first, second, third = own if kind == "native" else chats
    text = f"{json.dumps(first, indent=2)}\n{json.dumps(second)}\n{json.dumps(third, indent=2)}\n"
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    loaded = load(path)
    assert loaded.format == kind
    assert [found.transcript.messages[0].text for found in loaded.found] == ["hello 0", "hello 1", "hello 2"]
    path.write_text(text[:-5])
    source = Source(path, "a.jsonl")
    items = read(source, Fill())[1]
    assert [next(items).place, next(items).place] == ["value 1", "value 2"]
    with pytest.raises(BrokenFile, match="value 3: cut off"):
        next(items)


def test_a_file_in_a_folder_with_a_telling_name(load: Any, tmp_path: Path) -> None:
    """A run of a file with a general name is called after its folder."""
    (tmp_path / "kimi").mkdir()
    path = tmp_path / "kimi" / "results.jsonl"
    path.write_text('{"messages": [{"role": "user", "content": "x"}]}\n')
    assert load(path).only.run == "kimi"
