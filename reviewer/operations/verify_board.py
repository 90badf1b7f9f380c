"""Is a published board still what it was, and does the store bear its counted rows?

What others published is looked at only as far as it is here: in the file that comes with the program.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from reviewer import __version__
from reviewer.dossier import boards_arithmetic
from reviewer.dossier.entry import of_runs
from reviewer.dossier.redacted import Texts
from reviewer.errors import BrokenFile, ReviewerError
from reviewer.export.manifest import NAME, Manifest
from reviewer.model.board import FORMAT, Board
from reviewer.model.published import published
from reviewer.operations import board as boards
from reviewer.operations import verify_files
from reviewer.operations.board_files import BOARD, board_file, board_files, format_of
from reviewer.operations.redaction import redactor_of
from reviewer.store import dossiers as store
from reviewer.text.redact import RULES, versions

if TYPE_CHECKING:
    from reviewer.operations.verify import Verified

_WHOLE = ("columns", "orders", "picks", "pareto", "calibration")
"""What follows from all rows, also the published ones."""


def is_board(path: Path) -> bool:
    """Whether a folder or a file holds a board."""
    if path.is_dir():
        return (path / BOARD).is_file()
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def inside(path: Path, found: Manifest | None, done: Verified) -> Board:
    """The board, after its bytes, its pages and its fractions were looked at. Raises BrokenFile for what is none."""
    place = path / BOARD if path.is_dir() else path
    made, content = _parsed(place)
    if made.program == __version__ and (should := board_file(made)) != content:
        says = "these are not the bytes that the program writes of it"
        done.wrong(BOARD, f"{says}: {verify_files.difference(content, should)}")
    if found is not None:
        _pages(path, found, made, done)
    done.figures = sum(1 for _ in boards_arithmetic.figures(made))
    for where, what in boards_arithmetic.contradictions(made):
        done.wrong(where, what)
    return made


def against_store(connection: sqlite3.Connection, made: Board, kept: store.Manifest | None, done: Verified) -> None:
    """Counts every counted row again, and all that follows from rows."""
    source = made.published
    here = source is not None and source.shipped and boards.source(published(), None).hash == source.hash
    if source is not None and not here:
        done.notes.append(f"published rows come from {source.name}, which is not here: they were not looked at")
    wanted = boards.Wanted(made.suite.name, without_published=not here)
    try:
        again = boards.build(connection, wanted, made_at=made.made_at)
    except ReviewerError as error:
        done.wrong("rows", f"they cannot be counted again: {error}")
        return
    if again.left_out and _counted(made) - _counted(again):
        for why in again.left_out:
            done.wrong("rows", f"they cannot be counted again: {why}")
        return
    if kept is not None and kept.placeholders and not made.redaction.raw:
        version = made.redaction.version
        redactor = redactor_of(kept.placeholders, version=version if version in versions() else RULES)
        again = Board.model_validate(Texts(redactor).every(again.model_dump(mode="json")))
    if made.snapshot != again.snapshot and (here or source is None):
        done.wrong("snapshot", f"it was {made.snapshot.id}, and the fleet is {again.snapshot.id} now")
    was, is_ = dict(_said(made)), dict(_said(again))
    done.figures = sum(figure.origin == "counted" for _, figure in boards_arithmetic.figures(made))
    for where in sorted(was.keys() | is_.keys()):
        if was.get(where) != is_.get(where):
            done.wrong(where, f"it says {was.get(where, 'nothing')}; the store says {is_.get(where, 'nothing')}")
    if here or source is None:
        for name in _WHOLE:
            if _bare(getattr(made, name)) != _bare(getattr(again, name)):
                done.wrong(name, "it is not what the rows give")


def _counted(made: Board) -> set[str]:
    """The models that were counted here."""
    return {row.model.id for row in made.rows if row.origin == "counted"}


def _parsed(place: Path) -> tuple[Board, bytes]:
    try:
        content = place.read_bytes()
        return Board.model_validate_json(content), content
    except OSError as error:
        raise BrokenFile(os.fspath(place), "", f"it cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BrokenFile(
            os.fspath(place), ".".join(map(str, first["loc"])), f"expected a board: {first['msg']}"
        ) from None


def _pages(path: Path, found: Manifest, made: Board, done: Verified) -> None:
    """Makes every file again out of the board."""
    if made.program != __version__:
        done.notes.append(f"the pages were made by version {made.program}; this one ({__version__}) makes others")
        return
    if any(one.where in (BOARD, NAME) for one in done.problems):
        done.notes.append("the pages were not made again, as the board is not what was written")
        return
    try:
        again = dict(board_files(format_of([*found.files]), made))
    except (KeyError, StopIteration, ValueError) as error:
        done.wrong(BOARD, f"no page can be made of it: {error}")
        return
    verify_files.held_again(path, found, again, "board", done)


def _said(made: Board) -> Iterator[tuple[str, str]]:
    """What is counted, by where it stands."""
    for where, figure in boards_arithmetic.figures(made):
        if figure.origin == "counted":
            of = of_runs(figure) or f"{figure.numerator}/{figure.denominator}"
            between = f", {figure.interval.low:.4f}–{figure.interval.high:.4f}" if figure.interval else ""
            yield f"{where} {figure.name}", f"{figure.shown} ({of}){between}"
    for row in made.rows:
        if row.origin == "counted":
            runs = ", ".join(row.runs) + (", synthetic" if row.synthetic else "")
            yield f"row {row.model.id}", f"{row.band}, reaches {' '.join(row.bands)}; runs {runs}"
    for zones in made.zones:
        if zones.origin == "counted":
            parts = f"{zones.held} held, {zones.handed_over} handed over, {zones.fell} fell"
            yield f"zones of {zones.model}", f"{parts} of {zones.conversations}"


def _bare(value: Any) -> Any:
    """Plain data without the ends of intervals, whose last digits are another machine's."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {name: _bare(one) for name, one in value.items() if name != "interval"}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return value
