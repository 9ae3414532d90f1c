"""COLUMN=VALUE: what is read, and the one line that says what is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.correct.changes import Changes, Codes, case_changes, figure_changes
from pipelines.errors import UsageError

BEFORE = {
    **{"metric": "suspects_arrested", "value": Decimal(10), "unit": "person", "qualifier": "exact", "basis": "total"},
    **{
        "subset": False,
        "region_adcode": None,
        "case_id": "aaaaaa1",
        "campaign_key": None,
        "period_start": date(2024, 1, 1),
        "period_end": date(2024, 6, 30),
    },
}
CASE = {
    **{"title": "A case", "scheme": None, "role": "fraud", "campaign_key": None},
    **{"jurisdiction_adcode": "370784", "occurred_on": None},
}
CODES = Codes({"100000", "370784"}, {"break_card"}, ["aaaaaa1", "aaaaaa2", "bbbbbb1"])


@pytest.mark.parametrize(
    ("assignments", "values", "cleared"),
    [
        (["value=11"], {"value": Decimal(11)}, ()),
        (["value=1,200", "qualifier=at_least"], {"value": Decimal(1200), "qualifier": "at_least"}, ()),
        (["metric=suspects_detained"], {"metric": "suspects_detained", "unit": "person"}, ()),
        (
            ["metric=loss_amount", "unit=USD", "value=1200.50"],
            {"metric": "loss_amount", "unit": "USD", "value": Decimal("1200.50")},
            (),
        ),
        (["subset=yes"], {"subset": True}, ()),
        (
            ["region_adcode=370784", "period_end=", "period_start="],
            {"region_adcode": "370784"},
            ("period_end", "period_start"),
        ),
        (["case=bbbbbb"], {"case_id": "bbbbbb1"}, ()),
        (["case=", "campaign=break_card"], {"campaign_key": "break_card"}, ("case_id",)),
        (["period_start=2024-01-02"], {"period_start": date(2024, 1, 2)}, ()),
    ],
)
def test_what_is_typed_of_a_figure(assignments: list[str], values: dict[str, object], cleared: tuple[str, ...]) -> None:
    assert figure_changes(assignments, BEFORE, CODES) == Changes(values, cleared)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("assignment", "complaint"),
    [
        ("value=many", "'many' is no number"),
        ("value=-1", "'-1' is no number such as"),
        ("value=NaN", "'NaN' is no number such as"),
        ("value=8,5", "'8,5' is no number such as"),
        ("value=11.5", "11.5 person: only money has decimals"),
        ("value=99999999999999999999999", "is no number from 0"),
        ("value=10", "it says so already"),
        ("case=aaaaaa", "begins the id of no one case that the article tells; there are aaaaaa1, aaaaaa2, bbbbbb1"),
        ("case=cccccc", "begins the id of no one case that the article tells"),
        ("metric=loss_amount", "loss_amount is counted in CNY: say the value, too"),
        ("period_start=", "a period has both a first and a last day"),
        ("value=0.00001", "at most 4 decimals"),
        ("value=", "value cannot be emptied"),
        ("valeu=1", "'valeu=1' is no COLUMN=VALUE with one of the columns metric, value"),
        ("value", "is no COLUMN=VALUE"),
        ("metric=arrests", "'arrests' is no metric; there are"),
        ("unit=CNY", "unit=CNY does not fit suspects_arrested, which is counted in person"),
        ("region_adcode=999999", "'999999' is no adcode of a place"),
        ("period_start=yesterday", "'yesterday' is no day such as"),
        ("period_start=2024-07-01", "would end on 2024-06-30, before it begins on 2024-07-01"),
        ("subset=perhaps", "'perhaps' is neither true nor false"),
    ],
)
def test_what_is_wrong_with_a_figure(assignment: str, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        figure_changes([assignment], BEFORE, CODES)
    assert complaint in str(caught.value)


def test_a_column_is_given_once_and_something_is_given() -> None:
    with pytest.raises(UsageError, match="given twice"):
        figure_changes(["value=1", "value=2"], BEFORE, CODES)
    with pytest.raises(UsageError, match="nothing to correct"):
        figure_changes([], BEFORE, CODES)


def test_what_is_typed_of_a_case() -> None:
    typed = [
        "scheme=romance",
        "campaign=break_card",
        "jurisdiction_adcode=",
        "title=The 3·02 case",
        "occurred_on=2024-03-02",
    ]
    assert case_changes(typed, CASE, CODES) == Changes(
        {"scheme": "romance", "campaign_key": "break_card", "title": "The 3·02 case", "occurred_on": date(2024, 3, 2)},
        ("jurisdiction_adcode",),
    )
    with pytest.raises(UsageError, match="no key of a campaign"):
        case_changes(["campaign=nobody_knows"], CASE, CODES)
    with pytest.raises(UsageError, match="it says so already"):
        case_changes(["scheme=", "role=fraud"], CASE, CODES)
    with pytest.raises(UsageError, match="unit=ZZZ does not fit"):
        figure_changes(["metric=loss_amount", "value=1", "unit=ZZZ"], BEFORE, CODES)
