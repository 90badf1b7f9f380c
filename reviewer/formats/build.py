"""What every format does at its end: make a transcript of plain data, or say in one line why it cannot be one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from reviewer.formats import limits
from reviewer.formats.contract import Found, Item, Refused
from reviewer.model.transcript import Transcript
from reviewer.text.dump import dump
from reviewer.text.visible import visible_line

TOO_MANY = f"more than {limits.MESSAGES:,} messages"


def item(place: str, transcript: Mapping[str, Any]) -> Item:
    """The transcript that these fields make (`Transcript`'s names, plain values), or the first reason against it."""
    messages = transcript.get("messages")
    if isinstance(messages, list | tuple) and len(messages) > limits.MESSAGES:
        return Refused(place, TOO_MANY)
    try:
        return Found(place, Transcript.model_validate(transcript))
    except ValidationError as error:
        return Refused(place, why(error))


def why(error: ValidationError) -> str:
    """The first reason of a validation error, with the field's place: "messages[3].role: …"."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).lstrip(".")
    rest = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return visible_line(f"{place}: {first['msg']}{rest}" if place else f"{first['msg']}{rest}")


def arguments(value: Any) -> tuple[str, str | None]:
    """A call's arguments as JSON text, and why they are not valid JSON, if so. Text stays as it is, verbatim."""
    if not isinstance(value, str):
        return ("" if value is None else dump(value)), None
    if not value:
        return "", None
    try:
        if not value.startswith(("{", "[")) or _first(value)[1] != len(value):
            _all(value)  # slower, and knows spaces at both ends
    except RecursionError:
        return value, "nested too deep"
    except json.JSONDecodeError as error:
        return value, f"{error.msg} at character {error.pos + 1}"
    except _NotANumber as error:
        return value, f"{error} is no JSON"
    except ValueError:
        return value, "an integer of more than 4,300 digits"
    return value, None


def text(value: Any) -> str:
    """A value that should have been text, as text: None is empty, anything else is dumped as JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else dump(value)


def filled(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that carry something, for `extra`: nulls and what is empty are left out; None if all is."""
    if not values:
        return None
    kept = {key: value for key, value in values.items() if value or not (value is None or value in ("", [], {}))}
    return kept or None


class _NotANumber(Exception):
    """NaN or Infinity, which Python's parser takes and JSON does not know."""


def _refuse(name: str) -> None:
    raise _NotANumber(name)


_decoder = json.JSONDecoder(parse_constant=_refuse)
_first, _all = _decoder.raw_decode, _decoder.decode
