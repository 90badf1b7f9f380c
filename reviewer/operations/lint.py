"""The linter over the files that are there: each claims file with the dossier of its model, all of them together."""

from __future__ import annotations

import codecs
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.dossier.claims import ClaimsFile, parse
from reviewer.dossier.claims_stamp import stamped
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import published_figures
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import lint as every_rule
from reviewer.dossier.since import Change
from reviewer.errors import NotFound, UsageError
from reviewer.export.folder import write_file
from reviewer.model.dossier import Dossier, SuiteEntry
from reviewer.operations import dossiers, dossiers_claims, dossiers_editions, dossiers_states
from reviewer.operations.lint_claims import Stored as Stored  # screens take it from here
from reviewer.operations.lint_claims import published_of
from reviewer.operations.suites import bound_suite
from reviewer.review.publishing import FROZEN
from reviewer.store import dossiers as store
from reviewer.store import readings as register


@dataclass(frozen=True, slots=True)
class Touched:
    """A frozen edition, and what changed since."""

    suite: str
    model: str
    edition: int
    hash: str
    changes: tuple[Change, ...]

    @property
    def overtaken(self) -> bool:
        """Whether it prints what does not hold any more; what it says beside other models is of its day."""
        return any(one.figures or (one.claims and one.kind != "fleet") for one in self.changes)


@dataclass(frozen=True, slots=True)
class Linted:
    """What the linter found. `files` are those that were looked at."""

    files: tuple[str, ...]
    claims: int
    problems: tuple[Problem, ...]
    touched: tuple[Touched, ...]
    notes: tuple[str, ...] = ()
    """Where the demo's example was looked at in the place of a file that is not there."""

    @property
    def errors(self) -> int:
        """How many of the problems can be settled by counting."""
        return sum(one.level == "error" for one in self.problems)

    @property
    def overtaken(self) -> int:
        """How many frozen editions print what does not hold any more."""
        return sum(one.overtaken for one in self.touched)


def lint(connection: sqlite3.Connection, targets: Sequence[str] = (), *, suite: str | None = None) -> Linted:
    """Every claims file that is named, by its place or by its model; without a name, all of `dossiers/`.

    The frozen editions of these models (without a name: all) are held against what changed since. Raises NotFound for a
    file or a model that is not there, UsageError over a file that does not say its model, BrokenFile for what is no
    text.
    """
    files = _files(connection, targets, suite)
    context = _context(connection, files, suite)
    problems = every_rule(context)
    models = {page.model for page in context.pages if page.model} | {name for name in targets if not _is_file(name)}
    return Linted(
        tuple(page.file.path for page in context.pages),
        sum(len(page.file.claims) for page in context.pages),
        tuple(problems),
        tuple(_touched(connection, models if targets else None)),
        tuple(
            said
            for page in context.pages
            if page.dossier and (said := _stand_in(connection, page.dossier.model.id, page.file.path, suite))
        ),
    )


def stamp(connection: sqlite3.Connection, target: str, *, suite: str | None = None) -> tuple[str, int]:
    """Writes ids and present values into one claims file; its place, and how many places of it changed.

    Raises as `lint` does, and UsageError over a file that has errors of form: what is misread must not be rewritten.
    """
    (page,) = _context(connection, _files(connection, [target], suite), suite).pages
    if page.file.slips:
        line, column = page.file.place(page.file.slips[0].start)
        raise UsageError(f"{page.file.path}:{line}:{column}: {page.file.slips[0].says}; nothing was written")
    if not _there(Path(page.file.path)):
        raise NotFound(f"{page.file.path}: there is no such file; `reviewer dossier edit` makes one")
    text = stamped(page.file, page.claims)
    changed = sum(not one.claim.given for one in page.claims)
    changed += sum(
        put.figure is not None and put.placeholder.was != put.recorded for one in page.claims for put in one.puts
    )
    if text != page.file.text:
        place = Path(page.file.path)
        content = text.encode("utf-8")
        was = place.read_bytes()
        content = content.replace(b"\n", b"\r\n") if b"\r\n" in was else content  # its lines end as they did
        write_file(place, codecs.BOM_UTF8 + content if was.startswith(codecs.BOM_UTF8) else content, force=True)
    return page.file.path, changed


def _stand_in(connection: sqlite3.Connection, model: str, place: str | Path, suite: str | None) -> str | None:
    return dossiers_claims.stand_in(connection, dossiers_states.called(connection, model, suite), Path(place))


