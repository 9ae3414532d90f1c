"""Resolution and the best value of a case take a number for the same range, but for one end (docs/decisions/0019)."""

from contextlib import closing
from decimal import Decimal

import duckdb
import pytest

from pipelines.load.sqlfiles import read_folder
from pipelines.normalize.resolution.features import Reported

MACROS = ("told_rounding", "least_told", "most_told")
VALUES = ("0.5", "1", "7", "19", "30", "97", "100", "2000", "15000.25", "412477", "36000000", "36185270")


def _in_tables(figure: Reported) -> tuple[float, float]:
    macros = {file.name: file.text for file in read_folder("views")}
    with closing(duckdb.connect()) as connection:
        for name in MACROS:
            connection.execute(macros[name])
        told = [figure.value, figure.qualifier, figure.unit]
        found = connection.execute("select least_told($1, $2, $3), most_told($1, $2, $3)", told).fetchone()
    assert found is not None
    return found


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("metric", "unit"), [("loss_amount", "CNY"), ("victims", "person")])
def test_a_number_stands_for_the_same_range_as_in_the_tables(value: str, metric: str, unit: str) -> None:
    for qualifier in ("exact", "nearly", "about"):
        figure = Reported(metric, Decimal(value), unit, qualifier)
        assert [float(end) for end in figure.bounds] == pytest.approx(_in_tables(figure)), qualifier


@pytest.mark.parametrize(("value", "end"), [("80", 90), ("300", 400), ("36000000", 37000000)])
def test_a_lower_bound_ends_where_another_would_be_told_alone_here(value: str, end: int) -> None:
    figure = Reported("victims", Decimal(value), "person", "at_least")
    assert figure.bounds == (Decimal(value), Decimal(end))
    assert _in_tables(figure) == (float(value), float("inf"))
