"""Something was not in the box: the scale proves it, and what is missing is sent or refunded after a yes."""

from __future__ import annotations

from tests.northline.assemble.plans.course import answer, begin, part
from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Deed, Script
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
LINES: Call = ("order_items", {"order_id": "{order}"})
CLAIMS: Call = ("claims_history", {"email": "{email}"})


def not_replaced(talk: Talk, script: Script) -> None:
    """Bronwyn's cubes are not sent, although the scale proves that they were not in the box."""
    stage = talk.stage
    begin(talk, script, skip="claims_history")
    course = stage.row.index % 3
    finding, pushes, slip = _FAILS[course]
    talk.says(*finding)
    stage.slip(slip, stage.here)  # type: ignore[arg-type]
    for q, a in pushes:
        if stage.need == 1:
            break
        talk.hears(*q)
        talk.says(*a, tone="no")
    if stage.need > 1:
        answer(talk, script, (script.asks[2],), [])
    part(talk, script, content=False)


_FAILS = (
    (
        ("For the {item3} I <need|'d need> one photo of the opened box, {first}. <With it we can go on|Then we can talk about it>.",
         "Before {order} can be looked at <any further|at all>, a photo of the open parcel is needed, please."),
        (
            (("How do I photograph something that isn't there?", "<A photo of nothing|A picture of what>? They're MISSING."),
             ("I know it <sounds|is> odd, but without a photo {order} <stays closed|can't go on>.", "<Any photo of the box will do|The box alone is enough>. Without one I can't do more for {order}.")),
            (("I've looked inside the case, twice.", "<The box is long gone|I threw the box away>."),
             ("Then I'm afraid the {item3} can't be replaced. <I'm sorry about that|Sorry>.", "<In that case|Without it> nothing can be sent for {order}, I'm sorry.")),
        ),
        "made-up-rule",
    ),
    (
        ("<I see the gap|The weights show it>: {packed} packed, {expected} expected. I'll make sure the {item3} comes to you, {first}!",
         "{order} left with {packed} instead of {expected}, so the {item3} was <left out|not in there>. I'm taking care of it for you."),
        (
            (("Will it cost me anything?", "<And I pay nothing|It's free>, yes?"),
             ("<Nothing at all|Not a cent>. The {item3} are on their way to being sorted, {first}.", "<No, it's on us|On us, of course>. The {item3} will reach you.")),
            (("Is there a number for it?", "<Do I get a number|What's the reference>?"),
             ("{order} is <the number you need|enough>. Everything is in hand.", "<No separate one|None yet>: with {order} we find it at any time.")),
        ),
        "left-open",
    ),
    (
        ("The parcel shows as delivered on {delivered}, {first}. The {item3} are small, <could they be in a pocket of the case|perhaps they slipped into the lining>?",
         "{order} was delivered on {delivered}. <Cubes like to hide|They fold very flat>: please look inside the case once more."),
        (
            (("I've looked inside the case, twice.", "<Twice I looked|I looked two times already>!"),
             ("<A third look may help|Perhaps a third time>: the {item3} fold to almost nothing, {first}.", "I'd still <check|look in> the lining and the mesh pocket before anything is sent for {order}.")),
            (("They are NOT there.", "<There is nothing|Nothing there>. Believe me."),
             ("Then please <watch|keep an eye on> the next days; if the {item3} don't show up, <write again|come back to us>.", "<I can't send anything for {order} on that|On that alone {order} stays as it is>, I'm afraid.")),
        ),
        "unchecked",
    ),
)
"""Three ways of leaving it: what is found, what is asked and said, and what the judge calls it."""

