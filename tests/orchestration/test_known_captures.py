"""What was captured so far, out of a projection and the log after it: the same as out of the log alone."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from builders import small_reference
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thorough import usually

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import FileRecords, known_captures
from pipelines.ingest import read_landing
from pipelines.ingest.recording import record
from pipelines.load.publish import Files, load, publish
from pipelines.model.ids import content_sha256
from pipelines.orchestration.known_captures import ServedCaptures, captured_so_far

NOW = datetime(2024, 5, 1, tzinfo=UTC)
REFERENCE = small_reference()
FILES = ("a.txt", "b.json", "c.txt")
CONTENTS = (b"one", b"two", b'[{"title": "t", "text": "x"}, {"title": "u", "text": "y"}]', b"", b"\xff\x00\xfe")

# A file gets a content, or what was captured is published.
steps = st.lists(st.one_of(st.none(), st.tuples(st.sampled_from(FILES), st.sampled_from(CONTENTS))), max_size=8)


class World:
    """A landing folder and its warehouse."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.files, self.log = folder / "raw", Files(folder / "w"), EventLog(str(folder / "w" / "log"))
        self.raw.mkdir()
        self.files.warehouse.mkdir()
        self.log.create()

    def ingest(self) -> None:
        with captured_so_far(self.files, self.log, REFERENCE) as known:
            found = read_landing(self.raw, known, max_bytes=10_000)
            record(found, self.log, known, run_id="test", clock=lambda: NOW)

    def publish(self) -> None:
        publish(self.files, load(self.files, self.log, REFERENCE).path)


def of(records: FileRecords, paths: tuple[str, ...]) -> tuple[dict[str, object], ...]:
    """What records say of some files."""
    return (
        {path: key for path, key in records.files.items() if path in paths},
        {path: position for path, position in records.recorded.items() if path in paths},
        {name: found for name, found in records.versions.items() if name.partition("#")[0] in paths},
    )


@settings(max_examples=usually(10, thorough=100), deadline=None)
@example([("a.txt", b"one"), None, ("a.txt", b"two")], {"a.txt"})
@example([("b.json", CONTENTS[2]), None, ("b.json", b""), ("c.txt", b"one"), None], {"b.json", "c.txt"})
@given(steps, st.sets(st.sampled_from(FILES)))
def test_a_projection_and_the_log_after_it_say_what_the_log_says(
    done: list[tuple[str, bytes] | None], asked: set[str]
) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        for step in done:
            if step is None:
                world.publish()
            else:
                (world.raw / step[0]).write_bytes(step[1])
                world.ingest()
        whole = known_captures(world.log)
        hashes = frozenset(content_sha256(content) for content in CONTENTS)
        with captured_so_far(world.files, world.log, REFERENCE) as known:
            assert isinstance(known, ServedCaptures) is (None in done)
            assert of(known.of_files(sorted(asked)), tuple(asked)) == of(whole, tuple(asked))
            assert known.stored(hashes) == whole.stored(hashes)
            assert known.articles() == whole.articles()
            assert (known.position, known.erased) == (whole.position, whole.erased)
        before = world.log.head()
        world.ingest()
        assert world.log.head() == before


def test_only_what_is_asked_for_is_told(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name in FILES:
        (world.raw / name).write_bytes(b"text of " + name.encode())
    world.ingest()
    world.publish()
    with captured_so_far(world.files, world.log, REFERENCE) as known:
        told = known.of_files(["a.txt", "new.txt"])
    assert set(told.files) == set(told.recorded) == set(told.versions) == {"a.txt"}
