"""How much was read, by receipts: the rows, and the one sentence that may be printed."""

from __future__ import annotations

from reviewer.dossier.coverage import coverage
from reviewer.model.dossier import TranscriptEntry
from reviewer.review.coverage import Progress, Seen, Work

RECEIPT = Seen(read=4, needed=4)
PART = Seen(read=1, needed=4)


def entry(name: str, run: str = "r1", case_class: str | None = "trap") -> TranscriptEntry:
    """A transcript that counts."""
    return TranscriptEntry(
        id=name,
        run=run,
        case=name,
        case_class=case_class,
        intent="i",
        status="complete",
        synthetic=True,
        messages=4,
        seal="k2:0",
    )


def progress(name: str, **work: Work) -> Progress:
    """Who did what with it."""
    return Progress(name, "trap", work)


def test_rows_by_run_and_class_and_the_sentence() -> None:
    """In the order of the transcripts; the frame names those that somebody opened, by why they were queued."""
    entries = [entry("a"), entry("b"), entry("c", case_class=None), entry("d", "r2")]
    done = {
        "a": progress("a", Ines=Work(RECEIPT, "done", judged=True)),
        "b": progress("b", Ines=Work(PART), Noor=Work(None, "skimmed")),
        "c": progress("c"),
        "d": progress("d", Noor=Work(RECEIPT, "clean")),
    }
    found = coverage(entries, done, {"a": "2 of 4 (queue first)", "d": "2 of 4 (queue first)"}, single_reader=True)
    assert [(row.run, row.case_class, row.transcripts, row.read) for row in found.rows] == [
        ("r1", "trap", 2, 1),
        ("r1", "", 1, 0),
        ("r2", "trap", 1, 1),
    ]
    assert found.rows[0].skimmed == 1
    assert found.measured
    assert found.readers == ("Ines", "Noor")
    assert found.frame == "2 from 2 of 4 (queue first); 1 from no queue"
    assert found.sentence.startswith("Not reviewed message by message: 2 of 4 transcripts were displayed in full")
    assert "Frame: 2 from 2 of 4 (queue first); 2 from no queue." in found.sentence
    assert found.single_reader


def test_marks_alone_measure_nothing() -> None:
    """Somebody said that they read it; no receipt says so."""
    found = coverage([entry("a")], {"a": progress("a", Ines=Work(None, "clean", judged=True))}, {})
    assert not found.measured
    assert found.sentence == (
        "Not measured: there are no read receipts for this transcript. By their marks alone: 1 skimmed."
    )
    assert (found.rows[0].skimmed, found.readers) == (1, ())


def test_nothing_at_all() -> None:
    """Neither receipts nor marks."""
    found = coverage([entry("a"), entry("b")], {"a": progress("a"), "b": progress("b")}, {})
    assert found.sentence == "Not measured: there are no read receipts for any of these 2 transcripts."


def test_all_of_it() -> None:
    """Then the page may say so."""
    found = coverage([entry("a")], {"a": progress("a", Ines=Work(RECEIPT, "clean"))}, {})
    assert found.sentence.startswith("Reviewed message by message: 1 of 1 transcripts were displayed in full to one")
