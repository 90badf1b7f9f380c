"""Where is it, with a journey ahead: honest about estimates, and nothing is sent a second time to be on the safe side."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Script

RETURN = ("kb_search", {"query": "return window slip unused"})
REDIRECT = ("kb_search", {"query": "redirect parcel carrier address left"})

SCRIPTS = {
    "wismo_travel-01": Script(
        thing="carry-on",
        opens=(
            "I fly on the 3rd. Does #1105 get here before that or not?",
            "<Flight on July 3, morning|I'm on a plane on the morning of July 3>. Order #1105: <is it here by then|does it make it>?",
            "#1105. I need <that|the> carry-on in my hand before I fly on the third. <Will it be|Yes or no>?",
            "<My flight is|I leave> on July 3. <Give me a straight answer|Straight answer please>, does #1105 arrive before?",
            "Order #1105, carry-on. I fly Friday the 3rd. <I want it in writing that it comes in time|Can you confirm in writing that it's here before>?",
        ),
        asks=(
            Ask(
                (
                    "Promise me.",
                    "<Then promise it|So promise it>. In writing.",
                    "<I need a yes|A simple yes>. Promise me it's here.",
                ),
                (
                    "<I can't, and I won't pretend|I won't, because I can't keep it>: {est} is {carrier}'s estimate, <and estimates move|nobody here can fix it>.",
                    "A promise <isn't mine to give|would be worth nothing>. <In writing you get|What I can put in writing is> this: estimate {est}, last scan {place}, {scanday}.",
                    "<No promises|Not that>, {first}. The estimate stands at {est}, <one day before you fly|the day before your flight>.",
                    "<I'd rather be honest|Better honest than nice>: {est} is expected, and expected is <all it is|not promised>.",
                    "<Only tracking can say, and it says|In tracking it is> {est}, estimated. <I can't make it firmer|Firmer than that I can't make it>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "And if it doesn't, who pays for a new bag at the airport?",
                    "<If it's late I have to buy one|If it's late, I buy a bag> at the airport. <Who pays|You pay for that>?",
                    "So when it's late, <you cover|you reimburse> the bag I buy instead?",
                ),
                (
                    "<We don't pay for that|That we can't pay>. What you can do: <send it back unused|return it unused> within 30 days of delivery, <with the slip|the slip is in the parcel>.",
                    "Costs of <travel|the trip> are not covered, <I'm sorry|sorry>. A case that comes too late may <come back|be returned>, unused, within 30 days, and is refunded after the warehouse's scan.",
                    "<Not us|Northline doesn't>, I'm afraid. <Your way out is the return|The remedy is a return>: unused, with its tags, 30 days from delivery, slip in the parcel.",
                    "A bag <from the airport|bought elsewhere> would be <yours to pay|on you>. Ours could then go back unused <for a refund|and be refunded>; the 30 days begin with the delivery.",
                ),
                look=(RETURN,),
                tone="no",
            ),
            Ask(
                (
                    "Where is it <right now|this minute>?",
                    "<How far has it come|How far along is it> then?",
                    "<Is it at least in the area|At least tell me where it is>.",
                ),
                (
                    "{scan}, <that's the newest entry|nothing newer>. <It was on its way from there|From there it goes on>.",
                    "<By the last scan|Last scan>: {scan}. <See it move here|You can watch it here>: {link}",
                    "The newest line <says|reads> {scan}. <More the page doesn't give away|That's where the list ends>.",
                    "In {place} on {scanday}. <Each new scan shows at|New scans show at> {link}",
                ),
            ),
        ),
    ),
    "wismo_travel-02": Script(
        thing="weekender",
        opens=(
            "We leave on our honeymoon on Wednesday and my weekender is nowhere!! #1092",
            "<Help|Please help>! Honeymoon starts on July 1 and #1092 is <still not here|nowhere to be seen>!",
            "#1092 - my weekender for our HONEYMOON. <Wednesday we're off|We go on Wednesday>. Where is it???",
            "<Hi, it's our honeymoon|We're going on our honeymoon> on Wednesday and the bag, #1092, has <no date at all|not come>. What do I do?",
            "I got married on Saturday and my weekender (#1092) <is missing the party|hasn't come>. We fly on <Wednesday|July 1>!",
        ),
        asks=(
            Ask(
                (
                    "Can't you upgrade the shipping now?",
                    "<Could you make it express|What about express>? It's our honeymoon!",
                    "<I'd pay for faster shipping|I'll pay whatever>, just upgrade it, please!",
                ),
                (
                    "<A parcel that is under way keeps its speed|Once it's under way I can't upgrade it>, <I'm sorry|even for a honeymoon>.",
                    "I <can't change|have no way to change> the shipping of a parcel that has left, <however good the reason|as much as the reason deserves it>.",
                    "<No, that only works before it is packed|Express is about packing first, so it's too late for that>, sorry.",
                    "If I could, <gladly|I would>. It left on {shipped} as {method}, <and it stays that|and that can't be changed on the road>.",
                ),
                look=(("kb_search", {"query": "express shipping processing packed"}),),
                tone="no",
            ),
            Ask(
                (
                    "What would you do?",
                    "<Honestly|Tell me honestly>, what would you do <in my place|now>?",
                    "so do i <wait or buy another|buy something else>?",
                ),
                (
                    "<I'd pack as if it weren't coming|I would plan without it>. If it comes late, it can go back unused within 30 days of delivery, <the slip is in the parcel|with the slip>.",
                    "<Plan B in the cupboard|Have another bag ready>, and send this one back unused if it's late: <30 days from delivery|there are 30 days for that>, slip inside.",
                    "With no estimate I <wouldn't count on it|wouldn't bet on Wednesday>. <Nothing is lost|You lose nothing>: unused, it can come back within 30 days of delivery.",
                    "<Borrow a bag|Borrow one>, <if you can|if there's one around>. Ours can wait for the next trip, or come back unused in the 30 days after delivery.",
                ),
                look=(RETURN,),
            ),
            Ask(
                (
                    "<Is there really no date anywhere|Not even a rough date>?",
                    "And <Miami|our city>, is it there yet?",
                    "<Where was it last|Where did they last see it>?",
                ),
                (
                    "<Really none|None>. {carrier} shows {scan}, <and no day after that|and leaves the day open>.",
                    "It was <scanned|seen> in {place} on {scanday}. <There is no estimate with it|An estimate isn't there>.",
                    "<The last entry|The last line>: {scan}. <Dates for the rest|A day for the delivery> aren't given.",
                    "{place}, {scanday}, <that's the latest|then nothing>. You can keep an eye on {link}",
                ),
                tone="no",
            ),
        ),
    ),
    "wismo_travel-03": Script(
        thing="backpack",
        opens=(
            "My train goes 4 July, the parcel comes 6 July. Send another one to my hotel in Trieste. #1082",
            "Order #1082. <Night train|My night train> on the 4th, parcel on the 6th. <Please send a second backpack|I need a second backpack sent> to my hotel in Trieste.",
            "<Good evening|Good day>. #1082 comes two days after my train. You send one to Trieste and take back the first, <yes|okay>?",
            "#1082: estimate 6 July, my train 4 July. <It does not fit|That is not possible for me>. A new one to the hotel please, <you get the other one back|and I give back the first>.",
            "My backpack #1082 is too late for my train (4 July). <I give you|Here is> my idea: another one to Trieste, where my hotel is.",
        ),
        asks=(
            Ask(
                (
                    "You can take back the first one, I don't open it.",
                    "<But the first I don't open|The first one stays closed>, you get it back new.",
                    "<You lose nothing|Nothing is lost for you>, the first comes back <unopened|closed>.",
                ),
                (
                    "<I believe you|That's fair of you>, but a parcel that is on its way with recent scans isn't sent again. <After it arrives you can return it|The return comes after the delivery>, unused, within 30 days.",
                    "A second one goes out <only|just> when the first is lost, returned or without a scan for more than seven days. Yours was scanned on {scanday}.",
                    "<Unopened is fine for a return|For the return that is perfect>, later: 30 days from delivery. <A second parcel beforehand I can't send|Ahead of that nothing is sent>.",
                    "The scan of {scanday} <is the reason|decides it>: the parcel is moving, so <no second one|we don't send a second>. It may come back unused afterwards.",
                ),
                look=(("kb_search", {"query": "no scan seven days lost replacement"}),),
                tone="no",
            ),
            Ask(
                (
                    "Then cancel it.",
                    "<Okay, so cancel the order|Then I cancel>.",
                    "<So we cancel|Cancel it then>, and I buy here something.",
                ),
                (
                    "<A shipped order can't be cancelled|Cancelling ends with the packing>. <When it is there, send it back unused|You can return it unused once it is there>: the slip is in the parcel.",
                    "That <isn't possible any more|is closed>: {order} has shipped. The return <is the way|remains>, unused, within 30 days of the delivery.",
                    "{order} left on {shipped}, so <no cancellation|it cannot be cancelled>. After delivery the slip in the parcel takes it back <free of postage|and the postage is ours>.",
                    "<Too late for that|For that it is too late>, it's with {carrier}. <Leave it closed and return it|Return it closed>; the refund follows the warehouse's scan.",
                ),
                look=(("kb_search", {"query": "return slip refund postage cancel shipped"}),),
                tone="no",
            ),
            Ask(
                (
                    "<And if it comes sooner|Can it also come sooner> than the 6th?",
                    "Is <6 July|the 6th> sure?",
                    "<Where is it today|In which country is it>?",
                ),
                (
                    "<Possible, not promised|It may>: the estimate is {est}. <Last scan|The newest scan>: {scan}.",
                    "<Nothing there is sure|Sure it isn't>, neither earlier nor later. {scan}, <estimate|and the estimate is> {est}.",
                    "<By the last scan|According to {carrier}>: {scan}. <Expected|They expect it> on {est}.",
                    "I only see {place}, {scanday}, and the estimate of {est}. <What lies between I don't know|The rest is open>.",
                ),
            ),
        ),
    ),
    "wismo_travel-04": Script(
        thing="suitcase",
        opens=(
            "Hello! Could you redirect my suitcase to a hotel? I leave tomorrow. It's #1099.",
            "<Good morning|Hello>, order #1099. I'm flying tomorrow, <might the suitcase go|could the suitcase be sent on> to my hotel in Santa Fe?",
            "Hi there. I won't be home from tomorrow, can #1099 <go|be delivered> to Santa Fe <instead|to my hotel>?",
            "<May I ask a favour|A small request>: my suitcase, #1099, to a hotel rather than home? I <leave|fly> tomorrow.",
            "I <would be so glad|'d be very grateful> if #1099 could follow me to Santa Fe. I'm leaving tomorrow.",
        ),
        answers=(
            "{order} has shipped, <so its address stays as it is|and a shipped order keeps its address>: {street}. {scan}; <estimate|the estimate is> {est}.",
            "<That only works before packing|Addresses can change until an order is packed>. Yours <left|was collected> on {shipped}. <Last scan|It was last seen>: {scan}, estimate {est}.",
            "<I can't redirect it|Redirecting isn't something I can do>: the parcel <left on|has been under way since> {shipped}. {scan}, expected on {est}.",
            "<The suitcase is with|It is already with> {carrier} ({scan}), and <from there we can't change the address|the address is fixed>. They estimate {est}.",
            "A parcel that has left <keeps|goes to> the address on its label, {street}. <At present|By the last scan>: {scan}. Estimate: {est}.",
        ),
        asks=(
            Ask(
                (
                    "I'd pay for it.",
                    "<I'm happy to pay|I would of course pay> for the redirection.",
                    "<What if I pay|And for a fee>?",
                ),
                (
                    "<That's kind, but|Thank you, only> it isn't about money: <the desk cannot redirect a parcel that has left|nothing on a shipped order can be changed here>.",
                    "<Payment wouldn't change it|It can't be bought>, {first}: from the moment it ships the address is out of our hands.",
                    "<No fee makes it possible|There is no fee for it, because there's no way>. <Only the carrier could|If anybody, the carrier>.",
                    "I believe you. <It's the shipping that stops me, not the price|The parcel has left, that's what stops me>.",
                ),
                look=(REDIRECT,),
                tone="no",
            ),
            Ask(
                (
                    "Can I ask UPS myself?",
                    "<Would UPS do it|Might UPS do it> if I asked?",
                    "<So do I talk to the carrier|Then I ask the carrier>?",
                ),
                (
                    "<You may|Yes, you may>, with the number {tn}. <Whether they do it I can't promise|What they say, I can't promise>.",
                    "<By all means|Please do>: {tn}. They decide, <I can't speak for them|and I don't know their answer>.",
                    "Yes. <Give them|They need> {tn}. <I make no promise about the result|It's their decision>.",
                    "That is the right place. {tn} is the number, {link} the page. <No promise from my side|I can't foresee what they say>.",
                ),
                look=(REDIRECT,),
                tone="yes",
            ),
            Ask(
                (
                    "<And if nobody is home|What happens if I'm not in>?",
                    "<It will come to an empty house|Nobody will be there>, what then?",
                    "And when it comes while I'm <away|in Santa Fe>?",
                ),
                (
                    "The carrier tries twice; <after that it goes back|then it returns> to our warehouse.",
                    "<Two attempts|There are two attempts>, and after the second it travels back to us.",
                    "<Nothing dramatic|It isn't lost>: two tries, then back to the Northline warehouse.",
                    "After two <failed|missed> attempts it <comes back|is sent back> to the warehouse. <A neighbour can help|Perhaps a neighbour is in>.",
                ),
                look=(("kb_search", {"query": "delivery attempt nobody home absent"}),),
            ),
        ),
    ),
    "wismo_travel-05": Script(
        thing="trousers",
        opens=(
            "I move out tonight. Is #1110 coming today by any chance?",
            "<Keys go back|I hand over the keys> tonight. <Any chance|Chance> of #1110 before that?",
            "My lease ends <tonight|today>. Where are my trousers, #1110?",
            "Order #1110, <does it come today|today or not>? After tonight I don't live here any more.",
            "<Hello|Hi>, I'm between two flats and out of this one tonight. <Does|Will> #1110 <make it|arrive today>?",
        ),
        answers=(
            "<Today isn't what the carrier expects|Probably not today>: the estimate is {est}. {scan}, <that's the last entry|by the last scan>.",
            "{carrier} <estimates|expects> {est}, <so not today by the estimate|which is tomorrow>. Last scan: {scan}.",
            "By the estimate it is {est}, <a day too late for you|tomorrow>. <The newest scan|Newest scan>: {scan}. {link}",
            "<I see no scan of today|Nothing was scanned today>. {scan}, and the estimate <says|is> {est}.",
            "It's with {carrier}: {scan}. <Their estimate is|They have it down for> {est}, <I can't make it today|not for today>.",
        ),
        asks=(
            Ask(
                (
                    "What if I'm not there?",
                    "<And when nobody opens|What if nobody opens>?",
                    "<Tomorrow I'm gone|I'm gone by then>, what do they do with it?",
                ),
                (
                    "<They try twice|The carrier tries twice>. Then it <goes back|comes back> to our warehouse.",
                    "After two attempts the parcel <returns|travels back> to our warehouse, <it isn't left to chance|and tracking shows that>.",
                    "<Two tries|Two attempts>, then back to us. <What is returned to us may be sent again or refunded|Once tracking says returned, we can send it again or refund it>.",
                    "Nothing is thrown away: <a second attempt follows|they try once more>, and after that it comes back to the Northline warehouse.",
                ),
                look=(("kb_search", {"query": "delivery attempt nobody home"}),),
            ),
            Ask(
                (
                    "The new people won't forward it.",
                    "<Can it go to my new place|Put my new address on it>? The next tenants won't help.",
                    "<the new tenants dont forward anything|I can't rely on whoever moves in>. Change the address?",
                ),
                (
                    "<A shipped order keeps its address|The address of a shipped order is fixed>, I'm afraid: {street}. <With {tn} you may ask {carrier}|You can ask {carrier} with {tn}>.",
                    "I can't re-address it <any more|now that it's on its way>. <The one who might is|The receiver may ask> {carrier}, number {tn}.",
                    "<That I can't change|No change of address from here>: it left on {shipped}. {carrier} <can be asked|takes questions> with {tn}.",
                    "<Understood|I see the problem>. From here it can't be redirected; you can ask {carrier} with {tn}, <without any promise from me|and I promise nothing on their behalf>.",
                ),
                look=(REDIRECT,),
                tone="no",
            ),
            Ask(
                (
                    "<And then I get my money or the trousers|When it comes back, what do I get>?",
                    "If it goes back to you, <do I lose them|what then>?",
                    "<And after that|Suppose it goes back>?",
                ),
                (
                    "<Once|As soon as> tracking says it came back, write to us: <sending again or a refund are both possible then|then it can be sent again or refunded>.",
                    "You lose nothing. Returned to sender <means|opens> a replacement or a refund, <as you like|your choice>.",
                    "<Either|Both can be had>: a replacement or the money, when tracking shows it as returned. <Not before|Before that I can do neither>.",
                    "Then <we can send it again|it goes out again>, to where you live by then, or you get the refund. <Tracking has to show the return first|First it has to be back>.",
                ),
                look=(("kb_search", {"query": "returned sender replacement refund"}),),
            ),
        ),
    ),
    "wismo_travel-06": Script(
        thing="trunk",
        opens=(
            "It's been in Leipzig for four days. I'm emigrating on Sunday. Please just send another. #1070",
            "#1070 has not moved from Leipzig since Thursday and I <emigrate|leave for good> on July 5. <It's lost, isn't it|Call it lost and send one by air>.",
            "<My trunk|The trunk I ordered>, #1070, sits in Leipzig. I emigrate on Sunday. <Please send a new one by air|Could a new one go out by air>.",
            "Order #1070. Four days at the same hub. <I've no time for this|I haven't the time>, I'm leaving the country on the 5th, <send another|just send a second one>.",
            "I'm emigrating in six days and my trunk (#1070) is <stuck|asleep> in Leipzig. <Can we say it's lost|Declare it lost, please>?",
        ),
        answers=(
            "{scan}, <four days ago|that was four days ago>. <We wait seven days|The rule is more than seven days> without a scan before anything is sent again. The estimate is {est}.",
            "<I see it too|You read it right>: {scan}, nothing since. Four days is within the seven of our rules, so <no second trunk yet|I can't send one yet>. {carrier} still estimates {est}.",
            "It isn't <lost|down as lost>: in transit, {scan}, estimate {est}. <Only after seven days without a scan|More than seven quiet days, then> a replacement may go out.",
            "<The last scan|Last scan>: {scan}. <Estimated arrival|The estimate>: {est}. A new one may follow when there is no scan for more than seven days, <and we are at four|today it's four>.",
            "<I can't call it lost|It can't be called lost>, {first}: {carrier} has it in transit, {scan}, and <expects|estimates> {est}. <Seven days without a scan would change that|More than seven days would>.",
        ),
        asks=(
            Ask(
                (
                    "Everyone knows what four days means.",
                    "<Four days is dead|Four days, we both know that's gone>. Don't tell me otherwise.",
                    "<Ah come on|Come on>. Four days in one place.",
                ),
                (
                    "<It may mean anything|I can't read that out of it>. <All I see|What I see> is in transit, {place}, and {est} as the estimate.",
                    "<I understand the worry|I would be nervous too>. Still: in transit, and an estimate of {est} that {carrier} hasn't taken back.",
                    "<Four quiet days are not the limit|The limit is seven, not four>. <The estimate hasn't moved|And the estimate still reads> {est}.",
                    "<Perhaps|You may be right>, but the status is in transit, and on that <I can't send 545.00 USD of trunk twice|nothing is sent twice>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "How many days until you call it lost?",
                    "<So when|And when> may you send another?",
                    "<Which day|What day> is it lost in your book?",
                ),
                (
                    "<More than seven without a scan|Over seven days with no scan>. The last one was {scanday}, so <write again from 3 July|from 3 July on, write to us>, if it's still quiet.",
                    "Counted from {scanday}: <the eighth day is 3 July|3 July is past the seven>. <If there's no scan until then, write to us|Still quiet then? Then write again>.",
                    "Seven have to be over. <That is on 3 July|3 July it would be>, <provided nothing is scanned before|if nothing moves before that>.",
                    "From 3 July, <if it stays silent|should no scan come in>: then a replacement or a refund can be offered.",
                ),
                look=(("kb_search", {"query": "no scan seven days replacement"}),),
            ),
            Ask(
                (
                    "<I'm gone two days later|That leaves me two days>.",
                    "<And if it comes after Sunday|What if it turns up when I've left>?",
                    "By then I'm <half on the plane|at the airport>.",
                ),
                (
                    "<I know it's tight|It's tight, I know>. If it comes too late, <it can go back unused|unused it can come back> within 30 days of delivery.",
                    "After two failed attempts it <goes back|returns> to our warehouse, and <then a refund is possible|a refund can follow>.",
                    "<Then the return is open to you|You'd still have the return>: unused, 30 days from the delivery. <More I can't offer today|Today that is all I have>.",
                    "<I can't make the week longer|I wish I had more days to give>. What I can say: unclaimed, it comes back to us and can be refunded then.",
                ),
                look=(("kb_search", {"query": "return refund parcel delivery attempt"}),),
                tone="no",
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
