"""Whatever a person or a program does to a log's files is found by `verify`, and its first bad position is named."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from small_logs import log, pristine

from pipelines.eventlog import EventLog
from pipelines.eventlog.finding import Finding
from pipelines.eventlog.verify import verify

__all__ = ["log", "pristine"]

Manipulation = Callable[[EventLog], object]


def _data(log: EventLog) -> list[Path]:
    """The data files in order of position."""
    actions = pa.table(DeltaTable(log.uri).get_add_actions(flatten=True)).sort_by("min.position").to_pylist()
    return [Path(log.uri) / row["path"] for row in actions]


def _commits(log: EventLog) -> list[Path]:
    return sorted((Path(log.uri) / "_delta_log").glob("*.json"))


def _rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    table = pq.read_table(path)
    pq.write_table(change(table).cast(table.schema), path)


def _rewrite_and_tell(log: EventLog, path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a data file, and the size and count that the table has of it: a careful forger."""
    _rewrite(path, change)
    rows = pq.read_metadata(path).num_rows
    for commit in _commits(log):
        lines = [json.loads(line) for line in commit.read_text().splitlines()]
        for line in lines:
            if line.get("add", {}).get("path") == path.name:
                line["add"]["size"] = path.stat().st_size
                stats = json.loads(line["add"]["stats"]) | {"numRecords": rows}
                line["add"]["stats"] = json.dumps(stats)
        commit.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    for checkpoint in (Path(log.uri) / "_delta_log").glob("*checkpoint*"):
        checkpoint.unlink()


def _set(column: str, row: int, value: object) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        values = table.column(column).to_pylist()
        values[row] = value
        index = table.schema.get_field_index(column)
        return table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))

    return change


def _swap_positions(table: pa.Table) -> pa.Table:
    positions = table.column("position").to_pylist()
    return _set("position", 0, positions[1])(_set("position", 1, positions[0])(table))


def _edit_struct(table: pa.Table) -> pa.Table:
    rows = table.column("figure_report").to_pylist()
    for row in rows:
        if row is not None:
            row["value"] += 1
    index = table.schema.get_field_index("figure_report")
    return table.set_column(index, table.schema.field(index), pa.array(rows, table.schema.field(index).type))


def _empty_in_the_name_of(position: int) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        return _set("erased_at", 0, position)(_set("content", 0, None)(_set("capture", 0, None)(table)))

    return change


