"""Which of many reports tell one case: the same whatever came first, never two of one article, never against a person."""

from dataclasses import fields, replace
from datetime import date
from importlib import import_module
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_cases import Desk, arrive, figures, groups_of, report, told

from pipelines.normalize.resolution import ReportFeatures, partition
from pipelines.normalize.resolution.partition import Scores
from pipelines.normalize.resolution.scoring import SAME_CASE, score


@settings(max_examples=150)
@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(reports: list[ReportFeatures], chance: object) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    assert partition(shuffled) == partition(reports)


@settings(max_examples=150)
@given(told(), st.data())
def test_any_order_of_arrival_in_any_portions_gives_the_partition_of_all(
    reports: list[ReportFeatures], data: st.DataObject
) -> None:
    articles = data.draw(st.permutations(sorted({each.article for each in reports})))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(articles)))) | {0, len(articles)})
    portions = [[each for each in reports if each.article in articles[start:end]] for start, end in pairwise(cuts)]
    with pytest.MonkeyPatch.context() as patch:
        # Forgotten scores are scores computed again.
        patch.setattr(
            import_module("pipelines.normalize.resolution.assign"), "_KEPT_SCORES", data.draw(st.integers(0, 9))
        )
        assert arrive(portions) == groups_of(partition(reports))


@settings(max_examples=150)
@given(told())
def test_every_report_is_in_one_case_and_no_two_of_an_article_are_together(reports: list[ReportFeatures]) -> None:
    found = partition(reports)
    assert sorted(each.report_id for cluster in found for each in cluster) == sorted(each.report_id for each in reports)
    for cluster in found:
        assert len({each.article for each in cluster}) == len(cluster)
        assert not any(score(a, b).ruled_out for a in cluster for b in cluster if a is not b)


@settings(max_examples=100)
@given(told())
def test_partitioning_again_changes_nothing(reports: list[ReportFeatures]) -> None:
    desk = Desk()
    desk.take(*reports)
    before = {each.report_id: each.case_id for each in desk.known.values()}
    for article in sorted({each.article for each in reports}):
        again = desk.take(*(each for each in reports if each.article == article))
        assert {link.decision for link in again.values()} == {"carried"}
    assert {each.report_id: each.case_id for each in desk.known.values()} == before


@settings(max_examples=100)
@given(told(), st.data())
def test_new_codings_repeat_the_machines_word_beside_what_people_decided(
    reports: list[ReportFeatures], data: st.DataObject
) -> None:
    desk = Desk()
    desk.take(*reports)
    cases = sorted({str(each.case_id) for each in desk.known.values()})
    for report_id in sorted(data.draw(st.sets(st.sampled_from(sorted(desk.known)), min_size=1))):
        desk.decide(report_id, data.draw(st.sampled_from([*cases, f"of {report_id} alone"])))
    decided = {key: each for key, each in desk.known.items() if each.pinned}
    for article in sorted({each.article for each in reports}):
        links = desk.take(*(each for each in reports if each.article == article))
        for key in decided.keys() & links.keys():
            assert (links[key].decision, links[key].case_id) == ("carried", decided[key].machine_case_id)
    kept = {key: each for key, each in desk.known.items() if each.pinned}
    assert {key: each.case_id for key, each in kept.items()} == {key: each.case_id for key, each in decided.items()}


@settings(max_examples=100)
@given(told(), st.data())
def test_what_people_decided_stands(reports: list[ReportFeatures], data: st.DataObject) -> None:
    """Pinned to one case: together. Pinned to different cases: apart. What is not pinned goes where it fits."""
    decided = data.draw(st.lists(st.none() | st.sampled_from(["A", "B"]), min_size=len(reports), max_size=len(reports)))
    pinned = [
        replace(each, case_id=case_id, linked_at=1, pinned=case_id is not None)
        for each, case_id in zip(reports, decided, strict=True)
    ]
    found = partition(pinned)
    for cluster in found:
        assert len({each.case_id for each in cluster if each.pinned}) < 2
    for case_id in ("A", "B"):
        assert sum(any(each.case_id == case_id for each in cluster) for cluster in found) == (case_id in decided)


def test_a_pinned_report_draws_what_is_like_it_and_stays_itself() -> None:
    alike = {"figures": figures(loss_amount=412477, victims=21)}
    desk = Desk()
    desk.take(report("a", **alike))
    desk.take(report("b", jurisdictions=frozenset({"510411"})))
    (case_of_b,) = {each.case_id for each in desk.known.values() if each.report_id == "b"}
    desk.known["a"] = replace(desk.known["a"], case_id=case_of_b, pinned=True)
    desk.known["b"] = replace(desk.known["b"], pinned=True)
    links = desk.take(report("c", **alike))
    assert links.keys() == {"c"}
    assert links["c"].case_id == case_of_b


