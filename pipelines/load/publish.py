"""Which file readers see, and how the next one gets there without disturbing them.

Two projection files, left and right, stand in `warehouse/projection/`. `warehouse/casebook.duckdb` is a hard link to one
of them (*served*); the other (*standby*) is brought forward and then takes its place by an atomic rename. Readers that
have the old file open keep it; each refresh writes only what is new, twice in all.

The standby is not to be trusted where somebody opened it for writing through the published name, and cannot be written
while a reader still holds it. Then it is replaced by a copy of the served file or, failing that, built anew.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import duckdb

from pipelines.errors import CheckFailedError, NotAWarehouseError, UsageError
from pipelines.eventlog import EventLog
from pipelines.faults import durable
from pipelines.load.projection import (
    Projected,
    Reference,
    State,
    bring_forward,
    expected_fingerprint,
    read_state,
    require_origin,
)
from pipelines.whole_files import replace_file

PUBLISHED_NAME = "casebook.duckdb"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Files:
    """The published file and its two projection files in a warehouse folder."""

    warehouse: Path

    @property
    def published(self) -> Path:
        """The name that readers open."""
        return self.warehouse / PUBLISHED_NAME

    @property
    def foreign_wal(self) -> Path:
        """Where DuckDB keeps what somebody wrote through the published name. This program never writes there."""
        return Path(f"{self.published}.wal")

    @property
    def sides(self) -> tuple[Path, Path]:
        """Left and right."""
        folder = self.warehouse / "projection"
        return folder / "left.duckdb", folder / "right.duckdb"

    @property
    def seals(self) -> Path:
        """What this program knows of each side: as it left it, approved for readers, and what the checks passed on."""
        return self.warehouse / "projection" / "seals.json"

    def served(self) -> Path | None:
        """The side that is published now."""
        for side in self.sides:
            with suppress(FileNotFoundError):
                if side.samefile(self.published):
                    return side
        return None

    def standby(self) -> Path:
        """The side that may be written."""
        left, right = self.sides
        return right if self.served() == left else left


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to the file that is to be published next. `changed` is False where readers have it all already."""

    path: Path
    events: int
    position: int
    rebuilt: bool
    changed: bool


def load(files: Files, log: EventLog, reference: Reference, *, rebuild: bool = False) -> Loaded:
    """Bring the standby forward to the log's head, unless what is served is there already."""
    wanted = expected_fingerprint(reference)
    served = files.served()
    state = _trusted_state(files, served) if served and not rebuild and not files.foreign_wal.exists() else None
    usable = state is not None and state.fingerprint == wanted and not _holds_erased(log, state)
    if served and state and usable:
        require_origin(state, log, files.published)
        if state.position == log.head():
            _seal(files, served)
            return Loaded(served, 0, state.position, rebuilt=False, changed=False)
    standby = files.standby()
    if rebuild:
        _discard(files, standby)
    else:
        _prepare(files, standby, served if usable else None, wanted, log)
    done = _write(files, standby, served if usable else None, log, reference)
    return Loaded(standby, done.events, done.position, rebuilt=done.created, changed=True)


def usable(files: Files, log: EventLog, reference: Reference) -> tuple[Path, int] | None:
    """The side that is published and the position up to which it has read the log, where it can be built on.

    That is where this code made it, from this log, with what has not been erased since, and nobody else wrote to it.
    """
    served = files.served()
    if served is None or files.foreign_wal.exists():
        return None
    state = _trusted_state(files, served)
    if state is None or state.fingerprint != expected_fingerprint(reference) or not state.follows(log):
        return None
    return None if _holds_erased(log, state) else (served, state.position)


def publish(files: Files, path: Path) -> bool:
    """Make `path`, one of the sides, what readers see. Returns whether that changed anything."""
    if files.served() == path:
        return False
    link = files.warehouse / f".{PUBLISHED_NAME}.next"
    with durable("old link"):
        link.unlink(missing_ok=True)
    with durable("link"):
        os.link(path, link)
    # What somebody left behind who wrote to the published file does not fit the next one: nobody could open that.
    with durable("removal of a foreign WAL"):
        files.foreign_wal.unlink(missing_ok=True)
    with durable("published file"):
        os.replace(link, files.published)  # noqa: PTH105 - the atomic step deserves its usual name
    return True


def candidate(files: Files) -> Path:
    """The side that was brought forward last: checks look at it, and it is published next. UsageError before any load."""
    name = _read_seals(files).candidate
    if name is None:
        raise UsageError(f"{files.warehouse}: nothing has been loaded yet")
    return files.sides[0].with_name(name)


def approve(files: Files, path: Path, position: int, passed: Iterable[str]) -> None:
    """Note that `path`, one of the sides, may be published as it is now, and which checks found nothing up to `position`.

    A later load takes the approval back. What checks found up to a position it does not: what it adds comes after.
    """
    seals = _read_seals(files)
    approved = {**seals.approved, path.name: _stamp(path)}
    noted = {**seals.passed, path.name: dict.fromkeys(passed, position)}
    _write_seals(files, replace(seals, approved=approved, passed=noted))


def passed_on(files: Files, path: Path) -> Mapping[str, int]:
    """Up to which position checks found nothing on `path`, one of the sides."""
    return _read_seals(files).passed.get(path.name, {})


