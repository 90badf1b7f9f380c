"""Values are found, with exact spans, and compare by what they mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.checks.sources import Sources
from reviewer.checks.spelling import number
from reviewer.checks.values import scan, values


def shown(text: str) -> list[tuple[str, str]]:
    """Each value's kind and the words that its span covers."""
    return [(value.kind, text[value.start : value.end]) for value in values(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was delivered on June 27.", [("date", "June 27")]),
        ("From 27/06 to 2026-06-30T14:05", [("date", "27/06"), ("date", "2026-06-30"), ("time", "14:05")]),
        ("Sunday, May 26th, 2024 at 6 PM", [("date", "Sunday, May 26th, 2024"), ("time", "6 PM")]),
        ("16–19 May and May 20-22", [("date", "16"), ("date", "19 May"), ("date", "May 20"), ("date", "22")]),
        ("by **next Tuesday**, not yesterday", [("weekday", "next Tuesday"), ("weekday", "yesterday")]),
        ("until the 30th, the 1st of them", [("date", "30th")]),
        ("within 5–10 business days", [("window", "5–10 business days")]),
        ("**5**–**10** days", [("window", "5**–**10** days")]),
        ("in three to five days or 24 hours", [("window", "three to five days"), ("window", "24 hours")]),
        ("1h 30m there, 2 hours and 15 minutes back", [("window", "1h 30m"), ("window", "2 hours and 15 minutes")]),
        ("the 13-year-old", []),
        ("**285.00** USD or $1,234.50", [("money", "285.00** USD"), ("money", "$1,234.50")]),
        ("€1.234,50, 15 % and 2.5GB", [("money", "€1.234,50"), ("percent", "15 %"), ("data", "2.5GB")]),
        ("0.1–2 GB, or 3 to 4 GB", [("data", "0.1"), ("data", "2 GB"), ("data", "3"), ("data", "4 GB")]),
        ("#1130 as NL-5029-1133", [("id", "#1130"), ("id", "NL-5029-1133")]),
        ("variant `FJC-36-INK` for omar_rossi_1241", [("id", "FJC-36-INK"), ("id", "omar_rossi_1241")]),
        ('{"HAT298_business_seats": 4, "for": "#W1130"}', [("id", "#W1130")]),
        ("Take EWR-1 or BOOK_NOAH_IN_BUSINESS_AT_725", []),
        ("It looks like #W0000000 on your receipt", []),
        ("On 05-19, or May 25 & 29-30, in 2024-05", [("date", "05-19"), ("date", "May 25"), ("date", "2024-05")]),
        ("y****.********7301@shop.example or f****@example.com", []),
        ("“http://mms.shop.example/a.”", [("url", "http://mms.shop.example/a")]),
        ("Visa ending in **6437**", [("id", "6437")]),
        ("see https://track.example/NL-1.", [("url", "https://track.example/NL-1")]),
        ("[here](https://shop.example/a)", [("url", "https://shop.example/a")]),
        ("northline.com/returns, a.b@c.example", [("url", "northline.com/returns"), ("email", "a.b@c.example")]),
        ("call (555) 123-2002 or +44 20 7946 0958", [("phone", "(555) 123-2002"), ("phone", "+44 20 7946 0958")]),
        ("308 Summit Avenue, the address on file", [("address", "308 Summit Avenue"), ("address on file",) * 2]),
        ("the email address on your account", []),
        ("Have a lovely Monday! Enjoy the rest of Friday.", []),
        ("I only need two minutes of your time.", []),
        ("1. First\n2. Second\n3) Third, step 4", []),
        ("4G/5G on SIM 1, 24/7, item 2 of 3", []),
        ("Your number, e.g. #W1234567 or like ABC123", []),
        ("a reservation number (for example, ZFA04Y)", []),
        ("Would you like #1130 cancelled?", [("id", "#1130")]),
    ],
)  # fmt: skip
def test_what_counts_as_a_value(text: str, found: list[tuple[str, str]]) -> None:
    assert shown(text) == found


