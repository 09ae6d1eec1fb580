"""Rich messages: HTML, Markdown or blocks of a request turned into the blocks that are stored."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt

from playground.telegram import media
from playground.telegram.calls import Call
from playground.telegram.core import Core
from playground.telegram.errors import bad
from playground.telegram.rich_html import blocks_of_html
from playground.telegram.tables import Json

MOST_CHARACTERS = 32_768
MOST_BLOCKS = 500
MOST_DEPTH = 16
MOST_MEDIA = 50
MOST_COLUMNS = 20
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TEXT_BLOCKS = {"paragraph", "heading", "pre", "footer", "pullquote", "thinking"}
NESTING = {"blockquote", "expandable_blockquote", "details", "collage", "slideshow"}
MEDIA = {"photo", "video", "audio", "document", "animation", "voice_note"}
OTHERS = {"divider", "mathematical_expression", "anchor", "list", "table", "map", "buttons"}
CELL = {"align": "left", "valign": "top"}
TEXT_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "date_time", "text_mention",
    "subscript", "superscript", "marked", "code", "custom_emoji", "mathematical_expression", "url",
    "email_address", "phone_number", "bank_card_number", "mention", "hashtag", "cashtag",
    "bot_command", "anchor", "anchor_link", "reference", "reference_link", "button",
}  # fmt: skip


def read_rich(core: Core, call: Call) -> Json:
    """The RichMessage of a request: exactly one of html, markdown, blocks; within all limits."""
    given = call.json("rich_message")
    if not isinstance(given, dict):
        raise bad("can't parse rich message: object expected")
    ways = [key for key in ("html", "markdown", "blocks") if given.get(key)]
    if not ways:
        raise bad("rich message must be non-empty")
    if len(ways) > 1:
        raise bad("exactly one of the fields html, markdown or blocks must be used")
    reader = _Reader(core, call, given.get("media") or [])
    match ways[0]:
        case "html":
            blocks = blocks_of_html(str(given["html"]))
        case "markdown":
            blocks = blocks_of_html(MARKDOWN.render(str(given["markdown"])))
        case _:
            blocks = given["blocks"]
    if not isinstance(blocks, list):
        raise bad("can't parse rich message: blocks must be an Array of InputRichBlock")
    checked = reader.blocks(blocks, depth=1)
    if not checked:
        raise bad("rich message must be non-empty")
    if reader.characters > MOST_CHARACTERS:
        raise bad("message is too long")
    if reader.count > MOST_BLOCKS:
        raise bad("rich message has too many blocks")
    if reader.media_count > MOST_MEDIA:
        raise bad("rich message has too many media")
    message: Json = {"blocks": checked}
    if given.get("is_rtl"):
        message["is_rtl"] = True
    return message


class _Reader:
    """Walks the given blocks, checks and counts them, and puts stored files in place of media."""

    def __init__(self, core: Core, call: Call, listed: list[Any]) -> None:
        self.core = core
        self.call = call
        self.listed = {str(entry.get("id")): entry.get("media") for entry in listed}
        self.characters = 0
        self.count = 0
        self.media_count = 0

    def blocks(self, given: Any, depth: int) -> list[Json]:
        if not isinstance(given, list):
            raise bad("can't parse rich message: Array of blocks expected")
        if depth > MOST_DEPTH:
            raise bad("rich message is nested too deeply")
        return [self.block(block, depth) for block in given]

    def block(self, given: Any, depth: int) -> Json:
        self.count += 1
        kind = given.get("type") if isinstance(given, dict) else None
        out = {key: value for key, value in dict(given or {}).items() if value is not None}
        if kind in TEXT_BLOCKS:
            if kind == "thinking":
                raise bad("RICH_VALIDATE_CTOR_NOT_ALLOWED")
            out["text"] = self.text(given.get("text"))
            if kind == "heading":
                out["size"] = max(1, min(6, int(given.get("size") or 1)))
        elif kind in NESTING:
            out["blocks"] = self.blocks(given.get("blocks"), depth + 1)
            if kind == "details":
                out["summary"] = self.text(given.get("summary"))
        elif kind == "list":
            items = given.get("items") or []
            out["items"] = [self.item(entry, at, depth) for at, entry in enumerate(items)]
        elif kind == "table":
            out["cells"] = [self.row(row) for row in given.get("cells") or []]
        elif kind == "mathematical_expression":
            self.characters += len(str(given.get("expression", "")))
        elif kind in MEDIA:
            out |= self.media(str(kind), given)
        elif kind not in OTHERS:
            raise bad(f'can\'t parse rich message: unsupported block type "{kind}"')
        for key in ("credit", "caption"):
            if given.get(key) is not None:
                out[key] = self.caption(given[key])
        return out

    def item(self, given: Json, at: int, depth: int) -> Json:
        self.count += 1
        out = {key: value for key, value in given.items() if value is not None}
        number = given.get("value")
        if number is None and given.get("type"):
            number = out["value"] = at + 1
        out["label"] = given.get("label") or (f"{number}." if number is not None else "•")
        out["blocks"] = self.blocks(given.get("blocks"), depth + 1)
        return out

    def row(self, given: list[Json]) -> list[Json]:
        self.count += 1
        if len(given) > MOST_COLUMNS:
            raise bad("rich message table has too many columns")
        cells = []
        for cell in given:
            out = CELL | {key: value for key, value in cell.items() if value is not None}
            if "text" in out:
                out["text"] = self.text(out["text"])
            cells.append(out)
        return cells

    def caption(self, given: Any) -> Any:
        if isinstance(given, dict) and "type" not in given:
            out = dict(given) | {"text": self.text(given.get("text"))}
            if given.get("credit") is not None:
                out["credit"] = self.text(given["credit"])
            return out
        return self.text(given)

    def text(self, given: Any, depth: int = 1) -> Any:
        """A RichText: a string, a list of them, or a typed object around one."""
        if depth > MOST_DEPTH:
            raise bad("rich message is nested too deeply")
        if isinstance(given, str):
            self.characters += len(given)
            return given
        if isinstance(given, list):
            return [self.text(part, depth + 1) for part in given]
        if not isinstance(given, dict) or given.get("type") not in TEXT_TYPES:
            raise bad("can't parse rich message: unsupported rich text")
        out = {key: value for key, value in given.items() if value is not None}
        if "text" in out:
            out["text"] = self.text(out["text"], depth + 1)
        if out["type"] == "mathematical_expression":
            self.characters += len(str(out.get("expression", "")))
        return out

    def media(self, kind: str, given: Json) -> Json:
        """The stored file of a media block, whose source is an InputMedia or an address in HTML."""
        self.media_count += 1
        source = given.get(kind) if kind != "voice_note" else given.get("voice_note")
        file_kind = "voice" if kind == "voice_note" else kind
        if isinstance(source, str):  # from HTML: an address of Telegram's own, or any other
            listed = source.partition("?id=")[2] if source.startswith("tg://") else ""
            entry = self.listed.get(listed) if listed else None
            source = entry if isinstance(entry, dict) else {"media": source}
        if not isinstance(source, dict):
            raise bad("can't parse rich message: media expected")
        row = media.find_file(self.core, self.call, file_kind, source.get("media"), source)
        content = media.content_of(row, file_kind)
        return {kind: content[file_kind]}
