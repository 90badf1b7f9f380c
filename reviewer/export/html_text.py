"""A text in HTML: whatever stands in it, it is text.

The only way in which words reach a page. Templates and drawings hand every value to `html_text`, between tags and in
quoted attributes alike; what may run or load has no place in them.
"""

from __future__ import annotations

from html import escape

from reviewer.text.visible import visible


def html_text(text: str) -> str:
    """`text` with hostile characters made visible and nothing left that HTML would read; its lines stay."""
    return escape(visible(text.replace("\r\n", "\n")), quote=True)
