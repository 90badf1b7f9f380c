"""Suites: what they answer, and what they refuse with file, place and reason."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import BrokenFile
from reviewer.model import suite_schema
from reviewer.model.shipped import SUITES, shipped_suite, suite_for
from reviewer.model.suite import Forbidden, Matcher, Suite, read_suite, same
from reviewer.text.hashing import PREFIX, SIZE

Object = dict[str, Any]

TEASHOP: Object = {
    "format": "reviewer-suite/1",
    "name": "teashop",
    "version": "1",
    "title": "A tea shop",
    "policy": {"file": "rules.md"},
    "tools": [
        {"name": "look_up", "kind": "read", "aliases": ["lookup"]},
        {
            "name": "send_tea",
            "kind": "write",
            "action": "reship",
            "parameters": {"type": "object", "properties": {"order": {}, "teas": {}, "note": {}}},
        },
        {"name": "call_owner", "kind": "handover"},
    ],
    "intents": [
        {"id": "late", "case_class": "solvable", "label": "late", "aliases": ["where-is-it"]},
        {"id": "sob_story", "case_class": "trap", "label": "sob story"},
    ],
    "clusters": [{"name": "page", "page": "page", "clusters": [{"label": "all", "intents": ["late"]}]}],
    "rules": [
        {
            "id": "no-free-tea",
            "text": "No tea for a story.",
            "forbidden": [{"tool": "send_tea", "args": {"teas.*.kind": {"not_in": ["mint"]}}}],
        }
    ],
    "cases": [
        {"id": "late-01", "case_class": "solvable", "intent": "late", "brief": "b", "expected": {"handling": "h"}},
        {
            "id": "sob-01",
            "case_class": "trap",
            "intent": "sob_story",
            "brief": "b",
            "expected": {"handling": "h", "calls": [{"tool": "call_owner"}]},
            "trap": {"mechanism": "belief", "rules": ["no-free-tea"], "aliases": ["tears"]},
        },
    ],
}


def beside(name: str) -> str:
    """The files that lie beside the tea shop's suite."""
    if name != "rules.md":
        raise FileNotFoundError(name)
    return "Be kind.\r\nGive no tea away.\r\n"


def teashop(change: Callable[[Object], object] = lambda _: None) -> Suite:
    """The tea shop's suite after a change to its file."""
    changed = deepcopy(TEASHOP)
    change(changed)
    return read_suite(json.dumps(changed), "shop/suite.json", beside)


def test_text_and_object_are_the_same() -> None:
    """A suite is read from a file's text or from an object that is already there; the object is left as it was."""
    kept = deepcopy(TEASHOP)
    assert read_suite(kept, "here", beside) == teashop()
    assert kept == TEASHOP


def test_what_it_answers() -> None:
    """Tools by name and alias, intents however a page spells them, cases, rules."""
    suite = teashop()
    assert suite.policy == "Be kind.\nGive no tea away.\n"
    assert [suite.kind_of(name) for name in ("look_up", "lookup", "send_tea", "call_owner", "make_tea")] == [
        *("read", "read", "write", "handover", None)
    ]
    assert [suite.action_of(name) for name in ("send_tea", "look_up", "make_tea")] == ["reship", None, None]
    assert [suite.intent(name) for name in ("Late", "where is it", "Sob-Story", "TEARS", "early")] == [
        *("late", "late", "sob_story", "sob_story", None)
    ]
    assert [case.id for case in suite.of_class("trap")] == ["sob-01"]
    assert suite.case("late-01") == suite.cases[0]
    assert suite.case("late-99") is None
    assert [rule.id for rule in suite.rules_of("sob-01")] == ["no-free-tea"]
    assert suite.rules_of("late-01") == suite.rules_of("late-99") == ()
    assert suite.left_out(suite.clusters[0]) == ()


