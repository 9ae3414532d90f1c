"""Where a crash may strike: every durable write of this program is announced here, before it and after it.

In use nobody listens and nothing happens. Tests listen, to list the boundaries of a run and to kill the process at one of
them. A leaf module without decisions: what to do about a failed write is the business of who writes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Watcher = Callable[[str], None]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """From now on tell `watcher` alone of every boundary: "before <write>" and, where it succeeded, "after <write>"."""
    _watchers[:] = [watcher]


@contextmanager
def durable(write: str) -> Iterator[None]:
    """Around a write that outlives the process. `write` names it, with the file where there are several."""
    _tell(f"before {write}")
    yield
    _tell(f"after {write}")


def _tell(boundary: str) -> None:
    for watcher in _watchers:
        watcher(boundary)
