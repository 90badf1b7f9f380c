"""Mutated files of every format: whatever comes in, only the program's own errors come out, soon and in little memory.

Each mutation is named by its format and its number, and is made again from these two alone.
"""

from __future__ import annotations

import copy
import io
import json
import random
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import InputRefused
from reviewer.formats import Fill, Found, Refused, read, sources

if sys.version_info >= (3, 14):
    import zipfile
else:
    from backports.zstd import zipfile

FORMATS = ("native", "tau2", "tau", "openai-chat", "inspect")
SECONDS = 2
MEGABYTES = 512
SHORT, LONG = 100, 10_000

HOSTILE: list[Any] = [
    *(None, True, False, 0, -1, 3.5, 1e300, 2**63, -(2**70), 10**400, "", "x", "agent", "tool", " ", "../../x"),
    *("x" * 20_000, "\x00\x1b[2J\u202e", "attachment://0123456789abcdef", "data:image/png;base64," + "A" * 20_000),
    *([], {}, [None], [[]], {"a": None}, [1, "a", None, {}], {"role": 3}, {"role": "user", "content": [{"type": 4}]}),
    *({"id": {}, "name": [], "function": [], "arguments": {"a": [1]}}, json.loads("[" * 100 + "]" * 100)),
    json.loads("[" * 140 + "]" * 140),
]
TOKENS = [
    *(
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"null",
        b"\\ud83d",
        b"\\udc00\\ud800",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
    ),
    *(
        b"\x00",
        b"\r\n",
        b"\n",
        b'"',
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"1" * 5000,
        b"[" * 3000,
        b'{"a":' * 500,
    ),
    *(b'"role":"tool",', b'"messages":', b"PK\x03\x04", b"\x1f\x8b\x08\x00"),
]


def seeds(samples: Path, name: str) -> list[bytes]:
    """The sample files of a format."""
    paths = [path for path in sorted(samples.rglob(f"{name}-teashop*")) if path.is_file()]
    paths += sorted(samples.glob(f"{name}-teashop-folder/simulations/*.json"))
    assert paths
    return [path.read_bytes() for path in paths]


def mutated(dice: random.Random, seeds: list[bytes]) -> bytes:
    """One of the seeds, changed in one to four places: as bytes, as JSON, or as an archive."""
    data = dice.choice(seeds)
    for _ in range(dice.randint(1, 4)):
        if data.startswith(b"PK\x03\x04") and dice.random() < 0.7:
            data = _other_archive(dice, data)
        elif dice.random() < 0.6:
            data = _other_json(dice, data)
        else:
            data = _other_bytes(dice, data, dice.choice(seeds))
    return data


def _other_bytes(dice: random.Random, data: bytes, another: bytes) -> bytes:
    if not data:
        return dice.choice(TOKENS)
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice((1, 1, 4, 50, 2000)))
    match dice.randrange(6):
        case 0:
            return data[:start] + bytes([data[start] ^ 1 << dice.randrange(8)]) + data[start + 1 :]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:]
        case 3:
            piece = dice.randrange(len(another))
            return data[:start] + another[piece : piece + dice.choice((20, 500, 20_000))] + data[end:]
        case 4:
            return data[:start] + dice.choice(TOKENS) + data[start:]
        case _:
            return data[:start]


def _other_json(dice: random.Random, data: bytes) -> bytes:
    """With one of its values changed, where it is JSON or JSON lines; else as bytes."""
    lines = data.splitlines(keepends=True)
    for at, piece in [(None, data), *((at, lines[at]) for at in dice.sample(range(len(lines)), min(3, len(lines))))]:
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        changed = json.dumps(_other_value(dice, value), ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
        return changed if at is None else b"".join([*lines[:at], changed, b"\n", *lines[at + 1 :]])
    return _other_bytes(dice, data, data)


def _other_value(dice: random.Random, value: Any) -> Any:
    places = list(_places(value))
    if not places:
        return copy.deepcopy(dice.choice(HOSTILE))
    parent, key = dice.choice(places)
    match dice.randrange(6):
        case 0 | 1 | 2:
            parent[key] = copy.deepcopy(dice.choice(HOSTILE))
        case 3:
            del parent[key]
        case 4:
            others, other_key = dice.choice(places)
            parent[key] = copy.deepcopy(others[other_key])
        case _:
            parent[key] = [parent[key]] * dice.choice((1, 2, 20))
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in which a value stands: the list or object around it, and the index or key."""
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(inner)


def _other_archive(dice: random.Random, data: bytes) -> bytes:
    """With one of its members changed, left out, named otherwise or standing twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            members = [(info.filename, found.read(info)) for info in found.infolist()]
    except Exception:  # an earlier mutation broke it
        return _other_bytes(dice, data, data)
    if not members:
        return data
    at = dice.randrange(len(members))
    name, held = members[at]
    match dice.randrange(6):
        case 0:
            members.pop(at)
        case 1:
            members.append((dice.choice(members)[0], held))
        case 2:
            members[at] = (
                dice.choice(("../x.json", "samples/../y_epoch_1.json", "samples/a/b_epoch_2.json", "é")),
                held,
            )
        case 3:
            members[at] = (name, _other_bytes(dice, held, held))
        case _:
            members[at] = (name, _other_json(dice, held))
    made = io.BytesIO()
    how = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_ZSTANDARD))
    with zipfile.ZipFile(made, "w", how) as archive:
        for member, value in members:
            archive.writestr(zipfile.ZipInfo(member), value, compress_type=how)
    return made.getvalue()


@contextmanager
def watchdog() -> Iterator[None]:
    """Interrupts what takes more than `SECONDS` of the processor's time (not of the clock: the machine may be busy)."""

    def bark(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} s")

    before = signal.signal(signal.SIGPROF, bark)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def survives(path: Path) -> str:
    """What became of a file: loaded, refused in part, or refused."""
    outcome = "loaded"
    try:
        for source in sources([str(path)]):
            if isinstance(source, Refused):
                return "refused"
            for item in read(source, Fill())[1]:
                if isinstance(item, Found):
                    item.transcript.model_dump_json().encode()
                else:
                    outcome = "refused in part" if "\n" not in item.reason else "refused in several lines"
    except InputRefused as error:
        return "refused" if "\n" not in str(error) else "refused in several lines"
    return outcome


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def run(samples: Path, folder: Path, name: str, numbers: range) -> set[str]:
    """The outcomes of these mutations."""
    own = seeds(samples, name)
    path = folder / "mutated"
    before = peak()
    outcomes = set()
    for number in numbers:
        path.write_bytes(mutated(random.Random(f"{name} {number}"), own))
        try:
            with watchdog():
                outcomes.add(survives(path))
        except Exception as error:
            raise AssertionError(f"mutation {number} of {name}: {error!r}") from error
    assert peak() - before < MEGABYTES
    return outcomes


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_mutated_files(samples: Path, tmp_path: Path, name: str) -> None:
    """The first of them; some come in, some are refused."""
    assert run(samples, tmp_path, name, range(SHORT)) >= {"loaded", "refused"}


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_many_mutated_files(samples: Path, tmp_path: Path, name: str) -> None:
    """All of them."""
    assert run(samples, tmp_path, name, range(SHORT, LONG)) == {"loaded", "refused in part", "refused"}
