"""What a log may tell of a fault: where and of which kind it was, and nothing that people wrote."""

from __future__ import annotations

import asyncio
import builtins
import sys
import traceback

import structlog

# The interpreter words these itself, of names in our code; others repeat the value that did not
# fit: `int("…")` says what somebody typed, a database what it was to store.
WORDED_BY_PYTHON = (
    TypeError, AttributeError, NameError, UnboundLocalError, IndexError, ZeroDivisionError,
    ImportError, ModuleNotFoundError, RecursionError, ConnectionError, asyncio.TimeoutError,
)  # fmt: skip
# Short names and numbers that drivers and platforms give to what went wrong.
NAMES = ("sqlstate", "sqlite_errorname", "errno", "status", "code")
LONGEST_NAME = 60


def said_of(fault: BaseException) -> str:
    """One line: the kind, its names and numbers, and the words if they are Python's own."""
    kind = type(fault)
    line = kind.__qualname__
    if kind.__module__ != builtins.__name__:
        line = f"{kind.__module__}.{line}"
    if kind in WORDED_BY_PYTHON:
        words = str(fault)
        return f"{line}: {words}" if words else line
    found = ((name, getattr(fault, name, None)) for name in NAMES)
    names = [
        f"{name}={value}"
        for name, value in found
        if isinstance(value, str | int) and len(str(value)) <= LONGEST_NAME
    ]
    return f"{line} ({', '.join(names)})" if names else line


def stack_of(fault: BaseException) -> str:
    """The traceback, with causes and groups, the words of exceptions left out."""
    return "".join(_told(traceback.TracebackException.from_exception(fault), fault)).rstrip("\n")


def _told(shown: traceback.TracebackException, fault: BaseException, depth: int = 0) -> list[str]:
    lines: list[str] = []
    cause, context = shown.__cause__, shown.__context__
    if depth > 20:  # deep enough to understand anything
        return lines
    if cause is not None and fault.__cause__ is not None:
        lines += _told(cause, fault.__cause__, depth + 1)
        lines.append("\nThe above exception was the direct cause of the following exception:\n\n")
    elif context is not None and not shown.__suppress_context__ and fault.__context__ is not None:
        lines += _told(context, fault.__context__, depth + 1)
        lines.append("\nDuring handling of the above exception, another exception occurred:\n\n")
    lines.append("Traceback (most recent call last):\n")
    lines += shown.stack.format()
    lines.append(said_of(fault) + "\n")
    if isinstance(fault, BaseExceptionGroup):
        for number, inner in enumerate(fault.exceptions, 1):
            lines.append(f"--- {number} of {len(fault.exceptions)} in it ---\n")
            lines += _told(traceback.TracebackException.from_exception(inner), inner, depth + 1)
    return lines


def format_fault(
    logger: object, method: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A processor of structlog: `exc_info` becomes the stack under `exception`."""
    given = line.pop("exc_info", None)
    if not given:
        return line
    if isinstance(given, tuple):
        given = given[1]
    fault = given if isinstance(given, BaseException) else sys.exc_info()[1]
    if fault is not None:
        line["exception"] = stack_of(fault)
    return line
