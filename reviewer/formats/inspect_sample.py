"""One sample of an Inspect log as a transcript.

The case is the sample's id; the brief is the input, where the conversation does not begin with it, the answer choices
and the target. What only repeats something else of the transcript is left out: the input that the messages hold, the
output's copy of the last message, the events that `inspect_events` counts. In `extra`: `sample` (what no other field
names), `events`, `log` (the log's own description, without what it says of other samples).
"""

from __future__ import annotations

from typing import Any

from reviewer.formats import build
from reviewer.formats.build import filled, text
from reviewer.formats.contract import Item, Refused
from reviewer.formats.fields import Object, a_name, as_object, take_list, take_object, take_text
from reviewer.formats.inspect_content import Attachments, content
from reviewer.formats.inspect_events import Events
from reviewer.formats.inspect_header import Header
from reviewer.formats.inspect_messages import messages
from reviewer.formats.naming import UNKNOWN, UNKNOWN_MODEL
from reviewer.model.transcript import TranscriptWarning


def item(header: Header, place: str, fallback: str, sample: Any, oddities: tuple[TranscriptWarning, ...]) -> Item:
    """The transcript of one sample; `fallback` is its case where it names none."""
    if not isinstance(sample, dict):
        return Refused(place, "an object was expected: one sample")
    rest = dict(sample)
    older = dict(take_object(rest, "transcript") or {})
    attachments = Attachments(take_object(rest, "attachments") or take_object(older, "content"))
    events = Events(take_list(rest, "events") or take_list(older, "events"))
    if older:
        rest["transcript"] = older
    for repeated in ("events_data", "message_pool"):
        rest.pop(repeated, None)
    raw = take_list(rest, "messages") or []
    said = messages(raw, attachments, events.made)
    warnings: list[TranscriptWarning | Object] = [*oddities, *_warnings(sample, raw, events)]
    case = a_name(rest.pop("id", None))
    if case is None:
        case = fallback
        warnings.append(_warning("unknown-case", f"the source names no sample; called {case}"))
    if not header.model:
        warnings.append(UNKNOWN_MODEL)
    status, ended = _ending(header, sample)
    made = {
        "suite": header.suite,
        "case": case,
        "model": header.model or UNKNOWN,
        **header.run_of(rest.pop("epoch", None)),
        "brief": _brief(rest, raw, attachments),
        "tools": attachments.within(list(events.tools.values())),
        "status": status,
        "end_reason": ended,
        "started_at": take_text(rest, "started_at"),
        "ended_at": take_text(rest, "completed_at"),
        "usage": take_object(rest, "model_usage") or None,
        "scores": _scores(rest, header, attachments),
        "messages": said,
    }
    if "output" in rest:
        rest["output"] = _output(rest["output"], raw)
    told = {
        "sample": filled(attachments.within(rest)),
        "events": _left(events, attachments),
        "log": header.extra,
        **header.overruled,
    }
    if attachments.missing:
        amount = len(attachments.missing)
        warnings.append(_warning("missing-attachment", f"{amount} long texts that the log refers to are not in it"))
    return build.item(place, {**made, "warnings": warnings, "extra": filled(told)})


def _warnings(sample: Object, raw: list[Any], events: Events) -> list[Object]:
    found = []
    if error := sample.get("error"):
        why = as_object(error).get("message", error)
        found.append(
            _warning("sample-error", f"the run of this sample broke: {text(why).strip() or 'no reason given'}")
        )
    if sample.get("invalidation"):
        found.append(_warning("invalidated", "the log says that this sample does not count"))
    if "compaction" in events.kinds:
        found.append(
            _warning("compacted", "the conversation was shortened on the way; these are its messages at the end")
        )
    known = {text(message.get("id")) for message in raw if isinstance(message, dict) and message.get("id")}
    if known and (elsewhere := len(events.turns - known)):
        found.append(
            _warning("turns-elsewhere", f"{elsewhere} turns of models are only in the log's events, not shown here")
        )
    return found


def _ending(header: Header, sample: Object) -> tuple[str, str | None]:
    """The status and the reason of the end, in the log's words."""
    if sample.get("error"):
        return "error", "error"
    if limit := sample.get("limit"):
        return "limit", f"{text(as_object(limit).get('type', limit))} limit"
    choices = as_object(sample.get("output")).get("choices")
    stop = as_object(choices[0]).get("stop_reason") if isinstance(choices, list) and choices else None
    ended = stop if isinstance(stop, str) else None
    done = ended or any(sample.get(key) for key in ("completed_at", "total_time", "scores", "score"))
    return "in progress" if header.running and not done else "complete", ended


def _brief(rest: Object, raw: list[Any], attachments: Attachments) -> str | None:
    """What was asked, unless the messages hold it; the choices; the target. An input that only repeats is popped."""
    asked, spoken = attachments.within(rest.get("input")), attachments.within(raw)
    sections = []
    if isinstance(asked, list):
        repeats = all(message in spoken for message in asked)
        question = "\n\n".join(content(as_object(message).get("content"))[0] for message in asked)
    else:
        repeats = any(as_object(message).get("content") == asked for message in spoken)
        question = text(asked)
    if repeats:
        rest.pop("input", None)
    else:
        sections.append(("Input", question))
    for key, heading in (("choices", "Choices"), ("target", "Target")):
        value = attachments.within(rest.get(key))
        lines = [text(line) for line in value] if isinstance(value, list) else [text(value)]
        sections.append((heading, "\n".join(lines)))
    return "\n\n".join(f"{heading}\n{body.strip()}" for heading, body in sections if body.strip()) or None


def _scores(rest: Object, header: Header, attachments: Attachments) -> list[Object]:
    """Each scorer's score; older logs have one without a name."""
    scores = take_object(rest, "scores")
    if scores is None and rest.get("score") is not None:
        scores = {header.scorer: rest.pop("score")}
    return [_score(name, attachments.within(score)) for name, score in (scores or {}).items()]


def _score(name: str, score: Any) -> Object:
    if not isinstance(score, dict):
        return {"name": name, "value": score}
    value, rationale = score.pop("value", None), take_text(score, "explanation")
    return {"name": name, "value": value, "rationale": rationale, "extra": filled(score)}


def _output(output: Any, raw: list[Any]) -> Any:
    """The output without the messages that the conversation holds, and without their text said again."""
    if not isinstance(output, dict):
        return output
    left = dict(output)
    choices = left.get("choices")
    if isinstance(choices, list):
        left["choices"] = [
            {key: value for key, value in choice.items() if key != "message" or value not in raw}
            if isinstance(choice, dict)
            else choice
            for choice in choices
        ]
        texts = [content(as_object(as_object(choice).get("message")).get("content"))[0] for choice in choices]
        if left.get("completion") in texts:
            del left["completion"]
    return left


def _left(events: Events, attachments: Attachments) -> Object | None:
    """How many events of which kind stay in the log, and those that are kept."""
    if not events.kinds and not events.kept:
        return None
    kept = filled({"kept": attachments.within(events.kept)}) or {}
    return {"count": events.kinds.total(), "kinds": dict(events.kinds), **kept}


def _warning(code: str, words: str) -> Object:
    return {"code": code, "text": words}
