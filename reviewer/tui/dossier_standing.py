"""How far a dossier is, in lines: its state, what stands in the way, editions, runs, comparisons and rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from reviewer.errors import ReviewerError
from reviewer.model.dossier import Dossier
from reviewer.operations.dossiers_opened import Opened
from reviewer.operations.dossiers_states import Named
from reviewer.review.publishing import FROZEN
from reviewer.text.visible import visible_line
from reviewer.tui.dossier_evidence import Said


def standing(found: Opened) -> Iterator[Said]:
    """All of it."""
    now = found.standing
    frozen = f" as edition {now.edition}" if now.state == FROZEN else ""
    yield _head(f"{now.state}{frozen}")
    if now.author:
        why = f": {now.reason}" if now.reason else ""
        yield _line(f"by {now.author}, {now.at}{why}")
    else:
        yield _line("nobody has said anything else yet; s changes it", "quiet")
    if found.refused:
        yield _line(found.refused, "error")
    for one in found.left:
        yield _line(f"not to be frozen yet: {one}", "warning")
    yield _head("claims")
    if found.example is not None:
        yield _line(f"examples that came with the demo; e begins {found.path} with them")
    elif found.written:
        yield _line(f"{found.path}{' (a draft that the program made)' if found.draft else ''}")
    else:
        yield _line(f"{found.path} is not there yet; e begins it")
    yield from _editions(found)
    if found.dossier is not None:
        yield from _about(found.dossier)


def changes(connection: sqlite3.Connection, of: Named) -> tuple[Said, ...]:
    """What changed since the last edition."""
    from reviewer.operations.dossiers_editions import touched

    try:
        made = touched(connection, of)
    except ReviewerError as error:
        return (_head("since the last edition"), _line(str(error), "warning"))
    if not made:
        return (_head("since the last edition"), _line("nothing has changed", "quiet"))
    said = [_head("since the last edition")]
    for one in made:
        said.append(_line(f"{one.kind}: {one.says}", "warning"))
        if one.claims:
            said.append(_line(f"touches {', '.join(one.claims)}", "quiet"))
    return tuple(said)


def _editions(found: Opened) -> Iterator[Said]:
    yield _head("editions")
    if not found.editions:
        yield _line("none was frozen yet", "quiet")
    for one in found.editions:
        old = " · superseded" if one.number != found.editions[-1].number else ""
        apart = sum(other.number == one.number for other in found.editions) > 1
        mark, style = (" · ≠ frozen apart under one number", "warning") if apart else ("", "")
        yield _line(f"{one.number} · frozen {one.frozen_at} by {one.author}{old}{mark} · {one.hash}", style)


def _about(made: Dossier) -> Iterator[Said]:
    for one in made.errata:
        yield _line(f"corrects edition {one.edition}: {one.what}: {one.old} → {one.new} ({one.reason})")
    yield _head("runs")
    for run in made.runs:
        marks = ["synthetic"] * run.synthetic + ["in the edition before too"] * run.reused
        counts = [f"{run.present:,} of {run.expected:,} cases"]
        counts += [f"{run.partial:,} ended at a limit"] * bool(run.partial) + [f"{run.failed:,} failed"] * bool(
            run.failed
        )
        index = f"{run.index} of {run.of} · " if run.index and run.of else ""
        yield _line(" · ".join([f"{index}{run.id}", *counts, *marks]))
    yield from _block("comparisons", (one.sentence for one in made.comparisons))
    yield from _block("quarter of the fleet", (one.sentence for one in made.quarters))
    yield from _block("judge and reviewers", (one.sentence for one in made.judged))
    if made.snapshot:
        yield _line(f"fleet {made.snapshot.id}: {', '.join(made.snapshot.models)}", "quiet")
    if made.use_cases and made.use_cases.left_out:
        yield from _block("left out of the use cases", [", ".join(made.use_cases.left_out)])
    yield from _block("rules", made.rules)


def _block(title: str, lines: Iterable[str]) -> Iterator[Said]:
    said = [_line(one) for one in lines]
    if said:
        yield _head(title)
        yield from said


def _head(text: str) -> Said:
    return Said(visible_line(text), "strong")


def _line(text: str, style: str = "") -> Said:
    return Said(visible_line(text), style, indent=2)
