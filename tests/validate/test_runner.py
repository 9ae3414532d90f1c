"""How a run behaves: broken checks, missing tables, nothing to do. What each suite finds is in test_suites.py."""

import dataclasses
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import polars as pl
import pytest
from table_worlds import CONTEXT, clean_world, poisoned_world, tables

import pipelines
from pipelines.errors import CasebookError, ReferenceDataError
from pipelines.model.codelists import currencies
from pipelines.normalize.tables import KEYS, TABLES, empty
from pipelines.validate import Context, EngineError, Expectation, Severity, validate
from pipelines.validate.catalogue import catalogue
from pipelines.validate.expectation import present
from pipelines.validate.suite import Suite
from pipelines.validate.suites import SUITES

ROOT = Path(pipelines.__file__).parents[1]


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    return tables([clean_world("<one>")])


def _with(*added: Expectation) -> dict[str, Suite]:
    suite = SUITES["articles"]
    broken = dataclasses.replace(suite, expectations=lambda context: (*suite.expectations(context), *added))
    return {**SUITES, "articles": broken}


def test_an_expectation_on_a_missing_column_is_an_engine_error(frames: dict[str, pl.DataFrame]) -> None:
    broken = _with(present("editor_present", Severity.WARN, "the editor is named", "editor"))
    with pytest.raises(EngineError, match=r"articles\.editor_present.*editor") as caught:
        validate(frames, CONTEXT, broken)
    assert isinstance(caught.value, CasebookError)
    assert (caught.value.table, caught.value.expectation) == ("articles", "editor_present")


def test_a_crash_inside_a_metric_is_an_engine_error(frames: dict[str, pl.DataFrame]) -> None:
    kind, arguments = "ExpectColumnValuesToBeBetween", {"column": "title", "min_value": 3}
    text_as_number = Expectation("title_long", Severity.ERROR, "not a number", kind, arguments, ("title",))
    with pytest.raises(EngineError, match="title_long"):
        validate(frames, CONTEXT, _with(text_as_number))


def test_an_unknown_kind_of_expectation_is_an_engine_error(frames: dict[str, pl.DataFrame]) -> None:
    unknown = Expectation("odd", Severity.ERROR, "no such class", "ExpectTheUnexpected", {}, ("title",))
    with pytest.raises(EngineError, match="ExpectTheUnexpected"):
        validate(frames, CONTEXT, _with(unknown))


def test_an_expectation_on_the_whole_table_is_refused(frames: dict[str, pl.DataFrame]) -> None:
    arguments = {"value": 100}
    whole = Expectation("height", Severity.ERROR, "100 rows", "ExpectTableRowCountToEqual", arguments, ("title",))
    with pytest.raises(EngineError, match="named no row"):
        validate(frames, CONTEXT, _with(whole))


@pytest.mark.parametrize("rows", [1, 0])
def test_a_table_without_one_of_its_columns_is_an_engine_error(frames: dict[str, pl.DataFrame], rows: int) -> None:
    short = {**frames, "figure_reports": frames["figure_reports"].drop("subset").head(rows)}
    with pytest.raises(EngineError, match=r"figure_reports.*subset"):
        validate(short, CONTEXT)


def test_a_view_that_multiplies_rows_is_an_engine_error(frames: dict[str, pl.DataFrame]) -> None:
    suite = dataclasses.replace(SUITES["articles"], view=lambda tables: pl.concat([tables["articles"]] * 2))
    with pytest.raises(EngineError, match="one row for each"):
        validate(frames, CONTEXT, {**SUITES, "articles": suite})


def test_a_table_without_a_suite_is_refused(frames: dict[str, pl.DataFrame]) -> None:
    with pytest.raises(KeyError):
        validate({"cases": frames["articles"]}, CONTEXT)


def test_a_table_that_is_not_given_is_not_missed(frames: dict[str, pl.DataFrame]) -> None:
    for table in ("region_mentions", "articles"):
        verdicts = validate({table: frames[table]}, CONTEXT)
        assert set(verdicts.results) == {table}
        assert verdicts.rejected.is_empty()
        assert verdicts.warned.is_empty()


def test_rows_fall_with_what_they_rest_on() -> None:
    poison = {"set": {"scheme": "lottery"}}
    both = tables([clean_world("<one>"), poisoned_world("<two>", "case_reports", poison)])
    verdicts = validate({table: both[table] for table in ("articles", "case_reports", "case_links")}, CONTEXT)
    assert verdicts.quarantined("case_reports")["report_id"].to_list() == ["<two>/case/0"]
    assert verdicts.quarantined("case_links")["report_id"].to_list() == ["<two>/case/0"]
    assert verdicts.accepted("articles").height == 2
    for table, frame in verdicts.frames.items():
        assert verdicts.accepted(table).height + verdicts.quarantined(table).height == frame.height


def test_same_tables_same_verdicts() -> None:
    poison = {"set": {"adcode": "999999"}}
    table = "region_mentions"
    spoilt = {table: tables([poisoned_world("<two>", table, poison)])[table]}
    first, second = validate(spoilt, CONTEXT), validate(spoilt, CONTEXT)
    assert first.rejected.equals(second.rejected)
    assert first.results == second.results


def test_nothing_is_sent(frames: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert validate({"articles": frames["articles"]}, CONTEXT).rejected.is_empty()
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_empty_tables_do_not_pay_for_great_expectations() -> None:
    program = (
        "import sys\n"
        "from pipelines.normalize.tables import TABLES, empty\n"
        "from pipelines.validate import Context, validate\n"
        "verdicts = validate({table: empty(table) for table in TABLES}, Context.of_code_lists(['100000']))\n"
        "assert all(one.success and one.evaluated == 0 for each in verdicts.results.values() for one in each)\n"
        "assert len(verdicts.results['figure_reports']) > 5\n"
        "sys.exit(' '.join({'great_expectations', 'pandas'} & set(sys.modules)) or 0)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_empty_tables_are_accepted_as_they_are() -> None:
    verdicts = validate({table: empty(table) for table in TABLES}, CONTEXT)
    assert all(verdicts.accepted(table).equals(empty(table)) for table in TABLES)


def test_suites_and_tables_are_the_same() -> None:
    assert {table: suite.key for table, suite in SUITES.items()} == KEYS


def test_the_page_tells_of_the_expectations_there_are() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert page == catalogue(), "write pipelines.validate.catalogue.catalogue() to docs/validation.md"


def test_context_of_the_code_lists() -> None:
    context = Context.of_code_lists(["100000"])
    assert context.metric_units["loss_amount"] == "CNY"
    assert "fake_loan" in context.schemes
    assert "laundering" in context.chain_roles
    assert context.adcodes == {"100000"}
    assert {"CNY", "HKD", "TWD", "USD", "MMK", "KHR"} <= context.currencies


def test_a_malformed_currency_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "currencies.csv").write_text("currency\nCNY\ncny\n", encoding="utf-8")
    monkeypatch.setattr("pipelines.model.codelists.files", lambda _: tmp_path)
    with pytest.raises(ReferenceDataError, match="cny"):
        currencies.__wrapped__()
