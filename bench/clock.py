"""Where the time of a piece of work goes, by stage: elapsed and computing. Stages may stand in one another; each counts its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Spent:
    """Seconds elapsed, and seconds computed by all threads of the process."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0


class StageClock:
    """What each stage took, in the order in which they were first entered."""

    def __init__(self) -> None:
        """Nothing has been entered."""
        self.spent: dict[str, Spent] = {}
        self._within: list[str] = []
        self._since = (0.0, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time in it; that of a stage entered meanwhile counts for that one alone."""
        self._settle()
        self.spent.setdefault(name, Spent())
        self._within.append(name)
        try:
            yield
        finally:
            self._settle()
            self._within.pop()

    def _settle(self) -> None:
        now = time.perf_counter(), time.process_time()
        if self._within:
            spent = self.spent[self._within[-1]]
            spent.seconds += now[0] - self._since[0]
            spent.cpu_seconds += now[1] - self._since[1]
        self._since = now
