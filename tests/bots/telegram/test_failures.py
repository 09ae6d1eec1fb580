"""Telegram's refusals by their words."""

from __future__ import annotations

import pytest
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage

from bots.dialogue.ports import Later, Moved, Refused
from bots.telegram.failures import (
    cannot_be_edited,
    is_about_rich,
    is_too_old_to_answer,
    is_unchanged,
    outcome_of,
)
from bots.telegram.limiter import TooBusy

METHOD = SendMessage(chat_id=1, text="x")


def bad(words: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {words}")


def forbidden(words: str) -> TelegramForbiddenError:
    return TelegramForbiddenError(METHOD, f"Forbidden: {words}")


@pytest.mark.parametrize(
    ("error", "chat_id", "outcome"),
    [
        (forbidden("bot was blocked by the user"), 7, Refused("blocked")),
        (forbidden("bot can't initiate conversation with a user"), 7, Refused("blocked")),
        (forbidden("user is deactivated"), 7, Refused("gone")),
        (forbidden("bot was kicked from the supergroup chat"), -7, Refused("gone", ("member",))),
        (forbidden("bot is not a member of the supergroup chat"), -7, Refused("gone", ("member",))),
        (bad("chat not found"), -7, Refused("gone")),
        (bad("message thread not found"), -7, Refused("gone", ("topic",))),
        (bad("TOPIC_CLOSED"), -7, Refused("no_right", ("post_in_topic",))),
        (
            bad("not enough rights to send text messages to the chat"),
            -7,
            Refused("no_right", ("send_messages",)),
        ),
        (
            bad("not enough rights to send photos to the chat"),
            -7,
            Refused("no_right", ("send_photos",)),
        ),
        (
            bad("not enough rights to send documents to the chat"),
            -7,
            Refused("no_right", ("attach_files",)),
        ),
        (bad("have no rights to send a message"), -7, Refused("no_right", ("send_messages",))),
        (TelegramMigrateToChat(METHOD, "moved", -1007), -7, Moved(-1007)),
        (TelegramRetryAfter(METHOD, "slowly", 9), -7, Later(9.0, "too many requests")),
        (TelegramServerError(METHOD, "Bad Gateway"), 7, Later(5.0, "TelegramServerError")),
        (TelegramNetworkError(METHOD, "no route"), 7, Later(5.0, "TelegramNetworkError")),
        (TooBusy(), 7, Later(2.0, "too many waiting")),
        (bad("something new"), 7, Later(60.0, "Bad Request: something new")),
        (KeyError("x"), 7, Later(60.0, "KeyError")),
    ],
)
def test_a_failed_delivery_has_an_outcome(
    error: Exception, chat_id: int, outcome: Refused | Moved | Later
) -> None:
    assert outcome_of(error, chat_id) == outcome


def test_harmless_refusals_are_known_by_their_words() -> None:
    old = "query is too old and response timeout expired or query ID is invalid"
    assert is_too_old_to_answer(bad(old))
    assert not is_too_old_to_answer(bad("chat not found"))
    same = "message is not modified: specified new message content is exactly the same"
    assert is_unchanged(bad(same))
    assert cannot_be_edited(bad("message to edit not found"))
    assert cannot_be_edited(bad("message can't be edited"))
    assert not cannot_be_edited(bad(same))


@pytest.mark.parametrize(
    ("error", "is_rich_s_fault"),
    [
        (bad("can't parse rich message: unsupported block"), True),
        (bad("message text is empty"), True),
        (TelegramNotFound(METHOD, "Not Found: method not found"), True),
        (bad("chat not found"), False),
        (bad("message to edit not found"), False),
        (bad("message is not modified"), False),
        (bad("not enough rights to send text messages to the chat"), False),
    ],
)
def test_only_refusals_of_the_form_lead_to_the_plain_form(
    error: TelegramBadRequest | TelegramNotFound, is_rich_s_fault: bool
) -> None:
    assert isinstance(error, TelegramAPIError)
    assert is_about_rich(error) is is_rich_s_fault
