"""The resource of every asset: the warehouse, the landing folder, the limits, the clock. Keep asset logic out.

A run holds the writer's lock from its first step to its end, so that two runs never write one warehouse.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import dagster as dg

from pipelines.orchestration.run_account import watched
from pipelines.progress import Progress
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Workspace:
    """What assets work with; a plain object."""

    warehouse: Warehouse
    landing: Path
    max_article_bytes: int
    workers: int = 1
    progress: Progress = field(default_factory=Progress)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    hold: Callable[[], None] = lambda: None  # take the writer's lock, where the run has not got it

    def with_progress(self, progress: Progress) -> "Workspace":
        """The same workspace, telling `progress`."""
        return replace(self, progress=progress)


class WorkspaceResource(dg.ConfigurableResource[Workspace]):
    """Where to read and where to write."""

    landing: str
    warehouse: str
    event_log: str | None = None
    max_article_bytes: int
    workers: int = 0
    lock_wait_seconds: float = 0

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Hand out the workspace. The lock is taken by the first step: a step can be tried again, a resource cannot."""
        warehouse = self._warehouse()
        warehouse.create()
        with ExitStack() as held, watched(context, warehouse, Path(self.landing), self.max_article_bytes):
            hold = cache(lambda: held.enter_context(warehouse.writing(self.lock_wait_seconds)))
            yield replace(self.workspace(), hold=hold)

    def workspace(self) -> Workspace:
        """The workspace without the lock, for reading."""
        return Workspace(self._warehouse(), Path(self.landing), self.max_article_bytes, self.workers)

    def _warehouse(self) -> Warehouse:
        return Warehouse(Path(self.warehouse), self.event_log)

    @classmethod
    def of(cls, settings: Settings) -> "WorkspaceResource":
        """The resource that the settings describe."""
        return cls(
            landing=str(settings.raw),
            warehouse=str(settings.warehouse),
            event_log=settings.event_log,
            max_article_bytes=settings.max_article_bytes,
            workers=settings.workers,
            lock_wait_seconds=settings.lock_wait_seconds,
        )
