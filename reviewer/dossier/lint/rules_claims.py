"""What a sentence needs before it may be said: a check, a coverage, support, a denominator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.bearing import Bearing, bearings
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import is_headline
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_traps import outcomes
from reviewer.dossier.resolve import Resolved
from reviewer.dossier.standing import OPINION, stands
from reviewer.model.dossier import FigureEntry

NEVER = (
    r"(?<![\w-])(?:not one\b(?! of (?:those|these|them)\b)|not a single|no-one"
    r"|(?:no|zero|never)(?!-)|nobody|none|nothing)\b"
    r"(?!\s+(?:more|less|fewer|(?:\w+er|better|worse)(?= than\b)|longer|doubt|matter|one-|composite|latency"
    r"|claims?\s+about))"
)
ALWAYS = r"\b(?:every|all|always|everything|everybody|universally|each (?:time|run|one))\b(?!\s*-)"
_MILD = (
    r"\b(?:(?:of|over|across) all(?! (?:\w+ )?runs)|all (?:figures|numbers|values)|all in all|after all|at all"
    r"|in all(?!(?: of)?(?: the)?(?: \w+)? runs)|all the same|above all|every so often)\b"
)
_IN_RUNS = (
    r"\b(?:in\s+)?(?:every|all|each|no(?!\s+(?:two|one)\b)|none)(?:\s+of)?(?:\s+the)?(?:\s+\w+)?\s+"
    r"(?:single\s+)?runs?\b"
)
_OF_THE_PAGE = ("method", "measures", "honesty", "next")
"""Where a page speaks of itself."""


_ONE_THING = (
    r"^\W*(?:an?|one)\b(?!\s+(?:model|agent)\b)[^.:;]{1,80}\b(?:that|which|whom?)\s+(?:nobody|never|no)\b"
    r"[^.;]{0,80}(?::|,? as in)\s*(?:\.|$)"
)
"""A thing that is described, and cited: a ticket that nobody opened, as in [1]. Nothing is said of all of them."""


@rule("absolute", "warning")
def absolute(context: Context) -> Iterator[Problem]:
    """No, all, every, never: without a figure that is none or all of something, or a tag that was looked for."""
    for page, one, prose in context.claims():
        if _about_itself(prose) or prose.has(OPINION.pattern) or (one.claim.scan.citations and prose.has(_ONE_THING)):
            continue
        words = [*prose.all(NEVER), *prose.all(ALWAYS)]
        mild = [found.span() for found in prose.all(_MILD)]
        mild += [(named.start, named.end) for named in (*prose.traps, *prose.intents)]
        mild += [said.words.span() for said in outcomes(page, prose)]  # which a rule of its own holds against the traps
        words = [found for found in words if not any(start <= found.start() < end for start, end in mild)]
        if not words or _borne(context, page, one, prose, words):
            continue
        first = min(words, key=lambda found: found.start())
        against = _speaking(context, page, prose)
        told = f"; {against[0].name} is {against[0].shown}" if against else ""
        says = (
            f"“{first[0]}” needs a figure that is none or all of what is counted, or a tag that was looked for and not "
            f"found with the coverage beside it{told}"
        )
        yield page.problem("absolute", "warning", one, says, against[:3], first.start())


def _about_itself(prose: Prose) -> bool:
    """What the page says of itself: that it has no composite score, that it makes no claim of latency."""
    return (
        prose.has(r"no latency|no composite|latency claims|each metric is|(?:figures|rates|numbers) are\b") is not None
    )


def _borne(context: Context, page: Page, one: Resolved, prose: Prose, words: Sequence[re.Match[str]]) -> bool:
    figures = [put.figure for put in one.puts if put.figure]
    if prose.has(r"\bruns?\b") and any(figure.aggregator in ("min", "max") for figure in figures):
        return True
    found = [bearing for bearing in bearings(context, page, one) if bearing.matter == "borne"]
    under = one.claim.heading or ""
    named = {each.id for each in (*prose.traps, *prose.intents, *context.vocabulary.found_intents(under))}
    if any(_extreme(figure) and _about(figure, named) for figure in (*figures, *_first_figures(found))):
        return True
    if any(put.placeholder.kind == "tag" and put.words.startswith("0 of ") for put in one.puts):
        return page.says(r"\{\{coverage\}\}") or any(put.placeholder.form == "full" for put in one.puts)
    in_runs = prose.has(_IN_RUNS)
    others = [word for word in words if not in_runs or not _inside(word, in_runs)]
    if in_runs and not others:
        if prose.traps and page.dossier:
            named = {each.id for each in prose.traps}
            alike = [len({cell.machine for cell in trap.cells}) == 1 for trap in page.dossier.traps if trap.id in named]
            return all(alike)
        return bool(figures) or any(map(_is_counted, bearings(context, page, one)))  # each is held against its runs
    return _all_of_intents(page, prose) or _whole(page, prose)


def _whole(page: Page, prose: Prose) -> bool:
    """Whether what is said of messages or transcripts is so of none or of all of the model's: not one was empty."""
    metrics = {named.id for named in prose.metrics}
    others = {named.id for named in prose.models} - {page.model}
    if not metrics or not metrics <= _PLAIN or page.dossier is None or others or prose.intents or prose.traps:
        return False
    figures = [one for one in page.dossier.figures if one.metric in metrics and one.aggregator == "pooled"]
    return bool(figures) and all(map(_extreme, figures))


