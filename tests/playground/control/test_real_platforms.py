"""The control interface drives the playground's own Telegram and Discord in the same words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from playground.clock import PlaygroundClock
from playground.discord.world import DiscordWorld
from playground.discord.world import install as install_discord
from playground.server import TOKEN_HEADER, build_app
from playground.store import Store
from playground.surface import Member, Surface
from playground.telegram.server import install as install_telegram
from playground.telegram.world import TelegramWorld
from tests.playground.memory_surface import MemoryProgram

TOKEN = "the-token"


class Driver:
    def __init__(self, base_url: str, session: ClientSession) -> None:
        self.base_url = base_url
        self._session = session

    async def does(self, who: str, verb: str, on: str, chat: str = "", **values: Any) -> int:
        body = {"on": on, "in": chat, **values}
        address = f"{self.base_url}/control/people/{who}/{verb}"
        async with self._session.post(address, json=body) as answer:
            return answer.status

    async def sees(self, who: str, on: str, chat: str = "") -> list[Any]:
        query = {"on": on, "in": chat}
        address = f"{self.base_url}/control/people/{who}/view"
        async with self._session.get(address, params=query) as answer:
            assert answer.status == 200, await answer.text()
            return list((await answer.json())["messages"])


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    store = Store(None)
    clock = PlaygroundClock(store)
    telegram = TelegramWorld(
        store, clock.now, token="123456:" + "A" * 35, bot_username="peerloom_bot"
    )
    discord = DiscordWorld(
        store, clock.now, token="x.y.z", application_id=9_000_000, public_url=lambda: ""
    )
    surfaces: dict[str, Surface] = {"telegram": telegram, "discord": discord}
    app = build_app(
        surfaces=surfaces,
        program=MemoryProgram(),
        members=[Member("learner", "Otter", 11, 21), Member("friend", "Heron", 12, 22)],
        store=store,
        clock=clock,
        token=TOKEN,
    )
    install_telegram(app, telegram)
    install_discord(app, discord)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession(headers={TOKEN_HEADER: TOKEN}) as session:
        yield Driver(base_url, session)
    await runner.cleanup()
    store.close()


@pytest.mark.parametrize("on", ["telegram", "discord"])
async def test_people_hear_each_other_in_the_cohort(driver: Driver, on: str) -> None:
    assert await driver.does("learner", "say", on, "py-cohort", text="hello all") == 200
    heard = (await driver.sees("friend", on, "py-cohort"))[-1]
    assert heard["text"] == "hello all"
    assert heard["author"]["display_name"] == "Otter"
    assert not heard["is_own"]


@pytest.mark.parametrize("on", ["telegram", "discord"])
async def test_somebody_new_is_let_in_on_both(driver: Driver, on: str) -> None:
    assert await driver.does("willow", "say", on, "py-cohort", text="am I in?") == 200
    assert (await driver.sees("learner", on, "py-cohort"))[-1]["text"] == "am I in?"


async def test_the_bots_reach_their_servers_beside_the_page(driver: Driver) -> None:
    async with ClientSession() as bot:
        address = f"{driver.base_url}/bot123456:{'A' * 35}/getMe"
        async with bot.get(address) as answer:
            assert (await answer.json())["result"]["is_bot"]
        async with bot.get(
            f"{driver.base_url}/api/v10/users/@me", headers={"Authorization": "Bot x.y.z"}
        ) as answer:
            assert (await answer.json())["bot"]


@pytest.mark.parametrize("on", ["telegram", "discord"])
async def test_a_file_sent_can_be_fetched_at_its_address(driver: Driver, on: str) -> None:
    packed = {"name": "notes.txt", "content": "YSBsaW5l"}
    assert await driver.does("learner", "file", on, "py-cohort", file=packed) == 200
    file = (await driver.sees("friend", on, "py-cohort"))[-1]["files"][0]
    async with ClientSession() as page:
        address = f"{driver.base_url}{file['url']}?token={TOKEN}"
        async with page.get(address, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            assert await answer.read() == b"a line"
