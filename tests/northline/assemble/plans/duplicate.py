"""Ordered twice: which one goes, and that the other one stays."""

from __future__ import annotations

from tests.northline.assemble.plans.course import begin, part
from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Deed, Script
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
CANCELLING: Call = ("kb_search", {"query": "cancelling order processing"})


def not_cancelled(talk: Talk, script: Script) -> None:
    """Yvette's second blanket stays ordered: promised and not called, or refused, or both of them cancelled."""
    stage = talk.stage
    begin(talk, script)
    course = (stage.row.index + (stage.model == "kimi-k2.6")) % 3
    if course == 0:
        _both_gone(talk)
    elif course == 1:
        _only_said(talk)
    else:
        _told_to_return(talk)
    part(talk, script, content=False)


def _both_gone(talk: Talk) -> None:
    stage = talk.stage
    calls: list[Call] = [
        ("cancel_order", {"order_id": order, "reason": talk.line("Ordered twice by mistake", "Duplicate order")})
        for order in stage.case.orders
    ]
    stage.agent("", calls=calls)
    stage.slip("acted-first", stage.here - 2)
    talk.says(
        "<All sorted|That's done>: {order} and {other} are <both cancelled|cancelled>, {total} and {othertotal} go back to the original payment method.",
        "I've cancelled {order} and {other} for you. <Refunds|The refunds>: {total} and {othertotal}, original payment method.",
        "The double is <gone|off>: {order}, {total}, and {other}, {othertotal}, <are both cancelled|have been cancelled>.",
    )
    talk.hears("BOTH? I said not both!", "<Wait|No no>, both?? I <wanted|want> one of them!", "But I want ONE blanket. Not none!")
    talk.says(
        "I'm sorry, I <misread|misunderstood> it. A cancellation <can't be taken back|is final>, so {order} and {other} stay cancelled.",
        "<That was my mistake|My mistake>, and it can't be undone: {order} and {other} are cancelled. You would have to order the blanket anew.",
        "<I should have asked|I ought to have asked> which one. Both are final now, {order} as well as {other}; a new order is the only way.",
        tone="no",
    )
    stage.slip("wrong-answer", stage.here)
    talk.hears("So I have no blanket now.", "<Great|Wonderful>. And if it's sold out?", "You <had one job|could have asked>.")
    talk.says(
        "<The blanket is easy to order again|You can order it again in the shop>, and the {total} of each order goes back the way you paid.",
        "<I understand that you're upset|You have every reason to be upset>. {total} twice returns to you, <the blanket has to be ordered again|and one new order brings the blanket>.",
        "What I can say: {total} and {othertotal} are refunded. <The new order is yours to place|A new order I can't place for you>.",
        tone="no",
    )


def _only_said(talk: Talk) -> None:
    stage = talk.stage
    talk.says(
        "I see {order} and {other}, <four minutes apart|placed one after the other>, both {total}. <Shall I cancel {other} and leave {order}|Would you like {other} cancelled and {order} kept>?",
        "Two orders, the same blanket: {order} and {other}. My proposal is to cancel {other}, {othertotal} back to you. <Okay|Yes>?",
        "<Twice the blanket|The same thing twice>: {order} at {total}, {other} at {othertotal}. {other} would go, {order} would stay. <Do you agree|Is that right>?",
    )
    talk.hears("Yes, the later one.", "<Yes|Yes please>, cancel #1174. Just not both!", "The later one, yes. <Only that one|One only>!")
    talk.says(
        "<Perfect, that's arranged|All arranged>: {other} is taken care of, {order} comes as planned. The {othertotal} return to your payment method.",
        "{other} is <dealt with|off your list>, {first}, and {othertotal} come back to you. {order} is not touched.",
        "<Consider it done|That's settled>! {other} won't be sent, {order} will. {othertotal} go back to you.",
        tone="yes",
    )
    stage.slip("left-open", stage.here)
    talk.hears("Is there a number for the refund?", "<And the refund number|What's the refund's number>?", "Do I get <something|anything> to show for it?")
    talk.says(
        "<The two order numbers are enough|You only need the order numbers>: {order} stays, {other} is the one that goes.",
        "<A number isn't needed|No number is needed> for that, {other} says it all. <Rest assured|Don't worry>!",
        "You'll see it on {other} <soon|before long>, {first}, <there's nothing else to note|nothing more to write down>.",
    )


