"""Which reports are compared at all: those that share enough to be one case, and none that share a place and a season alone."""

from collections.abc import Mapping
from datetime import date

import pytest
from told_cases import figures, report

from pipelines.normalize.resolution import ReportFeatures
from pipelines.normalize.resolution.wording import clauses

DAY, MONTH_AFTER, YEAR_AFTER, YEARS_AFTER = (
    {"published_on": day} for day in (date(2023, 5, 4), date(2023, 6, 30), date(2024, 7, 1), date(2026, 7, 1))
)
ELSEWHERE = {"jurisdictions": frozenset({"510411"})}
NEIGHBOUR, CITY_OF_PROVINCE = ({"jurisdictions": frozenset({place})} for place in ("370783", "370100"))
COMMON = {"scheme": "fake_loan", "role": "fraud", "campaign_key": "break_card"}


def _kinds(one: ReportFeatures, other: ReportFeatures) -> set[object]:
    return {kind for kind, *_ in one.blocks & other.blocks}


def _told(number: int, *given: Mapping[str, object], **values: int | str) -> ReportFeatures:
    changes = {name: value for some in given for name, value in some.items()}
    return report(str(number), figures=figures(**values), **changes)


def test_a_place_and_a_month_make_no_key_and_a_small_number_with_them_none() -> None:
    """Else each report of a place would be compared with all others of its season, the more of them the longer history is."""
    one = _told(1, COMMON, DAY, suspects_arrested=3)
    assert not _kinds(one, _told(2, COMMON, DAY, suspects_arrested=3))
    assert not _kinds(one, _told(3, COMMON, DAY, suspects_arrested=11))


def test_a_number_is_compared_near_in_place_and_time() -> None:
    one = _told(1, DAY, victims=21)
    assert _kinds(one, _told(2, MONTH_AFTER, NEIGHBOUR, victims="21.0000")) == {"figure_then"}, (
        "numbers, not their text"
    )
    assert _kinds(one, _told(3, DAY, CITY_OF_PROVINCE, victims=21)) == {"figure_then"}
    assert not _kinds(one, _told(4, DAY, suspects_arrested=21))
    assert not _kinds(one, _told(5, DAY, ELSEWHERE, victims=21))
    assert not _kinds(one, _told(6, {"published_on": date(2023, 7, 1)}, victims=21))


def test_the_more_a_number_tells_the_farther_it_reaches() -> None:
    telling, unique = _told(1, DAY, victims=322), _told(2, DAY, loss_amount=992_486)
    assert _kinds(telling, _told(3, YEARS_AFTER, NEIGHBOUR, victims=322)) == {"figure"}
    assert _kinds(telling, _told(4, DAY, ELSEWHERE, victims=322)) == {"telling_then"}
    assert not _kinds(telling, _told(5, YEARS_AFTER, ELSEWHERE, victims=322))
    assert _kinds(unique, _told(6, YEARS_AFTER, ELSEWHERE, amount_seized=992_486)) == {"amount"}


def test_two_numbers_reach_farther_than_each() -> None:
    one = _told(1, DAY, suspects_arrested=11, dens_destroyed=3)
    assert _kinds(one, _told(2, YEAR_AFTER, suspects_arrested=11, dens_destroyed=3)) == {"counts"}
    assert not _kinds(one, _told(3, YEAR_AFTER, suspects_arrested=11))
    assert not _kinds(one, _told(4, YEARS_AFTER, suspects_arrested=11, dens_destroyed=3))
    small = _told(5, DAY, suspects_arrested=4, dens_destroyed=3)
    assert not _kinds(small, _told(6, YEAR_AFTER, suspects_arrested=4, dens_destroyed=3))
    telling = _told(7, DAY, suspects_arrested=322, cards_seized=1_733)
    assert _kinds(telling, _told(8, YEARS_AFTER, ELSEWHERE, suspects_arrested=322, cards_seized=1_733)) == {
        "two_figures"
    }


