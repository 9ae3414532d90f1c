"""From sentences to reports: whose figure it is, where and when; repeats and parts; evidence; invariants."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.model.document import Block, Document, Language, plain_document
from pipelines.model.reports import CaseReport, FigureReport
from pipelines.model.span import Evidence, Span
from pipelines.normalize.extraction.confidence import figure_confidence, way_of
from pipelines.normalize.extraction.figures import read_figures
from pipelines.normalize.extraction.mentions import AgencyMention, CampaignMention, CaseSegment, Gate, Structure
from pipelines.normalize.extraction.readers import read_numbers, read_periods
from pipelines.normalize.extraction.structure.matters import Matters

IN = Gate(True, "test")


def structure_of(
    document: Document, agencies: dict[str, str], cases: list[str], campaigns: dict[str, str]
) -> Structure:
    def span(words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    return Structure(
        IN,
        tuple(CaseSegment((span(words),), None, None) for words in cases),
        tuple(CampaignMention(span(words), key, words, None, None, None, "test") for words, key in campaigns.items()),
        tuple(AgencyMention(span(words), words, "police", code, 2, "test") for words, code in agencies.items()),
    )


def report(
    text: str,
    *,
    published: date | None = None,
    home: str | None = None,
    cases: dict[str, str | None] | None = None,
    agencies: dict[str, str] | None = None,
    campaigns: dict[str, str] | None = None,
    title: bool = False,
    language: Language = "zh",
) -> tuple[FigureReport, ...]:
    document = plain_document(text, language, published)
    if title:
        first, *rest = document.blocks
        document = plain_document(text, language, published, [Block("title", first.span), *rest])
    structure = structure_of(document, agencies or {}, list(cases or {}), campaigns or {})
    evidence = Evidence(Span(0, 0), "", "test")
    told = [
        CaseReport(f"c{i}", "t", None, code, None, None, None, None, None, (), 1.0, evidence)
        for i, code in enumerate((cases or {}).values(), 1)
    ]
    return read_figures(
        document, read_numbers(document), read_periods(document), structure, Matters(document), told, home
    )


def test_a_figure_inside_a_case_is_the_cases() -> None:
    text = "某县警方抓获嫌疑人14名。"
    (figure,) = report(text, cases={text: "411722"})
    assert (figure.scope, figure.case_key, figure.region_adcode) == ("case", "c1", "411722")


def test_a_total_of_a_jurisdiction_is_no_cases_figure() -> None:
    text = "全市公安机关共抓获嫌疑人640名。"
    (figure,) = report(text, cases={text: "411722"}, home="411722")
    assert (figure.scope, figure.case_key, figure.region_adcode) == ("aggregate", None, "411700")


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("全国公安机关破获电诈案件5200起。", "100000"),
        ("全省共抓获嫌疑人930名。", "410000"),
        ("全市累计止付资金2600万元。", "411700"),
        ("全县共破案61起。", "411722"),
        ("已抓获嫌疑人17名。", "411722"),
    ],
)
def test_totals_belong_to_the_jurisdiction_that_is_named(text: str, adcode: str) -> None:
    (figure,) = report(text, home="411722")
    assert (figure.scope, figure.region_adcode) == ("aggregate", adcode)


def test_a_reach_is_no_jurisdiction() -> None:
    text = "专案组赴全国各地抓获嫌疑人26名。"
    (figure,) = report(text, cases={text: "350500"}, home="350500")
    assert (figure.scope, figure.region_adcode) == ("case", "350500")


def test_a_local_body_that_acts_is_the_figures_region() -> None:
    text = "石狮警方抓获嫌疑人26名。"
    (figure,) = report(text, cases={text: "350500"}, agencies={"石狮警方": "350581"})
    assert figure.region_adcode == "350581"


def test_a_body_that_only_tells_is_not() -> None:
    text = "记者从石狮警方获悉，民警抓获嫌疑人26名。"
    (figure,) = report(text, cases={text: "350500"}, agencies={"石狮警方": "350581"})
    assert figure.region_adcode == "350500"


def test_cases_that_a_wider_body_solved_are_a_total() -> None:
    text = "公安部督办的19起案件全部告破。"
    (figure,) = report(text, cases={text: "350581"}, agencies={"公安部": "100000"})
    assert (figure.scope, figure.region_adcode) == ("aggregate", "100000")


def test_headline_and_body_tell_one_figure_and_the_precise_one_wins() -> None:
    (figure,) = report("受害人被骗金额高达3000余万元\n经查，被骗金额共计3127.45万元。", title=True)
    assert (figure.value, figure.qualifier) == (Decimal(31274500), "exact")
    assert figure.evidence.quote == "被骗金额共计3127.45万元"


def test_the_body_wins_over_a_headline_that_drops_a_word() -> None:
    (figure,) = report("涉案2600万元！警方打掉一团伙\n该案涉案金额2600余万元。", title=True)
    assert figure.qualifier == "at_least"


def test_parts_of_a_total_told_earlier_are_subsets() -> None:
    text = "3月2日抓获嫌疑人5名。\n4月9日又抓获嫌疑人31名。\n该案共抓获嫌疑人52名。"
    figures = report(text, published=date(2023, 5, 1), cases={text: "360100"})
    assert [(f.value, f.subset) for f in figures] == [(Decimal(5), True), (Decimal(31), True), (Decimal(52), False)]


def test_figures_of_different_cases_are_not_parts_of_each_other() -> None:
    text = "警方共抓获嫌疑人52名。\n警方抓获嫌疑人8名。"
    figures = report(text, cases={"警方共抓获嫌疑人52名。": "360100", "警方抓获嫌疑人8名。": "360200"})
    assert [f.subset for f in figures] == [False, False]


def test_sums_of_listed_persons_stay_apart() -> None:
    text = "被告人孙某诈骗金额6万余元；被告人钱某诈骗金额6万余元。"
    assert len(report(text, cases={text: "360100"})) == 2


def test_a_window_governs_the_run_of_totals_after_it() -> None:
    text = "今年1至5月，全市破获电诈案件88起。抓获嫌疑人130名。"
    figures = report(text, published=date(2022, 6, 10), home="360100")
    assert {(f.period_start, f.period_end) for f in figures} == {(date(2022, 1, 1), date(2022, 5, 31))}


def test_a_cases_figure_has_the_day_of_its_own_sentence_only() -> None:
    text = "5月6日，民警出发。警方抓获嫌疑人9名。"
    (figure,) = report(text, published=date(2022, 6, 10), cases={text: "360100"})
    assert figure.period_start is None


def test_the_day_of_a_report_is_not_the_day_of_the_loss() -> None:
    text = "5月6日，民警接到报案，王女士被骗9万元。"
    (figure,) = report(text, published=date(2022, 6, 10), cases={text: "360100"})
    assert figure.period_start is None


def test_a_figure_names_the_campaign_that_it_is_a_result_of() -> None:
    (figure,) = report("“断卡”行动中，警方抓获嫌疑人71名。", campaigns={"“断卡”行动": "break_card"})
    assert figure.campaign_key == "break_card"


def test_another_currency_keeps_its_code() -> None:
    (figure,) = report("警方查扣现金港币35万元。")
    assert (figure.metric, figure.unit, figure.value) == ("cash_seized", "HKD", Decimal(350000))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("警方抓获嫌疑人9名。", ["figure/suspects_arrested/arrest/governed"]),
        ("警方缴获手机9部，电脑3台。", ["figure/phones_seized/seize/governed", "figure/computers_seized/seize/listed"]),
        ("涉案金额9万元。", ["figure/amount_involved/noun"]),
        ("抓获嫌疑人9名，其中男性4名。", ["figure/suspects_arrested/arrest/governed", "figure/suspects_arrested/part"]),
        ("警方抓获嫌疑人9名。行动中抓获嫌疑人9名。", ["figure/suspects_arrested/arrest/again"]),
    ],
)
def test_a_rule_names_metric_action_and_how_the_words_stand(text: str, rules: list[str]) -> None:
    assert [figure.evidence.rule for figure in report(text)] == rules


def test_confidence_is_the_measured_share_of_the_way_in_which_a_figure_was_read() -> None:
    governed, listed = report("警方缴获手机9部，电脑3台。")
    assert governed.confidence == figure_confidence("governed")
    assert listed.confidence == figure_confidence("listed")
    assert way_of(listed.evidence.rule) == "listed"


PIECES = (
    *(
        "抓获",
        "嫌疑人",
        "10名",
        "现金",
        "3万元",
        "，其中",
        "5人",
        "被",
        "、手机",
        "20部",
        "。",
        "全市",
        "共",
        "破案",
        "7起",
    ),
    *("\n", "（", "）", "的", "arrested", "13", "suspects", ",", "million", "yuan", " "),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(["zh", "en"]))
def test_any_text_is_read_and_quotes_are_the_texts_own(text: str, language: Language) -> None:
    figures = report(text, language=language)
    for figure in figures:
        assert text[figure.evidence.span.start : figure.evidence.span.end] == figure.evidence.quote
        assert 0 <= figure.confidence <= 1
        assert (figure.scope == "case") == (figure.case_key is not None)
    assert report(text, language=language) == figures


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    report(text)


def test_a_total_of_less_time_is_part_of_the_total_of_more() -> None:
    text = "今年1至6月，全市公安机关抓获犯罪嫌疑人185人。\n今年3月，全市公安机关抓获犯罪嫌疑人62人。"
    figures = report(text, published=date(2024, 7, 12), home="610900")
    assert [(int(f.value), f.subset) for f in figures] == [(185, False), (62, True)]


def test_totals_of_other_times_are_no_parts() -> None:
    text = "今年1至6月，全市公安机关抓获犯罪嫌疑人185人。\n去年3月，全市公安机关抓获犯罪嫌疑人62人。"
    figures = report(text, published=date(2024, 7, 12), home="610900")
    assert [(int(f.value), f.subset) for f in figures] == [(185, False), (62, False)]


def test_a_sum_takes_in_what_was_told_before_it() -> None:
    text = "Police caught 17 suspects on Monday. Another five were arrested later, bringing the total to 22."
    figures = report(text, language="en")
    assert [(int(f.value), f.subset) for f in figures] == [(17, True), (5, True), (22, False)]


def test_a_day_in_english_does_not_end_the_sentence() -> None:
    (figure,) = report("On Jan. 9 officers arrested 27 suspects.", published=date(2024, 2, 1), language="en")
    assert (figure.period_start, figure.period_end) == (date(2024, 1, 9), date(2024, 1, 9))


def test_the_dollar_of_the_place() -> None:
    (figure,) = report("刑事局查扣现金150万元。", home="710000")
    assert (figure.unit, int(figure.value)) == ("TWD", 1500000)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Officers arrested 27 suspects on Jan. 9.", date(2024, 1, 9)),
        ("A total of 31 suspects were caught, the bureau said on Jan. 9.", None),
        ("The bureau said on Jan. 9 that 31 suspects had been caught.", None),
        ("Police have solved 258 cases since January.", date(2024, 1, 1)),
    ],
)
def test_english_dates_follow_what_they_date(text: str, start: date | None) -> None:
    (figure,) = report(text, published=date(2024, 2, 1), language="en")
    assert figure.period_start == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("5月6日，民警捣毁窝点2处，抓获嫌疑人9名。", date(2022, 5, 6)),
        ("5月6日，民警捣毁窝点，目前已抓获嫌疑人9名。", None),
        ("5月6日，民警捣毁窝点。截至发稿，抓获嫌疑人9名。", None),
        ("5月6日，民警收网，初步核实被害人130名。", None),
        ("5月6日，民警收网，该案涉及15个省份。", None),
        ("今年3月至5月，该团伙作案，涉及15个省份。", date(2022, 3, 1)),
        ("涉案人数由5月初的97人增至126人，抓获嫌疑人126名。", None),
        ("5月6日，张某在网上刷单时被骗9万元。", date(2022, 5, 6)),
        ("5月6日，张某接到陌生电话，被骗9万元。", date(2022, 5, 6)),
        ("5月6日，民警接到张某报案，称被骗9万元。", None),
        ("年初，张某这才意识到自己被骗9万元。", None),
        ("今年3月至5月，民警接到报案，群众损失90万元。", date(2022, 3, 1)),
        ("97名嫌疑人昨天晚上被抓获。", date(2022, 6, 9)),
    ],
)
def test_the_day_that_governs_a_cases_number(text: str, start: date | None) -> None:
    *_, figure = report(text, published=date(2022, 6, 10), cases={text: "360100"})
    assert figure.period_start == start


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        (
            "今年1至5月，全市破获电诈案件88起。\n预警方面，累计劝阻群众960名。\n同期止付资金9万元。",
            [date(2022, 1, 1)] * 3,
        ),
        ("今年1至5月，全市破获电诈案件88起。\n行动以来，全市抓获嫌疑人130名。", [date(2022, 1, 1), None]),
        ("4月11日以来，全市破获电诈案件88起。\n行动以来，全市抓获嫌疑人130名。", [date(2022, 4, 11)] * 2),
        ("今年1至5月，全市破获电诈案件88起。\n在“断卡”行动中，全市抓获嫌疑人130名。", [date(2022, 1, 1), None]),
        ("去年，全市破获电诈案件88起。\n截至5月底，全市抓获嫌疑人130名。", [date(2021, 1, 1), None]),
        ("5月6日，民警抓获嫌疑人12名。\n全市已抓获嫌疑人130名。", [date(2022, 5, 6), None]),
        ("今年5月，王女士被骗19万元。\n全市已抓获嫌疑人130名。", [date(2022, 5, 1), None]),
    ],
)
def test_totals_go_on_in_the_window_of_the_total_before(text: str, starts: list[date | None]) -> None:
    figures = report(text, published=date(2022, 6, 10), home="360100")
    assert [figure.period_start for figure in figures] == starts


def test_the_window_of_one_place_is_not_anothers() -> None:
    text = "今年1至5月，南昌警方破获电诈案件88起。\n九江警方抓获嫌疑人130名。"
    agencies = {"南昌警方": "360100", "九江警方": "360400"}
    figures = report(text, published=date(2022, 6, 10), agencies=agencies)
    assert [figure.period_start for figure in figures] == [date(2022, 1, 1), None]


def test_the_more_exact_time_of_a_fact_told_twice_counts() -> None:
    text = "上月，警方抓获嫌疑人59名。\n5月16日至19日，警方共抓获嫌疑人59名。"
    (figure,) = report(text, published=date(2022, 6, 10), cases={text: "360100"})
    assert (figure.period_start, figure.period_end) == (date(2022, 5, 16), date(2022, 5, 19))
