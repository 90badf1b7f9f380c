"""`reviewer patterns`: named habits, with the findings that bear them and those that speak against them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import saw
from reviewer.cli.common import Command, InOrder, database, database_option, json_option, pass_on, reading
from reviewer.cli.output import Strong, out, out_json, say, table
from reviewer.errors import UsageError

if TYPE_CHECKING:
    from reviewer.operations.patterns import Pattern
    from reviewer.store.patterns import PatternRow


@click.group(cls=InOrder, invoke_without_command=True, epilog="Example: reviewer patterns --json")
@json_option
@database_option
@click.pass_context
def patterns(ctx: click.Context, as_json: bool, db: str | None) -> None:
    """List the patterns, or change one.

    A pattern is a named habit of a model, of an intent or of the whole fleet, with a memo, the findings that bear it
    and those that speak against it. Where a command asks for a PATTERN, its name will do, or a beginning of its id.
    """
    pass_on(ctx, db)
    if ctx.invoked_subcommand is not None:
        return
    from reviewer.store import patterns as stored

    with reading(db) as connection:
        rows = stored.rows(connection)
        found = [_pattern(connection, row) for row in rows] if as_json else []
    if as_json:
        out_json([_data(one) for one in found])
    elif not rows:
        say("no pattern has a name yet; `reviewer patterns make NAME` gives it one")
    else:
        table(
            ("PATTERN", "SCOPE", "MEMBERS", "IN TRANSCRIPTS", "AGAINST", "BY", "MEMO"),
            [
                (row.name, _scope(row), row.members, row.transcripts, row.counterexamples, row.author, row.memo)
                for row in rows
            ],
            clip=("PATTERN", "SCOPE", "MEMO"),
            leave=("BY", "IN TRANSCRIPTS", "MEMO"),
        )


@patterns.command(epilog="Example: reviewer patterns show 'fires the cancel at the first ask'")
@click.argument("name", metavar="PATTERN")
@json_option
@database_option
def show(name: str, as_json: bool, db: str | None) -> None:
    """Print a pattern with its findings and their quotes."""
    from reviewer.cli.findings import show as show_finding
    from reviewer.operations.authors import default_author
    from reviewer.store import patterns as stored

    with reading(db) as connection:
        found = _pattern(connection, stored.find(connection, name))
    if as_json:
        out_json(_data(found))
        return
    out(Strong(found.row.name), f"  {_scope(found.row)}  {found.row.id}")
    if found.row.memo:
        out(found.row.memo)
    for title, rows, hidden in (
        ("member", found.members, found.hidden_members),
        ("counterexample", found.counterexamples, found.hidden_counterexamples),
    ):
        of = f" of {len(rows) + hidden:,}; {hidden:,} hidden while you are blind" if hidden else ""
        out(f"{len(rows):,} {title}{'s' * (len(rows) != 1)}{of}")
        for row in rows:
            show_finding(row, "  ")
    me = default_author()
    saw(
        db,
        {one.finding.transcript for one in (*found.members, *found.counterexamples) if one.finding.author != me},
        others=True,
    )
    if found.outside:
        say(f"{len(found.outside):,} of the members are not of {_scope(found.row)}")


def _change(example: str) -> Callable[[Callable[..., Any]], click.Command]:
    def decorate(command: Command) -> click.Command:
        say_who = "Who decides. Without it: the name that git knows, or yours."
        option = click.option("--author", metavar="NAME", help=say_who)
        return patterns.command(epilog=f"Example: reviewer patterns {example}")(database_option(option(command)))

    return decorate


def _scope_options(command: Command) -> Command:
    for name, what in (("intent", "this intent"), ("model", "this model")):
        command = click.option(f"--{name}", metavar="NAME", default="", help=f"It is a habit with {what}.")(command)
    return command


@_change("make 'fires the cancel at the first ask' --model kimi-k2 --memo 'before any question'")
@click.argument("name")
@click.option("--memo", metavar="TEXT", default="", help="What it is.")
@_scope_options
def make(name: str, memo: str, model: str, intent: str, db: str | None, author: str | None) -> None:
    """Give a habit a NAME. Without a model or an intent it is one of the whole fleet."""
    from reviewer.operations import patterns as operation

    with reading(db):
        pass
    scope, of = _said_scope(model, intent) or ("fleet", "")
    id_ = operation.make(database(db), name, memo, scope, of, author=author)
    say(f"the pattern {name.strip()} is kept ({id_})")


@_change("change 'fires the cancel' --name 'fires the cancel at the first ask'")
@click.argument("pattern")
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--memo", metavar="TEXT", help="Another memo.")
@click.option("--fleet", is_flag=True, help="It is a habit of the whole fleet.")
@_scope_options
def change(
    pattern: str,
    name: str | None,
    memo: str | None,
    fleet: bool,
    model: str,
    intent: str,
    db: str | None,
    author: str | None,
) -> None:
    """Give a PATTERN another name, memo or scope."""
    from reviewer.operations import patterns as operation

    said = _said_scope(model, intent)
    if fleet and said:
        raise UsageError("say `--fleet`, `--model` or `--intent`, not several")
    scope, of = said or (("fleet", "") if fleet else (None, None))
    with reading(db):
        pass
    row = operation.change(database(db), pattern, rename=name, memo=memo, scope=scope, scope_name=of, author=author)
    say(f"{row.name} ({_scope(row)}) is kept")


@_change("join 'fires the cancel' 01M7Z6NAB7QR")
@click.argument("pattern")
@click.argument("findings", nargs=-1, required=True, metavar="FINDING...")
@click.option("--against", is_flag=True, help="As counterexamples.")
@click.option("--out", "take_out", is_flag=True, help="Take them out of it.")
def join(
    pattern: str, findings: tuple[str, ...], against: bool, take_out: bool, db: str | None, author: str | None
) -> None:
    """Put findings into a PATTERN, by id or a clear beginning of one, as `reviewer findings` prints it."""
    from reviewer.operations import patterns as operation

    if against and take_out:
        raise UsageError("say `--against` or `--out`, not both")
    role = None if take_out else "counterexample" if against else "member"
    with reading(db):
        pass
    row, chosen = operation.join(database(db), pattern, findings, role, author=author)
    say(f"{len(chosen):,} {'taken out of' if take_out else 'put into'} {row.name}: {_counts(row)}")


@_change("remove 'fires the cancel' --reason 'it was two habits'")
@click.argument("pattern")
@click.option("--reason", metavar="TEXT", help="Why.")
def remove(pattern: str, reason: str | None, db: str | None, author: str | None) -> None:
    """Let a PATTERN be one no more. Its findings stay."""
    from reviewer.operations import patterns as operation

    with reading(db):
        pass
    row = operation.remove(database(db), pattern, reason=reason, author=author)
    say(f"{row.name} is a pattern no more; its findings stay")


def _pattern(connection: Any, row: PatternRow) -> Pattern:
    from reviewer.operations.authors import default_author
    from reviewer.operations.patterns import pattern

    return pattern(connection, row, default_author())


def _said_scope(model: str, intent: str) -> tuple[str, str] | None:
    if model and intent:
        raise UsageError("say `--model` or `--intent`, not both")
    return ("model", model) if model else ("intent", intent) if intent else None


def _scope(row: PatternRow) -> str:
    return "fleet" if row.scope == "fleet" else f"{row.scope} {row.scope_name}"


def _counts(row: PatternRow) -> str:
    return f"{row.members:,} member{'s' * (row.members != 1)}, {row.counterexamples:,} against it"


def _data(found: Pattern) -> dict[str, Any]:
    from reviewer.cli.findings import data

    return {name: getattr(found.row, name) for name in found.row.__slots__} | {
        "findings": [data(row) for row in found.members],
        "against": [data(row) for row in found.counterexamples],
        "hidden": {"findings": found.hidden_members, "against": found.hidden_counterexamples},
    }
