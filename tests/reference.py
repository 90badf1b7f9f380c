"""The pages that the program writes: every key and every command, and the rules of the linter.

`python -m tests.reference` brings them up to date; a test fails where they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from reviewer.cli import main
from reviewer.dossier.lint.registry import rules
from reviewer.tui.actions import ACTIONS, key_label

REFERENCE = Path(__file__).resolve().parents[1] / "reviewer" / "REFERENCE.md"
CLAIMS = REFERENCE.with_name("CLAIMS.md")
WIDTH = 88
SCREENS = {
    "app": "Everywhere",
    "library": "In the library",
    "search": "In the search",
    "queue": "In a queue",
    "inbox": "In the inbox",
    "adjudicate": "Where reviewers disagree",
    "transcript": "In a transcript",
    "compare": "Comparing runs",
    "amend": "Amending a finding",
    "panel": "In the review panel",
    "patterns": "In the patterns",
    "dossier": "In a dossier",
    "board": "On the board",
    "load": "While loading",
    "draw": "While drawing a queue",
    "export": "While exporting",
    "help": "On the help screen",
    "page": "On a page of long text",
    "choose": "In a list to choose from",
}
_BLOCK = re.compile(r"(<!-- (\w+): written by the program -->\n)(.*?)(<!-- end of \w+ -->)", re.DOTALL)


def commands(command: click.Command = main, name: str = "reviewer") -> Iterator[tuple[str, click.Command]]:
    """Every command and its full name, the program itself first."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for word in command.list_commands(context):
            child = command.get_command(context, word)
            if child and not child.hidden:
                yield from commands(child, f"{name} {word}")


def help_texts() -> str:
    """What `--help` prints, of each command."""
    parts = []
    for name, command in commands():
        words = name.split()
        context: click.Context | None = None
        for i in range(len(words)):
            context = click.Context(
                dict(commands())[" ".join(words[: i + 1])],
                parent=context,
                info_name=words[i],
                max_content_width=WIDTH,
                terminal_width=WIDTH,
            )
        assert context is not None
        parts.append(f"```\n$ {name} --help\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def keys() -> str:
    """The keys of each screen, as tables."""
    parts = []
    for where, actions in groupby(ACTIONS, key=lambda action: action.where):
        rows = [f"**{SCREENS[where]}**", "", "| keys | what | its name in `keys.toml` |", "|---|---|---|"]
        for action in actions:
            shown = " ".join(f"`{key_label(key)}`" for key in action.keys) or "palette"
            what = f"{action.title}{f' ({action.when})' if action.when else ''}"
            rows.append(f"| {shown} | {what} | `{action.name}` |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def lint_rules() -> str:
    """What the linter looks for, as a table."""
    rows = [f"| `{one.name}` | {one.level} | {one.says} |" for one in rules()]
    return "\n".join(["| rule | level | what it sees |", "|---|---|---|", *rows, ""])


def written(text: str) -> str:
    """The page with its blocks as the program writes them now."""
    blocks = {"help": help_texts, "keys": keys, "rules": lint_rules}
    return _BLOCK.sub(lambda block: block[1] + "\n" + blocks[block[2]]() + "\n" + block[4], text)


if __name__ == "__main__":
    for page in (REFERENCE, CLAIMS):
        page.write_text(written(page.read_text("utf-8")), "utf-8")
