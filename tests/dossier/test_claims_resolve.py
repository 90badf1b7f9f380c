"""What claims name is put in: figures, traps, coverage, words of messages; and what is not there is said, and where."""

from __future__ import annotations

import pytest

from reviewer.dossier.claims import parse
from reviewer.dossier.claims_stamp import stamped
from reviewer.dossier.completion import complete, matching, quotables
from reviewer.dossier.lint.registry import lint
from reviewer.dossier.resolve import Names, Resolved, Silent, Texts, claim_entries, resolved
from reviewer.model.dossier import Dossier, Interval, TagRate
from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.anchors import Place
from tests.dossier.claims_made import Told, context, dossier, written

MODEL = "mimo-v2.5-pro"
CASE = "2cf4dce7/cancel_before_ship-01"
CALL = PlainCall(1, "cancel_order", "write", '{"order": "#1130"}')
MESSAGES = (
    PlainMessage(1, "customer", "Please cancel #1130."),
    PlainMessage(
        2, "agent", "Your order has been cancelled. It has been a pleasure.", "They ask politely.", calls=(CALL,)
    ),
    PlainMessage(3, "customer", "Thanks! All fine, I have been waiting for days — “five” of them."),
)


@pytest.fixture(scope="module")
def made() -> Dossier:
    """The model's dossier, with an interval, a tag that was looked for, and a tag that was found."""
    one = dossier(MODEL)
    interval = Interval(low=0.641, high=0.933, method="Wilson", of="the rate over all runs")
    figures = tuple(
        figure.model_copy(update={"interval": interval}) if figure.name == "escalation_accuracy.median" else figure
        for figure in one.figures
    )
    rates = (
        TagRate(tag="grounding.invented-url", label="invented link", found=0, read=54, frame="all traps"),
        TagRate(tag="protocol.acts-before-confirming", label="acts first", found=9, read=54, frame="all traps"),
    )
    return one.model_copy(update={"figures": figures, "tag_rates": rates})


def texts(made: Dossier) -> Texts:
    """The messages of one transcript."""
    of_case = {f"{one.run}/{one.case}": one.id for one in made.transcripts}
    return Told(**{of_case[CASE]: MESSAGES})


def one_of(made: Dossier, words: str, *, told: bool = True) -> Resolved:
    """A claim with these words."""
    file = parse(f"## Verdict\n{words}\n")
    assert file.slips == (), file.slips
    (found,) = resolved(file, Names(made), texts(made) if told else Silent())
    return found


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{{fig:escalation_accuracy.median}}", "83.3%"),
        ("{{fig:escalation_accuracy.median of}}", "20 of 24"),
        ("{{fig:escalation_accuracy.median interval}}", "64.1–93.3%"),
        (
            "{{fig:escalation_accuracy.median full}}",
            "83.3% (20 of 24; 95% interval of the rate over all runs 64.1–93.3%)",
        ),
        ("{{fig:unsafe.median}}", "4/18"),
        ("{{fig:unsafe.median band}}", "middling"),
        ("{{fig:unsafe.median runs}}", "3 runs"),
        ("{{trap:false_closure_wrongitem}}", "3 of 3"),
        ("{{trap:fcw}}", "3 of 3"),
        ("{{trap:false closure wrongitem held}}", "0 of 3"),
        ("{{trap:serial_claimant board}}", "23% (15 of 66)"),
        ("{{trap:used item label}}", "used item"),
        ("{{tag:grounding.invented-url}}", "0 of 54"),
        ("{{tag:grounding.invented-url share}}", "0.0%"),
        ("{{tag:grounding.invented-url full}}", "0 of 54 transcripts that were read for it (all traps)"),
        ("{{published:fleet.missed_escalation_share.unsupported_request}}", "≈86%"),
        ("{{runs}}, {{cases}}, {{cases:trap}}, {{model}}", "3, 162, 18, mimo-v2.5-pro"),
    ],
)
def test_placeholders(made: Dossier, written: str, printed: str) -> None:
    """Each kind and form, by its name or a shorter one."""
    found = one_of(made, f"It is {written}.")
    support = "opinion" if written.endswith(" label}}") else "computed"
    assert (found.text, found.slips, found.support) == (f"It is {printed}.", (), support)