_PLAIN = {"non_empty", "completed", "partials"}


def _is_counted(one: Bearing) -> bool:
    return bool(one.figures) or one.number.whole or one.number.kind == "ratio"


def _inside(word: re.Match[str], outer: re.Match[str]) -> bool:
    return outer.start() <= word.start() < outer.end()


def _first_figures(found: list[Bearing]) -> Iterator[FigureEntry]:
    for one in found:
        if one.number.kind == "ratio" or one.number.percent or one.number.places:
            yield from one.figures[:1]


def _extreme(figure: FigureEntry) -> bool:
    """None or all of what is counted, with nothing missing."""
    return exact(figure) in (Fraction(0), Fraction(1)) and not figure.missing


def _about(figure: FigureEntry, named: set[str]) -> bool:
    """Whether the trap or the intent that a figure is of is named; a figure of neither is of all of them."""
    own = figure.scope.get("trap") or figure.scope.get("intent")
    return not own or str(own) in named


def _all_of_intents(page: Page, prose: Prose) -> bool:
    """Whether what is said of intents holds of all of their transcripts."""
    found = _of_intents(page, prose)
    return bool(found) and all(_extreme(figure) for figure in found)


def _of_intents(page: Page, prose: Prose) -> list[FigureEntry]:
    named, metrics = {one.id for one in prose.intents}, {one.id for one in prose.metrics}
    return [
        figure
        for figure in (page.dossier.figures if page.dossier else ())
        if figure.scope.get("intent") in named and figure.metric in metrics and figure.aggregator == "pooled"
    ]


def _speaking(context: Context, page: Page, prose: Prose) -> list[FigureEntry]:
    """Figures that are neither none nor all, and that the sentence is about."""
    if found := [figure for figure in _of_intents(page, prose) if not _extreme(figure)]:
        return found
    named = {trap.id for trap in prose.traps}
    traps = [trap.figure for trap in page.dossier.traps if trap.id in named and trap.figure] if page.dossier else []
    figures = {figure.name: figure for figure in (page.dossier.figures if page.dossier else ())}
    if found := [figures[name] for name in traps if name in figures and not _extreme(figures[name])]:
        return found
    rates = [one for named in prose.metrics for one in context.figures.get(page.model, {}).get(named.id, ())]
    return [one for one in rates if is_headline(one) and (one.denominator or one.from_runs) and not _extreme(one)]


_LOOKED = r"(?:read|reviewed|looked (?:at|through|into)|gone through|gone over|studied|inspected)"
_THINGS = r"(?:transcripts?|conversations?|messages?)"
_NOT_ALL = re.compile(
    r"\b(?:not|no|none of|(?<!all )(?<!each )of|nearly|almost|up to)\s+(?:(?:the|its|these|all)\s+)*$", re.IGNORECASE
)


@rule("receipts", "error")
def receipts(context: Context) -> Iterator[Problem]:
    """Read message by message, or every transcript or as many as there are read: without receipts for all of them."""
    for page, one, prose in context.claims():
        found = _all_read(page, prose)
        if found is None:
            continue
        coverage = page.dossier.coverage if page.dossier else None
        if coverage and coverage.measured and all(row.read == row.transcripts for row in coverage.rows):
            continue
        stands = coverage.sentence if coverage else "No coverage is measured for this page."
        says = f"“{found[0]}” is more than the receipts say. {stands}"
        yield page.problem("receipts", "error", one, says, start=found.start())


def _all_read(page: Page, prose: Prose) -> re.Match[str] | None:
    """Where it says that all of the page's transcripts were read: in so many words, or by their number."""
    if found := prose.has(r"message[- ]by[- ]message|read(?:ing)? (?:every|all|each)\b"):
        return found
    if prose.has(r"\b(?:checks?|program|machine|harness|judge|linter)\b"):
        return None  # of whose reading there are no receipts
    number = len(page.dossier.transcripts) if page.dossier else 0
    whole = rf"(?:(?:every|each|all)\b[^.;:,]{{0,24}}?\b{_THINGS}|(?:all )?(?:the )?\b(?:{number}|{number:,})\b(?!\s*%)"
    whole += r"(?: \w+){0,2}?)"
    passive = rf"\b{whole} (?:\w+ )?(?:was|were|are|is|(?:has|have) (?:all )?been)(?: \w+ly| all)? {_LOOKED}\b"
    active = rf"\b(?:{_LOOKED}|went (?:through|over)) {whole}"
    return next(
        (found for found in prose.all(f"{passive}|{active}") if not _NOT_ALL.search(prose.bare[: found.start()])), None
    )


