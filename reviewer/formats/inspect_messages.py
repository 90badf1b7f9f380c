"""The messages of an Inspect sample.

Inspect's own keys that no field names (`id`, `source`, `model`, `metadata`, `view`, …) go into `extra`. The log's
events say when a message was made and what it cost in tokens; that is taken from them where they name the message.
"""

from __future__ import annotations

from typing import Any

from reviewer.formats.build import arguments, filled, text
from reviewer.formats.fields import Object, take_list, take_text
from reviewer.formats.inspect_content import Attachments, content

_ROLES = {"assistant": "agent", "user": "customer", "tool": "tool", "system": "system", "developer": "developer"}


def messages(source: list[Any], attachments: Attachments, made: dict[str, Object]) -> list[Object]:
    """The messages, as `Message` reads them; `made` is what the events say of each, by its identifier."""
    return [_message(item, attachments, made) for item in source]


def _message(item: Any, attachments: Attachments, made: dict[str, Object]) -> Object:
    if not isinstance(item, dict):
        return {"role": "event", "text": text(item)}
    rest = dict(item)
    side = rest.pop("role", None)
    role = _ROLES.get(side) if isinstance(side, str) else None
    written, reasoning, parts = content(attachments.within(rest.pop("content", None)))
    told: Object = {"role": role or "event", "text": written}
    if role is None and side is not None:
        told["name"] = text(side)
    if role == "tool":
        told["name"] = take_text(rest, "function")
        told["call_id"] = take_text(rest, "tool_call_id")
        told["error"] = _error(rest, attachments)
    else:
        told["reasoning"] = "\n\n".join(filter(None, (take_text(rest, "reasoning"), reasoning))) or None
        if calls := take_list(rest, "tool_calls"):
            told["calls"] = [_call(call, attachments) for call in calls]
    told.update(made.get(rest.get("id") or "", ()) if isinstance(rest.get("id"), str) else ())
    if parts:
        rest["content"] = parts
    told["extra"] = filled(attachments.within(rest))
    return told


def _call(item: Any, attachments: Attachments) -> Object:
    if not isinstance(item, dict):
        return {"name": "", "arguments": text(item), "invalid": "no object stands where a call should be"}
    rest = attachments.within(item)
    if isinstance(inner := rest.get("function"), dict):  # the shape that model providers use
        rest |= inner
        rest.pop("function")
        rest["function"] = rest.pop("name", None)
    written, invalid = arguments(rest.pop("arguments", None))
    broken = take_text(rest, "parse_error")
    if rest.get("type") == "function":
        del rest["type"]
    return {
        "id": take_text(rest, "id"),
        "name": take_text(rest, "function") or "",
        "arguments": written,
        "invalid": broken or invalid,
        "extra": filled(rest),
    }


def _error(rest: Object, attachments: Attachments) -> str | None:
    """What failed: `type: message`. What else the error says stays."""
    error = rest.pop("error", None)
    if error is None:
        return None
    error = attachments.within(error)
    if not isinstance(error, dict):
        return text(error)
    kind, why = take_text(error, "type"), take_text(error, "message")
    if error:
        rest["error"] = error
    return ": ".join(filter(None, (kind, why)))
