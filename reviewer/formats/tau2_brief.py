"""What the simulated customer was told, as text to read."""

from __future__ import annotations

from typing import Any

from reviewer.formats.build import text
from reviewer.formats.fields import Object

_HEADINGS = {
    "persona": "Persona",
    "reason_for_call": "Reason for the call",
    "known_info": "Knows",
    "unknown_info": "Does not know",
    "task_instructions": "Instructions",
}


def brief(task: Object) -> str | None:
    """The customer's side of a task: who they are, what they want and push for; and the ticket, where there is one."""
    scenario = task.get("user_scenario")
    told: dict[str, Any] = {}
    if isinstance(scenario, dict):
        instructions = scenario.get("instructions")
        told = {"persona": scenario.get("persona")}
        told |= instructions if isinstance(instructions, dict) else {"task_instructions": instructions}
    else:
        told = {"task_instructions": scenario}
    ordered = [*_HEADINGS, *(key for key in told if key not in _HEADINGS)]
    sections = [(_HEADINGS.get(key, key), told.get(key)) for key in ordered if key != "domain"]
    sections.append(("Ticket", task.get("ticket")))
    written = [f"{heading}\n{text(value).strip()}" for heading, value in sections if value]
    return "\n\n".join(written) or None
