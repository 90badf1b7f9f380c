"""Writes the samples of Inspect logs under `fixtures/formats`: run it after changing what they should hold.

They are made here, by hand and not by Inspect, because archives cannot be reviewed as text: a test compares what lies
under `fixtures/formats` with what this file says. The shop, its customers and its orders are invented.
"""

from __future__ import annotations

import copy
import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 14):
    import zipfile

    from compression import zstd
else:
    from backports import zstd
    from backports.zstd import zipfile

HERE = Path(__file__).resolve().parents[2] / "fixtures" / "formats"
RULES = "You are the support desk of Leaf & Kettle, a tea shop. Look at a parcel before you speak of it. " * 2
RULES_KEY = "9d1f0c5a7be24e6f8a3b0c1d2e3f4a5b"
PICTURE = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE_KEY = "0a0b0c0d0e0f00010203040506070809"
DAY = "2026-03-14T10:00:{:02d}+00:00"
TRACK = {
    "name": "track_parcel",
    "description": "Where a parcel is.",
    "parameters": {"type": "object", "properties": {"parcel": {"type": "string"}}, "required": ["parcel"]},
}


def header(eval_id: str, *, model: str = "brook/brook-1", epochs: int = 1, status: str = "success") -> dict[str, Any]:
    """The top of a log."""
    return {
        "version": 2,
        "status": status,
        "eval": {
            "eval_id": eval_id,
            "run_id": "RunOfTeaShop000000001",
            "created": "2026-03-14T10:00:00+00:00",
            "task": "teashop_parcels",
            "task_id": "TaskOfTeaShop00000001",
            "task_version": 1,
            "dataset": {"name": "parcels", "samples": 2, "sample_ids": ["lost-01", 2], "shuffled": False},
            "model": model,
            "config": {"epochs": epochs, "message_limit": 12},
            "packages": {"inspect_ai": "0.3.200"},
            "scorers": [{"name": "parcel_found", "metrics": [{"name": "accuracy"}]}],
        },
        "plan": {"name": "plan", "steps": [{"solver": "generate", "params": {}}], "config": {"temperature": 0.2}},
    }


def finished(top: dict[str, Any], samples: int) -> dict[str, Any]:
    """The same, with what is only known at the end."""
    return {
        **top,
        "results": {"total_samples": samples, "completed_samples": samples, "scores": []},
        "stats": {"started_at": DAY.format(0), "completed_at": DAY.format(50), "model_usage": {}},
    }


def call(identifier: str, parcel: str, **more: Any) -> dict[str, Any]:
    """A call of the one tool."""
    made = {"id": identifier, "function": "track_parcel", "arguments": {"parcel": parcel}, "type": "function"}
    return {**made, **more}


