"""Everything that this program refuses, and the only file that knows all of it.

    ReviewerError                 one clear line for the person; `reviewer.cli` turns it into an exit code
    ├── UsageError                the call's words are off                                  exit 2
    │   └── NoTerminal            a screen was asked for where there is no terminal          exit 2
    ├── InputRefused              a file, or one transcript of it, cannot be used            exit 1 or 3
    │   ├── UnknownFormat         nobody recognises the content                              (3: nothing usable
    │   ├── BrokenFile            recognised, but not readable as what it says it is             came in)
    │   └── TooLarge              beyond a limit that guards memory and time
    ├── NotFound                  no transcript, run or model of that name                   exit 1
    ├── Blinded                   it would tell what one's own word on a case must not know  exit 1
    ├── StoreError                the ground: the database or the disk                       exit 4
    │   ├── NotAStore             the file is no database of ours
    │   ├── NewerStore            written by a newer program: never guessed at
    │   ├── DamagedStore          SQLite says that the file is corrupt
    │   └── BusyStore             another process held the file for too long
    └── Interrupted               the person stopped it; what was committed stays            exit 130, 128 + a signal

Errors of one item (`InputRefused`) are recorded and the work goes on; errors of the ground (`StoreError`) stop it.
"""

from __future__ import annotations


class ReviewerError(Exception):
    """The base of all. `str(error)` is one line without a traceback, already made of plain words."""

    exit_code = 1


class UsageError(ReviewerError):
    """The call's words are off."""

    exit_code = 2


class NoTerminal(UsageError):
    """A screen was asked for where there is no terminal."""


class InputRefused(ReviewerError):
    """A file, or one transcript of it, cannot be used.

    `path` is the file as the person named it, `place` where in it ("line 12", "simulations[3]", "member x"),
    `reason` what was expected and what stood there instead.
    """

    exit_code = 3

    def __init__(self, path: str, place: str, reason: str) -> None:
        self.path, self.place, self.reason = path, place, reason
        super().__init__(f"{path}: {place}: {reason}" if place else f"{path}: {reason}")


class UnknownFormat(InputRefused):
    """Nobody recognises the content; the reason names the keys that were found."""


class BrokenFile(InputRefused):
    """Recognised, but not readable as what it says it is."""


class TooLarge(InputRefused):
    """Beyond a limit that guards memory and time."""


class NotFound(ReviewerError):
    """No transcript, run or model of that name."""


class Blinded(ReviewerError):
    """It would tell of cases on which the reviewer's own word is still to come, and must not know of it."""


class StoreError(ReviewerError):
    """The ground gave way: the database or the disk."""

    exit_code = 4


class NotAStore(StoreError):
    """The file is no database of ours."""


class NewerStore(StoreError):
    """The file was written by a newer program."""


class DamagedStore(StoreError):
    """SQLite says that the file is corrupt."""


class BusyStore(StoreError):
    """Another process held the file for too long."""


class Interrupted(ReviewerError):
    """The person stopped it, or `signal` did; what was committed stays."""

    def __init__(self, words: str, signal: int = 2) -> None:
        super().__init__(words)
        self.exit_code = 128 + signal
