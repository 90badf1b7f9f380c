"""The report as blocks: all sections in the page's order, whether anybody wrote for them or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from reviewer.export.report import closing, comparing, glance, opening, results
from reviewer.export.report.appendix import appendix
from reviewer.export.report.blocks import Block, Note, Part, Report
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.quoted import Excerpt
from reviewer.export.report.words import count
from reviewer.model.dossier import Dossier
from reviewer.model.sections import SECTIONS

SYNTHETIC_PAGE = "Synthetic: a reconstruction, not a recording of the model at work."
"""What the page of a synthetic transcript says at its head."""

_BUILD: dict[str, Callable[[Lookup], Iterator[Block]]] = {
    "header": opening.header,
    "verdict": opening.verdict,
    "cards": opening.cards,
    "method": opening.method,
    "short-version": opening.short_version,
    "resolution": results.resolution,
    "instruction-following": results.instruction_following,
    "adversarial-safety": results.adversarial_safety,
    "traps": results.traps,
    "tools": closing.tools,
    "experience": closing.experience,
    "traits": closing.traits,
    "stability": closing.stability,
    "comparison": comparing.comparison,
    "cost": closing.cost,
    "bottom-line": closing.bottom_line,
    "at-a-glance": glance.at_a_glance,
    "use-cases": glance.use_cases,
}


REPORT: Final = "deep report"
PageOf = Callable[[Lookup, Mapping[str, Excerpt], Sequence[tuple[str, str]]], Report]
"""Makes the page that leads to the transcripts; the excerpts are those of its claims, the files what lies beside."""


def report(lookup: Lookup, excerpts: Mapping[str, Excerpt], files: Sequence[tuple[str, str]] = ()) -> Report:
    """The whole page of a dossier; `excerpts` are those of its cited transcripts, `files` what lies beside it."""
    dossier = lookup.dossier
    return Report(
        name=dossier.model.label,
        title=f"{dossier.model.label}: {REPORT}",
        subtitle=" · ".join(_subtitle(lookup)),
        trail=(("Board", dossier.board), (REPORT.capitalize(), None)),
        notices=tuple(notices(lookup)),
        parts=tuple(Part(one.id, one.title, tuple(_BUILD[one.id](lookup))) for one in SECTIONS),
        after=tuple(appendix(lookup, files)),
        excerpts=dict(excerpts),
        synthetic=dossier.synthetic,
    )


def _subtitle(lookup: Lookup) -> Iterator[str]:
    """Who makes the model, its tier, the suite, and the runs that the figures are of."""
    dossier = lookup.dossier
    if dossier.model.vendor:
        yield f"by {dossier.model.vendor}"
    if dossier.model.tier:
        yield f"{opening.tier(lookup).replace(',', '')} tier"
    yield dossier.suite.title
    runs, again = count(len(dossier.runs), "run"), sum(run.reused for run in dossier.runs)
    reused = "" if not again else " (reused)" if again == len(dossier.runs) else f" ({again} of them reused)"
    yield (f"median of {runs}" if len(dossier.runs) > 1 else runs) + reused
    if dossier.edition:
        yield f"edition {dossier.edition}"


def notices(lookup: Lookup) -> Iterator[Note]:
    """What stands at the head of a page, and must not be overlooked."""
    dossier = lookup.dossier
    if dossier.synthetic:
        yield Note(synthetic_notice(dossier), "synthetic")
    if dossier.state != "frozen":
        yield Note(f"State: {dossier.state}. This is no edition, and it may change.", "draft")
    if dossier.superseded_by:
        yield Note(f"Superseded: edition {dossier.superseded_by} takes the place of this one.", "warning")
    if dossier.unproven:
        errors = count(dossier.unproven, "error")
        yield Note(f"Not proven: the linter found {errors} in the sentences of this page.", "warning")
    if dossier.redaction.raw:
        yield Note("Not redacted: this export was asked for raw, and it may hold personal data.", "warning")


def synthetic_notice(dossier: Dossier) -> str:
    """What every page of a synthetic dossier says at its head."""
    made = sum(run.synthetic for run in dossier.runs)
    which = "all runs" if made == len(dossier.runs) else f"{made} of {count(len(dossier.runs), 'run')}"
    return f"Synthetic: {which} behind this page are reconstructions, not recordings of the model at work."
