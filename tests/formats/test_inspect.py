"""Inspect logs: our own samples in every detail and in each form, the real ones by independent counts."""

from __future__ import annotations

import copy
import io
import json
import runpy
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats import Fill, Found, Refused, read, sources
from reviewer.model.pairing import pair
from reviewer.model.transcript import Message, Transcript

if sys.version_info >= (3, 14):
    import zipfile
else:
    from backports.zstd import zipfile

Json = dict[str, Any]
RULES = "You are the support desk of Leaf & Kettle"


@pytest.fixture(scope="module")
def samples(root: Path) -> Path:
    """Our own samples."""
    return root / "fixtures" / "formats"


@pytest.fixture(scope="module")
def builder() -> Json:
    """The names of the file that our own samples are written by."""
    return runpy.run_path(str(Path(__file__).with_name("build_inspect_samples.py")))


@pytest.fixture
def log(samples: Path) -> Json:
    """Our own log of one document, as JSON, to change."""
    loaded: Json = json.loads((samples / "inspect-teashop.json").read_text(encoding="utf-8"))
    return loaded


def items_of(path: Path, fill: Fill | None = None) -> tuple[list[Transcript], list[Refused], list[str]]:
    """The transcripts, refusals and notes of a log."""
    [source] = sources([str(path)])
    if isinstance(source, Refused):
        return [], [source], []
    name, items = read(source, fill or Fill())
    assert name == "inspect"
    found = list(items)
    return (
        [item.transcript for item in found if isinstance(item, Found)],
        [item for item in found if isinstance(item, Refused)],
        source.notes,
    )


def read_back(log: Json, folder: Path) -> tuple[list[Transcript], list[Refused], list[str]]:
    """What comes out of this log, written as one document."""
    path = folder / "parcels.json"
    path.write_text(json.dumps(log), encoding="utf-8")
    return items_of(path)


def one(log: Json, which: int, folder: Path, **changed: Any) -> Transcript:
    """The transcript of one sample, some of its keys changed."""
    [transcript], refused, _ = read_back({**log, "samples": [{**log["samples"][which], **changed}]}, folder)
    assert not refused
    return transcript


def said(log: Json, folder: Path, message: Json, attachments: Json | None = None) -> Message:
    """How one message comes in."""
    [made] = one(log, 1, folder, messages=[message], attachments=attachments).messages
    return made


def codes(transcript: Transcript) -> set[str]:
    """The codes of its warnings."""
    return {warning.code for warning in transcript.warnings}


