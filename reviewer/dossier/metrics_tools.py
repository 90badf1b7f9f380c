"""The metrics of tools and grounding: what the agent looked up before it spoke, and what stands behind its links."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.dossier.aggregate import Aggregator
from reviewer.dossier.metric import RANGE, Metric, Part
from reviewer.model.tools import ToolKind
from reviewer.store.readings import Reading, Tools


def _mean(
    id: str,  # noqa: A002 - a metric's own word
    title: str,
    definition: str,
    amount: Callable[[Tools], int | None],
    *needs: ToolKind,
) -> Metric:
    """An amount for each conversation; one that says None adds nothing, and is not missing."""

    def part(reading: Reading) -> Part:
        own = amount(reading.tools)
        return (0, 0) if own is None else (own, 1)

    return Metric(id, 1, title, definition, "checks", None, part, "amount", ("mean", *RANGE), needs=needs)


def _rate(
    id: str,  # noqa: A002 - a metric's own word
    title: str,
    definition: str,
    of: Callable[[Tools], tuple[int, int]],
    *aggregators: Aggregator,
    needs: tuple[ToolKind, ...] = (),
    within: bool = False,
) -> Metric:
    """A share of what `of` says that there are; a conversation without any adds nothing, and is not missing."""

    def part(reading: Reading) -> Part:
        return of(reading.tools)

    every = (*aggregators, *RANGE)
    return Metric(id, 1, title, definition, "checks", None, part, "percent", every, needs=needs, within=within)


_LOOKS: tuple[ToolKind, ...] = ("read", "kb")

TOOLS = (
    _mean(
        "reads",
        "read calls",
        "calls that read (an order, a profile, tracking) in a conversation, mean over all cases",
        lambda tools: tools.reads,
        "read",
    ),
    _mean(
        "kb_searches",
        "knowledge-base searches",
        "calls that search the knowledge base in a conversation, mean over all cases",
        lambda tools: tools.kb_searches,
        "kb",
    ),
    _rate(
        "kb_use",
        "knowledge-base use",
        "conversations in which the knowledge base was searched at least once, of the conversations",
        lambda tools: (tools.kb_searches > 0, 1),
        "median",
        "pooled",
        needs=("kb",),
    ),
    _rate(
        "kb_turns",
        "knowledge-base use by turn",
        "turns in which the knowledge base was searched, of the agent's turns; a turn is what it does from one message "
        "of the customer's to the next",
        lambda tools: (tools.kb_turns, tools.turns),
        "pooled",
        needs=("kb",),
        within=True,
    ),
    _mean(
        "looked_up_first",
        "look-ups before answering",
        "calls that read or search before the first answer (a message with text and without a call that comes "
        "after a look-up, or that asks for nothing), mean over the conversations with an answer",
        lambda tools: tools.before_answer,
        *_LOOKS,
    ),
    _rate(
        "answered_unread",
        "answers without a look-up",
        "conversations whose first answer came before anything was read or searched, of those with an answer",
        lambda tools: (tools.before_answer == 0, tools.before_answer is not None),
        "median",
        "pooled",
        needs=_LOOKS,
    ),
    _rate(
        "failed_calls",
        "calls that failed",
        "calls whose result says that they failed, of the agent's calls of any kind",
        lambda tools: (tools.failed, tools.calls),
        "pooled",
        within=True,
    ),
    _rate(
        "invented_links",
        "links without a source",
        "links that stand in no earlier result, customer turn or rule, of the links that the agent gave; one that may "
        "be of general use is not among them",
        lambda tools: (tools.invented_links, tools.links),
        "pooled",
        within=True,
    ),
)
"""What section 9 of a deep report counts, in its order."""
