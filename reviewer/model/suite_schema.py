"""The JSON Schema of a suite file, made from the classes; `suite.schema.json` beside this file is its output.

python -m reviewer.model.suite_schema > reviewer/model/suite.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reviewer.model.suite import Suite

BESIDE = {
    "type": "object",
    "description": "the content stands in a file of this name beside the suite file",
    "properties": {"file": {"type": "string"}},
    "required": ["file"],
    "additionalProperties": False,
}


def schema() -> dict[str, Any]:
    """What a suite file must be, as JSON Schema 2020-12; what names another part is checked on reading only."""
    made = Suite.model_json_schema(mode="validation")
    properties = made["properties"]
    properties["policy"]["anyOf"].append(BESIDE)
    properties["tools"] = {"anyOf": [properties["tools"], BESIDE]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
