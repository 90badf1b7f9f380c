"""Dossiers of the shipped runs without a database, claims files to lint, and texts to cite from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reviewer.dossier import build
from reviewer.dossier.build import Transcripts
from reviewer.dossier.build_traps import Words, trap_entries
from reviewer.dossier.claims import parse
from reviewer.dossier.coverage import coverage
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import published_figures
from reviewer.dossier.published import entries, model_entry
from reviewer.dossier.resolve import Silent, Texts
from reviewer.model.dossier import Dossier
from reviewer.model.plain import PlainMessage
from reviewer.model.published import published
from reviewer.model.shipped import shipped_suite
from reviewer.review.coverage import Progress
from reviewer.store.dossiers import Stored
from tests.dossier.made import northline

CLAIMS = Path(__file__).parent / "claims"
MODELS = ("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")
_SIBLINGS = {"mimo-v2.5-pro": "mimo-v2.5"}


@cache
def dossier(model: str) -> Dossier:
    """All that the shipped runs of a model give: figures, traps and use cases; nobody has read anything."""
    sheet, suite = northline(model), shipped_suite("northline")
    of = Transcripts.of(sheet)
    beside = entries(published(), model)
    stored = [
        Stored(place, one.transcript, one.run, one.status, place, "b2:0", 9) for place, one in enumerate(of.readings)
    ]
    listed = tuple(build.transcript_entries(sheet, of, stored, b"key"))
    return Dossier(
        program="0",
        state="draft",
        made_at="2026-07-01T00:00:00Z",
        model=model_entry(published(), model).model_copy(update={"sibling": _SIBLINGS.get(model)}),
        suite=build.suite_entry(sheet, suite),
        synthetic=True,
        runs=tuple(build.run_entries(sheet, stored)),
        transcripts=listed,
        figures=(*build.figures(sheet, of), *beside.figures),
        traps=tuple(trap_entries(sheet, suite, Words({}, {}, {one.id: one.revision for one in stored}), beside.board)),
        use_cases=build.use_cases(sheet, suite),
        coverage=coverage(listed, {one.id: Progress(one.id) for one in listed}, {}),
    )


class Told:
    """Texts of transcripts, by id."""

    def __init__(self, **messages: Sequence[PlainMessage]) -> None:
        self._messages = messages

    def messages(self, transcript: str) -> Sequence[PlainMessage]:
        """What was told."""
        return self._messages.get(transcript, ())


def page(name: str, *, texts: Texts | None = None, before: Dossier | None = None) -> Page:
    """One of the claim sets, with the dossier of its model."""
    path = CLAIMS / f"{name}.md"
    return written(path.read_text("utf-8"), path.name, texts=texts, before=before)


def written(text: str, path: str = "claims.md", *, texts: Texts | None = None, before: Dossier | None = None) -> Page:
    """A claims file out of a text."""
    file = parse(text, path)
    made = dossier(file.front.model) if file.front.model in MODELS else None
    others = () if made else published_figures(published())
    return Page(file, made, before, texts or Silent(), others)


def context(*pages: Page) -> Context:
    """The pages together, with the published board."""
    return Context(pages, published(), dossier(MODELS[0]).suite)
