"""One file for each format: recognised by content, read one transcript at a time.

for source in sources(["runs/"]):
    name, items = read(source, Fill())
    for item in items: ...                   # Found or Refused
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from reviewer.errors import UnknownFormat
from reviewer.formats import limits
from reviewer.formats.archive import GZIP
from reviewer.formats.contract import Fill, Format, Found, Item, Refused
from reviewer.formats.files import sources
from reviewer.formats.hooks import formats
from reviewer.formats.json_text import deeper_than
from reviewer.formats.naming import SOURCE
from reviewer.formats.source import HEAD, Source
from reviewer.formats.warn import warned
from reviewer.model.pairing import pair
from reviewer.model.transcript import Transcript

__all__ = ["READERS", "Fill", "Format", "Found", "Item", "Refused", "Source", "read", "sources"]

Identity = tuple[str, str, str, str]
"""Suite, model, run and case."""
_NOTES = 10

READERS = 1
"""The version of all readers here, raised when one of them takes in what it passed over, or reads it otherwise: a file
that earlier ones have read is then read once more."""


def read(source: Source, fill: Fill) -> tuple[str, Iterator[Item]]:
    """The name of the source's format, and its transcripts. Raises `InputRefused`, also while they are read."""
    for candidate in formats():
        if candidate.detect(source):
            return candidate.name, _finished(source, fill, candidate.transcripts(source, fill))
    raise UnknownFormat(source.name, "", _what_was_found(source))


def _finished(source: Source, fill: Fill, items: Iterator[Item]) -> Iterator[Item]:
    """With warnings, attempts told apart, no more refusals than a person can use, and a note for each run with gaps.

    Where the person's word won over the file's, a note says so.
    """
    filled = {SOURCE + key: word for key in ("model", "suite", "run") if (word := getattr(fill, key)) is not None}
    lost: defaultdict[str, set[str]] = defaultdict(set)
    attempts: Counter[Identity] = Counter()
    refusals = 0
    for item in items:
        if isinstance(item, Refused):
            refusals += 1
            if refusals <= limits.REFUSALS:
                yield item
            if refusals < limits.REFUSALS_COUNTED:
                continue
            source.notes.append("the rest of the file was not read: too much of it was refused")
            break
        if filled and (extra := item.transcript.extra):
            for key in filled.keys() & extra.keys():
                lost[key].add(str(extra[key]))
        answers = pair(item.transcript.messages)
        yield Found(item.place, warned(_told_apart(item.transcript, attempts), answers), answers)
    if refusals > limits.REFUSALS:
        yield Refused("", f"{refusals - limits.REFUSALS:,} more transcripts were refused")
    for key, names in sorted(lost.items()):
        option, some = key.removeprefix(SOURCE), ", ".join(sorted(names)[:3]) + (", …" if len(names) > 3 else "")
        source.notes.append(f"the file says {option} {some}; `--{option} {filled[key]}` wins over it")
    gaps = list(_gaps(attempts))
    source.notes += gaps[:_NOTES]
    if len(gaps) > _NOTES:
        source.notes.append(f"{len(gaps) - _NOTES} more runs have gaps")


def _gaps(identities: Iterable[Identity]) -> Iterator[str]:
    """Which runs of the file lack cases that its other runs of the same suite hold."""
    cases: defaultdict[str, set[str]] = defaultdict(set)
    runs: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for suite, model, run, case in identities:
        cases[suite].add(case)
        runs[suite, model, run].add(case)
    for (suite, model, run), held in runs.items():
        if missing := sorted(cases[suite] - held):
            some = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
            yield f"run {run} of {model} holds {len(held)} of {len(cases[suite])} cases of {suite}; missing: {some}"


def _told_apart(transcript: Transcript, attempts: Counter[Identity]) -> Transcript:
    """The transcript as its identity's next attempt, where this file holds that identity already."""
    identity = (transcript.suite, transcript.model, transcript.run, transcript.case)
    attempts[identity] = attempt = max(transcript.attempt, attempts[identity] + 1)
    return transcript if attempt == transcript.attempt else transcript.model_copy(update={"attempt": attempt})


def _what_was_found(source: Source) -> str:
    peek = source.peek()
    if peek.value is None and not peek.firsts:
        return _what_it_is_instead(source)
    kind = "a list" if isinstance(peek.value, list) else "an object"
    if peek.keys:
        more = ", …" if len(peek.keys) > 12 else ""
        of = " of objects with the keys " if isinstance(peek.value, list) else " with the keys "
        return f"no known format: {kind}{of}{', '.join(key[:40] for key in peek.keys[:12])}{more}"
    if deeper_than(peek.value, limits.DEPTH):
        return f"no known format, and nested deeper than {limits.DEPTH} levels"
    return f"no known format: {kind} without keys"


def _what_it_is_instead(source: Source) -> str:
    begins = source.head()
    if not begins.strip():
        if len(begins) < HEAD:
            return "nothing but blanks in it" if begins else "the file is empty"
        return f"nothing but blanks in its first {HEAD:,} bytes"
    if begins.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the text is UTF-16; UTF-8 was expected"
    if begins.startswith(GZIP):
        return "packed with gzip twice; unpack it once, and load that"
    if source.is_zip and source.member_name:
        return "an archive inside an archive, and no Inspect log; unpack the outer one, and load what was in it"
    if source.is_zip:
        return "an archive that is neither an Inspect log nor a folder of transcripts"
    return "neither JSON, nor JSON lines, nor an archive"
