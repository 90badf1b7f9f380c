"""What the set lacks that a transcript belongs to: cases of its run, other runs of its model. Asked when it is shown,
and never stored: the next load may bring them."""

from __future__ import annotations

import sqlite3

NO_SETS = ("chat", "tau")
"""What the formats put conversations under where neither the file nor the person names a suite."""


def gap(connection: sqlite3.Connection, transcript: int) -> str | None:
    """In a few words, of a row of `transcript`; None where nothing is missing.

    A run should hold as many cases as a person expects of it, or else as all runs of its suite hold together – unless
    the suite is only what conversations are put under whose files name none: they are no set.
    """
    run, suite, label, index, count, expected = connection.execute(
        "SELECT r.id, r.suite, r.label, r.run_index, r.run_count, r.expected"
        " FROM transcript t JOIN run r ON r.id = t.run WHERE t.id = ?",
        (transcript,),
    ).fetchone()
    (held,) = connection.execute("SELECT count(DISTINCT case_id) FROM transcript WHERE run = ?", (run,)).fetchone()
    whole = expected or (held if suite in NO_SETS else _cases(connection, suite))
    lacks = [f"its run holds {held:,} of {whole:,} cases"] if held < whole else []
    if index and count:
        (present,) = connection.execute(
            "SELECT count(DISTINCT run_index) FROM run WHERE suite = ? AND label = ? AND run_index <= ?",
            (suite, label, count),
        ).fetchone()
        lacks += [f"{present:,} of its model's {count:,} runs {'is' if present == 1 else 'are'} here"] * (
            present < count
        )
    return "; ".join(lacks) or None


def _cases(connection: sqlite3.Connection, suite: str) -> int:
    (cases,) = connection.execute(
        "SELECT count(DISTINCT t.case_id) FROM run r JOIN transcript t ON t.run = r.id WHERE r.suite = ?", (suite,)
    ).fetchone()
    return int(cases)
