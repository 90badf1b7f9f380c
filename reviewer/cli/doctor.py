"""`reviewer doctor`: is the ground firm?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewer.cli.common import database, database_option, json_option
from reviewer.cli.output import out, out_json, say
from reviewer.errors import BrokenFile, StoreError

if TYPE_CHECKING:
    from reviewer.operations.doctor import Finding


@click.command(epilog="Example: reviewer doctor --db study.db")
@click.option("--mend", is_flag=True, help="First bring up to date what is only derived: the register and full text.")
@json_option
@database_option
def doctor(mend: bool, as_json: bool, db: str | None) -> None:
    """Look the program and its database over.

    Nothing is changed, unless `--mend` asks for it. Exit code 4 says that the database has a problem; a warning
    alone leaves it 0.
    """
    from reviewer.operations import doctor as operation
    from reviewer.store.connection import present

    path = database(db)
    if mend and present(path):
        operation.mend(path)
    findings = [*operation.examine(path), _keys()]
    if as_json:
        out_json([{name: getattr(finding, name) for name in finding.__slots__} for finding in findings])
    else:
        for finding in findings:
            out(f"{finding.state:<9}{finding.about:<14}{finding.text}")
    problems = [finding.about for finding in findings if finding.state == "problem"]
    if problems:
        raise StoreError(f"{path}: look at {', '.join(problems)}")
    say("all is well" if all(finding.state == "ok" for finding in findings) else "well, but for the warnings")


def _keys() -> Finding:
    """Where keys are chosen, and whether what stands there would work."""
    from reviewer.operations.doctor import Finding
    from reviewer.tui import keymap

    try:
        return Finding("keys", "ok", keymap.state())
    except BrokenFile as error:
        return Finding("keys", "warning", str(error))
