"""A database full of hostile text: each of the payloads in every field that a transcript has."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

PAYLOADS: dict[str, str] = {
    payload["name"]: payload["text"]
    for payload in json.loads(
        (Path(__file__).resolve().parents[2] / "fixtures" / "hostile" / "payloads.json").read_text("utf-8")
    )
}


def transcript(name: str, text: str) -> dict[str, Any]:
    """One native transcript with `text` in every field that takes text."""
    quoted = json.dumps({"order": text, text: [text]}, ensure_ascii=False)
    return {
        "format": "reviewer/1",
        "suite": f"suite {text}",
        "case": f"{name} {text}",
        "model": f"model {text}",
        "run": f"run {text}",
        **({"run_index": 1, "run_count": 2} if len(name) % 2 else {}),  # else the run's name is all that it has
        "synthetic": True,
        "case_class": f"class {text}",
        "intent": f"intent {text}",
        "brief": f"brief of {name} {text}\nsecond line {text}",
        "policy": f"policy of {name} {text}\nsecond line {text}",
        "tools": [{"name": f"tool {text}", "description": text, text: text}],
        "status": "error",
        "end_reason": f"end {text}",
        "started_at": f"2026-01-01 {text}",
        "ended_at": f"2026-01-02 {text}",
        "usage": {text: text},
        "scores": [
            {
                "name": f"score {text}",
                "value": text,
                "scale": text,
                "rationale": f"because {text}",
                "by": f"judge {text}",
                "extra": {text: text},
            },
        ],
        "warnings": [{"code": f"odd {text}", "text": f"warned {text}", "message": 1}],
        "extra": {text: text},
        "messages": [
            {"role": "system", "text": f"rules {text}", "name": text, "extra": {text: text}},
            {"role": "customer", "text": f"hello {name} {text}\n# {text}\n```\n{text}\n```", "name": text, "at": text},
            {
                "role": "agent",
                "name": text,
                "text": f"**let me** look {text}\n- one {text}\n`{text}`",
                "reasoning": f"thinking {text}\n{text}",
                "usage": {text: text},
                "calls": [
                    {"id": f"id {text}", "name": f"create_{text}", "arguments": quoted, "extra": {text: text}},
                    {
                        "id": "second",
                        "name": f"get_{text}",
                        "arguments": f"{{not json {text}",
                        "invalid": f"why {text}",
                    },
                ],
            },
            {"role": "tool", "call_id": f"id {text}", "name": f"create_{text}", "text": quoted},
            {
                "role": "tool",
                "call_id": "second",
                "name": f"get_{text}",
                "text": f"failed {text}",
                "error": f"boom {text}",
            },
            {"role": "tool", "call_id": f"nobody {text}", "name": text, "text": f"an orphan {text}"},
            {"role": "developer", "text": text, "name": text},
            {"role": "event", "text": f"ended {text}", "name": text},
            {"role": "agent", "text": f"a long one {text}\n" * 12},
        ],
    }


def write(folder: Path) -> list[Path]:
    """Run files with every payload, one of them in a file of a hostile name, and files that are refused."""
    good = folder / "hostile.jsonl"
    good.write_text("".join(json.dumps(transcript(*item)) + "\n" for item in PAYLOADS.items()), "utf-8")
    files = [good]
    for number, text in enumerate(PAYLOADS.values()):
        name = "".join(
            character for character in text if character not in "/\0" and not 0xD800 <= ord(character) < 0xE000
        )
        named = folder / f"{number} {name}"[:60]
        named.write_text(json.dumps(transcript(f"named-{number}", "plain")) + "\n", "utf-8")
        unknown = folder / f"unknown-{number}.json"
        unknown.write_text(json.dumps({text: text, "other": [text]}), "utf-8")
        broken = folder / f"broken-{number}.jsonl"
        lines = [transcript("plain", f"broken {number}"), {"format": "reviewer/1", "suite": text, text: text}]
        broken.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8", "surrogatepass"
        )
        files += [named, unknown, broken]
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/no utf-8 \xff\xfe\x1b]0;x\x07.jsonl"))
    odd.write_text(json.dumps([{"role": "user", "content": "hi"}]) + "\n", "utf-8")
    return [*files, odd]
