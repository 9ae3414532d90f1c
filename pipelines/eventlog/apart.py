"""Verification in a process of its own: a decoder that is given damaged bytes may end the process, not only fail.

(Tried: of 500 single flipped bits a few make the Parquet reader of delta-rs abort.) What ends the reading process is itself
a finding; which file it was is then asked file by file.
"""

from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from pipelines.eventlog.bookkeeping import data_files, file_finding
from pipelines.eventlog.digest import GENESIS_ROOT
from pipelines.eventlog.finding import Finding
from pipelines.eventlog.log import EventLog
from pipelines.eventlog.verify import Verified, verify

P = ParamSpec("P")
T = TypeVar("T")


class PanicError(Exception):
    """The decoder gave up in a way that is no ordinary exception, and that no process can tell another of."""


class Verifier:
    """Verifies logs, one at a time, in a process that is started when it is needed and again when it has died."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """The verifier."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._end()

    def verify(
        self,
        log: EventLog,
        *,
        deep: bool = False,
        expected: tuple[int, bytes] | None = None,
        steps: Collection[str] = (),
    ) -> Verified:
        """As `verify.verify`; damage that ends the reading process is a finding too."""
        try:
            return self._run(verify, log, deep=deep, expected=expected, steps=steps)
        except (BrokenProcessPool, PanicError):
            return Verified(0, 0, GENESIS_ROOT, self._culprits(log))

    def _culprits(self, log: EventLog) -> tuple[Finding, ...]:
        """The files that cannot be read; in their absence, that something cannot."""
        unknown = Finding(None, "reading the log ends the process that reads it")
        try:
            files = self._run(data_files, log)
        except Exception:  # the files are not to be learnt of
            return (unknown,)
        found = []
        for told in files:
            try:
                finding = self._run(file_finding, log, told)
            except (BrokenProcessPool, PanicError):
                finding = Finding(told.first_position, f"file {told.path} ends the process that reads it")
            if finding is not None:
                found.append(finding)
        return tuple(found) or (unknown,)

    def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            return self._pool.submit(_calmly, partial(work, *args, **kwargs)).result()
        except BrokenProcessPool:
            self._end()
            raise

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _calmly(work: Callable[[], T]) -> T:
    try:
        return work()
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # each Rust extension has its own, derived from BaseException
            raise PanicError(str(error)) from None
        raise
