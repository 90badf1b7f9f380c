"""What the rules look at: pages of claims, each with its dossier, and the fleet that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reviewer.dossier.claims import Claim, ClaimsFile
from reviewer.dossier.lint.fleet import Row, published_figures, rows
from reviewer.dossier.lint.problem import Level, Problem
from reviewer.dossier.lint.prose import Prose, Vocabulary
from reviewer.dossier.resolve import Names, Resolved, Silent, Texts, resolved
from reviewer.model.dossier import Dossier, FigureEntry, SuiteEntry
from reviewer.model.published import Published


@dataclass(frozen=True)
class Page:
    """A claims file, what it is about, and what it stood for when it was built before."""

    file: ClaimsFile
    dossier: Dossier | None = None
    before: Dossier | None = None
    texts: Texts = field(default_factory=Silent)
    published: tuple[FigureEntry, ...] = ()
    """Of a page without a dossier: what its placeholders can name."""

    @property
    def model(self) -> str | None:
        """The model that the page is about; None for a board."""
        return self.dossier.model.id if self.dossier else self.file.front.model

    @cached_property
    def claims(self) -> tuple[Resolved, ...]:
        """Its claims, resolved."""
        return resolved(self.file, Names(self.dossier, self.published), self.texts)

    @cached_property
    def text(self) -> str:
        """All of its prose, on one line."""
        return " ".join(one.claim.source for one in self.claims)

    def says(self, pattern: str) -> bool:
        """Whether any of its claims has these words."""
        return re.search(pattern, self.text, re.IGNORECASE) is not None

    def problem(
        self,
        rule: str,
        level: Level,
        at: Resolved | Claim | None,
        says: str,
        figures: Sequence[FigureEntry | str] = (),
        start: int = 0,
        *,
        whole: bool = False,
    ) -> Problem:
        """A problem of a claim, `start` code points into its text; or of the whole page, or (`whole`) of what the claim
        only is the first of."""
        claim = at.claim if isinstance(at, Resolved) else at
        line, column = self.file.place(claim.start + start if claim else 0)
        names = tuple(dict.fromkeys(one if isinstance(one, str) else one.name for one in figures))
        where = self.file.path, line, column
        if claim is None or whole:
            return Problem(rule, level, *where, None, "", says, names)
        return Problem(rule, level, *where, claim.id, claim.source, says, names)


@dataclass(frozen=True)
class Context:
    """All pages that are looked at together, and the fleet."""

    pages: tuple[Page, ...]
    published: Published | None = None
    suite: SuiteEntry | None = None
    """Of a board; a report's is that of its dossier."""

    @cached_property
    def known_suite(self) -> SuiteEntry | None:
        """The suite that is spoken of."""
        return next((page.dossier.suite for page in self.pages if page.dossier), self.suite)

    @cached_property
    def fleet(self) -> Mapping[str, Row]:
        """By model: what the dossiers count, and what the published board says of the rest."""
        return rows([page.dossier for page in self.pages if page.dossier], self.published)

    @cached_property
    def figures(self) -> Mapping[str | None, Mapping[str, Sequence[FigureEntry]]]:
        """By model (None: of the fleet) and metric.

        What others published of a model is not among them where there is a dossier of it: a page does not bear itself.
        """
        counted = {page.dossier.model.id: page.dossier for page in self.pages if page.dossier}
        found: dict[str | None, dict[str, list[FigureEntry]]] = {}
        for one in published_figures(self.published):
            if one.scope.get("model") not in counted:
                found.setdefault(one.scope.get("model"), {}).setdefault(one.metric, []).append(one)
        for model, dossier in counted.items():
            for one in dossier.figures:
                if one.origin == "counted":
                    found.setdefault(model, {}).setdefault(one.metric, []).append(one)
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What models, intents, traps and clusters are called."""
        return Vocabulary.of([page.dossier for page in self.pages if page.dossier], tuple(self.fleet), self.suite)

    def prose(self, one: Resolved) -> Prose:
        """The claim's words, read once."""
        key = ("prose", id(one))
        if key not in self.kept:
            self.kept[key] = Prose.of(one, self.vocabulary)
        found: Prose = self.kept[key]
        return found

    @cached_property
    def kept(self) -> dict[tuple[str, int], Any]:
        """What was worked out of a claim before, by what it is and the claim's identity."""
        return {}

    def claims(self) -> Iterator[tuple[Page, Resolved, Prose]]:
        """Every claim of every page."""
        for page in self.pages:
            for one in page.claims:
                yield page, one, self.prose(one)

    def claims_of(self, page: Page) -> Iterator[tuple[Resolved, Prose]]:
        """The claims of one page."""
        for one in page.claims:
            yield one, self.prose(one)

    def saying(self, pattern: str) -> Iterator[tuple[Page, Resolved, Prose, re.Match[str]]]:
        """Every claim that has these words outside of quotes, with their first place."""
        for page, one, prose in self.claims():
            if (found := prose.has(pattern)) is not None:
                yield page, one, prose, found
