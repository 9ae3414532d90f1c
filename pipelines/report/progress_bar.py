"""Progress on a terminal: one line a stage with a count that runs. Silent where stderr is not a terminal."""

import logging
from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console

from pipelines.logs import logs_are_json
from pipelines.progress import Progress

_logger = logging.getLogger(__name__)


class ProgressBar(Progress):
    """Shows each stage as it begins; a context manager."""

    def __init__(self, console: Console) -> None:
        """Print to `console`."""
        self._shown = progress.Progress(
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description:<10}"),
            progress.BarColumn(bar_width=24),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TextColumn("{task.fields[last]}", style="dim", markup=False),
            console=console,
            disable=not console.is_terminal,
        )
        self._task: progress.TaskID | None = None
        self._name = ""

    def __enter__(self) -> Self:
        """Start to draw."""
        self._shown.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop to draw."""
        self._finish()
        self._shown.stop()

    def waiting(self, holder: str) -> None:
        """Say for whom."""
        if logs_are_json():
            _logger.warning("waiting for another process", extra={"holder": holder})
            return
        self._shown.console.print(f"waiting for {holder}", markup=False, highlight=False)

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a line, unless the stage is on already."""
        if name != self._name:
            self._finish()
            self._name = name
            self._task = self._shown.add_task(name, total=total, last="")

    def advance(self, name: str) -> None:
        """Count one more."""
        if self._task is not None:
            self._shown.update(self._task, advance=1, last=name[-60:])

    def _finish(self) -> None:
        if self._task is not None:
            done = self._shown.tasks[self._task].completed
            self._shown.update(self._task, total=done, last="")
            self._shown.stop_task(self._task)
