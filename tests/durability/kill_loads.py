"""Loads that are killed: `python kill_loads.py SEED COUNT TARGET FILE…`, a process of its own that forks.

Each load dies at a random moment of its own processor time, by a signal that nothing handles, in the middle of whatever
it does: Python, SQLite or the kernel. The databases stay behind as TARGET/0.db, TARGET/1.db, …
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from reviewer.operations.load import load


def main() -> None:
    """As the arguments say; prints how many loads were killed before their end."""
    seed, count, target, *files = sys.argv[1:]
    chance = random.Random(int(seed))
    load(Path(target) / "first.db", files)  # whatever is done only once is done now
    begun = time.process_time()
    load(Path(target) / "whole.db", files)
    whole = time.process_time() - begun
    killed = 0
    for number in range(int(count)):
        moment = chance.uniform(0.001, whole)
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_PROF, moment)
            load(Path(target) / f"{number}.db", files)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            killed += os.WTERMSIG(status) == signal.SIGPROF
        elif os.WEXITSTATUS(status):
            sys.exit(f"load {number} failed by itself")
    print(killed)  # noqa: T201


if __name__ == "__main__":
    main()
