"""It never came: lost, sent back, or silent for more than seven days; then it is sent again or refunded, after a yes."""

from __future__ import annotations

from tests.northline.assemble.plans.course import answer, begin, part
from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Deed, Script
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
LINES: Call = ("order_items", {"order_id": "{order}"})
TRACK: Call = ("tracking", {"tracking_number": "{tn}"})
CLAIMS: Call = ("claims_history", {"email": "{email}"})
RULE: Call = ("kb_search", {"query": "lost returned sender seven days replacement"})


def not_sent(talk: Talk, script: Script) -> None:
    """The customer does not get the second parcel or the money: told to wait, promised only, or sent elsewhere."""
    stage = talk.stage
    begin(talk, script, skip="claims_history")
    talk.says(*script.answers)
    stage.good("read-out")
    course = (stage.row.index + len(stage.model)) % 3
    pushes, replies = _FAILS[course]
    stage.slip(("refused", "left-open", "wrong-answer")[course], stage.here)  # type: ignore[arg-type]
    for q, a in zip(pushes, replies, strict=True):
        if stage.need == 1:
            break
        talk.hears(*q)
        talk.says(*a, tone="no")
    if stage.need > 1:
        answer(talk, script, (script.asks[2],), [])
    part(talk, script, content=False)


_FAILS = (
    (
        (("<So do something|Then do something>. I <want|need> this settled.", "And now? <What do I get|Who settles it>?", "<Fix it|Settle it>, please."),
         ("The carrier <won't help me|sends me back to you>. You have it in your hands!", "<No|But no>. It's your parcel, not theirs.", "That's <your job|not my job>.")),
        (("For this you <would need|need> to open a case with {carrier}; <they answer for {tn}|{tn} is with them>.",
          "<The carrier decides about {tn}|{carrier} decides there>. Please take it up with {carrier} first.",
          "I'd ask {carrier} to <sort it|clear it up>, number {tn}. <From here I can't|Nothing can be done from here> on {order}."),
         ("<I understand|I hear you>. Still, {order} has to wait for {carrier}'s answer. <After that we can look again|Then write again>.",
          "Without a word from {carrier} I <won't|can't> do anything on {order}, <sorry|I'm sorry>.",
          "As long as {carrier} has {tn} <open|in its books>, {order} stays as it is.")),
    ),
    (
        (("<Then settle it|So please settle it>. Yes.", "<Yes, do that|Please go on with it>.", "<Okay, go ahead|Fine, do it> then."),
         ("Is there a <number|reference> for it?", "<And I get a confirmation|Something in writing>?", "<Sure|Really>? Just like that?")),
        (("<Thank you, that's noted|Noted>. {order} <is taken care of|will be handled>, you don't have to do anything more.",
          "It's <all arranged|in hand>, {first}: {order} <gets sorted|is being sorted>.",
          "<Good, I've taken that down|I've put that down> for {order}. You'll be <fine|served>."),
         ("<The order number is enough|Just use the order number>, {order}.",
          "{order} is your reference, <nothing else is needed|keep that>.",
          "<No separate number|There's no other number> for it, only {order}.")),
    ),
    (
        (("<And|So>? <Who does something now|What happens now>?", "What do I <get|have> from that?", "<Okay, and what next|And the next step>?"),
         ("But tracking <says|has> it's over!", "<It says it plainly in tracking|Read the status>!", "You <just read it out|said it yourself>. It won't come.")),
        (("<Parcels often turn up again|It may still turn up>, so please give {order} a little more time.",
          "I'd wait <another while|a bit> for {tn}, <things move late|it isn't over>.",
          "For now the best is patience: {tn} <may still move|can still be found>, {first}."),
         ("<I see that|That's so>, but while nothing new is known I'd leave {order} <as it is|alone>.",
          "<Let's not hurry|No rush>: {order} stays open, and {tn} may be scanned again.",
          "I'd rather not <act|decide> on {order} today.")),
    ),
)
"""Three ways of leaving it: what is asked, and what is said to it."""

