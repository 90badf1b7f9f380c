"""`reviewer propose` and `reviewer inbox`: findings that checks and other programs suggest, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.blindness import saw
from reviewer.cli.common import InOrder, blind, database, database_option, json_option, reading
from reviewer.cli.output import Strong, Ticker, out, out_json, say, table
from reviewer.cli.reading import refuse_unknown, typed
from reviewer.errors import ReviewerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewer.operations.reviewing import Reviewing
    from reviewer.review.proposals import Tally
    from reviewer.store.proposals import Inbox, ProposalRow

_MOST = 10
"""Refusals of a file that are named one by one where nobody asked for JSON."""


def reviewer_option(command: Any) -> Any:
    """`--reviewer NAME`."""
    return click.option("--reviewer", metavar="NAME", help="Who asks. Without it: you.")(command)


@click.command(epilog="Example: reviewer propose helper.jsonl")
@click.argument("file", required=False, metavar="FILE")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of a line; take nothing in.")
@json_option
@database_option
@click.pass_context
def propose(ctx: click.Context, file: str | None, as_schema: bool, as_json: bool, db: str | None) -> None:
    """Take in findings that another program suggests, for people to confirm.

    FILE is JSONL: a line for each finding, with the proposer's name, a tag, the citation and its words. Each line is
    taken or refused for itself: where the quote does not stand in the cited message, character by character, it is
    refused, with the line and the reason. Exit code 1 says that something was refused, 3 that nothing usable came in.
    """
    if as_schema:
        import json
        from importlib.resources import files

        out_json(json.loads(files("reviewer.model").joinpath("proposal.schema.json").read_text("utf-8")))
        return
    if file is None:
        raise UsageError("name the file of proposals, or ask for the form of its lines with --schema")
    from reviewer.operations import proposals

    with reading(db):  # a mistyped name is said, and no database is made for it
        pass
    ticker = Ticker()
    try:
        done = proposals.propose(database(db), file, on_progress=lambda lines: ticker.show(f"{lines:,} lines"))
    finally:
        ticker.clear()
    refused = [{"place": place, "reason": reason} for place, reason in done.refused]
    if as_json:
        out_json({"file": done.name, "added": done.added, "known": done.known, "refused": refused})
    for place, reason in done.refused[:_MOST]:
        say(f"{done.name}: {place}: {reason}")
    if len(done.refused) > _MOST:
        say(f"{done.name}: {len(done.refused) - _MOST:,} more were refused; `--json` names them")
    counts = ((done.added, "new"), (done.known, "known already"), (len(done.refused), "refused"))
    said = ", ".join(f"{count:,} {what}" for count, what in counts if count)
    say(f"{done.name}: {said or 'no proposal in it'}")
    ctx.exit(done.exit_code)


class Decisions(InOrder):
    """The group; what is no command of it is a filter."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`inbox FILTER` is `inbox show FILTER`."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        flags = [flag for flag, name in (("--json", "as_json"), ("--all", "decided")) if ctx.params.get(name)]
        named = [
            word
            for name in ("proposer", "tag", "reviewer")
            if (said := ctx.params.get(name))
            for word in (f"--{name}", said)
        ]
        return "show", self.commands["show"], [*flags, *named, *args]


def narrowing(command: Any) -> Any:
    """`--proposer`, `--tag`, `--all`."""
    command = click.option("--all", "decided", is_flag=True, help="List those that are decided, too.")(command)
    command = click.option("--tag", metavar="TAG", default="", help="List those with this tag.")(command)
    whose = "List those of one proposer: check:ID, or a program's name."
    return click.option("--proposer", metavar="NAME", default="", help=whose)(command)


@click.group("inbox", cls=Decisions, invoke_without_command=True, epilog="Example: reviewer inbox class:solvable")
@narrowing
@reviewer_option
@json_option
@database_option
@click.pass_context
def inbox(ctx: click.Context, /, reviewer: str | None, as_json: bool, db: str | None, **narrowed: Any) -> None:
    """Say which findings are suggested, and how often people confirm them.

    Counts the proposals of each check and of each other program, by tag: open, confirmed, amended, rejected, and its
    precision, which is the share of those decided that became a finding. With a FILTER of `reviewer list` it prints
    the open ones of those transcripts, each with its words. Those of a trap and of a must-escalate case are hidden
    until your own outcome of it.
    """
    from reviewer.cli.common import pass_on

    pass_on(ctx, db)
    if ctx.invoked_subcommand is None and any(narrowed.values()):
        ctx.invoke(show, reviewer=reviewer, as_json=as_json, db=db, **narrowed)
    elif ctx.invoked_subcommand is None:
        _print_tallies(db, _who(reviewer), as_json=as_json)


@inbox.command(
    hidden=True,
    context_settings={"ignore_unknown_options": True},
    epilog="Example: reviewer inbox show class:solvable --tag grounding.invented-value",
)
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@narrowing
@reviewer_option
@json_option
@database_option
def show(
    words: tuple[str, ...], proposer: str, tag: str, decided: bool, reviewer: str | None, as_json: bool, db: str | None
) -> None:
    """List proposals."""
    from reviewer.store import filters, proposals, transcripts

    wanted = filters.parse(typed(words))
    if words:
        refuse_unknown(words, wanted)
    who = _who(reviewer)
    with reading(db) as connection:
        keys = transcripts.keys(connection, wanted, hidden=blind(connection, who)) if words else None
        found = proposals.inbox(connection, who, keys=keys, proposer=proposer, tag=tag, decided=decided)
    if as_json:
        out_json([_data(row) for row in found.rows])
    else:
        _print_rows(found)
        saw(db, {row.transcript for row in found.rows}, machine=True, reviewer=who)
    _say_hidden(found.hidden, who)


