"""What a written folder holds: each file with its SHA-256, in a file of its own.

The bytes of a manifest follow from what it says, so a changed one is seen even where no file is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

FORMAT: Final = "reviewer-manifest/1"
NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` is by name below the folder, with `/` between its parts; the manifest itself is not among them."""

    kind: str
    files: Mapping[str, str]

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        data = {"files": dict(sorted(self.files.items())), "format": FORMAT, "kind": self.kind}
        return (json.dumps(data, indent=1, ensure_ascii=True) + "\n").encode("ascii")

    @property
    def hash(self) -> str:
        """The SHA-256 of its bytes, in hex: the name under which a store keeps it."""
        return digest(self.content)


def digest(data: bytes) -> str:
    """The SHA-256 in hex."""
    return sha256(data).hexdigest()


def read(content: bytes) -> Manifest:
    """What such a file says. Raises ValueError for anything else, and for one that was written otherwise."""
    data = json.loads(content)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"expected a {FORMAT}")
    kind, files = data.get("kind"), data.get("files")
    if not isinstance(kind, str) or not isinstance(files, dict):
        raise ValueError("expected a kind and files")
    if not all(isinstance(value, str) for value in files.values()):
        raise ValueError("expected a SHA-256 for each file")
    made = Manifest(kind, files)
    if made.content != content:
        raise ValueError("these are not the bytes that the program writes")
    return made
