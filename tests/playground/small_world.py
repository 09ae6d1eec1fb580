"""A playground server over platforms in memory, with a small bot that answers on both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from playground.clock import PlaygroundClock
from playground.server import TOKEN_HEADER, build_app
from playground.store import Store
from playground.surface import Member
from tests.playground.memory_surface import MemoryProgram, MemorySurface, Place

TOKEN = "the-token-of-the-small-world"
FORM = {
    "id": "teach",
    "title": "Teach here",
    "fields": [
        {"id": "n", "label": "Name", "kind": "text"},
        {
            "id": "l",
            "label": "Level",
            "kind": "radio",
            "options": [{"id": "b", "label": "Beginners"}],
        },
    ],
}


def rows(*labels: str) -> list[list[dict[str, str]]]:
    return [[{"id": label, "label": label, "kind": "button"} for label in labels]]


def say(surface: MemorySurface, name: str, chat: str, text: str) -> None:
    if text == "/form":
        surface.open_modal(name, chat, FORM)
    elif text == "/quiz":
        options = [{"id": "a", "label": "3"}, {"id": "b", "label": "4"}]
        poll = {"id": "p", "question": "2 + 2?", "options": options}
        surface.post(chat, "2 + 2?\n3\n4", to=name, poll=poll)
    elif text == "/ask":
        surface.post(chat, "For whom?", to=name, rows=rows("Beginners", "Everybody"))
    elif text.startswith("/"):
        surface.post(chat, f"Welcome to   {text}", to=name, rows=rows("🧵 Continue", "Later"))
    elif not text.startswith("silence"):
        surface.post(chat, f"You said {text}", to=name)


def press(surface: MemorySurface, name: str, chat: str, label: str) -> None:
    if label == "Later":
        surface.toast(name, chat, "Until tomorrow")
        return
    surface.post(chat, f"You pressed {label}", to=name)
    if label == "🧵 Continue":
        surface.post("py-cohort", f"{name} passed")


@dataclass
class SmallWorld:
    telegram: MemorySurface
    discord: MemorySurface
    program: MemoryProgram
    store: Store
    clock: PlaygroundClock
    base_url: str
    session: ClientSession

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        async with self.session.get(self.base_url + path, headers=headers or None) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.post(self.base_url + path, json=body or {}) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def small_world(store: Store | None = None) -> AsyncIterator[SmallWorld]:
    store = store or Store(None)
    cohort = Place("py-cohort", "py-cohort", "group")
    telegram = MemorySurface(
        "telegram",
        [Place("", "Peerloom", "private", is_private=True), cohort],
        on_say=say,
        on_press=press,
    )
    discord = MemorySurface(
        "discord",
        [Place("", "general", "channel"), Place("py-cohort", "py-cohort", "channel")],
        on_say=say,
        on_press=press,
    )
    program, clock = MemoryProgram(), PlaygroundClock(store)
    app = build_app(
        surfaces={"telegram": telegram, "discord": discord},
        program=program,
        members=[Member("learner", "Otter", 11, 21), Member("friend", "Heron", 12, 22)],
        store=store,
        clock=clock,
        token=TOKEN,
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession(headers={TOKEN_HEADER: TOKEN}) as session:
            yield SmallWorld(telegram, discord, program, store, clock, base_url, session)
    finally:
        await runner.cleanup()
        store.close()
