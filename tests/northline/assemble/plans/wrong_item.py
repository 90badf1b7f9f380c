"""Something else was in the box: a photo, the order's line, and what was ordered is sent after a yes."""

from __future__ import annotations

from tests.northline.assemble.plans.play import plans
from tests.northline.assemble.plans.script import Ask, Deed, Script
from tests.northline.assemble.stage import Call

STATUS: Call = ("order_status", {"order_id": "{order}"})
LINES: Call = ("order_items", {"order_id": "{order}"})
CLAIMS: Call = ("claims_history", {"email": "{email}"})
BACK = (
    "<It goes back|It travels back> with the label that comes with {rs}. <Until then keep it unused|Please keep it unused>.",
    "The label <for it|for the way back> is in the parcel of {rs}; <stick it on and hand it in|use that one>.",
    "<Please keep it, unused|Keep it unused>: {rs} brings a label for the wrong one.",
    "<With {rs} comes a label|A label comes along with {rs}>, and with that the wrong one goes back.",
)
"""What happens with the wrong item."""

SCRIPTS = {
    "wrong_item-01": Script(
        thing="sling",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "This is not moss, this is dark blue. #1071",
            "#1071: ordered moss, got ink. <Dark blue|It's blue>!",
            "<Hello|Hi>, my sling (#1071) should be moss and is <dark blue|ink>.",
            "I unpacked #1071 and it's the wrong colour: <ink|blue>, not moss.",
            "Moss is green, isn't it? #1071 is <blue|not green>.",
        ),
        answers=(
            "{order} says {item1}, and your photo shows SLG-5-INK. <Our mistake|That's our mistake>.",
            "<Thank you|Thanks for the photo>: ordered {variant1}, arrived SLG-5-INK. <Clear|Clearly ours>.",
            "The label reads SLG-5-INK, the order {variant1}. <Wrong colour, our fault|You got the wrong colour>.",
            "<I see it|That's plain>: ink in the picture, moss on {order}. <Sorry|Sorry for that>.",
        ),
        asks=(
            Ask(("And what do I do with this one?", "<The ink one, where does it go|Where does the ink one go>?", "<Can I keep the blue one|And the blue one>?"), BACK),
            Ask(
                ("When is the moss one here?", "<How long|And how long>?", "<I'd like it for the weekend|By the weekend>?"),
                ("<No day yet|I have no day>: {rs} gets a number when it leaves.", "That I can't <say|promise>. {rs} has tracking once it's gone.", "<Open|Not known>, {first}; {rs} first has to leave us."),
                tone="no",
            ),
            Ask(
                ("Really moss this time?", "<And it's moss|Moss, yes>?", "<You're sure it's green|Green this time>?"),
                ("<Moss|Yes, moss>: {what}, the variant of your order.", "{variant1}, <which is moss|moss>.", "{rs} says {what}. <Moss it is|So, moss>."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Harbour Sling 5 in moss",
            photo=("[photo: label of the bag, SLG-5-INK]", "here [photo: label of the bag, SLG-5-INK]", "[photo: label of the bag, SLG-5-INK] see? INK", "Of course. [photo: label of the bag, SLG-5-INK]"),
            reasons=("SLG-5-INK arrived, SLG-5-MOS was ordered, photo seen", "Wrong colour, photo of the label shows ink"),
            yes=("Yes, <moss please|the moss one>.", "Yes!", "<That's right|Right>, moss. Yes.", "Yes, <thank you|do that>."),
        ),
    ),
    "wrong_item-02": Script(
        thing="rain cover",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "Wrong size cover, see photo. [photo: hang tag RCV-36-BLK] #1067",
            "#1067 [photo: hang tag RCV-36-BLK] I have a 28 pack. This is 36.",
            "The cover of #1067 is too big. [photo: hang tag RCV-36-BLK] Please the right one.",
            "[photo: hang tag RCV-36-BLK] Order #1067. Not my size.",
            "Order #1067, wrong cover: [photo: hang tag RCV-36-BLK]. I need 28, quickly.",
        ),
        answers=(
            "{order} has {variant1}, the photo RCV-36-BLK. <Our mistake|Wrong one packed>.",
            "<You ordered|On the order>: {item1}. In the photo: RCV-36-BLK.",
            "The tag says RCV-36-BLK, line 1 of {order} says {variant1}. <So the 28 is right|You should have the 28>.",
            "<I see|Seen>: 36 arrived, 28 was ordered ({variant1}).",
        ),
        asks=(
            Ask(("And this one?", "<The 36 goes where|What with the 36>?", "<I send this back|Do I send this>?"), BACK),
            Ask(
                ("How fast?", "<When|And when>?", "<Quickly, yes|It's quick, yes>?"),
                ("<No day from me|I can't name a day>; {rs} has a number when it leaves.", "<Can't say|That's open>. {rs} gets tracking with the departure.", "I don't know, and I won't guess: {rs} first leaves, then there's a number."),
                tone="no",
            ),
            Ask(
                ("28 litres, sure?", "<It's for a 28 pack|For 28 litres>?", "<Not the 36 again|Sure it's 28>?"),
                ("<Sure|Yes>: {variant1}, 28 L.", "{what}. <Not the 36|The 28>.", "28: {variant1}, <as ordered|from your order>."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one black Rain Cover for 28 L",
            reasons=("RCV-36-BLK on the photo, RCV-28-BLK was ordered", "Wrong size of cover packed, photo of the tag seen"),
            yes=("Yes yes, send.", "Yes. <Send|28>.", "<Of course|Sure>. Yes.", "Yes, <no lecture please|28 please>."),
            before=(Ask(("I need 28.", "<28, not 36|It must be 28>.", "<Only 28 fits|28>."), ("<28 it is|Right, 28>: {variant1}.", "<Exactly that|That's the one>, {variant1}.", "28, <yes|as on the order>: {variant1}."), tone="yes"),),
        ),
    ),
    "wrong_item-03": Script(
        thing="pouch",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "I got the small tech pouch, my order says medium. #1058",
            "#1058: small pouch instead of medium. The sleeve is <right|fine>.",
            "<Hello|Hi>, in #1058 was the small tech pouch. I <paid|ordered> the medium.",
            "Wrong pouch in #1058, <it's tiny|the small one>. Medium was ordered.",
            "The passport sleeve in #1058 is right, the pouch isn't: small, not medium.",
        ),
        answers=(
            "Line 1 of {order} is {variant1}, the tag says TCP-S-INK. <So the medium is yours|The medium should have come>.",
            "<Thank you, clear photo|Thanks, that's clear>: small arrived, {item1} was ordered.",
            "The photo shows TCP-S-INK, {order} has {variant1}. <Our mistake|That was us>.",
            "<You're right|Right>: ordered {variant1}, got TCP-S-INK.",
        ),
        asks=(
            Ask(("And the small one?", "<What happens to the small pouch|Where does the small one go>?", "<Do I return the small one|The small pouch>?"), BACK),
            Ask(
                ("Will the medium take long?", "<When's the medium here|And when>?", "<How many days|How soon>?"),
                ("<I have no day|No day>: {rs} gets its number when it leaves.", "That's open; {rs} <isn't packed yet|first has to leave>.", "<I can't promise|No promise>, {first}. Tracking of {rs} starts with the departure."),
                tone="no",
            ),
            Ask(
                ("Same colour, ink?", "<Ink as well|In ink>?", "<And it's free|No extra cost>?"),
                ("<Ink, yes|Yes>: {what}.", "{what}, <free of charge|at no cost>.", "<As ordered|Like the order>: {variant1}."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one medium Tech Pouch in ink",
            photo=("The tag says TCP-S-INK. [photo: tag TCP-S-INK]", "[photo: tag TCP-S-INK] TCP-S-INK, it reads", "Here: [photo: tag TCP-S-INK]", "[photo: tag TCP-S-INK]"),
            reasons=("Small pouch packed instead of TCP-M-INK, photo seen", "Tag on the photo reads TCP-S-INK, TCP-M-INK was ordered"),
            yes=("The medium, please. Yes.", "Yes, <the pouch|the medium>.", "<All right|Okay>, the medium then. Yes.", "Yes, <send it|that one>."),
            before=(
                Ask(
                    ("Or do I just get the difference?", "<Would the difference be easier|Or the difference in money>?", "<I could keep it for the difference|The difference would do too>?"),
                    (
                        "<I'd suggest the right pouch|The rules are for the right item>: a refund of a difference isn't what we offer here.",
                        "<Simpler is the medium|The medium is the simple way>: the small one goes back, you have what you ordered.",
                        "<The replacement is the way|What I can do is the replacement>, {variant1}.",
                    ),
                ),
            ),
        ),
    ),
    "wrong_item-04": Script(
        thing="jacket",
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "Sticker says L, collar says M. Who packed this? #1051",
            "#1051: bag marked L, jacket inside is M. <Somebody sent it back before me|A return, I bet>.",
            "<Hello|Hi>. My jacket (#1051) has an L on the bag and an M in the collar. <Wrong|That's wrong>.",
            "Order #1051, an L. I hold an M <in an L bag|with an L sticker>.",
            "The Rail Jacket of #1051 is an M <dressed up as|sold as> an L.",
        ),
        answers=(
            "{order} is for {item1}; your photo shows M. <Wrong size, our mistake|So the wrong size came>.",
            "<Seen|I see it>: collar M, ordered {variant1}. <Sorry|That's on us>.",
            "The photo is clear: M in the collar, L on {order}. <You should have the L|The L is what you ordered>.",
            "Ordered {variant1}, received an M. <How it got in there I can't see|I can't see how>.",
        ),
        asks=(
            Ask(
                ("A new one, not one that somebody wore.", "<And not a worn one|Unworn, please>!", "<I don't want a return|Nobody's leftovers>, understood?"),
                (
                    "{rs} comes from stock, <as every order does|{variant1}>. <What happened to the first one I can't see|About the first one I can't know>.",
                    "<I can't see the history of the first one|What happened before I don't know>, so I won't guess. {rs} is {variant1} from stock.",
                    "<Understood|I understand>. It's {variant1} out of stock; more than that I can't see from here.",
                    "What I can say is what I ordered for you: {rs}, {what}. <The rest would be a guess|Anything else I'd be guessing>.",
                ),
            ),
            Ask(("And the M?", "<What do I do with the M|Where does the M go>?", "<You want the M back|The M goes back>?"), BACK),
            Ask(
                ("When do I have it?", "<How long|And how long>?", "<This week|Next week>?"),
                ("<No day yet|I can't name a day>; {rs} has tracking when it leaves.", "That isn't known. {rs} first leaves, <then there's a number|then you can follow it>.", "<I've no date|No date>, {first}, for {rs}."),
                tone="no",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Rail Jacket in ink, size L",
            photo=("[photo: collar tag, size M]", "[photo: collar tag, size M] there. M.", "Here you are: [photo: collar tag, size M]", "see [photo: collar tag, size M]"),
            reasons=("Collar says M, RLJ-INK-L was ordered, photo seen", "Wrong size in the bag, photo of the collar tag shows M"),
            yes=("Yes. <An L|The L>.", "Yes, <a new one|send it>.", "<Do|Please do>. Yes.", "Yes, and a <fresh|new> one."),
            before=(
                Ask(
                    ("Somebody wore this before me, didn't they?", "<This was a return, right|Was it worn>?", "<Who had it before|Who wore it>?"),
                    ("<I can't see that|That I can't see>, and I won't guess.", "<I don't know|No idea, honestly>: nothing here tells me.", "That <isn't in my data|I can't know>."),
                ),
            ),
        ),
    ),
    "wrong_item-05": Script(
        thing="pillow",
        over=(
            "S/M pillow instead of L/XL on {order}; replacement <made|created>, please <check|look over it>",
            "Wrong size of pillow on {order}, photo seen; <for review|second look wished>",
        ),
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "I received pillow in size S/M but I have ordered L/XL. #1059",
            "#1059, pillow: S/M is come, L/XL is ordered.",
            "Good day, my order #1059 has the wrong pillow. It is S/M. I need L/XL, I travel in ten days.",
            "Wrong size of pillow in #1059. S/M. For my neck is L/XL.",
            "Hello, in #1059 the lock is good, the pillow is too small (S/M).",
        ),
        answers=(
            "{order} has {variant1}, the label says S/M. <Our mistake|The wrong one was packed>.",
            "<Thank you for the photo|Thanks>: S/M came, {item1} was ordered.",
            "The photo shows S/M, the order L/XL ({variant1}). <That's ours to mend|We mend that>.",
            "<I see|Clear>: you should have {variant1}, L/XL.",
        ),
        asks=(
            Ask(
                ("First I send this back or you send first?", "<Who sends first|Must I send first>?", "<I wait with the new until you have the old|Do you wait for the old one>?"),
                (
                    "We send first. <The label for the S/M travels with {rs}|{rs} brings the label for the S/M>.",
                    "<You don't have to send first|No, we first>: {rs} leaves, and its label takes the S/M back.",
                    "First comes {rs}, then the S/M goes back, with the label from that parcel.",
                    "<We first|From us first>, {first}. Keep the S/M unused, the label comes with {rs}.",
                ),
                tone="yes",
            ),
            Ask(
                ("I travel in ten days, is enough?", "<Ten days, it comes|In ten days I fly>. It is there?", "<Before my travel|It comes in ten days>?"),
                (
                    "<I can't promise a day|No day from me>: {rs} gets a number when it leaves.",
                    "That I don't know, <sorry|I'm sorry>. {rs} has no estimate before it leaves.",
                    "<No promise|I may not promise it>. When {rs} has left, tracking shows more.",
                ),
                tone="no",
            ),
            Ask(
                ("And the lock stays?", "<The lock is okay|Lock I keep>, yes?", "<Only the pillow|Is only pillow>?"),
                ("<Only the pillow|Just the pillow>; the lock of {order} stays.", "The lock is yours, <it was right|of course>.", "Yes, {rs} is <for the pillow|the pillow> only."),
                tone="yes",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="one Drift Neck Pillow in grey, size L/XL",
            photo=("[photo: pillow label S/M]", "Please: [photo: pillow label S/M]", "[photo: pillow label S/M] I had it ready", "Here is. [photo: pillow label S/M]"),
            reasons=("DRP-SM-GRY arrived, DRP-LX-GRY was ordered, photo seen", "Wrong pillow size on the photo, L/XL on the order"),
            yes=("Yes please, L/XL.", "Yes, <I agree|this is correct>.", "<Good|Very good>, yes.", "Yes. <Thank you|L/XL>."),
        ),
    ),
    "wrong_item-06": Script(
        thing="set",
        over=(
            "{order}, 990 USD: both cases came in ink; replacement in moss is <made|created>, please <confirm|check the sum>",
            "High-value order {order}, photos of both labels seen, both replaced; <for approval|a second look, please>",
        ),
        look=(STATUS, LINES, CLAIMS),
        opens=(
            "Both suitcases are the wrong colour. Both! [photo: labels FJC-100-INK and FJC-70-INK] #1039",
            "#1039. Ink, ink! I ordered moss twice. [photo: labels FJC-100-INK and FJC-70-INK]",
            "[photo: labels FJC-100-INK and FJC-70-INK] That's #1039, and neither is moss. They stand in my hall.",
            "990 dollars, two cases, both the wrong colour (#1039). [photo: labels FJC-100-INK and FJC-70-INK]",
            "I can't get through my hall for two INK suitcases. #1039 was moss! [photo: labels FJC-100-INK and FJC-70-INK]",
        ),
        answers=(
            "Both lines of {order} say moss, both labels say ink. <Complete proof|That's proof enough>.",
            "<Two out of two|Twice wrong>: ordered {variant1} and {variant2}, on the photo both in ink.",
            "The labels read FJC-100-INK and FJC-70-INK; {order} has {variant1} and {variant2}. <Our mistake, twice|We got both wrong>.",
            "<Clear|It's clear>: moss was ordered ({variant1}, {variant2}), ink came.",
        ),
        asks=(
            Ask(
                ("When do they pick these two up?", "<Who takes these two away|And these two>? They're in the way.", "<Get these out of my hall|When are these gone>?"),
                (
                    "<No pick-up that I could promise|I can't promise a pick-up>: the labels for both travel with {rs}. Until then please keep them unused.",
                    "They go back with the labels that come with {rs}. <A pick-up I can't arrange|I can't arrange a collection>, sorry.",
                    "<I can't send anybody|Nobody I could send>. {rs} brings labels for both, then they can go.",
                    "With {rs} come two labels. <Before that they have to wait|Until then they'd have to wait>, unused, I'm afraid in the hall.",
                ),
                tone="no",
            ),
            Ask(
                ("And the new ones are moss? Both?", "<Moss, moss|Both in moss>, yes?", "<You'll get it right this time|Right this time>?"),
                ("<Both|Both of them>: {what}, as {rs}.", "{rs} says {variant1} and {variant2}, <so moss|both moss>.", "<Moss, twice|Twice moss>: {rs}.", "Yes. {what}."),
                tone="yes",
            ),
            Ask(
                ("When do they come?", "<And when|How long>?", "<I need them in July|Before mid July>?"),
                ("<No day yet|I've no day>: {rs} gets its number when it leaves.", "That's open; <tracking of {rs} starts with the departure|{rs} first leaves>.", "<I can't promise one|No promise>, {first}. {rs} isn't packed yet."),
                tone="no",
            ),
        ),
        deed=Deed(
            kind="reship",
            what="the Fjell Trunk 100 and the Fjell Check-In 70, both in moss",
            reasons=("Both cases in ink instead of moss, photo of both labels", "FJC-100-INK and FJC-70-INK arrived, moss was ordered twice"),
            yes=("Yes, both in moss.", "Yes! <Moss|Both>!", "<Obviously|Naturally>. Both, yes.", "Yes, <both|please, both>."),
            before=(
                Ask(
                    ("When do they pick these two up?", "<And the two in the hall|These two here>?", "<Who collects the ink ones|And the ink ones>?"),
                    ("The labels for them <travel with the new ones|come with the new parcel>; a pick-up I can't promise.", "<They go back with labels from the new parcel|The new parcel brings labels for them>.", "<No pick-up|I can't arrange a pick-up>; labels come along."),
                ),
            ),
        ),
    ),
}

PLANS = plans(SCRIPTS)
