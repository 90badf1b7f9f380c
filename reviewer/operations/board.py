"""The board out of the database: each model's readings once, one model after the other, and let go again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from reviewer.dossier.boards import Parts, board
from reviewer.dossier.boards_claims import Written, written
from reviewer.dossier.boards_counted import Contender, contender
from reviewer.dossier.build import suite_entry
from reviewer.dossier.claims import ClaimsFile, parse
from reviewer.dossier.lint.fleet import published_figures
from reviewer.dossier.readings import Readings
from reviewer.dossier.sheet import Sheet
from reviewer.errors import BrokenFile, Interrupted, NotFound, ReviewerError, TooLarge, UsageError
from reviewer.model.board import Board, FleetCoverage, FleetPattern, ModelCoverage, PatternShare, Source
from reviewer.model.dossier import SuiteEntry
from reviewer.model.published import Published, published
from reviewer.model.shipped import SUITES, shipped_suite
from reviewer.model.suite import Suite
from reviewer.operations import dossiers_claims, figures
from reviewer.operations.dossiers import one_moment
from reviewer.operations.suites import bound_suite
from reviewer.review.coverage import PACE, Progress, tally
from reviewer.review.events import now
from reviewer.store import fleet, patterns, progress
from reviewer.store import readings as register
from reviewer.text.hashing import fingerprint
from reviewer.text.hashing import named as printed

CLAIMS: Final = Path(dossiers_claims.FOLDER) / "board.md"
"""Where a board's own sentences are looked for without another word."""

_LARGEST: Final = 16 << 20

Progressed = Callable[[str, int, int], bool]
"""Told what is done, how much of it, and of how many; False stops the work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be on the board."""

    suite: str | None = None
    published: Path | None = None
    """A file of published rows instead of the shipped one."""

    without_published: bool = False
    claims: Path | None = None


def build(
    connection: sqlite3.Connection,
    wanted: Wanted = Wanted(),
    *,
    progress: Progressed | None = None,
    made_at: str | None = None,
) -> Board:
    """All models of one suite, as of one moment; as it is stored, before any redaction.

    A model whose facts are not of the present rules, or whose runs are bound to another content of the suite, is left
    out, and the board says so. Raises NotFound and UsageError over the suite, BrokenFile over a file of published rows,
    Interrupted where `progress` said so.
    """
    told = progress or (lambda _what, _done, _of: True)
    with one_moment(connection):
        suite, page, source = _what(connection, wanted)
        made = _Fleet(connection, suite, told)
        known = made.suite or (shipped_suite(suite) if suite in SUITES else None)
        file = _claims(wanted.claims, suite)
        models = (*made.models, *(row.model for row in (page.board if page else ())))
        said = written(file, models, published_figures(page)) if file else Written()
        return board(
            Parts(
                suite=made.entry or _unrun(suite, known),
                contenders=made.contenders,
                made_at=made_at or now(),
                mechanisms={case.intent: case.trap.mechanism for case in known.cases if case.trap} if known else {},
                published=page,
                source=source,
                patterns=tuple(_patterns(connection, suite, made)),
                coverage=made.coverage,
                reads=said.reads,
                claims=said.claims,
                left_out=made.left_out,
            )
        )


class _Fleet:
    """Every model of a suite, gone through once. What is kept of each is small; readings are held of one at a time."""

    def __init__(self, connection: sqlite3.Connection, suite: str, told: Progressed) -> None:
        self.contenders: list[Contender] = []
        self.left_out: list[str] = []
        self.suite: Suite | None = None
        self.entry: SuiteEntry | None = None
        self.read: dict[str, int] = {}
        self._rows: list[ModelCoverage] = []
        self._readers: set[str] = set()
        self._measured = False
        heads = [run for run in register.runs(connection) if run.suite == suite]
        models = sorted({run.model for run in heads})
        for done, model in enumerate(models, 1):
            if not told("counting", done, len(models)):
                raise Interrupted("the board was stopped; nothing was written")
            try:
                (found,) = figures.readings(connection, model, suite=suite)
            except ReviewerError as error:
                self.left_out.append(str(error))
                continue
            if self.contenders and found.suite_hash != self.contenders[0].head.suite_hash:
                self.left_out.append(f"{model}: its runs are bound to another content of {suite}")
                continue
            if self.entry is None:
                self.suite = bound_suite(connection, found.suite_hash)
                self.entry = suite_entry(Sheet(replace(found, counted=(), _places={}), ()), self.suite)
            self.contenders.append(contender(found))
            self._look(found, _progress(connection, found))

    @property
    def models(self) -> tuple[str, ...]:
        """Those that were counted."""
        return tuple(one.head.model for one in self.contenders)

    @property
    def coverage(self) -> FleetCoverage | None:
        """How much of all of them was read."""
        if not self._rows:
            return None
        whole, read = sum(one.transcripts for one in self._rows), sum(one.read for one in self._rows)
        models = f"{len(self._rows):,} {'model' if len(self._rows) == 1 else 'models'}"
        if not self._measured:
            sentence = f"Not measured: there are no read receipts for any of these {whole:,} transcripts of {models}."
        else:
            said = "Reviewed message by message" if read == whole else "Not reviewed message by message"
            sentence = f"{said}: {read:,} of {whole:,} transcripts of {models} were displayed in full to one reader."
        return FleetCoverage(
            measured=self._measured,
            pace=PACE,
            readers=tuple(sorted(self._readers)),
            models=tuple(self._rows),
            sentence=sentence,
        )

    def _look(self, found: Readings, far: Sequence[Progress]) -> None:
        count = tally(far)
        self.read[found.model] = count.read
        self._measured |= any(work.seen is not None for one in far for work in one.work.values())
        self._readers.update(name for one in far for name in one.readers)
        self._rows.append(
            ModelCoverage(
                model=found.model,
                transcripts=count.transcripts,
                read=count.read,
                skimmed=count.skimmed,
                skipped=count.skipped,
                begun=count.begun,
                unread=count.unread,
            )
        )


