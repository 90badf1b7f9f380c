"""The one registry of what a person can do: it feeds the key bindings, the palette, the help screen and the footers.

An action `transcript.next_message` is the method `action_next_message` of the transcript screen; `app.*` are methods of
the program and work on every screen. `n` may mean two things on one screen when one of them says when it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do on a screen."""

    name: str
    """Where it applies and its method: `transcript.next_message` is `action_next_message`. Also its binding's id."""
    title: str
    """What it does, in a few words."""
    keys: tuple[str, ...]
    """The default keys, as Textual names them; none for what only the palette offers."""
    group: str
    """Its heading on the help screen."""
    footer: str = ""
    """A word or two, when it appears in the footer."""
    when: str = ""
    """When it holds, if not always; then it goes before an action of the same key that always holds."""
    priority: bool = False

    @property
    def where(self) -> str:
        """The screen, or `app`."""
        return self.name.partition(".")[0]

    @property
    def method(self) -> str:
        """What Textual runs."""
        return self.name.partition(".")[2]


ACTIONS: tuple[Action, ...] = (
    # Everywhere.
    Action("app.help", "Keys of this screen", ("?", "f1"), "Program", footer="keys"),
    Action("app.command_palette", "Everything, by name", (":", "ctrl+p"), "Program"),
    Action("app.switch_theme", "Dark or light", ("f2",), "Program"),
    Action("app.choose_theme", "Choose a theme", (), "Program"),
    Action("app.quit", "Quit", ("ctrl+q",), "Program"),
    # The library.
    Action("library.open", "Read the transcript", ("enter",), "Do", footer="read"),
    Action("library.filter", "Filter the list", ("f",), "Do", footer="filter"),
    Action("library.search", "Search all text", ("/",), "Do", footer="search"),
    Action("library.sort", "Sort the list by …", ("s",), "Do", footer="sort"),
    Action("library.adjudicate", "Decide where reviewers disagree", ("A",), "Do"),
    Action("library.patterns", "Named habits and their findings", ("p",), "Do"),
    Action("library.dossier", "The dossier of the model here", ("D",), "Do"),
    Action("library.board", "All models beside each other", ("B",), "Do"),
    Action("library.compare", "The runs of the case side by side", ("|",), "Do"),
    Action("library.load", "Load run files", ("L",), "Do", footer="load"),
    Action("library.reverse", "Sort the other way round", ("S",), "Look"),
    Action("library.unfilter", "Show all transcripts", ("escape",), "Look"),
    Action("library.runs", "Show or hide the runs", ("r",), "Look", footer="runs"),
    Action("library.refresh", "Read the database again", ("R",), "Look"),
    Action("library.copy_id", "Copy the transcript's id", ("y",), "Do"),
    Action("library.next_row", "Next", ("j", "down"), "Move"),
    Action("library.previous_row", "Previous", ("k", "up"), "Move"),
    Action("library.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("library.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("library.half_page_down", "Half a page down", ("ctrl+d",), "Move"),
    Action("library.half_page_up", "Half a page up", ("ctrl+u",), "Move"),
    Action("library.top", "First", ("home", "<"), "Move"),
    Action("library.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("library.other_list", "Runs to transcripts, and back", ("tab", "shift+tab"), "Move"),
    Action("library.inbox", "What checks and other programs suggest", ("i",), "Do", footer="inbox"),
    Action("library.queue", "What is to be read, one after the other", ("Q",), "Do", footer="queue"),
    Action("library.draw", "Draw a queue from this list", ("m",), "Do"),
    Action("library.retry", "Try again to save what waits", ("ctrl+s",), "Do"),
    Action("library.back", "Quit", ("q",), "Program", footer="quit"),
    # The search.
    Action("search.open", "Read the message in its transcript", ("enter",), "Do", footer="read"),
    Action("search.edit", "Change the words", ("/",), "Do", footer="words"),
    Action("search.other_part", "From the words to the hits, and back", ("tab", "shift+tab"), "Move", footer="hits"),
    Action("search.next_row", "Next hit", ("down", "j"), "Move"),
    Action("search.previous_row", "Previous hit", ("up", "k"), "Move"),
    Action("search.page_down", "A page down", ("pagedown", "space", "ctrl+f"), "Move"),
    Action("search.page_up", "A page up", ("pageup", "b"), "Move"),
    Action("search.top", "First hit", ("home", "<"), "Move"),
    Action("search.bottom", "Last hit that is shown", ("end", "G", ">"), "Move"),
    Action("search.back", "Back to the library", ("escape", "q"), "Program", footer="back"),
    # A queue.
    Action("queue.open", "Read from here on", ("enter",), "Do", footer="read"),
    Action("queue.next_open", "What is left for you, from the top", ("n",), "Do", footer="next for you"),
    Action("queue.all", "All of it, or what is left for you", ("a",), "Look", footer="all"),
    Action("queue.other_queue", "Another queue …", ("o",), "Look", footer="other queue"),
    Action("queue.draw", "Draw a new queue", ("m",), "Do", footer="make"),
    Action("queue.late", "Draw from what came in since", ("l",), "Do"),
    Action("queue.refresh", "Read the database again", ("R",), "Look"),
    Action("queue.next_row", "Next", ("j", "down"), "Move"),
    Action("queue.previous_row", "Previous", ("k", "up"), "Move"),
    Action("queue.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("queue.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("queue.top", "First", ("home", "<"), "Move"),
    Action("queue.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("queue.back", "Back to the library", ("escape", "q"), "Program", footer="back"),
    # Adjudicating.
    Action("adjudicate.decide", "Decide what holds, and why", ("o",), "Decide", footer="decide"),
    Action("adjudicate.undo", "Take your last decision back", ("u",), "Decide", footer="undo"),
    Action("adjudicate.redo", "Decide it again", ("ctrl+r",), "Decide"),
    Action("adjudicate.retry", "Try again to save what waits", ("ctrl+s",), "Decide"),
    Action("adjudicate.next_evidence", "What a side points at next", ("e",), "Look", footer="evidence"),
    Action("adjudicate.previous_evidence", "What a side points at before", ("E",), "Look"),
    Action("adjudicate.open", "Read the transcript there", ("enter",), "Look", footer="read"),
    Action("adjudicate.decided", "With adjudicated ones, or without", ("a",), "Look", footer="all"),
    Action("adjudicate.refresh", "Read the database again", ("R",), "Look"),
    Action("adjudicate.sides_down", "Further in what the sides say", ("ctrl+d", "right"), "Move"),
    Action("adjudicate.sides_up", "Back in what the sides say", ("ctrl+u", "left"), "Move"),
    Action("adjudicate.page_down", "The transcript a page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("adjudicate.page_up", "The transcript a page up", ("b", "pageup"), "Move"),
    Action("adjudicate.next_row", "Next", ("j", "down"), "Move"),
    Action("adjudicate.previous_row", "Previous", ("k", "up"), "Move"),
    Action("adjudicate.top", "Where the sides are furthest apart", ("home", "<"), "Move"),
    Action("adjudicate.bottom", "Where they are nearest", ("end", "G", ">"), "Move"),
    Action("adjudicate.back", "Back to the library", ("escape", "q"), "Program", footer="back"),
    # Comparing.
    Action("compare.open", "Read the run there", ("enter",), "Do", footer="read"),
    Action("compare.next_run", "The run at the right", ("l", "right", "tab"), "Move", footer="run"),
    Action("compare.previous_run", "The run at the left", ("h", "left", "shift+tab"), "Move"),
    Action("compare.next_divergence", "Where they differ next", ("n",), "Move", footer="differ"),
    Action("compare.previous_divergence", "Where they differed before", ("N",), "Move"),
    Action("compare.models", "Across models, or the runs of this one", ("m",), "Look", footer="models"),
    Action("compare.refresh", "Read the database again", ("R",), "Look"),
    Action("compare.next_row", "Next", ("j", "down"), "Move"),
    Action("compare.previous_row", "Previous", ("k", "up"), "Move"),
    Action("compare.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("compare.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("compare.top", "First", ("home", "<"), "Move"),
    Action("compare.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("compare.back", "Back", ("escape", "q"), "Program", footer="back"),
    # Patterns.
    Action("patterns.name", "Name a habit", ("a",), "Decide", footer="new"),
    Action("patterns.memo", "Say what it is", ("m",), "Decide", footer="memo"),
    Action("patterns.rename", "Give it another name", ("r",), "Decide"),
    Action("patterns.swap", "From for to against, and back", ("x",), "Decide", footer="for/against"),
    Action("patterns.take_out", "The finding does not belong to it", ("d",), "Decide", footer="take out"),
    Action("patterns.undo", "Take your last decision back", ("u",), "Decide", footer="undo"),
    Action("patterns.redo", "Decide it again", ("ctrl+r",), "Decide"),
    Action("patterns.retry", "Try again to save what waits", ("ctrl+s",), "Decide"),
    Action("patterns.open", "Its findings; a finding in its transcript", ("enter",), "Look", footer="read"),
    Action("patterns.refresh", "Read the database again", ("R",), "Look"),
    Action("patterns.other_part", "Patterns to findings, and back", ("tab", "shift+tab"), "Move"),
    Action("patterns.next_row", "Next", ("j", "down"), "Move"),
    Action("patterns.previous_row", "Previous", ("k", "up"), "Move"),
    Action("patterns.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("patterns.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("patterns.top", "First", ("home", "<"), "Move"),
    Action("patterns.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("patterns.back", "Back to the library", ("escape", "q"), "Program", footer="back"),
    # A dossier.
    Action("dossier.open", "To the evidence behind it", ("enter",), "Look", footer="evidence"),
    Action("dossier.claims", "Claims, with what the linter says", ("1",), "Parts"),
    Action("dossier.figures", "Figures", ("2",), "Parts"),
    Action("dossier.traps", "Traps × runs", ("3",), "Parts"),
    Action("dossier.cases", "Use cases", ("4",), "Parts"),
    Action("dossier.coverage", "What was read", ("5",), "Parts"),
    Action("dossier.standing", "State, editions, runs and rules", ("6",), "Parts"),
    Action("dossier.next_part", "The next part", ("]",), "Parts", footer="part"),
    Action("dossier.previous_part", "The part before", ("[",), "Parts"),
    Action("dossier.edit", "The claims in your own editor", ("e",), "Do", footer="claims"),
    Action("dossier.state", "Change its state, with a reason …", ("s",), "Do", footer="state"),
    Action("dossier.export", "Write the report or its data …", ("x",), "Do", footer="export"),
    Action("dossier.find", "Figures by their names …", ("/",), "Look", footer="figures"),
    Action("dossier.next_mark", "The next claim with a mark", ("n",), "Move", footer="mark"),
    Action("dossier.previous_mark", "The claim with a mark before", ("N",), "Move"),
    Action("dossier.reveal", "Show traps before your own verdict …", ("v",), "Look"),
    Action("dossier.model", "The dossier of another model …", ("o",), "Look", footer="model"),
    Action("dossier.refresh", "Build it again", ("R",), "Look"),
    Action("dossier.other_side", "From the list to its evidence, and back", ("tab", "shift+tab"), "Move"),
    Action("dossier.next_run", "The run at the right", ("l", "right"), "Move"),
    Action("dossier.previous_run", "The run at the left", ("h", "left"), "Move"),
    Action("dossier.next_row", "Next", ("j", "down"), "Move"),
    Action("dossier.previous_row", "Previous", ("k", "up"), "Move"),
    Action("dossier.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("dossier.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("dossier.top", "First", ("home", "<"), "Move"),
    Action("dossier.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("dossier.back", "Back to the list, to the library", ("escape", "q"), "Program", footer="back"),
    # The board.
    Action("board.open", "The dossier of the model", ("enter",), "Look", footer="dossier"),
    Action("board.sort", "Sort by …", ("s",), "Look", footer="sort"),
    Action("board.reverse", "Sort the other way round", ("S",), "Look"),
    Action("board.calibration", "Both errors of escalation", ("1",), "Beside it"),
    Action("board.tiers", "Cost tier against unsafe actions", ("2",), "Beside it"),
    Action("board.model", "The model with its intervals", ("3",), "Beside it"),
    Action("board.picks", "What the rules pick, and the rules", ("4",), "Beside it"),
    Action("board.next_side", "The next of them", ("]",), "Beside it", footer="chart"),
    Action("board.previous_side", "The one before", ("[",), "Beside it"),
    Action("board.export", "Write the board …", ("x",), "Do", footer="export"),
    Action("board.refresh", "Count again", ("R",), "Look"),
    Action("board.other_side", "From the table to the words, and back", ("tab", "shift+tab"), "Move"),
    Action("board.next_row", "Next", ("j", "down"), "Move"),
    Action("board.previous_row", "Previous", ("k", "up"), "Move"),
    Action("board.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("board.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("board.top", "First", ("home", "<"), "Move"),
    Action("board.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("board.back", "Back", ("escape", "q"), "Program", footer="back"),
    # The inbox.
    Action("inbox.confirm", "Confirm: it is a finding", ("c",), "Decide", footer="confirm"),
    Action("inbox.amend_tag", "Confirm it with another tag …", ("a",), "Decide", footer="amend"),
    Action("inbox.amend_severity", "Confirm it with another severity …", ("s",), "Decide"),
    Action("inbox.amend_note", "Confirm it with a note of your own …", ("e",), "Decide"),
    Action("inbox.reject", "Reject: it is none", ("x",), "Decide", footer="reject"),
    Action("inbox.reject_with_reason", "Reject it for a reason …", ("X",), "Decide"),
    Action("inbox.undo", "Take your last decision back", ("u",), "Decide", footer="undo"),
    Action("inbox.redo", "Decide it again", ("ctrl+r",), "Decide"),
    Action("inbox.retry", "Try again to save what waits", ("ctrl+s",), "Decide"),
    Action("inbox.open", "Read the transcript there", ("enter",), "Look", footer="read"),
    Action("inbox.kind", "Only one check and tag …", ("f",), "Look", footer="filter"),
    Action("inbox.all_kinds", "All checks and tags", ("F",), "Look"),
    Action("inbox.decided", "With those that are decided, or without", ("d",), "Look"),
    Action("inbox.refresh", "Read the database again", ("R",), "Look"),
    Action("inbox.words_down", "Further in the words", ("ctrl+d", "right"), "Move"),
    Action("inbox.words_up", "Back in the words", ("ctrl+u", "left"), "Move"),
    Action("inbox.next_row", "Next", ("j", "down"), "Move"),
    Action("inbox.previous_row", "Previous", ("k", "up"), "Move"),
    Action("inbox.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("inbox.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("inbox.top", "First", ("home", "<"), "Move"),
    Action("inbox.bottom", "Last", ("end", "G", ">"), "Move"),
    Action("inbox.back", "Back to the library", ("escape", "q"), "Program", footer="back"),
    # A transcript.
    Action("transcript.next_message", "Next message", ("j", "down"), "Move", footer="message"),
    Action("transcript.previous_message", "Previous message", ("k", "up"), "Move"),
    Action("transcript.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("transcript.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("transcript.half_page_down", "Half a page down", ("ctrl+d",), "Move"),
    Action("transcript.half_page_up", "Half a page up", ("ctrl+u",), "Move"),
    Action("transcript.top", "First message", ("home", "<"), "Move"),
    Action("transcript.bottom", "Last message", ("end", "G", ">"), "Move"),
    Action("transcript.go_to", "Go to message …", ("ctrl+g",), "Move"),
    Action("transcript.tag", "Tag what is at the focus", ("t",), "Review", footer="tag"),
    Action("transcript.tag_all", "Tag the whole transcript", ("T",), "Review"),
    Action("transcript.outcome", "Outcome", ("o",), "Review", footer="outcome"),
    Action("transcript.finish", "Done: clean, or with findings", ("f",), "Review", footer="done"),
    Action("transcript.tag_again", "The last tag once more", (".",), "Review"),
    Action("transcript.gap", "Something is missing before this call", ("g",), "Review"),
    Action("transcript.pair", "Said here; then: done there", ("=",), "Review"),
    Action("transcript.select", "Select words", ("v",), "Review"),
    Action("transcript.choose", "Choose this message, too", ("x",), "Review"),
    Action("transcript.new_tag", "A new tag in the selected words", ("i",), "Review"),
    Action("transcript.amend", "Note, severity … of the finding here", ("a",), "Review"),
    Action("transcript.pattern", "The finding here bears a named habit …", ("P",), "Review"),
    Action("transcript.contest", "Contest a judge's score", ("!",), "Review"),
    Action("transcript.skimmed", "Done, but only skimmed", ("F",), "Review"),
    Action("transcript.skip", "Skip it, with a reason", ("S",), "Review"),
    Action("transcript.bookmark", "Bookmark", ("*",), "Review"),
    Action("transcript.undo", "Undo", ("u",), "Review", footer="undo"),
    Action("transcript.redo", "Redo", ("ctrl+r",), "Review"),
    Action("transcript.panel", "To the review panel, and back", ("tab",), "Review", footer="panel"),
    Action("transcript.note", "A note here, its tag later", ("comma",), "Review", footer="note"),
    Action("transcript.history", "History", ("h",), "Review"),
    Action("transcript.identity", "Say who is reviewing", (), "Review"),
    Action("transcript.retry", "Try again to save what is not saved", ("ctrl+s",), "Review"),
    Action("transcript.next_call", "Next tool call", ("c",), "Jump", footer="call"),
    Action("transcript.previous_call", "Previous tool call", ("C",), "Jump"),
    Action("transcript.next_error", "Next error", ("e",), "Jump"),
    Action("transcript.previous_error", "Previous error", ("E",), "Jump"),
    Action("transcript.next_customer", "Next customer turn", ("m",), "Jump"),
    Action("transcript.previous_customer", "Previous customer turn", ("M",), "Jump"),
    Action("transcript.find", "Find in the transcript", ("/",), "Jump", footer="find"),
    Action("transcript.next_match", "Next match", ("n", "f3"), "Jump", when="while finding"),
    Action("transcript.previous_match", "Previous match", ("N", "shift+f3"), "Jump", when="while finding"),
    Action("transcript.next_transcript", "Next transcript of the list", ("n",), "Other transcripts", footer="next"),
    Action("transcript.previous_transcript", "Previous transcript of the list", ("N",), "Other transcripts"),
    Action("transcript.next_run", "The same case in its next run", ("]",), "Other transcripts"),
    Action("transcript.previous_run", "The same case in its previous run", ("[",), "Other transcripts"),
    Action("transcript.compare", "The runs of the case side by side", ("|",), "Other transcripts"),
    Action("transcript.fold", "Fold or unfold this part", ("enter",), "Look", footer="unfold"),
    Action("transcript.fold_all", "Fold everything", ("z",), "Look"),
    Action("transcript.unfold_all", "Unfold everything", ("Z",), "Look"),
    Action("transcript.reasoning", "Show or fold reasoning", ("r",), "Look"),
    Action("transcript.policy", "The policy", ("p",), "Look"),
    Action("transcript.brief", "The case's brief", ("B",), "Look"),
    Action("transcript.source", "Where the values here come from; and back", ("s",), "Jump", footer="source"),
    Action("transcript.next_mark", "Next value without a source", ("w",), "Jump"),
    Action("transcript.previous_mark", "Previous value without a source", ("W",), "Jump"),
    Action("transcript.tool_kind", "Say what the tool at the focus does", ("K",), "Do"),
    Action("transcript.details", "Brief, scores, warnings, origin", ("d",), "Look"),
    Action("transcript.reopen", "Show it as it was loaded last", ("f5",), "Look"),
    Action("transcript.copy_message", "Copy the message", ("y",), "Copy"),
    Action("transcript.copy_citation", "Copy a citation", ("Y",), "Copy"),
    Action("transcript.copy_call", "Copy the call", ("ctrl+y",), "Copy"),
    Action("transcript.back", "Back", ("q", "escape"), "Program", footer="back"),
    # The review panel.
    Action("panel.open", "Go there", ("enter",), "Move", footer="go"),
    Action("panel.confirm", "Confirm what is suggested, or unsure", ("c",), "Decide", footer="confirm"),
    Action("panel.reject", "Reject it, or dispute a finding", ("x",), "Decide", footer="reject"),
    Action("panel.tag", "Give your finding another tag", ("t",), "Decide", footer="tag"),
    Action("panel.next_row", "Next", ("j", "down"), "Move"),
    Action("panel.previous_row", "Previous", ("k", "up"), "Move"),
    Action("panel.remove", "Take the finding away", ("delete", "backspace"), "Do", footer="take away"),
    Action("panel.back", "Back to the messages", ("escape", "q"), "Program", footer="back"),
    # A finding.
    Action("amend.next_row", "Next field", ("down", "j"), "Move"),
    Action("amend.previous_row", "Field before", ("up", "k"), "Move"),
    Action("amend.next_value", "Next value", ("right", "space", "enter"), "Do"),
    Action("amend.previous_value", "Value before", ("left",), "Do"),
    Action("amend.other_part", "Fields, note, what had been right", ("tab",), "Move", footer="fields"),
    Action("amend.other_part_back", "The same, the other way round", ("shift+tab",), "Move"),
    Action("amend.editor", "In your own editor", ("ctrl+e",), "Do", footer="editor", priority=True),
    Action("amend.back", "Save and close", ("escape", "ctrl+s"), "Do", footer="save"),
    Action("amend.discard", "Close without saving", ("ctrl+g",), "Do", footer="leave as it was"),
    # A long text over a transcript.
    Action("page.line_down", "A line down", ("j", "down"), "Move", footer="line"),
    Action("page.line_up", "A line up", ("k", "up"), "Move"),
    Action("page.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move", footer="page"),
    Action("page.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("page.top", "The beginning", ("home", "<"), "Move"),
    Action("page.bottom", "The end", ("end", "G", ">"), "Move"),
    Action("page.back", "Close", ("escape", "q", "enter"), "Do", footer="close"),
    # Loading.
    Action("load.complete", "Complete the path", ("tab",), "Do"),
    Action("load.newer", "What differs is newer, or is refused", ("ctrl+n",), "Do"),
    Action("load.next_row", "Next", ("down",), "Do"),
    Action("load.previous_row", "Previous", ("up",), "Do"),
    Action("load.back", "Stop loading, or close", ("escape",), "Do", footer="close"),
    # Drawing a queue.
    Action("draw.draw", "Draw it", ("enter",), "Do", footer="draw"),
    Action("draw.next_row", "Next", ("down", "tab"), "Move", footer="next"),
    Action("draw.previous_row", "Previous", ("up", "shift+tab"), "Move"),
    Action("draw.next_value", "Next of a few values", ("right", "space"), "Do", footer="other value"),
    Action("draw.previous_value", "The value before", ("left",), "Do"),
    Action("draw.back", "Close", ("escape",), "Do", footer="close"),
    # Exporting.
    Action("export.replace", "Replace what is there", ("ctrl+r",), "Do"),
    Action("export.despite", "Print claims with errors too, or no more", ("ctrl+e",), "Do", priority=True),
    Action("export.back", "Stop, or close", ("escape",), "Do", footer="close"),
    # These keys.
    Action("help.down", "Scroll down", ("down", "j"), "Move"),
    Action("help.up", "Scroll up", ("up", "k"), "Move"),
    Action("help.page_down", "A page down", ("space", "pagedown", "ctrl+f"), "Move"),
    Action("help.page_up", "A page up", ("b", "pageup"), "Move"),
    Action("help.back", "Close", ("escape", "q", "?", "f1"), "Do"),
    # Choosing from a few.
    Action("choose.next_row", "Next", ("down", "j"), "Move"),
    Action("choose.previous_row", "Previous", ("up", "k"), "Move"),
    Action("choose.open", "Choose", ("enter",), "Do"),
    Action("choose.back", "Close", ("escape", "q"), "Do"),
)


@cache
def of(where: str) -> tuple[Action, ...]:
    """The actions of one screen, or of `app`, in the order of the help screen."""
    return tuple(action for action in ACTIONS if action.where == where)


def configure(chosen: Mapping[str, tuple[str, ...]]) -> None:
    """From now on these actions have these keys, wherever keys are shown."""
    global ACTIONS  # noqa: PLW0603 -- one registry for one program
    ACTIONS = tuple(replace(action, keys=chosen.get(action.name, action.keys)) for action in ACTIONS)
    of.cache_clear()
    named.cache_clear()


@cache
def named(name: str) -> Action:
    """The action of that full name."""
    return next(action for action in ACTIONS if action.name == name)


def bindings(where: str) -> list[BindingType]:
    """The key bindings of one screen, or of `app`; what holds only sometimes comes first."""
    from textual.binding import Binding

    return [
        Binding(",".join(a.keys), a.method, a.title, show=bool(a.footer), priority=a.priority, id=a.name)
        for a in sorted(of(where), key=lambda action: not action.when)
        if a.keys
    ]


_KEY_LABELS = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "comma": ",",
    "delete": "Del",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


_MODIFIER_LABELS = {"ctrl": "^", "shift": "⇧", "alt": "Alt+"}


def key_label(key: str) -> str:
    """A key as a person reads it: `ctrl+f` is ^F, `pagedown` is PgDn."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    capital = modifiers or (name[0] == "f" and name[1:].isdigit())
    label = _KEY_LABELS.get(name, name.upper() if capital else name)
    return "".join(_MODIFIER_LABELS.get(modifier, f"{modifier}+") for modifier in modifiers) + label
