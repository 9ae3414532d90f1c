"""Logs in an object store: how the store is asked, what its silence is called, and who may rewrite files there.

Appends need nobody's leave: the store takes a commit's file only where none of that name is (a conditional put), so that of two
writers one loses and tries again, as on a disk. Rewriting is another matter (see `compaction`), and a store has no locks.
So one warehouse folder is the log's *keeper*: it alone rewrites, under a lock in that folder. That it is stands in the
table's properties, and two who want to become it conflict. Keys come from the environment (AWS_…) and never pass through here.
"""

import re
from pathlib import Path
from uuid import uuid4

from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from pipelines.errors import CasebookError, NotKeeperError, UnreachableLogError
from pipelines.faults import durable
from pipelines.redaction import redacted

KEEPER = "casebook.keeper"  # property of the table: the id of the folder that may rewrite files
KEEPER_FILE = ".keeper"
# A store that is away should be told of in seconds; by itself delta-rs waits for three minutes.
OPTIONS = {"max_retries": "3", "retry_timeout": "20s", "connect_timeout": "5s", "timeout": "60s"}

_OF_THE_STORE = ("generic s3 error", "error performing", "error sending request")
_ORNAMENT = re.compile("\x1b\\[[0-9;]*m|↳")


def is_remote(uri: str) -> bool:
    """Whether the log lies in an object store."""
    return "://" in uri


def unreachable(uri: str, error: BaseException) -> CasebookError | None:
    """The error as one that a user understands, where the store is behind it."""
    text = str(error)
    if not is_remote(uri) or not any(words in text.lower() for words in _OF_THE_STORE):
        return None
    plain = " ".join(_ORNAMENT.sub(" ", text).split())
    return UnreachableLogError(uri, redacted(plain)[:400])


def become_keeper(table: DeltaTable, folder: Path, *, take_over: bool) -> None:
    """See that the warehouse in `folder` is the log's keeper: where nobody is yet, or where it is to take over.

    Raises NotKeeperError where another one is. Only for who holds the lock in the folder.
    """
    own = _own_id(folder)
    keeper = table.metadata().configuration.get(KEEPER)
    if keeper == own:
        return
    if keeper is not None and not take_over:
        raise NotKeeperError(table.table_uri)
    try:
        with durable("keeper of the log"):
            table.alter.set_table_properties({KEEPER: own}, raise_if_not_exists=False)
    except CommitFailedError as error:
        raise NotKeeperError(table.table_uri) from error


def _own_id(folder: Path) -> str:
    file = folder / KEEPER_FILE
    if not file.exists():
        with durable("id of a keeper"):
            file.write_text(f"{uuid4().hex}\n", encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()
