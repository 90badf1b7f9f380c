"""What reviewers decide about transcripts: the kinds of events, and what is left of them after folding.

kind              subject                       body
finding.set       finding                       transcript, revision, anchor, tag, severity, …: all of it
finding.remove    finding                       –
finding.confirm   finding, reviewer             verdict: confirmed or disputed; null takes it back
outcome.set       transcript, reviewer          revision, outcome, verdict, saw; null outcome takes it back
mark.set          transcript, reviewer          revision, mark: clean, done, skimmed or skipped; taxonomy, saw; null …
bookmark.set      transcript, reviewer, message on
contest.set       transcript, reviewer, score   says; null …
pattern.set       pattern                       name, memo, scope
pattern.remove    pattern                       –
member.set        pattern, finding              role: member or counterexample; null …
proposal.set      proposal                      decision: confirmed, amended or rejected; finding
adjudication.set  transcript, about             decision, verdict, method, and what it was decided between; null …
taxonomy.use      suite; nothing: everywhere      taxonomy (its hash), name, version; null …
dossier.…         dossier, suite                  set, freeze and reopen: see `reviewer.review.publishing`
seen.add          transcript, reviewer          machine, siblings, others: what was asked for before one's own word
undo              as of the event that it takes back; body: undoes

A change has the whole new body and supersedes what its author saw, so it folds without looking at what was before. Of
several that were made apart (`reviewer.review.apart`) one is said again with `settles`, its ULID, and `method`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from reviewer.review.anchors import Anchor, from_json
from reviewer.review.events import Event

SLOTS = {
    "finding.set": "finding",
    "finding.remove": "finding",
    "finding.confirm": "confirmation",
    "outcome.set": "outcome",
    "mark.set": "mark",
    "bookmark.set": "bookmark",
    "contest.set": "contest",
    "pattern.set": "pattern",
    "pattern.remove": "pattern",
    "member.set": "member",
    "proposal.set": "proposal",
    "adjudication.set": "adjudication",
    "taxonomy.use": "taxonomy",
    "dossier.set": "dossier",
    "dossier.freeze": "dossier",
    "dossier.reopen": "dossier",
}

FINAL = frozenset({"taxonomy.use", "dossier.set", "dossier.freeze", "dossier.reopen"})
"""What no undo takes back: it is of more than a transcript, and is decided anew with a reason of its own."""

OPENS = frozenset({"outcome.set", "mark.set"})
"""One's own word on a transcript: after it what the checks and others say of it is shown."""

SEEN = "seen.add"
"""The kind of an event that no undo takes back: nobody unsees what was on the screen."""

OUTCOME = "outcome"
"""What an adjudication is about, where it is not a finding's id."""

Severity = Literal["minor", "major", "critical"]
Effect = Literal["helped", "hindered"]
Fault = Literal["agent", "simulator", "case", "harness"]
Verdict = Literal["genuine", "debatable", "defensible", "case defect", "simulator fault", "harness fault"]
Outcome = Literal["held", "fell", "right", "wrong"]
Mark = Literal["clean", "done", "skimmed", "skipped"]
Scope = Literal["model", "intent", "fleet"]
Role = Literal["member", "counterexample"]
Ruling = Literal["stands", "falls"]
Method = Literal["consensus", "third", "lead"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
EFFECTS: tuple[Effect, ...] = get_args(Effect)
FAULTS: tuple[Fault, ...] = get_args(Fault)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MARKS: tuple[Mark, ...] = get_args(Mark)
SCOPES: tuple[Scope, ...] = get_args(Scope)
ROLES: tuple[Role, ...] = get_args(Role)
RULINGS: tuple[Ruling, ...] = get_args(Ruling)
"""Of a finding that somebody disputes."""

METHODS: tuple[Method, ...] = get_args(Method)
"""How an adjudication came about: the two agreed, a third person decided, or whoever leads did."""


@dataclass(frozen=True, slots=True)
class Saw:
    """What a reviewer could see when deciding. Agreement counts only verdicts whose author saw nobody else's."""

    machine: bool = False
    """The checks' reading of this transcript, or proposals from it."""

    siblings: bool = False
    """The outcomes of the same case in other runs."""

    others: bool = False
    """What other reviewers decided about this transcript."""

    model: bool = True
    """Which model it is."""

    def __or__(self, other: Saw) -> Saw:
        """What was visible at one time or the other."""
        return Saw(*(getattr(self, name) or getattr(other, name) for name in Saw.__slots__))

    @property
    def independent(self) -> bool:
        """Nobody else's reading of this transcript was on the screen."""
        return not (self.machine or self.others)


@dataclass(frozen=True, slots=True)
class Finding:
    """A tag on an anchor, by a reviewer. `id` is the ULID of the first event about it."""

    id: str
    transcript: str
    revision: str
    """The content hash of the revision that it was made on."""

    anchor: Anchor
    tag: str
    taxonomy: str
    """The hash of the taxonomy that the tag was defined in."""

    severity: str
    effect: str | None
    note: str
    publishable: bool
    correct: str
    """What would have been right."""

    fault: str
    author: str
    at: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one reviewer says of a transcript's outcome."""

    transcript: str
    reviewer: str
    revision: str
    outcome: str
    verdict: str | None
    reason: str
    at: str
    saw: Saw
    citations: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Marking:
    """That one reviewer is done with a transcript, and how."""

    transcript: str
    reviewer: str
    revision: str
    mark: str
    reason: str
    taxonomy: str
    at: str


def finding(events: Iterable[Event]) -> Finding | None:
    """What holds of the events about one finding; None where it was removed. The later of two that clash decides."""
    event = _last(events)
    if event is None or event.kind != "finding.set":
        return None
    body = event.body
    return Finding(
        id=str(event.subject["finding"]),
        transcript=body["transcript"],
        revision=body["revision"],
        anchor=from_json(body["anchor"]),
        tag=body["tag"],
        taxonomy=body["taxonomy"],
        severity=body["severity"],
        effect=body.get("effect"),
        note=body.get("note", ""),
        publishable=bool(body.get("publishable", True)),
        correct=body.get("correct", ""),
        fault=body.get("fault", "agent"),
        author=body.get("author", event.author),
        at=event.at,
        proposal=body.get("proposal"),
    )


def judgement(events: Iterable[Event]) -> Judgement | None:
    """What one reviewer's events about an outcome come to."""
    event = _last(events)
    if event is None or event.body.get("outcome") is None:
        return None
    body, subject = event.body, event.subject
    return Judgement(
        subject["transcript"],
        subject["reviewer"],
        body["revision"],
        body["outcome"],
        body.get("verdict"),
        event.reason or "",
        event.at,
        saw(body.get("saw")),
        tuple(from_json(one) for one in body.get("citations", ())),
    )


def marking(events: Iterable[Event]) -> Marking | None:
    """What one reviewer's marks on a transcript come to."""
    event = _last(events)
    if event is None or event.body.get("mark") is None:
        return None
    body, subject = event.body, event.subject
    return Marking(
        subject["transcript"],
        subject["reviewer"],
        body["revision"],
        body["mark"],
        event.reason or "",
        body.get("taxonomy", ""),
        event.at,
    )


def saw(body: Mapping[str, Any] | None) -> Saw:
    """What an event says of what was visible; keys that a later version knows are passed over."""
    said = body or {}
    return Saw(**{name: bool(said[name]) for name in Saw.__slots__ if name in said})


def _last(events: Iterable[Event]) -> Event | None:
    last = None
    for event in events:
        last = event
    return last
