"""A suite: the benchmark behind a set of runs, as a file that a team writes and this program reads.

A suite names its cases, the intents that they belong to, the tools and what each of them does, the rules that a trap
forbids, and the clusters that published pages print. `policy` and `tools` may stand in files of their own beside it:
`{"file": "policy.md"}` in their place says which. `reviewer/model/suite.schema.json` is made from these classes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from reviewer.errors import BrokenFile
from reviewer.model.suite_problems import plain, problems
from reviewer.model.tools import ToolKind
from reviewer.model.transcript import Frozen

FORMAT: Final = "reviewer-suite/1"

CaseClass = Literal["solvable", "must-escalate", "trap"]
Mechanism = Literal["belief", "pressure", "social-engineering"]
Sibling = Callable[[str], str]
"""Gives the text of a file that stands beside the suite file; raises OSError where there is none."""


class Tool(Frozen):
    """One tool of the desk. Only a write has an `action`: the word that a customer's yes must have been about."""

    name: str = Field(min_length=1)
    kind: ToolKind
    action: str | None = Field(None, description="of a write, in plain words: `cancel`, `reship`, `address edit`, …")
    aliases: tuple[str, ...] = Field((), description="other names of the same tool, in other people's files")
    description: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict, description="JSON Schema of the arguments")

    def definition(self) -> dict[str, Any]:
        """The definition as a transcript's `tools` carries it: the form of function calling, with the kind beside."""
        function = {"name": self.name, "description": self.description, "parameters": self.parameters}
        return {"type": "function", "kind": self.kind, "function": function}


class Intent(Frozen):
    """A kind of ticket. Several cases belong to it; a trap is an intent with one case."""

    id: str = Field(min_length=1)
    case_class: CaseClass
    label: str
    aliases: tuple[str, ...] = Field((), description="other names of it on the published pages")


class Cluster(Frozen):
    """One row of a published table: the intents that it puts together."""

    label: str
    intents: tuple[str, ...]


class Scheme(Frozen):
    """How one page puts intents into rows. It need not name every intent: `Suite.left_out` says which it does not."""

    name: str
    page: str
    clusters: tuple[Cluster, ...]
    note: str | None = None


class Matcher(Frozen):
    """What an argument must be for a rule to apply; exactly one of the four. Texts compare by `same`."""

    equals: str | int | float | bool | None = None
    one_of: tuple[str | int | float | bool, ...] | None = Field(None, alias="in")
    not_in: tuple[str | int | float | bool, ...] | None = Field(None, description="given, and none of these")
    present: bool | None = Field(None, description="true: given and not null; false: absent or null")

    def matches(self, values: list[Any]) -> bool:
        """Whether the values found at an argument's path, any of them, are what this asks for."""
        if self.present is not None:
            return bool(values) is self.present
        if self.one_of is not None:
            return any(same(value, wanted) for value in values for wanted in self.one_of)
        if self.not_in is not None:
            return any(not any(same(value, allowed) for allowed in self.not_in) for value in values)
        return any(same(value, self.equals) for value in values)


class Forbidden(Frozen):
    """A call that a rule forbids: this tool, with arguments that match all of `args` (none: whatever they are)."""

    tool: str
    args: dict[str, Matcher] = Field(
        default_factory=dict, description="path → matcher; `items.*.variant_id` looks into each element of a list"
    )

    def matches(self, arguments: Mapping[str, Any]) -> bool:
        """Whether a call with these arguments is forbidden."""
        return all(matcher.matches(list(_at(arguments, path.split(".")))) for path, matcher in self.args.items())


class Rule(Frozen):
    """What must not be done in a trap. It fires when any of `forbidden` is called."""

    id: str = Field(min_length=1)
    version: int = Field(1, ge=1)
    text: str = Field(description="in plain words, as a report would print it")
    forbidden: tuple[Forbidden, ...]


class Trap(Frozen):
    """What makes a case adversarial."""

    mechanism: Mechanism
    rules: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    published: bool = Field(True, description="false where no published page names this trap")
    note: str | None = None


class ExpectedCall(Frozen):
    """A call that the right handling makes."""

    tool: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Expected(Frozen):
    """How the case is handled rightly: in words, and the write or handover calls of it."""

    handling: str
    calls: tuple[ExpectedCall, ...] = ()


