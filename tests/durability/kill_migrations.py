"""Migrations that are killed: `python kill_migrations.py SEED COUNT OLD TARGET`, a process of its own that forks.

Each child opens a copy of the database OLD, which brings it up to date, and dies at a random moment of its own
processor time by a signal that nothing handles. The copies stay behind as TARGET/0/study.db, TARGET/1/study.db, …
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from reviewer.store.connection import open_writing


def copy(old: Path, target: Path) -> Path:
    """A copy in a folder of its own."""
    target.mkdir()
    return Path(shutil.copy(old, target / "study.db"))


def main() -> None:
    """As the arguments say; prints how many were killed before their end."""
    seed, count, old, target = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    open_writing(copy(old, target / "first")).close()  # whatever is done only once is done now
    whole = copy(old, target / "whole")
    begun = time.process_time()
    open_writing(whole).close()
    longest = time.process_time() - begun
    chance, killed = random.Random(seed), 0
    for number in range(count):
        db, moment = copy(old, target / str(number)), chance.uniform(0.0005, longest)
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_PROF, moment)
            open_writing(db)
            os.kill(os.getpid(), signal.SIGKILL)  # between the migration and anything else
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"migration {number} ended by itself")
        killed += os.WTERMSIG(status) == signal.SIGPROF
    print(killed)  # noqa: T201


if __name__ == "__main__":
    main()
