"""Completing a path as one types it."""

from __future__ import annotations

import glob
import os
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece

MOST = 500
"""Entries of a folder that are offered; who has more types a letter more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could stand in place of what is typed. `size` is in bytes, None for a folder."""

    path: str
    size: int | None


def split(typed: str) -> list[str]:
    """The paths that were typed: one, spaces and all, where there is such a file; otherwise as a shell splits them."""
    whole = typed.strip()
    if not whole:
        return []
    if os.path.exists(os.path.expanduser(whole)):  # noqa: PTH110, PTH111 -- a name that `Path` would tidy up
        return [os.path.expanduser(whole)]  # noqa: PTH111
    try:
        paths = shlex.split(whole)
    except ValueError:  # a quote without its end
        paths = [whole]
    return [os.path.expanduser(path) for path in paths]  # noqa: PTH111


def candidates(typed: str) -> list[Candidate]:
    """The files and folders that the path typed last could become, folders first; hidden ones when asked for."""
    return _beginning_with(typed) or _beginning_with(_last(typed))


def completed(typed: str, candidate: Candidate) -> str:
    """What is typed, with the candidate in place of the path typed last."""
    path = candidate.path
    unseen = visible_line(path) != path
    if unseen:  # nobody could see or type these: a pattern that the path fits
        path = "".join(glob.escape(part) if visible_line(part) == part else "?" for part in path)
    alone = candidate.path.startswith(typed)  # one path, perhaps with spaces
    before = "" if alone else typed.removesuffix(_last(typed))
    return before + (shlex.quote(path) if " " in path and (unseen or not alone) else path)


def _last(typed: str) -> str:
    return typed.rsplit(" ", 1)[-1]


def _beginning_with(begun: str) -> list[Candidate]:
    folder, name = os.path.split(os.path.expanduser(begun))  # noqa: PTH111
    found: list[Candidate] = []
    try:
        with os.scandir(folder or ".") as entries:
            for entry in entries:
                if not entry.name.startswith(name) or (entry.name.startswith(".") and not name.startswith(".")):
                    continue
                path = begun[: len(begun) - len(name)] + entry.name
                is_folder = entry.is_dir()
                found.append(Candidate(path + "/" * is_folder, None if is_folder else entry.stat().st_size))
                if len(found) == MOST:
                    break
    except OSError:
        return []
    return sorted(found, key=lambda candidate: (candidate.size is not None, candidate.path.casefold()))


class Candidates(Lines):
    """Files and folders, one a line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.candidates: list[Candidate] = []

    def show(self, candidates: Iterable[Candidate]) -> None:
        """Show other ones."""
        self.candidates = [*candidates]
        self.resize_to(len(self.candidates))

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Path and size."""
        candidate = self.candidates[index]
        size = f" {megabytes(candidate.size)} " if candidate.size is not None else " folder "
        yield fit(visible_line(candidate.path), width - len(size)), "strong" if candidate.size is None else ""
        yield size, "quiet"


def megabytes(size: int) -> str:
    """A size for people."""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"
