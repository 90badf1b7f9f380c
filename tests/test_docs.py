"""What is written about the program is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.dossier.claims_front import KEYS
from reviewer.dossier.placeholders import FORMS
from reviewer.formats.hooks import formats
from reviewer.tui.actions import ACTIONS
from tests.reference import CLAIMS, REFERENCE, SCREENS, commands, written

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = (
    "README.md",
    "reviewer/REFERENCE.md",
    "reviewer/CLAIMS.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "db/README.md",
    "fixtures/hostile/README.md",
)


def test_the_reference_is_in_step() -> None:
    """Help texts and keys stand there as the program has them: `python -m tests.reference` writes them."""
    for page in (REFERENCE, CLAIMS):
        text = page.read_text("utf-8")
        assert written(text) == text


def test_everything_that_prose_can_quote_is_described() -> None:
    """Each kind of placeholder with its forms, and each key of the front matter."""
    text = CLAIMS.read_text("utf-8")
    for kind, forms in FORMS.items():
        assert f"{{{{{kind}" in text, kind
        for form in forms:
            assert f"`{form}`" in text, (kind, form)
    for key in KEYS:
        assert key in text, key


def test_the_two_commands_come_first() -> None:
    """A stranger finds what to type, literally, and the demo before the tests."""
    first = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/reviewer demo"
    second = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
    commands_in_order = [block for block in re.findall(r"```\n(.*?)```", TEXT, re.DOTALL) if "python3" in block]
    assert commands_in_order == [first + "\n", second + "\n"]


@pytest.mark.parametrize(("name", "command"), [*commands()], ids=lambda value: value if isinstance(value, str) else "")
def test_help_is_written_for_people(name: str, command: object) -> None:
    """Each command says what it does, gives an example, and explains each of its options."""
    help_text = getattr(command, "help", None)
    epilog = getattr(command, "epilog", None)
    assert help_text, name
    assert epilog, name
    assert epilog.startswith("Example: reviewer"), name
    for option in getattr(command, "params", []):
        assert option.param_type_name == "argument" or option.help, (name, option.name)


def test_every_format_is_described() -> None:
    """The table of formats has a row for each."""
    for known in formats():
        assert f"| `{known.name}` |" in TEXT


def test_every_screen_has_a_name() -> None:
    """The tables of keys name each screen that has some."""
    assert {action.where for action in ACTIONS} == set(SCREENS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str, root: Path) -> None:
    """Pictures, files and folders that the documents point at are there."""
    text = (root / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert "://" in target or (root / document).parent.joinpath(target).exists(), target
    for path in re.findall(r"`((?:reviewer|tests|db|fixtures)/[\w./-]+)`", text):
        assert "NAME" in path or "NNNN" in path or (root / path).exists(), path
