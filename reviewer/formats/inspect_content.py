"""The content of Inspect's messages: text, or parts of text, reasoning, images, sound, documents, data and tool use.

Text and reasoning become text; anything else becomes a readable line such as `[image: image/png]`, and the part itself
is kept beside it, with the `length` of its line. Where text was taken out of parts that say more than it (a signature,
a citation, several of them), what is left of them is kept too. Media above `MEDIA` characters stay in the log: their
place is taken by their size and digest, and their line says so.
"""

from __future__ import annotations

import re
from typing import Any

from reviewer.formats.build import filled, text
from reviewer.formats.fields import Object
from reviewer.text.hashing import fingerprint, named

MEDIA = 16_384
_REFERENCE = re.compile(r"attachment://([0-9a-zA-Z]+)")
_MEDIA_KINDS = ("image", "audio", "video", "document")


class Attachments:
    """The long texts that a sample keeps apart: `attachment://HASH` stands where one belongs."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts if isinstance(texts, dict) else {}
        self.missing: set[str] = set()

    def text(self, written: str) -> str:
        """`written`, or the text that it refers to. A reference to nothing stays as it is and is `missing`."""
        if not written.startswith("attachment://"):
            return written
        found = _REFERENCE.fullmatch(written)
        if found is None:
            return written
        meant = self._texts.get(found[1])
        if isinstance(meant, str):
            return meant
        self.missing.add(found[1])
        return written

    def within(self, value: Any) -> Any:
        """`value` with every reference in it replaced."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.within(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.within(inner) for inner in value]
        return value


def content(value: Any) -> tuple[str, str | None, list[Any] | None]:
    """A message's text, its reasoning, and what of its parts these two do not say; references resolved already."""
    if not isinstance(value, list):
        return text(value), None, None
    lines: list[str] = []
    thoughts: list[str] = []
    left: list[tuple[Object, str | None]] = []
    for part in value:
        line, thought, rest = _part(part)
        if line is not None:
            lines.append(line)
        if thought is not None:
            thoughts.append(thought)
        left.append((rest, line))
    plain = len(lines) <= 1 and len(thoughts) <= 1 and all(rest.keys() == {"type"} for rest, _ in left)
    if plain:
        return lines[0] if lines else "", thoughts[0] if thoughts else None, None
    parts = [rest if line is None else {**rest, "length": len(line)} for rest, line in left]
    return "\n".join(lines), "\n\n".join(thoughts) or None, parts


def _part(part: Any) -> tuple[str | None, str | None, Object]:
    """One part's line of text, its reasoning, and what is left of it."""
    if not isinstance(part, dict):
        return text(part), None, {"type": type(part).__name__}
    rest = filled(part) or {}
    kind = part.get("type")
    if kind == "text" and isinstance(said := part.get("text"), str):
        rest.pop("text", None)
        return said, None, rest
    if kind == "reasoning":
        return None, _thought(part, rest), rest
    if kind == "tool_use":
        outcome = part.get("error") or part.get("result")
        return f"[tool use: {part.get('name')}] {text(part.get('arguments'))}\n→ {text(outcome)}", None, rest
    return _line(kind, part, rest), None, rest


def _thought(part: Object, rest: Object) -> str:
    """The reasoning that can be read. A redacted one is a cipher: it stays in the part, its summary is read."""
    for key in ("summary", "reasoning") if part.get("redacted") is True else ("reasoning", "summary"):
        said = part.get(key)
        if isinstance(said, str) and said and not (key == "reasoning" and part.get("redacted") is True):
            rest.pop(key, None)
            return said
    return "[reasoning withheld by the provider]" if part.get("redacted") is True else ""


def _line(kind: Any, part: Object, rest: Object) -> str:
    """A readable line for something that is no text."""
    said = [f"{text(kind) or 'part'}"]
    medium = part.get(kind) if kind in _MEDIA_KINDS else None
    if isinstance(medium, str):
        if medium.startswith("data:"):
            said.append(medium[5 : medium.find(";", 5, 100)] if ";" in medium[:100] else "data")
        elif len(medium) <= 200:
            said.append(medium)
        if len(medium) > MEDIA:
            said.append(f"{len(medium):,} characters, left in the log")
            rest[kind] = {"characters": len(medium), "digest": named(fingerprint(medium))}
    if isinstance(part.get("filename"), str) and part["filename"]:
        said.append(part["filename"])
    return f"[{said[0]}: {', '.join(said[1:])}]" if len(said) > 1 else f"[{said[0]}]"
