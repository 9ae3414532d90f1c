"""A warehouse folder: where its parts lie, and the lock of the one process that may write it.

Belongs to the outermost layer with `orchestration` and `cli`; the verbs get the parts, never the folder.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import DiskError, NotAWarehouseError, UsageError
from pipelines.eventlog import EventLog
from pipelines.faults import durable
from pipelines.load.publish import PUBLISHED_NAME, Files
from pipelines.settings import Settings
from pipelines.writer_lock import writer_lock

METRICS_NAME = "metrics.prom"
LAST_REFRESH_NAME = "last_refresh.json"
_FILES = {METRICS_NAME, LAST_REFRESH_NAME, PUBLISHED_NAME, ".lock"}
_PARTS = {"log", "projection", "stage", "dagster", "data_docs", *_FILES}


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The parts of the warehouse in folder `path`; its event log may lie elsewhere, at `event_log` (a path or URI)."""

    path: Path
    event_log: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Warehouse":
        """The warehouse that the settings name."""
        return cls(settings.warehouse, settings.event_log)

    @property
    def log(self) -> EventLog:
        """The event log: in the folder, unless it lies elsewhere."""
        return EventLog(self.event_log or str(self.path / "log"), self.path)

    @property
    def files(self) -> Files:
        """The projection files and the published one."""
        return Files(self.path)

    @property
    def stage(self) -> Path:
        """Folder of the frames of the last refresh, kept for inspection."""
        return self.path / "stage"

    @property
    def lock(self) -> Path:
        """The file whose lock its one writer holds."""
        return self.path / ".lock"

    @property
    def metrics(self) -> Path:
        """What the last run left for Prometheus."""
        return self.path / METRICS_NAME

    @property
    def last_refresh(self) -> Path:
        """What is kept of the last refresh that went well."""
        return self.path / LAST_REFRESH_NAME

    @property
    def data_docs(self) -> Path:
        """Folder of Great Expectations' pages about the rows that were judged last."""
        return self.path / "data_docs"

    @property
    def dagster_home(self) -> Path:
        """Folder of the Dagster instance: runs, schedules, logs."""
        return self.path / "dagster"

    @property
    def is_read_only(self) -> bool:
        """Whether the disk takes no write, whoever asks. What a user may do is another matter: a monitor need not write."""
        return bool(os.statvfs(self.path).f_flag & os.ST_RDONLY)

    def create(self) -> None:
        """Create the folder and an empty log. Refuses a folder that holds something else."""
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(f"{self.path} is a file, not a folder for a warehouse")
        try:
            with durable("warehouse folder"):
                self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{self.path} cannot be created: {error.strerror}") from error
        if self.is_read_only:
            raise DiskError("read-only", str(self.path))
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise UsageError(f"{self.path} cannot be written to by this user")
        strange = {entry.name for entry in self.path.iterdir() if not entry.name.startswith(".")} - _PARTS
        if strange and not self.log.exists():
            raise NotAWarehouseError(self.path, f"the folder holds other things ({', '.join(sorted(strange)[:3])})")
        self.log.create()

    def ready(self, wait_seconds: float = 0, on_wait: Callable[[str], None] = lambda _: None) -> None:
        """Create the folder where it is missing and see that it can be written now. Raises what `create` and `writing` do."""
        self.create()
        with self.writing(wait_seconds, on_wait):
            pass

    def require(self) -> None:
        """Raise NotAWarehouseError unless there is a log."""
        if not self.path.exists():
            raise NotAWarehouseError(self.path, "there is no such folder")
        if not self.path.is_dir():
            raise NotAWarehouseError(self.path, "it is a file")
        if not self.log.exists():
            where = f"at {self.event_log}" if self.event_log else "in it"
            raise NotAWarehouseError(self.path, f"there is no event log {where}; run `casebook refresh` first")

    def writing(
        self, wait_seconds: float = 0, on_wait: Callable[[str], None] = lambda _: None
    ) -> AbstractContextManager[None]:
        """Hold the writer's lock; see `writer_lock` for the arguments and for LockedError."""
        return writer_lock(self.lock, wait_seconds, on_wait)
