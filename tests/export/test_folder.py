"""Files and folders: whole or not at all, and nothing of anybody's is overwritten."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.errors import UsageError
from reviewer.export.folder import write_file, write_folder
from reviewer.export.manifest import NAME, Manifest, digest


def files(**contents: bytes) -> Iterator[tuple[str, bytes]]:
    """An export: the files, then their manifest. `_` in a name stands for a slash."""
    named = {name.replace("_", "/"): content for name, content in contents.items()}
    yield from named.items()
    yield NAME, Manifest("report", {name: digest(content) for name, content in named.items()}).content


def names(path: Path) -> list[str]:
    """What a folder holds."""
    return sorted(one.name for one in path.iterdir())


def tree(path: Path) -> dict[str, bytes]:
    """Everything below a folder."""
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def test_a_folder(tmp_path: Path) -> None:
    """Is written as it was given, and nothing else is beside it."""
    write_folder(tmp_path / "out", files(index=b"1", t_one=b"2"))
    assert tree(tmp_path / "out") == dict(files(index=b"1", t_one=b"2"))
    assert names(tmp_path) == ["out"]


def test_an_earlier_export(tmp_path: Path) -> None:
    """Stays, unless it is to be replaced; then nothing of it is left."""
    out = tmp_path / "out"
    write_folder(out, files(index=b"1", t_one=b"2"))
    coming = files(index=b"new")
    with pytest.raises(UsageError, match="--force"):
        write_folder(out, coming)
    assert next(coming) == ("index", b"new"), "refused before anything is made"
    assert tree(out) == dict(files(index=b"1", t_one=b"2"))
    write_folder(out, files(index=b"new"), force=True)
    assert tree(out) == dict(files(index=b"new"))
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_somebody_else(tmp_path: Path, force: bool) -> None:
    """Is never overwritten, nor is an export with somebody's own file in it; an empty folder may be used."""
    out = tmp_path / "out"
    out.mkdir()
    write_folder(out, files(index=b"1"), force=force)
    (out / "notes").mkdir()
    (out / "notes" / "mine\x1b.txt").write_bytes(b"my own")
    with pytest.raises(UsageError, match=r"holds notes/mine\\x1b.txt, which is not of that export"):
        write_folder(out, files(index=b"2"), force=force)
    (out / NAME).write_bytes(b"{}")
    with pytest.raises(UsageError, match="no earlier export"):
        write_folder(out, files(index=b"2"), force=force)
    assert (out / "notes" / "mine\x1b.txt").read_bytes() == b"my own"
    (tmp_path / "file").write_bytes(b"my own")
    with pytest.raises(UsageError, match="expected the name of a folder"):
        write_folder(tmp_path / "file", files(index=b"2"), force=force)
    with pytest.raises(UsageError, match="no such folder"):
        write_folder(tmp_path / "none" / "out", files(index=b"2"), force=force)
    assert names(tmp_path) == ["file", "out"]


def test_what_stops_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while the files are made, a full disk while they are written, and one that meets the last move."""
    out = tmp_path / "out"
    write_folder(out, files(index=b"1"))

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index", b"2"
        raise RuntimeError("stopped")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(RuntimeError, match="stopped"):
        write_folder(out, broken(), force=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            write_folder(out, files(index=b"2"), force=True)
        with pytest.raises(OSError, match="no space"):
            write_file(tmp_path / "one.json", b"2")
    rename = Path.rename
    moves: list[Path] = []

    def second_fails(self: Path, target: Path) -> Path:
        moves.append(self)
        if len(moves) == 2:
            raise OSError(errno.EIO, "no move")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", second_fails)
        with pytest.raises(OSError, match="no move"):
            write_folder(out, files(index=b"2"), force=True)
    assert tree(out) == dict(files(index=b"1"))
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    "name", ["", "/etc/x", "../x", "a/../x", "a//b", "a\\b", ".hidden", "a\nb", "ä", "a/" * 9 + "b"]
)
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    """Is a mistake of the program, and writes nothing."""
    with pytest.raises(ValueError, match="no plain name"):
        write_folder(tmp_path / "out", [(name, b"")])
    assert names(tmp_path) == []


def test_what_a_folder_needs(tmp_path: Path) -> None:
    """A manifest, and each name once, also where a file system knows no capitals."""
    with pytest.raises(ValueError, match="without a manifest"):
        write_folder(tmp_path / "out", [("index", b"")])
    with pytest.raises(ValueError, match="two files"):
        write_folder(tmp_path / "out", [("index", b""), ("Index", b"")])
    assert names(tmp_path) == []


def test_one_file(tmp_path: Path) -> None:
    """Is replaced only on demand, never in place of a folder, and through a link where that leads."""
    path = tmp_path / "a.json"
    write_file(path, b"1")
    with pytest.raises(UsageError, match="--force"):
        write_file(path, b"2")
    write_file(path, b"2", force=True)
    (tmp_path / "link").symlink_to(path)
    write_file(tmp_path / "link", b"3", force=True)
    assert path.read_bytes() == b"3"
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(UsageError, match="is a folder"):
        write_file(tmp_path, b"3", force=True)
    assert names(tmp_path) == ["a.json", "link"]
