"""Does the store bear a dossier? Every figure is counted again, every quote found in its raw message."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.dossier.difference import differences
from reviewer.errors import ReviewerError
from reviewer.export import manifest
from reviewer.export.manifest import Manifest
from reviewer.model.dossier import CitationEntry, Dossier
from reviewer.operations import dossiers
from reviewer.operations.dossiers_states import Named, superseded
from reviewer.operations.redaction import redactor_of
from reviewer.operations.verify_fields import name_changed
from reviewer.store import dossiers as store
from reviewer.store import readings as register
from reviewer.store.plain import plain
from reviewer.text.redact import Redactor, fits, versions
from reviewer.text.sealing import unbroken

if TYPE_CHECKING:
    from reviewer.operations.verify import Verified

UNKNOWN = "this store did not write this, or it was changed since"


def against_store(
    connection: sqlite3.Connection, dossier: Dossier, kept: store.Manifest | None, done: Verified
) -> None:
    """Counts every figure again, and finds every quote again."""
    if later := superseded(connection, Named(dossier.suite.name, dossier.model.id), dossier):
        done.notes.append(later)
    sealed = _Sealed.of(connection, dossier, kept)
    if sealed.keys is None:
        done.notes.append(
            "the key of the store that wrote this is not here, as its reviews came without keys: no transcript's hash "
            "was looked at, and of quotes what was left in is compared"
        )
    again = _figures_again(connection, dossier, sealed, done)
    _quotes_again(connection, dossier, kept, sealed, done)
    if kept is None:
        name_changed(connection, dossier, again, done)


def kept_of(
    connection: sqlite3.Connection, found: Manifest | None, path: Path, done: Verified
) -> store.Manifest | None:
    """What the store knows of a folder, or of a file that it wrote alone or as a part of one.

    `path` is that file, of a folder the one with its data: it proves them also where the manifest was changed.
    """
    kept = store.manifest(connection, found.hash) if found is not None else None
    if found is not None and kept is None and all(one.where != manifest.NAME for one in done.problems):
        done.wrong(manifest.NAME, UNKNOWN)
    if kept is None and path.is_file():
        kept = store.manifest_with(connection, manifest.digest(path.read_bytes()))
    if kept is None:
        if found is None:
            done.wrong(path.name, UNKNOWN)
    elif kept.seal_key != store.seal_key(connection).hex():
        done.notes.append(f"another store wrote this on {kept.written_at}; its manifest came with its reviews")
    return kept


def moved_on(done: Verified) -> None:
    """Of files whose every byte this store wrote: what differs came to the store later, and nobody changed them."""
    if done.problems:
        counted = all(one.where.startswith(("figure ", "trap ")) for one in done.problems)
        now = "has other decisions now" if counted else "holds something else now"
        done.notes.append(f"the files are those that this store wrote; it {now}")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What is known of the seals of a dossier: the revisions of its transcripts, the present one first, and the keys;
    None where the key that it was sealed with stayed where it was written."""

    keys: Sequence[bytes] | None
    revisions: Mapping[str, Sequence[tuple[int, str]]]

    @classmethod
    def of(cls, connection: sqlite3.Connection, dossier: Dossier, kept: store.Manifest | None) -> _Sealed:
        keys, revisions = store.seal_keys(connection), store.revisions(connection, [x.id for x in dossier.transcripts])
        held_back = kept is not None and not kept.seal_key
        if held_back and not any(
            _unbroken(keys, hash_, one.seal) for one in dossier.transcripts for _, hash_ in revisions.get(one.id, ())
        ):
            return cls(None, revisions)
        return cls(keys, revisions)

    def holds(self, text: str, seal: str) -> bool:
        """Whether one of these stores sealed the text so; True where nobody can tell."""
        return self.keys is None or _unbroken(self.keys, text, seal)


