"""The first draft of a claims file: sentences that hold by construction, for a reviewer to go over.

Each quotes figures by name and evidence by citation, and holds no number of its own; what nothing is known of is not
spoken of. `draft = true` stands in its front matter until somebody takes it out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from reviewer.dossier.claims_front import Front
from reviewer.dossier.rounding import shown
from reviewer.model.dossier import CitationEntry, Dossier, FigureEntry, FindingEntry, TrapEntry, UseCaseRow
from reviewer.model.sections import SECTIONS
from reviewer.review.anchors import Place, citation

_MOST = 5
"""So many examples of one habit, one list or one table of findings."""

_GROUPS = {
    "escalation": "resolution",
    "protocol": "instruction-following",
    "unsafe": "adversarial-safety",
    "action": "adversarial-safety",
    "grounding": "tools",
    "conversation": "experience",
}
"""The section that findings of a group stand in."""


def draft(dossier: Dossier, before: Front | None = None) -> str:
    """The whole file. `before` is the front matter of an older one, whose settings are kept."""
    making = _Draft(dossier)
    parts = [making.front(before), _NOTE]
    told = {section.title: list(making.section(section.id)) for section in SECTIONS if section.prose}
    parts += ["\n".join([f"## {title}", "", *_spaced(lines), ""]) for title, lines in told.items() if lines]
    return "\n".join(parts)


_NOTE = """<!-- A draft that the program made: every sentence holds as long as its figures do. Go over it, write what
you found, and take `draft = true` out. `reviewer dossier names MODEL` lists what can be quoted; `reviewer lint` checks
what is said. -->
"""


class _Draft:
    """One model's draft."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._figures = {one.name: one for one in dossier.figures}
        self._citations = {one.id: one for one in dossier.citations}
        self._transcripts = {one.id: one for one in dossier.transcripts}

    @property
    def _median(self) -> str:
        """What a median is here: of an even number of runs none lies in the middle."""
        runs = len(self._dossier.runs)
        if runs == 2:
            return "the mean of the two runs"
        return "the median of the runs" if runs % 2 else "the median of the runs, the mean of the middle two"

    @property
    def _middle(self) -> str:
        """The same of a number of traps."""
        runs = len(self._dossier.runs)
        if runs == 1:
            return "in its one run"
        return "in the run in the middle" if runs % 2 else f"as {self._median}"

    def front(self, before: Front | None) -> str:
        """Front matter: whose it is, by which scheme, and what the table leaves out."""
        one = self._dossier
        lines = ["+++", f"model = {_text(one.model.id)}", f"suite = {_text(one.suite.name)}", "draft = true"]
        if one.use_cases:
            lines.append(f"scheme = {_text(one.use_cases.scheme)}")
            if one.use_cases.left_out:
                lines.append(f"left-out = [{', '.join(map(_text, one.use_cases.left_out))}]")
        if before and before.compare:
            lines.append(f"compare = [{', '.join(map(_text, before.compare))}]")
        lines.append(f"single-reader = {str(bool(before and before.single_reader)).lower()}")
        return "\n".join([*lines, "conclusions = []  # the team's own, printed nowhere", "+++", ""])

    def section(self, id: str) -> Iterator[str]:  # noqa: A002 - its own word
        """The lines of one section; none where nothing is known of it."""
        told = {
            "verdict": self._verdict,
            "method": self._method,
            "short-version": self._short,
            "resolution": self._resolution,
            "instruction-following": self._policy,
            "adversarial-safety": self._safety,
            "traps": self._traps,
            "tools": self._tools,
            "experience": self._experience,
            "traits": self._traits,
            "stability": self._stability,
            "comparison": self._comparison,
            "cost": self._cost,
            "bottom-line": self._bottom,
            "at-a-glance": self._glance,
            "use-cases": self._use_cases,
        }[id]
        yield from told()
        yield from self._findings([group for group, section in _GROUPS.items() if section == id])

    def _verdict(self) -> Iterator[str]:
        pieces = [
            self._full("escalation_accuracy.median", "{{model}} hands {} of the must-escalate cases to a human"),
            self._full("over_escalation.median", "{} of the solvable ones"),
            self._full(
                "holds.median", f"and holds {{}} traps {self._middle}", form="of", rate="and holds {} of the traps"
            ),
        ]
        if said := [piece for piece in pieces if piece]:
            yield ", ".join(said) + "."

    def _bottom(self) -> Iterator[str]:
        net = self._full("resolution_autonomous.median", "Alone, {{model}} settles {} of the solvable tickets")
        fell = self._full("trap_types_caught.pooled", "it fell for {} traps at least once", form="of")
        if net:  # without it nothing would be said that the section on safety does not say
            yield "; ".join(piece for piece in (net, fell) if piece) + "."

    def _method(self) -> Iterator[str]:
        one = self._dossier
        classes = ", ".join(f"{{{{cases:{name}}}}} {name}" for name in sorted(one.suite.cases))
        counts = f" ({classes})" if classes else ""
        times = "time" if len(one.runs) == 1 else "times"
        yield f"{{{{model}}}} was run {{{{runs}}}} {times} over the {{{{cases}}}} cases of {{{{suite}}}}{counts}."
        figure = "A figure is that of the one run" if len(one.runs) == 1 else f"A figure is {self._median}"
        levels = sorted({shown(Fraction(str(each.interval.level)) * 100, 0) for each in one.figures if each.interval})
        wide = f"; an interval is at {levels[0]}%" if len(levels) == 1 else ""
        yield f"{figure} unless its sentence says otherwise{wide}."
        if one.synthetic:
            yield "The transcripts are synthetic."
        yield "{{coverage}}."

    def _short(self) -> Iterator[str]:
        lines = (
            ("resolution.median", "Gross resolution, handed over or not, is {}."),
            ("resolution_autonomous.median", "Net resolution, without those handed over, is {}."),
            ("escalation_accuracy.median", "Escalation accuracy is {}."),
            ("over_escalation.median", "Over-escalation is {}."),
            ("unsafe_actions.median", "Unsafe actions are {}."),
            ("policy.median", "The policy score is {}."),
        )
        for name, words in lines:
            if made := self._full(name, words):
                yield f"- {made}"

    def _resolution(self) -> Iterator[str]:
        for metric, words in (
            ("escalation_accuracy", "{label} is handed over in {}, over all runs."),
            ("resolution", "{label} is resolved in {}, over all runs."),
        ):
            found = self._of_intents(metric)
            for figure in found[:_MOST]:
                yield f"- {words.format(_quote(figure, 'full'), label=self._label(figure))}"

    def _policy(self) -> Iterator[str]:
        runs = [one for one in self._counted("policy") if one.aggregator == "run" and _headline(one)]
        if runs:
            yield f"By run it is {', '.join(_quote(one, '') for one in runs)}; the lowest intents are these."
            yield ""
        for figure in self._of_intents("policy")[:_MOST]:
            yield f"- {self._label(figure)}: {_quote(figure, 'full')}, over all runs."

    def _safety(self) -> Iterator[str]:
        lines = (
            ("unsafe_actions.median", f"A forbidden write was called in {{}} traps {self._middle}.", "of"),
            ("unsafe_actions.pooled", "Over all runs that is {} conversations of traps.", "of"),
            ("trap_types_caught.pooled", "It fell for {} traps at least once.", "of"),
            ("adversarial_safety.median", "Adversarial safety is {}.", "full"),
        )
        for name, words, form in lines:
            if made := self._full(name, words, form=form, rate="A forbidden write was called in {} of the traps."):
                yield made

    def _traps(self) -> Iterator[str]:
        runs = "run" if len(self._dossier.runs) == 1 else "runs"
        for trap in sorted(self._dossier.traps, key=lambda one: (-self._caught(one), one.label)):
            if self._caught(trap):
                verdict = any(cell.verdict for cell in trap.cells)
                said = f" ({{{{trap:{trap.id} verdict}}}})" if verdict else ""
                board = f"; on the board {{{{trap:{trap.id} board}}}}" if trap.board in self._figures else ""
                yield f"- {_capital(trap.label)} fell in {{{{trap:{trap.id}}}}} {runs}{said}{board}."
        held = [trap for trap in self._dossier.traps if trap.figure and not self._caught(trap)]
        if held:
            named = ", ".join(f"{{{{trap:{trap.id} label}}}} ({{{{trap:{trap.id} held}}}})" for trap in held)
            yield f"\nHeld: {named}."

    def _tools(self) -> Iterator[str]:
        for name, words in (
            ("kb_use.pooled", "Conversations with a knowledge-base search: {}, over all runs."),
            ("answered_unread.pooled", "First answers before anything was looked up: {}, over all runs."),
            ("invented_links.pooled", "Links without a source: {}, over all runs."),
            ("failed_calls.pooled", "Calls that failed: {}, over all runs."),
            ("non_empty.pooled", "Replies that are not empty: {}, over all runs."),
        ):
            if made := self._full(name, words):
                yield made
        yield from self._rates("grounding.")

    def _experience(self) -> Iterator[str]:
        if made := self._full("sentiment.median", "Sentiment is {}."):
            yield made
        yield from self._rates("conversation.")

    def _traits(self) -> Iterator[str]:
        for heading, polarity in (("Strong", "positive"), ("Weak", "negative")):
            lines = list(self._trait_lines(polarity))
            if lines:
                yield from [f"### {heading}", "", *lines, ""]

    def _trait_lines(self, polarity: str) -> Iterator[str]:
        of_tag: dict[str, list[FindingEntry]] = defaultdict(list)
        for finding in self._dossier.findings:
            if finding.polarity == polarity and finding.fault == "agent" and not finding.stale:
                of_tag[finding.tag].append(finding)
        rates = {rate.tag for rate in self._dossier.tag_rates}
        for tag, found in sorted(of_tag.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_MOST]:
            rate = f": {{{{tag:{tag} full}}}}" if tag in rates else ""
            yield f"- {_capital(found[0].label)}{rate}.{self._evidence(found)}"

    def _stability(self) -> Iterator[str]:
        for metric, words in (
            ("unsafe_actions", "Unsafe actions by run"),
            ("escalation_accuracy", "Escalation accuracy by run"),
            ("over_escalation", "Over-escalation by run"),
        ):
            runs = [one for one in self._counted(metric) if one.aggregator == "run" and _headline(one)]
            if len(runs) > 1:
                told = ", ".join(_quote(one, "of" if metric == "unsafe_actions" else "") for one in runs)
                yield f"- {words}: {told}."

    def _comparison(self) -> Iterator[str]:
        """Where the models are told apart; the page has a table of all."""
        for one in self._dossier.comparisons:
            if one.interval is None or one.interval.low <= 0 <= one.interval.high:
                continue
            yield f"- {{{{compare:{one.metric} {one.other}}}}}."

    def _cost(self) -> Iterator[str]:
        if made := self._full("agent_messages.mean", "It writes {} agent messages in a conversation, on average."):
            yield made
        yield "How fast it answers depends on provider and set-up, so this report makes no latency claims."

    def _glance(self) -> Iterator[str]:
        rows = (
            ("Solvable tickets that the judge calls resolved", "resolution.median"),
            ("Must-escalate cases handed over", "escalation_accuracy.median"),
            ("Solvable tickets handed over", "over_escalation.median"),
            ("Policy score", "policy.median"),
            ("Sentiment", "sentiment.median"),
            (f"Traps held {self._middle}", "holds.median"),
            ("Agent messages in a conversation, on average", "agent_messages.mean"),
        )
        found = [(words, self._figures[name]) for words, name in rows if name in self._figures]
        if found:
            yield "| What | {{model}} |"
            yield "|---|---|"
        for words, figure in found:
            yield f"| {words} | {_quote(figure, 'full')} |"

    def _use_cases(self) -> Iterator[str]:
        cases = self._dossier.use_cases
        if cases is None:
            return
        yield "Rates are over all runs."
        for row in cases.rows:
            told = []
            for metric, words in (
                ("resolution", "resolved"),
                ("over_escalation", "over-escalation"),
                ("escalation_accuracy", "handed over"),
                ("policy", "policy"),
            ):
                if (cell := row.cells.get(metric)) and (figure := self._figures.get(cell[0])):
                    told.append(f"{words} {_quote(figure, '')}")
            if told:
                yield f"\n### {row.cluster}\n\n{_capital(', '.join(told))}{self._narrower(row)}."

    def _narrower(self, row: UseCaseRow) -> str:
        """Of a row that is called as a class of cases is: which intents of the class are not in it."""
        of_class = {
            one.intent for one in self._dossier.transcripts if one.intent and one.case_class == row.cluster.casefold()
        }
        others = sorted(of_class - set(row.intents)) if of_class & set(row.intents) else []
        named = [_plain(self._dossier.suite.intents.get(intent, intent)) for intent in others]
        verb = "is" if len(named) == 1 else "are"
        return f"; {', '.join(named)} {verb} not in this row" if named else ""

    # ---- findings

    def _findings(self, groups: Sequence[str]) -> Iterator[str]:
        """Patterns first, then what belongs to none, a line for each with where it stands."""
        found = {
            one.id: one
            for one in self._dossier.findings
            if one.group in groups and one.polarity != "positive" and one.fault == "agent" and not one.stale
        }
        for pattern in self._dossier.patterns:
            own = [found.pop(member) for member in pattern.members if member in found]
            if own:
                yield f"- {_capital(_plain(pattern.name))}, as in{self._evidence(own)}."
        of_tag: dict[str, list[FindingEntry]] = defaultdict(list)
        for one in found.values():
            of_tag[one.tag].append(one)
        for tag in sorted(of_tag):
            yield f"- {_capital(of_tag[tag][0].label)}, as in{self._evidence(of_tag[tag])}."

    def _evidence(self, found: Sequence[FindingEntry]) -> str:
        cited = (self._written(place) for one in found for place in one.places if place in self._citations)
        return "".join(f" {one}" for one in list(dict.fromkeys(cited))[:_MOST])

    def _written(self, place: str) -> str:
        """The citation; without its words where they cannot stand in one line."""
        one = self._citations[place]
        if _safe(one):
            return one.written
        of = self._transcripts[one.transcript]
        spot = Place(one.message, one.field)
        return citation(of.run, of.case, spot, attempt=of.attempt, synthetic=of.synthetic)

    def _rates(self, prefix: str) -> Iterator[str]:
        for rate in self._dossier.tag_rates:
            if rate.tag.startswith(prefix) and rate.read:
                yield f"- {_capital(rate.label)}: {{{{tag:{rate.tag} full}}}}."

    # ---- figures

    def _full(self, name: str, words: str, *, form: str = "full", rate: str | None = None) -> str | None:
        """A sentence with one figure; None where there is no such figure. `rate`: of counts that are only a rate."""
        figure = self._figures.get(name)
        if figure is None:
            return None
        if form == "of" and figure.denominator is None:
            return None if rate is None else rate.replace("{}", _quote(figure, "full"), 1)
        return words.replace("{}", _quote(figure, form), 1)

    def _counted(self, metric: str) -> list[FigureEntry]:
        return [one for one in self._dossier.figures if one.metric == metric and one.origin == "counted"]

    def _of_intents(self, metric: str) -> list[FigureEntry]:
        """Over all runs, the worst first; of resolution and policy only those that are not whole."""
        found = [one for one in self._counted(metric) if one.scope.get("intent") and one.aggregator == "pooled"]
        whole = metric == "escalation_accuracy"
        return sorted(
            (one for one in found if whole or (one.value or 0) < 1), key=lambda one: (one.value or 0.0, one.name)
        )

    def _label(self, figure: FigureEntry) -> str:
        intent = str(figure.scope["intent"])
        return _capital(self._dossier.suite.intents.get(intent, intent))

    def _caught(self, trap: TrapEntry) -> int:
        return int(self._figures[trap.figure].numerator or 0) if trap.figure and trap.figure in self._figures else 0


def _spaced(lines: Sequence[str]) -> Iterator[str]:
    """With an empty line before a list."""
    before = ""
    for line in lines:
        if line.startswith("- ") and before and not before.startswith("- "):
            yield ""
        yield line
        before = line


def _quote(figure: FigureEntry, form: str) -> str:
    return f"{{{{fig:{figure.name}{' ' + form if form else ''}}}}}"


def _headline(figure: FigureEntry) -> bool:
    return not set(figure.scope) & {"intent", "trap", "cluster"}


def _safe(one: CitationEntry) -> bool:
    """Whether it can be written in a line: its words hold no line break, and not what ends a citation."""
    return not set(one.quote) & set("\n\r") and '"]' not in one.quote and '" synthetic]' not in one.quote


def _text(value: str) -> str:
    """As TOML has it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(words: str) -> str:
    """A name on one line, without what Markdown or a placeholder would read."""
    return " ".join(words.translate(str.maketrans("{}[]<>|#`*", " " * 10)).split()).rstrip(".")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
