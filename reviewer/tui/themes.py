"""Our two themes, and the colours of our own that every other theme gets too.

Colour never carries meaning alone: a role has its name, a write its word, a match its marks.
"""

from __future__ import annotations

from textual.theme import Theme

DARK_COLOURS = {
    "quiet": "#9aa2b0",  # what stands around the words: numbers, labels, hints
    "rule": "#343a46",
    "cursor": "#2a3342",
    "cursor-blurred": "#22262e",
    "role-customer": "#e2b27e",
    "role-agent": "#9cc4ee",
    "role-tool": "#a3abb8",
    "role-system": "#b9a6dc",
    "role-event": "#a3abb8",
    "kind-read": "#86bfb3",
    "kind-kb": "#a9c07f",
    "kind-write": "#f0937a",
    "kind-handover": "#d3a3e0",
    "finding": "#f0a6c0",
    "match": "#f3d37a",
    "match-background": "#5a4718",
    "match-here": "#1a1a1a",
    "match-here-background": "#f3d37a",
}
LIGHT_COLOURS = {
    "quiet": "#585d65",
    "rule": "#d3cfc5",
    "cursor": "#dde7f2",
    "cursor-blurred": "#ebe8e1",
    "role-customer": "#8f5206",
    "role-agent": "#1d5a99",
    "role-tool": "#565c66",
    "role-system": "#66459c",
    "role-event": "#565c66",
    "kind-read": "#1d6b5e",
    "kind-kb": "#4c6618",
    "kind-write": "#b03a17",
    "kind-handover": "#8a3a9e",
    "finding": "#9c2a5b",
    "match": "#4a3500",
    "match-background": "#fbe29a",
    "match-here": "#ffffff",
    "match-here-background": "#8f5206",
}


def _scrolls(bar: str, on: str) -> dict[str, str]:
    """Bars of what scrolls in a dialog: only the thumb is to be seen. Screens have a ground of their own."""
    return {"scrollbar": bar, **{f"scrollbar-background{state}": on for state in ("", "-hover", "-active")}}


DARK = Theme(
    name="reviewer-dark",
    primary="#7fa9d8",
    secondary="#8f9bb3",
    accent="#e2b27e",
    warning="#e8b765",
    error="#ee8585",
    success="#93c796",
    foreground="#d6dae1",
    background="#15171c",
    surface="#1b1e25",
    panel="#242932",
    dark=True,
    variables={
        **DARK_COLOURS,
        **_scrolls(bar="#39414e", on="#242932"),
        "input-cursor-background": "#d6dae1",
        "border": "#4a5566",
    },
)
LIGHT = Theme(
    name="reviewer-light",
    primary="#285f99",
    secondary="#5a6473",
    accent="#8f5206",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6b34",
    foreground="#24272c",
    background="#fbfaf7",
    surface="#f4f2ed",
    panel="#e9e6de",
    dark=False,
    variables={
        **LIGHT_COLOURS,
        **_scrolls(bar="#c9c4b8", on="#e9e6de"),
        "input-cursor-background": "#24272c",
        "border": "#b4afa3",
    },
)
