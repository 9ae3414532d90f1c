"""The begin and the end of a run, for those who watch: lines in the logs, the accounting of inputs, tags, metrics for Prometheus.

Whoever starts a run (the command line, the UI, a schedule) gets all of it, since it hangs on the resource that every run
holds from its first step to its last. Nothing of it can make a run fail.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.accounting import accounting_of, number
from pipelines.errors import UsageError
from pipelines.last_refresh import Inputs, inputs_of, note_refresh
from pipelines.metrics import RunEnd, write_metrics
from pipelines.orchestration.causes import cause_of
from pipelines.orchestration.made import articles_left, made, told_by
from pipelines.orchestration.position_tags import tag_begin, tag_position
from pipelines.status import WHOLE_REFRESH, read_status
from pipelines.warehouse import Warehouse

_logger = logging.getLogger(__name__)

_TOLD = (
    dg.DagsterEventType.ASSET_MATERIALIZATION,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_FAILURE,
)


@contextmanager
def watched(
    context: dg.InitResourceContext, warehouse: Warehouse, landing: Path, max_article_bytes: int
) -> Iterator[None]:
    """Tell of the run that has the context. Outside a run nothing is told."""
    run, instance = context.run, context.instance
    if run is None or instance is None:
        yield
        return
    began = time.perf_counter()
    fields = {"run_id": run.run_id, "job": run.job_name}
    head = warehouse.log.head()
    _logger.info("run started", extra={**fields, "log_head": head})
    tag_begin(instance, run.run_id, head)
    inputs = _inputs(run, landing, max_article_bytes)
    try:
        yield
    finally:
        try:
            _tell_end(warehouse, instance, run, time.perf_counter() - began, inputs)
        except Exception:  # whatever keeps it from being told, the run was what it was
            _logger.exception("the end of the run could not be told", extra=fields)


def _tell_end(
    warehouse: Warehouse, instance: dg.DagsterInstance, run: dg.DagsterRun, seconds: float, inputs: Inputs | None
) -> None:
    events = told_by(instance, run.run_id, *_TOLD)
    failed_steps = [cause_of(event) for event in events if event.is_step_failure]
    assets = made(events)
    accounting = accounting_of(assets)
    end = RunEnd(run.job_name, not failed_steps, datetime.now(UTC), round(seconds, 3), accounting)
    fields: dict[str, object] = {"run_id": run.run_id, "job": run.job_name, "seconds": end.seconds}
    if accounting is not None:
        fields |= {"taken_in": accounting.taken_in, **accounting.outcomes()}
    status = read_status(warehouse)
    tag_position(instance, run.run_id, status.log_head)
    fields |= {"log_head": status.log_head, "published": status.published, "quarantine_open": status.quarantine_open}
    if failed_steps:
        _logger.error("run failed", extra={**fields, "failed_steps": "; ".join(failed_steps)})
    else:
        _logger.info("run finished", extra=fields)
    if accounting is not None and accounting.missing and not failed_steps:
        _logger.error("inputs unaccounted for", extra={**fields, "missing": accounting.missing})
    write_metrics(warehouse, status, end)
    succeeded = {event.step_key for event in events if event.is_step_success}
    is_all_done = (
        succeeded.issuperset(run.step_keys_to_execute or ()) and not articles_left(assets) and not status.behind
    )
    if inputs is not None and is_all_done:
        note_refresh(warehouse, inputs, run.run_id, status.log_head, number(assets["captured_articles"], "files_seen"))


def _inputs(run: dg.DagsterRun, landing: Path, max_article_bytes: int) -> Inputs | None:
    """What a refresh reads; nothing of other runs, nor of one that makes some of the assets only."""
    chosen = run.asset_selection or run.asset_check_selection or run.resolved_op_selection or run.parent_run_id
    if run.job_name != WHOLE_REFRESH or chosen:
        return None
    try:
        return inputs_of(landing, max_article_bytes)
    except UsageError:  # the step that reads the folder will say so
        return None
    except Exception:  # as above: nothing of this makes a run fail
        _logger.exception("the inputs of the run could not be told", extra={"run_id": run.run_id})
        return None
