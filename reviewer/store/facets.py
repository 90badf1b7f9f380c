"""The made-up words by which a search filters: one for each thing, in the full text's column `facets`.

Names of cases and tools hold anything, and a tokeniser would take them apart; so they are hashed into one plain word
each. A filter of a search is then one more word, found as fast as any other.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b


def role_word(role: str) -> str:
    """The word of every message of this role."""
    return "role" + role


def run_word(run_row_id: int) -> str:
    """The word of every message of this run; the key is `run.id`."""
    return f"run{run_row_id}"


@lru_cache(4096)
def case_word(case: str) -> str:
    """The word of every message of this case, in whatever run; upper and lower case are one."""
    return "case" + _digits(case)


@lru_cache(4096)
def tool_word(name: str) -> str:
    """The word of every call of this tool and of every result of one; upper and lower case are one."""
    return "tool" + _digits(name)


def _digits(name: str) -> str:
    return blake2b(name.casefold().encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
