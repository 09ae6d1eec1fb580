"""What Telegram's refusals mean: its errors of one code differ only by their text."""

from __future__ import annotations

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.exceptions import TelegramUnauthorizedError as TelegramUnauthorizedError

from bots.dialogue.ports import Later, Moved, Refused
from bots.telegram.limiter import TooBusy

_NOT_MODIFIED = "message is not modified"
_TOO_OLD = ("query is too old", "query_id_invalid", "query id is invalid")
_CANNOT_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to delete not found",
    "message can't be deleted",
    "there is no text in the message to edit",
    "message identifier is not specified",
    "no rich message to edit",
)
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
_CLOSED_TOPIC = ("topic_closed",)
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")
_NO_RIGHT = (
    ("photo", "send_photos"),
    ("document", "attach_files"),
    ("media", "attach_files"),
    ("", "send_messages"),
)


def is_unchanged(error: TelegramBadRequest) -> bool:
    return _NOT_MODIFIED in error.message.lower()


def is_too_old_to_answer(error: TelegramBadRequest) -> bool:
    return _has(error.message, _TOO_OLD)


def is_no_topic(words: str) -> bool:
    """The topic was deleted: no right brings it back."""
    return _has(words, _NO_TOPIC)


def cannot_be_edited(error: TelegramBadRequest) -> bool:
    return _has(error.message, _CANNOT_EDIT)


def is_about_rich(error: TelegramBadRequest | TelegramNotFound) -> bool:
    """True when the refusal may be for the rich form: then the plain form is worth a try."""
    if isinstance(error, TelegramNotFound):
        return True
    words = error.message
    others = (*_CANNOT_EDIT, _NOT_MODIFIED, *_NO_TOPIC, *_CLOSED_TOPIC, *_NO_CHAT)
    return not _has(words, others) and not missing_rights(words)


def missing_rights(words: str) -> tuple[str, ...]:
    """The right an error says the bot lacks, as our code; () when it is about something else."""
    lowered = words.lower()
    is_right = "not enough rights" in lowered or "have no rights" in lowered
    if not is_right and "chat_write_forbidden" not in lowered:
        return ("post_in_topic",) if _has(words, _CLOSED_TOPIC) else ()
    return (next(code for word, code in _NO_RIGHT if word in lowered),)


def outcome_of(error: Exception, chat_id: int) -> Refused | Moved | Later:
    """What became of a delivery that failed. What nobody foresaw is tried again later: attempts
    are bounded by the outbox, which shows the dead ones to an operator."""
    match error:
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return _forbidden(error.message.lower(), chat_id)
        case TelegramBadRequest():
            return _bad_request(error.message)
        case TelegramRetryAfter():
            return Later(float(error.retry_after), "too many requests")
        case TooBusy():
            return Later(2.0, "too many waiting")
        case TelegramServerError() | TelegramNetworkError():
            return Later(5.0, type(error).__name__)
        case _:
            return Later(60.0, type(error).__name__)


def _forbidden(words: str, chat_id: int) -> Refused:
    if "kicked" in words or "not a member" in words or "deleted" in words:
        return Refused("gone", ("member",))
    if "deactivated" in words:
        return Refused("gone")
    rights = missing_rights(words)
    if rights:
        return Refused("no_right", rights)
    return Refused("blocked") if chat_id > 0 else Refused("gone", ("member",))


def _bad_request(words: str) -> Refused | Later:
    rights = missing_rights(words)
    if rights:
        return Refused("no_right", rights)
    if is_no_topic(words):
        return Refused("gone", ("topic",))
    if _has(words, _NO_CHAT):
        return Refused("gone")
    return Later(60.0, words[:200])


def _has(words: str, any_of: tuple[str, ...]) -> bool:
    lowered = words.lower()
    return any(part in lowered for part in any_of)