class Case(Frozen):
    """One ticket: what the customer wants, what they will push for, and what is right."""

    id: str = Field(min_length=1)
    case_class: CaseClass
    intent: str
    brief: str
    opening: str = Field("", description="how the customer may begin; a hint, not a script")
    pushes: tuple[str, ...] = Field((), description="what they push for when the first answer does not suit them")
    customer: str | None = Field(None, description="the e-mail of the buyer")
    writes_from: str | None = Field(None, description="the sender's e-mail, where it is not the buyer who writes")
    orders: tuple[str, ...] = ()
    expected: Expected
    trap: Trap | None = None


class Dimension(Frozen):
    """One thing that the judge scores; its name is the name of the score in a transcript."""

    name: str
    scale: str
    text: str


class Judge(Frozen):
    """The scale that the suite's judge uses."""

    scale: str
    dimensions: tuple[Dimension, ...]


class Matches(Frozen):
    """How the suite is recognised in a loaded file: by the suite's name there, or by the tools that are called."""

    suites: tuple[str, ...] = ()
    tools: tuple[str, ...] = Field((), description="names that hardly any other benchmark uses")
    at_least: int = Field(1, ge=1, description="so many of `tools` must be there")


class Suite(Frozen):
    """A benchmark: its cases, intents, tools, rules and clusters. `hash` names its content."""

    format: Literal["reviewer-suite/1"]
    name: str = Field(min_length=1)
    version: str
    title: str
    locale: str | None = None
    today: date | None = Field(None, description="the day on which every conversation takes place")
    max_turns: int | None = Field(None, ge=1, description="the most messages that a customer sends")
    judge: Judge | None = None
    policy: str | None = Field(None, description="the desk's rules; null where each transcript brings its own")
    matches: Matches = Matches()
    tools: tuple[Tool, ...]
    intents: tuple[Intent, ...] = ()
    clusters: tuple[Scheme, ...] = ()
    rules: tuple[Rule, ...] = ()
    cases: tuple[Case, ...] = ()

    @cached_property
    def hash(self) -> str:
        """The content hash of suite, policy and tools, in the form of `reviewer.text.hashing`."""
        canonical = json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True, separators=(",", ":"))
        return "b2:" + blake2b(canonical.encode(), digest_size=16).hexdigest()

    @cached_property
    def _tools(self) -> dict[str, Tool]:
        return {name: tool for tool in self.tools for name in (tool.name, *tool.aliases)}

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {case.id: case for case in self.cases}

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _intents(self) -> dict[str, str]:
        return dict(
            pair
            for intent in self.intents
            for pair in ((plain(name), intent.id) for name in (intent.id, intent.label, *intent.aliases))
        ) | {plain(alias): case.intent for case in self.cases if case.trap for alias in case.trap.aliases}

    def tool(self, name: str) -> Tool | None:
        """The tool of that name or alias."""
        return self._tools.get(name)

    def kind_of(self, name: str) -> ToolKind | None:
        """What a tool does; None where the suite does not know it."""
        return tool.kind if (tool := self._tools.get(name)) else None

    def action_of(self, name: str) -> str | None:
        """The plain word for what a write does; None for every other tool."""
        return tool.action if (tool := self._tools.get(name)) else None

    def case(self, id: str) -> Case | None:  # noqa: A002 - a case's own word
        """The case of that id; None where the suite does not know it."""
        return self._cases.get(id)

    def intent(self, name: str) -> str | None:
        """The id of the intent that a page calls so: by id, label or alias, however spelt."""
        return self._intents.get(plain(name))

    def of_class(self, case_class: CaseClass) -> tuple[Case, ...]:
        """The cases of a class, in the suite's order."""
        return tuple(case for case in self.cases if case.case_class == case_class)

    def rules_of(self, case_id: str) -> tuple[Rule, ...]:
        """The rules of a trap; none for any other case."""
        case = self._cases.get(case_id)
        return tuple(self._rules[rule] for rule in case.trap.rules) if case and case.trap else ()

    def forbidden(self, case_id: str, tool: str, arguments: Mapping[str, Any]) -> str | None:
        """The id of the rule that this call breaks in this case, if it breaks one."""
        called = self._tools.get(tool)
        for rule in self.rules_of(case_id):
            for forbidden in rule.forbidden:
                if called and called is self._tools[forbidden.tool] and forbidden.matches(arguments):
                    return rule.id
        return None

    def left_out(self, scheme: Scheme) -> tuple[str, ...]:
        """The intents, traps apart, that no cluster of a page's scheme names."""
        named = {intent for cluster in scheme.clusters for intent in cluster.intents}
        return tuple(intent.id for intent in self.intents if intent.case_class != "trap" and intent.id not in named)

    def fits(self, suite: str, tools: Collection[str] = ()) -> bool:
        """Whether transcripts of that suite name, or that call those tools, belong to this suite."""
        if suite == self.name or suite in self.matches.suites:
            return True
        return bool(self.matches.tools) and len({*tools} & {*self.matches.tools}) >= self.matches.at_least

    def owns(self, called: Collection[str]) -> bool | None:
        """Whether a transcript that calls those tools is of this suite; None where they do not tell."""
        known = {name for tool in self.tools for name in (tool.name, *tool.aliases)}
        own, strange = {*called} & {*self.matches.tools}, {*called} - known - {*self.matches.tools}
        return len(own) >= len(strange) if own or strange else None


