"""What a team keeps beside a dossier and never publishes.

It is no part of `reviewer.model.dossier.Dossier`, and no renderer takes it: a public page cannot reach it.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from reviewer.model.transcript import Frozen


class PrivateRun(Frozen):
    """Where a run came from."""

    id: str
    index: int | None
    slug: str | None = Field(None, description="the model as its provider calls it")
    files: tuple[str, ...] = ()
    state: str
    reason: str | None = None
    transcripts: int
    partial: int
    failed: int
    judges: tuple[str, ...] = Field((), description="who gave the scores: name and version, as the source says")
    harness: dict[str, Any] = Field(default_factory=dict, description="what the source says of harness and simulator")


class Private(Frozen):
    """Provenance, components with three decimals, coverage by reader, and the author's own conclusions."""

    model: str
    suite: str
    suite_hash: str | None
    ruleset: str | None
    edition: int | None
    made_at: str
    runs: tuple[PrivateRun, ...]
    components: dict[str, str] = Field(default_factory=dict, description="headline figures, three decimals")
    coverage: tuple[str, ...] = ()
    conclusions: tuple[str, ...] = Field((), description="from the claims file's front matter")
