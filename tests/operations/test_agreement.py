"""Two reviewers on the same eighteen traps: agreement, disagreements, adjudication."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.errors import NotFound, UsageError
from reviewer.formats.contract import Fill
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations.adjudicate import adjudicate, disagreements, settle
from reviewer.operations.agreement import Judged, Sheet, sheet
from reviewer.operations.load import load
from reviewer.operations.merge import merge
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.apart import clashes as found_in
from reviewer.review.decisions import Finding, Saw
from reviewer.review.disagreements import Disagreement
from reviewer.store import agreement as store
from reviewer.store import facts, reviews
from reviewer.store.apart import clashes, elsewhere
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.outcomes import outcomes
from tests.operations.conftest import Write

TAXONOMY = shipped_taxonomy().hash
CASES = [f"trap-{number:02}" for number in range(18)]
FELL = {"trap-03", "trap-07", "trap-11"}
BEN_DIFFERS = {"trap-02", "trap-07", "trap-15"}
CALL = Anchor("call", (Place(2, "c1"),))


@pytest.fixture
def traps(db: Path, write: Write) -> dict[str, tuple[str, str]]:
    """Eighteen traps, of which the check says that three fell: case → transcript, revision."""
    assert load(db, [str(write("r1", *CASES, case_class="trap", synthetic=True))], Fill()).added == 18
    with closing(open_writing(db)) as connection, transaction(connection):
        rows = connection.execute(
            "SELECT t.case_id, t.public_id, v.hash, v.id FROM transcript t JOIN revision v ON v.id = t.revision"
        ).fetchall()
        connection.execute("INSERT INTO suite VALUES ('b2:0', 'desk', '1', 'desk', '{}', NULL, 'desk.toml', 'now')")
        rules = "INSERT INTO suite_case VALUES ('b2:0', ?, 'trap', 'refund', '', '', 'no-refund: no refund')"
        connection.executemany(rules, [(case,) for case, *_ in rows])
        connection.execute("UPDATE run SET suite_hash = 'b2:0'")
        ruleset = facts.keep_ruleset(connection, facts.Ruleset(None, {}, {}), "now")
        fell = ("forbidden-write", "forbidden-write", "r1", "", [[2, "c1", None, None]])
        facts.record(connection, ruleset, [(row, [fell] if case in FELL else []) for case, _, _, row in rows])
    return {case: (transcript, revision) for case, transcript, revision, _ in rows}


def judge(db: Path, who: str, traps: dict[str, tuple[str, str]], differs: set[str], saw: Saw | None = None) -> None:
    """All of them, as the check says but for some."""
    with Reviewing(db, who) as reviewing:
        for case, (transcript, revision) in traps.items():
            fell = (case in FELL) is not (case in differs)
            if fell:
                reviewing.tag(transcript, revision, CALL, "unsafe.forbidden-write", TAXONOMY)
            reviewing.judge(transcript, revision, "fell" if fell else "held", saw or Saw(), reason="read")
            reviewing.mark(transcript, revision, "done", taxonomy=TAXONOMY, saw=saw or Saw())


@pytest.fixture
def both(db: Path, traps: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Ann and Ben, who differ on three."""
    judge(db, "Ann", traps, set())
    judge(db, "Ben", traps, BEN_DIFFERS)
    return traps


def measured(db: Path) -> Sheet:
    with closing(open_reading(db)) as connection:
        return sheet(connection)


def about(made: Sheet, what: str) -> Judged:
    return next(one for one in made.judged if one.about == what)


