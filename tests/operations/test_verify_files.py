"""What is wrong with the files of a folder is said by name, and where it begins, whatever else cannot be read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.dossier.claims import parse
from reviewer.errors import BrokenFile
from reviewer.model.dossier import Dossier
from reviewer.operations import dossiers_editions, dossiers_states, publish_board
from reviewer.operations.board import Wanted as WantedBoard
from reviewer.operations.pages import dossier_file
from reviewer.operations.publish import Wanted, publish
from reviewer.operations.verify import verify
from reviewer.operations.verify_files import difference
from reviewer.store.connection import open_reading
from tests.lent import lend
from tests.operations import dossier_store as made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a dossier and one with a board."""
    folder = tmp_path_factory.mktemp("written")
    made.make(db := folder / "study.db", "traps-soft")
    publish(db, Wanted(made.MODEL, "dossier", "csv"), folder / "tables")
    publish_board.publish(db, WantedBoard(without_published=True), "html", folder / "board")
    made_of = parse(f"+++\nmodel = '{made.MODEL}'\n+++\n## Verdict\n\nIn our view it is well made.\n", "claims.md")
    dossiers_states.put(db, made.MODEL, "adjudicated", "all is read", author="Ines")
    dossiers_editions.freeze(db, made.MODEL, claims=made_of, author="Ines")
    publish(db, Wanted(made.MODEL, "dossier", "json"), folder / "dossier.json")
    publish(db, Wanted(made.MODEL, "figures", "csv"), folder / "figures.csv")
    lend(db)
    return folder


@pytest.fixture
def tables(written: Path, tmp_path: Path) -> Path:
    """The tables, to be tampered with."""
    return Path(shutil.copytree(written / "tables", tmp_path / "tables"))


@pytest.fixture
def board(written: Path, tmp_path: Path) -> Path:
    """The board, as well."""
    return Path(shutil.copytree(written / "board", tmp_path / "board"))


def told(folder: Path) -> list[tuple[str, str]]:
    return [(one.where, one.says) for one in verify(folder).problems]


@pytest.mark.parametrize("kind", ["tables", "board"])
def test_a_way_there_and_back_changes_nothing(written: Path, tmp_path: Path, kind: str) -> None:
    """Packed, unpacked elsewhere with other times, moved."""
    pack = [sys.executable, "-m", "zipfile"]
    subprocess.run([*pack, "-c", "out.zip", str(written / kind)], cwd=tmp_path, check=True)
    subprocess.run([*pack, "-e", "out.zip", "unpacked"], cwd=tmp_path, check=True)
    assert told((tmp_path / "unpacked" / kind).rename(tmp_path / "moved")) == []


@pytest.mark.parametrize(("kind", "name"), [("tables", "figures.csv"), ("board", "index.html")])
def test_where_a_file_begins_to_differ(kind: str, name: str, request: pytest.FixtureRequest) -> None:
    """The line, what stands there and what was written, with nothing that a terminal would obey."""
    folder: Path = request.getfixturevalue(kind)
    lines = (folder / name).read_bytes().decode().split("\n")
    was, lines[3] = lines[3], "\x1b]0;mine" + lines[3]
    (folder / name).write_bytes("\n".join(lines).encode())
    ((where, says),) = told(folder)
    assert where == name
    assert says.startswith("its content is not what was written: line 4 has '\\x1b]0;mine")
    assert says.endswith(f" in place of {was[:24] + '…' if len(was) > 24 else was!r}")


def test_links_and_folders_that_nobody_wrote(tables: Path) -> None:
    """Also a link to a folder, one in place of the manifest, what is a folder deep, and a folder with nothing in it."""
    (tables / "deep").mkdir()
    (tables / "empty" / "within").mkdir(parents=True)
    (tables / "deep" / "more.html").write_text("x")
    (tables / "link").symlink_to(tables.parent, target_is_directory=True)
    (tables / "manifest.json").rename(tables.parent / "manifest.json")
    (tables / "manifest.json").symlink_to(tables.parent / "manifest.json")
    assert sorted(told(tables)) == [
        ("deep/more.html", "it was not written by the export"),
        ("empty/within", "it was not written by the export"),
        ("link", "it was not written by the export"),
        ("manifest.json", "it is no plain file"),
    ]


