"""Where text can enter a screen or a terminal: read off the code, so that a new way in fails here first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import reviewer

PACKAGE = Path(reviewer.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
SCREENS = [path for path in SOURCES if "tui" in path.relative_to(PACKAGE).parts]

# The only widgets of Textual's that show text here. The others parse markup, or cannot be told not to.
WIDGETS = {"Static", "Input", "Footer", "TextArea"}
# A load's own child process sends plain data back through a pipe.
OWN_PROCESS = {("operations/reader.py", "marshal")}
# The only printer, and modules that print what they make when they are run by hand.
PRINTERS = {"cli/output.py", "model/schema.py"} | {
    f"model/{name}_schema.py" for name in ("suite", "proposal", "dossier", "board")
}
# Says what ended the screens when they have given the terminal back; each line is made visible in the call itself.
LAST_WORDS = "tui/app.py"
PRINTING = {"print", "echo", "secho", "echo_via_pager", "pprint", "prompt", "confirm"}
# Attributes that are parsed as markup, or written to the terminal's title.
MARKED_UP = {"border_title", "border_subtitle", "tooltip", "title", "sub_title", "renderable"}
SANITISERS = {"visible", "visible_line"}
DANGEROUS = {"eval", "exec", "compile", "__import__"}
DANGEROUS_METHODS = {
    "extract",
    "extractall",
    "from_markup",
    "from_ansi",
    "from_text",
    "add_row",
    "open_url",
    "loads_unsafe",
}
DANGEROUS_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "joblib",
    "yaml",
    "webbrowser",
    "rich.markup",
    "rich.markdown",
    "rich.console",
    "textual.markup",
}


@cache
def parsed(path: Path) -> list[ast.AST]:
    """Everything in a file."""
    return [*ast.walk(ast.parse(path.read_text("utf-8")))]


def calls(path: Path) -> Iterator[tuple[ast.Call, str, bool]]:
    """Every call of a file, the last part of the called name, and whether it is a method."""
    for node in parsed(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            method = isinstance(node.func, ast.Attribute)
            yield node, node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id, method


def named(path: Path) -> str:
    """A file as a person names it."""
    return path.relative_to(PACKAGE).as_posix()


def said(path: Path, node: ast.AST) -> str:
    """Where and what, for a failure that can be read."""
    return f"{named(path)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:100]}"


def literal(node: ast.expr) -> bool:
    """Whether these are words of the program's own."""
    return isinstance(node, ast.Constant)


def sanitised(node: ast.expr) -> bool:
    """Whether it is the program's own, or comes straight from the sanitiser."""
    return literal(node) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SANITISERS
    )


def without_markup(call: ast.Call) -> bool:
    """Whether markup is off, literally."""
    return any(
        k.arg == "markup" and isinstance(k.value, ast.Constant) and k.value.value is False for k in call.keywords
    )


def marked_up(path: Path) -> Iterator[str]:
    """What of a screen is given to a widget, a note, a title or a tip, and could be parsed there."""
    for node in parsed(path):
        if isinstance(node, ast.ImportFrom) and node.module == "textual.widgets":
            yield from (said(path, node) for name in node.names if name.name not in WIDGETS)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in MARKED_UP and not literal(node.value):
                    yield said(path, node)
    for call, name, method in calls(path):
        if name == "Input":  # `Entry` is the one that shows what is filled in as other text is shown
            yield said(path, call)
        if name == "Static" and not without_markup(call):
            yield said(path, call)
        if name == "notify" and method and (call.args or call.keywords):
            titles = [k.value for k in call.keywords if k.arg == "title"]
            if not without_markup(call) or not all(sanitised(text) for text in [*call.args[:1], *titles]):
                yield said(path, call)
        yield from (said(path, call) for keyword in call.keywords if keyword.arg == "link")


def test_screens_parse_no_markup() -> None:
    """No widget, note, title or tip is given anything that could be parsed."""
    assert len(SCREENS) > 50
    assert [wrong for path in SCREENS for wrong in marked_up(path)] == []


def opened(path: Path) -> Iterator[str]:
    """What of a file could run or unpack data."""
    for call, name, method in calls(path):
        if name in (DANGEROUS_METHODS if method else DANGEROUS):
            yield said(path, call)
    for node in parsed(path):
        if isinstance(node, ast.Import):
            names = {name.name for name in node.names} & DANGEROUS_MODULES
            yield from (said(path, node) for name in names if (named(path), name) not in OWN_PROCESS)
        if isinstance(node, ast.ImportFrom) and node.module in DANGEROUS_MODULES:
            yield said(path, node)


def test_nothing_is_run_or_unpacked() -> None:
    """No data becomes code, no archive writes files, nothing opens a browser."""
    assert [wrong for path in SOURCES for wrong in opened(path)] == []


def test_one_way_to_print() -> None:
    """Everything that a command prints goes through one file, which knows the sanitiser."""
    printing = [
        said(path, call)
        for path in SOURCES
        if named(path) not in PRINTERS
        for call, name, _ in calls(path)
        if name in PRINTING or (name in ("write", "writelines") and "std" in ast.unparse(call.func))
        if not (named(path) == LAST_WORDS and "visible_line(each)" in ast.unparse(call))
    ]
    assert printing == []
