"""What prose about a model can quote, for the one who writes it: every name with what stands for it now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.dossier.placeholders import FORMS, UNNAMED
from reviewer.dossier.resolve_words import of
from reviewer.model.dossier import Dossier

_OPEN = re.compile(r"(\{\{[^{}]*|\[[^\[\]\n]*)$")


@dataclass(frozen=True, slots=True)
class Quotable:
    """Something that can be written: how, what is printed in its place today, and what it is about."""

    write: str
    shown: str
    about: str


def quotables(dossier: Dossier) -> Iterator[Quotable]:
    """Everything: the figures, the traps, the tags, the comparisons, the plain words, the citations."""
    figures = {one.name: one for one in dossier.figures}
    for one in dossier.figures:
        kind = "published" if one.origin == "published" else "fig"
        counts = f", {of(one)}" if of(one) else ""
        yield Quotable(f"{{{{{kind}:{one.name.removeprefix('published.')}}}}}", one.shown, f"{one.title}{counts}")
    for trap in dossier.traps:
        caught = figures.get(trap.figure or "")
        yield Quotable(f"{{{{trap:{trap.id}}}}}", (caught and of(caught)) or "", f"{trap.label}: fell in so many runs")
    for rate in dossier.tag_rates:
        yield Quotable(f"{{{{tag:{rate.tag}}}}}", f"{rate.found} of {rate.read}", f"{rate.label}: {rate.frame}")
    for beside in dossier.comparisons:
        yield Quotable(f"{{{{compare:{beside.metric} {beside.other}}}}}", beside.sentence, f"beside {beside.other}")
    for judged in dossier.judged:
        yield Quotable(f"{{{{judged:{judged.score}}}}}", judged.sentence, "the judge beside the reviewers")
    yield Quotable("{{coverage}}", dossier.coverage.sentence, "how much was read")
    yield Quotable("{{runs}}", str(len(dossier.runs)), "number of runs")
    yield Quotable("{{cases}}", str(sum(dossier.suite.cases.values())), "cases of the suite")
    for name, count in sorted(dossier.suite.cases.items()):
        yield Quotable(f"{{{{cases:{name}}}}}", str(count), f"{name} cases of the suite")
    yield Quotable("{{model}}", dossier.model.label, "the model")
    yield Quotable("{{suite}}", dossier.suite.title, "the suite")
    about = {place: finding for finding in dossier.findings for place in finding.places}
    for citation in dossier.citations:
        tagged = about.get(citation.id)
        yield Quotable(
            citation.written, citation.quote, f"{tagged.label}: {tagged.note}".rstrip(": ") if tagged else ""
        )


def matching(dossier: Dossier, *words: str) -> list[Quotable]:
    """Those in which each of the words stands somewhere, in any case."""
    wanted = [word.casefold() for word in words]
    return [
        one
        for one in quotables(dossier)
        if all(word in f"{one.write} {one.shown} {one.about}".casefold() for word in wanted)
    ]


def complete(dossier: Dossier, before: str, most: int = 20) -> list[Quotable]:
    """What can be put in place of the unfinished placeholder or citation at the end of a text; nothing elsewhere.

    `{{fig:uns` finds every figure that begins so, then those that have it anywhere; a finished name with a blank behind
    it finds its forms.
    """
    found = _OPEN.search(before)
    if found is None:
        return []
    begun = found[1]
    if (forms := _forms(begun)) is not None:
        return forms[:most]
    every = list(quotables(dossier))
    first = [one for one in every if one.write.startswith(begun)]
    word = re.split(r"[:\[]", begun.removeprefix("{{"))[-1].casefold()
    kind = begun.rpartition(":")[0]
    rest = [
        one
        for one in every
        if one not in first and one.write.startswith(kind or begun[0]) and word in one.write.casefold()
    ]
    return [*first, *(rest if word else ())][:most]


def _forms(begun: str) -> list[Quotable] | None:
    """The forms of a placeholder whose name is finished; None where it is not."""
    named = re.fullmatch(r"\{\{([a-z]+):((?:\"[^\"]*\"|[^\s\"])+) (\w*)", begun)
    if named is None or named[1] not in FORMS or named[1] in UNNAMED:
        return None
    return [
        Quotable(f"{{{{{named[1]}:{named[2]} {form}}}}}", "", f"as {form}")
        for form in FORMS[named[1]]
        if form.startswith(named[3])
    ] or None
