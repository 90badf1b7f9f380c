"""A figure's name says that figure and no other; other spellings are understood where they can mean one alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier.metrics import METRICS
from reviewer.dossier.names import figure_name, find, names
from reviewer.dossier.readings import gather
from reviewer.dossier.sheet import Sheet, sheet
from reviewer.errors import NotFound
from reviewer.model.suite import Cluster, Scheme
from tests.dossier.made import case, gathered, northline, reading, run

ODD = ("a b", "A/B", "a.b", "pooled", "run1", "run", "intent", "trap", "cluster", '"', "}}", "\\", "é", "")
WORDS = st.one_of(st.sampled_from(ODD), st.text(max_size=4))
PLACES = st.tuples(
    st.sampled_from(["solvable", "must-escalate", "trap"]), WORDS, st.integers(1, 3), st.integers(0, 1)
)  # fmt: skip


@given(st.lists(PLACES, min_size=1, max_size=8), st.lists(WORDS, min_size=3, max_size=3, unique=True), st.data())
def test_each_name_is_of_one_figure(
    places: list[tuple[str, str, int, int]], runs: list[str], data: st.DataObject
) -> None:
    """Whatever runs, intents, traps and labels are called, and where two runs say that they are the same one."""
    heads = [run(row, name=name, index=data.draw(st.sampled_from([None, 1, row]))) for row, name in enumerate(runs, 1)]
    readings = [
        reading(f"{kind}-{intent}-{number}", row, case_class=kind, intent=intent)
        for kind, intent, row, number in dict.fromkeys(places)
    ]
    intents = tuple(dict.fromkeys(one.intent for one in readings if one.intent is not None))
    labels = data.draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    schemes = [
        Scheme(name=name, page="p", clusters=tuple(Cluster(label=label, intents=intents) for label in labels))
        for name in ("m", "other")
    ]
    made = sheet(gather(heads, list(dict.fromkeys(map(case, readings))), readings), schemes)
    assert len(names(made)) == len(made.figures)
    for name, figure in names(made).items():
        assert find(made, name) is figure
        assert "{" not in name
        assert "}" not in name


@pytest.fixture(scope="module")
def mimo() -> Sheet:
    """Shipped runs."""
    return northline("mimo-v2.5-pro")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("unsafe_actions.median", "unsafe_actions.median"),
        ("unsafe.median", "unsafe_actions.median"),
        ("Unsafe actions.Median", "unsafe_actions.median"),
        ("unsafe.r1", "unsafe_actions.run1"),
        ("unsafe.run.2cf4dce7", "unsafe_actions.run1"),
        ("resolution.intent.address_change.pooled", "resolution.intent.address_change.pooled"),
        ("net.address change.pooled", "resolution_autonomous.intent.address_change.pooled"),
        ("resolution.address_change.run 2", "resolution.intent.address_change.run2"),
        ("policy.intent.abusive.pooled", "policy.must-escalate.abusive.pooled"),
        ("trap_caught.false_closure_wrongitem", "trap_caught.false_closure_wrongitem"),
        ("trap.trap.false-closure-wrongitem.pooled", "trap_caught.false_closure_wrongitem"),
        ("trap_caught.trap.used_item.run3", "trap_caught.used_item.run3"),
        ("policy.cluster.recs_exchanges.min", 'policy.cluster."Recs / exchanges".min'),
        ("policy.Recs / exchanges.run2.max", 'policy.cluster."Recs / exchanges".run2.max'),
    ],
)  # fmt: skip
def test_other_spellings(mimo: Sheet, name: str, full: str) -> None:
    """Short names of metrics, labels as they are read, the name of a run, and what can be left out."""
    assert figure_name(find(mimo, name)) == full
    assert names(mimo)[full] is find(mimo, name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unsafe_actions.medain", "mimo-v2.5-pro is called unsafe_actions.medain; near are unsafe_actions.median"),
        ("resolutoin.spread", "near are resolution.spread"),
        ("trap_caught.used_itm", "near are trap_caught.used_item"),
        ("", "`reviewer figures --json` lists the names of all"),
        ("headline score", "`reviewer figures --json` lists the names of all"),
    ],
)  # fmt: skip
def test_what_is_not_there(mimo: Sheet, name: str, said: str) -> None:
    """The error names what is near."""
    with pytest.raises(NotFound) as raised:
        find(mimo, name)
    assert said in str(raised.value)


def test_what_can_mean_two() -> None:
    """Two labels that only signs tell apart are told apart in quotes."""
    readings = [reading("a", intent="a b"), reading("b", intent="a-b")]
    made = sheet(gathered(readings))
    with pytest.raises(NotFound, match=r'2 figures of m are called over\.a b\.pooled: over_escalation\.intent\."a b"'):
        find(made, "over.a b.pooled")
    assert find(made, "over_escalation.intent.a-b.pooled").scope.intent == "a-b"


def test_two_runs_in_one_place() -> None:
    """Neither is run 1 in a name."""
    made = sheet(gathered([reading(row=1), reading(row=2)], run(1), run(2, index=1)))
    assert {"over_escalation.run.r1", "over_escalation.run.r2"} <= names(made).keys()


def test_no_short_name_means_two_metrics() -> None:
    """Nor does it hide an id."""
    spellings = [
        spelling.casefold() for one in METRICS for spelling in {one.id, one.title.replace(" ", "_"), *one.short}
    ]
    assert len(spellings) == len(set(spellings))
