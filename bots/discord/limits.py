"""Discord's documented sizes and deadlines, and the two ways of shortening a text to fit them."""

from __future__ import annotations

CONTENT = 2000
EMBEDS_A_MESSAGE = 10
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FOOTER = 2048
EMBEDS_TOTAL = 6000  # over all embeds of one message
FIELDS_AN_EMBED = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FILES_A_MESSAGE = 10
FILE_BYTES = 10 * 1024 * 1024
ALT_TEXT = 1024

ROWS = 5
BUTTONS_A_ROW = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
SELECT_OPTIONS = 25
SELECT_PLACEHOLDER = 150
OPTION_TEXT = 100  # label, value and description of a select's, a radio's or a check box's option

MODAL_TITLE = 45
MODAL_PARTS = 5
LABEL = 45
LABEL_DESCRIPTION = 100
NOTE = 4000
TEXT_INPUT = 4000
INPUT_PLACEHOLDER = 100
RADIO_OPTIONS = (2, 10)
CHECKBOX_OPTIONS = (1, 10)

COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_TOTAL = 8000  # names, descriptions and values of one command, the longest of each
COMMAND_OPTIONS = 25
COMMANDS = 100
CHOICES = 25
CHOICE_TEXT = 100

NONCE = 25

FORM_SECONDS = (
    2.0  # what a handler may take that opens a modal, of the three until the first answer
)
COMPLETE_SECONDS = 2.5
CALLBACK_SECONDS = 5.0  # after this the interaction is lost, whatever the answer

WORK_WAITS_SECONDS = 5.0  # at most, for acknowledgements that are under way

INTERACTIONS_AT_WORK = 200
SENDS_UNDER_WAY = 20

# Discord allows 50 requests a second; together these stay below it in any second.
REQUESTS_A_SECOND = 35.0
REQUESTS_AT_ONCE = 10.0


def length(text: str) -> int:
    """UTF-16 units: never less than what Discord counts, so a text that fits here fits there."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def clip(text: str, limit: int) -> str:
    """The text, or as much of it as fits with an ellipsis at its end."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def cut(text: str, limit: int) -> tuple[str, str]:
    """What fits, ending at a word when there is one, and the rest."""
    if length(text) <= limit:
        return text, ""
    head = text[:limit]
    while length(head) > limit:
        head = head[:-1]
    space = head.rfind(" ")
    if space > limit // 2:
        head = head[:space]
    return head, text[len(head) :].lstrip()
