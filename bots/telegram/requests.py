"""Updates as requests: who did what and where, from Telegram's authenticated fields alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUnion,
    ChatMemberUpdated,
    InaccessibleMessage,
    Message,
    PollAnswer,
    Update,
    User,
)

from bots.dialogue.ports import CommandEntry
from bots.dialogue.request import (
    ActionPressed,
    Attachment,
    AvailabilityChanged,
    CommandGiven,
    FileSent,
    Given,
    Place,
    PlaceChanged,
    PlaceKind,
    Platform,
    PollAnswered,
    Request,
    Sender,
    TextTyped,
)
from bots.telegram.commands import parse_command, start_payload, typed_options
from bots.telegram.limits import SHARED_SENDERS

Download = Callable[[str, int], Awaitable[bytes]]

# The sender of what nobody did as a person, such as a group's move.
NOBODY = Sender(platform=Platform.TELEGRAM, platform_user_id=0, first_name="")

_IN_PLACE = frozenset({"member", "administrator", "restricted", "creator"})


@dataclass(frozen=True)
class Pressed:
    """The message whose button was pressed, as far as it matters for answering."""

    callback_id: str
    chat_id: int
    message_id: int  # 0: the message cannot be reached any more
    is_text: bool = True
    is_photo: bool = False


@dataclass(frozen=True)
class Incoming:
    """A request with what its answer needs to know."""

    request: Request
    pressed: Pressed | None = None
    message_id: int = 0  # the message that asked, to be replied to in a group


@dataclass(frozen=True)
class Reading:
    """What reading an update takes: the bot's name, the command table and the way to its files."""

    bot_id: int
    username: str
    entries: Sequence[CommandEntry]
    download: Download


def incoming(update: Update, reading: Reading) -> Incoming | None:
    """None for what nobody is to answer: other bots' commands, chatter, shared senders."""
    key = f"telegram:{reading.bot_id}:{update.update_id}"
    if update.message is not None:
        return _from_message(key, update.message, reading)
    if update.callback_query is not None:
        return _from_press(key, update.callback_query)
    if update.poll_answer is not None:
        return _from_poll(key, update.poll_answer)
    if update.my_chat_member is not None:
        return _from_standing(key, update.my_chat_member)
    return None


def person_of(user: User | None, sender_chat: Chat | None = None) -> User | None:
    """The person, or None for bots and for Telegram's accounts that stand for many people."""
    if user is None or sender_chat is not None or user.is_bot or user.id in SHARED_SENDERS:
        return None
    return user


def place_of(chat: Chat, thread_id: int | None = None, *, is_topic: bool = False) -> Place:
    """The General topic and chats without topics have no thread."""
    if chat.type == "private":
        return Place(PlaceKind.PRIVATE, chat.id, thread_id=thread_id or 0 if is_topic else 0)
    title = chat.title or ""
    if is_topic and thread_id:
        return Place(PlaceKind.TOPIC, chat.id, thread_id=thread_id, title=title)
    return Place(PlaceKind.GROUP, chat.id, title=title)


def _sender(user: User) -> Sender:
    return Sender(
        platform=Platform.TELEGRAM,
        platform_user_id=user.id,
        first_name=user.first_name,
        username=user.username or "",
        language=user.language_code or "",
    )


def _from_message(key: str, message: Message, reading: Reading) -> Incoming | None:
    place = place_of(
        message.chat, message.message_thread_id, is_topic=bool(message.is_topic_message)
    )
    user = person_of(message.from_user, message.sender_chat)
    if message.migrate_to_chat_id is not None:
        moved = PlaceChanged("moved", moved_to=message.migrate_to_chat_id)
        return Incoming(Request(key, _sender(user) if user else NOBODY, place, moved))
    if message.forum_topic_closed is not None or message.forum_topic_reopened is not None:
        standing = PlaceChanged("rights")  # whether the bot may write there is asked anew
        return Incoming(Request(key, _sender(user) if user else NOBODY, place, standing))
    if user is None or message.chat.type == "channel" or message.via_bot is not None:
        return None
    given = _given(message, place, reading)
    if given is None:
        return None
    return Incoming(Request(key, _sender(user), place, given), message_id=message.message_id)


def _given(message: Message, place: Place, reading: Reading) -> Given | None:
    words = message.text or message.caption or ""
    attachment = attachment_of(message, reading.download)
    typed = parse_command(words, username=reading.username, entries=reading.entries)
    if typed is not None:
        if typed.entry is None and not place.is_private and not typed.is_addressed:
            return None  # a group's other bots have commands too
        if attachment is None and message.reply_to_message is not None:
            attachment = attachment_of(message.reply_to_message, reading.download)
        wanted = _file_option(typed.entry)
        files = {wanted: attachment} if wanted and attachment is not None else {}
        payload = start_payload(typed.rest) if typed.name == "start" else ""
        options = typed_options(typed.entry, typed.rest)
        return CommandGiven(name=typed.name, options=options, files=files, payload=payload)
    if words.startswith("/") and "@" in words.split(maxsplit=1)[0]:
        return None  # another bot's
    if not place.is_private and not _is_for_us(message, reading):
        return None
    if attachment is not None:
        return FileSent(attachment, caption=message.caption or "")
    if message.text is not None:
        return TextTyped(_without_mention(message.text, reading.username))
    return None


