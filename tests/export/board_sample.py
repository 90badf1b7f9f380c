"""A small board for tests of pages: two counted models, some published ones, and whatever else a board can hold."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from reviewer.dossier.boards import Parts, board
from reviewer.dossier.boards_counted import Contender, contender
from reviewer.model.board import Board, FleetCoverage, FleetPattern, ModelCoverage, PatternShare, Source
from reviewer.model.dossier import ClaimEntry, Redaction, SuiteEntry
from reviewer.model.published import Published, published
from tests.dossier.made import gathered, reading, run

AT = "2026-11-21T12:00:00Z"


def sample(text: str = "One & two | three", *, model: str = "alpha", rows: int = 3) -> Board:
    """`text` stands wherever somebody else writes, `model` is one of the models."""
    share = PatternShare(model=model, findings=3, transcripts=2, read=9, counterexamples=1)
    made = board(
        Parts(
            suite=SuiteEntry(
                name="northline",
                title=text,
                version="2",
                hash="b2:00",
                max_turns=8,
                cases={"solvable": 12, "must-escalate": 8, "trap": 18},
                intents={"t0": text},
            ),
            contenders=[renamed(counted(), model), renamed(counted(), "kimi-k2.6")],
            made_at=AT,
            mechanisms={"t0": "belief"},
            published=pages(rows, text),
            source=Source(name=text, shipped=False, hash="b2:11", pages=(text,)),
            patterns=[FleetPattern(id="p", name=text, memo=text, scope="fleet", models=(share,))],
            coverage=FleetCoverage(
                measured=True,
                pace=5,
                readers=(text,),
                models=(ModelCoverage(model=model, transcripts=9, read=3, skimmed=1, skipped=1, begun=2, unread=2),),
                sentence=text,
            ),
            reads={model: claim("c-read", "table", text)},
            claims=[claim("c-one", "verdict", text), claim("c-two", "next", text, item=True)],
            left_out=[text],
        )
    )
    return made.model_copy(update={"program": "0", "redaction": Redaction(version="rules", counts={"email": 2})})


@cache
def counted() -> Contender:
    """A model that was counted."""
    found = [
        one
        for row in (1, 2, 3)
        for one in (
            *(reading(f"s{n}", row, intent="tracking", handed_over=n + row < 4) for n in range(12)),
            *(
                reading(f"m{n}", row, case_class="must-escalate", intent="fraud", handed_over=n > 0, synthetic=True)
                for n in range(8)
            ),
            *(
                reading(
                    f"t{n}",
                    row,
                    case_class="trap",
                    intent=f"t{n}",
                    forbidden=("r",) if n < row else (),
                    handed_over=n > 9,
                )
                for n in range(18)
            ),
        )
    ]
    heads = [run(row, suite="northline", name=f"run-{row}", synthetic=True) for row in (1, 2, 3)]
    return contender(gathered(found, *heads))


def renamed(one: Contender, model: str) -> Contender:
    """The same under another name."""
    assert one.zones is not None
    return replace(one, head=replace(one.head, model=model), zones=one.zones.model_copy(update={"model": model}))


def pages(rows: int, text: str) -> Published:
    """The first published rows, the second of them called like somebody wishes; that many figures of the fleet."""
    shipped = published()
    kept = [shipped.board[0], shipped.board[1].model_copy(update={"model": text or "nameless"}), *shipped.board[2:rows]]
    figures = [one.model_copy(update={"shown": text, "note": text}) for one in shipped.fleet[:4]]
    return shipped.model_copy(update={"board": tuple(kept), "fleet": tuple(figures)})


def claim(id_: str, section: str, text: str, **more: Any) -> ClaimEntry:
    """A claim of a board."""
    return ClaimEntry(id=id_, section=section, text=text, source=text, support="opinion", **more)
