"""What the page says of its own accord, so that nobody takes one number for another."""

from __future__ import annotations

import re

import pytest

from reviewer.export.report import comparing, glance, opening, prose
from reviewer.export.report.appendix import appendix
from reviewer.export.report.blocks import Note, Table
from reviewer.export.report.lookup import Lookup
from reviewer.model.dossier import ClaimEntry, Coverage, CoverageRow, Dossier, Interval, UseCaseRow, UseCases
from tests.export.sample import RUNS, figure, sample


def changed(**changes: object) -> Dossier:
    """The sample, but for these."""
    return sample().model_copy(update=changes)


def test_a_row_that_is_called_like_a_class_says_what_it_leaves_out() -> None:
    """Beside a row's rate stands that of the whole class, and where the rest of it is."""
    one = sample()
    asked = next(entry for entry in one.transcripts if entry.case_class == "trap")
    cases = [asked.model_copy(update={"id": f"m{intent}", "case_class": "must-escalate", "intent": intent})
             for intent in ("tracking", "promo", "address")]  # fmt: skip
    names = ("escalation_accuracy.tracking.pooled",) * 3
    rows = (
        UseCaseRow(
            cluster="Must-escalate", intents=("tracking", "address"), cells={"escalation_accuracy": names}
        ),
        UseCaseRow(cluster="vouchers", intents=("promo",)),
    )  # fmt: skip
    asked_for = [figure("escalation_accuracy", "pooled", 2, 3, scope={"intent": "tracking"})]
    kept = [entry for entry in one.figures if entry.scope.get("intent") != "reroute"]
    lookup = Lookup(
        changed(
            transcripts=(*one.transcripts, *cases),
            use_cases=UseCases(scheme="s", rows=rows),
            figures=(*kept, *asked_for),
            suite=one.suite.model_copy(update={"cases": {"must-escalate": 3}}),
        ),
        "html",
    )
    blocks = list(glance.use_cases(lookup))
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.rows[0].cells[0].note == "where is it, address | change; without promo"
    assert table.rows[1].cells[0].note == "promo"
    cell = table.rows[0].cells[1]
    assert (cell.text, cell.note, cell.within) == ("66.7%", "2 of 3", "[51.7–81.7%]")
    (note,) = [block.text for block in blocks if isinstance(block, Note)]
    assert note == (
        "Must-escalate is not all of the must-escalate cases: it leaves out promo, which stands under vouchers. "
        "Over the whole class escalation accuracy is 66.7% (2 of 3 · median of 3 runs)."
    )


def test_a_whole_class_needs_no_note() -> None:
    """Nor does a row that no class is called like."""
    assert not [block for block in glance.use_cases(Lookup(sample(), "html"))
                if isinstance(block, Note) and "is not all of" in block.text]  # fmt: skip


def test_what_was_marked_without_receipts_is_in_a_table() -> None:
    """The sentence says both; a table of nothing but unread transcripts is none."""
    said = "Not measured: there are no read receipts for any of these 3 transcripts. By their marks alone: 2 skimmed."
    for skimmed in (2, 0):
        row = CoverageRow(run=RUNS[0], case_class="trap", transcripts=3, skimmed=skimmed, unread=3 - skimmed)
        lookup = Lookup(
            changed(coverage=Coverage(measured=False, pace=5, rows=(row,), sentence=said, frame="2 from no queue")),
            "html",
        )
        blocks = list(opening.method(lookup))
        captions = [block.caption for block in blocks if isinstance(block, Table)]
        assert ("What was read, by marks alone: there are no receipts" in captions) is (skimmed > 0)
        assert f"{said} Frame: 2 from no queue." in " ".join(block.text for block in blocks if isinstance(block, Note))
        assert re.search("2 skimmed", str(list(opening.header(lookup))))


