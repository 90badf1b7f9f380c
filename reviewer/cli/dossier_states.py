"""`reviewer dossier state`, `freeze`, `reopen`, `since`: how far a dossier is, and what becomes of a frozen one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import tells
from reviewer.cli.common import Command, database, database_option, edition_option, json_option, reading
from reviewer.cli.dossier import claims_of, claims_option, dossier, runs_option, suite_option
from reviewer.cli.output import Strong, out, out_json, say
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.dossier.since import Change


def _decides(example: str, name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    def decorate(command: Command) -> click.Command:
        say_who = "Who decides. Without it: the name that git knows, or yours."
        option = click.option("--author", metavar="NAME", help=say_who)
        return dossier.command(name, epilog=f"Example: reviewer dossier {example}")(database_option(option(command)))

    return decorate


__all__ = ["dossier"]  # with the commands that are added here


@_decides("state mimo-v2.5-pro 'in review' --reason 'all traps are read'")
@click.argument("model")
@click.argument("state", metavar="STATE")
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@suite_option
def state(model: str, state: str, reason: str, suite: str | None, author: str | None, db: str | None) -> None:
    """Put the dossier of a MODEL into a STATE: draft, in review or adjudicated. `reviewer log` keeps who and why.

    It is adjudicated when nothing is left of which two sides say different things.
    """
    from reviewer.operations import dossiers_states

    with reading(db):
        pass
    made = dossiers_states.put(database(db), model, state.replace("-", " "), reason, suite=suite, author=author)
    say(f"the dossier of {model} is {made.body['state']}")


@_decides("freeze mimo-v2.5-pro")
@click.argument("model")
@click.option("--reason", metavar="TEXT", help="What for.")
@runs_option
@suite_option
@claims_option
def freeze(
    model: str,
    reason: str | None,
    runs: tuple[str, ...],
    suite: str | None,
    claims: str | None,
    author: str | None,
    db: str | None,
) -> None:
    """Keep the dossier of a MODEL for good, whole, as its next edition.

    Refused while it is not adjudicated, while a finding has no second reader (`single-reader = true` in the claims file
    prints that instead), or while the claims have errors.
    """
    from reviewer.operations import dossiers_editions, dossiers_states

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        file = claims_of(connection, of, claims)
    made = dossiers_editions.freeze(
        database(db), model, suite=of.suite, runs=runs or None, claims=file, author=author, reason=reason
    )
    say(f"the dossier of {model} is frozen as edition {made.edition}")
    if made.supersedes:
        errata = f"{len(made.errata):,} correction{'s' * (len(made.errata) != 1)}"
        say(f"it supersedes edition {made.supersedes}, with {errata}; `reviewer dossier show {model}` prints them")


@_decides("reopen mimo-v2.5-pro --reason 'run 2 was judged with the wrong prompt'")
@click.argument("model")
@click.option("--reason", metavar="TEXT", required=True, help="Why: the next edition prints it.")
@suite_option
def reopen(model: str, reason: str, suite: str | None, author: str | None, db: str | None) -> None:
    """Put the frozen dossier of a MODEL into review again. Its edition stays what it is."""
    from reviewer.operations import dossiers_states

    with reading(db):
        pass
    made = dossiers_states.reopen(database(db), model, reason, suite=suite, author=author)
    say(f"the dossier of {model} is in review again; edition {made.body['edition']} stays as it was frozen")


@dossier.command(epilog="Example: reviewer dossier since mimo-v2.5-pro --edition 1")
@click.argument("model")
@edition_option("Its number, or its hash. Without it: the last one.")
@suite_option
@json_option
@database_option
@tells("a dossier")
def since(model: str, edition: int | str | None, suite: str | None, as_json: bool, db: str | None) -> None:
    """List what changed since an edition was frozen, and which of its figures and claims that touches.

    Runs, rules, transcripts, outcomes, findings and the fleet are looked at. Ends with 1 where something changed.
    """
    from reviewer.operations import dossiers_editions, dossiers_states

    with reading(db) as connection:
        of = dossiers_states.called(connection, model, suite)
        found = dossiers_editions.touched(connection, of, edition)
    if as_json:
        out_json([asdict(one) for one in found])
    else:
        _print(found)
    if found:
        click.get_current_context().exit(1)


_MOST = 8


def _print(found: list[Change]) -> None:
    if not found:
        say("nothing has changed since")
    for one in found:
        out(Strong(one.kind), "  ", visible_line(one.says))
        for figure in one.figures[:_MOST]:
            out(visible_line(f"    {figure.name}: {figure.old} → {figure.new or 'not counted'}"))
        if len(one.figures) > _MOST:
            out(f"    and {len(one.figures) - _MOST:,} more figures; --json names them")
        if one.claims:
            out(visible_line(f"    touches {', '.join(one.claims)}"))
