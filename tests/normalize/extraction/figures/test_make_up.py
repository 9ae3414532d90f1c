"""People whose status is not told are a figure only of a case that counts nobody as caught or sentenced."""

import pytest

from pipelines.model.document import Block, plain_document
from pipelines.normalize.extraction.coder import code_document

HEAD = "某市公安局破获一起电信网络诈骗案\n\n2023年5月，某市公安局破获一起电信网络诈骗案。"


@pytest.mark.parametrize(
    ("text", "identified"),
    [
        ("经查，以陈某为首的12人团伙长期为境外诈骗分子转移资金，涉案金额300万元。", [12]),
        ("赵某招募“卡农”19人，为境外诈骗集团转移资金，涉案金额500万元。", [19]),
        ("孙某纠集同伙8人取现，涉案金额90万元。", [8]),
        ("孙某纠集同伙8人取现，警方将孙某等9人抓获。", []),
        ("以陈某为首的12人团伙落网，警方抓获犯罪嫌疑人11名。", []),
        ("涉案人员17名，警方已将17名涉案人员抓获。", []),
    ],
)
def test_people_of_untold_status(text: str, identified: list[int]) -> None:
    plain = plain_document(HEAD + text, "zh")
    headline, *rest = plain.blocks
    document = plain_document(plain.text, "zh", None, [Block("title", headline.span), *rest])
    found = [f.value for f in code_document(document).figures if f.metric == "suspects_identified"]
    assert found == identified
