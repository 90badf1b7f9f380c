"""The run register: what people say of runs, models and tools, folded over what the files say.

kind             subject            body                     what it decides
run.alias        model              is: another model        the name on screen; the model's own name takes it back
run.model        suite, model, run  is: a model              the name of this run's model alone; null takes it back
run.index        suite, model, run  index, count             k of N; nulls take it back
run.expect       suite, model, run  cases                    how many cases the run should hold; null takes it back
run.supersede    suite, model, run  by: another run          a rerun counts instead
run.invalidate   suite, model, run  –                        it counts nowhere; the event's reason says why
run.revalidate   suite, model, run  –                        takes either of the two back
run.synthetic    suite, model, run  synthetic                made up, or not; null takes it back
run.suite        suite, model, run  hash                     the suite that it is checked with; null takes it back
tool.kind        suite, tool        kind                     read, kb, write or handover; null takes it back
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from reviewer.review.events import Event, canonical, standing

SLOTS = {
    "run.alias": "alias",
    "run.model": "model",
    "run.index": "index",
    "run.expect": "expect",
    "run.supersede": "state",
    "run.invalidate": "state",
    "run.revalidate": "state",
    "run.synthetic": "synthetic",
    "run.suite": "suite",
    "tool.kind": "kind",
}


@dataclass(frozen=True, slots=True)
class RunKey:
    """Which run."""

    suite: str
    model: str
    run: str


@dataclass(frozen=True, slots=True)
class RunState:
    """What holds for a run: the last columns of the table `run`."""

    label: str
    index: int | None = None
    count: int | None = None
    synthetic: bool = False
    expected: int | None = None
    state: str = "valid"
    superseded_by: str | None = None
    reason: str | None = None


class Register:
    """The fold. `conflicts` are the subjects that two people decided without seeing each other's word."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._standing = standing(events, SLOTS)
        self._deciding = {place: left[-1] for place, left in self._standing.items()}
        self.conflicts = [place for place, left in self._standing.items() if len(left) > 1]

    def heads(self, kind: str, subject: dict[str, Any]) -> tuple[str, ...]:
        """What a new event of this kind puts aside: all that stand now."""
        return tuple(event.ulid for event in self._standing.get((SLOTS[kind], canonical(subject)), ()))

    def label(self, model: str) -> str:
        """The name that stands for a model, along aliases of aliases; a circle of them leaves the last new name."""
        seen = {model}
        while True:
            said = self._body("alias", {"model": model}).get("is")
            if not isinstance(said, str) or said in seen:
                return model
            seen.add(model := said)

    def run(self, key: RunKey, index: int | None, count: int | None, synthetic: bool) -> RunState:
        """What holds for a run of which the files say `index`, `count` and `synthetic`."""
        subject = {"suite": key.suite, "model": key.model, "run": key.run}
        named = self._body("model", subject).get("is")
        state = RunState(self.label(named if isinstance(named, str) else key.model), index, count, synthetic)
        numbers = self._body("index", subject)
        if numbers.get("index") is not None:
            state = replace(state, index=numbers["index"])
        if numbers.get("count") is not None:
            state = replace(state, count=numbers["count"])
        said = self._body("synthetic", subject).get("synthetic")
        if said is not None:
            state = replace(state, synthetic=bool(said))
        state = replace(state, expected=self._body("expect", subject).get("cases"))
        decision = self._deciding.get(("state", canonical(subject)))
        if decision is not None and decision.kind == "run.supersede":
            return replace(state, state="superseded", superseded_by=decision.body.get("by"), reason=decision.reason)
        if decision is not None and decision.kind == "run.invalidate":
            return replace(state, state="invalid", reason=decision.reason)
        return state

    def suite(self, key: RunKey) -> str | None:
        """The hash of the suite that a person bound the run to."""
        said = self._body("suite", {"suite": key.suite, "model": key.model, "run": key.run}).get("hash")
        return said if isinstance(said, str) else None

    def tools(self) -> dict[tuple[str, str], str]:
        """The kinds that people gave to tools, by (suite, tool)."""
        kinds = {}
        for (slot, subject), event in self._deciding.items():
            if slot == "kind" and event.body.get("kind") is not None:
                about = json.loads(subject)
                kinds[about["suite"], about["tool"]] = str(event.body["kind"])
        return kinds

    def _body(self, slot: str, subject: dict[str, Any]) -> dict[str, Any]:
        found = self._deciding.get((slot, canonical(subject)))
        return dict(found.body) if found is not None else {}
