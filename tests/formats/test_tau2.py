"""τ²-bench results: our own samples in every detail, the real ones by independent counts."""

from __future__ import annotations

import copy
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats import Fill, Found, Refused, Source, read, sources
from reviewer.model.pairing import pair
from reviewer.model.transcript import Transcript

Json = dict[str, Any]


@pytest.fixture(scope="module")
def samples(root: Path) -> Path:
    """Our own samples."""
    return root / "fixtures" / "formats"


@pytest.fixture(scope="module")
def results(samples: Path) -> Json:
    """Our own one-file results, as JSON."""
    loaded: Json = json.loads((samples / "tau2-teashop.json").read_text(encoding="utf-8"))
    return loaded


def items_of(path: Path, fill: Fill | None = None) -> tuple[list[Transcript], list[Refused], list[str]]:
    """The transcripts, refusals and notes of one file or folder that holds τ²-bench results."""
    [source] = sources([str(path)])
    assert isinstance(source, Source)
    name, items = read(source, fill or Fill())
    assert name == "tau2"
    found = list(items)
    return (
        [item.transcript for item in found if isinstance(item, Found)],
        [item for item in found if isinstance(item, Refused)],
        source.notes,
    )


def read_back(value: Any, folder: Path, fill: Fill | None = None) -> tuple[list[Transcript], list[Refused], list[str]]:
    """What comes out of these results, written to a file."""
    path = folder / "teashop.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return items_of(path, fill)


def only(value: Any, folder: Path, fill: Fill | None = None) -> Transcript:
    """The one transcript that comes out."""
    [transcript], refused, _ = read_back(value, folder, fill)
    assert not refused
    return transcript


def one(results: Json, which: int, **changed: Any) -> Json:
    """The results with one simulation alone, some of its keys changed."""
    changes = copy.deepcopy(results)
    changes["simulations"] = [{**changes["simulations"][which], **changed}]
    return changes


def codes(transcript: Transcript) -> set[str]:
    """The codes of its warnings."""
    return {warning.code for warning in transcript.warnings}


# --- our own samples -------------------------------------------------------------------------------------------------


def test_identity_and_what_stands_around_the_messages(samples: Path, results: Json) -> None:
    """Suite, case, model, run k of N; policy, tools, brief, end, cost."""
    transcripts, refused, notes = items_of(samples / "tau2-teashop.json")
    assert not refused
    assert not notes
    identities = [(t.suite, t.case, t.model, t.run, t.run_index, t.run_count, t.status) for t in transcripts]
    assert identities == [
        ("tau2-teashop", "cancel-01", "larch-2", "tau2-teashop.1", 1, 2, "complete"),
        ("tau2-teashop", "cancel-01", "larch-2", "tau2-teashop.2", 2, 2, "complete"),
        ("tau2-teashop", "kettle-02", "larch-2", "tau2-teashop.1", 1, 2, "complete"),
        ("tau2-teashop", "kettle-02", "larch-2", "tau2-teashop.2", 2, 2, "error"),
    ]
    first, broken = transcripts[0], transcripts[3]
    info = results["info"]
    assert first.policy == info["environment_info"]["policy"]
    assert list(first.tools) == info["environment_info"]["tool_defs"]
    assert (first.started_at, first.ended_at) == ("2026-03-11T09:04:03.250000", "2026-03-11T09:04:36.250000")
    assert (first.end_reason, first.cost) == ("user_stop", 0.016)
    assert first.brief == (
        "Persona\nShort on time, polite.\n\n"
        "Reason for the call\nCancel order LK-2041, it was ordered twice.\n\n"
        "Knows\nYou are Ida Moss. Your order is LK-2041.\n\n"
        "Does not know\nYou do not know whether it has been sent.\n\n"
        "Instructions\nAgree when the agent asks whether it should cancel. Do not accept a voucher instead."
    )
    assert transcripts[2].brief is not None
    assert transcripts[2].brief.endswith("Ticket\nCustomer Tom Reed says that the kettle of order LK-1977 stays cold.")
    assert broken.end_reason == "infrastructure_error"
    assert broken.messages == ()
    assert codes(broken) == {"no-messages"}
    assert first.extra is not None
    assert first.extra["task"] == results["tasks"][0]
    assert first.extra["results"]["info"]["agent_info"] == info["agent_info"]
    assert "policy" not in first.extra["results"]["info"]["environment_info"]
    assert first.extra["simulation"]["user_cost"] == 0.003


