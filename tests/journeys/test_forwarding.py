"""Posts forwarded all at once, as a phone sends a selection of them, become a course."""

from __future__ import annotations

import asyncio

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_posts_forwarded_together_all_arrive(stage: Stage) -> None:
    educator = stage.person("educator", "telegram")
    await educator.say("/teach")
    await educator.press("Make one by forwarding")
    await educator.say("A channel's best")
    posts = [
        stage.client.act(educator.spot, "forward", text=f"Post {number}\nIts words")
        for number in range(1, 11)
    ]
    await asyncio.gather(*posts)
    await stage.settle()
    assert "10 posts so far" in await educator.reads()
    report = await educator.press("Done")
    assert "10 lessons" in report
    assert "Publish" in report.labels
