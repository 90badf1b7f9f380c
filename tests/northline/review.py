"""Makes the example reviews of the demo out of `reviews/*.toml`: `python -m tests.northline.review`.

The tables quote words; where those stand is looked up in the demo's transcripts, and words that are not there, or there
twice, are an error. Everything goes through the operations that screens and commands use. Names of events follow from
what they say, and their time is a fixed one, so that the same tables make the same file, byte for byte.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reviewer.model.taxonomy import Taxonomy, read_taxonomy, shipped_text
from reviewer.operations import exports, patterns, queues
from reviewer.operations.examples import AUTHOR
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.review.decisions import Finding, Saw
from reviewer.review.events import canonical
from reviewer.review.queue import Recipe
from reviewer.store import archive, proposals, transcripts
from reviewer.store.connection import open_reading, transaction
from reviewer.store.rows import TranscriptRow
from reviewer.store.taxonomies import TaxonomyRow, put

TABLES = Path(__file__).parent / "reviews"
RUNS = Path(__file__).parents[2] / "fixtures" / "northline" / "runs"
FILE = RUNS.parent / "reviews.jsonl"

AT = "2026-07-06T09:00:00Z"
SAW = Saw(machine=True, siblings=True)
"""The checks' reading and the case's other runs lay beside each transcript: no verdict here counts as independent."""

SAMPLE = Recipe("model:mimo-v2.5-pro class:solvable", sample=36, stratify=("intent",), seed=5, double=0.0)
"""What the judge's word is held against: drawn, and not what caught an eye."""

_SPEC = re.compile(r"(before )?M(\d+)(?:\.(text|reasoning|c\d+(?:\.(?:name|args))?))?(?: (.+))?", re.DOTALL)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERNS, _MEMBERS = 1_000, 2_000


class Odd(Exception):
    """A row of a table that cannot be applied: which one, and why."""


@cache
def taxonomy() -> tuple[Taxonomy, str]:
    """The tags under which the reviews were made, and their text: those of the file, whatever ships since.

    Without the file the shipped ones.
    """
    text = exports.read(FILE).taxonomy[0]["content"] if FILE.exists() else shipped_text()
    return read_taxonomy(text, "taxonomy"), text


@dataclass(frozen=True)
class Row:
    """What the tables say of one conversation."""

    where: str
    """`run/case`"""

    said: Mapping[str, Any]

    @property
    def run(self) -> str:
        """The run's name."""
        return self.where.partition("/")[0]

    @property
    def case(self) -> str:
        """The case's id."""
        return self.where.partition("/")[2]

    @property
    def findings(self) -> Iterator[tuple[str, str, str, str]]:
        """Tag, where it points, the note, and what would have been right."""
        yield from map(tuple, self.said["findings"])


def rows() -> list[Row]:
    """Every conversation of the tables, by run and case. Raises Odd for one that stands in two of them."""
    found: dict[str, Row] = {}
    for path in sorted(TABLES.glob("*.toml")):
        for where, said in tomllib.loads(path.read_text("utf-8")).items():
            if where == "pattern":
                continue
            if where in found:
                raise Odd(f"{path.name}: {where} stands in two tables")
            found[where] = Row(where, said)
    return [found[where] for where in sorted(found)]


def habits() -> list[dict[str, Any]]:
    """The patterns."""
    made: list[dict[str, Any]] = tomllib.loads((TABLES / "patterns.toml").read_text("utf-8"))["pattern"]
    return made


def places(spec: str) -> list[tuple[bool, int, str | None, str | None]]:
    """The places of `M8.text words / M6.c1`: each with whether it is a gap, its message, field and words. Or Odd."""
    found = []
    for one in re.split(r" / (?=M\d)", spec):
        match = _SPEC.fullmatch(one)
        if match is None or (match[4] and (match[1] or not match[3] or match[3][-1].isdigit())):
            raise Odd(f"{one!r} points nowhere; it reads `M8.text words`, `M6.c1` or `before M6`")
        found.append((match[1] is not None, int(match[2]), match[3], match[4]))
    return found


def spot(text: str, words: str) -> int:
    """Where the words begin. Raises Odd where they do not stand there, or more than once."""
    if (count := text.count(words)) != 1:
        raise Odd(f"stands there {count} times: {words!r}")
    return text.index(words)


