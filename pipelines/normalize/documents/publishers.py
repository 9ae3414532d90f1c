"""Names of outlets: cleaning them, and knowing them by their pages' hosts."""

import re
from functools import cache
from urllib.parse import urlsplit

from pipelines.normalize.documents.lexicons import section, table

_SLOGAN = re.compile(r"^([\w\u4e00-\u9fff]{2,20})\s*[-_|–—丨·]\s*\S")
_TITLE_PREFIX = re.compile(r"^([\u4e00-\u9fff]{2,8}?(?:报|网|刊))(?:数字报|电子版|客户端)?[-–—_|]\S")
_BARE_URL = re.compile(r"https?://[^\s)\]}'\"<>，。）】]+")


def site_name(value: str | None) -> str | None:
    """A site's or an account's name without the slogan that it wears behind it."""
    if not value or "://" in value or value.strip().lower() in section("credits", "nobody"):
        return None
    match = _SLOGAN.match(value.strip())
    return match[1] if match else value.strip()


def outlet_of_url(url: str | None) -> str | None:
    """The outlet whose page an address is, where its host is known."""
    host = urlsplit(url).hostname if url else None
    while host and "." in host:
        if host in _hosts():
            return _hosts()[host]
        host = host.partition(".")[2]
    return None


def outlet_in_headline(headline: str) -> str | None:
    """The paper that a headline names before it ("某某晚报数字报-…")."""
    match = _TITLE_PREFIX.match(headline)
    return match[1] if match else None


def url_in(text: str) -> str | None:
    """The first address in a line."""
    match = _BARE_URL.search(text)
    return match[0].rstrip(".,;") if match else None


@cache
def _hosts() -> dict[str, str]:
    return {host: names[0] for host, names in table("outlets", "hosts").items()}
