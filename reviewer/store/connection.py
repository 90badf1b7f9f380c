"""Opening the database: any number of readers, one writer a process, and every refusal in one plain line.

A reader sees a file that it cannot change and trusts nothing that its schema says. A writer syncs every commit before
it returns. Checkpoints happen only here, alone (`locks.py` says why), never by themselves inside somebody's commit.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import Any

from reviewer.errors import BusyStore, NewerStore, NotAStore, StoreError
from reviewer.store.faults import PRIMARY_CODE, disk_fault, faults
from reviewer.store.locks import PATIENCE, FileLock

SCHEMA_VERSION = 8
"""The number of migrations that this program knows; a file says its own in `user_version`."""

APPLICATION_ID = 0x52565752
"""`RVWR`, in the header of every database of ours."""

LOG_LIMIT = 16 << 20
"""Bytes of new content after which the write-ahead log is moved into the database."""

_SMALL_COMMIT = 32 << 10
_READING = """
    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0;
"""
_WRITING = """
    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = 0;
"""

Path = str | os.PathLike[str]


class Reader(sqlite3.Connection):
    """A reading connection. It remembers answers that take long and change seldom."""

    _answers: dict[str, list[tuple[Any, ...]]] | None = None
    _answered_at = -1

    def remembered(self, question: str) -> list[tuple[Any, ...]]:
        """What `SELECT …` answers, asked again only after somebody else has committed."""
        (version,) = self.execute("PRAGMA data_version").fetchone()
        if self._answers is None or version != self._answered_at:
            self._answers, self._answered_at = {}, version
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = self.execute(question).fetchall()
        return found

    def remember(self, answers: dict[str, list[tuple[Any, ...]]], version: int) -> None:
        """Takes over answers that another connection has given since this one's data_version was `version`."""
        self._answers, self._answered_at = {**answers}, version


class Writer(sqlite3.Connection):
    """The writing connection. Closing it leaves one file behind where nobody else has it open."""

    path: str
    lock: FileLock
    notes: tuple[str, ...] = ()
    """What a person should know of this database's whereabouts."""

    ready: bool = False
    """Whether it is open on a database of ours."""

    held: float = 0.0
    """How many seconds the last transaction kept the others waiting."""

    unmoved: int = 0
    """About how many bytes were committed since the last checkpoint."""

    def close(self) -> None:
        """Moves the log into the database where nobody is writing, and closes."""
        if self.ready:
            with suppress(sqlite3.Error, OSError):
                checkpoint(self, truncate=True)
            self.ready = False
        super().close()
        self.lock.close()


def present(path: Path) -> bool:
    """Whether there is a database of ours, or at least a file that is not empty, at `path`."""
    try:
        return os.stat(path).st_size > 0  # noqa: PTH116 - plain strings on the way to the first paint
    except OSError:
        return False