class Applying:
    """The tables at one database that holds the demo's runs."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._ids = _Ids()
        self._findings: dict[tuple[str, str], list[Finding]] = {}

    def apply(self) -> None:
        """All of it. Raises Odd with the row."""
        with ExitStack() as stack:
            for name in ("operations.writing", "operations.finds", "store.queues"):
                stack.enter_context(patch(f"reviewer.{name}.now", lambda: AT))
            for name in ("operations.writing", "store.queues"):
                stack.enter_context(patch(f"reviewer.{name}.ulid", self._ids))
            self._ids.about(0, "queue", SAMPLE.filter, SAMPLE.seed)
            queues.make(self._db, "solvable sample", SAMPLE, AUTHOR)
            with Reviewing(self._db, AUTHOR) as reviewing:
                made, text = taxonomy()
                with transaction(reviewing.connection):
                    put(reviewing.connection, TaxonomyRow(made.hash, made.name, made.version, text, AT))
                for row in rows():
                    try:
                        self._row(reviewing, row)
                    except (Odd, IndexError, ValueError) as error:
                        raise Odd(f"{row.where}: {error}") from error
            for habit in habits():
                self._habit(habit)

    def _row(self, reviewing: Reviewing, row: Row) -> None:
        text = _Text(reviewing, row)
        said = row.said
        of = text.row.id, text.revision
        tags, _ = taxonomy()
        for number, (tag, place, note, correct) in enumerate(row.findings):
            self._ids.about(number, row.where, tag, place, note, correct)
            made = reviewing.tag(
                *(*of, text.anchor(place), tag, tags.hash),
                severity=tags.by_id[tag].severity,
                note=note,
                correct=correct,
            )
            self._findings.setdefault((row.where, tag), []).append(made)
        for words in (said["contest"],) if "contest" in said else ():
            self._ids.about(100, row.where, *words)
            reviewing.contest(text.row.id, words[0], words[1], words[2])
        self._ids.about(200, row.where, said["outcome"], said.get("verdict"), said["why"], said["cites"])
        reviewing.judge(
            *(*of, said["outcome"], SAW),
            verdict=said.get("verdict"),
            reason=said["why"],
            citations=[text.anchor(place) for place in said["cites"]],
        )
        self._ids.about(300, row.where, "skimmed")
        reviewing.mark(*of, "skimmed", taxonomy=tags.hash, saw=SAW)

    def _habit(self, habit: Mapping[str, Any]) -> None:
        name = habit["name"]
        self._ids.about(_PATTERNS, *(habit.get(key, "") for key in ("name", "memo", "scope", "scope_name")))
        scope = habit.get("scope", "fleet"), habit.get("scope_name", "")
        patterns.make(self._db, name, habit["memo"], *scope, author=AUTHOR)
        for role in ("member", "counterexample"):
            for which in habit[f"{role}s"]:
                self._ids.about(_MEMBERS, name, role, which)
                patterns.join(self._db, name, [self._finding(which)], role, author=AUTHOR)

    def _finding(self, which: str) -> str:
        where, tag, *message = which.split(" ")
        found = self._findings.get((where, tag), [])
        found = [one for one in found if not message or f"M{one.anchor.message}" == message[0]]
        if len(found) != 1:
            raise Odd(f"patterns.toml: {which} is {len(found)} findings")
        return found[0].id


class _Text:
    """One conversation of the demo."""

    def __init__(self, reviewing: Reviewing, row: Row) -> None:
        self._connection = reviewing.connection
        keys = self._connection.execute(
            "SELECT t.public_id FROM transcript t JOIN run r ON r.id = t.run WHERE r.name = ? AND t.case_id = ?",
            (row.run, row.case),
        ).fetchall()
        if len(keys) != 1:
            raise Odd(f"there are {len(keys)} such conversations")
        self.row: TranscriptRow = transcripts.find(self._connection, keys[0][0])
        self.revision = proposals.present(self._connection, self.row.key)

    def anchor(self, spec: str) -> Anchor:
        """Where a row of a table points."""
        found = places(spec)
        made = [self._place(number, field, words) for _, number, field, words in found]
        gap, _, field, words = found[0]
        if len(made) == 2:
            return Anchor("pair", tuple(made))
        kind = "gap" if gap else "span" if words else "call" if field else "message"
        return Anchor(kind, tuple(made))  # type: ignore[arg-type]  # one of the five

    def _place(self, number: int, field: str | None, words: str | None) -> Place:
        message, hash_ = proposals.message(self._connection, self.row, number)
        if field and field.startswith("c") and int(field[1:].partition(".")[0]) > len(message.calls):
            raise Odd(f"M{number} makes {len(message.calls)} calls: there is no {field}")
        if not words:
            return Place(number, field, hash=hash_)
        start = spot(message.field(str(field)), words)
        return span(message, str(field), start, start + len(words), hash_)


class _Ids:
    """Names of events that follow from what they say; those of one conversation in their order."""

    def __init__(self) -> None:
        self._place, self._said, self._count = 0, "", 0

    def about(self, place: int, *said: object) -> None:
        """The next names are of this, at that place among the events of its conversation."""
        self._place, self._said, self._count = place, canonical(said), 0

    def __call__(self, _after: str = "") -> str:
        self._count += 1
        moment = int(datetime.fromisoformat(AT).timestamp() * 1000) + self._place
        chance = blake2b(f"{self._said}{self._count}".encode(), digest_size=10).digest()
        number = moment << 80 | int.from_bytes(chance)
        return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def made(folder: Path) -> Path:
    """The file of reviews, made in a folder from the shipped runs and the tables."""
    db = folder / "demo.db"
    load(db, [RUNS], searchable=False)
    Applying(db).apply()
    with closing(open_reading(db)) as connection:
        whole = archive.read(connection)
    return _write(replace(whole, proposal=()), folder / FILE.name)  # the checks make theirs in each database


def _write(own: archive.Archive, path: Path) -> Path:
    with patch.object(archive, "read", lambda _connection: own):
        lines: Sequence[str] = [*exports.lines(None)]  # type: ignore[arg-type]  # nothing is asked of it
    path.write_text("".join(f"{line}\n" for line in lines), "ascii", newline="\n")
    return path


def main() -> int:
    """0 when the file is written; 1 with the row that cannot be applied."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            FILE.write_bytes(made(Path(folder)).read_bytes())
    except Odd as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{FILE.name}: {len(rows()):,} conversations, {sum(len([*one.findings]) for one in rows()):,} findings\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
