"""Where each province stands on the tile map: a column and a row, counted from the north-west; from province_tiles.csv."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipelines.errors import ReferenceDataError

FILE = "province_tiles.csv"
Tile = tuple[int, int]  # column, row


@cache
def tiles() -> Mapping[str, Tile]:
    """Each province's tile by its adcode. ReferenceDataError where two share a tile or one is not two small numbers."""
    return read_tiles((files(__package__) / FILE).read_text(encoding="utf-8"))


def read_tiles(text: str) -> Mapping[str, Tile]:
    """The tiles that `text`, in the form of the file, places."""
    placed: dict[str, Tile] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            adcode, tile = str(row["adcode"]), (int(row["column"]), int(row["row"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ReferenceDataError(f"{FILE}, line {line}: not an adcode, a column and a row") from error
        if min(tile) < 0 or adcode in placed or tile in placed.values():
            raise ReferenceDataError(f"{FILE}, line {line}: {adcode} or its tile stands there already, or is no tile")
        placed[adcode] = tile
    return placed
