"""What begins another case in running text: words that say so, another body or place in front, another victim.

Each kind of opener needs an act or a loss beside it. A case's own raids, victims and verdicts begin no other case: they
follow the body in charge, or the text joins them (并案, the same gang).
"""

from collections.abc import Collection, Sequence

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention
from pipelines.normalize.extraction.structure import cues, layout, people
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.article import Article
from pipelines.normalize.extraction.structure.named_cases import case_named, chain_at, lead_in

FRESH_REACH = 40  # characters at the start of a unit in which "another case" is said
LOOK_AHEAD = 2  # units after a victim's introduction in which the loss is told
ANCHORS = 2  # of a day, a place and a person: how many a scene must have of its own
HEADED_ANCHORS = 1  # a heading of its own sets it apart as well
SCENE = 6  # units of a scene in which its people are named and what became of them is told


@record()
class Frame:
    """What headline and opening say: several cases, one case; and whether the text joins its incidents into one."""

    is_several: bool
    is_one: bool
    is_joined: bool


@record()
class Told:
    """What is known of the story in hand when the next unit is read."""

    adcode: str | None
    victims: Collection[str]
    has_event: bool
    has_arrest: bool
    is_court: bool
    names: Collection[str]
    is_headed: bool
    case_name: str | None = None


@record()
class Lead:
    """Who or what a unit begins with: a body, or a place."""

    adcode: str
    agency: AgencyMention | None


def opens(article: Article, index: int, story: Told | None, frame: Frame) -> bool:
    """Whether the unit of this index begins a case other than the story in hand."""
    if cues.refers_back(article.text, article.units[index].span):
        return False
    if is_another(article, index):
        return True
    if story is None and is_singled_out(article, index):
        return True
    ways = (_opens_by_name, _opens_by_lead, _opens_by_time, _opens_by_victim, _opens_by_scene)
    return any(way(article, index, story, frame) for way in ways)


def is_singled_out(article: Article, index: int) -> bool:
    """Whether the unit, after totals alone, tells the largest of the cases that they count, or one of them."""
    text, unit = article.text, article.units[index]
    if not article.totals or article.totals[0].start > unit.span.start or not cues.has("largest", text, unit.span):
        return False
    ahead = [u.span for u in article.units[index : index + SCENE] if u.block == unit.block]
    return any(cues.has("loss", text, span) for span in ahead)


def is_another(article: Article, index: int) -> bool:
    """Whether the unit says that it tells another case."""
    return _is_fresh(article, index) and not _is_joined(article, index)


def place_led(article: Article, span: Span) -> Lead | None:
    """The body or place that the span begins with, after list marks, times and words that join; None where none."""
    text = article.text
    match = lead_in().match(text, span.start, span.end)
    at = match.end() if match else span.start
    agency = next((a for a in article.agencies if a.span.start == at and a.adcode is not None), None)
    if agency is not None and agency.adcode is not None:
        return Lead(agency.adcode, agency) if agency.adcode != geo.CHINA else None
    chain = chain_at(article, at)
    return Lead(geo.finest(chain).adcode, None) if chain else None


def adcode_of(article: Article, span: Span) -> str | None:
    """The place of a story as its opening tells it: the leading one, else that of its first body, else its first place."""
    lead = place_led(article, span)
    if lead is not None:
        return lead.adcode
    local = [a.adcode for a in article.agencies_in(span) if a.adcode != geo.CHINA]
    if local:
        return local[0]
    named = geo.without_qualifiers(article.text, article.places_in(span))
    return named[0].adcode if named else None


def _is_fresh(article: Article, index: int) -> bool:
    unit = article.units[index]
    if cues.has("turn", article.text, unit.span):
        rest = (u.span for u in article.units[index:] if u.block == unit.block)
        return any(cues.tells_event(article.text, span) for span in rest)
    start = Span(unit.span.start, min(unit.span.start + FRESH_REACH, unit.span.end))
    if not cues.has("fresh", article.text, start):
        return False
    ahead = [u.span for u in article.units[index : index + SCENE] if u.block - unit.block <= 1]
    return any(cues.tells_event(article.text, span) for span in ahead)


def _is_joined(article: Article, index: int) -> bool:
    """Whether the text at once joins what it tells here to the case in hand (警方把这两起并到一处)."""
    return any(cues.has("joined", article.text, unit.span) for unit in article.units[index : index + SCENE])


def _opens_by_name(article: Article, index: int, story: Told | None, _: Frame) -> bool:
    """Another case called by its name, with what came of it. A story without a name gets one late; it is elsewhere, or joined on."""
    named = case_named(article, article.units[index].span)
    if named is None or story is None:
        return named is not None
    if story.case_name is not None:
        return named.name != story.case_name
    is_elsewhere = story.adcode is not None and not _related(named.adcode, story.adcode)
    return is_elsewhere or cues.has("beside", article.text, article.units[index].span)


