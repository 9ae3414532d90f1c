"""Files that are replaced whole or not at all: written under another name first, then renamed over the old one.

For small files that one process writes at a time. What a killed process left of a draft is overwritten by the next.
"""

import os
from collections.abc import Callable
from pathlib import Path

from pipelines.faults import durable


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make the new file under the name that it is given, then put that in the place of `path`."""
    draft = path.with_name(f"{path.name}.writing")
    with durable(f"draft of {path.name}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(draft)
        except BaseException:
            # On a full disk, half a file is room that the next attempt needs.
            draft.unlink(missing_ok=True)
            raise
    with durable(path.name):
        os.replace(draft, path)  # noqa: PTH105 - the atomic step deserves its usual name
