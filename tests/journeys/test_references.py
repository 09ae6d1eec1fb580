"""A fault in a service: the person reads a reference, and the log has its stack under it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from playground.store import Store
from tests.journeys.conftest import opened
from tests.journeys.stage import Stage

TOPIC, FROM_WHERE, WORK = "Weaving of willow", "From my aunt in the marsh", "A basket at home"


@pytest_asyncio.fixture
async def failing(template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path, template, module="tests.journeys.failing_service") as stage:
        yield stage


async def test_a_reference_leads_to_the_stack_and_to_nothing_that_was_typed(
    failing: Stage,
) -> None:
    references = {}
    for platform in ("telegram", "discord"):
        somebody = failing.person(f"weaver-{platform}", platform)
        await somebody.arrives()
        news = await somebody.say("/teach")
        if somebody.is_on_telegram:
            for line in (TOPIC, FROM_WHERE, WORK):
                news = await somebody.say(line)
        else:
            news = await somebody.fill_in(
                {
                    "What would you like to teach?": TOPIC,
                    "How do you know it?": FROM_WHERE,
                    "Anything we can look at?": WORK,
                }
            )
        assert "Something went wrong on our side" in news, news
        (references[platform],) = re.findall(r"reference ([0-9A-F]{6})\b", news.text)
    log = (failing.folder / "program.log").read_text(encoding="utf-8")
    for platform, reference in references.items():
        (line,) = [line for line in log.splitlines() if f"reference={reference}" in line]
        assert "fault" in line
        assert f"request={platform}:" in line
        stack = log.partition(line)[2]
        assert stack.lstrip().startswith("Traceback")
        assert "in trip_over_the_words" in stack
        assert "int(words)" in stack
        assert "ValueError" in stack
    for words in (TOPIC, FROM_WHERE, WORK):
        assert words not in log
        assert words.split()[-1] not in log
    store = Store(failing.folder / "playground.sqlite")
    tokens = store.get("host", "tokens")
    store.close()
    assert tokens["telegram"] not in log
    assert tokens["discord"] not in log
    assert failing.rows("SELECT count(*) FROM stored_update WHERE handled_at IS NULL") == [(0,)]
