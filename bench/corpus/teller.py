"""One who tells: fills templates about a subject (a case, a bureau's totals) in one language and notes what is told.

What is told in which order is decided in telling.py and totals.py; how a slot is filled, here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.corpus import numbers, places
from bench.corpus.drafting import Draft
from bench.corpus.phrasing import Slot, Template, Wording, names, wording
from bench.corpus.phrasing.templates import CLOSE, OPEN
from bench.corpus.streams import Stream
from bench.corpus.truth import Campaign, Case, Count, Figure, Language, ToldCampaign, ToldRegion
from pipelines.model import codelists
from pipelines.model.reports import Basis

_BARE_SHARE = 0.6  # of seized things after others, told without a verb: 扣押手机45部、电脑12台

Window = tuple[date, date]


@dataclass(slots=True)
class Subject:
    """What is spoken of: a case (then `key` is its key in the article) or what a place's police did in all.

    `counts`, `parts` and `daily` are the numbers that may be told; `again` those that a headline may repeat.
    """

    place: str
    counts: dict[str, Count]
    key: str | None = None
    case: Case | None = None
    parts: dict[str, Count] = field(default_factory=dict)
    daily: dict[str, Count] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    campaign: Campaign | None = None
    noun: str = ""
    since: date | None = None
    day: date | None = None


class Teller:
    """The voice of one article. `draft` is what was said so far, without the headline."""

    def __init__(self, of: Stream, language: Language, published_on: date) -> None:
        """`of` decides on words; `published_on` is what 今年 and the like refer to."""
        self.of = of
        self.language: Language = language
        self.published_on = published_on
        self.words: Wording = wording(language)
        self.draft = Draft()
        self.subject = Subject("100000", {})
        self.period: Window | None = None
        self.told: set[str] = set()
        self.told_campaigns: dict[str, Campaign] = {}
        self._placed: set[tuple[str | None, str, str]] = set()
        self._written = places.written("100000", language)
        self._said_counts: dict[tuple[str, str | None], str] = {}

    def turn_to(self, subject: Subject) -> None:
        """Speak of something else from here on."""
        self.subject = subject
        self.told = set()
        self.period = None
        self._written = places.written(subject.place, self.language)
        self._said_counts = {}

    def choose(self, templates: Sequence[Template]) -> Template | None:
        """One whose slots can all be filled; None if there is none."""
        for _ in range(3):
            template = self.of.pick(templates)
            if self._can(template):
                return template
        able = [template for template in templates if self._can(template)]
        return self.of.pick(able) if able else None

    def sentence(self, templates: Sequence[Template]) -> bool:
        """Say one of these sentences, if one can be said."""
        template = self.choose(templates)
        if template is None:
            return False
        self.period = None
        self.fill(template)
        return True

    def clauses(self, leads: Sequence[Template], metrics: Iterable[str]) -> None:
        """A sentence of a lead and a clause for each metric."""
        lead = self.choose(leads)
        if lead is None:
            return
        self.period = None
        self.fill(lead)
        is_free = self.draft.parts[-1].endswith("，")  # a clause with a subject of its own may follow
        before: str | None = None
        for metric, separator in self._separators(list(metrics)):
            if before in self.words.bare and metric in self.words.bare and self.of.chance(_BARE_SHARE):
                self.draft.say("、" if self.language == "zh" else separator)
                self.fill(self.words.bare[metric])
            else:
                self.draft.say(separator)
                templates = self.words.clauses[metric]
                template = self.of.pick(templates if is_free else [t for t in templates if t.begins_with_words])
                self.fill(template)
                # The verb of a clause that begins with it is understood in the next one; 手机45部被查扣 has none to give.
                before = metric if template.begins_with_words else None
            is_free = separator == "，"
        self.draft.say("。" if self.language == "zh" else ". ")

    def _separators(self, metrics: list[str]) -> list[tuple[str, str]]:
        if self.language == "zh":
            comma = "，" if self.of.chance(0.9) else "、"
            return [(metric, comma if number else "") for number, metric in enumerate(metrics)]
        last = len(metrics) - 1
        return [(m, "" if not n else (" and " if n == last else ", ")) for n, m in enumerate(metrics)]

    def pause(self) -> None:
        """A blank between sentences where the language has one."""
        if self.language == "en":
            self.draft.say(" ")

    def paragraph(self) -> None:
        """A new paragraph."""
        self.draft.say("\n")

    def headline(self, templates: Sequence[Template]) -> str:
        """A headline: words that show no facts."""
        kept, self.draft = self.draft, Draft()
        template = self.choose(templates)
        assert template is not None  # every list of headlines has one without slots of its own
        self.fill(template)
        text, self.draft = self.draft.text(), kept
        return text[0].upper() + text[1:]

    def _can(self, template: Template) -> bool:
        return all(self._has(name, how) for name, how in template.needs)

    def _has(self, name: str, how: str) -> bool:
        subject = self.subject
        if name in codelists.metrics():
            if how == "again":
                return name in subject.again
            if how:
                return name in (subject.parts if how == "part" else subject.daily)
            return name in subject.counts and name not in self.told
        match name:
            case "campaign":
                return subject.campaign is not None
            case "code_name":
                return subject.case is not None and subject.case.code_name is not None
            case "arrest_place" | "site_place" | "origin_place":
                attribute = "arrest_place" if name == "origin_place" else name
                return subject.case is not None and getattr(subject.case, attribute) is not None
            case "months_of_year":
                return self.published_on.month > 2
            case "since_month":
                return subject.since is not None or self.published_on.month > 3
        return True

    def fill(self, template: Template) -> None:
        """Say it."""
        for token in template.tokens:
            if isinstance(token, Slot):
                self._fill_slot(token)
            elif token == OPEN:
                self.draft.open()
            elif token == CLOSE:
                self.draft.close()
            else:
                self.draft.say(token)

    def _fill_slot(self, slot: Slot) -> None:
        if slot.name in codelists.metrics():
            self._figure(slot)
        elif slot.name == "window":
            self._window(low=slot.how == "low")
        else:
            _SLOTS[slot.name](self)

    # figures

    def _figure(self, slot: Slot) -> None:
        subject = self.subject
        source = {"part": subject.parts, "daily": subject.daily}.get(slot.how, subject.counts)
        count = source[slot.name]
        if slot.how == "again":
            self.draft.say(self._count(count, slot))
            return
        self.told.add(slot.name if slot.how != "daily" else f"daily {slot.name}")
        basis: Basis = "daily" if slot.how == "daily" else "total"
        self.draft.claim(
            Figure,
            {
                "count": count,
                "unit": codelists.metrics()[slot.name].unit,
                "scope": "case" if subject.key else "aggregate",
                "case_key": subject.key,
                "region": subject.place,
                "period": self.period,
                "campaign_key": self._campaign_key(),
                "subset": slot.how == "part",
                "basis": basis,
            },
        )
        self.draft.say(self._count(count, slot))

    def _campaign_key(self) -> str | None:
        campaign = self.subject.campaign
        return campaign.key if campaign and campaign.key in self.told_campaigns else None

    def _count(self, count: Count, slot: Slot) -> str:
        if self.language == "en":
            return numbers.count_en(count, self.of, is_money=codelists.metrics()[count.metric].unit == "CNY")
        measures = self.words.measures[count.metric]
        measure = measures[0] if slot.counts_noun else self.of.pick(measures)
        return numbers.count_zh(count, measure, self.of, counts_noun=slot.counts_noun)

    # places

    def place(self, adcode: str, role: str, text: str) -> None:
        """A place's name; the first time that the article gives it a role for the case, it shows that role."""
        known = (self.subject.key, adcode, role)
        if self.subject.key is None or known in self._placed:
            self.draft.say(text)
            return
        self._placed.add(known)
        self.draft.show(text, ToldRegion, {"case_key": self.subject.key, "adcode": adcode, "role": role})

    def own(self, attribute: str) -> None:
        """The subject's place or its police, in one of its wordings."""
        self.place(self.subject.place, "jurisdiction", getattr(self._written, attribute))

    def claim_jurisdiction(self, first: int) -> None:
        """Where the place in charge has no words of its own (公安部), all that was said since `first` shows it."""
        claim = {"case_key": self.subject.key, "adcode": self.subject.place, "role": "jurisdiction"}
        if tuple(claim.values()) not in self._placed:
            self.draft.enclose(first, ToldRegion, claim)

    def home(self) -> None:
        """The place of police and victim in one."""
        first = len(self.draft.parts)
        self.own("full")
        self._claim_victim(first)

    def local(self) -> None:
        """A resident of the place named before."""
        first = len(self.draft.parts)
        self.draft.say("当地居民" if self.language == "zh" else "a local resident")
        self._claim_victim(first)

    def _claim_victim(self, first: int) -> None:
        claim = {"case_key": self.subject.key, "adcode": self.subject.place, "role": "victim"}
        self.draft.enclose(first, ToldRegion, claim)

    def elsewhere(self, attribute: str, role: str) -> None:
        """Another place of the case."""
        adcode = getattr(self.subject.case, attribute)
        self.place(adcode, role, places.written(adcode, self.language).full)

    # time

    def day(self) -> date:
        """The day that the subject's sentences speak of."""
        return self.subject.day or self.published_on - timedelta(days=self.of.between(0, 2))

    def governing_day(self) -> None:
        """A day that the numbers after it belong to."""
        day = self.day()
        self.period = (day, day)
        self.draft.say(self._said_day(day))

    def plain_day(self) -> None:
        """A day that governs no number: when something was announced."""
        self.draft.say(self._said_day(self.published_on))

    def _said_day(self, day: date) -> str:
        write = numbers.day_zh if self.language == "zh" else numbers.day_en
        return write(day, self.published_on, self.of)

    def since_month(self) -> None:
        """The month since which one counts."""
        start = self.subject.since or date(self.published_on.year, self.of.between(2, self.published_on.month - 1), 1)
        self.period = (start, self.published_on)
        self.draft.say(numbers.month_zh(start) if self.language == "zh" else numbers.month_en(start))

    def months_of_year(self) -> None:
        """The first months of the year."""
        last = self.of.between(2, self.published_on.month - 1)
        end = date(self.published_on.year, last + 1, 1) - timedelta(days=1)
        self.period = (date(self.published_on.year, 1, 1), end)
        self.draft.say(numbers.first_months(last, self.language))

    def _window(self, *, low: bool) -> None:
        template = self.choose(self.words.lists["windows"])
        assert template is not None  # some windows have no slots
        start = len(self.draft.parts)
        text = "".join(token for token in template.tokens if isinstance(token, str))
        if text.startswith(("去年", "Last year")):
            year = self.published_on.year - 1
            self.period = (date(year, 1, 1), date(year, 12, 31))
        elif not any(isinstance(token, Slot) for token in template.tokens):
            self.period = (date(self.published_on.year, 1, 1), self.published_on)
        self.fill(template)
        if low:
            first = self.draft.parts[start]
            self.draft.parts[start] = first[:1].lower() + first[1:]

    # names

    def campaign(self) -> None:
        """The campaign's name; the first one shows it."""
        campaign = self.subject.campaign
        assert campaign is not None  # templates are chosen by what there is
        text = campaign.zh if self.language == "zh" else campaign.en
        if campaign.key in self.told_campaigns:
            self.draft.say(text)
            return
        self.told_campaigns[campaign.key] = campaign
        self.draft.show(text, ToldCampaign, {"campaign": campaign})

    def person(self, attribute: str) -> None:
        """The suspect or the victim, by surname."""
        person = getattr(self.subject.case, attribute)
        self.told.add(attribute)
        self.draft.say(person.zh if self.language == "zh" else person.en)

    def noun(self) -> None:
        """How the scheme or the role is called."""
        before, noun = self.draft.parts[-1] if self.draft.parts else "", self.subject.noun
        if self.language == "en" and noun[0].lower() in "aeiou" and f" {before}".endswith((" a ", " A ")):
            self.draft.parts[-1] = f"{before[:-1]}n "
        self.draft.say(noun)

    def code_name(self) -> None:
        """The name of the investigation."""
        self.told.add("code_name")
        assert self.subject.case is not None
        self.draft.say(self.subject.case.code_name or "")

    def country(self) -> None:
        """Where suspects were caught abroad."""
        assert self.subject.case is not None
        row = next(row for row in names().countries if row.code == self.subject.case.country)
        self.place(row.code, "arrest", row.zh if self.language == "zh" else row.en)


