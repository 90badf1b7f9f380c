"""Keys, tokens and passwords: by the prefixes that their makers give them, or by the word in front of them.

A value that is only called so has a digit in it: "password: required" stays. A secret that nothing marks stays too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from reviewer.text.found import Found

_BREAK: Final = r"(?:\n(?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{8,512})?"
_PRIVATE: Final = r"[A-Z0-9 \n]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_BEGIN: Final = re.compile(rf"-----BEGIN\s{_PRIVATE}")
_END: Final = re.compile(rf"-----END\s{_PRIVATE}")
_BODY: Final = re.compile(r"[A-Za-z0-9+/=\s]{0,20000}+")
_LONGEST: Final = 20_000
_PREFIXED: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:sk|pk|rk)[-_](?:[a-z]{2,10}[-_]){0,3}[A-Za-z0-9_-]{16,512}"
    r"|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{16,128}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255}"
    r"|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,45}|ya29\.[A-Za-z0-9_-]{20,512}|GOCSPX-[A-Za-z0-9_-]{20,64}"
    r"|hf_[A-Za-z0-9]{20,64}|npm_[A-Za-z0-9]{20,64}|pypi-[A-Za-z0-9_-]{20,255}|dop_v1_[a-f0-9]{32,64}"
    r"|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}|shp(?:at|ca|pa|ss)_[A-Za-z0-9]{16,64}|whsec_[A-Za-z0-9+/=]{16,128}"
    r"|key-[0-9a-f]{32}|AC[0-9a-f]{32}|SK[0-9a-f]{32}|eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,8192}(?:\.[A-Za-z0-9_-]{0,2048})?"
    rf"){_BREAK}(?![A-Za-z0-9])"
)
CALLED: Final = (
    r"password|passwd|passphrase|pwd|passcode|pass?wort|kennwort|mot[ _-]de[ _-]passe|mdp|contrasena|senha|wachtwoord"
    "|haslo|losenord"
)
"""What passwords are called, in folded text."""

_SHOWN: Final = re.compile(
    r"(?<![A-Za-z])(?:bearer|basic)\s{1,2}(?P<value>(?=[A-Za-z._~+/-]{0,400}[0-9=])[A-Za-z0-9._~+/-]{12,4096}={0,2})"
    r"|[a-z][a-z0-9+.-]{1,15}://(?P<login>[^\s/:@\"'<>]{1,64}:[^\s/@\"'<>]{1,128})(?=@)"
    r"|(?<![A-Za-z])(?:api[ _-]?key|apikey|(?:aws)?secret(?:[ _-]?(?:access[ _-]?)?key)?|client[ _-]?secret"
    r"|(?:account|storage|signing|encryption|shared[ _-]?access|private)[ _-]?key"
    rf"|(?:(?:access|auth|refresh|session)[ _-]?)?token|{CALLED})"
    r"[ \t]{0,2}(?:(?:is|ist|lautet|est|es)\s{1,2}|[:=]{1,2}>?\s{0,2})[\"'`]?"
    r"(?P<said>(?=[A-Za-z!@#$^*_~+/.-]{0,200}[0-9])[A-Za-z0-9!@#$^*_~+/.-]{6,512}={0,2})",
    re.IGNORECASE,
)
_ABROAD: Final = ("kennwort", "mdp", "contrasena", "senha", "wachtwoord", "haslo", "losenord")
_HINTS: Final = ("://", "bearer", "basic ", "key", "secret", "token", "pass", "pwd", *_ABROAD)


def keys(text: str) -> Iterator[Found]:
    """Private keys, keys of known makers, tokens after `Bearer`, logins in a URL, and what is called a password."""
    yield from _blocks(text)
    for match in _PREFIXED.finditer(text):
        if any(c.isdigit() for c in match[0]) or match[0][0] == "e":
            yield Found(match.start(), match.end(), "key", "".join(match[0].split()))
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return
    for match in _SHOWN.finditer(text):
        group = match.lastgroup or ""
        value = match[group].rstrip(".!") if group == "said" else match[group]
        if len(value) >= 3:
            yield Found(match.start(group), match.start(group) + len(value), "key", value)


def _blocks(text: str) -> Iterator[Found]:
    """Private keys from their first line to their last, or to where the letters of a key end."""
    if "-----BEGIN" not in text:
        return
    ends = [match.end() for match in _END.finditer(text)]
    place = 0
    while begin := _BEGIN.search(text, place):
        i = bisect_left(ends, begin.end())
        body = _BODY.match(text, begin.end())
        whole = i < len(ends) and ends[i] - begin.end() < _LONGEST
        place = ends[i] if whole else body.end() if body else begin.end()
        yield Found(begin.start(), place, "key", "".join(text[begin.start() : place].split()))