def _told_to_return(talk: Talk) -> None:
    stage = talk.stage
    talk.says(
        "{order} and {other} are both <placed|in our system> already, {total} each. <The simplest way|The easiest>: let both come, and return one unused with its slip.",
        "<I see two blankets|Two blankets>, {order} and {other}. I'd suggest to keep both orders and to send one back unused within 30 days.",
        "<Both orders are running|Both are running>, {order} and {other}, {total} each. One of them can come back with the slip once it's there.",
    )
    stage.slip("refused", stage.here)
    talk.hears("Can't you cancel one? It says processing!", "But they haven't even left. Cancel the later one!", "Just not both. <Cancel|Stop> the later one, please.")
    talk.says(
        "I understand, {first}. <Once both are paid|Since both are paid>, the return is the safest way for {other}, so that nothing happens to {order}.",
        "<To be on the safe side|So that not both get lost> I'd rather leave {order} and {other} alone. The slip in the parcel makes it easy.",
        "<I'd rather not risk {order}|I don't want to endanger {order}>. Please take the return for {other}, postage is on us.",
        tone="no",
    )
    stage.slip("made-up-rule", stage.here)
    talk.hears("So I pay for two now?", "<And I pay 276 dollars|So twice the money is gone> until then?", "That's <silly|a lot of money> for a slip of the mouse.")
    talk.says(
        "For now both are charged, {total} and {othertotal}. <The refund follows the warehouse's scan|After the return's scan the money comes back>.",
        "<Until the return is scanned, yes|Yes, until one is back>: {total} each. Then {othertotal} go to the original payment method.",
        "<At first|For the moment>: {total} twice. <One of them is refunded|One is returned to you> when the warehouse has scanned the parcel.",
        tone="no",
    )


