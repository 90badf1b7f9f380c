"""What must not creep in: screens in headless rooms, slow imports on the way to a list, and traces of a machine."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

HEADLESS = ("errors", "model", "text", "review", "checks", "store", "formats", "dossier", "export", "operations")
SCREENS = {"textual", "rich"}
SLOW = {"textual", "rich", "pydantic", "sqlite_utils", "hypothesis", "asyncio"}
READERS = (
    "rows",
    "connection",
    "filters",
    "transcripts",
    "facets",
    "conversation",
    "search",
    "places",
    "facts",
    "suites",
)


def imported(code: str, *words: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after `code`."""
    report = f"{code}\nimport sys; sys.stderr.write(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", report, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_headless_room_knows_no_terminal() -> None:
    """Each module below the screens can be used where there is neither Textual nor Rich."""
    names = []
    for room in HEADLESS:
        name = f"reviewer.{room}"
        module = __import__(name, fromlist=["__path__"])
        names += [name, *(found.name for found in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."))]
    halts = (
        f"import sys\nfor name in {names}:\n __import__(name)\n assert sys.modules.keys().isdisjoint({SCREENS}), name"
    )
    assert imported(halts).isdisjoint(SCREENS)


def test_reading_is_light() -> None:
    """What a list, a transcript and a search are read with needs the standard library and nothing slow."""
    names = ", ".join(f"reviewer.store.{name}" for name in READERS)
    assert imported(f"import reviewer.model.reading, reviewer.text.visible, {names}").isdisjoint(SLOW)


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["list"], ["list", "--json"], ["show", "zzz"]], ids=" ".join
)
def test_quick_commands_are_light(words: list[str], tmp_path: Path) -> None:
    """Help and lists come without Textual, pydantic and sqlite-utils on the way."""
    code = "import sys\nsys.argv[0] = 'reviewer'\nfrom reviewer.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "sys.stderr = sys.__stderr__"
    done = imported(
        "import os; quiet = os.dup(2); os.dup2(os.open(os.devnull, os.O_WRONLY), 2)\n" + code + "\nos.dup2(quiet, 2)",
        *words,
        *([] if words[0][0] == "-" else ["--db", str(tmp_path / "none.db")]),
    )
    assert done.isdisjoint(SLOW)


def committed(root: Path) -> list[Path]:
    """The files that belong to the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := root / name).is_file()]


HOSTS = "|".join(
    re.escape(host)
    for host in (
        "py" "pi.org",
        "python" "hosted.org",
        "npm" "js.org",
        "npm" "js.com",
        "yarn" "pkg.com",
        "crates" ".io",
        "proxy.go" "lang.org",
        "ana" "conda.org",
        "deb" ".debian.org",
        "archive.ub" "untu.com",
    )
)  # fmt: skip
PLACES = re.compile(rf"(?<![\w.~$}}-])/(?:work|root|tmp|opt/pypi|opt/wheels)/|{HOSTS}")
LOCKS = re.compile(r"(?:^|[.-])lock(?:\.|$)|^requirements.*\.txt$|^Pipfile", re.IGNORECASE)


def test_no_traces_of_a_machine(root: Path) -> None:
    """No file names a package registry's host or a path of somebody's machine, and none is a lock file."""
    traces = []
    for path in committed(root):
        assert not LOCKS.search(path.name), path
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if found := PLACES.search(line):
                traces.append(f"{path.relative_to(root)}:{number}: {found[0]}")
    assert traces == []
