"""What an event decided, in words: for the log of a transcript and for whoever merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reviewer.review.anchors import from_json
from reviewer.review.apart import METHOD, SETTLES
from reviewer.review.events import UNDO, Event


def sentence(
    event: Event,
    known: Mapping[str, Event] | None = None,
    findings: Mapping[str, str] | None = None,
    patterns: Mapping[str, str] | None = None,
) -> str:
    """A few words without who, when and why.

    `known` has the events that an undo may take back, by ULID; `findings` the tags of findings and `patterns` the
    names of patterns, by id.
    """
    known = known or {}
    if SETTLES in event.body:
        kept = replace(event, body={key: value for key, value in event.body.items() if key != SETTLES})
        said_again = sentence(kept, known, findings, patterns)
        return f"settles what was decided apart ({event.body.get(METHOD)}): {said_again}"
    of, said = event.subject, event.body
    finding = (findings or {}).get(str(of.get("finding")), "a finding")
    match event.kind:
        case "finding.set":
            changed = str(of.get("finding")) != event.ulid
            return f"{'changes the finding to' if changed else 'finds'} {_finding(said)}"
        case "finding.remove":
            return f"removes the finding {finding}"
        case "finding.confirm":
            verdict = said.get("verdict")
            return f"{_VERBS.get(str(verdict), 'takes back a word on')} the finding {finding}"
        case "outcome.set":
            return f"judges: {_outcome(said)}" if said.get("outcome") else "takes the judgement back"
        case "mark.set":
            return f"marks it {said['mark']}" if said.get("mark") else "takes the mark away"
        case "bookmark.set":
            return f"{'puts a bookmark on' if said.get('on') else 'takes the bookmark off'} M{of.get('message')}"
        case "contest.set":
            if said.get("says") is None:
                return f"takes back the objection to the score {of.get('score')}"
            return f"contests the score {of.get('score')}: it should be {said['says']}"
        case "member.set":
            pattern = (patterns or {}).get(str(of.get("pattern")), "a pattern")
            if said.get("role") is None:
                return f"takes {finding} out of the pattern {pattern}"
            return f"makes {finding} a {said['role']} of the pattern {pattern}"
        case "proposal.set":
            return f"proposal {said['decision']}" if said.get("decision") else "puts a proposal back into the inbox"
        case "seen.add":
            looked = [what for name, what in _SEEN.items() if said.get(name)]
            return f"looks at {', '.join(looked) or 'nothing'}"
        case "adjudication.set":
            return _adjudication(event, findings or {})
        case "dossier.set":
            return f"says that the dossier of {of.get('dossier')} is {said.get('state')}"
        case "dossier.reopen":
            return f"reopens the dossier of {of.get('dossier')}"
        case "dossier.freeze":
            return f"freezes edition {said.get('edition')} of the dossier of {of.get('dossier')}"
    if event.kind == UNDO:
        return _undo(event, known, findings, patterns)
    return f"{event.kind} {dict(of)} {dict(said)}"


_SEEN = {"machine": "what the checks say", "siblings": "outcomes of other runs", "others": "what others say"}
_VERBS = {"confirmed": "confirms", "disputed": "disputes"}


def _finding(said: Mapping[str, Any]) -> str:
    try:
        place = str(from_json(said["anchor"]))
    except (KeyError, TypeError, ValueError):
        place = "somewhere"
    note = f" – {said['note']}" if said.get("note") else ""
    return f"{said.get('tag')} ({said.get('severity')}) at {place}{note}"


def _outcome(said: Mapping[str, Any]) -> str:
    return " · ".join(str(word) for word in (said.get("outcome"), said.get("verdict")) if word)


def _adjudication(event: Event, findings: Mapping[str, str]) -> str:
    about = str(event.subject.get("about"))
    what = "the outcome" if about == "outcome" else f"the finding {findings.get(about, about)}"
    said = event.body
    if said.get("decision") is None:
        return f"takes the adjudication of {what} back"
    decided = " · ".join(str(word) for word in (said["decision"], said.get("verdict")) if word)
    return f"adjudicates {what}: {decided} ({said.get('method')})"


def _undo(
    event: Event,
    known: Mapping[str, Event],
    findings: Mapping[str, str] | None,
    patterns: Mapping[str, str] | None,
) -> str:
    """What it takes back; an undo of an undo is a redo."""
    target = known.get(str(event.body.get("undoes")))
    steps = 0
    while target is not None and target.kind == UNDO and steps < len(known):
        target, steps = known.get(str(target.body.get("undoes"))), steps + 1
    verb = "redoes" if steps % 2 else "undoes"
    return f"{verb}: {sentence(target, None, findings, patterns)}" if target is not None else f"{verb} something"