def test_people_may_tell_two_alike_apart() -> None:
    alike = {"figures": figures(loss_amount=412477, victims=21)}
    one, other = (replace(report(name, **alike), case_id=name, linked_at=1, pinned=True) for name in "ab")
    assert score(one, other).points >= SAME_CASE
    assert len(partition([one, other])) == 2


def test_what_a_person_links_to_a_case_is_with_what_the_case_was_known_by() -> None:
    oldest, later = (report(name, figures=figures(victims=n)) for name, n in (("o", 21), ("l", 22)))
    known = [replace(each, case_id="A", linked_at=n) for n, each in enumerate((oldest, later), 1)]
    placed = replace(report("p", jurisdictions=frozenset({"510411"})), case_id="A", linked_at=5, pinned=True)
    assert groups_of(partition([*known, placed])) == {frozenset({"o", "p"}), frozenset({"l"})}


def test_what_a_person_takes_out_of_a_case_draws_nothing_after_it() -> None:
    alike = {"figures": figures(loss_amount=412477, victims=21)}
    left = [replace(report(name, **alike), case_id="A", linked_at=1) for name in "ab"]
    taken = replace(report("t", **alike), case_id="B", linked_at=5, pinned=True, taken_from="A")
    assert groups_of(partition([*left, taken])) == {frozenset({"a", "b"}), frozenset({"t"})}
    new = report("n", **alike)
    for reports in permutations((*left, taken, new)):
        assert groups_of(partition(reports)) == {frozenset({"a", "b", "n"}), frozenset({"t"})}


def test_a_report_between_two_others_joins_them_whenever_it_arrives() -> None:
    left = [report("left", figures=figures(loss_amount=412477))]
    right = [report("right", figures=figures(amount_frozen=86531))]
    between = [report("between", figures=figures(loss_amount=412477, amount_frozen=86531))]
    for portions in permutations((left, right, between)):
        assert arrive(portions) == {frozenset({"left", "between", "right"})}


def test_a_better_partner_that_comes_late_takes_the_report_of_a_list() -> None:
    """Two of a list are like the early report; which of them it is shows only when the late one is there."""
    listed = [
        report("l1", "list", figures=figures(victims=21, loss_amount=70000), case_key="c1"),
        report("l2", "list", figures=figures(victims=21, bank_cards_seized=9), case_key="c2"),
    ]
    early = [report("e", figures=figures(victims=21, loss_amount=70000, bank_cards_seized=9))]
    late = [report("t", figures=figures(loss_amount=70000, victims=21, amount_frozen=412477))]
    found = {arrive(portions) for portions in permutations((listed, early, late))}
    assert len(found) == 1
    assert not any({"l1", "l2"} <= group for group in found.pop())


def test_equal_scores_are_settled_by_the_articles_names() -> None:
    listed = [report(f"l{n}", "list", figures=figures(victims=21, phones_seized=9), case_key=f"c{n}") for n in (2, 1)]
    other = report("x", figures=figures(victims=21, phones_seized=9))
    for reports in permutations((*listed, other)):
        assert groups_of(partition(reports)) == {frozenset({"l1", "x"}), frozenset({"l2"})}


@settings(max_examples=100)
@given(told(), st.randoms(use_true_random=False))
def test_copies_share_scores_and_every_pair_has_its_own(reports: list[ReportFeatures], chance: object) -> None:
    """A score that is kept for another pair is what the pair's own would be, whatever was asked before."""
    copies = [
        replace(each, report_id=f"{each.report_id} again", article=f"{each.article} again", title="Copied")
        for each in reports
    ]
    pairs = list(permutations([*(replace(each, title="Copied") for each in reports), *copies], 2))
    chance.shuffle(pairs)  # type: ignore[attr-defined] # a random.Random
    scores = Scores()
    for a, b in pairs[:300]:
        assert scores.of(a, b) == score(a, b)


def test_what_a_report_says_is_all_but_its_names_and_links() -> None:
    one = report("1", "article")
    named = replace(one, report_id="2", article="other", case_key="c2", case_id="x", linked_at=3, captured_position=9)
    assert named.said == one.said
    assert replace(one, title="Another").said != one.said
    met = replace(
        one, told_on=date(2026, 12, 1), clauses=frozenset({"x"}), names=frozenset({"y"}), family_names=frozenset({"z"})
    )
    assert met.said == one.said
    assert met.blocks != one.blocks
    assert len(one.said) == len(fields(one)) - 13
