"""Writes into a claims file what keeps it honest: an id behind each claim, and behind each figure what it is now.

Nothing else is touched: the file is the writer's. A sentence that is stamped keeps its id however it is edited, and a
figure that changes afterwards is seen, whatever was built in between.
"""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.resolve import Resolved


def stamped(file: ClaimsFile, found: Iterable[Resolved]) -> str:
    """The file's text with ids and present values; one that has a value already gets the present one."""
    put: list[tuple[int, int, str]] = []
    for one in found:
        if not one.claim.given:
            put.append((one.claim.end, one.claim.end, f" {{#{one.claim.id}}}"))
        for each in one.puts:
            spot = each.placeholder
            if each.figure is None or set("{}") & set(each.recorded):
                continue
            start, end = one.claim.start + spot.start, one.claim.start + spot.end
            inner = file.text[start + 2 : end - 2]
            head = inner[: _value(inner)].rstrip()
            put.append((start, end, f"{{{{{head} = {each.recorded}}}}}"))
    pieces, place = [], 0
    for start, end, words in sorted(put):
        pieces += [file.text[place:start], words]
        place = end
    return "".join([*pieces, file.text[place:]])


def _value(inner: str) -> int:
    """Where the recorded value begins: at the first `=` outside of quotes; the end where there is none."""
    quoted = False
    for place, character in enumerate(inner):
        if character == '"' and inner[place - 1 : place] != "\\":
            quoted = not quoted
        elif character == "=" and not quoted:
            return place
    return len(inner)
