"""Sums count nothing twice (sql/views/additive_within.sql): made stories, the seeds, and a made-up truth."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
import yaml
from builders import Desk, Telling, small_reference
from databases import rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.eventlog import EventLog, NewEvents
from pipelines.load.projection import bring_forward

_STORIES: dict[str, dict[str, object]] = yaml.safe_load(
    (Path(__file__).parent / "additive_stories.yaml").read_text("utf-8")
)
FRAMES = {"adds": "additive_figures", "by_province": "additive_figures_by_province"} | {
    "by_campaign": "additive_figures_by_campaign"
}
CAMPAIGN_YEARS = {"clean_net_2024": 2024, "border": None}

Figure = Mapping[str, object]


def _events(telling: Telling, name: str, ordinal: int, figure: Figure) -> list[NewEvents]:
    """The events of one figure, and of its case and campaign; its name is its quote."""
    place, campaign, case = figure.get("place", "370784"), figure.get("campaign"), figure.get("case")
    period = figure.get("period") or (None, None)
    assert isinstance(period, Sequence), "a pair of days"
    told: dict[str, object] = {
        "qualifier": figure.get("qualifier", "exact"),
        "subset": figure.get("subset", False),
        "basis": figure.get("basis", "total"),
        "metric": figure.get("metric", "suspects_arrested"),
        "region_adcode": place,
        "campaign_key": campaign,
        "period_start": period[0],
        "period_end": period[1],
        "quote": name,
    }
    events = [telling.figure(ordinal, str(figure["value"]), None if case is None else str(case), **told)]
    if case is not None:
        attributes = {"agency_adcode": place, "campaign_key": campaign, "occurred_on": figure.get("occurred_on")}
        events += [telling.case(str(case), **attributes), telling.linked(str(case), str(case))]
    if campaign is not None:
        events.append(telling.campaign(str(campaign), year=CAMPAIGN_YEARS[str(campaign)]))
    return events


def _write(log: EventLog, figures: Mapping[str, Figure]) -> None:
    desk = Desk(log)
    articles: dict[str, dict[str, Figure]] = {}
    for name, figure in figures.items():
        articles.setdefault(str(figure.get("article", name)), {})[name] = figure
    for article, told in articles.items():
        telling = Telling(article, desk.capture(article))
        events: dict[str, NewEvents] = {}
        for ordinal, (name, figure) in enumerate(told.items()):
            events |= {str(event.rows["event_id"][0]): event for event in _events(telling, name, ordinal, figure)}
        day = next(iter(told.values())).get("published_on", date(2024, 7, 1))
        desk.tell(telling, *events.values(), published_on=day)


def _projected(folder: Path, figures: Mapping[str, Figure]) -> Path:
    log = EventLog(str(folder / "log"))
    log.create()
    _write(log, figures)
    bring_forward(folder / "x.duckdb", log, small_reference())
    return folder / "x.duckdb"


@pytest.mark.parametrize("name", _STORIES)
def test_what_a_sum_takes_up(name: str, tmp_path: Path) -> None:
    story = _STORIES[name]
    figures = story["figures"]
    assert isinstance(figures, dict)
    file = _projected(tmp_path, figures)
    found = {
        frame: {quote for (quote,) in rows_of(file, f"select quote from {view}")} for frame, view in FRAMES.items()
    }
    expected = {frame: set(story.get(frame, story["adds"])) for frame in FRAMES}  # type: ignore[call-overload] # lists
    assert found == expected


def test_an_aggregate_told_again_in_its_article_counts_once(tmp_path: Path) -> None:
    twice: dict[str, Figure] = {name: {"value": 679, "place": "370700", "article": "a"} for name in ("one", "again")}
    file = _projected(tmp_path, {**twice, "beside": {"value": 110, "place": "370700", "article": "a"}})
    assert rows_of(file, "select sum(value)::int, count(*) from additive_figures") == [(789, 2)]


# A made-up truth: arrests on days in places, and figures about them. No sum may exceed what there was.

_PLACES = {"370784": ("370784", "370700", "370000", "100000"), "510411": ("510411", "100000")}
_START = date(2024, 1, 1)
_incident = st.tuples(st.sampled_from(sorted(_PLACES)), st.integers(0, 300), st.integers(1, 50))
_total = st.tuples(
    st.sampled_from(["100000", "370000", "370700", "510411"]),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from([None, "clean_net_2024"]),
    st.booleans(),
)


def _truth(
    incidents: list[tuple[str, int, int]], totals: list[tuple[str, int, int, str | None, bool]]
) -> dict[str, Figure]:
    """Each incident is a case, told of soon after; each total is right about its place and its days, or tells none."""
    figures: dict[str, Figure] = {}
    for number, (place, day, value) in enumerate(incidents):
        on = _START + timedelta(day)
        told = {"occurred_on": on if day % 2 else None, "published_on": on + timedelta(day % 30)}
        figures[f"case {number}"] = {"value": value, "case": f"C{number}", "place": place} | told
    for number, (place, one, other, campaign, dated) in enumerate(totals):
        first, last = (min(one, other), max(one, other)) if dated else (0, max(one, other))
        value = sum(v for where, day, v in incidents if place in _PLACES[where] and first <= day <= last)
        if value:
            figures[f"total {number}"] = {
                "value": value,
                "place": place,
                "period": (_START + timedelta(first), _START + timedelta(last)) if dated else None,
                "published_on": _START + timedelta(last),
                "campaign": campaign,
            }
    return figures


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(_incident, min_size=1, max_size=4), st.lists(_total, min_size=1, max_size=5))
def test_no_sum_exceeds_what_there_was(
    incidents: list[tuple[str, int, int]], totals: list[tuple[str, int, int, str | None, bool]]
) -> None:
    provinces = {p: sum(v for where, _, v in incidents if p in (where[:2] + "0000",)) for p in ("370000", "510000")}
    with TemporaryDirectory() as folder:
        file = _projected(Path(folder), _truth(incidents, totals))
        with closing(duckdb.connect(str(file), read_only=True)) as connection:

            def most(sql: str) -> int:
                return int(connection.execute(sql).fetchall()[0][0])

            everything = sum(provinces.values())
            assert 0 < most("select sum(value) from additive_figures") <= everything
            assert most("select coalesce(max(value), 0) from additive_figures_by_campaign") <= everything
            for province, value in provinces.items():
                told = f"select coalesce(sum(value), 0) from additive_figures_by_province where province_adcode = '{province}'"
                assert most(told) <= value