SCRIPTS = {
    "delivery_dispute-01": Script(
        thing="backpack",
        look=(STATUS, TRACK, CLAIMS),
        fail=not_sent,
        opens=(
            "They say they rang twice. They did not. Where's my backpack? #1022",
            "#1022: 'nobody answered'. <I was here|I sat by the door>! <Where is it now|And now>?",
            "<Your carrier|UPS> claims two attempts at my door. <Not true|A fairy tale>. Order #1022.",
            "I was home both days and nobody rang. #1022. <Where's the backpack|What now>?",
            "Order #1022 went back although I was <in|at home>. <I want my backpack|Send me my backpack>.",
        ),
        answers=(
            "{tn} came back to our warehouse on {scanday} after two attempts. <It can go out again|We can send it again>.",
            "<Tracking says|By tracking>: two attempts in Brooklyn, returned, back in our warehouse since {scanday}. <So sending it again is possible|That allows a new parcel>.",
            "Your backpack is <back with us|here again>, since {scanday}; {carrier} noted two attempts. <I won't argue about the bell|About the bell I can't judge>.",
            "{carrier} <returned|sent back> {tn}, and it reached the warehouse on {scanday}. <That's enough for a new one|With that, a replacement is allowed>.",
        ),
        asks=(
            Ask(
                ("I was home all day.", "<Nobody rang|There was no ring>. Not once.", "<My doorbell works|I have a loud bell>, you know."),
                (
                    "<I believe you|I wasn't there, and I believe you>; what helps now is <the new parcel|that it goes out again>, {rs}.",
                    "<I can't judge what happened at the door|What happened there I can't see>. What counts for you: {rs}.",
                    "That's annoying, and <I'm sorry|sorry>. {tn} has two attempts in it, more I can't see.",
                    "<No need to prove it|You needn't prove it>: returned is enough, {rs} is on its way to being packed.",
                ),
            ),
            Ask(
                ("Put my name on the bell note this time: Blum, second bell.", "<Add|Can you add> the doorbell name? Second bell.", "<And write the bell on it|Note for the driver>: second bell."),
                (
                    "<I can't add that|That I can't add>: the desk can't instruct the driver, and the address stays {street}. {carrier} can be asked once there's a number.",
                    "A note for drivers <isn't in my hands|I can't make>. As soon as {rs} has its own number, {carrier} can be told.",
                    "<No field for it|There's no field for that>, sorry. When {rs} leaves and has a number, ask {carrier}.",
                ),
                look=(("kb_search", {"query": "doorbell driver delivery attempt"}),),
                tone="no",
            ),
            Ask(
                ("And when does it <come|leave>?", "<Which day|What day> then?", "<How long this time|How soon>?"),
                (
                    "<I have no day for it|No day from me>: {order}'s new parcel has no number until it leaves.",
                    "That <isn't known|I don't know>. Tracking starts when it leaves us.",
                    "<No date yet|A date doesn't exist yet>; the number comes first, then maybe an estimate.",
                ),
                tone="no",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Brae Backpack 28 in ink",
            reasons=("Returned to sender, customer wants it sent again", "Parcel is back at the warehouse after two attempts"),
            yes=("Send it again then.", "Yes, <send it|again>.", "<Obviously|Of course> yes.", "Yes. <And this time ring|Tell them to ring>."),
            before=(
                Ask(
                    ("I was home all day!", "<But nobody rang|They never rang>!", "<Two attempts, pah|They lie>!"),
                    ("<I don't doubt it|That may be so>. {tn} is back, that's what counts.", "<I can't judge the bell|The bell I can't judge>, {first}.", "I hear you. <For the new parcel it doesn't matter|It changes nothing about the new one>."),
                ),
            ),
        ),
    ),
    "delivery_dispute-02": Script(
        thing="order",
        look=(STATUS, TRACK, LINES, CLAIMS),
        fail=not_sent,
        opens=(
            "The carrier writes: lost. I want now my money. #1018",
            "Order #1018. DHL says lost. <I have bought elsewhere|I bought in a shop>, I want the money.",
            "<Good day|Hello>. #1018 is lost, says DHL. Please the money back, all.",
            "#1018: lost. <Not again send|No new parcel>. Money.",
            "My order #1018 is declared lost. I wish a refund, <complete|of everything>.",
        ),
        answers=(
            "{tn} was declared lost on {scanday}. {order} was {total}, <shipping included|with the shipping>.",
            "<I see it|It's so>: {carrier} closed the search on {scanday}, lost. <A refund is possible|You may have a refund>.",
            "{carrier} <gave it up|declared it lost> on {scanday}. For {order} you paid {total}.",
            "Lost, by {carrier}'s own word, {scanday}. <That's proof enough|No more proof needed> for {order}.",
        ),
        asks=(
            Ask(
                ("Also the shipping.", "<With shipping|And the shipping>?", "<Is the shipping inside|Shipping is in it>?"),
                (
                    "<It's in it|Included>: {price1} + {price2} + $9 shipping, that makes {amount}.",
                    "Yes, {amount} is everything {order} shows, <shipping too|9 USD of shipping among it>.",
                    "<With shipping|Shipping too>. {amount} is the whole of {order}.",
                    "The $9 are part of the {amount}. <Nothing is kept|All of it>.",
                ),
                tone="yes",
            ),
            Ask(
                ("How many days?", "<Until when|When> is it on my account?", "<Tell me the days|I need the number of days>."),
                (
                    "<No number from me|I can't give a number>: banks differ. {rf} has today's date.",
                    "That's <up to your bank|the bank's matter>; {amount} goes out as {rf}.",
                    "<I don't know it|Unknown to me>, so I won't say one. {rf}, {amount}, issued today.",
                    "Days I <may not|can't> promise. {rf} is made, the bank does the rest.",
                ),
                tone="no",
            ),
            Ask(
                ("If the parcel comes after all?", "<And if DHL finds it|When they find it>?", "<Must I do something|Have I to do something more>?"),
                (
                    "<Nothing more to do|You don't have to do anything>. {tn} is closed as lost.",
                    "{carrier} has closed {tn}. <If it comes anyway, write to us|Should it come, tell us>.",
                    "<Then please write to us|Then write>. For now {tn} is lost and done.",
                ),
            ),
        ),
        deed=Deed(
            kind="refund",
            reasons=("Parcel lost, customer has bought elsewhere", "Lost in transit, refund instead of a replacement"),
            yes=("Yes, <do this|this is correct>.", "<Correct|Exactly>. Yes.", "Yes. <The whole sum|All>.", "I confirm."),
            before=(
                Ask(
                    ("Also the shipping.", "<With the shipping|And the shipping>?", "<Nine dollars shipping too|The 9 too>?"),
                    ("<Included|It is included>: {amount} is all of {order}.", "{amount} <contains it|has it in>.", "Yes, <it's the whole|everything>: {amount}."),
                    tone="yes",
                ),
            ),
        ),
    ),
    "delivery_dispute-03": Script(
        thing="weekender",
        look=(STATUS, TRACK, CLAIMS),
        opens=(
            "Ten days without a scan on #1050. Do I wait until autumn?",
            "#1050. <No news|Silence> for ten days. <I suppose I just wait|I'm used to waiting>.",
            "<Hello|Hi>, my weekender (#1050) <vanished|stopped> ten days ago. <Is there a point in waiting|Should I hope>?",
            "Nothing on #1050 since the 19th. <Sigh|Oh well>. What now?",
            "<I've given up hope|Not much hope left> for #1050: no scan for ten days.",
        ),
        answers=(
            "<Not until autumn|No autumn needed>: the last scan of {order} is {scanday}, {place}. After more than seven quiet days a replacement or a refund is possible.",
            "{scan}, then nothing for ten days. <That's beyond the seven of our rules|Seven is the limit>, so you may have a new one or the money.",
            "<You needn't wait|No more waiting>: no scan since {scanday}, and past seven days we may replace or refund {order}.",
            "By tracking it {scan}. <Ten days|That's ten days>, more than the seven that count. <New one or money, as you like|You choose: new one or refund>.",
        ),
        asks=(
            Ask(
                ("And the old one, if it turns up?", "<What if the first comes too|If the old one comes after all>?", "<Do I send the old one back|And if I get two>?"),
                (
                    "<Then please write to us|Write to us then>, {first}. {tn} and {rs} are two parcels.",
                    "Just <tell us|let us know>; {rs} goes out in any case.",
                    "<We'd find a way|That would be a nice problem>: tell us, and keep it unused. {rs} isn't affected.",
                ),
            ),
            Ask(
                ("When will it be here?", "<How long now|And how long>?", "<By the weekend|Before July is over>?"),
                (
                    "<I have no day|No day yet>: {rs} gets a number when it leaves, and an estimate, if any, comes with it.",
                    "Not known. <The new number comes with the departure|{rs} has no tracking before it leaves>.",
                    "<I can't promise one|No promise>, after ten days of waiting least of all. {rs} first has to leave.",
                    "That's open, {first}. <Tracking starts when it leaves|As soon as {rs} is scanned you can follow it>.",
                ),
                tone="no",
            ),
            Ask(
                ("Same colour?", "<It's olive again|Olive again>, yes?", "<The same bag|Exactly the same>?"),
                ("Olive, <as ordered|like the first>: {rs}.", "<The same|Same one>: {what}.", "Yes, {what}, to {street}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Skerry Weekender 45 in olive",
            reasons=("In transit without a scan for ten days", "More than seven days without a scan, customer chose a replacement"),
            yes=("Replacement then.", "<A replacement|The bag>, please. Yes.", "Yes, <send a new one|the new one>.", "<I'd like the bag|The bag, please>, yes."),
            before=(
                Ask(
                    ("Refund or replacement, what's faster?", "<Which is faster|What's quicker>?", "<Bag or money, which comes sooner|What would be sooner>?"),
                    (
                        "<I know the days of neither|Neither has a day that I know>: banks differ, and a parcel gets its number when it leaves.",
                        "Honestly: <unknown|I don't know>. The refund depends on the bank, the parcel on the carrier.",
                        "<I can't compare them|No comparison from me>, both without a date. What would you rather have?",
                    ),
                ),
            ),
        ),
    ),
    "delivery_dispute-04": Script(
        thing="set",
        look=(STATUS, TRACK, CLAIMS),
        opens=(
            "Both suitcases lost. That's 770 dollars of luggage. #1020",
            "#1020, two cases, 770 dollars, LOST. I have a cruise in August. <What now|Well>?",
            "<Good morning|Hello>. UPS lost my whole set, #1020. <I hope this doesn't take months|Please no long inquiry>. There are consumer columns, you know.",
            "My two suitcases are gone (#1020). <Same again, please|I'd like the same again>, before my cruise.",
            "Order #1020: declared lost. 770 dollars. <I want luggage|I need suitcases>, not letters.",
        ),
        answers=(
            "{carrier} declared {tn} lost on {scanday}. <No inquiry is needed|There's nothing for you to prove>.",
            "<Lost, I see it|I see it>: {scanday}, by {carrier}'s own word. <That's all the proof it takes|More proof isn't needed> for {order}.",
            "The loss of {order} <is official|stands> since {scanday}. You can have the set again or the money.",
            "{tn}: declared lost on {scanday}. I can finish that here, <without forms|no forms>.",
        ),
        asks=(
            Ask(
                ("I don't want an inquiry, I want luggage.", "<And no inquiry|No forms>?", "<That's all|So no waiting for an inquiry>?"),
                (
                    "<No inquiry|None>: the carrier's word is enough, and {rs} is made.",
                    "<Luggage it is|You get luggage>: {rs}, both cases.",
                    "{carrier} has <finished|closed> its own. For you it's {rs}, nothing to fill in.",
                    "<That's all|Nothing more>, {first}. {rs} holds both.",
                ),
                tone="yes",
            ),
            Ask(
                ("Will they be here for August?", "<The cruise is in August|My cruise!>. Do they make it?", "<Before the cruise|In time for August>?"),
                (
                    "<I can't promise a day|No promise>: {rs} has no number yet, and any estimate comes with it.",
                    "There's no date for {rs} <yet|so far>. <August is some way off, more I can't say|I won't guess>.",
                    "<I'd like to say yes|A yes would be nice>, but no day is known before {rs} leaves.",
                ),
                tone="no",
            ),
            Ask(
                ("And both in clay?", "<Same colours|The same colour>?", "<Address as before|Same address>?"),
                ("<Both in clay|Clay, both>, to {street}, {town}.", "Yes: {what}. <To|Address> {street}.", "<As before|As ordered>: clay, {street}, {town}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="the Fjell Carry-On 36 and the Fjell Check-In 70, both in clay",
            reasons=("Whole order declared lost by the carrier", "Carrier declared the parcel lost, customer wants both cases again"),
            yes=("Yes, both, same address.", "<Both|Yes, both>, please.", "Yes. <Same address|The set>.", "<Good|Finally>. Yes, both again."),
            before=(
                Ask(
                    ("I don't want an inquiry, I want luggage.", "<And no forms|How many forms>?", "<How long is the inquiry|An inquiry first>?"),
                    ("<No inquiry|None>, {carrier} has closed it.", "There's <none|no inquiry>: lost is lost, since {scanday}.", "<No forms|Not one form>, {first}."),
                    tone="yes",
                ),
            ),
        ),
    ),
    "delivery_dispute-05": Script(
        thing="order",
        look=(STATUS, TRACK, LINES, CLAIMS),
        opens=(
            "The parcel went back to you because of our new street name. #1023",
            "#1023 <was sent back|came back>: our street has a new name. I'd like the money, not another try.",
            "<Hello|Hi>, the city renamed our street and #1023 wasn't found. <It's with you again|You have it back>. Refund, please.",
            "Order #1023: 'address not found', new street name. <Please refund|I want a refund>.",
            "Our street was renamed, so #1023 <returned to you|turned round>. <A refund would be best|May I have the money back>?",
        ),
        answers=(
            "{tn} is back in our warehouse since {scanday}, address not found. <A refund is possible|It can be refunded>: {total}.",
            "<Tracking confirms it|It's in tracking>: returned, and back with us on {scanday}. {order} was {total}.",
            "{carrier} <couldn't find the address|noted the address as not found>, and {order} came back on {scanday}.",
            "Back at the warehouse on {scanday}. <Returned means you may choose|With that you can have> the money: {total}.",
        ),
        asks=(
            Ask(
                ("And my address for next time?", "<Do I change my address|Where do I change my address>?", "<My address for next time, can you change it|Change my address for the future>?"),
                (
                    "<That's yours to change|You can do it>, in your account: the desk changes open orders only, and {order} is closed with {rf}.",
                    "In your account, {first}. <I can only change open orders|From here only open orders>.",
                    "<I can't change the profile|The profile I can't touch>; in the account you can.",
                    "The profile is in your account. <Best before the next order|Do it before you order again>.",
                ),
                look=(("kb_search", {"query": "account profile address change"}),),
            ),
            Ask(
                ("How fast is the refund?", "<When do I have it|And when>?", "<Days|How many days>?"),
                (
                    "<I give no days|No days>: banks differ. {rf}, {amount}.",
                    "It's issued <today|now> as {rf}; <the bank decides the rest|your bank does the rest>.",
                    "That <depends on the bank|I can't know>. {amount} is on its way as {rf}.",
                ),
                tone="no",
            ),
            Ask(
                ("Everything, or minus something?", "<The whole 157|All of it>?", "<Is something deducted|Do you keep anything>?"),
                ("<All of it|Everything>: {amount}.", "{amount}, <nothing deducted|no deduction>.", "<The whole|In full>: blanket and socks, {amount}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="refund",
            reasons=("Parcel came back, address not found; customer wants no new attempt", "Returned to the warehouse, refund chosen"),
            yes=("A refund please, not another try.", "Yes, <refund it|the refund>.", "<Yes please|Please>, the money.", "Yes. <No second try|That's best>."),
            before=(
                Ask(
                    ("You won't send it again?", "<No second attempt|Not another try>?", "<But please no new parcel|No parcel again>."),
                    ("<No|No parcel>, only the refund of {amount}.", "<Nothing is sent|It stays here>. {amount} back, that's all.", "Only money, {amount}, <no parcel|nothing else>."),
                ),
            ),
        ),
    ),
    "delivery_dispute-06": Script(
        thing="order",
        over=(
            "{order}, 1,045 USD, lost: replacement and refund <made|are done>, please <check|approve> because of the sum",
            "High value on {order}; both actions were <confirmed|agreed> and done, for a second look",
        ),
        look=(STATUS, TRACK, LINES, CLAIMS),
        opens=(
            "My order was lost, all 1,045 dollars of it. #1013",
            "#1013, over a thousand dollars, and UPS lost it. <What do you do about it|What now>?",
            "<Hello|Good day>. Order #1013 is lost. 1,045 dollars. I've never claimed anything <before|in my life>.",
            "UPS tells me #1013 is lost. <Trunk, garment bag, jacket|All three things>. 1,045 dollars!",
            "All of #1013 is gone, <1,045 dollars|a thousand dollars and more>. I'm a regular here, <please help|you know me>.",
        ),
        answers=(
            "{carrier} declared {tn} lost on {scanday}: {item1}, {item2} and {item3}. <The proof is complete|That's complete proof>.",
            "<Lost since|It's lost, since> {scanday}, all three lines. You may have them again, or the money, <or mixed|or a mix>.",
            "{order} is lost by {carrier}'s own word ({scanday}). <Each line can be sent again or refunded|Line by line: again, or refunded>.",
            "I see {item1}, {item2}, {item3}, declared lost on {scanday}. <Your wish decides|You choose for each>.",
        ),
        asks=(
            Ask(
                ("And the trunk is in stock?", "<So trunk and garment bag come|Trunk and bag come>, yes?", "<What's in the new parcel|Both are in the new parcel>?"),
                (
                    "{rs}: {what}. <Both were in stock|Both are set up>.",
                    "<Yes|Both>: trunk and garment bag, {rs}, to {street}.",
                    "{what}, <together|both> as {rs}. Tracking follows when it leaves.",
                    "<They do|Both come>. {rs} holds the two, the jacket is {rf}.",
                ),
                tone="yes",
            ),
            Ask(
                ("When is the money back?", "<The 260, when|How soon are the 260 back>?", "<Days for the refund|How many days for the refund>?"),
                (
                    "<No days from me|I name no days>, banks differ: {rf}, {amount}.",
                    "{rf} is issued. <How long it takes I can't say|The bank decides how long>.",
                    "<I don't know|That I don't know>, {first}; {amount} goes to the original payment method.",
                ),
                tone="no",
            ),
            Ask(
                ("<No colleague needs to sign|Nobody has to approve it>?", "That was <quicker than I feared|quick>. Anything to sign?", "<Is there a form|Do I need to sign something>?"),
                (
                    "<Nothing to sign|No signature>: {rs} and {rf} are all there is.",
                    "No form. <Two numbers|You have two numbers>, {rs} and {rf}.",
                    "<Done is done|Both are done>. {rs}, {rf}.",
                ),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="split",
            what="the Fjell Trunk 100 and the Skerry Garment Bag, both in ink",
            reasons=("Declared lost by the carrier on 19 June", "Parcel lost; trunk and garment bag again, jacket refunded"),
            yes=("Both, yes.", "<Yes to both|Yes, both>.", "<Exactly so|That's it>: both, yes.", "Yes. <Both of them|And yes>."),
            before=(
                Ask(
                    ("The jacket as a refund, the rest again?", "<I'd rather have the jacket's money|For the jacket I'd take money>, and the rest again?", "<Money for the jacket only|Only the jacket as money>?"),
                    ("<Exactly that|That's the proposal>: jacket {amount}, the rest as goods.", "<Yes|Just so>: {amount} for the jacket, trunk and garment bag again.", "The jacket as {amount}, <the rest again|the other two again>."),
                    tone="yes",
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
