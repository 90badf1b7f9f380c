"""What stands first in a file may be the broken one: it is named like any other, and the rest comes in."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import InputRefused, UnknownFormat
from reviewer.formats import Fill, Found, Refused, Source, read, sources

CHATS = [{"id": f"c{number}", "messages": [{"role": "user", "content": "hi"}]} for number in range(3)]
TASKS = [{"task_id": 1, "reward": 1.0, "traj": [{"role": "user", "content": "hi"}]}]
LINES = "".join(json.dumps(chat) + "\n" for chat in CHATS)
LONG = "y" * 100_000
DEEP = "[" * 5_000 + "]" * 5_000


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("{broken", "no valid JSON: Expecting property name enclosed in double quotes at character 2"),
        ("oops", "no valid JSON: Expecting value at character 1"),
        ('{"id": "x", "messages": [', "no valid JSON: Expecting value at character 27"),
        ('{"id": "x", "messages": [{"role": "us', "no valid JSON: Invalid control character at character 38"),
        ('{"id": "x", "messages": "x"}', "a list of messages, or an object with one under “messages”, was expected"),
        (f'{{"messages": "{LONG}"}}', "a list of messages, or an object with one under “messages”, was expected"),
        (f'{{"messages": [[{LONG}', "no valid JSON: Expecting value at character 16"),
        (f'{{"id": {"9" * 5000}, "messages": []}}', "an integer of more than 4,300 digits"),
        (f'{{"messages": {"[" * 5000}{"]" * 5000}}}', "nested deeper than 128 levels"),
        ("5", "a list of messages, or an object with one under “messages”, was expected"),
    ],
    ids=range(10),
)
def test_a_bad_first_line(load: Any, first: str, reason: str) -> None:
    """Whatever is wrong with it."""
    loaded = load(f"{first}\n{LINES}", name="a.jsonl")
    assert (loaded.format, loaded.refused) == ("openai-chat", [Refused("line 1", reason)])
    assert [transcript.case for transcript in loaded.transcripts] == ["c0", "c1", "c2"]


def test_a_bad_first_line_before_a_long_one(load: Any) -> None:
    """What is seen of the second is enough."""
    long = json.dumps({"id": "long", "messages": [{"role": "user", "content": LONG}]})
    assert [item.transcript.case for item in load(f"{{broken\n{long}\n", name="a.jsonl").found] == ["long"]


@pytest.mark.parametrize(
    ("text", "name", "cases"),
    [
        (json.dumps([5, *CHATS]), "openai-chat", ["c0", "c1", "c2"]),
        (json.dumps([{"messages": "x"}, *CHATS], indent=1), "openai-chat", ["c0", "c1", "c2"]),
        (f'[{{"id": {"9" * 5000}}}, {json.dumps(CHATS)[1:]}', "openai-chat", ["c0", "c1", "c2"]),
        (json.dumps([None, *TASKS]), "tau", ["1"]),
        (f"[[]\n{json.dumps(TASKS[0])}\n", "tau", ["1"]),
        (f"[{DEEP}, {json.dumps(TASKS[0])}]", "tau", ["1"]),
        (f'[{{"task_id": 0, "reward": 1, "traj": {DEEP}}}, {json.dumps(TASKS)[1:]}', "tau", ["1"]),
        (f'[\n{{"x": "a", "y": {DEEP}}},\n5,\n{json.dumps(CHATS)[1:]}', "openai-chat", ["c0", "c1", "c2"]),
    ],
    ids=range(8),
)
def test_a_bad_first_element(load: Any, text: str, name: str, cases: list[str]) -> None:
    """Of a list, and of a file of lines that begins like one."""
    loaded = load(text)
    bad = ["line 1"] if text.startswith("[[]\n") else ["[0]", "[1]"] if "\n5," in text else ["[0]"]
    assert (loaded.format, [item.place for item in loaded.refused]) == (name, bad)
    assert [transcript.case for transcript in loaded.transcripts] == cases


def test_a_bad_first_message_is_one_of_its_conversation(load: Any) -> None:
    """A list of messages stays one, whatever its first item is."""
    transcript = load(json.dumps([5, {"role": "user", "content": "x"}])).only
    assert [message.role for message in transcript.messages] == ["event", "customer"]


@pytest.mark.parametrize(
    "text",
    [
        f'{{"info": {{}}, "simulations": [\n{{"task_id": "1"}}\n,{{"task_id": "2", "x": "{LONG}"}}\n]}}',
        f'{{"info": {{}}, "simulations": [\n{{"task_id": "1"}},\n{{"task_id": "2", "x": "{LONG}"}}]}}',
        f'{{"info": {{}}, "simulations": [\n{{"task_id": "1", "x": "{LONG}"}},\n{{"task_id": "2"}}]}}',
    ],
)
def test_a_long_document_on_several_lines_is_no_file_of_lines(load: Any, text: str) -> None:
    """Wherever its commas stand."""
    loaded = load(text)
    assert (loaded.format, [transcript.case for transcript in loaded.transcripts]) == ("tau2", ["1", "2"])


def test_lines_of_an_unknown_form_are_named_by_the_first_that_is_json(load: Any) -> None:
    """And not called something that is no JSON."""
    with pytest.raises(UnknownFormat, match=r"no known format: an object with the keys a$"):
        load('{broken\n{"a": 1}\n{"b": 2}\n')


def test_refusals_are_true(tmp_path: Path) -> None:
    """What is packed twice says so, and blanks are not nothing."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.jsonl", LINES)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as made:
        made.writestr("in.zip", archive.getvalue())
    for content, reason in (
        (gzip.compress(gzip.compress(LINES.encode())), "packed with gzip twice; unpack it once, and load that"),
        (gzip.compress(archive.getvalue()), "a zip archive packed with gzip; unpack it once, and load that"),
        (outer.getvalue(), "an archive inside an archive, and no Inspect log; unpack the outer one"),
        (b" " * 70_000, "nothing but blanks in its first 65,536 bytes"),
        (b" \n", "nothing but blanks in it"),
        (b"", "the file is empty"),
        (f"[{DEEP}]".encode(), "no known format, and nested deeper than 128 levels"),
        (b"[" * 100_000, "no known format, and nested deeper than 128 levels"),
    ):
        path = tmp_path / "a.json"
        path.write_bytes(content)
        assert _why_not(path).startswith(reason)


def _why_not(path: Path) -> str:
    (source,) = sources([str(path)])
    if isinstance(source, Refused):
        return source.reason
    with pytest.raises(InputRefused) as refusal:
        read(source, Fill())
    return refusal.value.reason


@pytest.mark.parametrize("name", ["tau2-teashop.json", "inspect-teashop.json", "tau-teashop.json"])
def test_a_document_that_was_cut_off(samples: Path, tmp_path: Path, name: str) -> None:
    """What is whole comes in, the rest is refused in one line that says what happened."""
    text = (samples / name).read_text("utf-8")
    path = tmp_path / "cut.json"
    whole = _until_cut(_written(path, text))[0]
    for cut in (len(text) - 2, text.rindex('"role"')):
        cases, reason = _until_cut(_written(path, text[:cut]))
        assert reason.startswith("cut off: ")
        assert cases
        assert cases == whole[: len(cases)]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _until_cut(path: Path) -> tuple[list[str], str]:
    """The cases that came in, and why no more did."""
    (source,) = sources([str(path)])
    assert isinstance(source, Source)
    cases = []
    try:
        for item in read(source, Fill())[1]:
            assert isinstance(item, Found)
            cases.append(item.transcript.case)
    except InputRefused as error:
        return cases, error.reason
    return cases, ""
