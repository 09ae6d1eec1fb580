"""A large class in the chat: ten learners at a time, and who is stuck once, at the front."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.dialogue import features
from bots.dialogue.request import Platform
from bots.dialogue.screen import Screen
from engine.foundation.clock import FrozenClock
from engine.foundation.richtext import plain
from engine.foundation.schema import create_schema
from engine.people.commands import Appoint, FinishOnboarding, Role
from engine.people.service import appoint, finish_onboarding
from tests.bots.dialogue.filling_in import Somebody
from tests.engine.courses.teaching import course, enrolled, imported, met


def labels(screen: Screen) -> list[str]:
    return [choice.label for row in screen.rows for choice in row]


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.DISCORD])
async def test_ten_learners_at_a_time(tmp_path: Path, platform: Platform) -> None:
    path = tmp_path / "class.sqlite"
    create_schema(path)
    features.load()
    clock = FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC))
    admin = Somebody(path, clock, platform)
    try:
        await admin.gives("start")
        await admin.engine.run(finish_onboarding, FinishOnboarding(await admin.person_id()))
        refused = await admin.gives("gradebook")
        assert "Only educators can do this" in plain(refused.body)
        educator = await met(admin.engine, 90, Role.EDUCATOR)
        made = (await imported(admin.engine, educator, course(3))).course
        await enrolled(admin.engine, made.course_id, *range(100, 112))
        await admin.engine.run(appoint, Appoint(await admin.person_id(), Role.ADMIN))
        clock.advance(days=5)
        await admin.gives("gradebook")
        listed, files = admin.screens
        assert [attached.name for attached in files.attached] == [
            "gradebook.png",
            "gradebook-rivers.csv",
        ]
        assert "12 stuck" in plain(listed.body)
        assert "And 2 more" in plain(listed.body)
        assert plain(listed.body).count("of 3 lessons") == 10
        assert labels(listed) == ["More", "Course desk"]
        last = await admin.presses("More", listed)
        assert (last.footer, labels(last)) == ("Page 2 of 2", ["Previous", "Course desk"])
        assert plain(last.body).count("of 3 lessons") == 2
        assert "nothing done since" not in plain(last.body)
    finally:
        await admin.engine.close()
