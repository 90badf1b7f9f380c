"""Findings, what is suggested as such, and the patterns that they bear: made, changed, confirmed, rejected, joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reviewer.errors import UsageError
from reviewer.operations.writing import Writing, one_of
from reviewer.review import decisions
from reviewer.review.anchors import Anchor, to_json
from reviewer.review.decisions import Finding
from reviewer.review.events import TOGETHER, Event, now, standing
from reviewer.review.proposals import Decision
from reviewer.store import carried, reviews
from reviewer.store.connection import transaction


class Finds(Writing):
    """The part of a reviewer's work that is about findings."""

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
        with transaction(self._connection):
            self._set(made)
        return made

    def tag_all(
        self, transcript: str, revision: str, anchors: Sequence[Anchor], tag: str, taxonomy: str, **said: Any
    ) -> list[Finding]:
        """One finding for each anchor, all or none; one undo takes all of them back."""
        made: list[Finding] = []
        with transaction(self._connection):
            for number, anchor in enumerate(anchors, 1):
                one = self._new(transcript, revision, anchor, tag, taxonomy, **said)
                self._set(one, together=[other.id for other in made] if number == len(anchors) else ())
                made.append(one)
        return made

    def change(self, finding: Finding, **changes: Any) -> Finding:
        """The finding with other words, tag, severity, …; its author stays."""
        changed = replace(finding, **changes)
        with transaction(self._connection):
            self._set(changed, first=False)
        return changed

    def remove(self, finding: Finding, reason: str | None = None) -> Event:
        """The finding is one no more; its events stay."""
        return self._decide("finding.remove", {"finding": finding.id}, {"transcript": finding.transcript}, reason)

    def confirm(self, finding: str, verdict: str | None, reason: str | None = None) -> Event:
        """A second reader's word: confirmed or disputed; None takes it back."""
        one_of(verdict, ("confirmed", "disputed", None), "a word on a finding")
        return self._decide(
            "finding.confirm", {"finding": finding, "reviewer": self.reviewer}, {"verdict": verdict}, reason
        )

    # Proposals.

    def accept(self, proposal: str, finding: Finding, decision: Decision) -> Event:
        """A proposal has become this finding of one's own, as it was or amended; one undo takes both back.

        Raises UsageError where somebody has decided it already.
        """
        with transaction(self._connection):
            self._open(proposal)
            made = self._set(finding)
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

    # Patterns.

    def name_pattern(
        self, name: str, memo: str = "", scope: str = "fleet", scope_name: str = "", *, pattern: str | None = None
    ) -> str:
        """A new pattern, or another name, memo and scope of one that there is; its id. UsageError without a name."""
        one_of(scope, decisions.SCOPES, "a scope")
        if not name.strip():
            raise UsageError("a pattern needs a name")
        if bool(scope_name.strip()) is (scope == "fleet"):
            raise UsageError("the fleet has no name" if scope_name.strip() else f"say which {scope}")
        id_ = pattern or self.new_id()
        body = {"name": name.strip(), "memo": memo, "scope": scope, "scope_name": scope_name.strip()}
        self._decide("pattern.set", {"pattern": id_}, body, name=None if pattern else id_)
        return id_

    def remove_pattern(self, pattern: str, reason: str | None = None) -> Event:
        """The pattern is one no more; its findings stay what they are."""
        return self._decide("pattern.remove", {"pattern": pattern}, {}, reason)

    def join(self, pattern: str, finding: str, role: str | None = "member") -> Event:
        """A finding is a member of a pattern, or a counterexample to it; None takes it out."""
        one_of(role, (*decisions.ROLES, None), "a role in a pattern")
        return self._decide("member.set", {"pattern": pattern, "finding": finding}, {"role": role})

    # What an event says of a finding.

    def _new(self, transcript: str, revision: str, anchor: Anchor, tag: str, taxonomy: str, **said: Any) -> Finding:
        usual = {"severity": "major", "effect": None, "note": "", "publishable": True, "correct": "", "fault": "agent"}
        said = usual | {"proposal": None} | said
        said |= {"author": self.reviewer, "at": now()}
        return Finding(self.new_id(), transcript, revision, anchor, tag, taxonomy, **said)

    def _set(self, finding: Finding, *, first: bool = True, together: Sequence[str] = ()) -> Event:
        """Inside a transaction: what an event says of the finding; it names it, where it is the `first`.

        `together` has the events of the same stroke, of which this is the last.

        Of a transcript that was loaded again meanwhile the finding gets its place there, as a load would give it: with
        the event or not at all, so that nobody writes it twice.
        """
        body = self._finding_body(finding) | ({TOGETHER: [*together]} if together else {})
        event = self._append("finding.set", {"finding": finding.id}, body, name=finding.id if first else None)
        if (due := carried.due_of(self._connection, finding.id)) is not None:
            from reviewer.operations.carry import place

            place(self._connection, due)
        return event

    def _finding_body(self, finding: Finding) -> dict[str, Any]:
        one_of(finding.severity, decisions.SEVERITIES, "a severity")
        one_of(finding.effect, (*decisions.EFFECTS, None), "an effect")
        one_of(finding.fault, decisions.FAULTS, "a fault")
        body = {name: getattr(finding, name) for name in Finding.__slots__ if name not in ("id", "anchor", "at")}
        return body | {"anchor": to_json(finding.anchor)}