def _edit_commit(number: int, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> Manipulation:
    def manipulate(log: EventLog) -> None:
        for checkpoint in (Path(log.uri) / "_delta_log").glob("*checkpoint*"):
            checkpoint.unlink()
        commit = _commits(log)[number]
        lines = change([json.loads(line) for line in commit.read_text().splitlines()])
        commit.write_text("\n".join(json.dumps(line) for line in lines) + "\n")

    return manipulate


def _without(key: str) -> Callable[[list[dict[str, object]]], list[dict[str, object]]]:
    return lambda lines: [line for line in lines if key not in line]


def _with_txn(app: str, version: int) -> Callable[[list[dict[str, object]]], list[dict[str, object]]]:
    def change(lines: list[dict[str, object]]) -> list[dict[str, object]]:
        kept = [line for line in lines if not (isinstance(line.get("txn"), dict) and line["txn"]["appId"] == app)]  # type: ignore[index]
        return [*kept, {"txn": {"appId": app, "version": version, "lastUpdated": 0}}]

    return change


def _with_schema(before: str, after: str) -> Callable[[list[dict[str, object]]], list[dict[str, object]]]:
    """The table's schema is a JSON text within the JSON."""

    def change(lines: list[dict[str, object]]) -> list[dict[str, object]]:
        told = json.dumps(lines, separators=(",", ":"))
        assert before in told
        return json.loads(told.replace(before, after))  # type: ignore[no-any-return]

    return change


def _to_data_file(number: int, what: Callable[[EventLog, Path], object]) -> Manipulation:
    return lambda log: what(log, _data(log)[number])


def _rewritten(change: Callable[[pa.Table], pa.Table], told: bool) -> Callable[[EventLog, Path], object]:
    return lambda log, path: _rewrite_and_tell(log, path, change) if told else _rewrite(path, change)


def _by_data_file() -> Iterator[tuple[str, Manipulation]]:
    damages: dict[str, Callable[[EventLog, Path], object]] = {
        "removed": lambda _log, path: path.unlink(),
        "cut": lambda _log, path: path.write_bytes(path.read_bytes()[:-100]),
        "another's": lambda log, path: shutil.copy(next(p for p in _data(log) if p != path), path),
        "empty": lambda _log, path: path.write_bytes(b""),
        "less a row": _rewritten(_less_a_row, told=False),
        "with a row twice": _rewritten(_with_a_row_twice, told=False),
        "less a row, and told so": _rewritten(_less_a_row, told=True),
        "with a row twice, and told so": _rewritten(_with_a_row_twice, told=True),
        "reordered": _rewritten(_swap_positions, told=True),
        "with another actor": _rewritten(_set("actor", 0, "x"), told=True),
        "with another digest": _rewritten(_set("digest", 0, bytes(32)), told=True),
    }
    for number in (0, 3, 7, -1):
        for what, damage in damages.items():
            yield f"data file {number} {what}", _to_data_file(number, damage)


def _less_a_row(table: pa.Table) -> pa.Table:
    return table.slice(1)


def _with_a_row_twice(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


def _others() -> Iterator[tuple[str, Manipulation]]:
    yield "content edited", lambda log: _rewrite_and_tell(log, _data(log)[0], _set("content", 0, b"another text"))
    yield "figure edited", lambda log: _rewrite_and_tell(log, _data(log)[1], _edit_struct)
    yield "emptied in the name of nobody", lambda log: _rewrite_and_tell(log, _data(log)[0], _empty_in_the_name_of(999))
    yield "emptied in the name of an event", lambda log: _rewrite_and_tell(log, _data(log)[0], _empty_in_the_name_of(2))
    for number in (1, 6, -2, -1):
        yield f"remove commit {number} and checkpoints", _edit_commit(number, lambda _lines: [])
        yield f"remove file from commit {number}", _edit_commit(number, _without("add"))
    yield "last commit and its file taken away", _take_away_the_last
    yield "no marks in the last commit", _edit_commit(-1, _without("txn"))
    yield "log's head forged", _edit_commit(-1, _with_txn("log", 5))
    yield "step's mark forged", _edit_commit(-1, _with_txn("step:accept", 7))
    yield "step's mark set back", _edit_commit(-1, _with_txn("step:accept", 1))
    yield "a field that nobody filled renamed", _edit_commit(0, _with_schema('\\"code_name\\"', '\\"code_namf\\"'))
    yield (
        "a field's type changed",
        _edit_commit(0, _with_schema('\\"ordinal\\",\\"type\\":\\"integer', '\\"ordinal\\",\\"type\\":\\"long')),
    )
    yield "all metadata removed", lambda log: shutil.rmtree(Path(log.uri) / "_delta_log")
    yield "restored to an older version", lambda log: _loosened(log).restore(5)
    yield "row deleted with Delta", lambda log: _loosened(log).delete("position = 4")
    yield "row updated with Delta", lambda log: _loosened(log).update({"actor": "'nobody'"}, predicate="position = 4")
    yield "note of the head forged", lambda log: _forge_note(log, 10_000)
    yield "note of the head damaged", lambda log: (Path(log.uri) / "_head.json").write_text("{")


def _take_away_the_last(log: EventLog) -> None:
    _data(log)[-1].unlink()
    _commits(log)[-1].unlink()


def _loosened(log: EventLog) -> DeltaTable:
    table = DeltaTable(log.uri)
    table.alter.set_table_properties({"delta.appendOnly": "false"})
    return table


def _forge_note(log: EventLog, position: int) -> None:
    note = Path(log.uri) / "_head.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"position": position}))


MANIPULATIONS = dict([*_by_data_file(), *_others()])


# What concerns the table as a whole has no place in the log.
UNPLACED = {
    "a field that nobody filled renamed",
    "a field's type changed",
    "all metadata removed",
}


def test_there_are_fifty_manipulations() -> None:
    """The issue asks for as many."""
    assert len(MANIPULATIONS) >= 50


@pytest.mark.slow
@pytest.mark.parametrize("name", MANIPULATIONS)
def test_every_manipulation_is_found(log: EventLog, name: str) -> None:
    """Files removed, cut, swapped, edited; rows removed, doubled, reordered, edited; metadata removed and forged."""
    MANIPULATIONS[name](log)
    findings = verify(log, deep=True).findings
    assert findings
    assert findings[0].position is not None or name in UNPLACED


@pytest.mark.parametrize(
    ("change", "position"),
    [(_set("actor", 2, "x"), 5), (lambda t: t.slice(1), 3), (_swap_positions, 3), (_edit_struct, 7)],
)
def test_the_first_bad_position_is_named(log: EventLog, change: Callable[[pa.Table], pa.Table], position: int) -> None:
    """The second data file begins at position 3."""
    assert pc.min(pq.read_table(_data(log)[1]).column("position")).as_py() == 3
    _rewrite_and_tell(log, _data(log)[1], change)
    assert verify(log).findings[0].position == position


def test_an_end_noted_elsewhere_is_held_against_the_log(log: EventLog) -> None:
    """Somebody who rewrote the whole log cannot rewrite what a person wrote down."""
    head, root = log.head(), log.root_at(log.head())
    assert root is not None
    assert not verify(log, expected=(head, root)).findings
    assert verify(log, expected=(head, bytes(32))).findings[0].position == head
    assert verify(log, expected=(head + 5, root)).findings[0].position == head + 1


def test_a_mark_of_a_step_that_never_ran_is_found(log: EventLog) -> None:
    """Who invents one makes the pipeline pass over events."""
    _edit_commit(-1, _with_txn("step:code", 7))(log)
    assert verify(log, steps=("accept", "code")).findings == (
        Finding(1, "step code had read nothing, the table says up to 7"),
    )
