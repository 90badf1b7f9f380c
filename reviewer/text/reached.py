"""Where somebody is reached besides: profiles, handles, payment links; numbers that are spelt out or only told.

A link to a service that people have profiles on keeps its host and loses what is behind it. A bare handle counts only
beside the name of such a service; one of letters alone, only with its `@` or `$`. Read in folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.text.found import Found
from reviewer.text.personal import LABEL, SAID_AT, SAID_DOT, TOPS

_HOSTS: Final = (
    r"paypal\.me|paypal\.com/paypalme|(?:t|telegram)\.me|m\.me|signal\.me/\#(?:p|eu)|line\.me/(?:ti/p|R/ti/p)"
    r"|(?:github|gitlab|onlyfans|instagram|facebook|fb|twitter|snapchat|pinterest|vk|strava|patreon|calendly|venmo)\.com|(?<![\w.-])x\.com"
    r"|linkedin\.com/(?:in|pub)|xing\.com/(?:profile|people)|(?:tiktok|youtube|medium)\.com(?=/@)|threads\.(?:net|com)"
    r"|reddit\.com/u(?:ser)?|bsky\.app/profile|steamcommunity\.com/(?:id|profiles)|ebay\.\w{2,6}/usr|spotify\.com/user|keybase\.io|twitch\.tv|cash\.app|monzo\.me"
    r"|revolut\.me|wise\.com/pay/me|linktr\.ee|about\.me|ko-fi\.com|discord\.com/users|mastodon\.\w{2,12}(?=/@)"
)
_LINK: Final = re.compile(
    rf"(?i:{_HOSTS})/(?i:(?:u|add|people|athletes|user)/)?"
    r"(?!(?i:home|search|explore|settings|intent|share(?:r)?|hashtag|login|signup|help|about|privacy|policies|terms|legal"
    r"|business|download|pages|watch|groups|events|p|reel)(?![\w.-]))"
    r"(?P<who>(?:profile\.php\?id=)?[@$+~]?[\w.-]{2,60}[\w-])"
)
_SERVICE: Final = (
    r"telegram|whatsapp|insta(?:gram)?|ig|facebook|fb|messenger|twitter|tiktok|snap(?:chat)?|venmo|discord|skype|signal"
    r"|wechat|threads|bluesky|mastodon|linkedin|cash ?(?:app|tag)|paypal|zelle|revolut|twitch|reddit|steam|psn|gamertag"
    r"|(?:user|screen)[ _-]?name|nickname|handle"
)
_HANDLE: Final = (
    r"(?:live:[\w.-]{3,40}|[@$](?![0-9.,]+(?!\w))[\w.-]{2,40}\w"
    r"|(?=[\w.-]{0,40}[0-9_.#][\w#])[A-Za-z][\w.-]{2,40}\w(?:#[0-9]{4})?)"
)
_BEHIND: Final = re.compile(
    rf"(?<![\w./@-])(?i:{_SERVICE})(?![\w.-]*\.(?:com|me))"
    r"(?:[\s:=,()-]{1,3}(?i:(?:is|id|name|user|username|handle|account|acct|nick|my|me|at|on|as|under|it's|its)\b))"
    rf"{{0,4}}[\s:=('\u201c-]{{1,3}}(?P<who>{_HANDLE})(?![\w@])"
)
_BEFORE: Final = re.compile(
    rf"(?<![^\W_])(?<![./@])(?P<who>@[\w.-]{{2,40}}\w)[\s,(]{{1,3}}"
    rf"(?i:(?:is )?(?:on|at|via|in) )?(?:(?:my|the) )?(?i:{_SERVICE})(?![^\W_])"
)
_AM: Final = re.compile(
    r"(?<!\w)(?i:i'?m|i am|(?:dm|message|text|follow|ping|add|write|pay|find) me(?: at| on| under)?|(?:dm|pay) to)"
    r"[ :]{1,2}(?P<who>@[\w.-]{2,40}\w)(?![\w@(])"
)
_NOBODY: Final = re.compile(r".*\.(?:png|jpe?g|gif|pdf|json|csv|py|html?|txt)|paypal_[0-9]+", re.IGNORECASE)
"""A file; the id that a shop gives to a way of paying."""

_LINKED: Final = (".me/", ".com/", ".io/", "/usr", ".app/", ".net/", ".tv/", ".ee/", "mastodon.")
_NAMED: Final = (
    "telegram whatsapp insta ig facebook fb messenger twitter tiktok snap venmo discord skype signal wechat threads"
    " bluesky mastodon linkedin cash paypal zelle revolut twitch reddit steam psn gamertag name handle"
).split()


def handles(text: str) -> Iterator[Found]:
    """Profiles, handles and payment links."""
    lower = text.lower()
    linked, named = any(hint in lower for hint in _LINKED), any(hint in lower for hint in _NAMED)
    at = "@" in text
    for pattern, likely in ((_LINK, linked), (_BEHIND, named), (_BEFORE, named and at), (_AM, at)):
        for match in pattern.finditer(text) if likely else ():
            who = match["who"]
            if not _NOBODY.fullmatch(who):
                plain = re.sub(r"(?i)^(?:live:|profile\.php\?id=)|[@$+~]", "", who).casefold()
                yield Found(match.start("who"), match.end("who"), "handle", plain)


_ODDLY: Final = re.compile(
    rf"(?<![\w.])(?P<who>[^\W_][\w.+-]{{0,63}})(?:%(?:25)*40|_at_|-at-|[ \t]{{0,2}}@[ \t]{{0,2}})"
    rf"(?P<where>{LABEL}(?:(?:\.|_dot_|-dot-|[ ](?i:dot|punkt|point|punto)[ ]|[ ]\.[ ]){LABEL}){{0,3}})"
    rf"(?:\.|_dot_|-dot-|[ ](?i:dot|punkt|point|punto)[ ]|[ ]\.[ ])(?P<top>(?i:{TOPS}))(?!\w)"
)
_SAID_DOT: Final = re.compile(r"(?i)_dot_|-dot-|[ ](?:dot|punkt|point|punto)[ ]|[ ]\.[ ]")
_DOTTED: Final = re.compile(
    rf"(?<![\w.])(?P<who>[^\W_][\w+-]{{0,40}}(?:{SAID_DOT}[\w+-]{{1,40}}){{1,4}})[ ]?(?:@|{SAID_AT})[ ]?"
    rf"(?P<where>{LABEL}(?:[ ]?(?:\.|{SAID_DOT})[ ]?{LABEL}){{1,4}})"
)
_PAID: Final = re.compile(r"(?<!\w)(?i:upi|vpa)(?i:[ ]id)?[ :=]{1,3}(?P<who>[\w.-]{2,60}@[a-z]{2,12})(?![\w.@])")


def odd_emails(text: str) -> Iterator[Found]:
    """E-mail addresses with one sign only said, or escaped twice: `jane@doe dot com`, `jane%2540doe.com`."""
    if not any(sign in text for sign in ("@", "40", "_at_", "-at-")) and re.search(SAID_AT, text) is None:
        return
    for match in (*_DOTTED.finditer(text), *_ODDLY.finditer(text)):
        whole = f"{match['who']}@{match['where']}.{match.groupdict().get('top') or ''}".rstrip(".")
        plain = "".join(re.sub(SAID_DOT, ".", _SAID_DOT.sub(".", whole)).split())
        yield Found(match.start(), match.end(), "email", plain.lower())
    for match in _PAID.finditer(text):
        yield Found(match.start("who"), match.end("who"), "email", match["who"].lower())


_SENDER: Final = re.compile(
    r"(?P<name>[A-Z][\w'\u2019-]{1,24}(?: [A-Z][\w.'\u2019-]{0,24}){1,3})[\"']? ?<(?=[^\s<>@]{1,64}@[^\s<>]{1,64}>)"
)


def senders(text: str) -> Iterator[Found]:
    """The names that stand before e-mail addresses: `Jane Doe <jane@…>`."""
    if "@" in text:
        for match in _SENDER.finditer(text):
            yield Found(match.start("name"), match.end("name"), "name", match["name"].casefold())


_TOLD: Final = re.compile(
    r"(?<!\w)(?i:(?:i'?m|i am|we're|we are|get me|catch me|find me) (?:at|on|under)"
    r"|my (?:no|nr|num|digits)\.?(?: is|:)?)"
    r"[ :]{1,2}(?P<number>\+?[0-9]{9,13})(?![\w%-]|\.[0-9])"
)
_DIGIT: Final = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_LONG: Final = re.compile(r"[0-9]{9}")
_SPELT: Final = re.compile(
    rf"(?<!\w)(?i:(?:(?:(?:double|triple) )?(?:{_DIGIT})[ ,.-]{{1,2}}){{6,14}}"
    rf"(?:(?:double|triple) )?(?:{_DIGIT}))(?!\w)"
)
_MIXED: Final = re.compile(  # three words in a row at least, and figures behind them or before
    rf"(?<![\w$.,])(?i:[0-9]{{2,4}}[ .-]{{1,2}}){{0,2}}(?i:(?:{_DIGIT})[ .-]{{1,2}}){{2,9}}"
    rf"(?i:(?:{_DIGIT})(?:[ .-]{{1,2}}[0-9]{{2,4}}){{0,3}})(?![\w%]|[.,][0-9])"
)
_WORTH: Final = {word: str(max(0, place - 1)) for place, word in enumerate(_DIGIT.split("|"))}
_TIMES: Final = {"double": 2, "triple": 3}


def told_phones(text: str) -> Iterator[Found]:
    """Telephone numbers of digits only behind `I'm at`, and those that are spelt out, also in part."""
    lower = text.lower()
    told = _LONG.search(text) is not None
    for match in _TOLD.finditer(text) if told else ():
        yield Found(match.start("number"), match.end(), "phone", match["number"].lstrip("+")[-9:])
    spelt = sum(map(lower.count, _DIGIT.split("|")))
    for match in _SPELT.finditer(text) if spelt > 6 else ():
        yield Found(match.start(), match.end(), "phone", _digits(match[0])[-9:])
    for match in _MIXED.finditer(text) if spelt > 2 else ():
        if 9 <= len(digits := _digits(match[0])) <= 15 and any(map(str.isdigit, match[0])):
            yield Found(match.start(), match.end(), "phone", digits[-9:])


def _digits(said: str) -> str:
    """The digits of words, and of figures between them."""
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|[0-9]+", said.lower()):
        digits, times = digits + _WORTH.get(word, word if word.isdigit() else "") * times, _TIMES.get(word, 1)
    return digits
