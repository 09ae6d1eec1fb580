"""Somebody in front of the page of the real product: pressing, typing, pulling the plug."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from playwright.async_api import Browser, BrowserContext, Locator, Page, Request, expect

from peerloom.host import SELFTEST_START, Playground, playground
from tests.browser.looking import PATIENCE_MILLISECONDS

PRESSABLE = ".pane.is-current .messages :is(.key, .answer, .option):not(:disabled)"


@asynccontextmanager
async def opened_playground(
    folder: Path, template: Path | None = None
) -> AsyncIterator[Playground]:
    """The product and both platforms, on the morning that every selftest begins with."""
    async with playground(folder, start_at=SELFTEST_START, template=template) as opened:
        yield opened


@dataclass
class Sitting:
    """One browser window on the page. Use as `async with Sitting(…) as sitting`.

    `presses` and `typed` count what the person did; `requests` and `faults` what the browser did.
    """

    browser: Browser
    playground: Playground
    width: int
    height: int = 860
    scheme: str = "light"
    place: str = "#/learner/telegram"
    presses: int = 0
    typed: int = 0
    requests: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(headers={"X-Peerloom-Token": self.playground.token})
        self._context: BrowserContext = await self.browser.new_context(
            viewport={"width": self.width, "height": self.height},
            color_scheme="dark" if self.scheme == "dark" else "light",
            reduced_motion="reduce",
            timezone_id="Europe/London",
        )
        self._context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.page: Page = await self._context.new_page()
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        await self.page.goto(f"{self.playground.address}{self.place}")
        await self._ready()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._context.close()
        await self._http.close()

    async def _ready(self) -> None:
        await self.page.wait_for_selector("html[data-ready]")
        await self.page.wait_for_selector(".pane.is-current .messages > li")

    async def reload(self) -> None:
        await self.page.reload()
        await self._ready()

    async def settle(self) -> None:
        """Until nothing is under way in the product."""
        async with self._http.post(f"{self.playground.base_url}/control/settle", json={}) as answer:
            answer.raise_for_status()

    async def act(self, person: str, platform: str, what: str, **values: Any) -> None:
        """What a person's client does and the page has no button for."""
        body = {"on": platform, "in": "", "what": what, "values": values}
        address = f"{self.playground.base_url}/control/people/{person}/act"
        async with self._http.post(address, json=body) as answer:
            answer.raise_for_status()

    async def type(self, words: str, then: str) -> None:
        field = self.page.locator(".pane.is-current textarea.words")
        await field.fill(words)
        await field.press("Enter")
        self.typed += 1
        await self.sees(then)

    def pressable(self, label: str) -> Locator:
        """The newest that can be pressed; a label that ends with "…" is only its beginning."""
        end = "" if label.endswith("…") else "$"
        pattern = re.compile(f"^{re.escape(label.removesuffix('…'))}{end}")
        return self.page.locator(PRESSABLE, has_text=pattern).last

    async def press(self, label: str, then: str | re.Pattern[str]) -> None:
        """Presses, and waits until the newest message holds `then`."""
        await self.pressable(label).click()
        self.presses += 1
        await self.sees(then)

    @property
    def newest(self) -> Locator:
        return self.page.locator(".pane.is-current .message").last

    async def sees(self, words: str | re.Pattern[str]) -> None:
        await expect(self.newest).to_contain_text(words)

    async def become(self, person: str) -> None:
        await self.page.locator(f".person[data-name={person}]").click()

    async def open_place(self, platform: str, title: str) -> None:
        """Goes there as one does at this width: by tab and list, or in the list beside it."""
        if self.width < 1100:
            await self.page.locator(f".tab.{platform}").click()
        pane = self.page.locator(f".pane.{platform}")
        if self.width < 700:
            await pane.locator(".to-list").click()
        await pane.locator(".place", has_text=title).first.click()

    async def _plug(self, choice: str) -> None:
        if self.width < 1100:
            await self.page.get_by_role("button", name="Clock, plug and weather").click()
        await self.page.locator(".plug").click()
        await self.page.get_by_role("button", name=choice).click()
        if self.width < 1100:
            await self.page.get_by_role("button", name="Clock, plug and weather").click()

    async def pull_the_plug(self) -> None:
        """SIGKILL, and the page says so."""
        await self._plug("Pull it and leave it out")
        await self._is_away(True)

    async def put_it_back(self) -> None:
        await self._plug("Start it again")
        await self._is_away(False)

    async def _is_away(self, is_away: bool) -> None:
        strip = self.page.locator(".pane.is-current .reconnecting")
        await expect(strip).to_be_visible(visible=is_away)

    async def toggle_drawer(self) -> None:
        await self.page.get_by_role("button", name="What happened").click()
