"""Settings: wrong ones are told all at once, locations may be URIs, and `config` says where each value comes from."""

from pathlib import Path

import pytest
from dagster._utils.schedules import is_valid_cron_string  # not exported at the top
from hypothesis import example, given
from hypothesis import strategies as st
from refreshing import World

from pipelines.cron import require_cron
from pipelines.errors import SettingsError
from pipelines.locations import local_path, log_location
from pipelines.settings import Settings, read_settings

WRONG = {
    "CASEBOOK_MAX_ARTICLE_BYTES": "a lot",
    "CASEBOOK_SENSOR_SECONDS": "1",
    "CASEBOOK_REFRESH_CRON": "at dawn",
    "CASEBOOK_REFRESH_TIMEZONE": "Mars/Olympus",
    "CASEBOOK_LOG_LEVEL": "loud",
    "CASEBOOK_RAW": "s3://bucket/raw",
    "CASEBOOK_EVENT_LOG": "ftp://host/log",
    "CASEBOOK_FAILURE_WEBHOOK": "example.com",
}


def test_all_that_is_wrong_is_told_at_once_a_line_each(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in WRONG.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings({})
    assert sorted(line.split(":")[0].removeprefix("setting ") for line in caught.value.lines) == sorted(WRONG)
    done = World(tmp_path / "raw", tmp_path / "warehouse").casebook("status", **WRONG)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == len(WRONG)
    assert all(line.startswith("casebook: setting CASEBOOK_") for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    "cron",
    [
        *("30 6 * * *", "*/5 0-6 1,15 JAN-MAR mon", "@daily", "0 0 1 1 *", "0 22-4/2 * * fri-mon", "0 6 l * ?"),
        *("0 6 * * mon#1,tue#2", "0 6 * * l5", "0 0 29 2 *", "0 6 * * 7"),
    ],
)
def test_cron_as_people_write_it(cron: str) -> None:
    assert Settings(refresh_cron=cron).refresh_cron == cron


@pytest.mark.parametrize(
    "cron",
    [
        *("99 6 * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 8", "*/90 * * * *", "0 6 * *", "0 0 30 2 *"),
        *("0 0 31 4 *", "0 0 * * mon#6", "@reboot", "1-5-7 * * * *", "0 6 * * mon,", "half past six", ""),
    ],
)
def test_a_time_that_cannot_be_is_told_at_once(cron: str) -> None:
    with pytest.raises(SettingsError, match="CASEBOOK_REFRESH_CRON"):
        read_settings({"refresh_cron": cron})


_CRON_NUMBERS = st.sampled_from(["*", "?", "l", "fri", "jan", "a", "60", "32", "24"]) | st.integers(0, 13).map(str)
_CRON_ITEMS = st.builds(
    "".join, st.tuples(_CRON_NUMBERS, st.sampled_from(["", "", "#1", "#6", "-3", "-mon", "/2", "/0", "-12/60"]))
)
_CRON_FIELDS = st.lists(_CRON_ITEMS, min_size=1, max_size=2).map(",".join)


@example(2, "*,?")
@given(st.integers(0, 4), _CRON_FIELDS)
def test_dagster_takes_what_the_settings_take(place: int, field: str) -> None:
    cron = " ".join(field if place == nth else usual for nth, usual in enumerate(["30", "6", "*", "*", "*"]))
    try:
        require_cron(cron)
    except ValueError:
        return
    assert is_valid_cron_string(cron)


@given(st.lists(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_a_file_uri_names_the_same_place_as_its_path(parts: list[str]) -> None:
    path = Path("/").joinpath(*parts)
    assert local_path(path.as_uri()) == path
    assert log_location(path.as_uri()) == str(path)


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("setting", ["raw", "warehouse", "event_log", "log_file"])
def test_an_empty_location_is_not_the_present_folder(setting: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"CASEBOOK_{setting.upper()}"
    monkeypatch.setenv(variable, empty)
    with pytest.raises(SettingsError, match=f"{variable}: it is empty"):
        read_settings({})


@pytest.mark.parametrize("uri", ["file://host/x", "file:///x?y", "s3://bucket/x", "https://example.com/x"])
def test_a_folder_is_nowhere_else(uri: str) -> None:
    with pytest.raises(ValueError, match="file://"):
        local_path(uri)


@pytest.mark.parametrize(
    "uri", ["s3://", "s3://bucket", "s3://bucket/", "s3://me:pass@bucket/x", "s3://bucket/x?sig=1", "gs://bucket/x"]
)
def test_a_log_lies_in_a_folder_or_at_a_plain_s3_uri(uri: str) -> None:
    with pytest.raises(ValueError, match="s3://"):
        log_location(uri)


def test_a_log_at_s3_keeps_its_name() -> None:
    assert log_location("s3://bucket/casebook/log/") == "s3://bucket/casebook/log"
    assert log_location("log") == str(Path.cwd() / "log")


@pytest.mark.slow
def test_every_location_may_be_a_file_uri_and_the_log_lie_elsewhere(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "article.txt").write_text("Nothing that matters here.", encoding="utf-8")
    world = World(raw, tmp_path / "a warehouse")
    uris = {
        "CASEBOOK_RAW": raw.as_uri(),
        "CASEBOOK_EVENT_LOG": (tmp_path / "elsewhere").as_uri(),
        "CASEBOOK_RAWW": "a slip",
    }
    done = world.casebook("refresh", "--warehouse", world.warehouse.as_uri(), **uris)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "elsewhere" / "_delta_log").is_dir()
    assert not (world.warehouse / "log").exists()
    assert world.casebook("verify", **uris).returncode == 0
    assert "All is well." in world.casebook("status", **uris).stdout
    printed = world.casebook("config", **uris).stdout
    assert "CASEBOOK_RAWW is set and is no setting of this version." in printed
    assert str(tmp_path / "elsewhere") in printed
