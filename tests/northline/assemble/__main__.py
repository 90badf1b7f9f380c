"""Makes the nine files of runs: `python -m tests.northline.assemble`.

--try INTENT …         play these intents in all runs and say what is wrong; writes nothing
--show RUN CASE        print one conversation (RUN as in `kimi-k2.6.1`), after playing its intent
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.northline.assemble.outcomes import outcomes
from tests.northline.assemble.play import Unplayable, play, shown
from tests.northline.assemble.runs import runs, written_files
from tests.northline.assemble.stage import Memory
from tests.northline.assemble.written import written

FOLDER = Path(__file__).parents[3] / "fixtures" / "northline" / "runs"


def main() -> int:
    """0 when all went well; 1 with one line for each row that cannot be played."""
    parser = argparse.ArgumentParser(prog="python -m tests.northline.assemble", description="Makes the Northline runs.")
    parser.add_argument("--try", dest="tried", nargs="+", metavar="INTENT", help="play these intents, write nothing")
    parser.add_argument("--show", nargs=2, metavar=("RUN", "CASE"), help="print one conversation")
    given = parser.parse_args()
    say = sys.stdout.write
    if given.show or given.tried:
        wrong, shows = _tried(given.tried or [given.show[1].rsplit("-", 1)[0]], given.show)
        say("".join(f"{line}\n" for line in (*shows, *wrong, f"{len(wrong)} rows cannot be played")))
        return bool(wrong)
    try:
        made = runs()
    except Unplayable as error:
        say(f"{error}\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    for name, data in written_files(made).items():
        (FOLDER / name).write_bytes(data)
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    say(f"{sum(map(len, made.values()))} conversations, {size:,} bytes\n")
    return 0


def _tried(intents: list[str], show: list[str] | None) -> tuple[list[str], list[str]]:
    """What is wrong in these intents, and the conversation that was asked for."""
    memory, wrong, shows = Memory(), [], []
    for row in outcomes():
        if row.key in written() or row.case.rsplit("-", 1)[0] not in intents:
            continue
        try:
            transcript = play(row, memory)
        except Unplayable as error:
            wrong.append(str(error))
        except Exception as error:
            wrong.append(f"{row.model}.{row.index} {row.case}: {type(error).__name__}: {error}")
        else:
            if show == [f"{row.model}.{row.index}", row.case]:
                shows.append(shown(transcript))
    return wrong, shows


if __name__ == "__main__":
    sys.exit(main())
