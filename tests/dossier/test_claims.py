"""The claims file: front matter, sections, claims and their ids; it never crashes, and every place maps back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier.claims import ClaimsFile, parse, read
from reviewer.dossier.claims_ids import Known
from reviewer.dossier.placeholders import scan
from reviewer.dossier.sentences import sentences
from reviewer.errors import BrokenFile
from reviewer.model.sections import SECTIONS

FILE = """+++
model = "m"
single-reader = true
conclusions = ["ours"]

[[picks]]
slot = "value"
model = "m"
rule = "cheapest"
+++

# A title of no consequence

## Verdict

It holds {{fig:holds.median = 14/18}} traps. It says "Done. All is well." and stops, e.g. in run 2. {#c-holds} And a
sentence over two <!-- for us
alone --> lines.

- one item. With two sentences. {#c-item}
- another [r1/a-01 M4.c1 "has  been"]
  that goes on

## Strong and weak traits: what it does

### Weak

| What | Value |
|---|---|
| first | 3 of 18 |
| second | 4 of 18 {#c-second} |
"""


def told(file: ClaimsFile) -> list[tuple[str, str, str]]:
    """Section, kind and words of each claim."""
    return [(one.section, one.kind, one.source) for one in file.claims]


def test_a_whole_file() -> None:
    """Sentences, items, rows and what stands behind a colon; comments are nobody's claim."""
    file = parse(FILE, "m.md")
    assert file.slips == ()
    assert (file.front.model, file.front.single_reader, file.front.conclusions) == ("m", True, ("ours",))
    assert [pick.rule for pick in file.front.picks] == ["cheapest"]
    assert told(file) == [
        ("verdict", "sentence", "It holds {{fig:holds.median = 14/18}} traps."),
        ("verdict", "sentence", 'It says "Done. All is well." and stops, e.g. in run 2.'),
        ("verdict", "sentence", "And a sentence over two lines."),
        ("verdict", "item", "one item. With two sentences."),
        ("verdict", "item", 'another [r1/a-01 M4.c1 "has  been"] that goes on'),
        ("traits", "heading", "what it does"),
        ("traits", "row", "first | 3 of 18"),
        ("traits", "row", "second | 4 of 18"),
    ]
    assert [one.block for one in file.claims] == [0, 0, 0, 1, 2, 0, 1, 2]
    assert {one.heading for one in file.claims if one.kind == "row"} == {"Weak"}
    assert [one.id for one in file.claims if one.given] == ["c-holds", "c-item", "c-second"]
    assert file.claim("c-second").columns == ("What", "Value")
    assert "for us" not in "".join(one.text for one in file.claims)
    assert file.place(file.claim("c-item").start) == (20, 3)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("+++\nmodle = 'm'\n+++\n", (2, 1), "there is no such key; near are model"),
        ("+++\nmodel = \n+++\n", (2, 9), "front matter is TOML"),
        ("+++\nmodel = 1\n+++\n", (2, 1), "model: expected a text in quotes"),
        ("+++\nmodel = 'm'\n", (1, 1), "front matter ends with a line +++"),
        ("Words.\n", (1, 1), "a sentence stands before the first section"),
        ("## Stabilty\n", (1, 1), "no section is called 'Stabilty'; near are Stability across runs"),
        ("## Cards\n", (1, 1), "filled by the program alone"),
        ("## Verdict\n## Verdict\n", (2, 1), "stands here twice"),
        ("## Verdict\nWords. {#c-a}\nOthers. {#c-a}\n", (3, 1), "the id c-a stands twice"),
        ("## Verdict\nWords. {#Bad}\n", (2, 7), "{#Bad} is no id"),
        ("## Verdict\nOne {#c-a} two.\n", (2, 4), "an id stands at the end of its claim"),
        ("## Verdict\nIt is {{fgi:x}}.\n", (2, 7), "there is no placeholder called fgi; there are fig"),
        ("## Verdict\nIt is {{fig:}}.\n", (2, 7), "{{fig:…}} needs a name"),
        ("## Verdict\nIt is {{runs:3}}.\n", (2, 7), "{{runs}} takes no name"),
        ("## Verdict\nIt is {{fig:x.\n", (2, 7), "a placeholder reads {{fig:name}}"),
        ('## Verdict\nSo [r/a M3 "open.\n', (2, 4), "a citation reads"),
        ("## Verdict\n> quoted\n", (2, 1), "quoted by a citation"),
        ("## Verdict\n```\nx = 1\n```\n", (2, 1), "code is printed nowhere"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_wrong_says_where(text: str, place: tuple[int, int], says: str) -> None:
    """Line and column, what stands there, and what was expected."""
    file = parse(text, "m.md")
    assert (file.place(file.slips[0].start), says in file.slips[0].says) == (place, True), file.slips
    with pytest.raises(BrokenFile, match=rf"m\.md: line {place[0]}, column {place[1]}: "):
        read(text, "m.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", 4),
        ("It has 14.5 of 18, e.g. The one. And gpt-5.4. Then", 3),
        ('He said "It went. It came." Then he left.', 2),
        ("It ended… and went on. It ended… Then it went.", 3),
        ("(An aside. Of two.) Then one.", 2),
        ("See no. 5 there. No. It did.", 3),
        ("By J. Smith of the U.S. market vs. Others. Done.", 2),
        ('It fell. [r/a M4.text "so. It"] {#c-x} And rose.', 2),
        ("It is {{fig:a. B}} there. So", 2),
        ("It is calm. gpt-5.5 is not. but this goes on", 2),
        ("…", 1),
        ("", 0),
    ],
)
def test_where_sentences_end(text: str, expected: int) -> None:
    """Not in decimals, names, abbreviations, quotes, asides, citations and placeholders."""
    assert len(list(sentences(text))) == expected, [text[a:b] for a, b in sentences(text)]


def test_ids_stay_with_their_sentences() -> None:
    """Without any other word; when a sentence is edited, moved or joined by new ones; and for equal ones."""
    text = "## Verdict\nIt fires the cancel at the first ask.\n\nIt is warm.\n\nIt is warm.\n"
    file = parse(text)
    first, second, third = (one.id for one in file.claims)
    assert third == f"{second}-2"
    known = [Known(one.id, one.section, one.source) for one in file.claims]
    edited = "## Verdict\nIt is calm.\n\nIt is warm.\n\nNew words here.\n\nIt fires a cancel at the very first ask.\n"
    again = parse(edited, known=known)
    assert [one.id for one in again.claims][1] == second
    assert again.claims[3].id == first
    assert len({one.id for one in again.claims}) == 4
    assert parse(edited).claims[3].id != first
    elsewhere = parse("## Bottom line\nIt fires the cancel at the first ask.\n", known=known)
    assert elsewhere.claims[0].id != first


def test_an_id_that_is_written_wins() -> None:
    """Over what its words were called before, and nobody else gets it."""
    known = [Known("c-old", "verdict", "It is warm.")]
    file = parse("## Verdict\nOther words. {#c-old}\n\nIt is warm.\n", known=known)
    assert [one.id == "c-old" for one in file.claims] == [True, False]


def test_placeholders_and_citations() -> None:
    """Names in quotes, forms, recorded values; attempts, gaps, synthetic, quotes within quotes."""
    found = scan(
        '{{fig:policy.cluster."WISMO / tracking = x".max full = 0.98}} [a b/c-01 attempt 2 before M12] '
        '[r/c M4.c1.args "say "yes" now" synthetic] {{trap:used item board}} {{cases}} [see there] [1]'
    )
    first, trap, cases = found.placeholders
    assert (first.name, first.form, first.was) == ('policy.cluster."WISMO / tracking = x".max', "full", "0.98")
    assert (trap.name, trap.form, cases.kind, cases.name) == ("used item", "board", "cases", "")
    gap, words = found.citations
    assert (gap.origin, gap.attempt, gap.before, gap.message) == ("a b/c-01", 2, True, 12)
    assert (words.field, words.words, words.synthetic) == ("c1.args", 'say "yes" now', True)
    assert found.slips == ()


pieces = st.sampled_from(
    [
        "## Verdict\n",
        "## X: y\n",
        "\n\n",
        "\n",
        "- ",
        "| a | b |\n",
        "|--|--|\n",
        "{#c-a}",
        "{{fig:a.b}}",
        "{{",
        "}}",
        "+++\n",
        '[r/c M4 "w"]',
        "[r/c M4",
        "<!--",
        "-->",
        "Words. ",
        "≈3/4",
        '"',
        "“",
        "```\n",
        "### G\n",
        "\r\n",
        "\ufeff",
        "é ",
        "1. ",
        "\0",
    ]
)


@given(st.lists(pieces | st.text(max_size=12), max_size=40).map("".join))
def test_nothing_crashes_and_places_map_back(text: str) -> None:
    """Whatever is written: each claim is a piece of the file, in its section, and every slip is inside of it."""
    file = parse(text)
    ids = [one.id for one in file.claims]
    assert len(set(ids)) == len(ids) or any("stands twice" in slip.says for slip in file.slips)
    known = {section.id for section in SECTIONS} | {"picks", "table", "value", "calibration", "measures", "patterns"}
    end = 0
    for one in file.claims:
        assert end <= one.start < one.end <= len(text)
        assert one.section in known
        assert "".join(one.text.split()) in "".join(text[one.start : one.end].split()) or "<!--" in text
        spots = [(spot.start, spot.end) for spot in one.scan.placeholders]
        for first, last in spots + [(spot.start, spot.end) for spot in one.scan.citations]:
            assert 0 <= first < last <= len(one.text)
        end = one.end
    for slip in file.slips:
        line, column = file.place(slip.start)
        assert 0 <= slip.start <= len(text)
        assert line >= 1
        assert column >= 1


@given(st.text(alphabet=' .!?…"“”()[]{}#M14/abcXYZ\n', max_size=200))
def test_sentences_cover_a_paragraph(text: str) -> None:
    """Nothing but white space lies between them, none is empty, and they do not overlap."""
    place = 0
    for start, end in sentences(text):
        assert start < end
        assert not text[place:start].strip()
        place = end
    assert not text[place:].strip()


def test_a_comment_that_is_never_closed() -> None:
    """It would swallow the rest of the page; its line is said, and every other comment is well."""
    file = parse("+++\nmodel = 'm'\n+++\n## Verdict\n<!-- a -->\nIt holds. <!-- and\n\n## Coverage\nSo.\n", "m.md")
    assert [(file.place(one.start), one.says.partition(",")[0]) for one in file.slips] == [
        ((6, 11), "this comment is never closed")
    ]


def test_sections_without_a_claim() -> None:
    """Those that stand in the file, each with its place."""
    file = parse("+++\nmodel = 'm'\n+++\n## Verdict\n\n<!-- later -->\n\n## Resolution and handover\nSo.\n", "m.md")
    assert [(title, file.place(start)) for title, start in file.empty] == [("Verdict", (4, 1))]