def test_the_sides_of_a_conversation(samples: Path) -> None:
    """The simulator's own calls are the customer's; several results in one message are several; a flag is an error."""
    kettle = items_of(samples / "tau2-teashop.json")[0][2]
    roles = " ".join(message.role for message in kettle.messages)
    assert roles == (
        "agent customer agent tool tool customer tool customer agent customer tool customer agent tool agent customer"
    )
    callers = [(message.role, call.name) for message in kettle.messages for call in message.calls]
    assert callers == [
        ("agent", "get_order"),
        ("agent", "get_order"),
        ("customer", "look_at_lid_switch"),
        ("customer", "push_lid_switch"),
        ("agent", "send_replacement"),
    ]
    asked_by = [(message.extra or {}).get("requestor") for message in kettle.messages if message.role == "tool"]
    assert asked_by == [None, None, "user", "user", None]
    assert [message.error for message in kettle.messages if message.role == "tool"] == [None, "", None, None, None]
    places = [
        None,
        None,
        None,
        (3, 1),
        (3, 2),
        None,
        (6, 1),
        None,
        None,
        None,
        (10, 1),
        None,
        None,
        (13, 1),
        None,
        None,
    ]
    assert pair(kettle.messages) == places
    assert kettle.messages[8].extra == {"errors": ["the first answer was empty and was asked for again"]}
    assert kettle.messages[6].text.endswith("🫖")


def test_reasoning_is_moved_out_of_what_the_provider_said(samples: Path) -> None:
    """Both shapes; what stood beside it stays."""
    cancelled, _, kettle, _ = items_of(samples / "tau2-teashop.json")[0]
    thought = cancelled.messages[2]
    assert thought.reasoning == "The status decides. I must look before I answer."
    assert thought.extra is not None
    assert thought.extra["raw_data"]["thinking_blocks"] == [{"type": "thinking", "signature": "c2lnbmVk"}]
    assert thought.extra["raw_data"]["stop_reason"] == "tool_use"
    thought = kettle.messages[2]
    assert thought.reasoning == "Maybe the number stands without its letters. I ask for both."
    assert thought.extra is not None
    assert thought.extra["raw_data"]["message"].keys() == {"role", "content"}
    assert thought.usage == {"completion_tokens": 14, "prompt_tokens": 980}
    assert thought.cost == 0.004


def test_scores_hold_all_that_the_evaluator_said(samples: Path, results: Json) -> None:
    """The reward first, each part with its value, its reasons and its raw form."""
    cancelled, _, kettle, broken = items_of(samples / "tau2-teashop.json")[0]
    assert [(score.name, score.value) for score in cancelled.scores] == [
        ("reward", 1.0),
        ("db", 1.0),
        ("actions", [True, True]),
        ("communicate", 1.0),
    ]
    assert cancelled.scores[3].rationale == "38.50 — met. The agent names 38.50 twice."
    assert [(score.name, score.value) for score in kettle.scores] == [
        ("reward", 0.0),
        ("db", 1.0),
        ("env_assertions", 0.0),
        ("nl_assertions", [True]),
    ]
    assert kettle.scores[3].rationale == "The agent does not promise a refund. — met. No refund is mentioned."
    assert broken.scores == ()
    raw = results["simulations"][2]["reward_info"]
    told: Json = {"reward": kettle.scores[0].value}
    for score in kettle.scores:
        told |= score.extra or {}
    assert told == {key: value for key, value in raw.items() if value not in (None, [])}


