"""Plans: what proposed events would change is what they change; a plan leaves nothing behind."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pytest
from builders import START, Desk, Telling, captured, correction
from databases import REFERENCE, project
from houses import House
from hypothesis import assume, given, settings
from random_logs import SHORT_STORIES, Moment, commits_of
from thorough import usually

from pipelines.errors import NotAWarehouseError, SqlFailedError
from pipelines.eventlog import EventLog, NewEvents
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.proposal import proposed
from pipelines.load.differences import Difference, differences, summary
from pipelines.load.plan import plan_rebuild, present
from pipelines.load.projection import Reference
from pipelines.load.sqlfiles import SqlFile, read_folder

ORIGIN = Origin("person:x", "run", START)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two articles, published. Not to be written to."""
    return House.published(tmp_path_factory.mktemp("pristine") / "house", articles=2)


@pytest.fixture
def house(pristine: House, tmp_path: Path) -> House:
    return pristine.copy_to(tmp_path / "house")


def _plan(house: House, *events: NewEvents) -> list[Difference]:
    with present(house.files, house.log, REFERENCE) as draft:
        return list(draft.plan(proposed(house.log, events, ORIGIN)).differences)


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}


def _figure(article: str, position: int) -> NewEvents:
    about = Telling(article, position).about("figure", 1)
    return correction("figure_corrected", **about, value=Decimal(99))


def test_a_plan_names_every_cell_before_and_after(house: House) -> None:
    found = _plan(house, _figure("1.txt", 1))
    cells = {(one.of, one.column): (one.before, one.after) for one in found}
    assert cells == {
        ("case_measures", "value"): ("1.0000", "99.0000"),
        ("figures", "value"): ("1.0000", "99.0000"),
        ("sums", "value"): ("3.0000", "101.0000"),
        ("sums_by_province", "value"): ("3.0000", "101.0000"),
    }
    assert {one.label for one in found} == {
        "Case c1 of 1.txt (1.txt): suspects_arrested",
        "1.txt: suspects_arrested 99 «十名嫌犯»",
        "suspects_arrested",
        "山东省: suspects_arrested",
    }


def test_a_plan_names_rows_that_come_and_go(house: House) -> None:
    found = _plan(house, correction("cases_merged", target="case", case_id="1.txt", other_case_id="2.txt"))
    assert ("cases", "2.txt", "removed") in {(one.of, one.key, one.change) for one in found}
    counted = {of: dict(rows) for of, rows in summary(found).items()}
    assert counted["cases"] == {("removed", ""): 1, ("changed", ""): 1}
    assert counted["figures"] == {("changed", "suspects_arrested"): 1}
    changes = [one.change for one in found if one.of == "cases"]
    assert changes == sorted(changes, reverse=True), "what goes is told first"


def test_a_plan_leaves_log_and_files_as_they_were(house: House) -> None:
    before, head = _tree(house.files.warehouse), house.log.head()
    assert _plan(house, _figure("1.txt", 1))
    assert (_tree(house.files.warehouse), house.log.head()) == (before, head)


def test_a_plan_knows_what_is_in_the_log_and_not_published_yet(house: House) -> None:
    house.tell()
    [position] = [at for at, kind in _captures(house.log) if kind == "3.txt"]
    assert {one.of for one in _plan(house, _figure("3.txt", position))} == {
        "case_measures",
        "figures",
        "sums",
        "sums_by_province",
    }
    assert house.shown() == 2, "what is published stayed"


def _captures(log: EventLog) -> list[tuple[int, str]]:
    rows = log.scan(["position", "capture"], types=["article_captured"]).read_all().to_pylist()
    return [(row["position"], row["capture"]["article"]) for row in rows]


def test_a_correction_that_breaks_a_check_is_named(house: House) -> None:
    about = Telling("1.txt", 1).about("figure", 1)
    nowhere = correction("figure_corrected", **about, region_adcode="990099")
    with present(house.files, house.log, REFERENCE) as draft:
        plan = draft.plan(proposed(house.log, [nowhere], ORIGIN))
    assert plan.failed_checks == ("figure_references_whole",)


def test_changed_reference_data_is_planned_by_a_rebuild_beside(house: House) -> None:
    assert plan_rebuild(house.files, house.log, REFERENCE).differences == ()
    tables = {name: table for name, table in REFERENCE.tables.items() if name != "regions"}
    regions = REFERENCE.tables["regions"]
    without = Reference({**tables, "regions": regions.slice(0, regions.num_rows - 3)}, "smaller")
    plan = plan_rebuild(house.files, house.log, without)
    assert plan.failed_checks, "the figures' places are gone"
    assert house.shown() == 2


