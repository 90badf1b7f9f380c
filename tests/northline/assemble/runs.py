"""All 1,458: the hand-written ones as they are, the others played, in the order of the outcomes; and the nine files."""

from __future__ import annotations

import gzip
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.outcomes import outcomes
from tests.northline.assemble.play import play
from tests.northline.assemble.stage import Memory
from tests.northline.assemble.written import written

Transcript = dict[str, Any]


def runs() -> Mapping[str, list[Transcript]]:
    """`<model>.<k>` → its 162 transcripts. Raises Unplayable."""
    suite = shipped_suite("northline")
    given = {"policy": suite.policy, "tools": [tool.definition() for tool in suite.tools]}
    memory = Memory()
    memory.said.update(m["text"] for one in written().values() for m in one["messages"])
    made: dict[str, list[Transcript]] = defaultdict(list)
    for row in outcomes():
        one = written().get(row.key) or play(row, memory)
        made[f"{row.model}.{row.index}"].append({**one, **given})
    return made


def lines_of(transcripts: Sequence[Transcript]) -> bytes:
    """One transcript a line."""
    return b"".join(json.dumps(transcript, ensure_ascii=False).encode() + b"\n" for transcript in transcripts)


def written_files(made: Mapping[str, Sequence[Transcript]]) -> dict[str, bytes]:
    """File name → what stands in it, packed without a time: equal runs are equal bytes."""
    return {f"{name}.jsonl.gz": _packed(lines_of(transcripts)) for name, transcripts in made.items()}


def _packed(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
