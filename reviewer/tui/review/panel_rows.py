"""What the review panel says, line by line, of all that is decided about a transcript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len

from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Finding, Judgement, Saw
from reviewer.store.decided import Decided, Scored
from reviewer.store.proposals import ProposalRow
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.review.places import quote
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece

_NOTE_ROWS = 3
_LABEL, _NAME = 9, 16
"""Cells of `outcome`, `checks` and the like, and at most where a reviewer's name is longer and there is room for it."""

_MOST_SCORES = 4
_NOTHING = Saw()
REVEAL = "reveal"
"""What Enter does on the line that says that something is hidden."""

Target = Finding | ProposalRow | Scored | Anchor | str | None


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One line: words at the left, one word at the right, and what Enter leads to."""

    left: tuple[Piece, ...] = ()
    right: str = ""
    target: Target = None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the panel shows. `left` counts the messages that are still to be read, None where nobody counted."""

    row: TranscriptRow
    decided: Decided
    reviewer: str
    seen: Saw = _NOTHING
    """What the reviewer asked to see before giving an own word."""

    blind: bool = False
    """Whether the transcript is in a queue that this reviewer is blind in."""

    given: bool = False
    """Whether a queue has given it to this reviewer, who is not done with it."""

    siblings: bool = False
    """Whether somebody's word on the case in other runs is on the screen."""

    left: int | None = None
    unsaved: tuple[str, tuple[str, ...]] = ("", ())
    labels: tuple[tuple[str, str], ...] = ()
    """Tag → what a person calls it."""

    @property
    def asks_outcome(self) -> bool:
        """Whether the case is not finished without one."""
        return self.row.case_class in OUTCOME_CLASSES

    @property
    def _given(self) -> bool:
        given = self.decided.judgement_of if self.asks_outcome else self.decided.marking_of
        return given(self.reviewer) is not None

    @property
    def open(self) -> bool:
        """Whether what others say is shown: after one's own word, or where it was asked for; never to the blind."""
        return (self._given or self.seen.others) and not self.blind

    @property
    def machine_open(self) -> bool:
        """Whether what the checks say is shown; where no outcome is asked for, it always is."""
        return self._given or self.seen.machine or not self.asks_outcome

    @property
    def scores_open(self) -> bool:
        """Whether what a judge says is shown: where one is to give an own word, only after that; to the blind never."""
        waits = self.given and self.decided.judgement_of(self.reviewer) is None and not self._given
        return not self.blind and self.machine_open and (not waits or self.seen.machine)

    @property
    def scores_wait(self) -> bool:
        """Whether there are scores that are shown after one's own word, or where it is asked for."""
        return bool(self.decided.scores) and not self.scores_open and not self.blind

    @property
    def hides(self) -> Saw:
        """What there is to be asked for."""
        machine, others = self._there
        machine = (machine and not self.machine_open) or self.scores_wait
        return Saw(machine=machine, others=others and not self.open and not self.blind)

    @property
    def _there(self) -> tuple[bool, bool]:
        others = any(one.finding.author != self.reviewer for one in self.decided.findings) or any(
            one.reviewer != self.reviewer for one in self.decided.judgements
        )
        return self.decided.reading is not None or bool(self.decided.proposals), others

    @property
    def saw(self) -> Saw:
        """What is on the screen now, for a verdict that is given now."""
        machine, others = self._there
        machine = (self.machine_open and machine) or (self.scores_open and bool(self.decided.scores))
        now = Saw(machine, self.siblings, self.open and others, model=not self.blind)
        return replace(now | self.seen, model=now.model)


def rows(shown: Shown, width: int) -> list[PanelRow]:
    """The lines of the panel, for so many cells."""
    return [*_head(shown, width), *_findings(shown, width), *_proposals(shown, width), *_scores(shown, width)]


def _head(shown: Shown, width: int) -> Iterator[PanelRow]:
    left = shown.left
    marking = shown.decided.marking_of(shown.reviewer)
    skimmed = marking is not None and marking.mark == "skimmed"  # their own word, and it stands above the receipts
    read = "" if left is None else f"{left} to read" if left else "all shown" if skimmed else "read"
    yield PanelRow(((visible_line(shown.reviewer), "strong"),), read)
    problem, waiting = shown.unsaved
    if problem:
        yield PanelRow((("NOT SAVED", "error"),), "^s tries again")
        yield from _wrapped(visible_line(problem), width, "error")
        for one in waiting:
            yield from _wrapped(f"· {one}", width, "")
    yield PanelRow()
    mine = shown.decided.judgement_of(shown.reviewer)
    others = [one for one in shown.decided.judgements if shown.open and one.reviewer != shown.reviewer]
    name = max((cell_len(visible_line(one.reviewer)) for one in others), default=0)
    said = max((cell_len(_said(one)) for one in others), default=0)
    room = max(_LABEL, min(name, _NAME, width - 1 - said))
    if mine is not None:
        yield _labelled("outcome", room, _said(mine), "strong")
        yield from _wrapped(visible_line(mine.reason), width, "", indent=room + 1)
    elif shown.asks_outcome:
        yield _labelled("outcome", room, "missing", "warning", "o")
    yield from _machine(shown, room)
    for other in others:
        yield _labelled(visible_line(other.reviewer), room, _said(other))
    if marking is not None:
        yield _labelled("reading", room, marking.mark, "good" if marking.mark in ("clean", "done") else "")
        yield from _wrapped(visible_line(marking.reason), width, "", indent=room + 1)


def _said(judgement: Judgement) -> str:
    return f"{judgement.outcome} · {judgement.verdict}" if judgement.verdict else judgement.outcome


