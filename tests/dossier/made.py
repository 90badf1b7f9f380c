"""Readings made in memory: by hand, or out of the shipped runs through the checks, without a database."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from reviewer.checks import actions, conversation, lookups, registry
from reviewer.checks.contract import Check
from reviewer.dossier.metrics import JUDGED
from reviewer.dossier.readings import Readings, gather
from reviewer.dossier.sheet import Sheet, sheet
from reviewer.model.plain import plain
from reviewer.model.shipped import shipped_suite
from reviewer.model.suite import Suite
from reviewer.model.transcript import Transcript
from reviewer.store import readings as store
from reviewer.store.readings import CaseHead, Reading, RunHead, share

CHECKS = (*actions.CHECKS, *conversation.CHECKS, *lookups.CHECKS)
"""The checks that figures read from, but for the links of `grounding`, which takes longer than all of these."""


def run(row: int = 1, **changes: Any) -> RunHead:
    """A run that counts."""
    given = {"suite": "desk", "suite_hash": None, "model": "m", "name": f"r{row}", "index": row, "count": None}
    return RunHead(**{"row": row, **given, "synthetic": False, "state": "valid", **changes})


def reading(case: str = "a", row: int = 1, **changes: Any) -> Reading:
    """A transcript in which nothing happens."""
    place = {"transcript": f"{row}-{case}", "run": row, "case": case, "case_class": "solvable", "intent": "i"}
    nothing = {"handed_over": False, "forbidden": (), "agent_messages": 1, "empty_replies": 0, "scores": {}}
    return Reading(**{**place, "attempt": 1, "synthetic": False, "status": "complete", **nothing, **changes})


def case(reading: Reading) -> CaseHead:
    """The case that a reading is of."""
    return CaseHead(reading.case, reading.case_class, reading.intent)


def gathered(readings: Iterable[Reading], *runs: RunHead) -> Readings:
    """What counts of these; each run should hold every case that is among them."""
    found = list(readings)
    heads = runs or tuple(run(row) for row in sorted({one.run for one in found}))
    return gather(heads, list(dict.fromkeys(map(case, found))), found)


def of_transcripts(transcripts: Iterable[Transcript], suite: Suite, checks: Sequence[Check] = CHECKS) -> Readings:
    """What counts of the transcripts of one model, their facts read by the checks here and now."""
    found = list(transcripts)
    facts = {
        key: [fact for _, fact in own]
        for key, own in registry.check((plain(one, suite.kind_of, key) for key, one in enumerate(found)), suite, checks)
    }
    heads: dict[str, RunHead] = {}
    readings = []
    for key, one in enumerate(found):
        head = RunHead(
            len(heads) + 1, one.suite, suite.hash, one.model, one.run, one.run_index, one.run_count, True, "valid"
        )
        head = heads.setdefault(one.run, head)
        values: dict[str, list[str]] = {}
        for fact in facts[key]:
            values.setdefault(fact.name, []).append(json.dumps(fact.value))
        known = suite.case(one.case)
        case_class, intent = (known.case_class, known.intent) if known else (one.case_class, one.intent)
        place = (f"{one.run}/{one.case}", head.row, one.case, case_class, intent, one.attempt)
        scores = {
            score.name: part
            for score in reversed(one.scores)
            if score.name in JUDGED and (part := share(json.dumps(score.value), score.scale)) is not None
        }
        readings.append(store.reading((key, *place, one.synthetic, one.status), values, scores))
    cases = [CaseHead(known.id, known.case_class, known.intent) for known in suite.cases]
    return gather(list(heads.values()), cases, readings, suite_hash=suite.hash)


@cache
def northline(model: str, *, links: bool = False) -> Sheet:
    """The figures of one model's shipped runs, with those of `links` or without them."""
    suite = shipped_suite("northline")
    readings = of_transcripts(_shipped(model), suite, registry.CHECKS if links else CHECKS)
    return sheet(readings, [scheme for scheme in suite.clusters if scheme.name == model])


def _shipped(model: str) -> Iterator[Transcript]:
    folder = files("reviewer.fixtures").joinpath("northline", "runs")
    for index in (1, 2, 3):
        packed = folder.joinpath(f"{model}.{index}.jsonl.gz").read_bytes()
        for line in gzip.decompress(packed).splitlines():
            yield Transcript.model_validate_json(line)
