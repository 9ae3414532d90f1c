"""Data Docs: a site of static pages about the suites and the results of the last rows that were judged.

What a page says is rendered by Great Expectations; the frame around it stands in `pages/`. Its own frame loads sixteen
files from the network and shows an empty index without them. Nothing is judged here.
"""

import html
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.faults import durable
from pipelines.validate.context import Context
from pipelines.validate.engine import GX_SEVERITY, gx_suite, send_nothing
from pipelines.validate.suites import SUITES
from pipelines.validate.verdicts import EngineResults

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult

INDEX = "index.html"

_SEVERITY = {theirs: ours.value for ours, theirs in GX_SEVERITY.items()}

# Pages of results lie as deep as those of suites, not four folders deep as Great Expectations has them.
_SUITES_FROM_RESULTS, _SUITES_FROM_HERE = "../../../../expectations/", "../expectations/"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a site tells of: the results of one run, by table; tables without rows have none."""

    run_id: str
    judged_at: datetime
    engine_results: EngineResults


def results_page(table: str) -> str:
    """Where the site has what was found in the table's rows."""
    return f"validations/{table}.html"


def build_site(judgement: Judgement, folder: Path) -> int:
    """Put a new site in the place of what is in `folder`; how many pages it has.

    It is made beside the old one: who has that open never finds half a site. Raises what Great Expectations raises.
    """
    settle(folder)
    draft, before = _draft(folder), _before(folder)
    pages = _pages(judgement)
    with durable("draft of the data docs"):
        for name, page in pages.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
    if folder.exists():
        with durable("old data docs aside"):
            folder.rename(before)
    with durable("data docs"):
        draft.rename(folder)
    settle(folder)
    return len(pages)


def settle(folder: Path) -> None:
    """Make good what a killed build left: the old site goes back where no new one has taken its place; drafts go."""
    draft, before = _draft(folder), _before(folder)
    if before.exists() and not folder.exists():
        with durable("old data docs back"):
            before.rename(folder)
    for left in (draft, before):
        if left.exists():
            with durable(f"removal of {left.name}"):
                shutil.rmtree(left)


def _draft(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.next")


def _before(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before")


def _pages(judgement: Judgement) -> Mapping[str, str]:
    """Each page's text by its path below the site."""
    send_nothing()
    from great_expectations.render.renderer.page_renderer import (
        ExpectationSuitePageRenderer,
        ValidationResultsPageRenderer,
    )

    from pipelines.validate.page_view import PageView

    view: Any = PageView()
    context = Context.of_code_lists(adcodes=())
    of_suites: Any = ExpectationSuitePageRenderer()
    of_results: Any = ValidationResultsPageRenderer(run_info_at_end=True)
    shown = {"run_id": judgement.run_id, "judged_at": judgement.judged_at}
    pages = {}
    for table, suite in SUITES.items():
        document = of_suites.render(gx_suite(table, suite.expectations(context)))
        pages[f"expectations/{table}.html"] = view.render(document, **shown)
    for table, results in judgement.engine_results.items():
        document = of_results.render(_result(table, results))
        del document.sections[-1]  # when and by whom; the frame says it
        page = view.render(document, **shown)
        pages[results_page(table)] = page.replace(_SUITES_FROM_RESULTS, _SUITES_FROM_HERE)
    pages[INDEX] = view.index([_line(table, judgement.engine_results.get(table, ())) for table in SUITES], **shown)
    return pages


def _result(table: str, results: Sequence[Mapping[str, Any]]) -> "ExpectationSuiteValidationResult":
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
        expectationValidationResultSchema,
    )

    # Great Expectations writes some values into its pages as they are, and these come from articles.
    quoted = [{**each, "result": _escaped(each["result"])} for each in results]
    loaded = [ExpectationValidationResult(**expectationValidationResultSchema.load(each)) for each in quoted]
    succeeded = sum(bool(each.success) for each in loaded)
    return ExpectationSuiteValidationResult(
        success=succeeded == len(loaded),
        results=loaded,
        suite_name=table,
        statistics={
            "evaluated_expectations": len(loaded),
            "successful_expectations": succeeded,
            "unsuccessful_expectations": len(loaded) - succeeded,
            "success_percent": 100 * succeeded / len(loaded),
        },
        meta={"batch_spec": {"data_asset_name": table}},
    )


def _escaped(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return html.escape(value, quote=False)
    if isinstance(value, Mapping):
        return {name: _escaped(each) for name, each in value.items()}
    return [_escaped(each) for each in value] if isinstance(value, list) else value


def _line(table: str, results: Sequence[Mapping[str, Any]]) -> Mapping[str, object]:
    """What the index says of a table."""
    failed = [each["expectation_config"] for each in results if not each["success"]]
    return {
        "table": table,
        "expectations": len(SUITES[table].expectations(Context.of_code_lists(adcodes=()))),
        "rows": max((each["result"]["element_count"] for each in results), default=0),
        "failed": [each["meta"]["id"] for each in failed],
        "worst": min((_SEVERITY[each["severity"]] for each in failed), default=None),  # error stands before warn
    }
