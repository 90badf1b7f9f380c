"""`reviewer queue`: what is to be read, why, by whom, and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import InOrder, database, database_option, json_option, reading
from reviewer.cli.output import REMARKS, Strong, out, out_json, say, table
from reviewer.cli.reading import refuse_unknown, typed
from reviewer.errors import NotFound, UsageError

if TYPE_CHECKING:
    from reviewer.review.queue import Draw
    from reviewer.store.queues import ItemRow, QueueRow
    from reviewer.store.rows import TranscriptRow

_AFTER = "traps that are read twice because they fell by the check are told only after the verdicts"
_SHOWN = ("number", "id", "case", "run", "model", "class", "why", "reviewer", "state", "done_by")


class Queues(InOrder):
    """The group; a word that is no command of it is the name of a queue."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`queue NAME` is `queue show NAME`."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            return "show", self.commands["show"], [*args, *(["--json"] if ctx.params.get("as_json") else [])]
        return super().resolve_command(ctx, args)


def reviewer_option(command: Any) -> Any:
    """`--reviewer NAME`."""
    return click.option("--reviewer", metavar="NAME", help="Who asks. Without it: you.")(command)


def _parsed(kind: str) -> Callable[[click.Context, click.Parameter, str], Any]:
    """What is typed after an option, as the operation of that name reads it."""

    def parse(_ctx: click.Context, _option: click.Parameter, text: str) -> Any:
        from reviewer.operations import queues

        try:
            return getattr(queues, kind)(text)
        except UsageError as error:
            raise click.BadParameter(str(error)) from None

    return parse


@click.group("queue", cls=Queues, invoke_without_command=True, epilog="Example: reviewer queue traps")
@json_option
@database_option
@click.pass_context
def queue(ctx: click.Context, as_json: bool, db: str | None) -> None:
    """Say what is to be read: the queues, or with the name of one its transcripts.

    `reviewer queue NAME` lists what is in it, why, for whom, and how far it is.
    """
    from reviewer.cli.common import pass_on

    pass_on(ctx, db)
    if ctx.invoked_subcommand is None:
        _print_queues(db, as_json=as_json)


@queue.command(
    context_settings={"ignore_unknown_options": True},  # a filter may begin with a dash
    epilog="Example: reviewer queue make june class:trap --sample 40 --stratify model --seed 7 --assign Ann,Bob",
)
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@click.option("--sample", metavar="N", type=click.IntRange(min=1), help="Draw so many. Without it: all.")
@click.option(
    "--stratify", metavar="FIELDS", default="", callback=_parsed("fields"), help="In proportion by class, model, …"
)
@click.option("--seed", metavar="S", type=int, default=0, show_default=True, help="The same seed draws the same.")
@click.option(
    "--double",
    metavar="SHARE",
    default="10%",
    show_default=True,
    callback=_parsed("share"),
    help="Has a second reader, too.",
)
@click.option("--traps-first", is_flag=True, help="Traps stand in front.")
@click.option("--disagreements-first", is_flag=True, help="Cases whose outcome is disputed stand in front.")
@click.option("--cited-unconfirmed", is_flag=True, help="Those with a cited finding without a second reader's word.")
@click.option(
    "--assign", metavar="A,B", multiple=True, help="To these in turn. Given again for each: names as they are."
)
@click.option("--blind", is_flag=True, help="Hide model and others' findings; shuffle over models.")
@click.option("--author", metavar="NAME", help="Who makes it. Without it: you.")
@database_option
def make(
    name: str, words: tuple[str, ...], assign: tuple[str, ...], author: str | None, db: str | None, **recipe: Any
) -> None:
    """Draw a queue from what a FILTER lets through.

    FILTERs are those of `reviewer list`. What is drawn depends on the seed and on what there is to draw from, and on
    nothing else; both are kept. Besides the share, every trap that fell by the check is read twice.
    Cited is what a report prints: each publishable finding of a run that counts; and what a frozen edition printed.
    """
    from reviewer.operations import queues
    from reviewer.review.queue import Recipe
    from reviewer.store import filters

    text = typed(words)
    refuse_unknown(words, filters.parse(text))
    with reading(db) as connection:  # a mistyped name is said, and no database is made for it
        known = queues.known(connection, *filter(None, [author]))
    try:
        given = tuple(map(str.strip, assign)) if len(assign) > 1 else queues.names("".join(assign), known)
        made = Recipe(filter=text, assign=given, **recipe)
    except ValueError as error:
        raise UsageError(str(error)) from None
    _say_drawn(db, name, queues.make(database(db), name, made, author), author)


