"""Every action of the present screen and of the program, by name."""

from __future__ import annotations

from collections.abc import Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reviewer.tui import actions
from reviewer.tui.actions import Action

_TITLE = 48
"""Cells from the titles to the keys, which stand below each other."""


class Actions(Provider):
    """Feeds the palette from the registry."""

    def _actions(self) -> list[Action]:
        where = getattr(self.screen, "WHERE", "")
        offered = [*actions.of(where), *actions.of("app")]
        return [action for action in offered if action.name != "app.command_palette" and self._holds(action)]

    def _holds(self, action: Action) -> bool:
        return action.where == "app" or self.screen.check_action(action.method, ()) is True

    def _do(self, action: Action) -> Callable[[], object]:
        target = self.app if action.where == "app" else self.screen
        return lambda: target.run_action(action.method)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(_with_keys(Content(action.title), action), self._do(action), text=action.title)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(action.title)
            if score > 0:
                shown = _with_keys(matcher.highlight(action.title), action)
                yield Hit(score, shown, self._do(action), text=action.title)


def _with_keys(title: Content, action: Action) -> Content:
    keys = " ".join(actions.key_label(key) for key in action.keys)
    gap = " " * max(_TITLE - title.cell_length, 2)
    return Content.assemble(title, gap, (keys, "$quiet")) if keys else title
