"""What the playground holds requests and answers against finds each kind of departure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playground.discord.operations import Specification as Discord
from playground.discord.operations import told
from playground.telegram.calls import Call, Upload
from playground.telegram.specification import Specification as Telegram
from tests import specifications


@pytest.fixture(scope="module")
def telegram() -> Telegram:
    return Telegram(specifications.needed() / specifications.TELEGRAM)


@pytest.fixture(scope="module")
def discord() -> Discord:
    return Discord(specifications.needed() / specifications.DISCORD)


def keyboard(**button: Any) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Go", **button}]]})


POLL = {"chat_id": 1, "question": "Q?", "options": '[{"text": "a"}, {"text": "b"}]'}
TEXT = {"chat_id": "1", "text": "hello"}
FITTING = [
    ("sendMessage", TEXT),
    ("sendMessage", {**TEXT, "text": "x" * 4096}),
    ("sendMessage", {**TEXT, "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", {**TEXT, "reply_markup": keyboard(callback_data="ü" * 32)}),
    ("sendMessage", {**TEXT, "entities": '[{"type": "bold", "offset": 0, "length": 5}]'}),
    ("SENDMESSAGE", TEXT),
    ("sendPoll", {**POLL, "type": "quiz", "correct_option_ids": "[0, 1]"}),
    ("setMyCommands", {"commands": '[{"command": "start", "description": "Begin"}]',
                       "scope": '{"type": "all_private_chats"}', "language_code": "es"}),
    ("getUpdates", {"allowed_updates": ["message", "poll_answer"], "limit": 100}),
    ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [
        {"type": "paragraph", "text": ["a", {"type": "bold", "text": "b"}]},
        {"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "c"}]}]},
    ]}}),
]  # fmt: skip
DEPARTING = [
    ("sendMesage", TEXT, "sendMesage is no method"),
    ("sendMessage", {**TEXT, "colour": "red"}, "colour is no parameter of sendMessage"),
    ("sendMessage", {"chat_id": "1"}, "text is required"),
    ("sendMessage", {**TEXT, "text": "🎲" * 2049}, "text must have 1 to 4096 characters, has 4098"),
    ("sendMessage", {**TEXT, "text": ""}, "text must have 1 to 4096 characters, has 0"),
    ("sendMessage", {**TEXT, "disable_notification": "perhaps"},
     "disable_notification must be Boolean"),
    ("sendMessage", {**TEXT, "entities": "[{"}, "entities must be Array of MessageEntity"),
    ("sendMessage", {**TEXT, "entities": '[{"type": "bold", "offset": "0", "length": 1}]'},
     "entities[0].offset must be Integer"),
    ("sendMessage", {**TEXT, "entities": '[{"type": "loud", "offset": 0, "length": 1}]'},
     "entities[0].type must be one of"),
    ("sendMessage", {**TEXT, "parse_mode": "html"}, "parse_mode must be one of"),
    ("sendMessage", {**TEXT, "reply_markup": keyboard(callback_data="ü" * 33)},
     "callback_data must have 1 to 64 bytes, has 66"),
    ("sendMessage", {**TEXT, "reply_markup": keyboard()}, "exactly one of"),
    ("sendMessage", {**TEXT, "reply_markup": keyboard(callback_data="a", url="https://x.org")},
     "exactly one of InlineKeyboardButton's exclusive fields, has callback_data, url"),
    ("sendMessage", {**TEXT, "reply_markup": keyboard(callback_data="a", style="pink")},
     "style must be one of danger, primary, success"),
    ("sendMessage", {**TEXT, "reply_markup": keyboard(callback_data="a", size=3)},
     "size is no field of InlineKeyboardButton"),
    ("sendMessage", {**TEXT, "reply_markup":
                     {"force_reply": True, "input_field_placeholder": "x" * 65}},
     "input_field_placeholder must have 1 to 64 characters"),
    ("sendPoll", {**POLL, "options": json.dumps([{"text": "x"}] * 13)},
     "options must have 1 to 12 entries, has 13"),
    ("sendPoll", {**POLL, "options": json.dumps([{"text": "x" * 101}])},
     "options[0].text must have 1 to 100 characters"),
    ("sendPoll", {**POLL, "correct_option_ids": "[1, 0]"}, "must rise from entry to entry"),
    ("sendPoll", {**POLL, "explanation": "a\nb\nc\nd"}, "must have at most 2 line feeds"),
    ("sendPoll", {**POLL, "open_period": "4"}, "open_period must be 5 to 2628000, is 4"),
    ("sendPoll", {**POLL, "type": "exam"}, "type must be one of quiz, regular"),
    ("sendChatAction", {"chat_id": 1, "action": "thinking"}, "action must be one of"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "0 to 200 characters"),
    ("setMyCommands", {"commands": '[{"command": "Start", "description": "Begin"}]'},
     "command has letters that are not allowed"),
    ("setMyCommands", {"commands": "[]", "language_code": "english"},
     "language_code has letters that are not allowed"),
    ("setMyCommands", {"commands": "[]", "scope": '{"type": "chat"}'}, "scope.chat_id is required"),
    ("getUpdates", {"limit": 101}, "limit must be 1 to 100"),
    ("getUpdates", {"allowed_updates": ["messages"]}, "names no kind of update: 'messages'"),
    ("setWebhook", {"url": "https://x.org", "secret_token": "a b"}, "letters that are not allowed"),
    ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [], "html": "x"}},
     "exactly one of"),
    ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [{"type": "heading",
     "text": "x", "size": 7}]}}, "blocks[0].size must be 1 to 6"),
    ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [{"type": "photo",
     "photo": {"type": "photo", "media": "attach://p"}}]}}, "an upload that is not there: p"),
    ("sendRichMessage", {"chat_id": 1, "rich_message": {"html": "x", "newest": 1}},
     "newest is no field of InputRichMessage"),
    ("sendMediaGroup", {"chat_id": 1, "media": json.dumps([{"type": "photo", "media": "attach://a"},
                        {"type": "photo", "media": "x"}])}, "names an upload that is not there: a"),
    ("sendMediaGroup", {"chat_id": 1, "media": '[{"type": "photo", "media": "x"}]'},
     "media must have 2 to 10 entries"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params"), FITTING)
def test_what_fits_telegrams_specification_passes(
    telegram: Telegram, method: str, params: dict[str, Any]
) -> None:
    assert telegram.problems(Call(method, params)) == []


@pytest.mark.parametrize(("method", "params", "words"), DEPARTING)
def test_what_departs_from_telegrams_specification_is_found(
    telegram: Telegram, method: str, params: dict[str, Any], words: str
) -> None:
    (problem,) = telegram.problems(Call(method, params))
    assert words in problem.words


def test_uploads_belong_to_a_parameter_of_telegrams_that_takes_files(telegram: Telegram) -> None:
    file = Upload("a.txt", b"a")
    named = Call("sendDocument", {"chat_id": 1, "document": "attach://a"}, {"a": file})
    assert telegram.problems(named) == []
    assert telegram.problems(Call("sendDocument", {"chat_id": 1}, {"document": file})) == []
    (astray,) = telegram.problems(Call("sendMessage", TEXT, {"extra": file}))
    assert astray.words == "extra is a file that no parameter names"
    (text,) = telegram.problems(Call("sendMessage", {"chat_id": 1}, {"text": file}))
    assert text.words == "text is no file"


def test_answers_of_telegram_are_held_against_the_documented_types(telegram: Telegram) -> None:
    chat = {"id": 1, "type": "private"}
    message = {"message_id": 1, "date": 2, "chat": chat, "text": "x"}
    assert telegram.answer_problems("sendMessage", message) == []
    assert telegram.answer_problems("deleteMessage", True) == []
    assert telegram.answer_problems("sendMessage", {**message, "date": "today"}) == [
        "result.date must be Integer"
    ]
    assert telegram.answer_problems("sendMessage", {"date": 2, "chat": chat}) == [
        "result.message_id is required"
    ]
    assert telegram.answer_problems(
        "sendMessage", {**message, "chat": {**chat, "type": "den"}}
    ) == ["result.chat.type must be one of channel, group, private, supergroup"]
    # A member is told apart by its status: an administrator's flags are required of no other.
    user = {"id": 1, "is_bot": False, "first_name": "Otter"}
    member = {"status": "member", "user": user}
    assert telegram.answer_problems("getChatMember", member) == []
    assert any("can_be_edited is required" in words for words in telegram.answer_problems(
        "getChatMember", {**member, "status": "administrator"}))  # fmt: skip
    update = {"update_id": 1, "message": {**message, "smell": "roses"}}
    assert telegram.value_problems(update, ["Update"]) == [
        "result.message.smell is no field of Message"
    ]


MESSAGES = "/channels/123/messages"
CALLBACK = "/interactions/1/token/callback"
COMMANDS = "/applications/9/commands"
COMMAND = {"name": "learn", "description": "Take a course", "type": 1}
EMBED = {"title": "T", "fields": [{"name": "a", "value": "b"}]}
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "a"}
ROW = {"type": 1, "components": [BUTTON]}
RIGHT = [
    ("POST", MESSAGES, {}, {"content": "x" * 2000, "embeds": [EMBED], "components": [ROW]}),
    ("POST", MESSAGES, {}, {"content": "x", "nonce": "n" * 25, "enforce_nonce": True}),
    ("POST", CALLBACK, {"with_response": "1"}, {"type": 5, "data": {"flags": 64}}),
    ("PUT", COMMANDS, {}, [COMMAND, {**COMMAND, "default_member_permissions": "32"}]),
    ("GET", COMMANDS, {"with_localizations": "true"}, None),
    ("POST", "/webhooks/9/token", {"wait": "true"}, {"content": "x"}),
    ("DELETE", "/webhooks/9/token/messages/@original", {}, None),
]
WRONG = [
    ("POST", MESSAGES, {}, {"content": 3}, "content: Must be string or null"),
    ("POST", MESSAGES, {}, {"contents": "x"}, "contents: Unknown field"),
    ("POST", MESSAGES, {"wait": "true"}, {"content": "x"}, "wait: Unknown query parameter"),
    ("POST", MESSAGES, {}, None, "body: A body is required"),
    ("POST", MESSAGES, {}, {"embeds": [EMBED] * 11}, "embeds: Must be 10 or fewer in length"),
    ("POST", MESSAGES, {}, {"embeds": [{"colour": 1}]}, "embeds.0.colour: Unknown field"),
    ("POST", MESSAGES, {}, {"embeds": [{"title": "x" * 257}]}, "embeds.0.title: Must be 256"),
    ("POST", MESSAGES, {}, {"content": "x", "nonce": "n" * 26}, "nonce: Must be 25 or fewer"),
    ("POST", MESSAGES, {}, {"components": [{**ROW, "components": [{**BUTTON, "style": "1"}]}]},
     "components.0.components.0.style: Must be integer"),
    ("POST", MESSAGES, {},
     {"components": [{**ROW, "components": [{**BUTTON, "custom_id": "x" * 101}]}]},
     "components.0.components.0.custom_id: Must be between"),
    ("POST", MESSAGES.replace("123", "general"), {}, {"content": "x"},
     "channel_id: String value did not match"),
    ("POST", CALLBACK, {"with_response": "perhaps"}, {"type": 5}, "with_response: Must be boolean"),
    ("PUT", COMMANDS, {}, [{"description": "x", "type": 1}], "0.name: This field is required"),
    ("PUT", COMMANDS, {}, [{**COMMAND, "name": "x" * 33}], "0.name: Must be between 1 and 32"),
    ("PUT", COMMANDS, {}, [{**COMMAND, "contexts": [0, 0]}], "0.contexts: Entries must differ"),
    ("PUT", COMMANDS, {}, [{**COMMAND, "default_member_permissions": "many"}],
     "0.default_member_permissions: Must be integer"),
    ("GET", COMMANDS, {}, {"a": 1}, "body: No body is expected"),
]  # fmt: skip


def found(
    discord: Discord, method: str, path: str, query: Any, body: Any, **more: Any
) -> list[str]:
    operation = discord.operation(method, path)
    assert operation is not None
    return [told(operation, one) for one in discord.faults(operation, path, query, body, **more)]


@pytest.mark.parametrize(("method", "path", "query", "body"), RIGHT)
def test_what_fits_discords_document_passes(
    discord: Discord, method: str, path: str, query: Any, body: Any
) -> None:
    assert found(discord, method, path, query, body) == []


@pytest.mark.parametrize(("method", "path", "query", "body", "words"), WRONG)
def test_what_departs_from_discords_document_is_found(
    discord: Discord, method: str, path: str, query: Any, body: Any, words: str
) -> None:
    assert any(words in sentence for sentence in found(discord, method, path, query, body))


def test_forms_of_discord_hold_json_and_numbered_files(discord: Discord) -> None:
    form = {"content_type": "multipart/form-data"}
    body = {"content": "x", "attachments": [{"id": 0, "filename": "a.png"}]}
    parts = ["payload_json", "files[0]"]
    assert found(discord, "POST", MESSAGES, {}, body, parts=parts, **form) == []
    (lost,) = found(discord, "POST", MESSAGES, {}, body, parts=["payload_json"], **form)
    assert "attachments.0.id: No such file in the form" in lost
    (odd,) = found(discord, "POST", MESSAGES, {}, {}, parts=["file"], **form)
    assert "file: Unknown part of the form" in odd
    (kind,) = found(discord, "PUT", COMMANDS, {}, [], parts=["payload_json"], **form)
    assert "Must be sent as application/json" in kind


def test_answers_of_discord_are_held_against_the_document(discord: Discord) -> None:
    operation = discord.operation("POST", "/users/@me/channels")
    assert operation is not None
    assert discord.answer_faults(operation, 418, {})[0][2] == "Status 418 is not documented."
    faults = [told(operation, one) for one in discord.answer_faults(operation, 200, {"type": 1})]
    assert any("id: This field is required" in sentence for sentence in faults)


def test_the_place_of_the_specifications(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(specifications.VARIABLE, str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    assert specifications.folder() is None
    with pytest.raises(pytest.skip.Exception, match=r"api\.json of Bot API 10\.1"):
        specifications.needed()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"specs/openapi\.json"):
        specifications.needed()
    for name in (specifications.TELEGRAM, specifications.DISCORD):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert specifications.needed() == tmp_path
