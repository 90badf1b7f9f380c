"""The checks: beside a loop that runs the same patterns over the same messages, in all cores, on long transcripts."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.resources import as_file, files
from itertools import chain, cycle
from pathlib import Path

from reviewer.checks import (
    arguments,
    consent,
    escalation,
    grounding,
    parcels,
    patterns,
    proposing,
    saydo,
    simulator,
    sources,
)
from reviewer.checks.contract import Check
from reviewer.checks.registry import CHECKS, check
from reviewer.formats import Fill, Found, Source, read
from reviewer.formats import sources as found_in
from reviewer.model.plain import PlainMessage, PlainTranscript, plain
from reviewer.model.shipped import shipped_suite
from reviewer.model.suite import Suite
from reviewer.model.transcript import Transcript
from reviewer.operations.check import read_chunk
from reviewer.text.visible import hidden

from . import generate
from .context import Context
from .generate import Shape
from .measure import Result, Target, alternate, median, timed

_CHUNK = 54
_BARE = Target(2.0)
_LINEAR = Target(1.2)
_TENTHS = 10


def checks(context: Context) -> Iterator[Result]:
    """Northline's runs and a generated fleet, in one process and in as many as there are cores; then the long ones."""
    suite = shipped_suite("northline")
    northline = _northline(suite)[: context.sizes.transcripts]
    yield from _beside_the_loop(context, "Northline", northline, suite)
    yield from _in_all_cores("Northline", northline, suite)
    if context.sizes.transcripts > len(northline):
        yield from _in_all_cores("a fleet", _fleet(context), None)
    yield from _long(context, northline, suite)


def _northline(suite: Suite) -> list[PlainTranscript]:
    """The runs that ship; where they are not there, the written conversations."""
    made: list[PlainTranscript] = []
    with as_file(files("reviewer.fixtures").joinpath("northline")) as folder:
        runs = sorted(Path(folder).glob("runs/*.gz")) or sorted(Path(folder).glob("written/*.jsonl"))
        for source in found_in([str(path) for path in runs]):
            if not isinstance(source, Source):
                raise FileNotFoundError(source)
            found = (item.transcript for item in read(source, Fill())[1] if isinstance(item, Found))
            made += [plain(transcript, suite.kind_of, len(made) + place) for place, transcript in enumerate(found)]
    return made


def _fleet(context: Context) -> list[PlainTranscript]:
    shape = Shape(context.sizes.transcripts, 8, 24, 160, models=12)
    made = generate.conversations(context.seed, shape)
    return [plain(Transcript.model_validate(one), key=key) for key, one in enumerate(made)]


def _beside_the_loop(
    context: Context, what: str, transcripts: Sequence[PlainTranscript], suite: Suite
) -> Iterator[Result]:
    others = tuple(one for one in CHECKS if one not in grounding.CHECKS)
    megabytes = sum(map(_size, transcripts)) / 1e6
    for name, these in (("all checks", CHECKS), ("all but grounding", others)):
        measures = (
            timed(partial(_run, transcripts, suite, these)),
            timed(partial(_loop, transcripts, these is CHECKS)),
        )
        ours, bare = map(min, alternate(measures, context.sizes.rounds))
        seconds = ours / 1000
        note = f"{len(transcripts):,} transcripts, {len(transcripts) / seconds:,.0f}/s, {megabytes / seconds:.1f} MB/s"
        yield Result("checks", f"{what}, {name}", ours, bare, "ms", "the same patterns, once", _BARE, note)


def _run(transcripts: Sequence[PlainTranscript], suite: Suite | None, these: Sequence[Check] = CHECKS) -> int:
    """As in a fresh process: nothing is remembered of the time before."""
    sources._remembered.cache_clear()
    return sum(len(facts) for _, facts in check(transcripts, suite, these))


