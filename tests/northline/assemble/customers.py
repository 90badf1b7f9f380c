"""How customers write: the same sentence from a hurried, a careful, a loud or a badly typing hand, and how they leave.

`mangle` never touches what must stay exact: order numbers, e-mails, codes, amounts and photos.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.northline.assemble.plans.script import common
from tests.northline.assemble.stage import Stage

MOODS = ("tidy", "tidy", "hurried", "hurried", "typing", "loud", "warm", "curt")
"""How a customer may write; tidy and hurried are the most common."""

TYPOS = {
    "tomorrow": "tommorow",
    "received": "recieved",
    "definitely": "definately",
    "because": "becuase",
    "address": "adress",
    "which": "wich",
    "wednesday": "wensday",
    "parcel": "parcell",
    "replacement": "replacment",
    "weekender": "weekendr",
    "the": "teh",
    "please": "plase",
    "your": "yuor",
    "with": "wiht",
    "order": "oder",
    "twice": "twise",
    "refund": "refudn",
    "tracking": "traking",
    "delivery": "delivary",
    "just": "jsut",
    "have": "ahve",
    "suitcase": "suitcse",
    "missing": "mising",
    "separate": "seperate",
    "birthday": "birtday",
    "believe": "beleive",
}
"""Slips of the finger and of spelling."""
SHORT = {
    "please": "pls",
    "you": "u",
    "are": "r",
    "thanks": "thx",
    "because": "bc",
    "tomorrow": "tmrw",
    "message": "msg",
    "okay": "k",
    "about": "abt",
}
"""What a hurried thumb leaves out."""
STRESSED = frozenset(
    "again already always another anything back before broken cancel days ever even every finally gift hours lost mine"
    " missing money must need never nobody nothing only please really refund same still today tomorrow torn twice"
    " waiting weeks when where which wrong".split()
)
"""What somebody loud puts in capitals."""
_EXACT = re.compile(r"\[[^\]]*\]|\S+@\S+|\S*[#\d]\S*|\b[A-Z]{2,}\d*\b")
_WORD = re.compile(r"[A-Za-z']+")
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_CHOICE = re.compile(r"<([^<>]*)>")


def is_sour(stage: Stage) -> bool:
    """Whether the customer goes away without content and without a word of thanks."""
    return stage.sentiment < WELL and not THANKS.search(stage.messages[-1]["text"])


def spin(text: str, rng: random.Random) -> str:
    """One of the sentences that `<Hi|Hello> there` stands for; choices may hold choices."""
    while choice := _CHOICE.search(text):
        text = text[: choice.start()] + rng.choice(choice[1].split("|")) + text[choice.end() :]
    return text


def mangle(text: str, mood: str, rng: random.Random, first: bool = False) -> str:
    """The text as somebody in that mood types it; in their first words somebody loud may stress anything."""
    return _loud(text, rng, first) if mood == "loud" else _HANDS[mood](text, rng)


def writes(stage: Stage, text: str, mood: str) -> None:
    """The customer writes the text as somebody in that mood types it, and stresses nothing that bears no weight."""
    drafted = mangle(text, mood, stage.rng, not stage.messages)
    shouted = [word for word in _SHOUTED.findall(drafted) if word not in text and word.lower() not in STRESSED]
    calmer = drafted
    for word in shouted:
        calmer = calmer.replace(word, word.lower())
    stage.customer(calmer, drafted)


def _around_exact(text: str, change: Callable[[str], str]) -> str:
    """Change what lies between the parts that must stay exact."""
    parts, start = [], 0
    for exact in _EXACT.finditer(text):
        parts += [change(text[start : exact.start()]), exact[0]]
        start = exact.end()
    return "".join([*parts, change(text[start:])])


def _swap(text: str, words: dict[str, str], share: float, rng: random.Random) -> str:
    def other(word: re.Match[str]) -> str:
        known = words.get(word[0].casefold())
        if known is None or rng.random() > share:
            return word[0]
        return known.capitalize() if word[0][0].isupper() else known

    return _around_exact(text, lambda part: _WORD.sub(other, part))


def _tidy(text: str, rng: random.Random) -> str:  # noqa: ARG001 - all hands take both
    return text


def _hurried(text: str, rng: random.Random) -> str:
    text = _around_exact(text, lambda part: part.lower().replace("'", ""))
    text = _swap(text, SHORT, 0.6, rng)
    return text.rstrip(".").replace(". ", rng.choice((". ", ", ", " ")))


def _typing(text: str, rng: random.Random) -> str:
    return _swap(text, TYPOS, 0.35, rng).replace(", ", rng.choice((", ", " ,", " ")), 1)


def _loud(text: str, rng: random.Random, first: bool) -> str:
    text = re.sub(r"[.](?=\s|$)", rng.choice(("!", "!", ".")), text)
    text = re.sub(r"\?(?=\s|$)", rng.choice(("?!", "??", "?")), text)
    words = list(re.findall(r"\b[a-z]{4,}\b", re.sub(_EXACT, " ", text)))
    if words and rng.random() < 0.5:
        word = rng.choice(words)
        if first or word in STRESSED:
            text = re.sub(rf"\b{word}\b", word.upper(), text, count=1)
    return text


def _warm(text: str, rng: random.Random) -> str:
    ends = (" 🙂", " Thank you!", " Thanks in advance.", " I hope that's not too much trouble.", *[""] * 9)
    return (text if text[-1] in ".?!)…" else f"{text}.") + rng.choice(ends)


def _curt(text: str, rng: random.Random) -> str:
    text = re.sub(r"^(?:Hi|Hello|Good morning|Good day|Hi there)[,.!]? (?=\S)", "", text)
    return (text[:1].upper() + text[1:]).rstrip("!") if rng.random() < 0.7 else text.rstrip(".")


_HANDS: dict[str, Callable[[str, random.Random], str]] = {
    "tidy": _tidy,
    "hurried": _hurried,
    "typing": _typing,
    "warm": _warm,
    "curt": _curt,
}

THANKS = re.compile(r"thank|thx|cheers|grateful|\bta\b|obliged|appreciate", re.IGNORECASE)
"""In the last words of somebody who thanks."""
WELL = 88
"""From this sentiment on the judge finds a customer content."""
DONE = (
    "No, <that's everything|that's all|nothing else>.",
    "<Nothing else|Nothing more>, <no|really>.",
    "<That was all|That was everything|All done>. <Bye|Bye now|So long>.",
    "No<, bye|. Bye now|, I'm off>.",
)
WORDS = ("have a nice day", "bye", "have a good one", "see you", "nice week", "all the best", "greetings")


def mood(stage: Stage) -> str:
    """How this customer writes, in this playing."""
    return stage.rng.choice(MOODS)


def farewell(stage: Stage, content: bool, broken: bool = False, hand: str = "tidy") -> str:
    """The customer's last words, in that hand; who is to feel well does not sigh, whatever the answer was."""
    bank = "broken" if broken else "thanks" if content else "sighs"
    word = stage.rng.choice(WORDS)
    text = mangle(spin(stage.pick(*common("customer")[bank], word=word), stage.rng), hand, stage.rng)
    if bank != "sighs" or stage.sentiment < WELL:
        return _done_with(text)
    own = random.Random(f"farewell {stage.row.key}")
    return _done_with(mangle(spin(stage.fill(own.choice(common("customer")["settled"]), word=word), own), hand, own))


def done(stage: Stage, hand: str) -> str:
    """The answer to whether there is anything else, from somebody who has said goodbye already."""
    own = random.Random(f"done {stage.row.key} {stage.here}")
    return _done_with(mangle(spin(own.choice(DONE), own), hand, own))


def _done_with(text: str) -> str:
    """Last words without the hopes that a warm hand adds to a request."""
    return text.removesuffix(" I hope that's not too much trouble.").removesuffix(" Thanks in advance.")
