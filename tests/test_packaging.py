"""What is installed: every room, the SQL, the samples, one version, one licence."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import reviewer


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def test_every_room_is_listed(project: dict[str, Any], root: Path) -> None:
    """A package that is not listed would be missing from a wheel, and only there."""
    rooms = {".".join(init.parent.relative_to(root).parts) for init in (root / "reviewer").rglob("__init__.py")}
    mapped = {name for name in project["tool"]["setuptools"]["package-dir"] if name != "reviewer"}
    assert set(project["tool"]["setuptools"]["packages"]) == rooms | mapped


def test_one_version() -> None:
    """The package, its metadata and the command say the same."""
    assert metadata.version("reviewer") == reviewer.__version__
    said = subprocess.run([sys.executable, "-m", "reviewer", "--version"], capture_output=True, text=True, check=True)
    assert reviewer.__version__ in said.stdout


def test_data_is_found() -> None:
    """SQL and samples are read as resources of the package, in a wheel and in an editable install alike."""
    assert any(path.name.endswith(".sql") for path in files("reviewer.db").joinpath("migrations").iterdir())
    assert files("reviewer.fixtures").joinpath("demo").is_dir()
    assert files("reviewer").joinpath("py.typed").is_file()


def test_the_command_is_installed() -> None:
    """`reviewer` and `python -m reviewer` are one program."""
    (command,) = [entry for entry in metadata.entry_points(group="console_scripts") if entry.name == "reviewer"]
    assert command.value == "reviewer.cli:main"


def test_the_licence(root: Path, project: dict[str, Any]) -> None:
    """The whole text of the licence that the metadata name."""
    text = (root / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "Copyright 2026 The reviewer authors" in text
    assert "Apache" in str(project["project"]["license"])


def test_dependencies_are_used(project: dict[str, Any], root: Path) -> None:
    """Nobody installs what no line imports, but for the tool that people open the database with."""
    source = "\n".join(path.read_text("utf-8") for path in (root / "reviewer").rglob("*.py"))
    for dependency in project["project"]["dependencies"]:
        name = re.match(r"[\w.-]+", dependency)
        assert name
        module = name[0].replace("-", "_")
        assert f"import {module}" in source or f"from {module}" in source or module == "sqlite_utils", module
