"""Links of a refresh: ids that stay, decisions and their reasons, and how little is looked up for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from told_cases import Desk, arrive, figures, report

from pipelines.normalize.resolution import Block, ReportFeatures, ReportIndex, assign

ALIKE = {"code_name": "“3·02”专案", "figures": figures(loss_amount=412477)}


def test_links_say_why() -> None:
    desk = Desk()
    desk.take(report("k", **ALIKE))
    links = desk.take(report("z"), report("a", **ALIKE))
    assert links["z"].decision == "new"
    assert links["z"].score == 1.0
    assert links["a"].decision == "matched"
    assert links["a"].case_id == desk.known["k"].case_id
    assert 0 < links["a"].score <= 1
    assert links["a"].reasons[0] == "as told by article of k"
    assert any("412477" in reason for reason in links["a"].reasons)


def test_of_two_that_come_together_one_begins_the_case() -> None:
    links = Desk().take(report("b", **ALIKE), report("a", **ALIKE))
    assert sorted((link.decision, link.report.report_id) for link in links.values()) == [("matched", "a"), ("new", "b")]
    assert len({link.case_id for link in links.values()}) == 1


def test_the_same_bytes_in_the_same_place_get_the_same_ids() -> None:
    assert Desk().take(report("1"), report("2")) == Desk().take(report("1"), report("2"))


def test_a_recoding_keeps_the_cases_of_the_article() -> None:
    """New report ids, better figures; the case ids stay, each with its own."""
    desk = Desk()
    old = [report(f"o{n}", "a", case_key=f"c{n}", figures=figures(suspects_arrested=n + 10)) for n in range(3)]
    before = [desk.take(*old)[f"o{n}"].case_id for n in range(3)]
    links = desk.take(
        *(
            report(f"n{n}", "a", case_key=f"c{n}", figures=figures(suspects_arrested=n + 10, loss_amount=n + 70000))
            for n in range(3)
        )
    )
    assert [links[f"n{n}"].case_id for n in range(3)] == before
    assert {link.decision for link in links.values()} == {"carried"}
    assert desk.known.keys() == {"n0", "n1", "n2"}


def test_a_recoding_that_moves_a_case_to_its_right_place_keeps_its_id() -> None:
    desk = Desk()
    (old,) = desk.take(report("old", "a", title="“夜莺”团伙落网")).values()
    (new,) = desk.take(report("new", "a", title="“夜莺”团伙落网", jurisdictions=frozenset({"510411"}))).values()
    assert (new.case_id, new.decision) == (old.case_id, "carried")


def test_a_recoding_that_is_like_another_case_joins_it_and_both_go_by_the_older_id() -> None:
    desk = Desk()
    (other,) = desk.take(report("other", "b", **ALIKE)).values()
    (own,) = desk.take(report("old", "a", title="Heading")).values()
    assert own.case_id != other.case_id
    (link,) = desk.take(report("new", "a", title="Heading", **ALIKE)).values()
    assert (link.case_id, link.decision) == (other.case_id, "matched")


def test_what_a_late_report_joins_is_moved_to_the_older_case() -> None:
    desk = Desk()
    (left,) = desk.take(report("left", figures=figures(loss_amount=412477))).values()
    (right,) = desk.take(report("right", figures=figures(amount_frozen=86531))).values()
    links = desk.take(report("between", figures=figures(loss_amount=412477, amount_frozen=86531)))
    assert {key: (link.decision, link.case_id) for key, link in links.items()} == {
        "between": ("matched", left.case_id),
        "right": ("moved", left.case_id),
    }
    assert links["right"].reasons[0] == "as told by article of between"
    assert right.case_id != left.case_id


def test_what_was_joined_by_an_article_that_is_withdrawn_falls_apart_again() -> None:
    desk = Desk()
    desk.take(report("left", figures=figures(loss_amount=412477)))
    desk.take(report("right", figures=figures(amount_frozen=86531)))
    desk.take(report("between", figures=figures(loss_amount=412477, amount_frozen=86531)))
    links = desk.take(report("stranger"), withdrawn=frozenset({"article of between"}))
    assert {key: link.decision for key, link in links.items()} == {"stranger": "new", "right": "moved"}
    assert desk.groups() == {frozenset({"left"}), frozenset({"right"}), frozenset({"stranger"})}


def test_ids_never_come_to_be_shared_when_reports_go_and_come() -> None:
    desk = Desk()
    desk.take(report("right", figures=figures(amount_frozen=86531)))
    for _ in range(3):
        desk.take(report("left", figures=figures(loss_amount=412477)))
        desk.take(report("between", figures=figures(loss_amount=412477, amount_frozen=86531)))
        assert desk.groups() == {frozenset({"left", "between", "right"})}
        desk.take(report("between", title="of something else", jurisdictions=frozenset({"510411"})))
        assert desk.groups() == {frozenset({"left"}), frozenset({"right"}), frozenset({"between"})}


def test_an_id_that_a_case_kept_is_not_given_to_the_report_that_began_it() -> None:
    """A report begins a case, leaves it to others, and falls back alone when what had drawn it away is withdrawn."""
    people = frozenset({"xuyuyu", "chenwenhui"})
    desk = Desk()
    desk.take(report("older", figures=figures(amount_stopped=55551)))
    desk.take(
        report("first", figures=figures(loss_amount=412477), readings=people),
        report("middle", figures=figures(loss_amount=412477, amount_frozen=86531), code_name="6.15"),
        report("last", figures=figures(amount_frozen=86531)),
    )
    begun = desk.known["first"].case_id
    assert desk.groups() == {frozenset({"older"}), frozenset({"first", "middle", "last"})}
    desk.take(report("bridge", figures=figures(amount_stopped=55551), readings=people, code_name="3.02"))
    assert desk.groups() == {frozenset({"older", "bridge", "first"}), frozenset({"middle", "last"})}
    desk.take(report("s1", jurisdictions=frozenset({"510411"})), withdrawn=frozenset({"article of middle"}))
    assert desk.known["last"].case_id == begun
    desk.take(report("s2", jurisdictions=frozenset({"520111"})), withdrawn=frozenset({"article of bridge"}))
    assert len(desk.groups()) == len(desk.known) == 5


def test_a_report_reaches_what_it_has_nothing_in_common_with() -> None:
    """It takes a report from one of a list; the other of the list, which is like that report alone, comes in its place."""
    people, day = frozenset({"xuyuyu", "chenwenhui"}), date(2023, 4, 1)
    numbers = figures(loss_amount=412477, victims=21, amount_frozen=86531)
    portions = [
        [
            report("c1", "list", case_key="c1", figures=figures(loss_amount=412477, victims=21), code_name="6.15"),
            report("c2", "list", case_key="c2", figures=figures(amount_frozen=86531)),
        ],
        [report("taken", figures=numbers, readings=people, occurred_on=day)],
        [report("new", readings=people, occurred_on=day, code_name="3.02", published_on=None)],
    ]
    assert arrive(portions[:2]) == {frozenset({"c1", "taken"}), frozenset({"c2"})}
    assert arrive(portions) == {frozenset({"c1"}), frozenset({"c2", "taken", "new"})}
    assert arrive(portions) == arrive(reversed(portions))


def test_a_new_coding_repeats_what_the_machine_said_and_is_decided_as_the_person_did() -> None:
    desk = Desk()
    desk.take(report("other", **ALIKE), report("old", "a", title="Heading", jurisdictions=frozenset({"510411"})))
    own, others = desk.known["old"].case_id, desk.known["other"].case_id
    assert others is not None
    desk.decide("old", others)
    links = desk.take(report("new", "a", title="Heading", jurisdictions=frozenset({"510411"})))
    assert {key: (link.decision, link.case_id) for key, link in links.items()} == {"new": ("carried", own)}
    assert (desk.known["new"].pinned, desk.known["new"].case_id) == (True, others)


@pytest.mark.parametrize("codings", [1, 3])
def test_what_a_person_took_out_stays_out_after_new_codings(codings: int) -> None:
    desk = Desk()
    desk.take(report("left", **ALIKE))
    desk.take(report("out 0", "out", **ALIKE))
    case_id = desk.known["left"].case_id
    desk.decide("out 0", "the person's")
    for nth in range(1, codings + 1):
        links = desk.take(report(f"out {nth}", "out", **ALIKE))
        assert {key: link.case_id for key, link in links.items()} == {f"out {nth}": case_id}
    desk.take(report("late", **ALIKE))
    assert desk.known["left"].case_id == case_id
    assert [each.case_id for key, each in desk.known.items() if key.startswith("out")] == ["the person's"]


def test_a_pinned_report_is_not_moved_by_what_comes() -> None:
    desk = Desk()
    desk.take(report("one", **ALIKE))
    desk.known["one"] = replace(desk.known["one"], case_id="the person's", pinned=True)
    links = desk.take(report("two", **ALIKE), report("three", **ALIKE))
    assert links.keys() == {"two", "three"}
    assert {link.case_id for link in links.values()} == {"the person's"}


class Counting(ReportIndex):
    """Counts what it is asked for."""

    answered = 0

    def sharing(self, keys: frozenset[Block]) -> Sequence[ReportFeatures]:
        """Count and answer."""
        found = super().sharing(keys)
        self.answered += len(found)
        return found


@pytest.mark.parametrize("history", [10, 1000])
def test_what_is_looked_up_does_not_grow_with_history(history: int) -> None:
    """Cases of other prefectures have the new one's counts, and none of them is looked at."""
    counts = figures(suspects_arrested=11, victims=21)
    others = [
        report(f"o{n}", jurisdictions=frozenset({f"{360000 + n % 9 * 100}"}), figures=counts, published_on=None)
        for n in range(history)
    ]
    linked = [replace(each, case_id=each.report_id, linked_at=1) for each in others]
    known = Counting([*linked, replace(report("k", **ALIKE), case_id="K", linked_at=0)])
    (link,) = assign([report("new", code_name="3.02", figures=counts | figures(loss_amount=412477))], known)
    assert link.case_id == "K"
    assert known.answered == 2, "once for the new report, once for the one that was found"