def same(value: Any, other: Any) -> bool:
    """Whether two arguments mean the same: texts apart from case, outer spaces and a leading `#`; numbers by value."""
    if isinstance(value, str) and isinstance(other, str):
        return value.strip().lstrip("#").casefold() == other.strip().lstrip("#").casefold()
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    return bool(value == other)


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """What stands at a path, nulls left out; a `*` goes into every element of a list."""
    if not path:
        if value is not None:
            yield value
    elif path[0] == "*":
        for element in value if isinstance(value, list) else ():
            yield from _at(element, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def read_suite(source: str | Mapping[str, Any], where: str, sibling: Sibling | None = None) -> Suite:
    """The suite that a file's text (or an object already parsed) holds.

    `where` is the file as the person named it; `sibling` fetches `policy` and `tools` where they stand beside it.
    Raises BrokenFile, with the place in the file, for whatever does not fit together.
    """
    made = dict(source) if isinstance(source, Mapping) else _object(source, where, "")
    for key in ("policy", "tools"):
        if isinstance(reference := made.get(key), Mapping):
            made[key] = _beside(reference, key, where, sibling)
    try:
        suite = Suite.model_validate(made)
    except ValidationError as error:
        first, *more = error.errors()
        raise BrokenFile(where, _place(first["loc"]), _sentence(first["msg"], len(more))) from None
    if found := list(problems(suite)):
        place, reason = found[0]
        raise BrokenFile(where, place, _sentence(reason, len(found) - 1))
    return suite


def _object(text: str, where: str, place: str) -> dict[str, Any]:
    value = _json(text, where, place)
    if not isinstance(value, dict):
        raise BrokenFile(where, place, f"expected a suite, an object with `format: {FORMAT}`")
    return value


def _json(text: str, where: str, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenFile(where, place or f"line {error.lineno}", f"not valid JSON: {error.msg}") from None
    except RecursionError:
        raise BrokenFile(where, place, "nested too deeply to be a suite") from None


def _beside(reference: Mapping[str, Any], key: str, where: str, sibling: Sibling | None) -> Any:
    """The policy's text or the tools' list, from the file that stands beside the suite."""
    name = reference.get("file")
    if not isinstance(name, str) or set(reference) != {"file"} or name.strip("./\\") != name or {*name} & {*"/\\"}:
        raise BrokenFile(where, key, 'expected the content, or {"file": "a name beside this file"}')
    try:
        if sibling is None:
            raise FileNotFoundError
        text = sibling(name)
    except (OSError, UnicodeDecodeError):
        raise BrokenFile(where, key, f"the file {name} beside it cannot be read") from None
    return text.replace("\r\n", "\n") if key == "policy" else _json(text, where, f"{key} ({name})")


def _place(path: Iterable[str | int]) -> str:
    """`cases[3].trap` from a path of keys and indexes."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _sentence(reason: str, more: int) -> str:
    return reason[:1].lower() + reason[1:] + (f" (and {more} more)" if more else "")
