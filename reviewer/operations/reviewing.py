"""What a reviewer does: find, judge, mark, bookmark, adjudicate, look, and take back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from reviewer.errors import UsageError
from reviewer.operations.finds import Finds
from reviewer.operations.writing import one_of
from reviewer.review import apart, decisions, history
from reviewer.review.anchors import Anchor, to_json
from reviewer.review.decisions import Saw
from reviewer.review.events import TOGETHER, UNDO, Event
from reviewer.store import events, reviews, taxonomies
from reviewer.store.connection import transaction
from reviewer.store.receipts import ReceiptRow, keep
from reviewer.store.revealed import revealed
from reviewer.store.taxonomies import TaxonomyRow


class Reviewing(Finds):
    """One reviewer at one database. Each decision is one event in one short transaction, and on the disk when a call
    returns."""

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
        one_of(outcome, (*decisions.OUTCOMES, None), "an outcome")
        one_of(verdict, (*decisions.VERDICTS, None), "a verdict")
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
        one_of(mark, (*decisions.MARKS, None), "a mark")
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
        over: Collection[str] | None = None,
    ) -> Event:
        """What holds where others disagree, of an outcome or of a finding (its id); None takes it back.

        `between` keeps what it was decided between. Of adjudications that there are already its author knew those in
        `over` (ULIDs); without it, all. UsageError without a reason, for what cannot be decided, or where another has
        decided it meanwhile.
        """
        one_of(
            decision, (*(decisions.OUTCOMES if about == decisions.OUTCOME else decisions.RULINGS), None), "a decision"
        )
        one_of(verdict, (*decisions.VERDICTS, None), "a verdict")
        one_of(method, decisions.METHODS, "a way to decide")
        if decision is not None and not reason.strip():
            raise UsageError("an adjudication needs a reason")
        subject = {"transcript": transcript, "about": about}
        body = {"decision": decision, "verdict": verdict, "method": method, "between": [dict(one) for one in between]}
        with transaction(self._connection):
            if over is not None:
                self._known(subject, over)
            return self._append("adjudication.set", subject, body, reason)

    def _known(self, subject: Mapping[str, Any], over: Collection[str]) -> None:
        """Inside a transaction: UsageError where somebody else has adjudicated this and it is none of `over`."""
        heads = reviews.heads(self._connection, "adjudication.set", subject)
        for event in events.by_ulid(self._connection, set(heads).difference(over)):
            if event.author != self.reviewer and (decision := event.body.get("decision")) is not None:
                raise UsageError(
                    f"{event.author} has adjudicated this meanwhile, {decision}, at {event.at}: look again"
                )

    def settle(self, kept: str, reason: str, *, method: str = "third") -> Event:
        """Of what was decided apart the decision of this ULID holds: it is decided anew, for a reason.

        UsageError without a reason, where nothing is left to settle, or where it is another reviewer's own word.
        """
        one_of(method, decisions.METHODS, "a way to decide")
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

    def read(self, receipts: Sequence[ReceiptRow]) -> None:
        """Keeps read receipts; they are no decisions, and nothing takes them back."""
        with transaction(self._connection):
            keep(self._connection, receipts)

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


def _plainly(saw: Saw | None) -> dict[str, bool] | None:
    return None if saw is None else {name: getattr(saw, name) for name in Saw.__slots__}
