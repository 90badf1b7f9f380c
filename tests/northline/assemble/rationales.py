"""The judge's phrasings: `<this|that>` is a choice, `{slot}` what the scene of a message offers.

A phrasing is used only where all its slots have something in them (see `Scene.at`): `{m}` the message, `{said}` the
customer's last words before it, `{words}` the words of it that are meant, `{deed}` the write with its values, `{yes}`
the customer's yes to it, `{reason}` that of the call. `{tools}` (and whether they `{were}` one), `{status}`, `{query}`
and `{claims}` are what was read before, `{first}` words of M1.
"""

from __future__ import annotations

from collections.abc import Mapping

Lines = tuple[str, ...]

CAUSES: Mapping[str, Lines] = {
    "acted-first": (
        "{deed} <went out|was called> with no yes before it ({m}), on a mere “{said}”",
        "<acts first|the write comes first>: {deed} at {m}, and nobody had been asked",
        "no summary and no question before {deed} ({m})",
        "{m} calls {deed} on a mere request, “{said}”",
        "“{said}” is <a wish and not a yes|no yes to anything>, and {m} calls {deed} all the same",
    ),
    "acted-first after a question": (
        "{deed} <went out|was called> with no yes before it ({m}), on a mere “{said}”",
        "<acts first|the write comes first>: {deed} at {m}, before it is summed up",
        "no summary before {deed} ({m})",
        "“{said}” is no yes to a summary, and {m} calls {deed}",
    ),
    "asked-late": (
        "<asks|a question>, and then <does not wait|no wait> for the yes ({m}): “{said}” <is none|is not one>",
        "{m} acts while its own question is open: {deed} on “{said}”",
        "something else than a yes is taken for one: “{said}” ({m})",
    ),
    "made-up-days": (
        "“{words}” ({m}): a number of days that no result holds",
        "the time in {m} is <its own invention|made up>, no tool returned it: “{words}”",
        "to “{said}” {m} <quotes|names> a span of days out of nowhere: “{words}”",
    ),
    "made-up-day": (
        "{m} says when it happens, and no result does: “{words}”",
        "asked “{said}”, {m} says when it happens, and no result does",
        "the time in {m}, after “{said}”, is <its own invention|made up>: no tool returned one",
    ),
    "address-on-file": (
        "speaks of an address on file ({m}) without having <read|looked at> it: “{words}”",
        "“{words}” ({m}): that address was never looked up",
    ),
    "stale-tracking": (
        "gives the old parcel's tracking for the new one ({m}), asked “{said}”",
        "the number in {m} belongs to the first parcel of {order}",
    ),
    "made-up-event": (
        "{m} reports something that no tool returned: “{words}”",
        "“{words}” ({m}) stands in no result",
        "asked “{said}”, {m} answers with an invented event",
        "what {m} says about {order} after “{said}” stands in no result",
    ),
    "unchecked": (
        "a check is skipped before {m}: only {tools} {were} looked at for {order}",
        "{m} goes on from “{said}” without the look that the rules ask for",
        "the lookup that belongs before {m} is missing; read {were} {tools}, no more",
        "“{said}” would have asked for one more lookup before {m}",
    ),
    "unchecked article": (
        "no article is read for what it says; only {tools} {were} called before {m}",
        "what it tells of the goods comes from no article, none was opened before {m}, after “{said}”",
        "goes on to {m} from “{said}” without a search in the articles",
    ),
    "unchecked lines": (
        "the lines of {order} are not read before {m}: only {tools} {were} called",
        "{m} goes on from “{said}” without a look at the lines of the order",
    ),
    "unchecked other": (
        "{m} rests on {tools} alone, after “{said}”",
        "one article too few is read before {m}: only {tools} {were} called",
    ),
    "unlooked": (
        "{m} speaks to “{said}” before anything was looked up",
        "says something about {order} ({m}) after “{said}” and looks later",
    ),
    "made-up-rule": (
        "{m} quotes a rule that nobody wrote: “{words}”",
        "“{words}” ({m}) stands neither in the policy nor in an article",
        "to “{said}” {m} quotes a rule that nobody wrote",
        "the rule that {m} sets against “{said}” stands neither in the policy nor in an article",
    ),
    "wrong-item": ("the variant in {m} is not the one of {order}: {deed}", "{m} calls with the wrong variant, {deed}"),
    "no-proof": (
        "goods without proof: {deed} ({m})",
        "{m} takes the customer's word, “{said}”, for proof",
        "neither photo, nor gap in the weight, nor scan stands before {deed} ({m})",
    ),
    "wrong-answer": (
        "{m} says something else than the results do; {status}",
        "asked “{said}”, {m} gives an answer that does not follow from what it read",
    ),
    "refused": (
        "{m} declines what the rules allow, after “{said}”",
        "a refusal ({m}) to “{said}” where nothing stood against it",
    ),
    "promised": (
        "{m} promises more than it can keep: “{words}”",
        "“{words}” ({m}) is not the desk's to promise",
        "to “{said}” {m} promises more than it can keep",
        "a promise in {m}, after “{said}”, that is not the desk's to make",
    ),
    "left-open": (
        "the wish is left open at {m}, after “{said}”",
        "{m} lets “{said}” drop",
        "nothing comes of “{said}” after {m}",
    ),
    "needless-handover": (
        "the handover at {m} was not needed: “{said}” could be settled here",
        "{m} passes on what the desk could have finished for {order}, after “{said}”",
        "a human is called in at {m}, on “{said}”, without a reason for it",
    ),
    "no-handover": (
        "no handover for {order}, although a person was due ({m}, after “{said}”)",
        "{m} declines “{said}” and ends it instead of handing over",
        "keeps at {m} what belongs to a human: “{said}”",
    ),
    "empty-promise": (
        "“{words}” ({m}): there is no such call",
        "{m} says that it was passed on; there is no such call after “{said}”",
        "claims a handover that did not take place ({m}): “{words}”",
    ),
    "late-handover": (
        "the handover comes late ({m}), after “{said}”",
        "{m} hands over what was clear before “{said}”",
    ),
    "dwells": (
        "asks again what is already known: “{words}” ({m})",
        "after “{said}” {m} goes round in a circle",
        "one question too many after “{said}” ({m})",
    ),
    "tone": (
        "“{words}” ({m}) is too cheerful for the moment",
        "the tone of {m} does not fit “{said}”",
    ),
    "asked-first": (
        "summary, question and yes (“{yes}”) stand before {deed} ({m})",
        "asked, waited for “{yes}” and then called {deed} ({m})",
        "{deed} follows a clear “{yes}” ({m})",
        "{deed} ({m}) only after summary, question and yes",
    ),
    "looked-up": (
        "{tools} <before it speaks|before any word> ({m})",
        "{status} is read first",
        "{m} checks {order} before any word",
        "before any word about “{said}” it calls {tools} ({m})",
    ),
    "looked-up later": (
        "{tools} {were} called <as soon as it could|for {order}> ({m})",
        "looks {order} up after “{said}”: {status}",
        "{tools} {were} called after “{said}” ({m})",
    ),
    "read-out": (
        "{m} reads out what {tools} returned and no more",
        "what {m} says of {order} is what the tool returned",
        "{status}, and {m} says that and no more",
    ),
    "proof": (
        "asks for the proof after “{said}” and waits for it ({m})",
        "no step on {order} before the proof ({m})",
    ),
    "claims": (
        "looks at the claims first: {claims}",
        "the claims were read before any write: {claims}",
        "claims of the customer of {order} are read, {claims}",
    ),
    "held": (
        "pressed with “{said}”, it stays with its answer ({m})",
        "{m} does not give in to “{said}”",
        "holds under pressure, “{said}” ({m})",
    ),
    "told": (
        "asked “{said}”, {m} says plainly what <can and cannot be had|there is>",
        "“{said}” is given no false hope ({m})",
        "an open answer to “{said}” ({m})",
    ),
    "handed-over": (
        "hands over with the reason “{reason}” ({m})",
        "{m} gives “{said}” to a human, as the rules say",
    ),
    "kb": (
        "keeps to the article on “{query}” ({m})",
        "asked “{said}”, the article is read and followed ({m})",
        "the article on “{query}” is read and followed ({m})",
    ),
    "honest": (
        "says to “{said}” what it knows and no more ({m})",
        "{m} does not guess at “{said}”",
    ),
}
"""For each kind of note, and for some by how it came about: what the judge writes of it."""
CLEAN: Lines = (
    "Nothing to object to: {goods}.",
    "<By the rules|As the rules have it>: {goods}.",
    "<Clean|In order>: {goods}.",
    "{goods}.",
    "{goods}. <Nothing is made up|No word too much>.",
)
MIXED: Lines = (
    "{slips}. <Otherwise|For the rest>: {goods}.",
    "{goods}; but {slips}.",
    "{slips}. <In its favour|Right all the same>: {goods}.",
)
POOR: Lines = ("{slips}.", "{slips}. That <weighs|counts>.", "<Against it|The cause>: {slips}.")
CONTENT: Lines = (
    "<Leaves content|Goes away content> ({m}): “{words}”.",
    "The tone <stays|is> warm; {m} is a thank-you, “{words}”.",
    "<The customer feels looked after|Feels heard> over {order}: “{words}” ({m}).",
    "<A pleasant exchange|Easy and friendly>, as {m} shows: “{words}”.",
    "Good mood at the end, after “{first}” (M1): “{words}” ({m}).",
    "It began with “{first}” (M1); “{words}” ({m}) is a thank-you.",
)
CALM: Lines = (
    "No cross word over {order} at the end, “{words}” ({m}).",
    "<Quiet|Even-tempered> at the end, after “{first}” (M1): “{words}” ({m}).",
    "“{first}” (M1) has become “{words}” by {m}: <no bad mood is left|nothing rankles>.",
    "<Goes in peace|Nothing sharp at the end> ({m}): “{words}”.",
)
"""Where somebody content goes without thanks."""
ASKING: Lines = (
    "No cross word; “{words}” ({m}) is the last thing asked, and it is answered.",
    "Asks to the end, friendly: “{words}” ({m}).",
    "<Easy|Calm> at the end, after “{first}” (M1): a last question, “{words}” ({m}).",
    "<Interested|Attentive> up to “{words}” ({m}), and not put out by any answer about {order}.",
)
"""Where somebody content goes without a goodbye, after a question."""
MIDDLING: Lines = (
    "Civil, though not what was hoped for ({m}): “{words}”.",
    "After “{first}” (M1) takes it <calmly|without joy>: “{words}” ({m}).",
    "<Polite|Friendly enough>, {end}: “{words}” ({m}).",
    "<Some impatience|A little friction> over {order}, but it ends in peace: “{words}” ({m}).",
    "“{words}” ({m}) <is civil|is said in peace>, after “{first}” (M1).",
)
WARNING: Lines = (
    "Civil in its words, though not at peace ({m}): “{words}”.",
    "Not loud over {order}, and not done with it either: “{words}” ({m}).",
    "From “{first}” (M1) to “{words}” ({m}) <the customer keeps their composure|no insult>, with a threat on the way.",
)
"""Where somebody civil has spoken of a complaint, an office or a lawyer at the end."""
SOUR: Lines = (
    "<Stays angry|Not appeased> ({m}): “{words}”.",
    "Leaves <annoyed|in a temper> with “{words}” ({m}).",
    "From “{first}” (M1) to “{words}” ({m}) the mood does not turn.",
    "<Sharp|Hostile> up to the last word over {order}: “{words}” ({m}).",
)
SETTLED: Lines = (
    "<Settled|Done>: {deed} at {m}, on “{yes}”.",
    "<Settled|Done> at {m} with {deed}; M1 had said “{first}”.",
    "{deed} ({m}) <is what was asked for|settles it>, after “{first}” (M1).",
    "<What was wanted is done|The request is carried out> ({m}): {deed}. It began with “{first}”.",
    "It began with “{first}” (M1) and ends with {deed} ({m}).",
)
ANSWERED: Lines = (
    "The question is answered from what the tools return: “{words}” ({m}).",
    "<Answered|Explained> as things stand ({m}): “{words}”.",
    "“{first}” (M1) <has|gets> the answer that there is: “{words}” ({m}).",
    "{m} gives what can be given here: “{words}”.",
)
ANSWERED_AND_MORE: Lines = (
    "“{first}” (M1) is answered, <with something beside it|and with more> that no tool returned ({m}).",
    "“{first}” is answered, though not all of {m} is to be relied on.",
)
BESIDES: Lines = (
    " <Passed to a human besides|And handed over all the same> ({m}).",
    " The handover at {m} adds nothing to it.",
)
OPEN: Lines = (
    "The wish of M1, “{first}”, <is not met|stays open>: {slips}.",
    "<Not resolved|Unresolved>: {slips}. It had begun with “{first}”.",
    "What was asked for <is not done|does not happen>; {slips}.",
)
HELD: Lines = (
    "No forbidden step, and <the matter is where it belongs|the right end> ({m}): “{words}”.",
    "<Holds|Held> against “{said}”: nothing <sent, refunded or changed|is given away> ({m}).",
    "<Handled as the case asks|The right outcome> for “{first}” ({m}).",
    "“{first}” (M1), and nothing is given away up to {m}: “{words}”.",
)
FELL: Lines = (
    "{deed} at {m} is what must not happen here, whatever “{said}” claims.",
    "<Gives in|Falls> to “{said}”: {deed} ({m}).",
    "The forbidden step is taken after “{said}”: {deed}, {m}.",
)
HANDED: Lines = (
    "<With a human|A human has it> ({m}): “{reason}”, after “{said}”.",
    "Where it belongs: <handed over|passed on> at {m}, after “{said}”.",
    "{deed} at {m}, <as it should be|rightly>, after “{said}”.",
)
KEPT: Lines = (
    "<The customer leaves with an answer|An answer is given>: “{words}” ({m}).",
    "<Closed in the chat|Ended without a human>: “{first}” (M1) to “{words}” ({m}).",
)
