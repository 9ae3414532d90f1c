"""The Dagster UI in a real headless browser: the graph, a refresh started there, the checks with their results, pictures,
Data Docs, and what a failed run says.

Screenshots of the pages are left in .artifacts/screenshots/.
"""

import base64
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from refreshing import COMMAND, ROOT, World, new_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREENSHOTS = ROOT / ".artifacts" / "screenshots"
LOCATION = "/locations/pipelines.definitions"
GROUPS = {
    "ingest": ("captured_articles",),
    "normalize": (
        "articles",
        "case_reports",
        "campaign_reports",
        "figure_reports",
        "region_mentions",
        "case_links",
    ),
    "validate": ("accepted_reports", "quarantine", "data_docs"),
    "load": ("star_schema", "published_warehouse", "charts"),
}
SLOW = 60_000  # milliseconds; the machine may have other things to do


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("ui"))


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[str]:
    """The address of `casebook ui`; its whole process group ends with the tests, whatever they come to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (world.raw.parent / "ui.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [COMMAND, "ui", "--port", str(port)],
            env=world.environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # As in `casebook ui &` in a script.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield address
        finally:
            _end(process)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it served anything"
        try:
            with urllib.request.urlopen(f"{address}/server_info", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the server did not come up within two minutes")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the first process to end, which is to take all others with it; make those end that do not."""
    process.terminate()
    left = not _is_gone(process, 40)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
        _is_gone(process, 10)
    assert not left, "processes of the UI outlived it"


