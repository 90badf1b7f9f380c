"""Made-up personal data of many countries, and the ways in which a transcript hides them: seeded, always the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

FIRST = (
    "Ines Tobias Saoirse Jürgen Mirosława Oluwaseun Đorđe Anaïs Søren Zeynep Kwame Lucía François Nguyễn Aoife"
).split()
LAST = (
    "Almeida Okonkwo Björklund Müller-Lüdenscheidt O’Farrell Nakamura Žižka Petrenko Dlamini Marchetti Achterberg"
).split()
DOMAINS = (
    "example.com mail.example.org exämple.de sub.domain.example.co.uk example.museum EXAMPLE.NET xn--exmple-cua.com"
).split()
PHONES = (
    "+1 (415) 555-0###", "415-555-0###", "(212) 555-0###", "415.555.0###", "1-800-555-0###", "+44 20 7946 0###",
    "020 7946 0###", "07700 900###", "+49 30 1234####", "030 / 1234 5###", "0151-2345####", "+49 (0)89 1234####",
    "+33 1 23 45 6# ##", "01 23 45 6# ##", "+34 612 34 5# ##", "612 34 5# ##", "+39 06 6982 ####", "+31 6 1234 5###",
    "06-1234 5###", "+46 70 123 4# ##", "+48 512 345 ###", "+61 412 345 ###", "(02) 9876 5###", "+81 90-1234-5###",
    "03-1234-5###", "+91 98765 4####", "+55 (11) 91234-5###", "(11) 91234-5###", "+27 82 123 4###", "0041 44 668 1# ##",
    "call me on 4155550###", "my number: 98765 4####", "tel 12 34 5# ##", "415-555-0### ext. 12",
)  # fmt: skip
STREETS = (
    "## Orchard Street, Apt 4B, Denver, CO 802##", "## High Street, London SW1A 1AA", "Hauptstraße ##, 101## Berlin",
    "Am Alten Markt-Platz ##, 506## Köln", "## bis rue de la Paix, 750## Paris", "Calle Mayor ##, 280## Madrid",
    "Via Garibaldi ##, 001## Roma", "Keizersgracht ##, 1015 CJ Amsterdam", "Storgatan ##, 111 ## Stockholm",
    "ul. Długa ##, 00-2## Warszawa", "Rua Augusta ##, 01304-001 São Paulo", "P.O. Box 1##, Austin, TX 787##",
    "## King St., Toronto, ON M5V 2T6", "## Collins Street, Melbourne VIC 30##", "Nørrebrogade ##, 22## København",
    "## orchard street", "## N 5th Ave", "1## Chapel Hill Road\nNashville, TN 372##", "〒100-00## 東京都千代田区丸の内",
)  # fmt: skip
KEYS = (
    "sk-proj-@24", "sk-ant-api03-@40", "sk_live_@24", "ghp_@36", "github_pat_@22", "glpat-@20", "xoxb-1234567890-@24",
    "AKIA^16", "AIza@35", "hf_@34", "npm_@36", "SG.@22.@43", "shpat_@32", "eyJ@20.eyJ@40.@43", "Bearer @40",
    "Authorization: Basic @24", "password: Hunter@8", "api_key=@32", "postgres://app:@16@db.example.com/x",
    "-----BEGIN RSA PRIVATE KEY-----\n@64\n@64\n-----END RSA PRIVATE KEY-----",
)  # fmt: skip
BESIDES = (
    ("address", "I live at |The Old Rectory, Church Lane|"),
    ("address", "|Willow Farm, Back Lane|, Ambridge AB1 2CD"),
    ("address", "ship it to |Rose Cottage, Ambridge|"), ("address", "|Hill View, Station Road|, Ambridge"),
    ("address", "maps.google.com/|?q=52.51##,13.37##|"), ("address", "my location is |52.51####|, 13.377711"),
    ("address", "https://maps.app.goo.gl/|AbC1##xyz|"), ("address", "|Denver, CO 802##|"),
    ("address", "Postbus |123##|, 1000 AB Amsterdam"), ("phone", "I'm at |55586753##|"),
    ("phone", "wa.me/|4917123456##|"), ("phone", "|four one five five five five zero one two three|"),
    ("handle", "paypal.me/|janedoe##|"), ("handle", "https://t.me/|jane_doe_##|"),
    ("handle", "telegram: |@jane_doe_##|"), ("handle", "cash.app/|$janedoe##|"),
    ("handle", "|@jane.doe.##| on Instagram"), ("handle", "https://www.linkedin.com/in/|jane-doe-1234##|"),
    ("iban", "|DE89.3704.0044.0532.0130.00|"), ("card", "|4111/1111/1111/1111|"),
    ("email", "|jane.doe##|@doe dot com"), ("email", "https://shop.example/?u=|jane.doe##|%2540doe.com"),
    ("id", "SSN: |123 45 67##|"), ("id", "DNI |123456##Z|"), ("key", "my pin is |47##|"), ("key", "cvv |9##|"),
    ("date of birth", "date of birth: |March 12, 198#|"),
)  # fmt: skip
"""Kind and text; what may not be left of it stands between the strokes."""
IBANS = ("DE", 18), ("GB", 18), ("FR", 23), ("ES", 20), ("NL", 14), ("CH", 17), ("NO", 11), ("MT", 27)
CARDS = ("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("3530", 16), ("36", 14)


@dataclass(frozen=True)
class Planted:
    """A text with something personal in it, and what must not be left of it: folded, without spaces and marks."""

    kind: str
    text: str
    secret: str


def planted(count: int, seed: int = 5) -> list[Planted]:
    """So many texts: every kind in turn, each hidden in one of the ways."""
    made = random.Random(seed)
    kinds: list[Callable[[random.Random], tuple[str, str, str]]] = [
        email,
        phone,
        card,
        iban,
        address,
        key,
        name,
        besides,
    ]
    ways = list(WAYS)
    found = []
    for i in range(count):
        kind, printed, secret = kinds[i % len(kinds)](made)
        way = ways[made.randrange(len(ways))]
        found.append(Planted(kind, WAYS[way](printed, made), secret))
    return found


def names() -> list[str]:
    """The list that is given to the redactor."""
    return [f"{first} {last}" for first in FIRST for last in LAST]


def email(made: random.Random) -> tuple[str, str, str]:
    """An address of somebody."""
    who = made.choice(["{0}.{1}", "{0}_{1}99", "{0}+shop", "{0[0]}-{1}", "{0}%{1}"])
    local = who.format(made.choice(FIRST).lower(), made.choice(LAST).lower().replace("’", ""))
    return "email", f"{local}@{made.choice(DOMAINS)}", local


def phone(made: random.Random) -> tuple[str, str, str]:
    """A telephone number in a country's own form."""
    printed = digits(made.choice(PHONES), made)
    return "phone", printed, "".join(c for c in printed.split("ext")[0] if c.isdigit())


