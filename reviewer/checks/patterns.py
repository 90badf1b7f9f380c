"""The one pattern that finds values, put together from one piece for each kind.

Text is hostile: every repeat is bounded or cannot give back what it took, so that a search is linear in the text.
A value may be wrapped in Markdown, and inside it a gap may hold a no-break space or emphasis: `**5**–**10** days`.
"""

from __future__ import annotations

import re
from typing import Final

GAP: Final = r"[ \t\u00a0\u2009\u202f*_`~]{0,4}"
"""What may stand between the parts of one value."""

_BREAK: Final = r"[ \t\u00a0\u2009\u202f*_`~]{1,4}"
_DASH: Final = r"[-\u2010-\u2015\u2212]"
MONTH: Final = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)"
_NAMED_DAY: Final = rf"(?:[MTWFSmtwfs][a-z]{{2,8}}+,?{_BREAK})?"
_NUMBER: Final = (
    r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,3},[0-9]{2}"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,2})?|[0-9]{1,9}(?:[.,][0-9]{1,3})?)(?![0-9])"
)
_COUNT_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|thirty|sixty|ninety"
)
_COUNT: Final = rf"(?:[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|(?i:{_COUNT_WORDS}))"
_UNIT: Final = r"(?i:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?(?![- ]olds?\b))"
_CURRENCY: Final = r"(?:US\$|CA\$|A\$|[$€£¥₹])"
_CURRENCY_AFTER: Final = r"(?:[€£$]|(?i:usd|eur|gbp|cad|aud|dollars?|euros?|pounds?|cents?)\b)"
_STREET: Final = (
    r"(?:[A-Z][A-Za-z.'’-]{1,20} ){1,4}(?:Street|St|Avenue|Ave|Lane|Ln|Drive|Dr|Road|Rd|Boulevard|Blvd|Court|Ct|Way"
    r"|Place|Pl|Row|Terrace|Square|Parkway|Pkwy|Highway|Hwy|Circle|Crescent|Quay|Close)\b"
    r"|(?:[a-z][a-z'’-]{1,20} ){1,2}(?:street|avenue|ave|lane|drive|road|boulevard|blvd|terrace|square|row)\b"
)
"""As it is written properly, or all in small letters, as customers do."""

_DOMAIN: Final = r"(?:com|net|org|io|co|example|de|eu|uk|us|ca|app|shop|store|info|help|support)"
_TIME: Final = (
    rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9:])(?:{GAP}(?i:[ap]\.?m\b))?|[0-9]{{1,2}}{GAP}(?i:[ap]\.?m\b)"
)

_DIGIT_FIRST: Final = "|".join(
    (
        r"(?P<iso>(?P<iso_year>[12][0-9]{3})[-/](?P<iso_month>[0-9]{1,2})[-/](?P<iso_day>[0-9]{1,2})(?![0-9-])"
        r"(?:[T ](?P<iso_time>[0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)",
        r"(?P<year_month>(?P<ym_year>20[0-9]{2})-(?P<ym_month>0[1-9]|1[0-2])(?![0-9-]))",
        rf"(?P<day_month>(?P<dm_day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:{GAP}{_DASH}{GAP}(?P<dm_day2>[0-9]{{1,2}})(?:st|nd|rd|th)?)?"
        rf"{_BREAK}(?:of{_BREAK})?(?P<dm_month>{MONTH})\b(?:,?{_BREAK}(?P<dm_year>[12][0-9]{{3}})(?![0-9]))?)",
        r"(?P<numeric>(?P<n_first>[0-9]{1,2})(?P<n_mark>[/.])(?P<n_second>[0-9]{1,2})(?P=n_mark)(?P<n_year>(?:20)?[0-9]{2})(?![0-9/.]?[0-9])"
        r"|(?P<n_a>[0-9]{2})/(?P<n_b>[0-9]{2})(?![0-9/])|(?P<n_month>[01]?[0-9])/(?P<n_long>20[0-9]{2})(?![0-9/]))",
        rf"(?P<street>[0-9]{{1,5}}[A-Za-z]?{_BREAK}(?:{_STREET}))",
        r"(?P<phone>(?:1[ .-])?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}(?![0-9-])|[0-9]{3}-[0-9]{4}(?![0-9-]))",
        rf"(?P<clock>{_TIME})",
        rf"(?P<hours>(?P<h_hours>[0-9]{{1,3}}){GAP}(?i:h|hrs?|hours?){GAP}(?:and{_BREAK})?(?P<h_minutes>[0-9]{{1,2}}){GAP}(?i:m|mins?|minutes?)\b)",
        rf"(?P<money_after>(?P<ma_number>{_NUMBER}){GAP}{_CURRENCY_AFTER})",
        rf"(?P<percent>(?P<p_number>{_NUMBER}){GAP}(?:%|(?i:per ?cent)\b))",
        rf"(?P<data>(?:(?P<d_low>{_NUMBER}){GAP}(?:{_DASH}|to\b){GAP})?(?P<d_number>{_NUMBER}){GAP}(?P<d_unit>(?i:[kmgt]b))\b)",
    )
)


def _duration(name: str, mark: str) -> str:
    """The piece for a length of time; group names are unique in a pattern, so each use has its own."""
    return (
        rf"(?P<{name}>(?P<{mark}_low>{_COUNT})(?:{GAP}(?:{_DASH}|(?i:to|or|and)\b){GAP}(?P<{mark}_high>{_COUNT}))?{GAP}-?{GAP}"
        rf"(?:(?P<{mark}_business>(?i:business|working))|(?i:calendar|full|consecutive))?{GAP}-?(?P<{mark}_unit>{_UNIT})\b)"
    )


