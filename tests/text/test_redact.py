"""Redaction: nothing planted is left, nothing of the trade is eaten, places lead back, JSON stays JSON."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.text.folding import KINDS, fold, folded
from reviewer.text.keyed import names_in
from reviewer.text.redact import Redactor, fits
from tests.text.people import names, planted


def bare(text: str) -> str:
    """Letters and digits only, as the rules read them."""
    return re.sub(r"[\W_]+", "", folded(re.sub(r"\[[a-z ]+ [0-9]+\]", "|", text))).casefold()


def test_nothing_planted_is_left() -> None:
    """500 personal strings of many countries, hidden in nineteen ways: none is left, each under its own kind."""
    redactor = Redactor(names())
    left, odd = [], []
    for one in planted(500):
        made = redactor.redact(one.text)
        if bare(one.secret) in bare(made.text) or not made.spans:
            left.append((one.text, made.text))
        if one.kind not in {span.kind for span in made.spans}:
            odd.append((one.kind, one.text, made.text))
    assert left == []
    assert odd == []


KEPT = """
order #1147 and 1147, NL-1524-1100, 1Z999AA10123456784, RS-2219, TRV-40-BLK, FJC-36-INK, SKG-TAN, W2378156, #W3792453
2026-06-29, 29.06.2026, 06/29/2026, 2026-06-29T13:05:30Z, 13:05, Monday, 29 June 2026, May 14, 1719662400000
$285.00, 1,234.56 USD, 12 345,67 €, 1 234 567 890, 10-15 days, 5–10 business days, 15 square metres, 100 % off
gift_card_8887175, certificate_7504069, item 1008292230, 9876543210123, 4111 1111 1111 1112, credit card ending in 5018
version 1.2.3.4, 127.0.0.1, 255.255.255.0, 0.52999999999997, (1505 - 162) * 2 + (1819 - 101), 3.14159265358979
@app.route, sprite@2x.png, key: value, "input_tokens": 5546, token count: 12, password reset, secret santa, sk-learn
call on 2026-06-29, text 06/29/2026, DE89370400440532013001, NL92ABNA0417164300
the parcel is on the way, 2 blocks down the road, 4 items in a row, via Miami on May 6, bring 4 suitcases, 3 day trial
KB-02, M12.c1, 24/7, 1:1, 0123-4567, 00:00:00
flight HAT001, fp_0392822090, JFK to LAS, seat 12A, size 30/32, 20 x 30 x 40 cm
https://track.northline.example/NL-1524-1100, c0ffee00-1234-5678-9abc-def012345678
order 5558675309, 13800138000, Order 12, 20500 Units, on May 14, 20260 Dollars, 4111  11  11111111  11  11
["a","@app.route"], password: required, Passwort: vergessen, my password is wrong, 5 Tables, 10117 Chairs
sha256:9f86d081884c7d659a2feaa0c55ad015
batch 20-00-00, account 55779911, passport cover TRV-40-BLK, a birthday gift on 12/03/2026, stubborn 1/2, QR 12-34-56 C
PayPal (paypal_7644869), instagram.com/help, on Telegram, Discord server 2, @app.get, name: kimi-k2.6, $19.99 cash app
House rules, Lane 4, Mill House rules; Farm, Road; size 4.5000, 12.2000 x 3.1250; ratio 0.5/0.25
[0.1234, 0.5678], 1.2345, 2.3456, 3.4567; 10:20:30; ISO 9001
pin 4 items to the board, code TRV-40-BLK, order code 4711, one two three, account 4711, insurance for 2 items
steps 1-2-3 Open, then 2-3 Shirts, Total 150; score 7-6-3 Final, one two 555 0132, one, two, three 400, 8 one two
password: none & nothing, my password is lost (again), 3rd floor, 12345 Parts; 2o B, 28014 Items; BSB
look at that point it is, meet us at gate dot one, one@two,three, BP-40, box 118, look (at) this (point), né en mai 2026
"""


def test_the_trade_is_not_eaten() -> None:
    """Order and tracking numbers, articles, dates, amounts and identifiers stay, also as JSON."""
    redactor = Redactor(names())
    assert redactor.text(KEPT) == KEPT
    for line in KEPT.splitlines():
        value = {"note": line, "items": line.split(", ")}
        assert redactor.value(value) == value
    assert not redactor.counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@b.example and A@B.EXAMPLE, c@b.example", "[email 1] and [email 1], [email 2]"),
        ("4111 1111 1111 1111, 4111-1111-1111-1111", "[card 1], [card 1]"),
        ("3 x 4111111111111111 12/27 123", "3 x [card 1] 12/27 123"),
        ("+49 30 1234567 or 030 1234567", "[phone 1] or [phone 1]"),
        (
            "Tobias Grant, tobias grant, TOBIAS, Mr Grant, M. Dunford",
            "[name 1], [name 1], [name 1], Mr [name 1], [name 2]",
        ),
        ("I grant that; mia_li_3668", "I grant that; [name 1]_3668"),
        ("262 Orchard Street, Denver, CO 80205; 262 orchard st", "[address 1]; [address 1]"),
        ("Bearer abc123def456ghi", "Bearer [key 1]"),
        ("SSN 123-45-6789 at 93.184.216.34", "SSN [id 1] at [ip 1]"),
        ('{"card": 4111111111111111, "n": [4111111111111111]}', '{"card": "[card 1]", "n": ["[card 1]"]}'),
        (r'{"a": "{\"phone\": 4155550132}"}', r'{"a": "{\"phone\": \"[phone 1]\"}"}'),
        (
            '{"name": "Ann Ox", "line1": "1 A St", "city": "Rye", "zip": "12345"}',
            '{"name": "[name 1]", "line1": "[address 1]", "city": "[address 1]", "zip": "[address 1]"}',
        ),
        ('{"name": "get_order", "city": "Rye"}', '{"name": "get_order", "city": "Rye"}'),
        ('{"dob": "1990-10-01", "password": "letmein"}', '{"dob": "[date of birth 1]", "password": "[key 1]"}'),
        ("fr14 2004 1010 0505 0001 3M02 606; FR1420041010050500013m02606", "[iban 1]; [iban 1]"),
        ("4111  1111  1111  1111, 3782  822463  10005", "[card 1], [card 2]"),
        ('"weird name"@example.org, to "a b"@x.example', "[email 1], to [email 2]"),
        ("phone on file: 13800138000; 5558675309 is my cell", "phone on file: [phone 1]; [phone 2] is my cell"),
        ("Unter den Linden 77, 10117 Berlin; Am Markt 3, D-50667 Köln", "[address 1]; [address 2]"),
        ("Reeperbahn 1, 20359 Hamburg\nIn der Au 3\n8010 Graz", "[address 1]\n[address 2]"),
        ("1600 Pennsylvania Avenue NW, Washington, DC 20500", "[address 1]"),
        ("9 Oak St. S.E., Salem, OR 97301 or 9 Oak Street North of town", "[address 1] or [address 2] North of town"),
        (
            "passwort: geheim123, pwd=abc12345, mot de passe : secret9!",
            "passwort: [key 1], pwd=[key 2], mot de passe : [key 3]!",
        ),
        ("contraseña=gato1234; Kennwort lautet hund1234", "contraseña=[key 1]; Kennwort lautet [key 2]"),
        (
            "aws_secret_access_key=wJalrXUtnFEMI/K7MD awsSecretAccessKey: aB3+aB3/",
            "aws_secret_access_key=[key 1] awsSecretAccessKey: [key 2]",
        ),
        (
            "DefaultEndpointsProtocol=https;AccountKey=Eby8vdM02xNO/KBHBeksoGMGw==;",
            "DefaultEndpointsProtocol=https;AccountKey=[key 1];",
        ),
        ('{"AccountKey": "Eby8==", "contraseña": "gato"}', '{"AccountKey": "[key 1]", "contraseña": "[key 2]"}'),
        (r'{"a": "\"a b\"@x.example", "b": "a\"@x.example"}', '{"a": "[email 1]", "b": "[email 2]"}'),
        (
            "max (at) gmx (punkt) de, Max punkt Ox at gmx punkt de; jean point ox arobase orange point fr, a@b,com",
            "[email 1], [email 2]; [email 3], [email 4]",
        ),
        ("wa.me/491712345678 or 0171 2345678; B.P. 45, 97110 Basse-Terre", "wa.me/[phone 1] or [phone 1]; [address 1]"),
        ("RR 2 Box 118, Ames, IA 50010", "[address 1]"),
        ("NI number QR 12 34 56 C; passport no. 925076473 IS LOST", "NI number [id 1]; passport no. [id 2] IS LOST"),
        ("Steuer-ID: 86095742719, Reisepass C01X00T47", "Steuer-ID: [id 1], Reisepass [id 2]"),
        ("sort code 20-00-00, account 55779911", "sort code [id 1], account [id 2]"),
        (
            "DOB 12/03/1987, geboren am 03.12.1987, born on 1987-03-12",
            "DOB [date of birth 1], geboren am [date of birth 2], born on [date of birth 3]",
        ),
        ("[email 1] stays, as [name 12] does", "[email 1] stays, as [name 12] does"),
        ("I live at The Old Rectory, Church Lane.", "I live at [address 1]."),
        ("to Willow Farm, Back Lane, Little Snoring NR21 0HT please", "to [address 1] please"),
        (
            "my address is Flat 3, Tower House, Mill Lane; Hill View, Mill Rd, Ely",
            "my address is Flat 3, [address 1]; [address 2]",
        ),
        ("ship it to Rose Cottage, Ambridge and not by night", "ship it to [address 1] and not by night"),
        (
            "Denver, CO 80205; I live in 10117 Berlin; 75001 Paris, France",
            "[address 1]; I live in [address 2]; [address 3]",
        ),
        ("Postbus 12345, 1000 AB Amsterdam", "[address 1]"),
        (
            "see maps.google.com/?q=52.5163,13.3777 or geo:52.5163,13.3777",
            "see maps.google.com[address 1] or geo:[address 2],[address 2]",
        ),
        ("https://maps.app.goo.gl/AbC123xyz, ///filled.count.soap", "https://maps.app.goo.gl[address 1] [address 2]"),
        (
            '{"lat": 52.5163, "lng": "13.3777", "at": [52.5163, 13.3777]}',
            '{"lat": "[address 1]", "lng": "[address 2]", "at": ["[address 3]", "[address 3]"]}',
        ),
        (
            "I'm at 5558675309, im on 01512345678; order 5558675309",
            "I'm at [phone 1], im on [phone 2]; order 5558675309",
        ),
        ("four one five, five five five, zero one two three", "[phone 1]"),
        (
            "paypal.me/jane77/25EUR, https://www.instagram.com/jane.77/ and @jane.77 on Instagram",
            "paypal.me/[handle 1]/25EUR, https://www.instagram.com/[handle 2]/ and [handle 2] on Instagram",
        ),
        (
            "t.me/jane_77, telegram: @jane_77, cash.app/$jane77, discord jane77#1234",
            "t.me/[handle 1], telegram: [handle 1], cash.app/[handle 2], discord [handle 3]",
        ),
        ("DE89.3704.0044.0532.0130.00 and 4111/1111/1111/1111", "[iban 1] and [card 1]"),
        (
            "jane@doe dot com, https://x.example/?u=jane%2540doe.com, jane_at_doe.com",
            "[email 1], https://x.example/?u=[email 1], [email 1]",
        ),
        ("CVV: 123, my pin is 4711, gate code 0815", "CVV: [key 1], my pin is [key 2], gate code [key 3]"),
        (
            "SSN 123 45 6789, DNI 12345678Z, account no. 55779911, BIC DEUTDEFF500",
            "SSN [id 1], DNI [id 2], account no. [id 3], BIC [id 4]",
        ),
        ("DOB: March 12, 1987, born on 3 May 1990", "DOB: [date of birth 1], born on [date of birth 2]"),
        (
            "00:1A:2B:3C:4D:5E, 0x742d35Cc6634C0532925a3b844Bc454e4438f44e, CPF 123.456.789-09",
            "[id 1], [id 2], CPF [id 3]",
        ),
        (
            "Jane Doe <jane@doe.example>; jane(dot)doe(at)doe(dot)com, UPI: jane@okaxis",
            "[name 1] <[email 1]>; [email 2], UPI: [email 3]",
        ),
        ('find(first_name="Jane", zip="10117", q="x")', 'find(first_name="[name 1]", zip="[address 1]", q="x")'),
        ('find(zip = "10117", city = "Ely")', 'find(zip = "[address 1]", city = "[address 2]")'),
        ("jane(dot)doe(AT)doe(dot)com, plate AB12 CDE", "[email 1], plate AB12 CDE"),
        ("my licence plate is AB12 CDE, GOOGLE.COM/MAPS/@x7", "my licence plate is [id 1], GOOGLE.COM/MAPS[address 1]"),
        ("The Willows, Green Lane, Ely; Rose Cottage on Mill Lane", "[address 1]; [address 2]"),
        ("Flat 4, The Old Rectory, Church Lane, Bath BA1 2AB", "Flat 4, [address 1]"),
        ("my password is Tr0ub4dor&3. password=abc123&user=jane", "my password is [key 1]. password=[key 2]&user=jane"),
        ("Passwort ist: hunter2&mehr! (password: a(b)c4, or so)", "Passwort ist: [key 1]! (password: [key 2], or so)"),
        (
            "Calle de Alcalá 45, 3º B, 28014 Madrid; Hauptstr. 12, 2. OG, 10117 Berlin",
            "[address 1], [address 2]; [address 3], [address 4]",
        ),
        ("1-2-3 Shibuya, Tokyo 150-0002 or 2-21 Asakusa, Taito-ku, Tokyo", "[address 1] or [address 2]"),
        ("BSB 062-000 acct 12345678", "BSB [id 1] acct [id 2]"),
        ("four one five 555 0132; 415 five five five 0132", "[phone 1]; [phone 1]"),
        ("TobiasGrant1987 and li.mia, dunfordmarcella", "[name 1]1987 and [name 2], [name 3]"),
        (
            '{"customer": "Ann Ox", "shipping_address": "Rose Cottage, Rye", "phone_2": "5558675309", "pin": 4711}',
            '{"customer": "[name 1]", "shipping_address": "[address 1]", "phone_2": "[phone 1]", "pin": "[key 1]"}',
        ),
    ],
)
def test_what_a_placeholder_looks_like(text: str, expected: str) -> None:
    """One value, one placeholder, however it is written."""
    assert Redactor(["Tobias Grant", "Mia Li", "Marcella Dunford"]).text(text) == expected


def test_the_same_again_from_what_was_known() -> None:
    """A second redactor that knows the first one's values gives the same placeholders, in any order of asking."""
    first = Redactor(names())
    texts = [one.text for one in planted(70, seed=9)]
    made = [first.text(text) for text in texts]
    again = Redactor(names(), json.loads(json.dumps(first.known())))
    assert [again.text(text) for text in reversed(texts)] == made[::-1]
    assert sum(first.distinct().values()) <= sum(first.counts.values())
    assert set(first.counts) <= set(KINDS)


