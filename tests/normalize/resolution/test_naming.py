"""People and labels in headings, code names, and the blocks that they make."""

from datetime import date

import pytest
from told_cases import figures, report

from pipelines.normalize.resolution.features import code_of
from pipelines.normalize.resolution.naming import full_names, labels, reading, surnames


def test_surnames_are_the_same_in_both_scripts_of_the_alphabet() -> None:
    assert surnames(["李某某", "欧阳某"]) == {"li", "ou"}
    assert surnames(["Li Moumou", "Ou-yang"]) == {"li", "ou"}
    assert surnames(["", "《", "123"]) == frozenset()


def test_a_name_reads_the_same_in_both_alphabets() -> None:
    assert reading("林晓雯") == reading("Lin Xiaowen") == reading("Lin Xiao-Wen") == "linxiaowen"


@pytest.mark.parametrize(
    ("title", "places", "names"),
    [
        ("山东林晓雯案5名嫌犯落网", (), {"林晓雯"}),
        ("林晓雯被骗案告破", (), {"林晓雯"}),
        ("检察机关批捕林晓雯电信诈骗案4名嫌疑人", (), {"林晓雯"}),
        ("晚报：林晓雯案开庭", (), {"林晓雯"}),
        ("临沭林晓雯被骗案", ("371329",), {"林晓雯"}),
        ("临沂警方破获电信诈骗案", (), set()),
        ("林某雯被骗案", (), set()),
        ("温州电信网络诈骗案宣判", (), set()),
        ("通报一批典型案例", (), set()),
        ("Student Lin Xiaowen swindled", (), set()),
    ],
)
def test_whom_a_heading_calls_the_case_after(title: str, places: tuple[str, ...], names: set[str]) -> None:
    assert full_names(title, (), places) == names


def test_suspects_count_where_no_letter_is_hidden() -> None:
    suspects = ["陈文彬", "陈某某", "Chen Wenbin", "Chen Moumou", "代某雄", "陈", "陈文彬等七名犯罪嫌疑人"]
    assert full_names("", suspects, ()) == {"陈文彬", "Chen Wenbin"}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("“夜莺”团伙落网", {"夜莺"}),
        ("“净网2022”专项行动", set()),
        ("“霹雳”行动抓获12人", set()),
        ("“3·02”专案告破", set()),
        ("没有引号的标题", set()),
    ],
)
def test_labels(title: str, found: set[str]) -> None:
    assert labels(title) == found


def test_code_names_are_compared_without_their_dress() -> None:
    assert code_of("“3·02”专案") == code_of("3.02 专案") == code_of("3-2") == "3.2"
    assert code_of("“11·15”") != code_of("“1·115”")
    assert code_of("猎狐") == "猎狐"
    assert code_of(None) is code_of("") is None


def test_reports_meet_in_a_block_only_where_something_is_shared() -> None:
    undated = {"published_on": None}
    one = report("1", figures=figures(victims=21), **undated)
    elsewhere = {"jurisdictions": frozenset({"510411"})}
    assert one.blocks & report("2", figures=figures(victims="21.0000"), **undated).blocks, "numbers, not their text"
    assert not one.blocks & report("3", figures=figures(suspects_arrested=21), **undated).blocks
    assert not one.blocks & report("4", figures=figures(victims=21), **elsewhere, **undated).blocks


@pytest.mark.parametrize(("day", "meet"), [((2023, 5, 30), True), ((2023, 6, 30), True), ((2023, 7, 1), False)])
def test_reports_of_a_prefecture_meet_within_two_months(day: tuple[int, int, int], meet: bool) -> None:
    one = report("1", published_on=date(2023, 5, 4))
    other = report("2", published_on=date(*day), jurisdictions=frozenset({"370783"}))
    assert bool(one.blocks & other.blocks) is meet


def test_a_block_never_holds_all_of_a_province() -> None:
    """What is shared by every case of a province or a season alone makes no block: it would grow without bound."""
    common = {"scheme": "fake_loan", "role": "fraud", "campaign_key": "break_card", "surnames": frozenset({"li"})}
    one = report("1", figures=figures(suspects_arrested=11), **common)
    other = report("2", figures=figures(suspects_arrested=11), published_on=date(2022, 1, 1), **common)
    assert not one.blocks & report("3", jurisdictions=frozenset({"370100"}), **common).blocks
    assert {key[0] for key in one.blocks & other.blocks} == {"figure"}
