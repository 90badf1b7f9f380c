"""What a check is, and what it hands out.

A check reads one transcript at a time, through a `Scene`, and yields facts. It has no database, no globals that change
and no state, so the same function runs in a process pool and gives the same answer in any order. `version` is raised
whenever an answer may change: facts of an older version are made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewer.checks.scene import Scene

Value = str | int | float | bool | None


class Evidence(NamedTuple):
    """Where a fact stands: a message, one of its fields, and in it the code points from `start` to `end`.

    `field` is as in a citation: `text`, `reasoning`, `c1` (the whole call), `c1.name`, `c1.args`; None is the message.
    Without `start` and `end` the whole field is meant.
    """

    message: int
    field: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a check read: `name` is one of its check's `names`.

    `value` says which or how much; `detail` is one line for a person; the first evidence is where to look.
    """

    name: str
    value: Value = None
    evidence: tuple[Evidence, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `names` says for each fact that it may yield what the fact means, in one line."""

    id: str
    version: int
    looks_for: str
    """One line for a person: what it reads off a transcript."""

    errs: str
    """One line for a person: where it is known to be wrong."""

    names: Mapping[str, str]
    facts: Callable[[Scene], Iterator[Fact]]
    proposes: Mapping[str, str] = field(default_factory=dict)
    """Fact name → the tag that a person is asked to confirm. `name=value` limits it to facts of that value."""
