"""`reviewer suites`: the benchmarks behind the runs, and which run is checked with which."""

from __future__ import annotations

import click

from reviewer.cli.common import InOrder, because_option, database, database_option, json_option, pass_on, reading
from reviewer.cli.output import out, out_json, say, table
from reviewer.errors import UsageError

_HASH = 11
"""Characters of a hash that tell suites apart."""


@click.group(cls=InOrder, invoke_without_command=True, epilog="Example: reviewer suites --json")
@json_option
@database_option
@click.pass_context
def suites(ctx: click.Context, as_json: bool, db: str | None) -> None:
    """List the suites that runs are bound to, or bring one in.

    A suite says which cases, traps, tools and rules there are. A run is bound to a suite by the hash of its content
    when it is first checked, and stays so until a person binds it to another one. The suite that its files name goes
    before one whose tools nearly all of its transcripts call. The suites northline, tau-retail and tau-airline come
    with the program.
    """
    pass_on(ctx, db)
    if ctx.invoked_subcommand is not None:
        return
    from reviewer.store import suites as stored

    with reading(db) as connection:
        rows = stored.rows(connection)
    if as_json:
        out_json([{name: getattr(row, name) for name in row.__slots__} for row in rows])
    elif not rows:
        say("no run is bound to a suite; `reviewer check` binds what fits, `reviewer suites add FILE` brings one in")
    else:
        table(
            ("SUITE", "VERSION", "HASH", "CASES", "RUNS", "TITLE", "FROM"),
            [(row.name, row.version, row.hash[:_HASH], row.cases, row.runs, row.title, row.origin) for row in rows],
            clip=("TITLE", "FROM"),
            leave=("FROM",),
        )


@suites.command("check", epilog="Example: reviewer suites check my-suite.json")
@click.argument("file", metavar="FILE")
def check_(file: str) -> None:
    """Read a suite FILE and say what is wrong with it; nothing is kept."""
    from reviewer.operations.suites import read

    suite = read(file)
    traps = len(suite.of_class("trap"))
    out(
        f"{suite.name} {suite.version}  {suite.hash}\n{len(suite.cases):,} cases, {traps:,} of them traps;"
        f" {len(suite.intents):,} intents, {len(suite.tools):,} tools, {len(suite.rules):,} rules"
    )


@suites.command(epilog="Example: reviewer suites add my-suite.json")
@click.argument("file", metavar="FILE")
@database_option
def add(file: str, db: str | None) -> None:
    """Keep the suite of a FILE, and bind the runs that have none and that it fits."""
    from reviewer.operations.suites import add as operation

    row, new = operation(database(db), file)
    runs = f"{row.runs:,} run{'s' * (row.runs != 1)}"
    say(
        f"{row.name} {row.version} ({row.hash[:_HASH]}) {'is kept' if new else 'was there already'}; {runs} bound to it"
    )
    say("`reviewer check` reads the facts with it")


@suites.command(epilog="Example: reviewer suites bind 2cf4dce7 northline --reason 'the corrected rules'")
@click.argument("run", metavar="RUN")
@click.argument("suite", metavar="SUITE", required=False)
@click.option("--undo", is_flag=True, help="Take back what was said; the suite that fits is bound.")
@because_option
@click.option("--author", metavar="NAME", help="Who decides. Without it: the name that git knows, or yours.")
@database_option
def bind(run: str, suite: str | None, undo: bool, reason: str | None, author: str | None, db: str | None) -> None:
    """Check a RUN with another SUITE, by its name or the beginning of its hash."""
    from reviewer.operations.suites import bind as operation

    if (suite is None) is not undo:
        raise UsageError("say SUITE, or `--undo`")
    with reading(db):
        pass
    event = operation(database(db), run, suite, author=author, reason=reason)
    what = f"is bound to {str(event.body['hash'])[:_HASH]}" if suite else "is bound to the suite that fits"
    say(f"run {event.subject['run']} of {event.subject['model']} {what}, says {event.author}")
    say("`reviewer check` reads its facts with it")
