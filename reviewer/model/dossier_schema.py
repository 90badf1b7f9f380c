"""The JSON Schema of a dossier, made from the classes; `dossier.schema.json` beside this file is its output.

python -m reviewer.model.dossier_schema > reviewer/model/dossier.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reviewer.model.dossier import Dossier


def schema() -> dict[str, Any]:
    """What a dossier file must be, as JSON Schema 2020-12."""
    made = Dossier.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
