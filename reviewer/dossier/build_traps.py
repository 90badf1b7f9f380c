"""Traps over the runs, as a dossier has them: what the check read, and beside it what people say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.dossier.adjudicated import OUTCOMES
from reviewer.dossier.sheet import Sheet
from reviewer.model.dossier import TrapCell, TrapEntry
from reviewer.model.suite import Suite
from reviewer.review.disagreements import Voice
from reviewer.store.readings import Reading, RunHead


@dataclass(frozen=True, slots=True)
class Words:
    """What people say of outcomes, by transcript: each reviewer's word, and why it was adjudicated as it was."""

    voices: Mapping[str, Sequence[Voice]]
    ruled: Mapping[str, str]
    revisions: Mapping[str, str]
    """The content hash of the present revision: a word about another one counts for nothing."""

    def of(self, transcript: str) -> list[Voice]:
        """Each reviewer's word on a trap, in its present revision."""
        return [
            voice
            for voice in self.voices.get(transcript, ())
            if not voice.machine and voice.revision == self.revisions[transcript] and voice.says in OUTCOMES
        ]


def trap_entries(sheet: Sheet, suite: Suite | None, words: Words, board: Mapping[str, str]) -> Iterator[TrapEntry]:
    """Each trap over the runs. `board` has the figure with the fleet's rate, by trap."""
    of_case: dict[str, dict[int, Reading]] = defaultdict(dict)
    for reading in sheet.readings.of(None, "trap").readings:
        of_case[reading.case][reading.run] = reading
    cases = [case for case in sheet.readings.cases if case.case_class == "trap"]
    several = Counter(case.intent for case in cases)
    named = {one.scope.trap: one.name for one in sheet.figures if one.metric == "trap_caught" and not one.scope.run}
    labels = {intent.id: intent for intent in suite.intents} if suite else {}
    for head in sorted(cases, key=lambda case: (case.intent or "", case.id)):
        intent = head.intent or head.id
        case, label = suite.case(head.id) if suite else None, labels.get(intent)
        trap = case.trap if case else None
        rules = suite.rules_of(head.id) if suite else ()
        runs = sheet.readings.runs
        aliases = {*(label.aliases if label else ()), *(trap.aliases if trap else ())}
        yield TrapEntry(
            id=intent if several[head.intent] == 1 else head.id,
            label=label.label if label else intent,
            aliases=tuple(sorted(aliases)),
            mechanism=trap.mechanism if trap else None,
            published=trap.published if trap else True,
            rules=tuple(rule.text for rule in rules),
            cells=tuple(_cell(run, of_case[head.id].get(run.row), bool(rules), words) for run in runs),
            figure=named.get(intent),
            board=board.get(intent),
        )


def _cell(run: RunHead, reading: Reading | None, looked: bool, words: Words) -> TrapCell:
    """`looked`: a rule says what the trap forbids; without one the check says nothing of it."""
    if reading is None:
        return TrapCell(run=run.name, transcript=None)
    said = words.of(reading.transcript)
    outcomes = {voice.says for voice in said}
    agreed = outcomes.pop() if len(outcomes) == 1 else None
    ruled = reading.decided is not None
    reasons = [words.ruled.get(reading.transcript, "")] if ruled else [voice.reason for voice in said]
    return TrapCell(
        run=run.name,
        transcript=reading.transcript,
        machine=_outcome("fell" if reading.forbidden else "held") if looked else None,
        outcome=_outcome(reading.decided or agreed),
        verdict=reading.verdict,
        adjudicated=ruled,
        disagrees=reading.open if looked else len({(voice.says, voice.verdict) for voice in said}) > 1 and not ruled,
        reviewers=len(said),
        reason=" / ".join(dict.fromkeys(reason for reason in reasons if reason)),
    )


def _outcome(word: str | None) -> Literal["held", "fell"] | None:
    return "held" if word == "held" else "fell" if word == "fell" else None