SAME = [
    ("June 27, 2026", "27/06/2026", "2026-06-27", "27 June 2026", "06/27/2026", "27.06.2026", "Saturday, 27 June 2026"),
    ("$285", "285.00 USD", "**285** dollars", "285 €"),
    ("#1130", "order #1130,", "`#1130`"),
    ("5–10 business days", "5 to 10 days", "five to ten working days", "**5**-**10** days"),
    ("24 hours", "one day", "1 day"),
    ("6:00 PM", "18:00", "6 pm", "6 p.m.", "18:00:00"),
    ("15%", "15 percent", "15.0 %"),
    ("500MB", "0.5 GB"),
    ("https://www.a.example/b/", "http://a.example/b", "A.example/b"),
    ("555-123-2002", "(555) 123-2002", "1-555-123-2002"),
    ("308 Summit Avenue", "308 Summit Ave", "308 summit avenue"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda one: one[0])
def test_spellings_of_one_value_compare_equal(spellings: tuple[str, ...]) -> None:
    assert len({(value.kind, value.norm) for text in spellings for value in values(text)}) == 1
    assert all(len(values(text)) == 1 for text in spellings)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("1,234", 1234),
        ("1,234.5", 1234.5),
        ("1.234,50", 1234.5),
        ("12,5", 12.5),
        ("285.00", 285),
        ("1,234,567", 1234567),
    ],
)
def test_numbers_mark_thousands_and_decimals_in_either_way(text: str, means: float) -> None:
    assert number(text) == means


@given(
    st.integers(1, 999_999).map(lambda cents: cents / 100), st.sampled_from(["${:.2f}", "{:.2f} USD", "**${:,.2f}**"])
)
def test_an_amount_keeps_its_meaning_in_any_spelling(amount: float, spelling: str) -> None:
    (value,) = values("That is " + spelling.format(amount) + " in all.")
    assert value.norm == amount


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_date_keeps_its_meaning_in_any_spelling(day: date) -> None:
    spellings = [f"{day:%Y-%m-%d}", f"{day:%B} {day:%d}, {day:%Y}", f"{day:%d} {day:%b} {day:%Y}"]
    found = [value for text in spellings for value in values(text) if value.kind == "date"]
    assert [value.norm for value in found] == [(day.year, day.month, day.day)] * 3


PIECES = [
    "1",
    "12",
    "5–10",
    " ",
    "-",
    "_",
    ".",
    ",",
    "/",
    ":",
    "$",
    "%",
    "#",
    "@",
    "+",
    "(",
    ")",
    '"',
    "*",
    "\n",
    "\\n",
    "’",
]
WORDS = [
    "may ",
    "day",
    "days",
    "AM",
    "the 1",
    "st",
    "next ",
    "Monday",
    "ending in ",
    "address on file",
    "www.",
    "https://",
]
HOSTILE = st.lists(
    st.sampled_from([*PIECES, *WORDS, "A", "NL-", "e.g. ", "USD", "one ", "Street", "Aa ", "a@a.", '"k": 1'])
)


@given(st.one_of(st.text(), HOSTILE.map("".join)))
def test_spans_lie_in_the_text_in_order_and_hold_something(text: str) -> None:
    end = 0
    for value in scan(text):
        assert end <= value.start < value.end <= len(text) or value.start < end == value.end
        assert text[value.start : value.end].strip()
        end = value.end
    assert [value for value in scan(text) if value.kind != "number"][: len(values(text))] or not values(text)


@given(st.lists(st.sampled_from([*PIECES, *WORDS, "A", "a-", "1 Aa ", "was "]), min_size=1, max_size=4))
def test_no_text_is_slow(pieces: list[str]) -> None:
    """A pattern that goes back and forth would not come back from this in the lifetime of a test."""
    list(scan("".join(pieces) * 4_000))


@given(st.integers(10_000, 99_999), st.integers(0, 4), st.integers(1, 9))
def test_another_digit_is_another_value(known: int, place: int, more: int) -> None:
    digits = str(known)
    digits = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    sources = Sources(None)
    sources.add(f"Order #{known}, {known / 100:.2f} USD", "tool", 1)
    (right, amount), (wrong, other) = (
        values(f"#{known} {known / 100:.2f} USD"),
        values(f"#{digits} {int(digits) / 100:.2f} USD"),
    )
    assert sources.find(right)
    assert sources.find(amount)
    assert sources.find(wrong) is None
    assert sources.find(other) is None or amount.norm == other.norm