@pytest.mark.parametrize("written", ["{{model}}", "{{suite}}", "{{trap:used item label}}"])
def test_a_name_supports_nothing(made: Dossier, written: str) -> None:
    """What something is called is no figure: the sentence is an opinion, and a warning says that nothing bears it."""
    one = one_of(made, f"{written} steals from its customers.")
    assert (one.support, one.figures) == ("opinion", ())


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            "{{fig:escalation_acuracy.median}}",
            "no figure is called escalation_acuracy.median; near are escalation_accuracy.median",
        ),
        ("{{fig:holds.min interval}}", "the figure holds.min has no interval"),
        ("{{trap:fcx}}", "no trap is called fcx"),
        ("{{trap:used_item board}}", "there is no rate of the board for used item"),
        ("{{trap:used_item verdict}}", "nobody has given a verdict on used item"),
        (
            "{{tag:grounding.invented-ulr}}",
            "no rate is known of the tag grounding.invented-ulr; near are grounding.invented-url",
        ),
        ("{{cases:traps}}", "no class is called traps; near are trap"),
        ("{{compare:unsafe_actions gemma-4-31b}}", "there is no compare:unsafe_actions gemma-4-31b"),
        (
            "{{fig:unsafe_actions.median fulll}}",
            "unsafe_actions.median has no form called fulll: its forms are value, of",
        ),
        ("{{trap:used_item helt}}", "used_item has no form called helt: its forms are caught, held"),
        ("{{cases:trap of}}", "trap has no form called of: it has no forms"),
    ],
)
def test_names_that_name_nothing(made: Dossier, written: str, says: str) -> None:
    """They stay as they were written, and say what is near."""
    found = one_of(made, f"It is {written}.")
    (slip,) = found.slips
    assert slip.says.startswith(says), slip.says
    assert found.text == f"It is {written}."


def test_quotes_are_found_letter_by_letter(made: Dossier) -> None:
    """With their offsets, in the field that is named or in the only one that has them; a message, a call, a gap."""
    found = one_of(made, f'It [{CASE} M2 "has been cancelled"] and [{CASE} M2.c1 "#1130"] and [{CASE} before M2].')
    assert (found.text, found.support, found.slips) == ("It [1] and [2] and [3].", "cited", ())
    first, second, third = (one.place for one in found.evidence)
    assert (first.message, first.field, first.start, first.end, first.exact) == (
        2,
        "text",
        11,
        29,
        "has been cancelled",
    )
    assert (first.prefix, second.field, second.start) == ("Your order ", "c1", 11)
    assert (third.message, third.start) == (2, None)
    assert (one_of(made, f'It [{CASE} M9 "x"].', told=False).evidence[0].cited.message) == 9


@pytest.mark.parametrize(
    ("citation", "says"),
    [
        ('M2 "has been"', "these words stand 2 times in M2 of"),
        ('M2 "has been canceled"', 'what stands in M2.text is "has been cancelled"'),
        ('M1 "has been cancelled"', "they stand in M2.text"),
        ('M2.reasoning "They ask politely and at length"', 'M2.reasoning goes on with "They ask politely."'),
        ('M2.reasoning "ask politely!"', 'what stands in M2.reasoning is "ask politely."'),
        ('M2.text "a plaesure"', 'what stands in M2.text is "a pleasure"'),
        ('M2.text "please, cancel"', 'what stands in M1.text is "Please cancel"'),
        ('M2.text "gold bars"', "nothing like them stands"),
        ("M7", "has 3 messages, no M7"),
        ("M1.c1", "has no c1; it has text"),
        ('M1.c3.name "x"', "M1.c3.name of"),
    ],
)
def test_quotes_that_are_not_there(made: Dossier, citation: str, says: str) -> None:
    """The nearest words, and where they stand."""
    (slip,) = one_of(made, f"It [{CASE} {citation}].").slips
    assert says in slip.says, slip.says
    assert "\n" not in slip.says


