"""OpenAI chat in all the ways it is written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import InputRefused, UnknownFormat
from reviewer.formats import Fill, limits

HELLO = {"role": "user", "content": "hello"}
HI = {"role": "assistant", "content": "hi"}


def _lines(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_the_sample(load: Any, samples: Path) -> None:
    """The sample: names, runs, scores and tools of each conversation."""
    loaded = load(samples / "openai-chat-teashop.jsonl")
    assert loaded.format == "openai-chat"
    first, second, _ = loaded.transcripts
    assert [(t.case, t.run, t.run_index, t.run_count, t.model) for t in loaded.transcripts] == [
        ("torn-01", "openai-chat-teashop.1", 1, 2, "kettle-small"),
        ("torn-01", "openai-chat-teashop.2", 2, 2, "kettle-small"),
        ("hello", "openai-chat-teashop.2", 2, 2, "unknown"),
    ]
    assert first.suite == "chat"
    assert first.started_at == "2026-03-02T09:00:00Z"
    assert [(score.name, score.value, score.rationale, score.by) for score in first.scores] == [
        ("resolved", 1, None, None),
        ("tone", "B", "a little short", "judge-a"),
    ]
    assert [(score.name, score.value) for score in second.scores] == [("reward", 0.5)]
    assert [tool["function"]["name"] for tool in first.tools] == ["get_order", "resend", "transfer_to_person"]
    assert second.tools == ({"name": "get_order", "parameters": {"type": "object"}},)
    assert first.extra == {"id": "torn-01#1", "parallel_tool_calls": False, "metadata": {"shop": "teashop"}}
    assert [[(w.code, w.message) for w in t.warnings] for t in loaded.transcripts] == [
        [("invalid-arguments", 8), ("duplicate-call-id", 8)],
        [("unknown-role", 6)],
        [("unknown-model", None)],
    ]


def test_the_sample_s_messages(load: Any, samples: Path) -> None:
    """The sample: parts, calls, results, a refusal and the older form of a call."""
    first, second, _ = load(samples / "openai-chat-teashop.jsonl").transcripts
    roles = ["developer", "customer", "agent", "tool", "tool", "agent", "customer", "agent", "tool", "agent"]
    assert [message.role for message in first.messages] == roles
    asked, looked, failed, done = first.messages[1], first.messages[2], first.messages[4], first.messages[8]
    assert asked.text == "My order T-204 came torn open.\n\n[image_url]\n\nSee the picture."
    assert asked.name == "Ines"
    assert asked.extra == {
        "parts": [
            {"type": "text", "text": 30},
            {"type": "image_url", "image_url": {"url": "https://teashop.example/torn.png"}},
            {"type": "text", "text": 16},
        ]
    }
    assert looked.reasoning == "Both orders may be meant."
    assert [(call.id, call.name, call.arguments, call.extra) for call in looked.calls] == [
        ("c1", "get_order", '{"order_id": "T-204"}', None),
        ("c2", "get_order", '{"order_id": "T-205"}', {"index": 1}),
    ]
    assert (failed.error, failed.name, failed.call_id) == ("", "get_order", "c2")
    assert (done.text, done.extra) == ("ok", None)
    (resent,) = first.messages[7].calls
    assert (resent.arguments, resent.invalid) == ('{"order_id": T-204', "Expecting value at character 14")
    assert first.messages[9].text == "I cannot help with that."
    assert first.messages[9].extra == {"refusal": True}
    asked_again, answered, told, event = second.messages[2:]
    assert [(call.id, call.name) for call in asked_again.calls] == [(None, "get_order")]
    assert (answered.role, answered.name, answered.call_id) == ("tool", "get_order", None)
    assert (told.usage, told.cost, told.at) == ({"total_tokens": 90}, 0.001, "1772442000.5")
    assert (event.role, event.name, event.text) == ("event", "observer", "the customer hung up")


def test_a_wrapped_completion(load: Any, samples: Path) -> None:
    """OpenHands' wrapper: the response's message is the last turn, its model the model."""
    transcript = load(samples / "openai-chat-teashop-openhands.json").only
    assert (transcript.case, transcript.run) == ("openai-chat-teashop-openhands",) * 2
    assert (transcript.model, transcript.end_reason, transcript.cost) == ("kettle-large", "tool_calls", 0.004)
    assert transcript.started_at == "1772442001.25"
    assert [message.role for message in transcript.messages] == ["system", "customer", "agent"]
    assert transcript.messages[0].extra == {
        "parts": [{"type": "text", "text": 33, "cache_control": {"type": "ephemeral"}}]
    }
    assert transcript.messages[2].calls[0].name == "get_order"
    assert transcript.extra == {
        "response": {"id": "r-1", "created": 1772442000, "usage": {"total_tokens": 120}, "choice": {"index": 0}},
        "kwargs": {"temperature": 0.2},
    }


def test_bare_lists(load: Any, samples: Path) -> None:
    """Lists of messages: in a list, one a line, or one alone."""
    loaded = load(samples / "openai-chat-teashop-list.json")
    assert [(item.place, item.transcript.case) for item in loaded.found] == [("[0]", "line-0001"), ("[1]", "line-0002")]
    assert [t.case for t in load(_lines([HELLO, HI], [HELLO])).transcripts] == ["line-0001", "line-0002"]
    for text in (json.dumps([HELLO, HI]), json.dumps([HELLO, HI], indent=2)):
        alone = load(text, name="a-talk.json").only
        assert (alone.case, len(alone.messages)) == ("a-talk", 2)


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_or_a_list_of_them(load: Any, indent: int | None) -> None:
    """One conversation in a file, on one line or several; several in a list."""
    one = load(json.dumps({"messages": [HELLO]}, indent=indent), Fill(model="m")).only
    assert (one.model, one.warnings) == ("m", ())
    several = load(json.dumps([{"messages": [HELLO], "id": 1}, {"messages": []}, 3], indent=indent))
    assert [transcript.case for transcript in several.transcripts] == ["1", "line-0002"]
    assert [item.place for item in several.refused] == ["[2]"]


def test_long_tools_before_the_messages(load: Any) -> None:
    """A conversation is recognised although its tools alone are longer than the first look at a file."""
    tools = [{"type": "function", "function": {"name": "f", "description": "long " * 40_000}}]
    transcript = load(json.dumps({"tools": tools, "messages": [HELLO]})).only
    assert transcript.tools == tuple(tools)


@pytest.mark.parametrize(
    ("key", "values", "runs"),
    [
        ("trial", [0, 1, 3], [("f.1", 1, 4), ("f.2", 2, 4), ("f.4", 4, 4)]),
        ("trial", [1, 2], [("f.1", 1, 2), ("f.2", 2, 2)]),
        ("epoch", [1, 1], [("f", 1, None), ("f", 1, None)]),
        ("run", [1, 2], [("f.1", 1, 2), ("f.2", 2, 2)]),
        ("run", ["a", "b"], [("a", None, None), ("b", None, None)]),
        ("seed", [300, 7], [("f.2", 2, 2), ("f.1", 1, 2)]),
        ("trial", ["x", None], [("f", None, None), ("f", None, None)]),
    ],
)
def test_which_run(load: Any, key: str, values: list[Any], runs: list[Any]) -> None:
    """What numbers a run makes runs of a file; a name is the run's own."""
    given = [{"id": n, key: value, "messages": [HELLO]} for n, value in enumerate(values)]
    loaded = load(_lines(*given), name="f.jsonl")
    assert [(t.run, t.run_index, t.run_count) for t in loaded.transcripts] == runs


