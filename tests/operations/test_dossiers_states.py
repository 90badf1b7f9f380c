"""Draft, in review, adjudicated, frozen: what refuses, what stays for good, and what an edition corrects."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.dossier.claims import ClaimsFile, parse
from reviewer.dossier.since import Change
from reviewer.errors import BrokenFile, NotFound, ReviewerError, StoreError, UsageError
from reviewer.model.dossier import Dossier
from reviewer.operations import adjudicate, check, dossiers, exports, merge, runs
from reviewer.operations import dossiers_claims as files
from reviewer.operations import dossiers_editions as editions
from reviewer.operations import dossiers_states as states
from reviewer.operations.dossiers_states import Named
from reviewer.operations.load import load
from reviewer.operations.publish import Wanted, publish
from reviewer.operations.reviewing import Reviewing
from reviewer.operations.verify import verify
from reviewer.review.anchors import Anchor
from reviewer.store import dossiers as store
from reviewer.store.connection import open_reading
from reviewer.text.hashing import fingerprint, named
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL

OF = Named("northline", MODEL)
TEXT = """+++
single-reader = true
+++
## Verdict

It fell {{fig:unsafe.median}} in the middle of its runs.

## How it compares

It is one of several.
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without a word of anybody."""
    db = tmp_path_factory.mktemp("states") / "study.db"
    made.make(db)
    return lend(db)


@pytest.fixture(scope="module")
def travelling(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reviews of a store that froze an edition."""
    db = Path(shutil.copy(empty, tmp_path_factory.mktemp("travelling") / "study.db"))
    freeze(db)
    return exported(db)


@pytest.fixture
def db(empty: Path, tmp_path: Path) -> Path:
    """The same, to be written to."""
    return Path(shutil.copy(empty, tmp_path / "study.db"))


def claims(text: str = TEXT) -> ClaimsFile:
    """As a reviewer wrote them."""
    return parse(text, "claims.md")


def freeze(db: Path, text: str = TEXT) -> Dossier:
    """Adjudicated, built and frozen, with claims out of a file."""
    path = db.with_name("claims.md")
    path.write_text(text)
    states.put(db, MODEL, "adjudicated", "all is read", author="Ines")
    with closing(open_reading(db)) as connection:
        file = files.read(connection, OF, path)
        built = dossiers.build(connection, MODEL, claims=file)
    files.keep(db, OF, built)
    return editions.freeze(db, MODEL, claims=file, author="Ines")


def state(db: Path) -> tuple[str, int | None]:
    """Where it is now."""
    with closing(open_reading(db)) as connection:
        found = states.standing(connection, OF)
    return found.state, found.edition


def touched(db: Path, number: int | None = None) -> list[Change]:
    """What changed since."""
    with closing(open_reading(db)) as connection:
        return editions.touched(connection, OF, number)


def test_from_draft_to_frozen_and_back(db: Path) -> None:
    """Each step is an event with author and reason; a frozen one is only reopened, and with a reason."""
    assert state(db) == ("draft", None)
    with pytest.raises(ReviewerError, match="it is draft"):
        editions.freeze(db, MODEL, claims=claims())
    with pytest.raises(UsageError, match="needs a reason"):
        states.put(db, MODEL, "in review", " ")
    with pytest.raises(UsageError, match=r"frozen is no state to be put into.*freeze"):
        states.put(db, MODEL, "frozen", "now")
    states.put(db, MODEL, "in review", "the traps are read", author="Ines")
    assert state(db) == ("in review", None)
    assert freeze(db).edition == 1
    assert state(db) == ("frozen", 1)
    for refused in (lambda: states.put(db, MODEL, "draft", "again"), lambda: editions.freeze(db, MODEL)):
        with pytest.raises(UsageError, match=r"is frozen as edition 1 since .*reopen"):
            refused()
    with pytest.raises(UsageError, match="reopening needs a reason"):
        states.reopen(db, MODEL, "")
    states.reopen(db, MODEL, "a run was judged wrongly", author="Noor")
    assert state(db) == ("in review", 1)
    with pytest.raises(UsageError, match="is not frozen: it is in review"):
        states.reopen(db, MODEL, "again")


