"""The report as HTML: a folder that works by itself, whatever stands in its dossier."""

from __future__ import annotations

import ast
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest

from reviewer.export.report.html import html
from reviewer.model.dossier import Conversation, Coverage, Dossier
from reviewer.model.sections import SECTIONS
from tests.export.hostile import TEXTS, hostile_left
from tests.export.page import Page
from tests.export.sample import RUNS, conversations, hostile, sample

Folder = dict[str, str]


def folder(dossier: Dossier, *bundled: Conversation) -> Folder:
    """The files of a report."""
    return {name: data.decode("utf-8") for name, data in html(dossier, bundled, files=[("dossier.json", "all of it")])}


@pytest.fixture(scope="module")
def made() -> Folder:
    """The sample's folder."""
    return folder(sample(), *conversations())


@pytest.fixture(scope="module")
def index(made: Folder) -> Page:
    """Its report."""
    return Page(made["index.html"])


def check(made: Folder) -> None:
    """Every page is well-formed, holds nothing raw, loads and runs nothing, and leads nowhere but within the folder."""
    pages = {name: Page(text) for name, text in made.items()}
    for name, page in pages.items():
        assert not hostile_left(made[name]), name
        assert set(page.labelled) <= page.ids
        for href in page.hrefs:
            path, _, place = href.partition("#")
            target = str(PurePosixPath(name).parent / path) if path else name
            target = re.sub(r"(^|/)[^/]+/\.\./", r"\1", target)
            assert target in pages or target == "dossier.json", f"{name} leads to {href}"
            assert not place or place in pages[target].ids, f"{name} leads to {href}"


