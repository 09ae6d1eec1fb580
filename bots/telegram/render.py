"""A screen as the messages Telegram shows: pure functions from data to aiogram's methods."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.methods import (
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendPoll,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardMarkup,
    InputPollOption,
    InputPollOptionUnion,
    InputRichMessage,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from bots.dialogue.screen import Attached, Poll, Screen
from bots.telegram import limits
from bots.telegram.blocks import blocks_text
from bots.telegram.detection import as_written
from bots.telegram.entities import (
    EMPTY,
    Formatted,
    clipped,
    joined,
    plain,
    split,
    stripped,
    to_entities,
    utf16_length,
)
from bots.telegram.keyboards import keyboard
from bots.telegram.rich import gains_from_rich, placed_pictures, rich_message
from engine.foundation.richtext import Code, Details, Table

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TOO_MUCH_FOR_A_POLL = (Code, Table, Details)


@dataclass(frozen=True)
class Target:
    """Where a message goes; `reply_to` is the message it answers, or 0."""

    chat_id: int
    thread_id: int = 0
    reply_to: int = 0
    is_silent: bool = False


@dataclass(frozen=True)
class TextPiece:
    text: Formatted


@dataclass(frozen=True)
class RichPiece:
    message: InputRichMessage


@dataclass(frozen=True)
class FilePiece:
    attached: Attached
    caption: Formatted = EMPTY


@dataclass(frozen=True)
class PollPiece:
    poll: Poll
    description: Formatted = EMPTY


@dataclass(frozen=True)
class PromptPiece:
    """A line that the person is asked to reply to: the only way to hear a text in a group."""

    text: Formatted
    placeholder: str = ""


Piece = TextPiece | RichPiece | FilePiece | PollPiece | PromptPiece


@dataclass(frozen=True)
class Rendered:
    """Messages in order; the keyboard belongs to the piece at `keyboard_at`."""

    pieces: tuple[Piece, ...]
    keyboard: InlineKeyboardMarkup | None = None

    @property
    def keyboard_at(self) -> int:
        """The last piece that can hold a keyboard."""
        last = len(self.pieces) - 1
        return last - 1 if last > 0 and isinstance(self.pieces[last], PromptPiece) else last


def render(screen: Screen, *, is_rich: bool, is_group: bool = False) -> Rendered:
    """The screen as messages. `is_rich` allows rich messages, `is_group` makes awaited text a
    prompt to reply to. A screen with nothing to show gives no pieces."""
    if screen.poll is not None:
        pieces = _poll_pieces(screen, screen.poll, is_rich)
    elif screen.attached:
        pieces = _file_pieces(screen, is_rich)
    else:
        pieces = _text_pieces(screen, is_rich)
    buttons = keyboard(screen)
    if not pieces and screen.toast:
        pieces = [TextPiece(plain(screen.toast))]
    if not pieces and buttons is not None:
        pieces = [TextPiece(plain("…"))]  # buttons cannot stand without a text
    if is_group and screen.expects_text:
        pieces = _with_prompt(screen, pieces, has_buttons=buttons is not None)
    return Rendered(tuple(pieces), buttons)


def send_method(
    piece: Piece, target: Target, markup: InlineKeyboardMarkup | None
) -> TelegramMethod[Message]:
    """The piece as a new message."""
    thread_id = target.thread_id or None
    silent = True if target.is_silent else None
    reply = None
    if target.reply_to:
        reply = ReplyParameters(message_id=target.reply_to, allow_sending_without_reply=True)
    match piece:
        case TextPiece(text):
            return SendMessage(
                chat_id=target.chat_id,
                message_thread_id=thread_id,
                text=text.text,
                entities=to_entities(text),
                parse_mode=None,
                link_preview_options=_NO_PREVIEW,
                disable_notification=silent,
                reply_parameters=reply,
                reply_markup=markup,
            )
        case PromptPiece(text, placeholder):
            return SendMessage(
                chat_id=target.chat_id,
                message_thread_id=thread_id,
                text=text.text,
                entities=to_entities(text),
                parse_mode=None,
                link_preview_options=_NO_PREVIEW,
                disable_notification=silent,
                reply_parameters=reply,
                reply_markup=ForceReply(
                    # Selective: only the person who is answered gets the reply opened.
                    selective=True if target.reply_to else None,
                    input_field_placeholder=clipped(placeholder, limits.INPUT_PLACEHOLDER) or None,
                ),
            )
        case RichPiece(message):
            return SendRichMessage(
                chat_id=target.chat_id,
                message_thread_id=thread_id,
                rich_message=message,
                disable_notification=silent,
                reply_parameters=reply,
                reply_markup=markup,
            )
        case FilePiece(attached, caption):
            return _send_file(attached, caption, target, reply, markup)
        case PollPiece(poll, description):
            return _send_poll(poll, description, target, reply, markup)


def edit_method(
    piece: TextPiece | RichPiece,
    chat_id: int,
    message_id: int,
    markup: InlineKeyboardMarkup | None,
) -> EditMessageText:
    """The piece in place of a message that already holds text."""
    if isinstance(piece, RichPiece):
        return EditMessageText(
            chat_id=chat_id,
            message_id=message_id,
            rich_message=piece.message,
            parse_mode=None,
            reply_markup=markup,
        )
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=piece.text.text,
        entities=to_entities(piece.text),
        parse_mode=None,
        link_preview_options=_NO_PREVIEW,
        reply_markup=markup,
    )


def screen_text(screen: Screen) -> Formatted:
    """Title, body, facts and footer as one text, as long as it takes."""
    facts = joined(
        [joined([plain(f"{fact.name}: ", "bold"), plain(fact.value)]) for fact in screen.facts],
        "\n",
    )
    parts = [
        plain(screen.title, "bold"),
        blocks_text(screen.body),
        facts,
        plain(screen.footer, "italic"),
    ]
    return as_written(stripped(joined([part for part in parts if part], "\n\n")))


def plain_form(screen: Screen, *, has_sent_files: bool) -> list[Piece]:
    """What stands in for a refused rich message: its words, and its pictures unless files of the
    screen have been sent already."""
    if screen.attached and screen.poll is None and not has_sent_files:
        return _file_pieces(screen, is_rich=False)
    return _text_pieces(screen, is_rich=False)


def _text_pieces(screen: Screen, is_rich: bool) -> list[Piece]:
    if is_rich and gains_from_rich(screen):
        message = rich_message(screen)
        if message is not None:
            return [RichPiece(message)]
    return [TextPiece(text) for text in split(screen_text(screen), limits.TEXT)]


def _file_pieces(screen: Screen, is_rich: bool) -> list[Piece]:
    placed = placed_pictures(screen).values() if is_rich else ()
    message = rich_message(screen) if placed else None
    if message is not None:
        rest = [attached for attached in screen.attached if attached not in placed]
        return [*(FilePiece(one, _caption(one.alt)) for one in rest), RichPiece(message)]
    *others, last = screen.attached
    pieces: list[Piece] = [FilePiece(attached, _caption(attached.alt)) for attached in others]
    words = screen_text(screen)
    is_short = utf16_length(words.text) <= limits.CAPTION
    if is_short and not (is_rich and gains_from_rich(screen)):
        return [*pieces, FilePiece(last, words or _caption(last.alt))]
    return [*pieces, FilePiece(last, _caption(last.alt)), *_text_pieces(screen, is_rich)]


def _caption(alt: str) -> Formatted:
    return as_written(stripped(plain(clipped(alt, limits.CAPTION))))


def _poll_pieces(screen: Screen, poll: Poll, is_rich: bool) -> list[Piece]:
    files: list[Piece] = [
        FilePiece(attached, _caption(attached.alt)) for attached in screen.attached
    ]
    words = screen_text(screen)
    is_long_question = utf16_length(poll.question) > limits.POLL_QUESTION
    is_simple = not any(isinstance(block, _TOO_MUCH_FOR_A_POLL) for block in screen.body)
    fits = utf16_length(words.text) <= limits.POLL_DESCRIPTION
    if is_simple and fits and not is_long_question:
        return [*files, PollPiece(poll, words)]
    before = _text_pieces(screen, is_rich)
    if is_long_question:
        # The whole question stands above; the poll repeats its first 300 letters.
        before += [TextPiece(text) for text in split(plain(poll.question), limits.TEXT)]
    return [*files, *before, PollPiece(poll)]


def _with_prompt(screen: Screen, pieces: list[Piece], *, has_buttons: bool) -> list[Piece]:
    """A keyboard and a prompt exclude each other: with buttons the prompt follows."""
    if pieces and isinstance(pieces[-1], TextPiece) and not has_buttons:
        return [*pieces[:-1], PromptPiece(pieces[-1].text, screen.placeholder)]
    prompt = plain(screen.placeholder) or plain(screen.title) or plain("✍️")
    return [*pieces, PromptPiece(stripped(prompt), screen.placeholder)]


def _send_file(
    attached: Attached,
    caption: Formatted,
    target: Target,
    reply: ReplyParameters | None,
    markup: InlineKeyboardMarkup | None,
) -> TelegramMethod[Message]:
    content = BufferedInputFile(attached.content, filename=attached.name)
    silent = True if target.is_silent else None
    if attached.is_picture and len(attached.content) <= limits.PHOTO_BYTES:
        return SendPhoto(
            chat_id=target.chat_id,
            message_thread_id=target.thread_id or None,
            photo=content,
            caption=caption.text or None,
            caption_entities=to_entities(caption) or None,
            parse_mode=None,
            disable_notification=silent,
            reply_parameters=reply,
            reply_markup=markup,
        )
    return SendDocument(
        chat_id=target.chat_id,
        message_thread_id=target.thread_id or None,
        document=content,
        caption=caption.text or None,
        caption_entities=to_entities(caption) or None,
        parse_mode=None,
        disable_notification=silent,
        reply_parameters=reply,
        reply_markup=markup,
    )


def _send_poll(
    poll: Poll,
    description: Formatted,
    target: Target,
    reply: ReplyParameters | None,
    markup: InlineKeyboardMarkup | None,
) -> SendPoll:
    options: list[InputPollOptionUnion] = [
        InputPollOption(text=clipped(option, limits.POLL_OPTION), text_parse_mode=None)
        for option in poll.options
    ]
    return SendPoll(
        chat_id=target.chat_id,
        message_thread_id=target.thread_id or None,
        question=clipped(poll.question, limits.POLL_QUESTION),
        question_parse_mode=None,
        description=description.text or None,
        description_entities=to_entities(description) or None,
        description_parse_mode=None,
        options=options,
        type="quiz",
        is_anonymous=False,  # an anonymous poll tells nobody's answer, not even to the bot
        allows_multiple_answers=True if poll.is_multiple else None,
        correct_option_ids=sorted(poll.correct),
        explanation=_explanation(poll.explanation) or None,
        explanation_parse_mode=None,
        disable_notification=True if target.is_silent else None,
        reply_parameters=reply,
        reply_markup=markup,
    )


def _explanation(text: str) -> str:
    """At most two line feeds and 200 characters: further lines follow on the third."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept = limits.POLL_EXPLANATION_LINE_FEEDS
    if len(lines) > kept + 1:
        lines = [*lines[:kept], " ".join(lines[kept:])]
    return clipped("\n".join(lines), limits.POLL_EXPLANATION)