def test_a_transcript_that_is_not_there(made: Dossier) -> None:
    """Near names, and the attempts that there are."""
    (slip,) = one_of(made, 'It [2cf4dce7/cancel_befor_ship-01 M2 "x"].').slips
    assert slip.says.startswith(
        "no transcript is called 2cf4dce7/cancel_befor_ship-01; near are 2cf4dce7/cancel_before_ship"
    )
    (slip,) = one_of(made, f'It [{CASE} attempt 3 M2 "x"].').slips
    assert slip.says == f"{CASE} has no attempt 3; there is 1"


def test_entries_for_the_dossier(made: Dossier) -> None:
    """Sections in the page's order, claims with their figures and citations by id."""
    file = parse(f'## Verdict\nIt holds {{{{fig:holds.median}}}} [{CASE} M2.text "pleasure"].\n\n- x\n')
    cited: list[tuple[str, Place]] = []

    def cite(transcript: str, place: Place) -> str:
        cited.append((transcript, place))
        return "q-1"

    sections, claims = claim_entries(resolved(file, Names(made), texts(made)), cite)
    assert len(sections) == 18
    assert sections[1].claims == tuple(one.id for one in claims)
    assert (claims[0].text, claims[0].figures, claims[0].citations) == (
        "It holds 14/18 [1].",
        ("holds.median",),
        ("q-1",),
    )
    assert (claims[0].support, claims[1].support, claims[1].item, claims[1].block) == ("computed", "opinion", True, 1)
    assert cited[0][1].exact == "pleasure"


def test_a_stamp_keeps_ids_and_values() -> None:
    """Ids and values are written in, nothing else changes, and twice is once; then a changed figure is an error."""
    text = '## Verdict\nIt holds {{fig:holds.median}}, {{fig:policy.cluster."Recs / exchanges".max of}}  so. '
    text += "It is {{runs}}, {{fig:over_escalation.median full}}.\n\n- x {#c-x}\n"
    page = written("+++\nmodel = 'mimo-v2.5-pro'\n+++\n" + text)
    once = stamped(page.file, page.claims)
    again = written(once)
    assert stamped(again.file, again.claims) == once
    assert "{{fig:holds.median = 14/18}}" in once
    assert "{{runs}}, {{fig:over_escalation.median full = 10.8%}}" in once
    assert [one.source.replace(" = 14/18", "") for one in again.file.claims][2:] == [
        one.source for one in page.file.claims
    ][2:]
    assert [one.id for one in again.file.claims] == [one.id for one in page.file.claims]
    assert "changed" not in {one.rule for one in lint(context(again))}
    moved = written(once.replace("14/18", "13/18"))
    (problem,) = (one for one in lint(context(moved)) if one.rule == "changed")
    assert problem.says == "holds.median was 13/18 when this was written; it is 14/18 now: read the sentence again"
    assert (problem.level, problem.figures) == ("error", ("holds.median",))


def test_what_can_be_quoted(made: Dossier) -> None:
    """Everything that a list names resolves, and shows what is printed; words narrow it."""
    every = list(quotables(made))
    lines = "\n".join(f"- {one.write}" for one in every if one.write.startswith("{{"))
    found = resolved(parse(f"## Verdict\n{lines}\n"), Names(made), Silent())
    assert [one.slips for one in found if one.slips] == []
    assert [one.text for one in found][:50] == [one.shown for one in every][:50]
    assert [one.write for one in matching(made, "UNSAFE", "median")][:1] == ["{{fig:unsafe_actions.median}}"]


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ("It takes {{fig:unsafe_actions.me", "{{fig:unsafe_actions.median}}"),
        ("It takes {{fig:ds.median", "{{fig:holds.median}}"),
        ("It takes {{trap:used", "{{trap:used_item}}"),
        ("It takes {{cov", "{{coverage}}"),
        ("It takes {{fig:holds.median f", "{{fig:holds.median full}}"),
        ("It takes {{tag:", "{{tag:grounding.invented-url}}"),
    ],
)
def test_completion(made: Dossier, before: str, first: str) -> None:
    """What begins so, then what has it anywhere, then the forms."""
    assert complete(made, before)[0].write == first
    assert complete(made, before + "}} and") == []
