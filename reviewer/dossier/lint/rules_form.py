"""Form and evidence: what cannot be read, names that name nothing, quotes that are not there, figures that changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.placeholders import Cited, Placeholder, Scan, near
from reviewer.dossier.resolve import Resolved
from reviewer.model.dossier import CitationEntry
from reviewer.review.anchors import Place


@rule("form", "error")
def form(context: Context) -> Iterator[Problem]:
    """Something in the file that cannot be read as it was meant."""
    for page in context.pages:
        for slip in page.file.slips:
            line, column = page.file.place(slip.start)
            stands = next((one for one in page.file.claims if one.start <= slip.start < one.end), None)
            sentence = stands.source if stands else page.file.text[slip.start : slip.end].partition("\n")[0]
            yield Problem(
                "form", "error", page.file.path, line, column, stands.id if stands else None, sentence, slip.says
            )
        for key, says in _front(page):
            found = re.search(rf"^[ \t]*{key}\b", page.file.text, re.MULTILINE)
            line, column = page.file.place(found.start() if found else 0)
            yield Problem("form", "error", page.file.path, line, column, None, "", f"{key}: {says}")


@rule("empty-section", "warning")
def empty_sections(context: Context) -> Iterator[Problem]:
    """A section that stands in the file, and no claim in it."""
    for page in context.pages:
        if empty := page.file.empty:
            line, column = page.file.place(empty[0][1])
            titles = "; ".join(repr(title) for title, _ in empty)
            says = f"no claim stands in {titles}: the page prints nothing of yours there"
            yield Problem("empty-section", "warning", page.file.path, line, column, None, "", says)


def _front(page: Page) -> Iterator[tuple[str, str]]:
    """Names of the front matter that are in no suite: key, and what is the matter."""
    if (dossier := page.dossier) is None:
        return
    front = page.file.front
    by = dossier.use_cases.scheme if dossier.use_cases else None
    if front.scheme is not None and front.scheme != by:
        goes = f"the table by use case goes by {by}" if by else "there is no table by use case"
        yield "scheme", f"{dossier.suite.name} has no table here by a scheme called {front.scheme}; {goes}"
    intents = dossier.suite.intents
    for name in front.left_out:
        if name not in intents:
            yield "left-out", f"{dossier.suite.name} has no intent called {name}{near(name, intents)}"


@rule("name", "error")
def unknown_names(context: Context) -> Iterator[Problem]:
    """A placeholder that names no figure, no trap and no tag."""
    return _slips(context, "name", lambda scan: scan.placeholders)


@rule("quote", "error")
def quotes(context: Context) -> Iterator[Problem]:
    """A quote that does not stand letter by letter in the message that is cited."""
    return _slips(context, "quote", lambda scan: scan.citations)


def _slips(context: Context, name: str, spots: Callable[[Scan], Sequence[Placeholder | Cited]]) -> Iterator[Problem]:
    """What was not found of the placeholders, or of the citations."""
    for page, one, _ in context.claims():
        places = {spot.start for spot in spots(one.claim.scan)}
        for slip in one.slips:
            if slip.start in places:
                yield page.problem(name, "error", one, slip.says, start=slip.start)


@rule("changed", "error")
def changed(context: Context) -> Iterator[Problem]:
    """A figure that has another value than when the sentence was written."""
    for page, one, _ in context.claims():
        before = _before(page, one)
        for put in one.puts:
            was = put.placeholder.was
            name = put.figure.name if put.figure else put.placeholder.name
            if was is not None and was not in (put.words, put.recorded):
                says = f"{name} was {was} when this was written; it is {put.recorded} now: read the sentence again"
                yield page.problem("changed", "error", one, says, [name], put.placeholder.start)
            elif was is None and put.figure and (old := before.get(name)) is not None and old != put.figure.shown:
                says = f"{name} was {old} in the build before; it is {put.figure.shown} now: read the sentence again"
                yield page.problem("changed", "error", one, says, [name], put.placeholder.start)


@rule("stale", "error")
def stale(context: Context) -> Iterator[Problem]:
    """A citation of a finding whose transcript has changed since."""
    for page, one, _ in context.claims():
        if page.dossier is None:
            continue
        moved = [finding for finding in page.dossier.findings if finding.stale]
        places = {citation.id: citation for citation in page.dossier.citations}
        for evidence in one.evidence:
            for finding in moved:
                spots = [places[place] for place in finding.places if place in places]
                if any(spot.transcript == evidence.transcript and _meet(spot, evidence.place) for spot in spots):
                    says = (
                        f"{evidence.cited.origin} has changed since {finding.reviewer} tagged it {finding.tag}, "
                        "and the finding could not be placed again"
                    )
                    yield page.problem("stale", "error", one, says, start=evidence.cited.start)


def _meet(spot: CitationEntry, place: Place) -> bool:
    """Whether a finding's place and a cited one have something in common."""
    if spot.message != place.message:
        return False
    if None in (spot.start, spot.end, place.start, place.end) or spot.field != (place.field or "text"):
        return spot.quote == (place.exact or "")
    return (spot.start or 0) < (place.end or 0) and (place.start or 0) < (spot.end or 0)


def _before(page: Page, one: Resolved) -> dict[str, str]:
    """What the figures of this very sentence were in the build before; nothing where the sentence was written since."""
    if page.before is None:
        return {}
    old = next((claim for claim in page.before.claims if claim.id == one.claim.id), None)
    if old is None or old.source != one.claim.source:
        return {}
    shown = {figure.name: figure.shown for figure in page.before.figures}
    return {name: shown[name] for name in old.figures if name in shown}
