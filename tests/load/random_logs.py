"""Random logs: what can happen to a few articles, in commits of random size, projected at random moments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from builders import Row, Telling, captured, correction, read_and_coded, rejected, withdrawn
from hypothesis import strategies as st

from pipelines.eventlog import NewEvents

ARTICLES = ("a.txt", "b.txt", "c.json#1")
CASES = ("A", "B", "C")
PUBLISHERS = ("Evening Post", "Xinhua", "Anqiu Police")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the coding's case number `case` (None: an aggregate)."""

    case: int | None
    metric: str
    value: int
    unit: str
    subset: bool
    basis: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Capture:
    """A version of an article is captured."""

    article: str
    version: str


@dataclass(frozen=True, slots=True)
class Code:
    """The latest version is coded; if `version` is given, that one is captured first.

    `cases` holds for each case where it is linked to, None for not yet.
    """

    article: str
    version: str | None
    in_scope: bool
    language: str
    published: int | None
    cases: tuple[str | None, ...]
    campaign: str | None
    place: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A report of the latest coding is linked, late or to another case."""

    article: str
    case: int
    case_id: str


@dataclass(frozen=True, slots=True)
class Other:
    """A withdrawal, a rejection, a quarantined row."""

    kind: str
    article: str


@dataclass(frozen=True, slots=True)
class Correct:
    """A person corrects, retracts, places or splits off report number `number` of an article, as its latest coding has it."""

    kind: str
    article: str
    number: int
    value: int
    case_id: str


@dataclass(frozen=True, slots=True)
class OfCase:
    """A person merges a case with another, or says what it is about."""

    kind: str
    case_id: str
    other: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """A person takes a correction back: the one that is so far from the last."""

    back: int


Action = Capture | Code | Link | Other | Correct | OfCase | Revoke


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happens; afterwards the commit may be closed, and the closed log projected."""

    action: Action
    commit: bool
    project: bool


_figures = st.builds(
    Figure,
    st.none() | st.integers(0, 1),
    st.sampled_from(["suspects_arrested", "loss_amount"]),
    st.integers(1, 4),
    st.sampled_from(["CNY", "USD"]),
    st.booleans(),
    st.sampled_from(["total", "total", "daily"]),
    st.sampled_from(["exact", "about", "at_least"]),
)
# Most of what can go wrong goes wrong when much happens to one article.
_article = st.sampled_from([ARTICLES[0], *ARTICLES])
_code = st.builds(
    Code,
    _article,
    st.sampled_from([None, "v1", "v1", "v2"]),
    st.sampled_from([True, True, True, False]),
    st.sampled_from(["zh", "en"]),
    st.none() | st.integers(0, 3),
    st.lists(st.none() | st.sampled_from(CASES), max_size=2, unique_by=lambda case: case or object()).map(tuple),
    st.none() | st.sampled_from(["break_card", "clean_net_2021"]),
    st.sampled_from(["370784", "510411"]),
    st.lists(_figures, max_size=3).map(tuple),
)
_action = st.one_of(
    st.builds(Capture, _article, st.sampled_from(["v1", "v2"])),
    _code,
    _code,
    st.builds(Link, _article, st.integers(0, 1), st.sampled_from(CASES)),
    st.builds(Other, st.sampled_from(["withdraw", "reject", "quarantine", "quarantine_article"]), _article),
    st.builds(
        Correct,
        st.sampled_from(
            [
                "figure",
                "figure",
                "unit",
                "of_case",
                "of_none",
                "retract",
                "retract_case",
                "retract_place",
                "retract_campaign",
                "place",
                "split",
            ]
        ),
        _article,
        st.integers(0, 1),
        st.integers(5, 8),
        st.sampled_from((*CASES, "D")),
    ),
    st.builds(
        OfCase, st.sampled_from(["merge", "merge", "correct", "clear"]), st.sampled_from(CASES), st.sampled_from(CASES)
    ),
    st.builds(Revoke, st.integers(0, 3)),
)
_moments = st.builds(Moment, _action, st.booleans(), st.booleans())
SHORT_STORIES = st.lists(_moments, min_size=6, max_size=12)
LONG_STORIES = st.lists(_moments, min_size=8, max_size=30)


@dataclass
class _Story:
    """What is in the log so far, so that later events can refer to it."""

    head: int = 0
    open: list[NewEvents] = field(default_factory=list)
    captures: dict[str, tuple[int, str]] = field(default_factory=dict)
    codings: dict[str, tuple[Telling, int]] = field(default_factory=dict)
    just_coded: set[int] = field(default_factory=set)
    times: Counter[object] = field(default_factory=Counter)
    corrections: list[int] = field(default_factory=list)

    def add(self, *events: NewEvents) -> int:
        """Add events of one row each; the position of the first."""
        first = self.head + len(self.open) + 1
        self.open.extend(events)
        return first

    def count(self, *key: object) -> int:
        """How often this was asked with `key`."""
        self.times[key] += 1
        return self.times[key]


def commits_of(moments: Sequence[Moment]) -> Iterator[tuple[list[NewEvents], bool]]:
    """The commits of a story, each with whether the log is to be projected after it. The last one is."""
    story = _Story()
    for moment in moments:
        _happen(story, moment.action)
        if moment.commit and story.open:
            yield story.open, moment.project
            story.head += len(story.open) + 1
            story.open = []
            story.just_coded = set()
    yield story.open, True


def _happen(story: _Story, action: Action) -> None:
    if isinstance(action, Capture):
        event = captured(action.article, action.version, event_id=f"capture {action} {story.count(action)}")
        story.captures[action.article] = (story.add(event), action.version)
    elif isinstance(action, Code):
        _code_article(story, action)
    elif isinstance(action, Link):
        _link(story, action)
    elif isinstance(action, Correct):
        _correct(story, action)
    elif isinstance(action, OfCase):
        _of_case(story, action)
    elif isinstance(action, Revoke):
        if action.back < len(story.corrections):
            revoked = story.corrections[-1 - action.back]
            story.add(correction("correction_revoked", nth=story.count(action), revoked_position=revoked))
    else:
        _other(story, action)


