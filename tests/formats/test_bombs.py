"""Files that are small on disk and huge when they are opened: refused within two seconds, in little memory.

Each is read in a process of its own with a limit on its address space, so that a bomb that goes off cannot take the
tests with it. The clock is the processor's, which a busy machine does not move.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 14):
    import zipfile

    from compression import zstd
else:
    from backports import zstd
    from backports.zstd import zipfile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit a process's addresses")

MIB = 1024 * 1024
SECONDS, ADDRESSES, RESIDENT = 2, 1024, 256  # the last two in MiB

READER = f"""
import json, resource, signal, sys
from reviewer.errors import InputRefused
from reviewer.formats import Fill, Found, Refused, read, sources
import reviewer.formats.builtin

resource.setrlimit(resource.RLIMIT_AS, ({ADDRESSES * MIB}, {ADDRESSES * MIB}))
signal.signal(signal.SIGPROF, lambda *_: sys.exit("more than {SECONDS} s"))
signal.setitimer(signal.ITIMER_PROF, {SECONDS})
found, refused = [], []
try:
    for source in sources(sys.argv[1:]):
        if isinstance(source, Refused):
            refused.append(source.reason)
            continue
        for item in read(source, Fill())[1]:
            if isinstance(item, Found):
                found.append(len(item.transcript.messages))
            else:
                refused.append(item.reason)
except InputRefused as error:
    refused.append(error.reason)
