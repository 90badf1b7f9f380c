"""How much of a dossier's transcripts was read, by receipts, and the one sentence that a page may print about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from reviewer.model.dossier import Coverage, CoverageRow, TranscriptEntry
from reviewer.review.coverage import PACE, Progress, sentence, tally

NOT_MEASURED = "Not measured: there are no read receipts for any of these {count:,} transcripts."
_OF_ONE = "Not measured: there are no read receipts for this transcript."


def coverage(
    transcripts: Sequence[TranscriptEntry],
    progress: Mapping[str, Progress],
    why: Mapping[str, str],
    *,
    single_reader: bool = False,
) -> Coverage:
    """Counted by run and class, in the order of the transcripts.

    `progress` is by transcript; `why` says what each of them was queued for, if it was.
    """
    grouped: dict[tuple[str, str], list[Progress]] = defaultdict(list)
    for one in transcripts:
        grouped[one.run, one.case_class or ""].append(progress[one.id])
    rows = []
    for (run, case_class), found in grouped.items():
        count = tally(found)
        rows.append(
            CoverageRow(
                run=run,
                case_class=case_class,
                transcripts=count.transcripts,
                read=count.read,
                skimmed=count.skimmed,
                skipped=count.skipped,
                begun=count.begun,
                unread=count.unread,
                findings=count.findings,
                outcomes_missing=count.outcomes_missing,
            )
        )
    every = [progress[one.id] for one in transcripts]
    measured = any(work.seen is not None for one in every for work in one.work.values())
    touched = [one.id for one in transcripts if progress[one.id].reading != "unread"]
    return Coverage(
        measured=measured,
        pace=PACE,
        readers=tuple(sorted({name for one in every for name in one.readers})),
        rows=tuple(rows),
        frame=frame(touched, why),
        sentence=_sentence(every, why) if measured else _not_measured(every),
        single_reader=single_reader,
    )


def frame(transcripts: Sequence[str], why: Mapping[str, str]) -> str:
    """Why these were opened, in words: `12 from a random 24 of 486 (queue first); 3 from no queue`."""
    counts = Counter(why.get(one, "") for one in transcripts)
    return "; ".join(f"{number:,} from {reason or 'no queue'}" for reason, number in counts.most_common())


def _sentence(every: Sequence[Progress], why: Mapping[str, str]) -> str:
    return sentence(every, dict(Counter(why.get(one.transcript, "") for one in every).most_common()))


def _not_measured(every: Sequence[Progress]) -> str:
    """That there are no receipts; and what was marked all the same, which shows that somebody was there."""
    count = tally(every)
    said = _OF_ONE if count.transcripts == 1 else NOT_MEASURED.format(count=count.transcripts)
    marked = [f"{number:,} {how}" for how, number in (("skimmed", count.skimmed), ("skipped", count.skipped)) if number]
    return f"{said} By their marks alone: {', '.join(marked)}." if marked else said
