"""Logs as structured lines on standard error, with every known secret taken out."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any
from urllib.parse import quote

import structlog

from peerloom.stacks import format_fault, stack_of

# Telegram's tokens are in every URL of its API, where the colon may be escaped.
_BOT_TOKEN = re.compile(r"(?:bot)?\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
# Discord's tokens of one interaction are in the addresses that answer it.
_INTERACTION_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[A-Za-z0-9_.=-]{20,}")

# What asyncio says of a task that nobody waited for: the exception with its words.
_TASK_FAULT = re.compile(r"\b(exception=[\w.]+)\(.*\)>", re.DOTALL)


class Masking:
    """Replaces secrets in whole lines, once everything is in them: values, locals, tracebacks."""

    def __init__(self, secrets: list[str]) -> None:
        known = [secret for secret in secrets if secret]
        # The longest first: one secret may begin with another.
        escaped = {form for secret in known for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted(escaped, key=len, reverse=True)

    def __call__(self, logger: Any, method: str, line: Any) -> str:
        """As structlog's last processor, behind the renderer."""
        return self.masked(str(line))

    def masked(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _INTERACTION_TOKEN.sub(r"\1***", _BOT_TOKEN.sub("***", line))


class _MaskingFormatter(logging.Formatter):
    """The same for what the libraries log."""

    def __init__(self, masking: Masking) -> None:
        super().__init__(logging.BASIC_FORMAT)
        self._masking = masking

    def format(self, record: logging.LogRecord) -> str:
        return self._masking.masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _TASK_FAULT.sub(r"\1>", super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        return "" if ei[1] is None else stack_of(ei[1])


def set_up(level: str, secrets: list[str]) -> None:
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    masking = Masking(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_MaskingFormatter(masking))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Not the library's own: a traceback's last line, and locals, hold what people wrote.
            format_fault,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            ),
            masking,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
