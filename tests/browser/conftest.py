"""Chromium, started once, and a playground filled with the showcase for every test of the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, Request, async_playwright

from playground.server import build_app
from tests.browser.looking import open_chromium
from tests.browser.showcase import PEOPLE, Showcase

TOKEN = "a-token-of-the-tests"


@dataclass
class Stage:
    """The page on the showcase, and everything the browser asked for."""

    show: Showcase
    browser: Browser
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _runner: web.AppRunner | None = None
    _contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Starts the playground's server; a second start takes the same port."""
        app = build_app(
            surfaces={**self.show.surfaces},
            program=self.show.program,
            members=PEOPLE,
            store=self.show.store,
            clock=self.show.clock,
            token=TOKEN,
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
        await self.stop()
        self.show.store.close()

    async def open(
        self, width: int, height: int = 860, *, scheme: str = "light", place: str = "#/learner"
    ) -> Page:
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        page = await context.new_page()
        page.on("request", lambda request: self.requests.append(request))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console",
            lambda message: self.faults.append(message.text) if message.type == "error" else None,
        )
        await page.goto(f"{self.address}/?token={TOKEN}{place}")
        await page.wait_for_selector("html[data-ready]")
        await page.wait_for_selector(".pane.is-current .message")
        return page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await open_chromium(playwright)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    show = Showcase()
    stage = Stage(show, browser)
    await stage.start()
    show.fill()
    try:
        yield stage
    finally:
        await stage.close()
