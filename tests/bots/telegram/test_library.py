"""aiogram's types, built when they are first used: in a process that has not imported it yet."""

from __future__ import annotations

import subprocess
import sys

import pytest

EVERY_TYPE = """
import bots.telegram
from aiogram import methods, types
from pydantic import BaseModel

made = [getattr(module, name) for module in (methods, types) for name in module.__all__]
models = [one for one in made if isinstance(one, type) and issubclass(one, BaseModel)]
waiting = [one for one in models if not one.__pydantic_complete__]
print(len(models), len(waiting))
for model in models:
    model.model_rebuild()
    assert model.__pydantic_complete__, model
"""
A_MESSAGE = """
import bots.telegram
from aiogram.methods import Response, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

chat = {"id": 1, "type": "private"}
sender = {"id": 1, "is_bot": False, "first_name": "Otter"}
message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start",
           "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
update = Update.model_validate({"update_id": 1, "message": message})
print(type(update.message).__name__, update.message.entities[0].type,
      update.message.from_user.first_name)
answered = Response[Message].model_validate({"ok": True, "result": message})
button = InlineKeyboardButton(text="On", callback_data="on")
keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
asked = SendMessage(chat_id=1, text="Hi", reply_markup=keyboard)
print(type(answered.result.chat).__name__, asked.model_dump(exclude_none=True)["reply_markup"])
"""


def said_by(program: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_most_types_wait_and_each_of_them_can_be_built() -> None:
    every, waiting = map(int, said_by(EVERY_TYPE).split())
    assert every > 300
    assert waiting > every * 0.7


@pytest.mark.parametrize("first", ["", "import aiogram\n"])
def test_what_is_read_and_sent_is_the_same_as_when_all_were_built(first: str) -> None:
    told = said_by(first + A_MESSAGE).splitlines()
    assert told == [
        "Message bot_command Otter",
        "Chat {'inline_keyboard': [[{'text': 'On', 'callback_data': 'on'}]]}",
    ]
