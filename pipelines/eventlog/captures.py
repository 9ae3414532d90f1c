"""Captured and rejected articles as events, and back. The only place that knows how a capture lies in the log.

An article's bytes are in the log once: an `article_captured` event whose content stands in an earlier event (the same
bytes under another name, or a version that comes back) carries none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import LogCorruptError
from pipelines.eventlog.batch import NewEvents
from pipelines.eventlog.log import EventLog
from pipelines.eventlog.schema import FAMILIES
from pipelines.eventlog.subscription import Window
from pipelines.model.capture import CapturedArticle, Declared, RejectedArticle
from pipelines.model.ids import stable_id

READ_AT_ONCE = 500  # articles


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What the log says of some files, and maybe of others.

    files     path below the landing folder → the scan key it was last recorded with
    recorded  path → position of that record
    versions  article → (hash of its latest version, position of its capture)
    """

    files: Mapping[str, str]
    recorded: Mapping[str, int]
    versions: Mapping[str, tuple[str, int]]


class Captured(Protocol):
    """What was found so far, as ingest asks for it: of the files that lie there, however many others there were."""

    @property
    def position(self) -> int:
        """The log was read up to here."""

    @property
    def erased(self) -> frozenset[str]:
        """Articles whose content was erased; they are not to be captured again."""

    def of_files(self, paths: Sequence[str]) -> FileRecords:
        """What is known of these files and of the articles in them."""

    def stored(self, hashes: frozenset[str]) -> frozenset[str]:
        """Those of the hashes whose contents are in the log."""

    def articles(self) -> int:
        """How many articles were captured."""


@dataclass(frozen=True, slots=True)
class KnownCaptures(FileRecords):
    """All that a stretch of the log says of captures; `Captured`, held in memory.

    contents  hashes of the contents
    erased    articles whose content was erased
    position  the log was read up to here
    """

    contents: frozenset[str]
    erased: frozenset[str]
    position: int

    def of_files(self, paths: Sequence[str]) -> FileRecords:  # noqa: ARG002 - of all files
        """See `Captured`."""
        return self

    def stored(self, hashes: frozenset[str]) -> frozenset[str]:
        """See `Captured`."""
        return hashes & self.contents

    def articles(self) -> int:
        """See `Captured`."""
        return len(self.versions)


@dataclass(frozen=True, slots=True)
class Pending:
    """A captured article with its place in the log."""

    position: int
    captured_at: datetime
    capture: CapturedArticle


def known_captures(log: EventLog, upto: int | None = None, after: int = 0) -> KnownCaptures:
    """Read what was captured and rejected after a position up to another (the log's head if None), and what was erased at
    any time. Reads no contents.
    """
    head = log.head() if upto is None else upto
    kinds_read = ["article_captured", "article_rejected"]
    events = log.scan(["position", "type", "capture"], after=after, upto=head, types=kinds_read).read_all()
    order = pc.sort_indices(events.column("position")).to_pylist()  # later ones replace earlier ones below
    position = _in_order(events.column("position"), order)
    path, scan_key, article, version = (
        _in_order(pc.struct_field(events.column("capture"), name), order)
        for name in ("path", "scan_key", "article", "version_sha256")
    )
    kinds = _in_order(events.column("type"), order)
    captured = [index for index, kind in enumerate(kinds) if kind == "article_captured"]
    return KnownCaptures(
        files=dict(zip(path, scan_key, strict=True)),
        recorded=dict(zip(path, position, strict=True)),
        versions={article[index]: (version[index], position[index]) for index in captured},
        contents=frozenset(version[index] for index in captured),
        erased=erased_articles(log, head),
        position=head,
    )


def _in_order(column: pa.ChunkedArray, order: Sequence[int]) -> list[Any]:
    """One field of every event: a payload as a whole would be a Python object each, and take ten times as long."""
    values = column.to_pylist()
    return [values[index] for index in order]


def erased_articles(log: EventLog, upto: int) -> frozenset[str]:
    """The articles whose content is gone for good."""
    rows = log.scan(["erasure"], upto=upto, types=["article_erased"]).read_all().to_pylist()
    return frozenset(row["erasure"]["article"] for row in rows)


def captured_events(
    captured: Sequence[tuple[CapturedArticle, str, str]], versions: Mapping[str, tuple[str, int]], contents: set[str]
) -> NewEvents:
    """`article_captured` events for (article, path, scan key). `contents`, the hashes in the log, is added to."""
    rows = []
    for article, path, scan_key in captured:
        before = versions.get(article.article)
        is_new_content = article.content_sha256 not in contents
        contents.add(article.content_sha256)
        rows.append(
            {
                "event_id": stable_id(
                    "article_captured", article.article, article.content_sha256, before and before[1]
                ),
                "stream": f"article/{article.article}",
                "cause_position": before[1] if before else None,
                "content": article.content if is_new_content else None,
                "article": article.article,
                "version_sha256": article.content_sha256,
                "path": path,
                "scan_key": scan_key,
                "container_sha256": article.container_sha256,
                "encoding": article.encoding,
                "media_type": article.media_type,
                "declared_title": article.declared.title,
                "declared_published": article.declared.published,
                "declared_publisher": article.declared.publisher,
                "declared_url": article.declared.url,
                "fields": list(article.fields.items()),
                "size_bytes": len(article.content),
            }
        )
    return NewEvents("article_captured", _rows(rows))


