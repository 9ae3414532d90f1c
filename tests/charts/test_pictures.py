"""Pictures show what they are given, are small, need nothing from elsewhere, and are the same for the same rows."""

import base64
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipelines
from pipelines.charts.pictures import Day, Province, Status, arrests_by_province, articles_by_status, throughput
from pipelines.charts.tiles import read_tiles, tiles
from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import gazetteer

ROOT = Path(pipelines.__file__).parents[1]
LARGEST_BYTES = 60_000

NAMES = {
    row.place.adcode: row.place.name_en
    for row in gazetteer().rows()
    if row.place.level == "province" and row.place.valid_to is None
}


def words(svg: str) -> list[str]:
    """The words of a picture, in order."""
    return ["".join(text.itertext()).strip() for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_every_province_of_today_has_a_tile() -> None:
    assert set(tiles()) == set(NAMES)


@pytest.mark.parametrize(
    "lines",
    [
        "110000,1,1\n120000,1,1",
        "110000,1,1\n110000,1,2",
        "110000,1",
        "110000,west,1",
        "110000,-1,1",
    ],
    ids=["a tile twice", "a province twice", "no row", "no number", "outside"],
)
def test_a_wrong_tile_is_refused(lines: str) -> None:
    with pytest.raises(ReferenceDataError, match="line"):
        read_tiles(f"adcode,column,row\n{lines}\n")


def test_the_map_names_each_province_with_its_number() -> None:
    counts = {adcode: 1000 + nth for nth, adcode in enumerate(NAMES)} | {"110000": None}
    shown = words(arrests_by_province([Province(adcode, NAMES[adcode], counts[adcode]) for adcode in NAMES]))
    for adcode, name in NAMES.items():
        count = counts[adcode]
        assert shown[shown.index(name) + 1] == ("–" if count is None else f"{count:,}")


def test_more_arrests_are_darker() -> None:
    svg = arrests_by_province(
        [Province("110000", "Beijing", 1), Province("120000", "Tianjin", 50), Province("130000", "Hebei", 99)]
    )
    fills = re.findall(r"fill: #([0-9a-f]{6})", svg)
    tiles_drawn = [sum(bytes.fromhex(fill)) for fill in fills if fill not in {"ffffff", "1f2933"}]
    assert len(tiles_drawn) == 3
    assert tiles_drawn == sorted(tiles_drawn, reverse=True)
    assert len(set(tiles_drawn)) == 3


def test_statuses_and_days_are_told() -> None:
    assert {"coded", "out of scope", "1,234", "7"} <= set(
        words(articles_by_status([Status("coded", 1234), Status("out_of_scope", 7)]))
    )
    shown = words(throughput([Day("2026-01-01", 3, 40), Day("2026-01-02", 5, 60)]))
    assert {"Articles captured a day", "Figures read from them", "2026-01-01", "2026-01-02"} <= set(shown)


def _largest() -> dict[str, str]:
    return {
        "map": arrests_by_province([Province(adcode, name, 9_876_543) for adcode, name in NAMES.items()]),
        "statuses": articles_by_status([Status(f"status_{n}", 10**7 - n) for n in range(8)]),
        "days": throughput([Day(f"2026-01-{day:02}", day * 99_991, day * 999_983) for day in range(1, 31)]),
    }


def test_pictures_are_small_and_need_nothing_from_elsewhere() -> None:
    for name, svg in _largest().items():
        assert len(base64.b64encode(svg.encode())) < LARGEST_BYTES, name
        references = re.findall(r'(?:href|src)="([^"]*)"', svg)
        assert all(reference.startswith("#") for reference in references), name
        assert "<script" not in svg


def test_the_same_rows_give_the_same_picture_in_every_process() -> None:
    program = (
        "from pipelines.charts.pictures import *\n"
        "print(arrests_by_province([Province('110000', 'Beijing', 3)]), end='')\n"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
                "PYTHONHASHSEED": seed,
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert drawn == {arrests_by_province([Province("110000", "Beijing", 3)])}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 10**12), min_size=0, max_size=len(NAMES)),
    st.lists(st.integers(0, 10**12), max_size=8),
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=30),
)
def test_any_counts_can_be_drawn(arrests: list[int | None], statuses: list[int], days: list[tuple[int, int]]) -> None:
    provinces = [Province(adcode, NAMES[adcode], count) for adcode, count in zip(NAMES, arrests, strict=False)]
    assert len(words(arrests_by_province(provinces))) == 2 * len(provinces) + 2
    assert words(articles_by_status([Status(f"s{nth}", count) for nth, count in enumerate(statuses)]))
    assert words(throughput([Day(f"day {nth}", *counts) for nth, counts in enumerate(days)]))
