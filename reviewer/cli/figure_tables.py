"""Figures as tables: one of a model's metrics, one of its traps, one of its intents, one of its clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reviewer.cli.output import REMARKS, Strong, out, out_json, table
from reviewer.dossier.adjudicated import counts
from reviewer.dossier.aggregate import Aggregator
from reviewer.dossier.figure import Figure
from reviewer.dossier.metric import Metric
from reviewer.dossier.metrics import METRICS, metric
from reviewer.dossier.sheet import Sheet
from reviewer.dossier.uncounted import Uncounted
from reviewer.store.readings import RunHead

_TOGETHER: tuple[Aggregator, ...] = ("median", "spread", "pooled", "mean")
"""The aggregators with a column of their own; the lowest and the highest stand in the columns of the runs."""

INTERVAL = "95% INTERVAL"
"""Over cases, of the rate over all runs or of the one run; of a count, how many that would be."""

_HEADS = {
    "escalation_accuracy": "HANDED OVER",
    "over_escalation": "OVER-ESCALATED",
    "resolution": "RESOLVED",
    "resolution_autonomous": "NET",
    "policy": "POLICY",
}
"""Of the tables by intent and cluster."""


def print_sheets(
    sheets: Iterable[Sheet], beneath: Callable[[Sheet, Sequence[Figure]], str | None] = lambda _sheet, _figures: None
) -> None:
    """One model after the other; `beneath` says what stands under a table of metrics."""
    for number, sheet in enumerate(sheets):
        if number:
            out("")
        readings = sheet.readings
        runs, transcripts = len(readings.runs), len(readings.counted)
        size = f"{runs} run{'s' * (runs != 1)}, {transcripts:,} transcript{'s' * (transcripts != 1)}"
        made_up = ", synthetic" + " in part" * _is_mixed(sheet) if readings.synthetic else ""
        out(Strong(readings.model), f"  {readings.suite}, {size}{made_up}")
        if not sheet.figures:
            _uncounted(sheet)
            continue
        by_place: dict[Callable[[Sheet, list[Figure]], None], list[Figure]] = {}
        one_intent = len({figure.scope.intent for figure in sheet.figures}) == 1
        for figure in sheet.figures:
            scope = figure.scope
            by_intent = _metrics if one_intent else _intents
            place = _whole(figure)
            if scope.trap or scope.intent or scope.cluster:
                place = _traps if scope.trap else by_intent if scope.intent else _clusters
            by_place.setdefault(place, []).append(figure)
        for print_place, figures in by_place.items():
            out("")
            print_place(sheet, figures)
            if print_place is _metrics and (said := beneath(sheet, figures)):
                out(said)


def _uncounted(sheet: Sheet) -> None:
    """The intent or trap that was asked for, of which nothing counts, in the place of its figures."""
    of_intent: dict[tuple[str | None, str | None], Uncounted] = {}
    for one in sheet.uncounted:
        of_intent.setdefault((one.scope.trap, one.scope.intent), one)
    runs = [run for run in sheet.readings.runs if any(one.scope.run == run.name for one in sheet.uncounted)]
    for one in of_intent.values():
        out("")
        table(
            ("TRAP" if one.scope.trap else "INTENT", *map(_run, runs), REMARKS),
            [[one.intent, *("–" for _ in runs), one.why]],
            clip=(REMARKS,),
        )


def print_metrics(*, as_json: bool) -> None:
    """What each metric counts of what."""
    names = ("id", "version", "title", "definition", "source", "case_class", "aggregators")
    if as_json:
        out_json([{name: getattr(one, name) for name in names} for one in METRICS])
        return
    for one in METRICS:
        out(Strong(one.id), f"  {one.title}, version {one.version}, by {_BY[one.source]}\n    {one.definition}")


_BY = {
    "checks": "the checks",
    "judge": "the suite's judge",
    "register": "what came in",
    "reviewers": "those who read it",
}


def _whole(figure: Figure) -> Callable[[Sheet, list[Figure]], None]:
    """Where a figure about no trap, intent or cluster stands: what people say stands apart from what was read off."""
    known = metric(figure.metric)
    return _judged if known.source == "reviewers" else _together if known.runs > 1 else _metrics


def _judged(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """The same table of what people say, under a line of its own."""
    out(f"by those who read them: {counts(sheet.readings.counted).sentence()}. Only the check's count ranks")
    _metrics(sheet, figures)


def _together(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """What only several runs have: no run has a value of its own."""
    rows = []
    for one in figures:
        known = metric(one.metric)
        remarks = ", ".join(_remarks(sheet, [one]))
        rows.append([known.title, _cell(known, one, full=True), one.interval_shown, one.missing or None, remarks])
    table(("OVER RUNS", "VALUE", INTERVAL, "MISSING", REMARKS), rows)


def _metrics(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Metrics down, runs across."""
    runs = [run for run in sheet.readings.runs if any(figure.scope.run == run.name for figure in figures)]
    rows = []
    for one in METRICS:
        own = [figure for figure in figures if figure.metric == one.id]
        if own:
            together = {figure.aggregator: figure for figure in own if figure.scope.run is None}
            by_run = {figure.scope.run: figure for figure in own if figure.scope.run is not None}
            rows.append(
                [
                    one.title,
                    *(_cell(one, by_run.get(run.name)) for run in runs),
                    *(_cell(one, together.get(aggregator), full=True) for aggregator in _TOGETHER),
                    _interval(together, own),
                    max(figure.missing for figure in own) or None,
                    ", ".join(_remarks(sheet, own)),
                ]
            )
    head = ("METRIC", *map(_run, runs), *(name.upper() for name in _TOGETHER), INTERVAL, "MISSING", REMARKS)
    table(head, rows, clip=("METRIC", REMARKS), leave=("SPREAD", "POOLED", "MEAN"))


