"""What both sides say in a course: values out of the tools' results, the customer's hand, the model's habits of speech."""

from __future__ import annotations

import re
from typing import Any

from tests.northline.assemble.customers import farewell, mangle, mood, spin
from tests.northline.assemble.stage import Call, Result, Slip, Stage

LEADS: dict[tuple[str, str], tuple[str, ...]] = {
    ("kimi-k2.6", "hello"): (
        "<Hi|Hello> {first}!",
        "Hi {first}, <thank you|thanks> for <reaching out|writing in|your message>!",
        "Hello {first}, <happy to help|glad you asked>!",
        "{first}, <hello|hi>, <I've looked it up|let me help with that>!",
    ),
    ("kimi-k2.6", "no"): (
        "I'm <so |really |>sorry, {first}.",
        "I <completely |fully |>understand, {first}!",
        "<I know that's hard to hear|I wish I had better news>.",
        "<That's frustrating, I know|I hear you>.",
        "",
    ),
    ("kimi-k2.6", "yes"): (
        "<Of course|Absolutely|Certainly>!",
        "<Sure thing|Gladly|With pleasure>, {first}!",
        "<Good question|Great question>!",
        "",
    ),
    ("kimi-k2.6", "plain"): ("", "", "<Good|Great> question!", "<Happy to explain|Let me explain>.", "<Sure|Of course>."),
    ("kimi-k2.7-code", "hello"): (
        "Hi {first}! <Thanks for writing|Thank you for getting in touch>, <I've had a proper look|I've gone through it>.",
        "Hello {first}, <nice to hear from you|good that you write>! <Here is what I found|I've looked into it>.",
        "<Hi|Hello> {first}! 😊 <Let me walk you through what I see|Okay, I've got it in front of me>.",
        "{first}, hello! <So, I've checked|I just checked everything>:",
    ),
    ("kimi-k2.7-code", "no"): (
        "I <wish|really wish> I could say <something else|otherwise>, {first}.",
        "<I totally get why you ask|That's a very understandable wish>, {first}.",
        "I'm sorry, {first}, <I know it's not what you want to hear|I'd love to have a better answer>.",
        "<Fair question|That's completely fair>, and I'd rather be <open|straight> with you.",
        "Hmm, <I see where you're coming from|I can imagine how that feels>.",
    ),
    ("kimi-k2.7-code", "yes"): (
        "Of course, <no problem at all|happy to>! 😊",
        "<Absolutely|Gladly>, {first}!",
        "<That one I can answer|Here I have good news>, {first}.",
        "Oh, <sure|of course>!",
    ),
    ("kimi-k2.7-code", "plain"): (
        "<Good question|Good that you ask>, {first}.",
        "<Okay|Right>, so:",
        "<Let me put it simply|In short>:",
        "<I've checked that for you|I looked at that again>.",
        "",
    ),
    ("kimi-k2.6", "done"): (
        "<All done|Perfect|Wonderful>, {first}!",
        "<Great news|There we go>!",
        "<Thank you for confirming|Thanks>, {first}!",
        "",
    ),
    ("kimi-k2.7-code", "done"): (
        "<Perfect|Lovely>, <thank you for confirming|thanks for the quick answer>, {first}!",
        "<There we go|And done>, {first}! 😊",
        "<Great|Wonderful>, <that went through|it went through>.",
        "<Okay|Alright>, {first}, <here is the result|this is what I have now>:",
    ),
    ("mimo-v2.5-pro", "done"): ("", "", "", "Thank you."),
    ("mimo-v2.5-pro", "hello"): ("Hi {first}.", "Hello {first}.", "Hello.", "{first}, hello.", "Hi."),
    ("mimo-v2.5-pro", "no"): ("", "", "", "", "Sorry.", "I see."),
    ("mimo-v2.5-pro", "yes"): ("", "", "", "Sure."),
    ("mimo-v2.5-pro", "plain"): ("",),
}
"""How the three models begin, by what kind of news follows."""
TAILS = {
    "kimi-k2.6": ("", "", "", "<I hope that helps|Hope this helps>!", "<Just ask if anything is unclear|I'm here if you need more>!"),
    "kimi-k2.7-code": (
        "",
        "",
        "",
        "<Does that make sense|Is that clear so far|Is that okay for you>, {first}?",
        "<Is there something else about {order}|Anything else around {order}> that I <should|can> look at?",
        "<If anything is unclear, just ask|Shout if I missed something> 🙂",
    ),
    "mimo-v2.5-pro": ("",),
}
"""How they end a message that is not the last."""
BYES = {
    "kimi-k2.6": (
        "<You're very welcome|My pleasure|So glad I could help>, {first}! <Have a lovely day|Take care|All the best>!",
        "<Thank you|Thanks> for <your patience|being so kind>, {first}! <Have a great week|Enjoy your {thing}|Take good care>!",
        "<Anytime|Always happy to help>, {first}! <Wishing you a wonderful day|Have a good one|Bye for now>!",
        "<Goodbye|Bye>, {first}, <and all the best|and thank you|take care>!",
    ),
    "kimi-k2.7-code": (
        "<Thank you|Thanks a lot> for <the nice chat|your patience|bearing with me>, {first}! <If {order} gives you trouble again, just write|You know where to find us>. <Take care|All the best|Have a great day>! 😊",
        "<You're most welcome|That was a pleasure>, {first}! I hope <the {thing} makes you happy|all goes well with {order}>. <Bye|See you|Have a lovely Monday>!",
        "<Anytime|Gladly>, {first}! <Have a wonderful rest of the day|Enjoy the day>, <and say hello if anything comes up|and good luck>!",
        "<Bye|Take care>, {first}! 👋 <Everything about {order} is noted above|I hope that was useful>.",
    ),
    "mimo-v2.5-pro": (
        "<Goodbye|Bye>, {first}.",
        "<You are welcome|Glad to help>, {first}.",
        "<All the best|Have a good day>, {first}.",
        "Thank you, {first}. <Bye|Goodbye>.",
    ),
}
"""How they say goodbye."""
LOOKING = {
    "kimi-k2.6": (
        "<Let me check|I'll check|Let me pull up> {order} <for you|right away|straight away>, {first}!",
        "<One moment|Just a second>, {first}, <I'm looking at|I'm opening> {order}!",
        "<Thanks|Thank you>! <Give me a second to look|Looking into it now>.",
    ),
    "kimi-k2.7-code": (
        "<Hi|Hello>! <Thanks for telling me|Thank you for all that>. Let me <open|have a look at> {order} <before I say anything|first>, <one moment please|just a second>.",
        "<Okay|Alright>, <I'm on it|let me see>! I'll <check|look up> {order} <so that I don't tell you nonsense|properly>.",
        "<Sure|Of course>! <Give me a moment|One moment>, I'm <pulling up|reading> {order} <and its details|right now>. 🔎",
    ),
    "mimo-v2.5-pro": ("<Checking|Looking at> {order}.", "One moment, <I look it up|looking at {order}>.", "<Let me check|I will check>."),
}
"""What they say beside the first look."""
WHICH = {
    "kimi-k2.6": (
        "<Hi there|Hello>! <Happy to look|I'd love to help>! <Could you give me|May I have> your order number, or the e-mail <you used|of the order>?",
        "Hello, <of course|gladly>! Which order is it? The number or <the e-mail address|your e-mail> is enough.",
    ),
    "kimi-k2.7-code": (
        "Hi! <I'd be glad to look into that|Let's find out together>. 😊 <Which order is it|What's the order number>? If you don't have <the number|it> at hand, the e-mail you ordered with <works too|is fine as well>.",
        "Hello there, <thanks for writing|good to hear from you>! So that I look at the right {thing}: <could you tell me|what is> the order number, or else your e-mail?",
    ),
    "mimo-v2.5-pro": (
        "Hello. <Which order is it|Order number, please>? <Or the e-mail|The e-mail works too>.",
        "Hi. <What is|Please give me> the order number or the e-mail <of the order|you ordered with>?",
    ),
}
"""How they ask for the order."""
SCANS = {
    "Departed facility": ("departed {place} on {scanday}", "left {place} on {scanday}", "left the hub in {place} on {scanday}"),
    "Arrived at facility": (
        "arrived in {place} on {scanday}",
        "reached {place} on {scanday}",
        "arrived at the hub in {place} on {scanday}",
    ),
    "Out for delivery": ("out for delivery in {place} today, {scanday}", "on the van in {place} since this morning, {scanday}"),
    "Held by customs, duty being assessed": ("held by customs in {place} since {scanday}",),
}
"""A carrier's events in a sentence."""
_BOLD = re.compile(r"(?<![\w/*-])(?:#\d{3,4}|(?:NL|RS|RF|HO)-\d+-\d+|\$\d[\d,.]*\d|\d[\d,.]*\d USD)(?![\w*])")


