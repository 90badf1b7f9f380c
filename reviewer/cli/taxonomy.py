"""`reviewer taxonomy`: the tags that a finding can carry, and how a team changes them."""

from __future__ import annotations

import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import Command, InOrder, database, database_option, json_option, open_editor, pass_on, reading
from reviewer.cli.output import Strong, out, out_json, say, table
from reviewer.errors import ReviewerError, UsageError
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Tag, Taxonomy
    from reviewer.operations.reviewing import Reviewing
    from reviewer.operations.taxonomies import Difference

_HASH = 11
_DRAFT = ".taxonomy.toml"


def _suite_option(command: Command) -> Command:
    return click.option("--suite", metavar="NAME", default="", help="The taxonomy of this suite alone.")(command)


def _decision_options(command: Command) -> Command:
    """Who decides, and why."""
    command = click.option("--reason", metavar="TEXT", help="Why.")(command)
    say_who = "Who decides. Without it: the name that git knows, or yours."
    return click.option("--author", metavar="NAME", help=say_who)(command)


@click.group("taxonomy", cls=InOrder, invoke_without_command=True, epilog="Example: reviewer taxonomy")
@click.option("--toml", "as_toml", is_flag=True, help="Print the file itself, with its comments.")
@_suite_option
@json_option
@database_option
@click.pass_context
def taxonomy(ctx: click.Context, as_toml: bool, suite: str, as_json: bool, db: str | None) -> None:
    """Print the tags that are in force, or change them.

    A finding carries a tag: after `t` its KEY saves it. The tags are a file that a team edits; a finding keeps the
    version that it was made under, so a definition that changes later lists exactly the findings that it touches.
    """
    pass_on(ctx, db)
    if ctx.invoked_subcommand is not None:
        return
    from reviewer.operations import taxonomies

    with reading(db) as connection:
        present, text = taxonomies.in_force(connection, suite), taxonomies.text_in_force(connection, suite)
    if as_json:
        out_json({**asdict(present), "hash": present.hash})
    elif as_toml:
        out(text.rstrip("\n"))
    else:
        _print(present)


@taxonomy.command(epilog="Example: reviewer taxonomy edit --reason 'tone was two things'")
@_suite_option
@_decision_options
@database_option
def edit(suite: str, author: str | None, reason: str | None, db: str | None) -> None:
    """Open the tags in your editor, check them, and take them into force.

    What is wrong is said, and the text is kept beside the database: the next `edit` goes on with it. The editor is
    the one that VISUAL or EDITOR names.
    """
    from reviewer.operations import taxonomies
    from reviewer.operations.reviewing import Reviewing

    path = database(db)
    draft = path.with_name("".join([path.name, "." * bool(suite), re.sub(r"\W", "-", suite), _DRAFT]))
    with reading(db) as connection:
        present, text = taxonomies.in_force(connection, suite), taxonomies.text_in_force(connection, suite)
    begun = draft.exists()
    if begun:
        say(f"going on with {draft}")
    else:
        _write(draft, text)
    _edit(draft, text)
    if not draft.exists():
        say("nothing was changed")
        return
    try:
        _, written = taxonomies.read(draft)
        with Reviewing(path, author) as reviewing:
            since = None if begun else present.hash
            made = taxonomies.use(reviewing, written, str(draft), suite=suite, reason=reason, instead_of=since)
            _in_force(reviewing, made, present, suite)
    except ReviewerError:
        say(f"NOT SAVED; the text is kept, and `{_again(suite)}` goes on with it")
        raise
    draft.unlink()


@taxonomy.command("check", epilog="Example: reviewer taxonomy check tags.toml")
@click.argument("file", metavar="FILE")
def check_(file: str) -> None:
    """Read a FILE and say what is wrong with it; nothing is kept."""
    from reviewer.operations.taxonomies import read

    found, _ = read(file)
    out(f"{found.name} {found.version}  {found.hash}\n{len(found.tags):,} tags in {len(found.groups):,} groups")


@taxonomy.command(epilog="Example: reviewer taxonomy diff tags.toml")
@click.argument("file", metavar="[FILE]", required=False)
@_suite_option
@json_option
@database_option
def diff(file: str | None, suite: str, as_json: bool, db: str | None) -> None:
    """List what differs, and exactly the findings that it touches.

    With a FILE: what would change if it came into force. Without: what the tags in force have that the shipped ones
    have not. A tag is added, removed, redefined (definition, polarity or group) or reworded (anything else). Findings
    are compared by the taxonomy that each was made under.
    """
    from reviewer.model.taxonomy import shipped_taxonomy
    from reviewer.operations import taxonomies

    new = taxonomies.read(file)[0] if file else None
    with reading(db) as connection:
        present = taxonomies.in_force(connection, suite)
        old, new = (present, new) if new else (shipped_taxonomy(), present)
        found, unknown = taxonomies.differences(connection, new, old)
    if as_json:
        out_json({"changes": [_data(one) for one in found], "unknown_taxonomies": unknown})
        return
    say(f"{old.name} {old.version} ({old.hash[:_HASH]}) → {new.name} {new.version} ({new.hash[:_HASH]})")
    _print_differences(found, unknown)