_ADDRESSES: Final = "|".join(
    (
        r"(?P<url>(?:https?://|www\.)[^\s<>()\[\]{}\"'`*|\\]{1,400})",
        r"(?P<email>[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){1,4})",
        rf"(?P<domain>[A-Za-z0-9-]{{1,40}}+(?:\.[A-Za-z0-9-]{{1,40}}+){{0,3}}?\.{_DOMAIN}\b(?:/[^\s<>()\[\]{{}}\"'`*|\\]{{0,300}})?)",
    )
)
_MONTH_DAY: Final = (
    rf"(?P<month_day>{_NAMED_DAY}(?P<md_month>{MONTH}){_BREAK}(?P<md_day>[0-9]{{1,2}})(?![0-9:])(?:st|nd|rd|th)?"
    rf"(?:{GAP}(?:{_DASH}|to\b){GAP}(?P<md_day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:,]?[0-9]))?"
    rf"(?:,?{_BREAK}(?P<md_year>[12][0-9]{{3}})(?![0-9]))?)"
)
_MONTH_YEAR: Final = rf"(?P<month_year>(?P<my_month>{MONTH}){_BREAK}(?P<my_year>20[0-9]{{2}})(?![0-9]))"
_WEEK: Final = (
    rf"(?P<weekday>(?:(?:[Nn]ext|[Ll]ast|[Tt]his){_BREAK})?(?P<w_day>{_WEEKDAY})\b"
    rf"(?!,?{_BREAK}[0-9]{{1,2}}(?:st|nd|rd|th)?{_BREAK}{MONTH}))"
)
_BEGINS: Final = (
    r"(?=[Jj](?:an|un|ul)|[Ff](?:eb|ri|our|i[vf]|rom the)|[Mm](?:ar|ay|on)|[Aa](?:pr|ug|ddr|fter the)"
    r"|[Ss](?:ep|at|un|ix|ev|ince the)|[Oo](?:ct|n[e-]|n the)|[Nn](?:ov|ext|ine)|[Dd](?:ec|ay )"
    r"|[Tt](?:ue|hu|his|om|wo|hr|hi|en|we|he.[0-9*_`d])|[Ww]ed|[Ll]ast|[Yy]es|[Bb](?:y the|efore the)|[Uu]ntil the"
    r"|[Ee](?:nd|ig|le)|an? [bdhmw]|[A-Z]{2})"
)
"""How a value begins that begins with a word. This look is what keeps prose fast: most words end here."""

_NAMED: Final = "|".join(
    (
        _MONTH_DAY,
        _MONTH_YEAR,
        _WEEK,
        r"(?P<relative>(?i:yesterday|tomorrow|(?:the )?day (?:after tomorrow|before yesterday))\b)",
        r"(?P<nth>(?P<t_when>(?:[Oo]n|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Ss]ince|[Ff]rom) )?[Tt]he"
        rf"{_BREAK}(?P<t_day>[0-9]{{1,2}})(?:st|nd|rd|th)\b)",
        r"(?P<tail>[Ee]nd(?:ing|s)?(?: (?:in|with))?[ *_`:\"#]{1,4}(?P<t_digits>[0-9]{3,4})\b)",
        r"(?P<on_file>[Oo]n-file address\b|(?<!mail )[Aa]ddress(?:es)?(?: that| which)?(?: we| I)?"
        r"(?: have| is| already)?(?: you have)? on (?:file|record|your (?:account|profile))\b)",
        r"(?P<single>(?:(?<=ithin )|(?<=bout )|(?<=round )|(?<=p to )|(?<=akes )|(?<=ess than ))"
        r"an? (?:business |working |full )?(?P<s_unit>hour|day|week|month)\b)",
        _duration("worded", "v"),
    )
)
_SIGN: Final = (
    r"(?P<token>\#?(?=[A-Za-z_-]{0,24}+[0-9])[A-Za-z0-9]++(?:[-_][A-Za-z0-9]++)*+(?![.,][0-9])"
    r"|[A-Z]{3}(?:-[A-Z0-9]{2,5}){1,3}(?![\w-]))"
)
_PLAIN: Final = r"(?P<plain>[0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?)"
_KEYED: Final = r'(?P<keyed>"(?P<key>[A-Za-z_]{1,40}+)": ?(?P<k_number>[0-9]{1,12}(?:\.[0-9]{1,12})?)(?=[,}\]\s]))'
_MONEY: Final = rf"(?P<money>{_CURRENCY}{GAP}-?(?P<m_number>{_NUMBER}))"
_INTERNATIONAL: Final = (
    r"(?P<international>\+[0-9]{1,3}(?:[ .-]?\(?[0-9]{2,4}\)?){2,4}(?![0-9])"
    r"|\([0-9]{3}\) ?[0-9]{3}[ .-][0-9]{4}(?![0-9-]))"
)

PATTERN: Final = re.compile(
    rf"(?:(?<![A-Za-z0-9])|(?<=\\n))(?:{_KEYED}|(?=[0-9])(?:{_DIGIT_FIRST}|{_duration('duration', 'u')})"
    rf"|(?=[$€£¥₹UCA]){_MONEY}|{_INTERNATIONAL}|{_BEGINS}(?:{_NAMED})"
    rf"|(?=[A-Za-z0-9_%+-]{{1,64}}+[.@:][A-Za-z0-9/])(?:{_ADDRESSES})|{_SIGN}|{_PLAIN})"
)
"""Finds every value of a text; `lastgroup` names its piece."""
