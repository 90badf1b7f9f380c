"""The reading screen: one transcript, message by message, with this case in its other runs one key away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from reviewer.errors import ReviewerError
from reviewer.model.reading import Kind
from reviewer.store import conversation, places, transcripts
from reviewer.store.compare import Outcome, outcomes
from reviewer.store.queues import Standing, standing
from reviewer.store.rows import CallRow, MessageRow, TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui import about
from reviewer.tui.actions import bindings
from reviewer.tui.clipboard import copy
from reviewer.tui.moves import Moves
from reviewer.tui.page import Page
from reviewer.tui.review.foot import Foot
from reviewer.tui.review.panel import Panel
from reviewer.tui.review.screen import Reviews
from reviewer.tui.review.sheet import Sheet
from reviewer.tui.stream.display import Display, markdown
from reviewer.tui.stream.find import Matches, find
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.parts import Fetch, Parts
from reviewer.tui.stream.widget import Stream
from reviewer.tui.values import Values
from reviewer.tui.widgets.case_strip import CaseStrip
from reviewer.tui.widgets.long_text import LongText
from reviewer.tui.widgets.looks import Ground
from reviewer.tui.widgets.prompt import Prompt

BESIDE, WIDE = 110, 160
"""Columns of the terminal from which on the review panel, and what stands around the transcript, have room beside."""

_BATCH_SECONDS = 0.1
_KINDS = (
    ("read", "r", "it only looks"),
    ("kb", "b", "it looks into what the desk has written down"),
    ("write", "w", "it changes something"),
    ("handover", "h", "it passes the customer to a person"),
    ("", "g", "take a person's word back: what the files say, or a guess"),
)


class Covered(Horizontal, Ground):
    """What the stream and the details stand in."""


class TranscriptScreen(Moves, Values, Reviews):
    """One transcript of a list. `keys` are transcript rows of the store, `position` the one to begin with.

    With the name of a queue, being done with one leads to the next that is open there.
    """

    WHERE = "transcript"
    CSS_PATH: ClassVar[list[str]] = ["stream.tcss", "transcript.tcss"]  # type: ignore[assignment] # a list is allowed
    BINDINGS: ClassVar[list[BindingType]] = bindings("transcript")

    class Found(Message):
        """Some matches, or the last of them."""

        def __init__(self, finding: Finding, matches: Matches, complete: bool) -> None:
            super().__init__()
            self.finding, self.matches, self.complete = finding, matches, complete

    def __init__(
        self,
        keys: Sequence[int],
        position: int,
        message: int | None = None,
        words: str | None = None,
        queue: str = "",
    ) -> None:
        super().__init__()
        self._keys, self._position = keys, position
        self._queue, self._queued = queue, ""
        self._outcomes: Mapping[int, Outcome] = {}
        self._begin_at, self._begin_with = message, words or ""
        self.row: TranscriptRow
        self._siblings: list[TranscriptRow] = []
        self._finding = Finding()
        self._find_from = 1

    # ---- the transcript

    def compose(self) -> ComposeResult:
        """The case strip, the stream, a line for questions, the keys."""
        yield CaseStrip(id="strip")
        with Covered(id="reading"):
            yield Sheet(id="sheet")  # if it came last, all the others would be painted anew whenever it comes or goes
            yield Stream(self._load(self._keys[self._position]), id="stream")
            with Vertical(id="side"):
                yield Panel(id="panel")
                yield LongText(id="aside")
        yield Prompt(id="prompt")
        yield Foot("transcript", id="keys")

    def on_mount(self) -> None:
        """Begins where the person was, or where a search led."""
        self.set_focus(self._stream)
        self.set_class(self.app.size.width >= BESIDE, "beside")
        self._show_row(self._begin_at, self._begin_with)
        self.begin_review()
        if self._queue:
            self._ask_queue(lambda _: None)

    @property
    def _stream(self) -> Stream:
        return self.query_one("#stream", Stream)

    @property
    def _prompt(self) -> Prompt:
        return self.query_one("#prompt", Prompt)

    def _load(self, key: int) -> Parts:
        reader, blind = self.program.reader, self.program.blind
        (row,) = transcripts.rows(reader, [key])
        self.row, self._blind = blind.row(row), blind
        runs = transcripts.siblings(reader, row) if row.id not in blind else []
        self._siblings = [one for one in runs if one.id not in blind] or [self.row]
        return Parts(conversation.outline(reader, self.row), _fetch(reader, self.row))

    def _show_row(self, message: int | None, words: str = "") -> None:
        if message is None:
            message = places.get(self.program.reader, self.row.key) or 1
        self.review_opened()
        self._stream.read(self._stream.parts, message)
        self.show_values()
        self._set_words(words, from_message=message)
        self.call_after_refresh(self._fill_aside)

    def on_resize(self) -> None:
        """A wide terminal has room for what stands around the transcript."""
        self.set_class(self.size.width >= WIDE, "wide")
        self.set_class(self.size.width >= BESIDE, "beside")
        if self.has_class("beside"):
            self.remove_class("-panel")
        self._fill_aside()
        self.show_panel()
        if self._stream.parts.width:
            self._show_place()

    def _fill_aside(self) -> None:
        if self.has_class("wide"):
            self.query_one("#aside", LongText).show(self._details())

    def _details(self) -> Display:
        """What stands around the transcript; a judge's scores only once a reviewer may see what others say of it."""
        head = self._blind.head(self.row, conversation.head(self.program.reader, self.row))
        mine = self._sitting.reviewer
        contests = [one for one in self._decided.contests if self._shown.open or one.reviewer == mine]
        return about.details(self.row, head, scores=self.scores_open, contests=contests)

    def decisions_changed(self) -> None:
        """What stands around it may be another now, and what may be told of the other runs."""
        before = self.scores_open, self._decided.contests
        super().decisions_changed()
        if before != (self.scores_open, self._decided.contests):
            self._fill_aside()
        self._ask_outcomes()

    def _ask_outcomes(self) -> None:
        sitting, row = self._sitting, self.row
        others = [one for one in self._siblings if one.key != row.key]
        known: Mapping[int, Outcome] = {}
        if others:
            found = outcomes(self.program.reader, row, others, sitting.reviewer, sitting.revealed, self._blind.ids)
            own_waits = not self._shown.machine_open and found[row.key].by == "check"
            known = {key: one for key, one in found.items() if key != row.key or not own_waits}
        self._siblings_shown = any(one.says and one.by != "you" for key, one in known.items() if key != row.key)
        if known != self._outcomes:
            self._outcomes = known
            self._show_place()

    def _open(self, key: int, message: int | None = None) -> None:
        self.remember()
        self._stream.read(self._load(key))
        self._show_row(message, self._finding.words)

    def reopen(self) -> None:
        """Shows the transcript anew, where it was."""
        self._open(self.row.key, self._stream.focused.message)

    def remember(self) -> None:
        """Keeps the place, and what was on screen until now."""
        self.leave_review()
        if self.row.messages:
            self.program.remember_place(self.row.key, self._stream.focused.message)

    @on(Stream.Moved)
    def _say_where(self) -> None:
        self.review_moved()
        self._show_place()

    def _show_place(self) -> None:
        stream = self._stream
        remark = "   ".join(filter(None, (self._queued, str(self._finding))))
        reader = "" if self.has_class("beside") else self._sitting.reviewer
        self.query_one("#strip", CaseStrip).tell(
            self.row, self._siblings, stream.focused.message, self._progress(), remark, self._outcomes, reader
        )

    def _progress(self) -> float:
        """How far the view is; heights are partly guessed, and all of it is only all once its last row is in view."""
        stream = self._stream
        last = len(stream.parts) - 1
        if not stream.parts.width:  # nothing is laid out yet
            return stream.progress
        if last < 0 or any(part == last and rows.stop >= stream.parts.exact(last) for part, rows in stream.in_view()):
            return 1.0
        return min(stream.progress, 0.99)

    # ---- other transcripts

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """`n` and `N` mean matches while there are words to find, and transcripts otherwise."""
        if action in ("next_match", "previous_match"):
            return bool(self._finding.words)
        return True

    def action_next_transcript(self) -> None:
        """To the next transcript of the list."""
        self._turn(1)

    def action_previous_transcript(self) -> None:
        """To the previous transcript of the list."""
        self._turn(-1)

    def review_finished(self, row: TranscriptRow) -> None:
        """On to the next one of the list, or to what is open next in the queue."""
        if self._queue:
            self._ask_queue(lambda found: self._go_on(row, found))
        elif row is self.row and self._position + 1 < len(self._keys):
            said = self._foot.said
            self._turn(1)
            self._foot.as_before(said)

    def _ask_queue(self, then: Callable[[Standing], None]) -> None:
        name, who = self._queue, self._sitting.reviewer

        def came(found: Standing) -> None:
            self._queued = f"{visible_line(name)} {found.done:,}/{found.done + len(found.waiting):,}"
            self._show_place()
            then(found)

        self.program.background.ask(self, "queue", lambda connection: standing(connection, name, who), came)

    def _go_on(self, row: TranscriptRow, found: Standing) -> None:
        """To what is open next; where nothing is, back to the queue, with what it came to."""
        if row is not self.row:
            return
        following = found.after(row.id)
        if following is None or following.key is None:
            self.program.say(f"{found.queue.name}: {found.sentence}")
            self.action_back()
            return
        said = self._foot.said
        self._go_to_key(following.key)
        self._foot.as_before(said)

    def _go_to_key(self, key: int, message: int | None = None) -> None:
        """A transcript that may be one of the list."""
        if key in self._keys:
            self._position = list(self._keys).index(key)
        self._open(key, message)

    def _turn(self, step: int) -> None:
        if not 0 <= self._position + step < len(self._keys):
            self._say("This is the last transcript of the list" if step > 0 else "This is the first of the list")
            return
        self._position += step
        self._open(self._keys[self._position])

    def action_next_run(self) -> None:
        """The same case in the next run of the model."""
        self._turn_run(1)

    def action_compare(self) -> None:
        """The runs of the case side by side."""
        self.program.open_compare(self.row, self._open_run)

    def action_previous_run(self) -> None:
        """The same case in the previous run of the model."""
        self._turn_run(-1)

    def _turn_run(self, step: int) -> None:
        if self.row.id in self._blind:
            self._say("Its other runs are shown once you are done with the blind queue")
            return
        keys = [row.key for row in self._siblings]
        place = keys.index(self.row.key) + step
        if not 0 <= place < len(keys):
            self._say(f"This case has no {'later' if step > 0 else 'earlier'} run of this model here")
            return
        self._open_run(keys[place])

    def _open_run(self, key: int, message: int | None = None) -> None:
        self._go_to_key(key, message)

    # ---- looking

    def action_go_to(self) -> None:
        """Asks for the number of a message."""
        self._prompt.ask("go_to", f"Go to message 1 to {self._stream.parts.count:,}: M")

    def action_fold(self) -> None:
        """Folds or unfolds what is long at the focus."""
        if not self._stream.fold():
            self._say("Nothing here is folded")

    def action_fold_all(self) -> None:
        """Folds every long part."""
        self._stream.fold_kinds(list(Kind), unfold=False)

    def action_unfold_all(self) -> None:
        """Unfolds every part."""
        self._stream.fold_kinds(list(Kind), unfold=True)

    def action_reasoning(self) -> None:
        """Shows all reasoning, or folds it."""
        self._stream.fold_kinds([Kind.REASONING], unfold=Kind.REASONING not in self._stream.parts.unfolded)

    def action_policy(self) -> None:
        """Shows the policy that the agent was given."""
        head = conversation.head(self.program.reader, self.row)
        text = about.policy(head, self._stream.parts)
        if text:
            self.app.push_screen(Page("Policy", markdown(text), "p"))
        else:
            self._say("Neither the file, a system message nor a suite gives a policy")

    def action_brief(self) -> None:
        """Shows what the customer was told to want."""
        text = about.brief(conversation.head(self.program.reader, self.row))
        if text:
            self.app.push_screen(Page("The case's brief", markdown(text), "B"))
        else:
            self._say("Neither the file nor a suite says what the customer was told")

    def action_details(self) -> None:
        """Shows the scores, the warnings, and where the transcript came from."""
        self.app.push_screen(Page("About this transcript", self._details(), "d"))

    def action_tool_kind(self) -> None:
        """Asks what the tool of the focused call does; the answer holds for the whole suite, as an event."""
        call = self._focused_call()
        if call is None:
            self._say("This message makes no call")
            return
        from reviewer.tui.choose import Choose, Option

        options = [Option(kind, letter, kind or "guess", note) for kind, letter, note in _KINDS]
        title = f"What does {visible_line(call.name)} do?"
        self.app.push_screen(Choose(title, options, call.kind or ""), lambda kind: self._keep_kind(call.name, kind))

    def _keep_kind(self, tool: str, kind: str | None) -> None:
        if kind is None:
            return
        from reviewer.operations import runs

        try:
            runs.tool(self.program.db, self.row.suite, tool, kind or None)
        except ReviewerError as error:
            self._say(f"Not saved: {error}")
            return
        self._stream.refresh_texts()

    # ---- finding

    def action_find(self) -> None:
        """Asks for words to find."""
        self._find_from = self._stream.focused.message
        self._prompt.ask("find", "Find:", self._finding.words)

    def action_next_match(self) -> None:
        """To the next match."""
        self._go_to_match(1)

    def action_previous_match(self) -> None:
        """To the previous match."""
        self._go_to_match(-1)

    def _go_to_match(self, step: int) -> None:
        match = self._finding.step(step)
        if match:
            self._stream.go_to_match(match)

    def _set_words(self, words: str, from_message: int) -> None:
        parts = self._stream.parts
        self._finding = finding = Finding(words, parts.first_part(from_message) if parts.count else 0)
        self._stream.show_matches(finding)
        self.refresh_bindings()
        self._say_where()
        if not words:
            self.program.background.forget("find")
            return
        row = self.row
        self.program.background.ask(
            self, "find", lambda connection: self._find(connection, row, parts, finding), lambda _: None
        )

    def _find(self, connection: sqlite3.Connection, row: TranscriptRow, parts: Parts, finding: Finding) -> None:
        """In the thread of the store: posts what it finds, a tenth of a second's worth at a time."""
        size, since = len(finding.words), monotonic()
        found = Matches(size)
        superseded, fetch = (lambda: finding is not self._finding), _fetch(connection, row)
        for matches in find(parts.outline, fetch, finding.words, superseded, parts.at_hand):
            found.extend(matches)
            if monotonic() - since > _BATCH_SECONDS:
                self.post_message(self.Found(finding, found, complete=False))
                found, since = Matches(size), monotonic()
        self.post_message(self.Found(finding, found, complete=True))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        if event.finding is self._finding:
            self._finding.add(event.matches, event.complete)
            self._stream.add_matches(event.matches)
            self._say_where()

    @on(Prompt.Changed)
    def _typed(self, event: Prompt.Changed) -> None:
        if event.asked == "find" and not isinstance(event, Prompt.Answered):
            self._set_words(event.text, self._find_from)

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self.set_focus(self._stream)
        if self.review_answered(event):
            return
        if event.asked == "find":
            if event.text != self._finding.words:
                self._set_words(event.text, self._find_from)
            return
        number = event.text.strip().lstrip("Mm")
        if number.isdecimal() and 1 <= int(number) <= self._stream.parts.count:
            self._stream.go_to(int(number))
        else:
            self._say(f"There are messages 1 to {self._stream.parts.count:,}")

    @on(Prompt.Left)
    def _left(self, event: Prompt.Left) -> None:
        self.set_focus(self._stream)
        if event.asked == "find":
            self._set_words("", self._find_from)

    # ---- copying

    def action_copy_message(self) -> None:
        """Copies the text of the focused message."""
        message = self._focused_message()
        if message:
            text = message.text or "\n".join(call.arguments for call in message.calls) or message.reasoning or ""
            self._say(copy(self.app, f"M{message.number}", text))

    def action_copy_call(self) -> None:
        """Copies the focused call, or the first of the focused message: its name and its arguments."""
        call = self._focused_call()
        if call is None:
            self._say("This message makes no call")
            return
        place = f"M{self._stream.focused.message}.c{call.ordinal}"
        self._say(copy(self.app, place, f"{call.name} {call.arguments}"))

    def action_copy_citation(self) -> None:
        """Copies a citation of the focused message or call."""
        message = self._focused_message()
        if message:
            citation = about.citation(self.row, message, self._stream.focused.call)
            self._say(copy(self.app, f"Citation of M{message.number}", citation))

    def _focused_call(self) -> CallRow | None:
        message = self._focused_message()
        return message.calls[max(self._stream.focused.call, 1) - 1] if message and message.calls else None

    def _focused_message(self) -> MessageRow | None:
        parts = self._stream.parts
        return parts.message(self._stream.focused.message) if parts.count else None

    # ---- leaving

    def action_back(self) -> None:
        """Back to where the person came from; words to find are put away first."""
        if self._finding.words:
            self._set_words("", self._stream.focused.message)
            return
        self.remember()
        self.program.leave_transcript(self._keys[self._position])

    def _oddities(self) -> list[int]:
        return conversation.oddities(self.program.reader, self.row)

    def _say(self, remark: str) -> None:
        self.program.say(remark)


def _fetch(connection: sqlite3.Connection, row: TranscriptRow) -> Fetch:
    return lambda first, last: conversation.messages(connection, row, first, last)
