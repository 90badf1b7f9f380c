"""Proposals: they follow the facts, come in from other programs, and become findings or are rejected."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from reviewer.checks.registry import CHECKS
from reviewer.errors import InputRefused, ReviewerError, UsageError
from reviewer.formats.contract import Refused
from reviewer.formats.records import Record, records
from reviewer.formats.source import Source
from reviewer.model.plain import PlainMessage
from reviewer.model.proposal import Cited, read_proposal
from reviewer.model.taxonomy import Taxonomy
from reviewer.operations import taxonomies
from reviewer.operations.carry import placed
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, holds, span
from reviewer.review.decisions import Finding
from reviewer.review.events import Event, now
from reviewer.review.proposals import Proposed
from reviewer.store import proposals, transcripts
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.proposals import ProposalRow
from reviewer.store.rows import TranscriptRow

_BATCH = 200
_LONGEST = 60
_CHANGED = ": the transcript has changed since this was proposed"
_CALL = re.compile(r"c\d+")
_AMENDABLE = ("tag", "severity", "note", "anchor", "effect", "publishable", "correct", "fault")


@dataclass(slots=True)
class Summary:
    """What became of a file: new proposals, those that were known, and what was refused as (place, reason)."""

    name: str
    added: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: all came in; 1: something was refused; 3: nothing usable."""
        return 0 if not self.refused else 1 if self.added + self.known else 3


def follow(connection: Writer, revisions: Sequence[int], taxonomy: Taxonomy) -> None:
    """Inside a transaction: these revisions have the proposals that their facts make now."""
    proposes = {check.id: check.proposes for check in CHECKS}
    proposals.follow(connection, revisions, proposes, {tag.id: tag.severity for tag in taxonomy.tags})


def propose(
    db: str | os.PathLike[str], path: str, *, on_progress: Callable[[int], None] = lambda _lines: None
) -> Summary:
    """Takes in a file of proposals, each line for itself; what is wrong with one keeps no other out.

    Raises InputRefused for a file that cannot be read, StoreError where the database or the disk gives way.
    """
    source = Source(Path(path).expanduser(), path)
    summary = Summary(path)
    connection = open_writing(db)
    try:
        taxonomy = lru_cache(partial(taxonomies.in_force, connection))
        batch: list[Proposed] = []
        for done, found in enumerate(records(source), 1):
            try:
                batch.append(_proposed(connection, taxonomy, found))
            except ReviewerError as error:
                summary.refused.append((found.place, error.reason if isinstance(error, InputRefused) else str(error)))
            if len(batch) == _BATCH:
                _keep(connection, batch, summary)
            on_progress(done)
        _keep(connection, batch, summary)
    finally:
        connection.close()
    return summary


def accept(reviewing: Reviewing, proposal: ProposalRow, **amended: Any) -> Finding:
    """The proposal has become a finding of one's own; amended where something of it is changed.

    Raises UsageError where it was decided meanwhile, where its words are not in the present revision, or where what it
    is changed to makes no sense.
    """
    unknown = [name for name in amended if name not in _AMENDABLE]
    if unknown:
        raise UsageError(f"a proposal has no {unknown[0]}; there are {', '.join(_AMENDABLE)}")
    taxonomy = taxonomies.in_force(reviewing.connection, proposal.suite).hash
    revision, anchor = _standing(reviewing, proposal, amended.get("anchor"))
    id_ = reviewing.new_id()
    as_proposed = anchor if amended.get("anchor") is None else proposal.anchor
    as_it_was = Finding(
        *(id_, proposal.transcript, revision, as_proposed, proposal.tag, taxonomy, proposal.severity, None),
        *(proposal.note, True, "", _fault(amended.get("tag", proposal.tag)), reviewing.reviewer, now(), proposal.id),
    )
    made = replace(as_it_was, **{**amended, "anchor": anchor})
    reviewing.accept(proposal.id, made, "confirmed" if made == as_it_was else "amended")
    return made


def reject(reviewing: Reviewing, proposal: ProposalRow, reason: str | None = None) -> Event:
    """Nothing comes of the proposal; it is kept. Raises UsageError where it was decided meanwhile."""
    return reviewing.reject(proposal.id, reason)


def _standing(reviewing: Reviewing, proposal: ProposalRow, anchor: Anchor | None) -> tuple[str, Anchor]:
    """The hash of the present revision, and the anchor, whose words stand there; of an earlier one as it is carried.

    Where that is unsure it stays what it was: the finding is carried over from there, and waits for a person's word.
    """
    connection = reviewing.connection
    (row,) = transcripts.rows(connection, [proposal.key])
    present = proposals.present(connection, proposal.key)
    if anchor is None and proposal.revision != present:
        made_on = proposals.as_proposed(connection, row, proposal).revision
        how, found = placed(connection, None if made_on == row.revision else made_on, row.revision, proposal.anchor)
        if how == "unsure":
            return proposal.revision, proposal.anchor
        if found is None:
            raise UsageError(f"the words of {proposal.anchor} are not there any more{_CHANGED}")
        return present, found
    wanted = anchor or proposal.anchor
    for place in wanted.places:
        there = proposals.message(connection, row, place.message) if place.message <= row.messages else None
        if there is None or not holds(place, there[0]) or (place.hash or there[1]) != there[1]:
            raise UsageError(f"the words of {place} are not there any more{_CHANGED}")
    return present, wanted


