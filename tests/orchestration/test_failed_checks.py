"""What fails a check of severity error is not published: not by the refresh, not by the rebuild, not by hand in the UI."""

import shutil
from contextlib import closing
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from refreshing import World, copy_of, refreshed

from pipelines.errors import CheckFailedError
from pipelines.load import sqlfiles
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.instance import opened
from pipelines.orchestration.run import run_job

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow


@pytest.fixture
def world(refreshed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The samples, refreshed; since then somebody's change describes every case twice."""
    copy = tmp_path / "sql"
    shutil.copytree(sqlfiles.SQL_ROOT, copy)
    monkeypatch.setattr(sqlfiles, "SQL_ROOT", copy)
    monkeypatch.setenv("DAGSTER_HOME", "")
    with (copy / "projections" / "60_case_history.sql").open("a", encoding="utf-8") as file:
        file.write("\ninsert into case_history from case_history;\n")
    return copy_of(refreshed, tmp_path)


def test_a_rebuild_is_compared_with_what_refreshes_made(
    refreshed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    clean = copy_of(refreshed, tmp_path / "clean")
    for job in ("compare_with_rebuild", "rebuild"):
        assert run_job(job, clean.settings).checks_failed == ()
        assert comparison_of(clean) == "Compared, and alike."
    meddled = copy_of(refreshed, tmp_path / "meddled")
    served = next((meddled.warehouse / "projection").glob("*.duckdb"))
    assert served.samefile(meddled.published)
    with closing(duckdb.connect(str(served))) as connection:
        connection.execute("update table_digests set digest = digest + 1 where table_name = 'case_history'")
    compared = run_job("compare_with_rebuild", meddled.settings)
    assert compared.checks_failed == (("star_schema", "incremental_equals_rebuild"),)
    assert served.samefile(meddled.published), "a comparison publishes nothing"
    rebuilt = run_job("rebuild", meddled.settings)
    assert rebuilt.checks_failed == (("star_schema", "incremental_equals_rebuild"),)
    assert comparison_of(meddled) == "Not alike: case_history."
    assert meddled.rows("from cases order by all") == clean.rows("from cases order by all")


def comparison_of(world: World) -> str:
    """What the last comparison with a rebuild says of itself."""
    with opened(world.warehouse / "dagster") as instance:
        key = dg.AssetCheckKey(dg.AssetKey("star_schema"), "incremental_equals_rebuild")
        [last] = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        assert last.event is not None
        assert last.event.dagster_event is not None
        return str(last.event.dagster_event.asset_check_evaluation_data.description)


def test_what_fails_a_check_is_published_by_nobody(world: World) -> None:
    before, cases = world.published.stat(), world.rows("from cases order by all")
    for job in ("refresh", "rebuild"):
        with pytest.raises(CheckFailedError, match="case_key_unique"):
            run_job(job, world.settings)
    alone = build_definitions(world.settings).resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises(CheckFailedError, match="have not passed"):
        alone.get_subset(asset_selection={dg.AssetKey("published_warehouse")}).execute_in_process(instance=instance)
    after = world.published.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)
    assert world.rows("from cases order by all") == cases
