"""How often the checks agree with the labellers: `python -m tests.checks.measure`.

One line for each half, fact and labeller: how many a labeller named, how many the check found, precision and recall.
Only sums are printed, so that the half `held-out` stays unseen. With `--write` the table of that half and each check's
own words go into the checks' README.
"""

from __future__ import annotations

import sys

from .agreement import agreements, fresh_agreements
from .labelled import HALVES, fresh, present
from .readme import FILE, readme


def main() -> int:
    """Prints the table, or writes the README; 1 where the corpora are absent."""
    if not present():
        sys.stderr.write("the corpora are not beside the checkout\n")
        return 1
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(readme(), encoding="utf-8")
        return 0
    sys.stdout.write(
        f"{'half':9} {'fact':28} {'by':7}{'labelled':>9}{'found':>7}{'both':>6}{'prec.':>7}{'recall':>8}\n"
    )
    for half in HALVES:
        new = fresh_agreements() if fresh() and half == "held-out" else ()
        for line in (*agreements(half), *new):
            shares = "".join("      –" if share is None else f"{share:7.3f}" for share in (line.precision, line.recall))
            sys.stdout.write(
                f"{half:9} {line.title:28} {line.who:7}{line.labelled:9}{line.found:7}{line.both:6}{shares}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
