"""The JSON Schema of the native form, made from the classes; `transcript.schema.json` beside this file is its output.

python -m reviewer.model.schema > reviewer/model/transcript.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reviewer.model.transcript import FORMAT, Transcript


def schema() -> dict[str, Any]:
    """What one line of a native file must be, as JSON Schema 2020-12."""
    made = Transcript.model_json_schema(mode="validation")
    made["properties"]["format"]["const"] = FORMAT
    required = ["format", *made.pop("required")]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "required": required}


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
