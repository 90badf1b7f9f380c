"""The schema that lies beside the classes of a dossier is what they say."""

from __future__ import annotations

from importlib.resources import files

from reviewer.model import dossier_schema


def test_the_schema_is_made_from_the_classes() -> None:
    """`python -m reviewer.model.dossier_schema` writes it again."""
    assert files("reviewer.model").joinpath("dossier.schema.json").read_text("utf-8") == dossier_schema.written()
