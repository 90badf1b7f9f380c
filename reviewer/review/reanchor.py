"""Where a finding stands in another revision of its transcript: by a ladder, and never by a guess that looks sure.

Of a place, the first of these that holds:
1. everything up to its message is as it was: it is where it was;
2. its message is there word for word, once in both revisions: it is there;
3. its message is there several times: the one whose neighbours are the same, if they single it out, and a person has
   to say so if they do not;
4. its words stand in a message that is new, to nine tenths at least: a person has to say so;
5. it has no words, and a new message by the same role stands between the same neighbours, with a call of the same tool
   if it is a call: a person has to say so;
6. it is lost, and listed as such.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.anchors import AROUND, Anchor, Place, holds
from reviewer.review.quotes import LEAST, Near, likeness, nearest
from reviewer.text.hashing import fingerprint

How = Literal["unchanged", "moved", "unsure", "lost"]
HOWS: tuple[How, ...] = get_args(How)
"""From the best to the worst. unchanged: at the same message; moved: at another one; unsure: a person has to say."""

_FAR = 16
"""Neighbours that are looked at on either side."""

Messages = Sequence[PlainMessage]


class Carried(NamedTuple):
    """How an anchor came over, and where it stands now: None where it is lost."""

    how: How
    anchor: Anchor | None


class _Found(NamedTuple):
    how: How
    place: Place | None


_LOST = _Found("lost", None)


def reanchor(old: Messages, new: Messages, anchor: Anchor) -> Carried:
    """Where an anchor that was made on `old` stands in `new`. `old` is empty where nobody has that revision."""
    return Revisions(old, new).carry(anchor)


def message_hash(message: PlainMessage) -> str:
    """What a place keeps of its message: as it is stored with it."""
    calls = (said for call in message.calls for said in (call.name, call.arguments))
    return fingerprint(message.role, message.name, message.text, message.reasoning, *calls).hex()


class Revisions:
    """Two revisions of one transcript, laid beside each other for all the anchors that are to be carried over."""

    def __init__(self, old: Messages, new: Messages) -> None:
        self._old, self._new = old, new
        self._was = [message_hash(message) for message in old]
        self._is = [message_hash(message) for message in new]
        self._old_at, self._new_at = _places(self._was), _places(self._is)
        self._same_up_to = _run(self._was, self._is, 0, 0, 1, len(self._was))

    def carry(self, anchor: Anchor) -> Carried:
        """Where an anchor of the old revision stands in the new one; the worse of its two places decides for a pair."""
        found = [self._place(place) for place in anchor.places]
        places = tuple(one.place for one in found if one.place is not None)
        if len(places) < len(found):
            return Carried("lost", None)
        how = max((one.how for one in found), key=HOWS.index, default=HOWS[0])
        if anchor.kind == "gap" and how != "unsure" and self._something_new_before(anchor.message, places[0].message):
            how = "unsure"
        return Carried(how, replace(anchor, places=places))

    def _place(self, place: Place) -> _Found:
        within = 1 <= place.message <= len(self._old)
        if within and holds(place, self._old[place.message - 1]):
            at, sure = self._message(place.message - 1)
        elif not self._old:
            at, sure = self._by_hash(place)
        else:
            at, sure = None, False
        if at is None:
            return self._by_words(place, self._old[place.message - 1] if within else None)
        how: How = "unsure" if not sure else "unchanged" if at + 1 == place.message else "moved"
        return _Found(how, replace(place, message=at + 1, hash=self._is[at]))

    def _message(self, at: int) -> tuple[int | None, bool]:
        """Where the old message of that index is now, and whether that is sure."""
        if at < self._same_up_to:
            return at, True
        here, there = self._old_at[self._was[at]], self._new_at.get(self._was[at], [])
        if not there:
            return None, False
        if len(here) == len(there) == 1:
            return there[0], True
        best = max(self._alike(at, one) for one in there)
        left = [one for one in there if self._alike(at, one) == best]
        rivals = [one for one in here if one != at and self._alike(one, left[0]) >= best]
        return min(left, key=lambda one: (abs(one - at), one)), len(left) == 1 and not rivals

    def _alike(self, old: int, new: int) -> int:
        """How many neighbours of the two are the same, outward on both sides."""
        before = _run(self._was, self._is, old - 1, new - 1, -1, _FAR)
        return before + _run(self._was, self._is, old + 1, new + 1, 1, _FAR)

    def _by_hash(self, place: Place) -> tuple[int | None, bool]:
        """The message of a revision that nobody has, by what the place keeps of it."""
        there = [at for at in self._new_at.get(place.hash or "", ()) if holds(place, self._new[at])]
        if not there:
            return None, False
        return min(there, key=lambda at: (abs(at + 1 - place.message), at)), len(there) == 1

    def _by_words(self, place: Place, was: PlainMessage | None) -> _Found:
        """The best of the new messages, to be confirmed."""
        near_to = self._expected(place.message - 1)
        found = []
        for at in self._fresh:
            same_role = was is None or was.role == self._new[at].role
            for near, moved in _tries(place, was, self._new[at]):
                rank = (near.score, same_role, near.around, -abs(at - near_to), -at)
                found.append((rank, replace(moved, message=at + 1, hash=self._is[at])))
        return _Found("unsure", max(found, key=lambda one: one[0])[1]) if found else self._in_its_stead(place, was)

    def _in_its_stead(self, place: Place, was: PlainMessage | None) -> _Found:
        """Of a place without words, what stands where its message was, if as many messages are new there as gone."""
        if was is None or place.exact or place.start is not None or _unknown(place):
            return _LOST
        old = place.message - 1
        before, after = self._kept_beside(old, -1), self._kept_beside(old, 1)
        if before is None or after is None or after[0] - before[0] != after[1] - before[1]:
            return _LOST
        at = before[1] + old - before[0]
        now = self._new[at]
        fields = [place.field] if place.call is None else _fields(place, was, now)
        if at not in self._fresh or now.role != was.role or not fields:
            return _LOST
        field = place.field if place.field in fields else fields[0]
        return _Found("unsure", replace(place, message=at + 1, field=field, hash=self._is[at]))

    def _kept_beside(self, old: int, step: int) -> tuple[int, int] | None:
        """The nearest message on one side that is still there, as its old and its new index; the ends count as kept."""
        at = old + step
        while 0 <= at < len(self._old) and self._was[at] not in self._new_at:
            at += step
        if not 0 <= at < len(self._old):
            return (-1, -1) if step < 0 else (len(self._old), len(self._new))
        there, sure = self._message(at)
        return (at, there) if there is not None and sure else None

    @cached_property
    def _fresh(self) -> list[int]:
        """The new messages that were not there before."""
        return [at for at, hash_ in enumerate(self._is) if hash_ not in self._old_at]

    def _expected(self, at: int) -> int:
        """About where a message that has changed stands now: as far behind the last one before it that has not."""
        for before in range(min(at, len(self._was)) - 1, -1, -1):
            there, sure = self._message(before)
            if there is not None and sure:
                return there + at - before
        return at

    def _something_new_before(self, old: int, new: int) -> bool:
        """Whether something stands before the new place that did not before the old one: it may fill the gap."""
        had = Counter(self._was[: old - 1])
        has = Counter(
            hash_
            for hash_, message in zip(self._is[: new - 1], self._new, strict=False)
            if message.role not in ("system", "developer")
        )
        return bool(has - had)


def _places(hashes: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, hash_ in enumerate(hashes):
        places[hash_].append(at)
    return places


def _run(one: Sequence[str], other: Sequence[str], at: int, there: int, step: int, most: int) -> int:
    """How many are the same from two places on, going forward or back."""
    count = 0
    while count < most and 0 <= at < len(one) and 0 <= there < len(other) and one[at] == other[there]:
        at, there, count = at + step, there + step, count + 1
    return count


def _unknown(place: Place) -> bool:
    """Whether it is another program's, with a field that no message has."""
    return place.field not in (None, "text", "reasoning") and place.call is None


