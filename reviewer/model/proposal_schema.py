"""The JSON Schema of a file of proposals, made from the classes; `proposal.schema.json` beside this file is its output.

python -m reviewer.model.proposal_schema > reviewer/model/proposal.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reviewer.model.proposal import Proposal


def schema() -> dict[str, Any]:
    """What one line of a file of proposals must be, as JSON Schema 2020-12."""
    made = Proposal.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
