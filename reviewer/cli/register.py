"""`reviewer runs`: the run register, and what a person decides about runs, models and tools."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import (
    Command,
    InOrder,
    because_option,
    database,
    database_option,
    json_option,
    pass_on,
    reading,
)
from reviewer.cli.output import REMARKS, out, out_json, say, table

if TYPE_CHECKING:
    from reviewer.review.events import Event
    from reviewer.store.register import RegisterRow

_HEAD = (
    *("SUITE", "MODEL", "RUN", "K OF N", "CASES", "IN PROGRESS", "PARTIAL", "FAILED", "MESSAGES"),
    *(REMARKS, "FROM"),
)
_KINDS = ("read", "kb", "write", "handover")


@click.group(cls=InOrder, invoke_without_command=True, epilog="Example: reviewer runs --json")
@json_option
@database_option
@click.pass_context
def runs(ctx: click.Context, as_json: bool, db: str | None) -> None:
    """List the runs, or change what is known of one.

    A run is one pass of one model over a suite. Of its transcripts, those in PARTIAL ended at a limit and count as they
    stand; those that FAILED do not count. Where a command asks for a RUN, its name will do, a beginning of it
    that is clear, MODEL/RUN, or SUITE/MODEL/RUN. Each change is kept as an event with its author and its reason,
    which is needed where figures change with it; nothing is overwritten, and loading the files again does not undo it.
    """
    pass_on(ctx, db)
    if ctx.invoked_subcommand is not None:
        return
    from reviewer.operations.runs import register

    with reading(db) as connection:
        rows = register(connection)
    if as_json:
        out_json([_data(row) for row in rows])
    elif not rows:
        say("no runs yet; `reviewer load FILES` brings them in")
    else:
        table(
            _HEAD,
            [_cells(row) for row in rows],
            clip=("SUITE", "MODEL", "RUN", REMARKS, "FROM"),
            leave=("FROM", "MESSAGES"),
        )


@runs.command(epilog="Example: reviewer runs history")
@json_option
@database_option
def history(as_json: bool, db: str | None) -> None:
    """Print what was decided, oldest first."""
    from reviewer.operations.runs import history as events

    with reading(db) as connection:
        decided = events(connection)
    if as_json:
        out_json([_event(event) for event in decided])
    elif not decided:
        say("nobody has decided anything yet; what holds is what the files say")
    else:
        for event in decided:
            out(f"{event.at}  {event.author}  {_sentence(event)}")


def change(example: str, *, reason: bool = True) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of the group that records one decision; with its reason where what is published changes with it."""

    def decorate(command: Command) -> click.Command:
        for option in (
            database_option,
            click.option(
                "--author", metavar="NAME", help="Who decides. Without it: the name that git knows, or yours."
            ),
            because_option if reason else click.option("--reason", metavar="TEXT", help="Why."),
        ):
            command = option(command)
        return runs.command(epilog=f"Example: reviewer runs {example}")(command)

    return decorate


undo_option = click.option("--undo", is_flag=True, help="Take back what was said; the files' own word holds again.")


@change("alias 'xiaomi/x (gateway)' x --reason 'the same weights'")
@click.argument("model")
@click.argument("name")
def alias(model: str, name: str, db: str | None, author: str | None, reason: str | None) -> None:
    """Show MODEL as NAME.

    So two names in the files are one model. Its own name takes that back.
    """
    from reviewer.operations import runs as operation

    _tell(operation.alias(database(db), model, name, author=author, reason=reason))


@change("model retail-may kimi-k2 --reason 'the file names no model'")
@click.argument("run")
@click.argument("name", required=False)
@undo_option
def model(run: str, name: str | None, undo: bool, db: str | None, author: str | None, reason: str | None) -> None:
    """Say of which model a RUN is.

    So runs of which the files name no model can be told apart; other runs keep their name.
    """
    from reviewer.operations import runs as operation

    _either(name, undo, "NAME")
    _tell(operation.model(database(db), run, name, author=author, reason=reason))


@change("index kimi.b 2 3 --reason 'the files of b and c were mixed up'")
@click.argument("run")
@click.argument("k", type=int, required=False)
@click.argument("n", type=int, required=False)
@undo_option
def index(
    run: str, k: int | None, n: int | None, undo: bool, db: str | None, author: str | None, reason: str | None
) -> None:
    """Number a RUN: it is K of N."""
    from reviewer.operations import runs as operation

    _either(k, undo, "K")
    _tell(operation.number(database(db), run, k, n, author=author, reason=reason))


@change("expect kimi.1 198 --reason 'four cases were withdrawn'")
@click.argument("run")
@click.argument("cases", type=int, required=False)
@undo_option
def expect(run: str, cases: int | None, undo: bool, db: str | None, author: str | None, reason: str | None) -> None:
    """Say how many CASES a RUN should hold."""
    from reviewer.operations import runs as operation

    _either(cases, undo, "CASES")
    _tell(operation.expect(database(db), run, cases, author=author, reason=reason))


@change("supersede kimi.1 kimi.1b --reason 'the gateway had timed out'")
@click.argument("run")
@click.argument("by")
def supersede(run: str, by: str, db: str | None, author: str | None, reason: str | None) -> None:
    """Let the rerun BY count instead of RUN. Both stay readable."""
    from reviewer.operations import runs as operation

    _tell(operation.supersede(database(db), run, by, author=author, reason=reason))


