"""One big document, element by element, whatever the window cuts through."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import BrokenFile, TooLarge
from reviewer.formats import document, limits
from reviewer.formats.contract import Refused
from reviewer.formats.document import Document, Element
from reviewer.formats.source import Source


def _source(tmp_path: Path, text: str | bytes) -> Source:
    path = tmp_path / "big.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Source(path, "big.json")


def _values(elements: Document) -> list[Any]:
    found = list(elements)
    assert all(isinstance(element, Element) for element in found)
    assert [element.index for element in found if isinstance(element, Element)] == list(range(len(found)))
    return [element.value for element in found if isinstance(element, Element)]


PLAIN = st.text('ab😀é"\\\n', max_size=12) | st.integers(-(10**20), 10**20) | st.floats(-1e9, 1e9) | st.none()
ELEMENTS = st.lists(PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=3), PLAIN, max_size=3))


@given(
    ELEMENTS,
    st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3), PLAIN, max_size=3),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_the_same_as_reading_it_whole(
    tmp_path_factory: pytest.TempPathFactory,
    elements: list[Any],
    beside: dict[str, Any],
    window: int,
    indent: int | None,
    last: bool,
) -> None:
    """The same as reading it whole."""
    beside.pop("list", None)
    whole = {**beside, "list": elements} if last else {"list": elements, **beside}
    folder = tmp_path_factory.mktemp("documents")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "_WINDOW", window)
        streamed = Document(_source(folder, json.dumps(whole, ensure_ascii=window % 2 == 0, indent=indent)), "list")
        assert streamed.others(*beside) == beside
        assert _values(streamed) == elements
        assert streamed.after == {}
        alone = Document(_source(folder, json.dumps(elements, indent=indent)))
        assert _values(alone) == elements


@pytest.mark.parametrize("window", [1, 7, 4096])
def test_an_escaped_pair_is_never_cut_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    """An escaped pair is never cut in two."""
    monkeypatch.setattr(document, "_WINDOW", window)
    (element,) = Document(_source(tmp_path, r'["\ud83d\ude00 \ud83d"]'))
    assert isinstance(element, Element)
    assert element.value == "😀 \\ud83d"
    assert [oddity.code for oddity in element.oddities] == ["lone-surrogate"]


def test_what_comes_after_the_list_is_told(tmp_path: Path) -> None:
    """What comes after the list is told."""
    text = '{"a": 1, "list": [1, 2], "more": [3]}'
    streamed = Document(_source(tmp_path, text), "list")
    assert streamed.others() == {"a": 1}  # it ends like an object whose last value is the list
    assert _values(streamed) == [1, 2]
    assert streamed.after == {"more": [3]}
    assert Document(_source(tmp_path, text), "list").others("more") == {"a": 1, "more": [3]}


def test_progress_follows_the_elements_and_nothing_else(tmp_path: Path) -> None:
    """Looks at the head, at the tail and for a pattern are no progress; nor is what was read for `others` lost."""
    source = _source(tmp_path, json.dumps({"a": 1, "list": ["x" * 1000] * 2000}))
    streamed = Document(source, "list")
    assert streamed.others("a") == {"a": 1}
    source.head(70_000)
    assert list(source.matches(re.compile(rb'"b"'))) == []
    begun = source.consumed
    assert begun < source.size
    elements = iter(streamed)
    assert next(elements) == Element(0, "x" * 1000, ())
    assert begun <= source.consumed < source.size
    assert sum(1 for _ in elements) == 1999
    assert source.consumed == source.size
    assert len(_values(streamed)) == 2000, "it can be read again"


def test_one_that_is_too_deep_does_not_stop_the_others(tmp_path: Path) -> None:
    """One that is too deep does not stop the others."""
    deep = "[" * 200 + "]" * 200
    found = list(Document(_source(tmp_path, f'{{"list": [1, {deep}, 3]}}'), "list"))
    assert found == [Element(0, 1, ()), Refused("list[1]", "nested deeper than 128 levels"), Element(2, 3, ())]


@pytest.mark.parametrize(
    "text",
    [
        '{"list": [1, 2',
        '{"list": [1 2]}',
        '{"list": [1,]}',
        '{"list": [1]} x',
        '{"list": [{"a": tru}]}',
        "{list: []}",
        "",
    ],
)
def test_broken_json_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    """Broken JSON is refused with its place."""
    with pytest.raises(BrokenFile, match=r"^big\.json: "):
        list(Document(_source(tmp_path, text), "list"))


def test_elements_before_the_damage_come_in(tmp_path: Path) -> None:
    """Elements before the damage come in."""
    streamed = iter(Document(_source(tmp_path, '[{"a": 1}, {"a": 2}, {"a": ')))
    assert [next(streamed), next(streamed)] == [Element(0, {"a": 1}, ()), Element(1, {"a": 2}, ())]
    with pytest.raises(BrokenFile, match=r"\[2\]: cut off: the file ends in the middle of it"):
        next(streamed)


def test_an_element_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An element beyond the limit is refused."""
    monkeypatch.setattr(limits, "LINE", 1000)
    monkeypatch.setattr(document, "_WINDOW", 100)
    with pytest.raises(TooLarge, match="longer than 1,000 bytes"):
        list(Document(_source(tmp_path, json.dumps(["a" * 5000]))))


def test_bad_bytes_are_told_of_the_element_that_holds_them(tmp_path: Path) -> None:
    """Bad bytes are told of the element that holds them."""
    found = list(Document(_source(tmp_path, b'["a", "caf\xe9", "b"]')))
    assert [element.value for element in found if isinstance(element, Element)] == ["a", "caf\\xe9", "b"]
    assert [[o.code for o in element.oddities] for element in found if isinstance(element, Element)] == [
        [],
        ["bad-utf-8"],
        [],
    ]
