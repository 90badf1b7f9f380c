"""What lies beside a folder that is written: pages lead to each other where they stand next to each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from reviewer.export.report import pages
from reviewer.operations import board_files

REPORT: Final = "report"
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*", re.ASCII)
"""A folder's name that a link can hold in every format."""


def reports_beside(folder: Path, suite: str) -> dict[str, str]:
    """The pages of the deep reports that lie beside a folder, by model, as seen from within it; the first by name."""
    found: dict[str, str] = {}
    for page, of, model in _pages(folder, REPORT, "dossier.json", pages.INDEX):
        if of == suite:
            found.setdefault(model, page)
    return found


def board_beside(folder: Path, suite: str) -> str | None:
    """The page of the board of this suite that lies beside a folder, as seen from within it; the first by name."""
    found = _pages(folder, board_files.KIND, board_files.BOARD, board_files.INDEX)
    return next((page for page, of, _ in found if of == suite), None)


def _pages(folder: Path, kind: str, data: str, index: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The way to each page of that kind beside the folder, its suite and its model; no other folder is one."""
    for place in sorted(folder.absolute().parent.glob(f"*/{data}")):
        beside = place.parent
        page = next((name for name in index.values() if (beside / name).is_file()), None)
        if page is None or beside.name == folder.name or not _PLAIN.fullmatch(beside.name):
            continue
        try:
            if json.loads((beside / "manifest.json").read_bytes()).get("kind") != kind:
                continue
            made = json.loads(place.read_bytes())
            about = str(made["suite"]["name"]), str(made["model"]["id"]) if kind == REPORT else ""
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        yield f"../{beside.name}/{page}", *about
