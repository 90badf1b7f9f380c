"""Taking keys out of objects that may hold anything.

A translation pops what it knows from a copy of the source's object and keeps the rest under `extra`. A value of the
wrong type is not taken, so it ends in `extra` too: nothing is lost, and nothing odd stops a transcript from coming in.
"""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]


def take_text(rest: Object, key: str) -> str | None:
    """The text under `key`, popped; None where there is none. A number counts as text: identifiers are both."""
    value = rest.get(key)
    if value is None:
        rest.pop(key, None)
        return None
    if isinstance(value, str):
        del rest[key]
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        del rest[key]
        return str(value)
    return None


def take_number(rest: Object, key: str) -> float | None:
    """The finite number under `key`, popped; None where there is none."""
    value = rest.get(key)
    if value is None:
        rest.pop(key, None)
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:  # NaN is not
        del rest[key]
        return value
    return None


def take_object(rest: Object, key: str) -> Object | None:
    """The object under `key`, popped; None where there is none."""
    value = rest.get(key)
    if value is None:
        rest.pop(key, None)
        return None
    if isinstance(value, dict):
        del rest[key]
        return value
    return None


def take_list(rest: Object, key: str) -> list[Any] | None:
    """The list under `key`, popped; None where there is none."""
    value = rest.get(key)
    if value is None:
        rest.pop(key, None)
        return None
    if isinstance(value, list):
        del rest[key]
        return value
    return None


def a_name(value: Any) -> str | None:
    """A name that can be part of an identity: text or a number, stripped; None for anything else and for blank text."""
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def as_object(value: Any) -> Object:
    """`value` where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
