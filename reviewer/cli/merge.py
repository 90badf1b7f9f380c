"""`reviewer merge`: the reviews of other databases and files come into this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.common import database, database_option, json_option
from reviewer.cli.output import out, out_json, say
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.operations.merge import Merged


@click.command(epilog="Example: reviewer merge ben.db chen.jsonl")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
@database_option
def merge(files: tuple[str, ...], as_json: bool, db: str | None) -> None:
    """Bring reviews of others in.

    A FILE is a database, or what `reviewer export reviews --jsonl` wrote. Every decision, receipt, proposal, taxonomy,
    queue, frozen edition and manifest of an export that is not here yet comes into the database that `--db` names, so
    that `reviewer verify` proves here what was published there; the FILES stay as they are.
    What came twice is there once, so the order and the number of times make no difference. Where two people decided
    differently neither wins: `reviewer disagreements` lists it. Nor does one of two editions that were frozen apart
    under one number: both stay, and are named here. A file that cannot be kept whole is refused, and nothing comes in.
    Transcripts do not come: load their run files.
    """
    from reviewer.operations.merge import merge as bring

    target = database(db)
    merged = bring(target, files)
    if as_json:
        out_json([_data(one) for one in merged])
        return
    for one in merged:
        out(f"{one.path}: {_sentence(one)}")
    for clash in dict.fromkeys(clash for one in merged for clash in one.clashes):
        say(visible_line(clash))
    say(f"into {target}")


def _sentence(one: Merged) -> str:
    """What was new, and what was here."""
    names = {"events": "decisions", "receipts": "receipts", "proposals": "proposals"}
    names |= {"taxonomies": "taxonomies", "queues": "queues", "editions": "editions", "manifests": "manifests"}
    came = one.came._asdict()
    new = [
        f"{came[name]:,} {words if came[name] != 1 else _SINGULAR[words]}"
        for name, words in names.items()
        if came[name]
    ]
    here = one.counts["event"] - came["events"]
    known = f"{here:,} of its {one.counts['event']:,} decisions were here already" if here else ""
    return "; ".join(filter(None, [", ".join(new) if new else "nothing new", known]))


_SINGULAR = {
    "decisions": "decision",
    "receipts": "receipt",
    "proposals": "proposal",
    "taxonomies": "taxonomy",
    "queues": "queue",
    "editions": "edition",
    "manifests": "manifest",
}


def _data(one: Merged) -> dict[str, Any]:
    return {"file": str(one.path), "holds": one.counts, "new": one.came._asdict(), "clashes": [*one.clashes]}
