"""Logs: no secret comes out, whatever it stands in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import structlog

from peerloom.logs import set_up

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
