"""The dossier screen: its parts, the way to the evidence and back, the claims file, the state, and the export."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reviewer.cli.screens import open_
from reviewer.errors import Interrupted, UsageError
from reviewer.operations import dossiers_states, settings
from reviewer.operations.dossiers_opened import opened as read
from reviewer.operations.dossiers_states import Named
from reviewer.operations.publish import Progress, Written
from reviewer.store.connection import open_reading
from reviewer.tui import export_dialog
from reviewer.tui.app import ReviewerApp
from reviewer.tui.dossier import DossierScreen
from reviewer.tui.dossier_parts import PARTS
from reviewer.tui.export_dialog import ExportDialog, Job
from reviewer.tui.review.editor import edit
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.dossier_lists import Claims, Figures, Standing
from reviewer.tui.widgets.evidence import Evidence
from reviewer.tui.widgets.trap_table import TrapTable
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL
from tests.tui.conftest import Opened, Until

Snapshot = Callable[[Pilot[None], str], None]

CLAIMS = """+++
model = "mimo-v2.5-pro"
single-reader = true
+++
## Verdict

It fell {{fig:unsafe.median of}} in the middle of its runs. It never falls.

## Tool usage and grounding

It gave a window that no tool gave it CITED.

## Bottom line

It handed over {{fig:escalation_accuracy.pooled}} of what it should have.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-written conversations with a finding on one. Shared: copy it."""
    db = tmp_path_factory.mktemp("dossier") / "study.db"
    made.make(db)
    made.find(db)
    return lend(db)


@pytest.fixture
def db(study: Path, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own copy, with Ann at the keyboard, in a folder with a claims file."""
    assert own_home.is_dir()
    settings.write(reviewer="Ann")
    (tmp_path / "dossiers").mkdir()
    monkeypatch.chdir(tmp_path)
    copy = Path(shutil.copy(study, tmp_path / "study.db"))
    with closing(open_reading(copy)) as connection:
        dossier = read(connection, Named("northline", MODEL), "Ann").dossier
    assert dossier is not None
    (tmp_path / "dossiers" / f"{MODEL}.md").write_text(CLAIMS.replace("CITED", dossier.citations[0].written))
    return copy


def screen(pilot: Pilot[None]) -> DossierScreen:
    """The dossier, wherever it lies in the stack."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, DossierScreen))


def title(pilot: Pilot[None]) -> str:
    """What its first line says."""
    return screen(pilot).query_one("#dossier-title", Bar).text


async def go(pilot: Pilot[None], until: Until, *keys: str) -> DossierScreen:
    """To the dossier of the model under the cursor, and on."""
    pilot.app.open_dossier("", MODEL)  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and screen(pilot).shown is not None)
    await pilot.press(*keys)
    await pilot.pause()
    return screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_how_it_looks(
    db: Path,
    size: tuple[int, int],
    opened: Opened,
    until: Until,
    snapshot: Snapshot,
    lines: Callable[[Pilot[None]], str],
) -> None:
    """Each part, with what stands behind its row; what the check says of a trap waits for one's own verdict."""
    async with opened(db, size) as pilot:
        await go(pilot, until)
        for number, part in enumerate(PARTS, 1):
            await pilot.press(str(number))
            await pilot.pause()
            if part == "standing":
                assert "nobody has said anything else" in lines(pilot)
            elif size[0] == 120 or part in ("claims", "traps"):
                snapshot(pilot, f"dossier-{part}-{size[0]}")


async def test_from_the_library(db: Path, opened: Opened, until: Until) -> None:
    """One key, for the model under the cursor, and back."""
    async with opened(db) as pilot:
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen))
        row = pilot.app.library._table.chosen  # type: ignore[attr-defined]
        assert screen(pilot).of == (row.suite, row.model)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is pilot.app.library)  # type: ignore[attr-defined]


