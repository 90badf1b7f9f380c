"""What an Inspect log says of all of its samples.

The run is called after the evaluation, so that a log that was moved, renamed or written in the other of Inspect's two
forms stays the same run: its day and the beginning of its `eval_id`, `2026-01-31-JEUZsCzF`. Logs from before there was
one have the beginnings of their `run_id` and `task_id` instead; without those, the file's name. Several epochs are
several runs, `….1`, `….2`.
"""

from __future__ import annotations

import re
from typing import Any

from reviewer.formats.build import filled, text
from reviewer.formats.contract import Fill
from reviewer.formats.fields import Object, a_name, as_object
from reviewer.formats.naming import number_one, overruled
from reviewer.formats.source import Source

_IDENTIFIER = re.compile(r"[0-9A-Za-z]{8,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_ALL_SAMPLES = ("samples", "results", "stats", "reductions")


class Header:
    """The top of a log. `expected` is how many samples it means to hold; `running` that it has not ended."""

    def __init__(self, source: Source, fill: Fill, top: Object) -> None:
        self._source, self._fill = source, fill
        evaluation = as_object(top.get("eval"))
        config, dataset = as_object(evaluation.get("config")), as_object(evaluation.get("dataset"))
        self.status = a_name(top.get("status")) or "started"
        self.running = self.status == "started"
        suite, model = a_name(evaluation.get("task")), a_name(evaluation.get("model"))
        self.suite = fill.suite or suite or "inspect"
        self.model = fill.model or model
        self.overruled = overruled(fill, {"model": model, "suite": suite})
        self.run = fill.run or _run(evaluation) or source.stem
        self.epochs = _count(config.get("epochs")) or 1
        self.scorer = _scorer(top, evaluation)
        identifiers = dataset.get("sample_ids")
        samples = len(identifiers) if isinstance(identifiers, list) else None
        self.expected = samples * self.epochs if samples else _count(as_object(top.get("results")).get("total_samples"))
        own = {key: value for key, value in dataset.items() if key != "sample_ids"}
        about = {**evaluation, "dataset": own} if own else evaluation
        self.extra = filled({**{k: v for k, v in top.items() if k not in _OF_ALL_SAMPLES}, "eval": about})

    def run_of(self, epoch: Any) -> Object:
        """The run that an epoch is, and which one of how many."""
        number = _count(epoch) or 1
        epochs = max(self.epochs, number)
        number_one(self._source, self._fill, epochs)
        if epochs == 1:
            return {"run": self.run, "run_index": self._fill.index or 1}
        return {"run": f"{self.run}.{number}", "run_index": number, "run_count": epochs}


def _run(evaluation: Object) -> str | None:
    created = _DAY.match(text(evaluation.get("created")))
    eval_id, run_id, task_id = (text(evaluation.get(key)) for key in ("eval_id", "run_id", "task_id"))
    if _IDENTIFIER.fullmatch(eval_id):
        own = eval_id[:8]
    elif _IDENTIFIER.fullmatch(run_id) and _IDENTIFIER.fullmatch(task_id):
        own = run_id[:4] + task_id[:4]
    else:
        return None
    return f"{created[0]}-{own}" if created else own


def _scorer(top: Object, evaluation: Object) -> str:
    for scorers in (evaluation.get("scorers"), as_object(top.get("results")).get("scores")):
        if isinstance(scorers, list) and scorers and (named := a_name(as_object(scorers[0]).get("name"))):
            return named
    return "score"


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000 else None
