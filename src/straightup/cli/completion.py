"""`straightup completion`: the script that makes a shell complete commands, options and rules."""

from collections.abc import Mapping

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from straightup.cli.saying import hand_out

SHELLS: Mapping[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes straightup's commands and options in SHELL.

    \b
    bash, in ~/.bashrc:                      eval "$(straightup completion bash)"
    zsh, in ~/.zshrc:                        eval "$(straightup completion zsh)"
    fish, once, in a terminal:
      straightup completion fish > ~/.config/fish/completions/straightup.fish
    """
    # Shells call the program by this name, whatever file it was started from.
    script = SHELLS[shell](ctx.find_root().command, {}, "straightup", "_STRAIGHTUP_COMPLETE")
    hand_out(f"{script.source()}\n")
