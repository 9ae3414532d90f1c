"""What a refresh makes of files that changed, went away or were never fit to be read, while somebody reads the warehouse.

One refresh over all of it; the tests look at what came of it.
"""

import subprocess
import sys
import threading
from dataclasses import dataclass, field

import duckdb
import pytest
from refreshing import World, copy_of, positions, refreshed

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow

CHANGED = "2024/0322_jining"
DELETED = "2022/20220428_haicheng_goip_gb18030.txt"
MANY_BYTES = "100000"

GB18030 = "滨州警方破获一起网络贷款诈骗案\n\n2024年6月3日，山东省滨州市公安局抓获犯罪嫌疑人17名，扣押手机29部。\n"
UTF_16 = "臺州警方打掉一個電信詐騙團夥\n\n2024年6月4日，浙江省台州市公安局抓獲犯罪嫌疑人23名，涉案金額640余萬元。\n"

BAD = {
    "bad/picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
    "bad/nothing.txt": (b"", "empty"),
    "bad/blank.md": (b" \n\n\t\n", "empty"),
    "bad/large.txt": ("诈骗".encode() * 40000, "oversized"),
    "bad/torn.json": (b'{"title": "a gang", "body": "was', "malformed_container"),
    "bad/cut.txt": ("抓获犯罪嫌疑人".encode()[:-1] + b"\xff", "undecodable"),
    "bad/paper.pdf": (b"%PDF-1.7\n" + b"x" * 200, None),  # binary or unsupported: rejected in any case
}


# Holds the file open over the refresh. In a process of its own, as analysts are: within one, DuckDB opens a path once.
ANALYST = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for _ in range(2):
    print(*connection.execute("select count(*) from figures").fetchone(), flush=True)
    sys.stdin.readline()
"""


@dataclass
class Reader:
    """Opens the published file again and again, as an analyst's tool does, and keeps what it saw."""

    world: World
    seen: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.done.wait(0.05):
            try:
                self.seen.add(int(str(self.world.value("select count(*) from figures"))))
            except duckdb.Error as error:
                self.errors.append(str(error))


@dataclass(frozen=True)
class Changed:
    world: World
    printed: str
    head_before: int
    figures_before: int
    reader: Reader
    kept_open: str


@pytest.fixture(scope="module")
def changed(refreshed: World, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    world = copy_of(refreshed, tmp_path_factory.mktemp("changed"))
    before, figures = world.log.head(), int(str(world.value("select count(*) from figures")))
    text = (world.raw / CHANGED).read_text(encoding="utf-8")
    (world.raw / CHANGED).write_text(text.replace("电脑52台、手机119部", "电脑57台、手机131部"), encoding="utf-8")
    (world.raw / DELETED).unlink()
    (world.raw / "bad").mkdir()
    for name, (content, _) in BAD.items():
        (world.raw / name).write_bytes(content)
    (world.raw / "mainland.txt").write_bytes(GB18030.encode("gb18030"))
    (world.raw / "island.txt").write_bytes(UTF_16.encode("utf-16"))
    reader = Reader(world)
    analyst = subprocess.Popen(
        [sys.executable, "-c", ANALYST, str(world.published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    thread = threading.Thread(target=reader.read)
    thread.start()
    try:
        done = world.casebook("refresh", CASEBOOK_MAX_ARTICLE_BYTES=MANY_BYTES)
    finally:
        reader.done.set()
        thread.join()
        kept_open, _ = analyst.communicate("again\n", timeout=60)
    assert done.returncode == 0, done.stderr
    return Changed(world, done.stdout, before, figures, reader, kept_open)


def figures_of(world: World, article: str, table: str = "figures") -> set[tuple[object, object]]:
    return {(metric, int(str(value).split(".")[0])) for metric, value in world.rows(
        f"select metric, value from {table} where article = '{article}'"
    )}  # fmt: skip


def test_the_summary_counts_what_changed(changed: Changed) -> None:
    lines = {
        line.strip("│ ").split("│")[0].strip(): line.strip("│ ").split("│")[-1].strip()
        for line in changed.printed.splitlines()
    }
    assert lines["changed"] == "1"
    assert lines["new"] == str(len(BAD) + 2)
    assert lines["articles captured"] == "3"


def test_a_changed_file_is_a_new_version_that_takes_the_place_of_the_old(changed: Changed) -> None:
    now = figures_of(changed.world, CHANGED)
    assert {("computers_seized", 57), ("phones_seized", 131)} <= now
    assert not {("computers_seized", 52), ("phones_seized", 119)} & now
    assert changed.world.rows(
        f"select status, count(*) from dim_article where article = '{CHANGED}' group by all order by all"
    ) == [
        ("coded", 1),
        ("superseded", 1),
    ]
    assert changed.world.value(f"select count(*) from articles where article = '{CHANGED}'") == 1


def test_what_was_believed_before_is_still_told(changed: Changed) -> None:
    history = figures_of(changed.world, CHANGED, "fact_figure_history")
    assert {("computers_seized", 52), ("computers_seized", 57)} <= history
    past = figures_of(changed.world, CHANGED, f"fact_figure_at({changed.head_before})")
    assert ("computers_seized", 52) in past
    assert ("computers_seized", 57) not in past


def test_a_deleted_file_changes_nothing(changed: Changed, refreshed: World) -> None:
    assert figures_of(changed.world, DELETED) == figures_of(refreshed, DELETED) != set()


def test_files_that_cannot_be_read_are_counted_with_their_reason(changed: Changed) -> None:
    rejections = changed.world.rows("select article, reason from ingest_rejections where article like 'bad/%'")
    found = {str(article): reason for article, reason in rejections}
    assert set(found) == set(BAD)
    assert {name: found[name] for name, (_, reason) in BAD.items() if reason} == {
        name: reason for name, (_, reason) in BAD.items() if reason
    }
    for reason in set(found.values()):
        assert f"rejected: {reason}" in changed.printed
    assert changed.world.value(
        "select count(*) from articles where article like 'bad/%' and status = 'rejected'"
    ) == len(BAD)


@pytest.mark.parametrize(
    ("article", "encoding", "figures"),
    [
        ("mainland.txt", "gb18030", {("suspects_arrested", 17), ("phones_seized", 29)}),
        ("island.txt", "utf-16", {("suspects_arrested", 23), ("amount_involved", 6400000)}),
    ],
)
def test_other_encodings_are_read(article: str, encoding: str, figures: set[tuple[str, int]], changed: Changed) -> None:
    assert figures <= figures_of(changed.world, article)
    assert str(changed.world.value(f"select encoding from dim_article where article = '{article}'")).startswith(
        encoding
    )


def test_readers_saw_the_old_or_the_new_state_and_were_never_shut_out(changed: Changed) -> None:
    assert changed.reader.errors == []
    after = int(str(changed.world.value("select count(*) from figures")))
    assert changed.reader.seen <= {changed.figures_before, after}
    assert changed.figures_before in changed.reader.seen
    assert changed.kept_open.split() == [str(changed.figures_before)] * 2, "who has the file open keeps it"


def test_the_log_only_grew(changed: Changed) -> None:
    head = changed.world.log.head()
    assert head > changed.head_before
    assert positions(changed.world.log) == list(range(1, head + 1))
