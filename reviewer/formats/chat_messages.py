"""Messages as the OpenAI chat interface has them, and as many programs write them down after it.

`content` is text, a list of parts, null or absent. The texts of several parts are joined by a blank line, a part that
is not text is named in brackets where it stood, before what text it has, and `extra.parts` then holds what the parts
were, each text replaced by its length. What the agent refuses to say is its text, after what it says.

Calls stand under `tool_calls`, or as one under the older `function_call`. A custom tool takes any text and no JSON: it
is the argument `input`, and `extra.type` says so. A role that is none of ours is an event that keeps its role as
`name`.
"""

from __future__ import annotations

from typing import Any

from reviewer.formats.build import arguments, filled, text
from reviewer.formats.fields import Object, take_list, take_number, take_object, take_text
from reviewer.text.dump import dump

ROLES = {
    "system": "system",
    "developer": "developer",
    "user": "customer",
    "assistant": "agent",
    "tool": "tool",
    "function": "tool",
}
_TEXTS = ("text", "input_text", "output_text")
_MEDIA = ("image_url", "image", "input_image", "input_audio", "audio", "file", "input_file", "video_url", "video")
_REASONING = ("reasoning_content", "reasoning", "thinking")
_BLANK_LINE = "\n\n"


def messages(source: list[Any]) -> list[Object]:
    """The messages, as `Message` reads them. Whatever stands there instead of one becomes an event."""
    return [_message(item) for item in source]


def is_message(value: Any) -> bool:
    """Whether this looks like a message of a chat."""
    return isinstance(value, dict) and isinstance(value.get("role"), str)


def is_unread(part: Any) -> bool:
    """Whether a part, as `extra.parts` has it, is of an unknown type without a text that could be shown."""
    if not isinstance(part, dict):
        return False
    kind = part.get("type")
    texts = ("text", "content", "refusal", "reasoning", "thinking")
    return kind not in _MEDIA and not any(isinstance(part.get(key), int) for key in texts)


def _message(item: Any) -> Object:
    if not isinstance(item, dict):
        return {"role": "event", "text": text(item)}
    rest = dict(item)
    side = rest.pop("role", None)
    role = ROLES.get(side) if isinstance(side, str) else None
    content = rest.pop("content", None)
    made: Object = {"role": role or "event", "text": content}
    if not isinstance(content, str):
        made["text"] = _from_parts(content, made, rest) if isinstance(content, list) else text(content)
    if role is None and side is not None:
        made["name"] = text(side)
    if not rest:
        return made
    if role == "tool":
        made["call_id"] = take_text(rest, "tool_call_id")
        _take_error(made, rest)
    elif "tool_calls" in rest or "function_call" in rest:
        made["calls"] = _calls(rest)
    if "name" in rest and "name" not in made:
        made["name"] = take_text(rest, "name")
    if rest:
        _take_more(made, rest)
        made["extra"] = filled(rest)
    return made


def _take_more(made: Object, rest: Object) -> None:
    """What few messages carry."""
    for key in _REASONING:
        if not made.get("reasoning"):
            made["reasoning"] = take_text(rest, key)
    if (refusal := rest.get("refusal")) and isinstance(refusal, str) and refusal != made["text"]:
        rest["refusal"] = len(refusal) if made["text"] else True
        made["text"] += _BLANK_LINE * bool(made["text"]) + refusal
    made["at"] = take_text(rest, "timestamp") or take_text(rest, "created_at")
    made["usage"] = take_object(rest, "usage")
    made["cost"] = take_number(rest, "cost")


def _take_error(made: Object, rest: Object) -> None:
    for key in ("error", "is_error"):
        failed = rest.get(key)
        if isinstance(failed, bool | str):
            del rest[key]
            made["error"] = failed if isinstance(failed, str) else "" if failed else None
            return


def _calls(rest: Object) -> list[Object]:
    listed = take_list(rest, "tool_calls")
    calls = [_call(call) for call in listed or ()]
    older = rest.get("function_call")
    if older is None:
        rest.pop("function_call", None)
    elif not calls and isinstance(older, dict):
        calls.append(_call(rest.pop("function_call")))
    return calls


def _call(item: Any) -> Object:
    if not isinstance(item, dict):
        return {"name": "", "arguments": text(item), "invalid": "no object stands where a call should be"}
    rest = dict(item)
    if rest.get("type") == "function":
        del rest["type"]
    if isinstance(rest.get("custom"), dict) and "function" not in rest:
        return _custom(rest)
    function = take_object(rest, "function")
    inner = rest if function is None else dict(function)
    written, invalid = arguments(inner.pop("arguments", None))
    made: Object = {"name": take_text(inner, "name") or "", "arguments": written, "invalid": invalid}
    made["id"] = take_text(rest, "id") or None
    if inner is not rest and inner:
        rest["function"] = inner
    if rest:
        made["extra"] = filled(rest)
    return made


def _custom(rest: Object) -> Object:
    inner = dict(rest.pop("custom"))
    given = {"input": inner.pop("input")} if "input" in inner else None
    made: Object = {"name": take_text(inner, "name") or "", "arguments": dump(given) if given else ""}
    made["id"] = take_text(rest, "id") or None
    if inner:
        rest["custom"] = inner
    made["extra"] = filled(rest)
    return made


def _from_parts(parts: list[Any], made: Object, rest: Object) -> str:
    """The text of a message in parts; their reasoning goes to `made`, and what they were to `rest`."""
    texts: list[str] = []
    thoughts: list[str] = []
    kept: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            kept.append(len(part))
            continue
        kind = part.get("type") if isinstance(part, dict) else None
        thought = part.get(kind) if kind in ("reasoning", "thinking") else None
        if isinstance(thought, str):
            thoughts.append(thought)
            kept.append({**part, kind: len(thought)})
            continue
        place = _place_of_text(part, kind)
        name = "" if place and (kind is None or kind in (*_TEXTS, "refusal")) else _in_brackets(kind)
        said = part[place] if place else ""
        texts.append(f"{name} {said}" if name and said else name or said)
        kept.append({**part, place: len(said)} if place else part)
    if thoughts:
        made["reasoning"] = _BLANK_LINE.join(thoughts)
    if len(kept) > 1 or (kept and kept[0] != {"type": "text", "text": len(texts[0]) if texts else -1}):
        rest["parts"] = kept
    return _BLANK_LINE.join(texts)


def _place_of_text(part: Any, kind: Any) -> str | None:
    """The key of a part under which its text stands."""
    if not isinstance(part, dict):
        return None
    keys = ("refusal",) if kind == "refusal" else ("text",) if kind is None or kind in _TEXTS else ("text", "content")
    return next((key for key in keys if isinstance(part.get(key), str)), None)


def _in_brackets(kind: Any) -> str:
    return f"[{kind if isinstance(kind, str) and kind else 'part'}]"
