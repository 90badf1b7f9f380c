"""What was decided apart: decisions about one thing by people who did not see each other's, as in two copies of a file.

All of them stay, and the last shows. A settlement is one more decision of the same kind: it repeats the one that is to
hold, puts all of them aside, and says by whom and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reviewer.review.anchors import from_json
from reviewer.review.decisions import SLOTS
from reviewer.review.events import TOGETHER, UNDO, Event, canonical, standing, undone

SETTLES, METHOD = "settles", "method"
"""In a body: the ULID of the decision that is to hold, and how that was decided."""

_BESIDE = frozenset({SETTLES, METHOD, TOGETHER, "author", "transcript", "saw", "between"})
"""What two decisions may differ in without saying different things."""

_FIRST = {key: place for place, key in enumerate(("tag", "severity", "decision", "verdict", "name"))}


@dataclass(frozen=True, slots=True)
class Clash:
    """Decisions about one and the same thing that were made apart, the one that shows last; and what settled them."""

    slot: str
    subject: Mapping[str, Any]
    events: tuple[Event, ...]
    settled: Event | None = None

    @property
    def owner(self) -> str:
        """Whose own word it is, which nobody else can settle; empty for what is everybody's."""
        return str(self.subject.get("reviewer", ""))

    @property
    def about(self) -> str:
        """What names it among all disagreements."""
        return f"{self.slot} {canonical(dict(self.subject))}"

    def event(self, ulid: str) -> Event | None:
        """The decision of this ULID; None where it is none of them."""
        return next((event for event in self.events if event.ulid == ulid), None)

    def names(self) -> list[str]:
        """Who decided, in the order of the events; numbered where one name did so more than once."""
        authors = [event.author for event in self.events]
        return [
            author if authors.count(author) == 1 else f"{author} ({authors[: at + 1].count(author)})"
            for at, author in enumerate(authors)
        ]

    def says(self) -> list[str]:
        """What sets each of them apart from the others, in a few words."""
        said = dict.fromkeys(key for event in self.events for key in event.body if key not in _BESIDE)
        keys = sorted(said, key=lambda key: (_FIRST.get(key, len(_FIRST)), key))
        kinds = {event.kind for event in self.events}
        differ = [key for key in keys if len({canonical(event.body.get(key)) for event in self.events}) > 1]
        if len(kinds) > 1:
            differ = [key for key in ("tag", "severity", "name") if key in keys]
        return [_says(event, differ) for event in self.events]


def clashes(events: Iterable[Event]) -> Iterator[Clash]:
    """Those that nobody has settled, and those that stand as they were settled."""
    known = {event.ulid: event for event in events}
    back = {str(event.body.get("undoes")): event for event in known.values() if event.kind == UNDO}
    taken = {of: back[of] for of in undone(known.values()) if of in known}
    for (slot, _), held in standing(known.values(), SLOTS).items():
        last, settled = held[-1], None
        if SETTLES in last.body and len(held) == 1:
            held = sorted((known[of] for of in last.supersedes if of in known), key=lambda event: event.ulid)  # noqa: PLW2901
            settled = last
        left = [*_passed_by(held, known, taken), *held] if slot == "finding" else held
        if len({(event.kind, _said(event), event.reason) for event in left}) > 1:
            yield Clash(slot, last.subject, tuple(left), settled)


def _passed_by(held: Sequence[Event], known: Mapping[str, Event], taken: Mapping[str, Event]) -> Iterator[Event]:
    """Undos that a change made apart passed by, as what they say: that the finding is none."""
    beneath, ahead = set[str](), [of for event in held if SETTLES not in event.body for of in event.supersedes]
    while ahead:
        if (of := ahead.pop()) in known and of not in beneath and SETTLES not in known[of].body:
            beneath.add(of)
            ahead += known[of].supersedes
    for of in sorted(beneath & taken.keys()):
        body = {"transcript": known[of].body.get("transcript")}
        yield replace(taken[of], kind="finding.remove", body=body, supersedes=())


def settlement(kept: Event, method: str) -> dict[str, Any]:
    """The body of the decision that `kept` holds."""
    said = {key: value for key, value in kept.body.items() if key != TOGETHER}
    if kept.kind == "finding.set":
        said.setdefault("author", kept.author)
    return said | {SETTLES: kept.ulid, METHOD: method}


def _said(event: Event) -> str:
    return canonical({key: value for key, value in event.body.items() if key not in _BESIDE})


def _says(event: Event, differ: Sequence[str]) -> str:
    if event.kind.endswith(".remove"):
        return "removed"
    words = [_words(key, event.body.get(key)) for key in differ]
    return " · ".join(words) or (f"because {event.reason}" if event.reason else "without a reason")


def _words(key: str, value: Any) -> str:
    match key, value:
        case ("anchor", dict()):
            try:
                return f"at {from_json(value)}"
            except (KeyError, TypeError, ValueError):
                return "somewhere"
        case ("tag" | "severity" | "verdict" | "decision" | "mark" | "role", str()):
            return value
        case ("publishable", _):
            return "publishable" if value in (True, None) else "private"
        case ("revision", str()):
            return f"in the revision {value[:11]}"
        case (_, None | ""):
            return f"no {key}"
        case _:
            return f"{key}: {value}"
