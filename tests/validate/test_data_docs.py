"""Data Docs say what was judged, need nothing from elsewhere, and take whatever an article says as text."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from table_worlds import CONTEXT, POISON, clean_world, poisoned_world, tables

from pipelines.validate import validate
from pipelines.validate.data_docs import Judgement, build_site, settle
from pipelines.validate.suites import SUITES
from pipelines.validate.verdicts import EngineResults

MARKUP = "<img src=x onerror=alert(1)>"
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Links(HTMLParser):
    """What a page refers to, and the tags it uses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.ids |= {value or "" for name, value in attrs if name == "id"}


@pytest.fixture(scope="module")
def results() -> EngineResults:
    """Two bad figures, an article that is called what would be markup, no campaign; as they come from the disk."""
    spoilt = poisoned_world("<p>", "figure_reports", POISON["figure_reports"]["unit_fits_metric"])
    strange = poisoned_world("<q>", "figure_reports", {"set": {"metric": MARKUP}})
    frames = tables([clean_world("<c>"), spoilt, strange])
    frames["campaign_reports"] = frames["campaign_reports"].clear()
    kept: EngineResults = json.loads(json.dumps(validate(frames, CONTEXT).engine_results))
    return kept


@pytest.fixture(scope="module")
def site(results: EngineResults, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "data_docs"
    folder.mkdir()
    (folder / "of an earlier run.html").touch()
    build_site(Judgement("7f3a", WHEN, results), folder)
    return folder


def _pages(site: Path) -> dict[str, str]:
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in site.rglob("*") if path.is_file()}


def test_there_is_a_page_for_every_suite_and_for_every_table_with_rows(site: Path) -> None:
    assert set(_pages(site)) == {
        "index.html",
        *(f"expectations/{table}.html" for table in SUITES),
        *(f"validations/{table}.html" for table in SUITES if table != "campaign_reports"),
    }


def test_nothing_is_left_beside_the_site(site: Path) -> None:
    assert [path.name for path in site.parent.iterdir()] == ["data_docs"]


def test_the_index_says_what_failed(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    lines = {match[1]: match[0] for match in re.finditer(r"<tr>\s*<td>(\w+)</td>.*?</tr>", index, re.DOTALL)}
    assert set(lines) == set(SUITES)
    assert "failed (error): metric_known" in lines["figure_reports"]
    assert not re.search("critical|warning", index.split("<body>")[1]), "severities are called as everywhere else"
    assert "unit_fits_metric" in lines["figure_reports"]
    assert "all passed" in lines["region_mentions"]
    assert "no rows" in lines["campaign_reports"]
    assert "run 7f3a, 2026-01-02 03:04 UTC" in index


def test_a_page_names_every_expectation_and_the_rows_that_failed(site: Path) -> None:
    page = (site / "validations" / "figure_reports.html").read_text(encoding="utf-8")
    suite = (site / "expectations" / "figure_reports.html").read_text(encoding="utf-8")
    for each in SUITES["figure_reports"].expectations(CONTEXT):
        meaning = each.meaning.replace("&", "&amp;").replace("<", "&lt;")
        assert meaning in page, each.id
        assert meaning in suite, each.id
    assert "&lt;p&gt;/figure/" in page
    assert "Failed" in page


def test_what_an_article_says_is_text(site: Path) -> None:
    page = (site / "validations" / "figure_reports.html").read_text(encoding="utf-8")
    assert MARKUP not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "img" not in Links(page).tags


def test_pages_need_nothing_from_elsewhere_and_every_link_leads_somewhere(site: Path) -> None:
    for name, text in _pages(site).items():
        page = Links(text)
        assert "script" not in page.tags, name
        assert not re.search("https?:", text), name
        assert page.targets, name
        for target in page.targets:
            path, _, anchor = target.partition("#")
            goal = (site / name).parent / path if path else site / name
            assert goal.is_file(), f"{name} → {target}"
            assert not anchor or anchor in page.ids, f"{name} → {target}"


def test_the_same_results_give_the_same_pages(site: Path, results: EngineResults, tmp_path: Path) -> None:
    build_site(Judgement("7f3a", WHEN, results), tmp_path / "again")
    assert _pages(tmp_path / "again") == _pages(site)


def test_what_a_killed_build_left_is_made_good(tmp_path: Path) -> None:
    folder, before, draft = (tmp_path / name for name in ("data_docs", ".data_docs.before", ".data_docs.next"))
    for made in (before, draft):
        made.mkdir()
        (made / "index.html").write_text(made.name, encoding="utf-8")
    settle(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["data_docs"]
    assert (folder / "index.html").read_text(encoding="utf-8") == ".data_docs.before"
    before.mkdir()
    settle(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["data_docs"]


def test_a_result_names_few_of_many_bad_rows() -> None:
    poison = POISON["figure_reports"]["metric_known"]
    frames = tables(poisoned_world(f"<{n}>", "figure_reports", poison) for n in range(40))
    kept = validate({"figure_reports": frames["figure_reports"]}, CONTEXT).engine_results["figure_reports"]
    [failed] = [each["result"] for each in kept if not each["success"]]
    assert failed["unexpected_count"] == 40
    assert len(failed["unexpected_index_list"]) == len(failed["unexpected_list"]) == 20