def test_a_quote_is_found_again() -> None:
    """What was quoted by raw offsets is cut out of the redacted text; a placeholder stays whole."""
    text = "Dear Tobias Grant, write to tobias@b.example now."
    made = Redactor(["Tobias Grant"]).redact(text)
    assert made.text == "Dear [name 1], write to [email 1] now."
    assert made.cut(0, len(text)) == made.text
    assert made.cut(text.index("write"), text.index(" now")) == "write to [email 1]"
    assert made.cut(text.index("Grant"), text.index(",") + 1) == "[name 1],"
    assert made.cut(text.index("to tob"), text.index("@")) == "to [email 1]"
    assert [text[span.start : span.end] for span in made.spans] == ["Tobias Grant", "tobias@b.example"]
    assert all(made.text.startswith(span.placeholder, span.shown) for span in made.spans)


def test_two_keys_that_become_one() -> None:
    """No entry is dropped where two keys name the same person."""
    made = Redactor().value({"a@b.example": 1, "A@b.example": 2, "n": None, "x": [1.5, True, "c@b.example"]})
    assert made == {"[email 1]": 1, "[email 1] (2)": 2, "n": None, "x": [1.5, True, "[email 2]"]}
    assert Redactor().value(4111111111111111) == "[card 1]"
    assert Redactor().value(1147) == 1147


