"""Tables whose lines kept their bars: head, place and cell give a figure; other tables give none."""

from decimal import Decimal

import pytest

from pipelines.model.document import Block, Document, plain_document
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.lexicon import lexicon
from pipelines.normalize.extraction.figures.tables import table_figures


def table(*lines: str) -> Document:
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block("paragraph", Span(start, start + len(line))))
        start += len(line) + 1
    return plain_document("\n".join(lines), "zh", None, blocks)


@pytest.mark.parametrize(
    ("head", "cell", "metric", "value"),
    [
        ("破案（起）", "41", "cases_solved", 41),
        ("立案(起)", "1,204", "cases_filed", 1204),
        ("抓获（单位：人）", "47", "suspects_arrested", 47),
        ("返还（万元）", "52.6", "amount_recovered", 526000),
        ("损失（元）", "88000", "loss_amount", 88000),
    ],
)
def test_a_cell_is_what_its_head_says(head: str, cell: str, metric: str, value: int) -> None:
    (found,) = table_figures(table(f"| 地区 | {head} |", f"| 东镇 | {cell} |"), lexicon("zh"), (), ())
    assert (found.metric, found.number.value, found.is_part) == (metric, Decimal(value), True)


def test_the_row_of_sums_is_no_part() -> None:
    (found,) = table_figures(table("| 地区 | 破案（起） |", "| 合计 | 135 |"), lexicon("zh"), (), ())
    assert found.is_total
    assert not found.is_part


@pytest.mark.parametrize("head", ["名次（位）", "同比（%）", "破案", "电话"])
def test_other_columns_give_nothing(head: str) -> None:
    assert not table_figures(table(f"| 地区 | {head} |", "| 东镇 | 41 |"), lexicon("zh"), (), ())