def test_a_part_without_checks_says_why(results: Json, tmp_path: Path) -> None:
    """It counted for the reward, and the evaluator noted that there was nothing to check."""
    raw = {
        "reward": 1,
        "communicate_checks": None,
        "reward_breakdown": {"COMMUNICATE": 1},
        "info": {"communicate": {"note": "Nothing to say"}, "note": "Ended early"},
    }
    reward, communicate = only(one(results, 0, reward_info=raw), tmp_path).scores
    assert (reward.value, reward.rationale) == (1, "Ended early")
    assert (communicate.name, communicate.value, communicate.rationale) == ("communicate", 1, "Nothing to say")


def test_the_folder_form_is_one_source(samples: Path) -> None:
    """`results.json` and the files beside it; naming the file or the folder is the same."""
    folder = samples / "tau2-teashop-folder"
    transcripts, refused, notes = items_of(folder)
    assert not refused
    assert not notes
    assert [(t.case, t.run, t.model) for t in transcripts] == [
        ("cancel-01", "tau2-teashop-folder", "alder-1"),
        ("kettle-02", "tau2-teashop-folder", "alder-1"),
    ]
    assert items_of(folder / "results.json")[0] == transcripts
    assert all(t.policy and t.brief and t.messages for t in transcripts)


def test_the_folder_form_in_an_archive_is_one_source(samples: Path, tmp_path: Path) -> None:
    """The same transcripts, packed as a person would: with the folder around them, or without."""
    folder = samples / "tau2-teashop-folder"
    for top in (samples, folder):
        packed = tmp_path / "tau2-teashop-folder.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(folder.rglob("*.json")):
                archive.write(path, str(path.relative_to(top)))
        assert items_of(packed) == items_of(folder)


def until_cut(path: Path, before: str, fill: Fill | None = None) -> tuple[list[Transcript], str]:
    """What comes out of the sample in folder form when `results.json` ends before these words, and why it ends."""
    results = path / "results.json"
    text = results.read_text(encoding="utf-8")
    results.write_text(text[: text.index(before)], encoding="utf-8")
    [source] = sources([str(path)])
    assert isinstance(source, Source)
    found = []
    try:
        for item in read(source, fill or Fill())[1]:
            assert isinstance(item, Found)
            found.append(item.transcript)
    except BrokenFile as error:
        return found, error.reason
    raise AssertionError("it was not found to be cut off")


@pytest.mark.parametrize(("before", "briefs"), [('"simulation_index"', True), ('"known_info"', False)])
def test_a_folder_whose_results_were_cut_off(samples: Path, tmp_path: Path, before: str, briefs: bool) -> None:
    """Its simulations are whole: they come in, with what is known of them, under their own names; then it is said."""
    whole, _, _ = items_of(samples / "tau2-teashop-folder")
    copied = shutil.copytree(samples / "tau2-teashop-folder", tmp_path / "tau2-teashop-folder")
    found, reason = until_cut(copied, before)
    assert reason.startswith("cut off: ")
    assert [(t.suite, t.case, t.model, t.run) for t in found] == [(t.suite, t.case, t.model, t.run) for t in whole]
    assert [bool(t.brief) for t in found] == [briefs, briefs]


@pytest.mark.parametrize(("fill", "count"), [(Fill(), 0), (Fill(model="alder-1"), 2)])
def test_a_folder_whose_results_do_not_come_to_the_model(samples: Path, tmp_path: Path, fill: Fill, count: int) -> None:
    """Without a name its simulations would come in now, and later, when it is whole, once more."""
    copied = shutil.copytree(samples / "tau2-teashop-folder", tmp_path / "run")
    found, reason = until_cut(copied, '"agent_info"', fill)
    assert [t.model for t in found] == ["alder-1"] * count
    assert reason.startswith("cut off: ")
    assert reason.endswith(", before it names the model; `--model` does") == (not count)