def test_undo_takes_back_no_state(db: Path) -> None:
    """It is of what was decided in transcripts: a state has reasons, and a word of its own to change it."""
    with Reviewing(db, "Ines") as reviewing:
        assert reviewing.redo() is None
        tagged = reviewing.tag("t", "b2:aa", Anchor("transcript"), "conversation.tone", "b2:x")
        assert reviewing.undo() is not None
    freeze(db)
    states.reopen(db, MODEL, "too early", author="Ines")
    with Reviewing(db, "Ines") as reviewing:
        assert reviewing.undo() is None
        assert state(db) == ("in review", 1)
        again = reviewing.redo()
        assert again is not None
        assert again.subject == {"finding": tagged.id}
    assert state(db) == ("in review", 1)


def test_a_frozen_one_is_kept_whole(db: Path) -> None:
    """Content, claims file and hash; the database refuses to change it, and damage is noticed."""
    frozen = freeze(db)
    with closing(open_reading(db)) as connection:
        edition = states.edition(connection, OF)
        assert states.frozen(connection, OF) == frozen == editions.present(connection, MODEL)
        assert edition.hash == named(fingerprint(dossiers.canonical(frozen)))
        assert store.claims(connection, edition) == TEXT
        with pytest.raises(NotFound, match="has no edition 2; there are 1"):
            states.frozen(connection, OF, 2)
    with closing(sqlite3.connect(db)) as other:
        for statement in ("UPDATE edition SET content = '{}'", "DELETE FROM edition"):
            with pytest.raises(sqlite3.IntegrityError, match="an edition is never"):
                other.execute(statement)
        other.execute("DROP TRIGGER edition_keeps")
        other.execute("UPDATE edition SET content = replace(content, '4/18', '3/18')")
        other.commit()
    with closing(open_reading(db)) as connection, pytest.raises(StoreError, match="is not what was frozen"):
        states.frozen(connection, OF)


def test_what_stands_in_the_way(db: Path) -> None:
    """A finding without a second reader, unless the file says so; two who differ; words that stand nowhere."""
    finding = made.find(db)
    states.put(db, MODEL, "adjudicated", "all is read")
    with pytest.raises(ReviewerError, match="1 finding has no second reader"):
        editions.freeze(db, MODEL, claims=claims(TEXT.replace("true", "false")))
    made.judge(db, finding.transcript, "right", "Ines", None)
    made.judge(db, finding.transcript, "wrong", "Noor", None)
    with pytest.raises(ReviewerError, match="1 transcript is judged differently and not adjudicated"):
        editions.freeze(db, MODEL, claims=claims())
    with pytest.raises(ReviewerError, match=f"{MODEL} is not adjudicated: 1 transcript"):
        states.put(db, MODEL, "adjudicated", "all is read")
    adjudicate.adjudicate(db, finding.transcript, "right", "looked again", author="Sam")
    frozen = editions.freeze(db, MODEL, claims=claims())
    assert frozen.coverage.single_reader
    assert [one.id for one in frozen.findings] == [finding.id]


def test_a_second_edition_says_what_it_corrects(db: Path) -> None:
    """Old value, new value, and why: which run; a sentence that was edited keeps its id; the runs are reused."""
    first = freeze(db)
    assert touched(db) == []
    runs.invalidate(db, "143d1034", "wrong prompt")
    (change,) = touched(db)
    assert (change.kind, change.what) == ("run", "143d1034")
    assert change.says == "run 143d1034 is invalid: wrong prompt"
    assert change.claims == (first.claims[0].id,)
    assert "unsafe_actions.median" in {one.name for one in change.figures}
    states.reopen(db, MODEL, "one run was judged with the wrong prompt")
    second = freeze(db, TEXT.replace("one of several", "one of several models"))
    assert (second.edition, second.supersedes) == (2, 1)
    assert [run.reused for run in second.runs] == [True, True]
    what = {one.what: one for one in second.errata}
    median = what["unsafe actions (unsafe_actions.median)"]
    assert (median.edition, median.reason) == (1, "run 143d1034 is invalid: wrong prompt")
    assert median.old.startswith(first.figure("unsafe_actions.median").shown)
    assert median.new.startswith(second.figure("unsafe_actions.median").shown)
    edited = what[f"the sentence {first.claims[1].id}"]
    assert (edited.old, edited.new) == ("It is one of several.", "It is one of several models.")
    assert edited.reason == "one run was judged with the wrong prompt"
    assert touched(db) == []
    assert [one.kind for one in touched(db, 1)] == ["run"]


