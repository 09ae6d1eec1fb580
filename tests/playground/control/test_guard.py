"""The playground answers its own page only: loopback, same origin, with the token of this start."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from playground.server import TOKEN_HEADER
from tests.playground.small_world import TOKEN, SmallWorld


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({TOKEN_HEADER: "wrong"}, 401),
        ({TOKEN_HEADER: TOKEN, "Host": "playground.example"}, 421),
        ({TOKEN_HEADER: TOKEN, "Host": "127.0.0.1.evil.example"}, 421),
        ({TOKEN_HEADER: TOKEN, "Origin": "https://evil.example"}, 403),
        ({TOKEN_HEADER: TOKEN, "Origin": "null"}, 403),
        ({TOKEN_HEADER: TOKEN}, 200),
    ],
)
async def test_who_may_drive(world: SmallWorld, headers: dict[str, str], status: int) -> None:
    async with (
        ClientSession() as stranger,
        stranger.get(f"{world.base_url}/control/people", headers=headers) as answer,
    ):
        assert answer.status == status


async def test_the_token_of_the_address_opens_the_live_line(world: SmallWorld) -> None:
    address = world.base_url.replace("http", "ws") + f"/control/ws?token={TOKEN}"
    async with ClientSession() as page, page.ws_connect(address) as socket:
        assert (await socket.receive_json())["type"] == "state"


async def test_another_site_cannot_open_the_live_line(world: SmallWorld) -> None:
    address = f"{world.base_url}/control/ws?token={TOKEN}"
    headers = {"Origin": "http://evil.example", "Connection": "Upgrade", "Upgrade": "websocket"}
    async with ClientSession() as page, page.get(address, headers=headers) as answer:
        assert answer.status == 403


async def test_the_page_is_served_with_a_strict_policy(world: SmallWorld) -> None:
    async with ClientSession() as page:
        for path, kind in [
            ("/", "text/html"),
            ("/page/app.js", "javascript"),
            ("/page/base.css", "text/css"),
            ("/page/logo.svg", "image/svg+xml"),
        ]:
            async with page.get(world.base_url + path) as answer:
                assert answer.status == 200
                assert kind in answer.headers["Content-Type"]
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_nothing_outside_the_page_is_served(world: SmallWorld) -> None:
    async with ClientSession() as page:
        for path in ("/page/..%2fserver.py", "/page/index.html", "/../store.py"):
            async with page.get(world.base_url + path) as answer:
                assert answer.status == 404


async def test_a_browser_needs_the_token_for_files_which_never_run(world: SmallWorld) -> None:
    world.store.put_file("telegram:x1", "page.html", b"<script>alert(1)</script>")
    world.store.put_file("discord/7", "board.png", b"png")
    async with ClientSession() as page:
        browser = {"Sec-Fetch-Site": "cross-site"}
        async with page.get(f"{world.base_url}/files/telegram/x1", headers=browser) as answer:
            assert answer.status == 401
        async with page.get(f"{world.base_url}/files/telegram/x1?token={TOKEN}") as answer:
            assert answer.headers["Content-Type"] == "application/octet-stream"
        async with page.get(f"{world.base_url}/files/discord/7?token={TOKEN}") as answer:
            assert answer.headers["Content-Type"] == "image/png"
            assert await answer.read() == b"png"