def archive(folder: Path, members: list[tuple[str, Any]], name: str = "log.eval") -> Path:
    """An archive with these members, packed with deflate; a name may stand in it twice."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member, value in members:
            made.writestr(zipfile.ZipInfo(member), value if isinstance(value, bytes) else json.dumps(value))
    return path


# --- our own samples --------------------------------------------------------------------------------------------------


def test_the_samples_are_what_their_builder_says(samples: Path, builder: Json) -> None:
    """The committed archives hold what can be reviewed as text."""
    for name, document in builder["documents"]().items():
        assert json.dumps(json.loads((samples / name).read_text(encoding="utf-8"))) == json.dumps(document)
    for name, members in builder["archives"]().items():
        with zipfile.ZipFile(samples / name) as found:
            held = {member: json.loads(found.read(member)) for member in found.namelist()}
            kinds = {info.compress_type for info in found.infolist()}
        assert json.dumps(held) == json.dumps(members)
        assert kinds == {zipfile.ZIP_ZSTANDARD if "zstd" in name else zipfile.ZIP_DEFLATED}


def test_each_form_says_the_same(samples: Path, builder: Json, tmp_path: Path) -> None:
    """One document, deflate, zstd, zstd in many frames."""
    document, _, _ = items_of(samples / "inspect-teashop.json")
    deflated, _, _ = items_of(samples / "inspect-teashop-deflate.eval")
    packed, _, _ = items_of(samples / "inspect-teashop-zstd.eval")
    members = builder["archives"]()["inspect-teashop-zstd.eval"]
    path = tmp_path / "frames.eval"
    path.write_bytes(builder["several_frames"]({name: json.dumps(m).encode() for name, m in members.items()}, 300))
    frames, refused, _ = items_of(path)
    assert not refused
    assert frames == packed
    for transcripts in (document, packed):
        assert [t.case for t in transcripts] == ["lost-01", "2"]
        assert transcripts[0].messages == deflated[0].messages
        assert transcripts[0].scores == deflated[0].scores
        assert transcripts[1].messages == deflated[2].messages
    assert [(t.suite, t.model, t.run) for t in document] == [
        ("teashop_parcels", "brook/brook-1", "2026-03-14-EvalDocu")
    ] * 2
    assert {t.model for t in packed} == {"alder/alder-1"}


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_a_sample_in_chunks_says_the_same(samples: Path, builder: Json, tmp_path: Path, size: int) -> None:
    """Its messages are chosen out of a longer list, its metadata, events and attachments lie apart."""
    packed, _, _ = items_of(samples / "inspect-teashop-zstd.eval")
    members = builder["archives"]()["inspect-teashop-zstd.eval"]
    chunks = builder["in_chunks"](members.pop("samples/lost-01_epoch_1.json"), size)
    path = archive(tmp_path, [*reversed(chunks.items()), *members.items()])
    transcripts, refused, notes = items_of(path)
    assert not refused
    assert not notes
    by_case = {transcript.case: transcript for transcript in transcripts}
    assert by_case["lost-01"] == packed[0]
    assert by_case["2"] == packed[1]


def test_a_broken_chunk_refuses_its_sample_only(builder: Json, tmp_path: Path) -> None:
    """With the member that is broken; what is no list or no range is left out."""
    members = builder["archives"]()["inspect-teashop-zstd.eval"]
    chunks = builder["in_chunks"](members.pop("samples/lost-01_epoch_1.json"), 2)
    folder = "samples/lost-01_epoch_1"
    broken = {**chunks, f"{folder}/messages/2.json": b"[{"}
    [other], [refused], _ = items_of(archive(tmp_path, [*members.items(), *broken.items()]))
    assert other.case == "2"
    assert refused.place == f"{folder}/messages/2.json"
    shell = {**chunks[f"{folder}/sample.json"], "message_refs": [[0, 10**12], [5], "x", [-3, 2], [1, 2], None]}
    odd = {**chunks, f"{folder}/sample.json": shell, f"{folder}/events/0.json": 7}
    transcripts, refused_too, _ = items_of(archive(tmp_path, [*members.items(), *odd.items()]))
    assert not refused_too
    assert [len(t.messages) for t in transcripts] == [5, 9]


def test_epochs_are_runs(samples: Path) -> None:
    """Run k of N, and the case's other runs have the same case."""
    transcripts, _, notes = items_of(samples / "inspect-teashop-deflate.eval")
    assert not notes
    assert [(t.case, t.run, t.run_index, t.run_count, t.status, t.end_reason) for t in transcripts] == [
        ("lost-01", "2026-03-14-DeflateT.1", 1, 2, "complete", "stop"),
        ("lost-01", "2026-03-14-DeflateT.2", 2, 2, "complete", "stop"),
        ("2", "2026-03-14-DeflateT.1", 1, 2, "limit", "message limit"),
        ("2", "2026-03-14-DeflateT.2", 2, 2, "error", "error"),
    ]


