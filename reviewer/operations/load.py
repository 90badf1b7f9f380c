"""Loading run files: what `reviewer load` and the load dialog do. Rows first, full text afterwards."""

from __future__ import annotations

import os
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from reviewer.formats import READERS, Fill, Refused, Source, sources
from reviewer.formats.naming import UNKNOWN
from reviewer.operations import carry
from reviewer.operations.file_hash import FileHash
from reviewer.operations.reader import Readers
from reviewer.operations.reading import Part, parts
from reviewer.review.events import canonical
from reviewer.review.reanchor import How
from reviewer.store import fulltext, ledger
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.faults import faults
from reviewer.store.ledger import Counts, SourceFile, State
from reviewer.store.load import Loader
from reviewer.store.write import Reading
from reviewer.text.storable import storable

PROGRESS_SECONDS = 0.05
"""Between two calls of `on_progress` within a phase."""


_MOST = 3
"""Runs that a refusal names."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is. In the phase "search", `bytes_done` and `bytes_total` count messages."""

    file: str
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    transcripts: int
    phase: Literal["load", "search"]


@dataclass(slots=True)
class FileSummary(Counts):
    """What became of one file."""

    name: str
    format: str = ""
    skipped: bool = False
    """It has not changed since all of it was loaded, so nobody read it."""

    transcripts: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Summary:
    """What became of a load. `searchable` says that full text is up to date."""

    files: list[FileSummary] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    carried: Counter[How] = field(default_factory=Counter)
    """Findings in transcripts that have changed: how they came over."""

    interrupted: bool = False
    searchable: bool = False

    def add(self, later: Summary) -> None:
        """What became of a load that followed this one."""
        self.files += later.files
        self.notes += [note for note in later.notes if note not in self.notes]
        self.carried += later.carried
        self.interrupted |= later.interrupted
        self.searchable = later.searchable

    @property
    def added(self) -> int:
        """Transcripts that were not there before."""
        return sum(file.added for file in self.files)

    @property
    def revised(self) -> int:
        """Transcripts that have a new content."""
        return sum(file.revised for file in self.files)

    @property
    def unchanged(self) -> int:
        """Transcripts that were there already."""
        return sum(file.unchanged for file in self.files)

    @property
    def refused(self) -> int:
        """Transcripts and files that could not come in."""
        return sum(len(file.refused) for file in self.files)

    @property
    def warnings(self) -> int:
        """What is odd in the transcripts that came in."""
        return sum(file.warnings for file in self.files)

    @property
    def warned(self) -> Counter[str]:
        """The same by their codes."""
        return sum((file.warned for file in self.files), Counter[str]())

    @property
    def exit_code(self) -> int:
        """0 all in, 1 some refused, 3 nothing usable, 130 interrupted."""
        if self.interrupted:
            return 130
        usable = self.added + self.revised + self.unchanged
        if not usable:
            return 3
        return 1 if self.refused else 0


def load(
    db: str | os.PathLike[str],
    paths: Sequence[str | os.PathLike[str]],
    fill: Fill | None = None,
    *,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    searchable: bool = True,
    newer: bool = False,
) -> Summary:
    """Loads files, folders and globs into the database, which is made where there is none.

    With `newer` another content of a transcript that came from another file, which is still there, is a revision.

    What cannot be used is in the summary and in the database, and does not stop the rest. When `cancelled` says so, or
    at Ctrl-C, whole transcripts stay and the next load goes on. Raises StoreError where the database or the disk gives
    way.
    """
    with closing(open_writing(db)) as connection, faults(connection):
        work = _Load(connection, _storable(fill or Fill()), on_progress, cancelled, newer=newer)
        try:
            work.files([os.fspath(path) for path in paths])
            if searchable and not work.summary.interrupted:
                work.full_text()
            if not work.summary.interrupted:
                work.carry_findings()
        except KeyboardInterrupt:
            work.summary.interrupted = True
        return work.summary


