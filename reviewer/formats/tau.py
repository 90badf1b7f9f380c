"""τ-bench, the first version: a list of tasks, each with its conversation under `traj`.

Case is the task's id; trial 0 of several is run `{file}.1`. Suite is `tau-airline` or `tau-retail` by the policy or
the tools, else `tau`. The model stands in the file's name, if that is as the benchmark's own program makes it. The
policy is the first message, as the agent saw it. `extra` keeps what `info` says besides the instruction and the reward.

The benchmark writes an entry when its task is over, and with its reward: one that has neither reward nor error, and
whose last turn does not stop the conversation, is in progress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.formats import build, limits
from reviewer.formats.build import filled
from reviewer.formats.chat_messages import messages
from reviewer.formats.contract import Fill, Item, Refused
from reviewer.formats.fields import Object, a_name, as_object, take_list, take_object, take_text
from reviewer.formats.naming import UNKNOWN, UNKNOWN_MODEL, run_of, say
from reviewer.formats.odd_messages import odd
from reviewer.formats.records import Record, records
from reviewer.formats.source import Source

_FILE = re.compile(
    r"(?P<agent_strategy>tool-calling|few-shot|react|act)-(?P<model>.+)-(?P<temperature>\d+(?:\.\d+)?)"
    r"_range_(?P<range>-?\d+--?\d+)_user-(?P<user_model>.+)-(?P<user_strategy>[a-z_]+)_(?P<started>\d{10})"
)
_TRIAL = re.compile(rb'"trial"\s*:\s*(\d{1,6})')
_AIRLINE = {"book_reservation", "get_reservation_details", "search_direct_flight", "cancel_reservation"}
_RETAIL = {"find_user_id_by_email", "find_user_id_by_name_zip", "get_order_details", "get_product_details"}
_ENDS = {"###STOP###": "user_stop"}


class Tau:
    """τ-bench results: one list, or an entry a line."""

    name = "tau"

    def detect(self, source: Source) -> bool:
        """One of the first entries has a `traj`."""
        return any(map(_is_entry, source.peek().firsts))

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The entries in file order."""
        trials = max((int(found[1]) + 1 for found in source.matches(_TRIAL, reach=32)), default=1)
        named = _FILE.search(source.stem)
        about = named.groupdict() if named else {}
        for record in records(source):
            yield record if isinstance(record, Refused) else _transcript(record, source, fill, trials, about)


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and "traj" in value and not {"task_id", "reward", "info"}.isdisjoint(value)


def _transcript(record: Record, source: Source, fill: Fill, trials: int, about: dict[str, str]) -> Item:
    if not isinstance(record.value, dict):
        return Refused(record.place, "an object with the key traj was expected")
    rest = dict(record.value)
    said = take_list(rest, "traj")
    if said is None:
        return Refused(record.place, "the key traj, a list of messages, was expected")
    if len(said) > limits.MESSAGES:
        return Refused(record.place, build.TOO_MANY)
    case = a_name(rest.get("task_id"))
    if case is not None:
        del rest["task_id"]
    trial = rest.get("trial")
    if isinstance(trial, int) and not isinstance(trial, bool) and trial >= 0:
        del rest["trial"]
    else:
        trial = None
    fields: Object = {"case": case or f"entry-{record.number:04d}", "messages": messages(said)}
    warnings = [*record.oddities, *odd(fields["messages"])]
    _take_outcome(fields, rest)
    fields["extra"] = filled({**rest, **{key: word for key, word in about.items() if key != "model"}})
    fields["suite"] = fill.suite or _suite(fields["messages"])
    say(fields, fill, {"model": about.get("model")})
    if fields["model"] is None:
        fields["model"] = UNKNOWN
        warnings.append(UNKNOWN_MODEL)
    fields.update(run_of(source, fill, None if trial is None else trial + 1, trials))
    fields["warnings"] = warnings
    return build.item(record.place, fields)


def _take_outcome(fields: Object, rest: Object) -> None:
    """The task's brief, how it ended and what it earned, out of the entry and its `info`."""
    info = dict(take_object(rest, "info") or {})
    task = dict(take_object(info, "task") or {})
    fields["brief"] = take_text(task, "instruction")
    judged = as_object(info.pop("reward_info")) if isinstance(info.get("reward_info"), dict) else {}
    if "reward" in rest:
        if judged.get("reward") == rest["reward"]:
            judged = {key: value for key, value in judged.items() if key != "reward"}
        fields["scores"] = [{"name": "reward", "value": rest.pop("reward"), "by": "tau-bench"}]
        fields["scores"][0]["extra"] = filled(judged)
    elif judged:
        info["reward_info"] = judged
    if "error" in info:
        fields["status"], fields["end_reason"] = "error", "error"
    else:
        fields["end_reason"] = ended = _end(fields["messages"])
        if not (ended or fields.get("scores") or judged):
            fields["status"] = "in progress"
    if task:
        info["task"] = task
    rest.update({key if key not in rest else f"info.{key}": value for key, value in info.items()})


def _end(said: list[Object]) -> str | None:
    if said and said[-1]["role"] == "customer":
        return next((reason for mark, reason in _ENDS.items() if mark in said[-1]["text"]), None)
    return None


def _suite(said: list[Object]) -> str:
    policy = said[0]["text"][:2000].lower() if said and said[0]["role"] == "system" else ""
    called: set[Any] = {call["name"] for message in said for call in message.get("calls", ())}
    for suite, words, tools in (("airline", "airline agent", _AIRLINE), ("retail", "retail agent", _RETAIL)):
        if words in policy or tools & called:
            return f"tau-{suite}"
    return "tau"