def test_an_index_that_disagrees_is_a_note(samples: Path, tmp_path: Path) -> None:
    """A missing file, a file that nobody lists, a broken file, another trial: what is there comes in."""
    folder = tmp_path / "run"
    shutil.copytree(samples / "tau2-teashop-folder", folder)
    meta = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    meta["simulation_index"][0]["trial"] = 3
    meta["simulation_index"][1]["id"] = "elsewhere"
    (folder / "results.json").write_text(json.dumps(meta), encoding="utf-8")
    (folder / "simulations" / "zz.json").write_text('{"id": "zz", "messages": [', encoding="utf-8")
    transcripts, [refused], notes = items_of(folder)
    assert len(transcripts) == 2
    assert refused.place == "simulations/zz.json"
    assert notes == [
        "the index names simulations that are not here: elsewhere",
        "simulations that the index does not name: 5d1c77f0-b",
        "the index gives another task or trial: 5d1c77f0-a",
    ]


def test_a_set_with_gaps_says_so(results: Json, tmp_path: Path) -> None:
    """Fewer simulations than tasks × trials."""
    _, _, notes = read_back({**results, "simulations": results["simulations"][:3]}, tmp_path)
    assert "3 of 4 simulations are here (2 tasks × 2 trials)" in notes


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("user_stop", "complete"),
        ("agent_stop", "complete"),
        ("max_steps", "limit"),
        ("timeout", "limit"),
        ("context_window_exceeded", "limit"),
        ("too_many_errors", "error"),
        ("agent_error", "error"),
        ("infrastructure_error", "error"),
        ("unexpected_error", "error"),
    ],
)
def test_why_it_ended(results: Json, tmp_path: Path, reason: str, status: str) -> None:
    """The reason in the source's words, and what it means."""
    transcript = only(one(results, 0, termination_reason=reason), tmp_path)
    assert (transcript.end_reason, transcript.status) == (reason, status)


def test_without_an_end(results: Json, tmp_path: Path) -> None:
    """No reason and no time of an end: complete where the customer closed it, else in progress; an error if empty."""
    said = results["simulations"][0]["messages"]
    without: Json = {"termination_reason": None, "end_time": None}
    assert only(one(results, 0, **without), tmp_path).status == "complete"
    assert only(one(results, 0, **without, messages=said[:-1]), tmp_path).status == "in progress"
    assert only(one(results, 0, **without, messages=None), tmp_path).status == "error"