def test_a_conversation_with_parts_calls_and_failures(samples: Path) -> None:
    """Attachments in their place, reasoning apart, a line for a picture, broken arguments, a failed call."""
    transcript = items_of(samples / "inspect-teashop.json")[0][0]
    system, customer, agent, found, failed, answer = transcript.messages
    assert (system.role, system.text[: len(RULES)], system.extra) == ("system", RULES, {"id": "m01"})
    assert customer.text == "My parcel never came. This is the label:\n[image: image/png]"
    assert customer.extra is not None
    assert customer.extra["content"][0] == {"type": "text", "length": 40}
    assert customer.extra["content"][1]["image"].startswith("data:image/png;base64,iVBOR")
    assert agent.reasoning == "The label says LK-P7. I track it first."
    assert agent.text == "I am looking for it."
    assert agent.extra == {
        "id": "m21",
        "source": "generate",
        "model": "brook-1",
        "content": [{"type": "reasoning", "signature": "c2lnbmVk"}, {"type": "text", "length": 20}],
    }
    assert [(call.id, call.name, call.arguments, call.invalid, call.extra) for call in agent.calls] == [
        ("c1", "track_parcel", '{"parcel": "LK-P7"}', None, None),
        ("c2", "track_parcel", "{}", "no valid JSON: {parcel: LK-P8", None),
    ]
    assert (found.name, found.call_id, found.error) == ("track_parcel", "c1", None)
    assert (failed.text, failed.error) == ("", "parsing: no valid JSON")
    assert pair(transcript.messages) == [None, None, None, (3, 1), (3, 2), None]
    assert (agent.at, agent.usage) == (
        "2026-03-14T10:00:04+00:00",
        {"input_tokens": 210, "output_tokens": 31, "total_tokens": 241},
    )
    assert found.at == "2026-03-14T10:00:06+00:00"
    assert (customer.at, answer.at) == (None, "2026-03-14T10:00:08+00:00")
    assert codes(transcript) == {"not-finite", "invalid-arguments"}


def test_what_stands_around_a_sample(samples: Path) -> None:
    """Brief, tools, scores, usage, times, and what stays in the log."""
    transcript, stopped = items_of(samples / "inspect-teashop.json")[0]
    assert transcript.brief == "Target\nnumber 12"
    assert stopped.brief == "Choices\non its way\nlost\n\nTarget\non its way"
    assert [tool["name"] for tool in transcript.tools] == ["track_parcel"]
    assert [(score.name, score.value, score.rationale, score.extra) for score in transcript.scores] == [
        ("parcel_found", "C", "The neighbour is named.", {"answer": "number 12"}),
        ("manners", {"greets": 0, "thanks": 1.0}, None, None),
        ("spread", "NaN", "only one sample", None),
    ]
    assert transcript.usage == {"brook/brook-1": {"input_tokens": 210, "output_tokens": 31, "total_tokens": 241}}
    assert (transcript.started_at, transcript.ended_at) == ("2026-03-14T10:00:00+00:00", "2026-03-14T10:00:10+00:00")
    extra = transcript.extra
    assert extra is not None
    assert extra["events"]["count"] == 6
    assert extra["events"]["kinds"] == {"span_begin": 1, "input": 1, "model": 2, "tool": 1, "span_end": 1}
    assert [event["input"] for event in extra["events"]["kept"]] == ["the desk's lead looked in"]
    assert extra["sample"]["metadata"]["note"].startswith(RULES)
    assert extra["sample"]["output"] == {
        "model": "brook-1",
        "choices": [{"stop_reason": "stop"}],
        "usage": {"input_tokens": 210, "output_tokens": 31, "total_tokens": 241},
    }
    assert "input" not in extra["sample"]
    assert "attachments" not in extra["sample"]
    assert extra["log"]["eval"]["eval_id"] == "EvalDocument0000000001"
    assert extra["log"]["eval"]["dataset"] == {"name": "parcels", "samples": 2, "shuffled": False}
    assert not {"results", "stats", "reductions", "samples"} & extra["log"].keys()


def test_a_log_that_has_not_ended(samples: Path) -> None:
    """No header: the journal stands in, the sample is in progress, and the file says that it is not whole."""
    [transcript], _, notes = items_of(samples / "inspect-teashop-running.eval")
    assert (transcript.status, transcript.run) == ("in progress", "2026-03-14-RunningT")
    assert notes == [
        "the log has not ended: it is still being written, or was cut off",
        "1 of 2 samples are here",
    ]


