"""The private chat, end to end: commands, edits, presses, polls, files, rich messages."""

from __future__ import annotations

import json

import pytest

from bots.dialogue.request import ActionPressed, AvailabilityChanged, PollAnswered
from bots.dialogue.screen import Screen
from playground.telegram.calls import METHODS, Call, Handler
from playground.telegram.core import Core
from playground.telegram.errors import bad
from tests.bots.telegram.conftest import TOKEN, Stage, labels


async def test_a_press_edits_its_message(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    assert "Count 0" in stage.last()["text"]
    await stage.press("Inc")
    await stage.press("Inc")
    assert [message["is_edited"] for message in stage.messages()] == [True]
    assert "Count 2" in stage.last()["text"]
    assert all(entry["status"] == 200 for entry in stage.calls("answerCallbackQuery"))
    assert len(stage.calls("answerCallbackQuery")) == 2


async def test_fast_taps_are_handled_one_after_the_other(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    for _ in range(6):
        await stage.world.press("learner", "", label="Inc")
    await stage.settle()
    assert stage.dialogue.counts[5001] == 6
    assert "Count 6" in stage.last()["text"]
    assert len(stage.messages()) == 1


async def test_one_person_waits_for_nobody_else(stage: Stage) -> None:
    await stage.start()
    stage.dialogue.held = {"hold"}
    await stage.world.say("learner", "", "hold")
    await stage.world.say("learner", "", "next")
    await stage.until(1, "hold")
    await stage.world.say("friend", "", "/start")
    await stage.until(1, "start")
    await stage.wait_for(lambda: stage.messages(name="friend"))
    assert stage.names() == ["hold", "start"]
    assert stage.adapter is not None
    assert not stage.adapter.is_idle()
    stage.dialogue.gate.set()
    await stage.settle()
    assert stage.names() == ["hold", "start", "next"]
    texts = [message["text"] for message in stage.messages()]
    assert texts == ["You said hold", "You said next"]


async def test_a_toast_is_the_answer_of_the_press(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Greet")
    assert "Hello there" in stage.toasts()
    assert len(stage.messages()) == 1
    (answer,) = stage.calls("answerCallbackQuery")
    assert answer["body"]["show_alert"] in (True, "true")


async def test_an_unchanged_screen_is_no_fault(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Same")
    (edit,) = stage.calls("editMessageText")
    assert (edit["status"], len(stage.messages())) == (400, 1)


async def test_a_message_that_is_gone_is_sent_anew(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    stage.dialogue.held = {"inc"}
    await stage.world.press("learner", "", label="Inc")
    await stage.until(1, "inc")
    await stage.world.act("learner", "", "delete", message=stage.last()["id"])
    stage.dialogue.gate.set()
    await stage.settle()
    assert "Count 1" in stage.last()["text"]
    assert len(stage.messages()) == 1


async def test_a_press_that_is_too_old_still_does_its_work(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    stage.world.core.callback_seconds = -1
    await stage.press("Inc")
    assert stage.calls("answerCallbackQuery")[0]["status"] == 400
    assert "Count 1" in stage.last()["text"]
    await stage.press("Greet")  # its toast comes too late: the words come as a message
    assert "Hello there" in stage.last()["text"]


async def test_a_quiz_item_is_a_poll_whose_answer_comes_back(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Quiz")
    question = stage.last()
    assert question["poll"]["is_quiz"]
    assert "Question 1 of 1" in question["text"]
    (shown,) = stage.dialogue.polls.values()
    assert (shown.chat_id, str(shown.message_id)) == (5001, question["id"])
    await stage.press("for")
    given = stage.dialogue.requests[-1].given
    assert given == PollAnswered(next(iter(stage.dialogue.polls)), (1,))
    assert "Right" in stage.last()["text"]
    assert stage.messages()[-2]["poll"]["explanation"] == "for repeats"


async def test_an_answer_that_came_before_its_poll_was_known_is_shown(stage: Stage) -> None:
    await stage.start()
    stage.dialogue.early = Screen(title="You were quick")
    await stage.say("/start")
    await stage.press("Quiz")
    assert "You were quick" in stage.last()["text"]


async def test_a_lesson_is_rich_and_going_back_is_not(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Lesson")
    lesson = stage.last()
    kinds = [block["type"] for block in lesson["blocks"]]
    assert {"heading", "table", "code", "details"} <= set(kinds)
    assert "🖼 A plot of loops" in lesson["text"]
    assert labels(lesson) == ["Back"]
    await stage.press("Back")
    assert len(stage.messages()) == 1
    assert "Count 0" in stage.last()["text"]


async def test_a_page_s_picture_stands_in_its_place_in_one_edited_message(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Plot")
    (page,) = stage.messages()
    assert [block["type"] for block in page["blocks"]] == [
        "heading",
        "paragraph",
        "media",
        "paragraph",
    ]
    await stage.press("Back")
    (home,) = stage.messages()
    assert "Count 0" in home["text"]


async def test_a_refused_rich_page_keeps_its_picture(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    known = METHODS.pop("editmessagetext")
    METHODS["editmessagetext"] = without_rich(known)
    try:
        await stage.press("Plot")
    finally:
        METHODS["editmessagetext"] = known
    (page,) = stage.messages()
    assert page["files"][0]["kind"] == "photo"
    assert "🖼 A plot" in page["text"]


def without_rich(known: Handler) -> Handler:
    """A server of an older Bot API: it knows of no rich messages."""

    def answer(core: Core, call: Call) -> object:
        if call.has("rich_message"):
            raise bad("message text is empty")
        return known(core, call)

    return answer


async def test_without_rich_messages_a_lesson_is_entities(stage: Stage) -> None:
    stage.is_rich = False
    await stage.start()
    await stage.say("/start")
    await stage.press("Lesson")
    lesson = stage.last()
    assert "Otter  20" in lesson["text"]
    assert "print(1)" in lesson["text"]
    (edit,) = stage.calls("editMessageText")
    kinds = {entity["type"] for entity in _entities(edit)}
    assert {"bold", "pre", "expandable_blockquote"} <= kinds


def _entities(entry: dict[str, object]) -> list[dict[str, str]]:
    body = entry["body"]
    assert isinstance(body, dict)
    entities = body["entities"]
    found = json.loads(entities) if isinstance(entities, str) else entities
    assert isinstance(found, list)
    return found


async def test_a_long_text_becomes_several_messages_with_the_buttons_last(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Long")
    sent = stage.messages()
    assert len(sent) == 2
    assert "7: words" in sent[-1]["text"]
    assert [labels(message) for message in sent] == [[], ["Home"]]


async def test_a_picture_replaces_a_text_and_a_text_a_picture(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.press("Photo")
    (photo,) = stage.messages()
    assert photo["files"][0]["kind"] == "photo"
    assert "Week" in photo["text"]
    await stage.press("Home")
    (home,) = stage.messages()
    assert home["files"] == []
    assert "Count 0" in home["text"]


async def test_a_file_is_read_and_an_import_takes_it_by_its_caption(stage: Stage) -> None:
    await stage.start()
    await stage.world.send_file("learner", "", "notes.txt", b"hello")
    await stage.settle()
    assert "notes.txt: 5 bytes" in stage.last()["text"]
    await stage.world.say("learner", "", "/course import", files={"file": ("c.zip", b"zipped")})
    await stage.settle()
    assert "Imported zipped" in stage.last()["text"]


async def test_names_and_words_that_look_like_markup_stay_as_they_are(stage: Stage) -> None:
    await stage.start()
    odd = "*[x](https://e.x)<@1>@everyone&lt;b>"
    await stage.say(odd, name="odd")
    assert stage.last(name="odd")["text"] == f"You said {odd}"
    assert stage.dialogue.requests[-1].sender.first_name in odd
    emoji = "🦦🏔 漢字"
    await stage.say(emoji, name="odd")
    assert stage.last(name="odd")["text"] == f"You said {emoji}"


async def test_blocking_and_coming_back_reaches_the_dialogue(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    await stage.world.act("learner", "", "block_bot")
    await stage.settle()
    await stage.world.act("learner", "", "unblock_bot")
    await stage.settle()
    given = [request.given for request in stage.dialogue.requests[1:]]
    assert given == [AvailabilityChanged(False), AvailabilityChanged(True)]


async def test_menus_are_set_once_and_in_each_language(stage: Stage) -> None:
    await stage.start()
    assert len(stage.calls("setMyCommands")) == 9
    menu = stage.world.view("learner", "")["menu"]
    assert [entry["name"] for entry in menu] == ["start", "board", "wallet"]
    await stage.world.act("learner", "", "change_language", language="ru")
    assert stage.world.view("learner", "")["menu"][0]["description"] == "Начать"
    await stage.stop()
    await stage.start()
    assert len(stage.calls("setMyCommands")) == 9
    names = {entry["name"] for entry in stage.world.view("admin", "loops-group")["menu"]}
    assert "wallet" not in names


async def test_the_token_is_in_no_log_line(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    stage.world.fault("server_error", count=2)
    await stage.start()
    await stage.say("/start")
    await stage.press("Inc")
    written = capfd.readouterr()
    assert "telegram.request_failed" in written.out + written.err
    assert TOKEN.split(":")[1] not in written.out + written.err


async def test_a_disabled_button_is_answered_and_does_nothing(stage: Stage) -> None:
    await stage.start()
    await stage.say("/start")
    before = len(stage.dialogue.requests)
    row = stage.world.core.message(5001, int(stage.last()["id"]))
    assert row is not None
    row["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = "-"
    stage.world.core.save(row)
    await stage.press("Inc")
    assert len(stage.dialogue.requests) == before
    assert stage.calls("answerCallbackQuery")[0]["status"] == 200
    assert not any(isinstance(r.given, ActionPressed) for r in stage.dialogue.requests)


async def test_a_slow_handler_s_press_is_answered_before_it_is_done(stage: Stage) -> None:
    stage.answer_seconds = 0.02
    await stage.start()
    await stage.say("/start")
    stage.dialogue.held = {"greet"}
    await stage.world.press("learner", "", label="Greet")
    await stage.wait_for(lambda: stage.calls("answerCallbackQuery"))
    assert stage.dialogue.finished == ["start"]
    stage.dialogue.gate.set()
    await stage.settle()
    assert len(stage.calls("answerCallbackQuery")) == 1
    assert "Hello there" in stage.last()["text"]  # too late for a toast, not too late to be told