def _labelled(label: str, room: int, said: str, style: str = "", right: str = "", target: Target = None) -> PanelRow:
    """Who or what says it in `room` cells, and what is said."""
    return PanelRow(((fit(label, room) + " ", "quiet"), (said, style)), right, target)


def _machine(shown: Shown, room: int) -> Iterator[PanelRow]:
    reading = shown.decided.reading
    if not shown.machine_open:
        target = REVEAL if shown.hides.machine else None  # the scores come with it
        yield _labelled("checks", room, "shown after your outcome", "quiet", "", target)
        return
    if reading is None:
        yield _labelled("checks", room, "not read yet", "quiet")
        return
    place = None if reading.message is None else f"M{reading.message}" + (f".c{reading.call}" if reading.call else "")
    yield _labelled("checks", room, reading.says, "", place or "", place)
    mine = shown.decided.judgement_of(shown.reviewer)
    if (
        mine is not None
        and shown.row.case_class == "trap"
        and reading.says in ("held", "fell")
        and mine.outcome != reading.says
    ):
        yield _labelled("", room, "you disagree", "warning")


def _scores(shown: Shown, width: int) -> Iterator[PanelRow]:
    """What judges said, and who contests it: beside each other, and neither in place of the other."""
    scores = shown.decided.scores
    if not scores or not (shown.scores_open or shown.scores_wait):
        return
    yield PanelRow()
    yield PanelRow((("scores", "strong"),), str(len(scores)))
    if shown.scores_wait:
        yield PanelRow(((f"  after your {_word(shown)}", "quiet"),), "", REVEAL)
        return
    contests = [one for one in shown.decided.contests if shown.open or one.reviewer == shown.reviewer]
    contested = {one.score for one in contests}
    few = [one for number, one in enumerate(scores) if number < _MOST_SCORES or one.name in contested]
    for score in few:
        yield PanelRow((("  " + visible_line(score.name), ""),), visible_line(score.value)[: width // 2], score)
        for one in contests:
            if one.score == score.name:
                who = "you" if one.reviewer == shown.reviewer else visible_line(one.reviewer)
                yield PanelRow(((f"    {who}: it should be ", "quiet"), (visible_line(one.says), "strong")))
                yield from _wrapped(visible_line(one.reason), width, "", indent=4)
    if len(few) < len(scores):
        yield PanelRow(((f"  {len(scores) - len(few)} more under d", "quiet"),))


def _findings(shown: Shown, width: int) -> Iterator[PanelRow]:
    mine = [one for one in shown.decided.findings if shown.open or one.finding.author == shown.reviewer]
    hidden = len(shown.decided.findings) - len(mine)
    yield PanelRow()
    yield PanelRow((("findings", "strong"),), str(len(mine) or "none yet"))
    labels = dict(shown.labels)
    for placed in mine:
        finding = placed.finding
        where = str(placed.anchor) if placed.anchor is not None else "place lost"
        where = f"{where}?" if placed.unsure else where
        yield PanelRow(
            (("◌ " if finding.anchor.kind == "gap" else "● ", "finding"), (labels.get(finding.tag, finding.tag), "")),
            where,
            finding,
        )
        details = [finding.severity] if finding.severity != "minor" else []
        details += [finding.effect] if finding.effect else []
        details += [f"{finding.fault}'s fault"] if finding.fault != "agent" else []
        details += [] if finding.publishable else ["private"]
        details += [f"by {visible_line(finding.author)}"] if finding.author != shown.reviewer else []
        details += [f"{word} by {visible_line(who)}" for who, word in placed.said]
        if details:
            yield PanelRow((("  " + " · ".join(details), "quiet"),))
        if placed.unsure:
            yield PanelRow((("  still the place? c says so", "warning"),))
        for name in placed.patterns:
            yield PanelRow(((f"  ≈ {visible_line(name)}", "quiet"),))
        yield from _wrapped(quote(finding.anchor), width, "quiet", indent=2)
        yield from _wrapped(visible_line(finding.note), width, "", indent=2)
    if hidden:
        after, target = ("the blind queue", None) if shown.blind else (f"your {_word(shown)}", REVEAL)
        yield PanelRow(((f"  {hidden} of others, after {after}", "quiet"),), "", target)


def _word(shown: Shown) -> str:
    return "outcome" if shown.asks_outcome else "word"


def _proposals(shown: Shown, width: int) -> Iterator[PanelRow]:
    offered = shown.decided.proposals if shown.machine_open else ()
    hidden = shown.decided.hidden + len(shown.decided.proposals) - len(offered)
    if not offered and not hidden:
        return
    yield PanelRow()
    yield PanelRow((("proposals", "strong"),), str(len(offered)) if offered else "")
    labels = dict(shown.labels)
    for one in offered:
        yield PanelRow((("○ ", "quiet"), (labels.get(one.tag, one.tag), "")), str(one.anchor), one)
        yield from _wrapped(quote(one.anchor), width, "quiet", indent=2)
        yield from _wrapped(visible_line(one.note), width, "quiet", indent=2)
    if hidden:
        yield PanelRow(((f"  {hidden} after your outcome", "quiet"),))


def _wrapped(text: str, width: int, style: str, indent: int = 0) -> Iterator[PanelRow]:
    if not text:
        return
    lines = wrap(text, max(width - indent, 8))
    for number, (start, end) in enumerate(lines[:_NOTE_ROWS]):
        more = "…" if number == _NOTE_ROWS - 1 and len(lines) > _NOTE_ROWS else ""
        yield PanelRow(((" " * indent + text[start:end].rstrip() + more, style),))
