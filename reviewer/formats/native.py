"""This project's own form: one transcript a line, as `reviewer.model.transcript` defines it. Lossless both ways.

A line is read by pydantic straight from its bytes. Where something is odd about the text (numbers that are none, lone
surrogates, a role that stands twice) the careful parser reads it again and says what.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from reviewer.errors import BrokenFile
from reviewer.formats import build, limits
from reviewer.formats.contract import Fill, Found, Item, Refused
from reviewer.formats.json_text import NotJson, Parser
from reviewer.formats.naming import say
from reviewer.formats.records import Record, records
from reviewer.formats.source import Source
from reviewer.model.transcript import FORMAT, Transcript

_NAME, _, _VERSION = FORMAT.partition("/")
_BESIDE = 6
"""No `extra` stands deeper than this in a transcript."""
_LINE = re.compile(rb'^\s*\{\s*"format"\s*:\s*"' + _NAME.encode() + rb"/", re.MULTILINE)


class Native:
    """Files that this program wrote, or that were written for it."""

    name = "native"

    def detect(self, source: Source) -> bool:
        """By the `format` of one of the first lines, or of any line of the head where those are damaged."""
        return any(map(_is_ours, source.peek().firsts)) or (
            not source.is_zip and _LINE.search(source.head()) is not None
        )

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The lines; a list, or one object over several lines, too. A newer version's file is refused as a whole."""
        value = source.peek().value
        if isinstance(value, dict) and _is_ours(value) and value["format"] != FORMAT:
            raise BrokenFile(source.name, "line 1", _of_another_version(value["format"]))
        items = (_carefully(record) for record in records(source)) if _is_spread(source) else _from_lines(source)
        for item in items:
            yield Found(item.place, _filled(item.transcript, fill)) if isinstance(item, Found) else item


def line(transcript: Transcript) -> str:
    """A transcript as a line of a native file, without its end; what has its default is left out."""
    written = transcript.model_dump_json(exclude_defaults=True)
    return f'{{"format":"{FORMAT}",{written[1:]}'


def _is_spread(source: Source) -> bool:
    """Whether the file is a list, or objects over several lines, and not one transcript a line."""
    peek = source.peek()
    begins = source.head().split(b"\n", 1)[0].strip()
    return peek.spread or (not peek.more and (isinstance(peek.value, list) or begins == b"{"))


def _from_lines(source: Source) -> Iterator[Item]:
    parser = Parser()
    for found in source.lines():
        if isinstance(found, Refused):
            yield found
            continue
        number, data = found
        place = f"line {number}"
        roles = data.count(b'"role"')
        if many := limits.too_many(data) or (roles > limits.MESSAGES and build.TOO_MANY):
            yield Refused(place, many)
        elif transcript := _at_once(data, roles):
            yield Found(place, transcript)
        else:
            try:
                parsed = parser.parse(data)
            except NotJson as error:
                if source.unended and error.cut:
                    source.truncated = True
                else:
                    yield Refused(place, error.reason)
            else:
                yield _carefully(Record(place, number, parsed.value, parsed.oddities))


def _at_once(data: bytes, roles: int) -> Transcript | None:
    """The transcript of a line, or None where the careful parser should have a look at it."""
    try:
        transcript = Transcript.model_validate_json(data)
    except ValidationError:
        return None
    return transcript if _is_sound(transcript, roles) else None


def _carefully(record: Record | Refused) -> Item:
    if isinstance(record, Refused):
        return record
    value = record.value
    if not isinstance(value, dict):
        return Refused(record.place, f"an object of the form {FORMAT} was expected")
    if _is_ours(value) and value["format"] != FORMAT:
        return Refused(record.place, _of_another_version(value["format"]))
    item = build.item(record.place, value)
    if isinstance(item, Found) and record.oddities:
        warnings = (*item.transcript.warnings, *record.oddities)
        return Found(item.place, item.transcript.model_copy(update={"warnings": warnings}))
    return item


def _is_ours(value: Any) -> bool:
    said = value.get("format") if isinstance(value, dict) else None
    return isinstance(said, str) and said.startswith(f"{_NAME}/")


def _of_another_version(said: str) -> str:
    version = said.partition("/")[2][:20]
    newer = version.isdigit() and int(version) > int(_VERSION)
    by = "written by a newer program" if newer else "of an unknown version"
    return f"{by}: its form is {said[:40]}, and this program reads {FORMAT}"


def _filled(transcript: Transcript, fill: Fill) -> Transcript:
    """The transcript with what the person filled in; what the file says instead stays in `extra`."""
    if fill == Fill():
        return transcript
    fields: dict[str, Any] = {"extra": transcript.extra}
    say(fields, fill, {"model": transcript.model, "suite": transcript.suite, "run": transcript.run})
    if fill.index is not None:
        if transcript.run_index not in (None, fill.index):
            fields["extra"] = {**(fields["extra"] or {}), "source_run_index": transcript.run_index}
        fields["run_index"] = fill.index
    return transcript.model_copy(update=fields)


def _is_sound(transcript: Transcript, roles: int) -> bool:
    """Whether nothing is odd about what a fast parser made of a text with `roles` keys “role”.

    More of them than there are messages and places for whatever else the source said means that a key stood twice.
    """
    beside: list[Any] = [*transcript.tools, transcript.usage, transcript.extra]
    for message in transcript.messages:
        if message.extra:
            beside.append(message.extra)
        if message.usage:
            beside.append(message.usage)
        if message.calls:
            beside += [call.extra for call in message.calls]
    for score in transcript.scores:
        beside += (score.extra, score.value)
    try:
        return len(transcript.messages) + _roles(beside, _BESIDE) == roles
    except _Odd:
        return False


def _roles(values: Iterable[Any], depth: int) -> int:
    """How many objects among the values and inside of them have a key “role”."""
    if depth > limits.DEPTH:
        raise _Odd
    found = 0
    for value in values:
        kind = type(value)
        if kind is dict:
            found += ("role" in value) + _roles(value.values(), depth + 1)
        elif kind is list:
            found += _roles(value, depth + 1)
        elif kind is float and not math.isfinite(value):
            raise _Odd
    return found


class _Odd(Exception):
    """Nested too deep, or a number that is none: for the careful parser."""
