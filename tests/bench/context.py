"""What every row needs: the sizes, the seed, the cache of big files and stores, a place for the short-lived ones."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer.checks.registry import CHECKS
from reviewer.model import reading

from . import generate
from .generate import Conversation, Shape


@dataclass(frozen=True)
class Sizes:
    """How big, and how often. The defaults are the sizes of the table."""

    transcripts: int = 10_692
    messages: tuple[int, ...] = (20, 2_000, 20_000, 200_000)
    giant_mb: float = 10.0
    search_messages: int = 1_000_000
    native_mb: float = 500.0
    tau2_copies: int = 6
    eval_mb: float = 200.0
    document_mb: float = 100.0
    repeats: int = 15
    keys: int = 40
    rounds: int = 3
    loads: int = 3
    findings: int = 50_000
    events: int = 100_000
    tags: int = 400


QUICK = Sizes(600, (20, 500, 2_000), 1, 20_000, 20, 1, 20, 10, 5, 15, 1, 2, 1_000, 2_000, 40)
"""A look within some minutes: the ratios mean little."""

CHECKED = sorted(f"{one.id} {one.version}" for one in CHECKS)
"""What the facts in a store were read with."""

_WORTH_CHECKING = 20_000
"""Messages up to which a store is really checked; a million of them would take half an hour."""

LONG_MEDIAN = 100
"""Characters of the messages of a transcript that would not fit into the program's longest line otherwise."""


@dataclass
class Context:
    """The present run of the bench."""

    seed: int
    sizes: Sizes
    cache: Path
    scratch: Path
    corpora: Path | None
    say: Callable[[str], None] = field(default=lambda text: print(text, file=sys.stderr, flush=True))  # noqa: T201

    def store(self, name: str, conversations: Callable[[], Iterator[Conversation]]) -> Path:
        """A cached store that the program's own loader made of these conversations; `name` tells its sizes.

        It is checked already: otherwise the program would begin to check it behind every screen that is measured.
        """
        from reviewer.operations.load import load

        def make(target: Path) -> None:
            with TemporaryDirectory(dir=self.cache) as folder:
                source = Path(folder) / f"{name}.jsonl"
                generate.write_native(source, conversations())
                summary = load(target, [str(source)])
            if summary.exit_code:
                raise RuntimeError(f"the loader refused a part of {name}: {summary}")
            _checked(target)

        return self.cached(f"{name}.db", make)

    def cached(self, name: str, make: Callable[[Path], None]) -> Path:
        """A file or a store in the cache; one that is half made is never taken for a whole one."""
        path = self.cache / f"{Path(name).stem}-{self._key(Path(name).suffix)}{Path(name).suffix}"
        if not path.exists():
            begun = time.perf_counter()
            self.cache.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.cache) as folder:
                target = Path(folder) / name
                make(target)
                _one_file(target)
                target.replace(path)
            self.say(f"made {path.name}: {path.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - begun:.1f} s")
        return path

    def _key(self, suffix: str) -> str:
        """What was made otherwise, or for another program, has another one."""
        said: list[object] = [self.seed, generate.VERSION]
        if suffix == ".db":
            migrations = sorted((files("reviewer.db") / "migrations").iterdir(), key=lambda file: file.name)
            said += [reading.VERSION, *(file.read_text() for file in migrations), CHECKED]
        return blake2b(json.dumps(said).encode(), digest_size=6).hexdigest()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder that is gone afterwards."""
        with TemporaryDirectory(dir=self.scratch) as name:
            yield Path(name)

    def native(self, megabytes: float) -> Path:
        """A native file of that size."""
        return self.cached(
            f"native-{megabytes:g}.jsonl",
            lambda path: generate.write_native(path, generate.conversations(self.seed, Shape()), megabytes),
        )

    def document(self, megabytes: float) -> Path:
        """One τ² document of that size."""
        return self.cached(
            f"document-{megabytes:g}.json",
            lambda path: generate.write_tau2(path, generate.conversations(self.seed, Shape()), megabytes),
        )

    def archive(self, megabytes: float) -> Path:
        """An Inspect archive that holds that much."""
        return self.cached(
            f"archive-{megabytes:g}.eval",
            lambda path: generate.write_eval(path, generate.conversations(self.seed, Shape()), megabytes),
        )

    def library(self) -> Path:
        """A store of many short transcripts: so many cases, 12 models, 3 runs each."""
        shape = Shape(self.sizes.transcripts, 8, 24, 160, models=12)
        return self.store(f"library-{self.sizes.transcripts}", lambda: generate.conversations(self.seed, shape))

    def reading(self, messages: int) -> Path:
        """A store of one transcript of so many messages."""
        median = 650 if messages <= 20_000 else LONG_MEDIAN
        shape = Shape(1, messages, messages, median, suite=f"long-{messages}")
        return self.store(f"reading-{messages}", lambda: generate.conversations(self.seed, shape))

    def giant(self) -> Path:
        """A store of one transcript of 20 messages, one of them very long."""
        return self.store(
            f"giant-{self.sizes.giant_mb:g}", lambda: iter([generate.giant(self.seed, self.sizes.giant_mb)])
        )

    def searching(self) -> Path:
        """A store with very many messages."""
        shape = Shape(max(1, self.sizes.search_messages // 24), 24, 24, 290, models=12)
        return self.store(f"searching-{self.sizes.search_messages}", lambda: generate.conversations(self.seed, shape))

    def environment(self) -> dict[str, str]:
        """For the program under test: its settings and data lie in the scratch folder, not in the person's.

        Its bytecode is kept, as where it is installed: many a container forbids that, and each start would compile all
        of the program then, but nothing of the libraries that the bare application is made of.
        """
        home = str(self.scratch)
        return {
            "PYTHONDONTWRITEBYTECODE": "",
            "HOME": home,
            "XDG_DATA_HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "XDG_CACHE_HOME": home,
        }


def only_transcript(store: Path) -> str:
    """The public id of the first transcript of a store."""
    connection = sqlite3.connect(store)
    try:
        return str(connection.execute("SELECT public_id FROM transcript ORDER BY id LIMIT 1").fetchone()[0])
    finally:
        connection.close()


def forget_place(store: Path) -> None:
    """Makes every transcript of a store open at its beginning again."""
    connection = sqlite3.connect(store)
    try:
        with connection:
            connection.execute("DELETE FROM place")
    finally:
        connection.close()


def copied(store: Path, folder: Path) -> Path:
    """A copy to write into."""
    target = folder / store.name
    shutil.copyfile(store, target)
    target.chmod(0o600)
    return target


def _checked(path: Path) -> None:
    """Reads the facts of a store; of a big one it is only recorded that they were read, and that there are none."""
    from reviewer.operations import check
    from reviewer.store import facts
    from reviewer.store.connection import open_writing, transaction

    with closing(open_writing(path)) as connection, transaction(connection):
        (messages,) = connection.execute("SELECT max(id) FROM message").fetchone()
        for group in facts.groups(connection) if messages > _WORTH_CHECKING else ():
            rules = check.rules(group)
            revisions = [(revision, ()) for revision, _ in facts.pending(connection, group, rules)]
            facts.record(connection, facts.keep_ruleset(connection, rules, "2026-01-01T00:00:00Z"), revisions)
    check.run(path, processes=0)


def _one_file(path: Path) -> None:
    """Brings what still lies in a store's write-ahead log into the store."""
    if path.suffix == ".db" and path.with_name(path.name + "-wal").exists():
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    os.sync()