def test_what_the_person_filled_in(load: Any) -> None:
    """What the person filled in wins, and a note says so; runs of several keep their numbers."""
    given = [{"id": 1, "trial": n, "model": "theirs", "messages": [HELLO]} for n in (0, 1)]
    loaded = load(_lines(*given), Fill(model="mine", run="night", suite="desk"))
    assert [(t.model, t.suite, t.run, t.run_index) for t in loaded.transcripts] == [
        ("mine", "desk", "night.1", 1),
        ("mine", "desk", "night.2", 2),
    ]
    assert loaded.source.notes == ["the file says model theirs; `--model mine` wins over it"]
    with pytest.raises(InputRefused, match="`--index` is for a file of one run, and this holds several"):
        load(_lines(*given), Fill(index=3))
    assert [t.extra for t in loaded.transcripts] == [{"source_model": "theirs"}] * 2
    named = load(_lines({"run": "theirs", "messages": [HELLO]}), Fill(run="night")).only
    assert (named.run, named.extra) == ("night", {"source_run": "theirs"})


def test_a_conversation_that_waits_for_a_result(load: Any) -> None:
    """Is in progress, unless it was scored: the form has no other word for the end."""
    call = {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}
    answered = {"role": "tool", "tool_call_id": "1", "content": "x"}
    loaded = load(_lines({"messages": [HELLO, call]}, {"messages": [call, answered]}, {"messages": [call], "score": 1}))
    assert [transcript.status for transcript in loaded.transcripts] == ["in progress", "complete", "complete"]