def test_comparisons_stand_once_with_what_their_tests_ask() -> None:
    """An interval without 0 can stand beside a p of 0.5; one explanation says why, below the one table."""
    blocks = list(comparing.comparison(Lookup(sample(), "html")))
    assert [block.text for block in blocks if isinstance(block, Note)].count(comparing.TWO_QUESTIONS) == 1
    assert sample().comparisons[0].sentence not in str(blocks)
    plain = [one.model_copy(update={"mcnemar": None, "adjusted": None}) for one in sample().comparisons]
    assert comparing.TWO_QUESTIONS not in str(list(comparing.comparison(Lookup(changed(comparisons=plain), "html"))))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("unsupported", "It resolves 91% of them."),
        ("unsupported", "It is better than the others."),
        ("unsupported", "It never sends without proof."),
        ("opinion", "It is warm, and it believes what it is told."),
        ("opinion", "We think that 3 of 18 is too much."),
        ("opinion", "An agent that would do well with a person wherever it asks for one."),
        ("unsupported", "Not one order was refunded wrongly."),
        ("", "How fast it answers is not known, so this report makes no latency claims."),
        ("", "The transcripts are synthetic."),
        ("", "A figure is the median of the runs unless its sentence says otherwise; an interval is at 95%."),
    ],
)
def test_an_opinion_is_what_its_author_calls_one(tag: str, text: str) -> None:
    """Or what holds nothing that can be counted; a number that nothing bears is unsupported."""
    claim = ClaimEntry(id="c-1", section="traits", text=text, source=text, support="opinion")
    assert prose.said(Lookup(sample(), "html"), claim).tag == tag
    proven = claim.model_copy(update={"support": "computed"})
    assert prose.said(Lookup(sample(), "html"), proven).tag == ""


def test_a_run_of_an_earlier_edition_is_explained() -> None:
    """Once, beneath the runs; a page whose runs are all new does not speak of it."""
    for again, said in ((1, "1 run stood"), (len(RUNS), "All runs stood"), (0, "")):
        runs = [run.model_copy(update={"reused": place < again}) for place, run in enumerate(sample().runs)]
        told = str(list(opening.method(Lookup(changed(runs=runs), "html"))))
        assert (f"{said} in an earlier edition too, not run again" in told) is bool(said)
        assert told.count("'in an earlier edition too'") == again


def test_how_intervals_were_drawn_is_told() -> None:
    """The number of draws, and where the seed of each stands; nothing of either where none was drawn."""

    def told(interval: Interval) -> str:
        whole = changed(figures=(sample().figures[0].model_copy(update={"interval": interval}),))
        notes = [
            one.text for part in appendix(Lookup(whole, "html"), ()) for one in part.blocks if isinstance(one, Note)
        ]
        (how,) = (note for note in notes if note.startswith("How intervals were made: "))
        return how

    drawn = Interval(low=0, high=1, level=0.95, method="cluster bootstrap", seed=7, draws=10_000)
    assert told(drawn).endswith("Sampled ones have 10,000 draws, each its own seed in dossier.json.")
    assert "draws" not in told(drawn.model_copy(update={"seed": None, "draws": None}))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[1] stands in it", "“{}”[1] stands in it"),
        ("It is promised: [1] stands in it.", "It is promised: “{}”[1] stands in it."),
        ("It says [1] and [1].", "It says “{}”[1] and “{}”[1]."),
        ("It promises days [1], and never asks.", "It promises days[1], and never asks."),
    ],
)
def test_a_sentence_keeps_the_words_that_it_says(text: str, printed: str) -> None:
    """Where a quote is what it speaks of; elsewhere its number is enough."""
    said = {"text": text, "support": "cited", "figures": (), "citations": ("q-days",)}
    entry = sample().claims[0].model_copy(update=said)
    lookup = Lookup(changed(claims=(entry,)), ".html")
    pieces = prose.said(lookup, entry).pieces
    words = "".join(one if isinstance(one, str) else f"[{one.number}]" for one in pieces)
    assert words == printed.replace("{}", lookup.citations["q-days"].quote)
