"""What was captured so far, as ingest asks for it: from the projection that is published, and from the log what came since.

Here ingest, which knows no projection, meets load. Reading all captures out of the log would cost every refresh what history
is long.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import Captured, FileRecords, KnownCaptures, known_captures
from pipelines.load.captures import ProjectedCaptures, projected_captures
from pipelines.load.projection import Reference
from pipelines.load.publish import Files, usable


@contextmanager
def captured_so_far(files: Files, log: EventLog, reference: Reference) -> Iterator[Captured]:
    """What the log says at its head. Where no projection is of use, all of it is read."""
    served = usable(files, log, reference)
    if served is None:
        yield known_captures(log)
        return
    path, position = served
    since = known_captures(log, after=position)
    with projected_captures(path) as projected:
        yield ServedCaptures(projected, since)


class ServedCaptures:
    """`Captured` of a projection and of what the log has after it."""

    def __init__(self, projected: ProjectedCaptures, since: KnownCaptures) -> None:
        """`since` begins where `projected` ends."""
        self._projected, self._since = projected, since
        self.position, self.erased = since.position, since.erased

    def of_files(self, paths: Sequence[str]) -> FileRecords:
        """See `Captured`."""
        before, since = self._projected.of_files(paths), self._since
        return FileRecords(
            files={**before.files, **since.files},
            recorded={**before.recorded, **since.recorded},
            versions={**before.versions, **since.versions},
        )

    def stored(self, hashes: frozenset[str]) -> frozenset[str]:
        """See `Captured`."""
        return self._projected.stored(hashes) | self._since.stored(hashes)

    def articles(self) -> int:
        """See `Captured`."""
        before = self._projected.of_files(list(self._since.files)).versions
        return self._projected.articles() + len(self._since.versions.keys() - before.keys())
