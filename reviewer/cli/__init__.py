"""The commands, and the only place where an error becomes an exit code.

0 all is well · 1 something was refused or not found, or the output cannot be written · 2 the call's words are off ·
3 nothing usable came in · 4 the database or the disk · 130 interrupted
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any

PROGRAM = "reviewer"
INTERRUPTED = 130

try:
    import click

    from reviewer import __version__
    from reviewer.cli.commands import PLACES, Commands
    from reviewer.cli.common import InOrder, database_option, pass_on
    from reviewer.cli.output import say
    from reviewer.errors import Interrupted, ReviewerError
    from reviewer.tui.output import whole
except KeyboardInterrupt:  # so early that nothing is there which could say it as every other error is said
    os.write(2, f"{PROGRAM}: interrupted\n".encode())
    raise SystemExit(INTERRUPTED) from None

OUTPUT_LOST, BROKEN_DISK = 1, 4


class Reviewer(InOrder):
    """The group of all commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; a file in its place is answered with the commands that take files."""
        if args and not args[0].startswith("-") and args[0] not in self.commands and os.path.exists(args[0]):  # noqa: PTH110 -- no pathlib on the way to --help
            ctx.fail(
                f"{args[0]!r} is no command; `reviewer load FILES` reads run files, `reviewer open FILE` a database"
            )
        return super().resolve_command(ctx, args)

    def __call__(self, *args: Any, **more: Any) -> None:
        """Runs a command and exits. Every error is one line on stderr."""
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode shows escapes
                setattr(sys, name, whole(stream))
        sys.exit(self._run(*args, **more))

    def _run(self, *args: Any, **more: Any) -> int:
        try:
            code = self.main(*args, **{"prog_name": PROGRAM, **more, "standalone_mode": False})
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else PROGRAM
            say(f"{PROGRAM}: {error.format_message()} (`{where} --help` says how)")
            return error.exit_code
        except click.ClickException as error:
            say(f"{PROGRAM}: {error.format_message()}")
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            say(f"{PROGRAM}: interrupted")
            return INTERRUPTED
        except ReviewerError as error:
            say(f"{PROGRAM}: {error}")
            return error.exit_code
        except OSError as error:
            lost = _output_lost()
            where = "the output cannot be written: " * lost
            say(f"{PROGRAM}: {where}{error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
            _give_up_stdout()
            return OUTPUT_LOST if lost else BROKEN_DISK
        return code if isinstance(code, int) else 0

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a reader that went away, such as `head`, ends it quietly."""
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:  # closed before it began
                sys.stdout.flush()
        except KeyboardInterrupt:  # click would print an empty line of its own
            raise Interrupted("interrupted") from None
        except BrokenPipeError:
            _give_up_stdout()
            ctx.exit(0)
        return result


def _output_lost() -> bool:
    """Whether stdout takes nothing: what it did not take before is still there to be tried again."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        return True
    return sys.stdout is None


def _give_up_stdout() -> None:
    """What is still buffered goes nowhere: Python would try once more at the end, and fail with lines of its own."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    "reviewer",
    cls=Reviewer,
    commands=Commands(PLACES),
    invoke_without_command=True,
    context_settings={"max_content_width": 100},
    epilog="Example: reviewer load runs/ && reviewer",
)
@database_option
@click.version_option(__version__, "-V", "--version", prog_name="reviewer", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, db: str | None) -> None:
    """Read agent transcripts message by message.

    Without a command it opens the library in the terminal.
    """
    pass_on(ctx, db)
    if ctx.invoked_subcommand is None:
        ctx.invoke(main.commands["open"], db=db)
