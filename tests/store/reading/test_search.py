"""Search over all text: what is typed never raises, never becomes an operator, and finds what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.store import search, transcripts
from reviewer.store.blind import Blind, shuffled
from reviewer.store.snippets import Phrase

if TYPE_CHECKING:
    from tests.store.reading.conftest import Store

HAS = "search has role: tool: model: case: class: intent: run:"
SAYS = {"role": "customer", "text": "a refund"}


@pytest.fixture
def study(store: Store) -> Store:
    """Three runs of two models over two cases; one of the two runs of the one case does not say its class."""

    def messages(answer: str) -> list[dict[str, Any]]:
        call = {"name": "order_status", "id": "a", "arguments": '{"order": "TRV-1147"}'}
        return [
            {"role": "system", "text": "You help customers. Never promise anything."},
            {"role": "customer", "text": "My Bottle broke — I would like a réfund"},
            {"role": "agent", "text": "", "reasoning": "look it up first", "calls": [call]},
            {"role": "tool", "call_id": "a", "text": "delivered, claim opened"},
            {"role": "agent", "text": answer},
        ]

    def add(run: str, model: str, case: str, answer: str, case_class: str | None = None, **fields: Any) -> None:
        about = {"case_class": case_class, "intent": "refund", **fields}
        store.add(run=run, model=model, case=case, messages=messages(answer), **about)

    add("kimi.1", "moonshot/kimi-k2", "Broken-1", "I have sent a new bottle", "solvable")
    add("kimi.2", "moonshot/kimi-k2", "broken-2", "No need to return it", "trap")
    add("gpt.1", "gpt-4.1", "broken-2", "You need to return it", synthetic=True)
    return store


def found(store: Store, typed: str, **more: Any) -> list[str]:
    """The hits, as `run M2.text`."""
    hits = search.hits(store.connection, search.query(typed), **more)
    return [f"{hit.run} M{hit.number}.{hit.field}" for hit in hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("refund", ["gpt.1 M2.text", "kimi.2 M2.text", "kimi.1 M2.text"]),
        ("REFUND broke", ["gpt.1 M2.text", "kimi.2 M2.text", "kimi.1 M2.text"]),
        ("refund delivered", []),
        ('"need to return"', ["gpt.1 M5.text", "kimi.2 M5.text"]),
        ('"no need to return', ["kimi.2 M5.text"]),
        ('"return to need"', []),
        ("bottle role:agent", ["kimi.1 M5.text"]),
        ("bottle role:assistant role:user model:kimi run:1", ["kimi.1 M5.text", "kimi.1 M2.text"]),
        ("look model:=gpt-4.1", ["gpt.1 M3.reasoning"]),
        ("trv-1147 case:broken-1", ["kimi.1 M3.c1.args"]),
        ("order_status run:kimi.2", ["kimi.2 M3.c1.name"]),
        ("claim tool:STATUS run:gpt", ["gpt.1 M4.text"]),
        ("tool:order_status run:gpt", ["gpt.1 M4.text", "gpt.1 M3.reasoning"]),
        ('case:"broken-1" role:tool', ["kimi.1 M4.text"]),
        ("deliver*", ["gpt.1 M4.text", "kimi.2 M4.text", "kimi.1 M4.text"]),
        ("de*", []),
        ("", []),
        ("-- ... ***", []),
        ("run:. role:agent need", ["gpt.1 M5.text", "kimi.2 M5.text"]),
        ("model: role:", []),
        ("bottle role:agent class:solv", ["kimi.1 M5.text"]),
        ("tool:order class:trap", ["kimi.2 M4.text", "kimi.2 M3.reasoning"]),
        ("sent class:trap", []),
        ("delivered class:=none intent:refund", ["gpt.1 M4.text"]),
        ("delivered intent:refund class:solvable class:trap", ["kimi.2 M4.text", "kimi.1 M4.text"]),
        ("delivered score:<0.5 status:limit", ["gpt.1 M4.text", "kimi.2 M4.text", "kimi.1 M4.text"]),
    ],
)
def test_what_is_found(study: Store, monkeypatch: pytest.MonkeyPatch, typed: str, expected: list[str]) -> None:
    """Words and phrases all stand in a message; filters narrow, in either way; the newest comes first."""
    for rare in (True, False):
        monkeypatch.setattr(search, "_are_rare", lambda *_, rare=rare: rare)
        assert found(study, typed) == expected
    assert search.count(study.connection, search.query(typed)) == len(expected)


@pytest.mark.parametrize(
    "typed", ["text:refund", "facets:roleagent", "rolecustomer", "NEAR(refund broke)", "refund NOT x"]
)
def test_no_operator_is_reached(study: Store, typed: str) -> None:
    """What the full text's own language would understand is looked for as words, and the made-up words are no words."""
    assert found(study, typed) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("refund model:claude", ["there is no model 'claude'"]),
        ("refund case:x case:broken", ["there is no case 'x'"]),
        ("role:boss", ["there is no role 'boss'; there are system, developer, customer, agent, tool, event"]),
        ("model:gpt run:kimi", ["no run of these models has such a name"]),
        ("class:easy", ["there is no class 'easy'; there are none, solvable, trap"]),
        ("-class:trap score:<1 refund", [f"left out: -class:trap score:<1; {HAS}, and excludes nothing"]),
        ("score:0", [f"left out: score:0; {HAS}, and excludes nothing"]),
        ("refund colour:red http://x 10:30", [f"looked for as words: colour:red; {HAS}"]),
        ("tool:order", []),
        (" ".join(f"w{n}" for n in range(40)), ["only the first 32 words and phrases are looked for"]),
    ],
)
def test_a_filter_that_nothing_answers_to_says_so(study: Store, typed: str, said: list[str]) -> None:
    """No hits, and a sentence that says why."""
    assert search.notes(study.connection, search.query(typed)) == said


