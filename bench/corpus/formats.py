"""How an article stands in a file: plain text, Markdown with front matter, HTML, or an item of a bulletin, a JSON list, JSON lines.

Everything works on marked text (see drafting): the layout, Traditional script, glosses. `Page.marked` without its marks is the
captured text: of a file of its own the whole file, of an item what the container's reader makes of it.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from opencc import OpenCC

from bench.corpus.chapters import BULLETIN, LISTED, SINGLE_FILES, Task
from bench.corpus.drafting import unmarked
from bench.corpus.numbers import month_en
from bench.corpus.phrasing import others
from bench.corpus.streams import Stream
from bench.corpus.truth import Language

Container = Literal["txt", "md", "html", "bulletin", "json", "jsonl"]

_GLOSSED = 0.3  # of the Traditional articles
_GLOSS_SHARE = 0.25  # of the characters that may have one


@dataclass(frozen=True, slots=True)
class Page:
    """`marked` is the captured text with marks; `fields` what a JSON item declares; `encoding` that of a file of its own."""

    marked: str
    title: str
    publisher: str
    encoding: str = "utf-8"
    fields: Mapping[str, str] = field(default_factory=dict)


def container_of(of: Stream, position: int) -> Container:
    """In what an article of a chapter stands."""
    if position < SINGLE_FILES:
        share = of.random()
        return "txt" if share < 0.5 else "html" if share < 0.8 else "md"
    if position < SINGLE_FILES + BULLETIN:
        return "bulletin"
    return "json" if position < SINGLE_FILES + BULLETIN + LISTED else "jsonl"


def laid_out(
    of: Stream, container: Container, task: Task, title: str, body: str, publisher: str, published: date, index: int
) -> Page:
    """The page of an article whose paragraphs are the lines of `body`."""
    if task.script == "Hant":
        title, body, publisher = (_traditional().convert(text) for text in (title, body, publisher))
        if of.chance(_GLOSSED):
            body = _glossed(of, body)
    lines = [" ".join(line.split()) for line in body.split("\n") if line.strip()]
    url = f"https://news.example.com/{published:%Y-%m/%d}/c{index:08d}.html"
    if container in ("json", "jsonl"):
        text = "\n".join(lines)
        fields = {
            "title": title,
            "published": f"{published:%Y-%m-%d}",
            "source": publisher,
            "url": url,
            "content": unmarked(text)[0],
        }
        return Page(f"{title}\n\n{text}", title, publisher, fields=fields)
    encoding = _encoding(of, task.language) if container != "bulletin" else "utf-8"
    around = _Surroundings(of, task, publisher, published, url, encoding)
    write = {"txt": _plain, "md": _markdown, "html": _hypertext, "bulletin": _item}[container]
    return Page(write(around, title, lines), title, publisher, encoding)


def bulletin_head(published: date) -> str:
    """What stands above the items of a day's bulletin."""
    words = others().chrome["zh"]
    heading = words["bulletin"].format(day=f"{published.year}年{published.month}月{published.day}日")
    return f"# {heading}\n\n{words['bulletin_note']}\n\n"


class _Surroundings:
    """What a site puts around an article, in its language and script."""

    def __init__(self, of: Stream, task: Task, publisher: str, published: date, url: str, encoding: str) -> None:
        self.of = of
        self._words = others().chrome[task.language]
        self._convert = _traditional().convert if task.script == "Hant" else str
        self.language = task.language
        self.published = published
        self.publisher = publisher
        self.url = url
        self.encoding = encoding

    def one(self, name: str) -> str:
        """One of its wordings, filled."""
        of = self.of
        numbers = {
            "a": of.between(2, 40),
            "b": of.between(2, 90),
            "c": of.between(20, 400),
            "big": of.between(10_000, 99_999),
        }
        text: str = of.pick(self._words[name])
        return self._convert(text.format(publisher=self.publisher, when=self._when(), **numbers))

    def nav(self) -> list[str]:
        """The words of the navigation."""
        return [self._convert(word) for word in self._words["nav"]]

    def related(self) -> list[str]:
        """A heading and some links."""
        return [self.one("related_heads"), *(self.one("related") for _ in range(self.of.between(2, 4)))]

    def _when(self) -> str:
        day = self.published
        if self.of.chance(0.5):
            return f"{day:%Y-%m-%d} {self.of.between(7, 21):02d}:{self.of.between(0, 59):02d}"
        if self.language == "zh":
            return f"{day.year}年{day.month:02d}月{day.day:02d}日"
        month, year = month_en(day).split()
        return f"{month} {day.day}, {year}"


def _plain(around: _Surroundings, title: str, lines: list[str]) -> str:
    of = around.of
    text = [around.one("crumbs")] if of.chance(0.25) else []
    text += [title, around.one("by")]
    text += [f"　　{line}" if around.language == "zh" and of.chance(0.3) else line for line in lines]
    text += [around.one("editors")] if of.chance(0.4) else []
    text += around.related() if of.chance(0.3) else []
    text += [around.one("footers")] if of.chance(0.3) else []
    separator = "\n\n" if around.language == "en" or of.chance(0.3) else "\n"
    return separator.join(text) + "\n"


def _markdown(around: _Surroundings, title: str, lines: list[str]) -> str:
    head = (
        f"---\ntitle: {title}\nurl: {around.url}\ndate: {around.published:%Y-%m-%d}\nsource: {around.publisher}\n---\n"
    )
    heading = f"# {title}\n\n" if around.of.chance(0.6) else ""
    return f"{head}\n{heading}" + "\n\n".join(lines) + "\n"


def _item(around: _Surroundings, title: str, lines: list[str]) -> str:
    return "\n\n".join([f"## {title}", around.one("by"), *lines]) + "\n\n"


def _hypertext(around: _Surroundings, title: str, lines: list[str]) -> str:
    nav = "".join(f'<a href="/{number}/">{word}</a>' for number, word in enumerate(around.nav()))
    related = around.related()
    links = "".join(f'<li><a href="/r{number}.html">{line}</a></li>' for number, line in enumerate(related[1:]))
    paragraphs = "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    name = html.escape(title, quote=False)
    return f"""<!DOCTYPE html>
<html><head><meta charset="{around.encoding}"><title>{name} - {around.publisher}</title>
<meta name="publishdate" content="{around.published:%Y-%m-%d}">
<link rel="canonical" href="{around.url}"></head>
<body><header><nav>{nav}</nav></header>
<div class="crumbs">{around.one("crumbs")}</div>
<article><h1>{name}</h1>
<div class="source">{around.one("by")}</div>
{paragraphs}
<p class="editor">{around.one("editors")}</p></article>
<aside class="related"><h3>{related[0]}</h3><ul>{links}</ul></aside>
<footer>{around.one("footers")}</footer></body></html>
"""


def _encoding(of: Stream, language: Language) -> str:
    share = of.random()
    if language == "en" or share < 0.78:
        return "utf-8"
    return "gb18030" if share < 0.92 else "utf-16"


def _glossed(of: Stream, text: str) -> str:
    glosses = others().glosses

    def gloss(match: re.Match[str]) -> str:
        return f"{match[0]}({glosses[match[0]]})" if of.random() < _GLOSS_SHARE else match[0]

    return _gloss_pattern().sub(gloss, text)


@cache
def _gloss_pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(others().glosses)}]")


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")
