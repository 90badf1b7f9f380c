"""The formats that come with the program, registered through the same hook as a plug-in's."""

from __future__ import annotations

from reviewer.formats.contract import Format
from reviewer.formats.hooks import hookimpl
from reviewer.formats.inspect_log import Inspect
from reviewer.formats.native import Native
from reviewer.formats.openai_chat import OpenAIChat
from reviewer.formats.tau import Tau
from reviewer.formats.tau2 import Tau2


@hookimpl
def reviewer_formats() -> list[Format]:
    """From the most particular to the most general: the first that recognises a source reads it."""
    return [Native(), Inspect(), Tau2(), Tau(), OpenAIChat()]
