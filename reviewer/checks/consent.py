"""When words ask for a yes, and when words are one.

English, with the plain yes of a dozen other languages. The patterns only look for fixed words, so each takes one pass.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from reviewer.checks.denials import denied, only_asked, put_off, taken_back

Answer = Literal["yes", "ok", "gives", "choice", "did", "holds", "no", ""]

ASKS = re.compile(
    r"\?|\b(?:please (?:confirm|let me know|reply|respond|choose|select|indicate|specify)|let me know"
    r"|confirm (?:if|that|whether|to|with|by|the|these|this)|if you(?:['’]d| would| want| wish| agree| confirm)\b"
    r"|(?:reply|say|answer|respond|type)\W+(?:with )?\W?yes|once you(?:['’]ve)? confirm"
    r"|(?:need|wait for) (?:a|one|your|the) (?:\w+ ){0,2}(?:yes|confirmation|go-ahead|ok)\b"
    r"|(?:give|tell) me (?:the |a )?yes\b|a yes\b|the yes\b|the word\b)",
    re.IGNORECASE,
)
"""An agent who leaves it to the customer."""

ANNOUNCES = re.compile(
    r"\b(?:I|we)(?:['’]ll| will| would|['’]d| can| could| am going to|['’]m going to| shall)\b"
    r"|\blet(?:['’]s| me| us)\b|\b(?:to proceed|proposal|here(?:['’]s| is) what|next step)",
    re.IGNORECASE,
)
"""An agent who says what comes next."""

OFFERS = re.compile(
    r"\b(?:which|options?|prefer|would you like|do you want|shall I|how would you|or would you|either|alternativ\w+"
    r"|let me know (?:which|how|if|whether|what))\b",
    re.IGNORECASE,
)
"""An agent who lays out what can be chosen from."""

SEEKS_CONSENT = re.compile(
    r"\bproceed|\bgo ahead\b|\bwould you like\b|\bdo you (?:want|confirm|agree)\b|\bwant me to\b"
    r"|\bsh(?:all|ould) (?:I|we)\b|\bagreed?\b|\bdeal\b|\byes\b|\bok(?:ay)? ?\?"
    r"|\bconfirm\b(?! (?:your|which|what|if you (?:still|have|are)|if there|whether you))"
    r"|\b(?:is|are|does|would|will|do) (?:this|that|these|it|everything|all|you)\b[^.?!\n]{0,40}"
    r"\b(?:correct|right|ok(?:ay)?|acceptable|fine|good|work|suit)\b"
    r"|\blet me know (?:which|how|what|if you(?:['’]d| would|['’]re| want| agree| prefer)(?! like (?:to know|more)))",
    re.IGNORECASE,
)
"""An agent who asks for a yes, or for a choice, and not only for a piece of information."""

WANTS_TO_KNOW = re.compile(
    r"\b(?:provide|share|specify|clarify|tell me|send me|give me|may I have|can I have|do you have"
    r"|confirm (?:your|if|whether|which|what))\b"
    r"|(?:^|[.!?:\n] ?)(?:and |also,? |so |but )?(?:what|where|when|who|which|how many)\b",
    re.IGNORECASE,
)
"""An agent who asks for a piece of information."""

PURPOSE = re.compile(
    r"\bto (?:proceed|continue|complete|regist|creat|process|submit|finali|file|open|schedul|set up|update|make)\w*"
    r"|\blet['’]?s (?:proceed|continue|go on)\b"
    r"|\b(?:so|and|then),? (?:that )?I (?:can|will|may)\b|\bI(?:['’]ll| will| can|['’]m going to)\b|\bonce (?:I|you)\b"
    r"|\bpara (?:que|poder|(?:pro[cs]e|regist|cre|contin|complet|tramit|agend|reserv|actuali[sz]|solicit)\w*)"
    r"|\b(?:así|entonces) (?:puedo|podré)",
    re.IGNORECASE,
)
"""What the details are asked for: to go on with something that is said."""

NEEDS = re.compile(WANTS_TO_KNOW.pattern + r"|\bI(?:['’]ll)? (?:\w+ )?need\b|\bneces(?:it|sit)o\b", re.IGNORECASE)
"""The same, or an agent who says what is needed."""

OPEN_QUESTION = re.compile(
    r"\bwould you like to (?:make|modify|change|update|do) (?:any|other)\b"
    r"|\bdo you (?:want|wish) to (?:make|change) any\b|\b(?:any|what|which) (?:specific |particular )?changes\b"
    r"|\bhow (?:can|may) I (?:help|assist)\b",
    re.IGNORECASE,
)
"""An agent who asks what is wished: a yes to it says only that something is."""

ASKS_FOR_YES = re.compile(
    r"\b(?:reply|say|answer|respond|type|write)\W+(?:with )?(?:an? )?\W*yes\b|\bdo you confirm\b"
    r"|\bconfirm (?:that )?you(?:['’]d like| (?:want|wish|agree|would like))",
    re.IGNORECASE,
)
"""An agent who asks for a plain yes outright, whatever else may be said instead (“or tell me of any changes”)."""

SHALL_I = re.compile(
    r"\b(?:shall|should|may) I\b(?! (?:look|check|search|find|explain|see|transfer|hand|pass|ask|have))"
    r"|\bme to do (?:it|that|so)\b|\bis (?:that|it|this) (?:a yes|right for you|what you|really)"
    r"|\bsure\b[^.?!\n]{0,20}\?|\bsure about\b|\byes or no\b|\bdo you confirm\b|\bplease confirm\W*$|\bgo ahead\?"
    r"|\byes\?|\bdo you agree\b|\bsounds? (?:good|right|fine)\b"
    r"|\b(?:the|a|one|your|with|say|me) yes\b|\b(?:say|give me) the word\b|\bthat be (?:all right|ok(?:ay)?|fine)\b"
    r"|\bdo you want (?:that|it|this)\b|\bI have (?:that|it|this) right\b|\breally(?: everything[^.?!\n]{0,20})?\?"
    r"|\b(?:agreed|ok(?:ay)?|all right|deal|like this|is that right)\b[^.?!\n]{0,20}\?",
    re.IGNORECASE,
)
"""An agent who asks outright whether to do it."""

REFUSES = re.compile(
    r"\bcan(?:not|['’]t| not)\b|\bunable|\bimpossible|\bnot (?:be )?(?:able|possible|eligible|allowed|permitted|offer)"
    r"|\bwon['’]t\b|\b(?:is|are|does)(?:n['’]t| not)\b|\bwithout\b",
    re.IGNORECASE,
)
"""Before the name of an action: it is not offered, but ruled out."""

_GOOD = r"(?:good|great|fine|perfect|correct|right|ok(?:ay)?|works?|wonderful|excellent|lovely|acceptable|ideal)"
_YES = re.compile(
    r"\b(?:y|yes+|yeah|yea|yep|yup|aye|indeed|absolutely|definitely|affirmative|agreed?|deal"
    r"|(?<!I )(?<!ll )(?<!will )go ahead|go for it"
    r"|(?<!I )(?<!to )(?<!you )do (?:it|that|so|them|both|all|this)\b|please do(?! not\b|n)"
    r"|(?<!to )(?<!can )(?<!me )proceed"
    r"|let['’]?s (?:do|go|proceed|move|get|make)|by all means"
    r"|I (?:do )?(?:accept|agree|approve|consent|confirm)|(?<!want it )(?<!have it )confirm(?:ed|ing)"
    r"|(?<!you )(?<!you please )(?<!\bto )confirm (?:it|this|that|and)"
    r"|(?:like|want|wish|happy|ready) to confirm (?:it|this|that|and)"
    r"|(?:that|it|this|which|all|everything)(?:['’]s| is|['’]ll be| will be| would be| all)?"
    rf" ?(?:looks?|sounds?|works?|is|seems?)? ?(?:all )?{_GOOD}"
    rf"|(?:sounds?|looks?) {_GOOD}|works? for me|(?:I['’]m|I am|am) (?:ok(?:ay)?|fine|happy|good) with"
    r"|that (?:will|would|['’]d|['’]ll) (?:be|work|do)|make it so|je confirme|confirmo|confermo|ich bestätige)(?!\w)"
    r"|(?<!\w)(?:да(?!\W*нет)|так|хорошо|ναι|نعم|はい(?!では)|是的?|好的?|네|예|हाँ|👍|✅)",
    re.IGNORECASE,
)
_ASKS_ONLY = (
    r"(?!let|tell|help|check|provide|look|find|show|explain|see|confirm|share|search|advise|wait|hold|don|do not"
    r"|make (?:me )?an exception|reconsider)"
)
_OK = re.compile(
    r"\W*(?:(?:oh|ah|um+|well|hm+|and|so|then|thanks?(?: you)?(?: so much| very much)?|merci|hi|hello|gracias|hola"
    r"|danke|grazie|obrigad[oa])\W+){0,3}"
    r"(?:ok(?:ay)?|okey|k|kk|sure|fine|good|great|perfect|right|all ?right|correct|exactly|obviously"
    r"|certainly|of course|very well|grand|go|cool|works|wonderful|excellent|awesome|fantastic|lovely|super|brilliant"
    rf"|confirm|book|cancel|send|go|use|add|hand|(?:please|pls)(?=\W*$| {_ASKS_ONLY})"
    r"|s[ií]|oui|ja|jawohl|jo|sim|da|hai|tak|evet|tamam|ano|igen|kyllä|joo|nai|claro|vale|d['’]accord|natürlich|gerne"
    r"|certo|va bene|bien sûr|correct[oa]|correto|exact(?:o|a|ement)|adelante|de acuerdo|perfect[oa]|dale"
    r"|por supuesto|est[áa] bien|proced[ae]|parfait|allez-y|entendu|genau|richtig|einverstanden|passt|in ordnung"
    r"|perfetto|esatto|d['’]accordo|perfeito|isso"
    r"|(?:that|this) one(?=\W*$|,? (?:then|please))|both(?=,? (?:of them|please|then))"
    r"|(?!what|why|how|when|who|where|so|but|and|if|until|even|not?\b)\w+,? then(?=\W*$|,)"
    r"|\w+, (?:sure|ok(?:ay)?|fine|perfect|correct|exactly)(?=\W*$|,))\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:(?:oh|ah|um+|well|hm+|ok(?:ay)?|kk?|thanks?(?: you)?)\W+){0,2}"
    r"(?:no\W+(?:please|just)\W+(?:leave|keep|stop)|no(?! (?:problem|worries|rush|trouble))|nope|nah|not|non|nein|nej"
    r"|não|nao|нет|hayır|いいえ|아니\w*|لا|不[是要行好]|don['’]?t|do not"
    r"|leave (?:it|everything)(?: as it is)?(?=\W*$)|keep (?:it|everything)(?=\W*$)"
    r"|wait|hold on|hang on|stop|never ?mind|forget it|hmm*"
    r"|neither|none|actually,? (?:no|don['’]t|I (?:don['’]t|do not|changed))|I(?:['’]d| would)? (?:rather|prefer) not)"
    r"\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\bchanged? my mind\b|\b(?:stop|leave|keep) (?:it|everything)\b|\bstop\W*$|\b(?:do not|don['’]t) do (?:it|that)\b",
    re.IGNORECASE,
)
"""A customer who would rather have things stay as they are, whatever was asked."""

_NOTHING_MORE = re.compile(
    r"\W*(?:hm+|none|neither|not\b(?! now)"
    r"|no\W+(?:thanks?|thank you|nothing|that['’]?s|more|other|further|need|questions?)"
    r"|(?:wait|hold on|hang on)\b[^.!]*\?)",
    re.IGNORECASE,
)
"""A no that is courtesy, or a doubt."""

_CHOICE = re.compile(
    r"\bI(?:['’]d| would)? (?:like|love|prefer|want|choose|pick|take)\b"
    r"(?! to (?:see|know|check|hear|understand|ask|find out|discuss|explore|confirm|look|speak|talk))"
    r"(?! (?:an?|the|your) (?:\w+ )?(?:manager|supervisor|human|person|colleague)\b| \w+ (?:confirmed|in writing)\b)"
    r"|\b(?:I['’]ll|I will|I(?:['’]m| am) going to|we['’]ll|we will) (?:go|take|use|choose|pick|do|keep|have|book|pay)"
    r"|^\W*\w+,? then\b|\blet['’]?s\b|\bgo with\b|\boption \w"
    r"|\b(?:the|number) (?:\w+ )?(?:one|first|second|third|fourth|last|other|cheapest|earliest|latest)\b"
    rf"|\bplease {_ASKS_ONLY}\w+|\b(?:can|could|would|will) (?:you|we) (?:please |also |just )*+{_ASKS_ONLY}\w+"
    r"|\bjust (?:do|go|book|cancel|use|proceed|update|change|send|upgrade|add|remove|keep|make)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"[\s,.!:–—-]*(?:here(?:['’]s| is| are| you (?:go|are))\b|(?:my|mi|mon|ma|meine?|meu|minha|il mio) (?!answer)"
    r"|the (?:\w+ ){0,2}(?:number|id|name|address|e-?mail|code)\b|it(?:['’]s| is) \W?(?-i:[A-Z0-9#]))",
    re.IGNORECASE,
)
_GOES = (
    r"(?:say(?:ing)? yes|proceed|confirm|continue|decid|agree|commit|finali[sz]|mov(?:e|ing) (?:on|forward)"
    r"|go(?:ing)? ahead)\w*"
)
_HOLDS = re.compile(
    rf"\bbefore (?:(?:I|we|you) (?:\w+ ){{0,2}}?)?{_GOES}"
    rf"|\b(?:don['’]t|do not) {_GOES}[^.!?\n]{{0,40}}\b(?:yet|until|before)\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(
    r"(?:^|[.!?\n])\W*(?:(?:and|but|so|oh|ah|hm+|well|then|ok(?:ay)?|k)\W+){0,3}"
    r"(?:what(?! about)|if(?![^.!?\n]*\b(?:can|could|will|would) you\b)|when|where|who(?:se|m)?|why"
    r"|how(?! about)|does|did|is|are|was|were|(?:should|shall|must) I)\b[^.!?\n]*\?",
    re.IGNORECASE,
)
"""A question that wants to know something, and asks for nothing: words in it say neither yes nor what is wished."""

_CORRECTS = re.compile(
    r"\bmis(?:understanding|understood)\b|\bmix-?up\b|\b(?:some|any|the) confusion\b|\bnot what I (?:asked|meant|want)",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\bI(?:['’]ve| have)? (?:just |now |already |also )?"
    r"(?:paid|completed|accepted|made (?:the|that|my) payment|done (?:it|that|so)|finished)\b",
    re.IGNORECASE,
)


@lru_cache(8)
def seeks_consent(asked: str) -> bool:
    """Whether a question leaves a yes to be said, and does not only want to know something."""
    if OPEN_QUESTION.search(asked):
        return ASKS_FOR_YES.search(asked) is not None
    return bool(SEEKS_CONSENT.search(asked)) or not WANTS_TO_KNOW.search(asked)


def asks_for_details(asked: str) -> bool:
    """Whether an agent says what is to be done, and asks for what is needed to go on with it."""
    return PURPOSE.search(asked) is not None and ("?" in asked or NEEDS.search(asked) is not None)


def answer(text: str) -> tuple[Answer, int, int]:
    """How a customer's turn answers what was asked of them, and where the words that say so begin and end.

    `ok` is a word that is a yes after a question and small talk elsewhere; `gives` is one that comes with what was
    asked for ("sure, my number is…"). A `choice` names a wish without a plain yes: it agrees to what was offered, and
    only to that. `did` says that the customer has done what was asked of them first, `holds` that something is to come
    before the yes.
    """
    no = _NO.match(text)
    holds = _HOLDS.search(text)
    asks = tuple(found.span() for found in _WONDERS.finditer(text))
    since = no.end() if no else 0
    said = [found for found in _YES.finditer(text, since) if not _lies_in(found, holds, asks)]
    refused = next((found for found in said if denied(text, found)), None)
    yes = next((found for found in said if not denied(text, found) and not only_asked(text, found)), None)
    first = None if no or yes or refused else _OK.match(text)
    if agreed := yes or first:
        if back := taken_back(text, agreed):
            return "no", back.start(), back.end()
        if wait := put_off(text, agreed):
            return "holds", wait.start(), wait.end()
    if yes and not _sets_right(text, yes):
        return "yes", yes.start(), yes.end()
    if holds:
        return "holds", holds.start(), holds.end()
    if refused and not yes:
        return "no", refused.start(), refused.end()
    if first and not only_asked(text, first):
        return "gives" if _GIVES.match(text, first.end()) else "ok", first.start(), first.end()
    if did := _DID.search(text):
        return "did", did.start(), did.end()
    choice = next((found for found in _CHOICE.finditer(text, since) if not _lies_in(found, None, asks)), None)
    if choice and not _sets_right(text, choice):
        return "choice", choice.start(), choice.end()
    if no:
        return "no", no.start(), no.end()
    return "", 0, 0


def withdraws(text: str, asked: str) -> bool:
    """Whether a no that proposes nothing else takes back what was agreed to before: to "are you sure?", to no question,
    or in as many words."""
    return _CHANGED.search(text) is not None or (
        (not asked or SHALL_I.search(asked) is not None) and not _NOTHING_MORE.match(text)
    )


def _lies_in(found: re.Match[str], other: re.Match[str] | None, asks: tuple[tuple[int, int], ...]) -> bool:
    spans = (*asks, other.span()) if other else asks
    return any(start <= found.start() < end for start, end in spans)


def _sets_right(text: str, found: re.Match[str]) -> bool:
    """Whether a turn sets right what the agent understood, and only then asks for something: that is a wish."""
    return found[0][0] not in "yY" and _CORRECTS.search(text, 0, found.start()) is not None