def _opens_by_lead(article: Article, index: int, story: Told | None, frame: Frame) -> bool:
    """Another body or place in front, with an act of its own."""
    text, span = article.text, article.units[index].span
    lead = place_led(article, span) or _first_agency(article, index)
    if lead is None or not _acts(article, index, lead, frame, story is None):
        return False
    if story is None:
        return True
    is_court = lead.agency is not None and lead.agency.kind in ("court", "procuratorate")
    if is_court and not story.is_court:
        return False  # the same case goes from the police to the court
    if not frame.is_several and story.has_arrest and not _is_solved(text, span):
        return False  # after a lead that tells the arrests the text goes back to how it began
    if story.adcode is None:
        return frame.is_several and story.has_event and _is_first(article, index)
    is_own = lead.agency is not None and cues.has("own_body", text, lead.agency.span)
    if lead.adcode == story.adcode or (_related(lead.adcode, story.adcode) and (is_own or not frame.is_several)):
        return frame.is_several and _goes_on(article, index, story)
    if frame.is_one and not frame.is_several:
        return lead.agency is not None and cues.has("new_case", text, span) and cues.has("time", text, span)
    return _is_first(article, index) or frame.is_several or cues.has("time", text, span)


def _opens_by_time(article: Article, index: int, story: Told | None, frame: Frame) -> bool:
    """The same body on another day, in an article of several cases: 5月2日晚，民警又打掉一个窝点."""
    span = article.units[index].span
    is_force = cues.has("local_force", article.text, span) and place_led(article, span) is None
    return story is not None and frame.is_several and is_force and _goes_on(article, index, story)


def _goes_on(article: Article, index: int, story: Told) -> bool:
    """Whether a paragraph with a day of its own tells arrests or a den after those of the story in hand."""
    text, span = article.text, article.units[index].span
    is_timed = _is_first(article, index) and cues.has("dated", text, span)
    return story.has_arrest and is_timed and _is_solved(text, span)


def _is_solved(text: str, span: Span) -> bool:
    """Whether the unit tells that one gang, den or case was dealt with, or that some were arrested: not a mere report."""
    is_kept = cues.has("dissuaded", text, span) and cues.has("new_case", text, span)
    return is_kept or cues.has("solved", text, span) or cues.has("few_arrested", text, span)


def _acts(article: Article, index: int, lead: Lead, frame: Frame, is_first_story: bool) -> bool:
    """Whether the unit tells an incident of the leading body or place, not an errand of somebody else's."""
    text, span = article.text, article.units[index].span
    if cues.speaks_of_several(text, span) and not cues.has("solved", text, span):
        return False
    if cues.has("new_case", text, span) or cues.tells_loss(text, span) or layout.code_name(text, [span]):
        return True
    if cues.has("helps", text, span) or (lead.agency is None and cues.has("errand", text, span)):
        return False
    if is_first_story and lead.agency is not None and cues.tells_event(text, span):
        return True
    if cues.has("few_arrested", text, span):
        return lead.agency is not None or cues.has("local_force", text, span) or frame.is_several
    return frame.is_several and _is_first(article, index) and cues.tells_event(text, span)


def _first_agency(article: Article, index: int) -> Lead | None:
    """The police body of a block's first unit that is timed and brings a case in, wherever it stands in it."""
    span = article.units[index].span
    if not _is_first(article, index) or not cues.has("time", article.text, span):
        return None
    if not cues.has("new_case", article.text, span) and not cues.has("few_arrested", article.text, span):
        return None
    named = [a for a in article.agencies_in(span) if a.kind == "police" and a.adcode != geo.CHINA]
    if not named:
        return None
    finest = max(named, key=lambda a: geo.level(a.adcode or ""))
    return Lead(finest.adcode or "", finest)


def _opens_by_victim(article: Article, index: int, story: Told | None, frame: Frame) -> bool:
    """Another victim with a loss of his own, where nothing joins the victims into one case."""
    if frame.is_joined or (frame.is_one and not frame.is_several):
        return False
    unit = article.units[index]
    names = people.victims_introduced(article.text, unit.span)
    if cues.has("among", article.text, unit.span) or not names or not _loses(article, index):
        return False
    if story is None:
        return True
    if not story.has_event or set(names) & set(story.victims):
        return False
    if story.has_arrest and not frame.is_several:
        return False  # after a lead that tells the arrests the text goes back to how it began
    home = adcode_of(article, unit.span) if article.places_in(unit.span) else None
    is_elsewhere = home is not None and story.adcode is not None and not _related(home, story.adcode)
    return is_elsewhere or (frame.is_several and (_is_first(article, index) or _follows_total(article, index)))


