"""The native form: lossless both ways, and clear about what it cannot read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import BrokenFile
from reviewer.formats import Fill, Found, limits, read
from reviewer.formats.build import TOO_MANY
from reviewer.formats.native import line
from reviewer.formats.source import Source
from reviewer.model.schema import written
from reviewer.model.transcript import Message, Score, ToolCall, Transcript, TranscriptWarning

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(-1e300, 1e300) | TEXT,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXT | st.just("role"), inside, max_size=3),
    max_leaves=6,
)
EXTRA = st.none() | st.dictionaries(TEXT | st.just("role"), VALUE, max_size=3)
CALL = st.builds(ToolCall, id=st.none() | TEXT, name=TEXT, arguments=TEXT, invalid=st.none() | TEXT, extra=EXTRA)
MESSAGE = st.builds(
    Message,
    role=st.sampled_from(["system", "developer", "customer", "agent", "tool", "event"]),
    name=st.none() | TEXT,
    text=TEXT,
    reasoning=st.none() | TEXT,
    calls=st.lists(CALL, max_size=2).map(tuple),
    call_id=st.none() | TEXT,
    error=st.none() | TEXT,
    usage=EXTRA,
    cost=st.none() | st.floats(0, 1e9),
    extra=EXTRA,
)
SCORE = st.builds(Score, name=TEXT, value=VALUE, rationale=st.none() | TEXT, extra=EXTRA)
TRANSCRIPT = st.builds(
    Transcript,
    suite=TEXT,
    case=TEXT,
    model=TEXT,
    run=TEXT,
    synthetic=st.booleans(),
    policy=st.none() | TEXT,
    tools=st.lists(st.dictionaries(TEXT, VALUE, max_size=2), max_size=2).map(tuple),
    status=st.sampled_from(["complete", "in progress", "error", "limit"]),
    scores=st.lists(SCORE, max_size=2).map(tuple),
    messages=st.lists(MESSAGE, max_size=4).map(tuple),
    extra=EXTRA,
)


def _line(**fields: Any) -> str:
    given_fields = {"suite": "s", "case": "c", "model": "m", "run": "r", **fields}
    return json.dumps({"format": "reviewer/1", **given_fields}) + "\n"


@given(st.lists(TRANSCRIPT, min_size=1, max_size=3))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, transcripts: list[Transcript]) -> None:
    """What is written is read back the same; warnings are added once, however often that is done."""
    path = tmp_path_factory.mktemp("native") / "a.jsonl"
    apart = [t.model_copy(update={"case": f"{n} {t.case}"}) for n, t in enumerate(transcripts)]
    path.write_text("\n".join(map(line, apart)), encoding="utf-8")
    once = [item.transcript for item in read(Source(path, "a"), Fill())[1] if isinstance(item, Found)]
    assert [t.model_copy(update={"warnings": ()}) for t in once] == apart
    path.write_text("\n".join(map(line, once)), encoding="utf-8")
    assert [item.transcript for item in read(Source(path, "a"), Fill())[1] if isinstance(item, Found)] == once


def test_the_sample(load: Any, samples: Path) -> None:
    """The sample comes in as it stands, and its oddities are told."""
    path = samples / "native-teashop.jsonl"
    loaded = load(path)
    assert loaded.format == "native"
    assert [item.place for item in loaded.found] == ["line 1", "line 2", "line 3"]
    for transcript, text in zip(loaded.transcripts, path.read_text(encoding="utf-8").splitlines(), strict=True):
        source = json.loads(text)
        kept = json.loads(line(transcript))
        assert {**kept, "messages": [], "warnings": []} == {**source, "messages": [], "warnings": []}
        for ours, theirs in zip(kept["messages"], source["messages"], strict=True):
            assert {"text": "", **ours} == {"text": "", **theirs}
    assert [[(w.code, w.message) for w in t.warnings] for t in loaded.transcripts] == [
        [],
        [("invalid-arguments", 3)],
        [("cut-short", 3), ("empty-turn", 2), ("orphan-result", 3)],
    ]
    assert loaded.transcripts[1].synthetic
    assert loaded.transcripts[1].status == "in progress"


def test_the_schema_is_the_one_of_the_classes(root: Path) -> None:
    """The shipped JSON Schema is the one that the classes make."""
    assert (root / "reviewer" / "model" / "transcript.schema.json").read_text(encoding="utf-8") == written()


@pytest.mark.parametrize(
    ("text", "code", "path", "value"),
    [
        ('"extra": {"a": NaN}', "not-finite", "a", "NaN"),
        ('"extra": {"a": [1e999]}', "not-finite", "a", ["1e999"]),
        ('"extra": {"a": "\\ud83d"}', "lone-surrogate", "a", "\\ud83d"),
        ('"extra": {"a": "caf\udce9"}', "bad-utf-8", "a", "caf\\xe9"),
        (
            '"messages": [{"role": "agent", "role": "customer", "text": "x"}], "extra": {"a": 1}',
            "duplicate-key",
            "a",
            1,
        ),
        ('"extra": {"a": 1, "role": 2, "role": 3}', "duplicate-key", "role", 3),
    ],
)
def test_odd_text(load: Any, text: str, code: str, path: str, value: Any) -> None:
    """Odd text is mended by the careful parser, and told."""
    whole = _line().rstrip("}\n") + ", " + text + "}\n"
    transcript = load(whole.encode("utf-8", "surrogateescape")).only
    assert code in [warning.code for warning in transcript.warnings]
    assert transcript.extra[path] == value


def test_a_role_that_stands_elsewhere_is_not_odd(load: Any) -> None:
    """A key “role” in what else the source said is no sign of anything."""
    extra = {"role": "x", "deeper": [{"role": {"role": 1}}]}
    said = [{"role": "agent", "text": "hi", "extra": extra}]
    transcript = load(_line(messages=said, extra=extra, tools=[extra], scores=[{"name": "s", "value": extra}])).only
    assert transcript.warnings == ()
    assert transcript.messages[0].extra == extra


def test_newer_files(load: Any) -> None:
    """A file of a newer version is refused as a whole, a line of one alone."""
    newer = _line().replace("reviewer/1", "reviewer/2")
    with pytest.raises(BrokenFile, match="written by a newer program: its form is reviewer/2, and this program reads"):
        load(newer + newer)
    loaded = load(_line() + newer)
    assert [item.place for item in loaded.refused] == ["line 2"]
    assert "newer program" in loaded.refused[0].reason


@pytest.mark.parametrize("damage", ['{"format":"reviewer/1","suite":}', '{"format": "reviewer/1", ', "\0\0\0\0", "{{"])
def test_a_damaged_first_line(load: Any, damage: str) -> None:
    """A file whose first line is damaged is recognised by the others, and the damage is told."""
    loaded = load(damage + "\n" + _line() + _line(case="d"))
    assert loaded.format == "native"
    assert [item.place for item in loaded.refused] == ["line 1"]
    assert len(loaded.found) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1]\n", "an object of the form reviewer/1 was expected"),
        (_line(extra={"a": json.loads("[" * 127 + "]" * 127)}), "nested deeper than 128 levels"),
        (_line(extra={"a": json.loads("[" * 190 + "]" * 190)}), "nested deeper than 128 levels"),
        (_line(nonsense=1), "nonsense: Extra inputs are not permitted"),
        (_line(messages=[{"role": "assistant"}]), "messages[0].role: Input should be"),
        ('{"format": "reviewer/1", "case": ' + "1" * 5000 + "}\n", "an integer of more than 4,300 digits"),
    ],
)
def test_one_bad_line(load: Any, text: str, reason: str) -> None:
    """One bad line is refused with its reason, the rest comes in."""
    loaded = load(_line(case="a") + text + _line(case="b"))
    assert [(item.place, item.reason[: len(reason)]) for item in loaded.refused] == [("line 2", reason)]
    assert [transcript.case for transcript in loaded.transcripts] == ["a", "b"]


def test_too_many_messages(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transcript beyond the limit of messages is refused before it is read."""
    monkeypatch.setattr(limits, "MESSAGES", 3)
    loaded = load(_line(messages=[{"role": "agent"}] * 4) + _line(messages=[{"role": "agent"}] * 3))
    assert [item.reason for item in loaded.refused] == [TOO_MANY]
    assert len(loaded.found) == 1


