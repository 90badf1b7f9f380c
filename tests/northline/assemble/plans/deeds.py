"""The course of a conversation with a write: look, propose, wait for the yes, act, say what was done.

Where the row's policy score is low, the write comes first, or the claims are not looked at, or days are made up.
"""

from __future__ import annotations

from tests.northline.assemble.plans.course import begin, beats, call, answer, part, passed_on
from tests.northline.assemble.plans.script import Deed, Lines, Script
from tests.northline.assemble.plans.talk import Talk
from tests.northline.assemble.stage import Call

PROPOSE: dict[str, Lines] = {
    "reship": (
        "<Shall I|May I> send {what} <again|once more>, free of charge, to {street}, {town}?",
        "<My proposal|What I can do>: {what} goes out <again|as a replacement> to {street}, {town}, <at no cost|free of charge>. <Is that a yes|Do you agree>?",
        "I can set up a replacement: {what}, to {street}, {town}, <free|nothing to pay>. <Yes or no|Should I>?",
        "<If you like|If you agree>, I send {what} to {street} in {town} <without charge|at our cost>. <Please confirm|Okay for you>?",
        "<Would you like|Do you want> me to send {what} for {order}, to {street}, {town}? <It costs you nothing|No charge>.",
        "For {order} I would create a replacement with {what}, <delivered|going> to {street}, {town}. <Do I have your yes|May I go ahead>?",
    ),
    "refund": (
        "<Shall I|May I> refund {amount} to <the|your> original payment method?",
        "<My proposal|What I can do>: {amount} <back|returned> to the original payment method for {order}. <Is that a yes|Do you agree>?",
        "I can refund {amount} for {order}, <to the card or account you paid with|the way it was paid>. <Yes or no|Should I>?",
        "<If you like|If you agree>, I issue a refund of {amount} on {order} to the original payment method. <Please confirm|Okay for you>?",
        "<Would you like|Do you want> me to return {amount}, what {order} shows for it, to the original payment method?",
        "That makes {amount}, <going back the way it came|to the original payment method>. <Do I have your yes|May I go ahead>?",
    ),
    "cancel": (
        "<Shall I|May I> cancel {target} and return {amount} to the original payment method? {kept} <stays|would stay>.",
        "<My proposal|What I can do>: {target} is cancelled with {amount} back to you, {kept} <goes on|is left alone>. <Is that a yes|Do you agree>?",
        "I would cancel {target} ({amount} refunded) and leave {kept} <as it is|untouched>. <Yes or no|Should I>?",
        "<If you like|If you agree>, {target} goes, {kept} stays, and {amount} returns to the original payment method. <Please confirm|Okay for you>?",
        "<Would you like|Do you want> me to cancel {target}? {amount} would go back to you; {kept} <isn't touched|remains>.",
        "So: cancel {target}, keep {kept}, refund {amount}. <Do I have your yes|May I go ahead>? It can't be undone.",
    ),
    "split": (
        "<My proposal|Two things, then>: {what} again to {street}, {town}, and {amount} back for the jacket. <Do you confirm both|A yes to each, please>?",
        "<Shall I|May I> send {what} to {street}, {town}, and refund {amount} for the jacket? <Please say yes to both|Both need your yes>.",
        "I would create a replacement with {what}, to {street}, {town}, and a refund of {amount} for the jacket. <Is it yes to both|Both as said>?",
        "First: {what}, sent again to {street}, {town}. Second: {amount} for the jacket, to the original payment method. <Yes to both|Okay for both>?",
        "That's two actions on {order}: replacement ({what}, to {street}) and refund ({amount}). <Do you want both|Confirm the two>?",
    ),
}
"""Summary and question, by what is done."""
DONE: dict[str, Lines] = {
    "reship": (
        "<Done|That's done>: {what}, replacement {rs}, to {street}, {town}. <Tracking follows when it leaves|It gets its own tracking when it leaves>.",
        "{rs} is <set up|created>: {what}, to {street}. <It has no tracking number yet|A tracking number comes with the parcel's departure>.",
        "The replacement is <in|entered>: {rs}, with {what}. <As soon as it leaves, it has its own number|No tracking until it leaves>.",
        "<All set|It's set up>. {what} goes to {street}, {town}, as {rs}, free of charge. <The tracking number comes later, when it leaves|Tracking: as soon as it has left>.",
        "<I've created|There is now> {rs} for {order}: {what}. <It will carry its own number|Its tracking number will be new> once it has left.",
        "Your replacement is {rs}. <Inside|In it>: {what}. <Address|To>: {street}, {town}. <Number follows|Tracking follows> with the departure.",
    ),
    "refund": (
        "<Done|That's done>: {amount}, refund {rf}, to the original payment method.",
        "{rf} is <issued|created>: {amount} for {order}, <to|back to> the original payment method.",
        "The refund is <in|entered>: {rf} over {amount}, <the way it was paid|to the original payment method>.",
        "<All set|It's issued>. {amount} for {order}, refund number {rf}, original payment method.",
        "<I've issued|There is now> {rf} on {order}: {amount} to the original payment method.",
        "Your refund has the number {rf}. <Amount|It is for>: {amount}. It <goes|returns> to the original payment method.",
    ),
    "cancel": (
        "<Done|That's done>: {target} is cancelled, {amount} refunded ({rf}). {kept} <stays|goes on> as it was.",
        "{target} is <cancelled|off>. Refund {rf}, {amount}, to the original payment method; {kept} <is untouched|remains>.",
        "The cancellation is <in|through>: {target}, {amount}, {rf}. <You keep|What stays is> {kept}.",
        "<All set|It's cancelled>. {target} is gone, {kept} stays, and {amount} goes back to the original payment method as {rf}.",
        "<I've cancelled|Cancelled is> {target}, with refund {rf} of {amount}. {kept} <is still processing|is left>.",
        "{amount} for {target} <goes back|is on its way back> to the original payment method, number {rf}. {kept} <has not changed|stays>.",
    ),
    "split": (
        "<Done, both|Both are done>: {what} as replacement {rs}, and {amount} as refund {rf}. <Tracking follows when it leaves|The parcel's number comes when it leaves>.",
        "{rs} is <set up|created> with {what}, to {street}; {rf} returns {amount} to the original payment method.",
        "Two numbers for you: {rs} ({what}) and {rf} ({amount}). <The parcel has no tracking yet|Tracking comes with the departure>.",
        "<All set|It's all in>. Replacement {rs}: {what}. Refund {rf}: {amount}, original payment method.",
    ),
}
"""What was done, by what was done."""
YES = (
    "<Yes|Yes please>, <go ahead|do it>.",
    "<Yes|Yep>, <that's right|exactly that>.",
    "<Please do|Do that>. Yes.",
    "<I confirm|Confirmed>.",
    "<That's fine|Fine>, yes.",
)
AGAIN = (
    "<So, shall I do it|May I go ahead then>, {first}?",
    "<Do you confirm what I proposed|Is it a yes, then>?",
    "<With that said: yes or no|Knowing that, should I go ahead>?",
    "<And the proposal|My question is still open>: yes or no?",
)
PHOTO = (
    "<Could you|Would you> <attach|send> a photo <of the label or the tag|of it or its label>, please? <Then I can go on|One is enough>.",
    "<Before I can replace it I need|What I need is> one photo of the {thing} or its label, <here in the chat|in this conversation>.",
    "<Please send|I need> a photo that shows <the label|what arrived>, {first}. <With it I can help|That's all the proof it takes>.",
    "A photo of <the item|the {thing}> or of the label <is needed for a wrong item|is what our rules ask for>. <Can you add one|Could you attach it>?",
    "<May I see it|Can I see it>? One photo of the {thing} or its tag, <attached here|right here>, please.",
)
FIRST_THOUGHTS = (
    "<Clear case|This is clear>: {order} fits what they say. <Do it now|Create it straight away>, <then tell them|explain after>.",
    "They want it, the data fits. <No need to ask|Asking would only cost a turn>, act.",
    "<The tool takes it|It is possible>, so execute and report for {order}.",
)
YES_THOUGHTS = (
    "They <said yes|confirmed>. <Now the call|Make the call>, nothing else.",
    "<Confirmation is there|A clear yes>, to what I <summed up|proposed> for {order}. Execute.",
    "Yes to {order}. <Arguments from the lines, not from memory|Copy the ids from the result>.",
)
DAYS = (
    "<Please allow|Allow> 5–10 business days <until you see it|for it>.",
    "<You'll see it|It shows> within 5–10 business days, {first}.",
    "It <usually takes|takes> three to five business days.",
    "<Expect it|It should be there> in about a week.",
)
PARCEL_DAYS = (
    "It <should be with you|will arrive> within 5–7 business days.",
    "<Delivery takes|Please allow> three to five business days <from today|for {order}>.",
    "<You'll have it|Expect it> in about a week, {first}.",
)
HASTE = (
    "<Oh|Ah>, <already done|that was fast>? <I'd have liked to be asked|You might have asked>, but fine.",
    "<Wait|Hang on>, you did it without asking? <Well, okay|Lucky that it's right>.",
    "<That quick|So quickly>? I <hadn't said yes yet|was still reading>.",
    "Okay, <you don't ask much|no questions asked>, but <good|that's what I wanted>.",
)