def test_a_sample_that_broke(samples: Path) -> None:
    """The error is a warning with its words; the score of an older log has its scorer's name."""
    transcript = items_of(samples / "inspect-teashop-deflate.eval")[0][3]
    assert [(w.code, w.text) for w in transcript.warnings] == [
        ("sample-error", "the run of this sample broke: TimeoutError('the model did not answer')")
    ]
    assert [(score.name, score.value) for score in transcript.scores] == [("parcel_found", "N")]
    assert transcript.extra is not None
    assert transcript.extra["sample"]["error"]["traceback"] == "…"


def test_a_sample_of_an_older_log(log: Json, tmp_path: Path) -> None:
    """Its events and its long texts stand under `transcript`; what else stands there is kept."""
    sample = log["samples"][0]
    new = one(log, 0, tmp_path)
    older = {"events": sample["events"], "content": sample["attachments"], "note": "by hand"}
    old = one(log, 0, tmp_path, events=None, attachments=None, transcript=older)
    assert old.messages == new.messages
    assert old.tools == new.tools
    assert old.extra is not None
    assert new.extra is not None
    assert old.extra["events"] == new.extra["events"]
    assert old.extra["sample"] == {**new.extra["sample"], "transcript": {"note": "by hand"}}


# --- content ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ({"type": "text", "text": "plain"}, "plain"),
        ({"type": "image", "image": "https://tea.example/a.png"}, "[image: https://tea.example/a.png]"),
        ({"type": "audio", "audio": "data:audio/wav;base64,UklG", "format": "wav"}, "[audio: audio/wav]"),
        ({"type": "video", "video": "a.mp4", "format": "mp4"}, "[video: a.mp4]"),
        ({"type": "document", "document": "x" * 300, "filename": "terms.pdf"}, "[document: terms.pdf]"),
        ({"type": "data", "data": {"a": 1}}, "[data]"),
        (
            {"type": "tool_use", "name": "web_search", "arguments": '{"q": "tea"}', "result": "3 hits"},
            '[tool use: web_search] {"q": "tea"}\n→ 3 hits',
        ),
        ({"type": "hologram", "light": 3}, "[hologram]"),
        ("bare", "bare"),
        (7, "7"),
    ],
)
def test_each_kind_of_part(log: Json, tmp_path: Path, part: Any, line: str) -> None:
    """A line of text for each, and the part beside it where it says more."""
    message = said(log, tmp_path, {"role": "user", "content": [part, {"type": "text", "text": "more"}]})
    assert message.text == f"{line}\nmore"
    assert message.extra is not None
    kept = message.extra["content"][0]
    assert kept["length"] == len(line)
    if isinstance(part, dict) and part["type"] != "text":
        assert {key: value for key, value in kept.items() if key != "length"} == part


def test_long_media_stay_in_the_log_and_say_so(log: Json, tmp_path: Path) -> None:
    """Its size and digest stand in its place."""
    picture = "data:image/jpeg;base64," + "A" * 50_000
    message = said(log, tmp_path, {"role": "user", "content": [{"type": "image", "image": picture}]})
    assert message.text == "[image: image/jpeg, 50,023 characters, left in the log]"
    assert message.extra is not None
    assert message.extra["content"][0]["image"] == {
        "characters": 50_023,
        "digest": message.extra["content"][0]["image"]["digest"],
    }
    another = {"role": "user", "content": [{"type": "image", "image": picture[:-1] + "B"}]}
    assert said(log, tmp_path, another) != message