@queue.command(epilog="Example: reviewer queue late june")
@click.argument("name")
@click.option("--sample", metavar="N", type=click.IntRange(min=1), help="Draw so many. Without it: as the first time.")
@database_option
def late(name: str, sample: int | None, db: str | None) -> None:
    """Draw from what came in since a queue was made.

    It is a stratum of its own: what was drawn before stays as it is. It stands behind the rest; in a blind queue it is
    shuffled into it, for a place at the end would tell of it.
    """
    from reviewer.operations import queues

    with reading(db):
        pass
    _say_drawn(db, name, queues.late(database(db), name, sample))


@queue.command("next", epilog="Example: reviewer queue next june --reviewer Ann")
@click.argument("name")
@reviewer_option
@json_option
@database_option
def next_(name: str, reviewer: str | None, as_json: bool, db: str | None) -> None:
    """Print what a reviewer is to read next.

    It ends with 1 where nothing is left for that reviewer.
    """
    from reviewer.store import queue_shown, queues

    who = _who(reviewer)
    with reading(db) as connection:
        chosen = queues.find(connection, name)
        found = queues.items(connection, chosen)
        waiting = queues.open_for(found, who)
        if not waiting:
            left = queues.counted(queue_shown.shown_to(connection, found, who))["open"]
            raise NotFound(f"nothing in {name} is left for {who}" + (f"; {left:,} for others" if left else ""))
        (why,) = [
            item.why for item in queue_shown.shown_to(connection, found, who) if item.ordinal == waiting[0].ordinal
        ]
    if as_json:
        out_json({"transcript": waiting[0].transcript, "why": why, "open": len(waiting), "reviewer": who})
    else:
        out(waiting[0].transcript)
        say(f"{why}; {len(waiting):,} left for {who}")


@queue.command(hidden=True, epilog="Example: reviewer queue show june")
@click.argument("name")
@reviewer_option
@json_option
@database_option
def show(name: str, reviewer: str | None, as_json: bool, db: str | None) -> None:
    """List a queue.

    `reviewer queue NAME` says the same; this is for a queue with the name of a command.
    """
    from reviewer.store import queue_shown, queues, transcripts

    who = _who(reviewer)
    with reading(db) as connection:
        chosen = queues.find(connection, name)
        found = queues.items(connection, chosen)
        shown = queue_shown.shown_to(connection, found, who)
        blind = queue_shown.blind_to(chosen, found, who)
        keys = sorted({item.key for item in found if item.key is not None})
        rows = {row.key: row for row in transcripts.rows(connection, keys)}
        hidden = queue_shown.masked(connection, who)
        hides = not chosen.recipe.cited_unconfirmed and queue_shown.traps_wait(connection, found, who)
    data = [_item(item, rows.get(item.key or 0), blind=item.transcript in hidden) for item in shown]
    masks = any(item.transcript in hidden for item in found)
    if as_json:
        out_json({**_queue(chosen, found, shown, masks=masks), "blind_to_you": blind, "items": data})
        return
    table(
        ("#", "ID", "CASE", "RUN", "MODEL", "CLASS", "WHY", "FOR", "STATE", "BY", REMARKS),
        [[one[name] for name in _SHOWN] + ["synthetic" if one["synthetic"] else ""] for one in data],
        clip=("WHY", "MODEL", "RUN", "CASE", "CLASS", REMARKS),
        leave=("CLASS", "BY", "RUN"),
    )
    _say_frame(chosen, shown, masks=masks)
    if hides:
        say(f"{_AFTER} of {who}")
    if blind:
        say(f"blind: runs and models are shown when {who} is done with all of it")


def _print_queues(db: str | None, *, as_json: bool) -> None:
    from reviewer.store import queue_shown, queues

    with reading(db) as connection:
        found = []
        for one in queues.queues(connection):
            items = queues.items(connection, one)
            found.append((one, items, queue_shown.shown_to(connection, items, _who(None))))
    if as_json:
        with reading(db) as connection:
            hidden = queue_shown.masked(connection, _who(None))
        out_json(
            [
                _queue(one, items, shown, masks=any(item.transcript in hidden for item in items))
                for one, items, shown in found
            ]
        )
    elif not found:
        say("no queues yet; `reviewer queue make NAME` draws one")
    else:
        table(
            ("QUEUE", "DRAWN", "FROM", "READINGS", "DONE", "LEFT", "SEED", "MADE", "BY"),
            [
                (
                    *(one.name, len({item.transcript for item in items}), len(one.population), len(shown)),
                    *(len(shown) - queues.counted(shown)["open"], queues.counted(shown)["open"]),
                    *(str(one.recipe.seed), one.at[:10], one.author),
                )
                for one, items, shown in found
            ],
            clip=("QUEUE", "BY"),
            leave=("MADE", "BY", "SEED"),
        )


