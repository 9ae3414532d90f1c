"""Recognising that the disk refused a write, whoever says so: every library has an error and words of its own for it.

A leaf module. What a refused write leaves behind is the business of who writes.
"""

import errno
from collections.abc import Iterator

from pipelines.errors import DiskError

_FULL = ("no space left on device", "disk quota exceeded", "database or disk is full", "os error 28", "os error 122")
_READ_ONLY = ("read-only file system", "readonly database", "os error 30")
_FULL_CODES = {errno.ENOSPC, errno.EDQUOT}
_FULL_SQLITE = "SQLITE_IOERR_SHMSIZE"  # no room to enlarge the file beside a WAL; its text says only "disk I/O error"


def disk_trouble(error: BaseException) -> DiskError | None:
    """The error as one that a user understands, where the disk is behind it or behind what led to it."""
    for cause in causes(error):
        text = str(cause)
        code = cause.errno if isinstance(cause, OSError) else None
        is_full = code in _FULL_CODES or getattr(cause, "sqlite_errorname", None) == _FULL_SQLITE
        if is_full or any(words in text.lower() for words in _FULL):
            return DiskError("full", text)
        if code == errno.EROFS or any(words in text.lower() for words in _READ_ONLY):
            return DiskError("read-only", text)
    return None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, each once: Dagster's chains of causes and contexts go in circles."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
