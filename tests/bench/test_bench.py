"""The benchmarks run, on next to nothing and without peers. How fast anything is, no test asks."""

import json
import os
import re
import shutil
import sys
import time
from contextlib import closing
from pathlib import Path

import duckdb
import forks
import pytest
from refreshing import SMALL, World, new_world

from bench.__main__ import measure, told_command
from bench.clock import StageClock
from bench.measure import Done, Told, WorkFailedError, run
from bench.page import page
from bench.parts import PARTS
from bench.parts.growth import fitted_exponent
from bench.parts.same_star import StarsDifferError, require_same
from bench.report import GrowthRow, Mark, Row, StageRow
from bench.sizes import Sizes
from bench.stages import STAGES
from bench.workshop import Workshop
from pipelines.eventlog import EventLog

TINY = Sizes(
    events=2_000,
    small_events=200,
    new_events=100,
    append_batches=(1_000,),
    appended_by_peer=0,
    peer_batches=(),
    projected_by_peer=0,
    projected_singly=0,
    commits=4,
    peer_commits=4,
    edge=2,
    articles=1,
    repeats=1,
    refreshes=1,
    read_articles=4,
    memory_events=2_000,
    pipeline_articles=(10,),
    pipeline_copies=(),  # each is a whole refresh
    growing_batches=(5, 10),
    growing_histories=(5, 10),
)


class ForkingWorkshop(Workshop):
    """What it starts are forks: thirty times what a job or a command imports would be most of the test."""

    def job(self, name: str, /, **arguments: object) -> Done:
        began = time.perf_counter()
        done = forks.program("bench.jobs:main", [name, json.dumps(arguments, default=str)], os.environ)
        assert done.returncode == 0, done.stderr
        return _done(time.perf_counter() - began, json.loads(done.stdout.splitlines()[-1]))

    def refresh(self, raw: Path, warehouse: Path) -> Done:
        began = time.perf_counter()
        World(raw, warehouse).refresh()
        return _done(time.perf_counter() - began, {})


def _done(seconds: float, told: Told) -> Done:
    # What a fork took is not known: its memory is its parent's too. The test of a single job asks for it.
    return Done(seconds, cpu_seconds=seconds, peak_bytes=1, told=told)


def test_the_command_is_measured_as_a_user_runs_it(tmp_path: Path) -> None:
    world = new_world(tmp_path, SMALL[3:4])  # an empty file: what reads articles need not be loaded
    done = Workshop(TINY, tmp_path, None, lambda _: None).refresh(world.raw, world.warehouse)
    assert world.log.head() > 0
    assert done.cpu_seconds > 0


def test_a_job_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = Workshop(TINY, tmp_path, None, lambda _: None).job("grow_log", log=tmp_path / "log", first=0, articles=1)
    assert done.told["upto"] == [EventLog(str(tmp_path / "log")).head()]
    assert done.cpu_seconds > 0
    assert done.peak_bytes > 10_000_000, "it has loaded an interpreter and DuckDB"


@pytest.mark.slow
def test_every_part_gives_its_rows(tmp_path: Path) -> None:
    shop = ForkingWorkshop(TINY, tmp_path, None, lambda _: None)
    measured = measure(shop, list(PARTS))
    lines = [line for part in measured.values() for line in part]
    rows = [line for line in lines if isinstance(line, Row)]
    told = {row.what for row in rows}
    assert {
        "append, best size of commit",
        "rebuild",
        "rebuild, most memory",
        "100 new events, projection",
        "one new article, projection, log of 2,000",
        "one new article, publish, log of 2,000",
        "a commit, of 4, the last 2",
        "rebuild of 2,000 events, most memory",
        "10 generated: the command",
        "one new article on 10",
        "new articles: tables, exponent",
    } <= told
    assert {line.stage for line in lines if isinstance(line, StageRow)} == {*STAGES, "the command, all in all"}
    assert {line.size for line in lines if isinstance(line, GrowthRow)} == {5, 10}
    assert all(row.ours or row.other for row in rows)
    _check_that_a_poorer_star_is_caught(shop)