@inbox.command(epilog="Example: reviewer inbox confirm p4f0c2a")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@reviewer_option
@database_option
@click.pass_context
def confirm(ctx: click.Context, ids: tuple[str, ...], reviewer: str | None, db: str | None) -> None:
    """Make findings of proposals, as they are."""
    from reviewer.operations import proposals

    ctx.exit(_decide(db, reviewer, ids, lambda who, row: f"{proposals.accept(who, row).id} is a finding now"))


@inbox.command(epilog="Example: reviewer inbox amend p4f0c2a --severity minor --note 'Only the date is wrong.'")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--tag", metavar="TAG", help="Another tag.")
@click.option("--severity", type=click.Choice(("minor", "major", "critical")), help="Another severity.")
@click.option("--note", metavar="TEXT", help="Other words of your own.")
@reviewer_option
@database_option
@click.pass_context
def amend(ctx: click.Context, /, ids: tuple[str, ...], reviewer: str | None, db: str | None, **changes: Any) -> None:
    """Make findings of proposals, with something changed."""
    from reviewer.operations import proposals

    said = {name: value for name, value in changes.items() if value is not None}
    if not said:
        raise UsageError("say what is to be changed: --tag, --severity or --note")
    ctx.exit(_decide(db, reviewer, ids, lambda who, row: f"{proposals.accept(who, row, **said).id} is a finding now"))


@inbox.command(epilog="Example: reviewer inbox reject p4f0c2a --reason 'The window stands in the policy.'")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", metavar="TEXT", help="Why.")
@reviewer_option
@database_option
@click.pass_context
def reject(ctx: click.Context, ids: tuple[str, ...], reason: str | None, reviewer: str | None, db: str | None) -> None:
    """Reject proposals; they are kept, and count for their proposer's precision."""
    from reviewer.operations import proposals

    def refuse(who: Reviewing, row: ProposalRow) -> str:
        proposals.reject(who, row, reason)
        return "rejected"

    ctx.exit(_decide(db, reviewer, ids, refuse))


def _decide(
    db: str | None, reviewer: str | None, ids: Sequence[str], how: Callable[[Reviewing, ProposalRow], str]
) -> int:
    """Each for itself; 1 where one of them could not be decided."""
    from reviewer.operations.reviewing import Reviewing
    from reviewer.store import proposals

    with reading(db):
        pass
    failed = 0
    with Reviewing(database(db), _who(reviewer)) as who:
        for id_ in ids:
            try:
                row = proposals.find(who.connection, id_, who.reviewer)
                said = how(who, row)
            except ReviewerError as error:
                if error.exit_code > UsageError.exit_code:  # the database, the disk
                    raise
                failed = 1
                say(f"{id_}: {error}")
            else:
                out(Strong(row.id), f"  {row.tag}  {said}")
    return failed


def _print_tallies(db: str | None, who: str, *, as_json: bool) -> None:
    from reviewer.store import proposals

    with reading(db) as connection:
        found, hidden = proposals.tallies(connection, who), proposals.hidden(connection, who)
    if as_json:
        out_json({"hidden": hidden, "reviewer": who, "proposals": [_tally(one) for one in found]})
        return
    if found:
        table(
            ("PROPOSER", "TAG", "OPEN", "CONFIRMED", "AMENDED", "REJECTED", "PRECISION"),
            [
                (one.proposer, one.tag, one.open, one.confirmed, one.amended, one.rejected, _precision(one))
                for one in found
            ],
            clip=("PROPOSER", "TAG"),
        )
    elif not hidden:
        say("no proposals; `reviewer check` makes them from facts, `reviewer propose FILE` takes in a program's")
    _say_hidden(hidden, who)


def _precision(one: Tally) -> str:
    return f"{one.borne_out:,} of {one.decided:,}" if one.decided else ""


def _tally(one: Tally) -> dict[str, object]:
    counts = {name: getattr(one, name) for name in one.__slots__}
    return counts | {"decided": one.decided, "precision": one.borne_out / one.decided if one.decided else None}


def _print_rows(found: Inbox) -> None:
    for row in found.rows:
        marks = [word for word in ("synthetic" * row.synthetic, row.run_state * (row.run_state != "valid")) if word]
        where = [f"{row.run}/{row.case}" if row.run else row.case, row.model or "model hidden", *marks]
        out(Strong(f"{row.id}  {row.tag}"), f"  {row.severity}  {row.transcript} {row.anchor}  {'  '.join(where)}")
        for place in row.anchor.places:
            if place.exact:
                out(f"    {place} “{' '.join(place.exact.split())}”")
        said = f"{row.decision} by {row.decided_by}" + f": {row.reason}" * bool(row.reason) if row.decision else ""
        out(f"    {row.proposer}" + f": {row.note}" * bool(row.note) + f"  {said}" * bool(said))
    if not found.rows:
        say("no proposal matches")


def _say_hidden(hidden: int, who: str) -> None:
    if hidden:
        say(f"{hidden:,} more {'is' if hidden == 1 else 'are'} hidden until the outcomes of {who}")


def _data(row: ProposalRow) -> dict[str, Any]:
    from reviewer.review.anchors import to_json

    plain = {name: getattr(row, name) for name in row.__slots__ if name not in ("key", "anchored")}
    return plain | {"anchor": to_json(row.anchor)}


def _who(name: str | None) -> str:
    if name and name.strip():
        return name.strip()
    from reviewer.operations.authors import default_author

    return default_author()
