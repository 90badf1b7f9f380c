"""A load from end to end: what comes in, what is passed over, what is refused, and how it ends."""

from __future__ import annotations

import gzip
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from sqlite3 import Connection

import pytest

from reviewer.errors import NotAStore
from reviewer.formats import Fill
from reviewer.operations import load as operation
from reviewer.operations import reader
from reviewer.operations.load import FileSummary, Progress, Summary, index_search, load
from reviewer.operations.reader import ReaderProcess
from reviewer.operations.reading import Part
from reviewer.store import fulltext
from reviewer.store.connection import open_reading, open_writing

Write = Callable[..., Path]


@contextmanager
def reading(db: Path) -> Iterator[Connection]:
    with closing(open_reading(db)) as connection:
        yield connection


def cases(db: Path) -> list[str]:
    with reading(db) as connection:
        return [case for (case,) in connection.execute("SELECT case_id FROM transcript ORDER BY case_id")]


def did(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.added, summary.revised, summary.unchanged, summary.refused, summary.exit_code


def touch(path: Path, seconds: int) -> None:
    """Another time of change, without waiting for it."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 1_000_000_000))


def test_files_come_in(db: Path, write: Write) -> None:
    """Of a folder all, each with its own line in the summary; searchable at the end."""
    write("a", "one", "two")
    folder = write("b", "one").parent
    summary = load(db, [folder])
    assert did(summary) == (3, 0, 0, 0, 0)
    assert [(Path(file.name).name, file.format, file.added) for file in summary.files] == [
        ("a.jsonl", "native", 2),
        ("b.jsonl", "native", 1),
    ]
    assert summary.searchable
    with reading(db) as connection:
        assert fulltext.progress(connection) == (9, 9)


def test_an_unchanged_file_is_not_even_read(db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time are enough."""
    path = write("a", "one", "two")
    load(db, [path])
    monkeypatch.setattr(operation, "parts", None)
    summary = load(db, [path])
    assert did(summary) == (0, 0, 2, 0, 0)
    assert summary.files == [FileSummary(str(path), "native", skipped=True, transcripts=2, unchanged=2)]


def test_what_earlier_readers_have_read_is_read_again(db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once; a transcript of which they read less gets a revision, the others stay as they are."""
    path = write("a", "one", "two")
    monkeypatch.setattr(operation, "READERS", 0)
    load(db, [path])
    with closing(open_writing(db)) as connection:
        connection.execute("UPDATE revision SET hash = 'b2:less' WHERE id = 1")
    monkeypatch.undo()
    summary = load(db, [path])
    assert did(summary) == (0, 1, 1, 0, 0)
    assert summary.notes == [
        "1 file was read again, unchanged: an older version of reviewer had read less of such files"
    ]
    assert load(db, [path]).files[0].skipped


def test_a_touched_file_is_known_by_its_bytes(db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy with a new time is not read into rows again; the next time it is passed over at once."""
    path = write("a", "one")
    load(db, [path])
    touch(path, 5)
    monkeypatch.setattr(operation, "parts", None)
    assert load(db, [path]).files[0].skipped
    monkeypatch.setattr(operation, "FileHash", None)
    assert load(db, [path]).files[0].skipped


def test_a_file_of_the_same_size_may_have_changed(db: Path, write: Write) -> None:
    """Then its time has, too."""
    path = write("a", "one")
    load(db, [path])
    path.write_text(path.read_text().replace("shipped", "dropped"))
    touch(path, 5)
    assert did(load(db, [path])) == (0, 1, 0, 0, 0)


def test_a_growing_file(db: Path, write: Write) -> None:
    """An unfinished last line is left for later, and the summary says so; what was there is unchanged."""
    path = write("a", "one", "two", end='{"format": "reviewer/1", "sui')
    summary = load(db, [path])
    assert did(summary) == (2, 0, 0, 0, 0)
    assert summary.files[0].notes == ["its last line is unfinished (29 bytes): left for the next load"]
    with reading(db) as connection:
        assert connection.execute("SELECT state FROM source").fetchall() == [("growing",)]
    assert load(db, [path]).files[0].skipped
    write("a", "one", "two", "three")
    summary = load(db, [path])
    assert did(summary) == (1, 0, 2, 0, 0)
    assert not summary.files[0].notes
    with reading(db) as connection:
        assert connection.execute("SELECT state FROM source").fetchall() == [("loaded",)]


def test_an_edited_file(db: Path, write: Write) -> None:
    """Inserted, deleted, changed and reordered: each transcript is found by its identity."""
    path = write("a", "one", "two", "three")
    load(db, [path])
    lines = path.read_text().splitlines(keepends=True)
    four = lines[0].replace("one", "four")
    path.write_text(four + lines[1].replace("shipped", "lost") + lines[0])
    summary = load(db, [path])
    assert did(summary) == (1, 1, 1, 0, 0)
    assert summary.files[0].gone == 1
    assert cases(db) == ["four", "one", "three", "two"]


def test_a_file_that_is_being_rewritten(db: Path, write: Write) -> None:
    """What was not read to its end lacks nothing: it broke off, its last line is unfinished, or a line is refused."""
    path = write("a", "one", "two", "three")
    load(db, [path])
    first, second, third = path.read_text().splitlines(keepends=True)
    lists = write("list", "four", "five")
    lists.write_text("[" + ",\n".join(lists.read_text().splitlines()) + "]")
    load(db, [lists])
    for changed, text in (
        (path, ""),
        (path, first + second[:40]),
        (path, first + "{broken\n" + third),
        (lists, lists.read_text()[:-20]),
    ):
        changed.write_text(text)
        assert load(db, [changed]).files[0].gone == 0
    path.write_text("{broken\n" + third)
    assert load(db, [path]).files[0].gone == 1


def test_the_same_file_under_another_model(db: Path, write: Write) -> None:
    """Is there twice from then on, and the summary says so and how a model is named instead."""
    path = write("a", "one", model="other")
    load(db, [path])
    assert not any("already" in note for note in load(db, [path], Fill(run="b")).files[0].notes)
    (note,) = [note for note in load(db, [path], Fill(model="kimi")).files[0].notes if "loaded already" in note]
    assert note.startswith("the same file is loaded already, as other: its transcripts are there twice now;")
    assert "`reviewer runs model RUN NAME`" in note
    assert load(db, [path], Fill(model="kimi")).files[0].notes == []


def test_a_file_that_is_there_without_a_model_is_not_loaded_twice(db: Path, write: Write) -> None:
    """The command that names its model is said instead; another content comes in under the name."""
    path = write("a", "one", run="a b", model="unknown")
    load(db, [path])
    (file,) = load(db, [path], Fill(model="kimi")).files
    assert (file.added, len(file.refused)) == (0, 1)
    assert file.refused[0][1].endswith("its model is named by `reviewer runs model 'a b' kimi`")
    write("a", "one", "two", run="a b", model="unknown")
    assert load(db, [path], Fill(model="kimi")).added == 2


def test_a_run_of_two_files_of_one_name_is_said(db: Path, write: Write, tmp_path: Path) -> None:
    """They may be two runs that are called after their files; shards have names of their own, and nothing is said."""
    first, shard = write("chat", "one"), write("shard", "two", run="chat")
    second = tmp_path / "again" / "chat.jsonl"
    second.parent.mkdir()
    second.write_text(shard.read_text().replace("two", "three"))
    assert load(db, [first, shard]).notes == []
    (note,) = load(db, [second]).notes
    assert note.startswith(f"the run chat is fed by 2 files of one name: {second}, {first}; if these are several runs")
    assert load(db, [first, shard, second]).notes == []
    assert load(db, [second], Fill(run="other")).notes == []


def test_one_bad_line_is_named_and_the_rest_comes_in(db: Path, write: Write) -> None:
    """With the exit code that says so; it is read again each time, for a later program may take it."""
    path = write("a", "one", end="{broken\n")
    path.write_text(path.read_text() + path.read_text().replace('"one"', '"two"').splitlines()[0] + "\n")
    for turn in range(2):
        summary = load(db, [path])
        assert (summary.exit_code, summary.added, summary.unchanged) == (1, 2 * (1 - turn), 2 * turn)
        assert summary.files[0].refused[0][0] == "line 2"
    assert cases(db) == ["one", "two"]
    with reading(db) as connection:
        assert connection.execute("SELECT place FROM refusal").fetchall() == [("line 2",)]


@pytest.mark.parametrize("content", ["", "{}", "just text", '{"a": 1}\n{"a": 2}\n'])
def test_nothing_usable(db: Path, tmp_path: Path, content: str) -> None:
    """The file is named, and the exit code is another one."""
    path = tmp_path / "odd.json"
    path.write_text(content)
    for _ in range(2):
        summary = load(db, [path])
        assert did(summary) == (0, 0, 0, 1, 3)
        assert summary.files[0].name == str(path)
        assert summary.files[0].refused[0][1]


def test_a_file_that_is_not_there(db: Path, write: Write, tmp_path: Path) -> None:
    """Named too; the others come in."""
    summary = load(db, [write("a", "one"), tmp_path / "nowhere.json"])
    assert did(summary) == (1, 0, 0, 1, 1)
    assert load(db, [tmp_path / "nowhere.json"]).exit_code == 3
    (tmp_path / "empty").mkdir()
    assert load(db, [tmp_path / "empty"]).exit_code == 3


def test_what_a_person_fills_in_is_another_reading_of_the_file(db: Path, write: Write) -> None:
    """The same file under another run is loaded again, and each reading is known again."""
    path = write("a", "one")
    load(db, [path])
    assert did(load(db, [path], Fill(run="rerun"))) == (1, 0, 0, 0, 0)
    assert load(db, [path], Fill(run="rerun")).files[0].skipped
    assert load(db, [path]).files[0].skipped
    with reading(db) as connection:
        assert connection.execute("SELECT name FROM run ORDER BY name").fetchall() == [("a",), ("rerun",)]
        assert connection.execute("SELECT options FROM source ORDER BY id").fetchall() == [
            ("{}",),
            ('{"run":"rerun"}',),
        ]


def test_the_same_run_in_two_files_is_refused(db: Path, write: Write) -> None:
    """With the way out in the reason; taking it brings the transcript in."""
    first = write("a", "one")
    second = write("b", "one", run="a", model="m")
    second.write_text(second.read_text().replace("shipped", "lost"))
    summary = load(db, [first, second])
    assert did(summary) == (1, 0, 0, 1, 1)
    assert str(first) in summary.files[1].refused[0][1]
    assert did(load(db, [second], Fill(run="b"))) == (1, 0, 0, 0, 0)


def test_members_of_an_archive(db: Path, write: Write, tmp_path: Path) -> None:
    """Each is a file of its own, with the archive's name before it."""
    archive = tmp_path / "runs.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(write("a", "one"), "a.jsonl")
        packed.write(write("b", "one"), "b.jsonl")
    assert did(load(db, [archive])) == (2, 0, 0, 0, 0)
    assert [file.skipped for file in load(db, [archive]).files] == [True, True]
    with reading(db) as connection:
        paths = [path for (path,) in connection.execute("SELECT path FROM source ORDER BY path")]
    assert paths == [f"{archive.resolve()}!a.jsonl", f"{archive.resolve()}!b.jsonl"]


def test_cancelling_keeps_whole_transcripts(db: Path, write: Write) -> None:
    """The next load goes on, and in the end nothing is missing or there twice."""
    paths = [write(f"r{number}", *(f"c{case}" for case in range(30))) for number in range(4)]
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked >= 50

    summary = load(db, paths, cancelled=cancelled)
    assert summary.interrupted
    assert summary.exit_code == 130
    assert summary.added == 50
    with reading(db) as connection:
        assert connection.execute("SELECT count(*) FROM transcript").fetchone() == (50,)
        assert connection.execute("SELECT state, count(*) FROM source GROUP BY 1 ORDER BY 1").fetchall() == [
            ("loaded", 1),
            ("loading", 1),
        ]
    assert did(load(db, paths)) == (70, 0, 50, 0, 0)


def test_ctrl_c_is_a_way_of_cancelling(db: Path, write: Write) -> None:
    """It ends in a summary, not in a traceback."""
    seen = 0

    def stop(_progress: Progress) -> None:
        nonlocal seen
        seen += 1
        if seen > 1:
            raise KeyboardInterrupt

    summary = load(db, [write("a", "one"), write("b", "two")], on_progress=stop)
    assert summary.interrupted
    assert summary.exit_code == 130
    assert load(db, [write("a", "one"), write("b", "two")]).exit_code == 0


def test_progress(db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never goes back, ends at the end, and says when only full text is left."""
    monkeypatch.setattr(operation, "PROGRESS_SECONDS", -1.0)
    paths = [write("a", "one", "two"), write("b", "one")]
    said: list[Progress] = []
    load(db, paths, on_progress=said.append)
    loading = [one for one in said if one.phase == "load"]
    searching = [one for one in said if one.phase == "search"]
    assert said == [*loading, *searching]
    assert [one.bytes_done for one in loading] == sorted(one.bytes_done for one in loading)
    assert loading[-1].bytes_total == sum(path.stat().st_size for path in paths)
    assert loading[-1].transcripts == 3
    assert (searching[-1].bytes_done, searching[-1].bytes_total) == (9, 9)
    assert searching[-1].files_done == searching[-1].files_total == 2


def test_full_text_may_come_later(db: Path, write: Write) -> None:
    """Rows first; the index is brought up to date by itself or with the next load."""
    summary = load(db, [write("a", "one")], searchable=False)
    assert not summary.searchable
    with reading(db) as connection:
        assert fulltext.progress(connection) == (0, 3)
    assert index_search(db)
    with reading(db) as connection:
        assert fulltext.progress(connection) == (3, 3)


def test_a_load_may_run_in_a_thread(db: Path, write: Write) -> None:
    """As the screens do it: with a connection of its own."""
    ended: list[Summary] = []
    thread = threading.Thread(target=lambda: ended.append(load(db, [write("a", "one")])))
    thread.start()
    thread.join()
    assert did(ended[0]) == (1, 0, 0, 0, 0)


def test_a_database_of_others_is_left_alone(db: Path, write: Write) -> None:
    """Errors of the ground stop the load before it begins."""
    db.write_text("notes " * 100)
    with pytest.raises(NotAStore):
        load(db, [write("a", "one")])
    assert db.read_text() == "notes " * 100


class TestTheReadingProcess:
    """Big files are read in a process of their own: with the same outcome."""

    @pytest.fixture(autouse=True)
    def always(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """For small files too."""
        monkeypatch.setattr(reader, "WORTH_IT", 0)

    def test_makes_no_difference(self, db: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rows, refusals, notes and order, with files of every kind among each other."""
        paths: list[Path] = [write("a", "one", "two", end="{broken\n"), write("b", "one", end='{"growing')]
        packed = tmp_path / "c.jsonl.gz"
        packed.write_bytes(gzip.compress(write("c", "one").read_bytes()))
        odd, archive = tmp_path / "odd.json", tmp_path / "runs.zip"
        odd.write_text("{}")
        with zipfile.ZipFile(archive, "w") as members:
            members.write(write("d", "one"), "d.jsonl")
        paths += [packed, odd, archive, write("e", *(f"c{case}" for case in range(40)))]
        here = tmp_path / "here.db"
        beside = load(db, paths)
        monkeypatch.setattr(reader, "WORTH_IT", 1 << 40)
        summary = load(here, paths)
        assert beside == summary
        tables = {
            "source": "path, options, format, size, hash, state, seen, refused",
            "revision": "id, hash, place, source, first_message, outline",
            "message": "id, revision, hash, text",
            "refusal": "source, place, reason",
        }
        with reading(db) as one, reading(here) as other:
            for table, columns in tables.items():
                sql = f"SELECT {columns} FROM {table} ORDER BY 1, 2"  # noqa: S608 - our own names
                assert one.execute(sql).fetchall() == other.execute(sql).fetchall()

    def test_can_be_cancelled(self, db: Path, write: Write) -> None:
        """At once, although it has read ahead; the load goes on later."""
        paths = [write(f"r{number}", *(f"c{case}" for case in range(30))) for number in range(4)]
        assert load(db, paths, cancelled=lambda: True).interrupted
        assert did(load(db, paths))[3:] == (0, 0)
        assert len(cases(db)) == 120

    def test_may_fail_to_start(self, db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        """Then the files are read without it."""
        monkeypatch.setattr("sys.executable", "/bin/false")
        assert did(load(db, [write("a", "one"), write("b", "one")])) == (2, 0, 0, 0, 0)

    def test_may_die(self, db: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        """Then the file that it read is refused, with a guess at the reason; the others come in, and this one later."""
        parts = ReaderProcess.parts

        def broken_off(process: ReaderProcess) -> Iterator[Part]:
            yield from islice(parts(process), 2)
            process._process.kill()
            process.lost = True

        monkeypatch.setattr(ReaderProcess, "parts", broken_off)
        monkeypatch.setattr(reader, "PROCESSES", 1)
        paths = [write("a", "one", "two"), write("b", "one")]
        summary = load(db, paths)
        assert did(summary) == (2, 0, 0, 1, 1)
        assert "ended unexpectedly" in summary.files[0].refused[0][1]
        monkeypatch.undo()
        assert did(load(db, paths)) == (1, 0, 2, 0, 0)

    def test_imports_nothing_from_the_present_folder(
        self, db: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Among a stranger's files there may be a `json.py`."""
        (tmp_path / "json.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
        monkeypatch.chdir(tmp_path)
        assert did(load(db, [write("a", "one")])) == (1, 0, 0, 0, 0)
        assert not (tmp_path / "ran").exists()
