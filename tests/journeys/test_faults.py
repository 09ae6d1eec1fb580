"""News and people through faults of the platforms: all of it ends as a person would expect.

`test_faults_asking.py` has the other half: somebody asks, and the answer is in trouble.
"""

from __future__ import annotations

from typing import Any

import pytest

from engine.foundation.outbox import ATTEMPTS
from tests.journeys.stage import Somebody, Stage
from tests.journeys.telling import (
    NUDGE,
    CohortPlace,
    deliveries,
    linked,
    reader,
    said,
    sets_up,
    shell,
    state_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="module")
def places() -> dict[str, CohortPlace]:
    """One for each platform that nothing lasting befalls."""
    return {}


async def is_lost(
    place: CohortPlace, missing: str, told: str, caretaker: Somebody | None = None
) -> None:
    """Nothing of what waits is lost, an operator sees it, and its caretaker was told once."""
    assert place.state() == ("lost", [missing])
    assert set(place.deliveries()) == {"held"}
    assert await place.told_to(caretaker or place.at_home, told) == 1
    held = await deliveries(place.stage, "--state", "held", "--platform", place.platform)
    assert any((one["to_kind"], one["to_id"]) == ("place", place.place_id) for one in held)


# ── on the way ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("platform", "fault", "values", "seconds", "times"),
    [
        ("telegram", "too_many", {"retry_after": 7, "method": "sendMessage"}, 8, 1),
        ("telegram", "server_error", {"count": 2, "method": "sendMessage"}, 6, 1),
        ("telegram", "drop", {"method": "sendMessage"}, 6, 1),
        # Telegram has nothing by which it knows a message again.
        ("telegram", "drop", {"method": "sendMessage", "after": True}, 6, 2),
        ("telegram", "slow", {"seconds": 0.3}, 0, 1),
        ("telegram", "second_poller", {"count": 2}, 0, 1),
        ("discord", "too_many", {"retry_after": 0.2, "route": "messages"}, 0, 1),
        ("discord", "too_many", {"retry_after": 0.2, "is_global": True}, 0, 1),
        ("discord", "too_many", {"retry_after": 90, "route": "messages"}, 91, 1),
        ("discord", "server_error", {"route": "messages"}, 0, 1),
        ("discord", "drop", {"route": "messages"}, 0, 1),
        ("discord", "drop", {"route": "messages", "after": True}, 0, 1),
        ("discord", "invalid_body", {"route": "messages"}, 0, 1),
        ("discord", "slow", {"seconds": 0.3}, 0, 1),
        ("discord", "reconnect", {}, 0, 1),
        ("discord", "invalid_session", {}, 0, 1),
        ("discord", "disconnect", {}, 0, 1),
    ],
)
async def test_news_arrives_through_bad_weather(
    faulty: Stage,
    places: dict[str, CohortPlace],
    platform: str,
    fault: str,
    values: dict[str, Any],
    seconds: float,
    times: int,
) -> None:
    place = places.get(platform) or await linked(faulty, platform)
    places[platform] = place
    before = await place.news()
    await faulty.client.world("fault", name=fault, on=platform, **values)
    delivery = await place.is_told()
    for _ in range(values.get("count", 1) if seconds else 0):
        assert state_of(faulty, delivery)[1] == "due", "it was not hit"
        await faulty.seconds_pass(seconds)
    await faulty.fault("clear", on=platform)
    assert await place.news() == before + times
    assert state_of(faulty, delivery)[1] == "sent"


async def test_a_crowd_of_news_is_said_once_each_within_telegrams_own_rates(
    faulty: Stage, places: dict[str, CohortPlace]
) -> None:
    place = places.get("telegram") or await linked(faulty, "telegram")
    before = await place.news()
    await faulty.fault("rates", on="telegram")
    for _ in range(3):
        await place.is_told()
    refused = 0
    while "due" in place.deliveries():
        refused += 1
        assert refused < 10
        await faulty.seconds_pass(2)
    await faulty.fault("clear", on="telegram")
    assert await place.news() == before + 3


