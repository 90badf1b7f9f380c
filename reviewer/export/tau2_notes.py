"""Findings as the notes that τ²-bench keeps on its simulations, so that reviews go back to where such runs came from.

A note names the simulation, the task and the trial, whose error it is and of which kind, as far as that benchmark has a
word for it; the citation stands in its text. Of a transcript that came from elsewhere the id is the program's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reviewer.model.dossier import Dossier, FindingEntry

SOURCES: Final = {"agent": "agent", "simulator": "user", "case": "system", "harness": "system"}
TYPES: Final = {
    "grounding": "hallucination",
    "unsafe": "logical",
    "protocol": "logical",
    "escalation": "logical",
    "action": "logical",
}
"""A group of tags → the kind of error that τ²-bench has for it; of others it has none."""


def notes(dossier: Dossier, simulations: Mapping[str, str], at: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """One note for each finding that is about a mistake; `simulations` are ids by transcript, `at` times by finding."""
    transcripts = {one.id: one for one in dossier.transcripts}
    written = {one.id: one.written for one in dossier.citations}
    index = {run.id: run.index for run in dossier.runs}
    for one in dossier.findings:
        if one.polarity == "positive":
            continue
        of = transcripts[one.transcript]
        yield {
            "id": one.id,
            "note": _words(one, [written[place] for place in one.places]),
            "author_email": None,
            "created_at": at.get(one.id),
            "simulation_id": simulations.get(one.transcript, one.transcript),
            "task_id": of.case,
            "trial": (index.get(of.run) or 1) - 1,
            "source_results_file": None,
            "simulation_file": None,
            "error_source": SOURCES.get(one.fault),
            "error_type": "unresponsive" if one.tag.endswith("empty-reply") else TYPES.get(one.group),
        }


def _words(one: FindingEntry, places: list[str]) -> str:
    parts = [f"{one.label} ({one.severity})", *places]
    if one.note:
        parts.append(one.note)
    if one.correct:
        parts.append(f"Right would have been: {one.correct}")
    return " — ".join(parts)
