"""Known reports out of a projection: the same as from memory, wherever the projection stands, and only what is asked for."""

import random
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from builders import Desk, Telling, captured, correction, events_of, read_and_coded, small_reference, withdrawn
from thorough import usually

from pipelines.eventlog import EventLog, NewEvents
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files, candidate, load, publish
from pipelines.load.reports import report_lookup
from pipelines.model.ids import content_sha256
from pipelines.normalize.resolution import KnownReports, ReportFeatures, ReportIndex, assign
from pipelines.orchestration.known_reports import ServedReports, known_reports

REFERENCE = small_reference()
DAY = date(2023, 11, 1)
_CLAUSE = "民警在城郊一处写字楼里查获一个窝点"


class Bureau:
    """A warehouse whose articles tell random cases, alike often enough to share every kind of block."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.files, self.log = Files(folder), EventLog(str(folder / "log"))
        self.log.create()
        self.ends: list[int] = []
        self.desk, self.chance, self.told = Desk(self.log), random.Random(seed), 0

    def tell(self, article: str | None = None) -> Telling:
        """An article with one to six cases, each of which may be without a link."""
        self.told += 1
        name = article or f"{self.told}.txt"
        version = f"v{self.told}"
        telling = Telling(name, self.desk.capture(name, version), version=version)
        reports: list[NewEvents] = []
        for number in range(self.chance.choice([1, 2, 3, 6])):
            reports += self._case(telling, f"c{number}")
        day = self.chance.choice([None, DAY + timedelta(days=self.chance.randint(0, 120))])
        self.desk.tell(telling, *reports, published_on=day)
        self.ends.append(self.log.head())
        return telling

    def _case(self, telling: Telling, key: str) -> Iterator[NewEvents]:
        pick = self.chance.choice
        place = pick(["370784", "370700", "370000", "510411", "100000", None])
        yield telling.case(
            key,
            title=pick(["安丘警方打掉贩卡团伙", "山东林晓雯被骗案告破", "“夜莺”团伙落网", f"Case {self.told} {key}"]),
            agency_adcode=place,
            code_name=pick([None, None, "“3·02”", "3.02", "猎狐"]),
            suspects=pick([[], ["丁某"], ["Ding Moumou"], ["林晓雯", "卢某"]]),
            occurred_on=pick([None, DAY]),
            quote=pick(
                [
                    "十名嫌犯",
                    "记者获悉，警方在城郊查获一处窝点。" * 9,
                    f"民警赶到:\n {_CLAUSE} ；又查获一处窝点",
                    f"{_CLAUSE}.",
                ]
            ),
        )
        yield telling.region(key, pick(["370784", "510411"]))
        for ordinal in range(self.chance.randint(0, 4)):
            metric = pick(["suspects_arrested", "loss_amount"])
            value = pick([3, 11, 21, 322, 412477])
            yield telling.figure(int(key[1:]) * 10 + ordinal, value, key, metric=metric, subset=pick([True, False]))
        if self.chance.random() < 0.9:
            yield telling.linked(key, case_id=f"case {self.chance.randint(0, 20)}")

    def refresh(self) -> None:
        """Project and publish what the log has by now."""
        load(self.files, self.log, REFERENCE)
        publish(self.files, candidate(self.files))

    def known(self) -> AbstractContextManager[KnownReports]:
        """What a refresh would ask."""
        return known_reports(self.files, self.log, REFERENCE)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path, 1)


def _by_id(reports: Iterable[ReportFeatures]) -> dict[str, ReportFeatures]:
    return {each.report_id: each for each in reports}


def _all(known: KnownReports, articles: int) -> list[ReportFeatures]:
    return [*known.of_articles(frozenset(f"{n}.txt" for n in range(1, articles + 1)))]


@pytest.mark.parametrize("seed", range(usually(1, thorough=5)))
def test_a_projection_answers_as_an_index_of_all_reports_does(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later codings, withdrawals, links that moved a report; found by every kind of key, in several portions."""
    monkeypatch.setattr("pipelines.load.reports._PORTION", 5)
    bureau = Bureau(tmp_path, seed)
    tellings = [bureau.tell() for _ in range(14)]
    bureau.tell("1.txt")
    bureau.tell("2.txt")
    bureau.desk.commit(withdrawn("3.txt"))
    bureau.desk.commit(*(tellings[n].linked("c0", case_id="moved", nth=2) for n in (0, 4, 5)))
    bureau.refresh()
    with bureau.known() as known:
        current = [each for each in _all(known, 14) if each.article != "3.txt"]
        index = ReportIndex(current)
        keys = frozenset(key for each in current for key in each.blocks)
        assert len({kind for kind, *_ in keys}) == 15, "every kind of key is asked for"
        assert _by_id(known.sharing(keys)) == _by_id(index.sharing(keys))
        for key in {kind: (kind, *parts) for kind, *parts in sorted(keys, key=str)}.values():
            assert _by_id(known.sharing(frozenset({key}))) == _by_id(index.sharing(frozenset({key}))), key
        for case_id in ("moved", *(f"case {n}" for n in range(0, 21, 4))):
            assert _by_id(known.of_cases(frozenset({case_id}))) == _by_id(index.of_cases(frozenset({case_id})))
        assert {each.article for each in known.of_cases(frozenset({"moved"}))} == {"5.txt", "6.txt"}
        assert {each.article for each in _all(known, 14)} >= {"3.txt"}, "of a withdrawn article too"


