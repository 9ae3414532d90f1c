"""How a record of the logs becomes a line: structlog's formatter of records of the standard library.

Apart from `logs`, since structlog takes a while to load.
"""

import logging

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from pipelines.redaction import redacted

_FIRST = ("timestamp", "level", "event")


def line_formatter(style: str) -> logging.Formatter:
    """A formatter of lines of text (logfmt) or json: time in UTC, level, event, fields; never a secret."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if style == "json"
        else structlog.processors.LogfmtRenderer(key_order=_FIRST, bool_as_flag=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _in_order,
            _without_secrets,
            renderer,
        ],
    )


def _in_order(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    return {**{name: line[name] for name in _FIRST if name in line}, **line}


def _without_secrets(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    return {name: _plain(value) for name, value in line.items() if value is not None}


def _plain(value: object) -> object:
    """Numbers and truth values as they are; of all else the text, without secrets."""
    return value if isinstance(value, bool | int | float) else redacted(str(value))
