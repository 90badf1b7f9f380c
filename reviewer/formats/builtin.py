"""The formats that come with the program, registered through the same hook as a plug-in's."""

from __future__ import annotations

from reviewer.formats.contract import Format
from reviewer.formats.hooks import hookimpl


@hookimpl
def reviewer_formats() -> list[Format]:
    """From the most particular to the most general: the first that recognises a source reads it."""
    return []