def _opens_by_scene(article: Article, index: int, story: Told | None, frame: Frame) -> bool:
    """A paragraph with people, a day or a place of its own that tells what became of them, beside others of its kind.

    Others of its kind are told in an article of several cases, or under the headings of an article's parts. One
    investigation names the same people again and tells of its victim before its arrests.
    """
    unit = article.units[index]
    if not starts(article, index) or article.is_total(unit.span) or cues.has("among", article.text, unit.span):
        return False
    if cues.speaks_of_several(article.text, unit.span):
        return False
    if frame.is_joined and not (frame.is_several and is_headed(article, index)):
        return False
    scene = scene_of(article, index)
    if not any(cues.tells_event(article.text, span) for span in scene) or not _is_anchored(article, index, scene):
        return False
    if story is None:
        if not frame.is_several:
            return is_headed(article, index)
        is_total = cues.may_go_on(article.text, unit.span) and not any(_has_incident(article.text, s) for s in scene)
        return (is_headed(article, index) and not is_total) or bool(people.named(article.text, scene))
    if not story.has_arrest or not (frame.is_several or (story.is_headed and is_headed(article, index))):
        return False
    names = people.named(article.text, scene)
    if names & set(story.names) or any(cues.has("back", article.text, span) for span in scene[:2]):
        return False
    return (frame.is_several and is_headed(article, index)) or _has_own_subject(article, index, story)


def _has_incident(text: str, span: Span) -> bool:
    """Whether the unit tells of one incident or of a handful arrested: no total under a heading."""
    return cues.brings_in_case(text, span) or cues.has("few_arrested", text, span)


def _has_own_subject(article: Article, index: int, story: Told) -> bool:
    """Whether the paragraph is about another victim, or about what another body did: no errand of the body in charge."""
    span = article.units[index].span
    if any(people.victims_introduced(article.text, part) for part in scene_of(article, index)[:2]):
        return is_headed(article, index) or _loses(article, index)
    lead = place_led(article, span)
    if lead is None or lead.adcode == story.adcode or cues.has("errand", article.text, span):
        return False
    scene = scene_of(article, index)
    return bool(people.named(article.text, scene)) or any(cues.has("new_case", article.text, part) for part in scene)


def scene_of(article: Article, index: int) -> list[Span]:
    """The units from this one on that tell its scene: to the end of its paragraph, under a heading to the next heading."""
    first = article.units[index]
    goes_on = is_headed(article, index)
    scene: list[Span] = []
    for unit in article.units[index : index + SCENE]:
        if unit.block != first.block and (not goes_on or article.is_heading(unit.block)):
            break
        if article.is_total(unit.span):
            break
        scene.append(unit.span)
    return scene


def is_headed(article: Article, index: int) -> bool:
    """Whether the unit stands in the paragraph right under a heading of a part of the article."""
    block = article.units[index].block
    return article.is_part_heading(block - 1)


def starts(article: Article, index: int) -> bool:
    """Whether nothing was told in the paragraph before this unit: it is the first, or only set phrases come before it."""
    text, block = article.text, article.units[index].block
    before = index - 1
    while before >= 0 and article.units[before].block == block:
        span = article.units[before].span
        is_idle = not (cues.tells_event(text, span) or people.named(text, [span]) or article.places_in(span))
        if not is_idle and not article.is_total(span):
            return _is_first(article, index)
        before -= 1
    return True


def _is_anchored(article: Article, index: int, scene: Sequence[Span]) -> bool:
    """Whether the scene begins with a day, a place or a person of its own."""
    text = article.text
    begins = scene[:2]
    needed = HEADED_ANCHORS if is_headed(article, index) else ANCHORS
    is_dated = any(cues.has("dated", text, span) or cues.has("time", text, span) for span in begins)
    is_placed = any(article.places_in(span) or article.agencies_in(span) for span in begins)
    return is_dated + is_placed + bool(people.named(text, scene)) >= needed


def _loses(article: Article, index: int) -> bool:
    unit = article.units[index]
    ahead = [u.span for u in article.units[index : index + 1 + LOOK_AHEAD] if u.block == unit.block]
    return any(cues.has("loss", article.text, span) or cues.has("dissuaded", article.text, span) for span in ahead)


def _is_first(article: Article, index: int) -> bool:
    """Whether the unit is the first of its block, or the part of a sentence after a semicolon."""
    unit = article.units[index]
    if index == 0 or article.units[index - 1].block != unit.block:
        return True
    return article.text[article.units[index - 1].span.end - 1] in "；;"


def _follows_total(article: Article, index: int) -> bool:
    """Whether the unit comes right after totals in their paragraph: what it tells is an example of them."""
    before, unit = article.units[index - 1], article.units[index]
    return index > 0 and before.block == unit.block and article.is_total(before.span)


def _related(one: str, other: str) -> bool:
    return geo.contains(one, other) or geo.contains(other, one)
