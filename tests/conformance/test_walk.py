"""The walk over the source finds what the bots can call, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.discord_calls import GATEWAY, discord_calls
from tests.conformance.sources import Found, product, sources
from tests.conformance.telegram_calls import telegram_calls


def planted(tmp_path: Path, source: str) -> list[Path]:
    (tmp_path / "planted.py").write_text(source, encoding="utf-8")
    return [tmp_path]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        (
            "from aiogram.methods import BanChatMember as Ban\nout = Ban(chat_id=1, user_id=2)",
            {"banChatMember"},
        ),
        ("from aiogram import methods\nout = methods.SendDice(chat_id=1)", {"sendDice"}),
        (
            "import aiogram\n"
            "class Raw(aiogram.methods.TelegramMethod[dict]):\n    __api_method__ = 'getChat'",
            {"getChat"},
        ),
        ("import aiogram\nasync def f(x):\n    await x._bot.pin_chat_message(1, 2)",
         {"pinChatMessage"}),
        ("import aiogram\ndef f(bot):\n    return [bot.send_dice, bot.log_out]",
         {"sendDice", "logOut"}),
        ("import aiogram\nasync def f(bot):\n    await bot.close()", {"close"}),
        ("import aiogram\nasync def f(self):\n    await self.bot.session.close()", set()),
        ("import aiogram\nasync def f(message):\n    await message.reply_photo('x')",
         {"sendPhoto"}),
        ("import aiogram\nasync def f(bot):\n    await bot.download_file('x')",
         {"download a file"}),
        # A file without aiogram calls nothing of it, whatever its methods are called.
        ("async def f(bot):\n    await bot.send_dice(1)", set()),
    ],
)  # fmt: skip
def test_a_planted_method_of_telegram_is_found(
    tmp_path: Path, source: str, calls: set[str]
) -> None:
    assert telegram_calls(sources(planted(tmp_path, source))) == Found(calls)


def test_a_method_of_telegram_chosen_while_running_is_reported(tmp_path: Path) -> None:
    source = "import aiogram\ndef f(bot, name):\n    return getattr(bot, name)"
    assert telegram_calls(sources(planted(tmp_path, source))).unread == ["planted.py:3"]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        (
            "from discord.http import Route\n"
            "def f(id):\n    return Route('DELETE', '/channels/{channel_id}', channel_id=id)",
            {"DELETE /channels/{channel_id}"},
        ),
        (
            "from discord.http import Route\n"
            "class Wire:\n"
            "    def one(self):\n        return self.of('GET', '/one')\n"
            "    def two(self):\n        return self.of('PUT', path='/two')\n"
            "    def of(self, verb, path):\n"
            "        base = '/base'\n"
            "        return Route(verb, base + path)",
            {"GET /base/one", "PUT /base/two"},
        ),
        (
            "import discord\nasync def f(client):\n    await client.http.ban(1, 2)",
            {"PUT /guilds/{guild_id}/bans/{user_id}"},
        ),
        (
            "import discord\nasync def f(client):\n    await client.login('token')",
            {"GET /users/@me", "GET /oauth2/applications/@me"},
        ),
        ("import asyncio, discord\nasync def f():\n    async with asyncio.timeout(1): pass", set()),
        ("import discord\ndef f(words):\n    return ', '.join(words)", set()),
        ("import discord\nclass Mine(discord.Client):\n    pass", set(GATEWAY)),
        ("from telegram import Route\nroute = Route('GET', '/x')", set()),
    ],
)
def test_a_planted_operation_of_discord_is_found(
    tmp_path: Path, source: str, calls: set[str]
) -> None:
    assert discord_calls(sources(planted(tmp_path, source))) == Found(calls)


def test_a_route_of_discord_that_cannot_be_worked_out_is_reported(tmp_path: Path) -> None:
    source = "from discord.http import Route\ndef f(verb, path):\n    return Route(verb, path)"
    assert discord_calls(sources(planted(tmp_path, source))).unread == ["planted.py:3"]


def test_every_call_of_the_product_can_be_worked_out() -> None:
    files = product()
    telegram, discord = telegram_calls(files), discord_calls(files)
    assert [*telegram.unread, *discord.unread] == []
    # Each of these is written in a way of its own: a class, one of ours, a bot's method, a file.
    assert telegram.calls >= {"sendPoll", "getUpdates", "answerCallbackQuery", "download a file"}
    # A route with its parts from callers, a library's method, a route in place, the gateway.
    assert discord.calls >= {
        "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
        "GET /users/@me", "PUT /applications/{application_id}/commands", *GATEWAY,
    }  # fmt: skip
