"""Two reports: what makes them one case, what rules it out, and that a score has no side."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from told_cases import REPORTS, figures, report

from pipelines.normalize.resolution import ReportFeatures, partition
from pipelines.normalize.resolution.contradictions import Contradiction, contradictions
from pipelines.normalize.resolution.features import Reported
from pipelines.normalize.resolution.scoring import FULL_SCORE, SAME_CASE, may_be_one, score
from pipelines.normalize.resolution.wording import sketch

PAIRS = read_cases(Path(__file__).parent / "pairs.yaml")


def _given(told: Mapping[str, Any]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name, value in told.items():
        if name == "figures":
            changes[name] = frozenset(_figure(metric, number) for metric, number in value.items())
        elif name == "in_list":
            changes[name] = (value[0], tuple(value[1]))
        else:
            changes[name] = frozenset(value) if isinstance(value, list) else value
    return changes


def _figure(metric: str, told: int | Mapping[str, Any]) -> Reported:
    full: Mapping[str, Any] = {"value": told} if isinstance(told, int) else told
    return Reported(metric, Decimal(full["value"]), qualifier=full.get("qualifier", "exact"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_pairs(pair: Mapping[str, Any]) -> None:
    both = pair.get("both", {})
    one = report("1", title="一起案件", **_given({**both, **pair.get("one", {})}))
    other = report("2", title="another case", **_given({**both, **pair.get("other", {})}))
    found = score(one, other)
    assert (found.points >= SAME_CASE) is pair["same"], found
    assert len(partition([one, other])) == (1 if pair["same"] else 2), "reports of one case share a block"


_TEXT = "".join(chr(0x4E00 + number * 37) for number in range(400))
_MORE = st.fixed_dictionaries(
    {
        "labels": st.frozensets(st.sampled_from(["夜莺", "猎狐"]), max_size=1),
        "abroad": st.frozensets(st.sampled_from(["MM", "KH"]), max_size=1),
        "passage": st.sampled_from([b"", *(sketch(_TEXT[start : start + 250]) for start in (0, 30, 100, 150))]),
    }
)


@settings(max_examples=1_000)
@given(REPORTS, REPORTS, _MORE, _MORE)
def test_what_cannot_be_one_case_scores_as_two(
    a: ReportFeatures, b: ReportFeatures, more: dict[str, Any], others: dict[str, Any]
) -> None:
    a, b = replace(a, **more), replace(b, **others)
    assert may_be_one(a, b) or score(a, b).points < SAME_CASE


@given(REPORTS, REPORTS)
def test_a_score_is_symmetric_and_gives_its_reasons(a: ReportFeatures, b: ReportFeatures) -> None:
    b = replace(b, article="another")
    assert score(a, b) == score(b, a)
    assert score(a, b).points >= 0
    assert not (score(a, b).ruled_out and score(a, b).points)
    assert score(a, b).reasons or not score(a, b).points


def test_full_score_is_above_what_is_needed() -> None:
    assert SAME_CASE < FULL_SCORE


@pytest.mark.parametrize(
    ("a", "b", "one_in_the_other"),
    [
        ("320281", "320282", False),
        ("110101", "110102", False),
        ("469001", "469002", False),
        ("320281", "320200", True),
        ("320281", "320000", True),
        ("110101", "110000", True),
        ("320281", "100000", True),
        ("320200", "320500", False),
        ("MM", "KH", False),
        ("MM", "100000", False),
    ],
)
def test_which_places_lie_one_in_the_other(a: str, b: str, one_in_the_other: bool) -> None:
    pair = [report(place, jurisdictions=frozenset({place})) for place in (a, b)]
    assert score(*pair).ruled_out is not one_in_the_other


def test_the_finer_the_common_place_the_more_it_says() -> None:
    def points(*places: str) -> float:
        return score(*(report(str(n), jurisdictions=frozenset({place})) for n, place in enumerate(places))).points

    assert (
        points("370784", "370784")
        > points("370000", "370000")
        > points("370784", "370700")
        > points("100000", "100000")
    )


def test_words_count_where_the_passages_are_long() -> None:
    text = (
        "记者昨日从警方获悉，一个以代办信用卡为名收取手续费的团伙在城郊一处出租屋内被当场查获，民警缴获写有话术的笔记本和一批作案用的旧手机，"
        "目前涉案人员均已被带回接受调查，案件还在进一步办理之中。"
    )
    passage = sketch(text)
    assert passage
    assert sketch(text[:20]) == b""
    same = score(report("1", passage=passage), report("2", passage=passage))
    other = score(report("1", passage=passage), report("2", passage=sketch("又一篇" + text[::-1])))
    assert same.points > other.points


@pytest.mark.parametrize(
    ("earlier", "later", "days", "found"),
    [
        (figures(suspects_arrested=7), figures(suspects_arrested=63), 30, None),
        (figures(suspects_arrested=63), figures(suspects_arrested=7), 30, Contradiction.FEWER),
        (figures(suspects_arrested=7), figures(suspects_arrested=63), 0, Contradiction.AT_ONCE),
        (figures(loss_amount=7), figures(loss_amount=63), 30, Contradiction.MORE_MONEY),
        (figures(loss_amount=63), figures(loss_amount=7), 30, Contradiction.AMOUNT),
        (figures(loss_amount=7), figures(loss_amount=63), 1, Contradiction.AMOUNT),
        (figures(suspects_repatriated=7), figures(suspects_repatriated=63), 300, Contradiction.OTHER_EVENT),
        (figures(victims=7), figures(suspects_arrested=63), 0, None),
        ({Reported("victims", Decimal(80), qualifier="at_least")}, figures(victims=84), 0, None),
        ({Reported("victims", Decimal(80), qualifier="at_least")}, figures(victims=94), 0, Contradiction.AT_ONCE),
        ({Reported("victims", Decimal(100), qualifier="nearly")}, figures(victims=97), 0, None),
        ({Reported("victims", Decimal(100), qualifier="nearly")}, figures(victims=101), 0, Contradiction.AT_ONCE),
        ({Reported("victims", Decimal(30), qualifier="about")}, figures(victims=33), 0, None),
        ({Reported("victims", Decimal(5), is_part=True)}, figures(victims=33), 0, None),
        (figures(victims=5), {Reported("victims", Decimal(5), is_part=True), *figures(victims=33)}, 0, None),
        ({Reported("loss_amount", Decimal(5), "HKD")}, {Reported("loss_amount", Decimal(6), "CNY")}, 0, None),
    ],
)
def test_contradictions(earlier: set[Reported], later: set[Reported], days: int, found: Contradiction | None) -> None:
    one = report("1", figures=frozenset(earlier), published_on=date(2023, 5, 1))
    other = report("2", figures=frozenset(later), published_on=date.fromordinal(date(2023, 5, 1).toordinal() + days))
    assert list(contradictions(one, other).values()) == ([found] if found else [])
    assert contradictions(one, other) == contradictions(other, one)
