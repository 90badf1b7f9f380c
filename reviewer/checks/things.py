"""What a write acts on, and the codes that a text has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainCall, PlainMessage

_OBJECT: Final = re.compile(
    r"(?:order|reservation|booking|line|bill|ticket|case|subscription|claim)\w*?_?(?:id|number|no)$|^id$"
)
IDENTITY: Final = re.compile(rf"{_OBJECT.pattern}|_id$")
"""Keys whose value says which thing or person is meant, and nothing of what is to be done."""

CODE: Final = re.compile(r"^(?:\w+_)?(?:code|coupon|sku|variant(?:_id)?)$")
"""What a write would apply or put in: a question that names it speaks of that write."""

TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,}")


def things_of(
    scene: Scene, message: PlainMessage, call: PlainCall, keys: re.Pattern[str] = _OBJECT
) -> Iterator[tuple[str, str]]:
    """The ids of what a call acts on, each with its key: as a text would write them, without a leading #."""
    arguments = scene.arguments(message, call)
    if isinstance(arguments, dict):
        for key, value in arguments.items():
            if isinstance(value, str) and keys.search(key):
                yield key, value.strip().lstrip("#").casefold()


def codes(text: str) -> frozenset[str]:
    """The words with a digit in them, in small letters."""
    return frozenset(token for token in TOKEN.findall(text.casefold()) if any(map(str.isdigit, token)))
