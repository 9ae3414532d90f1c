"""The last refresh that went well, and whether anything that it rests on has changed since: what `make` does for a file.

Told by what the file system says of files, which are not opened: the landing folder, the program with its SQL and what is
installed beside it, the warehouse but for Dagster's record. Where anything is in doubt the refresh is not believed: then
everything is run, which costs some seconds.
"""

import json
import os
import sqlite3
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.file_stamps import Stamp, stamp_of
from pipelines.ingest import landing_state
from pipelines.load.sqlfiles import SQL_ROOT
from pipelines.model.ids import stable_id
from pipelines.status import Checks, failed_checks, last_runs
from pipelines.warehouse import LAST_REFRESH_NAME, Warehouse
from pipelines.whole_files import replace_file

# Half an hour: what a schedule starts is run, so that monitors and the UI's freshness hear of it.
BELIEVED_SECONDS = 1800
# A file that changed so shortly before it was read may have changed again without a later time: clocks of file systems tick
# slowly, up to two seconds.
_TICK_NS = 2_000_000_000
_LOADED_NS = time.time_ns()
_PROGRAM = Path(__file__).parent
# Of the warehouse, what tells of runs and not of what they made, and is written when nothing is.
_NOT_MADE = frozenset({".lock", LAST_REFRESH_NAME, "dagster"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a refresh reads beside the warehouse, as a digest, and whether a later change of it would show."""

    digest: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class LastRefresh:
    """A refresh that went well and left nothing to do.

    ended_at   seconds since 1970
    inputs, warehouse   digests of what it read, and of what it left
    """

    run_id: str
    ended_at: float
    log_head: int
    files_seen: int
    inputs: str
    warehouse: str


def inputs_of(landing: Path, max_article_bytes: int) -> Inputs:
    """The inputs of a refresh that begins now. UsageError where there is no landing folder."""
    files = landing_state(landing)
    program = [stamp for folder in (_PROGRAM, SQL_ROOT) for stamp in _stamps(folder)]
    reader = os.geteuid(), os.getegid(), *sorted(os.getgroups())  # who may read what is a matter of these
    digest = stable_id(
        *(max_article_bytes, files.digest, reader, sys.version, *_installed()),
        *(part for stamp in program for part in stamp),
    )
    changed_after_loading = max(changed for *_, changed in program) > _LOADED_NS
    return Inputs(digest, files.changed_ns < time.time_ns() - _TICK_NS and not changed_after_loading)


def note_refresh(warehouse: Warehouse, inputs: Inputs, run_id: str, log_head: int, files_seen: int) -> None:
    """Keep that this refresh went well, while the writer's lock is held; nothing where a later change might not show."""
    if not inputs.is_settled or warehouse.event_log is not None:
        return
    done = LastRefresh(run_id, time.time(), log_head, files_seen, inputs.digest, _state_of(warehouse))
    text = json.dumps(asdict(done))
    replace_file(warehouse.last_refresh, lambda draft: draft.write_text(text, encoding="utf-8"))


def unchanged_since(warehouse: Warehouse, landing: Path, max_article_bytes: int) -> tuple[LastRefresh, Checks] | None:
    """The last refresh and what its checks found, where another would find nothing to do; None where that is not known."""
    # Whatever keeps it from being known, a run will say.
    with suppress(OSError, ValueError, TypeError, LookupError, sqlite3.Error):
        last = LastRefresh(**json.loads(warehouse.last_refresh.read_text(encoding="utf-8")))
        if (
            0 <= time.time() - last.ended_at <= BELIEVED_SECONDS
            and warehouse.event_log is None
            and last.warehouse == _state_of(warehouse)
            and last.inputs == inputs_of(landing, max_article_bytes).digest
            and _is_newest(warehouse, last.run_id)
        ):
            return last, failed_checks(warehouse, last.run_id)
    return None


def _is_newest(warehouse: Warehouse, run_id: str) -> bool:
    """Whether this run is the last that Dagster knows of, and ended well."""
    newest = next(iter(last_runs(warehouse)), None)
    return newest is not None and (newest.run_id, newest.state) == (run_id, "SUCCESS")


def _state_of(warehouse: Warehouse) -> str:
    return stable_id(*(part for stamp in _stamps(warehouse.path, _NOT_MADE) for part in stamp))


def _installed() -> Iterator[int]:
    """When something was installed or removed last."""
    for kind in ("purelib", "platlib"):
        yield os.stat(sysconfig.get_path(kind)).st_mtime_ns  # noqa: PTH116 - one call, no object


def _stamps(folder: Path, but: frozenset[str] = frozenset(), entered: frozenset[int] = frozenset()) -> Iterator[Stamp]:
    """The stamp of each file below `folder`, in order of name.

    But for bytecode, and for the entries of `folder` itself that are named in `but`. Links are followed, as whoever reads
    does, but not into a folder in which they stand.
    """
    entered |= {folder.stat().st_ino}
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if entry.name not in but), key=lambda entry: entry.name)
    for entry in found:
        if entry.name == "__pycache__":
            continue
        try:
            below = entry.stat().st_ino if entry.is_dir() else None
        except OSError:  # a link to itself, a draft that is gone
            below = None
        if below is None:
            yield stamp_of(entry)
        elif below not in entered:
            yield from _stamps(Path(entry.path), entered=entered)