def _file_option(entry: CommandEntry | None) -> str:
    options = entry.options if entry is not None else ()
    return next((option.name for option in options if option.kind == "file"), "")


def _is_for_us(message: Message, reading: Reading) -> bool:
    """In a group only replies to the bot and its mention are for it, whatever it could read."""
    answered = message.reply_to_message
    author = answered.from_user if answered is not None else None
    if author is not None and author.id == reading.bot_id:
        return True
    words = message.text or message.caption or ""
    return words.lower().startswith(f"@{reading.username.lower()} ")


def _without_mention(text: str, username: str) -> str:
    mention = f"@{username.lower()} "
    return text[len(mention) :].lstrip() if text.lower().startswith(mention) else text


def attachment_of(message: Message, download: Download) -> Attachment | None:
    """The message's file, of whatever kind; the largest size of a photo."""
    file_id, name, size = "", "", 0
    if message.document is not None:
        document = message.document
        file_id, name = document.file_id, document.file_name or "file"
        size = document.file_size or 0
    elif message.photo:
        photo = message.photo[-1]
        file_id, name, size = photo.file_id, "photo.jpg", photo.file_size or 0
    elif message.video is not None:
        video = message.video
        file_id, name, size = video.file_id, video.file_name or "video.mp4", video.file_size or 0
    elif message.audio is not None:
        audio = message.audio
        file_id, name, size = audio.file_id, audio.file_name or "audio.mp3", audio.file_size or 0
    elif message.voice is not None:
        file_id, name, size = message.voice.file_id, "voice.ogg", message.voice.file_size or 0
    if not file_id:
        return None

    async def read() -> bytes:
        return await download(file_id, size)

    return Attachment(name=name, size_bytes=size, read=read)


def _from_press(key: str, query: CallbackQuery) -> Incoming | None:
    user = person_of(query.from_user)
    if user is None or query.data is None:
        return None
    message = query.message
    if message is None:  # sent through inline mode: the answer goes to the private chat
        place = Place(PlaceKind.PRIVATE, user.id)
        pressed = Pressed(query.id, user.id, 0)
    elif isinstance(message, InaccessibleMessage):
        place = place_of(message.chat)
        pressed = Pressed(query.id, message.chat.id, 0)
    else:
        place = place_of(
            message.chat, message.message_thread_id, is_topic=bool(message.is_topic_message)
        )
        is_text = message.text is not None or getattr(message, "rich_message", None) is not None
        pressed = Pressed(
            query.id,
            message.chat.id,
            message.message_id,
            is_text=is_text,
            is_photo=bool(message.photo),
        )
    return Incoming(Request(key, _sender(user), place, ActionPressed(query.data)), pressed)


def _from_poll(key: str, answer: PollAnswer) -> Incoming | None:
    user = person_of(answer.user, answer.voter_chat)
    if user is None:
        return None
    place = Place(PlaceKind.PRIVATE, user.id)
    given = PollAnswered(answer.poll_id, tuple(answer.option_ids))
    return Incoming(Request(key, _sender(user), place, given))


def _from_standing(key: str, change: ChatMemberUpdated) -> Incoming | None:
    """The bot's own standing. In a private chat that is: blocked, or started again."""
    user = person_of(change.from_user)
    place = place_of(change.chat)
    is_in = _is_in_place(change.new_chat_member)
    was_in = _is_in_place(change.old_chat_member)
    if place.is_private:
        if user is None:
            return None
        return Incoming(Request(key, _sender(user), place, AvailabilityChanged(is_in)))
    if change.chat.type == "channel":
        return None
    what = "rights"
    if is_in != was_in:
        what = "added" if is_in else "removed"
    sender = _sender(user) if user is not None else NOBODY
    return Incoming(Request(key, sender, place, PlaceChanged(what, rights=rights_of(change))))


def _is_in_place(member: ChatMemberUnion) -> bool:
    # Who is restricted may also be outside: the restriction outlives the stay.
    return member.status in _IN_PLACE and getattr(member, "is_member", True)


def rights_of(change: ChatMemberUpdated) -> tuple[str, ...]:
    """The rights the new standing names; a plain member's are the group's and are not in here."""
    standing = change.new_chat_member.model_dump(exclude_none=True)
    return tuple(
        sorted(name for name, value in standing.items() if name.startswith("can_") and value)
    )
