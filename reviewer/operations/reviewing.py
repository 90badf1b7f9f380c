"""What a reviewer does: tag, judge, mark, bookmark, and take back. Each is one event in one short transaction.

A call returns when its event is on the disk, so whoever shows a tick shows it afterwards.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from reviewer.errors import UsageError
from reviewer.operations.authors import default_author
from reviewer.review import apart, decisions, history
from reviewer.review.anchors import Anchor, to_json
from reviewer.review.decisions import Finding, Saw
from reviewer.review.events import TOGETHER, UNDO, Event, now, standing, ulid
from reviewer.review.proposals import Decision
from reviewer.store import events, reviews, taxonomies
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.receipts import ReceiptRow, keep
from reviewer.store.revealed import revealed
from reviewer.store.taxonomies import TaxonomyRow
from reviewer.text.storable import storable

Subject = Mapping[str, Any]


class Reviewing:
    """One reviewer at one database, with the one writing connection of this process. Close it.

    Raises StoreError where the database or the disk gives way; then nothing was saved.
    """

    def __init__(self, db: str | os.PathLike[str], reviewer: str | None = None) -> None:
        self.reviewer = (reviewer or "").strip() or default_author()
        self._connection: Writer = open_writing(db)

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()

    @property
    def connection(self) -> Writer:
        """For looking at what the next decision is about."""
        return self._connection

    def __enter__(self) -> Reviewing:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # Findings.

    def tag(
        self,
        transcript: str,
        revision: str,
        anchor: Anchor,
        tag: str,
        taxonomy: str,
        *,
        severity: str = "major",
        effect: str | None = None,
        note: str = "",
        publishable: bool = True,
        correct: str = "",
        fault: str = "agent",
        proposal: str | None = None,
    ) -> Finding:
        """A new finding. Raises UsageError for a severity, an effect or a fault that does not exist."""
        said = {"severity": severity, "effect": effect, "note": note, "publishable": publishable, "correct": correct}
        made = self._new(transcript, revision, anchor, tag, taxonomy, fault=fault, proposal=proposal, **said)
        self._finding(made, first=True)
        return made

    def tag_all(
        self, transcript: str, revision: str, anchors: Sequence[Anchor], tag: str, taxonomy: str, **said: Any
    ) -> list[Finding]:
        """One finding for each anchor, all or none; one undo takes all of them back."""
        made: list[Finding] = []
        with transaction(self._connection):
            for number, anchor in enumerate(anchors, 1):
                one = self._new(transcript, revision, anchor, tag, taxonomy, **said)
                together = {TOGETHER: [other.id for other in made]} if number == len(anchors) > 1 else {}
                body = self._finding_body(one) | together
                self._append("finding.set", {"finding": one.id}, body, name=one.id)
                made.append(one)
        return made

    def change(self, finding: Finding, **changes: Any) -> Finding:
        """The finding with other words, tag, severity, …; its author stays."""
        changed = replace(finding, **changes)
        self._finding(changed)
        return changed

    def remove(self, finding: Finding, reason: str | None = None) -> Event:
        """The finding is one no more; its events stay."""
        return self._decide("finding.remove", {"finding": finding.id}, {"transcript": finding.transcript}, reason)

    def confirm(self, finding: str, verdict: str | None, reason: str | None = None) -> Event:
        """A second reader's word: confirmed or disputed; None takes it back."""
        _one_of(verdict, ("confirmed", "disputed", None), "a word on a finding")
        return self._decide(
            "finding.confirm", {"finding": finding, "reviewer": self.reviewer}, {"verdict": verdict}, reason
        )

    # Transcripts.

    def judge(
        self,
        transcript: str,
        revision: str,
        outcome: str | None,
        saw: Saw,
        *,
        verdict: str | None = None,
        reason: str | None = None,
        citations: Sequence[Anchor] = (),
    ) -> Event:
        """What became of a trap (held, fell) or of another case (right, wrong); None takes it back."""
        _one_of(outcome, (*decisions.OUTCOMES, None), "an outcome")
        _one_of(verdict, (*decisions.VERDICTS, None), "a verdict")
        body = {
            "revision": revision,
            "outcome": outcome,
            "verdict": verdict,
            "saw": _plainly(saw),
            "citations": [to_json(anchor) for anchor in citations],
        }
        return self._decide("outcome.set", self._of(transcript), body, reason)

    def mark(
        self,
        transcript: str,
        revision: str,
        mark: str | None,
        *,
        taxonomy: str = "",
        reason: str | None = None,
        saw: Saw | None = None,
    ) -> Event:
        """Clean, done, skimmed or skipped; None takes it back. A skip has a reason.

        Without `saw` nobody knows what was visible, and the findings count for no agreement.
        """
        _one_of(mark, (*decisions.MARKS, None), "a mark")
        if mark == "skipped" and not (reason or "").strip():
            raise UsageError("a skip needs a reason")
        body = {"revision": revision, "mark": mark, "taxonomy": taxonomy, "saw": _plainly(saw)}
        return self._decide("mark.set", self._of(transcript), body, reason)

    def bookmark(self, transcript: str, message: int, *, on: bool) -> Event:
        """Puts a bookmark on a message, or takes it off."""
        return self._decide("bookmark.set", self._of(transcript) | {"message": message}, {"on": on})

    def contest(self, transcript: str, score: str, says: Any, reason: str) -> Event:
        """The judge's score should be another one, for this reason; None takes that back."""
        if says is not None and not reason.strip():
            raise UsageError("a contested score needs a reason")
        return self._decide("contest.set", self._of(transcript) | {"score": score}, {"says": says}, reason)

    def adjudicate(
        self,
        transcript: str,
        decision: str | None,
        reason: str,
        *,
        method: str = "third",
        verdict: str | None = None,
        about: str = decisions.OUTCOME,
        between: Sequence[Mapping[str, Any]] = (),
    ) -> Event:
        """What holds where others disagree, of an outcome or of a finding (its id); None takes it back.

        `between` keeps what it was decided between. UsageError without a reason, or for what cannot be decided.
        """
        _one_of(
            decision, (*(decisions.OUTCOMES if about == decisions.OUTCOME else decisions.RULINGS), None), "a decision"
        )
        _one_of(verdict, (*decisions.VERDICTS, None), "a verdict")
        _one_of(method, decisions.METHODS, "a way to decide")
        if decision is not None and not reason.strip():
            raise UsageError("an adjudication needs a reason")
        body = {"decision": decision, "verdict": verdict, "method": method, "between": [dict(one) for one in between]}
        return self._decide("adjudication.set", {"transcript": transcript, "about": about}, body, reason)

    def settle(self, kept: str, reason: str, *, method: str = "third") -> Event:
        """Of what was decided apart the decision of this ULID holds: it is decided anew, for a reason.

        UsageError without a reason, where nothing is left to settle, or where it is another reviewer's own word.
        """
        _one_of(method, decisions.METHODS, "a way to decide")
        if not reason.strip():
            raise UsageError("an adjudication needs a reason")
        with transaction(self._connection):
            said = events.by_ulid(self._connection, [kept])
            found = apart.clashes(reviews.about(self._connection, said[0].subject)) if said else ()
            clash = next((one for one in found if one.settled is None and one.event(kept)), None)
            if clash is None or (chosen := clash.event(kept)) is None:
                raise UsageError("it is settled already, or was never decided apart")
            if clash.owner not in ("", self.reviewer):
                raise UsageError(f"it is {clash.owner}'s own word, and only {clash.owner} can say which of them holds")
            return self._append(chosen.kind, chosen.subject, apart.settlement(chosen, method), reason)

    def look(self, transcript: str, saw: Saw) -> Event | None:
        """Keeps that something was on the screen that bears on a later verdict; None where that is known."""
        with transaction(self._connection):
            return self._look(transcript, saw)

    def look_all(self, seen: Mapping[str, Saw]) -> list[Event]:
        """The same of several transcripts, all or none; an event for each where that is new."""
        with transaction(self._connection):
            made = [self._look(transcript, saw) for transcript, saw in seen.items()]
        return [event for event in made if event is not None]

    def _look(self, transcript: str, saw: Saw) -> Event | None:
        """Inside a transaction."""
        subject = self._of(transcript)
        about = [event for event in reviews.about(self._connection, subject) if event.kind == decisions.SEEN]
        known = reduce(or_, (decisions.saw(event.body) for event in about), Saw())
        if known | saw == known:
            return None
        body = {name: getattr(saw, name) for name in ("machine", "siblings", "others")}
        made = self._event(decisions.SEEN, subject, body, None, ())
        reviews.decide(self._connection, made)
        return made

    # Proposals.

    def accept(self, proposal: str, finding: Finding, decision: Decision) -> Event:
        """A proposal has become this finding of one's own, as it was or amended; one undo takes both back.

        Raises UsageError where somebody has decided it already.
        """
        with transaction(self._connection):
            self._open(proposal)
            body = self._finding_body(finding)
            made = self._append("finding.set", {"finding": finding.id}, body, name=finding.id)
            said = {"decision": decision, "finding": finding.id, TOGETHER: [made.ulid]}
            return self._append("proposal.set", {"proposal": proposal}, said)

    def reject(self, proposal: str, reason: str | None = None) -> Event:
        """Nothing comes of a proposal; it is kept, and counts for its proposer's precision.

        Raises UsageError where somebody has decided it already.
        """
        with transaction(self._connection):
            self._open(proposal)
            return self._append("proposal.set", {"proposal": proposal}, {"decision": "rejected"}, reason)

    def _open(self, proposal: str) -> None:
        for event in standing(reviews.about(self._connection, {"proposal": proposal}), decisions.SLOTS).values():
            if (decision := event[-1].body.get("decision")) is not None:
                raise UsageError(f"{event[-1].author} has {decision} this proposal already, at {event[-1].at}")

    def read(self, receipts: Sequence[ReceiptRow]) -> None:
        """Keeps read receipts; they are no decisions, and nothing takes them back."""
        with transaction(self._connection):
            keep(self._connection, receipts)

    # Patterns.

    def name_pattern(
        self, name: str, memo: str = "", scope: str = "fleet", scope_name: str = "", *, pattern: str | None = None
    ) -> str:
        """A new pattern, or another name, memo and scope of one that there is; its id. UsageError without a name."""
        _one_of(scope, decisions.SCOPES, "a scope")
        if not name.strip():
            raise UsageError("a pattern needs a name")
        if bool(scope_name.strip()) is (scope == "fleet"):
            raise UsageError("the fleet has no name" if scope_name.strip() else f"say which {scope}")
        id_ = pattern or ulid()
        body = {"name": name.strip(), "memo": memo, "scope": scope, "scope_name": scope_name.strip()}
        self._decide("pattern.set", {"pattern": id_}, body, name=None if pattern else id_)
        return id_

    def remove_pattern(self, pattern: str, reason: str | None = None) -> Event:
        """The pattern is one no more; its findings stay what they are."""
        return self._decide("pattern.remove", {"pattern": pattern}, {}, reason)

    def join(self, pattern: str, finding: str, role: str | None = "member") -> Event:
        """A finding is a member of a pattern, or a counterexample to it; None takes it out."""
        _one_of(role, (*decisions.ROLES, None), "a role in a pattern")
        return self._decide("member.set", {"pattern": pattern, "finding": finding}, {"role": role})

    # The taxonomy.

    def use_taxonomy(
        self, chosen: Callable[[sqlite3.Connection], TaxonomyRow | None] | None, suite: str, reason: str | None
    ) -> Event | None:
        """Takes into force, for a suite or everywhere, what `chosen` finds within the transaction; None if nothing.

        Without `chosen` what holds without a decision holds again. `operations.taxonomies` has the ways to call it.
        """
        with transaction(self._connection):
            made = chosen(self._connection) if chosen else None
            if made is not None:
                taxonomies.put(self._connection, made)
            elif chosen:
                return None
            body = {"taxonomy": made and made.hash, "name": made and made.name, "version": made and made.version}
            return self._append(taxonomies.USE, taxonomies.subject(suite), body, reason)

    # Taking back.

    def undo(self) -> Event | None:
        """Takes back this reviewer's last decision that holds; returns that decision, None where there is none.

        What a verdict or a mark opened to its author is kept as seen: the next one is not independent of it.
        """
        return self._take_back(history.to_undo)

    def redo(self) -> Event | None:
        """Takes the last undo back; returns it, None where nothing was undone since the last decision."""
        return self._take_back(history.to_redo)

    def _take_back(self, which: Any) -> Event | None:
        with transaction(self._connection):
            target: Event | None = which(reviews.of_author(self._connection, self.reviewer))
            if target is not None:
                if target.kind in decisions.OPENS and (transcript := target.subject.get("transcript")):
                    self._look(transcript, revealed(self._connection, transcript, self.reviewer))
                together = events.by_ulid(self._connection, target.body.get(TOGETHER, ()))
                taken = [self._undo(event).ulid for event in together]
                self._undo(target, **({TOGETHER: taken} if taken else {}))
        return target

    def _undo(self, event: Event, **more: Any) -> Event:
        body = {"undoes": event.ulid, "kind": event.kind, **more}
        made = self._event(UNDO, event.subject, body, None, ())
        reviews.decide(self._connection, made)
        return made

    def _new(self, transcript: str, revision: str, anchor: Anchor, tag: str, taxonomy: str, **said: Any) -> Finding:
        usual = {"severity": "major", "effect": None, "note": "", "publishable": True, "correct": "", "fault": "agent"}
        said = usual | {"proposal": None} | said
        return Finding(ulid(), transcript, revision, anchor, tag, taxonomy, author=self.reviewer, at=now(), **said)

    def _finding(self, finding: Finding, *, first: bool = False) -> None:
        body = self._finding_body(finding)
        self._decide("finding.set", {"finding": finding.id}, body, name=finding.id if first else None)

    def _finding_body(self, finding: Finding) -> dict[str, Any]:
        _one_of(finding.severity, decisions.SEVERITIES, "a severity")
        _one_of(finding.effect, (*decisions.EFFECTS, None), "an effect")
        _one_of(finding.fault, decisions.FAULTS, "a fault")
        body = {name: getattr(finding, name) for name in Finding.__slots__ if name not in ("id", "anchor", "at")}
        return body | {"anchor": to_json(finding.anchor)}

    def _of(self, transcript: str) -> dict[str, Any]:
        return {"transcript": transcript, "reviewer": self.reviewer}

    def _decide(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None = None,
        *,
        name: str | None = None,
    ) -> Event:
        with transaction(self._connection):
            return self._append(kind, subject, body, reason, name=name)

    def _append(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None = None,
        *,
        name: str | None = None,
    ) -> Event:
        """Inside a transaction."""
        if (under := body.get("taxonomy")) and taxonomies.row(self._connection, under) is None:
            from reviewer.operations.taxonomies import keep_shipped

            keep_shipped(self._connection, under)
        aside = reviews.heads(self._connection, kind, subject)
        made = self._event(kind, subject, body, reason, aside, name)
        reviews.decide(self._connection, made)
        return made

    def _event(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None,
        aside: tuple[str, ...],
        name: str | None = None,
    ) -> Event:
        said = storable((reason or "").strip()) or None
        return Event(name or ulid(), kind, dict(subject), _storable(dict(body)), self.reviewer, now(), said, aside)


def _storable(value: Any) -> Any:
    """What an event says, as SQLite can hold it: a paste may be cut in the middle of a character."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _plainly(saw: Saw | None) -> dict[str, bool] | None:
    return None if saw is None else {name: getattr(saw, name) for name in Saw.__slots__}


def _one_of(value: object, allowed: Sequence[object], what: str) -> None:
    if value not in allowed:
        there = ", ".join(str(one) for one in allowed if one is not None)
        raise UsageError(f"{value} is not {what}; there are {there}")