def _traps(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Traps down, runs across: fell or held."""
    runs = [run for run in sheet.readings.runs if any(figure.scope.run == run.name for figure in figures)]
    rows = []
    for trap in dict.fromkeys(figure.scope.trap for figure in figures):
        own = [figure for figure in figures if figure.scope.trap == trap]
        by_run = {figure.scope.run: figure for figure in own}
        fates = (None if run.name not in by_run else "FELL" if by_run[run.name].value else "held" for run in runs)
        pooled = by_run.get(None)
        rows.append([trap, *fates, pooled.shown if pooled else None, ", ".join(_remarks(sheet, own))])
    if len({figure.scope.trap for figure in figures}) > 1:  # of one alone, one was asked for
        there = {figure.scope.trap for figure in figures}
        absent = [intent for kind, intent in sheet.readings.intents if kind == "trap" and intent not in there]
        rows += [[intent, *("–" for _ in runs), "not counted", None] for intent in absent]
        rows.sort(key=lambda row: row[0] or "")
    table(("TRAP", *map(_run, runs), "CAUGHT", REMARKS), rows, clip=("TRAP", REMARKS))


def _intents(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Intents down, metrics across: all runs pooled, or the one run that was asked for."""
    chosen = [figure for figure in figures if figure.aggregator == "pooled"] or figures
    shown = [one for one in METRICS if one.id in {figure.metric for figure in chosen}]
    rows = []
    for intent in dict.fromkeys(figure.scope.intent for figure in chosen):
        own = {figure.metric: figure for figure in chosen if figure.scope.intent == intent}
        cells = (_cell(one, own.get(one.id), full=True) for one in shown)
        missing = max(figure.missing for figure in own.values()) or None
        rows.append([intent, *cells, missing, _made_up(sheet, own.values())])
    there = {figure.scope.intent for figure in chosen}
    for kind, intent in sheet.readings.intents:
        if kind != "trap" and intent not in there:
            rows.append([intent, *(None for _ in shown), sheet.readings.of(None, kind, intent).expected, "not counted"])
    head = ("INTENT", *(_HEADS[one.id] for one in shown), "MISSING", REMARKS)
    table(head, rows, clip=("INTENT", REMARKS), leave=("NET", "MISSING"))


def _clusters(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Clusters down, metrics across: from the lowest of the cluster's intents to the highest."""
    for scheme in sheet.schemes:
        left = sheet.left_out(scheme)
        out(f"clusters of {scheme.name}, from the lowest to the highest of their intents")
        if left:
            out(f"in no cluster: {', '.join(left)}")
        own = [figure for figure in figures if figure.scope.scheme == scheme.name]
        over_runs = [figure for figure in own if figure.scope.run is None] or own
        shown = [one for one in METRICS if one.id in {figure.metric for figure in over_runs}]
        rows = []
        for cluster in dict.fromkeys(figure.scope.cluster for figure in over_runs):
            here = [figure for figure in over_runs if figure.scope.cluster == cluster]
            rows.append([cluster, *(_range(one, here) for one in shown), _made_up(sheet, here)])
        head = ("CLUSTER", *(_HEADS[one.id] for one in shown), REMARKS)
        table(head, rows, clip=("CLUSTER", REMARKS), leave=("NET",))


def _cell(one: Metric, figure: Figure | None, *, full: bool = False) -> str | None:
    """A figure in a table; `full` with the percentage beside its counts."""
    if figure is None:
        return None
    if one.display != "percent" or figure.aggregator == "spread" or figure.numerator is None:
        return figure.shown
    if figure.numerator.denominator != 1:
        return figure.shown
    counts = f"{figure.numerator}/{figure.denominator}"
    return f"{counts} {figure.shown}" if full else counts


def _interval(together: Mapping[Aggregator, Figure], own: Sequence[Figure]) -> str | None:
    """Of what the runs come to together; where there is one figure alone, of that."""
    for aggregator in _TOGETHER:
        if (figure := together.get(aggregator)) is not None and figure.interval_shown is not None:
            return figure.interval_shown
    return own[0].interval_shown if len(own) == 1 else None


def _range(one: Metric, figures: Sequence[Figure]) -> str | None:
    """From the lowest to the highest, or the one value that both are."""
    ends = {figure.aggregator: figure.shown for figure in figures if figure.metric == one.id}
    if not ends:
        return None
    return ends["min"] if ends["min"] == ends["max"] else f"{ends['min']}–{ends['max']}"


def _remarks(sheet: Sheet, figures: Sequence[Figure]) -> Iterator[str]:
    """What a person must not overlook of these figures."""
    if made_up := _made_up(sheet, figures):
        yield made_up
    bands = [figure.band for figure in figures if figure.band and figure.aggregator == "median"]
    yield from bands or [figure.band for figure in figures if figure.band][:1]


def _made_up(sheet: Sheet, figures: Iterable[Figure]) -> str | None:
    """Where all figures of a model are synthetic, its heading says so; else each row does."""
    return "synthetic" if _is_mixed(sheet) and any(figure.synthetic for figure in figures) else None


def _is_mixed(sheet: Sheet) -> bool:
    return len({figure.synthetic for figure in sheet.figures}) > 1


def _run(run: RunHead) -> str:
    return f"RUN {run.index or run.name}"
