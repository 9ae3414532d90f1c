"""Jobs that give a warehouse a history without reading articles: made-up events, marked as accepted and published."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.corpus.writing import corpus_files
from bench.logs import ACTOR, Maker, grow
from bench.measure import Told
from pipelines.eventlog import EventLog, StepMark
from pipelines.load.gate import check_and_approve
from pipelines.load.publish import Files, load, publish
from pipelines.normalize import ACCEPT_STEP
from pipelines.orchestration.reference import reference

COMMIT_ARTICLES = 10_000  # what a run takes
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def history(warehouse: str, articles: int) -> Told:
    """A warehouse of `articles` made-up articles, all accepted and published. Tells the log's `head`."""
    folder = Path(warehouse)
    log = EventLog(str(folder / "log"))
    log.create()
    head = grow(log, Maker(reference().tables["regions"]), 0, articles, a_commit=COMMIT_ARTICLES)
    mark = StepMark(ACCEPT_STEP, before=0, after=head)
    head = log.append([], actor=ACTOR, run_id=ACTOR, recorded_at=NOW, mark=mark, seen=head).head
    _publish(folder, log)
    head = log.append(
        [], actor=ACTOR, run_id=ACTOR, recorded_at=NOW, mark=replace(mark, before=head - 1, after=head)
    ).head
    _publish(folder, log)  # so that the second projection file is there too
    return {"head": [head]}


def _publish(folder: Path, log: EventLog) -> None:
    files = Files(folder)
    loaded = load(files, log, reference())
    check_and_approve(files, loaded.path)
    publish(files, loaded.path)


def landing(raw: str, articles: int, copies: int, source: str | None, seed: int) -> Told:
    """Files for a landing folder: the first `articles` generated ones of `seed`, or `copies` of the files below `source`."""
    target = Path(raw)
    if source is None:
        contents = ((file.name, file.content) for file in corpus_files(articles, seed))
    else:
        found = [path for path in sorted(Path(source).rglob("*")) if path.is_file() and "gold" not in path.parts]
        contents = (
            (f"{number}/{path.relative_to(source)}", path.read_bytes()) for number in range(copies) for path in found
        )
    written = 0
    for name, content in contents:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written += 1
    return {"files": [written]}
