"""Who decides: a name that a person gave, or the user of this machine."""

import os
from getpass import getuser

from pipelines.errors import UsageError


def author_of(name: str | None) -> str:
    """The author as the log names people. UsageError for a blank name."""
    if name is not None and not name.strip():
        raise UsageError("--author is empty: leave it out or give a name")
    return f"person:{name.strip() if name else _user()}"


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        # In a container a process may run under a number that has no name.
        return f"uid {os.getuid()}"
