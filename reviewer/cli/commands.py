"""Which command lies in which file. A file is imported when its command is called: none waits for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

PLACES = {
    "load": "loading:load",
    "open": "screens:open_",
    "demo": "loading:demo",
    "list": "reading:list_",
    "show": "reading:show",
    "search": "reading:search",
    "check": "checking:check",
    "status": "status:status",
    "queue": "queue:queue",
    "inbox": "propose:inbox",
    "propose": "propose:propose",
    "findings": "findings:findings",
    "carried": "carried:carried",
    "patterns": "patterns:patterns",
    "taxonomy": "taxonomy:taxonomy",
    "figures": "figures:figures",
    "dossier": "dossier_states:dossier",
    "board": "board:board",
    "lint": "lint:lint",
    "runs": "register:runs",
    "suites": "suites:suites",
    "log": "log:log",
    "agreement": "agreement:agreement",
    "disagreements": "agreement:disagreements",
    "adjudicate": "agreement:adjudicate",
    "export": "exporting:export",
    "verify": "verifying:verify",
    "diff": "verifying:diff",
    "merge": "merge:merge",
    "doctor": "doctor:doctor",
    "schema": "reading:schema",
}
"""In the order in which a person needs them: the file below `reviewer/cli`, and the command's name there."""


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when it is asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._here: dict[str, click.Command | str] = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        found = self._here[name]
        if isinstance(found, str):
            file, _, there = found.partition(":")
            command: click.Command = getattr(import_module(f"reviewer.cli.{file}"), there)
            self._here[name] = found = command
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._here[name] = command

    def __delitem__(self, name: str) -> None:
        del self._here[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._here)

    def __len__(self) -> int:
        return len(self._here)
