"""Which fields of a dossier that nothing holds are not what its edition has, or what the store gives: each by name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from reviewer.model.dossier import Dossier
from reviewer.operations import dossiers_states
from reviewer.store import dossiers as store
from reviewer.text.redact import fits

if TYPE_CHECKING:
    from reviewer.operations.verify import Verified

_OF_THE_FILE: Final = {"redaction", "board", "superseded_by", "unproven"}
"""What an export says of itself, and no edition has."""

_COUNTED: Final = ("figures", "traps", "runs", "suite", "use_cases", "comparisons")
"""What a dossier that was never frozen has from its runs alone."""

_READ: Final = {"use_cases": {"rows": {"__all__": {"read"}}}}
"""And what its claims alone say."""

_ONE: Final = {
    name: name.removesuffix("s")
    for name in "figures claims citations traps runs findings patterns transcripts sections".split()
}
_TOLD: Final = {"numerator", "denominator", "value", "shown", "interval", "version", "cells", "quote"}
"""What was said already of a figure, a trap or a citation that differs."""

_LONGEST = 120


def name_changed(connection: sqlite3.Connection, dossier: Dossier, again: Dossier | None, done: Verified) -> None:
    """Adds each field that differs, where nothing was said of that place before."""
    known = {one.where for one in done.problems}
    for where, part, says in _changed(connection, dossier, again, done):
        if where not in known or (part and part not in _TOLD):
            done.wrong(where, says)


def _changed(
    connection: sqlite3.Connection, dossier: Dossier, again: Dossier | None, done: Verified
) -> Iterator[tuple[str, str, str]]:
    """Where, which field of it, and what is said of that."""
    said = dossier.model_dump(mode="json", exclude=_OF_THE_FILE)
    there = [
        one
        for one in store.editions(connection, dossier.suite.name, dossier.model.id)
        if dossier.edition is not None and one.number == dossier.edition
    ]
    frozen = [dossiers_states.content(connection, one).model_dump(mode="json", exclude=_OF_THE_FILE) for one in there]
    if frozen:
        found = min((list(_differing(said, one)) for one in frozen), key=len)
        yield from _told(found, f"edition {dossier.edition}")
        return
    done.notes.append("no such edition is in the store: whether its prose is what was written cannot be known")
    if again is not None:
        mine, theirs = (one.model_dump(mode="json", include=set(_COUNTED), exclude=_READ) for one in (dossier, again))
        yield from _told(_differing(mine, theirs), "the store")


def _told(found: Sequence[_Field] | Iterator[_Field], source: str) -> Iterator[tuple[str, str, str]]:
    for path, here, there in found:
        kind, *rest = path
        name = rest.pop(0) if kind in _ONE and rest else ""
        where = f"{_ONE.get(kind, kind)} {name}".strip()
        what = f"its {'.'.join(rest)}" if rest else "it"
        yield where, rest[0] if rest else "", f"{what} is {_short(here)}; {source} has {_short(there)}"


_Field = tuple[tuple[str, ...], Any, Any]


def _differing(here: Any, there: Any, path: tuple[str, ...] = ()) -> Iterator[_Field]:
    """Each innermost field that is another; of lists what has a name is compared by it."""
    if here == there:
        return
    if isinstance(here, str) and isinstance(there, str):
        if not fits(here, there):
            yield path, here, there
        return
    mine, theirs = _by_name(here), _by_name(there)
    if mine is None or theirs is None:
        yield path, here, there
        return
    for name in dict.fromkeys([*mine, *theirs]):
        yield from _differing(mine.get(name), theirs.get(name), (*path, name))


def _by_name(value: Any) -> Mapping[str, Any] | None:
    """The parts of what has parts; None for a plain value, and for a list of those."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    named = {str(one.get("id", one.get("name", place))): one for place, one in enumerate(value)}
    return named if len(named) == len(value) else {str(place): one for place, one in enumerate(value)}


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