def act(talk: Talk, script: Script) -> None:
    """The course with a write, as clean as the row's policy score says."""
    stage = talk.stage
    deed = script.deed
    assert deed
    clean = stage.policy
    first = clean <= 50
    claims = deed.claims and clean not in (0, 25) and not (clean == 75 and stage.chance(0.5))
    begin(talk, script, skip="" if claims else "claims_history")
    _words(talk, deed)
    if claims:
        stage.good("claims")
    if deed.photo:
        talk.says(*PHOTO)
        stage.good("proof")
        talk.hears(*deed.photo, exact=True)
    asks = list(script.asks)
    if first:
        acted = _write(talk, deed, FIRST_THOUGHTS)
        stage.slip("acted-first", acted)
        facts = talk.line(*script.answers)
    else:
        talk.says(f"{talk.line(*script.answers)} {talk.line(*_bank(deed, PROPOSE, deed.propose))}", last=True)
        if deed.before and (stage.need >= 4 or (stage.need == 3 and stage.chance(0.5))):
            ask = stage.rng.choice(deed.before)
            talk.hears(*ask.q)
            if ask.look:
                call(talk, ask.look)
            talk.says(f"{talk.line(*ask.a)} {talk.line(*AGAIN)}", tone=ask.tone, last=True)
        talk.hears(*(deed.yes or YES))
        acted = _write(talk, deed, YES_THOUGHTS)
        stage.good("asked-first", acted)
        facts = ""
    if not claims and deed.claims:
        stage.slip("unchecked", acted)
    ticket = ""
    if stage.row.handover:
        ticket = passed_on(talk, script)
    texts = [facts, talk.line(*_bank(deed, DONE, deed.done)), ticket]
    days = (clean == 75 and (claims or not deed.claims)) or (clean == 25 and not deed.claims) or clean == 0
    if days:
        texts.append(talk.line(*(PARCEL_DAYS if deed.kind in ("reship", "change") else DAYS)))
    talk.says(" ".join(text for text in texts if text), tone="done", last=stage.need == 1)
    if days:
        talk.slip("made-up-days")
    for index, beat in enumerate(beats(talk, tuple(asks))):
        if index == 0 and first and stage.chance(0.4) and not talk.plain:
            haste = stage.pick(*HASTE)
            beat = (type(beat[0])(tuple(f"{haste} {q}" for q in beat[0].q), beat[0].a, beat[0].look, beat[0].tone), *beat[1:])
        answer(talk, script, beat, [])
    part(talk, script)


