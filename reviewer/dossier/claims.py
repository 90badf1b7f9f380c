"""The claims of a report: a Markdown file that a reviewer writes and a team keeps under its own version control.

Front matter in TOML stands between two lines `+++`. Then come the sections of `reviewer.model.sections`, each under
`## Its title` (what follows a colon there is a claim of its own). A claim is a sentence of a paragraph, a list item, or
a row of a table. `### …` within a section says what its blocks stand under: Strong, Weak, a cluster. `{#c-…}`
behind a claim is its id; without one it has an id made from its section and its words (`reviewer.dossier.claims_ids`).
What stands in `<!-- -->` is the writer's own and is printed nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from reviewer.dossier.claims_front import Front, front_matter
from reviewer.dossier.claims_ids import Known, identified
from reviewer.dossier.placeholders import Scan, Slip, near, scan
from reviewer.dossier.sentences import sentences
from reviewer.errors import BrokenFile
from reviewer.model.sections import BOARD_SECTIONS, SECTIONS, Section

Kind = Literal["sentence", "item", "row", "heading"]

LONGEST = 2_000
"""Characters of a claim that are read; a longer one is an error."""

_ID = re.compile(r"\s*\{#([^{}\s]{0,80})\}")
_GOOD_ID = re.compile(r"c-[a-z0-9][a-z0-9-]{0,60}")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"( {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?\s*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. `text` is the file from `start` to `end`, its id left out; places in it count from `start`."""

    id: str
    section: str
    start: int
    end: int
    text: str
    kind: Kind = "sentence"
    block: int = 0
    """The paragraph or list item of its section, from 0."""

    heading: str | None = None
    """What its block stands under within the section."""

    given: bool = False
    """Its id stands in the file."""

    columns: tuple[str, ...] = ()
    """Of a table's row: what stands in the table's head."""

    scan: Scan = field(default=Scan(), compare=False)

    @property
    def source(self) -> str:
        """As its author wrote it, on one line; citations keep their own spaces."""
        pieces, place = [], 0
        for one in self.scan.citations:
            pieces += [_one_line(self.text[place : one.start]), self.text[one.start : one.end].replace("\n", " ")]
            place = one.end
        return "".join([*pieces, _one_line(self.text[place:])]).strip()


@dataclass(frozen=True)
class ClaimsFile:
    """A parsed file. `slips` says what could not be read as it was meant; places are offsets in `text`."""

    path: str
    text: str
    front: Front
    claims: tuple[Claim, ...]
    slips: tuple[Slip, ...]
    notes: tuple[str, ...] = ()
    """What stands in comments: printed nowhere."""

    empty: tuple[tuple[str, int], ...] = ()
    """The sections that stand here without a claim: title, and offset of the heading."""

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def claim(self, id: str) -> Claim:  # noqa: A002 - its own word
        """The claim of that id; raises KeyError."""
        for one in self.claims:
            if one.id == id:
                return one
        raise KeyError(id)

    def of(self, section: str) -> tuple[Claim, ...]:
        """The claims of a section, in order."""
        return tuple(one for one in self.claims if one.section == section)


def parse(text: str, path: str = "claims", known: Sequence[Known] = ()) -> ClaimsFile:
    """The file's claims and whatever is wrong with its form; never raises.

    `known` are the claims of the build before: an edited sentence keeps its id as long as it is the same sentence.
    """
    front, slips, body = front_matter(text)
    notes = tuple(found[0] for found in _NOTE.finditer(text, body))
    bare = _without_notes(text, body)
    reader = _Reader(bare, body, BOARD_SECTIONS if front.page == "board" else SECTIONS)
    claims = [_with_scan(one, bare) for one in reader.claims()]
    slips = [*slips, *reader.slips, *_unclosed(text, body)]
    for one in claims:
        slips += [replace(slip, start=one.start + slip.start, end=one.start + slip.end) for slip in one.scan.slips]
    slips += _same_ids(claims)
    slips += [
        Slip(
            one.start,
            one.end,
            f"{one.end - one.start:,} characters are no claim: {LONGEST:,} are the most that is read",
        )
        for one in claims
        if one.end - one.start > LONGEST
    ]
    named = identified(claims, known)
    claimed = {one.section for one in claims}
    empty = tuple((one.title, start) for one, start in reader.headings if one.id not in claimed)
    return ClaimsFile(path, text, front, named, tuple(sorted(slips, key=lambda slip: slip.start)), notes, empty)


def read(text: str, path: str, known: Sequence[Known] = ()) -> ClaimsFile:
    """The same, of a file that has to be right: raises BrokenFile with the first thing that is not."""
    file = parse(text, path, known)
    if file.slips:
        line, column = file.place(file.slips[0].start)
        more = f" (and {len(file.slips) - 1} more)" if len(file.slips) > 1 else ""
        raise BrokenFile(path, f"line {line}, column {column}", file.slips[0].says + more)
    return file


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _with_scan(claim: Claim, text: str) -> Claim:
    raw = text[claim.start : claim.end]
    return replace(claim, text=raw, scan=scan(raw[:LONGEST]))


def _without_notes(text: str, body: int) -> str:
    """The file with blanks in the place of comments, so that every offset stays."""
    return text[:body] + _NOTE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text[body:])


def _unclosed(text: str, body: int) -> Iterator[Slip]:
    for found in _NOTE.finditer(text, body):
        if not found[0].endswith("-->"):
            says = "this comment is never closed, so nothing from here on would be printed: end it with -->"
            yield Slip(found.start(), found.end(), says)


def _same_ids(claims: Sequence[Claim]) -> Iterator[Slip]:
    seen: set[str] = set()
    for one in claims:
        if one.given and one.id in seen:
            yield Slip(one.start, one.end, f"the id {one.id} stands twice; each claim has its own")
        seen.add(one.id)


