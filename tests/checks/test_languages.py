"""What is read of other languages than English: a question for a yes, and where days and times may come from."""

from __future__ import annotations

import pytest

from reviewer.checks.grounding import grounded
from reviewer.checks.languages import foreign, seeks_consent

from .talk import agent, customer, talk


@pytest.mark.parametrize(
    ("text", "other", "seeks"),
    [
        ("Would you like me to cancel it?", False, False),
        ("¿Desea que proceda con la anulación de la orden?", True, True),
        ("Souhaitez-vous que j’annule les deux réservations ?", True, True),
        ("Soll ich die Bestellung für Sie stornieren?", True, True),
        ("Confermo l'ordine: vuole che lo annulli per lei?", True, True),
        ("¿Cuál es el número de la orden?", True, False),
        ("La orden está anulada. ¿Desea algo más?", True, False),
        ("Proceder con la orden.", True, False),
        ("", False, False),
    ],
)
def test_a_question_for_a_yes(text: str, other: bool, seeks: bool) -> None:
    assert foreign(text) == other
    assert seeks_consent(text) == seeks


POLICY = "Los reclamos se atienden en 72 horas hábiles, las devoluciones en 30 dÃ­as, los de 65 años aparte."


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Within 72 business hours.", "unsettled"),
        ("You have 30 days.", "unsettled"),
        ("From 65 years on.", "unsettled"),
        ("You have 40 days.", "ungrounded"),
        ("On 2026-04-20.", "unsettled"),
        ("On 2026-05-20.", "ungrounded"),
        ("On 2026-04-21.", "ungrounded"),
        ("On 7 October.", "unsettled"),
        ("At 11:00.", "unsettled"),
        ("At 3:00 PM.", "unsettled"),
        ("At 12:00.", "unsettled"),
        ("At 11:30.", "ungrounded"),
        ("At 10:00.", "ungrounded"),
        ("At 5:00 PM.", "ungrounded"),
        ("On Tuesday.", "unsettled"),
        ("On Friday.", "ungrounded"),
        ("It comes tomorrow.", "unsettled"),
        ("It came yesterday.", "ungrounded"),
    ],
)
def test_what_was_said_in_another_language_may_be_a_source(text: str, status: str) -> None:
    said = customer(
        "El 20 de abril a las 11, le 7 octobre à midi, el martes o mañana; or come at 3, by 5 more days, for $10."
    )
    assert [mark.status for mark in grounded(talk(said, agent(text), policy=POLICY))] == [status]


def test_a_customer_who_only_repeats_a_date_is_no_source() -> None:
    told = [customer("When?"), agent("On 13 July."), customer("13 July, good."), agent("Yes, 13 July.")]
    assert {mark.status for mark in grounded(talk(*told))} == {"ungrounded"}