def _tries(place: Place, was: PlainMessage | None, now: PlainMessage) -> Iterator[tuple[Near, Place]]:
    """Where in a changed message the place may be, and how near that comes."""
    if _unknown(place):
        return
    if place.exact:
        for field in _fields(place, was, now):
            text = now.field(field)
            near = nearest(place.exact, text, place.prefix, place.suffix)
            if near is not None:
                before, after = text[max(0, near.start - AROUND) : near.start], text[near.end : near.end + AROUND]
                words = text[near.start : near.end]
                yield (
                    near,
                    replace(
                        place, field=field, start=near.start, end=near.end, exact=words, prefix=before, suffix=after
                    ),
                )
    elif was is not None and place.start is None:
        for whole, likely in _wholes(place, was, now):
            if likely >= LEAST:
                yield Near(likely, 0, 0, 0), replace(place, field=whole)


def _fields(place: Place, was: PlainMessage | None, now: PlainMessage) -> list[str]:
    """The fields of a message in which the words of a place may stand: of calls, those of the same tool."""
    if place.call is None:
        return [place.field or "text"]
    call = _call(place, was)
    part = (place.field or "").partition(".")[2]
    return [
        f"c{one.ordinal}.{part}" if part else f"c{one.ordinal}"
        for one in now.calls
        if call is None or call.name == one.name
    ]


def _wholes(place: Place, was: PlainMessage, now: PlainMessage) -> Iterator[tuple[str | None, float]]:
    """How alike all of the message is, or of a call its arguments, for each call of the same tool."""
    if place.call is None:
        yield place.field, likeness(_said(was, place.field), _said(now, place.field))
    elif (call := _call(place, was)) is not None:
        for name in _fields(place, was, now):
            yield name, likeness(call.arguments, now.field(name.partition(".")[0]))


def _call(place: Place, message: PlainMessage | None) -> PlainCall | None:
    calls = message.calls if message is not None else ()
    return next((call for call in calls if call.ordinal == place.call), None)


def _said(message: PlainMessage, field: str | None) -> str:
    if field is not None:
        return message.field(field)
    calls = "".join(f"\n{call.name} {call.arguments}" for call in message.calls)
    return f"{message.text}\n{message.reasoning or ''}{calls}"
