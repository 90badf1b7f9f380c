"""Events in words: what was done, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reviewer.review.anchors import from_json
from reviewer.review.events import UNDO, Event, undone
from reviewer.text.visible import visible_line
from reviewer.tui.review.places import called, quote
from reviewer.tui.stream.display import Composer, Display

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Taxonomy


def told(event: Event, taxonomy: Taxonomy) -> str:
    """What an event did, in a line that is `visible`."""
    body = event.body
    match event.kind:
        case "finding.set":
            tag = taxonomy.by_id.get(body["tag"])
            anchor = from_json(body["anchor"])
            words = quote(anchor)
            said = f"{tag.label if tag else body['tag']} on {called(anchor)}" + (f" {words}" if words else "")
            said += f" · {body['severity']}" + (f" · {body['note']}" if body.get("note") else "")
            said = f"change to {said}" if event.supersedes else said
        case "finding.remove":
            said = "a finding taken away"
        case "finding.confirm":
            said = f"a finding {body.get('verdict') or 'neither confirmed nor disputed'}"
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
            said = f"adjudicated: {body.get('decision') or 'taken back'}"
        case kind if kind == UNDO:
            said = "took back " + (
                "an undo" if body.get("kind") == UNDO else str(body.get("kind", "")).partition(".")[0]
            )
        case other:
            said = other
    return visible_line(said)


def history(log: Iterable[Event], taxonomy: Taxonomy) -> Display:
    """The events, the newest first: when, who, what, why. What does not hold any more says so."""
    page = Composer("")
    known = list(log)
    taken = undone(known)
    superseded = {ulid for event in known for ulid in event.supersedes if event.ulid not in taken}
    for event in known:
        state = "undone" if event.ulid in taken else "changed since" if event.ulid in superseded else ""
        page.mark(f"{event.at.replace('T', ' ').removesuffix('Z')}  ", "json-name")
        page.mark(f"{visible_line(event.author)}  ", "strong")
        page.mark(told(event, taxonomy))
        page.mark(f"  ({state})" if state else "", "json-name")
        page.mark(f"\n    {visible_line(event.reason)}" if event.reason else "")
        page.mark("\n")
    if not known:
        page.mark("Nothing was decided yet.")
    return page.display()
