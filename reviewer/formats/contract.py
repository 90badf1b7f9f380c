"""What a format is: it recognises a source by its content and yields its transcripts, one at a time.

A format knows the model, text, errors and the bounded readers beside this file, and nothing of the store. Whoever
reads through `reviewer.formats.read` gets two more things for every format, plug-ins too: attempts are numbered where
one file holds an identity twice, and the warnings of `reviewer.formats.warn` are added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reviewer.model.reading import CallPlace
from reviewer.model.transcript import Transcript

if TYPE_CHECKING:
    from reviewer.formats.source import Source


@dataclass(frozen=True, slots=True)
class Fill:
    """What the person filled in. It wins over a name that would otherwise be derived or guessed.

    What the file itself says of the same thing is not lost: where `fill` wins, it stays in the transcript's `extra`.
    """

    model: str | None = None
    run: str | None = None
    index: int | None = None
    suite: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A transcript, and where it stood: "line 12", "simulations[3]", "samples/5_epoch_1.json".

    `answers` is what `reviewer.model.pairing.pair` says of its messages: `reviewer.formats.read` asks once for all.
    """

    place: str
    transcript: Transcript
    answers: Sequence[CallPlace | None] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One transcript that cannot be used, and why. The rest of the file comes in."""

    place: str
    reason: str


Item = Found | Refused


class Format(Protocol):
    """One way of writing transcripts down. A plug-in offers its own through `reviewer.formats.hooks`."""

    name: str

    def detect(self, source: Source) -> bool:
        """Whether this is one: by content and cheap, from `source.peek()`, `source.head()` and `source.is_zip` only."""
        ...

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The transcripts, lazily and in file order. Raises `InputRefused` where the file as a whole is broken."""
        ...
