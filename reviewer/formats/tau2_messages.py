"""The messages of a τ²-bench simulation.

What is implied is not repeated: `turn_idx` where it is the message's place, `requestor` where it is the message's own
side (the agent's, for a tool result), a false `error`. The simulator's own calls stand on customer messages; their
results keep `requestor: user` in `extra`. Reasoning is moved out of `raw_data`, the rest of which is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reviewer.formats.build import arguments, filled, text
from reviewer.formats.fields import Object, take_list, take_number, take_object, take_text

_ROLES = {"assistant": "agent", "user": "customer", "tool": "tool", "system": "system", "developer": "developer"}


def messages(source: Iterable[Any]) -> list[Object]:
    """The messages of a simulation, as `Message` reads them. Whatever stands there instead of one becomes an event."""
    return [_message(item, place) for place, item in enumerate(_flat(source))]


def _flat(source: Iterable[Any]) -> Iterator[Any]:
    """The messages one by one: a message that holds several tool results becomes several."""
    for item in source:
        inner = item.get("tool_messages") if isinstance(item, dict) and item.get("role") == "tool" else None
        if not isinstance(inner, list) or not inner:
            yield item
            continue
        around = {key: value for key, value in item.items() if key not in ("role", "tool_messages")}
        for part in inner:
            yield {**around, **part} if isinstance(part, dict) else part


def _message(item: Any, place: int) -> Object:
    if not isinstance(item, dict):
        return {"role": "event", "text": text(item)}
    rest = dict(item)
    side = rest.pop("role", None)
    role = _ROLES.get(side) if isinstance(side, str) else None
    made: Object = {"role": role or "event", "text": text(rest.pop("content", None))}
    if role is None and side is not None:
        made["name"] = text(side)
    if rest.get("turn_idx") == place:
        del rest["turn_idx"]
    made["at"] = take_text(rest, "timestamp")
    if role == "tool":
        made["call_id"] = take_text(rest, "id")
        if rest.get("requestor") == "assistant":
            del rest["requestor"]
        failed = rest.get("error")
        if isinstance(failed, bool | str):
            del rest["error"]
            made["error"] = failed if isinstance(failed, str) else "" if failed else None
    else:
        if calls := take_list(rest, "tool_calls"):
            made["calls"] = [_call(call, side) for call in calls]
        made["usage"] = take_object(rest, "usage")
        made["cost"] = take_number(rest, "cost")
        made["reasoning"] = _reasoning(rest)
    made["extra"] = filled(rest)
    return made


def _call(item: Any, side: Any) -> Object:
    if not isinstance(item, dict):
        return {"name": "", "arguments": text(item), "invalid": "no object stands where a call should be"}
    rest = dict(item)
    if rest.get("requestor") == side:
        del rest["requestor"]
    call_id = take_text(rest, "id")
    written, invalid = arguments(rest.pop("arguments", None))
    return {
        "id": call_id or None,
        "name": take_text(rest, "name") or "",
        "arguments": written,
        "invalid": invalid,
        "extra": filled(rest),
    }


def _reasoning(rest: Object) -> str | None:
    """The model's reasoning, moved out of wherever its provider put it."""
    if told := take_text(rest, "reasoning"):
        return told
    raw = rest.get("raw_data")
    if not isinstance(raw, dict):
        return None
    blocks = raw.get("thinking_blocks")
    if isinstance(blocks, list):
        thoughts = [block.get("thinking") for block in blocks if isinstance(block, dict)]
        if texts := [thought for thought in thoughts if isinstance(thought, str) and thought]:
            signed = [_without(block, "thinking") if isinstance(block, dict) else block for block in blocks]
            rest["raw_data"] = {**raw, "thinking_blocks": signed}
            return "\n\n".join(texts)
    said = raw.get("message")
    if isinstance(said, dict) and isinstance(told := said.get("reasoning_content"), str) and told:
        rest["raw_data"] = {**raw, "message": _without(said, "reasoning_content")}
        return told
    return None


def _without(item: Object, key: str) -> Object:
    return {k: value for k, value in item.items() if k != key}
