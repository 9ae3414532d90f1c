"""Normalized tables on their way between assets: one Parquet file a table below `warehouse/stage/`, replaced by each run.

They are kept for inspection; nothing but the run that wrote them builds on them. A file is replaced whole or not at all.
"""

from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.whole_files import replace_file


class StageIOManager(dg.ConfigurableIOManager):
    """Writes and reads polars frames as `<folder>/<asset>.parquet`."""

    folder: str

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Replace the asset's file."""
        path = self._path(context.asset_key)
        replace_file(path, obj.write_parquet)
        context.add_output_metadata({"path": dg.MetadataValue.path(str(path))})

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read the upstream asset's file."""
        return pl.read_parquet(self._path(context.asset_key))

    def _path(self, key: dg.AssetKey) -> Path:
        return Path(self.folder) / f"{key.path[-1]}.parquet"
