"""Reads a page as strictly as a compiler would: what is opened is closed, in order, and every id stands once."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = {"meta", "br", "col", "hr", "link", "img", "input"}
NEVER = {
    "script",
    "link",
    "img",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "video",
    "audio",
    "input",
    "image",
    "use",
}
LOADS = {"src", "srcset", "data", "action", "background", "poster", "ping", "formaction", "style", "xlink:href"}


class Page(HTMLParser):
    """One page. Raises AssertionError while it is fed what is not well-formed, or what could run or load."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.hrefs: list[str] = []
        self.labelled: list[str] = []
        self.heads: list[str] = []
        self.pieces: list[tuple[str, str]] = []
        self.meta: dict[str, str] = {}
        self.said_in: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at one element."""
        assert tag not in NEVER, tag
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute twice: {attrs}"
        assert not given.keys() & LOADS, given
        assert not [name for name in given if name.startswith("on")], given
        if "id" in given:
            assert given["id"], "an empty id"
            assert given["id"] not in self.ids, f"the id {given['id']} stands twice"
            self.ids.add(given["id"])
        if "href" in given:
            self.hrefs.append(given["href"])
        if "aria-labelledby" in given:
            self.labelled.append(given["aria-labelledby"])
        if tag == "meta":
            self.meta[given.get("http-equiv") or given.get("name") or "charset"] = given.get("content", "")
        if tag not in EMPTY:
            self.open.append(tag)
            self.said_in.setdefault(tag, []).append("")
        if tag in ("h1", "h2", "h3"):
            self.heads.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG without content."""
        assert "svg" in self.open, f"<{tag}/> outside of a picture"
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """It must be the one that is open."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> where {self.open} are open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keeps the words with the element that they stand in."""
        for tag in {*self.open}:
            self.said_in[tag][-1] += data
        self.pieces.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """A page has none."""
        raise AssertionError(f"a comment: {data}")

    @property
    def words(self) -> str:
        """All that a reader can read."""
        return "".join(data for tag, data in self.pieces if tag not in ("style", "title"))
