"""The second layer against hostile text, below `reviewer.text.visible`.

Rich and Textual strip five control codes and pass every other one to the terminal. Their tables are extended here, so
that a string which forgot `visible` loses its control characters instead of steering the terminal. It is no substitute:
it deletes what a reviewer should see, and it does not reach the address of a link.
"""

from __future__ import annotations

import rich.control
import textual.content

_STEERING = [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)]


def install() -> None:
    """Extend both tables, in place: they are the defaults of functions that exist already."""
    for table in (rich.control._CONTROL_STRIP_TRANSLATE, textual.content._CONTROL_STRIP_TRANSLATE):
        table.update(dict.fromkeys(_STEERING))
