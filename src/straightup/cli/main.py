"""The group of all commands: in which module each of them is, and with which exit code a failure leaves."""

import importlib
import os
import sys
from typing import Any

import click

from straightup import __version__
from straightup.cli.saying import refuse, refuse_usage, say
from straightup.model.errors import StraightupError

_COMMANDS = {
    "init": "init",
    "check": "check",
    "build": "build",
    "serve": "build",
    "new": "new",
    "update": "update",
    "resolve": "update",
    "show": "show",
    "promises": "promises",
    "sla": "sla",
    "notify": "notify",
    "explain": "rules",
    "rules": "rules",
    "import": "import_",
    "schema": "schema",
    "completion": "completion",
}
"""The module of each command. Each is imported when it is asked for, so that `check` starts without MkDocs."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"straightup.cli.{module}"), f"{cmd_name}_command")
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="straightup", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """A status page that tells customers the truth: one Markdown file per incident, checked before it is published.

    Exit codes: 0 fine, 1 findings, 2 usage or configuration, 3 published with something left out, 4 our own fault,
    5 reading or writing failed, 6 another build is running.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    elif os.environ.get("FORCE_COLOR"):
        ctx.color = True


def main(args: list[str] | None = None) -> Any:
    """Run a command and leave with its exit code; whatever happens, nobody sees a traceback."""
    try:
        code = group.main(args, prog_name="straightup", standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.Abort:
        say("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        refuse_usage(error)
        code = error.exit_code
    except StraightupError as error:
        refuse(error)
        code = error.exit_code
    except BrokenPipeError:
        # The reader has gone, as in `straightup check | head`; Python would complain again when it closes stdout.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        code = 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        say(f"straightup: {place}{error.strerror or error}", err=True)
        code = 5
    except Exception as error:
        say(
            f"straightup: internal error ({type(error).__name__}: {error}). This is our fault, not yours; "
            "please report it with the command you ran. Nothing was published.",
            err=True,
        )
        if os.environ.get("STRAIGHTUP_DEBUG"):
            raise
        code = 4
    sys.exit(code or 0)
