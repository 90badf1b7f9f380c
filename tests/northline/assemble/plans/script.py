"""A case as data: what the customer says and wants, what the desk can answer, and what it may do.

The sentences stand in `scripts/`, one file for each intent and `common.toml` for what is said in every case.
`<Hi|Hello>` is one or the other; `{order}` is a value that a tool returned in this conversation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from tests.northline.assemble.stage import Call, Slip

FOLDER = Path(__file__).parents[1] / "scripts"

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """What the customer brings up and what the desk says to it; `look` is called before the answer."""

    q: Lines
    a: Lines
    look: tuple[Call, ...] = ()
    tone: str = "plain"
    """`no` where the answer disappoints, `yes` where it pleases."""
    instead: int | None = None
    """The index of the script's ask that need not come any more after this one."""


@dataclass(frozen=True)
class Deed:
    """The write that the customer wants."""

    kind: str
    """reship, refund, cancel, split (a reship and a refund), or change (a line or a code)."""
    what: str = ""
    """What is sent, in words."""
    yes: Lines = ()
    photo: Lines = ()
    """The customer's message with the photo, where it is not in the opening."""
    reasons: Lines = ()
    """Reasons in the call, beside the suite's own."""
    early: Lines = ()
    """As the script's."""
    propose: Lines = ()
    done: Lines = ()
    claims: bool = True
    """Whether the rules want a look at claims_history before it."""
    wish: Lines = ()
    """What the customer adds to the opening where the agent acts on it at once."""
    before: tuple[Ask, ...] = ()
    """What the customer may bring up between the proposal and the yes."""


@dataclass(frozen=True)
class Fail:
    """A course in which the customer does not get what is due."""

    slip: Slip
    turns: tuple[Ask, ...]
    finding: Lines = ()
    """Said first, in place of the script's answers."""
    late: bool = False
    """The slip is in the answer to the first turn, not in what was found."""
    propose: bool = False
    """It proposes the right thing, and then does not do it."""
    cancel_all: bool = False
    """It cancels every order of the case, unasked."""


@dataclass(frozen=True)
class Script:
    """One case. `asks` has the two things the customer pushes for, then smaller ones."""

    thing: str
    """What the customer calls it."""
    opens: Lines
    asks: tuple[Ask, ...]
    answers: Lines = ()
    """The first answer; where the parcel is, unless given."""
    look: tuple[Call, ...] = ()
    """The calls before it, the first being order_status."""
    orders: Lines = ()
    """The order that is meant, then the other one, where there are two."""
    given: bool = False
    """The opening holds the e-mail and no number (or a wrong one)."""
    ask_first: bool = False
    """The opening holds neither."""
    second: bool = False
    """The replacement's parcel is meant, not the first one."""
    plain: bool = False
    """Written and answered in plain words, for a second language."""
    ordered: bool = False
    """The asks come in their order, one by one: each follows from the one before."""
    content: bool = True
    """Whether the customer leaves satisfied."""
    deed: Deed | None = None
    over: Lines = ()
    """Reasons of a handover that nobody needed."""
    early: Lines = ()
    """The reason of a call for as long as some words were neither said nor read: `words => reason`."""
    fails: tuple[Fail, ...] = ()


@cache
def scripts(intent: str) -> Mapping[str, Script]:
    """The scripts of an intent, by case."""
    return {case: _script(table) for case, table in _read(intent).items()}


@cache
def common(table: str) -> Mapping[str, Lines]:
    """A table of what is said in every case."""
    return {key: tuple(said) for key, said in _read("common")[table].items()}


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _script(table: dict[str, Any]) -> Script:
    given = _tuples(table)
    given["asks"] = tuple(_ask(ask) for ask in table["asks"])
    if deed := table.get("deed"):
        given["deed"] = Deed(**{**_tuples(deed), "before": tuple(_ask(ask) for ask in deed.get("before", ()))})
    given["fails"] = tuple(
        Fail(**{**_tuples(fail), "turns": tuple(_ask(ask) for ask in fail["turns"])}) for fail in table.get("fails", ())
    )
    return Script(**given)


def _ask(table: dict[str, Any]) -> Ask:
    return Ask(**_tuples(table))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    """The table with tuples for its lists; a call is a tool and its arguments."""
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    if "look" in given:
        given["look"] = tuple(cast("Call", tuple(call)) for call in given["look"])
    return given