@pytest.mark.parametrize(
    ("platform", "fault", "why"),
    [
        ("telegram", {"name": "server_error", "method": "sendMessage"}, "TelegramServerError"),
        ("discord", {"name": "invalid_body", "route": "messages"}, "refuses the message's form"),
    ],
)
async def test_attempts_are_bounded_and_an_operator_sees_why(
    faulty: Stage, platform: str, fault: dict[str, Any], why: str
) -> None:
    place = await linked(faulty, platform)
    await faulty.client.world("fault", on=platform, count=100, **fault)
    delivery = await place.is_told()
    for _ in range(ATTEMPTS):
        await faulty.seconds_pass(301)
    await faulty.fault("clear", on=platform)
    assert await place.news() == 0
    dead = await deliveries(faulty, "--state", "dead", "--platform", platform)
    [found] = [one for one in dead if one["id"] == delivery]
    assert (found["attempts"], why in found["why"]) == (ATTEMPTS, True), found
    assert "1 due again" in await shell(faulty, "deliveries", "--again", str(delivery))
    await faulty.settle()
    assert await place.news() == 1


# ── places ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("platform", "right", "told"),
    [
        ("telegram", "send_messages", "send messages"),
        ("telegram", "send_photos", "send photos"),
        ("discord", "send_messages", "send messages"),
        ("discord", "view_channel", "see this channel"),
        ("discord", "embed_links", "embed links"),
    ],
)
async def test_a_right_taken_away_holds_the_news_until_it_is_given_back(
    faulty: Stage, platform: str, right: str, told: str
) -> None:
    place = await linked(faulty, platform)
    await place.fault("take_right", right=right)
    for _ in range(2):
        await place.is_told()
    await is_lost(place, right, told)
    assert await place.news() == 0
    await place.fault("give_right", right=right)
    assert await place.news() == 2
    assert place.state() == ("active", [])
    assert "2 messages that waited go out" in await place.at_home.reads()


async def test_a_bot_that_was_removed_says_what_waited_when_it_is_back(
    faulty: Stage, platform: str
) -> None:
    place = await linked(faulty, platform)
    caretaker = place.at_home
    if platform == "discord":  # a bot writes to nobody there with whom it shares no server
        caretaker = faulty.person("admin", "telegram")
    await place.fault("remove_bot")
    for _ in range(2):
        await place.is_told()
    await is_lost(place, "member", "be a member here", caretaker)
    await place.fault("add_bot")
    assert await place.news() == 2
    assert place.deliveries() == ["sent", "sent"]
    if platform == "discord":
        news = await faulty.person("admin", "discord").say("/wallet")
        assert "I can write there again" in news  # that it was lost is no news any more
        await place.at_home.say("Here I am again")
    assert "2 messages that waited go out" in await caretaker.reads()


async def test_news_follows_a_group_that_became_a_supergroup(faulty: Stage) -> None:
    place = await linked(faulty, "telegram")
    # So that the bot learns of it by the refusal, and not by an update before it.
    await faulty.client.world("fault", name="second_poller", on="telegram", count=3)
    await faulty.client.world("fault", name="migrate", on="telegram", chat=place.slug)
    await place.is_told()
    assert await place.news() == 1
    assert place.state() == ("active", [])


async def test_a_topic_that_is_closed_waits_until_it_is_opened(faulty: Stage) -> None:
    place = await linked(faulty, "telegram", topic=True)
    await place.fault("close_topic")
    await place.is_told()
    await is_lost(place, "post_in_topic", "post in this topic")
    await place.fault("reopen_topic")
    assert await place.news() == 1


@pytest.mark.parametrize(
    ("platform", "is_thread", "gone"),
    [("telegram", True, "topic"), ("discord", False, "channel"), ("discord", True, "channel")],
)
async def test_a_new_place_takes_over_from_a_deleted_one(
    faulty: Stage, platform: str, is_thread: bool, gone: str
) -> None:
    place = await linked(faulty, platform, topic=is_thread)
    other = place.admin.at("")
    await place.fault("delete_topic" if platform == "telegram" else "delete_channel")
    await place.is_told()
    await is_lost(place, gone, "was deleted. Type /setup in another")
    slug = f"again-{place.place_id}"
    if platform == "telegram":
        group = other.at(place.slug.removesuffix("-topic"))
        await group.act("create_topic", title=f"Again {place.place_id}", slug=slug)
    else:
        await other.act("create_channel", title=slug)
    place.admin = other.at(slug)
    await sets_up(place.admin)
    assert await place.news() == 1
    await place.is_told()
    assert await place.news() == 2
    assert place.deliveries() == ["sent", "sent"]


