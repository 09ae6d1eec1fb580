"""Text with entities: lengths in UTF-16 units, checks, and what Telegram finds by itself."""

from __future__ import annotations

import re
from typing import Any

from playground.telegram.errors import bad
from playground.telegram.markup import parse_html, parse_markdown_v2
from playground.telegram.tables import Json

TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
    "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip
FOUND = [
    ("url", re.compile(r"(?:https?|tg|ftp)://[^\s<>\"]+[^\s<>\".,;:!?)\]']", re.I)),
    ("email", re.compile(r"(?<![\w.@])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b")),
    ("bot_command", re.compile(r"(?<![\w/@.:>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/@])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
    ("url", re.compile(r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|ru|edu)\b"
                       r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'])?", re.I)),
]  # fmt: skip
SOLID = {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Json]]:
    """The text as it will be stored and its entities, parsed, checked, trimmed and completed.

    Refuses unknown modes, broken markup, and entities that lie outside the text or cut a character.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if parse_mode:
        match parse_mode.lower():
            case "html":
                text, found = parse_html(text)
            case "markdownv2":
                text, found = parse_markdown_v2(text)
            case "markdown":
                text, found = parse_markdown_v2(text, is_legacy=True)
            case "none":
                found = []
            case _:
                raise bad("unsupported parse_mode")
    else:
        found = _checked(text, entities)
    text, found = _trimmed(text, found)
    found = [entity for entity in found if entity["length"] > 0]
    found += detect(text, found)
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def detect(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Commands, addresses, mentions and hashtags in a text, outside of what is already taken."""
    occupied = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in taken or []
        if entity["type"] in SOLID
    ]
    found: list[Json] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if any(start < right and left < end for left, right in occupied):
                continue
            occupied.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda entity: int(entity["offset"]))


def _checked(text: str, entities: Any) -> list[Json]:
    if entities in (None, ""):
        return []
    if not isinstance(entities, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    units = utf16_length(text)
    checked = []
    for entity in entities:
        checked.append(_checked_entity(entity, text, units))
    return checked


def _checked_entity(entity: Any, text: str, units: int) -> Json:
    if not isinstance(entity, dict) or entity.get("type") not in TYPES:
        raise bad("can't parse MessageEntity: unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 0:
        raise bad("can't parse MessageEntity: invalid offset or length specified")
    if offset + length > units:
        raise bad(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {units}"
        )
    for edge, words in ((offset, "begins"), (offset + length, "ends")):
        if _cuts_a_pair(text, edge):
            raise bad(
                f"entity beginning at UTF-16 offset {offset} {words} in a middle of a UTF-16 symbol"
            )
    if entity["type"] == "text_link" and not entity.get("url"):
        raise bad('can\'t parse MessageEntity: field "url" must be specified')
    if entity["type"] == "date_time" and not isinstance(entity.get("unix_time"), int):
        raise bad('can\'t parse MessageEntity: field "unix_time" must be specified')
    return {key: value for key, value in entity.items() if value is not None}


def _cuts_a_pair(text: str, edge: int) -> bool:
    raw = text.encode("utf-16-le", "surrogatepass")[edge * 2 : edge * 2 + 2]
    return len(raw) == 2 and 0xDC00 <= int.from_bytes(raw, "little") <= 0xDFFF


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without blank edges; entities move and shrink with them."""
    left = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    units = utf16_length(text)
    moved = []
    for entity in entities:
        start = min(max(0, entity["offset"] - left), units)
        end = min(max(0, entity["offset"] + entity["length"] - left), units)
        moved.append(entity | {"offset": start, "length": end - start})
    return text, moved
