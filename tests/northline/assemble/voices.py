"""How the three models talk: kimi-k2.6 warm and quick, kimi-k2.7-code wordy and sunny, mimo-v2.5-pro brief and exact.

Every function returns one sentence (or two short ones) in the habit of the stage's model, with choices spun; `close`
plays the end of a conversation until the row has all its agent messages.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.northline.assemble.customers import farewell, spin
from tests.northline.assemble.stage import Stage

Voices = Mapping[str, tuple[str, ...]]

HELLO: Voices = {
    "kimi-k2.6": (
        "<Hi|Hello> {first}!",
        "<Hi|Hello> {first}, <thank you|thanks> for <writing|reaching out|getting in touch>!",
        "{first}, <hello|hi there>!",
        "<Good to hear from you|Lovely to hear from you|Welcome>, {first}!",
        "<Of course|Sure>, {first}.",
        "<Hey|Hi> {first}, <I'm on it|let's see|one look at it>.",
    ),
    "kimi-k2.7-code": (
        "<Hi|Hello> {first}! <Thanks so much for writing|Thank you for getting in touch with us|Great that you ask>.",
        "<Hello|Hi> {first}, <let me see what I can find|I've opened everything up|here I am>! 😊",
        "<Hi there|Hello there>, {first}! <I've had a careful look|Let's go through it together|I went and checked>.",
        "{first}, <hi|hello>, and <thanks for your patience|thank you for the details|thanks for telling me>!",
        "<Hello|Hi> {first}! <So, here is what I see|I've gathered what there is|Right, I've got it in front of me>.",
    ),
    "mimo-v2.5-pro": (
        "<Hello|Hi|Good day> {first}.",
        "{first}, <I looked|I checked|I have looked it up>.",
        "<Hello|Hi> {first}, <checked|I have it here|this is what I see>.",
        "Thank you, {first}.",
        "<Understood|Thanks for the number|Right>, {first}.",
        "{first}:",
    ),
}
SORRY: Voices = {
    "kimi-k2.6": (
        "I'm <so |really |very |>sorry, {first}.",
        "<Oh no|Oh dear>, I'm sorry.",
        "I <completely |fully |>understand, {first}.",
        "That's <not how it should be|really annoying|a shame>, {first}.",
        "<I hear you|I see why that is hard>, {first}.",
    ),
    "kimi-k2.7-code": (
        "I'm <truly |really |so |>sorry about <that|all this|this>, {first}.",
        "<I can totally see|I completely get|I do understand> <why that's upsetting|where you come from>.",
        "<Ugh|Oh>, that's <a lot|no fun at all|not what anybody wants>, {first}.",
        "I <hear you, {first}, and I mean it|really do hear you, {first}>.",
        "<Thank you for being open|I appreciate the honesty|Thanks for laying it out>, {first}.",
    ),
    "mimo-v2.5-pro": (
        "I'm sorry, {first}.",
        "<I see|Understood>.",
        "<I understand|I follow>, {first}.",
        "<Sorry for that|I regret that>, {first}.",
        "<Noted|All right>.",
        "",
    ),
}
PASSED: Voices = {
    "kimi-k2.6": (
        "I've <passed|handed> this <on |over |>to a colleague <now|at the desk>: ticket {ticket}.",
        "A <person|human colleague|colleague> <has|will have> it from here, <under|the ticket is> {ticket}.",
        "It's <with our team now|in human hands>, <as|ticket> {ticket}.",
        "<To get this right|So that it's decided properly>, I've given it to a person: {ticket}.",
        "{ticket} is <your ticket|the ticket>; somebody from <the desk|our team> <takes it from here|reads it next>.",
    ),
    "kimi-k2.7-code": (
        "I've <just |>handed <this|everything> to a <human colleague|person on our team>, and your ticket is {ticket}.",
        "So I've <brought in|asked> a colleague, who <sees this whole chat|reads all of this>: ticket {ticket}.",
        "<What I could do|What was mine to do> I've done: it now <sits|is> with a person, under {ticket}. 😊",
        "This <belongs with|is one for> a human, <and that's where it is now|so I've passed it along>: {ticket}.",
        "Ticket {ticket} is open <for you|with the desk>, and a <person|colleague> will pick it up from there.",
    ),
    "mimo-v2.5-pro": (
        "<Handed|Passed> to a person, ticket {ticket}.",
        "A <colleague|person> takes over: {ticket}.",
        "<This goes|It has gone> to the desk, ticket {ticket}.",
        "<I have opened|There is> ticket {ticket} for <a human colleague|a person>.",
        "{ticket} is with the desk <now|from here on>.",
        "A person decides this. Ticket: {ticket}.",
    ),
}
MORE: Voices = {
    "kimi-k2.6": (
        "<Anything else|Is there anything else> I can do?",
        "<What else|Anything more> for today?",
        "Is there <anything more|something else>, {first}?",
        "<Can I help|May I help> with <anything else|something more>?",
    ),
    "kimi-k2.7-code": (
        "Is there <anything else at all|anything else on your mind>, {first}?",
        "<Is there anything else I can|What else can I> <look up|check> for you <while I'm here|today>? 😊",
        "<Does that make sense so far|Is that okay for you>, {first}?",
        "<May I help|Can I help> with <anything else|another thing>, {first}?",
    ),
    "mimo-v2.5-pro": (
        "Anything else?",
        "Is there <anything|something> else?",
        "<Any other question|Other questions>?",
        "",
    ),
}
BYE: Voices = {
    "kimi-k2.6": (
        "<Take care|All the best|Have a lovely day>, {first}!",
        "<You're welcome|My pleasure>, {first}! <Have a good day|Safe travels>.",
        "<Thank you|Thanks> for <your patience|writing to us>, {first}. <Bye|Take care>!",
        "<Any time|Gladly>, {first}. <Have a nice Monday|Good trip>!",
        "<Goodbye|Bye>, {first}!",
        "<Wishing you a good day|Enjoy the rest of Monday>, {first}!",
    ),
    "kimi-k2.7-code": (
        "<You're so welcome|It was a pleasure>, {first}! <Have a wonderful day|Take good care>. 😊",
        "<Thank you for bearing with me|Thanks for your patience>, {first}! <All the best|Bye for now>!",
        "<Bye|Goodbye> {first}, and <happy travels|have a great week>!",
        "<Lovely talking to you|Great talking to you>, {first}. <Bye now|Take care>!",
        "<Always happy to help|Glad I could help>, {first}! Bye!",
    ),
    "mimo-v2.5-pro": (
        "<Goodbye|Bye>, {first}.",
        "<You're welcome|Gladly>. <Bye|Goodbye>.",
        "<All the best|Good day>, {first}.",
        "Thank you, {first}. Bye.",
        "<Bye|Goodbye>.",
        "<Have a good day|Good trip>, {first}.",
    ),
}
FIRM: Voices = {
    "kimi-k2.6": (
        "<That stays as it is|The answer is the same>, {first}, <sorry|I'm afraid>.",
        "I <can't|really can't> change that from here, {first}.",
        "<My colleague|The person who has it> will <see every word|read this too>.",
    ),
    "kimi-k2.7-code": (
        "<I know it's not what you want to hear|I wish it were otherwise>, but <nothing changes|it stays so>.",
        "<Everything you add here|What you've just written> goes along <with the ticket|to my colleague>, {first}.",
        "I'd rather <be honest|tell you plainly>: <there's nothing more I can do here|that's as far as I go>.",
    ),
    "mimo-v2.5-pro": (
        "<That stays|It stays that way>.",
        "<Nothing changes|No change> <on my side|from here>.",
        "<My answer is the same|Same answer>, {first}.",
        "The <ticket|colleague> has <this too|that as well>.",
    ),
}

EXTRAS = (
    "<One more thing|Oh, and>: does it say who <picks that up|answers me>?",
    "<Do I need to do anything|Anything I have to do> <now|meanwhile>?",
    "<Will I hear from you here|Where will the answer come>?",
    "Is <this|that> <noted|written down> <somewhere|with the order>?",
)
"""Small questions of a customer before the end."""
SMALL: Voices = {
    "kimi-k2.6": (
        "<That I can't see|I don't know that>, {first}, and I'd rather not guess.",
        "<Nothing to do for you|You don't need to do anything>, {first}.",
        "It's all in this <chat|conversation>, {first}, nothing gets lost.",
    ),
    "kimi-k2.7-code": (
        "<Honestly, I don't know|I can't see that from here>, {first}, so I won't make something up!",
        "<You can lean back|Nothing is needed from you>, {first}. 😊",
        "Yes, <it's all kept|everything is> with {order}, {first}.",
    ),
    "mimo-v2.5-pro": (
        "I do not know that.",
        "<Nothing is needed|You need do nothing>.",
        "It is kept with <{order}|this conversation>.",
    ),
}


def say(stage: Stage, voices: Voices, **words: str) -> str:
    """One of the model's own phrasings, filled."""
    return spin(stage.pick(*voices[stage.model], **words), stage.rng)


def hello(stage: Stage) -> str:
    """A greeting, with the first name where it is known."""
    return say(stage, HELLO)


def sorry(stage: Stage) -> str:
    """One apology or word of understanding; mimo sometimes has none."""
    return say(stage, SORRY)


def passed(stage: Stage, ticket: str) -> str:
    """That a person has it now, with the number that the call returned."""
    return say(stage, PASSED, ticket=ticket)


def more(stage: Stage) -> str:
    """Whether there is anything else; mimo sometimes does not ask."""
    return say(stage, MORE)


def bye(stage: Stage) -> str:
    """A goodbye."""
    return say(stage, BYE)


def join(*parts: str) -> str:
    """Sentences one after the other; empty ones left out."""
    return " ".join(part for part in parts if part)


def close(stage: Stage, content: bool = True, broken: bool = False) -> None:
    """The end: small questions while more than one agent message is due, a farewell, and a goodbye for the last one."""
    while stage.need > 1:
        stage.customer(spin(stage.pick(*EXTRAS), stage.rng))
        stage.agent(join(say(stage, SMALL), more(stage)))
    stage.customer(farewell(stage, content, broken))
    if stage.need:
        stage.agent(bye(stage))