def _progress(connection: sqlite3.Connection, found: Readings) -> list[Progress]:
    """How far each transcript that counts was read."""
    counted = {one.transcript for one in found.counted}
    keys = fleet.keys(connection, found.suite, found.model)
    return [one for one in progress.progress(connection, keys).values() if one.transcript in counted]


def _what(connection: sqlite3.Connection, wanted: Wanted) -> tuple[str, Published | None, Source | None]:
    """The suite that is meant, and what is published about it."""
    page = read_published(wanted.published) if wanted.published else published()
    there = sorted({run.suite for run in register.runs(connection)})
    suite = wanted.suite or (page.suite if wanted.published or not there or page.suite in there else None)
    if suite is None:
        if len(there) > 1:
            raise UsageError(f"there are runs of several suites: say which one with `--suite`, of {', '.join(there)}")
        suite = there[0]
    if wanted.published and page.suite != suite:
        raise UsageError(f"{wanted.published} is about the suite {page.suite}, not {suite}")
    if wanted.without_published or page.suite != suite:
        if suite not in there:
            raise NotFound(f"no run is of a suite called {suite}; there are {', '.join(there) or 'none'}")
        return suite, None, None
    return suite, page, source(page, wanted.published)


def read_published(path: Path) -> Published:
    """A file of published rows. Raises BrokenFile and TooLarge."""
    name = os.fspath(path)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise BrokenFile(name, "", f"it cannot be read: {error.strerror}") from None
    if len(content) > _LARGEST:
        raise TooLarge(name, "", f"over {_LARGEST >> 20} MB, which is no file of published rows")
    try:
        return Published.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BrokenFile(name, place, f"expected a reviewer-published/1: {first['msg']}") from None


def source(page: Published, path: Path | None) -> Source:
    """What a board says of where its published rows come from; of a file its name alone, not its place."""
    return Source(
        name=path.name if path else page.suite,
        shipped=path is None,
        hash=printed(fingerprint(page.model_dump_json())),
        pages=tuple(f"{one.title}, {one.as_of}" if one.as_of else one.title for one in page.pages),
    )


def _claims(path: Path | None, suite: str) -> ClaimsFile | None:
    """The board's own sentences. Raises NotFound and UsageError over a file that was named."""
    place = path or CLAIMS
    text = dossiers_claims.text_of(place)
    if text is None:
        if path is not None:
            raise NotFound(f"{path}: there is no such file of claims")
        return None
    made = parse(text, os.fspath(place))
    fits = made.front.page == "board" and made.front.suite in (None, suite)
    if not fits and path is not None:
        raise UsageError(f"{path} holds the claims of a {made.front.page} of {made.front.suite or 'some suite'}")
    return made if fits else None


def _patterns(connection: sqlite3.Connection, suite: str, made: _Fleet) -> Iterator[FleetPattern]:
    """Those that have a finding in a model that was counted."""
    counts: dict[str, dict[str, PatternShare]] = {}
    for one in fleet.patterns(connection, suite):
        if one.model in made.read:
            of = counts.setdefault(one.pattern, {})
            share = of.get(one.model) or _no_share(one.model, made.read)
            member = one.role == "member"
            changed = {"findings": one.findings, "transcripts": one.transcripts} if member else {}
            of[one.model] = share.model_copy(update=changed or {"counterexamples": one.findings})
    for row in patterns.rows(connection):
        if row.id in counts:
            yield FleetPattern(
                id=row.id,
                name=row.name,
                memo=row.memo,
                scope=f"{row.scope} {row.scope_name}".strip(),
                models=tuple(_every(counts[row.id].values())),
            )


def _no_share(model: str, read: dict[str, int]) -> PatternShare:
    return PatternShare(model=model, findings=0, transcripts=0, read=read[model])


def _every(shares: Iterable[PatternShare]) -> list[PatternShare]:
    return sorted(shares, key=lambda one: (-one.findings, one.model))


def _unrun(name: str, suite: Suite | None) -> SuiteEntry:
    """A suite that nobody has run here."""
    if suite is None:
        return SuiteEntry(name=name, title=name, version="", hash=None)
    return SuiteEntry(
        name=suite.name,
        title=suite.title,
        version=suite.version,
        hash=suite.hash,
        max_turns=suite.max_turns,
        judge_scale=suite.judge.scale if suite.judge else None,
        cases={kind: len(suite.of_class(kind)) for kind in ("solvable", "must-escalate", "trap")},
        intents={intent.id: intent.label for intent in suite.intents},
    )
