"""From what a person names to the files that are read, and the limits on the way."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import re
import socket
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile, InputRefused, TooLarge
from reviewer.formats import Refused, Source, limits, sources
from reviewer.formats import source as source_module

CHAT = json.dumps({"messages": [{"role": "user", "content": "hello"}]}) + "\n"


def _names(*paths: Path | str) -> list[str]:
    return [
        source.name if isinstance(source, Source) else f"refused {source.reason}" for source in sources(map(str, paths))
    ]


def _source(path: Path) -> Source:
    (source,) = sources([str(path)])
    assert isinstance(source, Source), source
    return source


def _zip(path: Path, members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_folder_is_searched_in_order_and_passes_over_what_is_none_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is searched in order and passes over what is none of ours."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("z.jsonl", "a.json", "b/c.json", ".hidden/d.json", ".e.json", "no-suffix"):
        (tmp_path / name).write_text(CHAT)
    (tmp_path / "LICENSE").write_text("Do what you like.")
    (tmp_path / "empty.json").touch()
    with sqlite3.connect(tmp_path / "study.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    monkeypatch.chdir(tmp_path)
    assert _names(".") == ["a.json", "b/c.json", "empty.json", "no-suffix", "z.jsonl"]
    assert _names("b", "*.json", "a.json", "./b/../a.json") == ["b/c.json", "a.json", "empty.json"]


def test_what_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    """What is not there is refused by name."""
    assert list(sources([str(tmp_path / "nothing*.json")])) == [
        Refused(str(tmp_path / "nothing*.json"), "no such file or folder")
    ]


def test_a_link_to_nothing_is_refused_and_the_rest_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named itself or by a pattern; so is a link that leads to itself."""
    (tmp_path / "a.json").write_text(CHAT)
    (tmp_path / "b.json").symlink_to("nowhere.json")
    (tmp_path / "c.json").symlink_to("c.json")
    (tmp_path / "d[1].json").symlink_to("nowhere.json")
    monkeypatch.chdir(tmp_path)
    missing = "no such file or folder"
    assert list(sources(["b.json", "d[1].json"])) == [Refused("b.json", missing), Refused("d[1].json", missing)]
    assert _names("*.json") == ["a.json", *[f"refused {missing}"] * 3]


