"""The keys that move through a transcript: messages, pages, calls, customer turns, what is odd."""

from __future__ import annotations

from abc import abstractmethod

from reviewer.model.reading import Kind
from reviewer.tui.stream.widget import Stream


class Moves:
    """Actions of a screen that has a stream."""

    @property
    @abstractmethod
    def _stream(self) -> Stream:
        """What is moved through."""

    @abstractmethod
    def _oddities(self) -> list[int]:
        """The numbers of the messages with an error or a warning, in order."""

    @abstractmethod
    def _say(self, remark: str) -> None:
        """Says something in passing."""

    def action_next_message(self) -> None:
        """To the next message."""
        self._step(1)

    def action_previous_message(self) -> None:
        """To the previous message."""
        self._step(-1)

    def _step(self, step: int) -> None:
        stream = self._stream
        message = stream.focused.message + step
        if 1 <= message <= stream.parts.count:
            stream.go_to(message)
        else:
            stream.scroll_rows(step * stream.window)

    def action_page_down(self) -> None:
        """A page down."""
        self._stream.page(1)

    def action_page_up(self) -> None:
        """A page up."""
        self._stream.page(-1)

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self._stream.page(0.5)

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self._stream.page(-0.5)

    def action_top(self) -> None:
        """To the first message."""
        self._stream.go_to(1)
        self._stream.scroll_rows(-self._stream.window)

    def action_bottom(self) -> None:
        """To the last message, and to its end."""
        stream = self._stream
        stream.go_to(stream.parts.count)
        stream.to_end()

    def action_next_call(self) -> None:
        """To the next tool call."""
        self._jump(1, Kind.CALL, "tool call")

    def action_previous_call(self) -> None:
        """To the previous tool call."""
        self._jump(-1, Kind.CALL, "tool call")

    def action_next_customer(self) -> None:
        """To the next customer turn."""
        self._jump(1, "customer", "customer turn")

    def action_previous_customer(self) -> None:
        """To the previous customer turn."""
        self._jump(-1, "customer", "customer turn")

    def _jump(self, step: int, wanted: Kind | str, name: str) -> None:
        if not self._stream.next_part(step, wanted):
            self._say(f"No {'further' if step > 0 else 'earlier'} {name}")

    def action_next_error(self) -> None:
        """To the next message with an error or a warning."""
        self._jump_to_oddity(1)

    def action_previous_error(self) -> None:
        """To the previous message with an error or a warning."""
        self._jump_to_oddity(-1)

    def _jump_to_oddity(self, step: int) -> None:
        here = self._stream.focused.message
        beyond = [number for number in self._oddities() if (number - here) * step > 0]
        if beyond:
            self._stream.go_to(beyond[0] if step > 0 else beyond[-1])
        else:
            self._say(f"No {'further' if step > 0 else 'earlier'} error or warning")