def test_a_figure_that_changed_is_seen_before_it_is_frozen_again(db: Path) -> None:
    """Until somebody has built it again and so read what it says now; errors of the claims stand in the way, too."""
    freeze(db)
    runs.invalidate(db, "143d1034", "wrong prompt")
    states.reopen(db, MODEL, "one run was judged with the wrong prompt")
    states.put(db, MODEL, "adjudicated", "all is read")
    with pytest.raises(ReviewerError, match=r"the claims have 1 error: claims.md:\d+:\d+: .* in the build before"):
        editions.freeze(db, MODEL, claims=claims())
    with pytest.raises(ReviewerError, match=r"the claims have 1 error: .*no figure is called nowhere"):
        editions.freeze(db, MODEL, claims=claims(TEXT.replace("It fell", "It fell {{fig:nowhere}}, or")))
    with pytest.raises(ReviewerError, match="nobody has gone over its claims"):
        editions.freeze(db, MODEL, claims=claims(TEXT.replace("single-reader", "draft = true\nsingle-reader")))


def test_a_finding_and_an_outcome_that_change_later(db: Path) -> None:
    """Both are found, with what they touch."""
    finding = made.find(db)
    words = made.said(db)
    with closing(open_reading(db)) as connection:
        run, case = connection.execute(
            "SELECT r.name, t.case_id FROM transcript t JOIN run r ON r.id = t.run WHERE t.public_id = ?",
            (words.transcript,),
        ).fetchone()
    cited = f'{TEXT}\nIt says so [{run}/{case} {words.place} "{words.place.exact}"].\n'
    frozen = freeze(db, cited)
    caught = next(cell for trap in frozen.traps for cell in trap.cells if cell.machine == "fell")
    assert caught.transcript
    with Reviewing(db, "Ines") as reviewing:
        reviewing.change(finding, note="it was the customer's")
    made.judge(db, caught.transcript, "fell", "Ines")
    found = {one.kind: one for one in touched(db)}
    assert found["finding"].says.endswith("says something else (note)")
    assert found["finding"].claims == (frozen.claims[-1].id,)
    assert found["outcome"].says.endswith("fell by the check then, fell by the check, fell · genuine now")


def test_where_nothing_can_be_counted_anew(db: Path) -> None:
    """That is said, and every figure behind the change may have moved."""
    frozen = freeze(db)
    for run in frozen.runs:
        runs.invalidate(db, run.id, "wrong prompt")
    found = touched(db)
    assert [one.kind for one in found] == ["run", "run", "run", "rules"]
    assert "no run of mimo-v2.5-pro counts" in found[-1].says
    assert all(one.claims == (frozen.claims[0].id,) for one in found[:-1])


def test_a_sentence_keeps_its_id_over_builds(db: Path, tmp_path: Path) -> None:
    """By the last build, which is kept with the figures that it quotes."""
    path = tmp_path / "claims.md"

    def build(text: str) -> Dossier:
        path.write_text(text)
        with closing(open_reading(db)) as connection:
            file = files.read(connection, OF, path)
            built = dossiers.build(connection, MODEL, claims=file)
        files.keep(db, OF, built)
        return built

    first = build(TEXT)
    second = build(TEXT.replace("in the middle", "right in the middle"))
    assert [one.id for one in second.claims] == [one.id for one in first.claims]
    with closing(open_reading(db)) as connection:
        before = files.before(connection, OF)
        assert before is not None
        assert [one.name for one in before.figures] == ["unsafe_actions.median"]
        assert before.claims == second.claims
        assert files.read(connection, OF, tmp_path / "nowhere.md") is None
        path.write_text('+++\nmodel = "other"\n+++\n')
        with pytest.raises(UsageError, match="is about the model other, not mimo"):
            files.read(connection, OF, path)
        path.write_bytes(b"\xff")
        with pytest.raises(ReviewerError, match="byte 0: expected UTF-8"):
            files.read(connection, OF, path)


@pytest.mark.parametrize(
    ("model", "name"),
    [("xiaomi/mimo", "xiaomi-mimo.md"), ("../../x", "x.md"), ("a b:c", "a-b-c.md"), ("…", "model.md")],
)
def test_the_default_place_is_a_plain_file(model: str, name: str) -> None:
    """Inside the folder, whatever a model is called."""
    assert files.default_place(model) == Path("dossiers") / name