def _check_that_a_poorer_star_is_caught(shop: Workshop) -> None:
    """The measured stars were found equal; one without a row is not."""
    poorer = shop.folder / "poorer.duckdb"
    shutil.copyfile(shop.bare_star, poorer)
    require_same(shop, {"a copy": poorer})
    with closing(duckdb.connect(str(poorer))) as connection:
        connection.execute("delete from fact_figure where figure_id = (select min(figure_id) from fact_figure)")
    with pytest.raises(StarsDifferError, match="a copy"):
        require_same(shop, {"a copy": poorer})


def test_a_process_that_fails_says_what_it_printed() -> None:
    with pytest.raises(WorkFailedError, match="out of luck"):
        run([sys.executable, "-c", "raise SystemExit('out of luck')"])


def test_what_a_process_tells_comes_back_with_its_time_and_memory() -> None:
    done = run([sys.executable, "-c", "from bench.measure import tell; print('noise'); tell({'seconds': [1, 2]})"])
    assert done.told == {"seconds": [1, 2]}
    assert done.seconds > 0
    assert done.peak_bytes > 1_000_000


@pytest.mark.parametrize(
    ("mark", "ratio", "met"),
    [
        (Mark(2, "", at_least=True), 2.0, True),
        (Mark(2, "", at_least=True), 1.9, False),
        (Mark(2, ""), 2.0, True),
        (Mark(2, ""), 2.1, False),
    ],
)
def test_a_mark_is_met_up_to_its_limit(mark: Mark, ratio: float, met: bool) -> None:
    assert mark.met(ratio) is met


def test_a_section_names_its_command_and_what_bounds_a_missed_mark() -> None:
    rows = [Row("load", "3 s", "peer: 1 s", 3.0, Mark(2, "the disk")), Row("append", "9 events/s")]
    text = page("", {"append": rows}, "python -m bench --quick")
    assert "`python -m bench --quick`" in text
    told = next(line for line in text.splitlines() if line.startswith("Measured by"))
    assert re.search(r"peers: (?:[\w-]+ [\d.]+, )+[\w-]+ [\d.]+\.$", told), (
        "versions, without what requirements.txt says of them"
    )
    assert "| load | 3 s | peer: 1 s | 3.00 | ≤ 2 | no |" in text
    assert "| append | 9 events/s |  |  |  |  |" in text
    assert "- load: the disk" in text


def test_a_page_keeps_its_prose_and_the_sections_of_other_parts() -> None:
    first = page(
        "# Performance\n\nRead this first.\n", {"append": [Row("a", "1 s")], "commits": [Row("c", "2 s")]}, "x"
    )
    second = page(f"{first}\nRead this last.\n", {"append": [Row("a", "3 s \\1")]}, "y")
    assert "Read this first." in second
    assert "Read this last." in second
    assert "| c | 2 s |" in second
    assert "| a | 3 s \\1 |" in second
    assert "| a | 1 s |" not in second
    assert second.count("<!-- bench append -->") == 1


def test_time_counts_for_the_innermost_stage() -> None:
    clock = StageClock()
    with clock.stage("outer"):
        with clock.stage("inner"):
            time.sleep(0.05)
        time.sleep(0.01)
    with clock.stage("inner"):
        time.sleep(0.05)
    assert clock.spent["inner"].seconds >= 0.1
    assert 0.01 <= clock.spent["outer"].seconds < 0.05
    assert clock.spent["inner"].cpu_seconds < 0.05


@pytest.mark.parametrize("exponent", [0.0, 1.0, 1.5])
def test_an_exponent_is_found(exponent: float) -> None:
    assert fitted_exponent({size: 3 * size**exponent for size in (10, 100, 300)}) == pytest.approx(exponent)


def test_the_same_rows_give_the_same_picture(tmp_path: Path) -> None:
    chart = pytest.importorskip("bench.chart", exc_type=ImportError)
    rows = [GrowthRow("new", "tables", size, size / 100) for size in (10, 100, 1_000)]
    for name in ("one.svg", "two.svg"):
        chart.draw(rows, tmp_path / name)
    one = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert one == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert "tables" in one


def test_a_page_names_no_place_of_the_machine() -> None:
    given = ["growth", "--peers", "somewhere/bin/python", "--at-most", "10"]
    assert told_command(given) == "python -m bench growth --at-most 10"
    assert told_command(["--peers=somewhere/bin/python", "--folder", "somewhere", "growth"]) == "python -m bench growth"
