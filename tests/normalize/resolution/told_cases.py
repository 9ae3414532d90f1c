"""Case reports to compare: made ones, and what comes of them when they arrive in portions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from pipelines.normalize.resolution import Link, ReportFeatures, ReportIndex, assign
from pipelines.normalize.resolution.features import Reported

Groups = frozenset[frozenset[str]]


def report(report_id: str, article: str = "", /, **changes: object) -> ReportFeatures:
    """A report of a case in Anqiu without anything else that could be compared; its reading of names is their own."""
    given: dict[str, object] = {
        "report_id": report_id,
        "article": article or f"article of {report_id}",
        "version_sha256": "0" * 64,
        "captured_position": 1,
        "case_key": "c1",
        "title": f"Title {report_id}",
        "jurisdictions": frozenset({"370784"}),
        "figures": frozenset(),
        "surnames": frozenset(),
        "family_names": changes.get("surnames", frozenset()),
        "names": changes.get("readings", frozenset()),
        "readings": frozenset(),
        "labels": frozenset(),
        "abroad": frozenset(),
        "code_name": None,
        "campaign_key": None,
        "scheme": None,
        "role": None,
        "occurred_on": None,
        "published_on": date(2023, 5, 4),
        "told_on": changes.get("published_on", date(2023, 5, 4)) or date(2026, 11, 1),
        "passage": b"",
        "clauses": frozenset(),
        "in_list": (0, ("370784",)),
        **changes,
    }
    return ReportFeatures(**given)  # type: ignore[arg-type] # keywords of the caller's choice


def figures(**values: int | str) -> frozenset[Reported]:
    """Exact figures, each the whole of its metric."""
    return frozenset(Reported(metric, Decimal(value)) for metric, value in values.items())


class Desk:
    """Takes in articles in portions and keeps what is known, as the log would."""

    def __init__(self) -> None:
        """Know nothing."""
        self.known: dict[str, ReportFeatures] = {}
        self._position = 0

    def take(self, *reports: ReportFeatures, withdrawn: frozenset[str] = frozenset()) -> dict[str, Link]:
        """One refresh: report id → its link."""
        captured: dict[str, int] = {}
        for each in reports:
            captured.setdefault(each.article, self._next())
        new = [replace(each, captured_position=captured[each.article]) for each in reports]
        links = assign(new, ReportIndex(self.known.values()), withdrawn)
        void = withdrawn | captured.keys()
        self.known = {key: each for key, each in self.known.items() if each.article not in void}
        self.known |= {link.report.report_id: self._linked(link) for link in links}
        return {link.report.report_id: link for link in links}

    def decide(self, report_id: str, case_id: str) -> None:
        """A person says which case a report tells; a projection shows the machine's where it is another."""
        known = self.known[report_id]
        machine = None if known.machine_case_id == case_id else known.machine_case_id
        self.known[report_id] = replace(known, case_id=case_id, linked_at=self._next(), pinned=True, taken_from=machine)

    def groups(self) -> Groups:
        """Which reports are together by now."""
        by_case: dict[str | None, set[str]] = {}
        for each in self.known.values():
            by_case.setdefault(each.case_id, set()).add(each.report_id)
        return frozenset(frozenset(reports) for reports in by_case.values())

    def _linked(self, link: Link) -> ReportFeatures:
        """The report as a projection has it: what a person decided on its counterpart finds it too."""
        position = self._next()
        if not link.report.pinned:
            return replace(link.report, case_id=link.case_id, linked_at=position)
        machine = None if link.case_id == link.report.case_id else link.case_id
        return replace(link.report, taken_from=machine)

    def _next(self) -> int:
        self._position += 1
        return self._position


def arrive(portions: Iterable[Sequence[ReportFeatures]]) -> Groups:
    """The partition after the portions have come in one refresh each."""
    desk = Desk()
    for portion in portions:
        desk.take(*portion)
    return desk.groups()


def groups_of(clusters: Iterable[Sequence[ReportFeatures]]) -> Groups:
    """A partition by report ids."""
    return frozenset(frozenset(each.report_id for each in cluster) for cluster in clusters)


# Few values of each kind, so that reports agree often, contradict each other often, and chains and ties come about.
_PLACES = st.sampled_from(["100000", "370000", "370700", "370784", "370783", "510411"])
_FIGURES = st.builds(
    Reported,
    st.sampled_from(["victims", "loss_amount", "suspects_arrested"]),
    st.sampled_from([Decimal(3), Decimal(40), Decimal(412477), Decimal(865000)]),
    qualifier=st.sampled_from(["exact", "at_least"]),
    is_part=st.booleans(),
)
_NAMES = st.frozensets(st.sampled_from(["chenwenhui", "xuyuyu"]), max_size=1)
REPORTS = st.builds(
    report,
    st.just("x"),
    st.just("article"),
    jurisdictions=st.frozensets(_PLACES, max_size=2),
    figures=st.frozensets(_FIGURES, max_size=3),
    surnames=st.frozensets(st.sampled_from(["li", "wang", "peng"]), max_size=2),
    readings=_NAMES,
    code_name=st.none() | st.sampled_from(["“3·02”", "3.02", "6.15"]),
    campaign_key=st.none() | st.sampled_from(["break_card", "clean_net_2021"]),
    scheme=st.none() | st.sampled_from(["romance", "fake_loan"]),
    role=st.none() | st.sampled_from(["fraud", "telecom"]),
    occurred_on=st.none() | st.dates(date(2023, 1, 1), date(2023, 1, 3)),
    published_on=st.none() | st.dates(date(2023, 1, 1), date(2023, 4, 1)),
    in_list=st.sampled_from(
        [(0, ("370784", "510411", "110000")), (1, ("370784", "510411", "110000")), (0, ("370784",))]
    ),
)


@st.composite
def told(draw: st.DrawFn, most: int = 9) -> list[ReportFeatures]:
    """Reports of a few articles; every article has one to three."""
    made = draw(st.lists(REPORTS, min_size=1, max_size=most))
    articles = draw(st.lists(st.integers(0, most // 2), min_size=len(made), max_size=len(made)))
    return [
        replace(each, report_id=f"r{n}", article=f"a{article}", case_key=f"c{n}")
        for n, (each, article) in enumerate(zip(made, articles, strict=True))
    ]
