"""A reviewer who is killed: `python kill_tags.py SEED COUNT DB ACKS`, a process of its own that forks.

Each child decides this and that, writes down what was acknowledged once the call has returned, and dies at a random
moment of its own processor time by a signal that nothing handles. The next one goes on in the same database.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw

LONGEST = 0.15
"""Seconds of processor time until the kill, at most."""


def review(db: Path, acks: int, chance: random.Random) -> None:
    """Decides without end; a line for each decision that was acknowledged."""
    with Reviewing(db, "Ann") as ann:
        os.write(acks, b"begun\n")
        while True:
            number = chance.randrange(1, 400)
            match chance.randrange(8):
                case 0:
                    said = ann.judge(
                        f"t{number % 9}", "b2:aa", "fell", Saw(), verdict="genuine", reason="it fired"
                    ).ulid
                case 1:
                    said = ann.bookmark(f"t{number % 9}", number, on=True).ulid
                case 2:
                    taken = ann.undo()
                    said = f"-{taken.ulid}" if taken else ""
                case 3:
                    again = ann.redo()
                    said = f"+{again.ulid}" if again else ""
                case _:
                    place = Place(number, "text", 0, 3, "abc")
                    anchor = Anchor("span", (place,))
                    said = ann.tag(f"t{number % 9}", "b2:aa", anchor, "conversation.tone", "b2:x", note="x" * number).id
            os.write(acks, f"{said}\n".encode())


def main() -> None:
    """As the arguments say; prints how many children were killed while they decided."""
    seed, count, db, lines = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    with Reviewing(db, "Ann") as ann:  # there is a database, and whatever is imported only once is there
        ann.tag("t1", "b2:aa", Anchor("transcript"), "conversation.tone", "b2:x")
        ann.undo()
    chance, killed = random.Random(seed), 0
    acks = os.open(lines, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for number in range(count):
        moment = chance.uniform(0.001, LONGEST)
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_PROF, moment)
            review(db, acks, random.Random(number))
            os._exit(1)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGPROF:
            sys.exit(f"child {number} ended by itself")
        killed += 1
    print(killed)  # noqa: T201


if __name__ == "__main__":
    main()
