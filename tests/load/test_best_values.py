"""The best value of a case (sql/projections/62_case_measure_history.sql): made tellings, and what holds of any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import Desk, Telling
from case_tables import read_cases
from databases import Rows, project, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import usually

from pipelines.eventlog import EventLog, NewEvents
from pipelines.load.sqlfiles import SQL_ROOT

_CASES: dict[str, dict[str, object]] = read_cases(Path(__file__).parent / "best_values.yaml")

BEST = (
    "select m.case_id, m.value, m.qualifier, f.article, m.alternatives, m.chosen_because "
    "from case_measure as m inner join fact_figure as f using (figure_id)"
)


@dataclass(frozen=True)
class Told:
    """One article's number for a case."""

    value: Decimal
    qualifier: str = "exact"
    published_on: date | None = None
    publisher: str | None = None
    unit: str = "person"
    subset: bool = False
    basis: str = "total"


def _coded(article: str, position: int, case_id: str, told: Told) -> list[NewEvents]:
    telling = Telling(article, position)
    figure = telling.figure(
        value=str(told.value),
        qualifier=told.qualifier,
        unit=told.unit,
        metric="suspects_arrested" if told.unit == "person" else "loss_amount",
        subset=told.subset,
        basis=told.basis,
    )
    reports = (telling.case(), telling.linked(case_id=case_id), figure)
    return telling.coded(*reports, published_on=told.published_on, publisher=told.publisher)


def _tellings(case: dict[str, object]) -> list[Told]:
    rows = case["tellings"]
    assert isinstance(rows, list)
    unit = str(case.get("unit", "person"))
    return [Told(Decimal(str(value)), qualifier, day, publisher, unit) for value, qualifier, day, publisher in rows]


@pytest.fixture(scope="module")
def best(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[object, ...]]:
    """The best value of each case of the table, by its name: article, alternatives, reason."""
    folder = tmp_path_factory.mktemp("best")
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    told = {
        f"{name}/{place}": (name, one) for name, case in _CASES.items() for place, one in enumerate(_tellings(case), 1)
    }
    positions = desk.capture_all(*told)
    codings = (_coded(article, at, *telling) for (article, telling), at in zip(told.items(), positions, strict=True))
    desk.commit(*(event for coding in codings for event in coding))
    project(folder / "x.duckdb", log)
    rows = rows_of(folder / "x.duckdb", BEST)
    return {str(case_id): (article, others, why) for case_id, _, _, article, others, why in rows}


@pytest.mark.parametrize("name", _CASES)
def test_the_best_of_several_tellings(best: dict[str, tuple[object, ...]], name: str) -> None:
    case = _CASES[name]
    assert best[name] == (f"{name}/{case['best']}", len(_tellings(case)) - 1, case["because"])


def test_every_reason_is_met() -> None:
    told = (SQL_ROOT / "schema" / "case_measure_history.sql").read_text(encoding="utf-8")
    reasons = {str(case["because"]) for case in _CASES.values()}
    assert reasons == {"only_told", "largest", "most_precise", "latest", "most_authoritative", "told_alike"}
    assert all(reason in told for reason in reasons), "the table's header names them"


# What holds of any tellings

Tellings = Mapping[str, Sequence[Told]]

_told = st.builds(
    Told,
    # Often the same one, often one that is nearly the same.
    (st.integers(0, 4) | st.integers(28, 30)).map(lambda number: Decimal(number * 10)),
    st.sampled_from(["exact", "exact", "exact", "at_least", "nearly", "about"]),
    st.none() | st.integers(0, 3).map(lambda days: date(2024, 1, 1) + timedelta(days)),
    st.sampled_from([None, "Evening Post", "Xinhua", "Anqiu Police"]),
    st.sampled_from(["person", "person", "CNY"]),
    st.sampled_from([False, False, True]),
    st.sampled_from(["total", "total", "daily"]),
)


# What the words of a number allow, as a multiple of it.
LEAST = {"exact": 1.0, "at_least": 1.0, "nearly": 0.9, "about": 0.9}
MOST = {"exact": 1.0, "at_least": float("inf"), "nearly": 1.0, "about": 1.1}


def _bests(folder: Path, orders: Mapping[str, Sequence[int]], told: Tellings, *, projected_every: int) -> Rows:
    """The best values where of each case one article after the other comes in, in the case's order."""
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    rounds = zip_longest(*orders.values())
    coming = [[(case, n) for case, n in zip(orders, one, strict=True) if n is not None] for one in rounds]
    articles = [f"{case}{number}" for together in coming for case, number in together]
    positions = dict(zip(articles, desk.capture_all(*articles), strict=True))
    for place, together in enumerate(coming, 1):
        codings = (_coded(f"{case}{n}", positions[f"{case}{n}"], case, told[case][n]) for case, n in together)
        desk.commit(*(event for coding in codings for event in coding))
        if place % projected_every == 0:
            project(folder / "x.duckdb", log)
    project(folder / "x.duckdb", log)
    return rows_of(folder / "x.duckdb", BEST)


# Of a case what articles tell of it, and another order of these.
_case = st.lists(_told, min_size=4, max_size=6).flatmap(lambda t: st.tuples(st.just(t), st.permutations(range(len(t)))))


@pytest.mark.slow
@settings(max_examples=usually(3, thorough=25))
@given(st.fixed_dictionaries(dict.fromkeys("ABCD", _case)))
def test_the_order_of_arrival_says_nothing_and_no_part_wins(drawn: dict[str, tuple[list[Told], list[int]]]) -> None:
    told = {case: tellings for case, (tellings, _) in drawn.items()}
    orders = {case: order for case, (_, order) in drawn.items()}
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        found = _bests(Path(one), {case: range(len(each)) for case, each in told.items()}, told, projected_every=9)
        assert found == _bests(Path(other), orders, told, projected_every=2), "nor does that they come by and by"
    for case, tellings in told.items():
        _assert_no_part_won([row for row in found if row[0] == case], tellings)


def _assert_no_part_won(found: Rows, tellings: Sequence[Told]) -> None:
    wholes = [told for told in tellings if told.basis == "total" and not told.subset]
    assert len(found) == len({told.unit for told in wholes})
    for _, value, _, article, others, _ in found:
        chosen = tellings[int(str(article)[1:])]
        assert chosen in wholes
        assert others == sum(told.unit == chosen.unit for told in wholes) - 1
        rivals = [t for t in wholes if t.unit == chosen.unit == "person"]
        assert all(
            MOST[chosen.qualifier] * float(chosen.value or 1) >= LEAST[t.qualifier] * float(t.value) for t in rivals
        ), value
