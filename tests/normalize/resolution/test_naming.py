"""People and labels in headings, and code names."""

import pytest

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
