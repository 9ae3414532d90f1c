import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.ingest import Scan, find_files, iter_landing, scan
from pipelines.model.ids import content_sha256

LIMIT = 10_000


def _known(landing: Path) -> dict[str, str]:
    return {result.path: result.sha256 for result in iter_landing(landing, {}, max_bytes=LIMIT)}


def _reasons(found: Scan) -> dict[str, str]:
    return {rejection.article: rejection.reason for rejection in found.rejected}


def _adds_up(found: Scan) -> None:
    counts = found.counts
    assert counts.seen == counts.unchanged + counts.captured_from + counts.refused
    assert counts.seen == counts.unchanged + counts.new + counts.changed
    assert counts.articles == len(found.captured)
    assert counts.rejections == len(found.rejected) == sum(counts.by_reason.values())


def test_new_unchanged_changed_deleted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}")
    first = scan(tmp_path, {}, max_bytes=LIMIT)
    assert [c.article for c in first.captured] == ["a.txt", "a/c.txt", "b.txt"]
    known = _known(tmp_path)
    assert known["b.txt"] == content_sha256(b"text of b.txt")
    again = scan(tmp_path, known, max_bytes=LIMIT)
    assert (again.captured, again.rejected, again.counts.unchanged) == ((), (), 3)
    (tmp_path / "b.txt").write_text("another text")
    (tmp_path / "a.txt").unlink()
    later = scan(tmp_path, known, max_bytes=LIMIT)
    assert [c.article for c in later.captured] == ["b.txt"]
    assert (later.counts.seen, later.counts.changed, later.counts.new, later.counts.unchanged) == (2, 1, 0, 1)
    for found in (first, again, later):
        _adds_up(found)


def test_equal_bytes_under_two_names_are_two_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("the same")
    (tmp_path / "b.txt").write_text("the same")
    found = scan(tmp_path, {}, max_bytes=LIMIT)
    assert [c.article for c in found.captured] == ["a.txt", "b.txt"]
    assert len({c.content_sha256 for c in found.captured}) == 1


def test_what_is_passed_over(tmp_path: Path) -> None:
    for name in (
        ".gitkeep",
        ".DS_Store",
        "a.txt~",
        "#a#",
        "a.bak",
        ".git/x.txt",
        "mapping.yaml",
        "b.json.mapping.yaml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x: 1")
    assert scan(tmp_path, {}, max_bytes=LIMIT).counts.seen == 0


def test_every_refusal_is_counted_and_is_nothing_new_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "big.txt").write_bytes(b"x" * (LIMIT + 1))
    (tmp_path / "just.txt").write_bytes(b"x" * LIMIT)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found = scan(tmp_path, {}, max_bytes=LIMIT)
    assert _reasons(found) == {
        "big.txt": "oversized",
        "empty.txt": "empty",
        "gone.txt": "unreadable",
        "paper.pdf": "unsupported_type",
        "pipe.txt": "unreadable",
    }
    assert [c.article for c in found.captured] == ["just.txt"]
    _adds_up(found)
    again = scan(tmp_path, _known(tmp_path), max_bytes=LIMIT)
    assert (again.captured, again.rejected) == ((), ())
    raised = scan(tmp_path, _known(tmp_path), max_bytes=LIMIT * 2)
    assert [c.article for c in raised.captured] == ["big.txt"]


def test_an_unreadable_file_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("text")
    real = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        found = scan(tmp_path, {}, max_bytes=LIMIT)
        known = _known(tmp_path)
    assert [(r.reason, r.detail) for r in found.rejected] == [("unreadable", "Permission denied")]
    assert [c.article for c in scan(tmp_path, known, max_bytes=LIMIT).captured] == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    assert _reasons(scan(tmp_path, {}, max_bytes=LIMIT)) == {"shut/": "unreadable"}


