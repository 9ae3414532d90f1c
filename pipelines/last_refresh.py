"""The last refresh that went well, and whether anything that it rests on has changed since: what `make` does for a file.

Told by what the file system says of files, which are not opened: the landing folder, the program with its SQL and what is
installed beside it, all of the warehouse. Only what could be of use is kept, and where anything is in doubt it is not believed:
then everything is run, which costs some seconds.
"""

import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.ingest import landing_state
from pipelines.load.sqlfiles import SQL_ROOT
from pipelines.model.ids import stable_id
from pipelines.warehouse import LAST_REFRESH_NAME, Warehouse
from pipelines.whole_files import replace_file

# Half an hour: what a schedule starts is run, so that monitors and the UI's freshness hear of it.
BELIEVED_SECONDS = 1800
# A file that changed so shortly before it was read may have changed again without a later time. No clock of a file system in
# use is coarser than that.
_TICK_NS = 2_000_000_000
_LOADED_NS = time.time_ns()
_PROGRAM = Path(__file__).parent
# Of the warehouse, what tells of runs and not of what they made, and is written when nothing is.
_NOT_MADE = {".lock", LAST_REFRESH_NAME, "dagster"}


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
    digest = stable_id(
        *(landing.absolute(), max_article_bytes, files.digest, sys.version, *_installed()),
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


def unchanged_since(warehouse: Warehouse, landing: Path, max_article_bytes: int) -> LastRefresh | None:
    """The last refresh, where another would find nothing to do; None where that is not known."""
    last = _noted(warehouse)
    if last is None or not 0 <= time.time() - last.ended_at <= BELIEVED_SECONDS:
        return None
    inputs = inputs_of(landing, max_article_bytes)
    return last if (last.inputs, last.warehouse) == (inputs.digest, _state_of(warehouse)) else None


def _noted(warehouse: Warehouse) -> LastRefresh | None:
    if warehouse.event_log is not None or not (warehouse.dagster_home / "history").exists():
        return None
    try:
        return LastRefresh(**json.loads(warehouse.last_refresh.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _state_of(warehouse: Warehouse) -> str:
    made = (stamp for stamp in _stamps(warehouse.path, _NOT_MADE))
    return stable_id(warehouse.path.absolute(), *(part for stamp in made for part in stamp))


def _installed() -> Iterator[object]:
    """When something was installed or removed last."""
    for kind in ("purelib", "platlib"):
        yield Path(sysconfig.get_path(kind)).stat().st_mtime_ns


def _stamps(folder: Path, but: frozenset[str] | set[str] = frozenset()) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, size, time of writing and of the entry of each file below `folder`, but of bytecode; in order of name."""
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if entry.name not in but), key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(Path(entry.path))
        else:
            status = entry.stat()
            yield os.fsencode(entry.path), status.st_size, status.st_mtime_ns, status.st_ctime_ns
