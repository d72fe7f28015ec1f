"""`straightup completion`: the script that makes a shell complete commands, options and rules."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes straightup's commands and options in SHELL.

    \b
    bash, in ~/.bashrc:                      eval "$(straightup completion bash)"
    zsh, in ~/.zshrc:                        eval "$(straightup completion zsh)"
    fish, once, in a terminal:
      straightup completion fish > ~/.config/fish/completions/straightup.fish
    """
    root = ctx.find_root()
    made = get_completion_class(shell)
    if made is None:  # pragma: no cover # click has all of SHELLS
        raise click.UsageError(f"There is no completion for {shell}.")
    # Shells call the program by this name, whatever file it was started from.
    click.echo(made(root.command, {}, "straightup", "_STRAIGHTUP_COMPLETE").source())