def _figures_again(connection: sqlite3.Connection, dossier: Dossier, sealed: _Sealed, done: Verified) -> Dossier | None:
    """The dossier as the store gives it now; None where it gives none."""
    runs = [one.id for one in dossier.runs]
    try:
        again = dossiers.build(connection, dossier.model.id, runs=runs, suite=dossier.suite.name, even_invalid=True)
    except ReviewerError as error:
        done.wrong("figures", f"they cannot be counted again: {error}")
        return None
    for run in register.runs(connection):
        if run.name in runs and run.model == dossier.model.id and run.state != "valid":
            done.notes.append(
                f"the run {run.name} does not count any more ({run.state}); it was counted as it did then"
            )
    if dossier.suite.hash != again.suite.hash:
        done.wrong("suite", f"it was {dossier.suite.hash}, and the runs are bound to {again.suite.hash} now")
    was, is_ = ({one.ruleset for one in each.figures if one.ruleset} for each in (dossier, again))
    if was != is_:
        done.notes.append("the rules of the checks are others now: what differs may come from that")
    for change in differences(dossier, again):
        if change.kind in ("figure", "trap") and change.old:
            done.wrong(
                f"{change.kind} {change.name}", f"it says {change.old}; the store says {change.new or 'nothing'}"
            )
    present = {one.id for one in again.transcripts}
    for one in dossier.transcripts:
        if one.id not in present or not sealed.holds(sealed.revisions[one.id][0][1], one.seal):
            says = "is not in the store" if one.id not in present else "has another content in the store now"
            done.wrong(f"transcript {one.id}", f"{one.run}/{one.case} {says}")
    return again


def _quotes_again(
    connection: sqlite3.Connection, dossier: Dossier, kept: store.Manifest | None, sealed: _Sealed, done: Verified
) -> None:
    seals = {one.id: one.seal for one in dossier.transcripts}
    version = dossier.redaction.version
    known_rules = version in versions()
    redactor = redactor_of(kept.placeholders, version=version) if kept and kept.placeholders and known_rules else None
    if not dossier.redaction.raw and not known_rules:
        here = f"the rules that are known here are {', '.join(versions())}"
        done.notes.append(f"redacted by {version}, and {here}: of quotes what was left in is compared")
    read = lru_cache(8)(lambda row: next(plain(connection, [row])))
    done.quotes = len(dossier.citations)
    for one in dossier.citations:
        seal, known = seals.get(one.transcript, ""), sealed.revisions.get(one.transcript, ())
        row = next((row for row, hash_ in known if sealed.holds(hash_, seal)), None)
        if row is None:
            done.wrong(f"citation {one.id}", f"the store has no such content of the transcript {one.transcript}")
            continue
        try:
            text = read(row).messages[one.message - 1].field(one.field)
        except (IndexError, ValueError):
            done.wrong(f"citation {one.id}", f"there is no M{one.message}.{one.field}")
            continue
        for says in _quote(one, text, dossier, redactor, sealed):
            done.wrong(f"citation {one.id}", says)


def _quote(
    one: CitationEntry, text: str, dossier: Dossier, redactor: Redactor | None, sealed: _Sealed
) -> Iterator[str]:
    """What is wrong with one quote; `redactor` has the placeholders that were given out, None where nobody knows."""
    if one.start is None or one.end is None:
        return
    raw = text[one.start : one.end]
    if not sealed.holds(raw, one.seal):
        yield f"other words stand at {one.start}–{one.end} of M{one.message}.{one.field}"
        return
    if dossier.redaction.raw:
        if raw != one.quote:
            yield f"it is printed as {one.quote!r}, and {raw!r} stands there"
    elif redactor is not None:
        should = redactor.redact(text).cut(one.start, one.end)
        if should != one.quote:
            yield f"it is printed as {one.quote!r}; redacted again it is {should!r}"
    elif not fits(one.quote, raw):
        yield f"it is printed as {one.quote!r}, which is not what stands there with something taken out"


def _unbroken(keys: Sequence[bytes], text: str, sealed: str) -> bool:
    """Whether one of these stores sealed the text so."""
    return any(unbroken(key, text, sealed) for key in keys)
