"""Names as a page and a file system take them: ids that links lead to, and names of files."""

from __future__ import annotations

import re
from hashlib import blake2b

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LONGEST = 64


def anchor(prefix: str, name: str) -> str:
    """The id of something on a page. It is unique where the names are, whatever stands in them."""
    whole = name if name.startswith(f"{prefix}-") else f"{prefix}-{name}"
    return whole if _PLAIN.fullmatch(whole) else f"{_slug(whole)}-{_short(whole)}"


def definition(metric: str) -> str:
    """Where a page says what a metric counts."""
    return anchor("metric", metric)


def file_name(name: str) -> str:
    """The name of a file for something of that name; two names never share one, whatever the file system folds."""
    if _PLAIN.fullmatch(name) and name == name.lower() and len(name) <= _LONGEST:
        return name
    return f"{_slug(name)[:40].lower()}-{_short(name)}"


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "x"


def _short(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
