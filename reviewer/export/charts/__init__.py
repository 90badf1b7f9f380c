"""Charts as inline SVG: no script, no style of their own, each with a title that says what it shows."""
