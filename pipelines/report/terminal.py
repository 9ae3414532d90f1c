"""Where the commands print to."""

import sys

from rich.console import Console

_PIPE_COLUMNS = 400  # a pipe has no width to fit into


def console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for a pipe."""
    return Console() if sys.stdout.isatty() else Console(width=_PIPE_COLUMNS)