def open_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. May be used in any one thread at a time; an older file is migrated first.

    Raises StoreError for no file or a folder, NotAStore, NewerStore, DamagedStore.
    """
    name = os.path.abspath(os.fspath(path))  # noqa: PTH100
    _look(name)
    _open_besides(name)
    with faults(name):
        try:
            connection = _reader(name, "mode=ro")
        except sqlite3.OperationalError as error:
            folder = os.path.dirname(name)  # noqa: PTH120
            match error.sqlite_errorcode & PRIMARY_CODE:
                case sqlite3.SQLITE_READONLY if not os.access(folder, os.W_OK):
                    raise _elsewhere(name) from error
                case sqlite3.SQLITE_READONLY:  # what a killed process began has to be rolled back first
                    open_writing(name).close()
                    return _reader(name, "mode=ro")
                # On a disk that cannot be written there is no place for the log's index. Without a log nobody writes.
                case sqlite3.SQLITE_CANTOPEN if not present(name + "-wal"):
                    return _reader(name, "mode=ro&immutable=1")
                case sqlite3.SQLITE_CANTOPEN if os.access(name, os.R_OK) and not os.access(folder, os.W_OK):
                    raise _elsewhere(name) from error
            raise
        if _version(connection, name) == SCHEMA_VERSION:
            return connection
        connection.close()
        open_writing(name).close()
        return _reader(name, "mode=ro")


def open_writing(path: Path) -> Writer:
    """The writing connection, in autocommit until `transaction`. Makes or fills the file, for its owner alone, and
    migrates it.

    Raises StoreError for a folder, a missing parent folder or a full or read-only disk, NotAStore, NewerStore,
    DamagedStore, BusyStore.
    """
    name = os.path.abspath(os.fspath(path))  # noqa: PTH100
    try:
        # SQLite gives its log the mode of the database: so a file made for its owner keeps all of them private.
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        _look(name, may_be_empty=True)
        if not (os.access(name, os.W_OK) and os.access(os.path.dirname(name), os.W_OK)):  # noqa: PTH120
            raise StoreError(f"{name}: cannot be written: the file or its folder is read-only for you") from None
        _make_private(name)
        _open_besides(name)
    except OSError as error:
        raise disk_fault(error, name) from error
    with faults(name):
        connection = sqlite3.connect(
            _uri(name, "mode=rw"), uri=True, timeout=PATIENCE, isolation_level=None, factory=Writer
        )
    connection.path, connection.lock = name, FileLock(name)
    try:
        with faults(name):
            connection.executescript(_WRITING)
            if sys.platform == "darwin":
                connection.executescript("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;")
            if _version(connection, name) < SCHEMA_VERSION:
                from reviewer.store.migrate import migrate

                migrate(connection)
            _keep_journal(connection)
            connection.ready = True
    except OSError as error:
        connection.close()
        raise disk_fault(error, name) from error
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, size: int = _SMALL_COMMIT) -> Iterator[sqlite3.Connection]:
    """One short immediate transaction: all of it is on the disk when the block is left, or nothing of it.

    `size` is about how many bytes it writes. Raises BusyStore when others did not finish within five seconds,
    StoreError when the disk is full; an exception inside rolls back.
    """
    lock = connection.lock if isinstance(connection, Writer) else None
    with faults(connection):
        if lock is not None and not lock.take(alone=False):
            raise BusyStore(f"{lock.path.removesuffix('-lock')}: another process keeps it for too long")
        try:
            connection.execute("BEGIN IMMEDIATE")
            begun = perf_counter()
            yield connection
            connection.execute("COMMIT")
            if isinstance(connection, Writer):
                connection.held = perf_counter() - begun
        except BaseException:
            connection.rollback()  # nothing, where a full disk has done it already
            raise
        finally:
            if lock is not None:
                lock.give()
        if isinstance(connection, Writer):
            connection.unmoved += size
            if connection.unmoved > LOG_LIMIT:
                with suppress(sqlite3.Error, OSError):  # what was committed is saved; the log moves another time
                    checkpoint(connection)


def checkpoint(connection: Writer, *, truncate: bool = False) -> bool:
    """Moves the log into the database, unless somebody is writing just now: then it is left for the next time."""
    if not connection.lock.take(alone=True, patience=0):
        return False
    try:
        if truncate:
            connection.execute("PRAGMA busy_timeout = 0")  # somebody who is still reading keeps their view
        connection.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if truncate else 'PASSIVE'})").fetchone()
        connection.unmoved = 0
    finally:
        connection.lock.give()
        if truncate:
            connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    return True


def _look(name: str, *, may_be_empty: bool = False) -> None:
    """Refuses what is no file, before SQLite finds less clear words for it."""
    try:
        status = os.stat(name)  # noqa: PTH116
    except FileNotFoundError as error:
        demo = os.path.join(os.path.dirname(name), "demo.db")  # noqa: PTH118, PTH120
        beside = f"; the demo's is beside it: `--db {demo}`" if os.path.exists(demo) else ""  # noqa: PTH110
        raise StoreError(f"{name}: no such database; `reviewer load FILES` makes one{beside}") from error
    except OSError as error:
        raise disk_fault(error, name) from error
    if os.path.isdir(name):  # noqa: PTH112
        raise StoreError(f"{name}: a folder, where a database file was expected")
    if not status.st_size and not may_be_empty:
        raise NotAStore(f"{name}: an empty file; `reviewer load FILES` fills it")


def _elsewhere(name: str) -> StoreError:
    """What is to be done about a folder that others may write in: what they write beside us, an `immutable` reader
    would not see, or see in parts."""
    log = f"{os.path.basename(name)}-wal"  # noqa: PTH119
    what = f"both it and {log}, which has what was written last," if present(f"{name}-wal") else "it"
    return StoreError(
        f"{name}: cannot be read where it is: you may not write in its folder, where SQLite keeps what readers share; "
        f"copy {what} to a folder of yours, while nobody writes to it, and open the copy"
    )


def _make_private(name: str) -> None:
    """Leaves an empty file to its owner alone before it is filled. One with content keeps its mode."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # a disk that knows no modes
        status = os.stat(name)  # noqa: PTH116
        # A device has no size either: `/dev/null` stays what it is for everybody else.
        if stat.S_ISREG(status.st_mode) and not status.st_size and status.st_uid == os.geteuid():
            os.chmod(name, 0o600)  # noqa: PTH101


def _open_besides(name: str) -> None:
    """Lets us write what SQLite left beside a file that was read-only then, as it is or was: the file may change."""
    for beside in (f"{name}-wal", f"{name}-shm"):
        with suppress(OSError):  # most often there is none
            if not os.access(beside, os.W_OK):
                os.chmod(beside, stat.S_IMODE(os.stat(name).st_mode) | stat.S_IWUSR)  # noqa: PTH101, PTH116


def _reader(name: str, mode: str) -> sqlite3.Connection:
    """A reading connection that has read the header; no file of others, none of a later program."""
    connection = sqlite3.connect(
        _uri(name, mode), uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False, factory=Reader
    )
    try:
        connection.executescript(_READING)
        _version(connection, name)
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(name: str, mode: str) -> str:
    return f"file://{name.replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?{mode}"


def _version(connection: sqlite3.Connection, name: str) -> int:
    """The file's version: 0 for one that is still empty. Refuses files of others and of later programs.

    Another process may be filling the file between two of these questions. Where there are tables it has committed, so
    the later answers are its own too; where there were none, ours among the later answers does not count against it.
    """
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # damage shows here, too
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        raise NewerStore(
            f"{name}: written by a newer reviewer (form {version}; this one knows up to {SCHEMA_VERSION}): "
            "update reviewer to open it"
        )
    if application == APPLICATION_ID and version > 0:
        return int(version)
    if application == APPLICATION_ID and not tables:
        return 0
    if application or version or tables:
        raise NotAStore(f"{name}: a SQLite database, but not one of reviewer's")
    return 0


def _keep_journal(connection: Writer) -> None:
    """The write-ahead log with every commit synced; on a network disk, where it is not safe, the rollback journal."""
    from reviewer.store.filesystem import is_local

    wanted = "wal"
    if not is_local(connection.path):
        wanted = "delete"
        connection.notes = (
            f"{connection.path} lies on a network disk: two programs that write there at once can damage it, and it is "
            "slow; keep it on a disk of this machine",
        )
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != wanted:
        if not connection.lock.take(alone=True):
            raise BusyStore(f"{connection.path}: another process keeps it for too long")
        try:
            connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
        finally:
            connection.lock.give()
    connection.execute(f"PRAGMA synchronous = {'FULL' if wanted == 'wal' else 'EXTRA'}")