def test_a_last_line_that_is_being_written(load: Any) -> None:
    """A last line without its end is left for later; one that is whole comes in; a broken one is refused."""
    whole = _line(case="a")
    growing = load(whole + _line(case="b")[:-9])
    assert (len(growing.found), growing.refused, growing.source.truncated) == (1, [], True)
    unended = load(whole + _line(case="b").rstrip())
    assert (len(unended.found), unended.refused, unended.source.truncated) == (2, [], False)
    broken = load(whole + '{"format": nonsense, "case": 123456789}')
    assert ([item.place for item in broken.refused], broken.source.truncated) == (["line 2"], False)


def test_other_layouts(load: Any) -> None:
    """One transcript over several lines, or several in a list, are read too."""
    fields = json.loads(_line(messages=[{"role": "agent", "text": "hi"}]))
    assert load(json.dumps(fields, indent=2)).only.case == "c"
    loaded = load(json.dumps([fields, {**fields, "case": "d"}, 3], indent=2))
    assert [transcript.case for transcript in loaded.transcripts] == ["c", "d"]
    assert [item.place for item in loaded.refused] == ["[2]"]


def test_what_the_person_filled_in(load: Any) -> None:
    """What the person filled in wins, and what the file said stays."""
    transcript = load(_line(run_index=1, extra={"a": 1}), Fill(model="n", run="r", index=3, suite="t")).only
    assert (transcript.model, transcript.suite, transcript.run, transcript.run_index) == ("n", "t", "r", 3)
    assert transcript.extra == {"a": 1, "source_model": "m", "source_suite": "s", "source_run_index": 1}


def test_the_file_s_own_attempts_and_warnings(load: Any) -> None:
    """Attempts that the file numbers stay; warnings that it holds are not told again."""
    orphan = {"role": "tool", "text": "?"}
    told = TranscriptWarning(code="orphan-result", text="as somebody else put it", message=1).model_dump()
    loaded = load(_line(attempt=2, messages=[orphan], warnings=[told]) + _line() + _line())
    assert [transcript.attempt for transcript in loaded.transcripts] == [2, 3, 4]
    assert [warning.text for warning in loaded.transcripts[0].warnings] == ["as somebody else put it"]