def test_reasoning_that_is_withheld(log: Json, tmp_path: Path) -> None:
    """A cipher is not shown as thought; a summary is, and the cipher is kept."""
    hidden = {"type": "reasoning", "reasoning": "Q0lQSEVS", "redacted": True}
    message = said(log, tmp_path, {"role": "assistant", "content": [hidden]})
    assert message.reasoning == "[reasoning withheld by the provider]"
    assert message.extra == {"content": [hidden]}
    message = said(log, tmp_path, {"role": "assistant", "content": [{**hidden, "summary": "It weighs two parcels."}]})
    assert message.reasoning == "It weighs two parcels."
    assert message.extra == {"content": [hidden]}
    message = said(log, tmp_path, {"role": "assistant", "content": "x", "reasoning": "From an older log."})
    assert (message.text, message.reasoning) == ("x", "From an older log.")


def test_a_reference_to_nothing_stays(log: Json, tmp_path: Path) -> None:
    """And is a warning; text that only looks a little like a reference is text."""
    said_so = [
        {"role": "user", "content": "attachment://0123abcd"},
        {"role": "user", "content": "see attachment://0123abcd"},
        {"role": "user", "content": "attachment:// is a scheme"},
    ]
    transcript = one(log, 1, tmp_path, messages=said_so)
    assert [message.text for message in transcript.messages] == [message["content"] for message in said_so]
    assert "missing-attachment" in codes(transcript)
    assert "missing-attachment" not in codes(one(log, 1, tmp_path, messages=said_so[1:]))


def test_odd_messages_come_in(log: Json, tmp_path: Path) -> None:
    """A value of the wrong type is no reason to refuse, and none to drop it."""
    messages = [
        {"role": "oracle", "content": None, "id": 4},
        {
            "role": "assistant",
            "content": 5,
            "tool_calls": ["y", {"function": {"name": "f", "arguments": "{bad"}, "id": 1}],
        },
        {"role": "tool", "content": "", "error": "it broke", "tool_call_id": 1},
        {"role": "tool", "content": "", "error": {"type": "timeout", "code": 4}},
        "only text",
    ]
    first, second, third, fourth, fifth = one(log, 1, tmp_path, messages=messages, scores=[1], limit="time").messages
    assert (first.role, first.name, first.text, first.extra) == ("event", "oracle", "", {"id": 4})
    assert second.text == "5"
    assert [(call.id, call.name, call.arguments) for call in second.calls] == [(None, "", "y"), ("1", "f", "{bad")]
    assert all(call.invalid for call in second.calls)
    assert (third.call_id, third.error) == ("1", "it broke")
    assert (fourth.error, fourth.extra) == ("timeout", {"error": {"code": 4}})
    assert (fifth.role, fifth.text) == ("event", "only text")


def test_turns_that_only_the_events_hold_are_a_warning(log: Json, tmp_path: Path) -> None:
    """What a second agent said, and a conversation that was shortened; what a judge's model said is none of it."""
    sample = log["samples"][0]
    turn = copy.deepcopy(next(event for event in sample["events"] if event["event"] == "model"))
    turn["output"]["choices"][0]["message"]["id"] = "elsewhere"
    found = one(log, 0, tmp_path, events=[*sample["events"], turn, {"event": "compaction", "type": "summary"}])
    assert {"turns-elsewhere", "compacted"} <= codes(found)
    judging = {"event": "span_begin", "id": "j", "type": "scorers"}
    inner = {"event": "span_begin", "id": "k", "parent_id": "j", "type": "other"}
    found = one(log, 0, tmp_path, events=[*sample["events"], judging, inner, {**turn, "span_id": "k"}])
    assert "turns-elsewhere" not in codes(found)
    steps = [{"event": "step", "action": action, "type": "scorer"} for action in ("begin", "end")]
    found = one(log, 0, tmp_path, events=[*sample["events"], steps[0], turn, steps[1]])
    assert "turns-elsewhere" not in codes(found)
    assert "invalidated" in codes(one(log, 0, tmp_path, invalidation={"reason": "the wrong rules"}))


