"""Searching a million messages: the newest 50 hits, beside the full-text query alone."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise

from . import generate, stamped
from .context import Context
from .measure import Result, Target, alternate, median, p95, queued, timed
from .terminal import Terminal

LIMIT = 50
_CLEAR, _PASTE, _SHOWN = "\x15", "\x1b[200~{}\x1b[201~", "newest first"
_BARE = f"SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT {LIMIT}"  # noqa: S608 - a number


def queries(context: Context) -> dict[str, list[str]]:
    """By kind, what a person would type."""
    common = generate.words(context.seed).common
    some = common[:5]
    rare = list(generate.PROBES)
    return {
        "rare words": rare,
        "common words": some,
        "two words": [f"{first} {second}" for first, second in zip(rare, some, strict=False)],
        "phrases": [f'"{first} {second}"' for first, second in pairwise(some)],
        "a word and a filter": [
            *(f"{word} model:model-3" for word in some[:2]),
            *(f"{word} role:agent" for word in some[:2]),
            *(f"{word} tool:create_refund" for word in some[:2]),
            *(f"{word} case:c00007" for word in some[:2]),
            f"{rare[0]} model:model-3 role:customer",
            f"{rare[1]} run:model-3.2",
        ],
    }


def search(context: Context) -> Iterator[Result]:
    """From the text of a query to its hits with their snippets, and the count, as the screen asks for them."""
    from reviewer.store.connection import open_reading
    from reviewer.store.search import count, hits, query

    path = context.searching()
    repeats = max(5, context.sizes.repeats)
    with closing(open_reading(path)) as connection:
        for kind, texts in queries(context).items():
            filtered = kind.endswith("filter")
            bare = [_full_text(connection, text.split()[0] if filtered else text) for text in texts]
            ours = [timed(lambda text=text: hits(connection, query(text), LIMIT)) for text in texts]  # type: ignore[misc]
            taken = alternate([*bare, *ours], repeats)
            base, took = (
                p95([t for times in half for t in times]) for half in (taken[: len(texts)], taken[len(texts) :])
            )
            note = f"p95 of {len(texts)} queries × {repeats}"
            beside = "FTS of the word alone" if filtered else "the FTS query"
            yield Result("search", kind, took, base, "ms", beside, Target(15, unit="ms"), note)
        for kind, texts in queries(context).items():
            counting = alternate([timed(lambda text=text: count(connection, query(text))) for text in texts], 3)  # type: ignore[misc]
            slowest = max(t for times in counting for t in times)
            yield Result(
                "search", f"the count, {kind}", slowest, 1000, "ms", "(for information)", Target(None), "slowest"
            )


def _full_text(connection: sqlite3.Connection, text: str) -> Callable[[], float]:
    plain = " ".join(f'"{word}"' for word in text.split()) if '"' not in text else text
    return timed(lambda: connection.execute(_BARE, (plain,)).fetchall())


def search_screen(context: Context) -> Iterator[Result]:
    """The same on the screen, beside the hits without a screen.

    The clock starts when the program begins with the query, which `stamped` tells, and stops when the end of the frame
    has been read that shows the newest hits. The way from the key to there stands beside it. The count comes later.
    """
    from reviewer.store.connection import open_reading
    from reviewer.store.search import hits, query

    path = context.searching()
    repeats = max(3, context.sizes.repeats // 3)
    with context.folder() as folder, closing(open_reading(path)) as connection:
        begun = folder / "begun"
        argv = [sys.executable, "-m", "tests.bench.stamped", str(begun), "open", "--db", str(path)]
        with Terminal(argv, context.environment()) as terminal:
            terminal.opened("c00000")
            terminal.quiet(0.3)
            terminal.send("/")
            terminal.quiet(0.3)
            for kind, texts in queries(context).items():
                plain: list[float] = []
                ran: list[float] = []
                clock: list[float] = []
                keys: list[float] = []
                for text in [text for text in texts if hits(connection, query(text), 1)] * repeats:
                    plain.append(timed(lambda text=text: hits(connection, query(text), LIMIT))())  # type: ignore[misc]
                    terminal.send(_CLEAR)
                    terminal.settled()
                    keys.append(terminal.key(_PASTE.format(text), _SHOWN))
                    start, waited = stamped.last(begun)
                    clock.append((terminal.read_at - start) * 1000)
                    ran.append(clock[-1] - max(0.0, queued(terminal.pid) - waited))
                note = (
                    f"p95 of {len(ran)}; median {median(ran):.1f}; by the clock p95 {p95(clock):.1f}, "
                    f"median {median(clock):.1f}; from the key p95 {p95(keys):.1f}, median {median(keys):.1f}"
                )
                beside, target = "the hits alone", Target(15, unit="ms")
                yield Result("search screen", kind, p95(ran), p95(plain), "ms", beside, target, note)
