"""One case played from its sheet: what is looked up when, who says which line, and what the calls return."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tests.northline.assemble import voices
from tests.northline.assemble.customers import farewell, is_sour, mood, writes
from tests.northline.assemble.known import early
from tests.northline.assemble.plans.wording import CLAIMS, Wording
from tests.northline.assemble.stage import Call, Result, Slip, Stage

Turn = tuple[tuple[str, ...], tuple[str, ...]]
"""The keys of what the customer says, and of what the agent answers."""

QUOTED = ("color_edit", "line_item", "bundle_rec", "size_exchange")
"""Where the answers stand in the articles: who leaves out a look there leaves out the order's lines."""
TRACKED = ("return_used", "return_request", "size_exchange")
INVENTED: tuple[Slip, ...] = ("promised", "made-up-event", "made-up-rule")
_NUMBER = re.compile(r"#?\b1\d{3}\b")


class Playing(Wording):
    """The stage with the sheet of its case and the voice of its model."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._mood = self.sheet.first("mood") or mood(stage)
        if self._mood == "loud" and self.intent != "angry_damaged":
            self._mood = "tidy"
        self._opening = self._line("open" if self.sheet.has("open") else "bare")
        self._greeted = self._looked = False
        self._small: list[Slip] = []
        self._invented = False
        """Whether an event was made up where the tracking could have been read."""
        self._corrects = False
        """Whether that has just been read, and is to be taken back."""
        self._invention = ""
        """The sentence that was made up last."""
        self._asks_number = False

    @property
    def may_ask_number(self) -> bool:
        """Whether the customer's first words leave the order open."""
        return "order" in self.facts and not self.sheet.has("email") and not _NUMBER.search(self._opening)

    def small(self, count: int) -> list[Slip]:
        """So many small slips that suit the case; a needless handover is not among them."""
        possible: list[Slip] = ["dwells"] if self.sheet.has("offer") else []
        if self.sheet.has("done"):
            possible.append("made-up-days")
        if self.intent in CLAIMS:
            possible += ["unchecked", "address-on-file"]
            possible += ["tone"] if self.intent == "angry_damaged" and self.stage.model != "mimo-v2.5-pro" else []
        elif self.sheet.has("kb"):
            possible.append("unchecked")
        if not self.sheet.has("done"):
            possible.append("made-up-days")
        self.stage.rng.shuffle(possible)
        return possible[: max(0, count)]

    def run(self, course: Sequence[Turn], style: str, small: list[Slip], asks_number: bool) -> None:
        """Play all turns; what the agent must have read before a turn is read in it."""
        self._style, self._small, self._asks_number = style, small, asks_number
        self._pass_at = self._handover_turn(course) if self.stage.row.handover else None
        if asks_number:
            self._hears(("open",))
            self.stage.agent(self._join([self._greeting(), self._voice("number")]))
            self._hear([self._person("mail" if self.stage.chance(0.3) else "num")])
        for index, (heard, answered) in enumerate(course):
            if not (asks_number and index == 0):
                self._hears(heard)
            self._answer(answered, index)
        self._end(course[-1])

    # the customer

    def _hears(self, keys: Sequence[str]) -> None:
        parts = []
        for key in keys:
            if key == "open":
                parts.append(self._opening)
                if self.sheet.has("email"):
                    parts.append(self._person("addmail"))
                elif self.may_ask_number and not self._asks_number:
                    parts.append(self._person("add" if self.sheet.name != "size_exchange-05" else "addmail"))
            elif key == "bye":
                content = bool(self.stage.row.resolved) and (self.sheet.has("done") or self.stage.chance(0.4))
                self.stage.customer(farewell(self.stage, content))
                return
            else:
                parts.append(self._line(key) if self.sheet.has(key) else self._person(key))
        self._hear(parts)

    def _hear(self, parts: Sequence[str]) -> None:
        text = " ".join(parts)
        careful = text.isupper() or "[" in text or (self._mood == "warm" and self.stage.chance(0.7))
        writes(self.stage, text, "tidy" if careful else self._mood)

    def _end(self, last: Turn) -> None:
        if last[1] == ("close",):
            return
        if self._style in ("hurdle", "reask") or (self._style in ("refuse", "wrong") and self.stage.chance(0.7)):
            self.stage.customer(self._person("leave"))
            self.stage.end_reason = "customer_left"
        elif self.stage.chance(0.7):
            self.stage.customer(farewell(self.stage, bool(self.stage.row.resolved)))

    # the agent

    def _answer(self, keys: Sequence[str], index: int) -> None:
        if keys == ("close",):
            self.stage.agent(self._join([voices.bye(self.stage)]), sour=is_sour(self.stage))
            return
        self._read(keys)
        parts = [] if self._greeted else [self._greeting()]
        slips: list[Slip] = []
        for key in keys:
            slips += self._says(key, parts)
        if index == self._pass_at:
            parts.append(self._passes())
        thought = self._thought(keys) if self.stage.chance(0.3) else None
        self.stage.agent(self._join(parts), reasoning=thought)
        for slip in slips:
            self.stage.slip(slip, words=self._invention if slip in INVENTED else "")
        if index == self._pass_at:
            self.stage.slip("needless-handover", self._passed_in)
        if "tell" in keys and not slips:
            self.stage.good("honest" if self.stage.chance(0.5) else "kb")

    def _says(self, key: str, parts: list[str]) -> list[Slip]:
        """Add what the agent says under this key, after the calls that it takes; the slips in it."""
        if key == "offer":
            parts += [self._line("offer"), self._line("ask") if self.sheet.has("ask") else self._voice("ask")]
            if "dwells" in self._small:
                self._small.remove("dwells")
                parts[-1] = self._voice("dwell")
                return ["dwells"]
        elif key in ("done", "wrongdone"):
            return self._does(key, parts)
        elif key == "tell":
            return self._tells(parts)
        elif key in ("r1", "r2", "r3"):
            if len(parts) == 0 and self.stage.chance(0.55):
                parts.append(self._voice("no" if self._is_no else "yes"))
            parts.append(self._corrected(self._without_denial(self._line(key))))
        elif key == "invent":
            self._invents(parts)
            return ["promised", "left-open"]
        elif key == "again" and self.sheet.has("ask"):
            parts.append(self._line("ask"))
        elif key in ("again", "sorry"):
            parts.append(self._voice(key))
        else:
            return self._fails(key, parts)
        return []

    def _invents(self, parts: list[str]) -> None:
        self._invention = self._line("invent")
        parts.append(self._invention)

    def _corrected(self, text: str) -> str:
        """The answer, and before it that something said earlier was wrong, where it was."""
        if not self._corrects:
            return text
        self._corrects = False
        return f"{'Correction' if self.stage.model == 'mimo-v2.5-pro' else 'I have to correct myself'}: {text}"

    def _tells(self, parts: list[str]) -> list[Slip]:
        made_up = [slip for slip in self._small if slip not in ("unchecked", "made-up-days")]
        made_up += (
            ["made-up-days"] if "made-up-days" in self._small and self.sheet.first("slip") == "made-up-days" else []
        )
        slips: list[Slip] = []
        if "made-up-event" in made_up and self.intent == "return_request":
            self._invents(parts)
            slips.append("made-up-event")
            self._invented = True
        else:
            parts.append(self._line("tell"))
            if made_up:
                self._invents(parts)
                slips.append(made_up[0])
            elif "made-up-days" in self._small:
                parts.append(self._voice("answer"))
                slips.append("made-up-days")
                self._dated = True
        if "unchecked" in self._small:
            slips.append("unchecked")
        return slips

    def _does(self, key: str, parts: list[str]) -> list[Slip]:
        stage = self.stage
        thought = self._some("thoughts", self._style if self._style in ("early", "late", "direct") else "act")
        calls = self._calls(key)
        results = stage.agent("", calls=calls, reasoning=thought if stage.chance(0.4) else None)
        at = stage.here - len(calls)
        for result in results:
            self._keep(result)
        if self._style == "early":
            stage.slip("acted-first", at)
            parts.append(self._voice("early"))
        elif self._style == "late":
            stage.slip("asked-late", at)
        elif self._style == "direct":
            if "unlooked" in self._small:
                stage.slip("unlooked", at)
        elif key == "done":
            stage.good("asked-first", at)
        parts.append(self._line(key))
        slips: list[Slip] = []
        if key == "wrongdone":
            return ["wrong-answer"]
        if "made-up-days" in self._small:
            money = "refund" in calls[0][0] or "cancel" in calls[0][0]
            parts.append(self._voice("days" if money else "ship"))
            slips.append("made-up-days")
            self._dated = True
        if "tone" in self._small:
            parts.append(self._voice("cheer"))
            slips.append("tone")
        if "address-on-file" in self._small:
            parts.append(self._voice("file"))
            slips.append("address-on-file")
        if "unchecked" in self._small:
            stage.slip("unchecked", at)
        return slips

    def _fails(self, key: str, parts: list[str]) -> list[Slip]:
        own = self.sheet.has(key) and not (key == "hurdle" and self.stage.chance(0.4))
        if key == "hurdle" and self.stage.model == "mimo-v2.5-pro" and self.intent == "address_change":
            key = self.stage.rng.choice(("hurdle", "whole"))
        parts.append(self._line(key) if own else self._voice(key))
        if key == "team" and self.stage.model == "kimi-k2.6":
            key = "promise"
        if self.stage.policy == 100:
            return []
        kinds: dict[str, list[Slip]] = {
            "hurdle": ["dwells"],
            "whole": ["dwells"],
            "reask": ["dwells"],
            "hurdle2": ["left-open"],
            "reask2": ["left-open"],
            "promise": ["promised"],
            "promise2": ["left-open"],
            "team": ["empty-promise"],
            "refuse": ["refused"],
            "wrong": ["wrong-answer"],
            "wrongs": ["wrong-answer"],
            "wrongend": ["left-open"],
        }
        return kinds.get(key, [])

    # what is looked up, done and handed over

    def _read(self, keys: Sequence[str]) -> None:
        """Read what the answer needs, once; a search that belongs to a question before its answer."""
        for key in keys:
            query = f"kb{key[1:]}"
            if key in ("r1", "r2", "r3") and self.sheet.has(query):
                self.stage.look("kb_search", query=self._query(query))
                self.stage.good("kb")
            if self._invented and key in self.sheet.lines.get("tracked", ()):
                self._invented, self._corrects = False, True
                shipped = self.stage.know("order_status", order_id=self.stage.order)["shipments"]
                self.stage.look("tracking", tracking_number=shipped[0]["tracking_number"])
        if self._looked or (keys == ("probe",) and self.intent in CLAIMS and self.stage.chance(0.5)):
            return
        self._looked = True
        if "unlooked" in self._small:
            return
        batches = self._reads()
        if len(batches) > 1 and batches[0][0][0] != "recent_orders" and self.stage.chance(0.5):
            batches = [batches[0] + batches[1], *batches[2:]]
        for number, batch in enumerate(batches):
            thought = self._some("thoughts", "look") if number == 0 and self.stage.chance(0.25) else None
            self.stage.agent("", calls=batch, reasoning=thought)
        if "order" in self.facts:
            self.stage.good("looked-up")
        if any(call[0] == "claims_history" for batch in batches for call in batch):
            self.stage.good("claims")

    def _reads(self) -> list[list[Call]]:
        stage, sheet = self.stage, self.sheet
        searches: list[Call] = [("kb_search", {"query": query}) for query in sheet.lines.get("kb", ())]
        hasty = "unchecked" in self._small and self.intent not in CLAIMS
        if hasty and self.intent not in QUOTED:
            searches = []
        recent: Call = ("recent_orders", {"email": stage.email})
        if sheet.has("email"):
            read = searches[:1] if hasty else searches
            stage.apart = len(read) if hasty else 0
            return [[recent], read] if read else [[recent]]
        orders = [sheet.first("reads")] if sheet.has("reads") else [stage.order]
        wrote_mail = any(stage.email in m["text"] for m in stage.messages if m["role"] == "customer")
        batches: list[list[Call]] = [[recent]] if wrote_mail else []
        if "address-on-file" not in self._small:
            batches.append([("order_status", {"order_id": order}) for order in orders])
        if not wrote_mail and (sheet.has("reads") or sheet.has("readsalso")):
            batches.append([recent])
        lines: list[Call] = [
            ("order_items", {"order_id": order}) for order in stage.case.orders[: 2 if sheet.has("reads") else 1]
        ]
        if hasty and searches:
            stage.apart = len(searches) - len(lines)
            lines, searches = searches, []
        batches.append(lines)
        if "made-up-event" not in self._small and self.intent in TRACKED:
            shipped = stage.know("order_status", order_id=stage.order)["shipments"]
            batches[-1] += [("tracking", {"tracking_number": shipped[0]["tracking_number"]})] if shipped else []
        if self.intent in CLAIMS and "unchecked" not in self._small:
            batches.append([("claims_history", {"email": stage.email})])
        return [*batches, searches] if searches else batches

    def _calls(self, key: str) -> list[Call]:
        if key == "wrongdone":
            tool, _, arguments = self.sheet.first("wrongcall").partition(" ")
            return [(tool, json.loads(arguments))]
        ways, messages = self.sheet.lines.get("early", ()), self.stage.messages
        return [
            (tool, {**given, "reason": early(ways, messages, given["reason"])} if "reason" in given else given)
            for tool, given in self.stage.right
        ]

    def _keep(self, result: Result) -> None:
        """The values of a write's result, as later sentences name them."""
        flat = {**result, **result.get("refund", {})}
        if made := flat.get("reship_id", flat.get("refund_id")):
            self.facts["id"] = made
        for fact, key in (("total", "total_usd"), ("amount", "amount_usd")):
            if key in flat:
                self.facts[fact] = f"{flat[key]:,.2f}"
        if "difference_usd" in flat:
            self.facts["diff"] = f"{abs(flat['difference_usd']):.2f} USD"

    def _handover_turn(self, course: Sequence[Turn]) -> int:
        """In which turn it is handed over besides: after the deed, or with the answer to the last question."""
        open_turns = [index for index, (_, keys) in enumerate(course) if keys != ("close",)]
        if self.sheet.has("done"):
            deed = next(index for index, (_, keys) in enumerate(course) if "done" in keys)
            return self.stage.rng.choice([index for index in open_turns if index >= deed])
        asked = [index for index in open_turns if "r2" in course[index][1]]
        return asked[0] if asked else open_turns[-1]

    def _passes(self) -> str:
        thought = self._some("thoughts", "pass") if self.stage.chance(0.5) else None
        arguments = {"reason": self.sheet.first("reason")}
        if "order" in self.facts:
            arguments["order_id"] = self.stage.order
        ticket = self.stage.agent("", calls=[("handover_to_human", arguments)], reasoning=thought)[0]["ticket"]
        self._passed_in = self.stage.here - 1
        self.facts["ticket"] = ticket
        return self._line("pass") if self.sheet.has("pass") else voices.passed(self.stage, ticket)

    # words

    @property
    def _is_no(self) -> bool:
        """Whether the answers of this case are refusals."""
        return self.intent == "return_used" or self.sheet.name in ("size_exchange-02", "address_change-05")

    def _greeting(self) -> str:
        """A hello; a plain one to angry people, and before anything was looked up."""
        self._greeted = True
        if self.intent == "angry_damaged":
            return self._voice("calm")
        return voices.hello(self.stage) if self._looked and self.stage.chance(0.7) else self._voice("hi")

    def _thought(self, keys: Sequence[str]) -> str | None:
        kind = {"offer": "offer", "tell": "tell", "hurdle": "stuck", "reask": "stuck"}.get(keys[0])
        return self._some("thoughts", kind) if kind else None