class _Reader:
    """Goes through the lines once and hands out claims; what it cannot place goes to `slips`."""

    def __init__(self, text: str, start: int, sections: Sequence[Section]) -> None:
        self.slips: list[Slip] = []
        self.headings: list[tuple[Section, int]] = []
        self._text, self._start, self._sections = text, start, sections
        self._section: Section | None = None
        self._seen: set[str] = set()
        self._heading: str | None = None
        self._block = 0
        self._columns: tuple[str, ...] = ()

    def claims(self) -> Iterator[Claim]:
        """One after the other."""
        kind: Kind = "sentence"
        block: tuple[int, int] | None = None
        fence = ""
        rows = 0
        for start, end in self._lines():
            line = self._text[start:end]
            fenced = _FENCE.match(line)
            if fence:
                fence = "" if fenced and fenced[1].startswith(fence) and not line.strip("`~ \t") else fence
                continue
            heading, item = _HEADING.match(line), _ITEM.match(line)
            row = line.lstrip().startswith("|")
            rows = rows + 1 if row else 0
            if block and (not line.strip() or fenced or heading or item or row):
                yield from self._of_block(*block, kind)
                block = None
            if fenced:
                fence = fenced[1]
                self.slips.append(Slip(start, end, "code is printed nowhere in a report: put it in a comment <!-- -->"))
            elif heading:
                yield from self._titled(start, heading)
            elif item:
                kind, block = "item", (start + item.end(), end)
            elif row:
                below = self._text[end + 1 :].partition("\n")[0] if rows == 1 else ""
                head = _RULE.match(below) is not None
                if rows == 1:
                    self._columns = tuple(cell.strip() for cell in line.strip().strip("|").split("|")) if head else ()
                if not head and not (rows == 2 and _RULE.match(line)):
                    yield from self._of_block(start, end, "row")
            elif line.lstrip().startswith(">"):
                self.slips.append(Slip(start, end, 'words of a transcript are quoted by a citation, not by ">"'))
            elif line.strip():
                kind, block = (kind, (block[0], end)) if block else ("sentence", (start, end))
        if block:
            yield from self._of_block(*block, kind)

    def _lines(self) -> Iterator[tuple[int, int]]:
        start = self._start
        while start < len(self._text):
            end = self._text.find("\n", start)
            end = len(self._text) if end < 0 else end
            yield start, end
            start = end + 1

    def _titled(self, start: int, heading: re.Match[str]) -> Iterator[Claim]:
        level, title = len(heading[1]), (heading[2] or "").strip()
        if level == 1:
            return  # the page has the title that the program gives it
        if level > 2:
            self._heading = title or None
            return
        self._heading, self._block = None, 0
        name, colon, rest = title.partition(":")
        found = self._found(name.strip())
        if found is None:
            self._section = None
            there = [one.title for one in self._sections if one.prose]
            hint = near(name.strip(), there) or f"; there are {', '.join(there)}"
            self._slip(start, start + heading.end(), f"no section is called {name.strip()!r}{hint}")
            return
        if found.id in self._seen:
            self._slip(start, start + heading.end(), f"the section {found.title!r} stands here twice")
        if not found.prose:
            self._slip(start, start + heading.end(), f"the section {found.title!r} is filled by the program alone")
        self._section = found
        if found.prose:
            self.headings.append((found, start))
        self._seen.add(found.id)
        if colon and rest.strip():
            begin = start + heading.start(2) + len(name) + 1
            yield from self._of_block(begin, start + heading.end(2), "heading")

    def _found(self, name: str) -> Section | None:
        wanted = _plain(name)
        for one in self._sections:
            if wanted in map(_plain, (one.id, one.title, *one.aliases)):
                return one
        return None

    def _of_block(self, start: int, end: int, kind: Kind) -> Iterator[Claim]:
        """The claims of one paragraph, list item, table row or heading."""
        text = self._text[start:end]
        if self._section is None:
            if text.strip() and not self._seen and not self.slips:
                self._slip(start, end, "a sentence stands before the first section; sections begin with `## `")
            return
        spans = [(0, len(text))] if kind != "sentence" else list(sentences(text))
        for first, last in spans:
            if (made := self._claim(start + first, start + last, kind)) is not None:
                yield made
        self._block += 1

    def _claim(self, start: int, end: int, kind: Kind) -> Claim | None:
        assert self._section is not None  # noqa: S101 - _of_block has looked
        text = self._text[start:end]
        found = list(_ID.finditer(text))
        own, given = "", False
        if found:
            last = found[-1]
            own = last[1]
            if text[last.end() :].strip(" \t\n|"):
                self._slip(start + last.start(), start + last.end(), "an id stands at the end of its claim")
            elif not _GOOD_ID.fullmatch(own):
                says = f"{{#{own}}} is no id; one reads {{#c-words-of-it}}: small letters, digits and hyphens"
                self._slip(start + last.start(), start + last.end(), says)
                own = ""
            if len(found) > 1:
                self._slip(start + found[0].start(), start + found[0].end(), "a claim has one id; here are two")
            given = bool(own)
            end = start + last.start()
            text = self._text[start:end]
        start += len(text) - len(text.lstrip(" \t\n|" if kind == "row" else " \t\n"))
        end = start + len(self._text[start:end].rstrip(" \t\n\r|" if kind == "row" else " \t\n\r"))
        if start >= end:
            if given:
                self._slip(start, end, "here is an id, and no claim before it")
            return None
        columns = self._columns if kind == "row" else ()
        return Claim(own, self._section.id, start, end, "", kind, self._block, self._heading, given, columns)

    def _slip(self, start: int, end: int, says: str) -> None:
        self.slips.append(Slip(start, end, says))


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