async def test_it_can_be_opened_at_once(db: Path, until: Until) -> None:
    """`reviewer open --dossier`; with a transcript it is one or the other."""
    app = ReviewerApp(db, dossier=MODEL)
    try:
        async with app.run_test() as pilot:
            await until(pilot, lambda: isinstance(app.screen, DossierScreen) and app.screen.shown is not None)
    finally:
        app.close_store()
    assert "--dossier" in {name for option in open_.params for name in option.opts}


async def test_claims_lead_to_their_evidence(db: Path, opened: Opened, until: Until) -> None:
    """From a citation to its words and back to the claim; from a quoted figure to it, and to a transcript behind it."""
    async with opened(db) as pilot:
        shown = await go(pilot, until)
        claims, evidence = shown.query_one(Claims), shown.query_one(Evidence)
        at = next(n for n, one in enumerate(claims.items) if getattr(one, "citations", ()))
        claims.move_to(at)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        finding = shown.shown.dossier.findings[0]  # type: ignore[union-attr]
        assert pilot.app.screen.row.id == finding.transcript  # type: ignore[attr-defined]
        await pilot.press("q", "q")  # from the words that were found, and from the transcript
        await until(pilot, lambda: pilot.app.screen is shown)
        assert claims.cursor == at
        claims.move_to(2)
        await pilot.press("tab")
        await until(pilot, lambda: evidence.has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: shown.part == "figures")
        figure = shown.query_one(Figures).chosen
        assert figure is not None
        assert figure.name == "unsafe_actions.median"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))


async def test_back_along_the_way(db: Path, opened: Opened, until: Until) -> None:
    """From a figure to the claim that it was opened from, at the same line; then to the library. A part that one turns
    to oneself has no way behind it."""
    async with opened(db) as pilot:
        shown = await go(pilot, until)
        claims, evidence = shown.query_one(Claims), shown.query_one(Evidence)
        at = next(n for n, one in enumerate(claims.items) if getattr(one, "figures", ()))
        claims.move_to(at)
        await pilot.press("tab")
        await until(pilot, lambda: evidence.has_focus)
        line = evidence.cursor
        await pilot.press("enter")
        await until(pilot, lambda: shown.part == "figures")
        await pilot.press("tab", "G", "enter")  # the claim that quotes it
        await until(pilot, lambda: shown.part == "claims")
        await pilot.press("down", "escape")
        await until(pilot, lambda: shown.part == "figures" and evidence.has_focus)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: shown.part == "claims" and evidence.has_focus)
        await pilot.pause()
        assert (claims.cursor, evidence.cursor) == (at, line)
        await pilot.press("enter", "3", "escape")
        await until(pilot, lambda: pilot.app.screen is pilot.app.library)  # type: ignore[attr-defined]


async def test_marks(db: Path, opened: Opened, until: Until) -> None:
    """What the linter says stands at the claim and in the title; one key goes from mark to mark."""
    async with opened(db) as pilot:
        shown = await go(pilot, until, "3", "n")
        assert "1 error, " in title(pilot)
        claim = shown.query_one(Claims).chosen
        assert "never" in getattr(claim, "source", "")
        assert "never" in shown.query_one(Evidence).text


async def test_a_trap_waits_for_ones_verdict(db: Path, opened: Opened, until: Until) -> None:
    """Hidden, until it is asked for; then later verdicts say so, and Enter leads to where the check saw it fall."""
    async with opened(db) as pilot:
        shown = await go(pilot, until, "2", "slash", *"unsafe_actions.pooled", "enter")
        assert "behind it" in shown.query_one(Evidence).text
        assert "in the numerator" not in shown.query_one(Evidence).text
        await pilot.press("3")
        table = shown.query_one(TrapTable)
        waiting = shown.opened.waiting  # type: ignore[union-attr]
        assert waiting
        assert "hidden" in shown.query_one(Evidence).text
        assert "the check" not in shown.query_one(Evidence).text
        await pilot.press("v", "y")
        await until(pilot, lambda: not shown.opened.waiting)  # type: ignore[union-attr]
        assert waiting <= pilot.app.sitting.revealed  # type: ignore[attr-defined]
        await pilot.press("2", "slash", *"unsafe_actions.pooled", "enter")
        assert "in the numerator" in shown.query_one(Evidence).text
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        fallen = {c.transcript for one in shown.shown.dossier.traps for c in one.cells if c.machine == "fell"}  # type: ignore[union-attr]
        assert pilot.app.screen.row.id in fallen  # type: ignore[attr-defined]
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is shown)
        await pilot.press("3")
        fell = next(
            (row, column)
            for row, trap in enumerate(table.items)
            for column, cell in enumerate(trap.cells)
            if cell.machine == "fell"
        )
        table.move_to(fell[0])
        await pilot.press(*["right"] * fell[1])
        assert "the check: fell" in shown.query_one(Evidence).text
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        assert pilot.app.screen.row.id == table.items[fell[0]].cells[fell[1]].transcript  # type: ignore[attr-defined]


