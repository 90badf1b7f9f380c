"""What one store published is proven by another one that its reviews came to, with the keys or without."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile
from reviewer.model.dossier import Dossier
from reviewer.operations import exports, publish_board
from reviewer.operations.board import Wanted as WantedBoard
from reviewer.operations.merge import merge
from reviewer.operations.pages import dossier_file
from reviewer.operations.publish import Wanted, publish
from reviewer.operations.verify import Verified, verify
from reviewer.review.merging import chosen
from reviewer.store import archive
from reviewer.store import dossiers as store
from reviewer.store.connection import open_reading
from tests.lent import lend
from tests.operations import dossier_store as made

MODEL = made.MODEL


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that wrote a report, a board and a file; two findings, in one of them somebody's address."""
    folder = tmp_path_factory.mktemp("here")
    db = folder / "here.db"
    made.make(db, "traps-soft")
    made.find(db)
    made.find(db, 2, note="as anna.seiler@example.com wrote")
    publish(db, Wanted(MODEL, "report", "html"), folder / "report")
    publish(db, Wanted(MODEL, "dossier", "json"), folder / "dossier.json")
    publish_board.publish(db, WantedBoard(), "html", folder / "board")
    for keys, name in ((True, "whole.jsonl"), (False, "without.jsonl")):
        with closing(open_reading(db)) as connection:
            exports.write(connection, folder / name, keys=keys)
    return lend(db)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Another store with the same transcripts, and a key of its own."""
    db = tmp_path / "there.db"
    made.make(db, "traps-soft")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE seal_key SET key = randomblob(32)")
        connection.commit()
    return db


def verified(path: Path, db: Path) -> Verified:
    with closing(open_reading(db)) as connection:
        return verify(path, connection)


def rows(db: Path) -> list[Any]:
    with closing(open_reading(db)) as connection:
        return connection.execute("SELECT * FROM manifest ORDER BY hash").fetchall()


def key(db: Path) -> str:
    with closing(open_reading(db)) as connection:
        return store.seal_key(connection).hex()


@pytest.mark.parametrize(
    ("source", "names"),
    [("here.db", ("report", "board")), ("whole.jsonl", ("dossier.json",))],
    ids=["database", "file"],
)
def test_what_another_store_wrote_is_proven(here: Path, there: Path, source: str, names: tuple[str, ...]) -> None:
    """A folder, a file and a board, to the last letter; it says whose they are."""
    folder = here.parent
    assert "this store did not write this" in str(verified(folder / "report", there).problems)
    (merged,) = merge(there, [folder / source])
    assert merged.came.manifests == 3
    assert rows(there) == rows(here)
    for name in names:
        found = verified(folder / name, there)
        assert found.problems == []
        assert [note for note in found.notes if "another store wrote this on 20" in note]
        assert not [note for note in found.notes if "the key of the store" in note]
    assert merge(there, [folder / source])[0].came.manifests == 0


def test_without_keys_what_was_left_in_is_compared(here: Path, there: Path) -> None:
    """The files are known, the figures counted and the quotes found by their words; the rest is said not to be."""
    merge(there, [here.parent / "without.jsonl"])
    found = verified(here.parent / "report", there)
    assert (found.problems, found.quotes) == ([], 2)
    assert [note for note in found.notes if "the key of the store that wrote this is not here" in note]
    merge(there, [here])  # what was held back comes after all, and does not go again
    merge(there, [here.parent / "without.jsonl"])
    assert rows(there) == rows(here)


@pytest.mark.long
def test_what_was_held_back_comes_again_with_the_same_export(here: Path, tmp_path: Path) -> None:
    """A store that was lost and came back from a file without keys, and writes the same folder."""
    wrote = tmp_path / "wrote.db"
    wrote.write_bytes(here.read_bytes())
    with closing(sqlite3.connect(wrote)) as connection:
        connection.execute("UPDATE manifest SET placeholders = '', seal_key = ''")
        connection.commit()
    publish_board.publish(wrote, WantedBoard(), "html", tmp_path / "board")
    whole = {row[1]: (row[-2], row[-1]) for row in rows(wrote)}
    assert whole["report"] == ("", "")
    assert [row[-1] for row in rows(wrote) if row[1] == "board"].count(key(here)) >= 1


def test_no_key_leaves_the_team(here: Path) -> None:
    """Neither in a published folder nor in a file without keys; nor do values behind placeholders."""
    folder, secret = here.parent, key(here)
    files = [*(file for name in ("report", "board") for file in (folder / name).rglob("*") if file.is_file())]
    for file in (*files, folder / "dossier.json", folder / "without.jsonl"):
        assert secret not in file.read_text("utf-8").lower()
    assert secret in (folder / "whole.jsonl").read_text()
    lines = [json.loads(line) for line in (folder / "without.jsonl").read_text().splitlines()]
    kept = [line for line in lines if line.get("record") == "manifest"]
    assert [(one["placeholders"], one["seal_key"]) for one in kept] == [("", "")] * 3
    assert (folder / "whole.jsonl").stat().st_mode & 0o077 == 0


def test_a_folder_that_nobody_wrote(here: Path, there: Path, tmp_path: Path) -> None:
    """A changed figure is told with the key or without."""
    merge(there, [here.parent / "without.jsonl"])
    written = Dossier.model_validate_json((here.parent / "dossier.json").read_bytes())
    name = "agent_messages.mean"
    better = [one.model_copy(update={"shown": "1.0"}) if one.name == name else one for one in written.figures]
    changed = tmp_path / "dossier.json"
    changed.write_bytes(dossier_file(written.model_copy(update={"figures": tuple(better)})))
    found = {one.where for one in verified(changed, there).problems}
    assert found >= {"dossier.json", f"figure {name}"}


Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: {"content": row["content"].replace("a", "b", 1)}, "its hash is not that of its content"),
        (lambda row: {"kind": "board" if row["kind"] != "board" else "report"}, "it is of another kind than it says"),
        (lambda _: {"placeholders": "["}, "its placeholders cannot be read"),
        (lambda _: {"placeholders": '{"known": {"email": [1]}}'}, "its placeholders cannot be read"),
        (lambda _: {"placeholders": '{"known": {"shoe": ["x"]}}'}, "its placeholders cannot be read"),
        (lambda _: {"seal_key": "x" * 64}, "its seal_key is none"),
        (lambda _: {"written_at": 1}, "written_at is no text"),
    ],
    ids=["content", "kind", "placeholders", "value", "sort", "key", "time"],
)
def test_a_manifest_that_is_none_is_refused(
    here: Path, there: Path, tmp_path: Path, change: Change, reason: str
) -> None:
    """With its line, and nothing comes in."""
    lines = [json.loads(line) for line in (here.parent / "whole.jsonl").read_text().splitlines()]
    place = next(n for n, line in enumerate(lines) if line.get("record") == "manifest")
    lines[place] |= change(lines[place])
    (tmp_path / "eve.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    with pytest.raises(BrokenFile, match=rf"eve\.jsonl: line {place + 1}: .*{reason}"):
        merge(there, [tmp_path / "eve.jsonl"])
    assert rows(there) == []


def test_a_whole_manifest_stays_whichever_comes_first() -> None:
    """Held back gives way to whole, and of two whole ones the earlier stays."""
    early, late = ({"written_at": at, "placeholders": "{}", "seal_key": "k"} for at in ("1", "2"))
    bare = {"written_at": "0", "placeholders": "", "seal_key": ""}
    for one, other, stays in ((early, late, early), (bare, late, late), (bare, {**bare, "written_at": "3"}, bare)):
        assert chosen(one, other, "written_at", latest=False) == stays
        assert chosen(other, one, "written_at", latest=False) == stays


def test_editions_stay_behind_with_the_keys() -> None:
    """They are dossiers before redaction."""
    whole = archive.Archive(
        edition=[{"hash": "b2:aa"}], manifest=[{"hash": "x", "placeholders": "{}", "seal_key": "k"}]
    )
    assert whole.without_keys() == archive.Archive(manifest=[{"hash": "x", "placeholders": "", "seal_key": ""}])