def test_what_is_not_understood_leaves_a_warning(load: Any) -> None:
    """A role that nobody knows, no message at all, and calls that are none."""
    odd = [HELLO, {"role": "narrator", "content": "x"}, 5, {"role": "assistant", "content": "y", "tool_calls": "z"}]
    transcript = load(_lines({"messages": odd, "model": "m"})).only
    assert [(warning.code, warning.message, warning.text) for warning in transcript.warnings] == [
        ("unknown-role", 2, "the unknown role “narrator”, shown as an event"),
        ("unknown-role", 3, "a message without a role, shown as an event"),
        ("calls-not-read", 4, "`tool_calls` holds no list of calls: kept under `extra`, not shown as calls"),
    ]


def test_the_same_case_twice(load: Any) -> None:
    """A case that stands twice in one run has two attempts."""
    loaded = load(_lines(*[{"id": "a", "messages": [HELLO]}] * 2))
    assert [(t.case, t.attempt) for t in loaded.transcripts] == [("a", 1), ("a", 2)]


def test_a_last_line_that_is_being_written(load: Any) -> None:
    """A last line without its end is left for later; a broken one is refused."""
    line = _lines({"messages": [HELLO]})
    growing = load(line + line[:-9])
    assert (len(growing.found), growing.refused, growing.source.truncated) == (1, [], True)
    broken = load(line + '{"messages": nothing that JSON knows}')
    assert ([item.place for item in broken.refused], broken.source.truncated) == (["line 2"], False)


@pytest.mark.parametrize(("limit", "what"), [("MESSAGES", "messages"), ("OBJECTS", "objects"), ("COMMAS", "values")])
def test_too_much_of_anything(load: Any, monkeypatch: pytest.MonkeyPatch, limit: str, what: str) -> None:
    """A conversation with too much in it is refused before it is parsed, and the next comes in."""
    monkeypatch.setattr(limits, "COUNTED_FROM", 400)
    monkeypatch.setattr(limits, limit, 9)
    loaded = load(_lines({"messages": [HELLO] * 11}, {"messages": [HELLO]}))
    assert [(item.place, item.reason) for item in loaded.refused] == [("line 1", f"more than 9 {what}")]
    assert len(loaded.found) == 1