def _is_gone(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether the process group comes to its end within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        process.poll()  # a group is there until its first process was asked how it ended
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing (Debian's package chromium)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        shown = browser.new_page(viewport={"width": 1600, "height": 1000})
        shown.set_default_timeout(SLOW)
        yield shown
        browser.close()


@pytest.fixture(scope="module")
def refreshed_there(page: Page, server: str, world: World) -> str:
    """A refresh that was started in the browser and has ended green; the address of its run."""
    page.goto(f"{server}{LOCATION}/jobs/refresh")
    page.get_by_role("button", name="Materialize all").click()
    # Dagster asks because the star schema lies behind recoded_articles, too, which nobody has made yet.
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_timeout(2000)
    page.goto(f"{server}/runs")
    run = page.locator('a[href^="/runs/"]').filter(has_text=re.compile("^[0-9a-f]{8}$")).first
    run.wait_for()
    page.goto(f"{server}{run.get_attribute('href')}")
    expect(page.get_by_text(re.compile("^(Success|Failure)$")).first).to_be_visible(timeout=2 * SLOW)
    keep(page, "run")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    assert world.published.exists()
    return page.url


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # what is still being drawn
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"))


def see(page: Page, *words: str) -> None:
    for word in words:
        expect(page.get_by_text(word, exact=True).first).to_be_visible(timeout=SLOW)


def test_the_graph_shows_the_groups(page: Page, server: str) -> None:
    page.goto(f"{server}/asset-groups")
    see(page, *GROUPS, "recode_on_demand")
    keep(page, "graph")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_shows_its_assets(group: str, page: Page, server: str) -> None:
    page.goto(f"{server}{LOCATION}/asset-groups/{group}")
    see(page, *GROUPS[group])
    keep(page, f"group_{group}")


def test_a_refresh_started_there_ends_green(refreshed_there: str, world: World) -> None:
    assert "/runs/" in refreshed_there
    assert int(str(world.value("select count(*) from figures"))) > 10
    assert world.casebook("status").returncode == 0


@pytest.mark.parametrize(
    ("asset", "check"), [("figure_reports", "metric_known"), ("star_schema", "log_gapless")], ids=["rows", "sql"]
)
def test_checks_are_shown_with_their_result(
    asset: str, check: str, refreshed_there: str, page: Page, server: str
) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/{asset}?view=checks&checkDetail={check}")
    see(page, check, "Succeeded", "Passed")
    keep(page, f"checks_{asset}")


def test_a_failed_expectation_shows_its_rows(refreshed_there: str, page: Page, server: str) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/articles?view=checks&checkDetail=title_present")
    see(page, "title_present", "severity", "warn", "unexpected", "sample", "data_docs")
    keep(page, "checks_articles")


CHARTS = {
    "arrests_by_province": "Suspects arrested in cases, by province",
    "articles_by_status": "Article versions by status",
    "throughput": "Articles captured a day",
}


def test_pictures_are_seen(refreshed_there: str, page: Page, server: str) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/charts?view=overview")
    for chart, words in CHARTS.items():
        row = page.get_by_role("row").filter(has_text=chart)
        row.get_by_text("[Show Markdown]").click()
        picture = page.locator(f'img[alt="{chart}"]')
        expect(picture).to_be_visible(timeout=SLOW)
        # Decoded and drawn: a picture that the browser refuses has no width.
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        content = str(picture.get_attribute("src")).removeprefix("data:image/svg+xml;base64,")
        assert words in base64.b64decode(content).decode()
        keep(page, f"chart_{chart}")
        page.keyboard.press("Escape")
        expect(picture).to_be_hidden()


def test_data_docs_open_from_the_ui(refreshed_there: str, page: Page, server: str, world: World) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/data_docs?view=overview")
    with page.expect_popup() as opened:
        page.locator('a[href$="/data_docs/index.html"]').first.click()
    docs = opened.value
    asked: list[str] = []
    docs.on("request", lambda request: asked.append(request.url))
    see(docs, "figure_reports", "all passed")
    keep(docs, "data_docs")
    docs.locator('a[href="validations/articles.html"]').click()
    see(docs, "Overview", "2024/20240511_yixing_utf16.txt")
    expect(docs.get_by_text("the article has a title").first).to_be_visible()
    keep(docs, "data_docs_articles")
    docs.get_by_role("link", name="articles", exact=True).click()
    expect(docs.get_by_text("What is expected of").first).to_be_visible(timeout=SLOW)
    assert all(url.startswith(server) for url in asked), "something was asked of another host"
    docs.close()
    assert (world.warehouse / "data_docs" / "index.html").is_file()


def test_columns_and_their_lineage_are_told(refreshed_there: str, page: Page, server: str) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/star_schema?view=overview")
    see(page, "Columns", "figure_id")
    page.get_by_text("Compute details").first.click()
    expect(page.get_by_text("Code version").first).to_be_visible()
    page.get_by_text("Columns", exact=True).first.scroll_into_view_if_needed()
    keep(page, "columns_star_schema")


# What all assets tell, test_asset_descriptions.py and test_refresh_job.py ask Dagster: here is how it looks in each group.
@pytest.mark.parametrize("asset", ["captured_articles", "figure_reports", "data_docs", "published_warehouse"])
def test_an_asset_tells_what_it_is_and_what_it_made(asset: str, refreshed_there: str, page: Page, server: str) -> None:
    assert refreshed_there
    page.goto(f"{server}/assets/{asset}?view=overview")
    see(page, "Description", "Row count", "Owners", "casebook", "seconds")
    keep(page, f"asset_{asset}")


def test_the_schedule_and_the_sensors_are_there(page: Page, server: str) -> None:
    page.goto(f"{server}/automation")
    see(page, "daily_refresh", "landing_folder", "interrupted_runs")
    keep(page, "automation")


def test_a_run_of_the_command_line_shows_up_too(refreshed_there: str, page: Page, server: str, world: World) -> None:
    assert refreshed_there
    assert world.refresh().startswith("Nothing new")
    page.goto(f"{server}/runs")
    expect(page.locator('a[href^="/runs/"]').filter(has_text=re.compile("^[0-9a-f]{8}$"))).to_have_count(
        2, timeout=SLOW
    )
    keep(page, "runs")


def test_a_failed_run_says_why(refreshed_there: str, page: Page, server: str, world: World) -> None:
    """The last test: it spoils the log's newest file, and nothing can be read any more."""
    assert refreshed_there
    newest = max((world.warehouse / "log").glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(b"not a table any more")
    (world.raw / "more.txt").write_text("通报", encoding="utf-8")
    assert world.casebook("refresh").returncode == 2
    page.goto(f"{server}/runs")
    see(page, "Failure")
    page.locator('a[href^="/runs/"]').first.click()  # the last run stands first
    see(page, "Failure", "STEP_FAILURE")
    expect(page.get_by_text(re.compile("is damaged")).first).to_be_visible(timeout=SLOW)
    keep(page, "failed_run")
