"""Looking at what is on screen: folding, the policy and the brief, what a tool does, and copying."""

from __future__ import annotations

from reviewer.errors import ReviewerError
from reviewer.model.reading import Kind
from reviewer.store import conversation
from reviewer.text.visible import visible_line
from reviewer.tui import about
from reviewer.tui.clipboard import copy
from reviewer.tui.page import Page
from reviewer.tui.stream.display import markdown
from reviewer.tui.transcript_turning import Turns

_KINDS = (
    ("read", "r", "it only looks"),
    ("kb", "b", "it looks into what the desk wrote down"),
    ("write", "w", "it changes something"),
    ("handover", "h", "it passes the customer to a person"),
    ("", "g", "as the files say, or else a guess"),
)
_LONGEST = 10
"""Digits of a number that is none of a message any more."""


class Looks(Turns):
    """The keys that show more of a transcript, or less, or take something along."""

    def action_go_to(self) -> None:
        """Asks for the number of a message."""
        count = self._stream.parts.count

        def check(text: str) -> str:
            number = _message_number(text)
            return "" if number and number <= count else f"expected 1 to {count:,}"

        self._prompt.ask("go_to", f"Go to message 1 to {count:,}: M", check=check)

    def go_to_answered(self, text: str) -> None:
        """To the message whose number was typed."""
        self._stream.go_to(_message_number(text))

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


def _message_number(text: str) -> int:
    """The number in `12` or `M12`; 0 where there is none."""
    said = text.strip().lstrip("Mm")
    return int(said) if said.isdecimal() and len(said) < _LONGEST else 0