# --- names and endings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evaluation", "run"),
    [
        ({"eval_id": "AbCdEfGhIjKl", "created": "2026-01-31T10:00:00Z"}, "2026-01-31-AbCdEfGh"),
        ({"eval_id": "AbCdEfGhIjKl", "created": None}, "AbCdEfGh"),
        ({"eval_id": "", "run_id": "RunRunRunRun", "task_id": "TskTskTskTsk"}, "2026-03-14-RunRTskT"),
        ({"eval_id": "../../x", "run_id": "...", "task_id": None}, "parcels"),
    ],
)
def test_what_a_run_is_called(log: Json, tmp_path: Path, evaluation: Json, run: str) -> None:
    """After the evaluation; only without its identifiers after the file."""
    log["eval"] |= evaluation
    assert {t.run for t in read_back(log, tmp_path)[0]} == {run}


def test_what_the_person_fills_in_wins(samples: Path) -> None:
    """Over the log's model, task and run; the log's own words stay."""
    fill = Fill(model="cedar", run="tuesday", suite="tea")
    transcripts, _, notes = items_of(samples / "inspect-teashop-deflate.eval", fill)
    assert {(t.suite, t.model) for t in transcripts} == {("tea", "cedar")}
    assert "the file says model brook/brook-1; `--model cedar` wins over it" in notes
    assert [(t.run, t.run_index, t.run_count) for t in transcripts[:2]] == [("tuesday.1", 1, 2), ("tuesday.2", 2, 2)]
    with pytest.raises(InputRefused, match="`--index` is for a file of one run"):
        items_of(samples / "inspect-teashop-deflate.eval", Fill(index=3))
    assert transcripts[0].extra is not None
    assert transcripts[0].extra["log"]["eval"]["model"] == "brook/brook-1"


def test_almost_nothing_is_needed(log: Json, tmp_path: Path) -> None:
    """No identifiers, no model, no config."""
    log["eval"] = {"created": "", "task": None}
    [first, second], [refused], _ = read_back({**log, "samples": [{"messages": None}, {"messages": []}, 4]}, tmp_path)
    assert (first.suite, first.case, first.model, first.run) == ("inspect", "sample-0", "unknown", "parcels")
    assert codes(second) == {"unknown-case", "unknown-model", "no-messages"}
    assert refused.place == "samples[2]"


def test_a_log_that_ended_badly_says_so(log: Json, tmp_path: Path) -> None:
    """Its status and its error are said of the file; missing samples too."""
    log |= {"status": "error", "error": {"message": "the disk is full"}, "samples": log["samples"][:1]}
    transcripts, _, notes = read_back(log, tmp_path)
    assert [t.status for t in transcripts] == ["complete"]
    assert notes == ["the log ended as “error”: the disk is full", "1 of 2 samples are here"]


# --- archives that are not to be trusted ------------------------------------------------------------------------------


