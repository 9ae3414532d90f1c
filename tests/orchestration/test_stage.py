"""Frames on their way between assets."""

from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.normalize.tables.schemas import TABLES
from pipelines.orchestration import metadata
from pipelines.orchestration.stage import StageIOManager


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_comes_back_with_its_schema(table: str, tmp_path: Path) -> None:
    frame = TABLES[table].to_frame()
    assert_frame_equal(_through(frame, tmp_path), frame)


def test_a_frame_replaces_the_one_before(tmp_path: Path) -> None:
    _through(pl.DataFrame({"n": [1, 2, 3]}), tmp_path)
    assert _through(pl.DataFrame({"n": [4]}), tmp_path)["n"].to_list() == [4]
    assert [path.name for path in tmp_path.iterdir()] == ["table.parquet"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _through(pl.DataFrame({"n": [1]}), tmp_path)

    def half(_frame: pl.DataFrame, path: Path) -> None:
        path.write_bytes(b"PAR1 and no more")
        raise OSError("no space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", half)
    with pytest.raises(OSError, match="no space"):
        _through(pl.DataFrame({"n": [2]}), tmp_path)
    monkeypatch.undo()
    assert pl.read_parquet(tmp_path / "table.parquet")["n"].to_list() == [1]


def test_what_a_killed_write_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "table.parquet.writing").write_bytes(b"half")
    assert _through(pl.DataFrame({"n": [1]}), tmp_path)["n"].to_list() == [1]


def _through(frame: pl.DataFrame, folder: Path) -> pl.DataFrame:
    manager = StageIOManager(folder=str(folder))
    manager.handle_output(dg.build_output_context(asset_key="table"), frame)
    read = manager.load_input(dg.build_input_context(asset_key="table"))
    assert isinstance(read, pl.DataFrame)
    return read


class TestPreview:
    def test_is_a_markdown_table_of_the_first_rows(self) -> None:
        frame = pl.DataFrame({"a": list(range(30)), "b": ["x|y\nz"] * 30})
        lines = str(metadata.preview(frame).value).splitlines()
        assert lines[:3] == ["| a | b |", "|---|---|", "| 0 | x\\|y z |"]
        assert len(lines) == metadata.PREVIEW_ROWS + 2

    def test_cuts_long_cells(self) -> None:
        [*_, row] = str(metadata.preview(pl.DataFrame({"a": ["字" * 500]})).value).splitlines()
        assert len(row) < 80
        assert "…" in row

    def test_says_when_there_is_nothing(self) -> None:
        assert metadata.preview(pl.DataFrame({"a": []})).value == "*no rows*"