def _say_drawn(db: str | None, name: str, drawn: Draw, author: str | None = None) -> None:
    from reviewer.review.queue import EVERYTHING
    from reviewer.store import queue_shown, queues

    with reading(db) as connection:
        made, who = queues.find(connection, name), _who(author)
        found = queues.items(connection, made)
        blind = queue_shown.blind_to(made, found, who)
        hides = not made.recipe.cited_unconfirmed and queue_shown.traps_wait(connection, found, who)
    single = {item.transcript for item in drawn.items}
    sizes = {stratum: len(ids) for stratum, ids in drawn.population.items()}
    if blind and [*sizes] != [EVERYTHING]:
        strata = f"{len(sizes):,} {'stratum' if len(sizes) == 1 else 'strata'}"
        out(Strong(name), f"  {len(single):,} of {sum(sizes.values()):,}  from {strata}")
        say(f"blind: how many of which is shown when {who} is done with all of it")
    else:
        for stratum, size in sizes.items():
            taken = sum(item.stratum == stratum and item.copy == 1 for item in drawn.items)
            out(Strong(name), f"  {taken:,} of {size:,}  {stratum}")
    drawn_from = f"{len(single):,} of {sum(sizes.values()):,} transcripts drawn"
    say(f"{drawn_from}, {drawn.shared:,} of them for a second reader, too")
    if given := made.recipe.assign:
        say(f"given to {' and to '.join(given)}{', in turn' if len(given) > 1 else ''}")
    if hides:
        say(f"{_AFTER} of {who}")


def _say_frame(chosen: QueueRow, found: list[ItemRow], *, masks: bool) -> None:
    from reviewer.store.queues import ENDED, counted

    states = counted(found)
    done = ", ".join(f"{states[state]:,} {state}" for state in ENDED if states[state])
    said = f"{len(found) - states['open']:,} of {len(found):,} readings done" + (f": {done}" if done else "")
    drawn = {item.transcript for item in found}
    frame = f"{len(drawn):,} transcripts of {len(chosen.population):,}" if masks else chosen.draws(drawn)
    say(f"{said}; {frame}, seed {chosen.recipe.seed}, made {chosen.at}")


def _queue(one: QueueRow, items: list[ItemRow], shown: list[ItemRow], *, masks: bool) -> dict[str, object]:
    """As JSON; to whom a transcript of it is of no model, neither by filter nor by stratum."""
    from dataclasses import asdict

    from reviewer.store.queues import counted

    drawn: dict[str, int] = {}
    for item in items:
        drawn[item.stratum] = drawn.get(item.stratum, 0) + (item.copy == 1)
    strata = () if masks else one.populations
    frame = {name: len(ids) for held in strata for name, ids in held.items()}
    return {
        "id": one.id,
        "name": one.name,
        "author": one.author,
        "at": one.at,
        "recipe": asdict(one.recipe) | ({"filter": None} if masks else {}),
        "strata": [{"stratum": name, "population": size, "drawn": drawn.get(name, 0)} for name, size in frame.items()],
        "readings": len(shown),
        "states": dict(counted(shown)),
    }


def _item(item: ItemRow, row: TranscriptRow | None, *, blind: bool) -> dict[str, Any]:
    return {
        "number": item.number,
        "id": item.transcript,
        "case": row.case if row else None,
        "class": row.case_class if row else None,
        "synthetic": row.synthetic if row else None,
        "run": None if blind or row is None else row.run,
        "model": None if blind or row is None else row.model,
        "stratum": item.stratum or None,
        "why": item.why,
        "reviewer": item.reviewer,
        "copy": item.copy,
        "state": item.state,
        "done_by": item.done_by,
    }


def _who(name: str | None) -> str:
    if name and name.strip():
        return name.strip()
    from reviewer.operations.authors import default_author

    return default_author()
