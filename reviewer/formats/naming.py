"""What a transcript is called where its file says it badly or not at all."""

from __future__ import annotations

from reviewer.errors import InputRefused
from reviewer.formats.contract import Fill
from reviewer.formats.fields import Object
from reviewer.formats.source import Source
from reviewer.model.transcript import TranscriptWarning

UNKNOWN = "unknown"
SOURCE = "source_"
"""Before the name of what a file said and a person overruled, in `extra`."""
UNKNOWN_MODEL = TranscriptWarning(
    code="unknown-model",
    text="the file names no model: `reviewer runs model RUN NAME` names it",
)


def run_of(source: Source, fill: Fill, trial: int | None, trials: int) -> Object:
    """`run`, `run_index` and `run_count` of trial k of N (from 1), where the file does not name its run.

    The run is called after the file; where the file holds several trials, each is a run of its own, with its own index:
    raises `InputRefused` where `fill` gives one for all.
    """
    stem = fill.run or source.stem
    number_one(source, fill, trials)
    if trial is None:
        return {"run": stem, "run_index": fill.index}
    if trials <= 1:
        return {"run": stem, "run_index": fill.index or trial}
    return {"run": f"{stem}.{trial}", "run_index": trial, "run_count": trials}


def number_one(source: Source, fill: Fill, trials: int) -> None:
    """Raises `InputRefused` where the person numbers the one run of a file that holds several."""
    if fill.index is not None and trials > 1:
        why = "`--index` is for a file of one run, and this holds several; `reviewer runs index RUN K N` numbers one"
        raise InputRefused(source.name, "", why)


def say(fields: Object, fill: Fill, said: dict[str, str | None]) -> None:
    """Sets `model`, `suite` or `run` in `fields`: what the person filled in, or else what the file said.

    Where the person's word wins over another of the file, that stays in `extra` as `source_model`, `source_suite`, ….
    """
    for key, word in said.items():
        wins = getattr(fill, key)
        fields[key] = word if wins is None else wins
    if lost := overruled(fill, said):
        fields["extra"] = {**(fields.get("extra") or {}), **lost}


def overruled(fill: Fill, said: dict[str, str | None]) -> Object:
    """For `extra`: what the file says of model, suite or run where the person says something else."""
    return {
        f"{SOURCE}{key}": word
        for key, word in said.items()
        if word is not None and getattr(fill, key) not in (None, word)
    }