@rule("support", "warning")
def support(context: Context) -> Iterator[Problem]:
    """A claim that the page tags unsupported; an opinion alone in its paragraph; quotation marks without a citation."""
    for page in context.pages:
        blocks: dict[tuple[str, int], list[Resolved]] = {}
        for one in page.claims:
            blocks.setdefault((one.claim.section, one.claim.block), []).append(one)
        for (section, _), claims in blocks.items():
            alone = section not in _OF_THE_PAGE and not any(_supported(context, page, one) for one in claims)
            if section not in _OF_THE_PAGE:
                yield from _uncited(context, page, claims)
            for one in claims:
                says = _unsupported(context, page, one) or (_unsaid(context.prose(one), one) if alone else "")
                if says:
                    yield page.problem("support", "warning", one, says)


def _unsupported(context: Context, page: Page, one: Resolved) -> str:
    """What is said of a claim that the page tags so; nothing of one whose numbers are figures, written out."""
    tag = stands(one.support, one.claim.section, one.text, one.claim.source)
    if tag != "unsupported" or _supported(context, page, one):
        return ""
    return (
        "nothing stands behind this, and the page tags it unsupported: quote a figure, cite a message, or say that it "
        "is an opinion"
    )


def _unsaid(prose: Prose, one: Resolved) -> str:
    """What is said of an opinion that stands alone and does not say that it is one."""
    if one.claim.kind == "heading" or prose.has(OPINION.pattern) or _about_itself(prose):
        return ""
    return "nothing stands behind this: quote a figure, cite a message, or say that it is an opinion"


def _uncited(context: Context, page: Page, claims: Sequence[Resolved]) -> Iterator[Problem]:
    """Words in quotation marks in a claim that cites nothing."""
    for one in claims:
        for start, words in context.prose(one).quoted if not one.claim.scan.citations else ():
            says = f"{_clipped(words)} is quoted from nowhere: cite the message that it stands in"
            yield page.problem("support", "warning", one, says, start=start)


def _clipped(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:58]}…{line[-1]}"


def _supported(context: Context, page: Page, one: Resolved) -> bool:
    scan = one.claim.scan
    if any(put.bears for put in scan.placeholders) or scan.citations:
        return True
    prose = context.prose(one)  # what a rule of its own works out stands on that
    if any(_is_looked_up(found) or prose.traps for found in bearings(context, page, one)):
        return True
    beside = {named.id for named in prose.models} - {page.model} and prose.has(_BESIDE)
    return bool(beside) or any(outcomes(page, prose)) or _whole(page, prose)


def _is_looked_up(one: Bearing) -> bool:
    """Whether a number is a figure's, the suite's, or flagged; one in words that counts nothing known is none of it."""
    return bool(one.figures) or one.matter != "borne" or not one.number.in_words


_BESIDE = (
    r"\bsame (?:tier|band)\b|\branks (?:ahead|behind|above|below)\b|\b(?:beats?|outperforms?|trails|dominat\w+)\b"
    r"|\bonly [\w.-]+\d\S* [^.;]* (?:less|fewer|more|better|worse)\b"
)


@rule("runs-unstated", "warning")
def runs_unstated(context: Context) -> Iterator[Problem]:
    """A page with figures that nowhere says of how many runs."""
    for page in context.pages:
        if (
            page.dossier
            and _results(context, page)
            and not page.says(r"\{\{runs\}\}|\bN\s*=\s*\d|\b(?:\d|one|two|three|four|five) runs?\b| runs\}\}")
        ):
            yield page.problem(
                "runs-unstated", "warning", None, "the page prints figures and never says of how many runs: {{runs}}"
            )


@rule("interval-unstated", "warning")
def interval_unstated(context: Context) -> Iterator[Problem]:
    """A page with figures and not one interval."""
    for page in context.pages:
        if page.dossier and _results(context, page) and not page.says(r"\binterval|\bfull\s*(?:=[^}]*)?\}\}|95\s*%"):
            says = "the page prints figures and not one interval: {{fig:NAME full}} has counts and interval"
            yield page.problem("interval-unstated", "warning", None, says)


@rule("coverage-unstated", "warning")
def coverage_unstated(context: Context) -> Iterator[Problem]:
    """A page that speaks of what was read, and never says how much was."""
    for page in context.pages:
        cites = any(one.claim.scan.citations for one in page.claims) or page.says(
            r"\{\{tag:|\btranscripts? (?:show|says?)\b|from the transcripts"
        )
        if page.dossier and cites and not page.says(r"\{\{coverage\}\}"):
            stands = f"{{{{coverage}}}} is “{page.dossier.coverage.sentence}”"
            says = f"the page quotes transcripts and never says how many were read: {stands}"
            yield page.problem("coverage-unstated", "warning", None, says)


def _results(context: Context, page: Page) -> bool:
    return any(
        any(put.figure for put in one.puts) or any(found.figures for found in bearings(context, page, one))
        for one in page.claims
    )
