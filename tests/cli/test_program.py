"""The program as a whole: help, versions, calls that are off, and one door to the outside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from reviewer import __version__
from reviewer.cli import main
from reviewer.cli.reading import list_
from reviewer.store.filters import SORTABLE

Reviewer = Callable[..., subprocess.CompletedProcess[str]]


def every(command: click.Command = main, *words: str) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [(words, command), *(found for name, child in inner for found in every(child, *words, name))]


def test_a_command_imports_its_own_file_only() -> None:
    """No call waits for what the others need: of the files with commands one is there."""
    code = (
        "import sys\nfrom reviewer.cli import main\nfrom reviewer.cli.commands import PLACES\n"
        "main.commands['log']\n"
        "files = {f'reviewer.cli.{place.partition(\":\")[0]}' for place in PLACES.values()}\n"
        "print(sorted(files & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['reviewer.cli.log']\n"


@pytest.mark.parametrize(
    ("words", "command"), every(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_explains_itself(reviewer: Reviewer, words: tuple[str, ...], command: click.Command) -> None:
    """What it does, each option in words, and an example that begins with the command."""
    done = reviewer(*words, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: {' '.join(('reviewer', *words))}".rstrip() in " ".join(done.stdout.split())
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_version(reviewer: Reviewer) -> None:
    """`--version` says which."""
    assert reviewer("--version").stdout == f"reviewer {__version__}\n"


def test_columns_are_named_in_the_help() -> None:
    """`--sort` lists what the library can sort by."""
    (option,) = (parameter for parameter in list_.params if parameter.name == "sort")
    assert isinstance(option, click.Option)
    assert all(column in (option.help or "") for column in SORTABLE)


@pytest.mark.parametrize("words", [[], ["open"], ["demo"], ["open", "study.db", "--transcript", "x"]], ids=" ".join)
def test_without_a_terminal_the_screens_say_so(reviewer: Reviewer, tmp_path: Path, words: list[str]) -> None:
    """One line on stderr, exit code 2, and nothing made."""
    done = reviewer(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "no terminal" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serch"], "Did you mean 'search'?"),
        (["show"], "Missing argument 'ID'"),
        (["show", "x", "--colour"], "--colour"),
        (["list", "--colour"], "--colour"),
        (["list", "--sort", "colour"], "cannot sort by 'colour'"),
        (["search"], "Missing argument"),
        (["search", "x", "--limit", "0"], "--limit"),
    ],
)
def test_calls_that_are_off(reviewer: Reviewer, words: list[str], said: str) -> None:
    """One line on stderr, exit code 2."""
    done = reviewer(*words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("reviewer: ")
    assert said in done.stderr


def test_a_file_in_place_of_a_command(reviewer: Reviewer, runs: Path) -> None:
    """Is answered with the commands that take files."""
    done = reviewer(runs)
    assert done.returncode == 2
    assert "`reviewer load FILES`" in done.stderr


def test_the_database_can_be_named_before_the_command(loaded: Reviewer, tmp_path: Path) -> None:
    """`reviewer --db FILE list` and `reviewer list --db FILE` are the same; the nearer one wins."""
    there = str(tmp_path / "study.db")
    env = {"REVIEWER_DB": str(tmp_path / "none.db")}
    assert loaded("--db", there, "list", env=env).stdout == loaded("list", "--db", there, env=env).stdout != ""
    assert loaded("--db", "none.db", "list", "--db", there).returncode == 0
    assert loaded("--db", "none.db", "list").returncode == 4


def test_a_missing_database_is_the_grounds_fault(reviewer: Reviewer, tmp_path: Path) -> None:
    """Exit code 4, and how to make one; looking makes none."""
    done = reviewer("list")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == f"reviewer: {tmp_path / 'study.db'}: no such database; `reviewer load FILES` makes one\n"
    assert list(tmp_path.iterdir()) == []


_INTERRUPTED = """
import os, runpy, signal, sys

place, sys.argv = sys.argv[1], ["reviewer", "list"]

class Finder:
    def find_spec(self, name, *_):
        if name == place:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
runpy.run_module("reviewer", run_name="__main__")
"""
"""Somebody presses Ctrl-C just when a module is about to be imported."""


@pytest.mark.parametrize("place", ["click", "reviewer.cli.common", "reviewer.store.filters", "reviewer.cli.page"])
def test_an_interrupt_in_the_first_moments(place: str) -> None:
    """Exit code 130 and one line, also before any command runs."""
    done = subprocess.run([sys.executable, "-c", _INTERRUPTED, place], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "reviewer: interrupted\n")
