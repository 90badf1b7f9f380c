"""What changed since an edition, and what that touches: each cause by itself, and several at once."""

from __future__ import annotations

from typing import Any

from reviewer.dossier.errata import errata
from reviewer.dossier.since import Change, Present, RunNow, moved, since
from reviewer.model.dossier import Dossier, FigureEntry
from tests.export.sample import sample

THEN = sample().model_copy(update={"edition": 1, "state": "frozen"})
RUNS = {run.id: RunNow(run.id, "valid") for run in THEN.runs}
SEALS = {one.id: one.seal for one in THEN.transcripts}


def changes(now: Dossier | None = THEN, **more: Any) -> list[Change]:
    """Since then, with this different."""
    return since(THEN, Present(**{"runs": RUNS, "seals": SEALS, "dossier": now, **more}))


def quoted() -> FigureEntry:
    """A counted figure that a claim quotes and that stands on transcripts."""
    names = {name for claim in THEN.claims for name in claim.figures}
    return next(one for one in THEN.figures if one.name in names and one.behind and one.origin == "counted")


def with_another(figure: FigureEntry) -> Dossier:
    """The same dossier, that figure by one more."""
    assert figure.numerator is not None
    other = figure.model_copy(update={"numerator": figure.numerator + 1, "shown": "another"})
    return THEN.model_copy(update={"figures": tuple(other if one.name == figure.name else one for one in THEN.figures)})


def test_nothing_changed() -> None:
    """Then there is nothing to say, whatever was read or made since."""
    assert changes() == []
    assert changes(THEN.model_copy(update={"made_at": "later", "program": "9"})) == []


def test_a_transcript_that_holds_something_else() -> None:
    """It touches the figures that it stands behind, as far as they moved, and the claims that quote or cite it."""
    figure = quoted()
    transcript = THEN.transcripts[figure.behind[0][0]]
    (change,) = changes(with_another(figure), seals={**SEALS, transcript.id: "k2:other"})
    assert (change.kind, change.what) == ("transcript", transcript.id)
    assert change.says == f"{transcript.run}/{transcript.case} has another content"
    assert [one.name for one in change.figures] == [figure.name]
    assert {claim.id for claim in THEN.claims if figure.name in claim.figures} <= set(change.claims)
    gone = changes(seals={id_: seal for id_, seal in SEALS.items() if id_ != transcript.id})
    assert gone[0].says.endswith("is not in the database any more")


def test_a_run_that_is_superseded_by_a_new_one() -> None:
    """Both are named, with the reason."""
    name = THEN.runs[0].id
    now = {**RUNS, name: RunNow(name, "superseded", "new", "the judge broke"), "new": RunNow("new", "valid")}
    found = changes(runs=now)
    assert [one.says for one in found] == [f"run {name} is superseded by new: the judge broke", "run new counts now"]


def test_other_rules_and_another_suite() -> None:
    """Every figure that moved may have moved for them."""
    figure = quoted()
    now = with_another(figure)
    now = now.model_copy(
        update={
            "suite": now.suite.model_copy(update={"hash": "b2:another"}),
            "figures": tuple(one.model_copy(update={"ruleset": "b2:rules"}) for one in now.figures),
        }
    )
    found = changes(now)
    assert [one.kind for one in found] == ["suite", "rules"]
    assert all([one.name for one in change.figures] == [figure.name] for change in found)


def test_what_nothing_explains_is_told_too() -> None:
    """A figure that moved for no known cause stands by itself."""
    figure = quoted()
    (change,) = changes(with_another(figure))
    assert (change.kind, change.what) == ("figure", figure.name)
    assert set(moved(THEN, with_another(figure))) == {figure.name}


def test_findings_that_are_gone_disputed_or_new() -> None:
    """Each by itself; a finding whose transcript counts no more is told of by its run."""
    first, second, *rest = THEN.findings
    disputed = second.model_copy(update={"disputed_by": (*second.disputed_by, "Sam")})
    new = first.model_copy(update={"id": "01NEW"})
    found = changes(THEN.model_copy(update={"findings": (disputed, *rest, new)}))
    assert [one.what for one in found] == [first.id, second.id, "01NEW"]
    assert found[0].says.endswith("was taken back, or is not for publication any more")
    assert found[1].says.endswith("is disputed by Sam")
    assert found[2].says.startswith("1 finding is new: ")
    kept = tuple(one for one in THEN.transcripts if one.id != first.transcript)
    lost = changes(THEN.model_copy(update={"findings": (second, *rest), "transcripts": kept}))
    assert first.id not in {one.what for one in lost}


def test_errata_name_what_a_reader_saw() -> None:
    """A quoted figure by itself with its reason; without a cause the reason is why it was reopened."""
    figure = quoted()
    now = with_another(figure)
    (row,) = errata(THEN, now, changes(now), "counted wrongly")
    assert (row.edition, row.what) == (1, f"{figure.title} ({figure.name})")
    assert row.old.startswith(figure.shown)
    assert (row.new.partition(" ")[0], row.reason) == ("another", "counted wrongly")
    transcript = THEN.transcripts[figure.behind[0][0]]
    with_cause = changes(now, seals={**SEALS, transcript.id: "k2:other"})
    assert errata(THEN, now, with_cause, "counted wrongly")[0].reason == with_cause[0].says
    unsaid = next(one for one in THEN.figures if one.origin == "counted" and "run" in one.scope)
    (rest,) = errata(THEN, with_another(unsaid), [], "counted wrongly")
    assert rest.what == "1 more figure of single runs, intents and rows"
