"""`casebook rebuild --as-of … --to FILE`: a past state beside what is published, as a user runs it."""

from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from refreshing import World, contents, copy_of, refreshed

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow

ARTICLE = "2024/0322_jining"


@pytest.fixture(scope="module")
def withdrawn(refreshed: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The samples, one of which was withdrawn after the first refresh; refreshed again."""
    world = copy_of(refreshed, tmp_path_factory.mktemp("withdrawn"))
    assert world.casebook("withdraw", ARTICLE, "--reason", "for the test", "--yes").returncode == 0
    world.refresh()
    return world


def _refused(world: World, *arguments: str) -> str:
    done = world.casebook("rebuild", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    return line


def test_a_past_state_is_the_file_that_was_published_then(withdrawn: World, refreshed: World, tmp_path: Path) -> None:
    before = withdrawn.published.stat()
    head, then = refreshed.log.head(), refreshed.value("select max(recorded_at)::varchar from log_events")
    for number, moment in enumerate((("--at", str(head)), ("--as-of", str(then)))):
        file = tmp_path / f"{number}.duckdb"
        done = withdrawn.casebook("rebuild", *moment, "--to", str(file))
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Built from {head} events up to position {head}" in done.stdout
        assert contents(file) == contents(refreshed.published)
    after = withdrawn.published.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)


def test_the_published_file_answers_for_its_past(withdrawn: World, refreshed: World) -> None:
    head, article = refreshed.log.head(), f"where article = '{ARTICLE}'"
    assert withdrawn.value(f"select count(*) from figures {article}") == 0
    assert withdrawn.rows(f"from figures_at({head}) {article} order by all") == refreshed.rows(
        f"from figures {article} order by all"
    )
    assert withdrawn.value(f"select status from articles {article}") == "withdrawn"
    assert withdrawn.value(f"select status from articles_at({head}) {article}") == "coded"


def test_an_attached_file_shows_its_views(withdrawn: World) -> None:
    with closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{withdrawn.published}' as casebook (read_only)")
        assert len(connection.execute("from casebook.cases").fetchall()) == len(withdrawn.rows("from cases"))
        connection.execute("use casebook")
        assert connection.execute("from cases_at(0)").fetchall() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--at", "1"), "--to FILE"),
        (("--to", "{tmp}/x.duckdb"), "--as-of TIMESTAMP"),
        (("--to", "{tmp}/x.duckdb", "--at", "1", "--as-of", "2024-01-01"), "one of"),
        (("--to", "{tmp}/x.duckdb", "--as-of", "last week"), "ISO 8601"),
        (("--to", "{tmp}/x.duckdb", "--at", "99999999"), "no position 99999999"),
        (("--to", "{tmp}/no/x.duckdb", "--at", "0"), "cannot be written"),
        (("--to", "{warehouse}/x.duckdb", "--at", "0"), "lies in the warehouse"),
        (("--to", "{raw}", "--at", "0"), "is there already"),
    ],
)
def test_wrong_use_ends_in_one_line(withdrawn: World, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    places = {"tmp": tmp_path, "warehouse": withdrawn.warehouse, "raw": withdrawn.raw}
    assert words in _refused(withdrawn, *(argument.format(**places) for argument in arguments))
    assert list(tmp_path.iterdir()) == []