def _is_file(target: str) -> bool:
    return target.endswith(".md") or _there(Path(target))


def _there(place: Path) -> bool:
    try:
        return place.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _files(connection: sqlite3.Connection, targets: Sequence[str], suite: str | None) -> list[Path]:
    """The places that are meant."""
    if not targets:
        return sorted(Path(dossiers_claims.FOLDER).glob("*.md"))
    places = []
    for target in targets:
        if _is_file(target):
            place = Path(target)
        else:
            place = dossiers_claims.default_place(dossiers_states.called(connection, target, suite).model)
        if not _there(place) and (_is_file(target) or not _stand_in(connection, target, place, suite)):
            raise NotFound(f"{place}: there is no such file; `reviewer dossier edit` makes one")
        places.append(place)
    return list(dict.fromkeys(places))


def _context(connection: sqlite3.Connection, files: Sequence[Path], suite: str | None) -> Context:
    texts = Stored(connection)
    pages = tuple(_page(connection, place, texts, suite) for place in files)
    names = {page.file.front.suite for page in pages} | {page.dossier.suite.name for page in pages if page.dossier}
    board = next((page.file.front.suite for page in pages if page.file.front.page == "board"), None)
    return Context(pages, published_of(names), _suite(connection, board or suite))


def _page(connection: sqlite3.Connection, place: Path, texts: Stored, suite: str | None) -> Page:
    file = _parsed(place)
    if file.front.page == "board":
        return Page(file, published=published_figures(published_of({file.front.suite})))
    model = file.front.model or _called_like(connection, place)
    if model is None and file.slips:  # what cannot be read may be where the model stands
        line, column = file.place(file.slips[0].start)
        raise UsageError(f"{place}:{line}:{column}: {file.slips[0].says}")
    if model is None:
        raise UsageError(f'{place} does not say whose claims it holds: its front matter needs model = "…"')
    of = dossiers_states.called(connection, model, suite or file.front.suite)
    known = dossiers_claims.read(connection, of, place)
    if dossiers_states.standing(connection, of).state == FROZEN:
        dossier = dossiers_states.frozen(connection, of)
    else:
        dossier = _built(connection, of, known)
    return Page(known or file, dossier, dossiers_claims.before(connection, of), texts)


def _built(connection: sqlite3.Connection, of: dossiers_states.Named, known: ClaimsFile | None) -> Dossier:
    """The dossier; by the model's own scheme where the file names one that is not there, which is a problem of it."""
    try:
        return dossiers.build(connection, of.model, suite=of.suite, claims=known)
    except NotFound:
        if known is None or known.front.scheme is None:
            raise
        plain = replace(known, front=replace(known.front, scheme=None))
        return dossiers.build(connection, of.model, suite=of.suite, claims=plain)


def _called_like(connection: sqlite3.Connection, place: Path) -> str | None:
    """The model that the file is named after."""
    names = {one.model for one in dossiers_states.listed(connection)}
    return next((name for name in sorted(names) if dossiers_claims.default_place(name).name == place.name), None)


def _parsed(place: Path) -> ClaimsFile:
    return parse(dossiers_claims.text_of(place) or "", os.fspath(place))


def _suite(connection: sqlite3.Connection, name: str | None) -> SuiteEntry | None:
    """What a page without a dossier needs to know of its suite."""
    head = next((run for run in register.runs(connection) if name in (None, run.suite) and run.suite_hash), None)
    suite = bound_suite(connection, head.suite_hash) if head else None
    if suite is None:
        return None
    counts = Counter(case.case_class for case in suite.cases)
    return SuiteEntry(
        name=suite.name,
        title=suite.title,
        version=suite.version,
        hash=suite.hash,
        max_turns=suite.max_turns,
        judge_scale=suite.judge.scale if suite.judge else None,
        cases=dict(counts),
        intents={intent.id: intent.label for intent in suite.intents},
    )


def _touched(connection: sqlite3.Connection, models: set[str] | None) -> Iterator[Touched]:
    for one in dossiers_states.listed(connection):
        if one.editions and (models is None or one.model in models):
            of = dossiers_states.Named(one.suite, one.model)
            for edition in store.last_editions(connection, *of):
                if changes := dossiers_editions.touched(connection, of, edition.hash):
                    yield Touched(one.suite, one.model, edition.number, edition.hash, tuple(changes))
