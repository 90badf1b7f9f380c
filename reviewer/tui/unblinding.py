"""Before what is counted is shown: whoever has cases to read blind is asked, and that they saw it is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.operations import blindness
from reviewer.tui.choose import Choose, Option

if TYPE_CHECKING:
    from reviewer.tui.app import ReviewerApp


def ask_first(program: ReviewerApp, show: Callable[[], None]) -> None:
    """Calls `show` where nothing is left to be read blind, or once the person wants to see it all the same."""
    who = program.sitting.reviewer

    def question(connection: sqlite3.Connection) -> list[str]:
        return blindness.waiting(connection, who)

    def came(left: list[str]) -> None:
        if not left:
            show()
            return
        many = f"{len(left):,} case{'s' * (len(left) != 1)} to be read blind"
        options = [
            Option("", "n", "leave it closed"),
            Option("yes", "y", "show it", "your verdicts will say so"),
        ]
        program.push_screen(Choose(many, options, ""), lambda answer: shown(left, answer))

    def shown(left: list[str], answer: str | None) -> None:
        if answer:
            for transcript in left:
                program.sitting.look(transcript, blindness.TOLD)
            show()

    program.background.ask(program, "blind", question, came)
