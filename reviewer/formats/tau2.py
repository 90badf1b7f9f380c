"""τ²-bench results: one file, or `results.json` beside a folder `simulations/` that holds one file a simulation.

More lenient than its own loader: `info`, `tasks` and every identifier may be missing, and an index that disagrees with
the files is a note. Suite is `tau2-{domain}`, the case is the task's id, the model is the agent's `llm`; the
implementation around it stays in `extra`, since one label can stand for different agents. The policy and the tool
definitions come from `info`, or from the simulation where it carries its own.

In `extra`: `simulation` (what no other field names), `task` (whole), `results` (the top of the file, with `info`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats import build
from reviewer.formats.build import filled
from reviewer.formats.contract import Fill, Item, Refused
from reviewer.formats.document import Document
from reviewer.formats.fields import Object, a_name, as_object, take_list, take_number, take_object, take_text
from reviewer.formats.json_text import NotJson, Parser
from reviewer.formats.naming import UNKNOWN, UNKNOWN_MODEL, number_one, overruled, run_of
from reviewer.formats.odd_messages import odd
from reviewer.formats.source import Source
from reviewer.formats.tau2_brief import brief
from reviewer.formats.tau2_messages import messages
from reviewer.formats.tau2_scores import scores
from reviewer.model.transcript import TranscriptWarning

LIST = "simulations"
_LIMITS = ("max_steps", "timeout", "context_window_exceeded")
_CLOSINGS = ("###STOP###", "###TRANSFER###", "###OUT-OF-SCOPE###")
_TRIAL = re.compile(rb'"trial"\s*:\s*(\d{1,6})')


class Tau2:
    """τ²-bench results, and a single simulation out of their folder."""

    name = "tau2"

    def detect(self, source: Source) -> bool:
        """By the keys of the results, of their `info`, or of a simulation."""
        peeked = source.peek()
        found = peeked.value
        if source.is_zip or not isinstance(found, dict) or peeked.more or peeked.spread:
            return False
        tasks = found.get("tasks")
        first = tasks[0] if isinstance(tasks, list) and tasks else None
        return (
            isinstance(found.get(LIST), list)
            or "simulation_index" in found
            or not {"agent_info", "environment_info", "user_info"}.isdisjoint(as_object(found.get("info")))
            or not {"user_scenario", "evaluation_criteria"}.isdisjoint(as_object(first))
            or _is_simulation(found)
        )

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The simulations of the file in their order, then those of the folder beside it, by name."""
        if _is_simulation(source.peek().value):
            yield from _from_files([source], _Results(source, fill, {}))
            return
        document = Document(source, LIST)
        files = source.beside(LIST)
        results = _Results(source, fill, document.others("info", "tasks"), files)
        cut: InputRefused | None = None
        try:
            yield from _from_list(document, results)
        except InputRefused as error:
            if files and not results.is_named:
                reason = f"{error.reason}, before it names the model; `--model` does"
                raise BrokenFile(source.name, "", reason) from None
            cut = error  # raised when the files beside it, which are whole, have come in
        yield from _from_files(files, results)
        results.say_what_is_missing()
        if cut:
            raise cut


def _is_simulation(found: Any) -> bool:
    """Whether this is a simulation by itself, as the folder form holds them."""
    return (
        isinstance(found, dict)
        and not {"termination_reason", "reward_info"}.isdisjoint(found)
        and not {"messages", "ticks", "task_id"}.isdisjoint(found)
        and LIST not in found
    )


def _from_list(document: Document, results: _Results) -> Iterator[Item]:
    for element in document:
        if isinstance(element, Refused):
            yield element
        else:
            place = f"{LIST}[{element.index}]"
            yield results.item(place, f"simulation-{element.index}", element.value, element.oddities)


def _from_files(files: Sequence[Source], results: _Results) -> Iterator[Item]:
    for file in files:
        place = f"{LIST}/{file.filename}" if file is not results.source else ""
        try:
            parsed = Parser().parse(file.data())
        except InputRefused as error:
            yield Refused(place, error.reason)
        except NotJson as error:
            yield Refused(place, error.reason)
        else:
            yield results.item(place, Path(file.filename).stem, parsed.value, parsed.oddities)


