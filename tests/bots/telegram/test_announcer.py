"""Deliveries, end to end: sent, refused, moved, later, and never faster than allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bots.dialogue.ports import Later, Moved, Parcel, Refused, Sent
from bots.dialogue.screen import Choice, Screen
from bots.telegram.limiter import Rates
from engine.foundation.richtext import Span, Table, text
from playground.telegram.calls import METHODS
from playground.telegram.demo import COHORT_TOPIC, FORUM_ID, GROUP_ID
from tests.bots.telegram.conftest import Stage
from tests.bots.telegram.counting import Outbox


def parcel(
    number: int, chat_id: int, *, thread_id: int = 0, screen: Screen | None = None
) -> Parcel:
    shown = screen or Screen(title=f"Otter passed {number}", is_private=False, is_silent=True)
    return Parcel(number, f"n{number}", chat_id, thread_id, 0, shown)


async def deliver(stage: Stage, *parcels: Parcel) -> None:
    stage.outbox.waiting.extend(parcels)
    assert stage.adapter is not None
    stage.adapter.wake()
    await stage.settle()


async def test_an_announcement_is_sent_silently_into_its_topic(stage: Stage) -> None:
    await stage.start()
    await deliver(stage, parcel(1, FORUM_ID, thread_id=COHORT_TOPIC))
    message = stage.last("py-cohort", "friend")
    assert message["text"] == "Otter passed 1"
    assert message["is_silent"]
    assert stage.outbox.outcomes == {1: Sent(int(message["id"]))}


async def test_announcements_of_one_chat_keep_their_order(stage: Stage) -> None:
    await stage.start()
    numbers = range(1, 9)
    await deliver(stage, *(parcel(n, FORUM_ID, thread_id=COHORT_TOPIC) for n in numbers))
    texts = [message["text"] for message in stage.messages("py-cohort")]
    assert texts == [f"Otter passed {n}" for n in numbers]


@pytest.mark.parametrize(
    ("chat_id", "thread_id", "outcome"),
    [
        (5002, 0, Refused("blocked")),  # shares a group, never pressed Start
        (GROUP_ID, 0, Refused("gone")),  # never was in there
        (FORUM_ID, 999, Refused("gone", ("topic",))),
        (-999, 0, Refused("gone")),
    ],
)
async def test_what_cannot_arrive_is_reported(
    stage: Stage, chat_id: int, thread_id: int, outcome: Refused
) -> None:
    await stage.start()
    await deliver(stage, parcel(1, chat_id, thread_id=thread_id))
    assert stage.outbox.outcomes == {1: outcome}


async def test_a_person_who_blocked_the_bot_is_reported(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.world.act("learner", "", "block_bot")
    await deliver(stage, parcel(1, 5001))
    assert stage.outbox.outcomes == {1: Refused("blocked")}


async def test_a_group_that_threw_the_bot_out_is_reported(stage: Stage) -> None:
    await stage.start()
    await stage.world.act("admin", "py-cohort", "remove_bot")
    await deliver(stage, parcel(1, FORUM_ID, thread_id=COHORT_TOPIC))
    assert stage.outbox.outcomes == {1: Refused("gone", ("member",))}


async def test_a_right_taken_away_is_named(stage: Stage) -> None:
    await stage.start()
    await stage.world.act("admin", "py-cohort", "take_right", right="send_messages")
    await deliver(stage, parcel(1, FORUM_ID, thread_id=COHORT_TOPIC))
    assert stage.outbox.outcomes == {1: Refused("no_right", ("send_messages",))}


async def test_a_group_that_moved_is_reported_and_not_written_to_twice(stage: Stage) -> None:
    await stage.start()
    await stage.world.act("admin", "loops-group", "add_bot")
    moved = await stage.world.act("admin", "loops-group", "migrate")
    await deliver(stage, parcel(1, GROUP_ID))
    assert stage.outbox.outcomes == {1: Moved(moved["chat_id"])}
    assert stage.messages("loops-group") == []
    await deliver(stage, parcel(1, moved["chat_id"]))
    assert [message["text"] for message in stage.messages("loops-group")] == ["Otter passed 1"]


async def test_too_many_requests_bring_a_delivery_back_later(stage: Stage) -> None:
    await stage.start()
    stage.world.fault("too_many", count=1, retry_after=7, method="sendMessage")
    await deliver(stage, parcel(1, FORUM_ID, thread_id=COHORT_TOPIC))
    assert stage.outbox.outcomes == {1: Later(7.0, "too many requests")}
    assert len(stage.calls("sendMessage")) == 1


async def test_a_person_is_answered_after_the_wait_telegram_asked_for(stage: Stage) -> None:
    await stage.start()
    stage.world.fault("too_many", count=1, retry_after=1, method="sendMessage")
    start = asyncio.get_running_loop().time()
    await stage.say("/start")
    assert asyncio.get_running_loop().time() - start >= 0.95
    assert [entry["status"] for entry in stage.calls("sendMessage")] == [429, 200]
    assert "Count 0" in stage.last()["text"]


async def test_passing_faults_are_tried_again_for_a_person(stage: Stage) -> None:
    await stage.start()
    stage.world.fault("server_error", count=1, method="sendMessage")
    await stage.say("/start")
    assert "Count 0" in stage.last()["text"]


async def test_who_keeps_the_rates_is_never_refused(stage: Stage) -> None:
    stage.rates = Rates(chat_per_second=0.8, chat_burst=1)
    await stage.start()
    stage.world.fault("rates", on=True)
    await stage.say("/start")
    await stage.say("once more")
    assert {entry["status"] for entry in stage.calls("sendMessage")} == {200}


async def test_a_server_without_rich_messages_gets_entities_from_then_on(stage: Stage) -> None:
    table = Table(((Span("Name"),), (Span("Points"),)), (((Span("Otter"),), (Span("20"),)),))
    screen = Screen(title="Board", body=(table, text("This week")), is_private=False)
    await stage.start()
    known = METHODS.pop("sendrichmessage")
    try:
        await deliver(stage, *(parcel(n, FORUM_ID, screen=screen) for n in (1, 2)))
    finally:
        METHODS["sendrichmessage"] = known
    assert len(stage.calls("sendRichMessage")) == 1
    assert all(isinstance(outcome, Sent) for outcome in stage.outbox.outcomes.values())
    assert "Otter  20" in stage.last("py-group")["text"]


class Fragile(Outbox):
    """An outbox with one bad moment."""

    failures = 1

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is busy")
        return await super().claim(platform, limit=limit)


async def test_a_mailroom_that_fails_is_asked_again(stage: Stage) -> None:
    stage.outbox = Fragile()
    rows = ((Choice("Go", token="t"),),)
    stage.outbox.waiting.append(parcel(1, FORUM_ID, screen=Screen(title="Hi", rows=rows)))
    await stage.start()
    assert isinstance(stage.outbox.outcomes[1], Sent)