@change("invalidate kimi.1 --reason 'it ran without its tools'")
@click.argument("run")
def invalidate(run: str, db: str | None, author: str | None, reason: str | None) -> None:
    """Let a RUN count nowhere any more. It stays readable."""
    from reviewer.operations import runs as operation

    _tell(operation.invalidate(database(db), run, reason or "", author=author))


@change("revalidate kimi.1 --reason 'the tools were there after all'")
@click.argument("run")
def revalidate(run: str, db: str | None, author: str | None, reason: str | None) -> None:
    """Let a superseded or invalid RUN count again."""
    from reviewer.operations import runs as operation

    _tell(operation.revalidate(database(db), run, author=author, reason=reason))


@change("synthetic kimi.1 no --reason 'recorded by the live desk'")
@click.argument("run")
@click.argument("made_up", metavar="yes|no", type=click.Choice(["yes", "no"]), required=False)
@undo_option
def synthetic(
    run: str, made_up: str | None, undo: bool, db: str | None, author: str | None, reason: str | None
) -> None:
    """Say whether a RUN is made up or a reconstruction."""
    from reviewer.operations import runs as operation

    _either(made_up, undo, "yes or no")
    said = None if made_up is None else made_up == "yes"
    _tell(operation.synthetic(database(db), run, said, author=author, reason=reason))


@change("tool retail exchange_items write", reason=False)
@click.argument("suite")
@click.argument("name")
@click.argument("kind", metavar="|".join(_KINDS), type=click.Choice(_KINDS), required=False)
@undo_option
def tool(
    suite: str, name: str, kind: str | None, undo: bool, db: str | None, author: str | None, reason: str | None
) -> None:
    """Say of which KIND the tool NAME of a SUITE is.

    The kind decides how its calls look.
    """
    from reviewer.operations import runs as operation

    _either(kind, undo, "|".join(_KINDS))
    _tell(operation.tool(database(db), suite, name, kind, author=author, reason=reason))


def _either(value: object, undo: bool, name: str) -> None:
    if (value is None) is not undo:
        raise click.UsageError(f"say {name}, or `--undo`", click.get_current_context())


def _tell(event: Event) -> None:
    say(f"{_sentence(event)}, says {event.author}")


def _sentence(event: Event) -> str:
    """What an event decides, in words."""
    of, said = event.subject, event.body
    run = f"run {of.get('run')} of {of.get('model')}"
    match event.kind:
        case "run.alias":
            text = f"the model {of.get('model')} is shown as {said.get('is')}"
        case "run.model":
            text = f"{run} is of the model {said.get('is') or 'that the files name'}"
        case "run.index":
            text = (
                f"{run} is {said['index']} of {said.get('count') or '?'}"
                if said.get("index")
                else f"{run}: as the files number it"
            )
        case "run.expect":
            text = f"{run} should hold {said['cases']} cases" if said.get("cases") else f"{run}: nothing is expected"
        case "run.supersede":
            text = f"{run} is superseded by {said.get('by')}"
        case "run.invalidate":
            text = f"{run} is invalid"
        case "run.revalidate":
            text = f"{run} counts"
        case "run.synthetic":
            made_up = said.get("synthetic")
            text = (
                f"{run} is what the files say" if made_up is None else f"{run} is {'' if made_up else 'not '}synthetic"
            )
        case "run.suite":
            text = f"{run} is bound to the suite {said.get('hash') or 'that fits'}"
        case "tool.kind":
            kind = f"of the kind {said['kind']}" if said.get("kind") else "what its name suggests"
            text = f"the tool {of.get('tool')} of {of.get('suite')} is {kind}"
        case _:
            text = f"{event.kind} {dict(of)} {dict(said)}"
    return text + (f": {event.reason}" if event.reason else "")


def _cells(row: RegisterRow) -> tuple[str | int | None, ...]:
    from reviewer.store.gaps import NO_SETS

    state, counts = row.state, row.counts
    alone = counts.cases if row.key.suite in NO_SETS else row.suite_cases
    whole = state.expected or alone  # where nobody says: as many as the other runs of the suite hold
    cases = f"{counts.cases:,} of {whole:,}" if counts.cases != whole else f"{whole:,}"
    place = f"{state.index or '?'} of {state.count or '?'}" if state.index or state.count else None
    return (
        *(row.key.suite, state.label, row.key.run, place, cases, counts.in_progress or None),
        *(counts.limited or None, counts.failed or None, counts.messages),
        *(", ".join(_remarks(row)), ", ".join(row.sources)),
    )


def _remarks(row: RegisterRow) -> Iterator[str]:
    state = row.state
    if state.synthetic:
        yield "synthetic"
    if state.state != "valid":
        yield f"superseded by {state.superseded_by}" if state.superseded_by else state.state
    if state.reason:
        yield state.reason
    if len({path.rpartition(os.sep)[2] for path in row.sources}) < len(row.sources):
        yield "from files of one name"
    if row.key.model != state.label:
        yield f"in the files: {row.key.model}"


def _data(row: RegisterRow) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(row.state, name) for name in row.state.__slots__ if name != "label"}
    data |= {"suite": row.key.suite, "run": row.key.run, "model": row.state.label, "source_model": row.key.model}
    data |= {"suite_cases": row.suite_cases, "first_loaded_at": row.first_loaded_at, "sources": list(row.sources)}
    return data | row.counts._asdict()


def _event(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__slots__} | {
        "subject": dict(event.subject),
        "body": dict(event.body),
    }