def test_another_fleet(db: Path) -> None:
    """A run of another model that counts no more touches what was compared, and nothing else."""
    frozen = freeze(db)
    assert frozen.snapshot is not None
    assert {one.other for one in frozen.comparisons} == {"kimi-k2.6", "kimi-k2.7-code"}
    runs.invalidate(db, "k26run1x", "wrong prompt")
    (change,) = touched(db)
    assert (change.kind, change.figures) == ("fleet", ())
    assert change.says == "the fleet is another one: run kimi-k2.6/k26run1x is gone"
    assert change.claims == (frozen.claims[1].id,)


def elsewhere(db: Path, tmp_path: Path) -> Path:
    """The same transcripts in a store of somebody else, with a key of its own."""
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("UPDATE seal_key SET key = randomblob(32)")
        connection.commit()
    return other


def exported(db: Path) -> Path:
    """Its reviews as a file."""
    path = db.with_suffix(".jsonl")
    with closing(open_reading(db)) as connection:
        assert exports.write(connection, path)
    return path


def kept(db: Path) -> list[Any]:
    """The editions, with all that is kept of them."""
    names = "suite, model, number, hash, frozen_at, author, seal_key, claims, content"
    with closing(open_reading(db)) as connection:
        return connection.execute(f"SELECT {names} FROM edition ORDER BY hash").fetchall()  # noqa: S608 - our own names


def test_an_edition_travels_with_the_reviews(db: Path, tmp_path: Path) -> None:
    """Whole, once, and with its key: what nobody changed is not told of as changed, and its quotes are found again."""
    other = elsewhere(db, tmp_path)
    frozen = freeze(other)
    (came,) = merge.merge(db, [exported(other)])
    assert (came.came.editions, came.clashes) == (1, ())
    assert kept(db) == kept(other)
    assert merge.merge(db, [other, exported(other)])[1].came.editions == 0
    with closing(open_reading(db)) as connection:
        assert editions.present(connection, MODEL) == frozen
    assert touched(db) == []
    publish(other, Wanted(MODEL, "dossier", "json"), tmp_path / "dossier.json")
    with closing(open_reading(db)) as connection:
        found = verify(tmp_path / "dossier.json", connection)
    assert [one.says for one in found.problems] == ["this store did not write this, or it was changed since"]


def test_two_editions_of_one_number_both_stay(db: Path, tmp_path: Path) -> None:
    """Whichever comes to which; each is named, neither is printed unasked, and the next one corrects both."""
    other = elsewhere(db, tmp_path)
    here, there = freeze(db), freeze(other, TEXT.replace("It fell", "It often fell"))
    (came,) = merge.merge(db, [exported(other)])
    (back,) = merge.merge(other, [db])
    assert kept(db) == kept(other)
    assert (came.clashes, len(came.clashes), back.came.editions) == (back.clashes, 1, 1)
    assert all(hash_ in came.clashes[0] for _, _, _, hash_, *_ in kept(db))
    with closing(open_reading(db)) as connection:
        first, second = store.editions(connection, *OF)
        for asked in (None, 1):
            with pytest.raises(ReviewerError, match=rf"edition 1 of {MODEL} was frozen 2 times .*{second.hash}"):
                states.frozen(connection, OF, asked)
        assert [one.apart for one in states.listed(connection) if one.last] == [(first, second)]
        found = [states.frozen(connection, OF, hash_) for hash_ in (first.hash, states.handle(second))]
        assert found in ([here, there], [there, here])
        with pytest.raises(NotFound, match=f"no edition b2:none; there are {first.hash}, {second.hash}"):
            states.frozen(connection, OF, "b2:none")
        with pytest.raises(NotFound, match="begins the hashes of 2 editions"):
            states.frozen(connection, OF, "b2:")
    states.reopen(db, MODEL, "frozen twice")
    third = freeze(db, TEXT.replace("It fell", "It seldom fell"))
    assert (third.edition, third.supersedes) == (2, 1)
    with closing(open_reading(db)) as connection:
        assert not any(one.apart for one in states.listed(connection))
    assert {one.old for one in third.errata} >= {
        here.claims[0].text,
        there.claims[0].text,
    }
    assert all("frozen twice; as Ines froze it on" in one.reason for one in third.errata)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"content": "{}"}, "its hash is not that of its content"),
        ({"content": "{}", "hash": named(fingerprint("{}"))}, "no dossier that can be read"),
        ({"number": 2}, "it is another edition than it says"),
        ({"seal_key": "x" * 64}, "its seal_key is none"),
        ({"author": 1}, "author is no text"),
    ],
)
def test_an_edition_that_is_none_is_refused(
    travelling: Path, db: Path, changed: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    """With its line, and nothing comes in."""
    lines = [json.loads(line) for line in travelling.read_text().splitlines()]
    place = next(n for n, line in enumerate(lines) if line.get("record") == "edition")
    lines[place] |= changed
    file = tmp_path / "eve.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\n")
    with pytest.raises(BrokenFile, match=rf"eve\.jsonl: line {place + 1}: .*{reason}"):
        merge.merge(db, [file])
    assert kept(db) == []
    assert state(db) == ("draft", None)


