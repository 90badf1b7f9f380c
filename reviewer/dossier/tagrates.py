"""How often a tag was given: of the transcripts that were read while the tag was there to be given, and of no others.

A transcript is read under a tag when a reader has receipts for all that must be read of its present revision, and put
it away under a taxonomy that has the tag. It counts once, however many readers and findings it has. What nobody could
have tagged, or nobody read in full, is in neither numerator nor denominator. Such a rate speaks of what was drawn to be
read: the frame says in words why each was read, and whether that was by lot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reviewer.dossier.intervals import Case, Interval, over_cases
from reviewer.dossier.rounding import percent
from reviewer.store.sampled import Frame, Read


@dataclass(frozen=True, slots=True)
class Rate:
    """Of one tag: found in so many of the transcripts that were read under it."""

    tag: str
    found: int
    read: int
    interval: Interval | None
    fair: bool
    """All that were read under it were drawn, and all that were drawn were read under it."""

    frame: str

    def sentence(self, label: str) -> str:
        """In words, with what it may not be taken for."""
        rate = f"{label}: {self.found} of {self.read} transcripts read under this tag"
        warned = "" if self.fair else "; so it is no rate of all transcripts"
        return f"{rate} ({percent(Fraction(self.found, self.read))}); {self.frame}{warned}"


def tag_rates(reads: Iterable[Read], tags: Mapping[str, Collection[str]]) -> Iterator[Rate]:
    """The rate of each tag that something was read under, by tag. `tags` has those of each taxonomy, by its hash.

    What was read under a taxonomy that is not among them counts for no tag.
    """
    by_tag: defaultdict[str, dict[str, Read]] = defaultdict(dict)
    for one in reads:
        for tag in tags.get(one.taxonomy, ()):
            by_tag[tag].setdefault(one.transcript, one)
    for tag, of in sorted(by_tag.items()):
        cases: dict[str, Case] = {}
        for one in of.values():
            part, whole = cases.get(one.case, (0, 0))
            cases[one.case] = (part + (tag in one.found), whole + 1)
        frames = Counter(one.frame for one in of.values())
        yield Rate(
            tag=tag,
            found=sum(tag in one.found for one in of.values()),
            read=len(of),
            interval=over_cases([cases[case] for case in sorted(cases)], f"tag.{tag}"),
            fair=all(one.by_lot and count == one.drawn for one, count in frames.items()),
            frame=frame(frames.elements()),
        )


def frame(frames: Iterable[Frame]) -> str:
    """Why these were read, in words: `12 by lot, 24 of 486 (queue first); 3 chosen by a reviewer, from no queue`."""
    counts = Counter(frames)
    return "; ".join(f"{count:,} {one.words()}" for one, count in sorted(counts.items(), key=lambda pair: -pair[1]))