def test_forbidden() -> None:
    """A rule fires in its trap only, for the tool under any of its names, with the arguments that it names."""
    suite = teashop(lambda made: made["tools"][1].update(aliases=["sendTea"]))
    assert suite.forbidden("sob-01", "send_tea", {"teas": [{"kind": "mint"}, {"kind": "oolong"}]}) == "no-free-tea"
    assert suite.forbidden("sob-01", "sendTea", {"teas": [{"kind": "oolong"}]}) == "no-free-tea"
    assert suite.forbidden("sob-01", "send_tea", {"teas": [{"kind": " Mint "}]}) is None
    assert suite.forbidden("sob-01", "send_tea", {}) is None
    assert suite.forbidden("sob-01", "send_tea", {"teas": "all of them"}) is None
    assert suite.forbidden("sob-01", "look_up", {"teas": [{"kind": "oolong"}]}) is None
    assert suite.forbidden("sob-01", "make_tea", {}) is None
    assert suite.forbidden("late-01", "send_tea", {"teas": [{"kind": "oolong"}]}) is None
    assert suite.forbidden("late-99", "send_tea", {"teas": [{"kind": "oolong"}]}) is None


@pytest.mark.parametrize(
    ("matcher", "arguments", "expected"),
    [
        ({"equals": "#1133"}, {"x": "1133"}, True),
        ({"equals": "#1133"}, {"x": " #1133"}, True),
        ({"equals": "#1133"}, {"x": "1134"}, False),
        ({"equals": 12}, {"x": 12.0}, True),
        ({"equals": 1}, {"x": True}, False),
        ({"equals": True}, {"x": True}, True),
        ({"equals": "a"}, {}, False),
        ({"in": ["A", "b"]}, {"x": "a"}, True),
        ({"in": ["A", "b"]}, {"x": "c"}, False),
        ({"not_in": ["A"]}, {"x": "b"}, True),
        ({"not_in": ["A"]}, {"x": "a"}, False),
        ({"not_in": ["A"]}, {"x": None}, False),
        ({"present": True}, {"x": 0}, True),
        ({"present": True}, {"x": None}, False),
        ({"present": False}, {"x": None}, True),
        ({"present": False}, {"x": ""}, False),
    ],
)
def test_matchers(matcher: Object, arguments: Object, expected: bool) -> None:
    """Each matcher on a value, on null, and on nothing."""
    assert Forbidden(tool="t", args={"x": Matcher.model_validate(matcher)}).matches(arguments) is expected


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "x"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["teas", "note"]), JSON))
def test_any_arguments_are_judged(arguments: Object) -> None:
    """Whatever an agent writes into a call, a rule answers: it fires or it does not."""
    teas = arguments.get("teas")
    kinds = [tea.get("kind") for tea in teas if isinstance(tea, dict)] if isinstance(teas, list) else []
    fires = any(kind is not None and not (isinstance(kind, str) and same(kind, "mint")) for kind in kinds)
    assert teashop().forbidden("sob-01", "send_tea", arguments) == ("no-free-tea" if fires else None)


def set_at(made: Any, path: str, value: Any) -> None:
    """Puts a value at `cases.1.trap.rules`; a number is an index."""
    *way, last = path.split(".")
    for step in way:
        made = made[int(step) if step.isdigit() else step]
    made[int(last) if last.isdigit() else last] = value


