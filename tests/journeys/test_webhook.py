"""Telegram by webhook: from the first word to an answered item, with the plug pulled on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.conftest import BY_WEBHOOK, opened
from tests.journeys.stage import Stage


@pytest.fixture
async def pushed(template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path, template, by_webhook=True) as stage:
        yield stage


async def test_a_quiz_by_webhook_goes_on_after_a_kill(pushed: Stage) -> None:
    learner = pushed.person("pushed", "telegram")
    await learner.starts()
    await learner.opens_quiz(1)
    before = pushed.count("response")
    await pushed.pulls_the_plug()
    await learner.press("A full stop")  # Telegram keeps it while nobody answers
    assert pushed.count("response") == before
    await pushed.plugs_in()
    assert "Question 2 of 2" in (await learner.newest())
    await pushed.client.world("fault", name="repeat_update", on="telegram")
    await pushed.settle()
    news = await learner.press("A comma")
    assert "2 of 2" in news, news
    assert pushed.count("response") == before + 2
    asked = await pushed.client.requests("telegram")
    names = [request["name"] for request in asked]
    assert "getUpdates" not in names
    assert names.count("setWebhook") == 2  # once by each process
    assert BY_WEBHOOK["TELEGRAM_WEBHOOK_SECRET"] not in str(asked)
    log = (pushed.folder / "program.log").read_text(encoding="utf-8")
    assert BY_WEBHOOK["TELEGRAM_WEBHOOK_SECRET"] not in log
    assert "telegram.webhook_set" in log
