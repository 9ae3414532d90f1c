"""The project's settings: one frozen object, read from the environment (`CASEBOOK_…`). Nothing else reads it.

Paths are made absolute when read, so that a process that changes its folder keeps its warehouse. What a store elsewhere wants
to know of us (AWS_…) is read from the environment by the library that speaks to it, and is no setting.
"""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.cron import require_cron
from pipelines.errors import SettingsError
from pipelines.locations import local_path, log_location

PROJECT_ROOT = Path(__file__).resolve().parents[1]
PREFIX = "CASEBOOK_"
UNPRINTED = frozenset({"failure_webhook", "event_log"})  # where they are wrong: a secret may stand in them

_LocalPath = Annotated[Path, BeforeValidator(local_path)]


def _web_address(url: SecretStr) -> SecretStr:
    text = url.get_secret_value()
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # whose words would show a part of it
        is_address = False
    if not is_address or not text.isprintable() or " " in text:
        raise ValueError("it is no http(s) address")
    return url


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("there is no such time zone; names are those of IANA, such as Asia/Shanghai") from None
    return name


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


class Settings(BaseSettings):
    """What can be set. Every field has a default that works in a checkout."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, validate_default=True)

    raw: _LocalPath = Field(default=PROJECT_ROOT / "raw", description="the landing folder; a path or file:// URI")
    warehouse: _LocalPath = Field(
        default=PROJECT_ROOT / "warehouse", description="the warehouse folder; a path or file:// URI"
    )
    event_log: Annotated[str, AfterValidator(log_location)] | None = Field(
        default=None,
        description="where the event log lies, where that is not log/ in the warehouse: a path, file:// or s3:// URI",
    )
    max_article_bytes: int = Field(default=10 * 1024 * 1024, gt=0, description="larger files are rejected as oversized")
    workers: int = Field(default=0, ge=0, description="processes that read articles where they are many; 0: one a core")
    lock_wait_seconds: float = Field(
        default=0, ge=0, description="how long to wait while another process writes to the warehouse, in seconds"
    )
    automation: bool = Field(
        default=False,
        description="whether the daily refresh, the weekly comparison, the landing folder's sensor and catching up run without "
        "being switched on in the UI: on or off; who switches one there has the last word",
    )
    refresh_cron: Annotated[str, AfterValidator(require_cron)] = Field(
        default="30 6 * * *", description="when the daily refresh runs, as cron has it"
    )
    refresh_timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="Asia/Shanghai", description="the time zone of that"
    )
    failure_webhook: Annotated[SecretStr, AfterValidator(_web_address)] | None = Field(
        default=None, description="URL that is told of failed runs by a POST of JSON with a text; kept secret"
    )
    stale_after_hours: float | None = Field(
        default=None,
        ge=0,
        description="`casebook status` tells of a last success that is older, in hours; 0: never; where none is set, 26 "
        "where the daily refresh is switched on, otherwise never",
    )
    sensor_seconds: int = Field(
        default=60, ge=5, description="how often the sensor looks at the landing folder, in seconds"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        default="text", description="how a line of the logs is written: text (logfmt) or json"
    )
    log_level: Annotated[Literal["off", "debug", "info", "warning", "error"], BeforeValidator(_lower)] | None = Field(
        default=None,
        description="the least level that is logged: off, debug, info, warning, error; where none is set, info under "
        "`casebook ui` and where log_format is json or log_file is set, otherwise off",
    )
    log_file: _LocalPath | None = Field(
        default=None, description="where logs are appended to; stderr where none is set"
    )

    @property
    def least_level(self) -> str:
        """The level from which on is logged: who asks for a form or a file asks for logs."""
        return self.log_level or ("info" if self.log_format == "json" or self.log_file else "off")


def read_settings(given: dict[str, object]) -> Settings:
    """The settings of the environment, with those that are `given` in their place.

    Raises SettingsError with every wrong value, a line each.
    """
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        problems = {}
        for each in error.errors():
            field = str(each["loc"][0])
            # In an address there may be a password.
            is_shown = field not in UNPRINTED and "://" not in str(each["input"])
            got = f" (got {each['input']!r})" if is_shown else ""
            message = str(each["msg"]).removeprefix("Value error, ")
            problems[field] = f"setting {PREFIX}{field.upper()}: {message}{got}"
        raise SettingsError(tuple(problems.values())) from None