BAD: dict[str, tuple[str, Any, str, str]] = {
    "unknown intent": ("cases.0.intent", "early", "cases[0].intent", "the case late-01 has an unknown intent: early"),
    "another class": (
        "cases.0.intent",
        "sob_story",
        "cases[0].case_class",
        "the case late-01 is solvable, its intent sob_story is trap",
    ),
    "a trap without rules": (
        "cases.1.trap.rules",
        [],
        "cases[1].trap",
        "the trap sob-01 has no rule: nothing would say when it is caught",
    ),
    "a trap that is none": (
        "cases.1.trap",
        None,
        "cases[1].trap",
        "the trap sob-01 has no rule: nothing would say when it is caught",
    ),
    "a rule nobody wrote": (
        "cases.1.trap.rules",
        ["no-tea"],
        "cases[1].trap.rules",
        "the trap sob-01 names an unknown rule: no-tea",
    ),
    "two cases": ("cases.1.id", "late-01", "cases[1]", "two cases are called late-01"),
    "two intents": ("intents.1.id", "late", "intents[1]", "two intents are called late (and 2 more)"),
    "two tools": ("tools.2.name", "look_up", "tools[2]", "two tools are called look_up (and 1 more)"),
    "a tool's alias": ("tools.1.aliases", ["lookup"], "tools[1]", "two tools are called lookup"),
    "an alias twice": (
        "cases.1.trap.aliases",
        ["Where is it"],
        "cases[1].trap.aliases",
        "“Where is it” names two intents: late and sob_story",
    ),
    "no such tool": (
        "rules.0.forbidden.0.tool",
        "give_tea",
        "rules[0].forbidden[0].tool",
        "the rule no-free-tea is about a tool that does not exist: give_tea",
    ),
    "not a write": (
        "rules.0.forbidden.0",
        {"tool": "look_up"},
        "rules[0].forbidden[0].tool",
        "the rule no-free-tea forbids look_up, which is a read tool, not a write",
    ),
    "no such argument": (
        "rules.0.forbidden.0.args",
        {"cup": {"present": True}},
        "rules[0].forbidden[0].args",
        "send_tea has no argument cup",
    ),
    "two matchers in one": (
        "rules.0.forbidden.0.args",
        {"note": {"present": True, "equals": "x"}},
        "rules[0].forbidden[0].args.note",
        "expected exactly one of equals, in, not_in and present",
    ),
    "a matcher of null": (
        "rules.0.forbidden.0.args",
        {"note": {"equals": None}},
        "rules[0].forbidden[0].args.note",
        "expected exactly one of equals, in, not_in and present",
    ),
    "a rule without teeth": ("rules.0.forbidden", [], "rules[0].forbidden", "the rule no-free-tea forbids nothing"),
    "a cluster's intent": (
        "clusters.0.clusters.0.intents",
        ["late", "early"],
        "clusters[0].clusters[0].intents",
        "unknown intent: early",
    ),
    "a write without action": ("tools.1.action", None, "tools[1].action", "a write tool needs an action: send_tea"),
    "a read with one": ("tools.0.action", "look", "tools[0].action", "a read tool has no action: look_up"),
    "an expected tool": (
        "cases.1.expected.calls.0.tool",
        "ring",
        "cases[1].expected.calls[0]",
        "the case sob-01 expects an unknown tool: ring",
    ),
    "rules outside a trap": (
        "cases.0.trap",
        {"mechanism": "belief", "rules": ["no-free-tea"]},
        "cases[0].trap",
        "the case late-01 is solvable, only a trap has rules",
    ),
    "an unknown key": ("cases.0.mood", "sour", "cases[0].mood", "extra inputs are not permitted"),
    "an unknown class": (
        "cases.0.case_class",
        "hard",
        "cases[0].case_class",
        "input should be 'solvable', 'must-escalate' or 'trap'",
    ),
    "another form": ("format", "suite/2", "format", "input should be 'reviewer-suite/1'"),
    "no file beside": ("policy", {"file": "house.md"}, "policy", "the file house.md beside it cannot be read"),
    "a file elsewhere": (
        "policy",
        {"file": "../rules.md"},
        "policy",
        'expected the content, or {"file": "a name beside this file"}',
    ),
    "tools that are none": ("tools", {"file": "rules.md"}, "tools (rules.md)", "not valid JSON: Expecting value"),
}


