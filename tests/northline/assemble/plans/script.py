"""A case as data: what the customer says and wants, what the desk can answer, and what it may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """What the customer brings up and what the desk says to it; `look` is called before the answer."""

    q: Lines
    a: Lines
    look: tuple[Call, ...] = ()
    tone: str = "plain"
    """`no` where the answer disappoints, `yes` where it pleases."""


@dataclass(frozen=True)
class Deed:
    """The write that the customer wants: what is sent, refunded, cancelled or changed."""

    kind: str
    """reship, refund, cancel, split (a reship and a refund), or change (a line or a code)."""
    what: str = ""
    yes: Lines = ()
    photo: Lines = ()
    """The customer's message with the photo, where it is not in the opening."""
    reasons: Lines = ()
    propose: Lines = ()
    done: Lines = ()
    claims: bool = True
    """Whether the rules want a look at claims_history before it."""
    before: tuple[Ask, ...] = ()
    """What the customer brings up between the proposal and the yes."""


@dataclass(frozen=True)
class Script:
    """One case. `asks` has the two things the customer pushes for, then a smaller one."""

    thing: str
    opens: Lines
    asks: tuple[Ask, ...]
    answers: Lines = ()
    look: tuple[Call, ...] = ()
    orders: tuple[str, ...] = ()
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
    fail: Callable[[Talk, Script], None] | None = None
    """The course in which the customer does not get what is due."""
