"""What a page says of a sentence that neither a figure nor a citation supports."""

from __future__ import annotations

import pytest

from reviewer.dossier.standing import Standing, standing
from reviewer.model.dossier import ClaimEntry


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{model}} steals from its customers.", "opinion"),
        ("glm-5.2 steals from its customers.", "opinion"),
        ("{{model}} steals from 3 of its customers.", "unsupported"),
        ("{{model}} never steals.", "unsupported"),
        ("{{model}} dominated its rivals.", "unsupported"),
        ("We think that {{model}} steals from most of them.", "opinion"),
    ],
)
def test_the_name_of_a_model_counts_nothing(source: str, expected: Standing) -> None:
    """Digits in it are no number, whether it is put in or written out."""
    text = source.replace("{{model}}", "mimo-v2.5-pro")
    assert standing(ClaimEntry(id="c", section="verdict", text=text, source=source, support="opinion")) == expected
