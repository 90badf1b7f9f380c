"""This project's own form: one transcript a line, as `reviewer.model.transcript` defines it. Lossless both ways.

A line is read by pydantic straight from its bytes. Where something is odd about the text (numbers that are none, lone
surrogates, more keys than values) the careful parser reads it again and says what.
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
from reviewer.formats.records import Record, in_lines, records
from reviewer.formats.source import Source
from reviewer.model.transcript import FORMAT, Message, Transcript

_NAME, _, _VERSION = FORMAT.partition("/")
_LINE = re.compile(rb'^\s*\{\s*"format"\s*:\s*"' + _NAME.encode() + rb"/", re.MULTILINE)


class Native:
    """Files that this program wrote, or that were written for it."""

    name = "native"

    def detect(self, source: Source) -> bool:
        """By the `format` of the first line, or of any line of the head where the first is damaged."""
        value = source.peek().value
        first = value[0] if isinstance(value, list) and value else value
        return _is_ours(first) or (not source.is_zip and _LINE.search(source.head()) is not None)

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The lines; a list, or one object over several lines, too. A newer version's file is refused as a whole."""
        value = source.peek().value
        if isinstance(value, dict) and _is_ours(value) and value["format"] != FORMAT:
            raise BrokenFile(source.name, "line 1", _of_another_version(value["format"]))
        items = _from_lines(source) if in_lines(source) else (_carefully(record) for record in records(source))
        for item in items:
            yield Found(item.place, _filled(item.transcript, fill)) if isinstance(item, Found) else item


def line(transcript: Transcript) -> str:
    """A transcript as a line of a native file, without its end; what has its default is left out."""
    written = transcript.model_dump_json(exclude_defaults=True)
    return f'{{"format":"{FORMAT}",{written[1:]}'


def _from_lines(source: Source) -> Iterator[Item]:
    parser = Parser()
    for found in source.lines():
        if isinstance(found, Refused):
            yield found
            continue
        number, data = found
        place = f"line {number}"
        if data.count(b'"role"') > limits.MESSAGES:
            yield Refused(place, f"more than {limits.MESSAGES:,} messages")
        elif transcript := _at_once(data):
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


def _at_once(data: bytes) -> Transcript | None:
    """The transcript of a line, or None where the careful parser should have a look at it."""
    if b"NaN" in data or b"Infinity" in data:
        return None
    try:
        transcript = Transcript.model_validate_json(data)
        keys = _keys(transcript)
    except (ValidationError, _Odd):
        return None
    return transcript if data.count(b'":') - data.count(b'\\":') == keys else None


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
        fields["run_index"] = fill.index
    return transcript.model_copy(update=fields)


class _Odd(Exception):
    """The careful parser should look at this."""


def _keys(transcript: Transcript) -> int:
    """How many keys the text of a transcript has if none of them stands twice. Raises `_Odd` beyond a limit."""
    keys = len(transcript.model_fields_set) + _inside(transcript.tools, 1)
    for beside in (transcript.usage, transcript.extra):
        if beside:
            keys += _inside(beside, 1)
    for message in transcript.messages:
        keys += len(message.model_fields_set)
        if message.calls or message.extra or message.usage:
            keys += _keys_of(message)
    for score in transcript.scores:
        keys += len(score.model_fields_set) + _inside((score.value, score.extra), 1)
    for warning in transcript.warnings:
        keys += len(warning.model_fields_set)
    return keys


def _keys_of(message: Message) -> int:
    keys = _inside((message.usage, message.extra), 1)
    for call in message.calls:
        keys += len(call.model_fields_set)
        if call.extra:
            keys += _inside(call.extra, 1)
    return keys


def _inside(value: Any, depth: int) -> int:
    """How many keys the objects in a value have."""
    if depth > limits.DEPTH:
        raise _Odd
    if isinstance(value, dict):
        return len(value) + _in_all(value.values(), depth)
    if isinstance(value, list | tuple):
        return _in_all(value, depth)
    return 0


def _in_all(values: Iterable[Any], depth: int) -> int:
    keys = 0
    for value in values:
        if isinstance(value, dict | list):
            keys += _inside(value, depth + 1)
        elif isinstance(value, float) and not math.isfinite(value):
            raise _Odd
    return keys