class Talk:
    """A stage with a customer's hand and a model's tongue. `words` come only from results that were returned here."""

    def __init__(self, stage: Stage, thing: str, plain: bool = False) -> None:
        self.stage = stage
        self.plain = plain
        self.mood = mood(stage)
        self.greeted = False
        stage.words["thing"] = thing

    def hears(self, *phrasings: str, exact: bool = False) -> None:
        """The customer says one of them, in their own hand."""
        text = spin(self.stage.pick(*phrasings), self.stage.rng)
        self.stage.customer(text if exact or self.plain else mangle(text, self.mood, self.stage.rng))

    def leaves(self, content: bool = True) -> None:
        """The customer's last words."""
        text = farewell(self.stage, content, self.plain)
        self.stage.customer(text if self.plain else mangle(text, self.mood, self.stage.rng))

    def says(
        self, *phrasings: str, tone: str = "plain", calls: tuple[Call, ...] = (), last: bool = False, lead: bool = True
    ) -> list[Result]:
        """The agent says one of them, as this model would."""
        text = self.line(*phrasings)
        if lead:
            text = self._dressed(text, tone, last)
        return self.stage.agent(self._bold(text), calls=calls)

    def line(self, *phrasings: str) -> str:
        """One of the phrasings with its choices made."""
        return spin(self.stage.pick(*phrasings), self.stage.rng)

    def own(self, bank: dict[str, tuple[str, ...]], calls: tuple[Call, ...] = ()) -> list[Result]:
        """The agent says something of its model's own bank."""
        return self.stage.agent(self._bold(self.line(*bank[self.stage.model])), calls=calls)

    def bye(self) -> None:
        """The agent's goodbye."""
        self.own(BYES)

    def slip(self, kind: Slip) -> None:
        """A slip in the message of the agent that has just been said (results of its calls come after it)."""
        said = max(n for n, m in enumerate(self.stage.messages, 1) if m["role"] == "agent" and m["text"])
        self.stage.slip(kind, said)

    def _dressed(self, text: str, tone: str, last: bool) -> str:
        stage = self.stage
        lead = self.line(*LEADS[stage.model, tone if self.greeted else "hello"])
        heard = next(m["text"] for m in reversed(stage.messages) if m["role"] == "customer")
        if self.greeted and (self.plain or ("?" not in heard and "you ask" in lead + "you ask" * ("question" in lead))):
            lead = ""
        if lead and text and lead.split()[0].strip(",.!?").casefold() == text.split()[0].strip(",.!?").casefold():
            lead = ""
        tail = "" if last or self.plain or tone == "no" or text.endswith("?") else self.line(*TAILS[stage.model])
        self.greeted = True
        return " ".join(part for part in (lead, text, tail) if part)

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
        if last["event"] in SCANS:
            words["scan"] = self.line(*SCANS[last["event"]])
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
