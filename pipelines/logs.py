"""Structured logs: one line an event, logfmt or JSON, to stderr or a file. What is logged is decided where it happens.

Everybody logs with `logging.getLogger(__name__)`: the message names the event, `extra` holds its fields. Lines of other
libraries and of Dagster (`orchestration.run_log`) go the same way and look the same. What a command prints for a person on
standard output is no business of this module.
"""

import logging
import os
import sys
from typing import TextIO

from pipelines.errors import UsageError
from pipelines.redaction import redacted
from pipelines.settings import PREFIX, Settings

OURS = "pipelines"
_OFF = logging.CRITICAL + 1
_LEVEL_OF_OTHERS = logging.WARNING  # libraries: below it they talk to those who write them

_logger = logging.getLogger(__name__)


class LineHandler(logging.Handler):
    """Writes a record as one line. What makes the lines is loaded with the first of them: most commands log nothing."""

    def __init__(self, style: str, file: TextIO | None) -> None:
        """`style` is text or json; `file` None means stderr as it is at the time: a progress bar may stand in for it."""
        super().__init__()
        self.style = style
        self.file = file
        self.addFilter(_is_wanted)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        try:
            if self.formatter is None:
                from pipelines.log_lines import line_formatter

                self.formatter = line_formatter(self.style)
            stream = self.file or sys.stderr
            stream.write(self.format(record) + "\n")
            stream.flush()
        except Exception:
            self.handleError(record)


def set_up_logs(settings: Settings) -> None:
    """Log as the settings say, from now on. UsageError where the file cannot be written to."""
    _forget()
    level = logging.getLevelNamesMapping().get(settings.least_level.upper(), _OFF)
    logging.getLogger(OURS).setLevel(level)
    if level == _OFF and settings.log_format == "text":
        return  # what libraries warn of is said as Python does by itself
    logging.getLogger().addHandler(LineHandler(settings.log_format, _opened(settings)))
    logging.captureWarnings(settings.log_format == "json")


def tell_failure(line: str, exit_code: int, error: BaseException | None = None) -> None:
    """Why the command ends: a line for a person, or one of the logs where those are JSON or go to a file."""
    handler = _ours()
    if handler is None and os.environ.get(f"{PREFIX}LOG_FORMAT", "").lower() == "json":
        handler = LineHandler("json", None)  # the settings themselves are wrong
    if handler is not None:
        if handler.style == "json" or handler.file:
            exc_info = None if error is None else (type(error), error, error.__traceback__)
            extra = {"error": line, "exit_code": exit_code}  # whatever the level: it is the answer
            record = _logger.makeRecord(
                __name__, logging.ERROR, __file__, 0, "command failed", (), exc_info, None, extra
            )
            handler.handle(record)
        if handler.style == "json" and handler.file is None:
            return
    print(f"casebook: {redacted(line)}", file=sys.stderr)


def logs_are_json() -> bool:
    """Whether lines for a machine go to stderr, so that nothing else may."""
    handler = _ours()
    return handler is not None and handler.style == "json" and handler.file is None


def _is_wanted(record: logging.LogRecord) -> bool:
    """Ours, and what is amiss in libraries: below that they talk to those who write them, whatever level they set."""
    return record.name.split(".")[0] == OURS or record.levelno >= _LEVEL_OF_OTHERS


def _opened(settings: Settings) -> TextIO | None:
    if settings.log_file is None:
        return None
    try:
        return settings.log_file.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"setting {PREFIX}LOG_FILE: {settings.log_file}: {error.strerror}") from error


def _ours() -> LineHandler | None:
    return next((each for each in logging.getLogger().handlers if isinstance(each, LineHandler)), None)


def _forget() -> None:
    while (handler := _ours()) is not None:
        logging.getLogger().removeHandler(handler)
        if handler.file:
            handler.file.close()
