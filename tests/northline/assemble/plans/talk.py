"""What both sides say: values out of the tools' results, the customer's hand, the model's habits of speech."""

from __future__ import annotations

import re
from typing import Any

from tests.northline.assemble.customers import done, farewell, is_sour, mood, spin, writes
from tests.northline.assemble.plans.script import common
from tests.northline.assemble.stage import Call, Result, Slip, Stage

_SENTENCE = re.compile(r"(?:^|(?<=[.!?] ))(?!https)[a-z]")
AGREEING = frozenset({"yes", "sure", "of", "exactly", "right", "really", "quite", "correct"})
"""First words of an answer that needs no agreeing words before it."""
_BOLD = re.compile(r"(?<![\w/*-])(?:#\d{3,4}|(?:NL|RS|RF|HO)-\d+-\d+|\$\d[\d,.]*\d|\d[\d,.]*\d USD)(?![\w*])")


class Talk:
    """A stage with a customer's hand and a model's tongue. `words` come only from results that were returned here."""

    def __init__(self, stage: Stage, thing: str, plain: bool = False) -> None:
        self.stage = stage
        self.plain = plain
        self.mood = mood(stage)
        self.greeted = False
        self.tone = "plain"
        """Of the agent's last answer."""
        stage.words["thing"] = thing

    def hears(self, *phrasings: str, exact: bool = False) -> None:
        """The customer says one of them, in their own hand."""
        text = spin(self.stage.pick(*phrasings), self.stage.rng)
        writes(self.stage, text, "tidy" if exact or self.plain else self.mood)

    def leaves(self, content: bool = True, again: bool = False) -> None:
        """The customer's last words; the second time only that there is nothing else."""
        hand = "tidy" if self.plain else self.mood
        said = farewell(self.stage, content, self.plain, hand)
        self.stage.customer(done(self.stage, hand) if again else said)

    def says(
        self, *phrasings: str, tone: str = "plain", calls: tuple[Call, ...] = (), last: bool = False, lead: bool = True
    ) -> list[Result]:
        """The agent says one of them, as this model would."""
        self.tone = tone
        text = self.line(*phrasings)
        if lead:
            text = self._dressed(text, tone, last)
        return self.stage.agent(self._bold(_SENTENCE.sub(lambda start: start[0].upper(), text)), calls=calls)

    def line(self, *phrasings: str) -> str:
        """One of the phrasings with its choices made."""
        return spin(self.stage.pick(*phrasings), self.stage.rng)

    def own(self, table: str, calls: tuple[Call, ...] = ()) -> list[Result]:
        """The agent says something of its model's own: how it asks for the order, looks, or says goodbye."""
        return self.stage.agent(self._bold(self.line(*common(table)[self.stage.model])), calls=calls)

    def bye(self) -> None:
        """The agent's goodbye."""
        self.stage.agent(self._bold(self.line(*common("byes")[self.stage.model])), sour=is_sour(self.stage))

    def slip(self, kind: Slip, words: str = "") -> None:
        """A slip in the message of the agent that has just been said (results of its calls come after it)."""
        said = max(n for n, m in enumerate(self.stage.messages, 1) if m["role"] == "agent" and m["text"])
        self.stage.slip(kind, said, words)

    def _dressed(self, text: str, tone: str, last: bool) -> str:
        """The text between the model's way to begin and its way to end."""
        model, heard = self.stage.model, self._heard()
        lead = self.line(*common("leads")[f"{model} {tone if self.greeted else 'hello'}"])
        praises = "question" in lead or "you ask" in lead
        agrees_twice = tone == "yes" and _opening(text) in AGREEING
        colons = lead.endswith(":") and ":" in text.split(". ")[0]
        same = _opening(lead) == _opening(text)
        if self.greeted and (self.plain or same or agrees_twice or colons or (praises and "?" not in heard)):
            lead = ""
        ends = not (last or self.plain or tone == "no" or text.endswith("?"))
        self.greeted = True
        return " ".join(part for part in (lead, text, self.line(*common("tails")[model]) if ends else "") if part)

    def _heard(self) -> str:
        return next(str(m["text"]) for m in reversed(self.stage.messages) if m["role"] == "customer")

    def _bold(self, text: str) -> str:
        """kimi-k2.7-code sets what counts in bold, once each."""
        if self.stage.model != "kimi-k2.7-code" or self.stage.rng.random() < 0.3:
            return text
        seen: set[str] = set()

        def mark(found: re.Match[str]) -> str:
            first = found[0] not in seen
            seen.add(found[0])
            return f"**{found[0]}**" if first else found[0]

        return _BOLD.sub(mark, text)

    # values

    def learn_status(self, result: Result, second: bool = False, other: bool = False) -> None:
        """Words of an order_status; `second` takes the last shipment, `other` is the order that is not meant."""
        stage, words = self.stage, self.stage.words
        if other:
            parcel = result["shipments"][-1] if result["shipments"] else {}
            words |= {"other": result["order_id"], "othertotal": stage.money(result["total_usd"])}
            words |= {"otherplaced": stage.day(result["placed_at"]), "otherstatus": result["status"]}
            if "delivered_on" in parcel:
                words["otherday"] = stage.day(parcel["delivered_on"])
            return
        address = result["shipping_address"]
        words |= {
            "order": result["order_id"],
            "placed": stage.day(result["placed_at"]),
            "at": result["placed_at"][11:16],
            "status": result["status"],
            "method": result["shipping_method"],
            "total": stage.money(result["total_usd"]),
            "street": address["line1"],
            "town": " ".join(address[part] for part in ("city", "region", "postcode") if part in address),
        }
        if result["shipments"]:
            parcel = result["shipments"][-1 if second else 0]
            words |= {"tn": parcel["tracking_number"], "carrier": parcel["carrier"], "link": parcel["tracking_url"]}
            words["shipped"] = stage.day(parcel["shipped_on"])
            words["oldtn"] = result["shipments"][0]["tracking_number"]
            if "delivered_on" in parcel:
                words["delivered"] = stage.day(parcel["delivered_on"])
        if "backorder" in result and result["backorder"]["expected_on"]:
            words["back"] = stage.day(result["backorder"]["expected_on"])

    def learn_tracking(self, result: Result) -> None:
        """Words of a tracking."""
        last = result["events"][-1]
        words = self.stage.words
        words |= {"carrier": result["carrier"], "place": last["place"], "scanday": self.stage.day(last["at"])}
        if last["event"] in common("scans"):
            words["scan"] = self.line(*common("scans")[last["event"]])
        if "estimated_delivery" in result:
            words["est"] = self.stage.day(result["estimated_delivery"])

    def learn_items(self, result: Result) -> None:
        """Words of an order_items: `item1`, `variant1`, `price1`, … and the weights."""
        words = self.stage.words
        for line in result["items"]:
            number = line["line"]
            words |= {f"item{number}": self.stage.item(line), f"variant{number}": line["variant_id"]}
            words[f"price{number}"] = self.stage.money(line["unit_price_usd"])
        if "packed_weight_g" in result:
            expected, packed = result["expected_weight_g"], result["packed_weight_g"]
            words |= {"expected": f"{expected:,} g", "packed": f"{packed:,} g", "gap": f"{abs(expected - packed):,} g"}

    def learn(self, calls: tuple[Call, ...], results: list[Result], second: bool = False) -> None:
        """Words of whatever was called about the order that is meant."""
        learners: dict[str, Any] = {
            "order_status": lambda result: self.learn_status(result, second),
            "tracking": self.learn_tracking,
            "order_items": self.learn_items,
        }
        for (tool, _), result in zip(calls, results, strict=True):
            if tool in learners and "error" not in result:
                learners[tool](result)


def _opening(text: str) -> str:
    return text.split(" ")[0].strip(",.!?").casefold()
