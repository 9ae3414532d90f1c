"""Recognising trouble that passes by itself: for a moment somebody else holds what is needed.

A leaf module. Trying again, and how often, is the business of who works.
"""

import errno

from pipelines.disk_trouble import causes
from pipelines.errors import CasebookError, TransientError

_PASSING_CODES = {errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ETXTBSY}
# Of libraries whose errors have no code: DuckDB, SQLite, delta-rs.
_PASSING = (
    "could not set lock on file",
    "database is locked",
    "resource temporarily unavailable",
    "device or resource busy",
    "stale file handle",
)


def is_passing(error: BaseException) -> bool:
    """Whether the error, or what led to it, may well be gone when the same is tried again."""
    for cause in causes(error):
        if isinstance(cause, CasebookError):  # it knows what it is
            return isinstance(cause, TransientError)
        if _passes(cause):
            return True
    return False


def _passes(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _PASSING_CODES
    return any(words in str(error).lower() for words in _PASSING)
