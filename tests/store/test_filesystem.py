"""Which disks are this machine's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.store import connection, filesystem
from reviewer.store.connection import open_writing
from reviewer.store.filesystem import is_local, kind_of

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 0:50 / /home rw - nfs4 server:/home rw,vers=4.2
41 27 0:51 / /mnt/my\040disk rw master:3 - cifs //server/share rw
42 40 0:52 / /home/me/local rw - xfs /dev/vdb rw
43 27 0:53 / /new rw - brandnewfs none rw
44 27 0:54 / /twice rw - nfs server:/a rw
45 27 0:55 / /twice rw - tmpfs none rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind", "local"),
    [
        ("/srv/study.db", "ext4", True),
        ("/home/me/study.db", "nfs4", False),
        ("/home/me/local/study.db", "xfs", True),
        ("/home/me/localstudy.db", "nfs4", False),
        ("/mnt/my disk/study.db", "cifs", False),
        ("/new/study.db", "brandnewfs", False),
        ("/twice/study.db", "tmpfs", True),
        ("/homestead/study.db", "ext4", True),
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, path: str, kind: str, local: bool) -> None:
    """The longest mount that holds the file; of two on one folder the later; what is unknown counts as a network's."""
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    assert kind_of(path, str(table)) == kind
    assert is_local(path, str(table)) is local


def test_a_machine_that_does_not_say(tmp_path: Path) -> None:
    """Is believed to have a disk of its own."""
    assert kind_of("/srv/study.db", str(tmp_path / "nothing")) is None
    assert is_local("/srv/study.db", str(tmp_path / "nothing"))


def test_a_network_disk_gets_the_rollback_journal_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log in shared memory is safe on one machine only; the way back is open too."""
    monkeypatch.setattr(filesystem, "is_local", lambda _path: False)
    writer = open_writing(tmp_path / "study.db")
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert writer.execute("PRAGMA synchronous").fetchone() == (3,)
    assert "network disk" in writer.notes[0]
    with connection.transaction(writer):
        writer.execute("INSERT INTO document VALUES ('h', 'policy', 'text')")
    writer.close()
    monkeypatch.undo()
    writer = open_writing(tmp_path / "study.db")
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert writer.execute("SELECT text FROM document").fetchall() == [("text",)]
    assert not writer.notes
    writer.close()
