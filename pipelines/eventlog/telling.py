"""What the logs are told of a commit: that it was made and of what, and each input and row that it keeps aside.

Told after the commit, of what it holds, whoever made it. Names and positions alone: what an article says is in the log, from
which it can be erased, and not in lines that nobody finds again.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from pipelines.eventlog.batch import NewEvents, Origin, StepMark

# Type → the event's name in the logs, and what is told of it.
KEPT_ASIDE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "article_rejected": ("file refused", ("article", "reason", "size_bytes")),
    "row_quarantined": ("row quarantined", ("table_name", "row_key", "article", "expectation")),
}

_logger = logging.getLogger(__name__)


def tell_commit(events: Sequence[NewEvents], origin: Origin, mark: StepMark | None, first: int, last: int) -> None:
    """Log a commit of `events` at positions `first` to `last`, the batch's record among them."""
    kinds = ", ".join(f"{some.type} {some.rows.num_rows}" for some in events if some.rows.num_rows)
    told = {"first_position": first, "last_position": last, "types": kinds, "run_id": origin.run_id}
    if mark is not None:
        told |= {"step": mark.step, "step_read_to": mark.after}
    _logger.info("committed", extra=told)
    if _logger.isEnabledFor(logging.WARNING):
        for name, fields in _kept_aside(events, first):
            _logger.warning(name, extra={**fields, "run_id": origin.run_id})


def tell_conflict(attempt: int) -> None:
    """Log that another writer was faster and the append begins anew."""
    _logger.warning("append lost to another writer, tried again", extra={"attempt": attempt})


def _kept_aside(events: Sequence[NewEvents], first: int) -> Iterator[tuple[str, dict[str, object]]]:
    position = first
    for some in events:
        if some.type in KEPT_ASIDE:
            name, columns = KEPT_ASIDE[some.type]
            for number, row in enumerate(_rows(some.rows, columns), position):
                yield name, {"position": number, **row}
        position += some.rows.num_rows


def _rows(rows: pa.Table, columns: Sequence[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rows.select([name for name in columns if name in rows.column_names]).to_pylist()
    return found
