"""The same small bot in aiogram and in python-telegram-bot, unchanged against the playground."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from aiogram import Dispatcher, F
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    Message,
    PollAnswer,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from playground.surface import NotSeen
from playground.telegram import TelegramWorld
from tests.playground.telegram.harness import TOKEN, aiogram_bot, until

ANSWERS = "You chose {}"
FILE = b"first line\nsecond line\n"


@asynccontextmanager
async def aiogram_program(url: str) -> AsyncIterator[None]:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: CommandObject) -> None:
        keys = [[InlineKeyboardButton(text="🎯 Go on", callback_data="go")]]
        await message.answer(
            f"Hello {command.args or 'you'}",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=keys),
        )

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("Noted")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Edited")

    @dispatcher.message(Command("quiz"))
    async def quiz(message: Message) -> None:
        await message.answer_poll(
            "2 + 2?", [InputPollOption(text="3"), InputPollOption(text="4")], type="quiz",
            correct_option_ids=[1], explanation="Count on fingers", is_anonymous=False,
        )  # fmt: skip

    @dispatcher.poll_answer()
    async def answered(answer: PollAnswer) -> None:
        assert answer.user is not None
        assert answer.bot is not None
        await answer.bot.send_message(answer.user.id, ANSWERS.format(answer.option_ids))

    @dispatcher.message(F.document)
    async def document(message: Message) -> None:
        assert message.bot is not None
        assert message.document is not None
        content = await message.bot.download(message.document)
        assert content is not None
        back = BufferedInputFile(content.read()[::-1], "back.txt")
        await message.answer_document(back, caption="Reversed")

    async with aiogram_bot(url) as bot:
        task = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5)
        )
        try:
            yield
        finally:
            await until(lambda: task.done() or dispatcher._running_lock.locked())
            await dispatcher.stop_polling()
            await task


@asynccontextmanager
async def ptb_program(url: str) -> AsyncIterator[None]:
    async def start(update: Any, context: Any) -> None:
        keys = [[telegram.InlineKeyboardButton("🎯 Go on", callback_data="go")]]
        words = " ".join(context.args or ["you"])
        await update.message.reply_text(
            f"Hello {words}", reply_markup=telegram.InlineKeyboardMarkup(keys)
        )

    async def pressed(update: Any, context: Any) -> None:
        await update.callback_query.answer("Noted")
        await update.callback_query.edit_message_text("Edited")

    async def quiz(update: Any, context: Any) -> None:
        await update.message.reply_poll(
            "2 + 2?", ["3", "4"], type="quiz", is_anonymous=False,
            explanation="Count on fingers", correct_option_ids=[1],
        )  # fmt: skip

    async def answered(update: Any, context: Any) -> None:
        answer = update.poll_answer
        await context.bot.send_message(answer.user.id, ANSWERS.format(list(answer.option_ids)))

    async def document(update: Any, context: Any) -> None:
        file = await update.message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_document(content[::-1], filename="back.txt", caption="Reversed")

    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    app.add_handlers([
        CommandHandler("start", start),
        CommandHandler("quiz", quiz),
        CallbackQueryHandler(pressed),
        PollAnswerHandler(answered),
        MessageHandler(filters.Document.ALL, document),
    ])  # fmt: skip
    async with app:
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=5)
        await app.start()
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()


PROGRAMS = {"aiogram": aiogram_program, "python-telegram-bot": ptb_program}


@pytest.fixture(params=list(PROGRAMS))
async def program(request: pytest.FixtureRequest, url: str) -> AsyncIterator[str]:
    async with PROGRAMS[request.param](url):
        yield request.param


def newest(world: TelegramWorld, name: str = "learner", chat: str = "") -> dict[str, Any]:
    messages: list[dict[str, Any]] = world.view(name, chat)["messages"]
    return messages[-1]


async def test_a_command_is_answered_with_a_button_that_edits_its_message(
    world: TelegramWorld, program: str
) -> None:
    await world.say("learner", "", "/start abc-1")
    await until(lambda: newest(world)["text"] == "Hello abc-1")
    assert [c["label"] for c in newest(world)["rows"][0]] == ["🎯 Go on"]
    await world.press("learner", "", label="go on")
    await until(lambda: newest(world)["is_edited"])
    view = world.view("learner")
    assert view["messages"][-1]["text"] == "Edited"
    assert view["messages"][-1]["rows"] == []
    assert view["toasts"] == ["Noted"]
    await until(world.is_idle)


async def test_a_quiz_poll_shows_its_key_once_answered(world: TelegramWorld, program: str) -> None:
    await world.say("learner", "", "/quiz")
    await until(lambda: "poll" in newest(world))
    poll = newest(world)["poll"]
    assert poll["is_quiz"]
    assert [option["is_right"] for option in poll["options"]] == [None, None]
    assert poll["explanation"] == ""
    await world.press("learner", "", label="3")
    await until(lambda: newest(world)["text"] == ANSWERS.format([0]))
    shown = world.view("learner")["messages"][-2]["poll"]
    assert [option["is_right"] for option in shown["options"]] == [False, True]
    assert [option["is_chosen"] for option in shown["options"]] == [True, False]
    assert shown["explanation"] == "Count on fingers"
    with pytest.raises(NotSeen):
        await world.press("learner", "", label="4")


async def test_files_travel_both_ways(world: TelegramWorld, program: str) -> None:
    await world.send_file("learner", "", "lines.txt", FILE)
    await until(lambda: newest(world)["text"].endswith("Reversed"))
    shown = newest(world)["files"][0]
    assert shown["name"] == "back.txt"
    assert shown["size"] == len(FILE)
    stored = world.core.store.get_file(f"telegram:{shown['url'].rpartition('/')[2]}")
    assert stored == ("back.txt", FILE[::-1])


async def test_a_deep_link_button_opens_the_private_chat(
    world: TelegramWorld, program: str
) -> None:
    await world.act("learner", "", "open_link", url="https://t.me/peerloom_test_bot?start=c_1")
    await until(lambda: newest(world)["text"] == "Hello c_1")


async def test_the_log_masks_the_token(world: TelegramWorld, program: str) -> None:
    await world.say("learner", "", "/start")
    await until(lambda: any(entry["name"] == "sendMessage" for entry in world.requests()))
    assert TOKEN not in repr(world.requests())
    assert any(entry["path"] == "/bot***/sendMessage" for entry in world.requests())
