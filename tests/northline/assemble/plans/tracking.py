"""Where is it: the parcel is on its way, and tracking says how far it has come."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Script

SCRIPTS = {
    "tracking-01": Script(
        thing="carry-on",
        opens=(
            "<Hi|Hello>! <Any news|Anything new> on #1100? The page has said the same thing for two days.",
            "<It's about|A question on> #1100, the moss carry-on. The link in <my|your> mail shows nothing new since the weekend.",
            "#1100, please. <Same line|The same sentence> on the tracking page since <Saturday|the weekend>, <is that normal|has it stopped>?",
            "<Could somebody look|Can you look> where my carry-on <is|got to>? Order #1100. The page <does not move|is frozen>.",
            "My <green|moss> suitcase, #1100: the link just <repeats|shows> what it <said|showed> two days ago.",
        ),
        asks=(
            Ask(
                (
                    "<Is tomorrow guaranteed|So tomorrow is certain|Is tomorrow a sure thing>?",
                    "I need it before Wednesday. <Can I count on tomorrow|Tomorrow then, for certain>?",
                    "<Wednesday is too late for me|It must be here before Wednesday>. Tomorrow, yes or no?",
                ),
                (
                    "<No, not guaranteed|It isn't guaranteed>: {est} is {carrier}'s estimate, and an estimate <is no promise|can move>.",
                    "{carrier} <expects it|has it down> for {est}. <I can't turn that into a promise|That is all I have, and it is not a guarantee>.",
                    "<I can't say that it is certain|Certain would be too strong>. Tracking <names|gives> {est} as <an estimate|the estimated day>, <no more than that|nothing firmer>.",
                    "An estimate, <not a promise|no guarantee>: {est}. <Before Wednesday it would be, if that holds|If it holds, you have it before Wednesday>.",
                    "<What I can read out is|The page I see says> {est}, <estimated|as an estimate>. <Nobody here can guarantee it|A guarantee I can't give>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "<Could|Can> somebody <call|ring> the driver?",
                    "<Surely you can phone the driver|You must have a number for the driver>?",
                    "What if you <called|rang up> the <driver|van> and asked?",
                ),
                (
                    "<The desk can't reach|We have no line to> the driver, <I'm afraid|unfortunately>. {carrier} <itself can be asked|answers questions> with the number {tn}.",
                    "<No, drivers can't be reached from here|From here nobody reaches the driver>. You <may|can> ask {carrier} with {tn}.",
                    "Our <article on deliveries|own article> says <it plainly|as much>: <the desk cannot reach the driver|we can't get hold of drivers>. With {tn} you can ask {carrier} <yourself|directly>.",
                    "I have no way <to call a driver|of calling drivers>. {carrier} <may tell you more|is the one to ask>, the number is {tn}.",
                ),
                look=(("kb_search", {"query": "driver delivery attempt hours"}),),
                tone="no",
            ),
            Ask(
                (
                    "<And nothing was scanned today|No scan today at all>?",
                    "So <today there was nothing|nothing today>?",
                    "When did it move last, <exactly|precisely>?",
                ),
                (
                    "<The last scan is the one from|The latest entry is dated> {scanday}, {place}. <Nothing newer is there|Since then there is none>.",
                    "<Nothing from today|No scan of today>: {scan} is the <newest|latest> entry.",
                    "The <newest|last> line reads {place}, {scanday}. <After that the list ends|That's where the list ends>.",
                    "{place} on {scanday} <is the last thing that was scanned|was the last scan>, <today has none so far|none today so far>.",
                ),
            ),
        ),
    ),
    "tracking-02": Script(
        thing="blanket",
        orders=("#1084", "#1030"),
        opens=(
            "where is my blanket please, I ordered it a week and a half ago. tobias.grant@example.com",
            "<Blanket|My blanket>. Ordered <ages ago|the week before last>. Where? My mail is tobias.grant@example.com",
            "<I'm waiting for|Still waiting for> a travel blanket, order 1030 I think. tobias.grant@example.com",
            "<Hello|Hi>, tobias.grant@example.com, <can you tell me where the blanket is|where's the blanket I ordered>? <No idea of the number|I lost the number>.",
            "Order 1030, where is it? The blanket I mean. <E-mail|Mail> is tobias.grant@example.com.",
        ),
        given=True,
        answers=(
            "You have two orders with us: {other}, <delivered|which came> on {otherday}, and {order}. <The blanket is in|Your blanket belongs to> {order}, and it is with {carrier}: {scan}, <estimate|estimated for> {est}.",
            "The blanket is order {order}. {carrier} has it: {scan}. <The estimate is|Expected, by their estimate, on> {est}. ({other} <is the parcel that came on|was delivered on> {otherday}.)",
            "{order} <is the right one|is the one with the blanket>, <not|and not> {other}. {scan}, <says {carrier}|with {carrier}>, and the estimate <says|is> {est}.",
            "<There are two orders under your e-mail|I see two orders>. {order}, placed on {placed}, holds the blanket: {carrier}, {scan}, estimate {est}. {other} <has been with you since|arrived on> {otherday}.",
            "<Found it|Here it is>: the blanket travels in {order}. <Last scan|Newest entry>: {scan}. Estimate: {est}. The other order, {other}, <is closed|came> on {otherday}.",
        ),
        asks=(
            Ask(
                (
                    "No, not the rain cover, that one is here.",
                    "<don't|dont> tell me about the rain cover, <that came long ago|i have that>.",
                    "<Rain cover|The cover> is here <since weeks|long since>. I <asked|am asking> about the BLANKET.",
                ),
                (
                    "<Understood|Clear>, only the blanket then: {order}, <number|tracking number> {tn}, <last seen in|last scan> {place} on {scanday}.",
                    "<Right|Yes>, the cover was {other}. <From here on only|Everything I say from now is about> {order}, the blanket, {tn}.",
                    "<Leaving the cover aside|The cover is off the table>: {order} is the blanket's order, and {carrier} scanned it in {place} on {scanday}.",
                    "The cover <is not what I mean|has nothing to do with it>. Blanket = {order}, last scan {place}, {scanday}.",
                ),
            ),
            Ask(
                (
                    "Just send me the link for the right one.",
                    "<Link|The link>, please. For the right parcel.",
                    "ok and where do i <click|look>. the right one, not the other",
                ),
                (
                    "<The blanket's link|For the blanket, {order}>: {link}",
                    "{link} <is the one for {order}|belongs to {order}, the blanket>.",
                    "<Here you go|Here>: {link} <(it ends in the order's number)|- you see the order's number at its end>.",
                    "For {tn}, <which is|that's> the blanket: {link}",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<and it comes when|so which day>?",
                    "Is it here <this week|before the weekend>?",
                    "will i have it by <thursday|friday>",
                ),
                (
                    "{carrier} estimates {est}. <It's an estimate, so I can't swear to it|More than the estimate I don't have>.",
                    "<By the estimate|If the estimate holds>, on {est}. <A promise it is not|I can't promise it>.",
                    "Tracking <gives|names> {est}. <Take it as an estimate|Please take it as what it is, an estimate>.",
                    "<The carrier's guess is|What {carrier} expects is> {est}, <nothing firmer|without guarantee>.",
                ),
            ),
        ),
    ),
    "tracking-03": Script(
        thing="weekender",
        opens=(
            "Good morning, when will #1098 be here?",
            "<Hello|Good day>. My weekender, order #1098, left a week ago. <Which day does it come|What day may I expect it>?",
            "I should like <a day|a date> for #1098, <please|if you would>.",
            "Order #1098, the tan <bag|weekender>. <The page gives no date|Tracking gives me no date>. When is it <coming|due>?",
            "<When does|On what day does> #1098 arrive? <I'd like to plan|I have to plan around it>.",
        ),
        asks=(
            Ask(
                (
                    "Roughly then. <Your best guess|What would you guess>.",
                    "<Any day|Just any day>. Your best guess, I won't hold you to it.",
                    "<You must have a feeling for it|You see these every day>. Roughly?",
                ),
                (
                    "<I'd be guessing, and a guess helps nobody|A guess from me would be worth nothing>. {carrier} <gives|shows> no estimate, <only|just> the scan in {place} on {scanday}.",
                    "<I won't invent one|I'd rather not make one up>: tracking <holds|has> no estimate. <What is certain|What I know> is {place}, {scanday}.",
                    "<There is nothing to base a guess on|I have nothing to guess from>. No estimate, one scan: {place}, {scanday}.",
                    "<Honestly, I can't|I can't, honestly>. The carrier itself names no day, and <my guess would only sound like one|I know less than the carrier does>.",
                    "<No guess from me|I'll pass on guessing>, {first}: the page shows {place} on {scanday} and <no day after that|nothing about the rest of the way>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "The shop page said fast shipping.",
                    "<But you advertise|Your page promises> fast shipping.",
                    "<Fast shipping, it said|It said fast shipping> when I paid.",
                ),
                (
                    "Your order has {method} shipping, <and for that we name no day in advance|which comes without a fixed day>. It left us on {shipped}.",
                    "<What the order says is|On the order I see> {method} shipping. <No day belongs to that|That doesn't include a day>; the parcel left on {shipped}.",
                    "I <can't say|don't know> what the page <promised|showed>. The order has {method} shipping, <handed over|collected> on {shipped}, and no date is part of it.",
                    "<I understand the annoyance|Fair enough>. It is a {method} order that left on {shipped}; <our shipping article gives no day for it|we give no shipping day in advance>.",
                ),
                look=(("kb_search", {"query": "standard express shipping day"}),),
                tone="no",
            ),
            Ask(
                (
                    "<And where do I see it move|Where can I watch it>?",
                    "<May I have the link|Then at least the link>, please.",
                    "How will I <notice|know> when there is a date?",
                ),
                (
                    "<On this page|Here>: {link}. <An estimate would appear there|If the carrier adds a day, you see it there>.",
                    "{link} <shows every scan|has each new scan>, and an estimate too, <should there be one|once there is one>.",
                    "<Follow|You can follow> {tn} here: {link}",
                    "The number is {tn}, the page {link}. <Whatever the carrier adds, it adds there|New scans appear there first>.",
                ),
                tone="yes",
            ),
        ),
    ),
    "tracking-04": Script(
        thing="backpack",
        opens=(
            "Tracking says out for delivery. What time?? #1114",
            "<#1114 is out for delivery|My backpack, #1114, is on the van>. When <exactly|does it come>?",
            "<Quick one|Quick question>: #1114, out for delivery today, <which hour|what hour>?",
            "hi, order #1114, says out for delivery. <i need the time|can i get a time>",
            "<What time is|When's> #1114 coming? I have to <leave|be out of the house> at four.",
        ),
        asks=(
            Ask(
                (
                    "Before or after 4 pm?",
                    "<I leave at four|I'm gone at four>. Before or after?",
                    "just tell me <before 4|morning or afternoon>",
                ),
                (
                    "<I can't tell|No way to tell>: tracking shows the scan of <this morning|today, {place}>, and no hour.",
                    'There is no hour <in tracking|on the parcel>, <only|just> "out for delivery" in {place} since <this morning|today\'s scan>.',
                    "<Neither, that I could see|That isn't shown>. {place}, today, on the vehicle, <full stop|and no time of day>.",
                    "The desk <sees no hours|can't name an hour>, {first}. The scan says {place}, {scanday}, out for delivery; <when the van reaches you isn't in it|that's where it ends>.",
                    "<Sorry, no hour anywhere|I have no hour>. Today is {carrier}'s estimate, <four o'clock isn't part of it|the time isn't>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "Tell them to leave it at the barber's.",
                    "<Can|Could> the driver <leave|drop> it with the barber downstairs?",
                    "there's a barber downstairs, <let them leave it there|they can take it. tell the driver>",
                ),
                (
                    "<I can't pass that on|That message wouldn't reach the driver>: the desk has no way to instruct drivers. <You may ask {carrier}|{carrier} may do it for you> with {tn}.",
                    "<Nice idea, but|A good plan, only> I can't tell the driver anything. With {tn} you can ask {carrier} <yourself|whether they do that>.",
                    "We <can't redirect|don't get to redirect> a parcel that has left, <not even downstairs|the barber included>. {carrier} <can be asked|takes such wishes>, number {tn}.",
                    "<Instructions for the driver go through {carrier} only|Only {carrier} talks to the driver>. Your number for that is {tn}.",
                ),
                look=(("kb_search", {"query": "driver neighbour redirect"}),),
                tone="no",
            ),
            Ask(
                (
                    "<And if I miss them|What if nobody opens>?",
                    "<and when i'm out|i wont be here then, what happens>?",
                    "Do they come again if I'm <out|gone>?",
                ),
                (
                    "<They try twice|There are two attempts>. After that the parcel <comes|goes> back to our warehouse.",
                    "The carrier tries <a second time|twice>; <only then|only after the second try> it <returns|travels back> to us.",
                    "<One missed try isn't the end|Missing them once is fine>: the carrier tries twice before a parcel goes back to our warehouse.",
                    "Then there is a second attempt. <After two, it goes back to the warehouse|Two failed ones send it back to us>.",
                ),
                look=(("kb_search", {"query": "missed delivery attempt nobody home"}),),
            ),
        ),
    ),
    "tracking-05": Script(
        thing="packing cubes",
        opens=(
            "I threw away the mail with the tracking link, silly me. Can you send it again?",
            "<Oh dear|Dear me>, I <deleted|have deleted> the shipping mail. <Might I have the link once more|Could you give me the link again>?",
            "<Hello|Good afternoon>, the mail with my tracking link is <gone|in the bin>, my own fault. May I have it <again|a second time>?",
            "My grandson tidied up my inbox and now the tracking mail is gone. Can I get the link <from you|here>?",
            "Where do I see my parcel? I <had|used to have> a mail with a link <but I lost it|and threw it out>.",
        ),
        answers=(
            "{order}: <carrier|it travels with> {carrier}, number {tn}, link {link}",
            "<Found it|There it is>, {first}: order {order} left on {shipped} with {carrier}. <Number|The number is> {tn}, <link|and the link> {link}",
            "Your parcel is {tn}, with {carrier}. <You can follow it at|The page is> {link} (order {order}).",
            "The link <for|of> {order} <again|once more>: {link}. {carrier} <brings it|is the carrier>, and {tn} is its number.",
            "<Nothing lost|No harm done>: {link} <shows where {order} is|is the page>. {carrier}, {tn}.",
        ),
        ask_first=True,
        asks=(
            Ask(
                (
                    "And who brings it?",
                    "<Which van do I look out for|What van should I look for>?",
                    "<Which company is that|Who is it that comes>, please?",
                ),
                (
                    "{carrier} <brings it|has the parcel>, so <look out for their van|it's their van you're waiting for>.",
                    "<That's|It is> {carrier}, {first}. <The order names no other carrier|They have had it since {shipped}>.",
                    "{carrier}. <They collected it on|It has been with them since> {shipped}.",
                    "<A van of {carrier}'s|{carrier}, in their own van>; <the parcel|{tn}> was handed to them on {shipped}.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<Is that number one or eight at the front|Could you spell the number for me>?",
                    "<And the number on its own, please|Could you write the number once more by itself>?",
                    "My eyes are not the best. <The number again|What was the number>?",
                ),
                (
                    "<Gladly|Of course>: {tn}. The last four digits are your order, {order}.",
                    "{tn} - <letters N and L|N, L>, then two groups of four digits.",
                    "<Here on its own line|On its own>:\n{tn}",
                    "It is {tn}, and <it stands in the link as well|the link ends with the same signs>: {link}",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "<Is it near already|Has it come far>?",
                    "<And where is it today|Where is it now>?",
                    "When might it <be here|turn up>?",
                ),
                (
                    "<Last scan|The newest scan>: {scan}. {carrier} <estimates|expects> {est}, <an estimate and no promise|which is an estimate>.",
                    "{scan}, <that's the latest|nothing newer yet>. <The estimate is|They estimate> {est}.",
                    "<It was last seen in|Its last stop was> {place} on {scanday}; <estimated for|the estimate says> {est}.",
                    "In {place} on {scanday}, <by the last scan|when it was last scanned>. The day they estimate is {est}; <days like that can move|it can still move>.",
                ),
                look=(("tracking", {"tracking_number": "{tn}"}),),
            ),
        ),
    ),
    "tracking-06": Script(
        thing="garment bag",
        opens=(
            "You sent my garment bag again, where do I see that one? The old number just says lost. #1021",
            "<Hi|Hello>, #1021. The first parcel was lost, a second one <left|was sent> on the 20th. <Its tracking, please|Where do I track it>?",
            "I keep <staring at|looking at> a number that says LOST. You sent a second garment bag, <what's its number|where is that>? Order #1021",
            "Order #1021, the replacement. <I need the tracking of the NEW parcel|The new parcel's number please>, today <if possible|please>.",
            "<Garment bag, second try|The second garment bag>: #1021. Where do I follow it? The link I have is <the dead one|for the lost one>.",
        ),
        answers=(
            "<The new parcel is|Your second parcel is> {tn}, with {carrier} since {shipped}: {scan}, <estimate|estimated for> {est}. {link}",
            "{tn} is <the replacement's number|the one that counts>, not {oldtn}, <which was lost|the lost one>. <Last scan|Newest scan>: {scan}. Estimate: {est}. {link}",
            "<Forget|You can forget> {oldtn}. The garment bag that left on {shipped} is {tn}: {link} - {scan}, estimate {est}.",
            "There are two numbers on {order}. {oldtn} was declared lost; {tn} is <yours|the new one>, {scan}, and {carrier} estimates {est}. <Follow it at|Page>: {link}",
            "<Follow this one|This is the one>: {link} ({tn}). {carrier} has had it since {shipped}; {scan}; <the estimate is|estimated arrival> {est}.",
        ),
        second=True,
        over=("Customer asks <which parcel is the new one|for the replacement's tracking> on {order}; {tn} was given, please <check|double-check>",),
        asks=(
            Ask(
                (
                    "Are you sure this is the new one?",
                    "<And that's not the lost one again|That is really the new parcel>?",
                    "<Sure|You're sure>? I don't want to <look at|follow> the wrong one <again|for another week>.",
                ),
                (
                    "<Yes|I am>: {tn} left on {shipped}, the lost one, {oldtn}, <did so before|is the older of the two>. <The order names {tn} for the replacement|Replacement and {tn} stand together on the order>.",
                    "<Sure|Quite sure>. The replacement RS-1021-1 carries {tn}. {oldtn} <is the one that says lost|is the first parcel>.",
                    "<It is|Yes, it is>. Status of {tn}: in transit. Status of {oldtn}: lost. <That tells them apart|They can't be confused>.",
                    "The order <itself says so|shows it>: RS-1021-1, number {tn}, shipped on {shipped}.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "The wedding is on July 6, will it make it?",
                    "<I need it for a wedding on July 6|It's for a wedding, 6 July>. Does it <get here|arrive> in time?",
                    "<Will it be here for the 6th of July|July 6 is the wedding>. <In time|Yes or no>?",
                ),
                (
                    "{carrier}'s estimate is {est}, <so before the 6th|that is before July 6>. <It is an estimate, I can't promise the day|I can't make a promise of it>.",
                    "<If the estimate of {est} holds, yes|By the estimate, {est}, yes>. <Whether it holds I don't know|But it's only an estimate>.",
                    "The page says {est}. The wedding is July 6. <More I can't read out of it, and I won't promise|That leaves some days, and no guarantee>.",
                    "I <can't promise|may not promise> it. <What speaks for it|The good sign>: {scan}, estimate {est}.",
                ),
            ),
            Ask(
                (
                    "<And what happens with the lost one|What if the lost one turns up after all>?",
                    "Do I <have|need> to do anything about the lost <parcel|one>?",
                    "And the first parcel? <Is that closed|Do you still look for it>?",
                ),
                (
                    "{carrier} <closed its search|declared it lost>, <nothing is left for you to do|you don't have to do anything>.",
                    "<Nothing|No, nothing>. {oldtn} stands as lost and is replaced by {tn}; <your part is done|there's nothing for you to do>.",
                    "The status of {oldtn} is lost, <full stop|as far as I can see>. <For you only {tn} matters|Only {tn} matters from here>.",
                    "It <stays|is down> as lost. <I see no open question for you there|There's no form and no step for you>.",
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
