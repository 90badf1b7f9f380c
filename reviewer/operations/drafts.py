"""Words that were typed for a decision and are not on record yet: kept in a folder of the person who typed them.

They outlive the program, however it ends. Each is a file of its own, which nobody but that person can read, and which
goes when what it says is saved, or is wiped out by whoever typed it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from platformdirs import user_state_path

Key = tuple[str, ...]
"""What it is about, what was asked, and in which words."""


def folder(db: Path, reviewer: str) -> Path:
    """Where the drafts are of one reviewer at one database."""
    return user_state_path("reviewer") / "drafts" / _named(str(db.resolve()), reviewer)


class Drafts(MutableMapping[Key, str]):
    """Of one reviewer at one database, the newest last. Where the folder cannot be written to, as long as the program.

    What was answered is on its way into the database: nobody is offered it again, and its file stays until it is there.
    """

    def __init__(self, db: Path, reviewer: str) -> None:
        self._folder = folder(db, reviewer)
        self._lock = Lock()
        self._typed = _read(self._folder)
        self.durable = True
        """Whether all that was typed since could be kept."""

        self.older = frozenset(self._typed)
        """What was typed before the program began, and not changed since."""

    def __getitem__(self, key: Key) -> str:
        return self._typed[key]

    def __iter__(self) -> Iterator[Key]:
        return iter([*self._typed])

    def __len__(self) -> int:
        return len(self._typed)

    def __setitem__(self, key: Key, text: str) -> None:
        with self._lock:
            self.older -= {key}
            self._typed[key] = text
            try:
                _write(self._file(key), {"key": key, "text": text})
            except OSError:
                self.durable = False

    def __delitem__(self, key: Key) -> None:
        with self._lock:
            del self._typed[key]
            self._wipe(key)

    def answered(self, key: Key) -> Answered | None:
        """What was typed has become an answer; None where nothing was."""
        with self._lock:
            text = self._typed.pop(key, None)
        return None if text is None else Answered(self, key, text)

    def saved(self, key: Key) -> None:
        """An answer is in the database. What was typed for the same question since is another draft, and stays."""
        with self._lock:
            if key not in self._typed:
                self._wipe(key)

    def _wipe(self, key: Key) -> None:
        with suppress(OSError):
            self._file(key).unlink(missing_ok=True)

    def _file(self, key: Key) -> Path:
        return self._folder / f"{_named(*key)}.json"


class Answered:
    """Words on their way into the database."""

    def __init__(self, drafts: Drafts, key: Key, text: str) -> None:
        self._drafts, self._key, self._text = drafts, key, text

    def saved(self) -> None:
        """They are there."""
        self._drafts.saved(self._key)

    def refused(self) -> None:
        """They are not: a draft once more, unless there is a newer one."""
        self._drafts.setdefault(self._key, self._text)


def _named(*words: str) -> str:
    return blake2b(json.dumps(words).encode(), digest_size=16).hexdigest()


def _write(path: Path, content: object) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        json.dump(content, file)
    beside.replace(path)


def _read(folder: Path) -> dict[Key, str]:
    """The oldest first; what cannot be read is left where it is."""
    found = []
    for path in folder.glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(path.read_text("ascii"))
            found.append((path.stat().st_mtime_ns, tuple(map(str, said["key"])), str(said["text"])))
    return {key: text for _, key, text in sorted(found)}
