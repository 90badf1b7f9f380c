"""The keys that a person chose: `keys.toml` in the user's configuration folder, checked before anything is bound.

    "transcript.tag" = "f8"
    "transcript.next_message" = ["j", "down"]

Taken before the first screen is imported, because a screen's keys are bound when its class is made (Textual can change
them later, but drops what clashes without a word). The names are those of the registry. What is not named keeps its
keys; an empty list leaves an action to the palette.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from platformdirs import user_config_path

from reviewer.errors import BrokenFile
from reviewer.tui import actions
from reviewer.tui.actions import Action

_FILE = "keys.toml"
_MODIFIERS = ("alt", "ctrl", "shift")
"""In the order in which Textual names them."""

_NAMES = frozenset(
    ["escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"]
    + ["up", "down", "left", "right"]
    + [f"f{number}" for number in range(1, 25)]
)
_EXPECTED = "expected one character, or a name such as f3, pagedown or ctrl+t"
_SHORT = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown"}
_LARGEST = 1 << 16

Keys = Mapping[str, tuple[str, ...]]
"""Action → its keys, as Textual names them."""


def path() -> Path:
    """Where the file is."""
    return user_config_path("reviewer") / _FILE


def read() -> Keys:
    """What the file says; nothing where there is none. Raises BrokenFile for what would not work."""
    file = path()
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BrokenFile(str(file), "", error.strerror or str(error)) from None
    import tomllib

    try:
        said = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenFile(str(file), "", f"not valid TOML: {error}") from None
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in said.items():
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            hint = "; an action's name stands in quotes" if isinstance(value, dict) else ""
            raise BrokenFile(str(file), name, f"expected a key or a list of keys{hint}")
        chosen[name] = tuple(keys)
    for place, reason in problems(chosen):
        raise BrokenFile(str(file), place, reason)
    return {name: tuple(map(_named, keys)) for name, keys in chosen.items()}


def state() -> str:
    """Where the file is looked for, and how many actions it gives other keys. Raises BrokenFile."""
    chosen = read()
    said = f"{len(chosen):,} actions have keys of yours" if len(chosen) != 1 else "one action has keys of yours"
    return f"{path()}: {said if path().exists() else 'not there, so every action has the keys of the reference'}"


def take() -> None:
    """Has the registry say these keys, from now on. Raises BrokenFile."""
    chosen = read()
    if chosen:
        actions.configure(chosen)


def problems(chosen: Keys) -> list[tuple[str, str]]:
    """What would not work, and why: (action, reason)."""
    found: list[tuple[str, str]] = []
    known = {action.name: action for action in actions.ACTIONS}
    for name, keys in chosen.items():
        if name not in known:
            near = _near(name, known)
            meant = f" (was {near[0]} meant?)" if near else ""
            found.append((name, f"there is no such action{meant}; the page of all keys, REFERENCE.md, names them"))
        found += [(name, f"{key!r} is no key: {wrong}") for key in keys if (wrong := _wrong(key))]
    if found:
        return found
    now = {name: tuple(map(_named, chosen.get(name, action.keys))) for name, action in known.items()}
    for name in chosen:
        found += [(name, f"{key} is the key of {other}, too") for key, other in _clashes(known[name], known, now)]
    for name in chosen:
        if name == "app.quit" and not any("+" in key or (key[0] == "f" and key[1:].isdigit()) for key in now[name]):
            found.append((name, "the way out needs a key that cannot be typed as text, such as ctrl+q or f10"))
        elif name.endswith(".back") and not now[name]:
            found.append((name, "there has to be a way back"))
    return found


def _clashes(changed: Action, known: Mapping[str, Action], now: Keys) -> list[tuple[str, str]]:
    """The keys of a changed action that another one has where both could be meant, and which one."""
    return [
        (key, other.name)
        for key in now[changed.name]
        for other in known.values()
        if other is not changed
        and key in now[other.name]
        and (other.where == changed.where or "app" in (other.where, changed.where))
    ]


def _wrong(key: str) -> str:
    """Why nobody can press it, and what was expected; nothing where it is a key."""
    if len(key) == 1:
        return "" if key.isprintable() and not key.isspace() else _EXPECTED
    *modifiers, last = key.split("+")
    right = sorted(set(modifiers))
    if not set(modifiers) <= set(_MODIFIERS) or not _is_name(last, alone=not modifiers):
        return _EXPECTED + _meant(key)
    if len(last) == 1 and (last.isupper() or right == ["shift"]):  # the capital is what such a key arrives as
        return f"expected {last.upper()}" if set(right) <= {"shift"} else f"expected {'+'.join([*right, last.lower()])}"
    return "" if modifiers == right else f"expected {'+'.join([*right, last])}"


def _is_name(last: str, *, alone: bool) -> bool:
    """Whether a key is called so: by its own name, or by that of its character."""
    if len(last) == 1:
        return not alone and last.isalnum() and last.isascii()
    if last in _NAMES:
        return True
    try:
        character = unicodedata.lookup(last.replace("_", " "))
    except KeyError:
        return last in {_named(chr(code)) for code in range(33, 127) if not chr(code).isalnum()}
    return not character.isspace() and _named(character) == last


def _meant(key: str) -> str:
    """The key that was probably meant, as the end of a sentence."""
    plain = key.strip().lower().replace("-", "+").replace("control+", "ctrl+")
    if plain != key and not _wrong(plain):
        return f"; was {plain} meant?"
    near = _near(_SHORT.get(plain, plain), _NAMES, 0.75)
    return f"; was {near[0]} meant?" if near else ""


def _near(name: str, known: Iterable[str], least: float = 0.6) -> list[str]:
    """The known one that is most like it, if one is."""
    import difflib  # for a mistake only: no start has to wait for it

    return difflib.get_close_matches(name, [*known], 1, least)


def _named(key: str) -> str:
    """A key as Textual names it: a full stop is `full_stop`."""
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key