def test_a_metric_that_adds_up_no_more_is_planned(house: House) -> None:
    metrics = REFERENCE.tables["metrics"]
    index = metrics.schema.get_field_index("additive")
    changed = metrics.set_column(index, "additive", pa.array([False] * metrics.num_rows))
    plan = plan_rebuild(house.files, house.log, Reference({**REFERENCE.tables, "metrics": changed}, "no sums"))
    assert ("metrics", "additive", "true", "false") in {(o.of, o.column, o.before, o.after) for o in plan.differences}


def test_another_column_in_a_view_hinders_no_plan(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    more = SqlFile("projections/99.sql", "99", "alter table case_history add column mine integer;", "", {})
    monkeypatch.setattr(
        "pipelines.load.projection.read_folder",
        lambda folder: (*read_folder(folder), more) if folder == "projections" else read_folder(folder),
    )
    assert plan_rebuild(house.files, house.log, REFERENCE).differences == ()


def test_what_the_log_has_already_is_no_part_of_a_plan(house: House) -> None:
    assert _plan(house, captured("1.txt", event_id=_id_of_first(house.log))) == []


def _id_of_first(log: EventLog) -> str:
    [row] = log.scan(["event_id"], upto=1).read_all().to_pylist()
    return str(row["event_id"])


def test_changed_sql_is_planned_by_a_rebuild_beside(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    halving = SqlFile("projections/99.sql", "99", "update fact_figure_history set value = value / 2;", "", {})
    monkeypatch.setattr(
        "pipelines.load.projection.read_folder",
        lambda folder: (*read_folder(folder), halving) if folder == "projections" else read_folder(folder),
    )
    found = plan_rebuild(house.files, house.log, REFERENCE).differences
    changed = {(one.of, one.column) for one in found}
    assert changed == {(of, "value") for of in ("figures", "sums", "sums_by_province")}, (
        "best values were chosen before"
    )


def test_sql_that_changes_only_sums_is_planned(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def less(folder: str) -> tuple[SqlFile, ...]:
        files = read_folder(folder)
        return tuple(replace(file, text=file.text.replace("f.basis = 'total'", "f.value > 1")) for file in files)

    monkeypatch.setattr("pipelines.load.projection.read_folder", less)
    found = plan_rebuild(house.files, house.log, REFERENCE).differences
    assert {(one.of, one.column, one.before, one.after) for one in found} == {
        (of, *change)
        for of in ("sums", "sums_by_province")
        for change in (("value", "3.0000", "2.0000"), ("figures", "2", "1"))
    }


def test_no_rebuild_is_planned_where_nothing_is_published(tmp_path: Path) -> None:
    house = House(tmp_path / "new")
    with pytest.raises(NotAWarehouseError):
        plan_rebuild(house.files, house.log, REFERENCE)


def test_sql_that_cannot_be_run_is_blamed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = SqlFile("projections/x.sql", "x", "selec", "", {})
    monkeypatch.setattr("pipelines.load.projection.read_folder", lambda _: (broken,))
    with pytest.raises(SqlFailedError, match=r"projections/x\.sql"):
        _plan(house, _figure("1.txt", 1))


def _play(moments: Sequence[Moment], folder: Path) -> None:
    """The last commit of a story is planned, then made: the same cells differ."""
    house = House(folder / "house")
    desk = Desk(house.log)
    commits = [events for events, _ in commits_of(moments) if events]
    assume(commits)  # in some stories nothing comes to pass
    for events in commits[:-1]:
        desk.commit(*events)
    house.refresh()
    before = folder / "before.duckdb"
    project(before, house.log)
    planned = _plan(house, *commits[-1])
    desk.commit(*commits[-1])
    house.refresh()
    assert tuple(planned) == differences(before, house.files.published)


@settings(max_examples=usually(2, thorough=40))
@given(SHORT_STORIES)
def test_what_was_planned_is_what_happens(moments: Sequence[Moment]) -> None:
    with TemporaryDirectory() as folder:
        _play(moments, Path(folder))


def test_differences_of_rows_are_taken_apart_only_where_they_differ(house: House, tmp_path: Path) -> None:
    """A null that becomes a value and the other way round are changes, too."""
    house.files.published.stat()
    other = tmp_path / "other.duckdb"
    project(other, house.log)
    with closing(duckdb.connect(str(other))) as connection:
        connection.execute(
            "update case_history set scheme = null, agency_name = null, code_name = 'x' where case_id = '1.txt'"
        )
    found = {(one.column, one.before, one.after) for one in differences(house.files.published, other)}
    assert found == {("scheme", "fake_loan", None), ("agency_name", "Anqiu police", None), ("code_name", None, "x")}
