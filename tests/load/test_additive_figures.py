"""Sums count nothing twice (sql/views/additive_within.sql): made stories, the seeds, and a made-up truth."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from builders import Desk, Telling
from case_tables import read_cases
from databases import project, rows_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thorough import usually

from pipelines.eventlog import EventLog, NewEvents

_STORIES: dict[str, dict[str, object]] = read_cases(Path(__file__).parent / "additive_stories.yaml")
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
    codings: list[NewEvents] = []
    for (article, told), position in zip(articles.items(), desk.capture_all(*articles), strict=True):
        telling = Telling(article, position)
        events: dict[str, NewEvents] = {}
        for ordinal, (name, figure) in enumerate(told.items()):
            events |= {str(event.rows["event_id"][0]): event for event in _events(telling, name, ordinal, figure)}
        day = next(iter(told.values())).get("published_on", date(2024, 7, 1))
        codings += telling.coded(*events.values(), published_on=day)
    desk.commit(*codings)


def _projected(folder: Path, figures: Mapping[str, Figure]) -> Path:
    log = EventLog(str(folder / "log"))
    log.create()
    _write(log, figures)
    project(folder / "x.duckdb", log)
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


# A made-up truth: arrests on days in places, and figures about them. No sum may exceed what there was.

_PLACES = {"370784": ("370784", "370700", "370000", "100000"), "510411": ("510411", "100000")}
_START = date(2024, 1, 1)
_LAST_DAY = 300

Incident = tuple[str, int, int]
Total = tuple[str, int, int, str | None, str, bool]
_incident = st.tuples(st.sampled_from(sorted(_PLACES)), st.integers(0, _LAST_DAY), st.integers(1, 50))
_total = st.tuples(
    st.sampled_from(["100000", "370000", "370700", "510411"]),
    st.integers(0, _LAST_DAY),
    st.integers(0, _LAST_DAY),
    st.sampled_from([None, "clean_net_2024"]),
    st.sampled_from(["first and last day", "last day", "no day"]),
    st.booleans(),
)


@st.composite
def _totals_and_series(draw: st.DrawFn) -> list[Total]:
    """Some totals, and the states of one running total as one article tells them."""
    place, *_, campaign, _, _ = draw(_total)
    told_days = draw(st.sampled_from(["no day", "last day"]))
    states = draw(st.lists(st.integers(0, _LAST_DAY), min_size=2, max_size=4, unique=True))
    return draw(st.lists(_total, max_size=3)) + [(place, 0, last, campaign, told_days, True) for last in states]


def _cases(incidents: list[Incident]) -> dict[str, Figure]:
    """Each incident is a case, told of soon after."""
    figures: dict[str, Figure] = {}
    for number, (place, day, value) in enumerate(incidents):
        on = _START + timedelta(day)
        told = {"occurred_on": on if day % 2 else None, "published_on": on + timedelta(day % 30)}
        figures[f"case {number}"] = {"value": value, "case": f"C{number}", "place": place} | told
    return figures


def _totals(incidents: list[Incident], totals: list[Total], days_a_step: int = 1) -> dict[str, Figure]:
    """Each is right about its place and its days, as far as it tells them; a survey at the end tells several together."""
    figures: dict[str, Figure] = {}
    for number, (place, one, other, campaign, told_days, in_survey) in enumerate(totals):
        first, last = (min(one, other) if told_days == "first and last day" else 0), max(one, other)
        value = sum(v for where, day, v in incidents if place in _PLACES[where] and first <= day <= last)
        first_day, last_day = (_START + timedelta(day * days_a_step) for day in (first, last))
        if value:
            figures[f"total {number}"] = {
                "value": value,
                "place": place,
                "period": {"first and last day": (first_day, last_day), "last day": (None, last_day)}.get(told_days),
                "published_on": _START + timedelta(_LAST_DAY * days_a_step) if in_survey else last_day,
                "campaign": campaign,
            } | ({"article": "survey"} if in_survey else {})
    return figures


def _most(incidents: list[Incident], province: str) -> int:
    return sum(value for place, _, value in incidents if place[:2] == province[:2])


def _sums(figures: Mapping[str, Figure]) -> dict[str, int]:
    """The sums over everything and by province, and the largest figure that counts in a campaign."""
    told = {
        "everything": "select coalesce(sum(value), 0)::bigint from additive_figures",
        "campaign": "select coalesce(max(value), 0)::bigint from additive_figures_by_campaign",
    } | {
        province: "select coalesce(sum(value), 0)::bigint from additive_figures_by_province "
        f"where province_adcode = '{province}'"
        for province in ("370000", "510000")
    }
    with TemporaryDirectory() as folder:
        file = _projected(Path(folder), figures)
        with closing(duckdb.connect(str(file), read_only=True)) as connection:
            return {name: int(connection.execute(sql).fetchall()[0][0]) for name, sql in told.items()}


def _assert_true(sums: Mapping[str, int], incidents: list[Incident]) -> None:
    everything = sum(value for _, _, value in incidents)
    assert 0 < sums["everything"] <= everything
    assert sums["campaign"] <= everything
    for province in ("370000", "510000"):
        assert sums[province] <= _most(incidents, province)


@pytest.mark.slow
@settings(max_examples=usually(5, thorough=100))
@given(st.lists(_incident, min_size=1, max_size=4), _totals_and_series())
def test_no_sum_exceeds_what_there_was(incidents: list[Incident], totals: list[Total]) -> None:
    _assert_true(_sums(_cases(incidents) | _totals(incidents, totals)), incidents)


# 30 arrests until day 50, 50 until day 200: one article tells both, and the days of neither.
_SERIES: tuple[list[Incident], list[Total]] = (
    [("370784", 10, 30), ("370784", 100, 20)],
    [("370000", 0, last, None, "no day", True) for last in (50, 200)],
)


@pytest.mark.slow
@settings(max_examples=usually(6, thorough=200))
@given(st.lists(_incident, min_size=2, max_size=6), _totals_and_series())
@example(*_SERIES)
def test_no_sum_of_totals_over_years_exceeds_what_there_was(incidents: list[Incident], totals: list[Total]) -> None:
    """Here nobody tells the cases, which are old news by then: an old case is summed beside a total without days."""
    figures = _totals(incidents, totals, days_a_step=4)
    if figures:
        _assert_true(_sums(figures), incidents)


@pytest.mark.slow
@settings(max_examples=usually(3, thorough=60))
@given(
    st.lists(_incident, min_size=1, max_size=4),
    _totals_and_series(),
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 20),
)
@example(*_SERIES, False, 1, 1)
def test_another_outlets_copy_changes_no_sum(
    incidents: list[Incident], totals: list[Total], cases_are_told: bool, copied: int, days_later: int
) -> None:
    """A total may be copied later; a later report of a case is news of the case."""
    figures = (_cases(incidents) if cases_are_told else {}) | _totals(incidents, totals)
    if figures:
        figure = list(figures.values())[copied % len(figures)]
        told_on = figure["published_on"]
        assert isinstance(told_on, date)
        copied_on = told_on if "case" in figure else told_on + timedelta(days_later)
        copy = {"copy": {**figure, "article": "copy", "published_on": copied_on}}
        assert _sums(figures | copy) == _sums(figures)
