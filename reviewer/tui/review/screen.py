"""Reviewing on the reading screen: what each key decides, about what is at the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on

from reviewer.errors import NotFound, UsageError
from reviewer.review.anchors import Anchor
from reviewer.review.coverage import OUTCOME_CLASSES
from reviewer.review.decisions import Finding
from reviewer.review.events import Event
from reviewer.store import decided as deciding
from reviewer.store import progress, transcripts
from reviewer.store.decided import Decided
from reviewer.store.proposals import ProposalRow
from reviewer.store.rows import MessageRow, TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.receipts import EVERY
from reviewer.tui.review import outcomes, places, tags
from reviewer.tui.review.foot import Foot
from reviewer.tui.review.outcomes import Said
from reviewer.tui.review.panel import REVEAL, Panel, Shown
from reviewer.tui.review.places import quote
from reviewer.tui.review.sheet import Entry, Heading, Row, Sheet
from reviewer.tui.review.signs import Signs
from reviewer.tui.review.spans import Selection
from reviewer.tui.review.told import told
from reviewer.tui.screen import View
from reviewer.tui.stream.widget import Focus, Stream
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Tag, Taxonomy
    from reviewer.operations.reviewing import Reviewing
    from reviewer.tui.review.sitting import Sitting

_SKIP, _REASON, _NEW_TAG, _WHO = "skip", "reason", "new tag", "who"
_MOST_SAID = 48
_COUNT = 1.0
"""Seconds between two looks at how much is read."""


class Reviews(View):
    """What the reading screen does with decisions."""

    row: TranscriptRow
    _decided = Decided()
    _revision = ""
    _signs = Signs()
    _selection: Selection | None = None
    _said: Anchor | None = None
    """The first place of a pair."""

    _judging: Said | None = None
    """What waits for its reason."""

    _unread: frozenset[int] | None = None
    """The messages that this reviewer has no receipt for, as of when the transcript was opened."""

    _labels: tuple[tuple[str, str], ...] = ()

    # ---- what the screen tells

    def begin_review(self) -> None:
        """Once, when the screen is there."""
        self.set_interval(_COUNT, self._count)
        self.set_interval(EVERY, self._flush)

    def _flush(self) -> None:
        self._sitting.receipts.flush()  # of whoever reviews by then

    def leave_review(self) -> None:
        """The transcript goes out of sight."""
        self._sitting.receipts.covered()
        self._sitting.receipts.flush()

    def on_screen_suspend(self) -> None:
        """Something else is in front."""
        self.leave_review()

    def on_screen_resume(self) -> None:
        """It is in sight again."""
        if self._revision:
            self.review_moved()

    def _count(self) -> None:
        """What was on screen meanwhile counts."""
        if self.app.screen is self and self._unread:
            self.show_panel()

    def review_opened(self) -> None:
        """Another transcript is about to be shown."""
        self._revision = deciding.revision_hash(self.program.reader, self.row)
        self._signs, self._selection, self._said, self._judging = Signs(), None, None, None
        self._stream_of_reviews.takes_key = None
        self._stream_of_reviews.show_signs(self._signs)
        self._foot.hush(all_of_it=True)
        self._count_unread()
        self._sitting.receipts.opened(self.row.id, self._revision, self._stream_of_reviews.parts)
        self.decisions_changed()

    def decisions_changed(self) -> None:
        """Something was decided about the transcript: shows what holds now."""
        self._decided = deciding.decided(self.program.reader, self.row, self._sitting.reviewer)
        self._labels = self._find_labels()
        anchors = [
            one.anchor
            for one in self._decided.findings
            if one.anchor is not None and (self._shown.open or one.finding.author == self._sitting.reviewer)
        ]
        changed = self._signs.show(anchors, self._decided.bookmarks)
        self._stream_of_reviews.repaint_messages(changed)
        self.show_panel()

    def review_moved(self) -> None:
        """The focus or the view moved: what is on screen is being read."""
        if not self._sheet.open and self.app.screen is self:
            self._sitting.receipts.shows(self._stream_of_reviews)

    def show_panel(self) -> None:
        """The panel, as things are now."""
        if self.has_class("beside") or self.has_class("-panel"):
            self.query_one("#panel", Panel).show(self._shown)

    def unsaved_changed(self) -> None:
        """Something could not be saved, or everything is saved again."""
        problem, waiting = self._sitting.unsaved
        if problem:
            told_of = f" · {len(waiting)} wait" if len(waiting) > 1 else ""
            what = next((one for one in waiting), "")
            self._foot.say(
                ("NOT SAVED", "error"),
                (f"  {what}{told_of}: {visible_line(problem)}  ", ""),
                ("^s", "accent"),
                (" tries again", "quiet"),
                stays=True,
            )
        else:
            self._foot.hush(all_of_it=True)
        self.show_panel()

    @property
    def _sitting(self) -> Sitting:
        return self.program.sitting

    @property
    def _stream_of_reviews(self) -> Stream:
        return self.query_one("#stream", Stream)

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#sheet", Sheet)

    @property
    def _foot(self) -> Foot:
        return self.query_one("#keys", Foot)

    @property
    def _taxonomy(self) -> Taxonomy:
        return tags.in_force(self.program.reader, self.row.suite)

    @property
    def _shown(self) -> Shown:
        unread = self._unread
        left = None if unread is None else len(unread) - sum(m in unread for m in self._sitting.receipts.read_so_far())
        problem, waiting = self._sitting.unsaved
        return Shown(
            self.row,
            self._decided,
            self._sitting.reviewer,
            self.row.id in self._sitting.revealed,
            left,
            (problem, tuple(waiting)),
            self._labels,
        )

    def _find_labels(self) -> tuple[tuple[str, str], ...]:
        used = {one.finding.tag for one in self._decided.findings} | {one.tag for one in self._decided.proposals}
        if not used:
            return ()
        known = self._taxonomy.by_id
        return tuple((tag, visible_line(known[tag].label)) for tag in sorted(used) if tag in known)

    def _count_unread(self) -> None:
        self._unread = None
        row, reviewer = self.row, self._sitting.reviewer

        def came(numbers: list[int]) -> None:
            if row is self.row:
                self._unread = frozenset(numbers)
                self.show_panel()

        self.program.background.ask(self, "unread", lambda c: progress.unread(c, row.key, reviewer), came)

    # ---- what is at the focus

    def _message(self, number: int | None = None) -> MessageRow | None:
        parts = self._stream_of_reviews.parts
        return parts.message(number or self._stream_of_reviews.focused.message) if parts.count else None

    def _hash(self, number: int) -> str | None:
        return deciding.message_hash(self.program.reader, self.row, number)

    def _focus_anchor(self) -> Anchor | None:
        message = self._message(self._selection.message if self._selection is not None else None)
        if message is None:
            return None
        hash_ = self._hash(message.number)
        if self._selection is not None:
            return places.of_words(message, self._selection.stretch, hash_)
        return places.of_message(message, self._stream_of_reviews.focused.call, hash_)

    def _anchors(self) -> list[Anchor]:
        """What the next finding is about: more than one where several messages are chosen."""
        anchor = self._focus_anchor()
        if anchor is None:
            return []
        if self._said is not None:
            return [places.pair(self._said, anchor)]
        if self._signs.chosen and self._selection is None:
            found = [message for number in sorted(self._signs.chosen) if (message := self._message(number))]
            return [places.of_message(message, 0, self._hash(message.number)) for message in found]
        return [anchor]

    # ---- findings

    def action_tag(self) -> None:
        """Shows the tags; one more key saves a finding."""
        anchors = self._anchors()
        if not anchors:
            return
        taxonomy = self._taxonomy
        rows: list[Row] = []
        for group in taxonomy.groups:
            of_it = taxonomy.of_group(group.id)
            if of_it:
                rows.append(Heading(visible_line(group.label)))
                rows += (Entry(tag.key, visible_line(tag.label)) for tag in of_it)
        self._ask_sheet("tag", f"Tag {_said_of(anchors)}", rows)

    def action_tag_again(self) -> None:
        """The last tag once more, at the focus."""
        tag = self._taxonomy.by_id.get(self._sitting.last_tag or "")
        if tag is None:
            self._say_below(("No tag was given yet: ", ""), ("t", "accent"), (" shows them", "quiet"))
        else:
            self._save_findings(tag, self._anchors())

    def action_gap(self) -> None:
        """Something is missing before the call at the focus: a finding on the gap."""
        message, call = self._message(), self._stream_of_reviews.focused.call
        if message is not None and not call:
            call = next((one.ordinal for one in message.calls if one.kind == "write"), 0)
        if message is None or not call:
            self._say_below(("A gap stands before a call: ", ""), ("c", "accent"), (" goes to the next one", "quiet"))
            return
        anchor = places.gap_before(message, call, self._hash(message.number))
        self._save_findings(tags.for_gap(self._taxonomy), [anchor])

    def action_pair(self) -> None:
        """What was said, and then what was done: the next finding is about both."""
        anchor = self._focus_anchor()
        if anchor is None or not anchor.places:
            return
        if self._said is None:
            self._said = anchor
            self._stop_selecting()
            self._say_below(
                (f"Said: {anchor}. ", "strong"), ("Now what was done, and ", ""), ("=", "accent"), stays=True
            )
        elif str(anchor) == str(self._said):
            self._said = None
            self._foot.hush(all_of_it=True)
        else:
            self.action_tag()

    def _save_findings(self, tag: Tag, anchors: Sequence[Anchor]) -> None:
        """One finding for each anchor, with the tag's own severity."""
        if not anchors:
            return
        self._sitting.last_tag = tag.id
        taxonomy, row, revision = self._taxonomy.hash, self.row, self._revision
        fault = tags.fault(tag)
        for anchor in anchors:
            label = f"{visible_line(tag.label)} on {anchor}"
            self._put(
                label,
                partial(_tag, row.id, revision, anchor, tag.id, taxonomy, tag.severity, fault),
                (
                    ("✓ ", "good"),
                    (label, "strong"),
                    (f" · {tag.severity}   ", "quiet"),
                    ("a", "accent"),
                    (" note and more  ", "quiet"),
                    ("u", "accent"),
                    (" undo", "quiet"),
                ),
            )
        self._said = None
        self._stop_selecting()
        self._choose_none()

    def action_amend(self) -> None:
        """Opens the finding at the focus: severity, note and all else."""
        panel = self.query_one("#panel", Panel)
        finding = panel.target if panel.has_focus and isinstance(panel.target, Finding) else self._finding_here()
        if finding is None:
            self._say_below(("No finding of yours is here: ", ""), ("t", "accent"), (" makes one", "quiet"))
            return
        from reviewer.tui.review.amend import Amend

        self.app.push_screen(Amend(finding, self._taxonomy), lambda changes: self._amend(finding, changes))

    def _finding_here(self) -> Finding | None:
        """One's own finding at the focus, the newest first."""
        focus, mine = self._stream_of_reviews.focused, []
        for one in self._decided.findings:
            if one.anchor is None or one.finding.author != self._sitting.reviewer:
                continue
            mine += [
                ((place.call or 0) == focus.call, one.finding.id, one.finding)
                for place in one.anchor.places
                if place.message == focus.message
            ]
        return max(mine, key=lambda found: found[:2])[2] if mine else None

    def _amend(self, finding: Finding, changes: dict[str, Any] | None) -> None:
        if not changes:
            return
        note = visible_line(str(changes.get("note", "")))
        label = f"{finding.tag} on {finding.anchor}, changed" + (f": {note}" if note else "")
        self._put(label, lambda r: r.change(finding, **changes), (("✓ ", "good"), (f"changed: {finding.anchor}", "")))

    def remove_finding(self, finding: Finding) -> None:
        """It is one no more; undo brings it back."""
        label = f"{tags.label(self._taxonomy, finding.tag)} on {finding.anchor}, taken away"
        self._put(
            label, lambda r: r.remove(finding), (("✓ ", "good"), (label, ""), ("   u", "accent"), (" undo", "quiet"))
        )

    # ---- the sheet

    def _ask_sheet(self, asked: str, title: str, rows: Sequence[Row]) -> None:
        self._sitting.receipts.covered()
        stream = self._stream_of_reviews
        part = stream.parts.first_part(stream.focused.message) if stream.parts.count else 0
        below = stream.rows_from_top(part) or 0
        self._sheet.ask(asked, title, rows, at_top=below > stream.window // 2)

    @on(Sheet.Left)
    def _sheet_left(self) -> None:
        self._back_to_stream()

    @on(Sheet.Chosen)
    def _sheet_chosen(self, event: Sheet.Chosen) -> None:
        self._back_to_stream()
        if event.asked == "tag":
            self._save_findings(self._taxonomy.by_key[event.key], self._anchors())
        elif event.asked == "outcome":
            self._outcome_chosen(outcomes.keys(self.row.case_class)[event.key])

    def _back_to_stream(self) -> None:
        self.set_focus(self._stream_of_reviews)
        self.review_moved()

    # ---- outcomes and marks

    def action_outcome(self) -> None:
        """Shows what can be said of the outcome; one more key saves it."""
        trap = self.row.case_class == "trap"
        title = "The trap held, or the agent fell" if trap else "Handled right, or wrong"
        self._ask_sheet("outcome", title, outcomes.rows(self.row.case_class))

    def _outcome_chosen(self, said: Said) -> None:
        if said.wants_reason:
            self._judging = said
            self.query_one("#prompt", Prompt).ask(_REASON, f"{said}, because")
        else:
            self._judge(said, "")

    def _judge(self, said: Said, reason: str) -> None:
        row, revision, saw, cited = self.row, self._revision, self._shown.saw, self._cited()
        label = f"outcome {said}" + (f": {visible_line(reason)}" if reason else "")
        self._put(
            label,
            lambda r: r.judge(
                row.id, revision, said.outcome, saw, verdict=said.verdict, reason=reason or None, citations=cited
            ),
            (("✓ ", "good"), (_short(label), "strong"), ("   u", "accent"), (" undo", "quiet")),
        )
        self._choose_none()

    def _cited(self) -> list[Anchor]:
        """What bears the outcome: the chosen messages, or the call at the focus."""
        if self._signs.chosen:
            return self._anchors()
        anchor = self._focus_anchor() if self._stream_of_reviews.focused.call else None
        return [anchor] if anchor is not None else []

    def action_finish(self) -> None:
        """Done with this transcript, if all of it was on screen; else to the first message that was not."""
        if self.row.case_class in OUTCOME_CLASSES and self._decided.judgement_of(self._sitting.reviewer) is None:
            self.action_outcome()
            self._say_below(("This case asks for an outcome first", "warning"))
            return
        receipts, row, reviewer = self._sitting.receipts, self.row, self._sitting.reviewer
        receipts.shows(self._stream_of_reviews)
        receipts.flush()
        # Behind the receipts, so that what was on screen until now counts.
        self._sitting.put(
            "done", lambda r: progress.unread(r.connection, row.key, reviewer), lambda left: self._finish(row, left)
        )

    def _finish(self, row: TranscriptRow, left: list[int]) -> None:
        if row is not self.row:
            return
        self._unread = frozenset(left)
        if not left:
            mine = any(one.finding.author == self._sitting.reviewer for one in self._decided.findings)
            self._mark("done" if mine else "clean", None)
            return
        self._stream_of_reviews.go_to(left[0])
        few = "message was" if len(left) == 1 else "messages were"
        self._say_below(
            (f"{len(left)} {few} not on screen for long enough, M{left[0]} first   ", "warning"),
            ("F", "accent"),
            (" records “skimmed”", "quiet"),
        )

    def action_skimmed(self) -> None:
        """Done with this transcript, and not read in full."""
        if self.row.case_class in OUTCOME_CLASSES and self._decided.judgement_of(self._sitting.reviewer) is None:
            self.action_outcome()
            return
        self._mark("skimmed", None)

    def action_skip(self) -> None:
        """Asks why this transcript is left out."""
        self.query_one("#prompt", Prompt).ask(_SKIP, "Skip this transcript, because")

    def _mark(self, mark: str, reason: str | None) -> None:
        row, revision, saw, taxonomy = self.row, self._revision, self._shown.saw, self._taxonomy.hash
        label = mark + (f": {visible_line(reason)}" if reason else "")
        self._put(
            label,
            lambda r: r.mark(row.id, revision, mark, taxonomy=taxonomy, reason=reason, saw=saw),
            (
                ("✓ ", "good"),
                (f"{_short(label)} · {visible_line(row.case)}", "strong"),
                ("   u", "accent"),
                (" undo", "quiet"),
            ),
            then=self.review_finished,
        )

    def review_finished(self, row: TranscriptRow) -> None:
        """This transcript is done with: the screen goes to the next one."""

    def action_bookmark(self) -> None:
        """Puts a bookmark on the focused message, or takes it off."""
        row, message = self.row, self._stream_of_reviews.focused.message
        on_ = message not in self._decided.bookmarks
        label = f"bookmark on M{message}" if on_ else f"no bookmark on M{message}"
        self._put(label, lambda r: r.bookmark(row.id, message, on=on_), (("✓ ", "good"), (label, "")))

    # ---- taking back

    def action_undo(self) -> None:
        """Takes back one's last decision, wherever it was."""
        self._put("undo", lambda r: r.undo(), (), then_with=lambda event: self._took_back("Undone", event))

    def action_redo(self) -> None:
        """Takes the last undo back."""
        self._put("redo", lambda r: r.redo(), (), then_with=lambda event: self._took_back("Done again", event))

    def _took_back(self, word: str, event: Event | None) -> None:
        if event is None:
            nothing = "Nothing of yours is left to undo" if word == "Undone" else "Nothing was undone"
            self._say_below((nothing, "quiet"))
            return
        reader = self.program.reader
        transcript = event.subject.get("transcript") or event.body.get("transcript")
        where = ""
        if transcript not in (None, self.row.id):
            with suppress(NotFound):
                found = transcripts.find(reader, str(transcript))
                where = f" in {visible_line(found.run)}/{visible_line(found.case)}"
        self._say_below((f"{word}: ", "strong"), (_short(told(event, self._taxonomy)) + where, ""))

    def action_retry(self) -> None:
        """Tries again to save what could not be saved."""
        self._sitting.retry()

    def _put(
        self,
        label: str,
        work: Callable[..., object],
        said: Sequence[Piece],
        *,
        then: Callable[[TranscriptRow], object] | None = None,
        then_with: Callable[[Any], object] | None = None,
    ) -> None:
        """A decision about the present transcript: written in its turn, shown once it is on the disk."""
        row = self.row

        def saved(made: Any) -> None:
            if row is self.row:
                self.decisions_changed()
                if said:
                    self._say_below(*said)
            if then_with is not None:
                then_with(made)
            if then is not None:
                then(row)

        self._sitting.put(label, work, saved)

    # ---- words

    def action_select(self) -> None:
        """Selects words of the focused message; pressed again, the arrows extend."""
        message, focus = self._message(), self._stream_of_reviews.focused
        if message is None:
            return
        fields = [
            *([("text", message.text)] if message.text else []),
            *([("reasoning", message.reasoning)] if message.reasoning else []),
            *((f"c{call.ordinal}.args", call.arguments) for call in message.calls if call.arguments),
        ]
        if not fields:
            self._say_below((f"M{message.number} holds no words", "quiet"))
            return
        names = [name for name, _ in fields]
        match = self._stream_of_reviews.match_stretch()
        if match is not None and match.message == message.number and match.field in names:
            word = (match.start, match.end)
            self._select(Selection(message.number, fields, names.index(match.field), word))
            return
        wanted = f"c{focus.call}.args"
        self._select(Selection(message.number, fields, names.index(wanted) if wanted in names else 0))

    def _select(self, selection: Selection) -> None:
        self._selection = selection
        self._stream_of_reviews.takes_key = self._key_while_selecting
        self._show_selection()

    def _key_while_selecting(self, event: events.Key) -> bool:
        selection = self._selection
        if selection is None:
            return False
        match event.key:
            case "right" | "l":
                selection.step(1)
            case "left" | "h":
                selection.step(-1)
            case "down" | "j":
                self._select_row(1)
            case "up" | "k":
                self._select_row(-1)
            case "shift+right" | "L":
                selection.widen(1)
            case "shift+left" | "H":
                selection.widen(-1)
            case "tab":
                selection.other_field(1)
            case "shift+tab":
                selection.other_field(-1)
            case "v" | "space":
                selection.hold()
            case "escape":
                self._stop_selecting()
                return True
            case _:
                return False
        self._show_selection()
        return True

    def _select_row(self, step: int) -> None:
        """The word above or below the one that the selection was led to."""
        selection, stream = self._selection, self._stream_of_reviews
        if selection is None:
            return
        found = self._part_of(selection, selection.head)
        if found is None:
            return
        layout, outline = stream.parts.layout(found), stream.parts.outline
        at = layout.display.shown.shown_at(selection.head - outline.start[found])
        row = next((n for n, (_, end) in enumerate(layout.rows) if end > at), len(layout.rows) - 1)
        if not 0 <= row + step < len(layout.rows):
            if not selection.held:
                selection.other_field(step)
            return
        begin, end = layout.rows[row + step]
        column = at - layout.rows[row][0]
        selection.to(outline.start[found] + layout.display.shown.raw_at(min(begin + column, max(end - 1, begin))))

    def _part_of(self, selection: Selection, place: int) -> int | None:
        return self._stream_of_reviews.part_of_field(selection.message, selection.stretch.field, place)

    def _show_selection(self) -> None:
        selection = self._selection
        if selection is None:
            return
        self._signs.selection = selection.stretch
        stream = self._stream_of_reviews
        stream.repaint_messages({selection.message})
        part = self._part_of(selection, selection.head)
        if part is not None:
            stream.keep_in_view(part, selection.head)
        words = visible_line(selection.words)
        self._foot.say(
            (f"“{_short(words)}”  ", "strong"),
            ("← →", "accent"),
            (" word  ", "quiet"),
            ("v", "accent"),
            (" extend  " if not selection.held else " move  ", "quiet"),
            ("⇧→", "accent"),
            (" a character  ", "quiet"),
            ("t", "accent"),
            (" tag  ", "quiet"),
            ("Esc", "accent"),
            (" leave", "quiet"),
            stays=True,
        )

    def _stop_selecting(self) -> None:
        if self._selection is None:
            return
        number, self._selection, self._signs.selection = self._selection.message, None, None
        self._stream_of_reviews.takes_key = None
        self._stream_of_reviews.repaint_messages({number})
        self._foot.hush(all_of_it=True)

    @on(Stream.Dragged)
    def _dragged(self, event: Stream.Dragged) -> None:
        stream = self._stream_of_reviews
        outline = stream.parts.outline
        number = outline.message[event.part]
        field = places.part_field(outline, event.part)
        if self._selection is None or self._selection.message != number:
            stream.go_to(number)
            self.action_select()
        selection = self._selection
        if selection is None or outline.message[event.part_now] != number:
            return
        if not selection.held:
            selection.begin(field, event.begun)
        selection.extend_to(places.part_field(outline, event.part_now), event.now)
        self._show_selection()

    def action_new_tag(self) -> None:
        """Makes a tag of the selected words."""
        words = " ".join(visible_line(self._selection.words).split()) if self._selection is not None else ""
        self.query_one("#prompt", Prompt).ask(_NEW_TAG, "New tag, in words:", words[:60])

    # ---- several messages

    def action_choose(self) -> None:
        """One more message for the next finding, or one less."""
        number = self._stream_of_reviews.focused.message
        self._signs.chosen ^= {number}
        self._stream_of_reviews.repaint_messages({number})
        count = len(self._signs.chosen)
        if count:
            few = "message is" if count == 1 else "messages are"
            self._say_below(
                (f"{count} {few} chosen   ", "strong"), ("t", "accent"), (" tags them all", "quiet"), stays=True
            )
        else:
            self._foot.hush(all_of_it=True)

    def _choose_none(self) -> None:
        chosen, self._signs.chosen = self._signs.chosen, set()
        self._stream_of_reviews.repaint_messages(chosen)

    # ---- the panel

    def action_panel(self) -> None:
        """To the review panel, and back."""
        panel = self.query_one("#panel", Panel)
        if panel.has_focus:
            self._leave_panel()
            return
        self._stop_selecting()
        self.set_class(not self.has_class("beside"), "-panel")
        if not self.has_class("beside"):
            self._sitting.receipts.covered()
        panel.show(self._shown)
        self.set_focus(panel)

    def _leave_panel(self) -> None:
        self.remove_class("-panel")
        self._back_to_stream()

    @on(Panel.Left)
    def _panel_left(self) -> None:
        self._leave_panel()

    @on(Panel.Remove)
    def _panel_removes(self, event: Panel.Remove) -> None:
        if event.finding.author == self._sitting.reviewer:
            self.remove_finding(event.finding)
        else:
            self._say_below((f"It is {visible_line(event.finding.author)}'s", "warning"))

    @on(Panel.Chosen)
    def _panel_chosen(self, event: Panel.Chosen) -> None:
        event.stop()
        target = self.query_one("#panel", Panel).target
        self.open_target(target)

    def open_target(self, target: object) -> None:
        """Goes to where a line of the panel leads."""
        if target == REVEAL:
            self._sitting.revealed.add(self.row.id)
            self.decisions_changed()
            return
        anchor = self._anchor_of(target)
        focus = Focus(1)
        if anchor is not None and anchor.places:
            place = anchor.places[0]
            focus = Focus(place.message, place.call or 0)
        elif isinstance(target, str):
            number, _, call = target.removeprefix("M").partition(".c")
            focus = Focus(int(number), int(call or 0))
        self.remove_class("-panel")
        self.set_focus(self._stream_of_reviews)
        self._stream_of_reviews.go_to(focus.message, focus.call)
        self.review_moved()

    def _anchor_of(self, target: object) -> Anchor | None:
        if isinstance(target, ProposalRow):
            return target.anchor
        if isinstance(target, Finding):
            return next((one.anchor for one in self._decided.findings if one.finding.id == target.id), None)
        return None

    # ---- the line that asks

    def review_answered(self, event: Prompt.Answered) -> bool:
        """Whether the answer was for a question of ours."""
        text = event.text.strip()
        match event.asked:
            case "skip":
                if text:
                    self._mark("skipped", text)
                else:
                    self._say_below(("A skip needs a reason", "warning"))
            case "reason":
                if self._judging is not None:
                    self._judge(self._judging, text)
            case "who":
                if text and text != self._sitting.reviewer:
                    self._sitting.call_oneself(text)
                    self.review_opened()
                    self._say_below((f"From now on {visible_line(text)} is reviewing", ""))
            case "new tag":
                self._make_tag(text)
            case _:
                return False
        return True

    def _make_tag(self, text: str) -> None:
        if not text:
            return
        from reviewer.operations import taxonomies

        suite, taxonomy = self.row.suite, self._taxonomy
        try:
            taxonomies.new_tag(taxonomy, text)
        except UsageError as error:
            self._say_below((visible_line(str(error)), "warning"))
            return
        suite = tags.suite_of(self.program.reader, suite)
        self._sitting.put(
            f"the tag “{visible_line(text)}”",
            lambda r: taxonomies.add_tag(r, text, suite=suite),
            lambda made: self._save_findings(made[1], self._anchors()),
        )

    def action_identity(self) -> None:
        """Asks who is reviewing."""
        self.query_one("#prompt", Prompt).ask(_WHO, "Who is reviewing?", self._sitting.reviewer)

    def action_history(self) -> None:
        """Shows everything that was ever decided about this transcript."""
        from reviewer.tui.page import Page
        from reviewer.tui.review.told import history

        log = deciding.log(self.program.reader, self.row.id)
        if not self._shown.open:
            log = [event for event in log if event.author == self._sitting.reviewer]
        self.app.push_screen(Page("History of this transcript", history(log, self._taxonomy), "h"))

    # ---- small things

    def _say_below(self, *pieces: Piece, stays: bool = False) -> None:
        if not self._sitting.unsaved[0]:
            self._foot.say(*pieces, stays=stays)

    def on_key(self) -> None:
        """Somebody is there; what was said of the key before is read."""
        self._sitting.receipts.touched()
        self._foot.hush()

    def on_mouse_move(self) -> None:
        """Somebody is there."""
        self._sitting.receipts.touched()


def _tag(
    transcript: str, revision: str, anchor: Anchor, tag: str, taxonomy: str, severity: str, fault: str, r: Reviewing
) -> Finding:
    return r.tag(transcript, revision, anchor, tag, taxonomy, severity=severity, fault=fault)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SAID else text[: _MOST_SAID - 1].rstrip() + "…"


def _said_of(anchors: Sequence[Anchor]) -> str:
    words = quote(anchors[0])
    if len(anchors) == 1:
        return f"{anchors[0]}" + (f"  {words}" if words else "")
    return ", ".join(str(anchor) for anchor in anchors[:6]) + ("…" if len(anchors) > 6 else "")
