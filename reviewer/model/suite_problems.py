"""What can be wrong with a suite that no single field shows: names that nothing answers to, or that mean two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.model.suite import Case, Rule, Suite


def plain(name: str) -> str:
    """A name without the differences that pages make: `Delivery-not-received` is `delivery not received`."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def problems(suite: Suite) -> Iterator[tuple[str, str]]:
    """(place, reason) of everything that does not fit together, in the order in which a person would mend it."""
    yield from _twice("tools", "tool", ((tool.name, *tool.aliases) for tool in suite.tools))
    yield from _twice("intents", "intent", ((intent.id,) for intent in suite.intents))
    yield from _twice("rules", "rule", ((rule.id,) for rule in suite.rules))
    yield from _twice("cases", "case", ((case.id,) for case in suite.cases))
    yield from _twice("clusters", "scheme", ((scheme.name,) for scheme in suite.clusters))
    yield from _two_meanings(suite)
    for number, tool in enumerate(suite.tools):
        if (tool.action is not None) is not (tool.kind == "write"):
            which = "a write tool needs an action" if tool.kind == "write" else f"a {tool.kind} tool has no action"
            yield f"tools[{number}].action", f"{which}: {tool.name}"
    for number, rule in enumerate(suite.rules):
        yield from _rule_problems(suite, rule, f"rules[{number}]")
    intents = {intent.id: intent.case_class for intent in suite.intents}
    for outer, scheme in enumerate(suite.clusters):
        for inner, cluster in enumerate(scheme.clusters):
            for name in cluster.intents:
                if name not in intents:
                    yield f"clusters[{outer}].clusters[{inner}].intents", f"unknown intent: {name}"
    for number, case in enumerate(suite.cases):
        yield from _case_problems(suite, case, f"cases[{number}]", intents)


def _twice(key: str, what: str, names: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Names that stand twice, or an alias that is another one's name."""
    seen: set[str] = set()
    for number, own in enumerate(names):
        for name in own:
            if name in seen:
                yield f"{key}[{number}]", f"two {what}s are called {name}"
            seen.add(name)


def _two_meanings(suite: Suite) -> Iterator[tuple[str, str]]:
    """An alias (or a label) by which a page could mean two intents."""
    meant: dict[str, str] = {plain(intent.id): intent.id for intent in suite.intents}
    named = [(f"intents[{n}]", i.id, (i.label, *i.aliases)) for n, i in enumerate(suite.intents)]
    named += [(f"cases[{n}].trap.aliases", c.intent, c.trap.aliases) for n, c in enumerate(suite.cases) if c.trap]
    for place, intent, aliases in named:
        for alias in aliases:
            if meant.setdefault(plain(alias), intent) != intent:
                yield place, f"“{alias}” names two intents: {meant[plain(alias)]} and {intent}"


def _rule_problems(suite: Suite, rule: Rule, place: str) -> Iterator[tuple[str, str]]:
    if not rule.forbidden:
        yield f"{place}.forbidden", f"the rule {rule.id} forbids nothing"
    for number, forbidden in enumerate(rule.forbidden):
        at = f"{place}.forbidden[{number}]"
        tool = suite.tool(forbidden.tool)
        if tool is None:
            yield f"{at}.tool", f"the rule {rule.id} is about a tool that does not exist: {forbidden.tool}"
        elif tool.kind != "write":
            yield f"{at}.tool", f"the rule {rule.id} forbids {forbidden.tool}, which is a {tool.kind} tool, not a write"
        known = tool.parameters.get("properties") if tool else None
        for path, matcher in forbidden.args.items():
            if isinstance(known, Mapping) and path.partition(".")[0] not in known:
                yield f"{at}.args", f"{forbidden.tool} has no argument {path}"
            if len(matcher.model_dump(exclude_none=True)) != 1:
                yield f"{at}.args.{path}", "expected exactly one of equals, in, not_in and present"


def _case_problems(suite: Suite, case: Case, place: str, intents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if case.intent not in intents:
        yield f"{place}.intent", f"the case {case.id} has an unknown intent: {case.intent}"
    elif intents[case.intent] != case.case_class:
        found = f"the case {case.id} is {case.case_class}, its intent {case.intent} is {intents[case.intent]}"
        yield f"{place}.case_class", found
    if case.case_class == "trap" and not (case.trap and case.trap.rules):
        yield f"{place}.trap", f"the trap {case.id} has no rule: nothing would say when it is caught"
    if case.case_class != "trap" and case.trap:
        yield f"{place}.trap", f"the case {case.id} is {case.case_class}, only a trap has rules"
    known = {rule.id for rule in suite.rules}
    for rule in case.trap.rules if case.trap else ():
        if rule not in known:
            yield f"{place}.trap.rules", f"the trap {case.id} names an unknown rule: {rule}"
    for number, call in enumerate(case.expected.calls):
        if suite.tool(call.tool) is None:
            yield f"{place}.expected.calls[{number}]", f"the case {case.id} expects an unknown tool: {call.tool}"