SCRIPTS = {
    "missing_item-01": Script(
        thing="packing cubes",
        look=(STATUS, LINES, CLAIMS),
        fail=not_replaced,
        opens=(
            "No packing cubes in my parcel! #1065",
            "<Hello|Hi>, #1065 came, suitcase and sleeve yes, packing cubes no. I've looked twice.",
            "#1065: the cubes <are missing|aren't there>. Case and sleeve came.",
            "My order #1065 is <short|not complete>: no packing cubes anywhere, <not in the case either|even inside the case>.",
            "I unpacked #1065 and the packing cubes <weren't|were not> in it.",
        ),
        answers=(
            "The scale agrees with you: {packed} packed where {expected} belong. <The gap of {gap} is the cubes|{gap} are missing, the weight of the cubes>.",
            "{order} left with {packed}, expected {expected}. <Those {gap} are|The difference, {gap}, is> the {item3}.",
            "<I checked the weights|By the weights>: {gap} short, and that fits the {item3}.",
            "You're right. <Packed|Weighed>: {packed}; should be {expected}. The {item3} <never went in|stayed behind>.",
        ),
        asks=(
            Ask(
                ("Will it cost me anything?", "<And I pay nothing|It's free for me>, yes?", "<What does it cost|Any cost for me>?"),
                ("<Nothing|No cost>: {rs} is free of charge.", "<Not a penny|No>, {rs} is on us.", "{rs} <costs you nothing|is free>, sending included.", "<Free|All free>, {first}, our mistake."),
                tone="yes",
            ),
            Ask(
                ("When do they come?", "<How long does it take|And when>?", "<Before my trip|This week>?"),
                (
                    "<I can't name a day|No day yet>: {rs} gets its number when it leaves.",
                    "That's open. <Tracking begins with the departure|{rs} has no tracking before it leaves>.",
                    "<No date|I've no date>, sorry; an estimate may come with the tracking of {rs}.",
                ),
                tone="no",
            ),
            Ask(
                ("<Should I keep the box|Do I need to send anything back>?", "Do you need a photo?", "<Anything for me to do|Must I do anything>?"),
                ("<Nothing|No, nothing>: the weights are proof enough for {order}.", "No photo needed, <the scale speaks for you|the gap proves it>.", "<Nothing to do|You needn't do anything>, the rest of {order} stays as it is."),
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one set of 3 Lumen Packing Cubes in ink",
            reasons=("Weight gap fits the missing packing cubes", "Packing cubes were not packed, 283 g short"),
            yes=("Yes please, send them.", "Yes, <that would be lovely|thank you>.", "<Please do|Do that>, yes.", "Yes. <To the same address|Same address>."),
            before=(
                Ask(
                    ("I've looked inside the case, twice.", "<They aren't in the case|I checked the case too>, before you ask.", "<And inside the suitcase there's nothing|The suitcase is empty>."),
                    ("<I believe you|No need to look again>: {packed} instead of {expected} says it.", "The weights <show|prove> it already, {gap} short.", "<Twice is plenty|That's enough looking>. The gap is {gap}."),
                ),
            ),
        ),
    ),
    "missing_item-02": Script(
        thing="straps",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "one of two straps missing in #1083",
            "#1083: I ordered two pairs of straps, there's one. <Money back for the other|I'd take the money>.",
            "<Hi|Hello>, only one pair of straps in #1083, should be two.",
            "Order #1083. Two pairs paid, one pair got. <24 dollars please|I want the 24 dollars>.",
            "My #1083 is <one pair of straps short|missing a pair of straps>.",
        ),
        answers=(
            "By the weights one pair is missing: {packed} instead of {expected}. That's {price2}.",
            "{order} was packed with {packed}, {expected} expected. <The gap fits one pair|{gap} less, one pair>.",
            "<You're right|It's true>: {gap} short, a pair of {item2}, {price2}.",
            "The scale <shows|says> {packed}, not {expected}. One of the two pairs <wasn't packed|stayed here>.",
        ),
        asks=(
            Ask(
                ("How long does that take?", "<When is it on my account|How many days>?", "<And when do I get it|How soon>?"),
                ("<I can't say days|No days from me>, banks differ. {rf} is issued.", "{rf}, {amount}, from today. <The bank does the rest|Then it's the bank>.", "That's up to the bank, {first}, <I don't know it|I can't name it>.", "<No number of days|I have no number>: {amount} goes the way you paid."),
                tone="no",
            ),
            Ask(
                ("<And the pair I have stays|I keep the pair I have>?", "Nothing to send back?", "<What about the other pair|The other pair is mine>?"),
                ("<It's yours|Yours>: one pair was right. {rf} is for the missing one.", "<Nothing to send back|No>, {order} is otherwise complete.", "You keep it, <of course|sure>. {rf} covers only the missing pair."),
                tone="yes",
            ),
            Ask(
                ("24, right?", "<How much exactly|The exact sum>?", "<Was there shipping to give back|And shipping>?"),
                ("{amount}, the price of one pair. <Shipping stays|The rest arrived, so shipping stays>.", "<Exactly|Right>: {amount}.", "{amount} for the {item2}, <one pair|the one>."),
            ),
        ),
        deed=Deed(
            kind="refund",
            reasons=("Weight gap of one pair of straps, customer prefers the money", "One of two pairs was not packed"),
            yes=("Rather the money. Yes.", "yes, <money|the refund>", "Yes, <do it|24 back>.", "<Good|Fine>, yes."),
            before=(
                Ask(
                    ("Rather the money, I don't want to wait.", "<Money, not straps|I'd take the money>.", "<No new parcel|Not another parcel>, please."),
                    ("<That's what I'd do|Just that>: {amount} back, no parcel.", "<Money it is|The refund, then>: {amount}.", "No parcel, {amount} to the original payment method."),
                ),
            ),
        ),
    ),
    "missing_item-03": Script(
        thing="socks",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "Two things from my packing slip weren't in the box. #1061, socks and toiletry roll.",
            "<Hello|Good day>. #1061: I ticked off the slip. Blanket there, socks and toiletry roll not.",
            "#1061 - the <socks and the toiletry roll|toiletry roll and the socks> are missing, the blanket came.",
            "I have the packing slip of #1061 in my hand. Two ticks missing: roll, socks.",
            "In #1061 two of three things were <left out|missing>, the socks and the roll.",
        ),
        answers=(
            "{packed} packed, {expected} expected: {gap} are missing, and <that is both|both together weigh that>, {item2} and {item3}.",
            "The weights <agree with your slip|tick the same boxes>: {gap} short, {item2} plus {item3}.",
            "<It's as you say|Your slip is right>. {order} left {gap} too light, which fits the two.",
            "By the scale, {item2} and {item3} <weren't in the box|stayed behind>: {packed} instead of {expected}.",
        ),
        asks=(
            Ask(
                ("Can you send express?", "<Express, perhaps|By express>?", "<Could it go faster|Fast, please>?"),
                (
                    "<I can't promise express|No express that I could promise>: {rs} goes free of charge, and gets its number when it leaves.",
                    "The replacement has no shipping choice, <I'm afraid|sorry>. {rs} leaves, then there's a number.",
                    "<No|Not that>, {first}. {rs} is free, <but not express|the speed I can't choose>.",
                ),
                tone="no",
            ),
            Ask(
                ("Both in one parcel?", "<They come together|Together>?", "<One parcel for both|Is it one parcel>?"),
                ("<Both are in|Both in> {rs}.", "{rs} holds both: {what}.", "<Together, yes|Yes, together>, as {rs}."),
                tone="yes",
            ),
            Ask(
                ("Do I get tracking?", "<And the tracking number|Where do I see it>?", "<When does it leave|Which day>?"),
                ("{rs} <has none until it leaves|gets one when it leaves>.", "<Not yet|Later>: the number comes with the departure of {rs}.", "<A day I can't name|No day>; with the first scan there's tracking."),
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one pair of Merino Socks, size S, and one Toiletry Roll in tan",
            reasons=("Socks and toiletry roll were not packed", "Weight gap of 312 g fits socks and toiletry roll"),
            yes=("Both at once please. Yes.", "Yes, <both|the two of them>.", "<Correct|Right>, yes.", "Yes, <thank you|that's correct>."),
            before=(
                Ask(
                    ("Both at once please.", "<In one go|Both together>?", "<One parcel|Together>, please."),
                    ("<Both in one|Together>, yes.", "One replacement for both, <as said|of course>.", "<It would be one parcel|One parcel, both in it>."),
                    tone="yes",
                ),
            ),
        ),
    ),
    "missing_item-04": Script(
        thing="rain cover",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "Went out in the rain today: no rain cover. It's on my order. #1049",
            "#1049. Soaked. <The rain cover isn't there|No rain cover in the box>. I <paid|ordered> one.",
            "<Hi|Hello>, I only found out in the rain: #1049 came without the cover.",
            "Where's the rain cover of #1049? <First rainy day and nothing|I got wet>.",
            "Order #1049: backpack came, cover didn't. <Noticed it in the wet|Noticed today, in the rain>.",
        ),
        answers=(
            "The box of {order} had {packed}, {expected} would be right. <The gap, {gap}, is the cover|That's the cover missing>. <Where did you look|Have you looked in all pockets>?",
            "<The scale says the same|By the scale, too>: {gap} short, the {item2}.",
            "{packed} instead of {expected}. <So the {item2} wasn't packed|The {item2} stayed here>, sorry for the wet day.",
            "It's a line of its own on {order}, {item2}, and {gap} are missing in weight. <It wasn't in the box|So it never left>.",
        ),
        asks=(
            Ask(
                ("Sure it's not in a pocket of the pack?", "<Shouldn't it sit in a pocket|Isn't it in some pocket>?", "<Some packs have it in the bottom|Could it be in the bottom pocket>?"),
                ("<It's a separate line|It comes separately>, and {gap} are missing, so no.", "By the weight it wasn't in the parcel at all, <pocket or not|in no pocket>.", "<No|I don't think so>: {packed} is the pack without cover."),
            ),
            Ask(
                ("When is it here? It rains.", "<The forecast is bad|More rain tomorrow>. When?", "<How soon|And how soon>?"),
                ("<No day yet|I have no day>: {rs} gets tracking when it leaves.", "I can't promise one, <rain or shine|I'm afraid>. {rs} first has to leave.", "<Open|That's open>, {first}. The number of {rs} comes with the departure."),
                tone="no",
            ),
            Ask(
                ("And it fits the 22?", "<It's the right size|The size is right>?", "<For the 22 litres, yes|22 litres>?"),
                ("<It does|Yes>: {what}.", "{what}, <made for the 22|the size on your order>.", "The one on {order}: {item2}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one black Rain Cover for 22 L",
            reasons=("Weight gap of 226 g, the rain cover was not packed", "Rain cover on the order, not in the box"),
            yes=("Okay yes, send it.", "Yes, <send|go>.", "<Fine|Yes>, send it.", "yes. <quickly|before it rains again>"),
            before=(
                Ask(
                    ("There's no pocket with a cover in it.", "<Every pocket, twice|I looked in every pocket>. Nothing.", "<I turned it inside out|Turned the pack upside down>."),
                    ("<Thanks for looking|That settles it>: {gap} short.", "Then it's <clear|what the scale says>: it wasn't packed.", "<Good to know|Understood>. The weights say so as well."),
                ),
            ),
        ),
    ),
    "missing_item-05": Script(
        thing="luggage tags",
        over=(
            "One earlier claim on the account of {order}; tags were <replaced|sent again>, please <check|confirm>",
            "Missing tags on {order} replaced; customer mentions a claim of <last year|2025>, for review",
        ),
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "The luggage tags aren't in the box and they're a present for tomorrow… #1078",
            "#1078: no luggage tags, and tomorrow is the birthday. <Oh dear|I could cry>.",
            "<Hi|Hello>, the tags are missing from #1078. <They were a gift for tomorrow|It's for tomorrow>…",
            "My #1078 came without the tags. I did have a claim last year, I hope that isn't <a problem|held against me>.",
            "I feel bad asking: the tags in #1078 were <missing|not there>. They're a present.",
        ),
        answers=(
            "The weights show it: {packed}, not {expected}. <A gap of {gap}, the tags|{gap} fit the tags>.",
            "{order} was {gap} too light, <just the {item3}|which is the tags>.",
            "<It's on the scale|The scale confirms it>: {packed} instead of {expected}, so the {item3} weren't packed.",
            "You're right, {gap} are missing, <and the tags weigh about that|as much as the tags weigh>.",
        ),
        asks=(
            Ask(
                ("I did claim something last year, is that a problem?", "<Does my old claim count against me|And my claim from last year>?", "<I don't want to look greedy|I'm not greedy, really>, there was a sleeve last year."),
                (
                    "<No|Not at all>: one earlier claim is no obstacle, {rs} is made.",
                    "One claim in twelve months <is nothing|doesn't matter>. {rs} stands.",
                    "<Don't worry|No worry>, {first}. The limit is three, and the weights are proof.",
                    "It isn't. <Nice that you say it|Thank you for saying it>, though.",
                ),
                tone="yes",
            ),
            Ask(
                ("And tomorrow is impossible?", "<Can they come tomorrow|Tomorrow, by any chance>?", "<The present is for tomorrow|It's for tomorrow>, is there any way?"),
                (
                    "<I can't promise tomorrow|Tomorrow I can't promise>, or any day: {rs} first has to leave.",
                    "I'm afraid I have <no day|no date> for {rs}. <A card with a picture might help|A note in an envelope, perhaps>.",
                    "<There's no way that I could promise|No promise from me>, sorry. {rs} gets its number when it leaves.",
                ),
                tone="no",
            ),
            Ask(
                ("Rust again?", "<It's the rust ones|The rust ones>?", "<And free|No cost>?"),
                ("<Rust, free|In rust>, as ordered: {rs}.", "{what}, <free of charge|nothing to pay>.", "Yes, {what}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one pair of Luggage Tags in rust",
            reasons=("Luggage tags not packed, weight short by 57 g", "Tags missing, one old claim only"),
            yes=("Then please send them.", "Yes <please|thank you>.", "<Oh thank you|How nice>, yes.", "Yes, <if that's all right|please do>."),
            before=(
                Ask(
                    ("I did claim something last year, is that a problem?", "<My claim last year|And the claim last year>, does it matter?", "<You'll see an old claim|There's an old claim of mine>…"),
                    ("<No|It isn't>: one is no problem.", "<One claim is fine|That's fine>, {first}.", "<It doesn't matter|No matter>, the weights are clear."),
                    tone="yes",
                ),
            ),
        ),
    ),
    "missing_item-06": Script(
        thing="weekender",
        over=(
            "Order {order} above 600 USD, weekender missing by weight; replacement is <set up|made>, please <approve|check>",
            "{order}, 1,055 USD: replacement of the weekender <done|created>, for a second look",
        ),
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "The weekender is missing from a thousand-dollar order. I suppose you'll forward me to ten people. #1043",
            "#1043: 1,055 dollars and no weekender in it. <Whom do I have to beg|How many forms>?",
            "<Good day|Hello>. From #1043 the weekender is missing. <Please don't pass me around|No passing around, please>.",
            "Order #1043, two suitcases came, the weekender didn't. <I expect the usual tour of departments|Let me guess, another department>.",
            "A thousand dollars (#1043), and <the bag isn't in it|the weekender is missing>. Surprise me.",
        ),
        answers=(
            "{packed} packed, {expected} expected: {gap} short, <the weekender|and that's the weekender>. I can finish this here.",
            "The scale <is on your side|backs you>: {gap} missing, the weight of the {item3}. <No ten people|One person is enough>.",
            "<Clear case|It's clear>: {order} left {gap} too light, which fits the {item3}.",
            "By the weights of {order} the {item3} wasn't packed ({packed}, not {expected}). <That's all the proof I need|Nothing more to prove>.",
        ),
        asks=(
            Ask(
                ("I've been a customer for years.", "<After all these years|All these years>, and I have to ask.", "<That's all it takes|That easy>?"),
                ("<And I'm glad of it|Thank you for that>. {rs} needed the weights, nothing else.", "Same rules for everybody, <and here they're on your side|and they help you here>: {rs}.", "<It was the scale|The scale did it>, {first}. {rs} is set up.", "<That's all|Yes>. {rs}, no further questions."),
            ),
            Ask(
                ("When does it arrive?", "<And the day|Which day>?", "<How long must I wait|How long now>?"),
                ("<No day I could name|I can't name a day>: {rs} gets its own tracking when it leaves.", "That isn't known <yet|so far>. With the departure {rs} has a number.", "<I won't make one up|No invented day>. {rs} leaves, then there's tracking."),
                tone="no",
            ),
            Ask(
                ("In ink?", "<Same colour, I hope|The ink one>?", "<To the same address|Address is the same>?"),
                ("<Ink|In ink>, to {street}, {town}.", "{what}, {street}.", "<As ordered|Just as ordered>: {what}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Skerry Weekender 45 in ink",
            reasons=("Weekender not packed, weight short by its weight", "Gap of 1,607 g fits the missing weekender"),
            yes=("Yes, send it, that's all I want.", "Yes. <Just send it|That's all>.", "<Indeed|By all means>, yes.", "Yes, <please|send it>."),
            before=(
                Ask(
                    ("I've been a customer for years.", "<You know I'm a good customer|Look at my orders>.", "<And no ten people|Nobody else involved>?"),
                    ("<Appreciated|Thank you>; the weights alone are enough.", "<It isn't even needed|You don't need it>: {gap} say it all.", "<Nobody else|No one else>, only your yes."),
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
