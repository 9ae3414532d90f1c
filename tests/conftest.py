"""What all tests share: Hypothesis without a stop-watch (machines that run tests are shared), the order of files, where
their folders lie, an empty log, readers.

The only conftest of the project: pytest and mypy both know it by its bare name.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import forks
import pytest
from hypothesis import HealthCheck, settings

from pipelines.eventlog import EventLog
from pipelines.model.capture import CapturedArticle, Declared, MediaType
from pipelines.model.document import Document

if TYPE_CHECKING:
    from pipelines.normalize.extraction.figures.found import Found

settings.register_profile("casebook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casebook")

TESTS = Path(__file__).parent

# Files that take longest, the longest first: of two processes none is to begin one of them when the other has nothing left.
LONGEST_FIRST = (
    "system/test_ui.py",
    "system/test_crashes.py",
    "bench/test_bench.py",
    "orchestration/test_bad_rows.py",
    "load/test_load_crash_safety.py",
    "load/test_corrections.py",
    "orchestration/test_recoding.py",
    "orchestration/test_portions.py",
    "cli/test_commands.py",
    "load/test_publishing.py",
    "system/test_disks.py",
    "normalize/extraction/test_corpus_reports.py",
    "load/test_belief_intervals.py",
    "orchestration/test_known_reports.py",
    "load/test_additive_figures.py",
    "load/test_projection_equivalence.py",
    "orchestration/test_landing_sensor.py",
    "eventlog/test_flipped_bits.py",
    "system/test_scores.py",
    "load/test_plans.py",
    "load/test_failed_rebuilds.py",
    "cli/test_correcting.py",
    "load/test_decisions.py",
    "normalize/tables/test_many.py",
    "orchestration/test_refresh_job.py",
    "load/test_table_digests.py",
    "load/test_readers.py",
    "system/test_erasing.py",
    "docs/test_accuracy_page.py",
    "load/test_best_values.py",
    "orchestration/test_schedule.py",
    "eventlog/test_compaction.py",
    "eventlog/test_tampering.py",
    "eventlog/test_concurrent_writers.py",
    "eventlog/test_log_on_s3.py",
    "orchestration/test_known_captures.py",
    "orchestration/test_catching_up.py",
    "orchestration/test_failed_checks.py",
    "cli/test_rebuilding_the_past.py",
)

# Tests write small files and wait for each to be on the disk. In memory, where there is room, there is nothing to wait for.
MEMORY = Path("/dev/shm")
ROOM_BYTES = 8 << 30


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401
    """All processes of a parallel run fork from one, which imports while they collect."""
    node.workerinput["forks"] = forks.address()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of files; put the tests' folders into memory, unless told where to put them or room is short."""
    if hasattr(config, "workerinput"):
        forks.fork_from(config.workerinput["forks"])
    config.option.loadscopereorder = False  # pytest-xdist by itself begins with the files that hold most tests
    told = config.getoption("basetemp") or "PYTEST_DEBUG_TEMPROOT" in os.environ
    if not told and MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # to be asked for anew: random logs are written there


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in the usual order."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


ReadText = Callable[..., Document]
FiguresOf = Callable[..., list["Found"]]


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """An empty event log in a folder of its own."""
    made = EventLog(str(tmp_path / "log"))
    made.create()
    return made


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """Reads a string as if ingest had captured it."""
    from pipelines.normalize.documents import read_document  # loads dictionaries, which few tests need

    def read(text: str, media_type: MediaType = "text/plain", declared: dict[str, str] | None = None) -> Document:
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        return read_document(
            CapturedArticle("sample.txt", content, digest, digest, "utf-8", media_type, Declared(**(declared or {})))
        )

    return read


@pytest.fixture(scope="session")
def figures_of() -> FiguresOf:
    """Reads the figures that sentences give by themselves: no case, place or day is known."""
    from pipelines.normalize.extraction.figures.clauses import read_sentences
    from pipelines.normalize.extraction.figures.echoes import echoes
    from pipelines.normalize.extraction.figures.lexicon import lexicon
    from pipelines.normalize.extraction.figures.make_up import without_known_people
    from pipelines.normalize.extraction.figures.repeats import without_repeats
    from pipelines.normalize.extraction.figures.spotting import FigureSpotter
    from pipelines.normalize.extraction.figures.wholes import with_subsets
    from pipelines.normalize.extraction.readers import read_numbers
    from pipelines.normalize.extraction.structure.matters import Matters

    def read(document: Document, home: str | None = None) -> "list[Found]":
        words = lexicon(document.language)
        sentences = read_sentences(document, read_numbers(document), words)
        spotted = without_known_people(FigureSpotter(document, words, home).spot(sentences))
        matters = Matters(document)
        told = [f for f in (*spotted, *echoes(spotted, sentences, words)) if not matters.is_other(f.evidence)]
        return with_subsets(without_repeats(told), words, document.text)

    return read