def test_it_stands_by_itself(made: Folder) -> None:
    """Links resolve, ids are unique, nothing is loaded; the style sheet is the one that the policy allows."""
    check(made)
    assert list(made)[-1] == "index.html"
    assert set(made) == {"t/taw.html", "t/ticket.html", "index.html"}
    for text in made.values():
        (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = Page(text).meta["Content-Security-Policy"]
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert not re.search(r"url\(|@import|@font-face|https?:", style)


def test_a_strict_parser_has_no_complaint(made: Folder) -> None:
    """The rules of HTML themselves, by another parser."""
    parser = pytest.importorskip("html5lib").HTMLParser(strict=True)
    for text in made.values():
        parser.parse(text)


def test_all_sections_in_the_order_of_the_page(made: Folder, index: Page) -> None:
    """Each with its heading and its permalink."""
    places = [made["index.html"].index(f'<section id="{one.id}"') for one in SECTIONS]
    assert places == sorted(places)
    assert {one.id for one in SECTIONS} <= index.ids
    assert index.heads[0] == "h1"
    assert index.heads.count("h1") == 1


def test_claims_rows_and_quotations_have_permalinks(made: Folder, index: Page) -> None:
    """So do messages, on the pages of their transcripts."""
    assert {claim.id for claim in sample().claims} <= index.ids
    assert {"trap-worn_bag", "trap-shipped_cancel", "trap-loud_threat", "q-days", "q-away"} <= index.ids
    assert {f"m{number}" for number in range(1, 7)} | {"m5-c1"} <= Page(made["t/taw.html"]).ids


def test_nothing_that_was_written_is_left_out() -> None:
    """A claim has its place in whichever section it was written, and so has each finding."""
    whole = sample()
    claims = tuple(whole.claims[0].model_copy(update={"id": f"c-in-{one.id}", "section": one.id}) for one in SECTIONS)
    sections = tuple(old.model_copy(update={"claims": (*old.claims, f"c-in-{old.id}")}) for old in whole.sections)
    made = folder(whole.model_copy(update={"claims": (*whole.claims, *claims), "sections": sections}), *conversations())
    check(made)
    ids = Page(made["index.html"]).ids
    assert {one.id for one in (*claims, *whole.claims)} <= ids
    assert {f"finding-{one.id}" for one in whole.findings} <= ids


def test_a_quotation_is_marked_in_its_message_with_the_result_beside_it(made: Folder) -> None:
    """And on the transcript's page, which leads back."""
    report, transcript = made["index.html"], made["t/taw.html"]
    start = report.index('id="q-days"')
    shown = report[start : report.index("</figure>", start)]
    assert "It arrives in <mark>5–10 business days</mark>. No photo" in shown
    assert "2026-05-02" in shown
    assert 'href="t/taw.html#m5"' in shown
    assert "<mark>5–10 business days</mark>" in transcript
    assert 'href="../index.html#q-days"' in transcript


def test_every_picture_says_what_it_shows(made: Folder) -> None:
    """In a title; and who cannot see it has the same in words."""
    pictures = re.findall(r"<svg.*?</svg>", made["index.html"], re.DOTALL)
    assert len(pictures) > 30
    for picture in pictures:
        assert re.search(r"<title>[^<]+</title>", picture)
        assert 'aria-hidden="true"' in picture or 'role="img" aria-label="' in picture


def test_what_is_said_of_a_use_case_stands_in_its_row(made: Folder) -> None:
    """The claim that the row names, and those under its label; the section's others stand below the table."""
    section = made["index.html"].partition('<section id="use-cases"')[2].partition("</section>")[0]
    table, _, below = section.partition("</table>")
    assert 'id="c-read"' in table
    assert 'id="c-under"' in table.partition("Cancels")[2]
    assert 'id="c-beside"' in below


def test_tables_have_captions_and_scopes(index: Page, made: Folder) -> None:
    """For whoever has them read aloud."""
    text = made["index.html"]
    assert text.count("<table>") == text.count("<caption ") > 10
    assert '<th scope="col"' in text
    assert '<th scope="row">' in text
    assert not re.search(r"<th(?! scope)[ >]", text.replace("<thead", ""))
    assert 'href="#main"' in text
    assert "main" in index.ids


def test_each_figure_has_its_denominator_and_its_interval(index: Page) -> None:
    """On the cards, where they are the largest."""
    assert "2 of 3 · median of 3 runs" in index.words
    assert "51.7–81.7% · 95% interval of the rate over all runs" in index.words
    assert "0.5–1.4 of 3" in index.words
    assert "gross: handed over or not; net of handover 83.3% (10 of 12 · median of 3 runs)" in index.words


def test_synthetic_stands_on_every_page() -> None:
    """In title and notice; a page of a recorded transcript of a dossier that is not synthetic has neither."""
    for name, text in folder(sample(), *conversations()).items():
        if name != "t/ticket.html":
            assert "(synthetic)</title>" in text, name
            assert "Synthetic:" in Page(text).words, name
    runs = tuple(run.model_copy(update={"synthetic": False}) for run in sample().runs)
    recorded = sample().model_copy(update={"synthetic": False, "runs": runs})
    assert "Synthetic:" not in Page(folder(recorded)["index.html"]).words


def bare(**changes: object) -> Dossier:
    """Nothing but what must be there."""
    given = sample().model_dump(include={"program", "made_at", "model", "suite"}) | {
        "state": "draft",
        "synthetic": False,
        "runs": (),
        "transcripts": (),
        "figures": (),
        "coverage": Coverage(measured=False, pace=6, sentence="Not measured: there are no read receipts."),
    }
    return Dossier.model_validate({**given, **changes})


def test_what_was_not_measured_is_said() -> None:
    """A dossier without figures, runs or claims is a page all the same."""
    made = folder(bare())
    check(made)
    words = Page(made["index.html"]).words
    assert words.count("not measured") >= 8
    assert "Not measured: there are no read receipts." in words
    assert "State: draft." in words


@pytest.mark.parametrize("count", [1, 2, 9])
def test_any_number_of_runs(count: int) -> None:
    """One run alone has no stability; nine share a column."""
    first = sample().runs[0]
    runs = tuple(
        first.model_copy(update={"id": f"run{place}", "index": place, "of": count}) for place in range(1, count + 1)
    )
    figures = [one for one in sample().figures if one.aggregator == "median"]
    for one in sample().figures:
        for run in runs if one.aggregator == "run" and one.scope.get("run_index") == 1 else ():
            scope = {**one.scope, "run": run.id, "run_index": run.index}
            figures.append(one.model_copy(update={"scope": scope, "name": f"{one.name}.{run.id}"}))
    made = folder(bare(runs=runs, figures=figures))
    check(made)
    words = Page(made["index.html"]).words
    assert ("how much it moves from run to run is not measured" in words) is (count == 1)
    assert ("9 runs, in their order" in words) is (count == 9)


def test_the_index_is_made_last_and_conversations_are_let_go() -> None:
    """Each is asked for only when the page of the one before is out."""
    asked: list[str] = []

    def one_by_one() -> Iterator[Conversation]:
        for one in (*conversations(), *conversations()):
            asked.append(one.id)
            yield one

    seen = [(name, list(asked)) for name, _ in html(sample(), one_by_one())]
    assert seen[0] == ("t/taw.html", ["taw"])
    assert seen[1] == ("t/ticket.html", ["taw", "ticket"])
    assert seen[2][0] == "index.html"
    assert len(seen) == 3


def test_equal_dossiers_are_equal_bytes(made: Folder) -> None:
    """No clock and no chance in it."""
    assert folder(sample(), *conversations()) == made


@pytest.mark.parametrize("start", [0, *(pytest.param(start, marks=pytest.mark.long) for start in (1, 2))])
def test_nothing_of_a_hostile_text_is_more_than_text(start: int) -> None:
    """In every field of a dossier and of its transcripts; every third of the texts, one behind the other."""
    text = "".join(TEXTS[start::3])
    data = hostile(sample().model_dump(mode="json"), text)
    talks = [Conversation.model_validate(hostile(one.model_dump(mode="json"), text)) for one in conversations()]
    made = folder(Dossier.model_validate(data), *talks)
    check(made)
    assert len(made) == 3


def test_no_room_of_the_exports_knows_what_is_private(root: Path) -> None:
    """A page cannot reach what it has no name for."""
    rooms = list((root / "reviewer" / "export").rglob("*.py"))
    assert len(rooms) > 10
    for room in rooms:
        for node in ast.walk(ast.parse(room.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            assert not [name for name in names if "private" in name.lower() or name.startswith("reviewer.store")], room


def test_runs_are_named_by_their_place(index: Page) -> None:
    """And by their ids where the page lists them."""
    for place, run in enumerate(RUNS, 1):
        assert f"{run} ({place} of 3)" in index.words
        assert f"Run\N{NO-BREAK SPACE}{place}" in index.words