def _number(low: int, high: int) -> Callable[[Teller], None]:
    """A number that is a distractor."""
    return lambda teller: teller.draft.say(str(teller.of.between(low, high)))


def _own(attribute: str) -> Callable[[Teller], None]:
    return lambda teller: teller.own(attribute)


_SLOTS: dict[str, Callable[[Teller], None]] = {
    "agency": _own("agency"),
    "agency_full": _own("agency_full"),
    "police": _own("police"),
    "police_full": _own("police_full"),
    "police_all": _own("police_all"),
    "place": _own("short"),
    "place_full": _own("full"),
    "home_full": Teller.home,
    "local": Teller.local,
    "court": _own("court"),
    "court_full": _own("court_full"),
    "arrest_place": lambda teller: teller.elsewhere("arrest_place", "arrest"),
    "origin_place": lambda teller: teller.elsewhere("arrest_place", "origin"),
    "site_place": lambda teller: teller.elsewhere("site_place", "site"),
    "country": Teller.country,
    "campaign": Teller.campaign,
    "suspect": lambda teller: teller.person("suspect"),
    "victim": lambda teller: teller.person("victim"),
    "scheme_noun": Teller.noun,
    "code_name": Teller.code_name,
    "day": Teller.governing_day,
    "day_plain": Teller.plain_day,
    "since_month": Teller.since_month,
    "months_of_year": Teller.months_of_year,
    "months": _number(2, 9),
    "km": _number(1_100, 9_900),
    "hours": _number(110, 990),
    "pages": _number(1_200, 9_900),
    "clock": _number(8, 10),
    "age": _number(19, 58),
    "pct": _number(3, 48),
    "minutes": _number(3, 20),
}
SLOTS = frozenset(_SLOTS)
