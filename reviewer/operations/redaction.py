"""Whose names are redacted, and the same placeholders again for whoever verifies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from reviewer.errors import BrokenFile
from reviewer.model.dossier import Conversation, SuiteEntry
from reviewer.model.shipped import shipped_names
from reviewer.operations.suites import bound_suite
from reviewer.store import dossiers as store
from reviewer.text.folding import KINDS
from reviewer.text.keyed import names_in
from reviewer.text.people import people
from reviewer.text.redact import RULES, Redactor


def names(
    connection: sqlite3.Connection,
    suite: SuiteEntry,
    files: Iterable[Path] = (),
    transcripts: Iterable[str] = (),
    conversations: Iterable[Conversation] = (),
) -> tuple[str, ...]:
    """The people of the suite's shop and of its cases, those of the files, one name a line, those that the briefs of
    the transcripts name, and those that calls and results name.

    Raises BrokenFile.
    """
    found = dict.fromkeys(shipped_names(suite.name))
    known = bound_suite(connection, suite.hash)
    cases = known.cases if known else ()
    briefs = [*(case.brief for case in cases), *store.briefs(connection, transcripts)]
    addresses = [address for case in cases for address in (case.customer, case.writes_from) if address]
    found |= dict.fromkeys(people(briefs, addresses, found))
    for file in files:
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenFile(str(file), "", f"expected a list of names, one a line: {error}") from None
        found |= dict.fromkeys(line.strip() for line in lines if line.strip())
    for conversation in conversations:
        for message in conversation.messages:
            for text in (message.text if message.role == "tool" else "", *(call.arguments for call in message.calls)):
                found |= dict.fromkeys(names_in(text))
    return tuple(found)


def written(redactor: Redactor, listed: Iterable[str]) -> str:
    """What `redactor_of` needs: the list of names, and the values behind the placeholders. It is personal data."""
    return json.dumps({"names": list(listed), "known": redactor.known()}, sort_keys=True)


def is_written(text: str) -> bool:
    """Whether `redactor_of` can read it, or it was held back: then it is empty."""
    if not text:
        return True
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(data, dict) or not isinstance(known := data.get("known", {}), dict):
        return False
    return known.keys() <= {*KINDS} and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in (data.get("names", []), *known.values())
    )


def redactor_of(text: str, more: Iterable[str] = (), *, version: str = RULES) -> Redactor:
    """One that finds the same, by the rules of a version, and gives the same placeholders; and finds `more` names."""
    data = json.loads(text)
    return Redactor(dict.fromkeys([*data.get("names", ()), *more]), data.get("known"), version=version)
