"""Where the commands print to."""

import sys

from rich.console import Console

_PIPE_COLUMNS = 400  # a pipe has no width to fit into


def console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for a pipe.

    What is printed comes out of articles and file names: brackets and colons in it are text, not markup.
    """
    width = None if sys.stdout.isatty() else _PIPE_COLUMNS
    return Console(width=width, markup=False, emoji=False, highlight=False)
