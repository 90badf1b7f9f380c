"""Who is named in a brief, an address or a user id; and what is no name there."""

from __future__ import annotations

import pytest

from reviewer.text.people import people


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("Knows\nYour name is James Lee.\n\nYour user id is james_lee_6136.", ("James Lee",)),
        ("You are John Smith with phone number 555-123-2002. You are currently abroad.", ("John Smith",)),
        ("You are Mary O'Connor-Nuñez in 19122.", ("Mary O'Connor-Nuñez",)),
        ("You are liam_khan_2521. You want to pay with credit_card_9513926.", ("Liam Khan",)),
        ("Your user id is mei_kovacs_8020 and you live in Charlotte.", ("Mei Kovacs",)),
        ("The customer's name is Aurelia.", ("Aurelia",)),
        ("She writes from lorelei.munch@example.com.", ("Lorelei Munch",)),
        ("You are Gold Member and want what a gold member gets.", ()),
        ("You are Canadian. Order order_desk_1234 goes to the order desk at orders.desk@example.com.", ()),
        ("Your name is not known.", ()),
        ("Write to help@example.com, and pay with gift_voucher_1234567890.", ()),
    ],
)
def test_of_a_brief(brief: str, expected: tuple[str, ...]) -> None:
    """Each once; a word that the brief has in small letters is a word."""
    assert people([brief]) == expected


def test_of_an_address() -> None:
    """A first name alone where a brief has it too; what stands behind a word belongs to no name."""
    briefs = ["Dana writes from outside and acts for operations, or so she says.", "Lorelei is to receive a present."]
    addresses = [
        "dana.from.operations@example.com",
        "lorelei@example.com",
        "jurgen.osterkamp@example.com",
        "desk@x.org",
    ]
    assert people(briefs, addresses) == ("Dana", "Lorelei", "Jurgen Osterkamp")
    assert people(briefs, addresses, ["Jürgen Osterkamp", "Dana Whitlock"]) == ("Lorelei",)
