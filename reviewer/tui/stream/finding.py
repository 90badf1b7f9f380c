"""What a person is looking for in a transcript: the words, what was found so far, and which match is present."""

from __future__ import annotations

from reviewer.text.visible import visible_line
from reviewer.tui.stream.find import Match, Matches


class Finding:
    """The state of a search in one transcript; matches arrive a few at a time, in reading order."""

    def __init__(self, words: str = "", from_part: int = 0) -> None:
        self.words = words
        self.matches = Matches()
        self.complete = not words
        self._from = from_part
        self._present = -1

    @property
    def present(self) -> Match | None:
        """The match that the person is at."""
        return self.matches[self._present] if self._present >= 0 else None

    def add(self, matches: Matches, complete: bool) -> None:
        """More matches; the first one from where the person began becomes the present one, or else the first of all."""
        self.matches.extend(matches)
        self.complete = complete
        if self._present < 0:
            ahead = self.matches.from_part(self._from)
            if ahead < len(self.matches):
                self._present = ahead
            elif complete and self.matches:
                self._present = 0

    def step(self, step: int) -> Match | None:
        """The next match (1) or the previous one (-1), round and round."""
        if self.matches:
            self._present = self._beside(step)
        return self.present

    def beside(self, step: int) -> Match | None:
        """The match that `step` would go to."""
        return self.matches[self._beside(step)] if self.matches else None

    def _beside(self, step: int) -> int:
        return (max(self._present, 0) + step) % len(self.matches)

    def __str__(self) -> str:
        """What to say of it in a few words; nothing while nothing is looked for."""
        if not self.words:
            return ""
        words = f"“{visible_line(self.words)}”"
        if not self.matches:
            return f"{words} not found" if self.complete else f"{words} looking…"
        return f"{words} {self._present + 1} of {len(self.matches):,}{'' if self.complete else '…'}"
