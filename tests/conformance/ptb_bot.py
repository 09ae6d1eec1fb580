"""A small bot as anybody writes one with python-telegram-bot: nothing in it knows the playground
but the two addresses."""

from __future__ import annotations

from typing import Any

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Poll, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE

COMMANDS = [BotCommand("start", "Begin"), BotCommand("quiz", "A question")]


async def start(update: Update, context: Context) -> None:
    assert update.message is not None
    keys = [[InlineKeyboardButton("📖 Read on", callback_data="page:2")]]
    words = " ".join(context.args or ["you"])
    await update.message.reply_text(
        f"Hello {words}, *this* is page 1", reply_markup=InlineKeyboardMarkup(keys)
    )


async def turn_page(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    number = query.data.partition(":")[2]
    await query.answer(f"Page {number}")
    await query.edit_message_text(f"This is <b>page {number}</b>", parse_mode="HTML")


async def quiz(update: Update, context: Context) -> None:
    assert update.message is not None
    sent = await update.message.reply_poll(
        "Which one repeats?",
        ["if", "for", "def"],
        type=Poll.QUIZ,
        correct_option_ids=[1],
        explanation="for repeats",
        is_anonymous=False,
    )
    assert sent.poll is not None
    context.bot_data[sent.poll.id] = 1


async def grade(update: Update, context: Context) -> None:
    answer = update.poll_answer
    assert answer is not None
    assert answer.user is not None
    is_right = list(answer.option_ids) == [context.bot_data[answer.poll_id]]
    await context.bot.send_message(answer.user.id, "Right!" if is_right else "Not quite.")


async def number_lines(update: Update, context: Context) -> None:
    message = update.message
    assert message is not None
    assert message.document is not None
    file = await message.document.get_file()
    lines = bytes(await file.download_as_bytearray()).decode().splitlines()
    numbered = "".join(f"{number} {line}\n" for number, line in enumerate(lines, 1))
    await message.reply_document(
        numbered.encode(), filename=f"numbered-{message.document.file_name}", caption="Numbered"
    )


async def introduce(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await application.bot.set_my_commands(COMMANDS)


def application(token: str, address: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """The bot against the Bot API server at this address."""
    made = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .post_init(introduce)
        .build()
    )
    made.add_handler(CommandHandler("start", start))
    made.add_handler(CommandHandler("quiz", quiz))
    made.add_handler(CallbackQueryHandler(turn_page))
    made.add_handler(PollAnswerHandler(grade))
    made.add_handler(MessageHandler(filters.Document.ALL, number_lines))
    return made