@taxonomy.command(epilog="Example: reviewer taxonomy use tags.toml --reason 'agreed on Monday'")
@click.argument("file", metavar="FILE", required=False)
@click.option("--undo", is_flag=True, help="Take back what was said; the shipped taxonomy holds again.")
@_suite_option
@_decision_options
@database_option
def use(file: str | None, undo: bool, suite: str, author: str | None, reason: str | None, db: str | None) -> None:
    """Take the tags of a FILE into force. Findings keep the ones that they were made under."""
    from reviewer.operations import taxonomies
    from reviewer.operations.reviewing import Reviewing

    if (file is None) is not undo:
        raise UsageError("say FILE, or `--undo`")
    text = taxonomies.read(file)[1] if file else ""
    with reading(db) as connection:
        present = taxonomies.in_force(connection, suite)
    with Reviewing(database(db), author) as reviewing:
        if file:
            made = taxonomies.use(reviewing, text, file, suite=suite, reason=reason)
        else:
            taxonomies.use_shipped(reviewing, suite=suite, reason=reason)
            made = taxonomies.in_force(reviewing.connection, suite)
        _in_force(reviewing, made, present, suite)


def _print(present: Taxonomy) -> None:
    say(f"{present.name} {present.version}  {present.hash[:_HASH]}  {len(present.tags):,} tags")
    table(
        ("KEY", "TAG", "LABEL", "COUNTS", "SEVERITY", "DEFINITION"),
        [(tag.key, tag.id, tag.label, tag.polarity, tag.severity, tag.definition) for tag in present.tags],
        clip=("DEFINITION", "LABEL"),
        leave=("COUNTS", "SEVERITY"),
    )


def _print_differences(found: list[Difference], unknown: dict[str, list[str]]) -> None:
    if not found and not unknown:
        say("no difference")
    for one in found:
        count = f"{len(one.findings):,} finding{'s' * (len(one.findings) != 1)}"
        out(Strong(f"{one.change} {one.tag}"), "  ", visible_line(count))
        for line in _what(one.before, one.after):
            out(f"    {line}")
        for id_ in one.findings:
            out(f"    finding {id_}")
    for hash_, ids in unknown.items():
        many = len(ids) != 1
        say(f"{len(ids):,} finding{'s' * many} made under a taxonomy that is not here ({hash_[:_HASH]}): not compared")


def _what(before: Tag | None, after: Tag | None) -> list[str]:
    if before is None or after is None:
        tag = after or before
        return [f"{tag.label}: {tag.definition}"] if tag else []
    old, new = asdict(before), asdict(after)
    return [f"{name}: {old[name] or '–'} → {new[name] or '–'}" for name in old if old[name] != new[name]]


def _data(one: Difference) -> dict[str, Any]:
    def plain(tag: Tag | None) -> dict[str, Any] | None:
        return asdict(tag) if tag else None

    return {name: getattr(one, name) for name in ("change", "tag", "findings")} | {
        "before": plain(one.before),
        "after": plain(one.after),
    }


def _in_force(reviewing: Reviewing, made: Taxonomy, before: Taxonomy, suite: str) -> None:
    """Says what holds now, what has changed, and how many findings that touches."""
    from reviewer.operations.taxonomies import differences

    where = f" for {suite}" if suite else ""
    say(f"{made.name} {made.version} ({made.hash[:_HASH]}) is in force{where}, says {reviewing.reviewer}")
    found, _ = differences(reviewing.connection, made, before)
    for change in ("added", "removed", "redefined", "reworded"):
        of_it = [one for one in found if one.change == change]
        touched = sum(len(one.findings) for one in of_it)
        if of_it:
            names = ", ".join(dict.fromkeys(one.tag for one in of_it))
            say(f"{change}: {names}" + (f" ({touched:,} finding{'s' * (touched != 1)})" if touched else ""))


def _again(suite: str) -> str:
    return "reviewer taxonomy edit" + (f" --suite {suite}" if suite else "")


def _edit(draft: Path, text: str) -> None:
    """Opens the editor; a draft that is as it was before goes."""
    try:
        open_editor(draft)
    finally:
        if draft.exists() and draft.read_bytes() == text.encode():
            draft.unlink()


def _write(draft: Path, text: str) -> None:
    """For its owner alone, as the database is."""
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