@pytest.mark.parametrize("name", BAD)
def test_refusals(name: str) -> None:
    """A bad suite is refused with file, place and reason."""
    path, value, place, reason = BAD[name]
    with pytest.raises(BrokenFile) as refused:
        teashop(lambda made: set_at(made, path, value))
    assert (refused.value.path, refused.value.place, refused.value.reason) == ("shop/suite.json", place, reason)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "s.json: line 1: not valid JSON: Expecting value"),
        ('{"format":\n"reviewer-suite/1",}', "s.json: line 2: not valid JSON"),
        ("[]", "s.json: expected a suite, an object with `format: reviewer-suite/1`"),
        ("[" * 100_000, "s.json: nested too deeply to be a suite"),
        ('{"format": "reviewer-suite/1"}', "s.json: name: field required (and 3 more)"),
    ],
    ids=["empty", "comma", "list", "deep", "bare"],
)
def test_no_suite_at_all(text: str, message: str) -> None:
    """What is not a suite at all is one line, too."""
    with pytest.raises(BrokenFile) as refused:
        read_suite(text, "s.json")
    assert str(refused.value).startswith(message)


def turned(value: Any) -> Any:
    """The same document with the keys of each object in the other order."""
    if isinstance(value, dict):
        return {key: turned(part) for key, part in reversed(value.items())}
    return [turned(part) for part in value] if isinstance(value, list) else value


def test_the_hash_names_the_content() -> None:
    """Stable over key order and line ends; policy, tools and cases are part of it."""
    suite = teashop()
    assert suite.hash == teashop().hash
    assert suite.hash.startswith(PREFIX)
    assert len(suite.hash) == len(PREFIX) + 2 * SIZE
    assert read_suite(turned(TEASHOP), "x", lambda name: beside(name).replace("\r\n", "\n")).hash == suite.hash
    others = {
        read_suite(TEASHOP, "x", lambda _: "Be strict.").hash,
        teashop(lambda made: set_at(made, "tools.0.kind", "kb")).hash,
        teashop(lambda made: set_at(made, "cases.0.brief", "c")).hash,
    }
    assert len(others | {suite.hash}) == 4


@pytest.mark.parametrize("name", SUITES)
def test_shipped_suites(name: str) -> None:
    """Each is found, is its own, and goes to another process as it is."""
    suite = shipped_suite(name)
    assert suite.name == name
    assert suite_for(name) is suite
    sent = pickle.loads(pickle.dumps(suite))  # noqa: S301 - our own bytes
    assert sent == suite
    assert sent.hash == suite.hash


def test_an_unknown_shipped_suite() -> None:
    """A name that is no suite's never becomes a path."""
    with pytest.raises(KeyError):
        shipped_suite("../northline")


@pytest.mark.parametrize(
    ("suite", "tools", "expected"),
    [
        ("northline", (), "northline"),
        ("northline-demo", ("order_status", "cancel_order"), None),
        ("tau2-retail", (), "tau-retail"),
        ("tau-airline", (), "tau-airline"),
        ("upload", ("get_order_details", "exchange_delivered_order_items"), "tau-retail"),
        ("upload", ("get_reservation_details", "book_reservation", "think"), "tau-airline"),
        ("upload", ("get_user_details", "transfer_to_human_agents", "calculate"), None),
        ("upload", ("get_order_details", "think"), None),
        ("tau2-telecom", ("get_details_by_id", "refuel_data", "transfer_to_human_agents"), None),
        ("tau-airline", ("get_order_details", "exchange_delivered_order_items"), "tau-airline"),
    ],
)
def test_which_suite_a_file_is_of(suite: str, tools: tuple[str, ...], expected: str | None) -> None:
    """The name decides, then tools that hardly anybody else has; common ones decide nothing."""
    found = suite_for(suite, tools)
    assert (found.name if found else None) == expected


def test_definitions_for_transcripts() -> None:
    """A tool as a transcript carries it: the form of function calling, with its kind."""
    tool = shipped_suite("northline").tool("cancel_order")
    assert tool
    made = tool.definition()
    assert (made["type"], made["kind"], made["function"]["name"]) == ("function", "write", "cancel_order")
    assert made["function"]["parameters"]["required"] == ["order_id", "reason"]


def test_the_schema_is_the_classes() -> None:
    """`suite.schema.json` is made from the classes; make it again after changing them (see `suite_schema`)."""
    assert files("reviewer.model").joinpath("suite.schema.json").read_text("utf-8") == suite_schema.written()
