"""Step 8: what counts among the several sources that name a title, a publisher, an address, a day.

The codebook rules: the named source rather than the site that copied it, the article's own day rather than a scrape's, a
dateline rather than a page's day.
"""

from dataclasses import dataclass
from datetime import date

from pipelines.model.document import Language
from pipelines.normalize.documents.dates import day_in, day_in_url
from pipelines.normalize.documents.headlines import clean_headline
from pipelines.normalize.documents.mapped import mapped
from pipelines.normalize.documents.opening import Credits, Opening
from pipelines.normalize.documents.publishers import outlet_in_headline, outlet_of_url, site_name
from pipelines.normalize.documents.sources import Sources


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of the article in its document."""

    title: str | None
    publisher: str | None
    url: str | None
    published_on: date | None
    published_basis: str | None


def resolve(sources: Sources, opening: Opening, credits: Credits, language: Language) -> Metadata:
    """Weigh the sources."""
    title = opening.headline.chars if opening.headline else None
    if title is None and sources.declared.title:
        written = sources.declared_headline()
        title = clean_headline(mapped(written), sources.names()).chars if written else None
    url = (
        sources.declared.url
        or sources.header.url
        or sources.page.url
        or _url_as_source(sources)
        or next(iter(credits.urls), None)
    )
    day, basis = _published(sources, credits, url, language)
    return Metadata(title or None, _publisher(sources, opening, credits, url), url, day, basis)


def _url_as_source(sources: Sources) -> str | None:
    value = sources.header.publisher
    return value if value and "://" in value else None


def _publisher(sources: Sources, opening: Opening, credits: Credits, url: str | None) -> str | None:
    named = next(iter(credits.sources), None)
    stated = (sources.header.publisher, sources.header.author, sources.header.site)
    return (
        named
        or site_name(sources.page.publisher)
        or sources.declared_publisher()
        or next((name for value in stated if (name := site_name(value))), None)
        or credits.outlet
        or opening.glued
        or (outlet_in_headline(opening.headline.chars) if opening.headline else None)
        or credits.signer
        or sources.page.site
        or outlet_of_url(url)
    )


def _published(
    sources: Sources, credits: Credits, url: str | None, language: Language
) -> tuple[date | None, str | None]:
    """The day and what it rests on, the strongest source first."""
    found = _page_day(sources, credits, url, language == "zh")
    if credits.dateline is not None and (day := credits.dateline.on(found[0])):
        return day, "dateline"
    return found


def _page_day(sources: Sources, credits: Credits, url: str | None, east_asian: bool) -> tuple[date | None, str | None]:
    if credits.plain:
        return credits.plain, "byline"
    stated = (
        (sources.declared.published, "declared"),
        (sources.header.published, "front_matter"),
        (sources.page.published, "meta"),
    )
    for value, basis in stated:
        day = day_in(value, east_asian) if value else None
        if day:
            return day, basis
    if credits.loose or credits.signed:
        return credits.loose or credits.signed, "byline"
    day = day_in_url(url) if url else None
    return (day, "url") if day else (None, None)
