"""What `forks` forks from: importing this module imports and warms all that takes seconds. And what crash tests run there.

Not to be imported by tests: they are to go without what it imports.
"""

from pathlib import Path

import dagster as dg

# What a refresh imports once it has something to do. That would be after the fork, in each process anew.
import matplotlib.backends.backend_svg  # noqa: F401
from builders import small_reference
from refreshing import RAW

from pipelines import cli  # noqa: F401
from pipelines.charts.pictures import Status, articles_by_status
from pipelines.eventlog import EventLog
from pipelines.ingest import iter_landing
from pipelines.load.publish import Files, candidate, load, publish
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.tables import linking, reading  # noqa: F401
from pipelines.orchestration.run import run_job
from pipelines.settings import Settings
from pipelines.validate import page_view  # noqa: F401


def refresh(warehouse: Path, raw: Path) -> None:
    """The whole refresh job. Dagster keeps its record of runs in memory: its hundreds of commits are not what is tested."""
    instance = dg.DagsterInstance.ephemeral()
    dg.DagsterInstance.get = staticmethod(lambda: instance)  # type: ignore[method-assign]
    run_job("refresh", Settings(raw=raw, warehouse=warehouse))


def load_and_publish(warehouse: Path, version: str = "test", rebuild: bool = False) -> None:
    """The load group alone, with reference data of a version."""
    files = Files(warehouse)
    load(files, EventLog(str(warehouse / "log")), small_reference(version), rebuild=rebuild)
    publish(files, candidate(files))


def _warm() -> None:
    """Draw one picture and read one article, so that fonts, lexicons and gazetteer are there before the fork.

    No polars: it would start threads.
    """
    articles_by_status([Status("current", 1)])
    for found in iter_landing(RAW / "2024", {}, max_bytes=100_000):
        for article in found.captured[:1]:
            code_document(read_document(article))
            return


_warm()