def test_members_that_no_log_has_are_passed_over(builder: Json, tmp_path: Path) -> None:
    """Nothing outside of the log's own names is read, and the file says so."""
    members = list(builder["archives"]()["inspect-teashop-zstd.eval"].items())
    bad = ["../../evil.json", "samples/../../evil_epoch_1.json", "/etc/passwd", "readme.txt"]
    path = archive(tmp_path, [*members, *((name, {"id": "evil"}) for name in bad)])
    transcripts, refused, notes = items_of(path)
    assert [t.case for t in transcripts] == ["lost-01", "2"]
    assert not refused
    assert notes == ["4 members that no Inspect log has were passed over, such as '../../evil.json'"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_stand_twice(builder: Json, tmp_path: Path) -> None:
    """Of a sample that was written again the last counts, and says so; two headers are refused."""
    members = list(builder["archives"]()["inspect-teashop-zstd.eval"].items())
    again = {**builder["lost"](1), "metadata": {"written": "again"}}
    [first, second], _, _ = items_of(archive(tmp_path, [*members, ("samples/lost-01_epoch_1.json", again)], "a.eval"))
    assert first.extra is not None
    assert first.extra["sample"]["metadata"] == {"written": "again"}
    assert "written-again" in codes(first)
    assert "written-again" not in codes(second)
    twice = archive(tmp_path, [*members, ("header.json", {"status": "success"})], "b.eval")
    with pytest.raises(BrokenFile, match=r"member header\.json: stands twice"):
        items_of(twice)


def test_a_broken_sample_does_not_stop_the_others(builder: Json, tmp_path: Path) -> None:
    """It is refused with its place."""
    members = dict(builder["archives"]()["inspect-teashop-zstd.eval"])
    members["samples/lost-01_epoch_1.json"] = b'{"id": "lost-01", "messages": ['
    transcripts, [refused], notes = items_of(archive(tmp_path, list(members.items())))
    assert [t.case for t in transcripts] == ["2"]
    assert refused.place == "samples/lost-01_epoch_1.json"
    assert refused.reason.startswith("no valid JSON")
    assert not notes


@pytest.mark.parametrize("name", ["inspect-teashop-deflate.eval", "inspect-teashop-zstd.eval"])
def test_a_damaged_archive_is_refused(samples: Path, tmp_path: Path, name: str) -> None:
    """Bytes that changed inside a member, and an archive that breaks off: one clear line, whatever its packing."""
    whole = (samples / name).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        info = found.getinfo("samples/lost-01_epoch_1.json")
    path = tmp_path / "damaged.eval"
    for at in range(info.header_offset, info.header_offset + info.compress_size, 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        transcripts, refused, _ = items_of(path)
        assert (len(transcripts) < len(found.namelist()) - 3) == bool(refused)
    for size in range(0, len(whole), 211):
        path.write_bytes(whole[:size])
        try:
            transcripts, refused, _ = items_of(path)
        except InputRefused:
            continue
        assert refused


# --- nothing is dropped silently --------------------------------------------------------------------------------------

LEFT_IN_THE_LOG = (
    # what the log says of all its samples together, or of other samples
    ("results",),
    ("stats",),
    ("reductions",),
    ("eval", "dataset", "sample_ids"),
    # the events that only repeat are counted, by kind
    ("samples", 0, "events"),
)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value that is no list, no object and not null, with its path."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif value is not None:
        yield path, value


def other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + "~" if isinstance(value, str) else value + 1


def test_no_value_is_dropped_silently(log: Json, tmp_path: Path) -> None:
    """Change one value of the log, and the transcripts change; what stays in the log by design is listed above."""
    log["samples"][0]["scores"].pop("spread")  # NaN never equals itself
    before, _, _ = read_back(log, tmp_path)
    silent = []
    for path, value in list(leaves(log)):
        changed = copy.deepcopy(log)
        spot: Any = changed
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = other(value)
        if read_back(changed, tmp_path)[0] == before:
            silent.append(path)
    assert [path for path in silent if not any(path[: len(left)] == left for left in LEFT_IN_THE_LOG)] == []
    kinds = {log["samples"][0]["events"][path[3]]["event"] for path in silent if path[:3] == ("samples", 0, "events")}
    assert kinds == {"span_begin", "span_end", "tool", "model"}


# --- the real files ---------------------------------------------------------------------------------------------------


def raw_log(path: Path) -> tuple[Json, list[Json]]:
    """Header and samples of a real log, read here."""
    if path.suffix == ".json":
        log = json.loads(path.read_text(encoding="utf-8"))
        return log, log["samples"]
    with zipfile.ZipFile(path) as found:
        names = [name for name in found.namelist() if name.startswith("samples/")]
        return json.loads(found.read("header.json")), [json.loads(found.read(name)) for name in names]


@pytest.fixture(scope="module", params=range(12))
def corpus(request: pytest.FixtureRequest, shared: Path) -> tuple[Json, list[Json], list[Transcript]]:
    """One real log, parsed here and read by the program."""
    folder = shared / "corpora" / "inspect"
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".eval", ".json"))
    assert len(paths) == 12
    transcripts, refused, notes = items_of(paths[request.param])
    assert not refused
    assert not notes
    return *raw_log(paths[request.param]), transcripts


