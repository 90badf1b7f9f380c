"""The hook that formats register with. The built-in ones use the same hook as a plug-in package.

A plug-in package names its module under the entry-point group `reviewer`; the module holds

    from reviewer.formats.hooks import hookimpl

    @hookimpl
    def reviewer_formats():
        return [MyFormat()]

A plug-in's formats are asked before the built-in ones, so that it can claim files that a general format would take too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pluggy

from reviewer.errors import UsageError
from reviewer.text.visible import visible_line

if TYPE_CHECKING:
    from reviewer.formats.contract import Format

GROUP = "reviewer"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


class _Hooks:
    """Version 1 of the hooks: a hook's arguments and results are plain data, never connections."""

    @hookspec
    def reviewer_formats(self) -> list[Format]:  # type: ignore[empty-body]  # pluggy calls the implementations
        """The formats that a plug-in adds, the most particular first."""


@cache
def manager() -> pluggy.PluginManager:
    """The plug-ins of this process: the built-in formats, then what is installed."""
    import reviewer.formats.builtin as builtin

    plugins = pluggy.PluginManager(GROUP)
    plugins.add_hookspecs(_Hooks)
    plugins.register(builtin, name="builtin")
    try:
        plugins.load_setuptools_entrypoints(GROUP)
    except Exception as error:
        raise UsageError(f"an installed plug-in cannot be loaded: {visible_line(str(error))}") from error
    return plugins


def formats() -> list[Format]:
    """Every format, in the order in which they are asked."""
    return [found for plugin in manager().hook.reviewer_formats() for found in plugin]