def test_a_file_that_keeps_changing_is_left_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    real = os.fstat
    times = iter(range(1, 100))

    def growing(descriptor: int) -> os.stat_result:
        os.utime(path, ns=(next(times) * 10**9, next(times) * 10**9))
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", growing)
    assert _reasons(scan(tmp_path, {}, max_bytes=LIMIT)) == {"a.txt": "unreadable"}
    monkeypatch.undo()
    assert len(scan(tmp_path, {}, max_bytes=LIMIT).captured) == 1


def test_a_file_that_vanishes_has_no_result(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("text")
    stream = iter_landing(tmp_path, {}, max_bytes=LIMIT)
    assert next(stream).path == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert list(stream) == []


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "raw" / "in").mkdir(parents=True)
    (tmp_path / "raw" / "in" / "loop").symlink_to(tmp_path / "raw")
    (tmp_path / "raw" / "self").symlink_to(tmp_path / "raw" / "self")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.txt").write_text("text")
    (tmp_path / "raw" / "out").symlink_to(tmp_path / "outside")
    found = scan(tmp_path / "raw", {}, max_bytes=LIMIT)
    assert [c.article for c in found.captured] == ["out/x.txt"]
    assert _reasons(found) == {"self": "unreadable"}


@pytest.mark.parametrize("name", [b"\xc4\xe3\xba\xc3.txt", b"a\nb.txt", b"day.json#1"])
def test_names_that_cannot_be_names_of_articles(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text("text")
    found = scan(tmp_path, {}, max_bytes=LIMIT)
    article = found.captured[0].article
    assert article.encode().isascii() or "�" in article
    assert "\n" not in article
    assert not article.endswith("#1")


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("a/b.txt", "a.txt", "a-b.txt", "ab/a.txt", "a/a/a.txt", "B.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    names = [file.name for file in find_files(tmp_path)]
    assert names == sorted(names)


def test_mapping_files_and_their_changes(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "d.json").write_text('[{"t": "Title", "b": "Body"}]')
    (tmp_path / "x" / "mapping.yaml").write_text("fields: {title: t, body: b}")
    (tmp_path / "y" / "d.json.mapping.yaml").write_text("fields: {title: t}")
    (tmp_path / "x" / "n.txt").write_text("a text is not mapped")
    found = scan(tmp_path, {}, max_bytes=LIMIT)
    assert [(c.article, c.text) for c in found.captured] == [
        ("x/d.json#1", "Title\n\nBody"),
        ("x/n.txt", "a text is not mapped"),
        ("y/d.json#1", "Title"),
    ]
    known = _known(tmp_path)
    (tmp_path / "x" / "mapping.yaml").write_text("fields: {title: b, body: t}")
    assert [c.text for c in scan(tmp_path, known, max_bytes=LIMIT).captured] == ["Body\n\nTitle"]
    (tmp_path / "x" / "mapping.yaml").write_text("- [")
    broken = scan(tmp_path, known, max_bytes=LIMIT)
    assert _reasons(broken) == {"x/d.json": "malformed_container"}


@pytest.mark.parametrize("make", [lambda _: None, lambda path: path.write_text("x")], ids=["missing", "a file"])
def test_a_landing_folder_that_is_none(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "raw")
    with pytest.raises(UsageError, match="landing folder"):
        iter_landing(tmp_path / "raw", {}, max_bytes=LIMIT)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert scan(tmp_path, {}, max_bytes=LIMIT).counts.seen == 0


def test_reading_while_somebody_writes(tmp_path: Path) -> None:
    """Whatever is caught is a whole write or a refusal."""
    path = tmp_path / "a.txt"
    path.write_text("0" * 5000)
    stop = threading.Event()

    def write() -> None:
        for digit in range(200):
            path.write_text(str(digit % 10) * 5000)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        found = scan(tmp_path, {}, max_bytes=LIMIT)
        assert len(found.captured) + len(found.rejected) == 1
    writer.join()
    assert scan(tmp_path, {}, max_bytes=LIMIT).captured