def lost(epoch: int) -> dict[str, Any]:
    """A parcel that was delivered next door: reasoning, a picture, two calls, one of them broken, one failing."""
    reasoning = {"type": "reasoning", "reasoning": "The label says LK-P7. I track it first.", "signature": "c2lnbmVk"}
    messages: list[dict[str, Any]] = [
        {"id": f"m0{epoch}", "role": "system", "content": f"attachment://{RULES_KEY}"},
        {
            "id": f"m1{epoch}",
            "role": "user",
            "source": "input",
            "content": [
                {"type": "text", "text": "My parcel never came. This is the label:"},
                {"type": "image", "image": f"attachment://{PICTURE_KEY}", "detail": "auto"},
            ],
        },
        {
            "id": f"m2{epoch}",
            "role": "assistant",
            "source": "generate",
            "model": "brook-1",
            "content": [reasoning, {"type": "text", "text": "I am looking for it."}],
            "tool_calls": [
                call("c1", "LK-P7"),
                call("c2", "", arguments={}, parse_error="no valid JSON: {parcel: LK-P8"),
            ],
        },
        {
            "id": f"m3{epoch}",
            "role": "tool",
            "tool_call_id": "c1",
            "function": "track_parcel",
            "content": "LK-P7 was left with a neighbour, number 12.",
        },
        {
            "id": f"m4{epoch}",
            "role": "tool",
            "tool_call_id": "c2",
            "function": "track_parcel",
            "content": "",
            "error": {"type": "parsing", "message": "no valid JSON"},
        },
        {
            "id": f"m5{epoch}",
            "role": "assistant",
            "source": "generate",
            "model": "brook-1",
            "content": "It was left with your neighbour at number 12.",
        },
    ]
    usage = {"input_tokens": 210, "output_tokens": 31, "total_tokens": 241}
    events = [
        {"event": "span_begin", "id": f"s{epoch}", "type": "solver", "name": "generate", "timestamp": DAY.format(1)},
        {"event": "input", "timestamp": DAY.format(2), "input": "the desk's lead looked in", "input_ansi": ""},
        model_event(messages[2], epoch, 4, usage),
        {
            "event": "tool",
            "id": "c1",
            "function": "track_parcel",
            "arguments": {"parcel": "LK-P7"},
            "result": f"attachment://{RULES_KEY}",
            "timestamp": DAY.format(5),
            "completed": DAY.format(6),
            "message_id": f"m3{epoch}",
        },
        model_event(messages[5], epoch, 8, usage),
        {"event": "span_end", "id": f"s{epoch}", "timestamp": DAY.format(9)},
    ]
    return {
        "id": "lost-01",
        "epoch": epoch,
        "input": messages[1:2],
        "target": ["number 12"],
        "messages": messages,
        "output": {
            "model": "brook-1",
            "choices": [{"message": messages[5], "stop_reason": "stop"}],
            "completion": messages[5]["content"],
            "usage": usage,
        },
        "scores": {
            "parcel_found": {"value": "C", "answer": "number 12", "explanation": "The neighbour is named."},
            "manners": {"value": {"greets": 0, "thanks": 1.0}, "history": []},
            "spread": {"value": float("nan"), "explanation": "only one sample"},
        },
        "metadata": {"intent": "lost parcel", "note": f"attachment://{RULES_KEY}"},
        "store": {"desk": {"open": True}},
        "events": events,
        "attachments": {RULES_KEY: RULES, PICTURE_KEY: PICTURE},
        "model_usage": {"brook/brook-1": usage},
        "started_at": DAY.format(0),
        "completed_at": DAY.format(10),
        "total_time": 10.2,
        "working_time": 9.7,
        "uuid": f"uuid-lost-{epoch}",
    }


def model_event(message: dict[str, Any], epoch: int, second: int, usage: dict[str, Any]) -> dict[str, Any]:
    """The event of a model's turn."""
    return {
        "event": "model",
        "span_id": f"s{epoch}",
        "timestamp": DAY.format(second - 1),
        "completed": DAY.format(second),
        "model": "brook/brook-1",
        "input": [],
        "tools": [TRACK],
        "output": {"model": "brook-1", "choices": [{"message": message, "stop_reason": "stop"}], "usage": usage},
    }


def stopped(epoch: int) -> dict[str, Any]:
    """A conversation that ran into the limit of messages, from a log without events; its identifier is a number."""
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": "Where is LK-P9?"},
        {"role": "assistant", "content": "", "tool_calls": [call("c1", "LK-P9")]},
        {"role": "tool", "tool_call_id": "c1", "function": "track_parcel", "content": "LK-P9 is on its way."},
        {"role": "assistant", "content": "", "tool_calls": [call("c1", "LK-P9")]},
        {"role": "tool", "tool_call_id": "c1", "function": "track_parcel", "content": "LK-P9 is on its way."},
    ]
    return {
        "id": 2,
        "epoch": epoch,
        "input": "Where is LK-P9?",
        "choices": ["on its way", "lost"],
        "target": "on its way",
        "messages": messages,
        "output": {"model": "brook-1", "choices": [], "completion": ""},
        "scores": {"parcel_found": {"value": 0.5}},
        "metadata": {},
        "limit": {"type": "message", "limit": 5},
        "model_usage": {},
    }


def broken(epoch: int) -> dict[str, Any]:
    """A sample whose run broke, with the score of an older log."""
    return {
        "id": 2,
        "epoch": epoch,
        "input": "Where is LK-P9?",
        "target": "on its way",
        "messages": [{"role": "user", "content": "Where is LK-P9?"}],
        "output": {"model": "", "choices": []},
        "score": {"value": "N"},
        "error": {"message": "TimeoutError('the model did not answer')", "traceback": "…", "traceback_ansi": "…"},
    }


def documents() -> dict[str, dict[str, Any]]:
    """The logs that are one document, by file name."""
    top = finished(header("EvalDocument0000000001"), 2)
    return {"inspect-teashop.json": {**top, "samples": [lost(1), stopped(1)], "reductions": [{"scorer": "x"}]}}