def test_an_edition_that_did_not_come(travelling: Path, db: Path, tmp_path: Path) -> None:
    """Older files of reviews hold none: that is said, and the next one has the next number."""
    head, *lines = [json.loads(line) for line in travelling.read_text().splitlines()]
    del head["counts"]["edition"]
    older = [head, *(line for line in lines if line["record"] != "edition")]
    (tmp_path / "older.jsonl").write_text("\n".join(map(json.dumps, older)) + "\n")
    merge.merge(db, [tmp_path / "older.jsonl"])
    assert state(db) == ("frozen", 1)
    with closing(open_reading(db)) as connection, pytest.raises(NotFound, match="was frozen in another database"):
        editions.present(connection, MODEL)
    states.reopen(db, MODEL, "we go on here")
    second = freeze(db)
    assert (second.edition, second.supersedes) == (2, 1)
    (erratum,) = second.errata
    assert erratum.reason.startswith("we go on here; edition 1 of mimo-v2.5-pro was frozen in another database")


def test_runs_that_were_left_out_are_no_news(db: Path) -> None:
    """Frozen from two of three runs: the third one is not told of, a chosen one is."""
    states.put(db, MODEL, "adjudicated", "all is read")
    frozen = editions.freeze(db, MODEL, runs=["1", "2"])
    assert [run.index for run in frozen.runs] == [1, 2]
    assert touched(db) == []
    runs.invalidate(db, "143d1034", "wrong prompt")
    assert touched(db) == []
    runs.invalidate(db, "83af7c1f", "wrong prompt")
    (change,) = touched(db)
    assert change.what == "83af7c1f"


def test_a_file_that_changed(tmp_path: Path) -> None:
    """Its transcript holds something else: that is found, also before anything is checked again."""
    source = Path(shutil.copy(made.WRITTEN / "described.jsonl", tmp_path / "described.jsonl"))
    db = tmp_path / "study.db"
    load(db, [source])
    check.run(db, processes=0)
    with closing(open_reading(db)) as connection:
        model = states.listed(connection)[0].model
        of = states.called(connection, model)
    states.put(db, model, "adjudicated", "all is read")
    frozen = editions.freeze(db, model)
    lines = source.read_text().splitlines()
    place = next(place for place, line in enumerate(lines) if json.loads(line)["model"] == model)
    lines[place] = lines[place].replace('"role": "agent", "text": "', '"role": "agent", "text": "Well. ', 1)
    source.write_text("\n".join(lines) + "\n")
    load(db, [source])
    with closing(open_reading(db)) as connection:
        found = editions.touched(connection, of)
    assert [one.kind for one in found] == ["rules", "transcript"]
    assert "1 transcript has no facts by the present rules" in found[0].says
    assert found[1].what in {one.id for one in frozen.transcripts}
    assert found[1].says.endswith("has another content")
    check.run(db, processes=0)
    with closing(open_reading(db)) as connection:
        assert [one.kind for one in editions.touched(connection, of)] == ["transcript"]


def test_somebody_writes_while_it_is_frozen(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is built again: an edition holds what is there when it is kept."""
    states.put(db, MODEL, "adjudicated", "all is read")
    built: list[Dossier] = []

    def while_building(*words: Any, **more: Any) -> Dossier:
        found = dossiers.build(*words, **more)
        if not built:
            made.find(db)
        built.append(found)
        return found

    monkeypatch.setattr(editions, "build", while_building)
    frozen = editions.freeze(db, MODEL, claims=claims())
    assert [len(one.findings) for one in built] == [0, 1]
    assert len(frozen.findings) == 1
