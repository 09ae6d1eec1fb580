"""Logs: no secret comes out, whatever it stands in."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import quote

import pytest
import structlog

from peerloom.logs import set_up
from peerloom.stacks import stack_of

TELEGRAM = "4242424242:AAF-a_token_of_a_bot-abcdefghijk"
OTHER_BOT = "777000111:AAE-the_token_of_another_bot-xyz"
DISCORD = "a.discord/token+with=letters"


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def holds_no_secret(said: str) -> bool:
    secrets = (TELEGRAM, OTHER_BOT, DISCORD, quote(TELEGRAM, safe=""), quote(DISCORD, safe=""))
    return not any(secret in said for secret in secrets) and "AAF-a" not in said


def ask(url: str, depth: int = 2) -> None:
    if depth:
        ask(url, depth - 1)
    else:
        raise ConnectionError(f"cannot reach {url}")


VALUES = [
    f"token is {TELEGRAM}",
    {"headers": {"Authorization": f"Bot {DISCORD}"}},
    [f"https://api.example/bot{TELEGRAM}/getMe"],
    f"https://api.example/bot{quote(TELEGRAM, safe='')}/getMe",
    f"https://api.example/file/bot{OTHER_BOT}/photos/1.jpg",
    f"https://api.example/bot{quote(OTHER_BOT, safe='')}/getMe",
    ConnectionError(f"401 for {DISCORD}"),
    f"?token={quote(DISCORD, safe='')}",
]


@pytest.mark.parametrize("value", VALUES)
def test_secrets_are_masked_in_any_value(capsys: pytest.CaptureFixture[str], value: object) -> None:
    set_up("info", [TELEGRAM, DISCORD])
    structlog.get_logger().info("asked", value=value, number=7)
    said = lines(capsys)
    assert "asked" in said
    assert "number=7" in said
    assert "***" in said
    assert holds_no_secret(said)


@pytest.mark.parametrize("value", VALUES)
def test_secrets_are_masked_in_what_libraries_log(
    capsys: pytest.CaptureFixture[str], value: object
) -> None:
    set_up("info", [TELEGRAM, DISCORD])
    logging.getLogger("aiohttp.client").warning("asked %s of %s", value, "a server")
    said = lines(capsys)
    assert "of a server" in said
    assert "aiohttp.client" in said
    assert "***" in said
    assert holds_no_secret(said)


def test_secrets_are_masked_in_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", [TELEGRAM, DISCORD])
    try:
        ask(f"https://api.example/bot{TELEGRAM}/getUpdates?again={DISCORD}")
    except ConnectionError:
        structlog.get_logger().exception("fault", reference="A1B2C3")
        logging.getLogger("aiogram").exception("fault in a library")
    said = lines(capsys)
    assert said.count("Traceback") == 2
    assert said.count("ConnectionError: cannot reach") == 2
    assert "A1B2C3" in said
    assert holds_no_secret(said)


def test_the_message_itself_and_the_names_of_values_are_masked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("info", [TELEGRAM, DISCORD])
    structlog.get_logger().warning(f"asked {DISCORD}", **{TELEGRAM: 1})
    assert holds_no_secret(lines(capsys))


def test_ordinary_numbers_and_times_stay(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", ["", TELEGRAM])
    structlog.get_logger().info("refused", key="telegram:4242424242:1007#1", at="09:00:00")
    said = lines(capsys)
    assert "telegram:4242424242:1007#1" in said
    assert "09:00:00" in said


def test_what_is_below_the_level_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("warning", [])
    structlog.get_logger().info("quiet")
    structlog.get_logger().error("loud")
    said = lines(capsys)
    assert "quiet" not in said
    assert "loud" in said


TYPED = "what a person typed"


def convert(words: str) -> int:
    return int(words)


def store(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (v TEXT CHECK (length(v) < 3))")
        connection.execute("INSERT INTO t VALUES (?)", (words,))


def look_up(words: str) -> object:
    return {}[words]


def in_a_chain(words: str) -> None:
    try:
        convert(words)
    except ValueError as fault:
        raise RuntimeError(f"not stored: {words}") from fault


def in_a_group(words: str) -> None:
    raise ExceptionGroup(words, [ValueError(words), KeyError(words)])


@pytest.mark.parametrize("fails", [convert, store, look_up, in_a_chain, in_a_group])
def test_a_fault_is_logged_with_its_stack_and_without_what_was_typed(
    capsys: pytest.CaptureFixture[str], fails: Callable[[str], object]
) -> None:
    set_up("info", [])
    try:
        fails(TYPED)
    except Exception:
        structlog.get_logger().exception("fault", reference="A1B2C3")
        logging.getLogger("aiohttp.server").exception("fault in a library")
    said = lines(capsys)
    assert said.count(f"in {fails.__name__}") >= 2
    assert "A1B2C3" in said
    assert TYPED not in said


def test_a_stack_tells_kinds_causes_and_groups() -> None:
    try:
        in_a_chain("x")
    except RuntimeError as fault:
        said = stack_of(fault)
    assert re.findall(r"^\w+Error.*$", said, re.MULTILINE) == ["ValueError", "RuntimeError"]
    assert "direct cause" in said
    assert "return int(words)" in said  # the line of code
    try:
        in_a_group("x")
    except ExceptionGroup as fault:
        said = stack_of(fault)
    assert re.findall(r"^\w+(?:Error|Group)$", said, re.MULTILINE) == [
        "ExceptionGroup", "ValueError", "KeyError"
    ]  # fmt: skip
    with pytest.raises(sqlite3.IntegrityError) as refused:
        store("long")
    assert "sqlite3.IntegrityError (sqlite_errorname=SQLITE_CONSTRAINT_CHECK" in stack_of(
        refused.value
    )
    with pytest.raises(AttributeError) as missing:
        None.upper()  # type: ignore[attr-defined]
    assert "AttributeError: 'NoneType' object has no attribute 'upper'" in stack_of(missing.value)


def test_a_task_that_failed_unseen_is_logged_without_what_was_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("info", [])

    async def leaves() -> None:
        asyncio.get_running_loop().create_task(fails()).add_done_callback(lambda task: None)
        await asyncio.sleep(0)

    async def fails() -> None:
        raise ValueError(f"{TYPED} (and more)")

    asyncio.run(leaves())
    gc.collect()
    said = lines(capsys)
    assert "never retrieved" in said
    assert "exception=ValueError" in said
    assert TYPED not in said


def test_the_token_of_an_interaction_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", [])
    token = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5" * 3
    for path in (f"webhooks/1234/{token}/messages/@original", f"interactions/99/{token}/callback"):
        logging.getLogger("discord.http").warning(
            "429 of %s", f"https://discord.com/api/v10/{path}"
        )
    said = lines(capsys)
    assert token not in said
    assert "/webhooks/1234/***/messages/@original" in said
