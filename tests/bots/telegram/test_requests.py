"""Updates as requests: commands, people, places and what nobody answers."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import Update

from bots.dialogue.ports import CommandEntry, CommandOption
from bots.dialogue.request import (
    ActionPressed,
    AvailabilityChanged,
    CommandGiven,
    FileSent,
    Place,
    PlaceChanged,
    PlaceKind,
    PollAnswered,
    TextTyped,
)
from bots.telegram.intake import lane_of
from bots.telegram.raw import completed
from bots.telegram.requests import NOBODY, Incoming, Reading, incoming

BOT = {"id": 99, "is_bot": True, "first_name": "Peerloom", "username": "peerloom_bot"}
OTTER = {
    "id": 7,
    "is_bot": False,
    "first_name": "Otter",
    "username": "otter",
    "language_code": "es",
}
ADMIN_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Otter"}
GROUP = {"id": -100, "type": "supergroup", "title": "Py cohort", "is_forum": True}


def described(name: str, *options: CommandOption) -> CommandEntry:
    return CommandEntry(name=name, descriptions={"en": name}, options=options)


def option(name: str, kind: str = "text", **more: Any) -> CommandOption:
    return CommandOption(name=name, descriptions={"en": name}, kind=kind, **more)


ENTRIES = (
    described("start"),
    described("help"),
    described("claim", option("code")),
    described("course import", option("file", "file"), option("title")),
    described("setup", option("course"), option("language", choices=(("es", {"en": "Spanish"}),))),
)


async def no_file(file_id: str, size: int) -> bytes:
    return f"{file_id}:{size}".encode()


READING = Reading(bot_id=99, username="peerloom_bot", entries=ENTRIES, download=no_file)


def read(**payload: Any) -> Incoming | None:
    update = Update.model_validate(completed({"update_id": 5, **payload}))
    return incoming(update, READING)


def message(text: str = "", chat: dict[str, Any] = PRIVATE, **more: Any) -> Incoming | None:
    body = {"message_id": 1, "date": 1_800_000_000, "chat": chat, "from": OTTER, **more}
    if text:
        body["text"] = text
    return read(message=body)


def given(found: Incoming | None) -> Any:
    assert found is not None
    return found.request.given


@pytest.mark.parametrize(
    ("typed", "name", "options"),
    [
        ("/help", "help", {}),
        ("/HELP@Peerloom_Bot", "help", {}),
        ("/claim  AB12 ", "claim", {"code": "AB12"}),
        ("/claim code: AB12", "claim", {"code": "AB12"}),
        ("/course_import My course", "course import", {"title": "My course"}),
        ("/course import My course", "course import", {"title": "My course"}),
        ("/course@peerloom_bot import", "course import", {}),
        ("/setup python spanish", "setup", {"course": "python", "language": "es"}),
        ("/setup language:es course:py one", "setup", {"course": "py one", "language": "es"}),
        ("/unknown thing", "unknown", {}),
    ],
)
def test_commands_are_found_in_the_table(typed: str, name: str, options: dict[str, str]) -> None:
    assert given(message(typed)) == CommandGiven(name=name, options=options)


def test_a_deep_link_carries_its_payload_and_a_broken_one_none() -> None:
    assert given(message("/start course_py-1")).payload == "course_py-1"
    assert given(message("/start <b>x</b>")).payload == ""
    assert given(message("/start " + "x" * 65)).payload == ""


def test_the_request_says_who_where_and_which_update() -> None:
    found = message("hello")
    assert found is not None
    request = found.request
    assert request.key == "telegram:99:5"
    assert (request.sender.platform_user_id, request.sender.first_name) == (7, "Otter")
    assert (request.sender.username, request.sender.language) == ("otter", "es")
    assert request.place == Place(PlaceKind.PRIVATE, 7)
    assert request.given == TextTyped("hello")


def test_a_forwarded_post_is_the_forwarder_s_line() -> None:
    channel = {"id": -1001600000001, "type": "channel", "title": "Bread"}
    origin = {"type": "channel", "date": 1_800_000_000, "chat": channel, "message_id": 3}
    found = message("Day 1\nflour and water", forward_origin=origin)
    assert found is not None
    assert found.request.sender.platform_user_id == 7
    assert found.request.place == Place(PlaceKind.PRIVATE, 7)
    assert found.request.given == TextTyped("Day 1\nflour and water")


def test_topics_are_places_and_the_general_one_is_the_group() -> None:
    topic = message("/help", GROUP, message_thread_id=12, is_topic_message=True)
    general = message("/help", GROUP)
    thread_of_replies = message("/help", GROUP, message_thread_id=3)
    assert topic is not None
    assert general is not None
    assert thread_of_replies is not None
    assert topic.request.place == Place(PlaceKind.TOPIC, -100, thread_id=12, title="Py cohort")
    assert general.request.place == Place(PlaceKind.GROUP, -100, title="Py cohort")
    assert thread_of_replies.request.place.thread_id == 0


def test_a_group_s_chatter_and_other_bots_commands_are_not_for_us() -> None:
    assert message("good morning", GROUP) is None
    assert message("/weather", GROUP) is None
    assert message("/help@other_bot", GROUP) is None
    assert message("/help@other_bot") is None
    assert given(message("/weather@peerloom_bot", GROUP)) == CommandGiven("weather")
    assert given(message("@Peerloom_bot  hello", GROUP)) == TextTyped("hello")
    ours = {"message_id": 1, "date": 1, "chat": GROUP, "from": BOT, "text": "Your name?"}
    assert given(message("Otter", GROUP, reply_to_message=ours)) == TextTyped("Otter")
    theirs = ours | {"from": OTTER}
    assert message("Otter", GROUP, reply_to_message=theirs) is None


@pytest.mark.parametrize(
    "sender",
    [
        {"from": ADMIN_BOT, "sender_chat": GROUP},
        {"from": OTTER, "sender_chat": GROUP},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"from": {"id": 136817688, "is_bot": False, "first_name": "Channel"}},
        {"from": {"id": 12, "is_bot": True, "first_name": "Another bot"}},
    ],
)
def test_senders_that_stand_for_many_are_never_a_person(sender: dict[str, Any]) -> None:
    assert message("/help", GROUP, **sender) is None
    raw = {"update_id": 5, "message": {"message_id": 1, "chat": GROUP, **sender}}
    expected = "person:12" if sender["from"]["id"] == 12 else "chat:-100"
    assert lane_of(raw) == expected


async def test_a_document_is_a_file_and_with_a_command_its_option() -> None:
    document = {"file_id": "f1", "file_unique_id": "u", "file_name": "c.zip", "file_size": 10}
    sent = given(message(document=document, caption="my course"))
    assert isinstance(sent, FileSent)
    assert (sent.attachment.name, sent.attachment.size_bytes, sent.caption) == (
        "c.zip",
        10,
        "my course",
    )
    assert await sent.attachment.read() == b"f1:10"
    command = given(message(document=document, caption="/course import"))
    assert isinstance(command, CommandGiven)
    assert command.files["file"].name == "c.zip"
    earlier = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": OTTER, "document": document}
    replied = given(message("/course_import", reply_to_message=earlier))
    assert replied.files["file"].name == "c.zip"
    sizes = [{"file_id": f"p{n}", "file_unique_id": "u", "width": n, "height": n} for n in (1, 9)]
    photo = given(message(photo=sizes))
    assert await photo.attachment.read() == b"p9:0"


def test_a_press_knows_its_message() -> None:
    pressed_message = {"message_id": 4, "date": 1_800_000_000, "chat": PRIVATE, "from": BOT}
    press = {"id": "q1", "from": OTTER, "chat_instance": "1", "data": "a:x:1"}
    found = read(callback_query=press | {"message": pressed_message | {"text": "Hi"}})
    assert given(found) == ActionPressed("a:x:1")
    assert found is not None
    assert found.pressed is not None
    assert (found.pressed.callback_id, found.pressed.message_id, found.pressed.is_text) == (
        "q1",
        4,
        True,
    )
    size = {"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}
    photo = read(callback_query=press | {"message": pressed_message | {"photo": [size]}})
    assert photo is not None
    assert photo.pressed is not None
    assert (photo.pressed.is_text, photo.pressed.is_photo) == (False, True)
    gone = read(callback_query=press | {"message": {"message_id": 4, "date": 0, "chat": PRIVATE}})
    assert gone is not None
    assert gone.pressed is not None
    assert gone.pressed.message_id == 0
    assert read(callback_query=press | {"message": pressed_message, "data": None}) is None


def test_votes_belong_to_the_person_s_private_chat() -> None:
    answer = {"poll_id": "p1", "user": OTTER, "option_ids": [0, 2], "option_persistent_ids": []}
    found = read(poll_answer=answer)
    assert given(found) == PollAnswered("p1", (0, 2))
    assert found is not None
    assert found.request.place == Place(PlaceKind.PRIVATE, 7)
    anonymous = {"poll_id": "p1", "voter_chat": GROUP, "option_ids": [0]}
    assert read(poll_answer=anonymous | {"option_persistent_ids": []}) is None


def standing(chat: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> Any:
    change = {
        "chat": chat,
        "from": OTTER,
        "date": 1_800_000_000,
        "old_chat_member": {"user": BOT} | old,
        "new_chat_member": {"user": BOT} | new,
    }
    return given(read(my_chat_member=change))


MEMBER = {"status": "member"}
KICKED = {"status": "kicked", "until_date": 0}


def administrator(**rights: bool) -> dict[str, Any]:
    """As a server of an older Bot API says it: without the flags that came later."""
    return {"status": "administrator", "can_be_edited": False, "is_anonymous": False} | rights


def test_blocking_and_coming_back_is_the_person_s_availability() -> None:
    assert standing(PRIVATE, MEMBER, KICKED) == AvailabilityChanged(False)
    assert standing(PRIVATE, KICKED, MEMBER) == AvailabilityChanged(True)


def test_the_bot_s_standing_in_a_group_is_the_place_s_change() -> None:
    assert standing(GROUP, {"status": "left"}, MEMBER) == PlaceChanged("added")
    assert standing(GROUP, MEMBER, KICKED) == PlaceChanged("removed")
    raised = standing(GROUP, MEMBER, administrator(can_pin_messages=True, can_manage_topics=True))
    assert raised == PlaceChanged("rights", rights=("can_manage_topics", "can_pin_messages"))


def test_a_group_that_becomes_a_supergroup_moves_whoever_did_it() -> None:
    old = {"id": -5, "type": "group", "title": "Old"}
    found = message("", old, migrate_to_chat_id=-1005, **{"from": ADMIN_BOT})
    assert given(found) == PlaceChanged("moved", moved_to=-1005)
    assert found is not None
    assert found.request.sender == NOBODY
    assert found.request.place.chat_id == -5


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"message": {"chat": GROUP, "from": OTTER}}, "person:7"),
        ({"callback_query": {"from": OTTER, "message": {"chat": GROUP}}}, "person:7"),
        ({"poll_answer": {"user": OTTER}}, "person:7"),
        ({"poll_answer": {"voter_chat": {"id": -9}}}, "chat:-9"),
        ({"channel_post": {"chat": {"id": -3}}}, "chat:-3"),
        ({"poll": {"id": "1"}}, "none"),
    ],
)
def test_turns_are_taken_by_person(update: dict[str, Any], lane: str) -> None:
    assert lane_of({"update_id": 1, **update}) == lane