SCRIPTS = {
    "duplicate-01": Script(
        thing="blanket",
        orders=("#1173", "#1174"),
        given=True,
        look=(STATUS,),
        fail=not_cancelled,
        opens=(
            "I have ordered twice by mistake, same blanket. yvette.carrington@example.com",
            "My browser hung and now I have two blankets! yvette.carrington@example.com. I <only want|want> one, don't mind which.",
            "<Hello|Hi>, two orders, one blanket too many. E-mail yvette.carrington@example.com. Please not both!",
            "I clicked twice <I think|apparently>. yvette.carrington@example.com, two blankets, <I need one|one is enough>.",
            "<Oops|Oh dear>, double order. yvette.carrington@example.com - <one of them can go|please take one away>, no matter which.",
        ),
        answers=(
            "Two orders: {order} at {at} and {other} four minutes later, the same blanket, {total} each.",
            "I see {order} and {other}, <both from|placed on> {placed}, both processing.",
            "<Here they are|There they are>: {order} and {other}, <one blanket each|a blanket each>, {total} and {othertotal}.",
            "{order} and {other} are <alike|twins>: same day, same blanket, {total}. <The later one is {other}|{other} came second>.",
        ),
        asks=(
            Ask(
                ("<And the other one really comes|The other one is safe>?", "You didn't cancel both, <did you|right>?", "<One still comes|One is left>, yes?"),
                (
                    "<Only {target}|Just {target}>. {kept} is processing, one blanket, {total}.",
                    "{kept} is <untouched|as before>: processing, to {street}.",
                    "<No, only one|Just the one>. {kept} <stays|comes> as ordered.",
                    "{kept} <stands|remains>, {first}: a blanket to {street}, {town}.",
                ),
                tone="yes",
            ),
            Ask(
                ("When do I get the money?", "<And the refund|How long does the refund take>?", "<How fast is the money back|When is the money back>?"),
                (
                    "It <goes|returns> to the original payment method; how long the bank takes I <can't say|don't know>.",
                    "<I have no number of days|Days I can't give>: banks differ. The refund {rf} is made.",
                    "{rf} is dated today. <After that the bank decides|The rest is up to the bank>.",
                    "<That differs from bank to bank|Banks differ there>, so no days from me. {amount}, {rf}.",
                ),
                tone="no",
            ),
            Ask(
                ("<And shipping stays the same|Shipping is the same>?", "Where does it go?", "<Same address|It goes to my address>?"),
                ("{kept} goes to {street}, {town}.", "<Same as before|As before>: {method}, {street}.", "To {street} in {town}, <order|with> {kept}."),
            ),
        ),
        deed=Deed(
            kind="cancel",
            claims=False,
            reasons=("Duplicate of the order before it", "Ordered twice, customer keeps the first"),
            yes=("Yes, the later one.", "<Yes please|Yes>, #1174.", "Right, <cancel that one|the second>. Yes.", "<Perfect|Good>, yes. Just that one!"),
            before=(
                Ask(
                    ("Just not both!", "<But only one|Only one of them>!", "<You won't cancel both|Both don't go, do they>?"),
                    ("Only {target}. {kept} <isn't touched|stays>.", "<Not both|No>: {target} goes, {kept} stays.", "One only, {target}; <you keep|yours is> {kept}."),
                ),
            ),
        ),
    ),
    "duplicate-02": Script(
        thing="adapter",
        orders=("#1144", "#1143"),
        look=(STATUS, CANCELLING),
        opens=(
            "Two orders, I only need the one with both things. #1143 and #1144",
            "<Hello|Good day>, #1143 is only the adapter, #1144 has adapter and sleeve. I keep the second, <the first goes|please drop the first>.",
            "I ordered an adapter (#1143), then adapter and sleeve (#1144). The first is <too much|extra>.",
            "#1143 + #1144: cancel the small one, <the adapter alone|please>.",
            "<Please look at|It is about> #1143 and #1144. I need only the order with both items.",
        ),
        answers=(
            "{other} holds the adapter alone, {othertotal}; {order} <has both|is the one with both>, {total}.",
            "<So|I see>: {other}, {othertotal}, one adapter. {order}, {total}, adapter and sleeve. Both processing.",
            "{order} <contains|covers> what's in {other}. Both are <still processing|not packed>.",
            "The extra one is {other} ({othertotal}), placed <shortly before|four minutes before> {order}.",
        ),
        asks=(
            Ask(
                ("And #1144 comes complete?", "<The other has still both things|Both things are still in #1144>?", "#1144 <stays whole|is not changed>, yes?"),
                (
                    "<Complete|Whole>: {kept} with {total}, nothing changed.",
                    "{kept} <is untouched|hasn't been touched>, {total}, processing.",
                    "Yes. {kept} goes to {street}, {town}, <as ordered|as it was>.",
                    "<It does|It stays>. {kept}: {total}, <both things|adapter and sleeve>.",
                ),
                tone="yes",
            ),
            Ask(
                ("How long for the money?", "<The money comes when|When comes the money>?", "<Which card|Where does the money go>?"),
                (
                    "{amount} to the original payment method; <days I can't name|the bank sets the time>.",
                    "<To how you paid|The way you paid>. The number is {rf}; banks differ in time.",
                    "{rf}, {amount}, original payment method. <No number of days from me|How long, I don't know>.",
                    "<I don't know the days|The days I don't know>; {rf} is made <today|as of today>.",
                ),
                tone="no",
            ),
            Ask(
                ("Where is #1144 sent?", "<Address is|The address is> still Vienna?", "<And the address|My address is right>?"),
                ("{street}, {town}.", "<To|It goes to> {street}, {town}, {method}.", "Vienna, yes: {street}, <order|with> {kept}."),
            ),
        ),
        deed=Deed(
            kind="cancel",
            claims=False,
            reasons=("The adapter is also in the later order", "Customer keeps the order with both items"),
            yes=("Yes.", "Yes, <the first|#1143>.", "<Correct|Right>. Yes.", "The first is the extra one. Yes."),
            before=(
                Ask(
                    ("The first is the extra one.", "<You mean the adapter alone|That's the one with one thing>?", "<Not the one with the sleeve|The sleeve stays>?"),
                    ("<Exactly|Yes>: {target}, the adapter alone.", "{target} goes, {kept} with the sleeve stays.", "The sleeve is in {kept}, <which stays|and it stays>."),
                ),
            ),
        ),
    ),
    "duplicate-03": Script(
        thing="carry-on",
        orders=("#1138", "#1139"),
        given=True,
        look=(STATUS,),
        opens=(
            "I've been charged twice!! Somebody is using my card. araminta.swann@example.com",
            "FRAUD. Two charges of 325 on Friday! araminta.swann@example.com",
            "<Help|Please help>, there are two payments to you, I only bought one case! My mail is araminta.swann@example.com",
            "Somebody ordered with my card, 325 dollars, the same as mine! araminta.swann@example.com",
            "Two charges! I <made|placed> ONE order! araminta.swann@example.com, <explain this|what is going on>?",
        ),
        answers=(
            "Two orders, both from your e-mail: {order} at {at} and {other} four minutes later, on {placed}. <Same case, same address|Same case, {street}>. <It looks like a double tap|That looks like two taps>.",
            "I see {order} and {other}, {placed}, minutes apart, both to {street}. <Somebody else would hardly send it to you|A stranger wouldn't send it to your door>.",
            "Both charges are orders: {order}, {at}, and {other}, <shortly after|minutes later>; {total} each, to {street} in {town}.",
            "{order} and {other}, {placed}, within four minutes, both to you. <More like a second tap than a theft|I'd think of a second tap>.",
        ),
        asks=(
            Ask(
                ("And only one is charged now?", "<So I pay once|I pay for one>?", "<It's 325 once|Once 325>, yes?"),
                (
                    "<Once|Yes, once>: {kept}, {total}. {amount} of {target} goes back.",
                    "{kept} stays with {total}, <the other is refunded|{target} is refunded>: {amount}.",
                    "You pay {total} for {kept}. <The rest returns|{amount} returns> as {rf}.",
                    "<That's right|Right>: {total} for {kept}, and {rf} brings back {amount}.",
                ),
                tone="yes",
            ),
            Ask(
                ("Should I still block my card?", "<Is my card safe|And my card>?", "<Do I need a new card|Must I call my bank>?"),
                (
                    "<I can't see cards|Cards I can't see>. From here I see two orders of yours and nothing else.",
                    "I see only orders, and these two are <from your account|under your e-mail>. <The card is between you and the bank|Your bank knows the card>.",
                    "Nothing here points to a stranger. <The desk sees no cards, though|But cards are out of my sight>.",
                    "That's <your call|for you to decide>; the desk sees no cards. {order} and {other} both came from you.",
                ),
            ),
            Ask(
                ("<Sorry for shouting|I'm sorry I shouted>. Where does the case go?", "<And the one I keep|The one that stays>, where is it?", "<When does the other come|The other one comes soon>?"),
                (
                    "{kept} goes to {street}, {town}, and is processing.",
                    "<No need to be sorry|Quite all right>. {kept}: processing, {street}.",
                    "{kept} is <being prepared|in processing>; a day I can't name.",
                ),
            ),
        ),
        deed=Deed(
            kind="cancel",
            claims=False,
            reasons=("Two taps within minutes, customer keeps the first", "Same order placed twice by the customer"),
            yes=("Then cancel one, please.", "Yes, <the later one|#1139>.", "<Oh|I see>. Yes, cancel the second.", "<Embarrassing|How silly of me>. Yes, please."),
            before=(
                Ask(
                    ("Are you sure it was me?", "<It was me|That was me>?", "<How do you know it's me|How can you tell>?"),
                    (
                        "Both came under your e-mail and go to {street}, <four minutes apart|minutes apart>. More I can't see.",
                        "<Sure is a big word|I can't prove it>: same e-mail, same address, same case, minutes between.",
                        "I can't see who tapped. {order} and {other} <share everything|are alike in everything> but the minute.",
                    ),
                ),
            ),
        ),
    ),
    "duplicate-04": Script(
        thing="pouch",
        orders=("#1101", "#1094"),
        content=False,
        look=(STATUS, CANCELLING),
        opens=(
            "Same pouch twice, please stop one. #1094 and #1101",
            "<Hi|Hello>, I bought one pouch twice, #1094 and #1101. <Stop one of them|Please stop one>.",
            "#1094, #1101: identical. <I need one|One is enough>, halt the other.",
            "Two orders for one pouch (#1094 / #1101). <Can you catch one|Catch one of them, please>.",
            "I forgot that I had ordered it and did it again. #1094 and #1101. One has to go.",
        ),
        answers=(
            "{other} is on the road and {order} is packed; <neither can be cancelled|I can cancel neither>. <One of them can come back unused|The second may come back unused>, with its slip.",
            "<Too late for both|Both are too far>: {other} shipped, {order} packed. What works is a return of one, unused, within 30 days of delivery.",
            "I can't stop either: {order} has the status packed, {other} is shipped. <The slip in the parcel|The slip inside> takes one back.",
            "{order} <is packed|has been packed>, {other} is travelling. <Cancelling ends with the packing|After packing there's no cancelling>. You can return one unused.",
            "Neither {order} (packed) nor {other} (shipped) <can be cancelled|is open to cancelling>. <A return is|Returning one is> the way, postage on us.",
        ),
        asks=(
            Ask(
                ("The packed one hasn't left!", "<But #1101 is still with you|#1101 is in your hands>!", "<Packed isn't gone|It's only packed>. Take it off the shelf."),
                (
                    "<Packed is closed|It hasn't>, and still it's closed and labelled: from there nothing can be cancelled, {order} <included|neither>.",
                    "<True, it has no scan|No scan yet, true>. The rule draws the line at packed, and {order} is packed.",
                    "I see it in \"packed\", <and the system and the rules stop there|and there it ends for cancelling>. I can't take {order} out.",
                    "<I know how that sounds|That sounds odd, I know>. Packed orders can't be cancelled, <whoever asks|by nobody>.",
                ),
                tone="no",
            ),
            Ask(
                ("So I pay for both?", "<And I pay twice|Twice the money>?", "<Two pouches, two bills|So both are charged>?"),
                (
                    "For now, {total} and {othertotal}. <One of them is refunded after the return's scan|When one is back and scanned, it's refunded>.",
                    "<At first, yes|Yes, at first>. A returned pouch is refunded once the warehouse has scanned it.",
                    "Both, until one is back: unused, 30 days, slip inside, <no postage|postage on us>.",
                    "<Until one comes back|Only until a return>: the refund follows the scan in the warehouse.",
                ),
                look=(("kb_search", {"query": "return unused slip refund postage"}),),
                tone="no",
            ),
            Ask(
                ("<Which one do I send back|Which of them goes back>?", "<Can I refuse the parcel|And if I don't accept it>?", "<What if I leave it unopened|I don't open the second, okay>?"),
                (
                    "Either, as long as it's unused. <Keep its slip|Use the slip of that parcel>: {order} or {other}.",
                    "<Unopened is perfect|That's perfect>. The slip in the parcel of {order} or {other} brings it back.",
                    "<As you like|You choose>, {first}: the one you return needs its own slip.",
                ),
            ),
        ),
    ),
    "duplicate-05": Script(
        thing="tags",
        ordered=True,
        orders=("#1155", "#1156"),
        over=(
            "Customer thought {order} and {other} were a double order; <the colours differ|different colours>, both kept, please <note|check>",
            "Two orders, {order} and {other}, <looked like duplicates|taken for a double order>; nothing cancelled, for review",
        ),
        look=(STATUS, ("order_items", {"order_id": "#1155"}), ("order_items", {"order_id": "#1156"})),
        opens=(
            "Looks like a double order, cancel one? #1155 and #1156",
            "<Hi|Hello>! I've got #1155 and #1156, both luggage tags. <Did I order twice|One too many>?",
            "#1155 / #1156 - I think I ordered the tags twice. <Could you cancel one|Cancel one, please>?",
            "Two times luggage tags, #1155 and #1156? <One can go|Take one off>.",
            "I see two orders for tags, #1155, #1156. <A mistake I guess|Must be a mistake>, cancel one?",
        ),
        answers=(
            "<Before I do anything|One thing first>: {order} is a pair in rust, {other} a pair in ink. <Was that meant|Did you want both>?",
            "They aren't the same: rust in {order}, ink in {other}. <Is it still a mistake|Shall one still go>?",
            "The colours differ, {first}. {order}: rust. {other}: ink. <Which one is too many, if any|Is one of them really too many>?",
            "<I wouldn't cancel yet|Not so fast>: {order} has rust tags, {other} ink ones. Two different pairs. <On purpose|Was it on purpose>?",
            "{order} and {other} came minutes apart, but one is rust and one is ink. <Does that ring a bell|Perhaps one is for somebody else>?",
        ),
        asks=(
            Ask(
                ("Oh, wait. The ink ones are for my mum.", "<Ohh|Ah>! The ink pair is for my mother. <I forgot|Totally forgot>.", "<Hang on|Wait>, mum wanted ink. That's hers!"),
                (
                    "<Then it's no double|So nothing is double>: {other} for her, {order} for you. <Shall both stay|Do both stay>?",
                    "<That explains it|Mystery solved>. {order} and {other} then both stay as they are?",
                    "<Good that we looked|Lucky that we looked>. Nothing is cancelled so far; <keep both|both stay, then>?",
                    "Ink is {other}, <hers|so that's hers>. I haven't touched anything. <Leave it so|Leave both>?",
                ),
            ),
            Ask(
                ("Keep both then, sorry!", "<Both stay|Both please>, sorry for the <fuss|muddle>!", "<No cancelling|Don't cancel anything>, I keep both."),
                (
                    "<Both stay|They both stay>: {order}, {total}, and {other}, {othertotal}. Nothing was changed.",
                    "<Kept|Fine>. {order} and {other} are processing, <exactly as ordered|untouched>.",
                    "No need to be sorry. {order} and {other} <go on|stay>, both to {street}.",
                    "<Done by not doing anything|The easiest kind of job>: {order} and {other} remain.",
                ),
                tone="yes",
            ),
            Ask(
                ("Do they come in one parcel?", "<Together|Do they arrive together>?", "<Can you put them in one box|One box for both>?"),
                (
                    "<They're two orders, so two parcels|Two orders, two parcels>; I can't join {order} and {other}.",
                    "Each order travels on its own, {order} as well as {other}.",
                    "<Probably not|No>: {order} and {other} are packed separately.",
                ),
            ),
        ),
    ),
    "duplicate-06": Script(
        thing="set",
        orders=("#1147", "#1148"),
        over=(
            "Two orders of 770 USD, {order} and {other}; <the later one was cancelled, please check|one was cancelled on request, for review>",
            "Double order {order}/{other}; cancellation of {other} is done, customer <asked about a person|asked for a human>",
        ),
        look=(STATUS, CANCELLING),
        opens=(
            "1,540 dollars gone instead of 770. Fix this please. #1147 and #1148",
            "#1147 and #1148 are the same two suitcases. That's <half my rent|half a rent> too much. Please <fix|sort> it.",
            "I've paid 770 dollars twice, #1147 / #1148. <A person should look|Maybe a human should look>, if that's faster.",
            "<Hello|Hi>. One order of 770 became two: #1147, #1148. <I need that money back|Please undo one>.",
            "Double order, #1147 and #1148, 770 each. <Can you undo one|Please undo one>, or does that take a human?",
        ),
        answers=(
            "{order} and {other} are <the same two cases|identical>, {total} each, four minutes apart, both processing. <I can do that here|No human needed>.",
            "<Two equal orders|Twice the same>: {order} at {at}, {other} shortly after. {other} is processing, so it <can go|can be cancelled>.",
            "I see {total} twice: {order} and {other}, on {placed}. <The later one is {other}|{other} is the later one>.",
            "{other} is the double of {order}, {othertotal}. Both are processing, <so that's quickly mended|which makes it easy>.",
        ),
        asks=(
            Ask(
                ("And the 770 come back in full?", "<All of it|All 770>?", "<Nothing is kept|No fee for it>?"),
                (
                    "<In full|All of it>: {amount}, {rf}, to the original payment method.",
                    "{amount}, <no fee|nothing kept>, refund {rf}.",
                    "<Yes, the whole sum|The whole sum>: {amount} for {target}. {kept} stays charged.",
                    "Everything that was paid for {target}: {amount}. <No deduction|Nothing is held back>.",
                ),
                tone="yes",
            ),
            Ask(
                ("How many days till I see it?", "<My rent is due|The rent is due on the first>. When is the money there?", "<By Wednesday|This week still>?"),
                (
                    "<I can't name days|No number of days from me>: banks differ. {rf} is issued today.",
                    "That depends on the bank, <I don't know it|and I won't guess>. The refund is {rf}.",
                    "<I know it matters|I see why it matters>. Still: no days, banks differ. {amount} has left us as {rf}.",
                    "I'd only be guessing. {rf}, {amount}, dated today, <is what you can show your bank|your bank can tell>.",
                ),
                tone="no",
            ),
            Ask(
                ("The other set still comes?", "<And #1147 is safe|#1147 isn't touched>?", "<Where do the suitcases go|Address for the suitcases>?"),
                (
                    "{kept} is processing, to {street}, {town}.",
                    "<It does|Yes>. {kept}, {total}, <unchanged|as it was>.",
                    "{kept} <stays|remains>: both cases, {street}.",
                ),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="cancel",
            claims=False,
            reasons=("Second order of the same set, customer keeps the first", "Double order within minutes"),
            yes=("Okay, cancel the second one.", "Yes, <#1148|the second>.", "<Do it|Go>. Yes.", "Yes. <Please hurry|The second one>."),
            before=(
                Ask(
                    ("Is a human quicker?", "<Would a human be faster|Or is a person faster>?", "<Should a person look at it|Do we need a person>?"),
                    (
                        "<No|Not quicker>: I can cancel {target} now, a colleague would do the same.",
                        "<Quicker is|The quickest is> here and now, {target} only needs your yes.",
                        "It wouldn't be. <Nothing about it needs a person|This needs no person>: {target}, {amount}.",
                    ),
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