def test_a_day_of_the_deed_and_a_heading_of_a_place_reach_any_distance() -> None:
    deed, heading = {"occurred_on": date(2023, 5, 1)}, {"title": "安丘警方打掉一贩卡团伙"}
    assert _kinds(_told(1, DAY, deed, suspects_arrested=3), _told(2, YEARS_AFTER, deed, suspects_arrested=3)) == {"day"}
    assert not _kinds(_told(3, DAY, deed), _told(4, DAY, deed, ELSEWHERE))
    undated = {"published_on": None}
    assert _kinds(_told(5, DAY, heading), _told(6, undated, heading)) == {"title"}
    assert _kinds(_told(7, DAY, heading), _told(8, DAY, heading, ELSEWHERE)) == {"title_then"}
    assert not _kinds(_told(9, YEARS_AFTER, heading), _told(10, DAY, heading, ELSEWHERE))


def test_a_code_name_is_looked_for_in_its_province_always_and_elsewhere_for_a_year() -> None:
    code = {"code_name": "“3·02”专案"}
    assert _kinds(_told(1, DAY, code), _told(2, YEARS_AFTER, code, CITY_OF_PROVINCE)) == {"code"}
    assert _kinds(_told(3, DAY, code), _told(4, YEAR_AFTER, code, ELSEWHERE)) == {"code_of_year"}
    assert not _kinds(_told(5, DAY, code), _told(6, YEARS_AFTER, code, ELSEWHERE))


def test_the_longest_round_up_has_some_hundred_keys() -> None:
    many = {f"metric_{number}": 20 + number for number in range(70)} | {
        f"telling_{number}": 301 + number for number in range(29)
    }
    assert len(_told(1, DAY, **many).blocks) < 600


def test_a_suspect_and_a_number_find_what_follows() -> None:
    li, zhang = ({"surnames": frozenset({name})} for name in "李张")
    verdict = _told(1, YEAR_AFTER, li, persons_sentenced=3)
    assert _kinds(_told(2, DAY, li, persons_sentenced=3), verdict) == {"follow_up"}
    assert not _kinds(_told(3, DAY, zhang, persons_sentenced=3), verdict)
    assert not _kinds(_told(4, DAY, li, persons_sentenced=4), verdict)


def test_copies_of_one_text_meet_under_other_headings_and_without_numbers() -> None:
    here, there = (
        {"clauses": clauses(text)}
        for text in (
            "记者获悉，民警在城郊一处写字楼里查获一个窝点。嫌犯到案",
            "5月4日消息：\n 民警在城郊一处写字楼里查获一个窝点 ；嫌犯到案",
        )
    )
    assert _kinds(_told(1, DAY, here), _told(2, MONTH_AFTER, there)) == {"clause_then"}
    assert not _kinds(_told(3, DAY, here), _told(4, DAY, there, ELSEWHERE))
    assert not _kinds(
        _told(5, DAY, {"clauses": clauses("嫌犯到案。")}), _told(6, DAY, {"clauses": clauses("嫌犯到案。")})
    )


@pytest.mark.parametrize("cases", [3, 4, 10])
def test_cases_of_one_list_meet_though_one_is_left_out(cases: int) -> None:
    """In another language and without a date: by the places that stand around them."""
    places = tuple(f"{11 + number}0{1 + number}00" for number in range(cases))
    told = [
        _told(at, DAY, {"in_list": (at, places), "jurisdictions": frozenset({here})}) for at, here in enumerate(places)
    ]
    again = [_listed_in(each, places) for each in told]
    assert all(_kinds(one, other) == {"beside"} for one, other in zip(told, again, strict=True))
    assert not _kinds(told[0], again[1])
    if cases == 10:
        shorter = places[:4] + places[5:]
        found = _listed_in(told[6], shorter, at=5)
        assert _kinds(told[6], found) == {"beside"}


def _listed_in(told: ReportFeatures, places: tuple[str, ...], at: int | None = None) -> ReportFeatures:
    """The case as another list tells it."""
    number = told.in_list[0] if at is None else at
    listed = {"in_list": (number, places), "jurisdictions": told.jurisdictions, "published_on": None}
    return _told(99, listed, {"told_on": date(2026, 11, 1)})


def test_a_list_of_two_is_none() -> None:
    pair = {"in_list": (0, ("370784", "510411"))}
    assert not _kinds(_told(1, DAY, pair), _told(2, DAY, pair))