def card(made: random.Random) -> tuple[str, str, str]:
    """A card with its check digit, grouped as people do."""
    start, size = made.choice(CARDS)
    body = start + "".join(made.choice("0123456789") for _ in range(size - len(start) - 1))
    number = next(body + d for d in "0123456789" if checks(body + d))
    groups = made.choice(["", " ", "-", " - ", "."])
    return "card", groups.join(number[i : i + 4] for i in range(0, size, 4)), number


def checks(number: str) -> bool:
    """Luhn, written the other way round than in the program."""
    odd, even = number[-1::-2], number[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)) % 10 == 0


def iban(made: random.Random) -> tuple[str, str, str]:
    """An account with its check digits."""
    country, size = made.choice(IBANS)
    body = "".join(made.choice("0123456789") for _ in range(size))
    if country in ("GB", "NL", "MT"):
        body = "ABNA" + body[4:]
    rest = int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    whole = f"{country}{98 - rest:02}{body}"
    gap = made.choice(["", " ", "-"])
    printed = gap.join(whole[i : i + 4] for i in range(0, len(whole), 4))
    return "iban", made.choice([printed, printed.lower()]), whole


def address(made: random.Random) -> tuple[str, str, str]:
    """A postal address; the street with its number may not be left."""
    printed = digits(made.choice(STREETS), made)
    return "address", printed, printed.split(",")[0].split("\n")[0]