def test_a_link_to_nothing_inside_a_folder_is_said(tmp_path: Path) -> None:
    """And a link that leads back up is entered once."""
    (tmp_path / "a.json").write_text(CHAT)
    (tmp_path / "b.json").symlink_to("nowhere.json")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "up").symlink_to(tmp_path)
    (tmp_path / "c" / "again").symlink_to(tmp_path)
    assert _names(tmp_path) == [str(tmp_path / "a.json"), "refused a link that leads to nothing"]


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, a socket, a device: named itself or by a pattern; in a folder it is passed over."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("a.json")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("b.json")
        expected = [f"refused {what}, where a file was expected" for what in ("a pipe", "a socket", "a device")]
        assert _names("a.json", "b.json", "/dev/null") == expected
        assert _names("*.json") == expected[:2]
        assert _names(".") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """What may not be read is refused."""
    path = tmp_path / "a.json"
    path.write_text(CHAT)
    path.chmod(0)
    assert _names(path) == ["refused cannot be opened: Permission denied"]


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not its entries, not what lies behind one of them; the same where it was named itself. Also for root."""
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.json").write_text(CHAT)
    listed, looked_at = Path.iterdir, Path.stat

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return listed(folder)

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name in ("c", "d.json"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return looked_at(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.chdir(tmp_path)
    closed = [Refused(name, "cannot be read: Permission denied") for name in ("b", "c", "d/d.json")]
    found = list(sources(["."]))
    assert isinstance(found[0], Source)
    assert found[0].name == "a/a.json"
    assert found[1:] == closed
    assert list(sources(["c", "b", "d/d.json"])) == [closed[1], closed[0], closed[2]]


def test_the_parts_of_a_results_folder_are_one_source(tmp_path: Path) -> None:
    """The parts of a results folder are one source."""
    (tmp_path / "simulations").mkdir()
    (tmp_path / "results.json").write_text('{"simulations": []}')
    for name in ("2.json", "1.json", ".3.json"):
        (tmp_path / "simulations" / name).write_text("{}")
    source = _source(tmp_path)
    assert [Path(part.name).name for part in source.beside("simulations")] == ["1.json", "2.json"]
    assert [part.name for part in source.parts] == ["results.json", "1.json", "2.json"]
    assert len(_names(tmp_path / "simulations")) == 2


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("a/gpt.json", "gpt"),
        ("a/gpt.jsonl.gz", "gpt"),
        ("a/b.c.eval", "b.c"),
        ("kimi/results.json", "kimi"),
        ("kimi/Transcripts.jsonl.gz", "kimi"),
        ("kimi/run-2.json", "run-2"),
        ("kimi/run.json", "kimi"),
        ("runs/results.json", "runs"),
    ],
)
def test_a_run_is_called_after_its_file_or_the_folder_around_it(tmp_path: Path, path: str, stem: str) -> None:
    """A run is called after its file or the folder around it."""
    file = tmp_path / path
    file.parent.mkdir()
    file.write_bytes(gzip.compress(CHAT.encode()) if path.endswith(".gz") else CHAT.encode())
    assert _source(file).stem == stem


def test_gzip_is_read_through_and_progress_counts_packed_bytes(tmp_path: Path) -> None:
    """Gzip is read through and progress counts packed bytes."""
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(f'{{"n": {n}}}\n' for n in range(50_000))
    path.write_bytes(gzip.compress(lines.encode()))
    source = _source(path)
    assert source.consumed == 0
    reader = source.lines()
    next(reader)
    assert 0 < source.consumed <= source.size
    assert sum(1 for _ in reader) == 49_999
    assert source.consumed == source.size == path.stat().st_size
    assert source.head(12) == b'{"n": 0}\n{"n'


def test_gzip_without_its_end_gives_what_is_there(tmp_path: Path) -> None:
    """Gzip without its end gives what is there."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(os.urandom(9000).hex().encode() + b"\nend\n")[:-30])
    source = _source(path)
    assert len(list(source.lines())) >= 1


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    """Damaged gzip is refused."""
    path = tmp_path / "a.jsonl.gz"
    packed = bytearray(gzip.compress(os.urandom(9000).hex().encode()))
    packed[3000:3100] = bytes(100)
    path.write_bytes(packed)
    with pytest.raises(BrokenFile, match="cannot be"):
        list(Source(path, "a").lines())


def test_lines_are_numbered_without_blank_ones_and_the_mark_at_the_beginning(tmp_path: Path) -> None:
    """Lines are numbered without blank ones and the mark at the beginning."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n  \n{"a": 2}\n{"a":')
    source = _source(path)
    assert list(source.lines()) == [(1, b'{"a": 1}\r\n'), (4, b'{"a": 2}\n'), (5, b'{"a":')]
    assert source.unended
    assert source.head(8) == b'{"a": 1}'
    assert b"".join(source.pieces(5)).startswith(b'{"a": 1}\r\n')
    assert source.data().startswith(b'{"a": 1}')
    assert source.tail(5) == b'{"a":'


def test_a_line_that_is_too_long_is_refused_and_the_next_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is too long is refused and the next comes in."""
    monkeypatch.setattr(limits, "LINE", 100)
    path = tmp_path / "a.jsonl"
    path.write_text("short\n" + "x" * 101 + "\n" + "y" * 100 + "\n" + "z" * 5000)
    lines = list(_source(path).lines())
    assert lines == [
        (1, b"short\n"),
        Refused("line 2", "longer than 100 bytes"),
        (3, b"y" * 100 + b"\n"),
        Refused("line 4", "longer than 100 bytes"),
    ]


