"""Keys in the order in which they were typed, also where many arrive at once, as over a slow line.

Textual hands a key to the widget that has the focus when the key arrives, not when the keys before it have done their
work: of `/refund` in one burst all letters would go to the list that `/` is about to leave. So each key waits here
until the one before it is done.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump

PATIENCE = 0.25
"""Seconds that a key waits for the one before it; then it goes its way all the same."""


class Keys:
    """The keys that were typed and have not been handled. `handle` is what Textual does with a key."""

    def __init__(self, app: App[None], handle: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[Key] = deque()
        self._work: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> bool:
        """Whether keys have arrived after the one that is being handled."""
        return bool(self._waiting)

    def put(self, key: Key) -> None:
        """Another key."""
        self._waiting.append(key)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._all())

    async def _all(self) -> None:
        while self._waiting:
            typed_at = self._app.focused or self._app.screen
            try:
                await self._handle(self._waiting.popleft())
            except Exception as error:  # as Textual does with what a message handler raises
                self._app._handle_exception(error)
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await _done(typed_at.ancestors_with_self)
                    await _done([self._app.screen, self._app])


async def _done(pumps: Sequence[object]) -> None:
    """Waits until each has handled the messages that it has; what comes of them goes from one to the next."""
    for pump in pumps:
        handled = asyncio.Event()
        if isinstance(pump, MessagePump) and pump.is_running and pump.call_later(handled.set):
            await handled.wait()
