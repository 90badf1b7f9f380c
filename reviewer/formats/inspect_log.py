"""Inspect AI's logs: `.eval`, a zip archive with one member a sample, and `.json`, one document.

Both are read one sample at a time. A log that was cut off or is still being written has no `header.json`; what it was
started with (`_journal/start.json`) stands in for it. A member that stands in the archive twice was written again: the
last one counts, as it does for Inspect, and the transcript says so. Nothing is ever unpacked to disk, and members with
names that no log has are passed over, with a note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats import inspect_sample
from reviewer.formats.contract import Fill, Item, Refused
from reviewer.formats.document import Document
from reviewer.formats.fields import as_object
from reviewer.formats.inspect_chunks import PART, SHELL, assembled
from reviewer.formats.inspect_header import Header
from reviewer.formats.json_text import NotJson, Parsed, Parser
from reviewer.formats.source import Source
from reviewer.model.transcript import TranscriptWarning

LIST = "samples"
HEADER, START = "header.json", "_journal/start.json"
_SAMPLE = re.compile(r"samples/(?P<id>.+)_epoch_(?P<epoch>\d{1,6})\.json")
_AGAIN = TranscriptWarning(code="written-again", text="the log holds this sample more than once; the last one counts")
_OTHER = re.compile(r"(header|summaries|reductions)\.json|_journal/[\w/]+\.json")


class Inspect:
    """Inspect AI's logs, in both of their forms."""

    name = "inspect"

    def detect(self, source: Source) -> bool:
        """An archive with a header or a journal, or a document that describes an evaluation."""
        if source.is_zip:
            return HEADER in source.members() or START in source.members()
        found = source.peek().value
        return (
            isinstance(found, dict)
            and isinstance(found.get("eval"), dict)
            and not {"version", "status", "plan", LIST}.isdisjoint(found)
            and not {"task", "model", "created", "eval_id", "run_id"}.isdisjoint(found["eval"])
        )

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The samples in the log's order."""
        return _archive(source, fill) if source.is_zip else _document(source, fill)


def _document(source: Source, fill: Fill) -> Iterator[Item]:
    document = Document(source, LIST)
    header = Header(source, fill, document.others("eval"))
    count = 0
    for element in document:
        count += 1
        if isinstance(element, Refused):
            yield element
        else:
            place = f"{LIST}[{element.index}]"
            yield inspect_sample.item(header, place, f"sample-{element.index}", element.value, element.oddities)
    _notes(source, header, count)


def _archive(source: Source, fill: Fill) -> Iterator[Item]:
    members, repeated = source.members(), source.repeated()
    if top_twice := {HEADER, START} & set(repeated):
        raise BrokenFile(source.name, f"member {min(top_twice)}", "stands twice in the archive")
    top = as_object(_parsed(source, HEADER if HEADER in members else START).value)
    header = Header(source, fill, top)
    strange: list[str] = []
    samples: list[re.Match[str]] = []
    parts: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for member in members:
        if ".." in member.split("/"):
            strange.append(member)
        elif found := _SAMPLE.fullmatch(member) or SHELL.fullmatch(member):
            samples.append(found)
        elif found := PART.fullmatch(member):
            parts[found["sample"]].append(found)
        elif not _OTHER.fullmatch(member):
            strange.append(member)
    for found in samples:
        member = found[0]
        folder = member.removesuffix("/sample.json")
        try:
            if folder == member:
                parsed = _parsed(source, member)
            else:
                parsed = assembled(member, parts[folder], partial(_parsed, source))
        except InputRefused as error:
            yield Refused(error.place.removeprefix("member "), error.reason)
        else:
            oddities = (*parsed.oddities, _AGAIN) if member in repeated else parsed.oddities
            yield inspect_sample.item(header, member, found["id"], parsed.value, oddities)
    if strange:
        source.notes.append(
            f"{len(strange)} members that no Inspect log has were passed over, such as {strange[0][:80]!r}"
        )
    _notes(source, header, len(samples))


def _parsed(source: Source, member: str) -> Parsed:
    try:
        return Parser().parse(source.member(member))
    except NotJson as error:
        raise BrokenFile(source.name, f"member {member}", error.reason) from None


def _notes(source: Source, header: Header, count: int) -> None:
    if header.status in ("error", "cancelled"):
        why = as_object(as_object(header.extra).get("error")).get("message")
        source.notes.append(f"the log ended as “{header.status}”" + (f": {str(why).strip()[:200]}" if why else ""))
    if header.running:
        source.notes.append("the log has not ended: it is still being written, or was cut off")
    if header.expected and count < header.expected:
        source.notes.append(f"{count} of {header.expected} samples are here")
