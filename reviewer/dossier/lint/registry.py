"""The rules of the linter, each by the name that its problems carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from reviewer.dossier.lint.context import Context
from reviewer.dossier.lint.problem import Level, Problem

Check = Callable[[Context], Iterator[Problem]]
Made = TypeVar("Made", bound=Check)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, how grave its problems are, what it looks for, and how."""

    name: str
    level: Level
    says: str
    """What it flags, in a line."""

    check: Check


_FILES = "form numbers claims compare ties words beside within named traps tables board text".split()
_RULES: dict[str, Rule] = {}


def rule(name: str, level: Level) -> Callable[[Made], Made]:
    """Registers a check. Its docstring's first line is what it flags."""

    def register(check: Made) -> Made:
        _RULES[name] = Rule(name, level, (check.__doc__ or name).partition("\n")[0], check)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """All of them: file by file, and in each as they are written down, whichever was imported first."""
    for name in _FILES:
        import_module(f"reviewer.dossier.lint.rules_{name}")  # each registers its own
    place = {f"reviewer.dossier.lint.rules_{name}": index for index, name in enumerate(_FILES)}
    return tuple(sorted(_RULES.values(), key=lambda one: place[one.check.__module__]))


def lint(context: Context) -> list[Problem]:
    """Every problem of every rule, each once, in the order of the files."""
    found = {one: None for each in rules() for one in each.check(context)}
    order = {page.file.path: place for place, page in enumerate(context.pages)}
    return sorted(found, key=lambda one: (order.get(one.file, 0), one.line, one.column, one.level, one.rule, one.says))