def approved_candidate(files: Files) -> Path:
    """The candidate, which may be published. CheckFailedError where the checks were not run on it or did not pass."""
    path = candidate(files)
    if _read_seals(files).approved.get(path.name) != _stamp(path):
        raise CheckFailedError("the checks have not passed on what was loaded last; what is published stays as it was")
    return path


def published_or_error(files: Files) -> Path:
    """The published file. Raises NotAWarehouseError where nothing was published yet."""
    if not files.warehouse.is_dir():
        raise NotAWarehouseError(files.warehouse, "there is no such folder")
    if not files.published.exists():
        raise NotAWarehouseError(files.warehouse, f"it holds no {PUBLISHED_NAME}; run `casebook refresh` first")
    return files.published


def discard_standby(files: Files) -> None:
    """Delete the side that is not published: what was erased may still be in it."""
    _discard(files, files.standby())


def _holds_erased(log: EventLog, state: State) -> bool:
    """Whether a file was made before content was erased from the log: no row may be taken over from it."""
    erased = log.scan(["position"], after=state.position, types=["article_erased"]).read_all()
    return int(erased.num_rows) > 0


def _trusted_state(files: Files, side: Path) -> State | None:
    """The state of a side, None where it is not there, not readable, or where somebody else writes or wrote to it."""
    if not _sealed(files, side):
        return None
    try:
        return read_state(side)
    except NotAWarehouseError:
        return None
    except duckdb.IOException as error:
        if _is_locked(error):
            return None
        raise


def _prepare(files: Files, standby: Path, source: Path | None, wanted: str, log: EventLog) -> None:
    """Leave a standby that can be brought forward: a sealed one of the wanted kind, a copy of `source`, or none."""
    state = _trusted_state(files, standby)
    if state and state.fingerprint == wanted and state.follows(log) and not _holds_erased(log, state):
        return
    _replace_by_copy(files, standby, source)


def _write(files: Files, standby: Path, source: Path | None, log: EventLog, reference: Reference) -> Projected:
    _unseal(files, standby)
    try:
        done = bring_forward(standby, log, reference)
    except duckdb.IOException as error:
        if not _is_locked(error):
            raise
        # A reader still has the file that was served before: leave it to him and go on with another.
        _replace_by_copy(files, standby, source)
        done = bring_forward(standby, log, reference)
    _seal(files, standby)
    return done


def _is_locked(error: duckdb.IOException) -> bool:
    """Whether another process has the file open. DuckDB has no class of its own for that."""
    return "could not set lock" in str(error).lower()


def _replace_by_copy(files: Files, standby: Path, source: Path | None) -> None:
    _discard(files, standby)
    if source is not None:
        replace_file(standby, lambda draft: shutil.copyfile(source, draft))
        seals = _read_seals(files)
        if source.name in seals.passed:
            _write_seals(files, replace(seals, passed={**seals.passed, standby.name: seals.passed[source.name]}))


def _discard(files: Files, standby: Path) -> None:
    # First: what takes its place was never checked.
    seals = _read_seals(files)
    if standby.name in seals.passed:
        _write_seals(files, replace(seals, passed=_without(seals.passed, standby)))
    for path in (standby, Path(f"{standby}.wal")):
        with durable(f"removal of {path.name}"):
            path.unlink(missing_ok=True)
    # What DuckDB put aside for want of memory, where it was killed before it could remove that.
    shutil.rmtree(f"{standby}.tmp", ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Seals:
    """Size and time of each side as this program left it and as checks passed on it; the side brought forward last.

    `passed`: by id of check, up to which position which checks found nothing on a side since it was made.
    """

    stamps: dict[str, list[int]] = field(default_factory=dict)
    candidate: str | None = None
    approved: dict[str, list[int]] = field(default_factory=dict)
    passed: dict[str, dict[str, int]] = field(default_factory=dict)


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _read_seals(files: Files) -> _Seals:
    try:
        kept = json.loads(files.seals.read_text(encoding="utf-8"))
        passed = {side: dict(noted) for side, noted in kept.get("passed", {}).items()}
        return _Seals(dict(kept["stamps"]), kept["candidate"], dict(kept["approved"]), passed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # No seals, or damaged ones: no side is built on, which costs time and loses nothing.
        return _Seals()


def _write_seals(files: Files, seals: _Seals) -> None:
    text = json.dumps(asdict(seals))
    replace_file(files.seals, lambda draft: draft.write_text(text, encoding="utf-8"))


def _sealed(files: Files, side: Path) -> bool:
    return side.exists() and _read_seals(files).stamps.get(side.name) == _stamp(side)


def _seal(files: Files, side: Path) -> None:
    seals = _read_seals(files)
    _write_seals(files, replace(seals, stamps={**seals.stamps, side.name: _stamp(side)}, candidate=side.name))


def _unseal(files: Files, side: Path) -> None:
    seals = _read_seals(files)
    _write_seals(files, replace(seals, stamps=_without(seals.stamps, side)))


def _without(noted: dict[str, T], side: Path) -> dict[str, T]:
    return {name: value for name, value in noted.items() if name != side.name}
