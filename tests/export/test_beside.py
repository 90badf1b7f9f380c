"""What a killed export leaves goes with the next one to the same place; nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.export.folder import write_file, write_folder
from tests.export.test_folder import files, names, tree

KILLED = """
import os, signal, sys
from pathlib import Path
from reviewer.export import folder
from tests.export.test_folder import files

def gone(*_):
    os.kill(os.getpid(), getattr(signal, sys.argv[3]))

def until(contents):
    yield next(contents)
    gone()

out, how = Path(sys.argv[1]), sys.argv[2]
if how == "exchange":
    folder.Path.rename, kept = (lambda self, to: gone() if self.suffix == ".half" else kept(self, to)), Path.rename
folder.write_folder(out, until(files(index=b"2")) if how == "fill" else files(index=b"2"), force=True)
"""


def killed(out: Path, root: Path, how: str, by: signal.Signals = signal.SIGKILL) -> None:
    """An export that is killed: while it fills its folder, or between its two last moves."""
    done = subprocess.run([sys.executable, "-c", KILLED, out, how, by.name], cwd=root, check=False)
    assert done.returncode == -by


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_export(tmp_path: Path, root: Path, by: signal.Signals) -> None:
    """Leaves what it was to replace, and a folder that the next export clears: no other one, and nobody's own."""
    out, other = tmp_path / "out", tmp_path / "out2"
    write_folder(out, files(index=b"1"))
    killed(out, root, "fill", by)
    (left,) = (one for one in names(tmp_path) if one != "out")
    assert left.endswith(".half")
    assert tree(out) == dict(files(index=b"1"))
    for own in (".out.77607188", ".out.mine.half", ".out.7760718.half", ".out2.77607188.half"):
        (tmp_path / own).mkdir()
    (tmp_path / ".out.01234567.half").symlink_to(other)
    kept = {*names(tmp_path)} - {left}
    write_folder(out, files(index=b"3"), force=True)
    assert {*names(tmp_path)} == kept
    write_folder(other, files(index=b"1"))
    assert {*names(tmp_path)} == {*kept, "out2"} - {".out2.77607188.half"}


def test_killed_between_the_last_moves(tmp_path: Path, root: Path) -> None:
    """The export that was moved aside is there as long as nobody replaces it by force."""
    out = tmp_path / "out"
    write_folder(out, files(index=b"1"))
    killed(out, root, "exchange")
    assert sorted(Path(one).suffix for one in names(tmp_path)) == [".half", ".old"]
    write_folder(out, files(index=b"3"))
    assert sorted(Path(one).suffix for one in names(tmp_path)) == ["", ".old"]
    write_folder(out, files(index=b"4"), force=True)
    assert names(tmp_path) == ["out"]


def test_an_export_at_the_same_time(tmp_path: Path) -> None:
    """Is held, and not cleared by one to the same place that is done before it."""
    out = tmp_path / ("long" * 40)

    def slow() -> Iterator[tuple[str, bytes]]:
        contents = files(index=b"1")
        yield next(contents)
        write_folder(out, files(index=b"2"))
        assert len(names(tmp_path)) == 2
        yield from contents

    with pytest.raises(Exception, match="--force"):
        write_folder(out, slow())
    assert tree(out) == dict(files(index=b"2"))
    assert names(tmp_path) == [out.name]


def test_what_a_file_left(tmp_path: Path) -> None:
    """Is cleared like a folder, where it is a plain file."""
    (tmp_path / ".a.json.01234567.half").write_bytes(b"half")
    os.mkfifo(tmp_path / ".a.json.01234568.half")
    write_file(tmp_path / "a.json", b"1", private=True)
    assert names(tmp_path) == [".a.json.01234568.half", "a.json"]
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o600
