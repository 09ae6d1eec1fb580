"""Sending, editing, deleting: limits and refusals word for word, entities, rich messages, files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile as File
from aiogram.types import (
    InputMediaPhoto,
    InputRichBlockDetails,
    InputRichBlockList,
    InputRichBlockListItem,
    InputRichBlockParagraph,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    InputRichMessage,
    MessageEntity,
    RichBlockTableCell,
    RichTextBold,
)
from PIL import Image

from playground.surface import NotSeen
from playground.telegram import TelegramWorld
from tests.playground.telegram.harness import HandClock, RawClient, aiogram_bot

STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
KEYS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


def picture(color: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
async def started(world: TelegramWorld, client: RawClient) -> None:
    await client.start(world)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "Best"}, "unsupported parse_mode"),
        ({"text": "<b>x", "parse_mode": "HTML"},
         "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"text": "a<h1>x</h1>", "parse_mode": "HTML"},
         "can't parse entities: Unsupported start tag \"h1\" at byte offset 1"),
        ({"text": "<b>x</i>", "parse_mode": "HTML"},
         "can't parse entities: Unmatched end tag at byte offset 4, "
         "expected \"</b>\", found \"</i>\""),
        ({"text": "Hi.", "parse_mode": "MarkdownV2"},
         "can't parse entities: Character '.' is reserved and must be escaped with the "
         "preceding '\\'"),
        ({"text": "*x", "parse_mode": "MarkdownV2"},
         "can't parse entities: Can't find end of Bold entity at byte offset 0"),
        ({"text": "x", "reply_parameters": {"message_id": 9999}},
         "message to be replied not found"),
        ({"text": "x", "message_thread_id": 3}, "message thread not found"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a",
          "callback_data": "ü" * 33}]]}}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
)  # fmt: skip
async def test_refusals_of_a_message(client: RawClient, params: dict[str, Any], words: str) -> None:
    assert await client.refusal("sendMessage", chat_id=501, **params) == f"Bad Request: {words}"


async def test_lengths_count_after_markup_is_parsed(client: RawClient) -> None:
    sent = await client.result(
        "sendMessage", chat_id=501, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"
    )
    assert len(sent["text"]) == 4096
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_entities_count_in_utf16_and_show_as_spans(
    world: TelegramWorld, client: RawClient
) -> None:
    text = "😀 soon: x=1"
    entities = [
        {"type": "date_time", "offset": 3, "length": 4, "unix_time": 1804150800,
         "date_time_format": "t"},
        {"type": "code", "offset": 9, "length": 3},
    ]  # fmt: skip
    await client.result("sendMessage", chat_id=501, text=text, entities=entities)
    shown = world.view("learner")["messages"][-1]
    assert shown["blocks"][0]["spans"] == [
        {"text": "😀 "},
        {"text": "soon", "at": "2027-03-04T09:00:00+00:00", "style": "t"},
        {"text": ": "},
        {"text": "x=1", "code": True},
    ]
    words = await client.refusal(
        "sendMessage", chat_id=501, text="😀", entities=[{"type": "bold", "offset": 1, "length": 1}]
    )
    assert "in a middle of a UTF-16 symbol" in words


async def test_markdown_and_html_give_the_same_entities(client: RawClient) -> None:
    html = await client.result(
        "sendMessage", chat_id=501, parse_mode="HTML",
        text='<b>a <i>b</i></b> <a href="https://e.org/">c</a> <code>d</code>'
             '<pre><code class="language-py">e</code></pre><tg-time unix="5">f</tg-time>',
    )  # fmt: skip
    markdown = await client.result(
        "sendMessage", chat_id=501, parse_mode="MarkdownV2",
        text="*a _b_* [c](https://e.org/) `d`",
    )  # fmt: skip
    assert [entity["type"] for entity in html["entities"]] == [
        "bold", "italic", "text_link", "code", "pre", "date_time",
    ]  # fmt: skip
    assert html["entities"][4]["language"] == "py"
    assert markdown["entities"] == html["entities"][:4]


async def test_an_edit_that_changes_nothing_is_refused(
    world: TelegramWorld, client: RawClient
) -> None:
    sent = await client.result("sendMessage", chat_id=501, text="a", reply_markup=KEYS)
    where = {"chat_id": 501, "message_id": sent["message_id"]}
    words = await client.refusal("editMessageText", **where, text="a", reply_markup=KEYS)
    assert words == NOT_MODIFIED
    await client.result("editMessageText", **where, text="a")
    shown = world.view("learner")["messages"][-1]
    assert shown["rows"] == []
    assert not shown["is_edited"]
    await client.result("editMessageText", **where, text="b")
    assert world.view("learner")["messages"][-1]["is_edited"]
    missing = await client.refusal("editMessageText", chat_id=501, message_id=9999, text="a")
    assert missing == "Bad Request: message to edit not found"
    start = int(world.view("learner")["messages"][0]["id"])
    not_own = await client.refusal("editMessageText", chat_id=501, message_id=start, text="a")
    assert not_own == "Bad Request: message can't be edited"


async def test_a_press_can_be_answered_once_and_in_time(
    world: TelegramWorld, client: RawClient, clock: HandClock
) -> None:
    await client.result("sendMessage", chat_id=501, text="a", reply_markup=KEYS)
    await world.press("learner", "", label="GO")
    query = (await client.updates())[0]["callback_query"]
    assert query["data"] == "go"
    assert query["message"]["text"] == "a"
    answer = {"callback_query_id": query["id"], "text": "Stop", "show_alert": True}
    await client.result("answerCallbackQuery", **answer)
    assert world.view("learner")["alerts"] == ["Stop"]
    await world.dismiss("learner", "")
    assert world.view("learner")["toasts"] == []
    assert await client.refusal("answerCallbackQuery", **answer) == STALE
    await world.press("learner", "", label="Go")
    late = (await client.updates())[0]["callback_query"]["id"]
    clock.advance(minutes=2)
    assert await client.refusal("answerCallbackQuery", callback_query_id=late) == STALE


async def test_a_missing_label_names_what_there_is(world: TelegramWorld, client: RawClient) -> None:
    await client.result("sendMessage", chat_id=501, text="a", reply_markup=KEYS)
    with pytest.raises(NotSeen, match=r"\[Go\]"):
        await world.press("learner", "", label="Stop")


async def test_messages_older_than_two_days_stay(
    world: TelegramWorld, client: RawClient, clock: HandClock
) -> None:
    old = await client.result("sendMessage", chat_id=501, text="old")
    young = await client.result("sendMessage", chat_id=501, text="young")
    await client.result("deleteMessage", chat_id=501, message_id=young["message_id"])
    assert world.view("learner")["messages"][-1]["text"] == "old"
    clock.advance(hours=49)
    words = await client.refusal("deleteMessage", chat_id=501, message_id=old["message_id"])
    assert words == "Bad Request: message can't be deleted for everyone"
    words = await client.refusal("deleteMessage", chat_id=501, message_id=young["message_id"])
    assert words == "Bad Request: message to delete not found"


async def test_a_blocked_bot_hears_so(world: TelegramWorld, client: RawClient) -> None:
    world.fault("blocked", person="learner")
    update = (await client.updates())[0]["my_chat_member"]
    assert update["new_chat_member"]["status"] == "kicked"
    body = await client.call("sendMessage", chat_id=501, text="a")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: bot was blocked by the user"
    await world.say("learner", "", "/start")
    kinds = [sorted(set(update) - {"update_id"}) for update in await client.updates()]
    assert kinds == [["my_chat_member"], ["message"]]
    await client.result("sendMessage", chat_id=501, text="a")


async def test_strangers_cannot_be_written_to(client: RawClient) -> None:
    words = await client.refusal("sendMessage", chat_id=502, text="a")
    assert words == "Forbidden: bot can't initiate conversation with a user"
    words = await client.refusal("sendMessage", chat_id=99, text="a")
    assert words == "Bad Request: chat not found"
    assert await client.refusal("sendMessage", text="a") == "Bad Request: chat_id is empty"


# Files


async def test_a_file_id_can_be_sent_again_and_downloaded(
    world: TelegramWorld, url: str, client: RawClient
) -> None:
    async with aiogram_bot(url) as bot:
        first = await bot.send_photo(501, File(picture(), "red.png"), caption="Red")
        assert first.photo
        assert (first.photo[0].width, first.photo[0].height) == (40, 30)
        second = await bot.send_photo(501, first.photo[0].file_id)
        assert second.photo
        assert second.photo[0].file_unique_id == first.photo[0].file_unique_id
        again = await bot.download(second.photo[0].file_id)
        assert again is not None
        assert again.read() == picture()
        group = await bot.send_media_group(
            501, [InputMediaPhoto(media=File(picture("blue"), "b.png"), caption="Blue"),
                  InputMediaPhoto(media=first.photo[0].file_id)],
        )  # fmt: skip
        assert group[0].media_group_id == group[1].media_group_id
        edited = await bot.edit_message_media(
            InputMediaPhoto(media=File(picture("green"), "g.png")), chat_id=501,
            message_id=first.message_id,
        )  # fmt: skip
        assert not isinstance(edited, bool)
        assert edited.caption is None
    shown = world.view("learner")["messages"][-1]["files"][0]
    async with client.session.get(url + shown["url"]) as reply:
        assert reply.content_type == "image/png"
        assert await reply.read() == picture()


async def test_refusals_of_files(client: RawClient, url: str) -> None:
    assert await client.refusal("sendPhoto", chat_id=501, photo="nonsense") == (
        "Bad Request: wrong remote file identifier specified: Wrong string length"
    )
    assert await client.refusal("sendPhoto", chat_id=501) == (
        "Bad Request: there is no photo in the request"
    )
    assert await client.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
    async with aiogram_bot(url) as bot:
        with pytest.raises(Exception, match="IMAGE_PROCESS_FAILED"):
            await bot.send_photo(501, File(b"no picture", "a.png"))
        with pytest.raises(Exception, match="message caption is too long"):
            await bot.send_photo(501, File(picture(), "a.png"), caption="x" * 1025)


async def test_every_kind_of_media_goes_out_and_takes_a_new_caption(
    world: TelegramWorld, url: str, client: RawClient
) -> None:
    sound = File(b"sound", "a.mp3")
    async with aiogram_bot(url) as bot:
        sent = [
            await bot.send_document(501, File(b"a,b", "marks.csv"), caption="old"),
            await bot.send_audio(501, sound, caption="old", duration=3, title="Song"),
            await bot.send_video(501, File(b"film", "a.mp4"), caption="old", width=64, height=48),
            await bot.send_voice(501, File(b"voice", "a.ogg"), caption="old"),
            await bot.send_animation(501, File(b"loop", "a.gif"), caption="old"),
        ]
        for message in sent:
            await bot.edit_message_caption(
                chat_id=501, message_id=message.message_id, caption="<i>new</i>", parse_mode="HTML"
            )
        where = {"chat_id": 501, "message_id": sent[0].message_id}
        assert await client.refusal("editMessageText", **where, text="x") == (
            "Bad Request: there is no text in the message to edit"
        )
        await bot.delete_messages(501, [message.message_id for message in sent[3:]])
    shown = world.view("learner")["messages"][-3:]
    assert [m["files"][0]["kind"] for m in shown] == ["document", "audio", "video"]
    assert [m["blocks"][0]["spans"] for m in shown] == [[{"text": "new", "italic": True}]] * 3
    assert "marks.csv" in shown[0]["text"]
    assert (shown[2]["files"][0]["width"], shown[2]["files"][0]["height"]) == (64, 48)


async def test_typed_files_take_the_text_as_caption(
    world: TelegramWorld, client: RawClient
) -> None:
    files = {"file": ("course.zip", b"PK"), "more": ("quiz.gift", b"::q::")}
    await world.say("learner", "", "/course_import", files=files)
    first, second = (update["message"] for update in await client.updates())
    assert first["caption"] == "/course_import"
    assert first["caption_entities"][0]["type"] == "bot_command"
    assert first["document"]["file_name"] == "course.zip"
    assert "caption" not in second


# Rich messages


def rich_words() -> InputRichMessage:
    return InputRichMessage(blocks=[
        InputRichBlockSectionHeading(text="Loops", size=2),
        InputRichBlockParagraph(text=["Say it ", RichTextBold(text="twice")]),
        InputRichBlockTable(cells=[
            [RichBlockTableCell(text="n", is_header=True, align="left", valign="top")],
            [RichBlockTableCell(text="1", align="left", valign="top")],
        ]),
        InputRichBlockList(items=[
            InputRichBlockListItem(blocks=[InputRichBlockParagraph(text="one")], value=1),
        ]),
        InputRichBlockDetails(summary="Solution", blocks=[InputRichBlockParagraph(text="42")]),
    ])  # fmt: skip


async def test_a_rich_message_shows_its_blocks_and_can_be_edited(
    world: TelegramWorld, url: str, client: RawClient
) -> None:
    async with aiogram_bot(url) as bot:
        sent = await bot.send_rich_message(501, rich_words())
        assert sent.rich_message is not None
        shown = world.view("learner")["messages"][-1]
        assert [block["type"] for block in shown["blocks"]] == [
            "heading", "paragraph", "table", "list", "details",
        ]  # fmt: skip
        assert shown["blocks"][1]["spans"][1] == {"text": "twice", "bold": True}
        assert shown["blocks"][2]["header"] == [[{"text": "n"}]]
        assert shown["blocks"][3]["is_ordered"]
        assert "Solution\n42" in shown["text"]
        await _edit_rich(bot, sent.message_id)
        with pytest.raises(Exception, match="message is not modified"):
            await _edit_rich(bot, sent.message_id)
    assert world.view("learner")["messages"][-1]["text"] == "Short\nx"


async def _edit_rich(bot: Bot, message_id: int) -> None:
    html = "<h3>Short</h3><pre><code class='language-python'>x</code></pre>"
    await bot.edit_message_text(
        chat_id=501, message_id=message_id, rich_message=InputRichMessage(html=html)
    )


async def test_rich_html_and_markdown_read_alike(world: TelegramWorld, client: RawClient) -> None:
    html = ("<h1>T</h1><p>a <b>b</b></p><ul><li>c</li></ul><table><tr><th>h</th></tr><tr>"
            "<td>d</td></tr></table><hr/>")  # fmt: skip
    markdown = "# T\n\na **b**\n\n- c\n\n| h |\n|---|\n| d |\n\n---\n"
    by_html = await client.result("sendRichMessage", chat_id=501, rich_message={"html": html})
    by_markdown = await client.result(
        "sendRichMessage", chat_id=501, rich_message={"markdown": markdown}
    )
    assert by_html["rich_message"] == by_markdown["rich_message"]
    words = await client.refusal(
        "sendRichMessage", chat_id=501, rich_message={"html": "<script>x</script>"}
    )
    assert words == 'Bad Request: can\'t parse rich message: Unsupported start tag "script"'
    words = await client.refusal(
        "sendRichMessage", chat_id=501, rich_message={"html": "x" * 32_769}
    )
    assert words == "Bad Request: message is too long"


# Settings of a message


async def test_reactions_pins_protection_and_silence(
    world: TelegramWorld, url: str, client: RawClient
) -> None:
    async with aiogram_bot(url) as bot:
        sent = await bot.send_message(
            501, "quiet", disable_notification=True, protect_content=True,
            entities=[MessageEntity(type="bold", offset=0, length=5)],
        )  # fmt: skip
        with pytest.raises(Exception, match="message can't be forwarded"):
            await bot.forward_message(501, 501, sent.message_id)
        await bot.pin_chat_message(501, sent.message_id)
        chat = await bot.get_chat(501)
        assert chat.pinned_message is not None
        assert chat.pinned_message.message_id == sent.message_id
        mine = await bot.send_message(501, "copy me")
        copied = await bot.copy_message(501, 501, mine.message_id)
        assert copied.message_id > mine.message_id
    shown = next(m for m in world.view("learner")["messages"] if m["id"] == str(sent.message_id))
    assert shown["is_silent"]
    assert shown["is_protected"]
    with pytest.raises(NotSeen, match="protected"):
        await world.act("learner", "", "forward", message=shown["id"], from_chat="")
    await world.act("learner", "", "react", message=shown["id"], emoji="👍")
    reaction = (await client.updates())[-1]["message_reaction"]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_a_reply_keyboard_types_its_label(world: TelegramWorld, client: RawClient) -> None:
    keyboard = {"keyboard": [["Paris", "Berlin"]], "one_time_keyboard": True}
    await client.result("sendMessage", chat_id=501, text="Where?", reply_markup=keyboard)
    await world.press("learner", "", label="Berlin")
    assert (await client.updates())[0]["message"]["text"] == "Berlin"
    assert world.view("learner")["keyboard"] == []


async def test_a_forwarded_post_names_its_channel(world: TelegramWorld, client: RawClient) -> None:
    await world.act("learner", "", "forward", text="A lesson", source="Notes")
    message = (await client.updates())[0]["message"]
    assert message["forward_origin"]["chat"]["title"] == "Notes"
    assert world.view("learner")["messages"][-1]["forwarded_from"] == "Notes"


async def test_long_lines_go_out_in_pieces(world: TelegramWorld, client: RawClient) -> None:
    await world.say("learner", "", "x" * 10_000)
    sizes = [len(update["message"]["text"]) for update in await client.updates()]
    assert sizes == [4096, 4096, 1808]
