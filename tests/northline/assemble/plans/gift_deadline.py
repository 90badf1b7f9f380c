"""Presents with a date: wrap while it is processing, and no delivery day that tracking does not name."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Deed, Script
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
LINES: Call = ("order_items", {"order_id": "{order}"})
WRAP: Call = ("kb_search", {"query": "gift wrap wrapping price note"})
TRACK: Call = ("tracking", {"tracking_number": "{tn}"})

SCRIPTS = {
    "gift_deadline-01": Script(
        thing="sleeve",
        look=(STATUS, LINES, WRAP),
        opens=(
            "It's for Dad's 70th on July 5. Can you wrap it, and will it be there? #1132",
            "<Hello|Hi>! Order #1132 is my dad's birthday present. <Could it be wrapped|Please wrap it>? And does it come by July 5?",
            "#1132: gift wrap please, and <tell me|let me know> if it gets here before the 5th. He turns seventy!",
            "My father is seventy on July 5. #1132 should be wrapped and <on time|here by then>. <Possible|Can you do that>?",
            "Can you add wrapping to #1132? <It has to be here|I need it> by the 5th of July, for a birthday.",
        ),
        answers=(
            "{order} is still processing, so <it can be wrapped|wrapping is possible>: one line, Gift Wrap, $8.",
            "<Wrapping works|That works>: {order} hasn't been packed. Gift Wrap costs $8 for the order.",
            "<In time for the wrap|The wrap is easy>: {order} is processing, and wrapping it is $8. <About July 5 I can't say anything|The day I can't promise>.",
            "{item1} and {item2}, not packed yet. Wrapping is $8 and <becomes|is> a line of {order}. <No day yet for the delivery|For the delivery there's no day yet>.",
        ),
        asks=(
            Ask(
                (
                    "Just a yes or no on the date.",
                    "<And July 5|So, July 5>? Yes or no.",
                    "<But is it there on the 5th|Will it be there on the 5th>?",
                ),
                (
                    "<Neither, I'm afraid|I can give neither>: {order} hasn't left, and we name no day in advance. <An estimate comes with tracking|Tracking may show an estimate later>.",
                    "<I can't say yes|A yes would be a guess>. {order} is processing; <once it's scanned there may be an estimate|any estimate starts with the carrier>.",
                    "<No day before it ships|Before it ships there's no day>. So: I don't know about July 5, <and I won't pretend|honestly>.",
                    "Not a no, and not a yes: {order} has <no estimate|no date> until a carrier has it.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "How much is the wrapping <again|in total>?",
                    "<And I pay 8 for each thing|8 dollars each>?",
                    "<What's the new total|What do I pay now>?",
                ),
                (
                    "$8 for the whole order, <so {newtotal} now|which makes {newtotal}>.",
                    "<Once per order|For the order, once>: $8. <Your new total is|In all> {newtotal}.",
                    "{newtotal} altogether, <wrapping|the $8> included.",
                    "{order} <is|stands at> {newtotal} now. <The wrap was 8 of it|8 of that is the wrap>.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "Does the price show on the slip?",
                    "<He won't see the price|My dad doesn't see what it cost>, right?",
                    "<Is there an invoice in the box|Any prices in the box>?",
                ),
                (
                    "<No prices|Prices never stand> on the slip in the parcel.",
                    "The slip in the parcel <carries|has> no prices, <never|wrapped or not>.",
                    "He won't: our slips <show|hold> no prices.",
                    "<No, the slip is without prices|The slip is without prices>, so {order} keeps its secret.",
                ),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="change",
            claims=False,
            propose=(
                "<Shall I|May I> add Gift Wrap (GFT-WRAP, $8) as line 3 of {order}?",
                "I would add one Gift Wrap for $8 to {order}, as line 3. <Yes|Okay for you>?",
                "<So|My summary>: {order}, new line 3, Gift Wrap, $8. <Do you confirm|Is that right>?",
                "<If you say yes|With your yes> I put GFT-WRAP, $8, on {order}. <Go ahead|Agreed>?",
            ),
            done=(
                "Gift Wrap is on {order} now, <as line 3|its third line>; the total is {newtotal}.",
                "<Added|It's added>: GFT-WRAP, line 3 of {order}, {newtotal} in all.",
                "{order} <will be wrapped|gets wrapped>. {difference} more, {newtotal} in total.",
                "<Done|That's in>: Gift Wrap on {order}, {newtotal} altogether.",
            ),
            yes=("<Yes|Yes please>, wrap it.", "<Yes, add it|Add it>, thank you.", "Okay, <8 is fine|that's fine>, do it.", "Yes. <He'll love it|Please do>."),
        ),
    ),
    "gift_deadline-02": Script(
        thing="sling",
        look=(STATUS, TRACK, WRAP),
        opens=(
            "Parcel #1095 is a gift for the 4th. Will it be in time? And no invoice inside please.",
            "<Hello|Hi>, #1095 is a present for July 4. <Is it there by then|Does it make it>? Also, please leave out the invoice.",
            "#1095, a gift. July 4 is the day. <In time|Will it arrive>? And <no bill|nothing with a price> in the box, please.",
            "My present (#1095) must be here for the 4th. <And take out the invoice|No invoice in it, please>.",
            "Order #1095: gift for the fourth of July. When does it come, and can the invoice <stay out|be left out>?",
        ),
        answers=(
            "{order}: {scan}, and {carrier} estimates {est}. <Prices never stand on the slip|The slip in the parcel has no prices>.",
            "The estimate is {est}, <two days before|so before the 4th>, an estimate though. <The slip shows no price|On the slip there's no price>.",
            "{carrier} <expects|names> {est} ({scan}). About the paper: <the slip holds no prices|no prices stand on it>.",
            "<By the estimate yes|If the estimate holds>: {est}. <Last scan|Newest scan>: {scan}. And the slip is without prices, <always|on every parcel>.",
        ),
        asks=(
            Ask(
                (
                    "Can someone wrap it on the way?",
                    "<Could the driver wrap it|Maybe the driver wraps it>?",
                    "<And wrapping|What about wrapping>? It is a gift <after all|you know>.",
                ),
                (
                    "<Not any more|No>: a wrap is added while an order is processing, and {order} left on {shipped}.",
                    "<Under way it can't be wrapped|It can't be wrapped on the road>, I'm afraid. It has been with {carrier} since {shipped}.",
                    "Wrapping <happens before packing|is done with us, before packing>. {order} is past that, since {shipped}.",
                    "<The driver has no paper|Drivers don't wrap>, {first}: that would have been a line of {order} before {shipped}.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "There's a price on the slip, isn't there?",
                    "<But there's a slip with a price|The slip has the price on it>, no?",
                    "<And you're sure, no price|Sure that no price is in there>?",
                ),
                (
                    "<No|None>: prices never stand on the slip in the parcel. <That's our article on gifts|So says the article on gifts>.",
                    "The article <is clear|says it>: no prices on the slip, <not on {order} either|on no parcel>.",
                    "<There's a slip, without prices|A slip yes, prices no>. <You can hand {order} over as it comes|Nobody sees what it cost>.",
                    "<I can quote it|To quote the article>: prices never stand on the slip. <So nothing to take out|Nothing has to be removed from {order}>.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<And the 4th is safe|So is July 4 safe>?",
                    "You promise the <2nd|date>?",
                    "<Where do I see it|The link, please>?",
                ),
                (
                    "{est} is an estimate, <I can't promise it|no promise>. You can follow it: {link}",
                    "<Here|Follow it here>: {link}. The estimate reads {est}, <and estimates can move|without guarantee>.",
                    "<Only as an estimate|As an estimate>: {est}. <Each scan shows on|The page is> {link}",
                ),
            ),
        ),
    ),
    "gift_deadline-03": Script(
        thing="blanket",
        content=False,
        look=(STATUS, LINES),
        opens=(
            "There's a typo in my gift note on #1119, can it be fixed? Birthday is Thursday.",
            "<Help|Oh no>, I misspelt her name in the gift note of #1119. <Can you correct it|Please correct it>?",
            "#1119: one letter in the gift note is wrong. <Could you|Can somebody> change it before it leaves?",
            "<Hello|Hi>, the note in #1119 has a typo. It's for Thursday, July 2. <Is it too late|Can it be changed>?",
            "Gift note, #1119, wrong letter. <Fix|Can you fix> it?",
        ),
        answers=(
            "{order} is packed, <and packed orders can't be changed|so it can't be changed any more>. The note <stays|goes out> as it was written, I'm sorry.",
            "<Too late, sorry|I'm sorry, it's too late>: {order} is already packed and closed. Notes are printed as written.",
            "The {item1} is packed, with its wrap. <From there nothing can be changed|Nothing can be changed after that>, not even the note of {order}.",
            "I can't change it: {order} <has been packed|is packed>. The note was printed as written, <typo included|with the letter in it>.",
            "{order} has the status packed. <Lines, address and note are fixed then|From there the note is fixed>. Sorry about the letter.",
        ),
        asks=(
            Ask(
                (
                    "It's one letter!",
                    "<One letter|A single letter>! Somebody just opens the box.",
                    "<Can't someone open it|Surely someone can open it>? It's a tiny thing.",
                ),
                (
                    "<I know how small it is|One letter, I know>. A packed box isn't opened again, {order} <neither|included>.",
                    "<Small, and still out of reach|As small as it is>: packed is packed, and {order} waits for the carrier.",
                    "If it were processing, <gladly|at once>. {order} is closed and labelled, <I can't reach into it|no hand gets in>.",
                    "<I'd like to, I can't|I would, but I can't>: {order} can't be changed after packing, <whoever asks|not by anybody>.",
                ),
                tone="no",
                look=(("kb_search", {"query": "change order packed note"}),),
            ),
            Ask(
                (
                    "Will it be there on Thursday?",
                    "<And Thursday|And is Thursday safe>? July 2?",
                    "<At least it comes on Thursday|But it comes by Thursday>?",
                ),
                (
                    "<I can't promise a day|There's no day I could promise>: {order} has no scan yet, so no estimate.",
                    "<Unknown|That's open>. Tracking starts with the carrier's first scan, <and {order} has none|there is none on {order}>.",
                    "No date, {first}: it's packed and <waits for the carrier|not scanned>. <Any estimate comes after that|An estimate, if any, comes later>.",
                    "For {order} nobody has named a day. <I won't either|So I can't>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "<Is it wrapped at least|At least it's wrapped>?",
                    "Is the <wrapping|paper> in there <at least|anyway>?",
                    "<Where does it go|Which address is on it>?",
                ),
                (
                    "Wrapped, yes: line 2 of {order} is Gift Wrap. <It goes to|Address>: {street}, {town}.",
                    "<Yes|It is>: {item1} and Gift Wrap, both on {order}, to {street}.",
                    "{order} has the wrap on it, <and goes to|for> {street}, {town}.",
                ),
                tone="yes",
            ),
        ),
    ),
    "gift_deadline-04": Script(
        thing="pouch",
        orders=("#1131", "#1086"),
        look=(STATUS, LINES, WRAP),
        opens=(
            "Could the second pouch be wrapped like the first one? Farewell party is July 8. Orders #1086 and #1131",
            "<Hello|Hi>. I bought the same pouch twice, #1086 came wrapped, #1131 isn't. <Wrap the second|Can the second be wrapped> as well?",
            "#1131 should <be|come> wrapped like #1086 was. It's for a farewell on July 8.",
            "Two pouches for two colleagues: #1086 (wrapped, here) and #1131. <Please wrap that one too|The same wrap for that one, please>.",
            "The pouch in #1086 came so nicely wrapped. <Can #1131 have that too|Same for #1131, please>? Party on the 8th of July.",
        ),
        answers=(
            "{other} was delivered on {otherday}; {order} is still processing, so <it can be wrapped|the wrap can be added>: $8.",
            "<Two orders|There are two>: {other}, <which you have|delivered {otherday}>, and {order}, processing. {order} can get the wrap for $8.",
            "The second pouch is {order}: {item1}, not packed yet. <Wrapping it costs|A wrap costs> $8, as on {other}.",
            "{order} hasn't been packed, <good timing|so there's time>. The wrap is $8, <a line of its own|one more line>.",
        ),
        asks=(
            Ask(
                (
                    "Same price?",
                    "<And it costs the same|Does it cost the same> as the first?",
                    "<What's the total now|So what do I pay>?",
                ),
                (
                    "The same: $8 for each order. {order} is {newtotal} now.",
                    "<Yes, eight dollars|Eight dollars, as before>. <New total|In total>: {newtotal}.",
                    "$8, once for {order}; <that's|makes> {newtotal}.",
                    "<Exactly the same|Same price>, and {newtotal} for {order} <altogether|in all>.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "So it's done?",
                    "<It's really done|Is it done then>? I don't need to do anything?",
                    "<Then all is set|All set>?",
                ),
                (
                    "<Done|It's done>: Gift Wrap is line 2 of {order}. <Nothing left for you|You needn't do anything>.",
                    "Yes. {order}: {item1} and Gift Wrap, {newtotal}.",
                    "<All of it|All set>. {order} has two lines now, the pouch and the wrap.",
                    "It is: <the line stands on|GFT-WRAP is on> {order}, status processing.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "Will it be here by July 8?",
                    "<And the 8th is no problem|Is it here before the 8th>?",
                    "<When does it come|When will it come>?",
                ),
                (
                    "<I can't promise a day|No day yet>: {order} is processing, and an estimate comes from the carrier only.",
                    "{order} hasn't left, <so nobody has a date|there's no date>. <Tracking may show one later|Later tracking may show an estimate>.",
                    "<That I don't know|I don't know that>. We name no day in advance, for {order} <either|as for all>.",
                    "July 8 I can <neither promise nor rule out|not promise>. {order} first has to be packed.",
                ),
                tone="no",
            ),
        ),
        deed=Deed(
            kind="change",
            claims=False,
            propose=(
                "<Shall I|May I> add Gift Wrap (GFT-WRAP, $8) as line 2 of {order}?",
                "I would add Gift Wrap for $8 to {order}, not to {other}. <Yes|Okay for you>?",
                "<So|My summary>: {order}, line 2, Gift Wrap, $8. <Do you confirm|Is that right>?",
                "<If you say yes|With your yes> the wrap goes on {order} for $8. <Go ahead|Agreed>?",
            ),
            done=(
                "{order} <will be wrapped|gets its wrap>: line 2, Gift Wrap, {newtotal} in all.",
                "<Added|It's added>: Gift Wrap on {order}. The total went up by {difference} to {newtotal}.",
                "<Done|That's in>: {order} has the wrap, {newtotal} altogether.",
                "GFT-WRAP is now line 2 of {order}; <you pay|total> {newtotal}.",
            ),
            yes=("Yes, <wrap it|that one>.", "<Yes please|Please>, #1131.", "<Right|Exactly>, the second one. Yes.", "Yes, <do|go ahead>."),
        ),
    ),
    "gift_deadline-05": Script(
        thing="carry-on",
        look=(STATUS, TRACK),
        opens=(
            "Graduation's on the 3rd. Should I get a spare gift? #1104",
            "<Hello|Hi>, #1104 is a graduation present for July 3. The page says the 3rd. <Do I need a plan B|Shall I buy something else to be safe>?",
            "#1104: estimate July 3, graduation July 3. <Too tight|Is that too close>?",
            "My niece graduates on the third and #1104 is due the <very|same> day. <Do I buy a spare present|Second present, yes or no>?",
            "Order #1104 for a graduation on Friday the 3rd. <Will it come|Can I trust the date>, or should I get another gift?",
        ),
        answers=(
            "{scan}, and {carrier} estimates {est}, <the day itself|the very day>. It's an estimate, so <a spare gift would be the safe way|a small spare isn't a bad idea>.",
            "The estimate for {order} is {est}, <no hour, no promise|without an hour>. {scan}. <If it must be on the day, have something in reserve|I'd have something in reserve>.",
            "{carrier} <expects|names> {est} for {order} ({scan}). <An estimate can slip|Estimates can slip>, and there's no day to spare.",
            "<Tight, yes|It is tight>: {est} by the estimate, last scan {scan}. <I can't promise it|A promise I can't make>, so a card with a picture would be a plan B.",
        ),
        asks=(
            Ask(
                (
                    "What time on the 3rd?",
                    "<Morning or evening|Before noon> on the 3rd?",
                    "<The ceremony is at two|It starts at two>. Before that?",
                ),
                (
                    "There's no hour <in tracking|anywhere>, <only|just> the day, {est}, as an estimate.",
                    "<I see no time of day|No time of day>. {est} is all that {carrier} gives.",
                    "<That isn't shown|Hours aren't shown>, {first}. {order}: {est}, and that is estimated.",
                    "<The desk can't name an hour|I can't name an hour>; {carrier} may answer with {tn}.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "If it's late I want to send it back.",
                    "<And if it comes on the 4th|If it comes too late> I don't want it any more.",
                    "<Can I return it|I can return it> when it's late?",
                ),
                (
                    "<You may|Yes, you may>: unused, with its tags, within 30 days of delivery. The slip is in the parcel.",
                    "That works: 30 days from the delivery, unused. <The refund follows the warehouse's scan|It's refunded once the warehouse has scanned it>.",
                    "<Of course|Sure>. The days count from the delivery, not from today: 30 of them, unused, slip <inside|in the box>.",
                    "<No problem|That's possible>: leave {order} unused, use the slip in the parcel, 30 days.",
                ),
                look=(("kb_search", {"query": "return unused thirty days slip"}),),
                tone="yes",
            ),
            Ask(
                (
                    "<Where is it now|And where is it>?",
                    "Is it <in the country|in Britain> already?",
                    "<Send me the link|The link>, please.",
                ),
                (
                    "{place}, {scanday}, <by the last scan|at the last scan>. {link}",
                    "<Here you can follow it|Follow it>: {link}. Last entry: {scan}.",
                    "It {scan}. <All further scans|More scans>: {link}",
                ),
            ),
        ),
    ),
    "gift_deadline-06": Script(
        thing="order",
        look=(STATUS, LINES),
        opens=(
            "Please take the gift wrap off #1153, I have a box. The rest stays.",
            "#1153: <remove|drop> the gift wrap, I found a nicer box. <Keep the rest|Everything else stays>.",
            "<Hi|Hello>! Could you remove the wrapping from #1153? <I've got my own box|I found a box>.",
            "Order #1153, no wrap <after all|any more>. <Cubes and roll stay|The other two lines stay>.",
            "<I changed my mind|Change of mind> about the gift wrap on #1153. Off with it, please.",
        ),
        answers=(
            "{order} is processing, so <it can come off|that's possible>: line 3, Gift Wrap, $8.",
            "<Possible|That's possible>, {order} isn't packed. The wrap is line 3 ({variant3}); {item1} and {item2} <stay|aren't touched>.",
            "Line 3 of {order} is the Gift Wrap, <at|for> {price3}. <Nothing's packed yet|It hasn't been packed>.",
            "I see three lines on {order}: {item1}, {item2}, and the wrap. <The third can go|The third one can be removed>.",
        ),
        asks=(
            Ask(
                (
                    "Will I get the 8 dollars back?",
                    "<And my 8 dollars|What about the 8 dollars>?",
                    "<The 8 come back to me|I get the 8 back>, right?",
                ),
                (
                    "<Yes|You do>: what is taken off goes back to the original payment method, {difference}.",
                    "{difference} <go back|return> to the original payment method; {order} is {newtotal} now.",
                    "<They do|They come back>: {difference}, the way you paid. New total {newtotal}.",
                    "<Sure|Of course>. {order} went down to {newtotal}, and the {difference} go to the original payment method.",
                ),
                look=(("kb_search", {"query": "refund line taken off order change"}),),
                tone="yes",
            ),
            Ask(
                (
                    "Ships today?",
                    "<And it ships when|When does it ship>?",
                    "<Does it leave today|It leaves today then>?",
                ),
                (
                    "<I can't name a day|No day from me>: {order} is processing, and we give no shipping day in advance.",
                    "<That's open|Open>. {order} gets packed on a working day; <tracking starts with the first scan|the first scan shows it>.",
                    "I don't know, {first}. <There's no day before the scan|Before the first scan there's no day> for {order}.",
                    "<No promise there|I can't promise today>. {order} still has to be packed.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "<The note should read differently too|And I want another text on the note>.",
                    "<Can the note be changed as well|One more: the note>. Another text?",
                    "<And can you change the note|The note needs other words>?",
                ),
                (
                    "<For the note I have no tool|The note I can't edit>: it's printed as it was written at the checkout.",
                    "Notes are printed as written <at the checkout|when you ordered>; I can change lines of {order}, not the note.",
                    "<That one I can't change|I can't reach the note>, sorry. It's printed as written with {order}.",
                ),
                look=(WRAP,),
                tone="no",
            ),
        ),
        deed=Deed(
            kind="change",
            claims=False,
            propose=(
                "<Shall I|May I> take line 3, Gift Wrap, off {order}?",
                "I would remove line 3 of {order}, the Gift Wrap, and leave the rest. <Yes|Right>?",
                "<So|My summary>: {order}, Gift Wrap off, {item1} and {item2} stay. <Do you confirm|Is that right>?",
                "<If you say yes|With your yes> I remove the wrap from {order}. <Go ahead|Agreed>?",
            ),
            done=(
                "The wrap is off {order}; <the total is|you pay> {newtotal}, {difference} less.",
                "<Removed|It's removed>: Gift Wrap, {order}. What stays: {item1} and {item2}, {newtotal}.",
                "<Done|That's out>: {order} has two lines now, {newtotal}.",
                "{order} goes without wrap. New total {newtotal}, <that's|which is> {difference} less.",
            ),
            yes=("Yes, <off with it|remove it>.", "<Right|Correct>, only the wrap.", "Yes <please|thank you>.", "<Go ahead|Do it>, yes."),
        ),
    ),
}

PLANS = plans(SCRIPTS)
