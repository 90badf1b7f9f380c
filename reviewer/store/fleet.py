"""What a board asks of a suite's models: their transcripts, and how many findings each pattern has in which."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class PatternCount(NamedTuple):
    """A pattern in one model: findings and the transcripts that they are on, of one role."""

    pattern: str
    model: str
    role: str
    findings: int
    transcripts: int


def keys(connection: sqlite3.Connection, suite: str, model: str) -> list[int]:
    """The rows of the transcripts of a model's valid runs."""
    found = connection.execute(
        """SELECT t.id FROM transcript t JOIN run r ON r.id = t.run
        WHERE r.suite = ? AND r.label = ? AND r.state = 'valid' ORDER BY t.id""",
        (suite, model),
    )
    return [key for (key,) in found]


def patterns(connection: sqlite3.Connection, suite: str) -> list[PatternCount]:
    """Of every pattern the findings that may be published, on valid runs of that suite; by pattern and model."""
    found = connection.execute(
        """SELECT m.pattern, r.label, m.role, count(*), count(DISTINCT f.transcript)
        FROM member m JOIN finding f ON f.id = m.finding JOIN transcript t ON t.public_id = f.transcript
        JOIN run r ON r.id = t.run
        WHERE r.suite = ? AND r.state = 'valid' AND f.publishable
        GROUP BY m.pattern, r.label, m.role ORDER BY m.pattern, r.label, m.role""",
        (suite,),
    )
    return [PatternCount(*row) for row in found]
