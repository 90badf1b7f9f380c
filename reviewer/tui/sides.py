"""What the sides of a disagreement say and show, as a page beside the transcript."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.review.decisions import OUTCOME
from reviewer.review.disagreements import Disagreement, Voice
from reviewer.store.rows import TranscriptRow
from reviewer.store.sides import Evidence, Sides
from reviewer.text.visible import visible, visible_line
from reviewer.tui.stream.display import Composer, Display
from reviewer.tui.widgets.columns import states_of

_METHODS = {"consensus": "the sides came to agree", "third": "a third person", "lead": "whoever leads"}


def page(
    one: Disagreement | None,
    row: TranscriptRow | None,
    shown: Sides | None,
    present: Evidence | None = None,
    called: Callable[[str], str] = str,
) -> Display:
    """Each side with its reason and its evidence, then how it was decided; what is missing is said.

    The transcript stands at the `present` evidence; `called` says what a person calls a tag.
    """
    made = Composer("")
    if one is None:
        return made.display()
    if row is not None:
        made.mark(visible_line(_where(row)) + "\n\n", "json-name")
    else:
        made.mark("Its transcript is not loaded here.\n\n")
    evidence = [(item, item is present) for item in (shown.evidence if shown else ())]
    for voice in one.voices:
        _voice(made, voice)
        if one.apart and not evidence:
            made.mark("\n")  # a mark and the like points at nothing
        elif one.about == OUTCOME or not voice.machine:
            _show(made, [item for item in evidence if item[0].who == voice.who], called)
    others = [item for item in evidence if item[0].who not in {voice.who for voice in one.voices}]
    if others:
        made.mark("Others\n", "heading")
        _show(made, others, called, named=True)
    if shown and shown.decision:
        said = shown.decision
        made.mark("Adjudicated\n", "heading")
        made.mark(visible(" · ".join(filter(None, (said.decision, said.verdict)))), "strong")
        how = _METHODS.get(said.method, said.method)
        made.mark(visible(f"\nby {said.author}, {how}, {_time(said.at)}\n{said.reason}\n"))
    return made.display()


def _where(row: TranscriptRow) -> str:
    run = f"run {row.run_index} of {row.run_count}" if row.run_index and row.run_count else f"run {row.run}"
    attempt = f"attempt {row.attempt}" if row.attempt > 1 else ""
    flags = [state for state in states_of(row) if state != "complete"]
    return " · ".join(filter(None, (*flags, row.case, row.case_class, row.model, run, attempt)))


def _time(at: str) -> str:
    """To the minute, as a person reads it."""
    return f"{at[:10]} {at[11:16]} UTC"


def _voice(made: Composer, voice: Voice) -> None:
    made.mark(visible(voice.who), "heading")
    made.mark("  ")
    made.mark(visible(" · ".join(filter(None, (voice.says, voice.verdict)))), "strong")
    if voice.machine:
        made.mark("  read by rule\n")
        return
    made.mark(visible(f"  {_time(voice.at)}{'' if voice.independent else '  after seeing others'}\n"))
    if voice.reason:
        made.mark(visible(f"{voice.reason}\n"))


def _show(
    made: Composer, evidence: list[tuple[Evidence, bool]], called: Callable[[str], str], *, named: bool = False
) -> None:
    for item, here in evidence:
        place = str(item.anchor) if item.anchor else "in an older revision"
        made.mark(visible(f"{'▸' if here else ' '} {place}"), "strong" if here else "json-name")
        tag, dot, severity = item.title.partition(" · ")
        made.mark(visible(f"  {item.who + ': ' if named else ''}{called(tag) if dot else tag}{dot}{severity}\n"))
        words = next((place.exact for place in item.anchor.places if place.exact), "") if item.anchor else ""
        if words:
            made.mark(visible(f"    “{words}”\n"))
        if item.note:
            made.mark(visible(f"    {item.note}\n"))
    made.mark("\n" if evidence else "  points at nothing\n\n")