def test_a_document_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is too long is refused."""
    monkeypatch.setattr(limits, "LINE", 100)
    path = tmp_path / "a.json"
    path.write_text("x" * 101)
    with pytest.raises(TooLarge, match="one JSON document of more than 100 bytes"):
        _source(path).data()


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """A file that is too large is refused."""
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(limits.FILE + 1)  # sparse: it takes no room
    assert _names(path) == ["refused 4,096 MiB; at most 4,096 MiB are read"]


@pytest.mark.parametrize("size", [7, 100, 4096])
def test_a_pattern_is_found_wherever_the_pieces_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A pattern is found wherever the pieces are cut."""
    monkeypatch.setattr(source_module, "_PIECE", size)
    path = tmp_path / "a.json"
    text = b"".join(b'"trial": %d, "x": "%s"' % (n, b"y" * (n * 37 % 90)) for n in range(500))
    path.write_bytes(text)
    pattern = re.compile(rb'"trial": (\d+)')
    assert [int(found[1]) for found in _source(path).matches(pattern, reach=32)] == list(range(500))


def test_a_small_gzip_file_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    """A small gzip file that unpacks to much is refused."""
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(bytes(limits.MIB))
    with pytest.raises(TooLarge, match="unpacks to more than 200 times its size"):
        list(Source(path, "bomb").lines())
    with pytest.raises(TooLarge):
        Source(path, "bomb").data()


def test_the_files_in_a_zip_archive_are_sources(tmp_path: Path) -> None:
    """The files in a zip archive are sources."""
    path = _zip(
        tmp_path / "runs.zip",
        {
            "kimi/results.jsonl": CHAT,
            "a.json": CHAT,
            "README.md": "hello",
            "__MACOSX/a.json": "x",
            ".b.json": CHAT,
            "../../evil.json": CHAT,
            "folder/": "",
            "packed.json.gz": gzip.compress(CHAT.encode()),
        },
    )
    found = [source for source in sources([str(path)]) if isinstance(source, Source)]
    assert [source.name for source in found] == [
        f"{path}!{name}" for name in ("a.json", "kimi/results.jsonl", "packed.json.gz")
    ]
    assert [source.stem for source in found] == ["a", "kimi", "packed"]
    assert [source.data().decode() for source in found] == [CHAT, CHAT, CHAT]
    assert found[0].location == f"{path.resolve()}!a.json"
    assert found[0].parts == [path]
    assert not (tmp_path.parent / "evil.json").exists()


@pytest.mark.parametrize("around", ["", "kimi/", "./deep/kimi/"])
def test_the_parts_of_a_results_folder_in_an_archive_are_one_source(tmp_path: Path, around: str) -> None:
    """As they are on the disk; a folder of that name without results beside it is one like any other."""
    names = ("results.json", "simulations/2.json", "simulations/1.json", "simulations/.3.json", "simulations/4/5.json")
    members = {f"{around}{name}": "{}" for name in names}
    path = _zip(tmp_path / "runs.zip", {**members, "other/simulations/1.json": "{}"})
    read = [source for source in sources([str(path)]) if isinstance(source, Source)]
    expected = {f"{around}results.json", f"{around}simulations/4/5.json", "other/simulations/1.json"}
    assert {source.member_name for source in read} == expected
    (results,) = [source for source in read if source.filename == "results.json"]
    parts = results.beside("simulations")
    assert [part.name for part in parts] == [f"{path}!{around}simulations/{n}.json" for n in (1, 2)]
    assert [part.data() for part in parts] == [b"{}", b"{}"]
    assert results.parts == [path]