def _code_article(story: _Story, action: Code) -> None:
    if action.version is not None or action.article not in story.captures:
        _happen(story, Capture(action.article, action.version or "v1"))
    position, version = story.captures[action.article]
    if position in story.just_coded:
        return  # a commit holds one coding of a version (sql/checks/coded_once_a_commit.sql)
    story.just_coded.add(position)
    coder_version = str(story.count("coding", position))
    telling = Telling(action.article, position, version=version, coder_version=coder_version)
    day = None if action.published is None else date(2024, 1, 1) + timedelta(action.published)
    story.add(
        *read_and_coded(
            action.article,
            position,
            version=version,
            coder_version=coder_version,
            in_scope=action.in_scope,
            language=action.language,
            published_on=day,
            publisher=PUBLISHERS[(action.published or 0) % len(PUBLISHERS)],
        )
    )
    cases = action.cases if action.in_scope else ()
    story.codings[action.article] = (telling, len(cases))
    for number, case_id in enumerate(cases):
        story.add(
            telling.case(f"c{number}", agency_adcode=action.place, campaign_key=action.campaign, **_words(number))
        )
        story.add(telling.region(f"c{number}", action.place))
        if case_id is not None:
            story.add(telling.linked(f"c{number}", case_id))
    if action.in_scope and action.campaign:
        story.add(telling.campaign(action.campaign))
    if action.in_scope:
        _tell_figures(story, telling, action, len(cases))


def _tell_figures(story: _Story, telling: Telling, action: Code, cases: int) -> None:
    for ordinal, figure in enumerate(action.figures):
        key = None if figure.case is None or figure.case >= cases else f"c{figure.case}"
        story.add(
            telling.figure(
                ordinal,
                figure.value,
                key,
                metric=figure.metric,
                unit=figure.unit if figure.metric == "loss_amount" else "person",
                subset=figure.subset,
                basis=figure.basis,
                qualifier=figure.qualifier,
                **_words(ordinal),
            )
        )


def _words(number: int) -> Row:
    """Words of their own for each report of a coding; the next coding finds them half a word further on."""
    return {"span_start": 10 * number, "span_end": 10 * number + 7, "quote": f"words {number}"}


def _link(story: _Story, action: Link) -> None:
    telling, cases = story.codings.get(action.article, (None, 0))
    if telling is not None and action.case < cases:
        nth = story.count("link", telling.report_id("case_report", f"c{action.case}"), telling.position) + 1
        story.add(telling.linked(f"c{action.case}", action.case_id, nth=nth, decision="matched"))


def _correct(story: _Story, action: Correct) -> None:
    telling, _ = story.codings.get(action.article, (None, 0))
    if telling is None:
        return
    key = f"c{action.number}"
    figure = telling.about("figure", action.number, **_words(action.number))
    case = telling.about("case_report", key, **_words(action.number))
    nth = story.count(action)
    if action.kind == "of_case":
        # As the command does it: the report of that case is held there, in the same commit.
        put = correction("figure_corrected", nth=nth, **figure, case_id=action.case_id)
        story.corrections.append(story.add(put, correction("report_placed", nth=nth, **case, case_id=action.case_id)))
        return
    made = {
        "figure": lambda: correction(
            "figure_corrected", nth=nth, **figure, value=action.value, cleared=["region_adcode"]
        ),
        "unit": lambda: correction(
            "figure_corrected", nth=nth, **figure, subset=bool(action.value % 2), region_adcode="510411"
        ),
        "of_none": lambda: correction(
            "figure_corrected", nth=nth, **figure, campaign_key="break_card", cleared=["case_id"]
        ),
        "retract": lambda: correction("report_retracted", nth=nth, **figure),
        "retract_case": lambda: correction("report_retracted", nth=nth, **case),
        "retract_place": lambda: correction(
            "report_retracted", nth=nth, **telling.about("region", key, "370784", "jurisdiction")
        ),
        "retract_campaign": lambda: correction("report_retracted", nth=nth, **telling.about("campaign", "break_card")),
        "place": lambda: correction("report_placed", nth=nth, **case, case_id=action.case_id),
        "split": lambda: correction("case_split", nth=nth, **case, case_id=action.case_id),
    }[action.kind]()
    story.corrections.append(story.add(made))


def _of_case(story: _Story, action: OfCase) -> None:
    nth = story.count(action)
    of_case: Row = {"target": "case", "case_id": action.case_id}
    made = {
        "merge": lambda: correction("cases_merged", nth=nth, **of_case, other_case_id=action.other),
        "correct": lambda: correction(
            "case_corrected", nth=nth, **of_case, scheme="romance", title=f"Known as {action.other}"
        ),
        "clear": lambda: correction("case_corrected", nth=nth, **of_case, cleared=["scheme", "jurisdiction_adcode"]),
    }[action.kind]()
    story.corrections.append(story.add(made))


def _other(story: _Story, action: Other) -> None:
    nth = story.count(action)
    if action.kind == "withdraw" and action.article in story.captures:
        story.add(withdrawn(action.article, nth))
    elif action.kind == "reject":
        story.add(rejected(action.article, event_id=f"rejected {action} {nth}"))
    elif action.kind.startswith("quarantine") and action.article in story.captures:
        position, version = story.captures[action.article]
        table = "articles" if action.kind == "quarantine_article" else "figure_reports"
        story.add(Telling(action.article, position, version=version).quarantined(table, f"r{nth}", nth))
