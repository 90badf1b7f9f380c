"""The styles that our line-painted widgets use, made from the present theme.

Component classes would do the same, but each is a node that every style sheet is matched against, for each widget: with
them, the first paint takes a quarter longer.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_STYLES = {
    # name: (colour, background, more), as names of theme variables
    "": ("", "", ""),
    "quiet": ("quiet", "", ""),
    "strong": ("", "", "bold"),
    "good": ("success", "", ""),
    "warning": ("warning", "", ""),
    "error": ("error", "", "bold"),
    "accent": ("primary", "", "bold"),
    "finding": ("finding", "", ""),
    "match": ("match", "match-background", "bold underline"),
    "head": ("quiet", "surface", ""),
    "cursor": ("", "cursor", ""),
    "cursor-blurred": ("", "cursor-blurred", ""),
    **{f"role-{role}": (f"role-{role}", "", "") for role in ("customer", "agent", "tool", "system", "event")},
    "role-developer": ("role-system", "", ""),
}


class Ground(Widget):
    """A widget that others cover: its lines are blank, and one strip is all of them."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blank lines, in the colours that the program shows."""
        strip = Strip.blank(crop.width, self.visual_style.rich_style)
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return [strip] * crop.height


class Painted(Widget):
    """A widget that paints its lines itself, on a ground that is found out once: Textual's way takes a while a line."""

    _ground: Style | None = None
    _looks: dict[tuple[str, str], Style]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._looks = {}

    @property
    def ground(self) -> Style:
        """The widget's own style."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """The style may be another one now."""
        self._ground = None
        self._looks.clear()
        super().notify_style_update()

    @property
    def width(self) -> int:
        """The cells of a line."""
        return self.size.width

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the screen, all at once: Textual's way, with borders and the like, takes a while a line."""
        if any(self.styles.gutter) or crop.x or crop.right < self.width:
            return super().render_lines(crop)
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        return strips

    def look(self, name: str, on: str = "") -> Style:
        """The style of that name, on the widget's own, or on another one that is on it."""
        found = self._looks.get((name, on))
        if found is None:
            ground = self.look(on) if on else self.ground
            found = self._looks[name, on] = ground + look(self.app, name) if name else ground
        return found


def look(app: App[object], name: str) -> Style:
    """The style of that name, to be laid over a widget's own."""
    colour, background, more = _STYLES[name]
    variables = app.theme_variables
    return _style(variables[colour] if colour else "", variables[background] if background else "", more)


@lru_cache(256)
def _style(colour: str, background: str, more: str) -> Style:
    paint = Style(
        color=Color.parse(colour).rich_color if colour else None,
        bgcolor=Color.parse(background).rich_color if background else None,
    )
    return paint + Style.parse(more) if more else paint