def _loop(transcripts: Sequence[PlainTranscript], grounded: bool) -> None:
    """Each pattern over each message that its check reads, and nothing done with what is found."""
    at_the_start = [one.match for one in (consent._NO, consent._OK, consent._GIVES)]
    anywhere = [one.search for one in (consent._YES, consent._HOLDS, consent._DID, consent._CHOICE, consent._CORRECTS)]
    out_of_role = [one.search for one in (simulator._ABOUT_ROLE, simulator._AS_AGENT, simulator._BOTH_SIDES)]
    for transcript in transcripts:
        writes = any(call.kind == "write" for message in transcript.messages for call in message.calls)
        for message in transcript.messages:
            text = message.text
            for field in _fields(message):
                hidden(field)
            if message.role == "agent":
                asking = (consent.ASKS, consent.ANNOUNCES) if writes else ()
                for pattern in (*asking, escalation._PROMISE, saydo._CLAIM):
                    pattern.search(text)
                for _ in proposing.beginnings().finditer(text.lower()) if writes else ():
                    pass
                if grounded:
                    parcels._DELIVERED.search(text)
            elif message.role == "customer":
                for looks in (*out_of_role, *((*at_the_start, *anywhere) if writes else ())):
                    looks(text)
            if writes and message.role != "agent":
                arguments._TOKEN.findall(text.casefold())
            if grounded:
                for _ in patterns.PATTERN.finditer(text):
                    pass


def _fields(message: PlainMessage) -> Iterator[str]:
    yield message.text
    if message.reasoning:
        yield message.reasoning
    for call in message.calls:
        yield call.arguments


def _size(transcript: PlainTranscript) -> int:
    return sum(map(len, chain.from_iterable(map(_fields, transcript.messages))))


def _in_all_cores(what: str, transcripts: Sequence[PlainTranscript], suite: Suite | None) -> Iterator[Result]:
    """Transcripts a second in a pool that has been started, with the way there and back, beside one process."""
    cores = os.cpu_count() or 1
    chunks = [list(transcripts[at : at + _CHUNK]) for at in range(0, len(transcripts), _CHUNK)]
    content = suite.model_dump_json(by_alias=True) if suite else None
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read_chunk, [content] * cores, [chunks[0]] * cores))
        pooled = min(_seconds(lambda: list(pool.map(read_chunk, [content] * len(chunks), chunks))) for _ in range(2))
    alone = min(_seconds(lambda: _run(transcripts, suite)) for _ in range(2))
    rates = len(transcripts) / pooled, len(transcripts) / alone
    note = f"{len(transcripts):,} transcripts, {sum(map(_size, transcripts)) / 1e6 / pooled:.1f} MB/s"
    yield Result("checks", f"{what}, in {cores} processes", *rates, "transcripts/s", "in one", Target(None), note)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _long(context: Context, transcripts: Sequence[PlainTranscript], suite: Suite) -> Iterator[Result]:
    """Conversations as one long transcript, beside the same ones as ten: none has another write or another call."""
    big = min(20_000, max(context.sizes.messages))
    these: list[PlainTranscript] = []
    count = 0
    for one in cycle(transcripts):
        if count >= big and len(these) % _TENTHS == 0:
            break
        these.append(one)
        count += len(one.messages)
    # Every tenth one, so that each tenth has all that the whole has: what has no write is hardly read.
    short, long = [_joined(these[at::_TENTHS]) for at in range(_TENTHS)], [_joined(these)]
    others = tuple(one for one in CHECKS if one not in grounding.CHECKS)
    for name, chosen in (("all checks", CHECKS), ("all but grounding", others)):
        measures = [timed(partial(_run, made, suite, chosen)) for made in (long, short)]
        ours, tenth = map(median, alternate(measures, context.sizes.rounds))
        beside = f"{_TENTHS} × {count // _TENTHS:,} messages"
        yield Result("checks", f"{count:,} messages, {name}", ours, tenth, "ms", beside, _LINEAR)


def _joined(transcripts: Sequence[PlainTranscript]) -> PlainTranscript:
    messages: list[PlainMessage] = []
    for one in transcripts:
        shift = len(messages)
        messages += (_moved(message, shift) for message in one.messages)
    first = transcripts[0]
    return PlainTranscript(0, first.case, first.case_class, None, "complete", None, first.policy, tuple(messages))


def _moved(message: PlainMessage, shift: int) -> PlainMessage:
    calls = tuple(replace(call, result=None if call.result is None else call.result + shift) for call in message.calls)
    answers = None if message.answers is None else (message.answers[0] + shift, message.answers[1])
    return replace(message, number=message.number + shift, calls=calls, answers=answers)
