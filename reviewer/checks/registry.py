"""The checks that there are, and the one function that runs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.checks import (
    actions,
    arguments,
    characters,
    confirmation,
    conversation,
    escalation,
    grounding,
    lookups,
    policies,
    saydo,
    simulator,
)
from reviewer.checks.clip import clip, known
from reviewer.checks.contract import Check, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainTranscript
from reviewer.model.suite import Suite

CHECKS: tuple[Check, ...] = (
    *actions.CHECKS,
    *confirmation.CHECKS,
    *escalation.CHECKS,
    *arguments.CHECKS,
    *saydo.CHECKS,
    *grounding.CHECKS,
    *policies.CHECKS,
    *conversation.CHECKS,
    *lookups.CHECKS,
    *simulator.CHECKS,
    *characters.CHECKS,
)


def check(
    transcripts: Iterable[PlainTranscript], suite: Suite | None, checks: Sequence[Check] = CHECKS
) -> Iterator[tuple[int, list[tuple[str, Fact]]]]:
    """For each transcript its key and its facts, each with the id of the check that read it, in the checks' order."""
    for transcript in transcripts:
        read = clip(transcript)
        scene = Scene(read, suite)
        found = [(one.id, fact) for one in checks for fact in one.facts(scene)]
        if read is not transcript:
            found = known(found, transcript)
        yield transcript.key, found
