"""The verdicts on one set of staged tables, judged once: asset checks show them, `accepted_reports` acts on them.

Great Expectations takes seconds to import and a while to run. Verdicts are a function of the tables, so they are kept
under the tables' digest; a run that finds none for its tables judges them itself.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import polars as pl

from pipelines.faults import durable
from pipelines.normalize.gazetteer import gazetteer
from pipelines.validate import Context, ExpectationOutcome, Severity, Verdicts, validate
from pipelines.validate.verdicts import EngineResults
from pipelines.whole_files import replace_file


def verdicts_on(frames: Mapping[str, pl.DataFrame], stage: Path) -> Verdicts:
    """The verdicts on `frames`: those kept below `stage` if they are of the same tables, otherwise new ones."""
    folder = _folder(stage)
    digest = _digest(frames)
    found = _read(folder, digest, frames)
    if found is None:
        found = validate(frames, Context.of_code_lists(row.place.adcode for row in gazetteer().rows()))
        _write(folder, digest, found)
    return found


def kept_engine_results(stage: Path) -> EngineResults:
    """What Great Expectations said of the tables that were judged last; of a table without rows it says nothing."""
    try:
        kept: EngineResults = json.loads((_folder(stage) / "verdicts.json").read_text(encoding="utf-8"))[
            "engine_results"
        ]
    except (OSError, ValueError, KeyError):
        return {}
    return kept


def _folder(stage: Path) -> Path:
    return stage / "verdicts"


def _digest(frames: Mapping[str, pl.DataFrame]) -> str:
    digest = hashlib.sha256()
    for table, frame in sorted(frames.items()):
        buffer = io.BytesIO()
        frame.write_ipc(buffer)
        digest.update(table.encode())
        digest.update(buffer.getbuffer())
    return digest.hexdigest()


def _read(folder: Path, digest: str, frames: Mapping[str, pl.DataFrame]) -> Verdicts | None:
    try:
        kept = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
        if kept["digest"] != digest:
            return None
        results = {table: tuple(_outcome(one) for one in outcomes) for table, outcomes in kept["results"].items()}
        rejected, warned = (pl.read_parquet(folder / f"{name}-{digest}.parquet") for name in ("rejected", "warned"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError):
        # Not there, or damaged: they can be made anew.
        return None
    return Verdicts(dict(frames), results, rejected, warned, kept["engine_results"])


def _outcome(kept: dict[str, object]) -> ExpectationOutcome:
    fields = {**kept, "severity": Severity(kept["severity"]), "sample": tuple(kept["sample"])}  # type: ignore[arg-type]
    return ExpectationOutcome(**fields)  # type: ignore[arg-type] # written by _write from the same class


def _write(folder: Path, digest: str, verdicts: Verdicts) -> None:
    """The frames first, under names of their own: verdicts.json never speaks of frames that are not there."""
    with durable("verdicts cleared"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.parquet"):
            old.unlink()
    with durable("rejected rows"):
        verdicts.rejected.write_parquet(folder / f"rejected-{digest}.parquet")
    with durable("warned rows"):
        verdicts.warned.write_parquet(folder / f"warned-{digest}.parquet")
    results = {table: [asdict(one) for one in outcomes] for table, outcomes in verdicts.results.items()}
    kept = {"digest": digest, "results": results, "engine_results": verdicts.engine_results}
    text = json.dumps(kept, ensure_ascii=False)
    replace_file(folder / "verdicts.json", lambda draft: draft.write_text(text, encoding="utf-8"))
