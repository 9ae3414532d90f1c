"""The benchmarks run, on next to nothing and without peers. How fast anything is, no test asks."""

import shutil
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from bench.__main__ import measure
from bench.measure import WorkFailedError, run
from bench.parts import PARTS
from bench.parts.same_star import StarsDifferError, require_same
from bench.report import Mark, Row, markdown
from bench.sizes import Sizes
from bench.workshop import Workshop

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
    read_articles=20,
    memory_events=2_000,
)


@pytest.mark.slow
def test_every_part_gives_its_rows(tmp_path: Path) -> None:
    shop = Workshop(TINY, tmp_path, None, lambda _: None)
    rows = measure(shop, list(PARTS))
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
    } <= told
    assert all(row.ours or row.other for row in rows)
    _check_that_a_poorer_star_is_caught(shop)


def _check_that_a_poorer_star_is_caught(shop: Workshop) -> None:
    """The measured stars were found equal; one without a row is not."""
    poorer = shop.folder / "poorer.duckdb"
    shutil.copyfile(shop.bare_star, poorer)
    require_same(shop, "a copy", poorer)
    with closing(duckdb.connect(str(poorer))) as connection:
        connection.execute("delete from fact_figure where figure_id = (select min(figure_id) from fact_figure)")
    with pytest.raises(StarsDifferError, match="a copy"):
        require_same(shop, "a copy", poorer)


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


def test_a_report_names_its_command_and_what_bounds_a_missed_mark() -> None:
    rows = [Row("load", "3 s", "peer: 1 s", 3.0, Mark(2, "the disk")), Row("append", "9 events/s")]
    text = markdown(rows, "python -m bench --quick")
    assert "`python -m bench --quick`" in text
    assert "| load | 3 s | peer: 1 s | 3.00 | ≤ 2 | no |" in text
    assert "| append | 9 events/s |  |  |  |  |" in text
    assert "- load: the disk" in text
