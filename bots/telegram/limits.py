"""Telegram's limits in one table: sizes in UTF-16 units unless the name says otherwise."""

from __future__ import annotations

TEXT = 4096
CAPTION = 1024
RICH_TEXT = 30_000  # of the 32,768 a rich message may hold; the rest is left for markup
RICH_BLOCKS = 400  # of 500
RICH_TABLE_COLUMNS = 20

CALLBACK_ANSWER = 200
CALLBACK_ANSWER_SECONDS = 8.0  # answered by then in any case: the client's spinner gives up at 15

BUTTON_LABEL = 64  # longer ones are cut by every client
BUTTON_ROWS = 8
BUTTONS_PER_ROW = 8

POLL_QUESTION = 300
POLL_OPTION = 100
POLL_DESCRIPTION = 1024
POLL_EXPLANATION = 200
POLL_EXPLANATION_LINE_FEEDS = 2

COMMANDS_PER_SCOPE = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 256
START_PAYLOAD = 64
INPUT_PLACEHOLDER = 64

PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024

UPDATES_AT_ONCE = 100
LONG_POLL_SECONDS = 30

# Telegram's own accounts that stand for many people: never a person (anonymous administrators,
# posts of channels, the service account that forwards them).
SHARED_SENDERS = frozenset({1087968824, 136817688, 777000})