def test_a_filter_that_matches_nothing_finds_nothing(study: Store) -> None:
    """It is not passed over as if it had not been typed."""
    assert found(study, "refund model:claude") == found(study, "refund model:gpt run:kimi") == []


def test_a_hit_says_what_a_list_must_show(study: Store) -> None:
    """The transcript, whose result it is, and that a run is synthetic or invalid: those stay searchable."""
    study.change_run("gpt.1", state="invalid")
    (hit,) = search.hits(study.connection, search.query("claim run:gpt.1"))
    row = transcripts.find(study.connection, "gpt.1/broken-2")
    assert (hit.key, hit.id, hit.case, hit.model) == (row.key, row.id, "broken-2", "gpt-4.1")
    assert (hit.role, hit.tool, hit.synthetic, hit.run_state) == ("tool", "order_status", True, "invalid")
    assert hit.snippet[slice(*hit.matches[0])] == "claim"


def test_filters_that_all_messages_pass(study: Store) -> None:
    """Alone they find everything."""
    assert search.count(study.connection, search.query("run:. case:broken")) == 15


def test_words_that_are_rare_are_told_by_their_newest_hits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 60 messages, 20 have the one word and 60 the other."""
    store.add(messages=[{"role": "agent", "text": f"parcel {'lost' * (not number % 3)}"} for number in range(60)])
    monkeypatch.setattr(search, "_RARE", 30)
    assert [search._are_rare(store.connection, word) for word in ("unheard", "lost", "parcel")] == [True, True, False]


def test_older_hits_follow(study: Store) -> None:
    """A page of hits ends where the next begins."""
    first = search.hits(study.connection, search.query("refund"), limit=2)
    rest = search.hits(study.connection, search.query("refund"), before=first[-1].rowid)
    assert [hit.run for hit in first + rest] == ["gpt.1", "kimi.2", "kimi.1"]


def test_hits_of_the_blind_come_in_an_order_that_says_nothing(study: Store) -> None:
    """Not as they were loaded, whichever page they are on; behind all others, and none is lost or comes twice."""
    for number in range(1, 9):
        study.add(run=f"r{number % 2}", model=f"m{number % 2}", case=f"c-{number}", messages=[SAYS, SAYS])
    wanted = search.query("refund")
    plain = search.hits(study.connection, wanted)
    keys = frozenset(hit.key for hit in plain if hit.run != "kimi.2")
    hidden = Blind(frozenset(hit.id for hit in plain if hit.key in keys), keys, "Ann")
    whole = search.hits(study.connection, wanted, hidden=hidden)
    assert (whole[0].run, sorted(hit.rowid for hit in whole)) == ("kimi.2", sorted(hit.rowid for hit in plain))
    order = list(dict.fromkeys(hit.key for hit in whole[1:]))
    places = shuffled(study.connection, hidden)
    assert order == sorted(keys, key=lambda key: places[key])
    assert order not in (sorted(keys), sorted(keys, reverse=True))
    other = Blind(hidden.ids, keys, "Ben")
    assert [hit.key for hit in search.hits(study.connection, wanted, hidden=other)] != [hit.key for hit in whole]
    for size in (1, 2, 5, 19):
        paged = search.hits(study.connection, wanted, size, hidden=hidden)
        while more := search.hits(study.connection, wanted, size, paged[-1].rowid, hidden):
            assert len(more) <= size
            paged += more
            assert len(paged) <= len(whole)  # pages that come round again would never end
        assert paged == whole
    assert search.first_hits(study.connection, wanted, len(whole), lambda: False, hidden) == whole


def test_an_alias_is_searched_by_both_names(study: Store) -> None:
    """`model:` looks at the name on screen and at the name in the files."""
    study.change_run("gpt.1", label="the other one")
    assert found(study, 'claim model:"other one"') == found(study, "claim model:gpt") == ["gpt.1 M4.text"]


def test_only_the_present_revision_is_found(study: Store) -> None:
    """Also where the full text still holds an older one."""
    kept = dict(study.searchable)
    study.add(run="gpt.1", model="gpt-4.1", case="broken-2", messages=[{"role": "customer", "text": "anew"}])
    assert found(study, "claim run:gpt") == []
    for row in kept.values():
        study.connection.execute(
            "INSERT OR IGNORE INTO message_fts (rowid, text, facets) VALUES (?, ?, ?)", (row[0], row[1], row[4])
        )
    assert found(study, "claim run:gpt") == []
    assert found(study, "anew") == ["gpt.1 M1.text"]


def test_how_much_is_searchable(store: Store) -> None:
    """Messages of present revisions, and how many of them the full text has reached."""
    store.add(case="a", messages=[{"role": "customer", "text": "x"}] * 3)
    store.add(case="b", messages=[{"role": "customer", "text": "x"}] * 2, searchable=False)
    assert search.indexed(store.connection) == (3, 5)


def test_a_huge_message_shows_its_words(store: Store) -> None:
    """Megabytes with a word in the middle; what is beyond the effort is found but not marked."""
    plain = "lorem ipsum " * 400_000
    store.add(case="a", messages=[{"role": "tool", "text": f"{plain} Needle {plain}"}])
    store.add(case="b", messages=[{"role": "tool", "text": f"{plain.replace('o', 'ö')} Nädel"}])
    store.add(case="c", messages=[{"role": "tool", "text": f"{plain * 3} haystack"}])
    for typed, shown in (("needle", "Needle"), ("nädel", "Nädel")):
        (hit,) = search.hits(store.connection, search.query(typed))
        assert hit.snippet[slice(*hit.matches[0])] == shown
    for typed, start in (("nadel", "lörem"), ("haystack", "lorem")):
        (hit,) = search.hits(store.connection, search.query(typed))
        assert (hit.snippet[:5], hit.matches) == (start, ())


def test_text_with_characters_of_several_bytes_is_cut_anywhere(store: Store) -> None:
    """A piece that ends within a character loses nothing of what is found."""
    store.add(messages=[{"role": "customer", "text": "ä" * 65_530 + " " + "東" * 10 + " nadel"}])
    (hit,) = search.hits(store.connection, search.query("nadel"))
    assert hit.snippet.endswith("東 nadel")


def test_a_phrase_may_stand_anywhere(store: Store) -> None:
    """Also where one piece of a long text ends and the next begins."""
    filler = "lorem " * 30_000
    for place in range((1 << 16) - 12, (1 << 16) + 2):
        store.add(case=str(place), messages=[{"role": "tool", "text": f"{filler[:place]} one two {filler}"}])
    hits = search.hits(store.connection, search.query('"one two"'))
    assert [hit.snippet[slice(*hit.matches[0])] for hit in hits] == ["one two"] * 14


def test_a_query_is_read() -> None:
    """Words, phrases, prefixes; keys in any case; quotes that never end."""
    assert search.query('Re-fund "new bottle" ord* MODEL:"Kimi K2" http://x role:Agent "open') == search.Query(
        (Phrase("Re-fund"), Phrase("new bottle"), Phrase("ord*", prefix=True), Phrase("http://x"), Phrase("open")),
        (("model", "kimi k2"), ("role", "agent")),
    )


OPERATORS = [*"\"'*()^-+:{}=,;", "AND", "OR", "NOT", "NEAR", "NEAR/2", "text", "facets"]
KEYS = [f"{key}:" for key in search.KEYS]
TYPED = st.text() | st.lists(
    st.sampled_from([*OPERATORS, *KEYS, " ", "\n", "\0", "\ud800", "\u0301", "refund", "é", "東"]), max_size=12
).map("".join)


def test_nothing_raises(study: Store) -> None:
    """800 queries of random text and of all that the full text's language is made of."""

    @settings(max_examples=800)
    @given(TYPED)
    def check(typed: str) -> None:
        wanted = search.query(typed)
        hits = search.hits(study.connection, wanted)
        assert len(hits) == search.count(study.connection, wanted)
        search.notes(study.connection, wanted)

    check()


def test_a_query_made_by_hand_reaches_no_operator_either(study: Store) -> None:
    """Quotes within a phrase are no end of it."""
    assert search.hits(study.connection, search.Query((Phrase('zzz" OR "refund'),))) == []


def test_thousands_of_brackets(study: Store) -> None:
    """The full text's parser would overflow."""
    assert found(study, "(" * 5_000 + "refund" + ")" * 5_000) == found(study, "refund")


def test_the_first_hits_in_less_time(study: Store) -> None:
    """The same messages; as many excerpts as were asked for, and none once it is late."""
    wanted = search.query("refund")
    whole = search.hits(study.connection, wanted)
    bare = search.first_hits(study.connection, wanted, len(whole), lambda: True)
    assert [hit.rowid for hit in bare] == [hit.rowid for hit in whole]
    assert {hit.snippet for hit in bare} == {""}
    assert search.first_hits(study.connection, wanted, 1, lambda: False) == [whole[0], *bare[1:]]
    assert search.first_hits(study.connection, wanted, len(whole), lambda: False) == whole