def test_odd_messages_come_in(load: Any) -> None:
    """Whatever stands where a message, a call or a text should be is kept."""
    said = [
        HELLO,
        "no message",
        {"content": "no role"},
        {"role": 5, "content": {"a": 1}},
        {
            "role": "assistant",
            "tool_calls": ["x", {"id": 4, "function": {"name": "f", "arguments": {"é": 1}}}, {"name": "g"}],
        },
        {"role": "assistant", "content": "", "tool_calls": "none", "function_call": "odd"},
        {
            "role": "tool",
            "tool_call_id": 4,
            "content": ["plain", {"text": "untyped"}, {"type": "thinking", "thinking": "h"}, 7],
        },
    ]
    transcript = load(json.dumps(said)).only
    assert [(m.role, m.name, m.text) for m in transcript.messages[1:4]] == [
        ("event", None, "no message"),
        ("event", None, "no role"),
        ("event", "5", '{"a": 1}'),
    ]
    calls = transcript.messages[4].calls
    assert [(call.id, call.name, call.arguments, call.invalid) for call in calls] == [
        (None, "", "x", "no object stands where a call should be"),
        ("4", "f", '{"é": 1}', None),
        (None, "g", "", None),
    ]
    assert transcript.messages[5].extra == {"tool_calls": "none", "function_call": "odd"}
    result = transcript.messages[6]
    assert (result.text, result.reasoning, result.call_id) == ("plain\n\nuntyped\n\n[part]", "h", "4")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("hello", "neither JSON, nor JSON lines, nor an archive"),
        ('{"a": 1, "b": {"messages": []}}', "no known format: an object with the keys a, b"),
        ('[{"conversations": []}]', "no known format: a list of objects with the keys conversations"),
        ("[]", "no known format: a list without keys"),
        ('{"messages": "none"}', "no known format: an object with the keys messages"),
        ("\ufeff", "the file is empty"),
    ],
)
def test_what_is_none(load: Any, text: str, reason: str) -> None:
    """What is no conversation is refused, and the keys that were found are named."""
    with pytest.raises(UnknownFormat) as refusal:
        load(text)
    assert refusal.value.reason == reason


def test_utf_16_is_refused_by_its_name(load: Any) -> None:
    """A file in UTF-16 is refused as such."""
    with pytest.raises(UnknownFormat, match="UTF-16; UTF-8 was expected"):
        load(json.dumps([HELLO]).encode("utf-16"))


def test_custom_calls_refusals_and_parts_of_unknown_types(load: Any) -> None:
    """What was called, refused or said stands where it is shown and found; what cannot be is warned of."""
    calls = [
        {"id": "c1", "type": "custom", "custom": {"name": "run_sql", "input": "DELETE FROM orders"}},
        {"id": "c2", "type": "web", "web": {"url": "x"}},
    ]
    refusal = {"type": "refusal", "refusal": "I cannot say that."}
    unknown = [{"type": "note", "text": "seen at ten"}, {"type": "quote", "content": "as said"}, {"type": "chart"}]
    messages = [
        {"role": "assistant", "tool_calls": calls},
        {"role": "assistant", "content": [{"type": "text", "text": "No."}, refusal]},
        {"role": "assistant", "content": "No.", "refusal": "I will not."},
        {"role": "user", "content": unknown},
    ]
    transcript = load(_lines({"messages": messages, "model": "m"})).only
    first, parts, beside, said = transcript.messages
    assert [(call.id, call.name, call.arguments, call.invalid, call.extra) for call in first.calls] == [
        ("c1", "run_sql", '{"input": "DELETE FROM orders"}', None, {"type": "custom"}),
        ("c2", "", "", None, {"type": "web", "web": {"url": "x"}}),
    ]
    assert parts.text == "No.\n\nI cannot say that."
    assert parts.extra == {"parts": [{"type": "text", "text": 3}, {"type": "refusal", "refusal": 18}]}
    assert (beside.text, beside.extra) == ("No.\n\nI will not.", {"refusal": 11})
    assert said.text == "[note] seen at ten\n\n[quote] as said\n\n[chart]"
    odd = [(warning.code, warning.message) for warning in transcript.warnings]
    assert odd == [("nameless-call", 1), ("part-not-read", 4), ("open-call", 1), ("open-call", 1)]