# ── people ─────────────────────────────────────────────────────────────────────────────────────


async def test_who_blocked_the_bot_gets_what_waited_when_they_come_back(faulty: Stage) -> None:
    otter = await reader(faulty, "telegram")
    await faulty.fault("blocked", person=otter.here.spot.person)
    delivery = await otter.is_nudged()
    assert state_of(faulty, delivery)[:2] == ("telegram", "held")
    held = await deliveries(faulty, "--state", "held", "--platform", "telegram")
    assert delivery in [one["id"] for one in held]
    await faulty.fault("unblocked", on="telegram", person=otter.here.spot.person)
    assert await otter.nudges() == 1


@pytest.mark.parametrize(
    ("fault", "why"), [("deactivated", "gone"), ("no_chat", "gone"), ("blocked", "cannot be")]
)
async def test_who_is_not_to_be_found_on_telegram_is_written_to_on_discord(
    faulty: Stage, fault: str, why: str
) -> None:
    otter = await reader(faulty, "telegram", has_both=True)
    await faulty.fault(fault, on="telegram", person=otter.here.spot.person)
    delivery = await otter.is_nudged()
    assert state_of(faulty, delivery)[:2] == ("discord", "sent")
    assert why in state_of(faulty, delivery)[2] or not state_of(faulty, delivery)[2]
    assert said(await otter.there.messages(), NUDGE) == 1
    assert "I will ask again" in await otter.there.press("Later")
    await faulty.fault("clear", on="telegram")


async def test_closed_messages_are_written_to_telegram_instead(faulty: Stage) -> None:
    otter = await reader(faulty, "discord", has_both=True)
    await faulty.fault("closed_dms", on="discord", person=otter.here.spot.person)
    delivery = await otter.is_nudged()
    assert state_of(faulty, delivery)[:2] == ("telegram", "sent")
    assert await otter.nudges() == 0
    assert said(await otter.there.messages(), NUDGE) == 1
    assert "I will ask again" in await otter.there.press("Later")


async def test_closed_messages_become_a_note_at_the_next_visit_once(faulty: Stage) -> None:
    otter = await reader(faulty, "discord")
    await faulty.fault("closed_dms", on="discord", person=otter.here.spot.person)
    delivery = await otter.is_nudged()
    assert state_of(faulty, delivery) == ("discord", "held", "closed_dms")
    news = await otter.here.say("/wallet")
    assert "1 message waited for you" in news
    assert said(list(news.messages), NUDGE) == 1
    assert all(message["is_private"] for message in news.messages)
    assert state_of(faulty, delivery)[1] == "sent"
    assert NUDGE not in await faulty.person("friend", "discord").reads()
    assert "I will ask again" in await otter.here.press("Later")
    await faulty.fault("open_dms", on="discord", person=otter.here.spot.person)
    await otter.at_home.say("Here I am again")
    assert NUDGE not in await otter.here.say("/wallet")
    assert await otter.nudges() == 0


async def test_a_note_that_discord_would_not_show_waits_for_the_visit_after(
    faulty: Stage,
) -> None:
    otter = await reader(faulty, "discord")
    await faulty.fault("closed_dms", on="discord", person=otter.here.spot.person)
    delivery = await otter.is_nudged()
    await faulty.client.world(
        "fault", name="invalid_body", on="discord", route="webhooks", count=100
    )
    await faulty.client.say(otter.here.spot, "/wallet", {})
    await faulty.settle()
    await faulty.client.world("fault", name="clear", on="discord")
    await faulty.client.world("fault", name="closed_dms", person=otter.here.spot.person)
    assert state_of(faulty, delivery)[1] == "held"
    assert NUDGE in await otter.here.say("/wallet")
    assert state_of(faulty, delivery)[1] == "sent"