@pytest.mark.parametrize("seed", range(usually(1, thorough=5)))
def test_the_links_are_the_same_wherever_the_projection_stands(tmp_path: Path, seed: int) -> None:
    """None yet, one that lacks the end of the log, one of another program, one that has it all."""
    bureau = Bureau(tmp_path, seed)
    for _ in range(10):
        bureau.tell()
    for number in (11, 12):
        bureau.desk.capture(f"{number}.txt")
    links = []
    for step in ("nothing", "behind", "level", "other"):
        if step == "behind":
            bring_forward(tmp_path / "projection" / "left.duckdb", bureau.log, REFERENCE, upto=bureau.ends[5])
            publish(bureau.files, bureau.files.sides[0])
        if step == "level":
            bureau.refresh()
        reference = small_reference("other") if step == "other" else REFERENCE
        with known_reports(bureau.files, bureau.log, reference) as known:
            new = [replace(each, article="new", report_id=f"new {each.report_id}") for each in _all(known, 3)]
            links.append(assign(new, known))
    assert links[0]
    assert links[1:] == links[:1] * 3


def test_where_nothing_was_read_nothing_is_built(bureau: Bureau) -> None:
    bureau.desk.capture("1.txt")
    with bureau.known() as known:
        assert isinstance(known, ReportIndex)


def test_new_captures_do_not_keep_the_published_file_from_being_asked(bureau: Bureau) -> None:
    bureau.tell()
    bureau.refresh()
    bureau.desk.capture("2.txt")
    with bureau.known() as known, bureau.known() as again:
        assert isinstance(known, ServedReports)
        assert isinstance(again, ServedReports)
        assert len(_all(known, 1)) > 0


def _place(telling: Telling, case_id: str, kind: str = "report_placed") -> NewEvents:
    report = telling.report_id("case_report", "c1")
    return events_of(
        kind,
        {
            "event_id": f"{kind} {report}",
            "cause_position": telling.position,
            "target": "case_report",
            "report_id": report,
            "article": telling.article,
            "version_sha256": content_sha256(telling.version.encode()),
            "match_key": "",
            "span_start": 5,
            "span_end": 9,
            "quote": "十名嫌犯",
            "case_id": case_id,
            "reason": "looked at both",
        },
    )


def test_what_people_decided_is_known_as_theirs(bureau: Bureau) -> None:
    tellings = [Telling(f"{n}.txt", bureau.desk.capture(f"{n}.txt")) for n in (1, 2, 3)]
    for telling, case_id in zip(tellings, "AAB", strict=True):
        bureau.desk.tell(telling, telling.case(), telling.linked(case_id=case_id))
    bureau.desk.commit(_place(tellings[0], "B"))
    placed_at = bureau.log.head() - 1
    merge = {"stream": "case/A", "target": "case", "case_id": "A", "other_case_id": "B", "reason": "one gang"}
    bureau.desk.commit(events_of("cases_merged", merge))
    bureau.refresh()
    with bureau.known() as known:
        one, two, three = sorted(_all(known, 3), key=lambda each: each.article)
        assert (one.case_id, one.pinned, one.taken_from, one.linked_at) == ("B", True, "A", placed_at)
        assert (two.case_id, two.pinned, two.taken_from) == ("A", False, None), "merges are told, and do not link"
        assert (three.case_id, three.pinned) == ("B", False)
        assert _by_id(known.of_cases(frozenset({"B"}))) == _by_id([one, three])
        assert _by_id(known.of_cases(frozenset({"A"}))) == _by_id([two])


