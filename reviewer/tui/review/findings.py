"""Findings on the reading screen: a tag on what is at the focus, on words, on a gap, on a pair, on several messages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from reviewer.errors import UsageError
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Finding
from reviewer.text.visible import visible_line
from reviewer.tui.review import places, tags
from reviewer.tui.review.base import UNDO, Base
from reviewer.tui.review.places import quote
from reviewer.tui.review.sheet import Entry, Heading, Row
from reviewer.tui.widgets.prompt import wanted

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Tag, Taxonomy
    from reviewer.operations.reviewing import Reviewing

TAG, TAG_ALL, RETAG, NEW_TAG, NOTE = "tag", "tag all", "tag again", "new tag", "note"
"""What the sheet and the line at the foot ask."""

_WHOLE = Anchor("transcript")


class Findings(Base):
    """The keys that make and change findings."""

    _noted: Sequence[Anchor] = ()
    """Where the note that is being typed belongs."""

    _offered: Taxonomy | None = None
    """What the sheet shows the tags of: a key means what stands beside it, whatever came into force meanwhile."""

    _on_the_way: frozenset[tuple[str, str, Anchor]] = frozenset()
    """Transcript, tag and place of findings that are being saved."""

    _twice: tuple[str, str, tuple[Anchor, ...]] | None = None
    """What was asked for although it is there already: asked once more it is made."""

    _retagged: Finding | None = None
    """The finding that gets another tag."""

    def action_tag(self) -> None:
        """Shows the tags; one more key saves a finding."""
        anchors = self._anchors()
        if anchors:
            self._ask_sheet(TAG, f"Tag {_of_all(anchors)}", self._tags())

    def action_tag_all(self) -> None:
        """Shows the tags; one more key saves a finding on the transcript as a whole."""
        self._ask_sheet(TAG_ALL, "Tag the whole transcript", self._tags())

    def retag(self, finding: Finding) -> None:
        """Shows the tags; one more key gives a finding another one."""
        if finding.author != self._sitting.reviewer:
            self.tell(f"It is {visible_line(finding.author)}'s")
            return
        self._retagged = finding
        self._ask_sheet(RETAG, f"Another tag for the finding on {places.called(finding.anchor)}", self._tags())

    def _tags(self) -> list[Row]:
        self._offered = taxonomy = self._taxonomy
        return _rows(taxonomy)

    def tag_chosen(self, asked: str, key: str) -> None:
        """A mnemonic was pressed."""
        taxonomy = self._offered or self._taxonomy
        tag = taxonomy.by_key.get(key)
        if tag is None:
            return
        if asked == RETAG and self._retagged is not None:
            self._amend(self._retagged, {"tag": tag.id})
        else:
            self._save_findings(tag, taxonomy, [_WHOLE] if asked == TAG_ALL else self._anchors())

    def action_note(self) -> None:
        """Asks for a note on what is at the focus; its tag can come later."""
        self._noted = self._anchors()
        if self._noted:
            self._ask(NOTE, f"Note on {_of_all(self._noted)}:", check=wanted("a note"))

    def note(self, words: str) -> None:
        """A finding that has words, and no tag yet: nobody prints it before it has one."""
        anchors, tag = self._noted, self._taxonomy.by_id.get(tags.UNTAGGED)
        said = {"severity": tag.severity if tag else "minor", "note": words, "publishable": False}
        made = partial(_noted, self.row.id, self._revision, self._taxonomy.hash, anchors, said)
        self._put(
            f"note on {_places(anchors)}: {visible_line(words)}",
            made,
            [("amend", "more of it, tag …"), UNDO],
            shows=self._found,
        )
        self._let_go()

    def _found(self, made: Sequence[Finding]) -> None:
        self.decisions_change_soon(self._decided.with_found(made))

    def action_tag_again(self) -> None:
        """The last tag once more, at the focus."""
        taxonomy = self._taxonomy
        tag = taxonomy.by_id.get(self._sitting.last_tag or "")
        if tag is None:
            self.tell("No tag was given yet", "", [("tag", "shows them")])
        else:
            self._save_findings(tag, taxonomy, self._anchors())

    def action_gap(self) -> None:
        """Something is missing before the call at the focus: a finding on the gap."""
        message, call = self._message(), self._stream_of_reviews.focused.call
        acts = [one.ordinal for one in message.calls if one.kind not in ("read", "kb")] if message is not None else []
        if not call and acts:
            call = acts[0]
        if message is None or call not in acts:
            self.tell("A gap stands before a call that changes something", "", [("next_call", "goes to the next call")])
            return
        anchor = places.gap_before(message, call, self._hash(message.number))
        taxonomy = self._taxonomy
        self._save_findings(tags.for_gap(taxonomy), taxonomy, [anchor])

    def action_pair(self) -> None:
        """What was said, and then what was done: the next finding is about both."""
        anchor = self._focus_anchor()
        if anchor is None:
            return
        if self._said is None:
            self._stop_selecting()
            self._said = anchor
            self.tell(f"Said: {anchor}. Now go to what was done", "strong", [("pair", "there")], stays=True)
        elif str(anchor) == str(self._said):
            self._let_go()
        else:
            self.action_tag()

    def action_choose(self) -> None:
        """One more message for the next finding, or one less."""
        number = self._stream_of_reviews.focused.message
        self._signs.chosen ^= {number}
        self._stream_of_reviews.repaint_messages({number})
        count = len(self._signs.chosen)
        if count:
            few = "message is" if count == 1 else "messages are"
            self.tell(f"{count} {few} chosen", "strong", [("tag", "tags them all")], stays=True)
        else:
            self._let_go()

    def _save_findings(self, tag: Tag, taxonomy: Taxonomy, anchors: Sequence[Anchor]) -> None:
        """One finding for each anchor, with the tag's own severity; a second one there only if asked twice."""
        if not anchors:
            return
        self._sitting.last_tag = tag.id
        row, label = self.row.id, visible_line(tag.label)
        there = {one.anchor for one in self._mine(tag.id)} | {
            anchor for where, name, anchor in self._on_the_way if (where, name) == (row, tag.id)
        }
        wanted = row, tag.id, tuple(anchors)
        if there.issuperset(anchors) and wanted != self._twice:
            self._twice = wanted
            self.tell(f"{label} is on {_places(anchors)} already", "warning", [("tag_again", "makes another")])
            return
        if wanted != self._twice:
            anchors = [anchor for anchor in anchors if anchor not in there]
        self._twice = None
        made = partial(_make, row, self._revision, tag, taxonomy.hash, anchors)
        on_the_way = {(row, tag.id, anchor) for anchor in anchors}
        self._on_the_way |= on_the_way

        def shows(made: Sequence[Finding]) -> None:
            self._on_the_way -= on_the_way
            self._found(made)

        self._put(f"{label} on {_places(anchors)}", made, [("amend", "note, severity …"), UNDO], shows=shows)
        self._let_go()

    def _mine(self, tag: str) -> list[Finding]:
        mine = (self._sitting.reviewer, tag)
        return [one.finding for one in self._decided.findings if (one.finding.author, one.finding.tag) == mine]

    def action_amend(self) -> None:
        """Opens the finding at the focus: severity, note and all else."""
        target = self._panel.target if self._panel.has_focus else None
        finding = target if isinstance(target, Finding) else self._finding_here()
        if finding is None or finding.author != self._sitting.reviewer:
            self.tell("No finding of yours is here", "", [("tag", "makes one")])
            return
        self._edit(finding, lambda changes: self._amend(finding, changes))

    def _finding_here(self) -> Finding | None:
        """One's own finding at the focus; of several the newest."""
        focus = self._stream_of_reviews.focused
        mine = [
            ((place.call or 0) == focus.call, one.finding.id, one.finding)
            for one in self._present.findings
            if one.anchor is not None and one.finding.author == self._sitting.reviewer
            for place in one.anchor.places
            if place.message == focus.message
        ]
        whole = [
            (False, one.finding.id, one.finding)
            for one in self._decided.findings
            if one.anchor == _WHOLE and one.finding.author == self._sitting.reviewer
        ]
        return max(mine or whole, key=lambda found: found[:2])[2] if mine or whole else None

    def _amend(self, finding: Finding, changes: dict[str, Any]) -> None:
        if changes:
            tag = self._taxonomy.by_id.get(changes.get("tag", ""))
            if finding.tag == tags.UNTAGGED and tag is not None:  # what the tag brings with it, as for a new finding
                changes = {"severity": tag.severity, "fault": tags.fault(tag), "publishable": True} | changes
            note = visible_line(str(changes.get("note", "")))
            label = f"change of the finding on {places.called(finding.anchor)}" + (f": {note}" if note else "")
            self._put(label, lambda r: r.change(finding, **changes))

    def remove_finding(self, finding: Finding) -> None:
        """It is one no more."""
        if finding.author != self._sitting.reviewer:
            self.tell(f"It is {visible_line(finding.author)}'s")
            return
        label = f"{tags.label(self._taxonomy, finding.tag)} on {places.called(finding.anchor)} taken away"
        self._put(label, lambda r: r.remove(finding))

    def action_new_tag(self) -> None:
        """Makes a tag of the selected words."""
        words = " ".join(visible_line(self._selection.words).split()) if self._selection is not None else ""
        self._ask(NEW_TAG, "New tag, in words:", words[:60], check=self._no_tag)

    def _no_tag(self, words: str) -> str:
        """Why there can be no tag in these words."""
        from reviewer.operations import taxonomies

        present, said = self._taxonomy, words.strip()
        if not said:
            return "a name is needed"
        try:
            if _called(present, said) is None:
                taxonomies.new_tag(present, said)
        except UsageError as error:
            return visible_line(str(error))
        return ""

    def make_tag(self, words: str) -> None:
        """A tag in these words, and a finding with it."""
        from reviewer.operations import taxonomies

        reader = self.program.reader
        present = self._taxonomy
        same = _called(present, words)
        if same is not None:
            self._save_findings(same, present, self._anchors())
            return
        suite, row, anchors = tags.suite_of(reader, self.row.suite), self.row, self._anchors()

        def then(made: tuple[Taxonomy, Tag]) -> None:
            if row is self.row:
                self._save_findings(made[1], made[0], anchors)

        self._put(f"the tag “{visible_line(words)}”", lambda r: taxonomies.add_tag(r, words, suite=suite), (), then)