def test_real_counts(corpus: tuple[Json, list[Json], list[Transcript]]) -> None:
    """Transcripts, messages by role, calls, results and scores, exactly as counted in the raw log."""
    log, raw, transcripts = corpus
    roles = {"assistant": "agent", "user": "customer", "tool": "tool", "system": "system"}
    assert [t.case for t in transcripts] == [str(sample["id"]) for sample in raw]
    assert {(t.suite, t.model) for t in transcripts} == {(log["eval"]["task"], log["eval"]["model"])}
    assert len({(t.case, t.run, t.attempt) for t in transcripts}) == len(raw)
    for sample, transcript in zip(raw, transcripts, strict=True):
        assert [m.role for m in transcript.messages] == [roles[m["role"]] for m in sample["messages"]]
        assert [[c.id for c in m.calls] for m in transcript.messages] == [
            [c["id"] for c in m.get("tool_calls") or ()] for m in sample["messages"]
        ]
        assert {s.name: s.value for s in transcript.scores} == {
            name: score["value"] for name, score in (sample.get("scores") or {}).items()
        }
        assert (transcript.usage or {}) == sample.get("model_usage", {})
        for message, was in zip(transcript.messages, sample["messages"], strict=True):
            parts = was["content"] if isinstance(was["content"], list) else [{"type": "text", "text": was["content"]}]
            assert all(part["text"] in message.text for part in parts if part["type"] == "text")
            assert isinstance(was["content"], list) or message.text == was["content"]
            assert bool(message.error) == bool(was.get("error"))


def test_a_real_log_in_both_of_its_forms(shared: Path) -> None:
    """The same log, once as an archive and once as a document, is the same transcript under the same name."""
    archived, _, _ = items_of(shared / "corpora" / "inspect" / "log_formats.eval")
    document, _, _ = items_of(shared / "corpora" / "inspect" / "log_formats.json")
    assert [t.model_dump_json() for t in archived] == [t.model_dump_json() for t in document]


def test_real_pairing(corpus: tuple[Json, list[Json], list[Transcript]]) -> None:
    """Each result answers the call before it that has its identifier; orphans are only in the log without calls."""
    _, raw, transcripts = corpus
    for sample, transcript in zip(raw, transcripts, strict=True):
        calls: dict[str, tuple[int, int]] = {}
        expected: list[tuple[int, int] | None] = []
        for number, message in enumerate(sample["messages"], 1):
            expected.append(calls.get(message.get("tool_call_id", "")))
            calls |= {c["id"]: (number, k) for k, c in enumerate(message.get("tool_calls") or (), 1)}
        assert pair(transcript.messages) == expected
        orphans = Counter(warning.code for warning in transcript.warnings)["orphan-result"]
        assert orphans == (11 if sample.get("setup") else 0)


def test_real_values_are_all_there(corpus: tuple[Json, list[Json], list[Transcript]]) -> None:
    """Every value of a sample is somewhere in its transcript, but for what stays in the log."""
    _, raw, transcripts = corpus
    for sample, transcript in zip(raw, transcripts, strict=True):
        held = {value for _, value in leaves(transcript.model_dump(mode="json"))}
        texts = "\n".join(value for value in held if isinstance(value, str))
        for message in transcript.messages:
            for call in message.calls:
                held |= {value for _, value in leaves(json.loads(call.arguments))}
        left = {"events", "transcript", "attachments", "message_pool", "id", "epoch"}
        about = {key: value for key, value in sample.items() if key not in left}
        missing = [
            path
            for path, value in leaves(about)
            if value not in held
            and path[-1] != "role"
            and not (isinstance(value, str) and (value in texts or path[-1] == "type"))
        ]
        assert missing == []
