"""What τ²-bench's evaluator said of a simulation: the reward, then its parts. They hold all of `reward_info`."""

from __future__ import annotations

from typing import Any

from reviewer.formats.build import filled
from reviewer.formats.fields import Object, as_object

_PARTS = (
    # our name, key in reward_info, key in reward_breakdown, key in reward_info.info
    ("db", "db_check", "DB", "env"),
    ("env_assertions", "env_assertions", "ENV_ASSERTION", "env"),
    ("actions", "action_checks", "ACTION", "action"),
    ("communicate", "communicate_checks", "COMMUNICATE", "communicate"),
    ("nl_assertions", "nl_assertions", "NL_ASSERTION", "nl"),
)
_MET = ("met", "action_match", "db_match")


def scores(reward_info: Any) -> list[Object]:
    """The scores of a simulation.

    A part's value is what the reward was made from (`reward_breakdown`); a part that was checked and did not count has
    the check's own reward, or whether each of its claims was met, in order.
    """
    if reward_info is None:
        return []
    if not isinstance(reward_info, dict):
        return [{"name": "reward", "value": reward_info}]
    rest = dict(reward_info)
    breakdown, notes = as_object(rest.get("reward_breakdown")), as_object(rest.get("info"))
    parts = []
    for name, key, weight, note in _PARTS:
        checked = rest.get(key)
        if not checked and weight not in breakdown:
            continue
        rest.pop(key, None)
        said = as_object(notes.get(note)).get("note")
        parts.append(
            {
                "name": name,
                "value": breakdown.get(weight, _value(checked)),
                "rationale": _rationale(checked) or (said if isinstance(said, str) else None),
                "extra": filled({key: checked}),
            }
        )
    ended = notes.get("note")
    whole = {
        "name": "reward",
        "value": rest.pop("reward", None),
        "rationale": ended if isinstance(ended, str) else None,
        "extra": filled(rest),
    }
    return [whole, *parts]


def _value(checked: Any) -> Any:
    if isinstance(checked, dict):
        return checked.get("db_reward", _met(checked))
    return [_met(check) for check in checked] if isinstance(checked, list) else checked


def _met(check: Any) -> Any:
    return next((check[key] for key in _MET if key in check), None) if isinstance(check, dict) else check


def _rationale(checked: Any) -> str | None:
    """The judge's reasons, one paragraph a claim: what was claimed, whether it holds, why."""
    reasons = []
    for check in checked if isinstance(checked, list) else ():
        if isinstance(check, dict) and isinstance(why := check.get("justification"), str) and why:
            claim = check.get("nl_assertion", check.get("info"))
            verdict = "met" if check.get("met") is True else "not met" if check.get("met") is False else "no verdict"
            reasons.append(f"{claim} — {verdict}. {why}" if isinstance(claim, str) else why)
    return "\n\n".join(reasons) or None
