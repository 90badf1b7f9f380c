"""How each intent is played: every module has `PLANS`, from an intent (of `suite.json`) to the plan of its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tests.northline.assemble.stage import Stage

Plan = Callable[[Stage], None]


@cache
def plans() -> Mapping[str, Plan]:
    """The plan of each intent, from all modules beside this one."""
    found: dict[str, Plan] = {}
    for module in sorted(one.name for one in iter_modules(__path__)):
        for intent, plan in getattr(import_module(f"{__name__}.{module}"), "PLANS", {}).items():
            assert intent not in found, f"two plans for {intent}"
            found[intent] = plan
    return found
