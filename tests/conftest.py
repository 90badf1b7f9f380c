"""What every test stands on: nobody's own files, no clock in hypothesis, the corpora where they are."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import lent

# A deadline would be a timing assertion, and a busy machine is no defect of the program.
# With `CI=true` the same examples are drawn each time.
# Every run draws other examples, so few in each are many in a week.
settings.register_profile(
    "here", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.register_profile("few", settings.get_profile("ci"), max_examples=3)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What is started in the background does not hear ^C, nor would anything that the tests start from there and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet. To number one, pytest would look through all others."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that no test reads or writes what belongs to the person who runs it."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name[4:-5].lower()))
    for name in ("REVIEWER_DB", "NO_COLOR", "FORCE_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def shared_stores_stay_as_they_are() -> Iterator[None]:
    """Here and not when the shared fixture ends, so that it is the test that wrote which fails."""
    yield
    assert not (written := lent.written()), f"shared with other tests, to be copied before writing: {written}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the real corpora; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the corpora are not beside the checkout")
    return SHARED