@pytest.mark.parametrize(("kind", "name"), [("tables", "dossier.json"), ("board", "board.json")])
def test_the_rest_is_told_where_the_data_cannot_be_read(kind: str, name: str, request: pytest.FixtureRequest) -> None:
    """Broken or gone: it is named with its place, beside the other files that differ."""
    folder: Path = request.getfixturevalue(kind)
    (folder / "traps.csv").unlink()
    (folder / name).write_text((folder / name).read_text().replace("}", "", 1))
    assert {where for where, _ in told(folder)} == {"traps.csv", name}
    assert any("Invalid JSON" in says for where, says in told(folder) if where == name)
    (folder / name).unlink()
    assert sorted(told(folder)) == [(name, "it is missing"), ("traps.csv", "it is missing")]
    assert f"nothing else was looked at without {name}" in verify(folder).notes
    (folder / "manifest.json").unlink()
    with pytest.raises(BrokenFile, match="no folder that was exported"):
        verify(folder)


@pytest.mark.parametrize(("kind", "name"), [("tables", "figures.csv"), ("board", "index.html")])
@pytest.mark.parametrize("how", ["another hash", "gone"])
def test_a_changed_manifest_is_all_that_differs(
    kind: str, name: str, how: str, written: Path, request: pytest.FixtureRequest
) -> None:
    """Also where the file that it speaks of can be made again; and the data beside it are proven by the store."""
    folder: Path = request.getfixturevalue(kind)
    place = folder / "manifest.json"
    files = json.loads(place.read_bytes())["files"]
    digit = "1" if files[name][9] == "0" else "0"
    place.write_text(place.read_text().replace(files[name], files[name][:9] + digit + files[name][10:]))
    found = [name]
    if how == "gone":
        place.unlink()
        found = ["manifest.json"]
    assert [where for where, _ in told(folder)] == found
    with closing(open_reading(written / "study.db")) as connection:
        again = verify(folder, connection)
    assert {one.where for one in again.problems} == {*found, "manifest.json"}
    assert len(again.problems) == len({*found, "manifest.json"})


def test_a_dossier_alone_says_what_cannot_be_known(written: Path, tmp_path: Path) -> None:
    """Without a manifest and without the store; with it each field that is another is named."""
    data = json.loads((written / "dossier.json").read_bytes())
    claim, figure = data["claims"][0], data["figures"][0]
    bound = next(one for one in data["figures"][1:] if one["interval"])
    claim["text"], figure["suite_hash"] = "In our view it is badly made.", "b2:00"
    bound["interval"]["high"] += 0.001
    (changed := tmp_path / "dossier.json").write_bytes(dossier_file(Dossier.model_validate(data)))
    inside = verify(changed)
    assert (inside.problems, inside.held) == ([], False)
    assert "a dossier alone has no manifest" in inside.notes[0]
    with closing(open_reading(written / "study.db")) as connection:
        found = {one.where: one.says for one in verify(changed, connection).problems}
        whole = verify(written / "dossier.json", connection)
    assert (whole.problems, whole.held) == ([], True)
    assert found["dossier.json"] == "this store did not write this, or it was changed since"
    assert "In our view it is badly made." in found[f"claim {claim['id']}"]
    assert found[f"figure {figure['name']}"].startswith('its suite_hash is "b2:00"; edition 1 has ')
    assert f"figure {bound['name']}" in found
    assert len(found) == 4


def test_a_page_or_a_table_alone_is_known_to_the_store(written: Path, tmp_path: Path) -> None:
    """It carries no manifest: that is said, and the store knows its bytes."""
    with pytest.raises(BrokenFile, match="carries no manifest"):
        verify(written / "figures.csv")
    (changed := tmp_path / "figures.csv").write_bytes((written / "figures.csv").read_bytes() + b"\n")
    with closing(open_reading(written / "study.db")) as connection:
        whole, broken = verify(written / "figures.csv", connection), verify(changed, connection)
    assert (whole.problems, whole.held, whole.files) == ([], True, 1)
    assert [one.says for one in broken.problems] == ["this store did not write this, or it was changed since"]


@pytest.mark.parametrize(
    ("content", "should", "says"),
    [
        (b"a\nb", b"a\nc", "line 2 has 'b' in place of 'c'"),
        (b"a\n", b"a\nb\n", "line 2 has '' in place of 'b'"),
        (b"a\nb\n\n", b"a\nb\n", "from line 4 on it has lines too many"),
        (b"a\nb", b"a\nb\n", "from line 3 on it has lines too few"),
        (b"\xff", b"f", "line 1 has '\\\\xff' in place of 'f'"),
        (b"x" * 99 + b"1", b"x" * 99 + b"2", f"line 1 has '…{'x' * 24}1' in place of '…{'x' * 24}2'"),
    ],
)
def test_the_first_difference(content: bytes, should: bytes, says: str) -> None:
    """In either direction, of whatever bytes."""
    assert difference(content, should) == says
