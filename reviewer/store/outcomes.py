"""What people say of the outcomes of traps, as plain rows: each reviewer's present word, and what was adjudicated."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one transcript. `said` has (reviewer, outcome, verdict), of the present revision alone."""

    said: tuple[tuple[str, str, str | None], ...] = ()
    decision: str | None = None
    """What was adjudicated; None where nothing was."""

    verdict: str | None = None


def outcomes(connection: sqlite3.Connection, runs: Iterable[int]) -> dict[str, Outcome]:
    """Of every transcript of these runs of which anybody says anything, by public id."""
    chosen = json.dumps([*runs])
    said: dict[str, list[tuple[str, str, str | None]]] = {}
    for transcript, reviewer, outcome, verdict in connection.execute(
        """SELECT j.transcript, j.reviewer, j.outcome, j.verdict
        FROM judgement j JOIN transcript t ON t.public_id = j.transcript
        JOIN revision v ON v.id = t.revision AND v.hash = j.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) ORDER BY j.transcript, j.reviewer""",
        (chosen,),
    ):
        said.setdefault(transcript, []).append((reviewer, outcome, verdict))
    decided = {
        transcript: (decision, verdict)
        for transcript, decision, verdict in connection.execute(
            """SELECT a.transcript, a.decision, a.verdict
            FROM adjudication a JOIN transcript t ON t.public_id = a.transcript
            WHERE a.about = 'outcome' AND t.run IN (SELECT value FROM json_each(?))""",
            (chosen,),
        )
    }
    return {
        transcript: Outcome(tuple(said.get(transcript, ())), *decided.get(transcript, (None, None)))
        for transcript in sorted(said.keys() | decided.keys())
    }
