"""What stops a command, as opposed to what is wrong in an incident file (that is a Diagnostic)."""


class StraightupError(Exception):
    """A command cannot go on. The message is for the person at the terminal and ends with a next step."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        """Each of `lines` is shown on a line of its own, and what is in it cannot begin another one."""
        super().__init__("\n".join(lines))
        self.lines = lines or ("",)


class ConfigurationError(StraightupError):
    """The settings, or how a command was called, cannot be used."""


class StorageError(StraightupError):
    """Reading from or writing to the disk failed; what was published before is untouched."""

    exit_code = 5


class LockedError(StraightupError):
    """Another build is writing the same site."""

    exit_code = 6


class InternalError(StraightupError):
    """Our own fault."""

    exit_code = 4
