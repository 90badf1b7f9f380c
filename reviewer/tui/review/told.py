"""Events in words: what was done, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewer.review.anchors import from_json
from reviewer.review.decisions import OUTCOME
from reviewer.review.events import UNDO, Event, undone
from reviewer.review.wording import sentence
from reviewer.text.visible import visible_line
from reviewer.tui.review.places import called, quote
from reviewer.tui.stream.display import Composer, Display

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Known:
    """What ids in events stand for: other events by ULID, findings in words, patterns by name."""

    events: Mapping[str, Event] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)

    def finding(self, event: Event) -> str:
        """The finding that an event is about."""
        return self.findings.get(str(event.subject.get("finding")), "a finding")


_NOTHING = Known()


def told(event: Event, taxonomy: Taxonomy, known: Known = _NOTHING) -> str:
    """What an event did, in a line that is `visible`."""
    body = event.body
    match event.kind:
        case "finding.set":
            words = quote(from_json(body["anchor"]))
            said = _finding(event, taxonomy) + (f" {words}" if words else "")
            said += f" · {body['severity']}" + (f" · {body['note']}" if body.get("note") else "")
            said = f"change to {said}" if event.supersedes else said
        case "finding.remove":
            said = f"{known.finding(event)} taken away"
        case "finding.confirm":
            said = f"{known.finding(event)} {body.get('verdict') or 'neither confirmed nor disputed'}"
        case "outcome.set":
            said = f"outcome {body.get('outcome') or 'taken back'}"
            said += f" · {body['verdict']}" if body.get("verdict") else ""
        case "mark.set":
            said = str(body.get("mark") or "mark taken back")
        case "bookmark.set":
            said = f"{'bookmark' if body.get('on') else 'no bookmark'} on M{event.subject.get('message')}"
        case "contest.set":
            score, says = event.subject.get("score"), body.get("says")
            said = f"score {score} not contested" if says is None else f"score {score} contested: it should be {says}"
        case "seen.add":
            looked = ("machine", "the checks"), ("siblings", "other runs"), ("others", "other reviewers")
            said = f"looked at what {', '.join(who for name, who in looked if body.get(name))} said"
        case "proposal.set":
            said = f"a proposal {body.get('decision') or 'opened again'}"
        case "adjudication.set":
            about = str(event.subject.get("about"))
            what = "the outcome" if about == OUTCOME else known.findings.get(about, "a finding")
            decided = " · ".join(filter(None, (body.get("decision"), body.get("verdict")))) or "taken back"
            said = f"adjudicated {what}: {decided}"
        case "member.set":
            name = known.patterns.get(str(event.subject.get("pattern")), "a pattern")
            role = {"member": "bears", "counterexample": "speaks against"}.get(str(body.get("role")), "is taken out of")
            said = f"{known.finding(event)} {role} “{name}”"
        case "pattern.set":
            said = f"the pattern “{body.get('name')}” named"
        case "pattern.remove":
            said = f"the pattern “{known.patterns.get(str(event.subject.get('pattern')), '')}” taken away"
        case kind if kind == UNDO:
            said = _undo(event, taxonomy, known)
        case _:
            said = sentence(event, known.events, known.findings, known.patterns)
    return visible_line(said)


def _finding(event: Event, taxonomy: Taxonomy) -> str:
    tag = taxonomy.by_id.get(event.body["tag"])
    return f"{tag.label if tag else event.body['tag']} on {called(from_json(event.body['anchor']))}"


def _undo(event: Event, taxonomy: Taxonomy, known: Known) -> str:
    """What it takes back; an undo of an undo does it again."""
    target, steps = known.events.get(str(event.body.get("undoes"))), 0
    while target is not None and target.kind == UNDO and steps < len(known.events):
        target, steps = known.events.get(str(target.body.get("undoes"))), steps + 1
    if target is None:
        return "took back " + (
            "an undo" if event.body.get("kind") == UNDO else str(event.body.get("kind", "")).partition(".")[0]
        )
    return f"{'did again' if steps % 2 else 'took back'}: {told(target, taxonomy, known)}"


def history(log: Iterable[Event], taxonomy: Taxonomy, patterns: Mapping[str, str]) -> Display:
    """The events, the newest first: when, who, what, why. What does not hold any more says so.

    `patterns` has their names by id.
    """
    page = Composer("")
    shown = list(log)
    taken = undone(shown)
    superseded = {ulid for event in shown for ulid in event.supersedes if event.ulid not in taken}
    made = sorted((event for event in shown if event.kind == "finding.set"), key=lambda event: event.ulid)
    findings = {str(event.subject["finding"]): _finding(event, taxonomy) for event in made}
    known = Known({event.ulid: event for event in shown}, findings, patterns)
    for event in shown:
        state = "undone" if event.ulid in taken else "changed since" if event.ulid in superseded else ""
        page.mark(f"{event.at.replace('T', ' ').removesuffix('Z')}  ", "json-name")
        page.mark(f"{visible_line(event.author)}  ", "strong")
        page.mark(told(event, taxonomy, known))
        page.mark(f"  ({state})" if state else "", "json-name")
        page.mark(f"\n    {visible_line(event.reason)}" if event.reason else "")
        page.mark("\n")
    if not shown:
        page.mark("Nothing was decided yet.")
    return page.display()
