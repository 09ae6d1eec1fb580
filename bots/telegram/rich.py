"""Screens as Telegram's rich messages: headings, tables, lists and folded details, as blocks.

Blocks, not HTML: a name that looks like markup is then only a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import (
    BufferedInputFile,
    InputMediaPhoto,
    InputRichBlockBlockQuotation,
    InputRichBlockDetails,
    InputRichBlockDivider,
    InputRichBlockFooter,
    InputRichBlockList,
    InputRichBlockListItem,
    InputRichBlockParagraph,
    InputRichBlockPhoto,
    InputRichBlockPreformatted,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    InputRichBlockUnion,
    InputRichMessage,
    RichBlockCaption,
    RichBlockTableCell,
    RichTextBold,
    RichTextCode,
    RichTextDateTime,
    RichTextItalic,
    RichTextStrikethrough,
    RichTextUnion,
    RichTextUrl,
)

from bots.dialogue.screen import Attached, Screen
from bots.telegram import limits
from bots.telegram.blocks import DATE_TIME_FORMAT, MEDIA_SIGNS, is_linkable
from bots.telegram.entities import plain
from engine.foundation.richtext import (
    Block,
    Code,
    Details,
    Heading,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

_TITLE_SIZE = 2
_STRUCTURED = (Table, Details, Heading, ListBlock, Quote)


def gains_from_rich(screen: Screen) -> bool:
    """True when entities would lose structure or a picture's place; a plain screen stays a plain
    message, because more clients, previews and notifications show those."""
    has_structure = any(isinstance(block, _STRUCTURED) for block in screen.body)
    return has_structure or bool(placed_pictures(screen))


def placed_pictures(screen: Screen) -> dict[int, Attached]:
    """The attached pictures that the body names, by the place of their block in it: they are shown
    there, so that a lesson's page with pictures is still one message that can be edited."""
    pictures = [
        attached
        for attached in screen.attached
        if attached.is_picture and len(attached.content) <= limits.PHOTO_BYTES
    ]
    placed: dict[int, Attached] = {}
    for number, block in enumerate(screen.body):
        if isinstance(block, Media) and block.kind == "image":
            name = block.path.rpartition("/")[2]
            found = next((picture for picture in pictures if picture.name == name), None)
            if found is not None:
                placed[number] = found
                pictures.remove(found)
    return placed


def rich_message(screen: Screen) -> InputRichMessage | None:
    """The whole screen without its buttons; None when it is too large for a rich message."""
    blocks: list[InputRichBlockUnion] = []
    if screen.title:
        blocks.append(InputRichBlockSectionHeading(text=_clean(screen.title), size=_TITLE_SIZE))
    placed = placed_pictures(screen)
    pictures: list[tuple[int, Attached]] = []
    for number, block in enumerate(screen.body):
        if number in placed:
            pictures.append((len(blocks) + len(pictures), placed[number]))
        else:
            blocks.extend(_blocks((block,)))
    for fact in screen.facts:
        words: list[RichTextUnion] = [RichTextBold(text=_clean(f"{fact.name}:"))]
        words.append(_clean(f" {fact.value}"))
        blocks.append(InputRichBlockParagraph(text=words))
    if screen.footer:
        blocks.append(InputRichBlockFooter(text=_clean(screen.footer)))
    message = InputRichMessage(blocks=blocks, skip_entity_detection=True)
    size = len(message.model_dump_json(exclude_none=True))
    has_wide_table = any(
        isinstance(block, Table) and _columns(block) > limits.RICH_TABLE_COLUMNS
        for block in screen.body
    )
    if size > limits.RICH_TEXT or has_wide_table or len(blocks) > limits.RICH_BLOCKS:
        return None
    for position, picture in pictures:  # only now: bytes are not for the size above
        blocks.insert(position, _photo(picture))
    if not blocks:
        return None
    return InputRichMessage(blocks=blocks, skip_entity_detection=True)


