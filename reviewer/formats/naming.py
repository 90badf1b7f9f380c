"""What a transcript is called where its file says it badly or not at all."""

from __future__ import annotations

from reviewer.formats.contract import Fill
from reviewer.formats.fields import Object
from reviewer.formats.source import Source
from reviewer.model.transcript import TranscriptWarning

UNKNOWN = "unknown"
UNKNOWN_MODEL = TranscriptWarning(
    code="unknown-model", text="the file names no model: load it with --model, or name it in the run register"
)


def run_of(source: Source, fill: Fill, trial: int | None, trials: int) -> Object:
    """`run`, `run_index` and `run_count` of trial k of N (from 1), where the file does not name its run.

    The run is called after the file; where the file holds several trials, each is a run of its own. `fill.index` is the
    index of the first.
    """
    stem = fill.run or source.stem
    first = fill.index or 1
    if trial is None:
        return {"run": stem, "run_index": fill.index}
    index = first + trial - 1
    if trials <= 1:
        return {"run": stem, "run_index": fill.index or trial}
    return {"run": f"{stem}.{index}", "run_index": index, "run_count": max(trials, trials + first - 1)}


def say(fields: Object, fill: Fill, said: dict[str, str | None]) -> None:
    """Sets `model`, `suite` or `run` in `fields`: what the person filled in, or else what the file said.

    Where the person's word wins over another of the file, that stays in `extra` as `source_model`, `source_suite`, ….
    """
    for key, word in said.items():
        wins = getattr(fill, key)
        fields[key] = word if wins is None else wins
        if wins is not None and word is not None and word != wins:
            fields["extra"] = {**(fields.get("extra") or {}), f"source_{key}": word}