def archives() -> dict[str, dict[str, Any]]:
    """The logs that are archives, by file name: each member by its name."""
    deflated = header("DeflateTeaShop0000001", epochs=2)
    packed = header("ZstdTeaShop0000000001", model="alder/alder-1")
    running = header("RunningTeaShop0000001", status="started")
    summaries = [{"id": "lost-01", "epoch": 1, "input": "…", "target": "number 12", "scores": {}}]
    return {
        "inspect-teashop-deflate.eval": {
            "_journal/start.json": _start(deflated),
            "samples/lost-01_epoch_1.json": lost(1),
            "samples/lost-01_epoch_2.json": lost(2),
            "samples/2_epoch_1.json": stopped(1),
            "samples/2_epoch_2.json": broken(2),
            "_journal/summaries/1.json": summaries,
            "summaries.json": summaries,
            "header.json": finished(deflated, 4),
        },
        "inspect-teashop-zstd.eval": {
            "_journal/start.json": _start(packed),
            "samples/lost-01_epoch_1.json": lost(1),
            "samples/2_epoch_1.json": stopped(1),
            "summaries.json": summaries,
            "reductions.json": [],
            "header.json": finished(packed, 2),
        },
        "inspect-teashop-running.eval": {
            "_journal/start.json": _start(running),
            "samples/lost-01_epoch_1.json": _unended(lost(1)),
            "_journal/summaries/1.json": summaries,
        },
    }


def _start(top: dict[str, Any]) -> dict[str, Any]:
    return {key: top[key] for key in ("version", "eval", "plan")}


def _unended(sample: dict[str, Any]) -> dict[str, Any]:
    """The sample as it stands before its end."""
    left = {"output", "scores", "completed_at", "total_time", "working_time"}
    return {key: value for key, value in copy.deepcopy(sample).items() if key not in left}


def write(folder: Path) -> None:
    """All of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (folder / name).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, members in archives().items():
        how = zipfile.ZIP_ZSTANDARD if "zstd" in name else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(folder / name, "w", how) as archive:
            for member, value in members.items():
                info = zipfile.ZipInfo(member, (2026, 3, 14, 10, 0, 0))
                info.compress_type = how
                archive.writestr(info, json.dumps(value, ensure_ascii=False))


def in_chunks(sample: dict[str, Any], size: int) -> dict[str, Any]:
    """The members of a sample that is written in chunks of that many items: its long parts are lists of their own."""
    folder = f"samples/{sample['id']}_epoch_{sample['epoch']}"
    keys = list(sample["attachments"])
    numbered = json.dumps(sample)
    for index, key in enumerate(keys):
        numbered = numbered.replace(f"attachment://{key}", f"attachment://{index}")
    shell = json.loads(numbered)
    messages, events = shell.pop("messages"), shell.pop("events")
    members: dict[str, Any] = {f"{folder}/metadata.json": shell.pop("metadata")}
    attachments = list(shell.pop("attachments").values())
    pool = [{"role": "user", "content": "shortened away"}, *messages[:2], {"role": "user", "content": "and this"}]
    lists = {"messages": pool + messages[2:], "events": events, "attachments": attachments, "calls": []}
    for name, items in lists.items():
        members |= {f"{folder}/{name}/{at}.json": items[at : at + size] for at in range(0, len(items), size)}
    shell["message_refs"] = [[1, 3], [4, 4 + len(messages) - 2]]
    beside: dict[str, Any] = {
        f"{folder}/events/stats.json": {},
        f"{folder}/events/uuids.json": [],
        f"{folder}/skeleton.json": {},
    }
    return {**members, **beside, f"{folder}/sample.json": shell}


def several_frames(members: dict[str, bytes], size: int) -> bytes:
    """An archive whose members are each packed in zstd frames of `size` bytes, as Inspect packs very long ones."""
    local, central = b"", b""
    for name, data in members.items():
        packed = b"".join(zstd.compress(data[at : at + size]) for at in range(0, len(data), size))
        about = struct.pack("<HHHIIIHH", 93, 0, 0x5C6E, zlib.crc32(data), len(packed), len(data), len(name), 0)
        central += b"PK\x01\x02" + struct.pack("<HHH", 63, 63, 0) + about
        central += struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name.encode()
        local += b"PK\x03\x04" + struct.pack("<HH", 63, 0) + about + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


if __name__ == "__main__":
    write(HERE)
