"""The JSON Schema of a board, made from the classes; `board.schema.json` beside this file is its output.

python -m reviewer.model.board_schema > reviewer/model/board.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reviewer.model.board import Board


def schema() -> dict[str, Any]:
    """What a board file must be, as JSON Schema 2020-12."""
    made = Board.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
