"""What is odd about messages that a format has translated: said in a warning, since nothing of it is dropped.

unknown-role         a role that is none of the form's, or no message at all: shown as an event
calls-not-read       `tool_calls` that is no list of calls: kept under `extra`, not shown as calls
nameless-call        a call that names no tool: what it holds besides is kept under `extra`
part-not-read        a part of an unknown type without a text that could be shown: kept under `extra`
"""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.formats.chat_messages import is_unread
from reviewer.formats.fields import Object


def odd(messages: Iterable[Object]) -> list[Object]:
    """The warnings, as `TranscriptWarning` reads them, for messages as `Message` reads them."""
    found: list[Object] = []
    for number, message in enumerate(messages, 1):
        if message["role"] == "event":
            role = message.get("name")
            what = "a message without a role" if role is None else f"the unknown role “{role[:40]}”"
            found.append({"code": "unknown-role", "text": f"{what}, shown as an event", "message": number})
        extra = message.get("extra")
        if extra and "tool_calls" in extra:
            words = "`tool_calls` holds no list of calls: kept under `extra`, not shown as calls"
            found.append({"code": "calls-not-read", "text": words, "message": number})
        for ordinal, call in enumerate(message.get("calls") or (), 1):
            if not call["name"].strip() and call.get("invalid") is None:
                words = f"M{number}.c{ordinal} names no tool: what it holds besides is kept under `extra`"
                found.append({"code": "nameless-call", "text": words, "message": number})
        parts = extra.get("parts") if extra else None
        unread = [part for part in parts if is_unread(part)] if isinstance(parts, list) else []
        for kind in dict.fromkeys(str(part.get("type"))[:40] for part in unread):
            words = f"a part of the type “{kind}” has no text that can be shown: kept under `extra`"
            found.append({"code": "part-not-read", "text": words, "message": number})
    return found