def test_a_name_that_leads_out_of_an_archive_is_refused(tmp_path: Path) -> None:
    """By that name, in either way of writing it; one that stays inside is read."""
    evil = ("../../evil.json", "..\\evil.json", "/../evil.json", "a/../../evil.json", "..")
    path = _zip(tmp_path / "runs.zip", dict.fromkeys((*evil, "a/../fine.json", "./fine.json"), CHAT))
    found = list(sources([str(path)]))
    reason = "a name that leads out of the archive: not read"
    refused = [source for source in found if isinstance(source, Refused)]
    assert refused == [Refused(f"{path}!{name}", reason) for name in sorted(evil)]
    read = [source.name for source in found if isinstance(source, Source)]
    assert read == [f"{path}!./fine.json", f"{path}!a/../fine.json"]


def test_a_log_is_one_source(tmp_path: Path) -> None:
    """A log is one source."""
    path = _zip(tmp_path / "some.eval", {"header.json": "{}", "samples/1_epoch_1.json": '{"id": 1}'})
    source = _source(path)
    assert source.is_zip
    assert source.members() == ("header.json", "samples/1_epoch_1.json")
    assert source.member("samples/1_epoch_1.json") == b'{"id": 1}'
    assert source.consumed == len('{"id": 1}') + 2  # deflate adds two bytes to so little
    inside = _source(_zip(tmp_path / "logs.zip", {"some.eval": path.read_bytes()}))
    assert inside.is_zip
    assert inside.member("header.json") == b"{}"


def _patched(content: bytes, field: int, value: int) -> bytes:
    """The archive with four bytes of its only directory entry changed."""
    at = content.rindex(b"PK\x01\x02") + field
    return content[:at] + value.to_bytes(4, "little") + content[at + 4 :]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"header.json": bytes(16 * limits.MIB)}, "unpacks to more than 200 times its size"),
        ({"header.json": b"{}", "samples/1.json": bytes(16 * limits.MIB)}, "unpacks to more than 200 times its size"),
    ],
)
def test_a_small_archive_that_unpacks_to_much_is_refused(tmp_path: Path, members: dict[str, Any], reason: str) -> None:
    """A small archive that unpacks to much is refused."""
    source = _source(_zip(tmp_path / "bomb.eval", members))
    with pytest.raises(TooLarge, match=reason):
        source.member(source.members()[-1])


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    """An archive that lies about its sizes is refused."""
    good = _zip(tmp_path / "good.eval", {"header.json": b"{}" * 100}).read_bytes()
    for name, content, reason in (
        ("huge", _patched(good, 24, 3_000_000_000), "holds 2,861 MiB unpacked; at most 2,048 MiB are read"),
        ("big", _patched(good, 24, 300 * limits.MIB), "300 MiB unpacked; at most 256 MiB are read"),
        ("overlap", _patched(good, 20, 50_000), "its members overlap"),
        ("crc", _patched(good, 16, 1), "cannot be unpacked"),
        ("method", good.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00"), "cannot be unpacked"),
        ("cut", good[:-30], "no readable zip archive"),
    ):
        path = tmp_path / f"{name}.eval"
        path.write_bytes(content)
        with pytest.raises(InputRefused, match=reason):
            Source(path, name).member("header.json")


def test_a_member_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """A member that stands twice is refused."""
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.json", "[]")
    assert _names(path) == ["refused stands twice in the archive"]


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many members are refused."""
    monkeypatch.setattr(limits, "MEMBERS", 3)
    path = _zip(tmp_path / "many.zip", {f"{n}.json": "{}" for n in range(4)})
    assert _names(path) == ["refused 4 members; at most 3 are read"]


def test_an_archive_is_never_written_to_disk(tmp_path: Path) -> None:
    """An archive is never written to disk."""
    before = set(tmp_path.iterdir())
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.json", CHAT)
    path = tmp_path / "a.zip"
    path.write_bytes(content.getvalue())
    (source,) = sources([str(path)])
    assert isinstance(source, Source)
    assert list(source.lines()) == [(1, CHAT.encode())]
    assert set(tmp_path.iterdir()) - before == {path}