def test_names_from_structured_data() -> None:
    """The people that results name can be put on the list."""
    text = json.dumps({"name": {"first_name": "Mia", "last_name": "Li"}, "to": {"name": "Ann Ox", "line1": "1 A St"}})
    assert list(names_in(text)) == ["Mia Li", "Ann Ox"]
    assert list(names_in('{"name": "get_order"} and no more')) == []


PIECES = st.lists(
    st.sampled_from([one.text for one in planted(60, seed=3)]) | st.text(max_size=8) | st.sampled_from(KEPT.split()),
    max_size=5,
)


@settings(max_examples=100)
@given(PIECES)
@example(["call me on 4155550964AOIFE"])
def test_a_second_time_changes_nothing(pieces: list[str]) -> None:
    """Redacting what is redacted changes nothing, and every stretch between the spans is as it was."""
    text = " ".join(pieces)
    redactor = Redactor(names())
    made = redactor.redact(text)
    assert redactor.text(made.text) == made.text
    end = shown = 0
    for span in made.spans:
        assert made.text[shown : span.shown] == text[end : span.start]
        end, shown = span.end, span.shown + len(span.placeholder)
    assert made.text[shown:] == text[end:]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from([o.text for o in planted(40, seed=4)]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.just("phone"), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(VALUES)
def test_json_stays_json(value: Any) -> None:
    """A value and its text are redacted alike, and the shape stays."""
    made = Redactor().value(value)
    assert json.loads(json.dumps(made)) == made
    if isinstance(value, dict | list):
        assert type(made) is type(value)
        assert len(made) == len(value)
        text = Redactor().text(json.dumps(value))
        assert Redactor().value(json.loads(text)) == json.loads(text)
        assert Redactor(known={}).value(value) == made


@given(st.text(st.sampled_from('a1@\\u0040n"%&#64;\u200b\x1b[mé５[email 1]'), max_size=30))
def test_folding_leads_back(text: str) -> None:
    """Every folded character comes from a stretch of the raw text, in order and without overlap."""
    reading = fold(text)
    starts = [reading.start(i) for i in range(len(reading.text))]
    ends = [reading.end(i + 1) for i in range(len(reading.text))]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


@pytest.fixture(scope="module")
def northline(root: Path) -> Path:
    """The shipped suite."""
    return root / "fixtures" / "northline"


def test_a_shipped_run(northline: Path) -> None:
    """In twenty shipped transcripts nobody's name, address or e-mail is left, and every number of the trade is."""
    people = json.loads((northline / "store.json").read_text("utf-8"))["customers"]
    redactor = Redactor(person["name"] for person in people)
    trade = re.compile(r"#[0-9]{3,4}\b|NL-[0-9-]+|\b[A-Z]{3}-[A-Z0-9]{2,3}-[A-Z]{3}\b|\b20[0-9]{2}-[0-9]{2}-[0-9]{2}")
    secrets = [person[key] for person in people for key in ("name", "email")]
    secrets += [person["address"]["line1"] for person in people]
    with gzip.open(northline / "runs" / "kimi-k2.6.1.jsonl.gz", "rt", encoding="utf-8") as file:
        messages = [
            message for _, line in zip(range(20), file, strict=False) for message in json.loads(line)["messages"]
        ]
    raw = json.dumps(messages)
    made = json.dumps(redactor.value(messages))
    assert [secret for secret in secrets if secret in made] == []
    assert sum(secret in raw for secret in secrets) > 40
    assert trade.findall(made) == trade.findall(raw)
    assert set(redactor.counts) == {"email", "name", "address"}


@pytest.mark.parametrize(
    ("printed", "raw", "so"),
    [
        ("one [1]", "one [1]", True),
        ("one", "two", False),
        ("to [email 1] and [phone 2].", "to a@b.c and 555.", True),
        ("to [email 1] and [phone 2].", "to a@b.c or 555.", False),
        ("[name 1]", "", True),
        ("aa[name 1]aa", "aaa", False),
        ("[name 1]" * 5000 + "x", "y" * 5000, False),
        ("[name 1]a" * 2000 + "[name 1]x", "a" * 5000, False),
    ],
)
def test_what_was_taken_out_can_stand_for_anything(printed: str, raw: str, so: bool) -> None:
    """The words around it cannot; and no text takes long."""
    assert fits(printed, raw) is so
