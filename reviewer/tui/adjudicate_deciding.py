"""Deciding where sides disagree: what holds, with which verdict, by which method and why; and taking it back."""

from __future__ import annotations

from textual import on

from reviewer.operations.adjudicate import choices, plainly
from reviewer.operations.reviewing import Reviewing
from reviewer.review.apart import Clash
from reviewer.review.decisions import OUTCOME, VERDICTS
from reviewer.review.disagreements import Disagreement
from reviewer.review.events import Event
from reviewer.text.visible import visible_line
from reviewer.tui.choose import Choose, Option
from reviewer.tui.deciding import DecidingView
from reviewer.tui.widgets.disagreements import Disagreements
from reviewer.tui.widgets.prompt import Prompt, wanted

_LETTERS = {"held": "h", "fell": "f", "right": "r", "wrong": "w", "stands": "s", "falls": "f"}
_VERDICT_LETTERS = {"genuine": "g", "debatable": "d", "defensible": "e", "case defect": "c"}
_VERDICT_LETTERS |= {"simulator fault": "s", "harness fault": "h"}
_NONE = "none"
_DIGITS = 9


class Deciding(DecidingView):
    """The part of the adjudication that writes."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[Disagreement, str, str | None, str] | None = None
        """What is being decided: what, how, the verdict, by which method."""

    def _ask(self, then_on: tuple[str, str] | None = None) -> None:
        """Has the list read anew."""
        raise NotImplementedError

    def read_again(self) -> None:
        """What others decided meanwhile."""
        self._ask()

    @property
    def _reviewer(self) -> str:
        return self.program.sitting.reviewer

    @property
    def _list(self) -> Disagreements:
        return self.query_one("#disagreements", Disagreements)

    def action_decide(self) -> None:
        """Asks what holds, which verdict, and why."""
        one = self._list.chosen
        if one is None:
            return
        if one.apart is not None:
            self._settle(one, one.apart)
            return
        options = [Option(name, _LETTERS[name], name, _said(one, name)) for name in choices(one.voices, one.about)]
        self.app.push_screen(Choose("What holds?", options), lambda name: self._decision(one, name))

    def _settle(self, one: Disagreement, clash: Clash) -> None:
        """Which of the decisions that were made apart is to hold."""
        if clash.settled is not None:
            self.program.say("It is settled. Decide anew in the transcript, or take your own decision back.")
        elif clash.owner not in ("", self._reviewer):
            self.program.say(f"Only {visible_line(clash.owner)} can say which of them is the word that holds")
        else:
            options = [
                Option(
                    event.ulid,
                    str(place) if place <= _DIGITS else "",
                    visible_line(voice.who),
                    visible_line(voice.says),
                )
                for place, (event, voice) in enumerate(zip(clash.events, one.voices, strict=True), 1)
            ]
            self.app.push_screen(Choose("Whose holds?", options), lambda kept: self._decision(one, kept))

    def _decision(self, one: Disagreement, name: str | None) -> None:
        if name is None:
            return
        if one.about != OUTCOME or name in ("right", "wrong"):  # what was decided apart has none, either
            self._verdict(one, name, _NONE)
            return
        options = [Option(verdict, _VERDICT_LETTERS[verdict], verdict) for verdict in VERDICTS]
        options.append(Option(_NONE, "n", "no verdict"))
        self.app.push_screen(
            Choose(f"It {name}, and that is …", options), lambda verdict: self._verdict(one, name, verdict)
        )

    def _verdict(self, one: Disagreement, name: str, verdict: str | None) -> None:
        if verdict is None:
            return
        said = None if verdict == _NONE else verdict
        if self._reviewer not in one.people:
            self._reason(one, name, said, "third")
            return
        options = [
            Option("consensus", "c", "we came to agree"),
            Option("lead", "l", "I decide, who lead this"),
        ]
        self.app.push_screen(
            Choose("You are one of the sides. How was it decided?", options),
            lambda method: self._reason(one, name, said, method) if method else None,
        )

    def _reason(self, one: Disagreement, name: str, verdict: str | None, method: str) -> None:
        self._asked = one, name, verdict, method
        about, drafts = f"{one.transcript} {one.about}", self.program.drafts
        prompt = self.query_one("#prompt", Prompt)
        prompt.ask("reason", _because(one, name), check=wanted("a reason"), drafts=drafts, about=about)

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        if self._asked is None:
            return
        one, name, verdict, method = self._asked
        self._asked = None
        self._list.focus()
        with self.program.sitting.answering(event.words):
            self._save(one, name, verdict, method, event.text)

    def _save(self, one: Disagreement, name: str, verdict: str | None, method: str, reason: str) -> None:
        between = [plainly(voice) for voice in one.voices]

        def work(reviewing: Reviewing) -> Event:
            if one.apart is not None:
                return reviewing.settle(name, reason, method=method)
            return reviewing.adjudicate(
                *(one.transcript, name, reason),
                method=method,
                verdict=verdict,
                about=one.about,
                between=between,
                over=one.over,
            )

        self._list.saving.add((one.transcript, one.about))
        self._list.refresh()
        self.put(f"{_because(one, name)} {reason}", work, lambda _: self._saved(one))

    def _saved(self, one: Disagreement) -> None:
        """It is on the disk: the cursor goes on to the next that is open."""
        here = self._list.place(one.transcript, one.about)
        following = [other for other in self._list.found[(here or 0) + 1 :] if other.adjudicated is None]
        self.program.say(f"✓ {self._called(one)} is adjudicated")
        self._ask((following[0].transcript, following[0].about) if following else None)

    def _called(self, one: Disagreement) -> str:
        row = self._list.rows.get(one.transcript)
        return row.case if row else one.transcript

    @on(Prompt.Left)
    def _left(self) -> None:
        self._asked = None
        self._list.focus()

    def action_undo(self) -> None:
        """Take back one's last decision, here or elsewhere."""
        self.put("undo", self.program.sitting.undo, lambda event: self._taken(event, "There is nothing to take back"))

    def action_redo(self) -> None:
        """Take the undo back."""
        self.put("redo", lambda who: who.redo(), lambda event: self._taken(event, "There is nothing to do again"))

    def _taken(self, event: Event | None, nothing: str) -> None:
        if event is None:
            self.program.say(nothing)
            return
        if event.subject.get("about") is None:
            self.program.say(f"Taken back, or done again: {event.kind} of {event.at}")
        self._ask((str(event.subject.get("transcript")), str(event.subject.get("about"))))


def _said(one: Disagreement, name: str) -> str:
    """Who says so."""
    return ", ".join(visible_line(voice.who) for voice in one.voices if voice.says == name)


def _because(one: Disagreement, name: str) -> str:
    """What holds, before the reason is given."""
    if one.apart is None:
        return f"{name.capitalize()}, because:"
    kept = next(voice for voice, event in zip(one.voices, one.apart.events, strict=True) if event.ulid == name)
    return f"As {visible_line(kept.who)} says, because:"