def test_a_corrected_figure_is_known_as_the_article_tells_it(bureau: Bureau) -> None:
    telling = Telling("1.txt", bureau.desk.capture("1.txt"))
    bureau.desk.tell(telling, telling.case(), telling.figure(1, 322), telling.linked())
    bureau.refresh()
    with bureau.known() as known:
        (before,) = _all(known, 1)
    other = {"metric": "loss_amount", "value": Decimal(412477), "unit": "CNY", "qualifier": "about", "subset": True}
    bureau.desk.commit(correction("figure_corrected", **telling.about("figure", 1), **other))
    bureau.refresh()
    with bureau.known() as known:
        (report,) = _all(known, 1)
        assert report.figures == before.figures
        assert [*known.sharing(frozenset({("figure", "3707", "suspects_arrested", Decimal(322))}))] == [report]
        assert not [*known.sharing(frozenset({("amount", Decimal(412477))}))]


def test_a_figure_that_was_put_to_another_case_is_known_where_the_article_tells_it(bureau: Bureau) -> None:
    telling = Telling("1.txt", bureau.desk.capture("1.txt"))
    second = telling.case("c2"), telling.linked("c2", "B")
    bureau.desk.tell(telling, telling.case(), telling.linked(), *second, telling.figure(1, 322))
    bureau.desk.commit(
        correction("figure_corrected", **telling.about("figure", 1), case_id="B"),
        correction("report_placed", **telling.about("case_report", "c2"), case_id="B"),
    )
    bureau.refresh()
    with bureau.known() as known:
        figures = {report.case_key: len(report.figures) for report in _all(known, 1)}
        assert figures == {"c1": 1, "c2": 0}
        (found,) = known.sharing(frozenset({("figure", "3707", "suspects_arrested", Decimal(322))}))
        assert found.case_key == "c1"


def test_a_retracted_figure_is_not_known(bureau: Bureau) -> None:
    telling = Telling("1.txt", bureau.desk.capture("1.txt"))
    bureau.desk.tell(telling, telling.case(), telling.figure(1, 21), telling.figure(2, 31), telling.linked())
    bureau.desk.commit(correction("report_retracted", **telling.about("figure", 2)))
    bureau.refresh()
    with bureau.known() as known:
        (report,) = _all(known, 1)
        assert [int(each.value) for each in report.figures] == [21]


@pytest.mark.parametrize("apart", ["places", "years"])
@pytest.mark.parametrize("articles", [20, 200])
def test_what_is_read_of_the_projection_does_not_grow_with_it(bureau: Bureau, articles: int, apart: str) -> None:
    """The rows that are read for one new report, with few and with many cases of other prefectures, or years, in the file."""
    names = [f"{number}.txt" for number in range(articles)]
    first = bureau.desk.commit(*(captured(name) for name in names)).first_position
    assert first is not None
    told: list[NewEvents] = []
    for number, name in enumerate(names):
        telling = Telling(name, first + number)
        near = number < 3
        place = "370784" if near or apart == "years" else f"{410000 + number % 17 * 100}"
        day = DAY if near or apart == "places" else date(1990 + number % 30, 1 + number % 12, 5)
        told += read_and_coded(name, first + number, published_on=day)
        told += [telling.case(agency_adcode=place), telling.figure(1, 11), telling.linked(case_id=name)]
    bureau.desk.commit(*told)
    bureau.refresh()
    with report_lookup(bureau.files.published) as lookup:
        known = ServedReports(lookup)
        (new,) = known.of_articles(frozenset({"0.txt"}))
        before = lookup.rows_read
        assert assign([new], known)
        assert 0 < lookup.rows_read - before <= 12
