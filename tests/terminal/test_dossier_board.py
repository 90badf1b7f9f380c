"""The dossier and the board in a real pty, with hostile text in every word that an edition, a claim or a name holds."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.dossier import Dossier
from reviewer.operations import dossiers, dossiers_claims
from reviewer.operations.dossiers_states import Named, append
from reviewer.review import publishing
from reviewer.store import dossiers as store_of
from reviewer.store import transcripts
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.dossiers import Edition
from reviewer.text.hashing import fingerprint, named
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.terminal.conftest import SCREENS as LAUNCH
from tests.terminal.harness import ANSWERS, Check, Terminal, strays
from tests.terminal.hostile import PAYLOADS

WORDS = frozenset(
    "label title definition shown note reason sentence frame text source memo mechanism written quote page aggregator"
    " over correct reviewer method of icon vendor tier what old new author hash frozen_at".split()
)
"""What in a dossier is words and no name that something else is found by."""

CLAIMS = """+++
model = "{model}"
+++
## Verdict

It never falls in 99 of 3 cases {text}. It fell {{{{fig:nothing.of.the.kind}}}}.

## Bottom line

{lines}
"""


def hostile(value: Any, texts: Iterator[str], word: bool = False) -> Any:
    """The same with a payload behind each of its words."""
    if isinstance(value, dict):
        return {key: hostile(one, texts, key in WORDS) for key, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, texts, word or (isinstance(one, str) and " " in one)) for one in value]
    return f"{value} {next(texts)}" if word and isinstance(value, str) else value


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Named]:
    """A frozen edition of the model that the library begins with, and a claims file, full of payloads. Only read it."""
    folder = tmp_path_factory.mktemp("edition")
    db = folder / "study.db"
    made.make(db)
    made.find(db)
    texts = cycle(text.encode("utf-8", "replace").decode().replace("\0", "") for text in PAYLOADS.values())
    with closing(open_reading(db)) as reader:
        row = transcripts.rows(reader, transcripts.keys(reader)[:1])[0]
        of = Named(row.suite, row.model)
        plain = dossiers.build(reader, of.model, suite=of.suite)
    place = folder / dossiers_claims.default_place(of.model)
    place.parent.mkdir()
    lines = "\n".join(f"- all of it {text}".replace("\n", " ") for text in PAYLOADS.values())
    claims = CLAIMS.format(model=of.model, text=next(texts), lines=lines).encode("utf-8", "replace").decode()
    place.write_text(claims, "utf-8")
    with closing(open_reading(db)) as reader:
        file = dossiers_claims.read(reader, of, place)
        plain = dossiers.build(reader, of.model, suite=of.suite, claims=file)
    whole = hostile(plain.model_dump(mode="json"), texts)
    frozen = Dossier.model_validate({**whole, "state": "frozen", "edition": 1})
    text = dossiers.canonical(frozen)
    hash_ = named(fingerprint(text))
    with closing(open_writing(db)) as writer, transaction(writer):
        by = f"Ann {next(texts)}"
        store_of.keep(writer, Edition(of.suite, of.model, 1, hash_, "2026-01-01T00:00:00Z", by), claims, text)
        append(writer, publishing.FREEZE, of, {"edition": 1, "content": hash_}, f"because {next(texts)}", by)
    return lend(db), of


def shows(pattern: str) -> Check:
    """The screen shows what the pattern says."""
    return lambda text: re.search(pattern, text) is not None


@pytest.mark.long
@pytest.mark.parametrize("layer", ["bare", "guarded"])
def test_a_dossier_and_the_board(
    layer: str, edition: tuple[Path, Named], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part of it, page by page, with the evidence; the questions that it asks; then the board, chart by chart."""
    db, _ = edition
    monkeypatch.chdir(db.parent)
    copy = tmp_path / "study.db"
    copy.write_bytes(db.read_bytes())
    launch = [sys.executable, "-c", LAUNCH, layer, str(copy)]
    with Terminal(launch, size=(130, 60), answers=ANSWERS) as terminal:
        terminal.see("transcripts")
        terminal.type("D", shows(r"frozen as edition 1"))
        for part, words in (
            ("2", r"\[2 "),
            ("3", r"\[3 "),
            ("4", r"\[4 "),
            ("5", r"\[5 "),
            ("6", r"\[6 "),
            ("1", r"\[1 "),
        ):
            terminal.type(part, shows(words))
            for _ in range(3):
                terminal.press(" j")
            terminal.type("\t", shows(words))
            terminal.press(" ")
            terminal.type("\t", shows(words))
        terminal.type("v", "show them")
        terminal.type("y", lambda text: "hidden until" not in text)
        terminal.type("s", "open again")
        terminal.type("\x1b", lambda text: "open again" not in text)
        terminal.type("o", "The dossier of")
        terminal.type("\x1b", lambda text: "The dossier of" not in text)
        terminal.type("x", "Export, redacted")
        terminal.type("\r", "a folder, redacted")
        terminal.type("\x1b", lambda text: "a folder, redacted" not in text)
        terminal.type("\x1b", "reviewer  study.db")
        terminal.type("B", "counted here")
        for side in "2341":
            terminal.type(side, shows(rf"\[{side} "))
            terminal.press(" j")
        terminal.type("s", "Sort by")
        terminal.type("m", "by model")
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []


@pytest.mark.long
def test_a_hostile_model_on_the_board(screens: list[str], ids: dict[str, str]) -> None:
    """Suites and models with payloads in their names: chosen, counted, drawn, and a dossier of one."""
    assert ids
    with Terminal(screens, size=(130, 60), answers=ANSWERS) as terminal:
        terminal.see("transcripts")
        terminal.type("B", "The board of")
        terminal.type("1", "counted here")
        terminal.type("3", shows(r"\[3 "))
        terminal.type("\r", "claims")
        terminal.type("6", shows(r"\[6 "))
        output = terminal.finish()
    assert strays(output, PAYLOADS) == []
