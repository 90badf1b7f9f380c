"""`reviewer lint`: what the claims say, held against the figures, the quotes and the fleet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reviewer.cli.blindness import ask_first, unblind_option
from reviewer.cli.common import database_option, json_option, reading
from reviewer.cli.output import Strong, out, out_json, say
from reviewer.errors import UsageError
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.operations.lint import Linted, Touched

_MOST = 6


@click.command(epilog="Example: reviewer lint dossiers/mimo-v2.5-pro.md dossiers/board.md")
@click.argument("targets", nargs=-1, metavar="[FILE|MODEL]...")
@click.option("--suite", metavar="NAME", help="Which one, where a model has runs of several suites.")
@click.option("--rules", "list_rules", is_flag=True, help="Print what is looked for; look at nothing.")
@click.option("--stamp", is_flag=True, help="Write each claim's id and each figure's present value into the FILE.")
@unblind_option
@json_option
@database_option
@click.pass_context
def lint(
    ctx: click.Context,
    targets: tuple[str, ...],
    suite: str | None,
    list_rules: bool,
    stamp: bool,
    unblind: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Hold claims files against the figures, the quotes and the fleet that they stand on.

    Files are looked at together, so that one page that contradicts another is seen; without a FILE, all of dossiers/.
    Errors (exit code 1) are settled by counting; warnings read wording, and name the sentence and the figure that
    speaks against it. Each last frozen edition that later changes touch is listed; where a figure or a claim of it does
    not hold any more, the exit code is 1, too, until another edition takes its place. After --stamp a figure that
    changes is seen until the sentence was read again and stamped anew.
    """
    if list_rules:
        _print_rules(as_json=as_json)
        return
    ask_first(db, "what claims stand on", unblind=unblind)
    if stamp:
        _stamp(targets, suite, db)
        return
    from reviewer.operations import lint as operation

    with reading(db) as connection:
        found = operation.lint(connection, targets, suite=suite)
    for note in found.notes:
        say(note)
    if as_json:
        out_json(
            {
                "files": list(found.files),
                "claims": found.claims,
                "errors": found.errors,
                "problems": [one.data() for one in found.problems],
                "touched": [asdict(one) | {"overtaken": one.overtaken} for one in found.touched],
            }
        )
    else:
        _print(found)
    ctx.exit(1 if found.errors or found.overtaken else 0)


def _print_rules(*, as_json: bool) -> None:
    from reviewer.dossier.lint.registry import rules

    if as_json:
        out_json([{"name": one.name, "level": one.level, "says": one.says} for one in rules()])
        return
    for one in rules():
        out(Strong(one.name), f"  {one.level}\n    {one.says}")


def _stamp(targets: tuple[str, ...], suite: str | None, db: str | None) -> None:
    from reviewer.operations import lint as operation

    if not targets:
        raise UsageError("`--stamp` needs a FILE or a MODEL: it writes into the file")
    with reading(db) as connection:
        for target in targets:
            path, changed = operation.stamp(connection, target, suite=suite)
            say(f"{path}: {changed:,} place{'s' * (changed != 1)} stamped")


def _print(found: Linted) -> None:
    for one in found.problems:
        out(f"{one.file}:{one.line}:{one.column}: ", Strong(one.level), visible_line(f": {one.says} ({one.rule})"))
        if one.sentence:
            out(visible_line(f"    {one.claim or ''}  {one.sentence}"))
        if one.figures:
            names = ", ".join(one.figures[:_MOST]) + (" …" if len(one.figures) > _MOST else "")
            out(visible_line(f"    {names}"))
    for edition in found.touched:
        _print_touched(edition)
    if not found.files:
        say("there are no claims files; `reviewer dossier edit MODEL` begins one")
        return
    warnings = len(found.problems) - found.errors
    counts = f"{found.errors:,} error{'s' * (found.errors != 1)}, {warnings:,} warning{'s' * (warnings != 1)}"
    if found.overtaken:
        counts += f"; {found.overtaken:,} frozen edition{'s do' if found.overtaken != 1 else ' does'} not hold any more"
    say(f"{len(found.files):,} file{'s' * (len(found.files) != 1)}, {found.claims:,} claims: {counts}")


def _print_touched(edition: Touched) -> None:
    which = f"{edition.model}, edition {edition.edition} ({edition.hash})"
    out(Strong(visible_line(which)), "  does not hold any more" if edition.overtaken else "  has been touched since")
    for one in edition.changes:
        out(visible_line(f"    {one.kind}: {one.says}"))
        if one.figures:
            more = " …" if len(one.figures) > _MOST else ""
            moved = (f"{each.name} {each.old or 'none'} → {each.new or 'none'}" for each in one.figures[:_MOST])
            out(visible_line(f"        figures {', '.join(moved)}{more}"))
        if one.claims:
            out(visible_line(f"        claims {', '.join(one.claims)}"))