@lru_cache(4)
def _rows(taxonomy: Taxonomy) -> list[Row]:
    rows: list[Row] = []
    for group in taxonomy.groups:
        of_it = [tag for tag in taxonomy.of_group(group.id) if tag.id != tags.UNTAGGED]
        if of_it:
            rows.append(Heading(visible_line(group.label)))
            rows += (Entry(tag.key, visible_line(tag.label)) for tag in of_it)
    return rows


def _called(taxonomy: Taxonomy, words: str) -> Tag | None:
    from reviewer.operations import taxonomies

    near = taxonomies.near(taxonomy, words)
    return next((tag for tag in near if tag.label.casefold() == words.casefold()), None)


def _make(
    transcript: str, revision: str, tag: Tag, taxonomy: str, anchors: Sequence[Anchor], reviewing: Reviewing
) -> list[Finding]:
    fault = tags.fault(tag)
    return reviewing.tag_all(transcript, revision, anchors, tag.id, taxonomy, severity=tag.severity, fault=fault)


def _noted(
    transcript: str,
    revision: str,
    taxonomy: str,
    anchors: Sequence[Anchor],
    said: dict[str, Any],
    reviewing: Reviewing,
) -> list[Finding]:
    return reviewing.tag_all(transcript, revision, anchors, tags.UNTAGGED, taxonomy, **said)


def _of_all(anchors: Sequence[Anchor]) -> str:
    if len(anchors) == 1:
        return f"{places.called(anchors[0])}  {quote(anchors[0])}".rstrip()
    return _places(anchors[:6]) + ("…" if len(anchors) > 6 else "")


def _places(anchors: Sequence[Anchor]) -> str:
    return ", ".join(map(places.called, anchors))