async def test_figures_by_name(db: Path, opened: Opened, until: Until) -> None:
    """Words narrow the list as they are typed."""
    async with opened(db) as pilot:
        shown = await go(pilot, until, "slash", *"unsafe", "space", *"median", "enter")
        figures = shown.query_one(Figures)
        said = [f"{one.name} {one.title}" for one in figures.items]
        assert 0 < len(said) < len(shown.shown.dossier.figures)  # type: ignore[union-attr]
        assert [one for one in said if "unsafe" not in one or "median" not in one] == []
        assert figures.has_focus


async def test_the_claims_are_edited(
    db: Path, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In one's own editor; afterwards it is built again. Where there is no file, a draft is begun."""
    monkeypatch.setattr(ReviewerApp, "suspend", lambda _self: nullcontext())
    monkeypatch.setenv("EDITOR", "sed -i s/never/seldom/")
    place = tmp_path / "dossiers" / f"{MODEL}.md"
    async with opened(db) as pilot:
        shown = await go(pilot, until, "e")
        await until(pilot, lambda: any("seldom" in one.text for one in shown.shown.dossier.claims))  # type: ignore[union-attr]
        place.unlink()
        await pilot.press("R")
        await until(pilot, lambda: not shown.opened.written)  # type: ignore[union-attr]
        await pilot.press("e")
        await until(pilot, lambda: shown.opened.draft)  # type: ignore[union-attr]
        assert "claims are a draft" in title(pilot)


def test_an_editor_that_knows_lines_begins_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`+N` for those that take it, nothing for others."""
    told = tmp_path / "told"
    for name in ("nano", "other"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(program))
        assert edit(tmp_path / "claims.md", 12)
    assert told.read_text().split() == ["+12", str(tmp_path / "claims.md"), str(tmp_path / "claims.md")]
    monkeypatch.setenv("EDITOR", str(tmp_path / "not there"))
    assert not edit(tmp_path / "claims.md")


async def test_the_state_changes_with_a_reason(db: Path, opened: Opened, until: Until) -> None:
    """It is said once it is on the disk; without a reason, and where something stands in the way, nothing is."""
    of = Named("northline", MODEL)

    def state() -> str:
        with closing(open_reading(db)) as connection:
            return dossiers_states.standing(connection, of).state

    async with opened(db) as pilot:
        shown = await go(pilot, until, "s", "r", "enter")
        assert state() == "draft"
        await pilot.press(*"read it all", "enter")  # the question stays until it has its reason
        await until(pilot, lambda: "in review" in title(pilot))
        assert state() == "in review"
        await pilot.press("s", "f", *"now", "enter")
        await until(pilot, lambda: any("NOT SAVED" in one.message for one in pilot.app._notifications))
        assert state() == "in review"
        (Path("dossiers") / f"{MODEL}.md").write_text(f'+++\nmodel = "{MODEL}"\nsingle-reader = true\n+++\n')
        for key, after in (("a", "adjudicated"), ("f", "frozen as edition 1")):
            await pilot.press("s", key)
            await pilot.pause()
            await pilot.press("ctrl+u", *"because", "enter")
            await until(pilot, lambda after=after: after in title(pilot))  # type: ignore[misc]
        await pilot.press("e")
        await pilot.pause()
        assert any("s opens it again" in one.message for one in pilot.app._notifications)
        await until(pilot, lambda: any("nothing has changed" in one.text for one in shown._changes))


async def test_an_export(db: Path, opened: Opened, until: Until, tmp_path: Path) -> None:
    """A kind, a place, and what was written; what is there already is replaced only when that is asked for."""
    async with opened(db) as pilot:
        await go(pilot, until, "x")
        at = [option.name for option in export_dialog.kinds()].index("figures csv")
        await pilot.press(*["j"] * at, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        place = Path(pilot.app.screen.query_one("#export-path", Input).value)
        state = pilot.app.screen.query_one("#export-state", Bar)
        place.write_text("mine")
        await pilot.press("enter")
        await until(pilot, lambda: "✓" not in state.text and str(place) in state.text)
        assert place.read_text() == "mine"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "✓ 1 file" in state.text)
        assert "unsafe_actions.median" in (tmp_path / place).read_text()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen))


async def test_claims_with_errors_are_printed_when_asked_for(
    db: Path, opened: Opened, until: Until, snapshot: Snapshot, tmp_path: Path
) -> None:
    """The dialog says that there are some, and what to press; without it the export is refused."""
    async with opened(db) as pilot:
        await go(pilot, until, "x")
        at = [option.name for option in export_dialog.kinds()].index("dossier json")
        await pilot.press(*["j"] * at, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        about, state, hint = (pilot.app.screen.query_one(f"#export-{name}", Bar) for name in ("about", "state", "hint"))
        assert "the claims have an error: it is refused" in about.text
        assert "^E print those with errors too" in hint.text
        snapshot(pilot, "export-errors")
        place = tmp_path / pilot.app.screen.query_one("#export-path", Input).value
        await pilot.press("enter")
        await until(pilot, lambda: "the claims have an error, such as" in state.text)
        assert not place.exists()
        await pilot.press("ctrl+e")
        assert "claims with errors are printed, and the page says so" in about.text
        await pilot.press("enter")
        await until(pilot, lambda: "✓ 1 file" in state.text)
        assert json.loads(place.read_text())["unproven"] == 1


async def test_an_export_is_stopped(demo_db: Path, opened: Opened, until: Until) -> None:
    """Esc stops it where it is, and says that nothing was written; a second one closes."""
    begun, quiet = Event(), Event()

    def slow(_out: Path, force: bool, progress: Progress) -> Written:
        assert not force
        while progress("reading", 3, 12):
            begun.set()
            quiet.wait(0.02)
        raise Interrupted("stopped")

    async with opened(demo_db) as pilot:
        pilot.app.push_screen(ExportDialog(Job("A report", "a folder", "report", slow)))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, begun.is_set)
        state = pilot.app.screen.query_one("#export-state", Bar)
        await until(pilot, lambda: "3 of 12" in state.text)
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was written" in state.text)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ExportDialog))


async def test_what_cannot_be_built_says_why(
    db: Path, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen stays, with the reason; so does the program."""

    def refuse(*_: object, **__: object) -> None:
        raise UsageError("facts of other rules \x1b[31m")

    monkeypatch.setattr("reviewer.operations.dossiers_opened.dossiers.build", refuse)
    async with opened(db) as pilot:
        pilot.app.open_dossier("", MODEL)  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and screen(pilot).opened is not None)
        assert "facts of other rules" in screen(pilot).query_one("#dossier-coverage", Bar).text
        await pilot.press("6")
        assert "facts of other rules" in screen(pilot).query_one("#standing", Standing).items[2].text


async def test_another_model(db: Path, opened: Opened, until: Until) -> None:
    """Chosen from all, each with its state."""
    async with opened(db) as pilot:
        await go(pilot, until, "o", "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and screen(pilot).of.model != MODEL)
