"""Groups and topics, end to end: what is private stays private, and the bot's standing is known."""

from __future__ import annotations

from bots.dialogue.request import ActionPressed, Place, PlaceChanged, PlaceKind, TextTyped
from playground.telegram.demo import COHORT_TOPIC, FORUM_ID, GROUP_ID
from tests.bots.telegram.conftest import Stage, labels

COHORT = "py-cohort"
COHORT_PLACE = Place(PlaceKind.TOPIC, FORUM_ID, thread_id=COHORT_TOPIC, title="Python group")


async def test_a_public_screen_stays_in_its_topic_and_answers_who_asked(stage: Stage) -> None:
    await stage.start()
    await stage.say("/board", COHORT)
    board = stage.last(COHORT)
    assert "Board" in board["text"]
    assert labels(board) == ["Mine", "Tease", "Ask"]
    assert board["reply_to"] == stage.world.view("learner", COHORT)["messages"][-2]["id"]
    request = stage.dialogue.requests[-1]
    assert (request.place, request.sender.can_manage_place) == (COHORT_PLACE, False)
    await stage.say("/setup", COHORT, "admin")
    assert stage.dialogue.requests[-1].sender.can_manage_place


async def test_a_private_screen_asked_for_in_a_group_goes_to_the_private_chat(
    stage: Stage,
) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.say("/board", COHORT)
    before = len(stage.messages(COHORT))
    await stage.say("/wallet", COHORT)
    assert "20 tokens" in stage.last()["text"]
    assert len(stage.messages(COHORT)) == before
    await stage.press("Mine", COHORT)
    assert "20 tokens" in stage.last()["text"]
    assert len(stage.messages()) == 3
    assert "Board" in stage.last(COHORT)["text"]
    assert stage.dialogue.requests[-1].given == ActionPressed("wallet")


async def test_who_never_started_gets_the_way_there_and_no_secret(stage: Stage) -> None:
    await stage.start()
    await stage.say("/wallet", COHORT, "friend")
    pointer = stage.last(COHORT, "learner")
    assert "20 tokens" not in pointer["text"]
    assert labels(pointer) == ["Wallet"]
    assert pointer["rows"][0][0]["url"] == "https://t.me/peerloom_bot?start=open"
    await stage.press("Wallet", COHORT, "friend")
    assert "Count 0" in stage.last(name="friend")["text"]


async def test_a_press_by_who_never_started_shows_the_toast_to_them_alone(stage: Stage) -> None:
    await stage.start()
    await stage.say("/board", COHORT)
    before = len(stage.messages(COHORT))
    await stage.press("Tease", COHORT, "friend")
    assert "20 tokens" in stage.toasts(COHORT, "friend")
    assert "20 tokens" not in stage.toasts(COHORT)
    assert len(stage.messages(COHORT)) == before
    assert len(stage.calls("answerCallbackQuery")) == 1


async def test_an_awaited_line_in_a_group_is_a_reply(stage: Stage) -> None:
    await stage.start()
    await stage.say("/board", COHORT)
    await stage.press("Ask", COHORT)
    assert "Your name?" in stage.last(COHORT)["text"]
    await stage.say("Otter", COHORT)
    assert stage.dialogue.requests[-1].given == TextTyped("Otter")
    assert "You said Otter" in stage.last(COHORT)["text"]


async def test_chatter_and_anonymous_administrators_are_not_answered(stage: Stage) -> None:
    await stage.start()
    await stage.say("good morning", COHORT)
    await stage.say("/weather", COHORT)
    await stage.world.act("admin", COHORT, "say_as_group", text="/wallet")
    await stage.settle()
    assert stage.dialogue.requests == []
    assert stage.messages(COHORT) == []


async def test_the_bot_learns_of_its_coming_its_rights_and_its_going(stage: Stage) -> None:
    await stage.start()
    for what in ("add_bot", "promote_bot", "remove_bot"):
        await stage.world.act("admin", "loops-group", what)
        await stage.settle()
    given = [request.given for request in stage.dialogue.requests]
    assert [change.what for change in given if isinstance(change, PlaceChanged)] == [
        "added",
        "rights",
        "removed",
    ]
    raised = given[1]
    assert isinstance(raised, PlaceChanged)
    assert "can_pin_messages" in raised.rights


async def test_the_bot_looks_anew_at_a_topic_that_is_closed_or_opened(stage: Stage) -> None:
    await stage.start()
    for what in ("close_topic", "reopen_topic"):
        await stage.world.act("admin", COHORT, what)
        await stage.settle()
    assert [request.given for request in stage.dialogue.requests] == [PlaceChanged("rights")] * 2
    assert {request.place.thread_id for request in stage.dialogue.requests} == {2}


async def test_missing_rights_are_named(stage: Stage) -> None:
    adapter = await stage.start()
    hands = adapter.hands
    loops = Place(PlaceKind.GROUP, GROUP_ID)
    assert await hands.missing_rights(loops) == ("member",)
    assert await hands.missing_rights(Place(PlaceKind.PRIVATE, 5001)) == ()
    assert await hands.missing_rights(COHORT_PLACE) == ()
    await stage.world.act("admin", "loops-group", "add_bot")
    assert await hands.missing_rights(loops) == ()
    await stage.world.act("admin", "loops-group", "take_right", right="send_photos")
    assert await hands.missing_rights(loops) == ("send_photos",)
    await stage.world.act("admin", COHORT, "demote_bot")
    assert await hands.missing_rights(COHORT_PLACE) == ()
    await stage.world.act("admin", COHORT, "close_topic")
    assert await hands.missing_rights(COHORT_PLACE) == ("post_in_topic",)
    gone = Place(PlaceKind.TOPIC, FORUM_ID, thread_id=999)
    assert await hands.missing_rights(gone) == ("topic",)


async def test_a_group_that_becomes_a_supergroup_is_followed(stage: Stage) -> None:
    await stage.start()
    await stage.world.act("admin", "loops-group", "add_bot")
    await stage.say("/board", "loops-group")
    moved = await stage.world.act("admin", "loops-group", "migrate")
    await stage.settle()
    change = stage.dialogue.requests[-1]
    assert change.given == PlaceChanged("moved", moved_to=moved["chat_id"])
    assert (change.place.chat_id, change.sender.platform_user_id) == (GROUP_ID, 5003)


async def test_an_answer_follows_a_group_that_moved_meanwhile(stage: Stage) -> None:
    await stage.start()
    await stage.world.act("admin", "loops-group", "add_bot")
    stage.dialogue.held = {"board"}
    await stage.world.say("learner", "loops-group", "/board")
    await stage.until(1, "board")
    await stage.world.act("admin", "loops-group", "migrate")
    stage.dialogue.gate.set()
    await stage.settle()
    assert "Board" in stage.last("loops-group")["text"]