def key(made: random.Random) -> tuple[str, str, str]:
    """A key; its random part may not be left."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    text, secret = "", ""
    parts = made.choice(KEYS).replace("@db", "\0db").replace("^", "@")
    for i, part in enumerate(parts.split("@")):
        size = "".join(c for c in part[:2] if c.isdigit()) if i else ""
        one = "".join(
            made.choice(letters[:26] + letters[52:] if "AKIA" in parts else letters) for _ in range(int(size or 0))
        )
        one = one[:-1] + "7" if one else one
        text, secret = text + one + part[len(size) :], max(secret, one, key=len)
    return "key", text.replace("\0", "@"), secret


def name(made: random.Random) -> tuple[str, str, str]:
    """Somebody of the list, whole or in part."""
    first, last = made.choice(FIRST), made.choice(LAST)
    printed = made.choice([f"{first} {last}", first, last, f"{last}, {first}", f"{first} {last}".upper(), f"{first}'s"])
    return "name", printed, first if first.casefold() in printed.casefold() else last


def besides(made: random.Random) -> tuple[str, str, str]:
    """What does not say by its form alone what it is."""
    kind, form = made.choice(BESIDES)
    before, secret, after = digits(form, made).split("|")
    return kind, before + secret + after, secret


def digits(form: str, made: random.Random) -> str:
    """A form with its # filled in; no zero first."""
    return "".join(made.choice("123456789") if c == "#" else c for c in form)


def between(printed: str, made: random.Random, unseen: str) -> str:
    """Something unseen at three places inside."""
    for place in sorted(made.sample(range(1, len(printed)), 3), reverse=True):
        printed = printed[:place] + unseen + printed[place:]
    return printed


def full_width(printed: str) -> str:
    """Digits and the @ as wide as an ideograph."""
    return "".join(chr(ord(c) + 0xFEE0) if (c.isdigit() and c.isascii()) or c == "@" else c for c in printed)


WRAPPERS = (
    "...?", "_?_", "(?)", "<?>", "'?'", "[?]", "~~?~~", "\u201c?\u201d", "to=?", "to:?;", "**?**",
    "\u2026?\u2026", "?,?", "?.", "?!",
)  # fmt: skip


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda p, _: f"Sure, it is {p}, thanks.",
    "alone": lambda p, _: p,
    "in lines": lambda p, _: f"> Please note:\n> {p.replace(' ', chr(10) + '> ', 1)}\n> Bye",
    "argument": lambda p, _: json.dumps({"order_id": "#1147", "note": f"new: {p}"}),
    "argument, its own letters": lambda p, _: json.dumps({"note": [p, 1147]}, ensure_ascii=False),
    "JSON in JSON": lambda p, _: json.dumps({"body": json.dumps({"text": f"it's {p}", "n": [p]})}),
    "JSON in JSON in JSON": lambda p, _: json.dumps([json.dumps({"body": json.dumps({"text": p})})]),
    "Python": lambda p, _: repr({"text": p, "n": 1}),
    "full width": lambda p, _: f"it is {full_width(p)} ok",
    "digits of another script": lambda p, _: p.translate({ord("0") + i: chr(0x660 + i) for i in range(10)}),
    "numbers around": lambda p, _: f"2 times {p} 12/27 123",
    "wrapped": lambda p, made: made.choice(WRAPPERS).replace("?", p),
    "zero width": lambda p, made: f"it is {between(p, made, chr(0x200B))} ok",
    "joiners": lambda p, made: f"it is {between(p, made, made.choice(chr(0x2060) + chr(0xAD) + chr(0xFEFF)))} ok",
    "no-break": lambda p, _: p.replace(" ", "\u00a0").replace("-", "\u2011"),
    "colours": lambda p, made: f"it is {between(p, made, chr(27) + '[1m')} ok",
    "URL": lambda p, _: f"text: {p.replace('@', '%40').replace('+', '%2B')} end",
    "HTML": lambda p, _: f"<b>{p.replace('@', '&#64;')}</b>",
    "Markdown": lambda p, _: f"- **{p}**\n- `{p}`",
}