def _keep(connection: Writer, batch: list[Proposed], summary: Summary) -> None:
    """Moves a batch into the database, in one short transaction."""
    if batch:
        with transaction(connection):
            new = proposals.keep(connection, batch)
        summary.added += new
        summary.known += len(batch) - new
        batch.clear()


def _proposed(connection: Writer, taxonomy_of: Callable[[str], Taxonomy], found: Record | Refused) -> Proposed:
    if isinstance(found, Refused):
        raise InputRefused("", found.place, found.reason)
    twice = next((one.text for one in found.oddities if one.code == "duplicate-key"), None)
    if twice is not None:
        raise InputRefused("", found.place, f"{twice.partition(';')[0]}, and which value is meant is not said")
    said = read_proposal(found.value, "", found.place)
    row = transcripts.find(connection, said.transcript)
    taxonomy = taxonomy_of(row.suite)
    tag = taxonomy.by_id.get(said.tag)
    if tag is None:
        raise InputRefused("", found.place, f"there is no tag {said.tag} in the taxonomy {taxonomy.name}")
    revision = proposals.present(connection, row.key)
    if said.revision not in (None, revision):
        raise InputRefused("", found.place, f"made for another revision of {row.id} than the present one, {revision}")
    cited = Cited(citation=said.citation, quote=said.quote, occurrence=said.occurrence) if said.citation else None
    places = [_place(connection, row, one, said.kind) for one in (cited, said.done) if one is not None]
    anchor = Anchor(said.kind, tuple(places))
    return Proposed(row.id, revision, said.proposer, anchor, tag.id, said.severity or tag.severity, said.note)


def _place(connection: Writer, row: TranscriptRow, cited: Cited, kind: str) -> Place:
    """The cited place, with the words if the anchor is about words. Raises InputRefused where they are not there."""
    head, _, name = cited.citation.partition(".")
    message, hash_ = proposals.message(connection, row, int(head[1:]))
    field = name or None
    call = int(name[1:].partition(".")[0]) if name.startswith("c") else 0
    if call > len(message.calls):
        raise InputRefused("", "", f"{head} of {row.id} makes {len(message.calls)} calls: there is no {cited.citation}")
    if kind == "call" and not call:
        raise InputRefused("", "", f"{cited.citation} is no call; a call is cited as M12.c1")
    if cited.quote is None:
        return Place(message.number, field, hash=hash_)
    wanted, about_words = cited.occurrence or 1, kind in ("span", "pair")
    found = list(islice(_standings(message, field, cited.quote), max(wanted, 2)))
    times = len(found)
    said = f"{cited.citation} of {row.id}, {_short(cited.quote)}"
    if times < wanted:
        stands = f"stands there {times} time{'s' * (times != 1)}" if times else "does not stand there"
        raise InputRefused("", "", f"the quote {stands}: {said}")
    if times > 1 and cited.occurrence is None and about_words:
        raise InputRefused("", "", f"the quote stands there more than once, and no `occurrence` says which: {said}")
    if not about_words:
        return Place(message.number, field, hash=hash_)
    one, start = found[wanted - 1]
    return span(message, one, start, start + len(cited.quote), hash_)


def _standings(message: PlainMessage, field: str | None, quote: str) -> Iterator[tuple[str, int]]:
    """Wherever the quote stands: the field, and the code point at which it begins there."""
    for one in _fields(message, field):
        start = -1
        while (start := message.field(one).find(quote, start + 1)) >= 0:
            yield one, start


def _fields(message: PlainMessage, field: str | None) -> list[str]:
    """The fields in which a quote of that place can stand."""
    if field and not _CALL.fullmatch(field):
        return [field]
    calls = [field] if field else [f"c{call.ordinal}" for call in message.calls]
    return [*([] if field else ["text", "reasoning"]), *(f"{one}.{part}" for one in calls for part in ("args", "name"))]


def _short(quote: str) -> str:
    return f"“{quote if len(quote) <= _LONGEST else quote[:_LONGEST] + '…'}”"


def _fault(tag: str) -> str:
    """Whom a tag is about, until a person says otherwise."""
    return {"simulator": "simulator", "case": "case", "harness": "harness"}.get(tag.partition(".")[0], "agent")
