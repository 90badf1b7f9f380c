"""The table by use case, and metrics outside of what they are defined on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reviewer.dossier.lint.bearing import bearings
from reviewer.dossier.lint.context import Context
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.vocabulary import METRICS_OF
from reviewer.dossier.metrics import METRICS
from reviewer.dossier.resolve import Resolved

_TABLES = {metric.id: metric.tables or ((metric.case_class,) if metric.case_class else ()) for metric in METRICS}


@rule("clusters", "error")
def clusters(context: Context) -> Iterator[Problem]:
    """A table by use case that has an intent twice, or leaves some out without saying so."""
    for page in context.pages:
        cases = page.dossier.use_cases if page.dossier else None
        rows = [one for one in page.claims if one.claim.section == "use-cases"]
        if cases is None or not rows:
            continue
        counts = Counter(intent for row in cases.rows for intent in row.intents)
        if twice := sorted(intent for intent, count in counts.items() if count > 1):
            says = f"the scheme {cases.scheme} has {', '.join(twice)} in more than one row"
            yield page.problem("clusters", "error", rows[0], says, whole=True)
        silent = [one for one in cases.left_out if one not in page.file.front.left_out]
        if silent and not page.says(r"\bleft out\b|\bleaves? out\b|\bnot in (?:this|the) table\b"):
            says = f"the table leaves out {', '.join(silent)}: say so, or name them in `left-out` of the front matter"
            yield page.problem("clusters", "error", rows[0], says, whole=True)


@rule("schemes", "warning")
def schemes(context: Context) -> Iterator[Problem]:
    """One name of a row for different intents on different pages."""
    seen: dict[str, tuple[frozenset[str], str]] = {}
    for page in context.pages:
        cases = page.dossier.use_cases if page.dossier else None
        rows = [one for one in page.claims if one.claim.section == "use-cases"]
        for row in cases.rows if cases and rows else ():
            before = seen.setdefault(row.cluster, (frozenset(row.intents), page.file.path))
            if before[0] != frozenset(row.intents):
                other = ", ".join(sorted(before[0] ^ frozenset(row.intents)))
                says = f"“{row.cluster}” is not what it is in {before[1]}: they differ in {other}"
                yield page.problem("schemes", "warning", _row(rows, row.cluster), says, whole=True)


def _row(rows: list[Resolved], cluster: str) -> Resolved:
    named = [one for one in rows if cluster.casefold() in f"{one.claim.heading or ''} {one.claim.text}".casefold()]
    return (named or rows)[0]


@rule("out-of-class", "error")
def out_of_class(context: Context) -> Iterator[Problem]:
    """A metric of cases that it is not defined on, such as the resolution of a trap."""
    for page, one, prose in context.claims():
        if page.dossier is None:
            continue
        classes = {each.intent: each.case_class for each in page.dossier.transcripts}
        spoken = {classes.get(named.id) for named in prose.intents} | {"trap" for _ in prose.traps}
        spoken -= {None}
        if one.claim.kind == "row" and one.claim.columns:
            wrong = [
                (found.number.start, metric)
                for found in bearings(context, page, one)
                for metric in prose.of_column(found.number.start)
                if _TABLES.get(metric) and spoken and not spoken & set(_TABLES[metric])
            ]
        else:
            resolution = [named for named in prose.metrics if named.id.startswith("resolution")]
            only = {named.id for named in prose.metrics} - {"trap_caught", "holds", "unsafe_actions"}
            wrong = [(named.start, named.id) for named in resolution if spoken == {"trap"} and len(only) == 1]
        for start, metric in wrong[:1]:
            defined = " and ".join(name for name in _TABLES[metric] if name)
            these = ", ".join(sorted(map(str, spoken)))
            says = f"{metric.replace('_', ' ')} is counted over {defined} cases; those of this sentence are {these}"
            yield page.problem("out-of-class", "error", one, says, start=start)


@rule("partials", "warning")
def partials(context: Context) -> Iterator[Problem]:
    """Transcripts that ended at a limit, without the rule that says whether they count."""
    told: set[str] = set()
    for page, one, _, found in context.saying(METRICS_OF["partials"].pattern):
        if page.file.path in told:
            continue
        told.add(page.file.path)
        if not page.says(r"\bcounted?\b|\bin the denominator|\bstay in\b|\bleft out of\b"):
            rule_ = page.dossier.rules[0] if page.dossier and page.dossier.rules else "they count"
            yield page.problem(
                "partials", "warning", one, f"say what becomes of partial transcripts: {rule_}", start=found.start()
            )
