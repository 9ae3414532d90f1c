"""The errors a user can cause or must act on. A leaf module: it imports nothing of this project.

Everything raised on purpose derives from `CasebookError`; the command line turns it into one line and exit code
`exit_code`. An exception of any other class is a defect and keeps its traceback.
"""


class CasebookError(Exception):
    """Root of the errors that are shown to the user as one line."""

    exit_code = 2

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user is told: one line, unless there are several things to mend."""
        return (" ".join(str(self).splitlines()),)


class UsageError(CasebookError):
    """The call itself is wrong: a folder that is not there, a value that cannot be."""


class SettingsError(UsageError):
    """Settings that cannot be."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """`problems` are all of them, a sentence each that names the setting."""
        super().__init__("\n".join(problems))
        self._problems = problems

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each."""
        return tuple(" ".join(problem.splitlines()) for problem in self._problems)


class NotAWarehouseError(CasebookError):
    """The folder or file given as a warehouse is not one."""

    def __init__(self, path: object, why: str) -> None:
        """`path` is what was given; `why` completes the sentence."""
        super().__init__(f"{path} is not a Casebook warehouse: {why}")


class TransientError(CasebookError):
    """Somebody else is at it: the same call may well succeed a little later."""


class LockedError(TransientError):
    """Another process is writing to the same warehouse: wait or try again."""

    def __init__(self, holder: str) -> None:
        """`holder` names the process that has the lock, and since when."""
        super().__init__(
            f"another refresh is writing to this warehouse ({holder}); wait for it (--wait SECONDS) or try again later"
        )


class DiskError(CasebookError):
    """The disk does not take what is to be written. What was recorded before stays, and the next run goes on from it."""

    def __init__(self, state: str, detail: str) -> None:
        """`state` is what the disk is: full, read-only; `detail` is what the library said that tried to write."""
        first = next(iter(detail.splitlines()), "")[:200]
        super().__init__(
            f"the disk is {state}; nothing that was recorded is lost: mend that and run it again ({first})"
        )


class WorkerDiedError(TransientError):
    """A process that reads articles ended before its work was done, as when memory runs out."""

    def __init__(self, workers: int) -> None:
        """`workers` is how many there were."""
        super().__init__(
            f"one of {workers} processes that read articles ended by itself (was there memory enough?); nothing that was "
            "recorded is lost: run it again, with CASEBOOK_WORKERS=1 if it ends again"
        )


class AppendConflictError(TransientError):
    """Other writers won every attempt to append to the log."""

    def __init__(self, attempts: int) -> None:
        """`attempts` is how often the append was tried."""
        super().__init__(f"the log could not be appended to: {attempts} attempts all lost against other writers")


class UnreachableLogError(CasebookError):
    """The object store that holds the log does not answer, or does not let us in. Often transient."""

    def __init__(self, uri: str, detail: str) -> None:
        """`detail` is what the library said, without secrets."""
        super().__init__(f"the event log {uri} cannot be reached, nothing was changed: {detail}")


class NotKeeperError(CasebookError):
    """The files of a log in an object store are another warehouse's to rewrite."""

    def __init__(self, uri: str) -> None:
        """`uri` is the log's."""
        super().__init__(
            f"the files of {uri} are kept by another warehouse folder; run it there or, where that one is gone for good, "
            "`casebook compact --take-over`"
        )


class LogCorruptError(CasebookError):
    """The log contradicts itself; nothing is projected from it until it is repaired."""


class ReferenceDataError(CasebookError):
    """A data file of the project (lexicon, gazetteer, code list) breaks its own rules."""


class CheckFailedError(CasebookError):
    """A check of severity error failed: what was built was not published."""

    exit_code = 1


class SqlFailedError(CasebookError):
    """A file of sql/ is broken or does not fit the log's events: nothing was projected, nothing published."""

    exit_code = 1

    def __init__(self, file: str, why: str) -> None:
        """`file` is the file below sql/; `why` is what DuckDB says."""
        super().__init__(f"sql/{file} failed ({why}); what is published stays as it was")
