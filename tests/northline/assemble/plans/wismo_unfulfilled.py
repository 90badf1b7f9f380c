"""Where is it, and it has not left: what the status means, and no day that nobody named."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Script
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
LINES: Call = ("order_items", {"order_id": "{order}"})
SHIPPING: Call = ("kb_search", {"query": "shipping processing packed express"})
BACKORDER: Call = ("kb_search", {"query": "backorder sold out queue"})

SCRIPTS = {
    "wismo_unfulfilled-01": Script(
        thing="backpack",
        look=(STATUS, LINES),
        opens=(
            "Twelve days and still 'processing'. Is anyone packing this? #1080",
            "Order #1080, <placed|ordered> on the 17th. <Nothing has happened|It hasn't moved an inch>. <Have you forgotten me|Why>?",
            "<My rust backpack|The rust backpack>, #1080: processing, processing, processing. <For twelve days|Since twelve days>.",
            "<Hello|Hi>, #1080 hasn't moved since I <bought|ordered> it. Is somebody <working on it|packing it>?",
            "#1080. Almost two weeks. <Does your warehouse sleep|What takes so long>?",
        ),
        answers=(
            "{order} waits for the {item1}, which is on backorder. <The date on the order is|Expected on> {back}, <our only date|and that's the only date we have>.",
            "<Nobody is packing it yet|It can't be packed yet>: the {item1} is sold out and expected on {back}. <Until then {order} stays in processing|That's why it says processing>.",
            "The {item1} on {order} is backordered, <with {back} as the date|expected {back}>. <While it is processing you can change the colour or cancel|You may wait, take another colour, or cancel>.",
            "<It's the backorder|The reason is a backorder>: {item1}, expected on {back}. <The order keeps its place|Your place in the queue is kept>.",
            "{order}, placed on {placed}, is waiting for stock: {item1}, {back}. <Another colour or a cancellation is possible|You could change colour or cancel> until it's packed.",
        ),
        asks=(
            Ask(
                (
                    "Is there one in another warehouse?",
                    "<Surely there's one|Maybe there is one> in another warehouse?",
                    "<Can you look|Could you look> whether some other <place|store> has one?",
                ),
                (
                    "<None that I could see|I see none>: the article says sold out, expected on {back}. <The other colours are in stock|Ink and moss are there>.",
                    "The product page <I have|here> says sold out for rust, <full stop|with {back} as the date>. Ink and moss <are in stock|would be there now>.",
                    "<No other stock is listed|There's no second stock in my list>. Rust: {back}. Ink or moss: <available|in stock>.",
                    "I can only say what the stock list says: rust is sold out until {back}, <ink and moss are not|the other two colours aren't>.",
                ),
                look=(("kb_search", {"query": "brae backpack 28 rust stock"}),),
                tone="no",
            ),
            Ask(
                (
                    "Can I jump the queue?",
                    "<Put me first|Could you put me first> then. I've waited long enough.",
                    "<Is there a way to be first|Any way up the queue>?",
                ),
                (
                    "<No, everybody keeps their place|Backorders keep their place in the queue>, yours as well. <You lose nothing by waiting|Nobody passes you either>.",
                    "The queue <isn't mine to change|can't be changed from here>; {order} <stands in it since|has its place since> {placed}.",
                    "<There's no way past it|No way past it>, I'm afraid. Your place <dates from|counts from> {placed}.",
                    "<Places aren't moved|We don't move places>. <What helps instead|What would be quicker>: another colour, as long as {order} is processing.",
                ),
                look=(BACKORDER,),
                tone="no",
            ),
            Ask(
                (
                    "<And July 20 is certain|Is that date safe>?",
                    "So on that day <it ships|I have it>?",
                    "Can I rely on <that|the> date?",
                ),
                (
                    "It's the date when it's expected <in stock|here>, <not a delivery day|and nothing beyond that>. <A firmer one I don't have|I've no firmer one>.",
                    "{back} is <what the order says|the expected day>, and the only date. <I can't add a promise|A promise it is not>.",
                    "<Expected, not certain|As expected, that's all>: {back}. Packing and the carrier come after it.",
                    "<I know that one date|That one date is all I know>, {back}, <as an expectation|and it is expected, not promised>.",
                ),
                tone="no",
            ),
        ),
    ),
    "wismo_unfulfilled-02": Script(
        thing="suitcase",
        look=(STATUS, SHIPPING),
        opens=(
            "I paid for EXPRESS. It's Monday. Why hasn't it left. #1169",
            "#1169. Express, <25 dollars|extra money>, ordered Saturday. And it sits there. <Explain|Please explain>.",
            "Express means <today|same day>, no? #1169 <is still processing|hasn't shipped>!",
            "Order #1169 with express <from Saturday|of Saturday>. It is Monday <morning|now> and nothing has <left|shipped>.",
            "<What is express about|Where's the express in> #1169? Two days and not even packed.",
        ),
        answers=(
            "{order} came in on {placed} and is processing. Express means <it's packed first and flies|packed first, then by air>, and it starts on the working day on which it is packed.",
            "<Our shipping article says|By our article>: express is packed first and travels by air; it begins on the working day of the packing. {order} was placed on {placed}, <a weekend|outside working days>.",
            "You do have express on {order}. <Orders are prepared on working days|We pack on working days>, and yours came on {placed}. <Not packed yet|It hasn't been packed so far>.",
            "Status of {order}: processing, {method}. The express way starts with the packing, <on a working day|and that's on working days>; the order is from {placed}.",
            "<It hasn't left because|The reason>: {order} was placed on {placed}, <and Saturday and Sunday aren't working days|over the weekend>. Express puts it first in packing and on a plane.",
        ),
        asks=(
            Ask(
                (
                    "Then refund the express fee.",
                    "<I want|Give me> the 25 dollars back then.",
                    "<So I get the fee back|And the fee comes back to me>, yes?",
                ),
                (
                    "<The fee isn't refunded|I can't refund the fee>: {order} is packed first and goes by air, <which is what it pays for|as express says>.",
                    "<No refund for that|That one I can't give back>: nothing about the express of {order} has been <missed|left out> so far.",
                    "The express fee <stays|remains>, since the service <is still to come|hasn't even begun>: first in line, then by air.",
                    "<I understand the wish|I see why you ask>, but there's no rule for it. {order} <keeps|has> its place in front and its flight.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "So what did I pay for?",
                    "<What's the 25 for|25 dollars for what>?",
                    "And what <exactly is|is> faster about it?",
                ),
                (
                    "For two things: packed <before the others|first>, and carried by air. <A day isn't part of it|No fixed day belongs to it>.",
                    "<Priority at the packing table|Being packed first> and a <plane instead of a truck|flight>. <Same day is not in it|It doesn't say same day>.",
                    "Express <is|means> first in packing, then air. <We name no shipping day in advance|No shipping day is named before>, for nobody.",
                    "<Speed on the way|The way, not the weekend>: packed first, by air, from the working day it's packed on.",
                ),
                look=(("kb_search", {"query": "express 25 USD packed first air"}),),
            ),
            Ask(
                (
                    "<Does it go today|Will it go today> at least?",
                    "When then? <Today|Tonight>?",
                    "<I need a time|Name a day>.",
                ),
                (
                    "<I can't name one|No day from me>: we give no shipping day in advance. <Once scanned, tracking shows it|Tracking begins with the carrier's first scan>.",
                    "<Today is a working day, more I can't say|It's a working day, that's all I can say>. The first scan <tells|will show>.",
                    "That I don't know, and I won't guess. <When {order} is scanned you have a number|The tracking number comes with the scan>.",
                    "<A day would be invented|I'd have to invent one>. {order} is in processing, <next comes packing|packing is next>.",
                ),
                tone="no",
            ),
        ),
    ),
    "wismo_unfulfilled-03": Script(
        thing="sling",
        look=(STATUS, SHIPPING),
        opens=(
            "My sling has been 'packed' since Friday, is it stuck? #1112",
            "<Hello|Hi there>! #1112 says packed. It <said|says> so on Friday as well. <Did it fall off the truck|Is it sitting in a corner>?",
            "#1112, my sling and some socks: packed since Friday. <What does that mean|What's packed, exactly>?",
            "<A little question|Just wondering>: order #1112, 'packed', and nothing since. Stuck <somewhere|on a shelf>?",
            "Is #1112 <forgotten|lost in a corner>? It's been packed for days and <doesn't move|there it stays>.",
        ),
        answers=(
            "Packed means {order} is closed and labelled, waiting for the carrier. <There's no scan yet|No scan so far>, and tracking <begins|starts> with the first one.",
            "<Not stuck that I could see|Nothing says stuck>: {order} is packed, so closed, labelled, <ready for the carrier|and waiting for pickup>. Tracking starts when the carrier scans it.",
            "\"Packed\" is the step <between|after> processing and <the carrier|shipping>: box closed, label on. {order} <waits for its first scan|has no scan yet>.",
            "{order} from {placed} is <in its box with the label on|boxed and labelled>. <What's missing|Only missing> is the carrier's first scan; with it tracking begins.",
            "<It's ready|Ready to go>: {order} is packed and labelled. The carrier hasn't scanned it <so far|yet>, so <there is no tracking|tracking is empty>.",
        ),
        asks=(
            Ask(
                (
                    "When exactly is the pickup?",
                    "<And when does the truck come|What time does the truck come>?",
                    "<Which day|What day> do they collect it?",
                ),
                (
                    "<I have no pickup time|A pickup time I don't have>, and we name no shipping day in advance. The first scan <shows it|will tell>.",
                    "<That isn't in my tools|I can't see that>: no day, no hour. Once {order} is scanned, <you see it|it shows>.",
                    "<I don't know, honestly|Honestly, I don't know>. What I do know: tracking begins with the pickup's scan.",
                    "No time is given <anywhere|to us>, so I won't make one up. {order} is ready <whenever they come|for it>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "So nobody forgot it?",
                    "<And it's not forgotten|It isn't forgotten, is it>?",
                    "<You're sure it isn't in a corner|No dusty corner, then>?",
                ),
                (
                    "<Everything I see|What I see> is as it should be: {order}, packed, {street}, {method}. <Nothing points to a corner|No sign of forgetting>.",
                    "<It's on the list as packed|It stands there as packed>, no hold, no note. <More I can't see from here|The corner itself I can't see> 🙂.",
                    "No: closed, labelled, <and in line|waiting>. <I see no problem on {order}|There's no problem noted on {order}>.",
                    "<I see nothing that says so|Nothing says so>. Order {order} of {placed}, packed, <all in order|no open question>.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<Will you mail me when it goes|How do I know that it's gone>?",
                    "<And then|So after that> I can follow it?",
                    "<Where do I see it|What do I click> once it moves?",
                ),
                (
                    "With the first scan {order} gets a tracking number; <the order shows it|you see it on the order>. <Ask us again and I read it out|I can read it out then>.",
                    "<Then there's a number|Then a number exists> on {order}. <Before the scan there is none|None before that>.",
                    "The status changes to shipped, and {order} <carries|has> number and link <from then on|with it>.",
                    "As soon as it's scanned, <number and link stand on the order|the order has a link>. <Until then there's nothing to click|Nothing to click before>.",
                ),
            ),
        ),
    ),
    "wismo_unfulfilled-04": Script(
        thing="backpack",
        look=(STATUS, LINES, SHIPPING),
        opens=(
            "can you ship the toiletry roll and the sleeve already and the backpack later? #1066",
            "#1066 waits for the backpack. <Send me the two small things now|Could the two small things go first>?",
            "<Hi|Hello>, order #1066: <split it please|please split it>. Roll and sleeve now, backpack <when it's there|later>.",
            "Order #1066. Two of three things are there, right? <Then ship those|Ship those two>.",
            "<I'd like|I want> the sleeve and the roll of #1066 now, the <bag|backpack> can follow.",
        ),
        answers=(
            "<An order travels whole|Orders travel whole>, it isn't split. {order} waits for the {item1}, expected on {back}.",
            "<I can't split it|Splitting isn't possible>: by our shipping article an order goes out in one piece. The {item1} is <due|expected> on {back}.",
            "{order} goes as one parcel, {item1} included, <and that one is expected on {back}|which is on backorder until {back}>.",
            "The {item2} and the {item3} <have to wait for|wait for> the {item1} ({back}): <orders are not split on request|we don't split orders>.",
            "<All three travel together|The three go together>. <Holding things up|The one that holds it> is the {item1}, {back}.",
        ),
        asks=(
            Ask(
                (
                    "Other shops split orders.",
                    "<Everybody else splits|Every other shop can do it>.",
                    "<That's silly|Come on>, others do that <all the time|without asking>.",
                ),
                (
                    "<They may|That may be>; ours go out whole. <What could change the date|What I can change> is the colour, while {order} is processing.",
                    "<I believe it|I don't doubt it>. Here it's one order, one parcel. A colour that's in stock would <end the wait|free {order}>.",
                    "True of others, <not of us|not here>, sorry. The way round is another colour <of the backpack|for line 1>.",
                    "<I can't speak for them|Others I can't judge>. With us {order} leaves together. <A colour from stock is the way out|You could pick another colour>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "What colours are there right now?",
                    "<Which colours do you have|What have you got in stock> then?",
                    "<And if I take another colour|Another colour>, what's there?",
                ),
                (
                    "Ink and moss are in stock, <each at|both for> $225, <the same price|like yours>. <Tell me if you want one, I change nothing until then|Say so if you'd like it; I change nothing unasked>.",
                    "<In stock|There now>: Brae Backpack 28 in ink or in moss. <Shall I leave {order} as it is, or do you want one of those|You decide, {order} stays as it is until you do>.",
                    "Two: ink, moss. Rust comes back on {back}. <If you name one I can swap it|I could swap line 1>, after your yes.",
                    "<Ink or moss|Moss or ink>, same price as rust. <Only if you say so|I only change it if you tell me to>.",
                ),
                look=(("kb_search", {"query": "brae backpack 28 colour stock"}),),
            ),
            Ask(
                (
                    "<Hm, then I leave it|I'll keep the rust, then>. Do I pay shipping?",
                    "<No, rust it stays|I stick with rust>. What did I pay <again|in all>?",
                    "let me think about it. <what's the total again|whats on the order again>",
                ),
                (
                    "Nothing changes then. {order}: {total}, shipping included, {method}.",
                    "<Fine|All right>, rust stays. The total of {order} is {total}, <with nothing added|no more to pay>.",
                    "{item1}, {item2} and {item3}, {total} <altogether|in all>. It stays as it is.",
                    "<Your order|{order}> stands at {total}, <unchanged|as before>: {item1}, {item2}, {item3}.",
                ),
            ),
        ),
    ),
    "wismo_unfulfilled-05": Script(
        thing="order",
        given=True,
        look=(STATUS, LINES),
        opens=(
            "My card was charged on Friday but I have no confirmation. Did my order go through? yuki.tanabe@example.com",
            "yuki.tanabe@example.com - charged on Friday, no mail. <Is there an order|Do you have my order>?",
            "<Hello|Hi>. I ordered on Friday, the money is gone, but no <confirmation|e-mail>. Did it work? yuki.tanabe@example.com",
            "I'm worried that my order of Friday <was never placed|doesn't exist>. My e-mail: yuki.tanabe@example.com",
            "No confirmation mail since Friday, <but my card paid|but a charge>. yuki.tanabe@example.com, <please check|can you check>?",
        ),
        answers=(
            "<It went through|Your order is here>: {order}, placed on {placed}, {item1} and {item2}, {total}. <Status|It is>: processing.",
            "<Yes, it exists|It does exist>: {order} of {placed}. <On it|Inside>: {item1}, {item2}. Total {total}, processing.",
            "<There is one order under your e-mail|I found it>: {order}, {placed}, {total}, for the {item1} and the {item2}. It's processing.",
            "{order} <was placed|came in> on {placed} over {total}: {item1}, {item2}. <It's being prepared|Status: processing>.",
            "<No need to worry|All fine>: {item1} and {item2}, {total}, order {order}, in processing since {placed}.",
        ),
        asks=(
            Ask(
                (
                    "Can you resend the confirmation?",
                    "<Could I have|Please send> the confirmation mail again?",
                    "<Then send it again|And the mail>, please?",
                ),
                (
                    "<I can't send mails again|Mails can't be sent again from here>, sorry. <The facts are in this chat|What it would say>: {order}, {placed}, {total}.",
                    "The desk <has no way to resend it|can't resend mails>. <Please note down|Keep> the number {order}, that's all you need.",
                    "<That's not possible for me|Not from here>, I'm afraid. {order} and your e-mail <are enough for any question|will always find it>.",
                    "<We send no mails again|No mail again>, {first}. With {order} <you can always ask us|we find it at once>.",
                ),
                look=(("kb_search", {"query": "confirmation mail account"}),),
                tone="no",
            ),
            Ask(
                (
                    "So it is real?",
                    "<And it's really there|So it really exists>?",
                    "<You're sure|For sure>? It's real?",
                ),
                (
                    "<It is|Yes, it is>: {order}, two lines, {total}, to {street}, {town}.",
                    "<Quite real|As real as it gets>: placed on {placed}, processing, {total}.",
                    "Yes. <I have it open|I'm looking at it>: {item1}, {item2}, {street} in {town}.",
                    "<Really there|Sure>, {first}. It goes to {street}, {town}, with {method} shipping.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<And when does it ship|So when will it ship>?",
                    "Does it leave <today|this week>?",
                    "<How long is processing|How long does it stay in processing>?",
                ),
                (
                    "<We give no shipping day in advance|A day I can't name>. Next it's packed; <tracking starts with the first scan|after the first scan you can follow it>.",
                    "<I don't have a day|There's no day to give>. Orders are prepared on working days, {order} <too|as well>.",
                    "<That's open|Open>: working days, in turn. <The first scan opens tracking|When it is scanned, {order} shows a number>.",
                    "No date <from me|in advance>, {first}. <First packed, then scanned|Packing, then the carrier>, then you can follow it.",
                ),
                look=(SHIPPING,),
                tone="no",
            ),
        ),
    ),
    "wismo_unfulfilled-06": Script(
        thing="jacket",
        look=(STATUS, LINES, ("kb_search", {"query": "rail jacket xs stock"})),
        opens=(
            "Is there any date at all for the Rail Jacket in XS? Order #1048.",
            "Order #1048, Rail Jacket XS. <Do you have a date|Any date>, even a rough one?",
            "<Hello|Good day>. I'm waiting for a jacket in XS, #1048. When <is it in stock|does it come back>?",
            "#1048: <the jacket in XS has no date|no date for the XS jacket>. <Do you know more|Does anyone know more>?",
            "<I'd like to know|Please tell me> honestly about #1048, the XS jacket: <is it ever coming|when>?",
        ),
        answers=(
            "<There is no date|None>: the product article says sold out, no date, for XS. {order} <keeps its place|stays in the queue>; you can wait, take another size, or cancel.",
            "The {item1} is sold out <and nobody has given a date|without a date>. <Your options|You may>: wait, another size while it's processing, or cancel.",
            "<I looked in both places|I looked at order and article>: no date on {order}, none in the product's article. Waiting, another size, or a cancellation <are all open|all work>.",
            "<No date, not even a rough one|Not even a rough date>. {order} waits for the {item1}; a size S <is in stock|would be there>, or you cancel, <as you like|your choice>.",
            "XS: sold out, no date. <That's word for word what I have|More the article doesn't say>. {order} can wait, change size, or be cancelled.",
        ),
        asks=(
            Ask(
                (
                    "Weeks or months?",
                    "<But roughly|Roughly>: weeks or months?",
                    "<Is it more like weeks|Would you say weeks>, or months?",
                ),
                (
                    "<I can't even say that|Not even that>: no date means no range either. <Anything else would be made up|I'd be making it up>.",
                    "<Neither, honestly|I don't know which>. The article names nothing, so <I name nothing|neither do I>.",
                    "I'd be guessing, {first}, <and you asked for honesty|and you'd plan by it>. Nothing is known about XS.",
                    "<Unknown|That's unknown>. When there's a date, it stands on {order}; <today there's none|so far none does>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "Would you wait?",
                    "<What would you do|Wait or cancel, what would you do>?",
                    "<Your honest opinion|Honestly>: wait, or cancel?",
                ),
                (
                    "<If you have a jacket for now, wait|If it's not urgent, wait>: waiting costs nothing and you can cancel <any day until it's packed|as long as it's processing>. For a fixed date, <I wouldn't|don't>.",
                    "<Depends on when you need it|It depends on your plans>. No trip in sight: wait. <A trip|With a trip> in sight: another jacket. {order} can be cancelled while it's processing.",
                    "I'd wait only if <XS is the only size|no other size will do>. It is cut close, and between two sizes the larger is <advised|the one to take>, so S isn't <crazy|a bad thought>.",
                    "<You can wait without risk|Waiting has no risk>: {total} come back in full if you cancel while it's processing. <I'd do that|That's what I'd do>, without counting on a date.",
                ),
            ),
            Ask(
                (
                    "<Then I'll wait|I'll wait>, thanks for not pretending. Nothing gets cancelled, right?",
                    "<Good, I wait|All right, I'll wait>. You <don't cancel|didn't cancel> anything?",
                    "<I prefer to wait|Waiting it is>. The order stays as it is, yes?",
                ),
                (
                    "<Nothing is cancelled|I've cancelled nothing>: {order} stays, {item1}, {total}.",
                    "<It stays exactly so|Exactly>: {order} of {placed} keeps its place.",
                    "Right. I haven't touched {order}, <it's as you placed it on {placed}|everything is as before>.",
                    "<All unchanged|Unchanged>: {item1}, order {order}, <in the queue since {placed}|still in line>.",
                ),
                tone="yes",
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