def test_the_figures(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """Those that the oracles give for 2 fell for both, 1 for Ann alone, 2 for Ben alone, 13 for none."""
    assert len(both) == 18
    made = measured(db)
    for what in ("trap outcomes", "tags: unsafe"):
        one = about(made, what)
        (pair,) = one.pairs
        assert (pair.first, pair.second, one.items, pair.agreement.items) == ("Ann", "Ben", 18, 18)
        assert sorted(pair.agreement.table.values()) == [1, 2, 2, 13]
        assert pair.agreement.raw.value == Fraction(15, 18)
        assert round(float(pair.agreement.kappa), 4) == 0.4706
        assert round(float(pair.agreement.alpha), 4) == 0.4828
        assert one.alpha == pair.agreement.alpha
    assert about(made, "tags: positive").pairs[0].agreement.kappa.undefined
    assert about(made, "handled right").alpha.undefined == "nothing was judged by both"
    assert made.left_out == {}


def test_the_figures_are_the_oracles(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """Where scikit-learn and krippendorff are installed."""
    metrics = pytest.importorskip("sklearn.metrics")
    krippendorff = pytest.importorskip("krippendorff")
    with closing(open_reading(db)) as connection:
        said = connection.execute("SELECT reviewer, transcript, outcome = 'fell' FROM judgement").fetchall()
    ann, ben = ({of: fell for who, of, fell in said if who == name} for name in ("Ann", "Ben"))
    labels = [[one[of] for of, _ in both.values()] for one in (ann, ben)]
    pair = about(measured(db), "trap outcomes").pairs[0].agreement
    assert float(pair.kappa) == pytest.approx(metrics.cohen_kappa_score(*labels))
    assert float(pair.alpha) == pytest.approx(krippendorff.alpha(labels, level_of_measurement="nominal"))


def test_only_independent_verdicts_count(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """One changed after talking it over leaves the first as it was; one given with the check in sight is none."""
    before = measured(db)
    with Reviewing(db, "Ben") as ben:
        for case in BEN_DIFFERS:
            transcript, revision = both[case]
            ben.judge(transcript, revision, "fell" if case in FELL else "held", Saw(others=True))
    judge(db, "Chen", both, set(), Saw(machine=True))
    after = measured(db)
    assert after.judged == before.judged
    assert list(after.left_out.values()) == [18, 18]


def test_what_was_undone_never_was(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """The verdict before it is the one that counts; without any there is one item less."""
    transcript, revision = both["trap-00"]
    with Reviewing(db, "Ben") as ben:
        ben.judge(transcript, revision, "fell", Saw())
        assert sorted(about(measured(db), "trap outcomes").pairs[0].agreement.table.values()) == [1, 2, 3, 12]
        ben.undo()
        assert sorted(about(measured(db), "trap outcomes").pairs[0].agreement.table.values()) == [1, 2, 2, 13]
        ben.judge(transcript, revision, None, Saw())
    assert about(measured(db), "trap outcomes").items == 17


def test_a_reading_is_what_was_there_when_it_was_marked(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """A finding that comes later, or a mark that does not say what was visible, makes no agreement."""
    before = about(measured(db), "tags: unsafe")
    transcript, revision = both["trap-00"]
    with Reviewing(db, "Ann") as ann:
        ann.tag(transcript, revision, CALL, "unsafe.forbidden-write", TAXONOMY)
        assert about(measured(db), "tags: unsafe") == before
        ann.mark(transcript, revision, "done", taxonomy=TAXONOMY, saw=Saw())
        assert about(measured(db), "tags: unsafe") != before
    with Reviewing(db, "Dee") as dee:
        dee.mark(transcript, revision, "clean", taxonomy=TAXONOMY)
    with Reviewing(db, "Eve") as eve:
        eve.mark(transcript, revision, "clean", taxonomy="b2:unknown", saw=Saw())
    assert sorted(measured(db).left_out.values()) == [1, 1]


def test_a_reading_ends_where_somebody_elses_word_came_into_sight(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """An outcome shows what the check says: what was found before it counts, though the mark comes after it."""
    before = about(measured(db), "tags: unsafe").pairs[0]
    transcript, revision = both["trap-00"]
    with Reviewing(db, "Dee") as dee:
        dee.judge(transcript, revision, "held", Saw())
        dee.tag(transcript, revision, CALL, "unsafe.forbidden-write", TAXONOMY)
        dee.mark(transcript, revision, "done", taxonomy=TAXONOMY, saw=Saw(machine=True))
    found = about(measured(db), "tags: unsafe")
    assert found.pairs[0] == before
    assert [dict(pair.agreement.table) for pair in found.pairs[1:]] == [{("not tagged", "not tagged"): 1}] * 2
    with Reviewing(db, "Dee") as dee:
        dee.judge(transcript, revision, "fell", Saw(machine=True))
        dee.undo()
        dee.undo()
        assert measured(db).left_out == {}
        dee.undo()
        dee.undo()
        dee.judge(transcript, revision, "held", Saw(machine=True))
        dee.mark(transcript, revision, "done", taxonomy=TAXONOMY, saw=Saw(machine=True))
    assert len(about(measured(db), "tags: unsafe").pairs) == 1
    assert list(measured(db).left_out.values()) == [1, 1]


def test_disagreements_the_furthest_apart_first(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """Three between people; with a third reviewer some are less far apart; the check's own come last."""
    with closing(open_reading(db)) as connection:
        found = disagreements(connection, "Chen").shown
    assert {one.transcript for one in found} == {both[case][0] for case in BEN_DIFFERS}
    assert all(one.between_people for one in found)
    assert {one.agreement for one in found} == {Fraction(1, 3)}
    assert [voice.who for voice in found[0].voices] == ["Ann", "Ben", "check"]
    with Reviewing(db, "Chen") as chen:
        chen.judge(*both["trap-02"], "held", Saw(others=True))
        chen.judge(*both["trap-07"], "held", Saw(others=True))
    with closing(open_reading(db)) as connection:
        found = disagreements(connection, "Chen").shown
    assert found[-1].transcript == both["trap-02"][0]  # Ann, Chen and the check against Ben
    assert found[-1].agreement == Fraction(1, 2)


def test_reviewer_and_check(db: Path, traps: dict[str, tuple[str, str]]) -> None:
    """One reviewer and the check are two sides; where the check has not been, there is one."""
    judge(db, "Ann", {"trap-03": traps["trap-03"]}, {"trap-03"})
    with closing(open_reading(db)) as reader:
        (only,) = disagreements(reader, "Ann").shown
        assert not only.between_people
        assert [(voice.who, voice.says) for voice in only.voices] == [("Ann", "held"), ("check", "fell")]
    with closing(open_writing(db)) as connection, transaction(connection):
        connection.execute("DELETE FROM checked")
    with closing(open_reading(db)) as reader:
        assert disagreements(reader, "Ann").shown == []


def test_what_is_still_to_be_read_stays_hidden(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """From the one to whom a queue gave it, until that one is done; and only from that one."""
    with closing(open_writing(db)) as connection, transaction(connection):
        recipe = '{"assign": ["Chen"], "populations": []}'
        connection.execute("INSERT INTO queue VALUES ('q', 'traps', ?, 18, 'Ann', 'now')", (recipe,))
        connection.execute(
            "INSERT INTO queue_item VALUES ('q', 1, ?, 'all', 'everything', 'Chen')", (both["trap-02"][0],)
        )
    with closing(open_reading(db)) as reader:
        assert len(disagreements(reader, "Dee").shown) == 3
        found = disagreements(reader, "Chen")
        assert (len(found.shown), found.hidden) == (2, 1)
    with Reviewing(db, "Chen") as chen:
        chen.judge(*both["trap-02"], "held", Saw())
        chen.mark(*both["trap-02"], "done", saw=Saw())
    with closing(open_reading(db)) as reader:
        assert disagreements(reader, "Chen").hidden == 0


def test_adjudicating(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """An event with both sides in it; every verdict stays; agreement stays; undone it is open again."""
    before = measured(db)
    transcript = both["trap-02"][0]
    with pytest.raises(UsageError, match="a reason"):
        adjudicate(db, transcript, "held", " ", author="Chen")
    with pytest.raises(UsageError, match="the sides say held or fell"):
        adjudicate(db, transcript, "right", "read again", author="Chen")
    with pytest.raises(UsageError, match="Ben is one of the sides"):
        adjudicate(db, transcript, "fell", "mine", author="Ben")
    event = adjudicate(db, transcript, "held", "no write in it", verdict="genuine", author="Chen")
    assert [one["who"] for one in event.body["between"]] == ["Ann", "Ben", "check"]
    assert event.body["method"] == "third"
    with closing(open_reading(db)) as connection:
        assert len(disagreements(connection, "Dee").shown) == 2
        decided = [one.adjudicated for one in disagreements(connection, "Dee", decided=True).shown]
        assert sorted(map(str, decided)) == ["None", "None", "held"]
        row = connection.execute("SELECT DISTINCT adjudicated FROM trap_outcomes WHERE transcript = ?", (transcript,))
        assert row.fetchall() == [("held",)]
        assert len(store.voices(connection)[transcript]) == 3
    assert measured(db) == before
    adjudicate(db, transcript, None, "", author="Chen")
    with closing(open_reading(db)) as connection:
        assert len(disagreements(connection, "Dee").shown) == 3


def test_whoever_adjudicates_has_seen_what_another_decided(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """What was on the screen before Dee decided is not decided anew unseen; once it is shown, it can be."""
    transcript = both["trap-02"][0]
    with closing(open_reading(db)) as connection:
        (shown,) = [one for one in disagreements(connection, "Chen").shown if one.transcript == transcript]
    first = adjudicate(db, transcript, "held", "no write in it", author="Dee")
    with Reviewing(db, "Chen") as chen:
        with pytest.raises(UsageError, match="Dee has adjudicated this meanwhile, held"):
            chen.adjudicate(transcript, "fell", "it did", over=shown.over)
        with closing(open_reading(db)) as connection:
            found = disagreements(connection, "Chen", decided=True).shown
            (shown,) = [one for one in found if one.transcript == transcript]
        assert shown.over == (first.ulid,)
        assert chen.adjudicate(transcript, "fell", "it did", over=shown.over).supersedes == (first.ulid,)


def test_what_was_adjudicated_apart_counts_once_it_is_settled(
    db: Path, both: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    """In two copies of a file: until then nobody has decided it, and the one disagreement is about that."""
    other, transcript = tmp_path / "copy.db", both["trap-02"][0]
    run = "SELECT t.run FROM transcript t WHERE t.public_id = ?"
    with closing(open_reading(db)) as connection, closing(sqlite3.connect(other)) as copy:
        connection.backup(copy)
    adjudicate(db, transcript, "held", "no write in it", verdict="genuine", author="Chen")
    adjudicate(other, transcript, "fell", "M9 writes", verdict="genuine", author="Dee")
    merge(db, [other])
    with closing(open_reading(db)) as connection:
        runs = connection.execute(run, (transcript,)).fetchone()
        assert outcomes(connection, runs)[transcript].decision is None
        (one,) = [one for one in disagreements(connection, "Eve").shown if one.transcript == transcript]
    assert one.apart is not None
    settle(db, transcript, one.apart.events[0].ulid, "read again", author="Eve")
    with closing(open_reading(db)) as connection:
        assert outcomes(connection, runs)[transcript].decision == "held"


def test_whoever_adjudicated_is_no_independent_reviewer(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """Of the same transcript, from then on."""
    adjudicate(db, both["trap-02"][0], "held", "no write in it", author="Chen")
    judge(db, "Chen", both, set())
    assert about(measured(db), "trap outcomes").pairs[0].agreement.items == 18
    assert {pair.agreement.items for pair in about(measured(db), "trap outcomes").pairs[1:]} == {17}


def test_no_check_says_that_a_trap_held_which_no_rule_looked_at(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """Where no suite says what is forbidden; that it fell was seen all the same."""
    said = "SELECT machine, count(DISTINCT transcript) FROM trap_outcomes GROUP BY 1 ORDER BY 1"
    with closing(open_writing(db)) as connection:
        assert connection.execute(said).fetchall() == [("fell", 3), ("held", 15)]
        with transaction(connection):
            connection.execute("UPDATE suite_case SET rules = ''")
        assert connection.execute(said).fetchall() == [(None, 15), ("fell", 3)]
        voices = [store.voices(connection)[both[case][0]] for case in ("trap-02", "trap-03")]
    assert [[voice.who for voice in said if voice.machine] for said in voices] == [[], ["check"]]


def test_nothing_to_adjudicate(db: Path, traps: dict[str, tuple[str, str]]) -> None:
    """Where nobody judged."""
    with pytest.raises(NotFound, match="nobody has judged it"):
        adjudicate(db, traps["trap-03"][0], "held", "because", author="Chen")


def test_a_disputed_finding(db: Path, both: dict[str, tuple[str, str]]) -> None:
    """It stands or falls."""
    transcript, revision = both["trap-03"]
    with Reviewing(db, "Ann") as ann:
        finding = ann.tag(transcript, revision, CALL, "unsafe.forbidden-write", TAXONOMY)
    with Reviewing(db, "Ben") as ben:
        ben.confirm(finding.id, "disputed", "there was proof")
    with closing(open_reading(db)) as connection:
        (one,) = [one for one in disagreements(connection, "Chen").shown if one.about == finding.id]
    assert [(voice.who, voice.says, voice.reason) for voice in one.voices][1] == ("Ben", "falls", "there was proof")
    adjudicate(db, transcript, "stands", "the proof came later", about=finding.id, author="Chen")
    with closing(open_reading(db)) as connection:
        assert finding.id not in {one.about for one in disagreements(connection, "Chen").shown}


@pytest.fixture
def apart(db: Path, traps: dict[str, tuple[str, str]], tmp_path: Path) -> Path:
    """Ann on two machines, where she says different things of one transcript and the same of another."""
    other = tmp_path / "other.db"
    for path, outcome in ((db, "held"), (other, "fell")):
        with Reviewing(path, "Ann") as ann:
            ann.judge(*traps["trap-00"], outcome, Saw())
            ann.bookmark(traps["trap-00"][0], 1, on=True)
    merge(db, [other])
    return db


def test_an_outcome_judged_apart(apart: Path, traps: dict[str, tuple[str, str]]) -> None:
    """Both words are sides until one name has one word again, or somebody adjudicates; neither counts meanwhile."""
    with Reviewing(apart, "Ben") as ben:
        ben.judge(*traps["trap-00"], "held", Saw())
    with closing(open_reading(apart)) as connection:
        (one,) = [one for one in disagreements(connection, "Chen").shown if one.transcript == traps["trap-00"][0]]
        assert [(voice.who, voice.says) for voice in one.voices if not voice.machine] == [
            *(("Ann", "held"), ("Ann", "fell")),
            ("Ben", "held"),
        ]
        assert [one.reviewer for one in store.verdicts(connection, clashes(connection))] == ["Ben"]
        (reason,) = [reason for reason, count in sheet(connection).left_out.items() if count == 1]
        assert "given apart" in reason
    with Reviewing(apart, "Ann") as ann:
        ann.judge(*traps["trap-00"], "held", Saw())
    with closing(open_reading(apart)) as connection:
        assert [one.reviewer for one in store.verdicts(connection, clashes(connection))] == ["Ann", "Ben"]
        assert disagreements(connection, "Chen").shown == []


@pytest.fixture
def twofold(db: Path, traps: dict[str, tuple[str, str]], tmp_path: Path) -> tuple[Path, str]:
    """Two copies of one database, in which Ann and Ben changed the same finding of Ann's; together again."""
    other = tmp_path / "copy.db"
    with Reviewing(db, "Ann") as ann:
        finding = ann.tag(*traps["trap-00"], CALL, "unsafe.forbidden-write", TAXONOMY, note="it fired")
    with closing(open_reading(db)) as connection, closing(sqlite3.connect(other)) as copy:
        connection.backup(copy)
    with Reviewing(db, "Ann") as ann:
        ann.change(finding, severity="critical")
    with Reviewing(other, "Ben") as ben:
        ben.change(finding, severity="minor", note="the customer had agreed")
    merge(db, [other])
    return db, finding.id


def the_only(db: Path, who: str = "Chen", *, decided: bool = False) -> Disagreement:
    """What is to be adjudicated."""
    with closing(open_reading(db)) as connection:
        (one,) = disagreements(connection, who, decided=decided).shown
    return one


def test_a_finding_changed_apart(twofold: tuple[Path, str], traps: dict[str, tuple[str, str]]) -> None:
    """Both changes are sides; what is kept is decided for a reason, as an event, and can be taken back."""
    db, finding = twofold
    transcript = traps["trap-00"][0]
    one = the_only(db)
    assert one.apart is not None
    assert [(voice.who, voice.says) for voice in one.voices] == [
        ("Ann", "critical · note: it fired"),
        ("Ben", "minor · note: the customer had agreed"),
    ]
    kept, other = (event.ulid for event in one.apart.events)
    for wrong, why in ((kept, " "), ("01" + "A" * 24, "because"), (finding, "because")):
        with pytest.raises(UsageError):
            settle(db, transcript, wrong, why, author="Chen")
    with pytest.raises(UsageError, match="Ann is one of the sides"):
        settle(db, transcript, kept, "because", author="Ann")
    event = settle(db, transcript, kept, "M9 asks nobody", author="Chen")
    assert set(event.supersedes) == {kept, other}
    with closing(open_reading(db)) as connection:
        row = connection.execute("SELECT author, severity, note FROM finding WHERE id = ?", (finding,)).fetchone()
        assert disagreements(connection, "Chen").shown == []
    assert row == ("Ann", "critical", "it fired")
    assert the_only(db, decided=True).adjudicated == "as Ann says"
    with pytest.raises(UsageError, match="is to be settled"):
        settle(db, transcript, other, "no", author="Chen")
    with Reviewing(db, "Chen") as chen, pytest.raises(UsageError, match="settled already"):
        chen.settle(other, "no")
    with Reviewing(db, "Chen") as chen:
        chen.undo()
    assert the_only(db).adjudicated is None


@pytest.mark.parametrize("kept", [0, 1])
def test_a_finding_taken_back_in_one_copy_and_changed_in_the_other(
    db: Path, traps: dict[str, tuple[str, str]], tmp_path: Path, kept: int
) -> None:
    """The undo is a side, too, however often the other changed it; once settled, whoever changes it does so alone."""
    other = tmp_path / "copy.db"
    with Reviewing(db, "Ann") as ann:
        finding = ann.tag(*traps["trap-00"], CALL, "unsafe.forbidden-write", TAXONOMY)
    with closing(open_reading(db)) as connection, closing(sqlite3.connect(other)) as copy:
        connection.backup(copy)
    with Reviewing(db, "Ann") as ann, Reviewing(other, "Ben") as ben:
        ann.undo()
        ben.change(ben.change(finding, severity="minor"), note="still")
    merge(db, [other])
    one = the_only(db)
    assert [(voice.who, voice.says) for voice in one.voices] == [
        ("Ann", "removed"),
        ("Ben", "unsafe.forbidden-write · minor"),
    ]
    assert one.apart is not None
    settle(db, traps["trap-00"][0], one.apart.events[kept].ulid, "because", author="Chen")
    assert the_only(db, decided=True).adjudicated == f"as {('Ann', 'Ben')[kept]} says"
    with closing(open_reading(db)) as connection:
        assert disagreements(connection, "Chen").shown == []
        assert len(connection.execute("SELECT 1 FROM finding").fetchall()) == kept
    if kept:
        with Reviewing(db, "Ben") as ben:
            ben.change(finding, severity="critical")
        with closing(open_reading(db)) as connection:
            assert disagreements(connection, "Chen", decided=True).shown == []


def test_two_settlements_apart_are_decided_apart(twofold: tuple[Path, str], tmp_path: Path) -> None:
    """The same two sides, and whoever settles it anew decides between what the settlers kept."""
    db, _ = twofold
    other = tmp_path / "again.db"
    with closing(open_reading(db)) as connection, closing(sqlite3.connect(other)) as copy:
        connection.backup(copy)
    first, second = (event.ulid for event in the_only(db).apart.events)  # type: ignore[union-attr] # it was
    with Reviewing(db, "Chen") as chen, Reviewing(other, "Dee") as dee:
        chen.settle(first, "it is bad")
        dee.settle(second, "it is not")
    merge(db, [other])
    assert [(voice.who, voice.reason) for voice in the_only(db).voices] == [("Chen", "it is bad"), ("Dee", "it is not")]


def test_ones_own_word_is_ones_own(db: Path, traps: dict[str, tuple[str, str]], tmp_path: Path) -> None:
    """Everybody sees that it was said in two ways; which of them holds no other can say."""
    for path, mark in ((db, "done"), (tmp_path / "other.db", "skimmed")):
        with Reviewing(path, "Ann") as ann:
            ann.mark(*traps["trap-00"], mark)
    merge(db, [tmp_path / "other.db"])
    one = the_only(db)
    assert one.apart is not None
    assert [(voice.who, voice.says) for voice in one.voices] == [("Ann (1)", "done"), ("Ann (2)", "skimmed")]
    kept = one.apart.events[0].ulid
    with pytest.raises(UsageError, match="only Ann can say"):
        settle(db, traps["trap-00"][0], kept, "because", author="Chen")
    settle(db, traps["trap-00"][0], kept, "I read it all", method="consensus", author="Ann")
    with closing(open_reading(db)) as connection:
        assert connection.execute("SELECT mark FROM marking").fetchall() == [("done",)]
        assert disagreements(connection, "Chen").shown == []


def test_what_is_of_no_transcript_is_named(db: Path, tmp_path: Path) -> None:
    """A pattern that got two names."""
    with Reviewing(db, "Ann") as ann:
        pattern = ann.name_pattern("fires at once")
    with closing(open_reading(db)) as connection, closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        connection.backup(copy)
    for path, name in ((db, "fires"), (tmp_path / "copy.db", "cancels")):
        with Reviewing(path, "Ann") as ann:
            ann.name_pattern(name, pattern=pattern)
    merge(db, [tmp_path / "copy.db"])
    with closing(open_reading(db)) as connection:
        assert disagreements(connection, "Chen").shown == []
        assert [(one.slot, one.says()) for one in elsewhere(connection, clashes(connection))] == [
            ("pattern", ["name: fires", "name: cancels"]),
        ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["change", "minor", "remove", "undo", "redo"]), max_size=10))
def test_one_name_in_one_place_decides_nothing_apart(steps: list[str]) -> None:
    """However often it changes its mind, and takes that back."""
    with TemporaryDirectory() as folder, Reviewing(Path(folder) / "a.db", "Ann") as ann:
        finding = ann.tag("t1", "b2:aa", CALL, "unsafe.forbidden-write", TAXONOMY)
        does(ann, finding, steps)
        assert clashes(ann.connection) == []


@settings(max_examples=4, deadline=None)
@example(["change"], ["undo"], ["minor"])
@given(*[st.lists(st.sampled_from(["change", "minor", "remove", "undo", "redo", "judge"]), max_size=5)] * 3)
def test_what_was_decided_apart_is_found_without_folding_all(
    before: list[str], here: list[str], there: list[str]
) -> None:
    """In two copies that go on from the same place, and meet: as if every event were looked at."""
    with TemporaryDirectory() as folder, Reviewing(Path(folder) / "a.db", "Ann") as ann:
        finding = ann.tag("t1", "b2:aa", CALL, "unsafe.forbidden-write", TAXONOMY)
        does(ann, finding, before)
        with closing(sqlite3.connect(Path(folder) / "b.db")) as copy:
            ann.connection.backup(copy)
        does(ann, finding, here)
        with Reviewing(Path(folder) / "b.db", "Ben") as ben:
            does(ben, finding, there)
        merge(Path(folder) / "a.db", [Path(folder) / "b.db"])
        every = [event for author in ("Ann", "Ben") for event in reviews.of_author(ann.connection, author)]
        assert clashes(ann.connection) == list(found_in(sorted(every, key=lambda event: event.ulid)))


def does(who: Reviewing, finding: Finding, steps: list[str]) -> None:
    """One step after the other; what can be done no more is passed by."""
    for step in steps:
        if step in ("undo", "redo"):
            who.undo() if step == "undo" else who.redo()
        elif step == "judge":
            who.judge("t1", "b2:aa", "held" if who.reviewer == "Ann" else "fell", Saw())
        elif who.connection.execute("SELECT 1 FROM finding").fetchone():
            if step == "remove":
                who.remove(finding)
            else:
                who.change(finding, severity="critical" if step == "change" else step)