class _Results:
    """The top of the results: what every simulation shares, and what is seen of them while they are read."""

    def __init__(self, source: Source, fill: Fill, top: Object, files: Sequence[Source] = ()) -> None:
        self.source, self.fill = source, fill
        top = dict(top)
        tasks = take_list(top, "tasks") or []
        self._tasks = {str(task["id"]): task for task in tasks if isinstance(task, dict) and "id" in task}
        self._briefs: dict[str, str | None] = {}
        self._index = take_list(top, "simulation_index")
        info, agent = as_object(top.get("info")), as_object(as_object(top.get("info")).get("agent_info"))
        environment = dict(as_object(info.get("environment_info")))
        self._policy = take_text(environment, "policy")
        self._tools = _tools(environment)
        if "environment_info" in info:
            top["info"] = {**info, "environment_info": environment}
        self._results = filled(top)
        domain = a_name(environment.get("domain_name")) or a_name(top.get("domain"))
        suite = f"tau2-{domain}" if domain else None
        self._suite = fill.suite or suite
        labels = (agent.get("llm"), top.get("model"), agent.get("implementation"), top.get("agent"))
        model = next(filter(None, map(a_name, labels)), None)
        self._model = fill.model or model
        self._overruled = overruled(fill, {"model": model, "suite": suite})
        self._trials = _whole(info.get("num_trials")) or _highest_trial([source, *files]) + 1
        self._seen: dict[str, tuple[str, Any]] = {}
        self._count = 0

    @property
    def is_named(self) -> bool:
        """Whether the model is known. What would come in without it now would come in again, with it, later."""
        return self._model is not None

    def item(self, place: str, fallback: str, simulation: Any, oddities: tuple[TranscriptWarning, ...]) -> Item:
        """The transcript of one simulation; `fallback` is its case where it names none."""
        if not isinstance(simulation, dict):
            return Refused(place, "an object was expected: one simulation")
        self._count += 1
        rest = dict(simulation)
        warnings: list[TranscriptWarning | Object] = list(oddities)
        case = a_name(rest.get("task_id"))
        if case:
            del rest["task_id"]
        else:
            case = fallback
            warnings.append(_warning("unknown-case", f"the source names no task; called {case}"))
        if not self._model:
            warnings.append(UNKNOWN_MODEL)
        if named := a_name(rest.get("id")):
            self._seen[named] = (case, rest.get("trial"))
        said = take_list(rest, "messages") or []
        if rest.get("messages") is not None:
            return Refused(place, "a list of messages was expected under “messages”")
        ticks = rest.get("ticks")
        if not said and ticks:
            warnings.append(_warning("voice-ticks-not-shown", "a voice call: its ticks are kept in `extra`, not shown"))
        spoken = messages(said)
        warnings += odd(spoken)
        task = self._tasks.get(case)
        ended = take_text(rest, "termination_reason")
        policy = take_text(rest, "policy")
        finished = take_text(rest, "end_time")
        extra = {
            "policy": self._policy if policy and policy != self._policy else None,
            "task": task,
            "results": self._results,
            **self._overruled,
        }
        transcript = {
            "suite": self._suite or _domain_of(task),
            "case": case,
            "model": self._model or UNKNOWN,
            **self._run(rest.get("trial")),
            "brief": self._brief(case, task),
            "policy": policy or self._policy,
            "tools": self._tools,
            "status": _status(ended, finished, spoken, bool(ticks)),
            "end_reason": ended,
            "started_at": take_text(rest, "start_time"),
            "ended_at": finished,
            "usage": take_object(rest, "agent_usage"),
            "cost": take_number(rest, "agent_cost"),
            "scores": scores(rest.pop("reward_info", None)),
            "messages": spoken,
            "warnings": warnings,
        }
        transcript["extra"] = filled({"simulation": filled(rest), **extra})
        return build.item(place, transcript)

    def say_what_is_missing(self) -> None:
        """Notes on the file: fewer simulations than tasks × trials, an index that names others than there are."""
        expected = len(self._tasks) * self._trials
        if self._count < expected:
            self.source.notes.append(
                f"{self._count} of {expected} simulations are here ({len(self._tasks)} tasks × {self._trials} trials)"
            )
        if self._index is None:
            return
        entries = [entry for entry in self._index if isinstance(entry, dict)]
        listed = {named: entry for entry in entries if (named := a_name(entry.get("id")))}
        for words, names in (
            ("the index names simulations that are not here", listed.keys() - self._seen.keys()),
            ("simulations that the index does not name", self._seen.keys() - listed.keys()),
            ("the index gives another task or trial", {name for name in listed if self._differs(name, listed[name])}),
        ):
            if names:
                more = f" and {len(names) - 3} more" if len(names) > 3 else ""
                self.source.notes.append(f"{words}: {', '.join(sorted(names)[:3])}{more}")

    def _differs(self, named: str, entry: Object) -> bool:
        seen = self._seen.get(named)
        return seen is not None and seen != (a_name(entry.get("task_id")) or seen[0], entry.get("trial", seen[1]))

    def _run(self, trial: Any) -> Object:
        if isinstance(trial, str) and trial:
            number_one(self.source, self.fill, 2)
            return {"run": f"{self.fill.run or self.source.stem}.{trial}"}
        number = _whole(trial)
        k = None if number is None else number + 1
        return run_of(self.source, self.fill, k, max(self._trials, k or 1))

    def _brief(self, case: str, task: Object | None) -> str | None:
        if task is None:
            return None
        if case not in self._briefs:
            self._briefs[case] = brief(task)
        return self._briefs[case]


def _status(ended: str | None, finished: str | None, spoken: list[Object], voice: bool) -> str:
    if ended is None and not finished and spoken:
        closed = any(mark in spoken[-1]["text"] for mark in _CLOSINGS)
        return "complete" if closed else "in progress"
    if ended in _LIMITS:
        return "limit"
    broken = ended is not None and (ended.endswith("_error") or ended == "too_many_errors")
    return "error" if broken or not (spoken or voice) else "complete"


def _tools(environment: Object) -> list[Object]:
    """The tool definitions, popped; what is no list of objects stays where it was."""
    tools = environment.get("tool_defs")
    if isinstance(tools, list) and all(isinstance(tool, dict) for tool in tools):
        del environment["tool_defs"]
        return tools
    return []


def _domain_of(task: Object | None) -> str:
    scenario = as_object(as_object(task).get("user_scenario"))
    domain = a_name(as_object(scenario.get("instructions")).get("domain"))
    return f"tau2-{domain}" if domain else "tau2"


def _highest_trial(files: Sequence[Source]) -> int:
    return max((int(found[1]) for file in files for found in file.matches(_TRIAL)), default=0)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000 else None


def _warning(code: str, text: str) -> Object:
    return {"code": code, "text": text}
