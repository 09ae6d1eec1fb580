"""Names that people choose to make trouble: they read the same everywhere and ping nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from playground.scenario.matching import text_of
from tests.journeys.conftest import opened
from tests.journeys.stage import Somebody, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

TROUBLE = "*[x](https://e.x)<@1>@everyone&lt;b>\u202e"
SHOWN = "*[x](https://e.x)<@1>@everyone&lt;b>"
PLACES = (("telegram", "py-cohort"), ("discord", "py-cohort"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One of their own: the board shows the first ten, and the other journeys earn points too."""
    async with opened(tmp_path_factory.mktemp("names"), template) as own:
        yield own


async def named(stage: Stage, handle: str, platform: str, name: str) -> Somebody:
    """Somebody with this display name who has passed the first quiz, for the group to see."""
    somebody = stage.person(handle, platform)
    await somebody.act("rename", display_name=name)
    await somebody.starts()
    await somebody.opens_quiz(1)
    if somebody.is_on_telegram:
        await somebody.press("A full stop")
        await somebody.press("A comma")
    else:
        await somebody.fill_in(
            {
                "Which sign ends a sentence?": "A full stop",
                "Which sign makes a pause?": "A comma",
            }
        )
    return somebody


async def announced(stage: Stage, platform: str, name: str) -> dict[str, Any]:
    """The newest message in the cohort's place there that holds the name."""
    friend = stage.person("friend", platform, "py-cohort")
    return next(
        message for message in reversed(await friend.messages()) if name in text_of(message)
    )


def spans(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "text" in node and "type" not in node:
            yield node
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


def is_harmless(message: dict[str, Any], name: str) -> bool:
    """The name is there, and nothing in the message is a link, a mention or a ping."""
    parts = [*spans(message.get("blocks")), *spans(message.get("embeds"))]
    is_there = name in "".join(span["text"] for span in parts)
    return is_there and not any(span.get("link") or span.get("mention") for span in parts)


async def test_a_name_full_of_markup_is_announced_as_it_is_and_pings_nobody(
    stage: Stage, platform: str
) -> None:
    await named(stage, f"trouble-{platform}", platform, TROUBLE)
    for place, _ in PLACES:
        message = await announced(stage, place, SHOWN)
        assert "\u202e" not in text_of(message)
        assert is_harmless(message, SHOWN)


async def test_no_announcement_names_anybody_for_discord_to_ping(stage: Stage) -> None:
    await named(stage, "trouble-pings", "telegram", TROUBLE)
    requests = await stage.client.requests("discord")
    bodies = [
        request["body"]
        for request in requests
        if "everyone" in str(request.get("body")) and request["method"] == "POST"
    ]
    assert bodies
    assert all('"parse": []' in str(body).replace("'", '"') for body in bodies)


async def test_a_name_full_of_markup_reads_the_same_on_the_leaderboard(
    stage: Stage, platform: str
) -> None:
    await named(stage, f"board-{platform}", platform, TROUBLE)
    for place in ("telegram", "discord"):
        reader = stage.person(f"reader-of-{platform}", place)
        await reader.arrives()
        news = await reader.say("/leaderboard")
        assert SHOWN in news, news
        assert "\u202e" not in news.text
        assert any(is_harmless(message, SHOWN) for message in news.messages)


async def test_a_name_full_of_markup_reads_the_same_at_home(stage: Stage, platform: str) -> None:
    somebody = await named(stage, f"home-{platform}", platform, TROUBLE)
    news = await somebody.say("/start")
    assert f"Hello {SHOWN}" in news, news


@pytest.mark.parametrize(
    ("handle", "name", "shown"),
    [
        ("rightwards", "מרים אברהם", "מרים אברהם"),
        ("arabic", "ليلى \u202bالعربية\u202c", "ليلى العربية"),
        ("emoji", "👩🏽‍🚀 Nova 🪐", "👩🏽‍🚀 Nova 🪐"),
        ("stacked", "Z\u0335\u0321\u0328\u0317\u0324\u0316alg\u0488\u0489\u0311\u0312o", "alg"),
        ("long", "Maple " * 60, "Maple Maple"),
    ],
)
async def test_other_scripts_and_emoji_are_shown_as_they_are_written(
    stage: Stage, platform: str, handle: str, name: str, shown: str
) -> None:
    somebody = await named(stage, f"{handle}-{platform}", platform, name)
    for place, _ in PLACES:
        words = text_of(await announced(stage, place, shown))
        assert "passed" in words
        assert len(words) < 300
        assert not set(words) & set("\u202a\u202b\u202c\u202d\u202e")
    assert shown in (await somebody.say("/start"))


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u202e\u202d", "\u3164", " "])
async def test_a_name_of_which_nothing_can_be_seen_gets_a_visible_one(
    stage: Stage, platform: str, name: str
) -> None:
    somebody = stage.person(f"unseen-{ord(name[0]):x}-{platform}", platform)
    await somebody.act("rename", display_name=name)
    await somebody.arrives()
    news = await somebody.say("/start")
    greeting = news.text.splitlines()[0]
    assert greeting.removeprefix("Hello").strip(), news