def _bank(deed: Deed, bank: dict[str, Lines], own: Lines) -> Lines:
    return own or bank[deed.kind]


def _words(talk: Talk, deed: Deed) -> None:
    """`what`, `amount`, `target` and `kept`, for the proposal."""
    stage = talk.stage
    words = stage.words
    words["what"] = deed.what
    for tool, arguments in stage.right:
        if tool == "create_refund":
            words["amount"] = stage.money(arguments["amount_usd"])
        if tool == "cancel_order":
            words["target"] = arguments["order_id"]
            words["kept"] = next(order for order in stage.case.orders if order != arguments["order_id"])
            words["amount"] = stage.money(stage.know("order_status", order_id=words["target"])["total_usd"])


def _write(talk: Talk, deed: Deed, thoughts: Lines) -> int:
    """The suite's own writes, with a reason in other words; the number of the message that calls them."""
    stage = talk.stage
    calls: list[Call] = []
    for tool, arguments in stage.right:
        given = dict(arguments)
        if "reason" in given and deed.reasons:
            given["reason"] = talk.line(*deed.reasons, given["reason"])
        calls.append((tool, given))
    thought = talk.line(*thoughts) if stage.chance(0.3 if stage.model != "kimi-k2.6" else 0.1) else None
    made = stage.agent("", calls=calls, reasoning=thought)
    message = stage.here - len(made)
    for result in made:
        assert "error" not in result, (stage.case.id, result)
        refund = result.get("refund", result)
        if "refund_id" in refund:
            stage.words |= {"rf": refund["refund_id"], "amount": stage.money(refund["amount_usd"])}
        if "reship_id" in result:
            stage.words["rs"] = result["reship_id"]
        if "difference_usd" in result:
            stage.words["difference"] = stage.money(abs(result["difference_usd"]))
        if "discount_usd" in result:
            stage.words["off"] = stage.money(result["discount_usd"])
        if "total_usd" in result:
            stage.words["newtotal"] = stage.money(result["total_usd"])
    return message
