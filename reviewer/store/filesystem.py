"""Whether a file lies on a disk of this machine: SQLite's write-ahead log shares memory, which no network disk does."""

from __future__ import annotations

import os
import re

MOUNTS = "/proc/self/mountinfo"

LOCAL = frozenset(
    {
        *("apfs", "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfs", "hfsplus", "jfs"),
        *("msdos", "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs", "tmpfs", "ufs", "vfat", "xfs", "zfs"),
    }
)
"""An allow-list: a file system that is not in it is taken for a network's."""


def kind_of(path: str, mounts: str = MOUNTS) -> str | None:
    """The kind of the file system that holds `path` ("ext4", "nfs4"); None where this machine does not say."""
    try:
        with open(mounts, encoding="utf-8", errors="surrogateescape") as table:  # noqa: PTH123 - before pathlib is needed
            lines = table.readlines()
    except OSError:
        return None
    real = os.path.realpath(path)
    best, kind = "", None
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        mount = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
        inside = mount == "/" or real == mount or real.startswith(mount + "/")
        if inside and len(mount) >= len(best):  # of two mounts on one folder the later is the one that shows
            best, kind = mount, right.split(" ")[0]
    return kind


def is_local(path: str, mounts: str = MOUNTS) -> bool:
    """Whether the write-ahead log is safe there; where the machine does not say, it is taken to be."""
    kind = kind_of(path, mounts)
    return kind is None or kind in LOCAL