def rejected_events(rejected: Sequence[tuple[RejectedArticle, str, str]], recorded: Mapping[str, int]) -> NewEvents:
    """`article_rejected` events for (rejection, path, scan key).

    `recorded` is part of their identity: a file that was mended and is broken in the old way again is rejected again.
    """
    rows = [
        {
            "event_id": stable_id(
                "article_rejected", rejection.article, rejection.reason, scan_key, recorded.get(path)
            ),
            "stream": f"article/{rejection.article}",
            "article": rejection.article,
            "path": path,
            "scan_key": scan_key,
            "container_sha256": rejection.container_sha256,
            "size_bytes": rejection.size_bytes,
            "reason": rejection.reason,
            "detail": rejection.detail,
        }
        for rejection, path, scan_key in rejected
    ]
    return NewEvents("article_rejected", _rows(rows))


def captures_at(log: EventLog, positions: Sequence[int]) -> Iterator[Pending]:
    """The articles captured at these positions, with their contents, in order of position: some hundreds are held at a time.

    What was erased is left out.
    """
    wanted = sorted(positions)
    contents = _Contents(log)
    for start in range(0, len(wanted), READ_AT_ONCE):
        some = wanted[start : start + READ_AT_ONCE]
        window = Window(log, some[0] - 1, some[-1])
        chosen = set(some)
        # Row by row: Arrow filters none of the views that Delta reads.
        rows = [
            row
            for batch in window.scan(["position", "recorded_at", "content", "capture"], ["article_captured"])
            for index, position in enumerate(batch.column("position").to_pylist())
            if position in chosen
            for row in batch.slice(index, 1).to_pylist()
        ]
        yield from _pending(rows, contents)


def _pending(captures: Iterable[Mapping[str, Any]], contents: "_Contents") -> Iterator[Pending]:
    found = sorted(captures, key=lambda row: int(row["position"]))
    missing = {row["capture"]["version_sha256"] for row in found if row["content"] is None}
    stored = contents.of(missing) if missing else {}
    for row in found:
        content = row["content"] if row["content"] is not None else stored.get(row["capture"]["version_sha256"])
        if content is None:
            raise LogCorruptError(f"the content of the article captured at position {row['position']} is missing")
        yield Pending(int(row["position"]), row["recorded_at"], _capture(row["capture"], bytes(content)))


def _capture(payload: Mapping[str, object], content: bytes) -> CapturedArticle:
    texts = {name: value for name, value in payload.items() if value is None or isinstance(value, str)}
    fields = payload["fields"]
    return CapturedArticle(
        article=str(texts["article"]),
        content=content,
        content_sha256=str(texts["version_sha256"]),
        container_sha256=str(texts["container_sha256"]),
        encoding=str(texts["encoding"]),
        media_type=str(texts["media_type"]),  # type: ignore[arg-type] # written from the same literal type
        declared=Declared(
            texts["declared_title"],
            texts["declared_published"],
            texts["declared_publisher"],
            texts["declared_url"],
        ),
        fields=dict(fields) if isinstance(fields, list) else {},
    )


def _rows(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    envelope = {"event_id": pa.string(), "stream": pa.string(), "cause_position": pa.int64(), "content": pa.binary()}
    names = {name: None for row in rows for name in row}
    schema = pa.schema([pa.field(name, {**envelope, **FAMILIES["capture"]}[name]) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)


class _Contents:
    """The contents in a log, by hash."""

    def __init__(self, log: EventLog) -> None:
        """Nothing is read yet."""
        self._log = log

    @cached_property
    def _places(self) -> pa.Table:
        """Columns version and position: the first capture of each content. Read once, however often contents are asked for."""
        rows = [
            pa.Table.from_arrays(
                [
                    pc.struct_field(batch.column("capture"), "version_sha256").cast(pa.string()),
                    batch.column("position"),
                ],
                ["version", "position"],
            )
            for batch in self._log.scan(["position", "capture"], types=["article_captured"])
        ]
        return pa.concat_tables(rows).group_by("version").aggregate([("position", "min")])

    def of(self, hashes: set[str]) -> dict[str, bytes]:
        """Contents by hash; what is in no event is left out. Only the files that hold them are read whole."""
        known = self._places
        found = known.filter(pc.is_in(known.column("version"), pa.array(sorted(hashes), pa.string())))
        shas = dict(zip(found.column("position_min").to_pylist(), found.column("version").to_pylist(), strict=True))
        contents: dict[str, bytes] = {}
        for place in _near(sorted(shas)):
            window = Window(self._log, place[0] - 1, place[-1])
            for batch in window.scan(["position", "content"], ["article_captured"]):
                for index, position in enumerate(batch.column("position").to_pylist()):
                    content = batch.column("content")[index].as_py() if position in shas else None
                    if content is not None:
                        contents[shas[position]] = content
        return contents


def _near(positions: Sequence[int]) -> Iterator[list[int]]:
    """Positions in groups that are worth one reading: what lies between them is read too."""
    group: list[int] = []
    for position in positions:
        if group and position - group[-1] > READ_AT_ONCE:
            yield group
            group = []
        group.append(position)
    if group:
        yield group
