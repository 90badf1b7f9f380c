"""Dossiers out of the database: all of one model, the cited conversations, and what stays inside the team."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache

from reviewer import __version__
from reviewer.dossier import build as entries
from reviewer.dossier.build import Transcripts
from reviewer.dossier.build_statistics import (
    comparison_entries,
    judged_entries,
    quarter_entries,
    rule_words,
    snapshot,
    tag_entries,
)
from reviewer.dossier.build_traps import Words, trap_entries
from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.coverage import coverage
from reviewer.dossier.evidence import Citations, finding_entries, pattern_entries
from reviewer.dossier.published import entries as published_entries
from reviewer.dossier.published import model_entry
from reviewer.dossier.readings import Readings
from reviewer.dossier.resolve import Names, Texts, claim_entries, resolved
from reviewer.dossier.sheet import Sheet
from reviewer.errors import ReviewerError, UsageError
from reviewer.model.dossier import Conversation, Dossier, PageCall, PageMessage, Redaction
from reviewer.model.plain import PlainMessage
from reviewer.model.published import Published, published
from reviewer.operations import figures, statistics, taxonomies
from reviewer.operations.suites import bound_suite
from reviewer.review import publishing
from reviewer.review.events import now
from reviewer.store import agreement, conversation, events, findings, patterns, progress, queue_drawn, transcripts
from reviewer.store import dossiers as store
from reviewer.store import readings as register
from reviewer.store.dossiers import Edition
from reviewer.store.plain import plain
from reviewer.store.rows import TranscriptRow

_WINDOW = 1_000


def build(
    connection: sqlite3.Connection,
    model: str,
    *,
    runs: Sequence[str] | None = None,
    suite: str | None = None,
    scheme: str | None = None,
    claims: ClaimsFile | None = None,
    made_at: str | None = None,
    even_invalid: bool = False,
) -> Dossier:
    """Everything that a page about this model may know, as of one moment; as it is stored, before any redaction.

    `runs` takes these alone (names, clear beginnings, or k). What a claim names and is not there stays as it was
    written: the linter says so. Raises NotFound for what is not there, UsageError where the model has runs of several
    suites and none is named, ReviewerError over facts of other rules than the present ones.
    """
    front = claims.front if claims else None
    with one_moment(connection):
        sheet = _sheet(
            connection, model, suite, runs, scheme or (front.scheme if front else None), even_invalid=even_invalid
        )
        made, citations, texts = _build(connection, sheet, made_at or now(), front.compare if front else ())
        if claims is None:
            return made
        sections, said = claim_entries(resolved(claims, Names(made), texts), citations.cite)
        changed = {"sections": sections, "claims": said, "citations": citations.entries}
        return made.model_copy(update={**changed, "use_cases": entries.with_reads(made.use_cases, said)})


def conversations(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[Conversation]:
    """Transcripts whole, by public id, one at a time: for the pages that citations lead to. Raises NotFound."""
    for id_ in ids:
        row = transcripts.find(connection, id_)
        yield Conversation(
            id=row.id,
            run=row.run,
            case=row.case,
            model=row.model,
            synthetic=row.synthetic,
            messages=tuple(_messages(connection, row)),
        )


def canonical(dossier: Dossier) -> str:
    """The JSON that is kept and hashed: sorted, without spaces."""
    return json.dumps(dossier.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def cited(dossier: Dossier) -> list[str]:
    """The transcripts that its pages show, in its order: those of citations, of findings, and of traps that fell."""
    wanted = {one.transcript for one in dossier.citations} | {one.transcript for one in dossier.findings}
    cells = (cell for trap in dossier.traps for cell in trap.cells)
    wanted |= {cell.transcript for cell in cells if cell.transcript and "fell" in (cell.machine, cell.outcome)}
    return [one.id for one in dossier.transcripts if one.id in wanted]


def _sheet(
    connection: sqlite3.Connection,
    model: str,
    suite: str | None,
    runs: Sequence[str] | None,
    scheme: str | None,
    *,
    even_invalid: bool,
) -> Sheet:
    made = figures.sheets(connection, model, suite=suite, scheme=scheme, runs=runs, even_invalid=even_invalid)
    if len(made) > 1:
        names = ", ".join(one.readings.suite for one in made)
        raise UsageError(f"{model} has runs of several suites: say which one with `--suite`, of {names}")
    return made[0]


def _build(
    connection: sqlite3.Connection, sheet: Sheet, made_at: str, beside: Sequence[str]
) -> tuple[Dossier, Citations, Texts]:
    """The dossier without claims, and what claims are resolved with."""
    model = sheet.readings.model
    suite = bound_suite(connection, sheet.readings.suite_hash)
    page = _page(sheet)
    known = published_entries(page, model)
    key = store.seal_key(connection)
    stored = store.stored(connection, (run.row for run in sheet.readings.runs))
    keys = {one.id: one.key for one in stored}
    of = Transcripts.of(sheet)
    listed = tuple(entries.transcript_entries(sheet, of, stored, key))
    rows = findings.rows(connection, [keys[one.id] for one in listed])
    citations = Citations(listed, key)
    found = finding_entries(rows, citations, cache(lambda hash_: taxonomies.of_hash(connection, hash_)))
    words = Words(agreement.voices(connection), store.ruled(connection), {one.id: one.revision for one in stored})
    traps = tuple(trap_entries(sheet, suite, words, known.board))
    label = _label(connection, sheet)
    others, not_compared = _others(connection, sheet, beside)
    far = progress.progress(connection, [keys[one.id] for one in listed])
    standing = publishing.state(events.of_subject(connection, publishing.subject(sheet.readings.suite, model)))
    before = store.last_editions(connection, sheet.readings.suite, model)
    made = Dossier(
        program=__version__,
        state=publishing.ADJUDICATED if standing.state == publishing.FROZEN else standing.state,
        supersedes=before[-1].number if before else None,
        made_at=made_at,
        model=model_entry(page, model),
        suite=entries.suite_entry(sheet, suite),
        synthetic=sheet.readings.synthetic,
        runs=tuple(entries.run_entries(sheet, stored, _runs_of(connection, before))),
        transcripts=listed,
        rules=rule_words(
            sheet.readings,
            judged=any(cell.reviewers for trap in traps for cell in trap.cells),
            compared=bool(others),
            left_out=not_compared,
        ),
        figures=(*entries.figures(sheet, of), *known.figures),
        traps=traps,
        use_cases=entries.use_cases(sheet, suite),
        findings=tuple(found),
        patterns=tuple(pattern_entries(patterns.rows(connection), rows, found, model)),
        tag_rates=tuple(tag_entries(statistics.tag_rates(connection, sheet), label)),
        citations=citations.entries,
        comparisons=tuple(
            comparison_entries(sheet.readings, others, statistics.COMPARED, {one.metric for one in sheet.figures})
        ),
        quarters=tuple(quarter_entries(sheet.readings, others)),
        judged=tuple(judged_entries(statistics.judged(connection, sheet))),
        snapshot=snapshot((sheet.readings, *others), f"{page.suite}, {page.status}" if page else None),
        coverage=coverage(
            listed,
            {one.transcript: one for one in far.values()},
            queue_drawn.reasons(connection, keys),
            single_reader=any(not one.confirmed_by for one in found),
        ),
        redaction=Redaction(raw=True),
    )
    return made, citations, _Stored(connection, {one.id: one.row for one in stored})


def _others(connection: sqlite3.Connection, sheet: Sheet, names: Sequence[str]) -> tuple[list[Readings], list[str]]:
    """The other models of the same suite, or those of these names; and why some of them cannot be compared."""
    own = sheet.readings
    there = {run.model for run in register.runs(connection) if run.suite == own.suite and run.state == "valid"}
    found, left_out = [], []
    for name in sorted(there - {own.model}):
        if not names or name in names:
            try:
                (other,) = figures.readings(connection, name, suite=own.suite)
            except ReviewerError as error:
                left_out.append(f"not compared: {error}")
                continue
            if other.suite_hash == own.suite_hash:
                found.append(other)
            else:
                left_out.append(f"not compared: the runs of {name} are bound to another content of {own.suite}")
    return found, left_out


def _label(connection: sqlite3.Connection, sheet: Sheet) -> Callable[[str], str]:
    """What a tag is called in the taxonomy that is in force."""
    tags = taxonomies.in_force(connection, sheet.readings.suite).by_id
    return lambda tag: tags[tag].label if tag in tags else tag


class _Stored:
    """The raw messages of transcripts, for claims that quote them; the last few stay at hand."""

    def __init__(self, connection: sqlite3.Connection, revisions: Mapping[str, int]) -> None:
        self._revisions = revisions
        self._read = lru_cache(8)(lambda row: next(plain(connection, [row])).messages)

    def messages(self, transcript: str) -> Sequence[PlainMessage]:
        """All of them; none of a transcript that is not of these runs."""
        row = self._revisions.get(transcript)
        return () if row is None else self._read(row)


def _runs_of(connection: sqlite3.Connection, last: Sequence[Edition]) -> set[str]:
    """The runs that the last edition was made from."""
    return {run["id"] for one in last for run in json.loads(store.content(connection, one))["runs"]}


def _page(sheet: Sheet) -> Published | None:
    """What others published about the same suite."""
    page = published()
    return page if page.suite == sheet.readings.suite else None


def _messages(connection: sqlite3.Connection, row: TranscriptRow) -> Iterator[PageMessage]:
    for first in range(1, row.messages + 1, _WINDOW):
        for one in conversation.messages(connection, row, first, first + _WINDOW - 1):
            yield PageMessage(
                number=one.number,
                role=one.role,
                text=one.text,
                reasoning=one.reasoning,
                name=one.name,
                error=one.error,
                calls=tuple(
                    PageCall(ordinal=call.ordinal, name=call.name, kind=call.kind or "", arguments=call.arguments)
                    for call in one.calls
                ),
                answers=one.answers,
            )


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """What is read in between, nobody changes; within a transaction it is so already."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