def _photo(picture: Attached) -> InputRichBlockPhoto:
    content = BufferedInputFile(picture.content, filename=picture.name)
    words = _clean(picture.alt)
    return InputRichBlockPhoto(
        photo=InputMediaPhoto(media=content, parse_mode=None),
        caption=RichBlockCaption(text=words) if words.strip() else None,
    )


def _blocks(blocks: Sequence[Block]) -> list[InputRichBlockUnion]:
    made = [_block(block) for block in blocks]
    return [block for block in made if block is not None]


def _block(block: Block) -> InputRichBlockUnion | None:
    match block:
        case Paragraph(spans):
            words = _spans(spans)
            return InputRichBlockParagraph(text=words) if words else None
        case Heading(level, spans):
            words = _spans(spans)
            if not words:
                return None
            return InputRichBlockSectionHeading(text=words, size=min(level, 4) + 2)
        case Code(source, language):
            text = _clean(source.rstrip("\n"))
            if not text.strip():
                return None
            return InputRichBlockPreformatted(text=text, language=language or None)
        case ListBlock():
            return _list(block)
        case Table():
            return _table(block)
        case Quote(blocks, title):
            inside = _blocks((*_title(title), *blocks))
            return InputRichBlockBlockQuotation(blocks=inside) if inside else None
        case Details(title, blocks):
            inside = _blocks(blocks)
            if not inside:
                return None
            return InputRichBlockDetails(summary=_clean(title) or "…", blocks=inside)
        case Media(kind, path, caption):
            words_of_media = _clean(f"{MEDIA_SIGNS.get(kind, '📎')} {caption or path}")
            return InputRichBlockParagraph(text=words_of_media)
        case Rule():
            return InputRichBlockDivider()


def _title(title: str) -> tuple[Block, ...]:
    return (Paragraph((Span(title, is_bold=True),)),) if title else ()


def _list(block: ListBlock) -> InputRichBlockList | None:
    items = [
        InputRichBlockListItem(
            blocks=_blocks(item) or [InputRichBlockParagraph(text=" ")],
            value=number if block.is_ordered else None,
            type="1" if block.is_ordered else None,
        )
        for number, item in enumerate(block.items, start=block.start)
    ]
    return InputRichBlockList(items=items) if items else None


def _table(table: Table) -> InputRichBlockTable | None:
    columns = _columns(table)
    if not columns:
        return None
    cells: list[list[RichBlockTableCell]] = []
    for number, row in enumerate((table.header, *table.rows)):
        is_header = number == 0
        if is_header and not row:
            continue
        padded = (*row, *(((),) * (columns - len(row))))
        cells.append(
            [
                RichBlockTableCell(
                    align="left",
                    valign="top",
                    text=_spans(cell) or " ",
                    is_header=is_header or None,
                )
                for cell in padded
            ]
        )
    return InputRichBlockTable(cells=cells, is_bordered=True, is_striped=True)


def _columns(table: Table) -> int:
    return max((len(row) for row in (table.header, *table.rows)), default=0)


def _spans(spans: Sequence[Span]) -> list[RichTextUnion]:
    return [_span(span) for span in spans if _clean(span.text)]


def _span(span: Span) -> RichTextUnion:
    words: RichTextUnion = _clean(span.text)
    if span.is_code:
        words = RichTextCode(text=words)
    if span.is_bold:
        words = RichTextBold(text=words)
    if span.is_italic:
        words = RichTextItalic(text=words)
    if span.is_struck:
        words = RichTextStrikethrough(text=words)
    if span.at is not None:
        return RichTextDateTime(
            text=words,
            unix_time=int(span.at.timestamp()),
            date_time_format=DATE_TIME_FORMAT,
        )
    if span.link is not None and is_linkable(span.link):
        return RichTextUrl(text=words, url=span.link)
    return words


def _clean(text: str) -> str:
    return plain(text).text