signal.setitimer(signal.ITIMER_PROF, 0)
# Not ru_maxrss: a process inherits that from the one that started it.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(json.dumps([found, refused, peak / 1024]))
"""


def opened(path: Path) -> tuple[list[int], list[str]]:
    """The messages of each transcript that came out of a file, and the reasons of what was refused."""
    done = subprocess.run([sys.executable, "-c", READER, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, refused, peak = json.loads(done.stdout)
    assert peak < RESIDENT
    return found, refused


@cache
def deflated(mebibytes: int) -> tuple[bytes, int]:
    """That many MiB of blanks as a raw deflate stream, and their checksum: one block, again and again."""
    press = zlib.compressobj(9, wbits=-15)
    block = press.compress(b" " * MIB) + press.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(mebibytes):
        check = zlib.crc32(b" " * MIB, check)
    return block * mebibytes + press.flush(), check


def log(packed: bytes, how: int, size: int, check: int) -> bytes:
    """An archive like a log's: a header, and a sample with these bytes of which it says these things."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("header.json", json.dumps({"status": "success", "eval": {"task": "t", "model": "m"}}))
        archive.writestr("samples/good_epoch_1.json", json.dumps({"id": "good", "messages": [{"role": "user"}]}))
    data = made.getvalue()
    start = int.from_bytes(data[-6:-2], "little")
    name = b"samples/bomb_epoch_1.json"
    about = struct.pack("<HHHIIIHH", how, 0, 0x5C6E, check, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HH", 63, 0) + about + name + packed
    central = data[start:-22] + b"PK\x01\x02" + struct.pack("<HHH", 63, 63, 0) + about
    central += struct.pack("<HHHII", 0, 0, 0, 0, start) + name
    end = struct.pack("<HHHHIIH", 0, 0, 3, 3, len(central), start + len(local), 0)
    return data[:start] + local + central + b"PK\x05\x06" + end


def transcript(messages: list[Any]) -> str:
    """A transcript in the native form."""
    named = {"suite": "s", "case": "c", "model": "m", "run": "r"}
    return json.dumps({"format": "reviewer/1", **named, "messages": messages})


@pytest.mark.parametrize("how", ["deflate", "zstd"])
def test_a_member_of_one_gibibyte(tmp_path: Path, how: str) -> None:
    """About one megabyte on disk: the member is refused, the other sample comes in."""
    if how == "deflate":
        packed, check = deflated(1024)
        data = log(packed, 8, 1024 * MIB, check)
    else:
        data = log(zstd.compress(b" " * MIB) * 1024, 93, 1024 * MIB, 0)
    path = tmp_path / "bomb.eval"
    path.write_bytes(data)
    assert path.stat().st_size < 1.2 * MIB
    assert opened(path) == ([1], ["1,024 MiB unpacked; at most 256 MiB are read"])


@pytest.mark.parametrize("how", ["deflate", "zstd"])
def test_a_member_that_unpacks_to_hundreds_of_times_its_size(tmp_path: Path, how: str) -> None:
    """Within the limit of a member, beyond the one of the ratio."""
    packed, check = deflated(200) if how == "deflate" else (zstd.compress(b" " * MIB) * 200, 0)
    path = tmp_path / "bomb.eval"
    path.write_bytes(log(packed, 8 if how == "deflate" else 93, 200 * MIB, check))
    assert opened(path) == ([1], ["unpacks to more than 200 times its size"])


@pytest.mark.parametrize("how", ["deflate", "zstd"])
def test_a_member_that_lies_about_its_size(tmp_path: Path, how: str) -> None:
    """It says 1,000 bytes and holds a gibibyte: no more is unpacked than it says."""
    packed = deflated(1024)[0] if how == "deflate" else zstd.compress(b" " * MIB) * 1024
    path = tmp_path / "bomb.eval"
    path.write_bytes(log(packed, 8 if how == "deflate" else 93, 1000, zlib.crc32(b" " * 1000)))
    found, [reason] = opened(path)
    assert found == [1]
    assert reason.startswith(("cannot be unpacked", "no valid JSON"))


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    """Neither the bomb inside is unpacked nor is its folder looked through again and again."""
    packed, check = deflated(1024)
    path = tmp_path / "bombs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("runs/bomb.eval", log(packed, 8, 1024 * MIB, check))
    assert opened(path) == ([1], ["1,024 MiB unpacked; at most 256 MiB are read"])


def test_a_gzip_file_of_one_gibibyte(tmp_path: Path) -> None:
    """A document packed with gzip; blanks before it, so that nothing can be told from its head."""
    packed, check = deflated(1024)
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(header + packed + struct.pack("<II", check, 1024 * MIB & 0xFFFFFFFF))
    found, refused = opened(path)
    assert found == []
    assert len(refused) == 1


@pytest.mark.parametrize(
    "opens",
    [
        '{"simulations": [',
        *(
            pytest.param(opens, marks=pytest.mark.long)
            for opens in ('[{"task_id": 1, "traj": [', '{"format": "reviewer/1", "messages": [', '{"messages": [')
        ),
    ],
)
def test_a_gzip_file_whose_document_never_ends(tmp_path: Path, opens: str) -> None:
    """The head of each format, then a gibibyte of blanks."""
    blanks, _ = deflated(1024)
    press = zlib.compressobj(9, wbits=-15)
    head = press.compress(opens.encode()) + press.flush(zlib.Z_FULL_FLUSH)
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + head + blanks + bytes(8))
    found, [reason] = opened(path)
    assert found == []
    assert "200 times its size" in reason


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        '[{{"task_id": 1, "info": {{}}, "traj": {}}}]',
        '{{"simulations": [{{"messages": {}}}]}}',
        '{{"format": "reviewer/1", "suite": "s", "case": "c", "model": "m", "run": "r", "messages": {}}}',
        '{{"messages": [{{"role": "user", "content": {}}}]}}',
        '{{"version": 2, "eval": {{"task": "t", "model": "m"}}, "samples": [{{"messages": {}}}]}}',
    ],
)
@pytest.mark.parametrize("name", ["deep.json", pytest.param("deep.jsonl", marks=pytest.mark.long)])
def test_a_hundred_thousand_levels(tmp_path: Path, around: str, name: str) -> None:
    """Lists in lists, at the top and where each format has its messages."""
    deep = "[" * 100_000 + "]" * 100_000
    path = tmp_path / name
    path.write_text(around.format(deep) + "\n", encoding="utf-8")
    found, refused = opened(path)
    assert found == []
    assert refused


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """One message of ten megabytes is long, not wrong: it comes in. So does what stands after it."""
    path = tmp_path / "long.jsonl"
    long = transcript([{"role": "agent", "text": "word " * (2 * MIB)}])
    path.write_text(f"{long}\n{transcript([])}\n", encoding="utf-8")
    assert opened(path) == ([1, 0], [])


def test_a_line_beyond_the_limit(tmp_path: Path) -> None:
    """It is skipped, and the next line comes in."""
    path = tmp_path / "long.jsonl"
    path.write_text(f"{transcript([])}\n{' ' * 65 * MIB}{transcript([])}\n{transcript([])}\n", encoding="utf-8")
    assert opened(path) == ([0, 0], ["longer than 64 MiB"])


def test_a_million_messages(tmp_path: Path) -> None:
    """More than one transcript may hold."""
    path = tmp_path / "many.jsonl"
    path.write_text(transcript([{"role": "agent", "text": ""}] * 1_000_000) + "\n", encoding="utf-8")
    found, [reason] = opened(path)
    assert found == []
    assert "messages" in reason


def test_a_hundred_thousand_members(tmp_path: Path) -> None:
    """An archive with more members than are read."""
    count = 100_000
    name = b"samples/%06d_epoch_1.json"
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0) + name % n
        for n in range(count)
    )
    zip64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, len(central), 0)
    zip64 += b"PK\x06\x07" + struct.pack("<IQI", 0, len(central), 1)
    path = tmp_path / "many.eval"
    path.write_bytes(
        central + zip64 + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    )
    found, [reason] = opened(path)
    assert found == []
    assert "archive" in reason or reason == "100,000 members; at most 50,000 are read"
