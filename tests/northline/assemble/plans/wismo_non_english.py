"""Where is it, asked in a second language: short plain words, and the carrier's words explained."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Script

DUTY = ("kb_search", {"query": "customs duty tax international"})

SCRIPTS = {
    "wismo_non_english-01": Script(
        thing="bag",
        plain=True,
        opens=(
            "Good day, I wait since one week on my Tasche, order #1090. Where is she?",
            "Good day. Order #1090. My Reisetasche is since eight days on the way. Where can I her find?",
            "Hello, I have by you a Reisetasche ordered, #1090. She is until today not arrived. Please say me where she is.",
            "To order #1090: since one week wait I. Where is my bag, please?",
            "Dear shop, my Tasche (#1090) comes and comes not. Can you please look after?",
        ),
        asks=(
            Ask(
                (
                    "What means 'in transit'?",
                    "I read 'in transit'. This word I know not.",
                    "In the page stands 'in transit'. What is this, is this bad?",
                ),
                (
                    "<It is a good word|Nothing bad>. \"In transit\" means: {carrier} has your bag, and <it travels to you|it is on the way to you>.",
                    "\"In transit\" = <on the road|on the way>. {carrier} has the bag and <moves it|brings it nearer>.",
                    "It means the bag is <travelling|moving>. <It is not lost, and not yet with you|Not lost, only not there yet>.",
                    "<Simple|In simple words>: it has left us, {carrier} has it, and it <is coming|is on its way to Hamburg>.",
                ),
            ),
            Ask(
                (
                    "Comes she before Wednesday?",
                    "On Wednesday must I travel. Is she before this day there?",
                    "I need her until Wednesday. Works this?",
                ),
                (
                    "{carrier} thinks {est}. <That is Wednesday|This is the Wednesday itself>. It is <an estimate|only an estimate>, I cannot promise it.",
                    "The estimated day is {est}, <a Wednesday|Wednesday>. <Before that, I do not know|Before Wednesday: the page does not say so>.",
                    "Before Wednesday <is not what the page says|the page does not say>. It says {est}. <Please see it as an estimate|It can change>.",
                    "The page says {est}. <Not before|Earlier is not written there>. I <cannot|may not> promise a day.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "Leipzig is not far from Hamburg. Why lasts it so long?",
                    "And where was she last seen?",
                    "Can I somewhere look where she is?",
                ),
                (
                    "The last scan is {place}, {scanday}. <You can look here|The page is>: {link}",
                    "<Why, I do not know|I do not know why>. Last scan: {place}, {scanday}. New scans come here: {link}",
                    "<On this page you see it|Look here>: {link}. The number is {tn}.",
                    "I see {place} on {scanday}, <and no reason|nothing more>. Here you see the next scan: {link}",
                ),
            ),
        ),
    ),
    "wismo_non_english-02": Script(
        thing="order",
        plain=True,
        opens=(
            "hello i buy the 24 of june and no arrive nothing, the order say procesing, is problem with my tarjeta #1113",
            "hola, order #1113. is 5 days and say 'procesing'. my card no work",
            "hello is #1113. i buy wednesday and the order no move, i think the card have a problem",
            "good morning, why my order 1113 say procesing, the bank dont pay you or what",
            "#1113 i pay the 24 and always procesing procesing. is the tarjeta bad",
        ),
        look=(("order_status", {"order_id": "{order}"}), ("kb_search", {"query": "processing order packed"})),
        answers=(
            "No problem {first}. {order}, placed on {placed}, {total}: \"processing\" means <nothing has been packed yet|we have not packed it yet>. <It has nothing to do with your card|Your card is not the reason>.",
            "\"Processing\" is <a normal word here|normal>. It means: we have your order {order} ({total}) and <it is not packed yet|the box is not packed yet>.",
            "I see your order {order} of {placed}, {total}. <The status is processing|Processing>: the order is in, the packing comes next. <I see no problem on it|There is no problem on the order>.",
            "<Do not worry|Please do not worry>. Processing = the order is <placed and waits for packing|here and will be packed>. {order}, {total}, <all is there|everything is there>.",
            "Your order {order} is <fine|in order>: {total}, status processing. <Next it is packed, then it goes|The next step is packing>.",
        ),
        asks=(
            Ask(
                (
                    "so is payed yes or no",
                    "but is payed or no payed",
                    "i need know is payed. yes no",
                ),
                (
                    "Yes. <The order is placed with|The order stands with> {total}, and <processing begins after the payment|it is being prepared>. Your card itself I cannot see.",
                    "<Yes, it is|Yes>. The order is accepted: {total}. <I do not see cards here|The card I do not see>, only the order.",
                    "<It is|Yes>, {total} for {order}. <Nothing more to pay|You pay nothing more> for it.",
                    "Yes, {first}. <Order accepted|The order is accepted>, {total}, and we prepare it.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "when you send",
                    "and what day you send it",
                    "ok and when go out. this week",
                ),
                (
                    "<I do not have a day|There is no day>. We prepare orders on working days. <When the carrier scans it, tracking starts|Tracking starts with the first scan>.",
                    "We <give no day before|do not say a day before it goes>. <Working days only|Orders are packed on working days>, and then you have a tracking number.",
                    "<A day I cannot promise|I cannot say a day>, sorry. First packed, then the carrier, then tracking.",
                    "<No date, sorry|Sorry, no date>: we never name the shipping day before. <After it leaves you see it in tracking|You see it in tracking when it leaves>.",
                ),
                tone="no",
            ),
            Ask(
                (
                    "and the address is good? valencia",
                    "you have my address good",
                    "is for valencia yes",
                ),
                (
                    "The order goes to {street}, {town}. <Is that right|Is this correct>?",
                    "<Yes|Yes, Valencia>: {street}, {town}.",
                    "I read {street}, {town}. <If it is wrong, tell me now, it can still be changed|It can still be changed, if it is wrong>.",
                    "{town}, {street}. <That is what the order says|So it is on the order>.",
                ),
            ),
        ),
    ),
    "wismo_non_english-03": Script(
        thing="luggage",
        plain=True,
        opens=(
            "Thank you for your care. Luggage of order #1072 is not coming yet. Is it in Japan already, please?",
            "I am sorry to trouble you in the busy time. About order #1072, is in Japan already or not?",
            "It became indebted. Order #1072 was seen in Narita. After that there is no message. Is it safe, please?",
            "Always thankful. Please teach the place of luggage, order #1072.",
            "Excuse me for sudden contact. #1072, carry-on luggage. Is arriving in Japan finished?",
        ),
        asks=(
            Ask(
                (
                    "Is tax necessary?",
                    "About import tax, is payment required from here?",
                    "Is there customs money to pay, please?",
                ),
                (
                    "<It can be|Possibly>. Duty and import tax are paid by the receiver to the carrier. <How much, we do not know|We do not know the amount>.",
                    "If customs asks for duty or tax, <you pay it to|it is paid to> {carrier}. <The amount is not known to us|We cannot say the amount>.",
                    "<Our article says|Our rule is>: the receiver pays duty and import tax, to the carrier. If there is any, <they will say it|{carrier} knows>.",
                    "Duty and tax are <not in our price|for the receiver>. You would pay them to {carrier}. <I do not know whether any is due|Whether there is any, I cannot see>.",
                ),
                look=(DUTY,),
            ),
            Ask(
                (
                    "Should go to office?",
                    "Is it needed to go to customs office by myself?",
                    "Should I visit Narita, or wait at home, please?",
                ),
                (
                    "<I see nothing that asks for it|Tracking does not ask for that>. For questions, {carrier} <can help|knows more>, number {tn}.",
                    "<No office is named in tracking|Tracking names no office>. <Please ask {carrier}|{carrier} can tell you> with {tn}, if you want to be sure.",
                    "Tracking only shows {place}, {scanday}. <There is no word about an office|It says nothing of an office>. You may ask {carrier} with {tn}.",
                    "I do not know of <any visit that is needed|such a visit>. <With the number {tn}|With {tn}> {carrier} can answer that.",
                ),
            ),
            Ask(
                (
                    "Approximately which day is arrival, please?",
                    "May I know the day of delivery?",
                    "Is schedule decided?",
                ),
                (
                    "<There is no estimate in tracking|Tracking has no estimate>, I am sorry. <I will not invent one|A day from me would be invented>.",
                    "<It is not decided|No schedule is shown>: only {place}, {scanday}. <New scans appear here|You see news here>: {link}",
                    "The carrier <names|gives> no day. <Please look at|The page is> {link}",
                    "No day is shown, <sorry|I am sorry>. <The page will show it when there is one|It would appear on this page>: {link}",
                ),
                tone="no",
            ),
        ),
    ),
    "wismo_non_english-04": Script(
        thing="backpack",
        plain=True,
        opens=(
            "hi. packet say out for delivery. it is good or bad? 1102",
            "hello #1102 it write 'out for delivery'. out is bad? not in?",
            "order 1102. what is out for delivery. i not understand",
            "hi, my packet #1102, is out?? out where",
            "good day 1102 packet. status out for delivery, please say in easy english",
        ),
        answers=(
            "It is good. \"Out for delivery\" means: <the packet is in the van today|the van has it today>. {place}, {scanday}.",
            "<Very good|Good>, {first}. The driver has your packet <today|in the car>: {scan}. The estimate is {est}, <today|that is today>.",
            "<Good|It is good>: it left the depot in {place} <this morning|today>, and the driver brings it. Estimated: {est}.",
            "\"Out\" = out of the depot, <in the van, to you|on the way to your door>. {carrier}, {place}, {scanday}.",
            "<Easy|In easy words>: the packet is in the van. {carrier} <scanned it|put it there> in {place} on {scanday}, and the estimate is {est}.",
        ),
        asks=(
            Ask(
                (
                    "i am in work to 17",
                    "i work, home is after 17. they come after?",
                    "can come after 17? i am in work",
                ),
                (
                    "<I do not see an hour|There is no hour in tracking>, and we cannot fix one. <If nobody is home, they try again|They try two times>.",
                    "The desk <cannot choose the hour|cannot say the hour to the driver>. <The carrier tries twice|If you are not there, there is a second try>.",
                    "<After 17 I cannot promise|I cannot promise after 17>. The driver tries <two times|twice>, then it goes back to us.",
                    "No hour is known, <sorry|I am sorry>. You can ask {carrier} with {tn}, <and they come two times|they try two times>.",
                ),
                look=(("kb_search", {"query": "delivery attempt hours driver absent"}),),
                tone="no",
            ),
            Ask(
                (
                    "neighbour take always, is problem?",
                    "my neighbour always sign for all. is bad?",
                    "if neighbour take packet is ok or not ok",
                ),
                (
                    "<For us it is no problem|No problem for us>. Then tracking says delivered, and <you ask the neighbour|the neighbour has it>.",
                    "<No problem|It is no problem>. If tracking says \"delivered\" and you have nothing, <ask there first|look at the neighbour first>.",
                    "<That is fine|Fine>. We cannot tell the driver <yes or no|who may sign>, but a neighbour who takes it is <a help|good>.",
                    "From our side <it is okay|okay>. <We cannot speak with the driver|The driver we cannot reach>, so please agree it with the neighbour.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "and number of packet?",
                    "where i see packet on phone",
                    "give link please",
                ),
                (
                    "<Here|Number>: {tn}, <page|link>: {link}",
                    "{link} <- here you see it|is the page>.",
                    "The number is {tn}. <On the phone open|Open> {link}",
                    "You see it here: {link} ({carrier}, {tn})",
                ),
                tone="yes",
            ),
        ),
    ),
    "wismo_non_english-05": Script(
        thing="bag",
        plain=True,
        opens=(
            "why you stop my bag in viracopos?? i pay everything in the site. 1029",
            "hey #1029 my bag is stop in viracopos 4 days, why you do this",
            "you hold my bag in viracopos, order 1029, why?? is all payed",
            "order 1029. say 'held'. i pay you, you hold. why",
            "my sling 1029 is block in campinas viracopos, please unblock, i pay all",
        ),
        look=(("order_status", {"order_id": "{order}"}), ("tracking", {"tracking_number": "{tn}"}), DUTY),
        answers=(
            "We did not stop it, {first}. Customs <in|at> {place} <holds it|has it> since {scanday}: they look at the duty. {carrier} still estimates {est}.",
            "It is not us and not your payment. <The customs office|Customs> at {place} has the bag since {scanday} <and looks how much duty there is|to see the duty>. Estimate: {est}.",
            "Your payment <is fine|is okay>. Since {scanday} customs in {place} <holds the parcel|keeps it>, duty is being assessed. <The estimated day is|Estimated day>: {est}.",
            "<I understand, it looks like us|I see why you ask us>. But it is customs, in {place}, since {scanday}. After that {carrier} brings it; they estimate {est}.",
            "Customs stopped it, <not Northline|we did not>. {place}, {scanday}: they assess the duty. <The estimate stays|In tracking the estimate is> {est}.",
        ),
        asks=(
            Ask(
                (
                    "so who i call",
                    "ok but who i call for this",
                    "then who can i talk with, customs?",
                ),
                (
                    "<Ask|Please ask> {carrier}, with the number {tn}. <We cannot make customs faster|Customs we cannot hurry>.",
                    "{carrier}, number {tn}. <They have contact with customs|They carry it through customs>. The page: {link}",
                    "With {tn} you can ask {carrier}. <Duty, if there is any, you pay to them|If there is duty, you pay it to them too>.",
                    "Best {carrier}: {tn}. <From here we cannot speed it up|We can't do it faster from here>, I am sorry.",
                ),
            ),
            Ask(
                (
                    "is lost?",
                    "but is not lost, no?",
                    "and they can lose it there",
                ),
                (
                    "<Not lost|No>. It is in {place}, and tracking says {scanday}: held by customs. <That is not lost|Held is not lost>.",
                    "No, {first}. <They have it|Customs has it>, and the status is in transit.",
                    "<It is there|It is in their hands>, not lost: last scan {scanday}, {place}.",
                    "No. <Lost would stand in tracking|Tracking would say lost>, and it says held by customs, {place}.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "and how much is the tax",
                    "i have to pay more? how much",
                    "the tax is for me to pay??",
                ),
                (
                    "<We do not know how much|How much, we do not know>. Duty and import tax are for the receiver, <and are paid to|you pay them to> {carrier}.",
                    "If there is duty, the receiver pays it, to {carrier}. <The amount we do not know|Customs decides the amount>.",
                    "Yes, duty and tax <are for the receiver|are yours>, sorry. The amount <comes from customs|I cannot see>.",
                    "That <customs decides|is what customs is looking at>. It goes to {carrier}, <not to us|we get nothing of it>.",
                ),
                tone="no",
            ),
        ),
    ),
    "wismo_non_english-06": Script(
        thing="blanket",
        plain=True,
        orders=("#1097", "#1044"),
        given=True,
        opens=(
            "Hello dear, package come but blanket not inside. Only sock. Where blanket? elif.karaca@example.com",
            "Hello, my package open, only sock inside, somebody take blanket! My mail elif.karaca@example.com",
            "Dear, I buy blanket, come sock. elif.karaca@example.com. Half is stolen from package?",
            "Good day my friend. Package is here, blanket no. Who take it? mail: elif.karaca@example.com",
            "elif.karaca@example.com hello, in package two sock, no blanket. Please where is it",
        ),
        answers=(
            "<Nobody took it|Nothing was taken>, {first}. You have two orders: {other} is the socks, delivered on {otherday}. {order} is the blanket, and it comes in another package: {scan}, estimate {est}.",
            "The blanket <was never in that package|is not in that package>. {other} = socks, <came|delivered> on {otherday}. {order} = blanket, {scan}. {carrier} estimates {est}.",
            "<Good news|Good>: two orders, two packages. Socks: {other}, {otherday}. Blanket: {order}, on the way, {scan}, <maybe|estimated> {est}.",
            "It is <a second package|another package>. Order {order}, with {carrier}: {scan}. <They think|The estimate is> {est}. The socks were order {other}.",
            "No one opened it. <Your socks were one order|The socks are one order> ({other}), your blanket is another ({order}). The blanket: {scan}, estimate {est}.",
        ),
        asks=(
            Ask(
                (
                    "But I pay one time.",
                    "I think I pay one time only?",
                    "Why two package, I pay one.",
                ),
                (
                    "I see two orders: {other} of {otherplaced}, and {order} of {placed}. <So two payments, too|Each has its own price>.",
                    "<There are two|The list shows two>: {order} with {total} for the blanket, {other} with {othertotal} for the socks.",
                    "{other} was {othertotal}, {order} was {total}. <Two orders, so two packages|That is why two packages come>.",
                    "<Look|Please look>: {otherplaced} the socks, {placed} the blanket. <Two days, two orders|These are two orders>.",
                ),
            ),
            Ask(
                (
                    "So is second package?",
                    "Ahh, second package is coming, yes?",
                    "So blanket come alone, after?",
                ),
                (
                    "Yes. <The second one|It> has the number {tn}: {link}",
                    "<Exactly|Yes, exactly>. {tn}, with {carrier}. <Look here|You see it here>: {link}",
                    "Yes, the blanket comes alone. <Last scan|Last seen>: {place}, {scanday}.",
                    "<Right|That is right>, {first}: second package, {tn}, estimate {est}.",
                ),
                tone="yes",
            ),
            Ask(
                (
                    "It come this week?",
                    "When? Before Sunday?",
                    "And what day blanket come, please dear",
                ),
                (
                    "{carrier} <says|thinks> {est}. It is an estimate, <I cannot promise|not a promise>.",
                    "<Maybe|If it goes well,> on {est}. <That is the estimate|The carrier estimates that>, I cannot say it surely.",
                    "The estimate is {est}. <A sure day I do not have|Sure it is not>.",
                    "By the estimate on {est}. <It can change|Please see it as maybe>.",
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
