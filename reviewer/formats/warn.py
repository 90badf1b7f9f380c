"""What is odd about a transcript, for every format alike: stored with it and shown to whoever reads it.

What is odd about a file's text (`duplicate-key`, `lone-surrogate`, `not-finite`, `bad-utf-8`) the parser says; what a
format alone can know (`unknown-model`, …) the format says. The rest is here:

    orphan-result        a tool result that answers no open call
    open-call            a call without a result, though the conversation went on
    duplicate-call-id    an identifier that calls of two messages, or of one, share
    result-name-differs  a result that names another tool than the call that it answers
    invalid-arguments    arguments that are no valid JSON
    empty-turn           a turn of the agent or the customer without a word, a call or reasoning
    long-message         a text that is so long that the checks read only its beginning
    no-messages          nothing was said at all
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model.pairing import pair
from reviewer.model.plain import READ
from reviewer.model.reading import CallPlace
from reviewer.model.transcript import Message, Transcript, TranscriptWarning


def warnings(messages: Sequence[Message], answers: Sequence[CallPlace | None]) -> list[TranscriptWarning]:
    """What is odd about these messages, in their order; `answers` is what `pair` says of them."""
    found: list[tuple[str, str, int | None]] = []
    if not messages:
        found.append(("no-messages", "the transcript holds no messages", None))
    used: dict[str, int] = {}
    answered = set(answers)
    last_turn = next((n for n in range(len(messages), 0, -1) if messages[n - 1].role not in ("tool", "event")), 0)
    for number, message in enumerate(messages, 1):
        for ordinal, call in enumerate(message.calls, 1):
            where = f"M{number}.c{ordinal}"
            if call.invalid is not None:
                found.append(("invalid-arguments", f"{where} {call.name}: {call.invalid}", number))
            if call.id is not None:
                if call.id in used:
                    found.append(
                        ("duplicate-call-id", f"{where} has the identifier of a call in M{used[call.id]}", number)
                    )
                used[call.id] = number
            if number < last_turn and (number, ordinal) not in answered:
                found.append(("open-call", f"{where} {call.name} has no result", number))
        if len(message.text) > READ:
            words = f"{len(message.text):,} characters long: the checks read the first {READ:,}"
            found.append(("long-message", words, number))
        if message.role == "tool":
            place = answers[number - 1]
            if place is None:
                found.append(("orphan-result", "a tool result that answers no open call", number))
            elif message.name and (called := messages[place[0] - 1].calls[place[1] - 1].name) != message.name:
                found.append(("result-name-differs", f"a result of {message.name} answers a call of {called}", number))
        elif message.role in ("agent", "customer") and not message.calls and _blank(message):
            has = "nothing but blanks" if message.text else "neither text nor calls"
            found.append(("empty-turn", f"a turn of the {message.role} with {has}", number))
    return [TranscriptWarning(code=code, text=text, message=number) for code, text, number in found]


def _blank(message: Message) -> bool:
    """Whether it has no words: those of most have one in front, so that nobody looks at all of a long text."""
    return all(not words or words.isspace() for words in (message.text, message.reasoning))


def warned(transcript: Transcript, answers: Sequence[CallPlace | None] | None = None) -> Transcript:
    """The transcript with its warnings: its own first, then those that its messages give reason for. Idempotent.

    `answers` is what `pair` says of its messages, for those who have asked.
    """
    known = {(warning.code, warning.message) for warning in transcript.warnings}
    found = warnings(transcript.messages, pair(transcript.messages) if answers is None else answers)
    more = tuple(warning for warning in found if (warning.code, warning.message) not in known)
    return transcript.model_copy(update={"warnings": (*transcript.warnings, *more)}) if more else transcript
