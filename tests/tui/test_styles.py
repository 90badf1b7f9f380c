"""The looks of one screen never reach another: Textual lays every sheet that was ever read over the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.model import CombinatorType, SelectorType
from textual.css.stylesheet import Stylesheet

import reviewer.tui
from reviewer.tui.app import ReviewerApp

SHEETS = sorted(Path(reviewer.tui.__file__).parent.rglob("*.tcss"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_rule_says_whose_it_is(sheet: Path, tmp_path: Path) -> None:
    """Each begins with the class of a screen or of a widget: an id or a class alone may stand on another screen too."""
    styles = Stylesheet(variables=ReviewerApp(tmp_path / "study.db").get_css_variables())
    styles.read(sheet)
    assert styles.rules
    for rule in styles.rules:
        for set_ in rule.selector_set:
            first = set_.selectors[0]
            assert first.type is SelectorType.TYPE, rule.selectors
            assert first.combinator is not CombinatorType.CHILD, rule.selectors