def index_search(
    db: str | os.PathLike[str],
    *,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Brings full text up to date, from where it stopped; False when `cancelled` said so before the end."""
    with closing(open_writing(db)) as connection, faults(connection):
        work = _Load(connection, Fill(), on_progress, cancelled)
        work.full_text()
        return work.summary.searchable


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file that is to be read."""

    source: Source
    file: SourceFile
    summary: FileSummary


class _Load:
    def __init__(
        self,
        connection: Writer,
        fill: Fill,
        on_progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        *,
        newer: bool = False,
    ) -> None:
        self.connection, self.fill = connection, fill
        self.on_progress, self.cancelled = on_progress, cancelled
        self.summary = Summary(notes=list(connection.notes))
        self.loader = Loader(connection, newer=newer)
        self.options = _options(fill)
        self.readings: list[tuple[FileSummary, Reading]] = []
        self.files_done = self.files_total = self.bytes_done = self.bytes_total = self.transcripts = 0
        self.read_earlier = 0
        self.reported = 0.0

    def files(self, paths: list[str]) -> None:
        """All that the paths name, one file after the other."""
        wanted: list[_Wanted] = []
        for source in sources(paths):
            self.files_total += 1
            if isinstance(source, Refused):
                self.summary.files.append(FileSummary(source.place, refused=[("", source.reason)]))
                self.files_done += 1
            elif (one := self.look(source)) is not None:
                wanted.append(one)
                self.bytes_total += source.size
            else:
                self.files_done += 1
        readers = Readers([one.source for one in wanted], self.fill)
        try:
            wanted.reverse()
            while wanted:
                one = wanted.pop()  # and with it all that it holds in memory
                self.report(one.source.name, 0, at_once=self.files_done == 0)
                self.read(one, readers.parts(one.source) or parts(one.source, self.fill))
                if self.summary.interrupted:
                    break
                self.files_done += 1
                self.bytes_done += one.source.size
            self.loader.flush()
        finally:
            readers.close()
            for summary, reading in self.readings:
                summary.transcripts = reading.tally.seen
                summary.count(reading.tally)
        for summary, reading in self.readings:
            if reading.tally.added and (models := ledger.other_models(self.connection, reading.row)):
                summary.notes.append(_twice(models, self.fill.model))
        if self.read_earlier:
            self.summary.notes.append(_read_again(self.read_earlier))
        began = {reading.row for _, reading in self.readings if reading.tally.added}
        if began and (shared := ledger.namesakes(self.connection, began)):
            self.summary.notes.append(_namesakes(shared))

    def look(self, source: Source) -> _Wanted | None:
        """What is to be read of a file; None where it has not changed, or cannot be looked at."""
        summary = FileSummary(source.name)
        self.summary.files.append(summary)
        try:
            file = _as_it_lies(source, self.options)
        except OSError as error:
            summary.refused.append(("", f"cannot be read: {error.strerror or error}"))
            return None
        before = ledger.known(self.connection, file)
        if before is None and (runs := self.unnamed(source, file)):
            summary.refused.append(("", _name_it(runs, self.fill.model or "")))
            return None
        if before is None or not before.finished() or before.size != file.size:
            return _Wanted(source, file, summary)
        if before.readers < READERS:
            self.read_earlier += 1
            return _Wanted(source, file, summary)
        if before.mtime_ns != file.mtime_ns:
            if before.hash != FileHash(source).value():
                return _Wanted(source, file, summary)
            with transaction(self.connection):
                ledger.touch(self.connection, before.row, file)
        summary.skipped, summary.format = True, before.format
        summary.transcripts = summary.unchanged = before.seen
        return None

    def unnamed(self, source: Source, file: SourceFile) -> list[str]:
        """The runs without a model that the same bytes are in already, where a person now says the model."""
        if self.fill.model is None:
            return []
        before = ledger.known(self.connection, replace(file, options=_options(replace(self.fill, model=None))))
        if before is None or before.size != file.size or before.hash != FileHash(source).value():
            return []
        return ledger.runs(self.connection, before.row, UNKNOWN)

    def read(self, wanted: _Wanted, made: Iterator[Part]) -> None:
        """A file's transcripts, into the loader."""
        first = next(made, None)
        wanted.summary.format = first.value if first is not None else ""
        reading = self.loader.begin(wanted.file, wanted.summary.format)
        self.readings.append((wanted.summary, reading))
        for part in made:
            match part.kind:
                case "content":
                    self.loader.add(reading, part.value)
                case "refused":
                    self.loader.refuse(reading, *part.value)
                case "end":
                    wanted.summary.notes += part.value.notes
                    state: State = "growing" if part.value.growing else "loaded"
                    self.loader.finish(reading, part.value.hash, state, whole=part.value.whole)
                    return
            self.transcripts += 1
            self.report(wanted.source.name, part.consumed)
            if self.cancelled():
                self.summary.interrupted = True
                return
        self.loader.refuse(reading, "", "the process that read it ended unexpectedly; is there enough memory?")

    def full_text(self) -> None:
        """Every message that is not searchable yet."""

        def report(done: int, all_: int) -> None:
            self.report("", 0, phase="search", done=(done, all_), at_once=done == all_)

        self.report("", 0, phase="search", done=fulltext.progress(self.connection), at_once=True)
        self.summary.searchable = fulltext.index(self.connection, report, self.cancelled)
        self.summary.interrupted = not self.summary.searchable

    def carry_findings(self) -> None:
        """Those in transcripts that have changed get their places there."""
        self.summary.carried = carry.carry(self.connection)
        if said := carry.sentence(self.summary.carried):
            self.summary.notes.append(f"{said}; `reviewer carried` lists them")

    def report(
        self,
        file: str,
        consumed: int,
        *,
        phase: Literal["load", "search"] = "load",
        done: tuple[int, int] | None = None,
        at_once: bool = False,
    ) -> None:
        """Says how far it is, but not too often."""
        moment = time.monotonic()
        if not at_once and moment - self.reported < PROGRESS_SECONDS:
            return
        self.reported = moment
        bytes_done, bytes_total = done or (self.bytes_done + consumed, self.bytes_total)
        self.on_progress(
            Progress(file, self.files_done, self.files_total, bytes_done, bytes_total, self.transcripts, phase)
        )


def _options(fill: Fill) -> str:
    """What the person filled in, as the ledger knows a reading by it."""
    said = {"model": fill.model, "run": fill.run, "index": fill.index, "suite": fill.suite}
    return canonical({name: value for name, value in said.items() if value is not None})


def _name_it(runs: Sequence[str], model: str) -> str:
    """What to say instead of loading a file a second time only to name its model."""
    commands = ", ".join(f"`reviewer runs model {shlex.quote(run)} {shlex.quote(model)}`" for run in runs[:_MOST])
    more = f" and so on for {len(runs) - _MOST:,} more" if len(runs) > _MOST else ""
    return f"it is loaded already, without a model, and would be there twice; its model is named by {commands}{more}"


def _twice(models: Sequence[str], filled: str | None) -> str:
    """What to say of a file that is in the database already, under these other models."""
    named = "; `reviewer runs model RUN NAME` names a run's model without loading again" * bool(filled)
    return (
        f"the same file is loaded already, as {', '.join(models)}: its transcripts are there twice now{named}; "
        "`reviewer runs invalidate RUN` takes a run out"
    )


def _read_again(files: int) -> str:
    """What to say of files that have not changed since an older version read them."""
    many = f"{files:,} files were" if files > 1 else "1 file was"
    return f"{many} read again, unchanged: an older version of reviewer had read less of such files"


def _namesakes(shared: dict[str, list[str]]) -> str:
    """What to say of runs that several files of one name feed: a run that no file names is called after its file."""
    run, paths = next(iter(shared.items()))
    others = f", and {len(shared) - 1:,} more runs are of such files" * (len(shared) > 1)
    return (
        f"the run {run} is fed by {len(paths):,} files of one name: {', '.join(paths[:2])}{', …' * (len(paths) > 2)}"
        f"{others}; if these are several runs, load each with its own `--run NAME`"
    )


def _storable(fill: Fill) -> Fill:
    """What the person filled in, as it can be stored: a shell passes on bytes that are no UTF-8."""
    model, run, suite = (said and storable(said) for said in (fill.model, fill.run, fill.suite))
    return Fill(model, run, fill.index, suite)


def _as_it_lies(source: Source, options: str) -> SourceFile:
    """The file before it is read: what is written to it from now on shows the next time."""
    parts = [Path(part).stat() for part in source.parts]
    return SourceFile(
        path=storable(source.location),
        options=options,
        size=sum(part.st_size for part in parts),
        mtime_ns=max(part.st_mtime_ns for part in parts),
        readers=READERS,
    )