def test_almost_nothing_is_needed(tmp_path: Path) -> None:
    """No info, no tasks, no identifiers: everything but the messages is optional."""
    said = [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": None, "tool_calls": None}]
    [first, second], refused, _ = read_back({"simulations": [{"messages": said}, {"messages": None}, "x"]}, tmp_path)
    assert [refusal.place for refusal in refused] == ["simulations[2]"]
    assert (first.suite, first.case, first.model, first.run) == ("tau2", "simulation-0", "unknown", "teashop")
    assert [message.text for message in first.messages] == ["Hello?", ""]
    assert codes(first) == {"unknown-case", "unknown-model", "empty-turn"}
    assert second.case == "simulation-1"
    assert second.status == "error"


def test_results_that_name_domain_and_model_at_the_top(tmp_path: Path) -> None:
    """Some submissions have no `info`."""
    simulation = {"task_id": 4, "trial": 1, "messages": [{"role": "user", "content": "Hello?"}]}
    top: Json = {"domain": "teashop", "agent": "adaptive_agent", "model": "fir-3", "note": 5}
    transcript = only({**top, "simulations": [simulation]}, tmp_path)
    assert (transcript.suite, transcript.case, transcript.model) == ("tau2-teashop", "4", "fir-3")
    assert (transcript.run, transcript.run_index, transcript.run_count) == ("teashop.2", 2, 2)
    assert transcript.extra is not None
    assert transcript.extra["results"] == top


def test_what_the_person_fills_in_wins(results: Json, tmp_path: Path) -> None:
    """Over the file's model, suite and name; the file's own words stay."""
    fill = Fill(model="cedar", run="tuesday", suite="tea")
    transcript = only(one(results, 1), tmp_path, fill)
    assert (transcript.suite, transcript.model, transcript.run) == ("tea", "cedar", "tuesday.2")
    assert (transcript.run_index, transcript.run_count) == (2, 2)
    assert transcript.extra is not None
    assert transcript.extra["results"]["info"]["agent_info"]["llm"] == transcript.extra["source_model"] == "larch-2"
    assert transcript.extra["source_suite"] == "tau2-teashop"
    for trial in (1, "b"):
        with pytest.raises(InputRefused, match="`--index` is for a file of one run"):
            only(one(results, 1, trial=trial), tmp_path, Fill(index=4))


def test_messages_that_are_no_list(results: Json, tmp_path: Path) -> None:
    """Are refused: an empty conversation would be a claim."""
    for said in ("broken", {"a": 1}, 0):
        _, [refused], _ = read_back(one(results, 0, messages=said), tmp_path)
        assert refused.reason == "a list of messages was expected under “messages”"
    calls = only(one(results, 0, messages=[{"role": "assistant", "content": "x", "tool_calls": "y"}]), tmp_path)
    assert [warning.code for warning in calls.warnings] == ["calls-not-read"]


def test_a_voice_call_is_kept_and_said_not_to_be_shown(results: Json, tmp_path: Path) -> None:
    """Ticks instead of messages."""
    ticks = [{"tick_id": 1, "user_transcript": "Hello?"}]
    transcript = only(one(results, 0, messages=None, ticks=ticks), tmp_path)
    assert codes(transcript) == {"voice-ticks-not-shown", "no-messages"}
    assert transcript.status == "complete"
    assert transcript.extra is not None
    assert transcript.extra["simulation"]["ticks"] == ticks


def test_a_simulation_by_itself(results: Json, tmp_path: Path) -> None:
    """A file out of the folder form, without its results."""
    transcript = only(results["simulations"][0], tmp_path)
    assert (transcript.suite, transcript.case, transcript.model) == ("tau2", "cancel-01", "unknown")
    assert len(transcript.messages) == 10


def test_a_policy_of_its_own(results: Json, tmp_path: Path) -> None:
    """The simulation's policy holds; that of `info` stays where it differs."""
    transcript = only(one(results, 0, policy="Be brief."), tmp_path)
    assert transcript.policy == "Be brief."
    assert transcript.extra is not None
    assert transcript.extra["policy"] == results["info"]["environment_info"]["policy"]


def test_odd_values_stay(results: Json, tmp_path: Path) -> None:
    """A value of the wrong type is no reason to refuse, and none to drop it."""
    said = [
        {"role": "oracle", "content": {"a": 1}, "cost": "free", "usage": 3, "timestamp": 12},
        {"role": "assistant", "content": "x", "tool_calls": ["y", {"name": None, "arguments": "{bad", "id": 7}]},
        {"role": "tool", "id": 7, "content": [1], "error": "it broke"},
        "only text",
    ]
    transcript = only(one(results, 0, messages=said, reward_info=0.25, agent_cost="nothing", trial="b"), tmp_path)
    first, second, third, fourth = transcript.messages
    assert (first.role, first.name, first.text, first.at) == ("event", "oracle", '{"a": 1}', "12")
    assert first.extra == {"cost": "free", "usage": 3}
    assert [(call.id, call.name, call.arguments) for call in second.calls] == [(None, "", "y"), ("7", "", "{bad")]
    assert all(call.invalid for call in second.calls)
    assert (third.call_id, third.text, third.error) == ("7", "[1]", "it broke")
    assert (fourth.role, fourth.text) == ("event", "only text")
    assert [(score.name, score.value) for score in transcript.scores] == [("reward", 0.25)]
    assert transcript.run == "teashop.b"
    assert transcript.extra is not None
    assert transcript.extra["simulation"]["agent_cost"] == "nothing"


def test_broken_results_are_refused_with_their_place(results: Json, tmp_path: Path) -> None:
    """A file that breaks off."""
    path = tmp_path / "teashop.json"
    path.write_text(json.dumps(results)[:-40], encoding="utf-8")
    with pytest.raises(BrokenFile, match=r"teashop\.json: simulations\[3\]"):
        items_of(path)


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


def test_no_value_is_dropped_silently(results: Json, tmp_path: Path) -> None:
    """Change one value of the source, and the transcripts change. There is no exception."""
    small = {**results, "simulations": [results["simulations"][0], results["simulations"][2]]}
    before, _, _ = read_back(small, tmp_path)
    silent = []
    for path, value in list(leaves(small)):
        changed = copy.deepcopy(small)
        spot: Any = changed
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = other(value)
        if read_back(changed, tmp_path)[0] == before:
            silent.append(path)
    assert silent == []


# --- the real files --------------------------------------------------------------------------------------------------


def real(shared: Path) -> list[Path]:
    """The real files."""
    return sorted((shared / "corpora" / "tau2-bench").glob("*.json"))


@pytest.fixture(scope="module", params=range(10))
def corpus(request: pytest.FixtureRequest, shared: Path) -> tuple[Json, list[Transcript]]:
    """One real file, parsed here and read by the program."""
    paths = real(shared)
    assert len(paths) == 10
    path = paths[request.param]
    transcripts, refused, notes = items_of(path)
    assert not refused
    assert not notes
    return json.loads(path.read_text(encoding="utf-8")), transcripts


def test_real_counts(corpus: tuple[Json, list[Transcript]]) -> None:
    """Transcripts, messages by role, calls by side, results, exactly as counted in the raw file."""
    raw, transcripts = corpus
    simulations = raw["simulations"]
    sides = {"assistant": "agent", "user": "customer", "tool": "tool"}
    assert len(transcripts) == len(simulations)
    assert Counter(m.role for t in transcripts for m in t.messages) == Counter(
        sides[m["role"]] for s in simulations for m in s["messages"]
    )
    assert Counter((m.role, c.name) for t in transcripts for m in t.messages for c in m.calls) == Counter(
        (sides[c["requestor"]], c["name"])
        for s in simulations
        for m in s["messages"]
        for c in m.get("tool_calls") or ()
    )
    assert [t.end_reason for t in transcripts] == [s["termination_reason"] for s in simulations]
    trials = raw["info"]["num_trials"]
    assert {(t.case, t.run_index) for t in transcripts} == {(s["task_id"], s["trial"] + 1) for s in simulations}
    assert {t.run_count for t in transcripts} == {trials if trials > 1 else None}
    assert len({(t.suite, t.case, t.model, t.run, t.attempt) for t in transcripts}) == len(transcripts)


def test_real_pairing(corpus: tuple[Json, list[Transcript]]) -> None:
    """In these files the results of a message's calls follow it in order: that, and nothing else, is what is paired."""
    raw, transcripts = corpus
    for simulation, transcript in zip(raw["simulations"], transcripts, strict=True):
        expected: list[tuple[int, int] | None] = [None] * len(transcript.messages)
        for place, message in enumerate(simulation["messages"]):
            for ordinal, call in enumerate(message.get("tool_calls") or (), 1):
                if place + ordinal < len(expected):
                    assert simulation["messages"][place + ordinal]["id"] == call["id"]
                    expected[place + ordinal] = (place + 1, ordinal)
        assert pair(transcript.messages) == expected
        assert "orphan-result" not in codes(transcript)


def test_real_values_are_all_there(corpus: tuple[Json, list[Transcript]]) -> None:
    """Every value of a simulation is somewhere in its transcript, reasoning and scores where they belong."""
    raw, transcripts = corpus
    implied = {"role", "turn_idx", "requestor", "error"}
    for simulation, transcript in zip(raw["simulations"], transcripts, strict=True):
        held = {value for _, value in leaves(transcript.model_dump(mode="json"))}
        for message in transcript.messages:
            for call in message.calls:
                held |= {value for _, value in leaves(json.loads(call.arguments))}
        missing = [
            path for path, value in leaves(simulation) if path[-1] not in implied and value not in held and value != ""
        ]
        assert missing == []
        thoughts = [
            "\n\n".join(block["thinking"] for block in (message.get("raw_data") or {}).get("thinking_blocks", ()))
            for message in simulation["messages"]
        ]
        assert [message.reasoning or "" for message in transcript.messages] == thoughts
        assert transcript.scores[0].value == simulation["reward_info"]["reward"]
